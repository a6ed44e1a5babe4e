//! Whom a policy leaves out: why, and until when.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;
use graph::Document;
use model::{Id, Role, Span};
use policy::{Excluded, Policy};
use service::Fault;
use service::authority::{ManagePolicies, ReadSecurity, Target};
use service::conditional_access::{KeptExclusion, Names, Reason, Refused, Why};

use super::audit::actor_words;
use super::desk::{Desk, refused, shown};
use super::policy::{kept, path};
use super::policy_acts::taken;
use super::shown::count;
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{Done, Entry, ExclusionLine, ExclusionPage, role};

/// What was typed of why somebody is left out, and of the last day, by the id of who it is.
pub(super) type Typed = BTreeMap<String, (String, String)>;

/// Whom a policy leaves out.
pub(super) async fn of(desk: &Desk, id: Id<Policy>) -> Result<Vec<KeptExclusion>, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    desk.or_fault(desk.house().policy_exclusions(desk.tenant(), &permit, id).await)
}

/// One of them as the page of a policy shows it.
pub(super) fn line(desk: &Desk, names: &Names, kept: &KeptExclusion) -> ExclusionLine {
    let (t, name) = (desk.texts(), called(desk, names, kept.excluded));
    let said = |why: &Why| {
        let by = actor_words(t, &why.by.0, why.by.1.as_deref());
        t.exclusions_said(by, desk.recently(why.given))
    };
    let last_day = |why: &Why| why.ends.map(|ends| desk.day(ends - Span::seconds(1)));
    let day = kept.why.as_ref().and_then(last_day);
    let has_ended = kept.why.as_ref().and_then(|why| why.ends).is_some_and(|ends| ends <= desk.house().now());
    ExclusionLine {
        id: kept.excluded.id().to_string(),
        kind: match kept.excluded {
            Excluded::Person(_) => t.exclusions_person(),
            Excluded::Role(_) => t.policies_edit_a_role(),
            Excluded::Group(_) => t.exclusions_group(count(kept.members.unwrap_or(0))),
        },
        reason: kept.why.as_ref().map(|why| why.reason.clone()),
        said: kept.why.as_ref().map(said).unwrap_or_default(),
        until: match &day {
            None => t.exclusions_no_end(),
            Some(day) if has_ended => t.exclusions_ended(day.as_str()),
            Some(day) => t.exclusions_until(day.as_str()),
        },
        refused: kept.why.as_ref().and_then(|why| why.refused).filter(|_| has_ended).map(|why| {
            let day = day.as_deref().unwrap_or_default();
            match why {
                Refused::LocksOut => t.exclusions_refused_lock_out(name.as_str(), day),
                Refused::Other => t.exclusions_refused_other(name.as_str(), day),
            }
        }),
        name,
    }
}

fn called(desk: &Desk, names: &Names, excluded: Excluded) -> String {
    let t = desk.texts();
    match excluded {
        Excluded::Person(id) => names.people.get(&id).cloned().unwrap_or_else(|| t.policies_missing_person()),
        Excluded::Group(id) => names.groups.get(&id).cloned().unwrap_or_else(|| t.policies_missing_group()),
        Excluded::Role(id) => {
            Role::from_id(id).map_or_else(|| t.policies_missing_role(), |known| role(t, known))
        }
    }
}

/// Why one is left out, to be said.
pub(super) async fn page(
    here: Here,
    Path((id, subject)): Path<(String, String)>,
) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Policies).await?;
    desk.permit::<ManagePolicies>(Target::Organisation)?;
    let (document, exclusion) = one(&desk, &id, &subject).await?;
    let typed = exclusion.why.as_ref().map(|why| as_typed(&desk, why)).unwrap_or_default();
    shown(&screen(&desk, (&document, &exclusion), typed, None).await?)
}

/// Keeps why.
pub(super) async fn save(
    Path((id, subject)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&id, form).await?;
    let (document, exclusion) = one(&desk, &id, &subject).await?;
    let typed = (fields.get("reason").trim().to_owned(), fields.get("until").trim().to_owned());
    let policy = document.policy.id;
    let said = match reason(&desk, exclusion.excluded, &typed) {
        Ok(reason) => desk.house().explain_exclusion(desk.tenant(), permit, policy, reason).await,
        Err(field) => Err(Fault::Invalid(field)),
    };
    match said {
        Ok(()) => Ok(desk.done(&path(policy), Done::ExclusionExplained)),
        Err(Fault::Invalid(field @ ("reason" | "until"))) => {
            let error = Some((field, error(&desk, field)));
            Err(refused(&screen(&desk, (&document, &exclusion), typed, error).await?))
        }
        Err(fault) => Err(desk.fault(&fault)),
    }
}

async fn one(desk: &Desk, id: &str, subject: &str) -> Result<(Document, KeptExclusion), Response> {
    let (document, _) = kept(desk, id).await?;
    let subject: Id<()> = desk.id(subject)?;
    let all = of(desk, document.policy.id).await?;
    let exclusion = all.into_iter().find(|one| one.excluded.id() == subject).ok_or_else(|| desk.missing())?;
    Ok((document, exclusion))
}

async fn screen(
    desk: &Desk,
    (document, exclusion): (&Document, &KeptExclusion),
    (reason, until): (String, String),
    error: Option<(&'static str, String)>,
) -> Result<ExclusionPage, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let names = desk.house().names_in(desk.tenant(), &permit, document.policy.clone()).await;
    Ok(ExclusionPage {
        shell: desk.shell(),
        policy: document.policy.id.to_string(),
        policy_name: document.policy.name.clone(),
        id: exclusion.excluded.id().to_string(),
        name: called(desk, &desk.or_fault(names)?, exclusion.excluded),
        reason,
        until,
        error,
    })
}

/// What was said, as it is typed.
fn as_typed(desk: &Desk, why: &Why) -> (String, String) {
    let until = why.ends.map(|ends| desk.house().last_day_before(ends)).unwrap_or_default();
    (why.reason.clone(), until)
}

/// What was said of those that a policy leaves out, as it is typed.
pub(super) async fn typed_of(desk: &Desk, id: Id<Policy>) -> Result<Typed, Response> {
    let all = of(desk, id).await?;
    let said = all.iter().filter_map(|one| {
        let why = one.why.as_ref()?;
        Some((one.excluded.id().to_string(), as_typed(desk, why)))
    });
    Ok(said.collect())
}

/// A reason that was typed; else the field that is wrong.
pub(super) fn reason(
    desk: &Desk,
    excluded: Excluded,
    (typed, until): &(String, String),
) -> Result<Reason, &'static str> {
    let ends = match until.as_str() {
        "" => None,
        day => Some(desk.house().end_of_day(day).ok_or("until")?),
    };
    if typed.is_empty() {
        return Err("reason");
    }
    Ok(Reason { excluded, reason: typed.clone(), ends })
}

/// What is wrong with a field, and the way out.
pub(super) fn error(desk: &Desk, field: &str) -> String {
    let t = desk.texts();
    if field == "until" { t.exclusions_until_error() } else { t.exclusions_reason_error() }
}
