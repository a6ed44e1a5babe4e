//! The pages before one is inside, one file each: a struct that a handler fills, a template in `templates/door`,
//! and `samples()`. What a form sends is said at each struct; with every form goes the token, as `t`.
//!
//! A page says nothing about accounts before the first proof: what it shows there comes from what was typed.
//! One more: a file here, a template, a line in [`samples`].

mod accounts;
mod app_error;
mod before_set_up;
mod capsule;
mod chrome;
mod code;
mod confirmed;
mod connect_app;
mod expired;
mod failure;
mod form_post;
mod help;
mod invitation;
mod key;
mod name;
mod new_password;
mod password;
mod privacy;
mod recovery;
mod recovery_codes;
mod register_key;
mod second_step;
mod set_up_address;
mod set_up_link;
mod set_up_organisation;
mod set_up_you;
mod sign_out;
mod stopped;
mod terms;
mod tick_box;
mod wait;

pub use accounts::Accounts;
pub use app_error::{AppError, Disagreement};
pub use before_set_up::{About, BeforeSetUp};
pub use capsule::Capsule;
pub use chrome::{Chrome, Journey, Switch};
pub use code::Code;
pub use confirmed::Confirmed;
pub use connect_app::ConnectApp;
pub use expired::Expired;
pub use failure::{Failure, FailureKind};
pub use form_post::FormPost;
pub use help::Help;
pub use invitation::{Invitation, InvitationClosed, WhyClosed};
pub use key::{KeyKind, OtherWay, UseKey};
pub use name::Name;
pub use new_password::{NewPassword, NewPasswordProblem, Occasion};
pub use password::{Password, Wrong};
pub use privacy::Privacy;
pub use recovery::Recovery;
pub use recovery_codes::RecoveryCodes;
pub use register_key::{RegisterKey, RegisterProblem, taken};
pub use second_step::{SecondStep, Way};
pub use set_up_address::{AddressError, AddressFrom, Seen, SetUpAddress};
pub use set_up_link::{SetUpLink, WhyShut};
pub use set_up_organisation::{OrganisationError, SetUpOrganisation};
pub use set_up_you::{SetUpYou, YouError};
pub use sign_out::{SignOut, SignedOut};
pub use stopped::{Stopped, StoppedAfter};
pub use terms::TermsPage;
pub use tick_box::TickBox;
pub use wait::{Wait, WaitFor};

use model::Locale;

use super::Sample;
use super::admin::rendered;

/// Every sample of these screens in one language.
pub fn samples(locale: Locale) -> Vec<Sample> {
    let mut pages = vec![];
    rendered(&mut pages, SetUpAddress::samples(locale));
    rendered(&mut pages, SetUpOrganisation::samples(locale));
    rendered(&mut pages, SetUpYou::samples(locale));
    rendered(&mut pages, SetUpLink::samples(locale));
    rendered(&mut pages, Name::samples(locale));
    rendered(&mut pages, Accounts::samples(locale));
    rendered(&mut pages, Password::samples(locale));
    rendered(&mut pages, Code::samples(locale));
    rendered(&mut pages, FormPost::samples(locale));
    rendered(&mut pages, UseKey::samples(locale));
    rendered(&mut pages, RegisterKey::samples(locale));
    rendered(&mut pages, Recovery::samples(locale));
    rendered(&mut pages, Capsule::samples(locale));
    rendered(&mut pages, SecondStep::samples(locale));
    rendered(&mut pages, Confirmed::samples(locale));
    rendered(&mut pages, ConnectApp::samples(locale));
    rendered(&mut pages, RecoveryCodes::samples(locale));
    rendered(&mut pages, Invitation::samples(locale));
    rendered(&mut pages, InvitationClosed::samples(locale));
    rendered(&mut pages, NewPassword::samples(locale));
    rendered(&mut pages, TermsPage::samples(locale));
    rendered(&mut pages, Stopped::samples(locale));
    rendered(&mut pages, Wait::samples(locale));
    rendered(&mut pages, Expired::samples(locale));
    rendered(&mut pages, SignOut::samples(locale));
    rendered(&mut pages, SignedOut::samples(locale));
    rendered(&mut pages, AppError::samples(locale));
    rendered(&mut pages, Failure::samples(locale));
    rendered(&mut pages, Help::samples(locale));
    rendered(&mut pages, Privacy::samples(locale));
    rendered(&mut pages, BeforeSetUp::samples(locale));
    pages
}
