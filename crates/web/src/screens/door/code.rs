use askama::Template;
use model::{Locale, Span};

use super::chrome::Chrome;
use super::password::Wrong;
use super::tick_box::TickBox;
use crate::screens::Field;

/// The code from an authenticator app; sends `totp`, or `other=recovery` for a recovery code instead.
#[derive(Template, Clone)]
#[template(path = "door/code.html")]
pub struct Code {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// The application that the sign-in leads to.
    pub app: Option<String>,
    /// True when there is a passkey to use instead.
    pub has_passkey: bool,
    /// True when there is a security key to use instead.
    pub has_key: bool,
    /// True when there are recovery codes to use instead.
    pub has_recovery: bool,
    /// True when there is a sealed capsule to use instead.
    pub has_capsule: bool,
    /// The box for not being asked again in this browser, where that is offered.
    pub remember: Option<TickBox>,
    /// What was wrong with the last answer.
    pub wrong: Option<Wrong>,
}

impl Code {
    fn field(&self) -> Field {
        let t = self.chrome.texts;
        Field::digits("totp", t.code_label()).focused().error(self.wrong.map(|wrong| wrong.code(t)))
    }

    /// Untouched, wrong, and without recovery codes.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let plain = Self {
            chrome: Chrome::ordinary(locale),
            app: Some("Nextcloud".to_owned()),
            has_passkey: true,
            has_key: true,
            has_recovery: true,
            has_capsule: false,
            remember: Some(TickBox::remember(text::of(locale), Span::days(30), false)),
            wrong: None,
        };
        let ticked = Some(TickBox::remember(text::of(locale), Span::days(1), true));
        let wrong = Self { wrong: Some(Wrong::NotRight), remember: ticked, ..plain.clone() };
        let locked = Self {
            wrong: Some(Wrong::Locked { minutes: 15 }),
            has_recovery: false,
            has_passkey: false,
            has_key: false,
            remember: None,
            ..plain.clone()
        };
        let chrome = Chrome { is_confirming: true, ..plain.chrome.clone() };
        let confirm = Self { chrome, app: None, remember: None, has_capsule: true, ..plain.clone() };
        vec![
            ("door-code", plain),
            ("door-code-wrong", wrong),
            ("door-code-locked", locked),
            ("door-code-confirm", confirm),
        ]
    }
}
