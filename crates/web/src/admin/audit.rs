use axum::extract::Path;
use axum::response::Response;
use model::{Id, Role, Span, Timestamp, User};
use serde_json::Value;
use service::audit::{AuditTarget, Audited, Change, Verb};
use service::authority::{ManageOrganisation, Permit, ReadApps, ReadAudit, ReadPeople, Target};
use service::{AuditFilter, AuditRecord, AuditedBy};
use text::Texts;

use super::desk::{Desk, shown, with_query};
use super::organisation;
use crate::form::Fields;
use crate::here::Here;
use crate::screens::admin::{
    AuditDetail, AuditLine, AuditLog, AuditNarrowed, ChangeLine, Entry, Period, SealState, audit_property,
    audit_sentence, audit_value, role,
};

/// How many records a page shows.
const LINES: usize = 50;

/// Of how many people one record tells the names.
const NAMED: usize = 50;

/// Monitoring > Audit logs.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::AuditLogs).await?;
    let permit = desk.permit::<ReadAudit>(Target::Organisation)?;
    let query = desk.query();
    let narrowed = narrowed(&query);
    let filter = filter(&desk, &permit, &narrowed, &query).await?;
    let nobody = filter.is_none();
    let mut found = match filter {
        Some(filter) => {
            let read = desk.house().audit_log(desk.tenant(), &permit, filter, LINES as i64 + 1).await;
            desk.or_fault(read)?
        }
        // A name that is nobody's did nothing.
        None => vec![],
    };
    let is_more = found.len() > LINES;
    found.truncate(LINES);
    let more = found.last().filter(|_| is_more).map(|last| desk.here.to(&address(&narrowed, &last.record)));
    let sealed = desk.or_fault(desk.house().audit_sealed(desk.tenant(), &permit).await)?;
    let (looked, _) = desk.house().audit_look(desk.tenant(), &permit);
    shown(&AuditLog {
        seals: SealState::of(&sealed, looked.as_deref(), desk.locale(), &desk.house().zone()),
        shell: desk.shell(),
        lines: found.iter().map(|audited| line(&desk, audited)).collect(),
        narrowed,
        nobody,
        more,
    })
}

/// One record: what was before, and what is after.
pub(super) async fn one(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::AuditLogs).await?;
    let permit = desk.permit::<ReadAudit>(Target::Organisation)?;
    let id: Id<AuditRecord> = desk.id(&id)?;
    let audited = desk.or_fault(desk.house().audited(desk.tenant(), &permit, id).await)?;
    let mut changes = vec![];
    for change in &audited.changes {
        changes.push(change_line(&desk, change).await);
    }
    let line = AuditLine { when: desk.date(audited.record.at), ..line(&desk, &audited) };
    shown(&AuditDetail {
        shell: desk.shell(),
        target: link(&desk, &audited.target),
        by: match audited.record.actor {
            AuditedBy::User(id) => person_link(&desk, id).map(|link| (link, line.by.clone())),
            _ => None,
        },
        undo: undo(&desk, &audited),
        address: audited.record.address.clone(),
        action: audited.record.action.clone(),
        changes,
        line,
    })
}

fn narrowed(query: &Fields) -> AuditNarrowed {
    AuditNarrowed {
        person: query.get("person").trim().chars().take(256).collect(),
        action: Verb::from_word(query.get("action")),
        time: Period::from_word(query.get("time")),
    }
}

/// The same as the log is asked; `None` when the person is nobody.
async fn filter(
    desk: &Desk,
    permit: &Permit<ReadAudit>,
    narrowed: &AuditNarrowed,
    query: &Fields,
) -> Result<Option<AuditFilter>, Response> {
    let actor = if narrowed.person.is_empty() {
        None
    } else {
        let named = desk.house().person_named(desk.tenant(), permit, &narrowed.person).await;
        let Some(user) = desk.or_fault(named)? else { return Ok(None) };
        Some(user.id)
    };
    let now = desk.house().now();
    Ok(Some(AuditFilter {
        actor,
        action: narrowed.action.map(|verb| verb.word().to_owned()),
        target: None,
        since: narrowed.time.hours().map(|hours| now - Span::hours(hours)),
        before: before(query),
    }))
}

