use askama::Template;
use model::{Locale, Role, UserAction};
use policy::statement::Proven;
use service::conditional_access::Extent;
use text::Texts;

use super::shell::{Entry, Shell};
use super::words;
use crate::screens::statement_words::proven;

/// Policy tests: each in a sentence with whether it holds, and a form for one more, which posts to itself.
#[derive(Template, Clone)]
#[template(path = "admin/policy_tests.html")]
pub struct PolicyTests {
    /// What surrounds the page.
    pub shell: Shell,
    /// The tests.
    pub lines: Vec<TestLine>,
    /// What is typed and chosen in the form.
    pub form: TestForm,
    /// Groups that can be chosen: the id and the name.
    pub groups: Vec<(String, String)>,
    /// Applications that can be chosen.
    pub applications: Vec<(String, String)>,
    /// Named locations that can be chosen.
    pub places: Vec<(String, String)>,
    /// What was wrong.
    pub error: Option<TestError>,
    /// True when the reader may change tests.
    pub may_change: bool,
}

/// A test in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestLine {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it says, in a sentence.
    pub says: String,
    /// What shows that it does not hold, in a sentence.
    pub example: Option<String>,
    /// The address of What If that asks about that sign-in, where it can be asked.
    pub ask: Option<String>,
    /// How far it was looked at.
    pub extent: Extent,
    /// True when what it is about is gone.
    pub is_empty: bool,
}

impl TestLine {
    /// How it is, in words.
    pub fn state(&self, t: &Texts) -> String {
        match (&self.example, self.is_empty, self.extent) {
            (Some(_), _, _) => t.tests_broken(),
            (None, true, _) => t.tests_says_nothing(),
            (None, false, Extent::Whole) => t.tests_holds(),
            (None, false, Extent::SomePeople) => t.tests_some_people(),
            (None, false, Extent::CutShort) => t.tests_cut_short(),
            (None, false, Extent::Underway) => t.tests_underway(),
        }
    }

    /// How it is, as a class of the dot.
    pub const fn dot(&self) -> &'static str {
        match (&self.example, self.is_empty, self.extent) {
            (Some(_), _, _) => "stop",
            (None, false, Extent::Whole) => "ok",
            (None, _, _) => "warn",
        }
    }
}

/// A test as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TestForm {
    /// What it is called.
    pub name: String,
    /// Who: a word, or `role:` or `group:` with an id.
    pub whom: String,
    /// The name of one person.
    pub person: String,
    /// What: nothing, an id, or the word of an action.
    pub open: String,
    /// From where: nothing, `untrusted`, or `at:` or `outside:` with an id.
    pub whence: String,
    /// What must be so: `without:` or `always:` with what is proven, or `never`.
    pub rule: String,
}

/// What was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestError {
    /// It has no name.
    Name,
    /// There is nobody of that name.
    Person,
    /// There are as many as there may be.
    TooMany,
}

type Choice = (String, String, bool);

impl PolicyTests {
    /// Who can be chosen.
    pub fn whom_choices(&self) -> Vec<Choice> {
        let t = self.shell.texts;
        let mut all = vec![
            ("everybody".to_owned(), t.tests_everybody()),
            ("members".to_owned(), t.tests_members()),
            ("guests".to_owned(), t.tests_guests()),
        ];
        let role = |role: Role| (format!("role:{role}"), t.tests_role(words::role(t, role)));
        let group = |(id, name): &(String, String)| (format!("group:{id}"), t.tests_group(name.as_str()));
        all.extend(self.groups.iter().map(group));
        all.extend(Role::ALL.into_iter().map(role));
        chosen(all, &self.form.whom)
    }

    /// What can be chosen to open.
    pub fn open_choices(&self) -> Vec<Choice> {
        let t = self.shell.texts;
        let mut all = vec![(String::new(), t.tests_anything())];
        all.extend(self.applications.iter().cloned());
        all.extend([
            (UserAction::RegisterSecurityInfo.word().to_owned(), t.admin_seen_security_info()),
            (UserAction::RegisterDevice.word().to_owned(), t.admin_seen_device()),
        ]);
        chosen(all, &self.form.open)
    }

    /// From where can be chosen.
    pub fn whence_choices(&self) -> Vec<Choice> {
        let t = self.shell.texts;
        let mut all =
            vec![(String::new(), t.tests_anywhere()), ("untrusted".to_owned(), t.tests_untrusted())];
        for (id, name) in &self.places {
            all.push((format!("outside:{id}"), t.tests_outside(name.as_str())));
            all.push((format!("at:{id}"), t.tests_at(name.as_str())));
        }
        chosen(all, &self.form.whence)
    }

