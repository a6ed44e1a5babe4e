//! The record of a decision: written in the transaction that acts on it.

use model::{AppId, Id, Signal, Span, Tenant, Timestamp, User};
use policy::{EVALUATOR_VERSION, Facts, PolicySet, Rest, Trace, explain};
use serde::Serialize;
use signin::{Grant, Session};
use sql::Tx;
use store::{Outcome, Record, Subject, Tables};

use crate::Fault;
use crate::context::Context;
use crate::gate::Draws;
use crate::keys::sha256;

/// How long equal silent successes are counted in one record.
const SAME_FOR: Span = Span::hours(1);

/// What a decision came to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ending {
    /// How it ended.
    pub(crate) outcome: Outcome,
    /// The AADSTS number; 0 for success.
    pub(crate) error: i64,
    /// True when a person was at the other end.
    pub(crate) interactive: bool,
    /// The session, if there is one.
    pub(crate) session: Option<Id<Session>>,
    /// The grant, if there is one.
    pub(crate) grant: Option<Id<Grant>>,
}

impl Ending {
    /// Somebody was let in.
    pub(crate) const fn success(session: Option<Id<Session>>, grant: Option<Id<Grant>>) -> Self {
        Self { outcome: Outcome::Success, error: 0, interactive: true, session, grant }
    }
    /// Somebody was asked for something more.
    pub(crate) const fn interrupted(error: i64) -> Self {
        Self { outcome: Outcome::Interrupted, ..Self::failure(error) }
    }
    /// Somebody was stopped.
    pub(crate) const fn failure(error: i64) -> Self {
        Self { outcome: Outcome::Failure, error, interactive: true, session: None, grant: None }
    }
    /// The word that it is counted under ([`crate::metrics`]).
    const fn note(&self) -> &'static str {
        match (self.outcome, self.interactive) {
            (Outcome::Success, true) => "success",
            (Outcome::Interrupted, _) => "interrupted",
            (Outcome::Failure, true) => "failure",
            (Outcome::Success, false) => "success_silent",
            (Outcome::Failure, false) => "failure_silent",
        }
    }
    /// The same without a person at the other end.
    pub(crate) const fn silent(self) -> Self {
        Self { interactive: false, ..self }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Kept<'a> {
    demands: &'a [policy::Demand],
    results: &'a [(Id<policy::Policy>, policy::ResultCode)],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    report_only: &'a [(Id<policy::Policy>, policy::ResultCode)],
}

/// Keeps the record of a judged attempt. The verdict is computed from the same facts and set that were judged.
pub(crate) fn judged(
    tx: &mut Tx<'_>,
    set: &PolicySet,
    facts: &Facts,
    context: &Context,
    draws: &Draws,
    ending: Ending,
) -> Result<(), Fault> {
    let decision = policy::evaluate(set, facts);
    let kept =
        Kept { demands: &decision.demands, results: &decision.results, report_only: &decision.report_only };
    let content = json(&facts.subject)?;
    let subject = tx.records().subject(&Subject {
        id: draws.subject,
        hash: sha256(content.as_bytes()),
        user: facts.subject.user,
        content,
    })?;
    let record = Record {
        user: facts.subject.workload.is_none().then_some(facts.subject.user),
        subject: Some(subject),
        client: facts.client,
        resource: facts.target.resource,
        door: facts.circumstances.door.word().to_owned(),
        client_app: facts.circumstances.client_app.word().to_owned(),
        country: facts.circumstances.country.known().map(|country| country.code().to_owned()),
        flow: facts.circumstances.flow.word().to_owned(),
        sign_in_risk: word(facts.circumstances.risks.sign_in),
        user_risk: word(facts.circumstances.risks.user),
        revision: Some(set.revision),
        facts: Some(json(&facts.rest())?),
        verdict: Some(json(&kept)?),
        ..blank(context, draws, ending)
    };
    tx.records().insert(&record)?;
    if ending.interactive && facts.subject.workload.is_none() {
        tx.coverage().enqueue(record.id)?;
    }
    tx.note(ending.note());
    Ok(())
}

