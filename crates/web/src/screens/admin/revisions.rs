use askama::Template;
use model::Locale;
use text::Texts;

use super::audit::ChangeLine;
use super::policy::trials;
use super::shell::{Entry, Shell};

/// How much of what is otherwise a list says of one revision.
const SAID: usize = 3;

/// Conditional access > Revisions.
#[derive(Template, Clone)]
#[template(path = "admin/revisions.html")]
pub struct Revisions {
    /// What surrounds the page.
    pub shell: Shell,
    /// One page of revisions, newest first.
    pub lines: Vec<RevisionLine>,
    /// Where the next page is.
    pub more: Option<String>,
}

/// A revision in the list.
#[derive(Debug, Clone)]
pub struct RevisionLine {
    /// The id in the address.
    pub id: String,
    /// When it was made.
    pub when: String,
    /// Who made it.
    pub by: String,
    /// What is otherwise than in the one before, in words.
    pub altered: Vec<String>,
    /// What became of it, where it was on trial.
    pub trial: Option<String>,
    /// True for the one in force.
    pub is_head: bool,
}

/// One revision beside another.
#[derive(Template, Clone)]
#[template(path = "admin/revision.html")]
pub struct RevisionPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The revision as lists show it.
    pub line: RevisionLine,
    /// Its audit record, for who may read it.
    pub record: Option<String>,
    /// With which other one it can be compared: the value, what it says, and whether it is chosen.
    pub others: Vec<(String, String, bool)>,
    /// When the older of the two was made; nothing where there is none before.
    pub old: Option<String>,
    /// When the newer one was made.
    pub new: String,
    /// What is otherwise.
    pub differences: Vec<DifferencePanel>,
    /// True where one may go back to it.
    pub may_restore: bool,
}

/// One thing that is otherwise.
#[derive(Debug, Clone)]
pub struct DifferencePanel {
    /// What, in words.
    pub title: String,
    /// What each side says in words.
    pub said: Vec<ChangeLine>,
    /// What each side says as it is kept.
    pub kept: Vec<ChangeLine>,
}

/// Asks once more before the policies of a revision count again, and says why they do not.
#[derive(Template, Clone)]
#[template(path = "admin/revision_restore.html")]
pub struct RevisionRestore {
    /// What surrounds the page.
    pub shell: Shell,
    /// The id in the address.
    pub id: String,
    /// When it was made.
    pub when: String,
    /// What would be otherwise than now; empty where nothing would be.
    pub altered: Vec<String>,
    /// Who was left out then until a day that is over, and stays in.
    pub ended: Vec<String>,
    /// The revision that was looked at.
    pub seen: String,
    /// The minutes that it would be on trial, as they were sent; empty for none.
    pub trial: String,
    /// Why it was not done.
    pub problem: Option<String>,
    /// Where it stands what somebody else changed meanwhile.
    pub changed: Option<String>,
}

impl RevisionLine {
    /// The first of what is otherwise, one on each line, and how much more there is.
    pub fn said(&self, t: &Texts) -> String {
        let mut lines: Vec<String> = self.altered.iter().take(SAID).cloned().collect();
        let more = self.altered.len() - lines.len();
        if more > 0 {
            lines.push(t.revisions_and_more(more));
        }
        lines.join("\n")
    }

    /// Everything that is otherwise, one on each line.
    pub fn all(&self) -> String {
        self.altered.join("\n")
    }

    fn sample(t: &Texts) -> Self {
        Self {
            id: "7f000001-0000-4000-8000-0000000000ff".to_owned(),
            when: "23 nov 2026, 08:41".to_owned(),
            by: "Anna <b>de Vries".to_owned(),
            altered: vec![
                t.revisions_policy_changed("Two steps <b>outside"),
                t.revisions_location_added("Office <i>"),
                t.revisions_policy_on("Old programs"),
                t.revisions_methods(),
            ],
            trial: Some(t.revisions_outcome_running("23 nov 2026, 09:10")),
            is_head: true,
        }
    }
}

