//! `auditLogs/signIns`: the sign-in log (reference 6.1). What narrows a list is carried by an index; what none carries is
//! looked at on the page itself, a few pages at most.

use axum::extract::Path;
use graph::Version;
use graph::odata::Filter;
use graph::sign_in::{Named, SignIn, applied};
use model::{FirstParty, Id, Locale};
use serde_json::{Value, json};
use service::authority::{Permit, ReadLogs, ReadSecurity, Target};
use service::log_search::{Found, SignInsAsked};
use service::{Fault, Filter as Narrowed};
use signin::RecordId;

use super::call::{Answer, Call};
use super::logs::{LOOKS, Times, looked_at, newest_first, read_token, write_token};
use super::people::not_offered;
use super::problem::Problem;
use crate::screens::admin::{self, reason};

const CONTEXT: &str = "auditLogs/signIns";
const KINDS: &str = "signInEventTypes";

/// What a request asks: by which index, what is looked at on the page, and from when until when.
struct Asked {
    by: SignInsAsked,
    rest: Vec<Filter>,
}

pub(super) async fn list(call: Call) -> Answer {
    let permit = call.permit::<ReadLogs>(Target::Organisation)?;
    newest_first(&call, "createdDateTime")?;
    let Some(Asked { mut by, rest }) = asked(&call).await? else {
        return call.page(CONTEXT, vec![], None, None);
    };
    let (rows, mut told, mut next) = (call.query.rows(), vec![], None);
    for look in 0..LOOKS {
        let size = looked_at(rows, look);
        let page = page(&call, &permit, by.clone(), size + 1).await?;
        let is_last = page.len() <= size || matches!(by, SignInsAsked::One(_));
        for found in page.into_iter().take(size) {
            if told.len() == rows {
                return call.page(CONTEXT, told, next.map(write_token), None);
            }
            next = Some((found.entry.record.at, found.entry.record.id));
            let row = written(&call, &found, Version::Beta);
            if is_shown(&call, &row) && rest.iter().all(|filter| filter.holds(&row)) {
                told.push(written(&call, &found, call.version));
            }
        }
        if is_last {
            return call.page(CONTEXT, told, None, None);
        }
        go_on(&mut by, next);
    }
    call.page(CONTEXT, told, next.map(write_token), None)
}

pub(super) async fn one(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ReadLogs>(Target::Organisation)?;
    let asked = SignInsAsked::One(call.id(&id)?);
    let found = page(&call, &permit, asked, 1).await?.pop();
    let found = found.ok_or_else(|| Problem::missing(call.family, &id))?;
    let row = written(&call, &found, call.version);
    call.one(CONTEXT, row)
}

async fn page(
    call: &Call,
    permit: &Permit<ReadLogs>,
    asked: SignInsAsked,
    rows: usize,
) -> Result<Vec<Found>, Problem> {
    let limit = i64::try_from(rows).unwrap_or(i64::MAX);
    call.or_fault(call.house().sign_ins_found(call.tenant(), permit, asked, limit).await, "")
}

fn go_on(asked: &mut SignInsAsked, after: Option<(model::Timestamp, Id<RecordId>)>) {
    if let SignInsAsked::Listed(filter)
    | SignInsAsked::From(_, filter)
    | SignInsAsked::StoppedWith(_, filter) = asked
    {
        filter.before = after.or(filter.before);
    }
}

/// Where nobody was at the other end is told only to who asks for it, and in beta alone.
fn is_shown(call: &Call, row: &Value) -> bool {
    let names_kind = |filter: &&Filter| match filter {
        Filter::Is(name, _) => name == "isInteractive" || name == "id" || name == "correlationId",
        Filter::Holds(name, _) => name == KINDS,
        _ => false,
    };
    let chosen = call.query.filter.iter().flat_map(every).any(|part| names_kind(&part));
    row["isInteractive"] == Value::Bool(true) || chosen && call.version == Version::Beta
}

/// Every comparison of a filter, however it is joined.
fn every(filter: &Filter) -> Vec<&Filter> {
    match filter {
        Filter::And(one, other) | Filter::Or(one, other) => [every(one), every(other)].concat(),
        Filter::Not(one) => every(one),
        other => vec![other],
    }
}

