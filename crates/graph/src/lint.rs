//! What is wrong with policies that can be seen without a directory.

use policy::conditions::{Applications, Condition, Devices, Locations, Targets, Users};
use policy::controls::{Control, Operator};
use policy::{Policy, State};

use crate::Document;

/// Something to mend, or to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub kind: FindingKind,
    /// Where in the document, by JSON path; empty for the whole.
    pub path: String,
    /// In words for an administrator.
    pub message: String,
}

/// Whether a finding stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// To know.
    Warning,
    /// To mend first.
    Error,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingKind {
    /// A member that decides is not understood.
    NotUnderstood,
    /// It is about nobody or nothing, or demands nothing.
    Empty,
    /// What it includes it excludes again.
    Undone,
    /// Nobody can do what it demands.
    Contradiction,
    /// Another policy blocks everything that it is about.
    Shadowed,
    /// Its parts may not stand together.
    Combination,
}

impl FindingKind {
    /// The word in what programs read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotUnderstood => "notUnderstood",
            Self::Empty => "empty",
            Self::Undone => "undone",
            Self::Contradiction => "contradiction",
            Self::Shadowed => "shadowed",
            Self::Combination => "combination",
        }
    }
}

impl Finding {
    /// Whether it stops. A member that is not understood stops only a policy that is on.
    pub fn severity(&self, state: State) -> Severity {
        match (self.kind, state) {
            (FindingKind::NotUnderstood, State::On) => Severity::Error,
            (FindingKind::Contradiction | FindingKind::Combination, _) => Severity::Error,
            _ => Severity::Warning,
        }
    }
}

fn finding(kind: FindingKind, path: &str, message: &str) -> Finding {
    Finding { kind, path: path.to_owned(), message: message.to_owned() }
}

/// Looks over each of these policies, and over what they are to each other.
pub fn lint(documents: &[&Document]) -> Vec<Vec<Finding>> {
    documents
        .iter()
        .map(|document| {
            let policy = &document.policy;
            let mut findings: Vec<Finding> = policy
                .foreign
                .iter()
                .map(|path| finding(FindingKind::NotUnderstood, path, "is not understood"))
                .collect();
            conditions(policy, &mut findings);
            controls(policy, &mut findings);
            findings.extend(shadow(policy, documents));
            findings
        })
        .collect()
}

fn conditions(policy: &Policy, findings: &mut Vec<Finding>) {
    for condition in &policy.conditions {
        match condition {
            Condition::Users(users) => people(users, findings),
            Condition::Targets(Targets::Written(applications)) => targets(applications, findings),
            Condition::Locations(locations) => places(locations, findings),
            Condition::Platforms(platforms) => {
                let spared = |platform| platforms.exclude.contains(platform);
                if !platforms.all && platforms.include.iter().all(spared) {
                    findings.push(finding(
                        FindingKind::Undone,
                        "conditions.platforms",
                        "every platform that is included is excluded again",
                    ));
                }
            }
            Condition::Devices(Devices { filter: Some(_), devices: Some(_), .. }) => findings.push(finding(
                FindingKind::Combination,
                "conditions.devices",
                "a filter and a list of devices may not stand together",
            )),
            _ => {}
        }
    }
}

fn people(users: &Users, findings: &mut Vec<Finding>) {
    let path = "conditions.users";
    if users.includes_nobody() {
        findings.push(finding(FindingKind::Empty, path, "nobody is included"));
        return;
    }
    let undone = !users.all
        && (!users.include_any_guest || users.exclude_any_guest)
        && users.include_users.iter().all(|user| users.exclude_users.contains(user))
        && users.include_groups.iter().all(|group| users.exclude_groups.contains(group))
        && users.include_roles.iter().all(|role| users.exclude_roles.contains(role))
        && users
            .include_guests
            .as_ref()
            .is_none_or(|guests| guests.kinds.is_empty() || users.exclude_any_guest);
    if undone {
        findings.push(finding(FindingKind::Undone, path, "everybody who is included is excluded again"));
    }
}

fn targets(applications: &Applications, findings: &mut Vec<Finding>) {
    let path = "conditions.applications";
    if applications.includes_nothing() {
        findings.push(finding(FindingKind::Empty, path, "no application, action or context is included"));
        return;
    }
    let named = applications.all || !applications.include.is_empty();
    let kinds = [named, !applications.actions.is_empty(), !applications.contexts.is_empty()];
    if kinds.into_iter().filter(|kind| *kind).count() > 1 {
        let message = "applications, user actions and authentication contexts may not stand together";
        findings.push(finding(FindingKind::Combination, path, message));
    }
    let spared = |resource| applications.exclude.contains(resource);
    if named && !applications.all && applications.include.iter().all(spared) {
        findings.push(finding(
            FindingKind::Undone,
            path,
            "every application that is included is excluded again",
        ));
    }
}

