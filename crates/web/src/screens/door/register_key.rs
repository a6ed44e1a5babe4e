use askama::Template;
use model::Locale;
use text::Texts;

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
    /// Which keys the organisation takes, in sentences.
    pub taken: Vec<String>,
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
    /// It did not prove its make.
    NotAttested,
    /// Its make is not taken.
    MakeNotTaken,
}

/// Which keys the organisation takes, in sentences; none where it takes them all.
pub fn taken(t: &Texts, is_attested: bool, only: Option<&[String]>, contact: &str) -> Vec<String> {
    let makes = only.map(|names| match names {
        [] => t.register_only_unnamed(contact),
        names => t.register_only(names.join(", ")),
    });
    makes.into_iter().chain(is_attested.then(|| t.register_attested())).collect()
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
            RegisterProblem::NotAttested => t.register_not_attested(),
            RegisterProblem::MakeNotTaken => t.register_make_refused(),
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
            taken: vec![],
            problem: None,
        };
        let key = Self { kind: KeyKind::SecurityKey, journey: Journey::My, ..passkey.clone() };
        let wrong = Self { problem: Some(RegisterProblem::NotRight), ..passkey.clone() };
        let known = Self { problem: Some(RegisterProblem::Known), ..key.clone() };
        let names = ["Blue key 5".to_owned(), "<b>Red key".to_owned()];
        let ruled = taken(passkey.chrome.texts, true, Some(&names), "Marieke");
        let ruled = Self { taken: ruled, problem: Some(RegisterProblem::MakeNotTaken), ..passkey.clone() };
        let unnamed = taken(passkey.chrome.texts, false, Some(&[]), "Marieke, 020 123 45 67");
        let unnamed = Self { taken: unnamed, problem: Some(RegisterProblem::NotAttested), ..key.clone() };
        vec![
            ("door-register-ruled", ruled),
            ("door-register-unnamed", unnamed),
            ("door-register-passkey", passkey),
            ("door-register-key", key),
            ("door-register-wrong", wrong),
            ("door-register-known", known),
        ]
    }
}
