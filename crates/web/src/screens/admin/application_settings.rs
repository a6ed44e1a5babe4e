use askama::Template;
use model::Locale;
use service::app_secrets::SecretLife;

use super::shell::{Entry, Shell};

/// What holds for all applications: how long secrets may last, posted to itself as `months`, and the keys that sign tokens.
#[derive(Template, Clone)]
#[template(path = "admin/application_settings.html")]
pub struct ApplicationSettings {
    /// What surrounds the page.
    pub shell: Shell,
    /// The longest a secret may last, in months, as typed.
    pub months: String,
    /// True when what was typed was looked at and something is wrong with it.
    pub is_checked: bool,
    /// The keys that are published.
    pub keys: Vec<KeyLine>,
    /// True when the reader may change how long secrets last.
    pub may_change: bool,
    /// True when the reader may replace the keys.
    pub may_replace: bool,
}

/// A key that signs tokens, or did, or will.
#[derive(Debug, Clone)]
pub struct KeyLine {
    /// How it signs, by the word of the standard.
    pub algorithm: &'static str,
    /// Where it is in its life.
    pub state: KeyStateLine,
}

/// Where a key is in its life, with the day that matters.
#[derive(Debug, Clone)]
pub enum KeyStateLine {
    /// It is published, and signs from then on.
    Next(String),
    /// It has signed since then.
    Active(String),
    /// What it signed is believed until then.
    Retired(String),
}

impl KeyLine {
    /// Where it is in its life.
    pub fn state_text(&self, t: &text::Texts) -> String {
        match &self.state {
            KeyStateLine::Next(from) => t.admin_keys_next(from),
            KeyStateLine::Active(since) => t.admin_keys_active(since),
            KeyStateLine::Retired(until) => t.admin_keys_retired(until),
        }
    }

    /// The class of its dot.
    pub const fn dot(&self) -> &'static str {
        match self.state {
            KeyStateLine::Active(_) => "ok",
            KeyStateLine::Next(_) | KeyStateLine::Retired(_) => "",
        }
    }
}

impl ApplicationSettings {
    /// The most months that can be typed.
    pub const fn most(&self) -> u8 {
        SecretLife::MOST_MONTHS
    }

    /// What is wrong with the months.
    pub fn months_error(&self) -> Option<String> {
        self.is_checked.then(|| self.shell.texts.admin_secret_life_error(SecretLife::MOST_MONTHS))
    }

    /// As they are, with something wrong, and for a reader.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let key = |algorithm, state| KeyLine { algorithm, state };
        let usual = Self {
            shell: Shell::sample(locale, Entry::Applications),
            months: "24".to_owned(),
            is_checked: false,
            keys: vec![
                key("ES256", KeyStateLine::Active("26 november 2026".to_owned())),
                key("ES256", KeyStateLine::Retired("28 november 2026".to_owned())),
                key("EdDSA", KeyStateLine::Active("3 september 2026".to_owned())),
                key("RS256", KeyStateLine::Next("09:14".to_owned())),
            ],
            may_change: true,
            may_replace: true,
        };
        let wrong = Self { months: "\"><script>".to_owned(), is_checked: true, ..usual.clone() };
        let reader = Self { may_change: false, may_replace: false, ..usual.clone() };
        vec![
            ("admin-application-settings", usual),
            ("admin-application-settings-wrong", wrong),
            ("admin-application-settings-reader", reader),
        ]
    }
}