fn before(query: &Fields) -> Option<(Timestamp, Id<AuditRecord>)> {
    let at = query.get("before").parse().ok().map(Timestamp::from_micros)?;
    Some((at, query.get("id").parse().ok()?))
}

fn address(narrowed: &AuditNarrowed, last: &AuditRecord) -> String {
    with_query(
        Entry::AuditLogs.path(),
        &[
            ("person", &narrowed.person),
            ("action", narrowed.action.map_or("", Verb::word)),
            ("time", narrowed.time.word()),
            ("before", &last.at.as_micros().to_string()),
            ("id", &last.id.to_string()),
        ],
    )
}

fn line(desk: &Desk, audited: &Audited) -> AuditLine {
    let t = desk.texts();
    let by = actor_words(t, &audited.record.actor, audited.by.as_deref());
    let whom = match &audited.target {
        AuditTarget::Person(_, name) => name.clone().unwrap_or_else(|| t.audit_person_gone()),
        AuditTarget::App(_, name) => {
            name.clone().or_else(|| old_name(audited)).unwrap_or_else(|| t.audit_app_gone())
        }
        AuditTarget::Group(_, name) => {
            name.clone().or_else(|| old_name(audited)).unwrap_or_else(|| t.audit_group_gone())
        }
        AuditTarget::Named(name) => name.clone(),
        AuditTarget::Organisation => desk.here.organisation.name.clone(),
    };
    AuditLine {
        id: audited.record.id.to_string(),
        when: desk.recently(audited.record.at),
        sentence: match audited.verb {
            Some(verb) => audit_sentence(t, verb, &by, &whom),
            None => t.audit_unknown(&by, audited.record.action.as_str()),
        },
        reason: reason(&audited.changes),
        address: audited.record.address.clone(),
        by,
    }
}

/// Who did something, by the name that they have now.
pub(super) fn actor_words(t: &Texts, actor: &AuditedBy, name: Option<&str>) -> String {
    match actor {
        AuditedBy::User(_) => name.map_or_else(|| t.audit_by_gone(), str::to_owned),
        AuditedBy::App(_) => name.map_or_else(|| t.audit_app_gone(), str::to_owned),
        AuditedBy::SetUp => t.audit_by_set_up(),
        AuditedBy::System => t.audit_by_system(),
        AuditedBy::Cli(name) => t.audit_by_cli(name),
    }
}

/// What an application was called that the record itself tells of.
fn old_name(audited: &Audited) -> Option<String> {
    let change = audited.changes.iter().find(|change| change.property == "name")?;
    change.old.as_str().or(change.new.as_str()).map(str::to_owned)
}

/// What somebody typed beside the word of the reason.
fn reason(changes: &[Change]) -> Option<String> {
    let reason = changes.iter().find(|change| change.property == "reason")?.new.as_str()?;
    reason.split_once(": ").map(|(_, typed)| typed.to_owned())
}

/// The page of what it was done to, for a reader who may open it.
fn link(desk: &Desk, target: &AuditTarget) -> Option<String> {
    match target {
        AuditTarget::Person(id, Some(_)) => person_link(desk, *id),
        AuditTarget::App(id, Some(_)) if desk.may::<ReadApps>(Target::Organisation) => {
            Some(format!("{}/{id}", Entry::Applications.path()))
        }
        AuditTarget::Group(id, Some(_)) if desk.may::<ReadPeople>(Target::Organisation) => {
            Some(format!("{}/{id}", Entry::Groups.path()))
        }
        _ => None,
    }
}

fn person_link(desk: &Desk, id: Id<User>) -> Option<String> {
    desk.may::<ReadPeople>(Target::Organisation).then(|| format!("{}/{id}", Entry::ActiveUsers.path()))
}

/// Where what was before can be put back, by a reader who may.
fn undo(desk: &Desk, audited: &Audited) -> Option<String> {
    let may_undo = audited.verb == Some(Verb::ChangeOrganisation)
        && desk.may::<ManageOrganisation>(Target::Organisation);
    may_undo.then(|| format!("{}?before={}", organisation::PATH, audited.record.id))
}

