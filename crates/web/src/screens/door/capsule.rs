use askama::Template;
use model::Locale;

use super::chrome::Chrome;
use super::password::Wrong;
use crate::screens::Field;

/// The sealed capsule of an emergency account; sends `capsule`, or `other=passkey` for a passkey after all.
#[derive(Template, Clone)]
#[template(path = "door/capsule.html")]
pub struct Capsule {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// True when there is a passkey to use instead.
    pub has_passkey: bool,
    /// What was wrong with the last answer.
    pub wrong: Option<Wrong>,
}

impl Capsule {
    fn field(&self) -> Field {
        let t = self.chrome.texts;
        Field::letters("capsule", t.capsule_label())
            .hint(t.capsule_hint())
            .focused()
            .error(self.wrong.map(|wrong| wrong.capsule(t)))
    }

    /// Untouched and wrong.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let plain = Self { chrome: Chrome::ordinary(locale), has_passkey: true, wrong: None };
        let wrong = Self { wrong: Some(Wrong::NotRight), has_passkey: false, ..plain.clone() };
        vec![("door-capsule", plain), ("door-capsule-wrong", wrong)]
    }
}
