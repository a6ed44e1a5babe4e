use model::Id;
use serde::{Deserialize, Serialize};

use crate::conditions::Verdict;
use crate::{
    Decision, Demand, Facts, Need, Origin, Policy, PolicySet, ResultCode, SECOND_FACTORS, Source, State,
    Strength,
};

/// The version of the rules in this file; kept with every record, so that an old verdict is read as it was made.
pub const EVALUATOR_VERSION: i64 = 1;

/// How a decision came about: every policy with every condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    /// The decision.
    pub decision: Decision,
    /// Every policy, in the order of the set.
    pub policies: Vec<PolicyTrace>,
}

/// What one policy said and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyTrace {
    /// The policy.
    pub id: Id<Policy>,
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Its result.
    pub result: ResultCode,
    /// Every condition, held or not.
    pub conditions: Vec<ConditionTrace>,
}

/// What one condition saw and wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConditionTrace {
    /// Which condition.
    pub condition: String,
    /// The value seen.
    pub seen: String,
    /// The value wanted.
    pub wanted: String,
    /// What it said.
    pub verdict: Verdict,
}

/// Decides. Total: every set of facts has a decision, and a missing signal is never an error.
pub fn evaluate(set: &PolicySet, facts: &Facts) -> Decision {
    let mut decision = Decision { demands: vec![], report_only: vec![], results: vec![] };
    for demand in given(facts) {
        decision.add(demand);
    }
    let since = freshness(facts);
    for policy in &set.policies {
        let applies = applies(policy, facts);
        if applies && policy.state == State::On {
            let source = Source::Policy { id: policy.id, origin: policy.origin };
            for need in needs(policy, facts) {
                let since = matches!(need, Need::Combination(_)).then_some(since).flatten();
                decision.add(Demand { need, since, sources: vec![source.clone()] });
            }
        }
        let result = result(policy, facts, applies);
        if policy.state == State::ReportOnly {
            decision.report_only.push((policy.id, result));
        }
        decision.results.push((policy.id, result));
    }
    decision
}

/// Decides and tells why, from the same loop.
pub fn explain(set: &PolicySet, facts: &Facts) -> Trace {
    let decision = evaluate(set, facts);
    let policies = set
        .policies
        .iter()
        .zip(&decision.results)
        .map(|(policy, (_, result))| PolicyTrace {
            id: policy.id,
            name: policy.name.clone(),
            origin: policy.origin,
            result: *result,
            conditions: policy
                .conditions
                .iter()
                .map(|condition| ConditionTrace {
                    condition: condition.word().to_owned(),
                    seen: condition.seen(facts),
                    wanted: condition.wanted(),
                    verdict: condition.verdict(facts),
                })
                .collect(),
        })
        .collect();
    Trace { decision, policies }
}

/// What is demanded before any policy: a first factor, and what the application asked.
fn given(facts: &Facts) -> Vec<Demand> {
    let since = freshness(facts);
    let mut demands = vec![Demand {
        need: Need::Combination(Strength::single()),
        since,
        sources: vec![if since.is_some() { Source::Request } else { Source::FirstFactor }],
    }];
    if let Some(strength) = requested(facts) {
        demands.push(Demand { need: Need::Combination(strength), since, sources: vec![Source::Request] });
    }
    demands
}

/// The strength that `acr_values` asks for. They are a wish (OpenID Connect Core §3.1.2.1): what the person could
/// never give is not demanded, and the answer says what was reached.
fn requested(facts: &Facts) -> Option<Strength> {
    facts.request.acr_values.iter().find_map(|value| match value.as_str() {
        "urn:sluis:acr:2" => facts.registered.intersects(SECOND_FACTORS).then(Strength::mfa),
        "phr" => facts.registered.contains(model::Method::Passkey).then(Strength::phishing_resistant),
        _ => None,
    })
}

/// From when on proofs count: the latest moment that the application's wishes name.
fn freshness(facts: &Facts) -> Option<model::Timestamp> {
    let by_age = facts.request.max_age.map(|age| facts.now + model::Span::micros(-age.as_micros()));
    let by_prompt = facts.request.since.filter(|_| facts.request.prompt_login);
    by_age.max(by_prompt)
}

fn applies(policy: &Policy, facts: &Facts) -> bool {
    policy.state != State::Off
        && policy.conditions.iter().all(|condition| condition.verdict(facts) == Verdict::Holds)
}

fn needs(policy: &Policy, facts: &Facts) -> impl Iterator<Item = Need> {
    policy.controls.iter().filter_map(|control| control.need(facts))
}

fn result(policy: &Policy, facts: &Facts, applies: bool) -> ResultCode {
    let since = freshness(facts);
    let unmet = |need: Need| {
        let demand = Demand { need, since, sources: vec![] };
        !demand.is_met(&facts.proofs, facts.registered)
    };
    let blocks = || needs(policy, facts).any(|need| matches!(need, Need::Block(_)));
    match (policy.state, applies) {
        (State::Off, _) => ResultCode::NotEnabled,
        (State::On, false) => ResultCode::NotApplied,
        (State::On, true) if needs(policy, facts).any(unmet) => ResultCode::Failure,
        (State::On, true) => ResultCode::Success,
        (State::ReportOnly, false) => ResultCode::ReportOnlyNotApplied,
        (State::ReportOnly, true) if blocks() => ResultCode::ReportOnlyFailure,
        (State::ReportOnly, true) if needs(policy, facts).any(unmet) => ResultCode::ReportOnlyInterrupted,
        (State::ReportOnly, true) => ResultCode::ReportOnlySuccess,
    }
}
