use askama::Template;
use model::{Locale, Role};
use text::Texts;

use super::shell::{self, Entry, Shell};
use super::words;

/// Adding a person; posts to `/admin/users` as `display`, `name`, `mail`, `locale`, `role`, `delivery`.
#[derive(Template, Clone)]
#[template(path = "admin/person_new.html")]
pub struct PersonNew {
    /// What surrounds the page.
    pub shell: Shell,
    /// The organisation's domain, for the example.
    pub domain: String,
    /// What was typed, to be shown again.
    pub form: PersonForm,
    /// The roles that the reader may give; empty hides the field.
    pub roles: Vec<Role>,
    /// True when mail is delivered.
    pub mail_works: bool,
    /// What was wrong.
    pub error: Option<PersonError>,
}

/// What is typed.
#[derive(Debug, Clone, Default)]
pub struct PersonForm {
    /// How the person is called.
    pub display: String,
    /// The name to sign in with.
    pub name: String,
    /// Where mail goes.
    pub mail: String,
    /// The language; `None` is the browser's.
    pub locale: Option<Locale>,
    /// The role, if any.
    pub role: Option<Role>,
    /// True for a mail, false for a link to hand over.
    pub by_mail: bool,
    /// True for a guest.
    pub is_guest: bool,
}

/// What was wrong with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonError {
    /// The display name is empty or too long.
    Display,
    /// The user name cannot be one.
    Name,
    /// Somebody has the user name.
    NameTaken,
    /// The mail address cannot be one.
    Mail,
    /// A mail is wanted and there is no address.
    MailMissing,
    /// The reader may not give the role.
    Role,
}

impl PersonError {
    /// The field it is about.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Display => "display",
            Self::Name | Self::NameTaken => "name",
            Self::Mail | Self::MailMissing => "mail",
            Self::Role => "role",
        }
    }

    /// What to do.
    pub fn text(self, t: &Texts) -> String {
        match self {
            Self::Display => t.admin_error_display(),
            Self::Name => t.admin_error_name(),
            Self::NameTaken => t.admin_error_name_taken(),
            Self::Mail => t.admin_error_mail(),
            Self::MailMissing => t.admin_error_mail_missing(),
            Self::Role => t.admin_error_role(),
        }
    }
}

impl PersonNew {
    /// What the page is called.
    pub fn title(&self) -> String {
        let t = self.shell.texts;
        if self.form.is_guest { t.guests_add_title() } else { t.admin_add_title() }
    }

    /// The list that it leads back to.
    pub fn list(&self) -> (String, String) {
        let t = self.shell.texts;
        let (entry, title) = match self.form.is_guest {
            true => (Entry::Guests, t.guests_title()),
            false => (Entry::ActiveUsers, t.admin_users_title()),
        };
        (self.shell.to(entry), title)
    }

    /// The error of a field.
    pub fn error_at(&self, field: &str) -> Option<String> {
        self.error.filter(|error| error.field() == field).map(|error| error.text(self.shell.texts))
    }

    /// The roles with their ids and names, and whether each is chosen.
    pub fn role_choices(&self) -> Vec<(String, String, bool)> {
        let chosen = self.form.role.map(|role| role.id().to_string());
        let choice = |(id, name): (String, String)| {
            let is_chosen = chosen.as_ref() == Some(&id);
            (id, name, is_chosen)
        };
        words::roles(self.shell.texts, &self.roles).into_iter().map(choice).collect()
    }

    /// The languages with their tags and own names, and whether each is chosen.
    pub fn locale_choices(&self) -> Vec<(&'static str, &'static str, bool)> {
        Locale::ALL
            .map(|locale| (locale.tag(), shell::language(locale), self.form.locale == Some(locale)))
            .to_vec()
    }

    /// An empty form, and one with something wrong.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let empty = Self {
            shell: Shell::sample(locale, Entry::ActiveUsers),
            domain: "devries.nl".to_owned(),
            form: PersonForm { locale: Some(locale), by_mail: true, ..PersonForm::default() },
            roles: vec![Role::GlobalAdministrator, Role::UserAdministrator, Role::SecurityReader],
            mail_works: true,
            error: None,
        };
        let wrong = Self {
            form: PersonForm {
                display: "Anna \"<b>de Vries".to_owned(),
                name: "anna@devries.nl".to_owned(),
                role: Some(Role::UserAdministrator),
                by_mail: false,
                ..empty.form.clone()
            },
            mail_works: false,
            error: Some(PersonError::NameTaken),
            ..empty.clone()
        };
        let guest = Self { form: PersonForm { is_guest: true, ..empty.form.clone() }, ..empty.clone() };
        vec![("admin-user-new", empty), ("admin-user-new-wrong", wrong), ("admin-guest-new", guest)]
    }
}
