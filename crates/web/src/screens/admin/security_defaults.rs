use askama::Template;
use model::Locale;
use text::Texts;

use super::shell::{Entry, Shell};

/// Manage security defaults; posts to itself as `enabled` (`yes` or `no`), `days`, and, when turning on, `revoke`,
/// when turning off, `reason`, `words`, `understood`.
#[derive(Template, Clone)]
#[template(path = "admin/security_defaults.html")]
pub struct SecurityDefaultsPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Whether they are on now.
    pub are_on: bool,
    /// What is chosen in the form: the same at first, what was sent when something was wrong.
    pub chosen: bool,
    /// Days to set up a second step, as typed.
    pub days: String,
    /// People without a second step, who would set one up.
    pub without: u32,
    /// The reason that was chosen.
    pub reason: Option<Reason>,
    /// What was typed beside it.
    pub words: String,
    /// What was wrong.
    pub error: Option<DefaultsError>,
    /// True when the reader may change it.
    pub may_change: bool,
    /// For how many people the old per-user switch is on, where the reader may switch it off.
    pub per_user_mfa: u32,
}

/// Why security defaults are turned off; kept in the audit record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Conditional access will do it.
    ConditionalAccess,
    /// An application does not work with them.
    Application,
    /// People are asked too often.
    TooOften,
    /// Not everyone has a device.
    Devices,
    /// Something else; told in words.
    Other,
}

/// What was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefaultsError {
    /// Turning off without a reason.
    Reason,
    /// Turning off without saying that the consequence is understood.
    NotUnderstood,
    /// Not a number from 0 to 14.
    Days,
    /// Policies of the organisation's own are on.
    Policies,
    /// Policies are on trial.
    OnTrial,
}

impl Reason {
    /// Every reason, as offered.
    pub const ALL: [Self; 5] =
        [Self::ConditionalAccess, Self::Application, Self::TooOften, Self::Devices, Self::Other];

    /// The word in forms and audit records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ConditionalAccess => "conditionalAccess",
            Self::Application => "application",
            Self::TooOften => "tooOften",
            Self::Devices => "devices",
            Self::Other => "other",
        }
    }

    /// Reads [`Reason::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }

    /// What the list says.
    pub fn text(self, t: &Texts) -> String {
        match self {
            Self::ConditionalAccess => t.admin_defaults_reason_conditional_access(),
            Self::Application => t.admin_defaults_reason_application(),
            Self::TooOften => t.admin_defaults_reason_too_often(),
            Self::Devices => t.admin_defaults_reason_devices(),
            Self::Other => t.admin_defaults_reason_other(),
        }
    }
}

impl SecurityDefaultsPage {
    /// The reasons with whether each is chosen.
    pub fn reasons(&self) -> Vec<(&'static str, String, bool)> {
        let choice =
            |reason: Reason| (reason.word(), reason.text(self.shell.texts), self.reason == Some(reason));
        Reason::ALL.map(choice).to_vec()
    }

    /// The error of a field: `reason`, `understood` or `days`.
    pub fn error_at(&self, field: &str) -> Option<String> {
        let t = self.shell.texts;
        match (self.error?, field) {
            (DefaultsError::Reason, "reason") => Some(t.admin_defaults_error_reason()),
            (DefaultsError::NotUnderstood, "understood") => Some(t.admin_defaults_error_confirm()),
            (DefaultsError::Policies, "enabled") => Some(t.admin_defaults_error_policies()),
            (DefaultsError::OnTrial, "enabled") => Some(t.admin_defaults_error_trial()),
            (DefaultsError::Days, "days") => Some(t.admin_defaults_error_deadline()),
            _ => None,
        }
    }

    /// On, off, and turning off without a reason.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let on = Self {
            shell: Shell::sample(locale, Entry::Properties),
            are_on: true,
            chosen: true,
            days: "0".to_owned(),
            without: 2,
            reason: None,
            words: String::new(),
            error: None,
            may_change: true,
            per_user_mfa: 0,
        };
        let off = Self { are_on: false, chosen: false, per_user_mfa: 3, ..on.clone() };
        let wrong = Self {
            chosen: false,
            words: "\"</textarea><script>".to_owned(),
            error: Some(DefaultsError::Reason),
            ..on.clone()
        };
        vec![
            ("admin-security-defaults", on),
            ("admin-security-defaults-off", off),
            ("admin-security-defaults-wrong", wrong),
        ]
    }
}
