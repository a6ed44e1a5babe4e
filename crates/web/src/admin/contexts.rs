//! Authentication contexts: what an application asks for beside a sign-in, under a number.

use axum::extract::Path;
use axum::response::Response;
use graph::ContextDocument;
use model::Timestamp;
use serde_json::json;
use service::Fault;
use service::authority::{ManagePolicies, Permit, ReadSecurity, Target};
use service::conditional_access::{ContextProblem, Keeping, KeptContext, PolicyProblem, Wish};

use super::desk::{Desk, refused, shown};
use super::policy_acts::{confirm, wish};
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{
    Confirm, ContextForm, ContextLine, ContextPage, Contexts, Done, Entry, Question, context_problem,
};

/// Where a new context is made.
pub(super) const NEW: &str = "/admin/conditional-access/contexts/new";

/// Every context, with where it is used.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Contexts).await?;
    let line = |kept: &KeptContext| ContextLine {
        id: kept.document.id.clone(),
        name: kept.document.name.clone(),
        description: kept.document.description.clone(),
        is_available: kept.document.is_available,
        used_by: kept.used_by.clone(),
    };
    let lines = read(&desk).await?.iter().map(line).collect();
    let may_change = desk.may::<ManagePolicies>(Target::Organisation);
    shown(&Contexts { shell: desk.shell(), lines, may_change })
}

async fn read(desk: &Desk) -> Result<Vec<KeptContext>, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    desk.or_fault(desk.house().contexts(desk.tenant(), &permit).await)
}

/// A new context, under the first number that is free.
pub(super) async fn new(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Contexts).await?;
    desk.permit::<ManagePolicies>(Target::Organisation)?;
    let free = free(&read(&desk).await?);
    let form = ContextForm { id: free.first().cloned().unwrap_or_default(), ..ContextForm::default() };
    shown(&screen(&desk, None, free, (form, None)))
}

/// Makes a context.
pub(super) async fn create(form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(NEW, form).await?;
    let form = typed(&fields, fields.get("id"));
    let free = free(&read(&desk).await?);
    let keeping = (written(&form).to_string(), Keeping::New);
    let keeping = (keeping.0.as_str(), keeping.1);
    let made = desk.house().keep_context(desk.tenant(), permit, &form.id, keeping, Wish::default()).await;
    done(&desk, None, free, form, made)
}

/// A context as it is kept.
pub(super) async fn one(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Contexts).await?;
    let kept = kept(&desk, &id).await?;
    let form = ContextForm {
        id,
        seen: kept.revision.to_string(),
        name: kept.document.name.clone(),
        description: kept.document.description.clone(),
        is_available: kept.document.is_available,
    };
    shown(&screen(&desk, Some(&kept), vec![], (form, None)))
}

/// Changes a context.
pub(super) async fn change(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&path(&id), form).await?;
    let kept = kept(&desk, &id).await?;
    let form = typed(&fields, &id);
    let text = written(&form).to_string();
    let keeping = (text.as_str(), Keeping::Either);
    let changed = desk.house().keep_context(desk.tenant(), permit, &id, keeping, wish(&fields)).await;
    done(&desk, Some(&kept), vec![], form, changed)
}

fn done(
    desk: &Desk,
    kept: Option<&KeptContext>,
    free: Vec<String>,
    form: ContextForm,
    outcome: Result<Result<Option<Timestamp>, ContextProblem>, Fault>,
) -> Result<Response, Response> {
    match desk.or_fault(outcome)? {
        Ok(_) => Ok(desk.done(Entry::Contexts.path(), Done::ContextSaved)),
        Err(problem) => {
            let mut form = form;
            if problem == ContextProblem::Policies(PolicyProblem::ChangedMeanwhile) {
                // Whoever was told so writes over it when they save again.
                form.seen = kept.map(|kept| kept.revision.to_string()).unwrap_or_default();
            }
            Err(refused(&screen(desk, kept, free, (form, Some(words(desk, &problem))))))
        }
    }
}

/// Asks once more before a context goes.
pub(super) async fn ask_delete(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Contexts).await?;
    desk.permit::<ManagePolicies>(Target::Organisation)?;
    let kept = kept(&desk, &id).await?;
    shown(&question(&desk, &id, Question::DeleteContext(kept.document.name)))
}

/// Deletes a context that no policy is about.
pub(super) async fn delete(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&path(&id), form).await?;
    let kept = kept(&desk, &id).await?;
    if !fields.has("sure") {
        return shown(&question(&desk, &id, Question::DeleteContext(kept.document.name)));
    }
    let gone = desk.house().delete_context(desk.tenant(), permit, &id).await;
    match desk.or_fault(gone)? {
        Ok(_) => Ok(desk.done(Entry::Contexts.path(), Done::ContextDeleted)),
        Err(problem) => Err(refused(&question(&desk, &id, Question::PolicyRefused(words(&desk, &problem))))),
    }
}

fn question(desk: &Desk, id: &str, question: Question) -> Confirm {
    let page = desk.here.to(&path(id));
    confirm(desk, question, (format!("{page}/delete"), page))
}

fn words(desk: &Desk, problem: &ContextProblem) -> String {
    if *problem == ContextProblem::Policies(PolicyProblem::ChangedMeanwhile) {
        return desk.texts().policies_problem_changed();
    }
    context_problem(desk.texts(), problem, |at| desk.recently(at))
}

fn path(id: &str) -> String {
    format!("{}/{id}", Entry::Contexts.path())
}

/// The ids that are free, in order.
fn free(kept: &[KeptContext]) -> Vec<String> {
    let all = (1..=ContextDocument::MOST).map(|number| format!("c{number}"));
    all.filter(|id| kept.iter().all(|kept| kept.document.id != *id)).collect()
}

async fn kept(desk: &Desk, id: &str) -> Result<KeptContext, Response> {
    let kept = read(desk).await?;
    kept.into_iter().find(|kept| kept.document.id == id).ok_or_else(|| desk.missing())
}

/// Who sent a form about a context, with the leave to change it.
async fn taken(page: &str, form: Form) -> Result<(Desk, Fields, Permit<ManagePolicies>), Response> {
    let (desk, fields) = Desk::take(form, Entry::Contexts, page).await?;
    let permit = desk.permit::<ManagePolicies>(Target::Organisation)?;
    Ok((desk, fields, permit))
}

fn screen(
    desk: &Desk,
    kept: Option<&KeptContext>,
    free: Vec<String>,
    (form, problem): (ContextForm, Option<String>),
) -> ContextPage {
    ContextPage {
        shell: desk.shell(),
        is_new: kept.is_none(),
        free,
        form,
        used_by: kept.map(|kept| kept.used_by.clone()).unwrap_or_default(),
        problem,
        may_change: desk.may::<ManagePolicies>(Target::Organisation),
    }
}

fn typed(fields: &Fields, id: &str) -> ContextForm {
    ContextForm {
        id: id.to_owned(),
        seen: fields.get("seen").to_owned(),
        name: fields.get("name").trim().to_owned(),
        description: fields.get("description").trim().to_owned(),
        is_available: fields.get("available") == "yes",
    }
}

/// The context in Graph's JSON.
fn written(form: &ContextForm) -> serde_json::Value {
    json!({
        "displayName": form.name,
        "description": form.description,
        "isAvailable": form.is_available,
    })
}
