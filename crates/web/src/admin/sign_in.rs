use axum::extract::Path;
use axum::response::Response;
use model::{Id, ShortCode, Timestamp};
use policy::{Demand, Facts, Location, PolicyTrace, Trace};
use service::authority::{Permit, ReadLogs, Target};
use service::log::Story as Kept;
use service::{Outcome, Record};
use text::{Texts, TimeZone};

use super::desk::{Desk, shown};
use super::sign_in_events::{end, events};
use super::sign_in_seen::seen;
use super::sign_ins::line;
use crate::here::Here;
use crate::screens::admin::{Entry, EventLine, Story};

/// The story of one sign-in; its address is the code that people read out.
pub(super) async fn page(here: Here, Path(code): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::SignIns).await?;
    let permit = desk.permit::<ReadLogs>(Target::Organisation)?;
    let code: ShortCode = code.parse().map_err(|()| desk.missing())?;
    let story = story(&desk, &permit, code).await?.ok_or_else(|| desk.missing())?;
    shown(&story)
}

/// The sign-in that the log shows beside itself, if the address names one.
pub(super) async fn beside(desk: &Desk, permit: &Permit<ReadLogs>) -> Result<Option<Box<Story>>, Response> {
    let Some(code) = desk.opened().and_then(|code| code.parse().ok()) else { return Ok(None) };
    Ok(story(desk, permit, code).await?.map(Box::new))
}

async fn story(desk: &Desk, permit: &Permit<ReadLogs>, code: ShortCode) -> Result<Option<Story>, Response> {
    let found = desk.house().record_of_code(desk.tenant(), permit, code).await;
    let Some(id) = desk.or_fault(found)? else { return Ok(None) };
    let kept = desk.or_fault(desk.house().story(desk.tenant(), permit, id).await)?;
    let Kept { entry, judged, ways, places } = kept;
    let record = &entry.record;
    let zone = desk.house().zone();
    let events = match judged.as_deref() {
        Some((facts, trace)) => events((record.outcome, record.error), facts, trace),
        None => vec![(record.at, end(record.outcome, None))],
    };
    let timed = |(at, event)| EventLine { time: clock(at, &zone), event };
    let line = line(desk, &entry);
    let mut story = Story {
        shell: desk.shell(),
        seen: seen(desk.texts(), &line, judged.as_deref().map(|(facts, _)| facts)),
        ways: (record.outcome != Outcome::Success).then_some(ways),
        line,
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
        story.policies = trace.policies.into_iter().map(|policy| with_names(policy, &places)).collect();
    }
    Ok(Some(story))
}

fn demands(facts: &Facts, trace: &Trace) -> Vec<(Demand, bool)> {
    let with_answer = |demand: &Demand| (demand.clone(), demand.is_met(facts));
    trace.decision.demands.iter().map(with_answer).collect()
}

/// The same with the names of locations in the place of their ids.
pub(super) fn with_names(mut policy: PolicyTrace, places: &[(Id<Location>, String)]) -> PolicyTrace {
    for condition in policy.conditions.iter_mut().filter(|condition| condition.condition == "locations") {
        for (id, name) in places {
            let id = id.to_string();
            condition.seen = condition.seen.replace(&id, name);
            condition.wanted = condition.wanted.replace(&id, name);
        }
    }
    policy
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
