use askama::Template;
use model::Locale;
use policy::State;
use service::conditional_access::PolicyProblem;
use text::Texts;

use super::exclusion::ExclusionLine;
use super::policies::PolicyState;
use super::policy_problem::NotSaved;
use super::shell::{Entry, Shell};
use crate::screens::PolicyPart;

/// One policy.
#[derive(Template, Clone)]
#[template(path = "admin/policy.html")]
pub struct PolicyPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The id in the address.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Whether it is enforced.
    pub state: PolicyState,
    /// What it says, as a sentence with `**` around what was chosen.
    pub sentence: String,
    /// Each part in full.
    pub parts: Vec<PolicyPart>,
    /// What was found about it.
    pub findings: Vec<FindingLine>,
    /// Whom it leaves out by name.
    pub exclusions: Vec<ExclusionLine>,
    /// When it was made.
    pub made: Option<String>,
    /// When it was changed.
    pub changed: Option<String>,
    /// True when the reader may write policies.
    pub may_change: bool,
    /// True where the plan has no policies.
    pub lacks_plan: bool,
    /// Where it is on: for how many people the old per-user switch is too, where the reader may switch it off.
    pub per_user_mfa: u32,
}

/// Something that was found about a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingLine {
    /// In words.
    pub text: String,
    /// True when it is to be mended before the policy can be on.
    pub is_error: bool,
}

/// Asks once more before something is done to a policy as a whole, and says why it was not.
#[derive(Template, Clone)]
#[template(path = "admin/policy_question.html")]
pub struct PolicyQuestion {
    /// What surrounds the page.
    pub shell: Shell,
    /// The id in the address.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What would be done.
    pub act: PolicyAct,
    /// The revision that was looked at.
    pub seen: String,
    /// The minutes that it would be on trial, as they were sent; empty for none.
    pub trial: String,
    /// Why it was not done.
    pub problem: Option<NotSaved>,
    /// Where it stands what somebody else changed meanwhile, without the root.
    pub changed: Option<String>,
}

/// What is done to a policy as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyAct {
    /// It is switched to this.
    Switch(State),
    /// It is deleted.
    Delete,
}

/// The word of a state in forms.
pub(crate) const fn state_word(state: State) -> &'static str {
    match state {
        State::On => "on",
        State::Off => "off",
        State::ReportOnly => "reportOnly",
    }
}

/// The trials that are offered: minutes as they are sent, what the list says, and whether it is chosen.
pub(crate) fn trials(t: &Texts, chosen: &str) -> Vec<(&'static str, String, bool)> {
    let offered = [
        ("", t.policies_trial_none()),
        ("10", t.policies_trial_minutes(10)),
        ("15", t.policies_trial_minutes(15)),
        ("60", t.policies_trial_hours(1)),
        ("1440", t.policies_trial_hours(24)),
    ];
    offered.into_iter().map(|(minutes, text)| (minutes, text, minutes == chosen)).collect()
}

impl PolicyPage {
    /// What has ended and is still there, in words.
    pub fn stuck(&self) -> Vec<&str> {
        self.exclusions.iter().filter_map(|line| line.refused.as_deref()).collect()
    }

    /// What a replay begins with, for who may open it: the policy as it is not now, on or off.
    pub fn replayed(&self) -> Option<&'static str> {
        let then = if self.state.state == State::On { "off" } else { "on" };
        self.shell.opens.contains(&Entry::WhatIf).then_some(then)
    }

    /// The states with what each means, and whether it is so now.
    pub fn states(&self) -> [(&'static str, String, bool); 3] {
        let t = self.shell.texts;
        let is = |state| self.state.state == state;
        [
            ("on", t.policies_switch_on(), is(State::On)),
            ("reportOnly", t.policies_switch_report(), is(State::ReportOnly)),
            ("off", t.policies_switch_off(), is(State::Off)),
        ]
    }

    /// With findings, and without leave to change it.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let t = text::of(locale);
        let part = |title: String, text: &str| PolicyPart { title, text: text.to_owned() };
        let circumstances = t.policies_circumstances_more(
            format!("**{}**", t.policies_who_everyone()),
            format!("**{}**", t.policies_does_open(t.policies_what_all())),
            t.policies_when_from("**<b>Office**"),
        );
        let wrong = Self {
            shell: Shell::sample(locale, Entry::Policies).on_trial(),
            id: "7f000001-0000-4000-8000-000000000001".to_owned(),
            name: "Two steps <b>outside".to_owned(),
            state: PolicyState { state: State::ReportOnly, days: 3 },
            sentence: t.policies_sentence_grant(circumstances, format!("**{}**", t.policies_grant_mfa())),
            parts: vec![
                part(t.admin_condition_users(), &t.policies_who_everyone()),
                part(t.policies_part_what(), &t.policies_does_open(t.policies_what_all())),
                part(t.policies_part_grant(), &t.policies_grant_mfa()),
                part(t.policies_part_foreign(), "conditions.moonPhase<i>"),
            ],
            findings: vec![
                FindingLine { text: t.lint_not_understood(), is_error: true },
                FindingLine { text: t.lint_shadowed("Nobody <b>"), is_error: false },
            ],
            exclusions: ExclusionLine::samples(t),
            made: Some("23 nov 2026, 08:41".to_owned()),
            changed: Some("24 nov 2026, 08:41".to_owned()),
            may_change: true,
            lacks_plan: true,
            per_user_mfa: 0,
        };
        let read = Self {
            shell: Shell::sample(locale, Entry::Policies),
            state: PolicyState { state: State::On, days: 0 },
            findings: vec![],
            exclusions: vec![],
            changed: None,
            may_change: false,
            lacks_plan: false,
            per_user_mfa: 2,
            ..wrong.clone()
        };
        vec![("admin-policy", wrong), ("admin-policy-read", read)]
    }
}