impl Revisions {
    /// Several, with a page after it.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let t = text::of(locale);
        let head = RevisionLine::sample(t);
        let before = RevisionLine {
            by: t.revisions_by_nobody(),
            altered: vec![t.revisions_trial_confirmed()],
            trial: None,
            is_head: false,
            ..head.clone()
        };
        let first =
            RevisionLine { altered: vec![], trial: Some(t.revisions_outcome_lapsed()), ..before.clone() };
        let list = Self {
            shell: Shell::sample(locale, Entry::Revisions).on_trial(),
            lines: vec![head, before, first],
            more: Some("/admin/conditional-access/revisions?after=x".to_owned()),
        };
        vec![("admin-revisions", list)]
    }
}

impl RevisionPage {
    /// What stands above the older one.
    pub fn before(&self) -> String {
        self.old.clone().unwrap_or_else(|| self.shell.texts.audit_detail_old())
    }

    /// With differences, and the first of all, which only read.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let t = text::of(locale);
        let line = |property: String, old: &str, new: &str| ChangeLine {
            property,
            old: old.to_owned(),
            new: new.to_owned(),
        };
        let policy = DifferencePanel {
            title: t.revisions_policy_changed("Two steps <b>outside"),
            said: vec![line(t.policies_part_grant(), &t.policies_grant_mfa(), &t.policies_grant_block())],
            kept: vec![line("grantControls.builtInControls<i>".to_owned(), "mfa", "block")],
        };
        let methods = DifferencePanel {
            title: t.revisions_methods(),
            said: vec![],
            kept: vec![line("methods.fido2.enabled".to_owned(), "", &t.admin_yes())],
        };
        let other = |value: &str, text: String, is_chosen| (value.to_owned(), text, is_chosen);
        let page = Self {
            shell: Shell::sample(locale, Entry::Revisions),
            line: RevisionLine { is_head: false, ..RevisionLine::sample(t) },
            record: Some("7f000001-0000-4000-8000-0000000000aa".to_owned()),
            others: vec![
                other("before", t.revisions_with_before(), true),
                other("now", t.revisions_with_head(), false),
                other("7f000001-0000-4000-8000-0000000000fe", "22 nov 2026, 10:00 · <b>".to_owned(), false),
            ],
            old: Some("22 nov 2026, 10:00".to_owned()),
            new: "23 nov 2026, 08:41".to_owned(),
            differences: vec![policy, methods],
            may_restore: true,
        };
        let first = Self {
            line: RevisionLine { altered: vec![], trial: None, is_head: true, ..page.line.clone() },
            record: None,
            old: None,
            differences: vec![],
            may_restore: false,
            ..page.clone()
        };
        vec![("admin-revision", page), ("admin-revision-first", first)]
    }
}

impl RevisionRestore {
    /// The trials that are offered.
    pub fn trials(&self) -> Vec<(&'static str, String, bool)> {
        trials(self.shell.texts, &self.trial)
    }

    /// Asked, refused, and with nothing to do.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let t = text::of(locale);
        let line = RevisionLine::sample(t);
        let asked = Self {
            shell: Shell::sample(locale, Entry::Revisions),
            id: line.id.clone(),
            when: line.when,
            altered: line.altered,
            ended: vec![t.revisions_ended_one("Piet <i>Bakker", "Two steps <b>outside")],
            seen: line.id.clone(),
            trial: String::new(),
            problem: None,
            changed: None,
        };
        let refused = Self {
            problem: Some(t.revisions_problem_meanwhile()),
            changed: Some("/admin/conditional-access/revisions/1?with=2".to_owned()),
            ..asked.clone()
        };
        let same = Self { altered: vec![], ..asked.clone() };
        vec![
            ("admin-revision-restore", asked),
            ("admin-revision-refused", refused),
            ("admin-revision-same", same),
        ]
    }
}
