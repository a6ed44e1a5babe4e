use askama::Template;
use model::{Locale, Role};

use super::group::Named;
use super::shell::{Entry, Shell};
use super::words;

/// Every directory role.
#[derive(Template, Clone)]
#[template(path = "admin/roles.html")]
pub struct Roles {
    /// What surrounds the page.
    pub shell: Shell,
    /// The roles, in the order of the reference.
    pub lines: Vec<RoleLine>,
}

/// A role in the list.
#[derive(Debug, Clone)]
pub struct RoleLine {
    /// The role.
    pub role: Role,
    /// How many people were given it themselves; `None` for more than are counted.
    pub people: Option<u32>,
    /// How many groups carry it; the same.
    pub groups: Option<u32>,
}

/// One role, and who holds it.
#[derive(Template, Clone)]
#[template(path = "admin/role.html")]
pub struct RolePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The role.
    pub role: Role,
    /// The people who were given it themselves.
    pub people: Vec<HolderLine>,
    /// The groups that carry it.
    pub groups: Vec<Named>,
    /// Where the next people are.
    pub more: Option<String>,
}

/// A person who holds a role.
#[derive(Debug, Clone)]
pub struct HolderLine {
    /// The id in the address.
    pub id: String,
    /// How they are called.
    pub name: String,
    /// The name that they sign in with.
    pub user_name: String,
    /// The last day of the role, if it ends by itself.
    pub until: Option<String>,
}

impl RoleLine {
    /// The id in the address.
    pub fn id(&self) -> String {
        self.role.id().to_string()
    }

    /// What it is called.
    pub fn name(&self, shell: &Shell) -> String {
        words::role(shell.texts, self.role)
    }

    /// What it is for.
    pub fn about(&self, shell: &Shell) -> String {
        words::about_role(shell.texts, self.role)
    }

    /// Who holds it, in numbers; `None` for nobody.
    pub fn held(&self, shell: &Shell) -> Option<String> {
        let t = shell.texts;
        let people = match self.people {
            Some(0) => None,
            Some(people) => Some(t.roles_people(people)),
            None => Some(t.roles_people_many()),
        };
        let groups = match self.groups {
            Some(0) => None,
            Some(groups) => Some(t.groups_count(groups)),
            None => Some(t.roles_groups_many()),
        };
        let parts: Vec<_> = people.into_iter().chain(groups).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

impl RolePage {
    /// What it is called.
    pub fn name(&self) -> String {
        words::role(self.shell.texts, self.role)
    }

    /// What it is for.
    pub fn about(&self) -> String {
        words::about_role(self.shell.texts, self.role)
    }
}

impl Roles {
    /// Every role, some of them held.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shell = Shell::sample(locale, Entry::Roles);
        let line = |role| match role {
            Role::GlobalAdministrator => RoleLine { role, people: Some(2), groups: Some(1) },
            Role::HelpdeskAdministrator => RoleLine { role, people: None, groups: None },
            Role::GlobalReader => RoleLine { role, people: Some(1), groups: Some(0) },
            role => RoleLine { role, people: Some(0), groups: Some(0) },
        };
        vec![("admin-roles", Self { shell, lines: Role::ALL.into_iter().map(line).collect() })]
    }
}

impl RolePage {
    /// One that is held, and one that nobody holds.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shell = Shell::sample(locale, Entry::Roles);
        let holder = |name: &str, user_name: &str, until: Option<&str>| HolderLine {
            id: "7f000001-0000-4000-8000-000000000001".to_owned(),
            name: name.to_owned(),
            user_name: user_name.to_owned(),
            until: until.map(str::to_owned),
        };
        let held = Self {
            shell: shell.clone(),
            role: Role::GlobalReader,
            people: vec![
                holder("<i>Anna</i> de Vries", "anna@example.org", None),
                holder("An auditor", "auditor@example.org", Some("31 dec 2026")),
            ],
            groups: vec![Named {
                id: "7f000001-0000-4000-8000-000000000002".to_owned(),
                name: "Auditors \"2026\"".to_owned(),
            }],
            more: Some("/admin/roles/x?after=y".to_owned()),
        };
        let nobody = Self {
            role: Role::BillingAdministrator,
            people: vec![],
            groups: vec![],
            more: None,
            ..held.clone()
        };
        vec![("admin-role", held), ("admin-role-nobody", nobody)]
    }
}