/// Nothing where a name is nobody's.
async fn asked(call: &Call) -> Result<Option<Asked>, Problem> {
    let (mut filter, mut times) = (Narrowed::default(), Times::default());
    let (mut one, mut address, mut stopped, mut rest, mut when) = (None, None, None, vec![], vec![]);
    for part in call.query.filter.iter().flat_map(Filter::parts) {
        match part {
            Filter::Is(name, Value::String(id)) if name == "id" || name == "correlationId" => {
                one = Some(call.id::<RecordId>(id)?);
            }
            Filter::Is(name, Value::String(id)) if name == "userId" => filter.user = Some(call.id(id)?),
            Filter::Is(name, Value::String(named)) if name == "userPrincipalName" => {
                match call.house().directory_target(call.tenant(), named).await {
                    Err(Fault::NotFound) => return Ok(None),
                    found => filter.user = Some(call.or_fault(found, named)?.0),
                }
            }
            Filter::Is(name, Value::String(id)) if name == "appId" => filter.client = Some(call.id(id)?),
            Filter::Is(name, Value::String(text)) if name == "ipAddress" => address = Some(text.clone()),
            Filter::Is(name, Value::Number(error)) if name == "status/errorCode" => {
                stopped = error.as_i64().filter(|error| *error != 0);
                rest.push(part.clone());
            }
            Filter::Compares(name, order, value) if name == "createdDateTime" => {
                times = times.narrowed(*order, value)?;
                when.push(part.clone());
            }
            other if is_looked_at(other) => rest.push(other.clone()),
            _ => return Err(refused()),
        }
    }
    let after = call.query.skip_token.as_deref().map(read_token).transpose()?;
    (filter.from, filter.before) = (times.from, times.before(after));
    // What an index finds is looked at again: it carries one of them, or two.
    let exact = |name: &str, id: String| Filter::Is(name.to_owned(), json!(id));
    rest.extend(filter.user.map(|id| exact("userId", id.to_string())));
    rest.extend(filter.client.map(|id| exact("appId", id.to_string())));
    rest.extend(one.map(|_| when).unwrap_or_default());
    let is_by_whom = filter.user.is_some() || filter.client.is_some();
    rest.extend(address.clone().map(|address| exact("ipAddress", address)));
    let by = match (one, address, stopped) {
        (Some(id), _, _) => SignInsAsked::One(id),
        (None, Some(address), _) if !is_by_whom => SignInsAsked::From(address, filter),
        (None, _, Some(error)) if !is_by_whom => SignInsAsked::StoppedWith(error, filter),
        _ => SignInsAsked::Listed(filter),
    };
    Ok(Some(Asked { by, rest }))
}

/// What no index carries: it is looked at on the page itself.
fn is_looked_at(filter: &Filter) -> bool {
    const LOOKED_AT: [&str; 6] = [
        "appDisplayName",
        "clientAppUsed",
        "conditionalAccessStatus",
        "isInteractive",
        "location/countryOrRegion",
        "status/errorCode",
    ];
    match filter {
        Filter::Is(name, _) | Filter::IsNot(name, _) | Filter::Begins(name, _) => {
            LOOKED_AT.contains(&name.as_str())
        }
        Filter::Holds(name, _) => name == KINDS,
        Filter::Or(one, other) => is_looked_at(one) && is_looked_at(other),
        Filter::Not(one) => is_looked_at(one),
        _ => false,
    }
}

fn refused() -> Problem {
    not_offered(
        "Sign-ins are found by id, correlationId, userId, userPrincipalName, appId, ipAddress and status/errorCode (eq) and \
         createdDateTime (ge, gt, le, lt), joined by and; isInteractive, signInEventTypes, conditionalAccessStatus, \
         clientAppUsed, appDisplayName and location/countryOrRegion narrow what that finds.",
    )
}

fn written(call: &Call, found: &Found, version: Version) -> Value {
    let (entry, record) = (&found.entry, &found.entry.record);
    let outcome = admin::Outcome::from_word(record.outcome.word());
    let english = text::of(Locale::En);
    let may_tell = call.may::<ReadSecurity>(Target::Organisation);
    let policies = found.policies.iter().filter(|_| may_tell);
    let row = SignIn {
        id: record.id.to_string(),
        at: record.at,
        person: entry
            .person
            .as_ref()
            .map(|(id, name)| Named { id: id.to_string(), name: Some(name.clone()) }),
        user_name: found.user_name.clone(),
        client: Named {
            id: record.client.map(|id| id.to_string()).unwrap_or_default(),
            name: entry.application.clone().or_else(|| entry.page.map(page_name)),
        },
        resource: Named {
            id: record.resource.map(|id| id.to_string()).unwrap_or_default(),
            name: found
                .resource
                .clone()
                .or_else(|| record.resource.and_then(FirstParty::from_app_id).map(page_name)),
        },
        tenant: call.tenant().to_string(),
        address: record.address.as_deref(),
        country: record.country.as_deref(),
        locality: record.locality.as_ref(),
        client_app: &record.client_app,
        platform: record.platform.as_deref(),
        agent: record.agent.as_deref(),
        risks: (record.sign_in_risk.as_deref(), record.user_risk.as_deref()),
        interactive: record.interactive,
        error: record.error,
        reason: reason(english, outcome.unwrap_or(admin::Outcome::Stopped), record.error),
        session: record.session.map(|id| id.to_string()),
        policies: policies.map(|(policy, result)| applied(policy, *result)).collect(),
        results: found.policies.iter().map(|(_, result)| *result).collect(),
        facts: found.facts.as_ref(),
    };
    row.written(version, |at| call.written(at))
}

/// What our own pages are called in English, as the log of pages calls them.
fn page_name(page: FirstParty) -> String {
    let t = text::of(Locale::En);
    match page {
        FirstParty::AdminCentre => t.admin_seen_admin_centre(),
        FirstParty::My => t.admin_my_account(),
        FirstParty::Graph => t.policies_what_api(),
    }
}