impl PolicyQuestion {
    /// The last part of the address that the form goes to.
    pub const fn path(&self) -> &'static str {
        match self.act {
            PolicyAct::Switch(_) => "switch",
            PolicyAct::Delete => "delete",
        }
    }

    /// The word of the state that it is switched to.
    pub const fn to(&self) -> Option<&'static str> {
        match self.act {
            PolicyAct::Switch(to) => Some(state_word(to)),
            PolicyAct::Delete => None,
        }
    }

    /// The question.
    pub fn title(&self) -> String {
        let (t, name) = (self.shell.texts, self.name.as_str());
        match self.act {
            PolicyAct::Switch(State::On) => t.policies_switch_title_on(name),
            PolicyAct::Switch(State::Off) => t.policies_switch_title_off(name),
            PolicyAct::Switch(State::ReportOnly) => t.policies_switch_title_report(name),
            PolicyAct::Delete => t.policies_delete_title(name),
        }
    }

    /// What follows from it.
    pub fn text(&self) -> String {
        let t = self.shell.texts;
        match self.act {
            PolicyAct::Switch(State::On) => t.policies_switch_text_on(),
            PolicyAct::Switch(State::Off) => t.policies_switch_text_off(),
            PolicyAct::Switch(State::ReportOnly) => t.policies_switch_text_report(),
            PolicyAct::Delete => t.policies_delete_text(),
        }
    }

    /// What the button says.
    pub fn button(&self) -> String {
        let t = self.shell.texts;
        match self.act {
            PolicyAct::Switch(State::On) => t.policies_switch_button_on(),
            PolicyAct::Switch(State::Off) => t.policies_switch_button_off(),
            PolicyAct::Switch(State::ReportOnly) => t.policies_switch_button_report(),
            PolicyAct::Delete => t.policies_delete(),
        }
    }

    /// The trials that are offered.
    pub fn trials(&self) -> Vec<(&'static str, String, bool)> {
        trials(self.shell.texts, &self.trial)
    }

    /// Each act, one that was refused, and one where somebody else came first.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let t = text::of(locale);
        let act = |act| Self {
            shell: Shell::sample(locale, Entry::Policies),
            id: "7f000001-0000-4000-8000-000000000001".to_owned(),
            name: "Two steps <b>outside".to_owned(),
            act,
            seen: "7f000001-0000-4000-8000-0000000000ff".to_owned(),
            trial: "15".to_owned(),
            problem: None,
            changed: None,
        };
        let to = |to| act(PolicyAct::Switch(to));
        let refused = Self {
            problem: Some(
                t.policies_problem_locks_out(t.policies_problem_person("Jan <b>", "203.0.113.7")).into(),
            ),
            ..to(State::On)
        };
        let beside_defaults = Self {
            problem: Some(NotSaved::of(t, &PolicyProblem::SecurityDefaultsOn, |_| String::new())),
            ..to(State::On)
        };
        let changed = Self {
            problem: Some(t.policies_problem_asked().into()),
            changed: Some("/admin/conditional-access/revisions/1?with=2".to_owned()),
            ..act(PolicyAct::Delete)
        };
        vec![
            ("admin-policy-on", to(State::On)),
            ("admin-policy-off", to(State::Off)),
            ("admin-policy-report", to(State::ReportOnly)),
            ("admin-policy-delete", act(PolicyAct::Delete)),
            ("admin-policy-switch-refused", refused),
            ("admin-policy-switch-defaults", beside_defaults),
            ("admin-policy-changed", changed),
        ]
    }
}
