use askama::Template;
use model::Locale;
use policy::MethodKind;
use text::Texts;

use super::shell::{Entry, Shell};

/// Who may register and use a kind of second step; posts to itself as `enabled` (`yes` or `no`), `include` and `exclude`, the
/// name of a group on each line.
#[derive(Template, Clone)]
#[template(path = "admin/method_use.html")]
pub struct MethodUsePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Which kind.
    pub kind: MethodKind,
    /// The revision that it was read from, which the form says.
    pub seen: String,
    /// Whether it is used at all, as chosen.
    pub is_on: bool,
    /// The groups that alone may use it, as typed.
    pub include: String,
    /// Those that may not, as typed.
    pub exclude: String,
    /// What was wrong.
    pub error: Option<MethodUseError>,
    /// True when the reader may change it.
    pub may_change: bool,
}

/// What was wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MethodUseError {
    /// No group, or several, are called so.
    Include(String),
    /// The same, among those that may not.
    Exclude(String),
    /// These administrators would no longer come in.
    LocksOut(Vec<String>),
    /// So many people would have no second step left; some of them by name.
    LeavesWithout(usize, Vec<String>),
    /// Somebody changed it since the page was opened.
    Changed,
    /// Policies are on trial, or do not allow it.
    Meanwhile,
}

/// What a kind is called.
pub fn method_kind(t: &Texts, kind: MethodKind) -> String {
    match kind {
        MethodKind::Fido2 => t.methods_passkeys(),
        MethodKind::SoftwareOath => t.methods_app(),
    }
}

impl MethodUsePage {
    /// What the kind is called.
    pub fn title(&self) -> String {
        self.shell.texts.methods_use_title(method_kind(self.shell.texts, self.kind))
    }

    /// Where the form goes, without the root.
    pub const fn path(&self) -> &'static str {
        match self.kind {
            MethodKind::Fido2 => "/admin/identity/authentication-methods/passkey/use",
            MethodKind::SoftwareOath => "/admin/identity/authentication-methods/app/use",
        }
    }

    /// The error of a field: `enabled`, `include` or `exclude`.
    pub fn error_at(&self, field: &str) -> Option<String> {
        let t = self.shell.texts;
        match (self.error.as_ref()?, field) {
            (MethodUseError::Include(name), "include") | (MethodUseError::Exclude(name), "exclude") => {
                Some(t.methods_use_error_group(name.as_str()))
            }
            (MethodUseError::LocksOut(people), "enabled") => {
                Some(t.methods_use_error_lock(people.join(", ")))
            }
            (MethodUseError::Changed, "enabled") => Some(t.policies_problem_changed()),
            (MethodUseError::Meanwhile, "enabled") => Some(t.mfa_settings_error_meanwhile()),
            _ => None,
        }
    }

    /// Who would be left without a second step, where the form asks whether they may be.
    pub fn asks(&self) -> Option<String> {
        let t = self.shell.texts;
        let MethodUseError::LeavesWithout(people, names) = self.error.as_ref()? else { return None };
        let (listed, more) = (names.join(", "), people.saturating_sub(names.len()));
        let listed = if more > 0 { t.methods_and_more(&listed, more) } else { listed };
        Some(t.methods_use_leaves(*people, &listed))
    }

    /// As it is, without leave to change, and with each thing wrong.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let usual = Self {
            shell: Shell::sample(locale, Entry::Methods),
            kind: MethodKind::Fido2,
            seen: String::new(),
            is_on: true,
            include: "Directie\nVerkoop".to_owned(),
            exclude: String::new(),
            error: None,
            may_change: true,
        };
        let fixed = Self {
            kind: MethodKind::SoftwareOath,
            is_on: false,
            include: String::new(),
            may_change: false,
            ..usual.clone()
        };
        let strange = "</textarea><b>".to_owned();
        let wrong =
            Self { exclude: strange.clone(), error: Some(MethodUseError::Exclude(strange)), ..usual.clone() };
        let people = vec!["Marieke <b>de Vries".to_owned()];
        let leaves = Self { error: Some(MethodUseError::LeavesWithout(3, people.clone())), ..usual.clone() };
        let locked = Self { error: Some(MethodUseError::LocksOut(people)), ..usual.clone() };
        vec![
            ("admin-method-use", usual),
            ("admin-method-use-fixed", fixed),
            ("admin-method-use-wrong", wrong),
            ("admin-method-use-locks-out", locked),
            ("admin-method-use-leaves", leaves),
        ]
    }
}