fn places(locations: &Locations, findings: &mut Vec<Finding>) {
    let path = "conditions.locations";
    if !locations.all && !locations.all_trusted && locations.include.is_empty() {
        findings.push(finding(FindingKind::Empty, path, "no location is included"));
        return;
    }
    let spared = |id| locations.exclude.contains(id);
    if !locations.all
        && (!locations.all_trusted || locations.exclude_all_trusted)
        && locations.include.iter().all(spared)
    {
        findings.push(finding(
            FindingKind::Undone,
            path,
            "every location that is included is excluded again",
        ));
    }
}

fn controls(policy: &Policy, findings: &mut Vec<Finding>) {
    let path = "grantControls";
    let has = |wanted: fn(&Control) -> bool| policy.controls.iter().any(wanted);
    let mut wrong = |message: &str| findings.push(finding(FindingKind::Combination, path, message));
    let strength = has(|control| matches!(control, Control::Strength(_)));
    let mfa = has(|control| matches!(control, Control::Mfa(_)));
    if has(|control| matches!(control, Control::Block(_))) && policy.controls.len() > 1 {
        wrong("`block` stands alone");
    }
    if strength && mfa {
        wrong("`mfa` and an authentication strength may not stand together");
    }
    let change = has(|control| matches!(control, Control::PasswordChange(_)));
    let remedy = has(|control| matches!(control, Control::RiskRemediation(_)));
    if change && !((mfa || strength) && policy.operator == Operator::And) {
        wrong("`passwordChange` needs `mfa` or a strength beside it, with AND");
    }
    if change && !policy.conditions.iter().any(|condition| matches!(condition, Condition::UserRisk(_))) {
        wrong("`passwordChange` needs `userRiskLevels`");
    }
    if remedy && !(strength && policy.operator == Operator::And) {
        wrong("`riskRemediation` needs an authentication strength beside it, with AND");
    }
    if change && remedy {
        wrong("`passwordChange` and `riskRemediation` may not stand together");
    }
    let acts = policy.conditions.iter().any(|condition| {
        matches!(condition, Condition::Targets(Targets::Written(applications)) if !applications.actions.is_empty())
    });
    if acts && policy.state == State::ReportOnly {
        let message = "a policy about user actions cannot be report-only";
        findings.push(finding(FindingKind::Combination, "state", message));
    }
    if policy.controls.is_empty() && policy.session.is_empty() && policy.foreign.is_empty() {
        findings.push(finding(
            FindingKind::Empty,
            path,
            "nothing is demanded: neither a grant nor a session control",
        ));
    }
    impossible(policy, findings);
}

/// A strength that no method of Sluis can give stops everybody the policy is about.
fn impossible(policy: &Policy, findings: &mut Vec<Finding>) {
    let cannot = |control: &Control| match control {
        Control::Strength(strength) => strength.strength.combinations().is_empty(),
        _ => false,
    };
    let stuck = match policy.operator {
        Operator::And => policy.controls.iter().any(cannot),
        Operator::Or => !policy.controls.is_empty() && policy.controls.iter().all(cannot),
    };
    if stuck {
        findings.push(finding(
            FindingKind::Contradiction,
            "grantControls.authenticationStrength",
            "no combination of it can be given here: nobody would get in",
        ));
    }
}

/// Another policy that is on, blocks, and is about everything that this one is about.
fn shadow(policy: &Policy, documents: &[&Document]) -> Option<Finding> {
    let blocks = |policy: &Policy| policy.controls.iter().any(|control| matches!(control, Control::Block(_)));
    if blocks(policy) {
        return None;
    }
    let others = documents.iter().map(|document| &document.policy);
    let mut above = others.filter(|other| {
        !std::ptr::eq(*other, policy) && other.state == State::On && other.foreign.is_empty() && blocks(other)
    });
    let above = above.find(|other| covers(other, policy))?;
    let message = format!("`{}` blocks everything that it is about", above.name);
    Some(Finding { kind: FindingKind::Shadowed, path: String::new(), message })
}

/// True when each condition of `wide` is one that `narrow` has too, or holds for everything. It may miss a cover, and
/// never claims one that is none.
fn covers(wide: &Policy, narrow: &Policy) -> bool {
    wide.conditions
        .iter()
        .all(|condition| narrow.conditions.contains(condition) || holds_always(condition, narrow))
}

fn holds_always(condition: &Condition, narrow: &Policy) -> bool {
    match condition {
        Condition::Users(users) => {
            let everyone = *users == Users { all: true, ..Users::default() };
            everyone && !narrow.conditions.iter().any(|other| matches!(other, Condition::Workloads(_)))
        }
        Condition::Targets(Targets::Written(applications)) => {
            let every = *applications == Applications { all: true, ..Applications::default() };
            let about_applications = |other: &Condition| match other {
                Condition::Targets(Targets::Written(other)) => {
                    other.actions.is_empty() && other.contexts.is_empty()
                }
                _ => false,
            };
            every && narrow.conditions.iter().any(about_applications)
        }
        Condition::Locations(locations) => *locations == Locations { all: true, ..Locations::default() },
        _ => false,
    }
}