/// A change in the reader's words: what the page calls the property, and what its values are called.
async fn change_line(desk: &Desk, change: &Change) -> ChangeLine {
    let property = audit_property(desk.texts(), &change.property);
    if change.is_erased() {
        let erased = desk.texts().audit_detail_erased();
        let property = property.unwrap_or_else(|| change.property.clone());
        return ChangeLine { property, old: erased.clone(), new: erased };
    }
    let (old, new) = (said(desk, change, &change.old).await, said(desk, change, &change.new).await);
    ChangeLine { property: property.unwrap_or_else(|| change.property.clone()), old, new }
}

/// A value of a change; times are dates, and whoever may read people reads a name in place of an id.
async fn said(desk: &Desk, change: &Change, value: &Value) -> String {
    let t = desk.texts();
    match (change.property.as_str(), value) {
        ("invitation" | "validFrom" | "passwordChanged", Value::Number(at)) => {
            desk.date(Timestamp::from_micros(at.as_i64().unwrap_or_default()))
        }
        ("until", Value::Number(at)) => desk.date(Timestamp::from_secs(at.as_i64().unwrap_or_default())),
        ("accountEnds", Value::String(end)) => {
            desk.date(Timestamp::from_micros(end.parse().unwrap_or_default()))
        }
        ("person" | "administrator" | "manager", Value::String(id)) => {
            name_of(desk, id).await.unwrap_or_else(|| id.clone())
        }
        ("membersAdded" | "membersRemoved", Value::Array(ids)) => {
            let mut names = vec![];
            for id in ids.iter().filter_map(Value::as_str).take(NAMED) {
                names.push(name_of(desk, id).await.unwrap_or_else(|| id.to_owned()));
            }
            let more = ids.len() - names.len();
            if more > 0 {
                names.push(t.audit_and_more(more));
            }
            names.join("\n")
        }
        ("group" | "nestedGroup", Value::String(id)) => {
            group_of(desk, id).await.unwrap_or_else(|| id.clone())
        }
        (property, Value::String(word)) => {
            audit_value(t, property, word).unwrap_or_else(|| value_text(t, value))
        }
        _ => value_text(t, value),
    }
}

async fn name_of(desk: &Desk, id: &str) -> Option<String> {
    let permit = desk.permit::<ReadPeople>(Target::Organisation).ok()?;
    let person = desk.house().person(desk.tenant(), &permit, id.parse().ok()?).await.ok()?;
    Some(person.user.display)
}

async fn group_of(desk: &Desk, id: &str) -> Option<String> {
    let permit = desk.permit::<ReadPeople>(Target::Organisation).ok()?;
    let group = desk.house().group(desk.tenant(), &permit, id.parse().ok()?).await.ok()?;
    Some(group.group.display)
}

/// A value as a person reads it: empty for nothing.
pub(super) fn value_text(t: &Texts, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => t.admin_yes(),
        Value::Bool(false) => t.admin_no(),
        Value::String(text) => {
            let held = text.parse().ok().and_then(Role::from_id);
            held.map_or_else(|| text.clone(), |held| role(t, held))
        }
        Value::Array(items) => items.iter().map(|item| value_text(t, item)).collect::<Vec<_>>().join("\n"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_cannot_mean_narrows_nothing() {
        assert!(narrowed(&Fields::read(b"person=+&action=manageApps&time=1y")).is_empty());
        assert_eq!(before(&Fields::read(b"before=12&id=x")), None);
    }

    #[test]
    fn a_value_is_said_in_words() {
        let t = text::of(model::Locale::En);
        assert_eq!(value_text(t, &Value::Null), "");
        assert_eq!(value_text(t, &serde_json::json!(["a", true])), "a\nYes");
        assert_eq!(value_text(t, &serde_json::json!(14)), "14");
        let role = serde_json::json!("62e90394-69f5-4237-9190-012177145e10");
        assert_eq!(value_text(t, &role), "Global Administrator");
    }
}
