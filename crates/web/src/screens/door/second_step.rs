use askama::Template;
use model::{Locale, Method};
use text::Texts;

use super::chrome::{Chrome, Journey};
use crate::screens::admin;

/// Choosing a second step; sends `way`, the word of the choice, or `later`.
#[derive(Template, Clone)]
#[template(path = "door/second_step.html")]
pub struct SecondStep {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// What there is to choose from, the best first.
    pub ways: Vec<Way>,
    /// The one that was registered just now: this would be another.
    pub registered: Option<Method>,
    /// Within what the page is shown.
    pub journey: Journey,
    /// Days until it is needed; `None` when it is needed now.
    pub days_left: Option<i64>,
}

/// A second step to choose. One more method is one more variant, and the compiler finds the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A passkey.
    Passkey,
    /// An authenticator app.
    App,
    /// A security key.
    Key,
}

impl Way {
    /// The word that is sent.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::App => "app",
            Self::Key => "key",
        }
    }

    /// What it is called.
    pub fn title(self, t: &Texts) -> String {
        match self {
            Self::Passkey => t.choose_passkey(),
            Self::App => t.choose_app(),
            Self::Key => t.choose_key(),
        }
    }

    /// What it is.
    pub fn why(self, t: &Texts) -> String {
        match self {
            Self::Passkey => t.choose_passkey_why(),
            Self::App => t.choose_app_why(),
            Self::Key => t.choose_key_why(),
        }
    }
}

impl SecondStep {
    /// What was registered just now, in a sentence.
    pub fn registered_text(&self) -> Option<String> {
        let t = self.chrome.texts;
        self.registered.map(|method| t.another_registered(admin::method(t, method)))
    }

    /// Needed now, with days left, and another one.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let now = Self {
            chrome: Chrome::ordinary(locale),
            ways: vec![Way::Passkey, Way::App, Way::Key],
            registered: None,
            journey: Journey::SignIn,
            days_left: None,
        };
        let set_up = Self {
            chrome: Chrome::set_up(locale),
            ways: vec![Way::Passkey, Way::App],
            journey: Journey::SetUp,
            ..now.clone()
        };
        let later = Self { days_left: Some(9), ..now.clone() };
        let another =
            Self { ways: vec![Way::App, Way::Key], registered: Some(Method::Passkey), ..now.clone() };
        vec![
            ("set-up-second-step", set_up),
            ("door-second-step", now),
            ("door-second-step-later", later),
            ("door-second-step-another", another),
        ]
    }
}
