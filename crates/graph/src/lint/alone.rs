//! What is wrong with a policy by itself.

use policy::conditions::{Action, Applications, Condition, Devices, Locations, Platforms, Targets, Users};
use policy::controls::{Control, Operator};
use policy::{Policy, State};

use super::{Code, Finding, finding};

pub(super) fn look(policy: &Policy, findings: &mut Vec<Finding>) {
    for condition in &policy.conditions {
        let wrong = match condition {
            Condition::Users(users) => people(users),
            Condition::Targets(Targets::Written(applications)) => targets(applications),
            Condition::Locations(locations) => places(locations),
            Condition::Platforms(platforms) => platforms_undone(platforms),
            Condition::Devices(Devices { filter: Some(_), devices: Some(_), .. }) => {
                Some(finding(Code::DevicesTwice, "conditions.devices"))
            }
            _ => None,
        };
        findings.extend(wrong);
    }
    combinations(policy, findings);
    if policy.controls.is_empty() && policy.session.is_empty() && policy.foreign.is_empty() {
        findings.push(finding(Code::NothingDemanded, "grantControls"));
    }
    if is_impossible(policy) {
        findings.push(finding(Code::ImpossibleStrength, "grantControls.authenticationStrength"));
    }
    findings.extend(everybody(policy));
}

