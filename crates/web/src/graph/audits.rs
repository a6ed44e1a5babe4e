//! `auditLogs/directoryAudits`: the audit log (reference 6.3).

use axum::extract::Path;
use graph::audit::{Change, Initiator, Modified};
use graph::odata::Filter;
use graph::sign_in::Named;
use model::{Id, User};
use serde_json::Value;
use service::audit::{AuditTarget, Audited};
use service::authority::{ReadAudit, Target};
use service::{AuditFilter, AuditRecord, AuditedBy};

use super::call::{Answer, Call};
use super::logs::{LOOKS, Times, looked_at, newest_first, read_token, write_token};
use super::people::not_offered;
use super::problem::Problem;

const CONTEXT: &str = "auditLogs/directoryAudits";

pub(super) async fn list(call: Call) -> Answer {
    let permit = call.permit::<ReadAudit>(Target::Organisation)?;
    newest_first(&call, "activityDateTime")?;
    let (id, mut filter, rest) = asked(&call)?;
    if let Some(id) = id {
        let found = match call.house().audited(call.tenant(), &permit, id).await {
            Err(service::Fault::NotFound) => vec![],
            found => vec![written(&call, &call.or_fault(found, "")?)],
        };
        let told = found.into_iter().filter(|row| rest.iter().all(|filter| filter.holds(row))).collect();
        return call.page(CONTEXT, told, None, None);
    }
    let (rows, mut told, mut next) = (call.query.rows(), vec![], None);
    for look in 0..LOOKS {
        let size = looked_at(rows, look);
        let limit = i64::try_from(size + 1).unwrap_or(i64::MAX);
        let page = call.house().audit_log(call.tenant(), &permit, filter.clone(), limit).await;
        let page = call.or_fault(page, "")?;
        let is_last = page.len() <= size;
        for audited in page.iter().take(size) {
            if told.len() == rows {
                return call.page(CONTEXT, told, next.map(write_token), None);
            }
            next = Some((audited.record.at, audited.record.id));
            let row = written(&call, audited);
            if rest.iter().all(|filter| filter.holds(&row)) {
                told.push(row);
            }
        }
        if is_last {
            return call.page(CONTEXT, told, None, None);
        }
        filter.before = next.or(filter.before);
    }
    call.page(CONTEXT, told, next.map(write_token), None)
}

pub(super) async fn one(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ReadAudit>(Target::Organisation)?;
    let found = call.house().audited(call.tenant(), &permit, call.id(&id)?).await;
    let row = written(&call, &call.or_fault(found, &id)?);
    call.one(CONTEXT, row)
}

/// One record, or those of an index; and what is looked at beside.
type Asked = (Option<Id<AuditRecord>>, AuditFilter, Vec<Filter>);

/// What a request asks: one record, or by which index; and what is looked at on the page itself.
fn asked(call: &Call) -> Result<Asked, Problem> {
    let (mut filter, mut times) = (AuditFilter::default(), Times::default());
    let (mut one, mut rest, mut when) = (None, vec![], vec![]);
    for part in call.query.filter.iter().flat_map(Filter::parts) {
        match part {
            Filter::Is(name, Value::String(id)) if name == "id" || name == "correlationId" => {
                one = Some(call.id(id)?);
            }
            Filter::Is(name, Value::String(id))
                if name == "initiatedBy/user/id" || name == "initiatedBy/app/appId" =>
            {
                filter.actor = Some(call.id::<User>(id)?);
                rest.push(part.clone());
            }
            Filter::HoldsWith(list, name, Value::String(id)) if list == "targetResources" && name == "id" => {
                filter.target = Some(call.id(id)?);
                rest.push(part.clone());
            }
            Filter::Compares(name, order, value) if name == "activityDateTime" => {
                times = times.narrowed(*order, value)?;
                when.push(part.clone());
            }
            other if is_looked_at(other) => rest.push(other.clone()),
            _ => return Err(refused()),
        }
    }
    rest.extend(one.map(|_| when).unwrap_or_default());
    let after = call.query.skip_token.as_deref().map(read_token).transpose()?;
    (filter.since, filter.before) = (times.from, times.before(after));
    Ok((one, filter, rest))
}

/// What no index carries: it is looked at on the page itself.
fn is_looked_at(filter: &Filter) -> bool {
    const LOOKED_AT: [&str; 6] = [
        "activityDisplayName",
        "category",
        "initiatedBy/app/displayName",
        "initiatedBy/user/displayName",
        "loggedByService",
        "result",
    ];
    match filter {
        Filter::Is(name, _) | Filter::IsNot(name, _) | Filter::Begins(name, _) => {
            LOOKED_AT.contains(&name.as_str())
        }
        Filter::Or(one, other) => is_looked_at(one) && is_looked_at(other),
        Filter::Not(one) => is_looked_at(one),
        _ => false,
    }
}

fn refused() -> Problem {
    not_offered(
        "Changes are found by id, correlationId, initiatedBy/user/id, initiatedBy/app/appId and \
         targetResources/any(t:t/id eq '…') and activityDateTime (ge, gt, le, lt), joined by and; activityDisplayName, \
         category, loggedByService, result and the names of who did it narrow what that finds.",
    )
}

fn written(call: &Call, audited: &Audited) -> Value {
    let record = &audited.record;
    let named = |id: String| Named { id, name: audited.by.clone() };
    let by = match &record.actor {
        AuditedBy::User(id) => Initiator::Person(named(id.to_string()), record.address.clone()),
        AuditedBy::App(id) => Initiator::App(named(id.to_string())),
        AuditedBy::Cli(name) => {
            Initiator::App(Named { id: String::new(), name: Some(format!("Sluis ({name})")) })
        }
        AuditedBy::SetUp | AuditedBy::System => {
            Initiator::App(Named { id: String::new(), name: Some("Sluis".to_owned()) })
        }
    };
    let name = match &audited.target {
        AuditTarget::Person(_, name) | AuditTarget::App(_, name) | AuditTarget::Group(_, name) => {
            name.clone()
        }
        AuditTarget::Named(name) => Some(name.clone()),
        AuditTarget::Organisation => None,
    };
    let modified = audited.changes.iter().map(|change| Modified {
        name: change.property.clone(),
        old: change.old.clone(),
        new: change.new.clone(),
    });
    let change = Change {
        id: record.id.to_string(),
        at: record.at,
        action: record.action.clone(),
        kind: record.target_kind.clone(),
        target: record.target.map(|id| Named { id: id.to_string(), name }),
        by,
        modified: modified.collect(),
    };
    change.written(|at| call.written(at))
}
