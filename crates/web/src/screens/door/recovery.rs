use askama::Template;
use model::Locale;

use super::chrome::Chrome;
use super::password::Wrong;
use crate::screens::Field;

/// A recovery code instead of the app; sends `recovery`, or `other=totp` for the app after all.
#[derive(Template, Clone)]
#[template(path = "door/recovery.html")]
pub struct Recovery {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// Whom to call when there are none.
    pub contact: String,
    /// What was wrong with the last answer.
    pub wrong: Option<Wrong>,
}

impl Recovery {
    fn field(&self) -> Field {
        let t = self.chrome.texts;
        Field::letters("recovery", t.recovery_label())
            .hint(t.recovery_hint())
            .focused()
            .error(self.wrong.map(|wrong| wrong.recovery(t)))
    }

    /// Untouched and wrong.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let plain = Self {
            chrome: Chrome::ordinary(locale),
            contact: "Marieke de Vries, 020 123 45 67".to_owned(),
            wrong: None,
        };
        let wrong = Self {
            wrong: Some(Wrong::NotRight),
            contact: "<b>Marieke</b> & \"Jan\"".to_owned(),
            ..plain.clone()
        };
        vec![("door-recovery", plain), ("door-recovery-wrong", wrong)]
    }
}
