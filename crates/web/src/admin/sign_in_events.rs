//! What happened in a sign-in, told from the proofs with their times and from what was demanded.

use model::{How, Id, Known, Proof, Timestamp};
use policy::{Demand, Facts, Need, Policy, Source, Trace, code};
use service::Outcome;
use signin::Obstacle;

use crate::screens::admin::Event;

/// What happened, in order. When a name was typed is not kept: it stands at the first proof that was asked for, and
/// where a session went before there was none to type.
pub(super) fn events(
    (outcome, error): (Outcome, i64),
    facts: &Facts,
    trace: &Trace,
) -> Vec<(Timestamp, Event)> {
    let mut proofs = facts.proofs.clone();
    proofs.sort_by_key(|proof| proof.at);
    let mut events = vec![];
    let rests = proofs.iter().any(|proof| matches!(proof.how, How::FromSession | How::FromToken));
    if let Some(first) = proofs.iter().find(|proof| proof.how == How::Prompted && !rests) {
        let new_browser = facts.circumstances.familiarity.browser == Known::New;
        events.push((first.at, Event::Name { new_browser }));
    }
    for (number, proof) in proofs.iter().enumerate() {
        if let Some(demand) = asked_before(proof, &proofs[..number], facts, trace) {
            // The question stood there since the answer before it; what is from a session was answered long ago.
            let last = proofs[..number].last().filter(|last| last.how == How::Prompted);
            let at = last.map_or(proof.at, |last| last.at);
            events.push((at, Event::Asked(policy_of(demand, trace))));
        }
        let event = match proof.how {
            How::Prompted => Event::Proof(proof.method),
            How::FromSession | How::FromToken => Event::FromSession(proof.method),
            How::Remembered => Event::Remembered(proof.method),
        };
        events.push((proof.at, event));
    }
    let open: Vec<&Demand> = trace.decision.open(facts).collect();
    let answered_wrongly = matches!(error, code::WRONG_CODE | code::LOCKED);
    if outcome == Outcome::Interrupted || answered_wrongly {
        events.extend(open.iter().filter_map(|demand| asked(demand, trace)).map(|event| (facts.now, event)));
    }
    if error == code::WRONG_CODE {
        events.push((facts.now, Event::Wrong));
    }
    let block = open.iter().find(|demand| matches!(demand.need, Need::Block(_))).or(open.first());
    // What stands beside policy is told by the reason of the record.
    let is_beside = answered_wrongly
        || matches!(Obstacle::told_by(error), Some(Obstacle::Blocked | Obstacle::NotAssigned));
    let by = block.filter(|_| !is_beside).and_then(|demand| policy_of(demand, trace));
    events.push((facts.now, end(outcome, by)));
    // Proofs of an older session come first, whatever was asked now.
    events.sort_by_key(|(at, _)| *at);
    events
}

/// How it ended, and by which policy when it was stopped.
pub(super) fn end(outcome: Outcome, by: Option<String>) -> Event {
    match outcome {
        Outcome::Success => Event::LetIn,
        Outcome::Failure => Event::Stopped(by),
        Outcome::Interrupted => Event::Left,
    }
}

/// What the proofs before left open: what this one was asked for.
fn asked_before<'t>(proof: &Proof, before: &[Proof], facts: &Facts, trace: &'t Trace) -> Option<&'t Demand> {
    if proof.how != How::Prompted || before.is_empty() {
        return None;
    }
    let then = Facts { proofs: before.to_vec(), ..facts.clone() };
    let is_open = |demand: &&Demand| is_extra(demand) && !demand.is_met(&then);
    trace.decision.demands.iter().find(is_open)
}

/// What an open demand asked of the person.
fn asked(demand: &Demand, trace: &Trace) -> Option<Event> {
    match demand.need {
        Need::Block(_) | Need::Control(_) => None,
        Need::Registration => Some(Event::RegistrationAsked(policy_of(demand, trace))),
        Need::Combination(_) => is_extra(demand).then(|| Event::Asked(policy_of(demand, trace))),
    }
}

/// True for a step beside the first: by a policy, or asked by the application.
fn is_extra(demand: &Demand) -> bool {
    let is_first = demand.sources.iter().all(|source| *source == Source::FirstFactor);
    matches!(demand.need, Need::Combination(_)) && !is_first
}

