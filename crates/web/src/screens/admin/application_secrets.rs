use text::Texts;

/// The secrets of an application.
#[derive(Debug, Clone)]
pub enum Secrets {
    /// It cannot keep one.
    Public,
    /// It has these.
    Kept {
        /// One that was made just now; shown this once.
        new: Option<String>,
        /// Those that work.
        lines: Vec<SecretLine>,
        /// What the next one would be.
        form: SecretForm,
    },
}

/// A secret; the secret itself is never kept.
#[derive(Debug, Clone)]
pub struct SecretLine {
    /// Its id, which the removal names.
    pub id: String,
    /// Its first characters.
    pub hint: String,
    /// What it is for; empty when nobody said.
    pub description: String,
    /// When it was made.
    pub created: String,
    /// When it ends.
    pub until: String,
    /// True when it ends within 30 days.
    pub ends_soon: bool,
    /// When it was last used.
    pub used: Option<String>,
}

/// What is chosen for another secret; posts to `secrets` as `description` and `months`.
#[derive(Debug, Clone)]
pub struct SecretForm {
    /// What it is for, as typed.
    pub description: String,
    /// The months chosen.
    pub months: u8,
    /// The months that can be chosen.
    pub choices: Vec<u8>,
    /// What was wrong.
    pub error: Option<SecretError>,
}

/// Why no secret was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretError {
    /// There are as many as there may be.
    Full,
    /// The description cannot be kept.
    Description,
    /// It would last longer than the organisation allows.
    Months,
}

impl SecretError {
    /// What to do about it.
    pub fn text(self, t: &Texts) -> String {
        match self {
            Self::Full => t.admin_secret_full(),
            Self::Description => t.admin_secret_description_error(),
            Self::Months => t.admin_secret_months_error(),
        }
    }
}

impl SecretForm {
    /// The error of the description.
    pub fn description_error(&self, t: &Texts) -> Option<String> {
        self.error.filter(|error| *error == SecretError::Description).map(|error| error.text(t))
    }

    /// An error that is about no field that can be mended.
    pub fn other_error(&self, t: &Texts) -> Option<String> {
        self.error.filter(|error| *error != SecretError::Description).map(|error| error.text(t))
    }
}

impl SecretLine {
    /// When it ends.
    pub fn ends(&self, t: &Texts) -> String {
        if self.ends_soon { t.admin_secret_soon(&self.until) } else { t.admin_secret_until(&self.until) }
    }

    /// When it was last used.
    pub fn last_used(&self, t: &Texts) -> String {
        self.used.as_ref().map_or_else(|| t.admin_secret_unused(), |when| t.admin_secret_used(when))
    }

    /// The class of its dot.
    pub const fn dot(&self) -> &'static str {
        if self.ends_soon { "warn" } else { "ok" }
    }
}

impl Secrets {
    /// The secret that is shown this once.
    pub fn new_secret(&self) -> Option<&str> {
        match self {
            Self::Kept { new, .. } => new.as_deref(),
            Self::Public => None,
        }
    }

    /// What stands where the secret would: hidden, missing, or not needed.
    pub fn hint(&self, t: &Texts) -> String {
        match self {
            Self::Public => t.admin_app_secret_public(),
            Self::Kept { lines, .. } if lines.is_empty() => t.admin_app_secret_none(),
            Self::Kept { .. } => t.admin_app_secret_hidden(),
        }
    }

    /// The secrets that work.
    pub fn lines(&self) -> &[SecretLine] {
        match self {
            Self::Kept { lines, .. } => lines,
            Self::Public => &[],
        }
    }

    /// The form for another one; `None` for an application that keeps none.
    pub const fn form(&self) -> Option<&SecretForm> {
        match self {
            Self::Kept { form, .. } => Some(form),
            Self::Public => None,
        }
    }

    /// True when there is room for another one.
    pub fn has_room(&self) -> bool {
        self.lines().len() < service::app_secrets::MOST_SECRETS
    }

    /// The first of two that work, of which one ends soon.
    pub(super) fn sample(new: Option<&str>, count: usize) -> Self {
        let line = |hint: &str, description: &str, used: Option<&str>| SecretLine {
            id: "s1".to_owned(),
            hint: hint.to_owned(),
            description: description.to_owned(),
            created: "23 november 2026".to_owned(),
            until: "23 mei 2027".to_owned(),
            ends_soon: used.is_some(),
            used: used.map(str::to_owned),
        };
        let mut lines =
            vec![line("mW3k", "", None), line("Yq7B", "Server <b>2</b>", Some("23 nov 2026, 08:41"))];
        lines.truncate(count);
        let form =
            SecretForm { description: String::new(), months: 6, choices: vec![1, 3, 6, 12, 24], error: None };
        Self::Kept { new: new.map(str::to_owned), lines, form }
    }
}
