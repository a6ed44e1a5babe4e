use askama::Template;
use model::Locale;
use policy::State;
use service::conditional_access::PolicyProblem;
use text::Texts;

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

/// Asks once more before a policy is switched, and says why it was not.
#[derive(Template, Clone)]
#[template(path = "admin/policy_switch.html")]
pub struct PolicySwitch {
    /// What surrounds the page.
    pub shell: Shell,
    /// The id in the address.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it would be.
    pub to: State,
    /// The minutes that it would be on trial, as they were sent; empty for none.
    pub trial: String,
    /// Why it was not done.
    pub problem: Option<NotSaved>,
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
            changed: None,
            may_change: false,
            lacks_plan: false,
            per_user_mfa: 2,
            ..wrong.clone()
        };
        vec![("admin-policy", wrong), ("admin-policy-read", read)]
    }
}

impl PolicySwitch {
    /// The word of the state.
    pub const fn word(&self) -> &'static str {
        state_word(self.to)
    }

    /// The question.
    pub fn title(&self) -> String {
        let (t, name) = (self.shell.texts, self.name.as_str());
        match self.to {
            State::On => t.policies_switch_title_on(name),
            State::Off => t.policies_switch_title_off(name),
            State::ReportOnly => t.policies_switch_title_report(name),
        }
    }

    /// What follows from it.
    pub fn text(&self) -> String {
        let t = self.shell.texts;
        match self.to {
            State::On => t.policies_switch_text_on(),
            State::Off => t.policies_switch_text_off(),
            State::ReportOnly => t.policies_switch_text_report(),
        }
    }

    /// What the button says.
    pub fn button(&self) -> String {
        let t = self.shell.texts;
        match self.to {
            State::On => t.policies_switch_button_on(),
            State::Off => t.policies_switch_button_off(),
            State::ReportOnly => t.policies_switch_button_report(),
        }
    }

    /// The trials that are offered.
    pub fn trials(&self) -> Vec<(&'static str, String, bool)> {
        trials(self.shell.texts, &self.trial)
    }

    /// To each state, and one that was refused.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let t = text::of(locale);
        let to = |to| Self {
            shell: Shell::sample(locale, Entry::Policies),
            id: "7f000001-0000-4000-8000-000000000001".to_owned(),
            name: "Two steps <b>outside".to_owned(),
            to,
            trial: "15".to_owned(),
            problem: None,
        };
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
        vec![
            ("admin-policy-on", to(State::On)),
            ("admin-policy-off", to(State::Off)),
            ("admin-policy-report", to(State::ReportOnly)),
            ("admin-policy-switch-refused", refused),
            ("admin-policy-switch-defaults", beside_defaults),
        ]
    }
}
