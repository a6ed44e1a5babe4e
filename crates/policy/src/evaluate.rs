use model::{ClientApp, Id, Method, MethodSet, Timestamp, UserAction};
use serde::{Deserialize, Serialize};

use crate::builtin::SECURITY_INFO_FRESHNESS;
use crate::compiled::Row;
use crate::conditions::{Condition, EmergencyAccount, Verdict, emergency};
use crate::controls::Operator;
use crate::decision::add;
use crate::session::Since;
use crate::{
    Decision, Demand, Facts, Need, Origin, Policy, PolicySet, ResultCode, SECOND_FACTORS, SessionOutcome,
    Source, StandingStrength, State, Strength, code,
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
    run(set, facts, &set.compiled().applying(facts))
}

/// Decides and tells why: the same rows, and what each condition saw.
pub fn explain(set: &PolicySet, facts: &Facts) -> Trace {
    let decision = evaluate(set, facts);
    let told = |(policy, (_, result)): (&Policy, &(Id<Policy>, ResultCode))| PolicyTrace {
        id: policy.id,
        name: policy.name.clone(),
        origin: policy.origin,
        result: *result,
        conditions: spared(policy, facts)
            .into_iter()
            .chain(policy.conditions.iter().map(|condition| trace(condition, facts)))
            .collect(),
    };
    let policies = set.policies().iter().zip(&decision.results).map(told).collect();
    Trace { decision, policies }
}

/// What keeps a written policy from an emergency account, told like a condition that it has.
fn spared(policy: &Policy, facts: &Facts) -> Option<ConditionTrace> {
    let condition = Condition::EmergencyAccount(EmergencyAccount {});
    (facts.subject.emergency && emergency::spares(policy)).then(|| ConditionTrace {
        condition: condition.word().to_owned(),
        seen: condition.seen(facts),
        wanted: "no emergency account".to_owned(),
        verdict: Verdict::Fails,
    })
}

fn trace(condition: &Condition, facts: &Facts) -> ConditionTrace {
    ConditionTrace {
        condition: condition.word().to_owned(),
        seen: condition.seen(facts),
        wanted: condition.wanted(),
        verdict: condition.verdict(facts),
    }
}

/// What comes of the policies that apply.
fn run(set: &PolicySet, facts: &Facts, applying: &Row) -> Decision {
    let asked = asked_since(facts);
    let shortest = shortest(applying.places().map(|place| &set.policies()[place]), facts);
    let mut decision = Decision {
        demands: given(facts, asked),
        report_only: vec![],
        results: set.compiled().idle(),
        registration_due: None,
        session: SessionOutcome::default(),
    };
    for place in applying.places() {
        let policy = &set.policies()[place];
        let demands = demands(policy, facts, asked);
        decision.results[place].1 = result(policy, &demands, facts);
        if policy.state == State::On {
            let coming = policy.controls.iter().filter_map(|control| control.coming(facts));
            decision.registration_due = decision.registration_due.into_iter().chain(coming).min();
            decision.session.add(&policy.session);
            enforce(&mut decision, policy, demands, shortest);
        }
    }
    let on_trial = set.compiled().effects().report_only.places();
    decision.report_only = on_trial.map(|place| decision.results[place]).collect();
    decision
}

/// What these enforced policies demand, and nothing else of a decision: for how it ends.
pub(crate) fn demanded(set: &PolicySet, facts: &Facts, enforced: &[usize]) -> Decision {
    let policies = || enforced.iter().map(|place| &set.policies()[*place]);
    let asked = asked_since(facts);
    let shortest = shortest(policies(), facts);
    let mut decision = Decision {
        demands: given(facts, asked),
        report_only: vec![],
        results: vec![],
        registration_due: None,
        session: SessionOutcome::default(),
    };
    for policy in policies() {
        enforce(&mut decision, policy, demands(policy, facts, asked), shortest);
    }
    decision
}

/// True when an enforced policy that applies is not met.
pub(crate) fn is_open(policy: &Policy, facts: &Facts) -> bool {
    result(policy, &demands(policy, facts, asked_since(facts)), facts) == ResultCode::Failure
}

