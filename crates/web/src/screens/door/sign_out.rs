use askama::Template;
use model::Locale;

use super::chrome::{Chrome, Switch};

/// Asks before signing out; sends `sign_out=yes`.
#[derive(Template, Clone)]
#[template(path = "door/sign_out.html")]
pub struct SignOut {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// Who is signed in.
    pub person: String,
    /// The application that asked for it.
    pub app: Option<String>,
}

/// Signed out.
#[derive(Template, Clone)]
#[template(path = "door/signed_out.html")]
pub struct SignedOut {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// Where one signs in again.
    pub again: String,
    /// The application that one came from, and its registered address.
    pub back: Option<(String, String)>,
}

impl SignOut {
    /// Asked by an application, and by the person.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let asked = Self {
            chrome: Chrome { action: "/sign-out".to_owned(), ..Chrome::ordinary(locale) },
            person: "Anna de Vries".to_owned(),
            app: Some("Nextcloud".to_owned()),
        };
        let own = Self { app: None, person: "<script>alert(1)</script>".to_owned(), ..asked.clone() };
        vec![("door-sign-out", asked), ("door-sign-out-own", own)]
    }
}

impl SignedOut {
    /// With and without a way back.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let plain = Self {
            chrome: Chrome { switch: Switch::Link("?language=nl".to_owned()), ..Chrome::ordinary(locale) },
            again: "/my".to_owned(),
            back: None,
        };
        let back = Some(("Nextcloud".to_owned(), "https://cloud.devries.nl/?a=1&b=\"2\"".to_owned()));
        vec![("door-signed-out-back", Self { back, ..plain.clone() }), ("door-signed-out", plain)]
    }
}
