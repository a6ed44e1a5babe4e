use axum::response::Response;
use graph::{Document, Finding, Severity, Version};
use model::Timestamp;
use policy::State;
use service::authority::{ManagePolicies, ReadSecurity, Target};
use service::conditional_access::LookedOver;

use super::desk::{Desk, shown};
use super::shown::count;
use super::{per_user_mfa, plan};
use crate::here::Here;
use crate::screens::admin::{Entry, Policies, PolicyLine, PolicyState, RestorableLine};

/// Conditional access policies, and those that can be restored.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Policies).await?;
    let over = looked_over(&desk).await?;
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let people = desk.or_fault(desk.house().coverage(desk.tenant(), &permit, 1).await)?.people;
    let stuck = desk.or_fault(desk.house().stuck_exclusions(desk.tenant(), &permit).await)?;
    let lines = over.policies.written.iter().zip(&over.findings);
    let is_on = over.policies.written.iter().any(|document| document.policy.state == State::On);
    shown(&Policies {
        shell: desk.shell(),
        defaults_on: over.policies.defaults_on,
        lines: lines
            .map(|(document, findings)| PolicyLine {
                people: people.get(&document.policy.id).map_or(0, |people| count(*people)),
                is_stuck: stuck.contains(&document.policy.id),
                ..line(&desk, document, findings)
            })
            .collect(),
        deleted: over
            .policies
            .deleted
            .iter()
            .map(|(document, until)| gone(&desk, document, *until))
            .collect(),
        unknown: count(over.unknown_ids().len()),
        may_change: desk.may::<ManagePolicies>(Target::Organisation),
        lacks_plan: plan::is_lacking(&desk).await?,
        per_user_mfa: if is_on { per_user_mfa::offered(&desk).await? } else { 0 },
    })
}

/// Every policy, looked over.
pub(super) async fn looked_over(desk: &Desk) -> Result<LookedOver, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    desk.or_fault(desk.house().look_over_policies(desk.tenant(), &permit).await)
}

fn line(desk: &Desk, document: &Document, findings: &[Finding]) -> PolicyLine {
    let state = document.policy.state;
    PolicyLine {
        id: document.policy.id.to_string(),
        name: document.policy.name.clone(),
        state: state_of(desk, document),
        people: 0,
        since: changed(document).map(|at| desk.recently(at)).unwrap_or_default(),
        findings: count(findings.len()),
        is_wrong: findings.iter().any(|finding| is_error(finding, state)),
        is_stuck: false,
    }
}

fn gone(desk: &Desk, document: &Document, until: Timestamp) -> RestorableLine {
    RestorableLine {
        id: document.policy.id.to_string(),
        name: document.policy.name.clone(),
        until: desk.day(until),
    }
}

/// Its state, with the days that it has been unchanged.
pub(super) fn state_of(desk: &Desk, document: &Document) -> PolicyState {
    let unchanged = changed(document).map(|at| desk.house().now().since(at).minutes_up() / (24 * 60));
    PolicyState { state: document.policy.state, days: unchanged.unwrap_or(0) }
}

/// True for a finding that is mended before the policy is on, or that must be where it is on already.
pub(super) fn is_error(finding: &Finding, state: State) -> bool {
    finding.severity(state) == Severity::Error
}

/// When it was changed, else made, as far as its document tells.
pub(super) fn changed(document: &Document) -> Option<Timestamp> {
    moment(document, "modifiedDateTime").or_else(|| moment(document, "createdDateTime"))
}

/// A moment that a document tells.
pub(super) fn moment(document: &Document, member: &str) -> Option<Timestamp> {
    let written = document.write(Version::Beta);
    let at: jiff::Timestamp = written[member].as_str()?.parse().ok()?;
    Some(Timestamp::from_micros(at.as_microsecond()))
}
