use askama::Template;
use model::Locale;

use crate::screens::admin::{Entry, Shell};
use crate::screens::door::KeyKind;

/// One of one's own passkeys or security keys; posts `label`, or nothing to remove it.
#[derive(Template, Clone)]
#[template(path = "my/key.html")]
pub struct MyKeyPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Which of the two.
    pub kind: KeyKind,
    /// Where its forms are sent.
    pub action: String,
    /// What it is called.
    pub label: String,
    /// When it was registered.
    pub since: String,
    /// When it was last used.
    pub used: Option<String>,
    /// True when it cannot be removed: there is no other second step.
    pub is_last: bool,
}

impl MyKeyPage {
    /// What it is.
    pub fn name(&self) -> String {
        let t = self.shell.texts;
        match self.kind {
            KeyKind::Passkey => t.choose_passkey(),
            KeyKind::SecurityKey => t.choose_key(),
        }
    }

    /// When it came, and when it was used.
    pub fn life(&self) -> String {
        let t = self.shell.texts;
        match &self.used {
            Some(used) => t.my_security_app_used(&self.since, used),
            None => t.my_security_app_since(&self.since),
        }
    }

    /// One of each kind, and the last that must stay.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let usual = Self {
            shell: Shell::sample(locale, Entry::MySecurity),
            kind: KeyKind::Passkey,
            action: "/my/security/keys/1".to_owned(),
            label: "Laptop <b>Piet".to_owned(),
            since: "2 november 2026".to_owned(),
            used: Some("23 november 2026, 08:41".to_owned()),
            is_last: false,
        };
        let last = Self { kind: KeyKind::SecurityKey, used: None, is_last: true, ..usual.clone() };
        vec![("my-key", usual), ("my-key-last", last)]
    }
}
