//! A person's own pages: applications first, then security info, sessions and sign-ins, the password.
//!
//! Setting up an authenticator app and showing recovery codes are door pages that these lead to.

use model::Locale;

use super::admin::rendered;

mod applications;
mod data;
mod key;
mod password;
mod security;
mod sessions;
mod sign_ins;
mod terms;

pub use applications::{MyApplication, MyApplications};
pub use data::MyData;
pub use key::MyKeyPage;
pub use password::{MyPassword, PasswordError, PasswordOccasion};
pub use security::{AddedToday, MyApp, MyKey, MySecurity};
pub use sessions::MySessions;
pub use sign_ins::{MySignIns, OwnSignIn};
pub use terms::{MyTerms, OwnTermsLine};

/// Every sample of these screens in one language: its name and the page.
pub fn samples(locale: Locale) -> Vec<(&'static str, askama::Result<String>)> {
    let mut pages = vec![];
    rendered(&mut pages, MyApplications::samples(locale));
    rendered(&mut pages, MySecurity::samples(locale));
    rendered(&mut pages, MyData::samples(locale));
    rendered(&mut pages, MyKeyPage::samples(locale));
    rendered(&mut pages, MySessions::samples(locale));
    rendered(&mut pages, MySignIns::samples(locale));
    rendered(&mut pages, MyTerms::samples(locale));
    rendered(&mut pages, MyPassword::samples(locale));
    pages
}
