use askama::Template;
use model::Locale;
use text::Texts;

use super::shell::{Entry, Shell};

/// Authentication methods: what there is, and how many people have it.
#[derive(Template, Clone)]
#[template(path = "admin/methods.html")]
pub struct MethodsPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// What holds for passkeys and security keys.
    pub keys: KeysState,
    /// People with a passkey.
    pub passkeys: i64,
    /// People with a security key.
    pub security_keys: i64,
    /// People with an authenticator app.
    pub apps: i64,
    /// Who may use passkeys and security keys.
    pub keys_used_by: UsedBy,
    /// Who may use authenticator apps.
    pub apps_used_by: UsedBy,
}

/// Who may use a kind of second step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsedBy {
    /// Everybody.
    Everybody,
    /// Whom groups say.
    Some,
    /// Nobody.
    Nobody,
}

impl UsedBy {
    /// In words.
    pub fn text(self, t: &Texts) -> String {
        match self {
            Self::Everybody => t.methods_used_everybody(),
            Self::Some => t.methods_used_some(),
            Self::Nobody => t.methods_used_nobody(),
        }
    }

    /// The class of its dot.
    pub const fn dot(self) -> &'static str {
        match self {
            Self::Everybody => "ok",
            Self::Some => "warn",
            Self::Nobody => "off",
        }
    }
}

/// What holds for passkeys and security keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeysState {
    /// Everybody registers what they like.
    Free,
    /// Only some may be registered.
    Ruled,
    /// None may be registered.
    Closed,
}

impl KeysState {
    /// In one sentence.
    pub fn text(self, t: &Texts) -> String {
        match self {
            Self::Free => t.methods_passkeys_free(),
            Self::Ruled => t.methods_passkeys_ruled(),
            Self::Closed => t.methods_passkeys_closed(),
        }
    }
}

impl MethodsPage {
    /// How many people have a method.
    pub fn people(&self, people: &i64) -> String {
        let t = self.shell.texts;
        if *people == 0 { t.methods_nobody() } else { t.methods_people(*people) }
    }

    /// Without rules and with them.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let free = Self {
            shell: Shell::sample(locale, Entry::Methods),
            keys: KeysState::Free,
            passkeys: 31,
            security_keys: 1,
            apps: 12,
            keys_used_by: UsedBy::Everybody,
            apps_used_by: UsedBy::Some,
        };
        let ruled =
            Self { keys: KeysState::Ruled, security_keys: 0, apps_used_by: UsedBy::Nobody, ..free.clone() };
        vec![("admin-methods", free), ("admin-methods-ruled", ruled)]
    }
}
