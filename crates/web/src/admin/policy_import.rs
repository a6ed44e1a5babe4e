//! Policies of a file in Graph's JSON, and the ids in them that are nothing here.

use axum::response::Response;
use graph::{Document, Version};
use model::Id;
use policy::{AuthenticationStrength, State};
use service::authority::{ManagePolicies, ReadSecurity, Target};
use service::conditional_access::{Mappable, UnknownId, Wish, Written, WrittenIn};

use super::desk::{Desk, refused, shown};
use super::policies::looked_over;
use super::policy_acts::{saved, words};
use super::shown::count;
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{Done, Entry, MapCandidate, MapLine, PolicyImport, PolicyMap};
use crate::screens::policy_words::strength_name;
use crate::upload::Upload;

/// Where a file is given.
pub(super) const PATH: &str = "/admin/conditional-access/policies/import";
/// Where unknown ids are mapped.
pub(super) const MAP: &str = "/admin/conditional-access/policies/map";
/// How many of each kind are offered.
const OFFERED: usize = 20;

/// The empty form. Who has to confirm does it now: a file does not wait.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Policies).await?;
    desk.permit::<ManagePolicies>(Target::Organisation)?;
    shown(&screen(&desk, false, None))
}

/// Makes policies of a file. They stop nobody: each begins off, or report-only.
pub(super) async fn import(upload: Upload) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(upload.form, Entry::Policies, PATH).await?;
    desk.permit::<ManagePolicies>(Target::Organisation)?;
    let t = desk.texts();
    let report_only = fields.get("state") == "reportOnly";
    let refuse = |why: String| Err(refused(&screen(&desk, report_only, Some(why))));
    let read = std::str::from_utf8(&upload.file).ok().map(graph::read);
    let documents: Vec<Document> = match read {
        Some(Ok(documents)) if !documents.is_empty() => documents,
        Some(Ok(_)) => return refuse(t.policies_import_nothing()),
        Some(Err(error)) => return refuse(t.policies_import_unreadable(error.to_string())),
        None => return refuse(t.policies_import_nothing()),
    };
    let state = if report_only { State::ReportOnly } else { State::Off };
    for (before, document) in documents.into_iter().enumerate() {
        let name = document.policy.name.clone();
        let text = document.in_state(state).write(Version::Beta).to_string();
        let written = Written { text: &text, reasons: vec![], from: WrittenIn::File };
        let permit = desk.permit::<ManagePolicies>(Target::Organisation)?;
        let made = desk.house().create_policy(desk.tenant(), permit, written, Wish::default()).await;
        if let Err(why) = saved(&desk, made)? {
            return refuse(t.policies_import_stopped(name, why.text, before));
        }
    }
    let unknown = !looked_over(&desk).await?.unknown_ids().is_empty();
    Ok(desk.done(if unknown { MAP } else { Entry::Policies.path() }, Done::PoliciesImported))
}

fn screen(desk: &Desk, report_only: bool, problem: Option<String>) -> PolicyImport {
    let mut shell = desk.shell();
    PATH.clone_into(&mut shell.here);
    PolicyImport { shell, report_only, problem }
}

/// The ids that are nothing here; with one chosen, what it can be.
pub(super) async fn map_page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Policies).await?;
    desk.permit::<ReadSecurity>(Target::Organisation)?;
    let screen = map_screen(&desk, None).await?;
    shown(&screen)
}

/// Puts what was chosen in the place of an id.
pub(super) async fn map(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::Policies, MAP).await?;
    let permit = desk.permit::<ManagePolicies>(Target::Organisation)?;
    let kind = Mappable::from_word(fields.get("kind")).ok_or_else(|| desk.missing())?;
    let ids: (Id<()>, Id<()>) = (desk.id(fields.get("id"))?, desk.id(fields.get("to"))?);
    match desk.or_fault(desk.house().map_policy_id(desk.tenant(), permit, kind, ids).await)? {
        Ok(()) => Ok(desk.done(MAP, Done::PolicyIdMapped)),
        Err(problem) => {
            let why = words(&desk, &problem);
            Err(refused(&map_screen(&desk, Some(why)).await?))
        }
    }
}

async fn map_screen(desk: &Desk, problem: Option<String>) -> Result<PolicyMap, Response> {
    let over = looked_over(desk).await?;
    let unknown = over.unknown_ids();
    let query = desk.query();
    let is_chosen =
        |one: &&UnknownId| one.kind.word() == query.get("kind") && one.id.to_string() == query.get("id");
    let chosen = unknown.iter().find(is_chosen).cloned();
    let typed: String = query.get("find").trim().chars().take(120).collect();
    let candidates = match &chosen {
        Some(chosen) => candidates(desk, chosen.kind, &typed, &over.names).await?,
        None => vec![],
    };
    let line =
        |one: &UnknownId| MapLine { kind: one.kind, id: one.id.to_string(), used_by: one.used_by.join(", ") };
    Ok(PolicyMap {
        shell: desk.shell(),
        lines: unknown.iter().map(line).collect(),
        chosen: chosen.as_ref().map(line),
        typed,
        candidates,
        problem,
        may_change: desk.may::<ManagePolicies>(Target::Organisation),
        unknown: count(unknown.len()),
    })
}

/// What an id can be here: every location, all terms and strengths, people, groups and applications by name.
async fn candidates(
    desk: &Desk,
    kind: Mappable,
    typed: &str,
    names: &service::conditional_access::Names,
) -> Result<Vec<MapCandidate>, Response> {
    let one = |id: String, name: &str, note: &str| MapCandidate {
        id,
        name: name.to_owned(),
        note: note.to_owned(),
    };
    match kind {
        Mappable::Location => {
            return Ok(names.locations.iter().map(|(id, name)| one(id.to_string(), name, "")).collect());
        }
        Mappable::Terms => {
            return Ok(names.terms.iter().map(|(id, name)| one(id.to_string(), name, "")).collect());
        }
        Mappable::Strength => {
            let known = AuthenticationStrength::BUILT_IN.into_iter().chain(names.strengths.keys().copied());
            let name = |id| strength_name(desk.texts(), names, id);
            return Ok(known.map(|id| one(id.to_string(), &name(id), "")).collect());
        }
        Mappable::Person | Mappable::Group | Mappable::Application if typed.is_empty() => return Ok(vec![]),
        Mappable::Person | Mappable::Group | Mappable::Application => {}
    }
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let found = desk.or_fault(desk.house().find_for_policy(desk.tenant(), &permit, typed).await)?;
    let mut all: Vec<MapCandidate> = match kind {
        Mappable::Person => {
            let people = found.people.iter();
            people.map(|user| one(user.id.to_string(), &user.display, user.name.as_str())).collect()
        }
        Mappable::Group => found
            .groups
            .iter()
            .map(|group| one(group.id.to_string(), &group.display, &group.description))
            .collect(),
        _ => found.apps.iter().map(|app| one(app.app_id.to_string(), &app.name, "")).collect(),
    };
    all.truncate(OFFERED);
    Ok(all)
}
