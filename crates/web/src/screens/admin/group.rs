use askama::Template;
use model::{Locale, Membership, Role};
use text::Texts;

use super::application::NamedPerson;
use super::done::Done;
use super::group_new::{GroupError, GroupForm};
use super::groups::membership_text;
use super::shell::{Entry, Shell};
use super::words;

/// One group: who is in it, what that gives, and what can be done with it.
#[derive(Template, Clone)]
#[template(path = "admin/group.html")]
pub struct Group {
    /// What surrounds the page.
    pub shell: Shell,
    /// The id in the address.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// When it was made.
    pub created: String,
    /// Where it comes from, as a directory server calls it.
    pub synced_as: Option<String>,
    /// True when it may carry roles.
    pub carries_roles: bool,
    /// Who decides who is in it.
    pub membership: Membership,
    /// Set for one that was deleted.
    pub deleted: Option<Deleted>,
    /// People in it itself, by name.
    pub people: Vec<NamedPerson>,
    /// True when there are more people than are shown.
    pub is_cut: bool,
    /// Groups in it itself, by name.
    pub nested: Vec<Named>,
    /// What came of adding somebody.
    pub adding: Adding,
    /// Whom a rule that was typed fits.
    pub preview: Option<Previewed>,
    /// What came of adding many people.
    pub importing: Importing,
    /// Who looks after it.
    pub owners: Vec<NamedPerson>,
    /// What was wrong with the owner that was typed.
    pub owner_error: Option<String>,
    /// The groups that it is in.
    pub inside: Vec<Named>,
    /// The policies that leave out whoever is in it; a reader who may not open them reads their names.
    pub left_out_of: Vec<Named>,
    /// The applications that it gives access to.
    pub apps: Vec<Named>,
    /// The roles that it carries.
    pub roles: Vec<Role>,
    /// The roles that it can be given.
    pub roles_to_give: Vec<Role>,
    /// Name and description as they are, or as they were typed when something was wrong.
    pub form: GroupForm,
    /// What was wrong with them.
    pub error: Option<GroupError>,
    /// What the reader may do.
    pub may: MayGroup,
}

/// What the reader may do with a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MayGroup {
    /// Change it and who is in it.
    pub manage: bool,
    /// Give it roles.
    pub roles: bool,
    /// Open applications.
    pub apps: bool,
    /// Take the people in it out in a file.
    pub export: bool,
}

/// When a group was deleted.
#[derive(Debug, Clone)]
pub struct Deleted {
    /// When.
    pub when: String,
    /// For how many more days it can be restored.
    pub days: i64,
}

/// Something with a page of its own.
#[derive(Debug, Clone)]
pub struct Named {
    /// The id in its address.
    pub id: String,
    /// What it is called.
    pub name: String,
}

/// What came of adding many people.
#[derive(Debug, Clone, Default)]
pub struct Importing {
    /// What stands in the field.
    pub text: String,
    /// How many were added, and how many were there.
    pub done: Option<(usize, usize)>,
    /// Lines that are nobody, by their number.
    pub unknown: Vec<(usize, String)>,
    /// What was wrong with the lines.
    pub error: Option<String>,
}

/// Whom a rule fits.
#[derive(Debug, Clone)]
pub struct Previewed {
    /// The rule as it was typed.
    pub rule: String,
    /// How many it fits.
    pub count: usize,
    /// The first of them.
    pub people: Vec<NamedPerson>,
}

/// What came of adding somebody.
#[derive(Debug, Clone, Default)]
pub struct Adding {
    /// What was typed.
    pub typed: String,
    /// What was wrong with it.
    pub error: Option<AddError>,
    /// People who fit.
    pub people: Vec<NamedPerson>,
    /// Groups that fit.
    pub groups: Vec<Named>,
}

/// Why something cannot be put in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddError {
    /// Nobody and nothing fits.
    Nobody,
    /// It is there already.
    Already,
    /// The other group contains this one.
    Circle,
    /// Too deep.
    Depth,
    /// Too many.
    Breadth,
    /// Only people.
    Nesting,
}

impl AddError {
    /// Reads the word of a fault.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "member" => Self::Already,
            "circle" => Self::Circle,
            "depth" => Self::Depth,
            "breadth" => Self::Breadth,
            "nesting" => Self::Nesting,
            _ => return None,
        })
    }

    fn text(self, t: &Texts, typed: &str) -> String {
        match self {
            Self::Nobody => t.groups_error_nobody(typed),
            Self::Already => t.groups_error_member(),
            Self::Circle => t.groups_error_circle(),
            Self::Depth => t.groups_error_depth(),
            Self::Breadth => t.groups_error_breadth(),
            Self::Nesting => t.groups_error_nesting(),
        }
    }
}

impl Group {
    /// The error of a field.
    pub fn error_at(&self, field: &str) -> Option<String> {
        self.error.as_ref().filter(|error| error.field() == field).map(|error| error.text(self.shell.texts))
    }

    /// What was wrong with whom or what was to be added.
    pub fn adding_error(&self) -> Option<String> {
        self.adding.error.map(|error| error.text(self.shell.texts, &self.adding.typed))
    }

    /// True when several fit.
    pub fn is_choosing(&self) -> bool {
        !self.adding.people.is_empty() || !self.adding.groups.is_empty()
    }

