use askama::Template;
use model::Locale;

use super::done::Done;
use super::shell::{Entry, Shell};

/// Users > Active users > Multi-factor authentication > Service settings; posts to itself as `trusted`, a range on each
/// line.
#[derive(Template, Clone)]
#[template(path = "admin/mfa_settings.html")]
pub struct MfaSettingsPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The trusted addresses, as typed.
    pub trusted: String,
    /// For how many days a browser may be remembered.
    pub remembered_days: u32,
    /// What was wrong.
    pub error: Option<TrustedError>,
    /// True when the reader may change the trusted addresses.
    pub may_change: bool,
}

/// What was wrong with trusted addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrustedError {
    /// It is no range of IPv4 addresses, or too wide a one.
    Range(String),
    /// There are more than fifty.
    TooMany,
    /// These administrators would no longer come in.
    LocksOut(Vec<String>),
    /// The organisation's plan has none.
    NotLicensed,
    /// A policy stands in the way, or somebody changed something meanwhile.
    Meanwhile,
}

impl MfaSettingsPage {
    /// The error of a field; only `trusted` has one.
    pub fn error_at(&self, field: &str) -> Option<String> {
        let t = self.shell.texts;
        let error = self.error.as_ref().filter(|_| field == "trusted")?;
        Some(match error {
            TrustedError::Range(range) => t.mfa_settings_error_range(range.as_str()),
            TrustedError::TooMany => t.mfa_settings_error_many(),
            TrustedError::LocksOut(people) => t.mfa_settings_error_lock(people.join(", ")),
            TrustedError::NotLicensed => t.plan_needed_p1(),
            TrustedError::Meanwhile => t.mfa_settings_error_meanwhile(),
        })
    }

    /// As they are, without leave to change, on trial, and with something wrong.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let usual = Self {
            shell: Shell::sample(locale, Entry::PerUserMfa),
            trusted: "203.0.113.0/24\n198.51.100.7/32".to_owned(),
            remembered_days: 30,
            error: None,
            may_change: true,
        };
        let fixed = Self { may_change: false, remembered_days: 0, trusted: String::new(), ..usual.clone() };
        let trial = Self { shell: usual.shell.clone().after(Done::SavedOnTrial), ..usual.clone() };
        let wrong = Self {
            trusted: "</textarea><script>".to_owned(),
            error: Some(TrustedError::Range("</textarea><script>".to_owned())),
            ..usual.clone()
        };
        let locked = Self {
            error: Some(TrustedError::LocksOut(vec!["Marieke <b>de Vries".to_owned()])),
            ..usual.clone()
        };
        vec![
            ("admin-mfa-settings", usual),
            ("admin-mfa-settings-fixed", fixed),
            ("admin-mfa-settings-trial", trial),
            ("admin-mfa-settings-wrong", wrong),
            ("admin-mfa-settings-locks-out", locked),
        ]
    }
}