fn enforce(decision: &mut Decision, policy: &Policy, demands: Vec<Demand>, shortest: Since) {
    let written = policy.origin == Origin::ConditionalAccess;
    for demand in demands {
        add(&mut decision.demands, if written { demand.no_older_than(shortest) } else { demand });
    }
}

/// Reference 3.2, step 11: the shortest frequency of the written policies that apply counts for all of them.
fn shortest<'p>(applying: impl Iterator<Item = &'p Policy>, facts: &Facts) -> Since {
    applying
        .filter(|policy| policy.state == State::On && policy.origin == Origin::ConditionalAccess)
        .map(|policy| policy.session.since(facts.now))
        .fold(Since::default(), Since::shortest)
}

/// What is demanded before any policy: a first factor, and what the application asked.
fn given(facts: &Facts, asked: Option<Timestamp>) -> Vec<Demand> {
    if facts.subject.workload.is_some() {
        // It has no factors, and proved itself with what it has in their place.
        return vec![];
    }
    // D10: whoever changes security info has proven who they are within the last ten minutes, also where nothing
    // but a password can be proven yet. Whoever has a second factor is asked for that alone, by the floor.
    let changing = match facts.target.action {
        Some(UserAction::RegisterSecurityInfo | UserAction::Confirm) => {
            !facts.registered.intersects(SECOND_FACTORS)
        }
        Some(UserAction::RegisterDevice) | None => false,
    };
    let fresh = changing.then(|| facts.now - SECURITY_INFO_FRESHNESS);
    let mut sources = vec![Source::FirstFactor];
    if facts.request.max_age.is_some() || facts.request.prompt_login {
        sources.push(Source::Request);
    }
    if facts.request.standing.max_age.is_some() {
        sources.push(Source::Application);
    }
    let need = Need::Combination(Strength::single());
    let mut demands = vec![Demand { need, since: asked.max(fresh), second_since: None, sources }];
    let standing = facts.request.standing.strength.map(StandingStrength::strength);
    let asking = [
        (requested(facts), Source::Request),
        (essential(facts), Source::Request),
        (standing, Source::Application),
    ];
    for (strength, source) in asking {
        if let Some(strength) = strength {
            let need = Need::Combination(strength);
            add(&mut demands, Demand { need, since: asked, second_since: None, sources: vec![source] });
        }
    }
    demands
}

/// The strength that `acr_values` asks for, most wanted first. They are a wish (OpenID Connect Core §3.1.2.1):
/// what the person could never give is not demanded, and the answer says what was reached.
fn requested(facts: &Facts) -> Option<Strength> {
    facts.request.acr_values.iter().find_map(|value| match value.as_str() {
        "phr" => facts.registered.contains(Method::Passkey).then(Strength::phishing_resistant),
        "urn:sluis:acr:2" => facts.registered.intersects(SECOND_FACTORS).then(Strength::mfa),
        "urn:sluis:acr:1" => Some(Strength::single()),
        _ => None,
    })
}

/// The strength that the application must get (OpenID Connect Core §5.5.1.1): one of those it names, also where the
/// person cannot give it.
fn essential(facts: &Facts) -> Option<Strength> {
    let named = facts.request.essential_acr.iter().filter_map(|value| match value.as_str() {
        "phr" => Some(Strength::phishing_resistant()),
        "urn:sluis:acr:2" => Some(Strength::mfa()),
        "urn:sluis:acr:1" => Some(Strength::single()),
        _ => None,
    });
    let combinations: Vec<MethodSet> = named.flat_map(|one| one.combinations().to_vec()).collect();
    (!combinations.is_empty()).then(|| Strength::any_of(combinations))
}

/// From when on proofs count because the application asked for fresh ones. All wishes are measured from the
/// request and not from this moment, or a person who takes longer than `max_age` to answer would never be done.
fn asked_since(facts: &Facts) -> Option<Timestamp> {
    let request = &facts.request;
    // Where nobody says when the request began, it is now: no proof from before it counts.
    let began = request.since.unwrap_or(facts.now);
    let by_age = request.max_age.map(|age| began - age);
    let by_registration = request.standing.max_age.map(|age| began - age);
    let by_prompt = request.prompt_login.then_some(began);
    by_age.max(by_registration).max(by_prompt)
}

