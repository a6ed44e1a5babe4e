use askama::Template;
use model::Locale;

use super::chrome::{Chrome, Journey};
use super::key::KeyKind;
use crate::screens::Field;

/// Registering a passkey or security key; sends `made` and `label`, or `other=choose` for another kind.
#[derive(Template, Clone)]
#[template(path = "door/register_key.html")]
pub struct RegisterKey {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// Within what the page is shown.
    pub journey: Journey,
    /// Which of the two.
    pub kind: KeyKind,
    /// What the browser is asked, as JSON.
    pub options: String,
    /// A name to begin with.
    pub label: String,
    /// Why the last one was not taken.
    pub problem: Option<RegisterProblem>,
}

/// Why a new key was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegisterProblem {
    /// It could not be verified.
    NotRight,
    /// It is registered already.
    Known,
}

impl RegisterKey {
    fn title(&self) -> String {
        match self.kind {
            KeyKind::Passkey => self.chrome.texts.register_passkey_title(),
            KeyKind::SecurityKey => self.chrome.texts.register_key_title(),
        }
    }

    fn why(&self) -> String {
        match self.kind {
            KeyKind::Passkey => self.chrome.texts.register_passkey_why(),
            KeyKind::SecurityKey => self.chrome.texts.register_key_why(),
        }
    }

    fn go(&self) -> String {
        match self.kind {
            KeyKind::Passkey => self.chrome.texts.register_passkey_go(),
            KeyKind::SecurityKey => self.chrome.texts.register_key_go(),
        }
    }

    fn problem_text(&self) -> Option<String> {
        let t = self.chrome.texts;
        self.problem.map(|problem| match problem {
            RegisterProblem::NotRight => t.register_wrong(),
            RegisterProblem::Known => t.register_known(),
        })
    }

    fn field(&self) -> Field {
        let t = self.chrome.texts;
        Field::text("label", t.register_label()).value(&self.label).hint(t.register_label_hint())
    }

    /// Both kinds, from a sign-in and from one's own pages, and what was not taken.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let passkey = Self {
            chrome: Chrome::ordinary(locale),
            journey: Journey::SignIn,
            kind: KeyKind::Passkey,
            options: "{\"challenge\":\"AAAA\"}".to_owned(),
            label: "Chrome on Windows".to_owned(),
            problem: None,
        };
        let key = Self { kind: KeyKind::SecurityKey, journey: Journey::My, ..passkey.clone() };
        let wrong = Self { problem: Some(RegisterProblem::NotRight), ..passkey.clone() };
        let known = Self { problem: Some(RegisterProblem::Known), ..key.clone() };
        vec![
            ("door-register-passkey", passkey),
            ("door-register-key", key),
            ("door-register-wrong", wrong),
            ("door-register-known", known),
        ]
    }
}