/// Keeps the record of a silent success, or adds one to the count of the grant's newest record when that tells the
/// same: who, revision, facts and outcome are equal and it is less than an hour old.
pub(crate) fn counted(
    tx: &mut Tx<'_>,
    set: &PolicySet,
    facts: &Facts,
    context: &Context,
    draws: &Draws,
    ending: Ending,
) -> Result<(), Fault> {
    if let Some(grant) = ending.grant
        && let Some(newest) = tx.records().newest_of_grant(grant, draws.now - SAME_FOR)?
        && newest.outcome == ending.outcome
        && !newest.interactive
        && newest.revision == Some(set.revision)
        && newest.address == context.address_text()
        && newest.facts.as_deref() == Some(json(&facts.rest())?.as_str())
        && let Some(subject) = newest.subject
        && tx.records().subject_content(subject)?.as_deref() == Some(json(&facts.subject)?.as_str())
    {
        tx.note(ending.note());
        return Ok(tx.records().count_again(newest.id, draws.now)?);
    }
    judged(tx, set, facts, context, draws, ending)
}

/// Keeps the record of an attempt that did not reach policy: a wrong secret, a locked name.
pub(crate) fn unjudged(
    tx: &mut Tx<'_>,
    who: Who,
    client: Option<Id<AppId>>,
    context: &Context,
    draws: &Draws,
    ending: Ending,
) -> Result<(), Fault> {
    let (user, name_digest) = match who {
        Who::User(user) => (Some(user), None),
        Who::Nobody(digest) => (None, Some(digest)),
    };
    let record = Record { user, name_digest, client, ..blank(context, draws, ending) };
    tx.records().insert(&record)?;
    tx.note(ending.note());
    Ok(())
}

/// Keeps one record of attempts that were turned away whatever name they gave.
pub(crate) fn turned_away(
    tx: &mut Tx<'_>,
    times: i64,
    client: Option<Id<AppId>>,
    (context, draws): (&Context, &Draws),
    ending: Ending,
) -> Result<(), Fault> {
    tx.records().insert(&Record { times, client, ..blank(context, draws, ending) })?;
    Ok(())
}

/// Whom an attempt was about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Who {
    /// Somebody.
    User(Id<User>),
    /// Nobody: a keyed digest of what was typed. People type passwords into name fields.
    Nobody([u8; 32]),
}

/// The facts of a record again, and the trace computed from them.
pub(crate) fn replayed(
    tenant: Id<Tenant>,
    record: &Record,
    subject: &str,
    set: &PolicySet,
) -> Option<(Facts, Trace)> {
    let rest: Rest = serde_json::from_str(record.facts.as_deref()?).ok()?;
    let subject = serde_json::from_str(subject).ok()?;
    let mut facts = Facts::restore(tenant, record.client, subject, rest, record.at);
    // The address has a column of its own; what was judged by another one than was shown (ADR 30) kept its locations.
    let ip = record.address.as_deref().and_then(|address| address.parse().ok());
    let rule = facts.circumstances.address_rule.unwrap_or(model::AddressRule::Peer);
    facts.circumstances.address = Signal::from_option(ip.map(|ip| model::Address::new(ip, rule)));
    let trace = explain(set, &facts);
    Some((facts, trace))
}

fn blank(context: &Context, draws: &Draws, ending: Ending) -> Record {
    let now: Timestamp = draws.now;
    Record {
        id: draws.record,
        at: now,
        code: draws.code.bare().to_owned(),
        user: None,
        subject: None,
        name_digest: None,
        client: None,
        resource: None,
        session: ending.session,
        grant: ending.grant,
        door: model::Door::Browser.word().to_owned(),
        client_app: model::ClientApp::Browser.word().to_owned(),
        platform: word(context.platform),
        address: context.address_text(),
        country: None,
        locality: context.locality.clone(),
        agent: context.agent.clone(),
        flow: model::Flow::None.word().to_owned(),
        sign_in_risk: None,
        user_risk: None,
        outcome: ending.outcome,
        error: ending.error,
        interactive: ending.interactive,
        times: 1,
        last_at: now,
        revision: None,
        evaluator: EVALUATOR_VERSION,
        facts: None,
        verdict: None,
    }
}

fn json<T: Serialize>(value: &T) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| Fault::Database(sql::Error::Decode(error.to_string())))
}

fn word<T: ToString + Copy>(signal: Signal<T>) -> Option<String> {
    signal.known().map(ToString::to_string)
}
