use askama::Template;
use model::{Locale, Role};

use super::shell::{Entry, Shell};
use super::words;

/// 403 inside the admin centre: to an administrator which role would be needed, to anybody else the way back.
#[derive(Template, Clone)]
#[template(path = "admin/not_allowed.html")]
pub struct NotAllowed {
    /// What surrounds the page.
    pub shell: Shell,
    /// The roles that would do, the smallest first.
    pub roles: Vec<Role>,
}

/// 404 inside the admin centre and `/my`.
#[derive(Template, Clone)]
#[template(path = "admin/missing.html")]
pub struct Missing {
    /// What surrounds the page.
    pub shell: Shell,
}

impl NotAllowed {
    /// What the roles are called.
    pub fn role_names(&self) -> Vec<String> {
        self.roles.iter().map(|role| words::role(self.shell.texts, *role)).collect()
    }

    /// What the page is called.
    pub fn title(&self) -> String {
        let t = self.shell.texts;
        let title = if self.shell.is_administrator() {
            t.admin_denied_title()
        } else {
            t.admin_denied_person_title()
        };
        title.to_string()
    }

    /// A refusal to an administrator, and one to somebody who is none.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let mut shell = Shell::sample(locale, Entry::Properties);
        shell.opens = vec![Entry::Home, Entry::SignIns];
        let roles = vec![Role::SecurityReader, Role::SecurityAdministrator, Role::GlobalAdministrator];
        let person = Self { shell: Shell { opens: vec![], ..shell.clone() }, roles: roles.clone() };
        vec![("admin-not-allowed", Self { shell, roles }), ("admin-not-allowed-person", person)]
    }
}

impl Missing {
    /// One page that is not there.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        vec![("admin-missing", Self { shell: Shell::sample(locale, Entry::Home) })]
    }
}