fn people(users: &Users) -> Option<Finding> {
    let path = "conditions.users";
    if users.includes_nobody() {
        return Some(finding(Code::NobodyIncluded, path));
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
    undone.then(|| finding(Code::PeopleUndone, path))
}

fn targets(applications: &Applications) -> Option<Finding> {
    let path = "conditions.applications";
    if applications.includes_nothing() {
        return Some(finding(Code::NothingIncluded, path));
    }
    let named = applications.all || !applications.include.is_empty();
    let kinds = [named, !applications.actions.is_empty(), !applications.contexts.is_empty()];
    if kinds.into_iter().filter(|kind| *kind).count() > 1 {
        return Some(finding(Code::TargetsMixed, path));
    }
    let spared = |resource| applications.exclude.contains(resource);
    let undone = named && !applications.all && applications.include.iter().all(spared);
    undone.then(|| finding(Code::ApplicationsUndone, path))
}

fn places(locations: &Locations) -> Option<Finding> {
    let path = "conditions.locations";
    if !locations.all && !locations.all_trusted && locations.include.is_empty() {
        return Some(finding(Code::NoPlaceIncluded, path));
    }
    let undone = !locations.all
        && (!locations.all_trusted || locations.exclude_all_trusted)
        && locations.include.iter().all(|id| locations.exclude.contains(id));
    undone.then(|| finding(Code::PlacesUndone, path))
}

fn platforms_undone(platforms: &Platforms) -> Option<Finding> {
    let undone = !platforms.all && platforms.include.iter().all(|one| platforms.exclude.contains(one));
    undone.then(|| finding(Code::PlatformsUndone, "conditions.platforms"))
}

/// Reference 3.1: what may and may not stand together.
fn combinations(policy: &Policy, findings: &mut Vec<Finding>) {
    let has = |wanted: fn(&Control) -> bool| policy.controls.iter().any(wanted);
    let has_condition = |wanted: fn(&Condition) -> bool| policy.conditions.iter().any(wanted);
    let mut wrong = |is_wrong: bool, code: Code, path: &str| {
        findings.extend(is_wrong.then(|| finding(code, path)));
    };
    let path = "grantControls";
    let strength = has(|control| matches!(control, Control::Strength(_)));
    let mfa = has(|control| matches!(control, Control::Mfa(_)));
    let change = has(|control| matches!(control, Control::PasswordChange(_)));
    let remedy = has(|control| matches!(control, Control::RiskRemediation(_)));
    let both = policy.operator == Operator::And;
    let user_risk = has_condition(|condition| matches!(condition, Condition::UserRisk(_)));
    wrong(blocks(policy) && policy.controls.len() > 1, Code::BlockBeside, path);
    wrong(strength && mfa, Code::MfaAndStrength, path);
    wrong(change && !((mfa || strength) && both), Code::PasswordChangeAlone, path);
    wrong(change && !user_risk, Code::PasswordChangeWithoutRisk, path);
    wrong(change && user_risk && !is_only_risk(policy), Code::PasswordChangeNarrow, "conditions");
    wrong(remedy && !(strength && both), Code::RemediationAlone, path);
    wrong(change && remedy, Code::ChangeAndRemediation, path);
    let acts = targets_of(policy).any(|applications| !applications.actions.is_empty());
    wrong(acts && policy.state == State::ReportOnly, Code::ActionOnTrial, "state");
    let device =
        targets_of(policy).any(|applications| applications.actions.contains(&Action::RegisterDevice));
    let only_mfa = policy.controls.iter().all(|control| matches!(control, Control::Mfa(_)));
    wrong(device && !only_mfa, Code::RegisterDeviceOnlyMfa, path);
    let persists = policy.session.persistent_browser.is_some_and(|mode| mode.is_enabled);
    wrong(
        persists && !is_about_everything(policy),
        Code::PersistenceNarrow,
        "sessionControls.persistentBrowser",
    );
}

/// `passwordChange` is for every application, and under no condition but who and their risk.
fn is_only_risk(policy: &Policy) -> bool {
    let allowed = |condition: &Condition| {
        matches!(condition, Condition::Users(_) | Condition::Targets(_) | Condition::UserRisk(_))
    };
    is_about_everything(policy) && policy.conditions.iter().all(allowed)
}

/// A strength that no method of Sluis can give stops everybody the policy is about.
pub(super) fn is_impossible(policy: &Policy) -> bool {
    let cannot = |control: &Control| match control {
        Control::Strength(strength) => strength.strength.combinations().is_empty(),
        _ => false,
    };
    match policy.operator {
        Operator::And => policy.controls.iter().any(cannot),
        Operator::Or => !policy.controls.is_empty() && policy.controls.iter().all(cannot),
    }
}

/// The combinations that lock out whole organisations: everybody, every application, and nothing that narrows it.
fn everybody(policy: &Policy) -> Option<Finding> {
    let everyone = |condition: &Condition| match condition {
        Condition::Users(users) => *users == Users { all: true, ..Users::default() },
        Condition::Targets(_) => true,
        _ => false,
    };
    let all = policy.conditions.iter().all(everyone) && is_about_everything(policy);
    let managed = |control: &Control| {
        matches!(
            control,
            Control::CompliantDevice(_)
                | Control::DomainJoinedDevice(_)
                | Control::ApprovedApplication(_)
                | Control::CompliantApplication(_)
        )
    };
    let needs_managed = match policy.operator {
        Operator::And => policy.controls.iter().any(managed),
        Operator::Or => !policy.controls.is_empty() && policy.controls.iter().all(managed),
    };
    match (all, blocks(policy), needs_managed) {
        (true, true, _) => Some(finding(Code::EverybodyBlocked, "")),
        (true, false, true) => Some(finding(Code::EverybodyManaged, "")),
        _ => None,
    }
}

pub(super) fn blocks(policy: &Policy) -> bool {
    policy.controls.iter().any(|control| matches!(control, Control::Block(_)))
}

pub(super) fn targets_of(policy: &Policy) -> impl Iterator<Item = &Applications> {
    policy.conditions.iter().filter_map(|condition| match condition {
        Condition::Targets(Targets::Written(applications)) => Some(applications),
        _ => None,
    })
}

/// Every application, without exclusions.
fn is_about_everything(policy: &Policy) -> bool {
    let every = Applications { all: true, ..Applications::default() };
    targets_of(policy).next().is_some() && targets_of(policy).all(|applications| *applications == every)
}
