use askama::Template;
use model::Locale;
use text::Texts;

use super::chrome::Chrome;

/// Choosing a second step; sends `way`, the word of the choice, or `later`.
#[derive(Template, Clone)]
#[template(path = "door/second_step.html")]
pub struct SecondStep {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// What there is to choose from, the best first.
    pub ways: Vec<Way>,
    /// Days until it is needed; `None` when it is needed now.
    pub days_left: Option<i64>,
}

/// A second step to choose. One more method is one more variant, and the compiler finds the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// An authenticator app.
    App,
}

impl Way {
    /// The word that is sent.
    pub const fn word(self) -> &'static str {
        match self {
            Self::App => "app",
        }
    }

    /// What it is called.
    pub fn title(self, t: &Texts) -> String {
        match self {
            Self::App => t.choose_app(),
        }
    }

    /// What it is.
    pub fn why(self, t: &Texts) -> String {
        match self {
            Self::App => t.choose_app_why(),
        }
    }
}

impl SecondStep {
    /// Needed now, and with days left.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let now = Self { chrome: Chrome::ordinary(locale), ways: vec![Way::App], days_left: None };
        let later = Self { days_left: Some(9), ..now.clone() };
        vec![("door-second-step", now), ("door-second-step-later", later)]
    }
}
