use axum::extract::Path;
use axum::response::Response;
use model::{How, Id, Known, Proof, ShortCode, Timestamp};
use policy::{Demand, Facts, Need, Policy, Source, Trace};
use service::authority::{ReadLogs, Target};
use service::log::Story as Kept;
use service::{Outcome, Record};
use text::{Texts, TimeZone};

use super::desk::{Desk, shown};
use super::sign_ins::line;
use crate::here::Here;
use crate::screens::admin::{Entry, Event, EventLine, Story};

/// The story of one sign-in; its address is the code that people read out.
pub(super) async fn page(here: Here, Path(code): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::SignIns).await?;
    let permit = desk.permit::<ReadLogs>(Target::Organisation)?;
    let code: ShortCode = code.parse().map_err(|()| desk.missing())?;
    let id = desk.or_fault(desk.house().record_of_code(desk.tenant(), &permit, code).await)?;
    let id = id.ok_or_else(|| desk.missing())?;
    let Kept { entry, judged } = desk.or_fault(desk.house().story(desk.tenant(), &permit, id).await)?;
    let record = &entry.record;
    let zone = desk.house().zone();
    let events = match judged.as_deref() {
        Some((facts, trace)) => events(record, facts, trace),
        None => vec![(record.at, end(record.outcome, None))],
    };
    let timed = |(at, event)| EventLine { time: clock(at, &zone), event };
    let mut story = Story {
        shell: desk.shell(),
        line: line(&desk, &entry),
        person_id: entry.person.as_ref().map(|(id, _)| id.to_string()),
        events: events.into_iter().map(timed).collect(),
        demands: vec![],
        policies: vec![],
        ids: ids(desk.texts(), record),
    };
    // The story names the day in full.
    story.line.when = desk.date(record.at);
    if let Some((facts, trace)) = judged.map(|judged| *judged) {
        story.demands = demands(&facts, &trace);
        story.policies = trace.policies;
    }
    shown(&story)
}

fn demands(facts: &Facts, trace: &Trace) -> Vec<(Demand, bool)> {
    let with_answer = |demand: &Demand| (demand.clone(), demand.is_met(&facts.proofs, facts.registered));
    trace.decision.demands.iter().map(with_answer).collect()
}

/// What happened, from the proofs with their times and what was demanded. When a name was typed is not kept: it
/// stands at the first proof that was asked for, and where a session went before there was none to type.
fn events(record: &Record, facts: &Facts, trace: &Trace) -> Vec<(Timestamp, Event)> {
    let mut proofs = facts.proofs.clone();
    proofs.sort_by_key(|proof| proof.at);
    let mut events = vec![];
    let rests = proofs.iter().any(|proof| matches!(proof.how, How::FromSession | How::FromToken));
    if record.interactive && !rests {
        let first = proofs.iter().find(|proof| proof.how == How::Prompted);
        let new_browser = facts.circumstances.familiarity.browser == Known::New;
        events.push((first.map_or(record.at, |proof| proof.at), Event::Name { new_browser }));
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
    let open: Vec<&Demand> = trace.decision.open(&facts.proofs, facts.registered).collect();
    if record.outcome == Outcome::Interrupted {
        events.extend(open.iter().filter_map(|demand| asked(demand, trace)).map(|event| (record.at, event)));
    }
    let block = open.iter().find(|demand| matches!(demand.need, Need::Block(_))).or(open.first());
    let by = block.and_then(|demand| policy_of(demand, trace));
    events.push((record.at, end(record.outcome, by)));
    // Proofs of an older session come first, whatever was asked now.
    events.sort_by_key(|(at, _)| *at);
    events
}

/// What the proofs before left open: what this one was asked for.
fn asked_before<'t>(proof: &Proof, before: &[Proof], facts: &Facts, trace: &'t Trace) -> Option<&'t Demand> {
    if proof.how != How::Prompted || before.is_empty() {
        return None;
    }
    let is_open = |demand: &&Demand| is_extra(demand) && !demand.is_met(before, facts.registered);
    trace.decision.demands.iter().find(is_open)
}

/// What an open demand asked of the person.
fn asked(demand: &Demand, trace: &Trace) -> Option<Event> {
    match demand.need {
        Need::Block(_) => None,
        Need::Registration => Some(Event::RegistrationAsked(policy_of(demand, trace))),
        Need::Combination(_) => is_extra(demand).then(|| Event::Asked(policy_of(demand, trace))),
    }
}

/// True for a step beside the first: by a policy, or asked by the application.
fn is_extra(demand: &Demand) -> bool {
    let first = demand.sources.iter().all(|source| *source == Source::FirstFactor);
    matches!(demand.need, Need::Combination(_)) && !first
}

fn end(outcome: Outcome, by: Option<String>) -> Event {
    match outcome {
        Outcome::Success => Event::LetIn,
        Outcome::Failure => Event::Stopped(by),
        Outcome::Interrupted => Event::Left,
    }
}

/// The name of the first policy that demands it.
fn policy_of(demand: &Demand, trace: &Trace) -> Option<String> {
    let ids = demand.sources.iter().filter_map(|source| match source {
        Source::Policy { id, .. } => Some(*id),
        _ => None,
    });
    let name = |id: Id<Policy>| trace.policies.iter().find(|policy| policy.id == id).map(|p| p.name.clone());
    ids.into_iter().find_map(name)
}

/// What somebody who looks further needs.
fn ids(t: &Texts, record: &Record) -> Vec<(String, String)> {
    [
        (t.admin_story_id(), Some(record.id.to_string())),
        (t.admin_story_client(), record.client.map(|id| id.to_string())),
        (t.admin_story_user(), record.user.map(|id| id.to_string())),
        (t.admin_story_session(), record.session.map(|id| id.to_string())),
        (t.admin_story_revision(), record.revision.map(|id| id.to_string())),
        (t.admin_story_door(), Some(record.door.clone())),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

/// `08:41:02`: the order of what happens within a minute is the story.
fn clock(at: Timestamp, zone: &TimeZone) -> String {
    let at = jiff::Timestamp::from_microsecond(at.as_micros()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let at = at.to_zoned(zone.clone());
    format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
}
