use askama::Template;
use model::Locale;
use policy::rule::RuleError;
use text::Texts;

use super::shell::{Entry, Shell};

/// Making a group.
#[derive(Template, Clone)]
#[template(path = "admin/group_new.html")]
pub struct GroupNew {
    /// What surrounds the page.
    pub shell: Shell,
    /// What was typed.
    pub form: GroupForm,
    /// What was wrong with it.
    pub error: Option<GroupError>,
    /// True when the reader may make groups that carry roles.
    pub may_carry_roles: bool,
}

/// What is typed about a group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupForm {
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// True for one that may carry roles.
    pub carries_roles: bool,
    /// The rule that fills it; empty for none.
    pub rule: String,
}

/// What was wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupError {
    /// No name, or too long a one.
    Name,
    /// Too long a description.
    Description,
    /// A rule that cannot be read.
    Rule(RuleError),
    /// One group too many that is filled by a rule.
    Rules,
    /// A rule for a group that may carry roles.
    RolesByRule,
}

impl GroupError {
    /// The field that it is at.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Description => "description",
            Self::Rule(_) | Self::Rules | Self::RolesByRule => "rule",
        }
    }

    /// What to do.
    pub fn text(&self, t: &Texts) -> String {
        match self {
            Self::Name => t.groups_error_name(),
            Self::Description => t.groups_error_description(),
            Self::Rule(error) => t.groups_error_rule(why(t, error)),
            Self::Rules => t.groups_error_rules(),
            Self::RolesByRule => t.groups_error_roles_by_rule(),
        }
    }
}

/// Why a rule cannot be read.
fn why(t: &Texts, error: &RuleError) -> String {
    match error {
        RuleError::TooLong => t.groups_rule_too_long(),
        RuleError::TooDeep => t.groups_rule_too_deep(),
        RuleError::Ends => t.groups_rule_ends(),
        RuleError::OpenText => t.groups_rule_open_text(),
        RuleError::Unexpected(word) => t.groups_rule_unexpected(word.as_str()),
    }
}

impl GroupNew {
    /// The error of a field.
    pub fn error_at(&self, field: &str) -> Option<String> {
        self.error.as_ref().filter(|error| error.field() == field).map(|error| error.text(self.shell.texts))
    }

    /// Empty, and with an error.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shell = Shell::sample(locale, Entry::Groups);
        let empty = Self { shell, form: GroupForm::default(), error: None, may_carry_roles: true };
        let form = GroupForm { description: "\"><script>".to_owned(), ..GroupForm::default() };
        let wrong = Self { form, error: Some(GroupError::Name), may_carry_roles: false, ..empty.clone() };
        let unreadable = GroupError::Rule(RuleError::Unexpected("<b>".to_owned()));
        let unreadable = Self { error: Some(unreadable), may_carry_roles: true, ..wrong.clone() };
        vec![
            ("admin-group-new", empty),
            ("admin-group-new-wrong", wrong),
            ("admin-group-new-rule-wrong", unreadable),
        ]
    }
}