    /// What can be chosen to be so.
    pub fn rule_choices(&self) -> Vec<Choice> {
        let t = self.shell.texts;
        let all = vec![
            ("without:secondStep".to_owned(), t.tests_choose_rule_without(proven(t, Proven::SecondStep))),
            (
                "without:phishingResistant".to_owned(),
                t.tests_choose_rule_without(proven(t, Proven::PhishingResistant)),
            ),
            ("never".to_owned(), t.tests_choose_rule_never()),
            (
                "always:phishingResistant".to_owned(),
                t.tests_choose_rule_always(proven(t, Proven::PhishingResistant)),
            ),
            ("always:secondStep".to_owned(), t.tests_choose_rule_always(proven(t, Proven::SecondStep))),
            ("always:password".to_owned(), t.tests_choose_rule_always(proven(t, Proven::Password))),
        ];
        chosen(all, &self.form.rule)
    }

    /// The error of a field.
    pub fn error_at(&self, field: &str) -> Option<String> {
        let t = self.shell.texts;
        match (self.error?, field) {
            (TestError::Name, "name") => Some(t.tests_error_name()),
            (TestError::TooMany, "name") => Some(t.tests_error_many()),
            (TestError::Person, "person") => Some(t.tests_error_person(self.form.person.as_str())),
            _ => None,
        }
    }

    /// None yet, some of each kind, for a reader alone, and something wrong.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let pair = |id: &str, name: &str| (id.to_owned(), name.to_owned());
        let line = |id: &str, name: &str, example: Option<&str>| TestLine {
            id: id.to_owned(),
            name: name.to_owned(),
            says: "Guests: never let in to Payroll from anywhere without a second step".to_owned(),
            example: example.map(str::to_owned),
            ask: example.map(|_| "/admin/conditional-access/what-if?person=piet".to_owned()),
            extent: Extent::Whole,
            is_empty: false,
        };
        let empty = Self {
            shell: Shell::sample(locale, Entry::PolicyTests),
            lines: vec![],
            form: TestForm::default(),
            groups: vec![pair("g", "<b>Staff")],
            applications: vec![pair("a", "\"><script>")],
            places: vec![pair("p", "Office")],
            error: None,
            may_change: true,
        };
        let gone = TestLine { is_empty: true, ..line("3", "Old office", None) };
        let so_far = |id: &str, name: &str, extent| TestLine { extent, ..line(id, name, None) };
        let some = Self {
            lines: vec![
                line("1", "Guests and <b>Payroll", Some("Piet <b>Bakker is let in to Payroll from Office.")),
                line("2", "Emergency account", None),
                gone,
                so_far("4", "Staff", Extent::SomePeople),
                so_far("5", "Everywhere", Extent::CutShort),
                so_far("6", "Just added", Extent::Underway),
            ],
            ..empty.clone()
        };
        let reader = Self { may_change: false, ..some.clone() };
        let form = TestForm { person: "\"><script>".to_owned(), ..TestForm::default() };
        let wrong = Self { error: Some(TestError::Person), form, ..some.clone() };
        vec![
            ("admin-policy-tests-empty", empty),
            ("admin-policy-tests", some),
            ("admin-policy-tests-reader", reader),
            ("admin-policy-tests-wrong", wrong),
        ]
    }
}

fn chosen(all: Vec<(String, String)>, now: &str) -> Vec<Choice> {
    all.into_iter().map(|(value, name)| (value.clone(), name, value == now)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_at_in_part_is_not_said_to_hold() {
        for locale in [Locale::En, Locale::Nl] {
            let t = text::of(locale);
            let samples = PolicyTests::samples(locale);
            let (_, some) = samples.iter().find(|(name, _)| *name == "admin-policy-tests").unwrap();
            let told: Vec<_> = some.lines.iter().map(|line| (line.dot(), line.state(t))).collect();
            assert_eq!(
                told,
                [
                    ("stop", t.tests_broken()),
                    ("ok", t.tests_holds()),
                    ("warn", t.tests_says_nothing()),
                    ("warn", t.tests_some_people()),
                    ("warn", t.tests_cut_short()),
                    ("warn", t.tests_underway()),
                ]
            );
        }
    }
}
