use askama::Template;
use model::{Locale, Span};

use super::chrome::Chrome;
use super::password::Wrong;
use super::tick_box::TickBox;

/// Asking for a passkey or security key of somebody who is known; sends `key`, or `other` for another way.
#[derive(Template, Clone)]
#[template(path = "door/key.html")]
pub struct UseKey {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// The application that the sign-in leads to.
    pub app: Option<String>,
    /// Which of the two.
    pub kind: KeyKind,
    /// What it is asked, as JSON.
    pub options: String,
    /// Other ways.
    pub others: Vec<OtherWay>,
    /// The box for not being asked again in this browser, where that is offered.
    pub remember: Option<TickBox>,
    /// What was wrong with the one that was given.
    pub wrong: Option<Wrong>,
}

/// What is asked for or registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// A passkey: both factors at once.
    Passkey,
    /// A security key beside the password.
    SecurityKey,
}

/// Another way to prove who one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherWay {
    /// A passkey.
    Passkey,
    /// A security key.
    SecurityKey,
    /// A code from an app.
    App,
    /// A recovery code.
    Recovery,
    /// The sealed capsule of an emergency account.
    Capsule,
}

impl OtherWay {
    /// The word that is sent.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::SecurityKey => "key",
            Self::App => "totp",
            Self::Recovery => "recovery",
            Self::Capsule => "capsule",
        }
    }
}

impl UseKey {
    fn title(&self) -> String {
        match self.kind {
            KeyKind::Passkey => self.chrome.texts.key_title_passkey(),
            KeyKind::SecurityKey => self.chrome.texts.key_title_security(),
        }
    }

    fn why(&self) -> String {
        match self.kind {
            KeyKind::Passkey => self.chrome.texts.key_why_passkey(),
            KeyKind::SecurityKey => self.chrome.texts.key_why_security(),
        }
    }

    fn go(&self) -> String {
        match self.kind {
            KeyKind::Passkey => self.chrome.texts.key_go_passkey(),
            KeyKind::SecurityKey => self.chrome.texts.key_go_security(),
        }
    }

    fn other(&self, way: &OtherWay) -> String {
        let t = self.chrome.texts;
        match way {
            OtherWay::Passkey => t.key_other_passkey(),
            OtherWay::SecurityKey => t.key_other_key(),
            OtherWay::App => t.recovery_app(),
            OtherWay::Recovery => t.code_other(),
            OtherWay::Capsule => t.capsule_other(),
        }
    }

    /// Both kinds, and one that was not taken.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let passkey = Self {
            chrome: Chrome::ordinary(locale),
            app: Some("Nextcloud".to_owned()),
            kind: KeyKind::Passkey,
            options: "{\"challenge\":\"AAAA\"}".to_owned(),
            others: vec![OtherWay::SecurityKey, OtherWay::App, OtherWay::Recovery, OtherWay::Capsule],
            remember: None,
            wrong: None,
        };
        let remember = Some(TickBox::remember(text::of(locale), Span::days(30), false));
        let others = vec![OtherWay::Recovery];
        let key = Self { kind: KeyKind::SecurityKey, others, remember, ..passkey.clone() };
        let wrong = Self { wrong: Some(Wrong::Key), app: None, ..key.clone() };
        vec![("door-key-passkey", passkey), ("door-key-security", key), ("door-key-wrong", wrong)]
    }
}
