use askama::Template;
use model::Locale;

use super::chrome::{Chrome, Journey};
use crate::screens::{Field, Qr};

/// Connecting an authenticator app; sends `enrol`, the code that it shows; within set-up also `back`.
#[derive(Template, Clone)]
#[template(path = "door/connect_app.html")]
pub struct ConnectApp {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// Within what the page is shown.
    pub journey: Journey,
    /// The secret as it is typed: base32 in groups of four with spaces between them.
    pub secret: String,
    /// The secret as apps read it: `otpauth://totp/…`.
    pub uri: String,
    /// True when the code did not match.
    pub is_wrong: bool,
}

impl ConnectApp {
    fn qr(&self) -> Option<Qr> {
        Qr::of(&self.uri)
    }

    fn field(&self) -> Field {
        let t = self.chrome.texts;
        Field::digits("enrol", t.app_code()).error(self.is_wrong.then(|| t.app_wrong()))
    }

    /// Within a sign-in, within set-up, from `/my`, and after a wrong code.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let sign_in = Self {
            chrome: Chrome::ordinary(locale),
            journey: Journey::SignIn,
            secret: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP".to_owned(),
            uri: "otpauth://totp/De%20Vries%20Accountants:anna%40devries.nl?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP\
                  &issuer=De%20Vries%20Accountants&algorithm=SHA1&digits=6&period=30"
                .to_owned(),
            is_wrong: false,
        };
        let set_up = Self { chrome: Chrome::set_up(locale), journey: Journey::SetUp, ..sign_in.clone() };
        let my = Self { journey: Journey::My, ..sign_in.clone() };
        let wrong = Self { is_wrong: true, ..sign_in.clone() };
        vec![
            ("door-set-up-second-step", set_up),
            ("door-connect-app", sign_in),
            ("door-connect-app-my", my),
            ("door-connect-app-wrong", wrong),
        ]
    }
}
