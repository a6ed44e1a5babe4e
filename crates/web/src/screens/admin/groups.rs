use askama::Template;
use model::{Locale, Membership};
use service::groups::Weight;
use text::Texts;

use super::done::Done;
use super::shell::{Entry, Shell};

/// Groups, by name.
#[derive(Template, Clone)]
#[template(path = "admin/groups.html")]
pub struct Groups {
    /// What surrounds the page.
    pub shell: Shell,
    /// How many groups there are in all.
    pub total: u32,
    /// What their names begin with.
    pub query: String,
    /// One page of groups, by name.
    pub lines: Vec<GroupLine>,
    /// Where the next page is.
    pub more: Option<String>,
    /// True when the reader may make groups.
    pub may_add: bool,
}

/// A group in the list.
#[derive(Debug, Clone)]
pub struct GroupLine {
    /// The id in the address.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// How many people and groups are in it itself; `None` for more than are counted.
    pub members: Option<u32>,
    /// Who decides who is in it.
    pub membership: Membership,
    /// What being in it gives.
    pub weight: Weight,
}

/// Groups that can be restored.
#[derive(Template, Clone)]
#[template(path = "admin/groups_deleted.html")]
pub struct GroupsDeleted {
    /// What surrounds the page.
    pub shell: Shell,
    /// The groups, the one that goes first in front.
    pub lines: Vec<DeletedGroupLine>,
}

/// A deleted group in the list.
#[derive(Debug, Clone)]
pub struct DeletedGroupLine {
    /// The id in the address.
    pub id: String,
    /// What people called it.
    pub name: String,
    /// When it was deleted.
    pub when: String,
    /// For how many more days it can be restored.
    pub days: i64,
}

/// Who decides who is in a group, in words.
pub(crate) fn membership_text(t: &Texts, membership: &Membership) -> String {
    match membership {
        Membership::Assigned => t.groups_assigned(),
        Membership::ByRule { is_paused: false, .. } => t.groups_by_rule(),
        Membership::ByRule { is_paused: true, .. } => t.groups_rule_paused(),
    }
}

impl GroupLine {
    /// How many are in it.
    pub fn members_text(&self, shell: &Shell) -> String {
        self.members.map_or_else(|| shell.texts.groups_members_many(), |members| shell.number(&members))
    }

    /// Who decides who is in it.
    pub fn kind(&self, t: &Texts) -> String {
        membership_text(t, &self.membership)
    }

    /// What being in it gives; `None` for nothing.
    pub fn gives(&self, t: &Texts) -> Option<String> {
        match self.weight {
            Weight::Plain => None,
            Weight::Access => Some(t.groups_gives_access()),
            Weight::Roles => Some(t.groups_gives_roles()),
        }
    }
}

impl Groups {
    /// A list, nothing found, none there.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shell = Shell::sample(locale, Entry::Groups);
        let line = |name: &str, members, membership, weight| GroupLine {
            id: "7f000001-0000-4000-8000-000000000001".to_owned(),
            name: name.to_owned(),
            members,
            membership,
            weight,
        };
        let rule = |is_paused| Membership::ByRule { rule: String::new(), is_paused };
        let list = Self {
            shell: shell.clone(),
            total: 5,
            query: String::new(),
            lines: vec![
                line("<script>alert('x')</script>", Some(0), Membership::Assigned, Weight::Plain),
                line("Administrators on call", Some(3), Membership::Assigned, Weight::Roles),
                line("Everyone in the Netherlands", None, rule(false), Weight::Access),
                line("Sales", Some(41), rule(true), Weight::Plain),
                line("Wiki readers", Some(12), Membership::Assigned, Weight::Access),
            ],
            more: Some("/admin/groups?after=x".to_owned()),
            may_add: true,
        };
        let nothing = Self { query: "zz\"<b>".to_owned(), lines: vec![], more: None, ..list.clone() };
        let empty =
            Self { shell: shell.after(Done::GroupPurged), total: 0, query: String::new(), ..nothing.clone() };
        vec![("admin-groups", list), ("admin-groups-nothing", nothing), ("admin-groups-empty", empty)]
    }
}

impl GroupsDeleted {
    /// Some, and none.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shell = Shell::sample(locale, Entry::Groups);
        let line = |name: &str, days| DeletedGroupLine {
            id: "7f000001-0000-4000-8000-000000000001".to_owned(),
            name: name.to_owned(),
            when: "23 nov 2026, 08:41".to_owned(),
            days,
        };
        let some =
            Self { shell: shell.clone(), lines: vec![line("Old <b>project", 1), line("Trainees", 29)] };
        let none = Self { lines: vec![], ..some.clone() };
        vec![("admin-groups-deleted", some), ("admin-groups-deleted-none", none)]
    }
}