/// The name of the first policy that demands it.
fn policy_of(demand: &Demand, trace: &Trace) -> Option<String> {
    let name = |id: Id<Policy>| trace.policies.iter().find(|policy| policy.id == id).map(|p| p.name.clone());
    demand.sources.iter().find_map(|source| match source {
        Source::Policy { id, .. } => name(*id),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use model::{
        ClientApp, Door, Familiarity, Flow, GuestKind, Method, MethodSet, PerUserMfa, Protocol, Signal, Span,
    };
    use policy::{
        Circumstances, Device, Plan, PolicySet, Request, Risks, ScopeClass, SecurityDefaults, Subject,
        Target, explain,
    };

    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_795_420_330);

    /// Somebody with a second factor, where she was never seen, after these proofs.
    fn facts(proofs: &[(Method, How, i64)]) -> Facts {
        let methods = MethodSet::of(&[Method::Password, Method::Totp]);
        let proof = |(method, how, ago): &(Method, How, i64)| Proof {
            method: *method,
            credential: None,
            at: NOW - Span::seconds(*ago),
            how: *how,
        };
        Facts {
            tenant: Id::fixed(1),
            subject: Subject {
                user: Id::fixed(2),
                groups: vec![],
                roles: vec![],
                guest: GuestKind::Member,
                per_user_mfa: PerUserMfa::Disabled,
                registration_since: NOW,
                home: None,
                accepted: vec![],
                emergency: false,
                workload: None,
            },
            client: None,
            target: Target {
                resource: Some(Id::fixed(3)),
                names: vec![],
                privileged: false,
                action: None,
                contexts: vec![],
                scopes: ScopeClass::Baseline,
            },
            circumstances: Circumstances {
                door: Door::Browser,
                protocol: Protocol::Oidc,
                client_app: ClientApp::Browser,
                platform: Signal::Unknown,
                platform_hint: Signal::Unknown,
                address: Signal::Unknown,
                address_rule: None,
                country: Signal::Unknown,
                country_data: String::new(),
                locations: vec![],
                device: Device::default(),
                risks: Risks::default(),
                flow: Flow::None,
                tracked_flow: Flow::None,
                familiarity: Familiarity { browser: Known::New, network: Known::New, country: Known::New },
                session: None,
                new_session: true,
                plan: Plan::P2,
            },
            proofs: proofs.iter().map(proof).collect(),
            keys: vec![],
            registered: methods,
            usable: methods,
            request: Request::default(),
            now: NOW,
        }
    }

    /// What happened, with how many seconds before the end.
    fn told(outcome: Outcome, facts: &Facts) -> Vec<String> {
        let set = PolicySet::new(Id::fixed(7), SecurityDefaults::new_organisation(NOW));
        let events = events((outcome, 0), facts, &explain(&set, facts));
        events.into_iter().map(|(at, event)| format!("{} {event:?}", NOW.since(at).as_secs())).collect()
    }

    #[test]
    fn a_second_step_is_asked_when_the_first_was_given() {
        let facts = facts(&[(Method::Totp, How::Prompted, 1), (Method::Password, How::Prompted, 20)]);
        assert_eq!(
            told(Outcome::Success, &facts),
            [
                "20 Name { new_browser: true }",
                "20 Proof(Password)",
                "20 Asked(Some(\"floor-own-factor\"))",
                "1 Proof(Totp)",
                "0 LetIn",
            ]
        );
    }

    #[test]
    fn a_step_added_to_a_session_is_asked_now_and_no_name_is_typed() {
        let hours = 7_200;
        let facts = facts(&[(Method::Password, How::FromSession, hours), (Method::Totp, How::Prompted, 3)]);
        assert_eq!(
            told(Outcome::Success, &facts),
            ["7200 FromSession(Password)", "3 Asked(Some(\"floor-own-factor\"))", "3 Proof(Totp)", "0 LetIn",]
        );
    }

    #[test]
    fn who_leaves_before_the_second_step_was_asked_for_it() {
        let facts = facts(&[(Method::Password, How::Prompted, 5)]);
        let told = told(Outcome::Interrupted, &facts);
        assert_eq!(told[1..], ["5 Proof(Password)", "0 Asked(Some(\"floor-own-factor\"))", "0 Left"]);
    }

    #[test]
    fn who_is_stopped_hears_by_which_policy() {
        let mut facts = facts(&[(Method::Password, How::Prompted, 0)]);
        facts.circumstances.client_app = ClientApp::Other;
        let told = told(Outcome::Failure, &facts);
        assert_eq!(told.last().unwrap(), "0 Stopped(Some(\"defaults-legacy\"))");
    }

    #[test]
    fn a_wrong_code_is_told_after_the_question_and_no_policy_is_blamed() {
        let facts = facts(&[(Method::Password, How::Prompted, 9)]);
        let set = PolicySet::new(Id::fixed(7), SecurityDefaults::new_organisation(NOW));
        let events = events((Outcome::Failure, code::WRONG_CODE), &facts, &explain(&set, &facts));
        let told: Vec<String> = events.into_iter().map(|(_, event)| format!("{event:?}")).collect();
        assert_eq!(told[2..], ["Asked(Some(\"floor-own-factor\"))", "Wrong", "Stopped(None)"]);
    }
}
