use askama::Template;
use model::{AppKind, Assignment, Locale};
use text::Texts;

use super::shell::{Entry, Shell};

/// Registering an application; posts to `/admin/applications` as `name`, `kind` (`confidential` or `public`),
/// `addresses`, `logout_addresses`, `who` (`everyone` or `assigned`).
#[derive(Template, Clone)]
#[template(path = "admin/application_new.html")]
pub struct ApplicationNew {
    /// What surrounds the page.
    pub shell: Shell,
    /// What was typed, to be shown again.
    pub form: ApplicationForm,
    /// What was wrong.
    pub error: Option<AppError>,
}

/// What is typed about an application.
#[derive(Debug, Clone)]
pub struct ApplicationForm {
    /// What people call it.
    pub name: String,
    /// Whether it keeps a secret.
    pub kind: AppKind,
    /// Return addresses, one per line.
    pub addresses: String,
    /// Addresses after signing out, one per line.
    pub logout_addresses: String,
    /// Who may sign in.
    pub who: Assignment,
}

/// What was wrong with what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppError {
    /// The name is empty or too long.
    Name,
    /// There is no return address.
    AddressMissing,
    /// This cannot be a return address.
    Address(String),
    /// This cannot be an address after signing out.
    LogoutAddress(String),
}

impl AppError {
    /// The field it is about.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::AddressMissing | Self::Address(_) => "addresses",
            Self::LogoutAddress(_) => "logout_addresses",
        }
    }

    /// What to do.
    pub fn text(&self, t: &Texts) -> String {
        match self {
            Self::Name => t.admin_error_app_name(),
            Self::AddressMissing => t.admin_error_address_missing(),
            Self::Address(address) | Self::LogoutAddress(address) => t.admin_error_address(address),
        }
    }
}

impl Default for ApplicationForm {
    fn default() -> Self {
        Self {
            name: String::new(),
            kind: AppKind::Confidential,
            addresses: String::new(),
            logout_addresses: String::new(),
            who: Assignment::Everyone,
        }
    }
}

impl ApplicationForm {
    /// True for a public application.
    pub fn is_public(&self) -> bool {
        self.kind == AppKind::Public
    }

    /// True when only named people may sign in.
    pub fn is_for_named(&self) -> bool {
        self.who == Assignment::Assigned
    }
}

impl ApplicationNew {
    /// The error of a field.
    pub fn error_at(&self, field: &str) -> Option<String> {
        self.error.as_ref().filter(|error| error.field() == field).map(|error| error.text(self.shell.texts))
    }

    /// An empty form, and one with something wrong.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let empty = Self {
            shell: Shell::sample(locale, Entry::Applications),
            form: ApplicationForm::default(),
            error: None,
        };
        let address = "http://cloud.example.org/\"><script>".to_owned();
        let wrong = Self {
            form: ApplicationForm {
                name: "Nextcloud</textarea>".to_owned(),
                kind: AppKind::Public,
                addresses: format!("https://cloud.example.org/code\n{address}</textarea>"),
                who: Assignment::Assigned,
                ..ApplicationForm::default()
            },
            error: Some(AppError::Address(address)),
            ..empty.clone()
        };
        vec![("admin-application-new", empty), ("admin-application-new-wrong", wrong)]
    }
}