/// What a policy that applies demands. Its own frequency and what the application asked count both: the shortest.
fn demands(policy: &Policy, facts: &Facts, asked: Option<Timestamp>) -> Vec<Demand> {
    let Since { both, second } = policy.session.since(facts.now);
    let sources = || vec![Source::Policy { id: policy.id, origin: policy.origin }];
    let mut needs = needs(policy, facts);
    let prompts = |need: &Need| matches!(need, Need::Combination(_));
    if both.is_some() && !needs.iter().any(prompts) {
        // Nothing but a frequency: who they are must be proven again.
        needs.push(Need::Combination(Strength::single()));
    }
    let demand = |need: Need| {
        let (since, second_since) = if prompts(&need) { (both.max(asked), second) } else { (None, None) };
        Demand { need, since, second_since, sources: sources() }
    };
    needs.into_iter().map(demand).collect()
}

/// What the controls need that is not met without a proof.
fn needs(policy: &Policy, facts: &Facts) -> Vec<Need> {
    let written = policy.origin == Origin::ConditionalAccess;
    // Reference 3.2, step 14: an old program can prove nothing more, so that any control blocks it.
    if written && is_legacy(facts.circumstances.client_app) && !policy.controls.is_empty() {
        return vec![Need::Block(code::BLOCKED)];
    }
    let needs: Vec<Option<Need>> = policy.controls.iter().map(|control| control.need(facts)).collect();
    let block = needs.iter().flatten().find(|need| matches!(need, Need::Block(_)));
    match (block, policy.operator) {
        (Some(block), _) => vec![block.clone()],
        (None, Operator::And) => needs.into_iter().flatten().collect(),
        (None, Operator::Or) => one_of(needs),
    }
}

const fn is_legacy(app: ClientApp) -> bool {
    matches!(app, ClientApp::ExchangeActiveSync | ClientApp::Other)
}

/// Of controls of which one is enough: nothing when one needs nothing, else every combination that one of them takes,
/// else the first that a person could do something about.
fn one_of(needs: Vec<Option<Need>>) -> Vec<Need> {
    let Some(mut open) = needs.into_iter().collect::<Option<Vec<Need>>>() else { return vec![] };
    let mut combinations = open.iter().filter_map(|need| match need {
        Need::Combination(strength) => Some(strength),
        _ => None,
    });
    match (combinations.next(), combinations.next()) {
        (Some(only), None) if !only.combinations().is_empty() => {
            return vec![Need::Combination(only.clone())];
        }
        (Some(first), Some(second)) => {
            let strengths = [first, second].into_iter().chain(combinations);
            let any = Strength::either(strengths);
            if !any.combinations().is_empty() {
                return vec![Need::Combination(any)];
            }
        }
        (Some(_) | None, _) => {}
    }
    open.sort_by_key(|need| (!need.is_interactive(), need.rank()));
    open.truncate(1);
    open
}

/// The result of a policy that does not apply.
pub(crate) fn without_applying(policy: &Policy) -> ResultCode {
    match policy.state {
        State::Off => ResultCode::NotEnabled,
        State::On => ResultCode::NotApplied,
        State::ReportOnly if !policy.foreign.is_empty() => ResultCode::Unknown,
        State::ReportOnly => ResultCode::ReportOnlyNotApplied,
    }
}

/// The result of a policy that applies.
fn result(policy: &Policy, demands: &[Demand], facts: &Facts) -> ResultCode {
    let mut open = demands.iter().filter(|demand| !demand.is_met(facts)).peekable();
    let met = open.peek().is_none();
    let hopeless = open.any(|demand| !demand.need.is_interactive());
    match policy.state {
        State::Off => ResultCode::NotEnabled,
        State::On if met => ResultCode::Success,
        State::On => ResultCode::Failure,
        State::ReportOnly if !policy.foreign.is_empty() => ResultCode::Unknown,
        State::ReportOnly if met => ResultCode::ReportOnlySuccess,
        State::ReportOnly if hopeless => ResultCode::ReportOnlyFailure,
        State::ReportOnly => ResultCode::ReportOnlyInterrupted,
    }
}
