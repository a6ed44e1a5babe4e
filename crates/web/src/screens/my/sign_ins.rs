use askama::Template;
use model::Locale;

use crate::screens::admin::{Entry, Shell, SignInLine, sample_lines};

/// `/my/sign-ins`: one's own sign-ins of the last 90 days.
#[derive(Template, Clone)]
#[template(path = "my/sign_ins.html")]
pub struct MySignIns {
    /// What surrounds the page.
    pub shell: Shell,
    /// The sign-ins, newest first.
    pub lines: Vec<OwnSignIn>,
    /// The address of the next page.
    pub more: Option<String>,
    /// Whom to call when one of them was somebody else.
    pub help_contact: String,
}

/// A sign-in with what it was by.
#[derive(Debug, Clone)]
pub struct OwnSignIn {
    /// The sign-in.
    pub line: SignInLine,
    /// `Password, authenticator app`; empty when nothing was right.
    pub with: String,
}

impl MySignIns {
    /// Some, and none.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let own = |line| OwnSignIn { line, with: "Password, Authenticator app".to_owned() };
        let mut lines: Vec<OwnSignIn> = sample_lines().into_iter().map(own).collect();
        lines.iter_mut().skip(1).for_each(|line| line.with.clear());
        let some = Self {
            shell: Shell::sample(locale, Entry::MySessions),
            lines,
            more: Some("/my/sign-ins?before=1&id=2".to_owned()),
            help_contact: "Marieke <b>de Vries, 020 123 45 67".to_owned(),
        };
        let none = Self { lines: vec![], more: None, ..some.clone() };
        vec![("my-sign-ins", some), ("my-sign-ins-none", none)]
    }
}
