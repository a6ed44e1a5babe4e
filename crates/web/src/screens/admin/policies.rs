use askama::Template;
use model::Locale;
use policy::State;
use text::Texts;

use super::done::Done;
use super::shell::{Entry, Shell};

/// Conditional access > Policies.
#[derive(Template, Clone)]
#[template(path = "admin/policies.html")]
pub struct Policies {
    /// What surrounds the page.
    pub shell: Shell,
    /// True while security defaults are on: then no policy can be.
    pub defaults_on: bool,
    /// The policies, in the order that they were made.
    pub lines: Vec<PolicyLine>,
    /// Those that can be restored.
    pub deleted: Vec<RestorableLine>,
    /// How many ids they name that are nothing here.
    pub unknown: u32,
    /// True when the reader may write policies.
    pub may_change: bool,
    /// True where the plan has no policies.
    pub lacks_plan: bool,
    /// Where policies are on: for how many people the old per-user switch is too, where the reader may switch it off.
    pub per_user_mfa: u32,
}

/// A policy in the list.
#[derive(Debug, Clone)]
pub struct PolicyLine {
    /// The id in the address.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Whether it is enforced.
    pub state: PolicyState,
    /// How many people it was about in the last seven days.
    pub people: u32,
    /// When it was changed.
    pub since: String,
    /// How much was found about it.
    pub findings: u32,
    /// True when something of it is to be mended first.
    pub is_wrong: bool,
    /// True while it still leaves somebody out whose last day is over.
    pub is_stuck: bool,
}

/// Whether a policy is enforced, and since when it only reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyState {
    /// Whether.
    pub state: State,
    /// For how many days it has been unchanged.
    pub days: i64,
}

/// A policy or location that can be restored.
#[derive(Debug, Clone)]
pub struct RestorableLine {
    /// The id in the address.
    pub id: String,
    /// What people called it.
    pub name: String,
    /// Until when.
    pub until: String,
}

impl PolicyState {
    /// In words.
    pub fn text(self, t: &Texts) -> String {
        match self.state {
            State::On => t.policies_state_on(),
            State::Off => t.policies_state_off(),
            State::ReportOnly if self.days > 0 => t.policies_state_report_days(self.days),
            State::ReportOnly => t.policies_state_report(),
        }
    }

    /// The class of its dot.
    pub const fn dot(self) -> &'static str {
        match self.state {
            State::On => "ok",
            State::Off => "off",
            State::ReportOnly => "warn",
        }
    }
}

impl Policies {
    /// A list, none there, and none beside security defaults.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shell = Shell::sample(locale, Entry::Policies);
        let line = |name: &str, state, days, findings, is_wrong| PolicyLine {
            id: "7f000001-0000-4000-8000-000000000001".to_owned(),
            name: name.to_owned(),
            state: PolicyState { state, days },
            people: 1_204,
            since: "23 nov 2026, 08:41".to_owned(),
            findings,
            is_wrong,
            is_stuck: is_wrong,
        };
        let deleted = RestorableLine {
            id: "7f000001-0000-4000-8000-000000000009".to_owned(),
            name: "Old <b>rule".to_owned(),
            until: "23 dec 2026".to_owned(),
        };
        let list = Self {
            shell: shell.clone().on_trial().after_all(Done::PolicyOn),
            defaults_on: false,
            lines: vec![
                line("Two steps for everybody", State::On, 12, 0, false),
                line("<script>alert('x')</script>", State::ReportOnly, 3, 2, false),
                line("Nobody from abroad", State::ReportOnly, 0, 1, true),
                line("Old programs", State::Off, 400, 0, false),
            ],
            deleted: vec![deleted],
            unknown: 2,
            may_change: true,
            lacks_plan: false,
            per_user_mfa: 2,
        };
        let free = Self { lacks_plan: true, per_user_mfa: 0, ..list.clone() };
        let empty =
            Self { shell, lines: vec![], deleted: vec![], unknown: 0, per_user_mfa: 0, ..list.clone() };
        let defaults = Self { defaults_on: true, may_change: false, ..empty.clone() };
        vec![
            ("admin-policies", list),
            ("admin-policies-free", free),
            ("admin-policies-empty", empty),
            ("admin-policies-defaults", defaults),
        ]
    }
}