    /// Who decides who is in it, and whether it may carry roles.
    pub fn kind(&self) -> String {
        let t = self.shell.texts;
        let membership = membership_text(t, &self.membership);
        if self.carries_roles { format!("{membership}, {}", t.groups_kind_roles()) } else { membership }
    }

    /// What stands in the field of the rule.
    pub fn typed_rule(&self) -> &str {
        self.preview.as_ref().map_or(&self.form.rule, |preview| &preview.rule)
    }

    /// True while the rule does nothing.
    pub fn is_paused(&self) -> bool {
        matches!(self.membership, Membership::ByRule { is_paused: true, .. })
    }

    /// True when somebody adds and removes.
    pub fn is_assigned(&self) -> bool {
        self.membership == Membership::Assigned
    }

    /// True when the reader may open policies.
    pub fn opens_policies(&self) -> bool {
        self.shell.opens.contains(&Entry::Policies)
    }

    /// True when being in it gives nothing.
    pub fn gives_nothing(&self) -> bool {
        self.inside.is_empty() && self.apps.is_empty() && self.roles.is_empty()
    }

    /// Roles by id, with what they are called.
    pub fn called(&self, roles: &[Role]) -> Vec<(String, String)> {
        words::roles(self.shell.texts, roles)
    }

    /// With members, empty, one that carries roles, one that is deleted, and while somebody is added.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let full = sample(locale);
        let empty = Self {
            people: vec![],
            nested: vec![],
            owners: vec![],
            inside: vec![],
            left_out_of: vec![],
            apps: vec![],
            description: String::new(),
            ..full.clone()
        };
        let roles = Self {
            shell: full.shell.clone().after(Done::GroupMemberAdded),
            carries_roles: true,
            nested: vec![],
            inside: vec![],
            left_out_of: vec![],
            roles: vec![Role::GlobalAdministrator, Role::ReportsReader],
            roles_to_give: vec![Role::UserAdministrator],
            ..full.clone()
        };
        let deleted = Deleted { when: "23 nov 2026, 08:41".to_owned(), days: 12 };
        let deleted = Self { deleted: Some(deleted), ..full.clone() };
        let adding = Adding {
            typed: "pi".to_owned(),
            error: None,
            people: full.people.clone(),
            groups: full.nested.clone(),
        };
        let choosing = Self { adding, ..full.clone() };
        let wrong = Adding {
            typed: "\"><b>".to_owned(),
            error: Some(AddError::Nobody),
            people: vec![],
            groups: vec![],
        };
        let wrong = Self { adding: wrong, error: Some(GroupError::Name), ..full.clone() };
        let rule = |is_paused| Membership::ByRule { rule: "user.mail -ne null".to_owned(), is_paused };
        let by_rule = Self { membership: rule(false), ..full.clone() };
        let preview = Previewed {
            rule: "user.displayName -contains \"<b>\"".to_owned(),
            count: 70,
            people: full.people.clone(),
        };
        let previewed = Self { membership: rule(true), preview: Some(preview), ..full.clone() };
        let importing = Importing {
            text: "kees@devries.nl\n".to_owned(),
            done: Some((1, 2)),
            unknown: vec![(4, "kees\"><b>".to_owned())],
            error: None,
        };
        let imported = Self { importing, ..full.clone() };
        let reader = Self { may: MayGroup::default(), ..full.clone() };
        vec![
            ("admin-group", full),
            ("admin-group-empty", empty),
            ("admin-group-roles", roles),
            ("admin-group-deleted", deleted),
            ("admin-group-choosing", choosing),
            ("admin-group-wrong", wrong),
            ("admin-group-by-rule", by_rule),
            ("admin-group-previewed", previewed),
            ("admin-group-imported", imported),
            ("admin-group-reader", reader),
        ]
    }
}

fn sample(locale: Locale) -> Group {
    let person = |name: &str| NamedPerson {
        id: "7f000001-0000-4000-8000-000000000002".to_owned(),
        name: name.to_owned(),
        user_name: format!("{}@devries.nl", name.split(' ').next().unwrap_or("").to_lowercase()),
    };
    let named =
        |name: &str| Named { id: "7f000001-0000-4000-8000-000000000003".to_owned(), name: name.to_owned() };
    Group {
        shell: Shell::sample(locale, Entry::Groups),
        id: "7f000001-0000-4000-8000-000000000001".to_owned(),
        name: "Wiki <b>readers".to_owned(),
        description: "Everybody who reads the wiki".to_owned(),
        created: "23 November 2026, 08:41".to_owned(),
        synced_as: None,
        carries_roles: false,
        membership: Membership::Assigned,
        deleted: None,
        people: vec![person("Anna van den Berg-Hoogeveen"), person("Piet <i>Bakker")],
        is_cut: true,
        nested: vec![named("Trainees")],
        adding: Adding::default(),
        preview: None,
        importing: Importing::default(),
        owners: vec![person("Marieke de Vries")],
        owner_error: None,
        inside: vec![named("Everyone in the house")],
        left_out_of: vec![named("Two steps <b>outside")],
        apps: vec![named("Nextcloud")],
        roles: vec![],
        roles_to_give: vec![],
        form: GroupForm { name: "Wiki <b>readers".to_owned(), ..GroupForm::default() },
        error: None,
        may: MayGroup { manage: true, roles: true, apps: true, export: true },
    }
}
