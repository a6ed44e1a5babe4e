//! What is done to a policy as a whole: switched, deleted, brought back. Each is asked once more, or can be taken back.

use axum::extract::Path;
use axum::response::Response;
use graph::Document;
use model::Span;
use policy::State;
use service::Fault;
use service::authority::{ManagePolicies, Permit, Target};
use service::conditional_access::{PolicyProblem, Saved, Wish};

use super::desk::{Desk, refused, shown};
use super::policy::{kept, path};
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{
    Confirm, Done, Entry, NotSaved, PolicySwitch, Question, problem_words, state_word,
};

/// Switches a policy on, off, or to report-only.
pub(super) async fn switch(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&id, form).await?;
    let document = kept(&desk, &id).await?;
    let (id, was) = (document.policy.id, document.policy.state);
    let to = state(&fields).ok_or_else(|| desk.missing())?;
    if to == was {
        return Ok(desk.done(&path(id), done(to)));
    }
    if !fields.has("sure") {
        return shown(&question(&desk, &document, (to, &fields), None));
    }
    let wish = Wish { trial: trial(fields.get("trial")), ..Wish::default() };
    let switched = desk.house().switch_policy(desk.tenant(), permit, id, to, wish).await;
    match saved(&desk, switched)? {
        // What is on trial is taken back with it, not by another save.
        Ok(saved) if saved.trial.is_some() => Ok(desk.done(&path(id), done(to))),
        Ok(_) => {
            let undo = vec![("to".to_owned(), state_word(was).to_owned())];
            Ok(desk.done_until_undone(&path(id), done(to), (&format!("{}/switch", path(id)), undo)))
        }
        Err(problem) => Err(refused(&question(&desk, &document, (to, &fields), Some(problem)))),
    }
}

fn question(
    desk: &Desk,
    document: &Document,
    (to, fields): (State, &Fields),
    problem: Option<NotSaved>,
) -> PolicySwitch {
    PolicySwitch {
        shell: desk.shell(),
        id: document.policy.id.to_string(),
        name: document.policy.name.clone(),
        to,
        trial: fields.get("trial").to_owned(),
        problem,
    }
}

/// The state that a form asks for.
pub(super) fn state(fields: &Fields) -> Option<State> {
    [State::On, State::Off, State::ReportOnly]
        .into_iter()
        .find(|state| state_word(*state) == fields.get("to"))
}

/// The trial that a form asks for in minutes; what is no number is none.
pub(super) fn trial(minutes: &str) -> Option<Span> {
    minutes.parse().ok().filter(|minutes| *minutes > 0).map(Span::minutes)
}

const fn done(to: State) -> Done {
    match to {
        State::On => Done::PolicyOn,
        State::Off => Done::PolicyOff,
        State::ReportOnly => Done::PolicyReportOnly,
    }
}

/// What came of a save: what was wrong in words, or the page for a fault.
pub(super) fn saved(
    desk: &Desk,
    outcome: Result<Result<Saved, PolicyProblem>, Fault>,
) -> Result<Result<Saved, NotSaved>, Response> {
    match outcome {
        Ok(saved) => Ok(saved.map_err(|problem| not_saved(desk, &problem))),
        Err(Fault::Conflict("policies")) => Ok(Err(desk.texts().policies_problem_head().into())),
        Err(fault) => Err(desk.fault(&fault)),
    }
}

/// What was wrong, in words, with the page that helps.
pub(super) fn not_saved(desk: &Desk, problem: &PolicyProblem) -> NotSaved {
    NotSaved::of(desk.texts(), problem, |at| desk.recently(at))
}

/// What was wrong, in words.
pub(super) fn words(desk: &Desk, problem: &PolicyProblem) -> String {
    problem_words(desk.texts(), problem, |at| desk.recently(at))
}

/// Asks once more before a policy goes.
pub(super) async fn ask_delete(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Policies).await?;
    desk.permit::<ManagePolicies>(Target::Organisation)?;
    let document = kept(&desk, &id).await?;
    shown(&about(&desk, &document, Question::DeletePolicy(document.policy.name.clone())))
}

/// Deletes a policy; for thirty days it can be restored.
pub(super) async fn delete(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&id, form).await?;
    let document = kept(&desk, &id).await?;
    if !fields.has("sure") {
        return shown(&about(&desk, &document, Question::DeletePolicy(document.policy.name.clone())));
    }
    let id = document.policy.id;
    let gone = desk.house().delete_policy(desk.tenant(), permit, id, Wish::default()).await;
    match saved(&desk, gone)? {
        Ok(_) => {
            let undo = format!("{}/restore", path(id));
            Ok(desk.done_until_undone(Entry::Policies.path(), Done::PolicyDeleted, (&undo, vec![])))
        }
        Err(problem) => Err(refused(&about(&desk, &document, Question::PolicyRefused(problem.text)))),
    }
}

/// Brings a deleted policy back, switched off.
pub(super) async fn restore(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, _, permit) = taken(&id, form).await?;
    let id = desk.id(&id)?;
    let back = desk.house().restore_policy(desk.tenant(), permit, id, Wish::default()).await;
    match saved(&desk, back)? {
        Ok(_) => Ok(desk.done(&path(id), Done::PolicyRestored)),
        Err(problem) => {
            let list = desk.here.to(Entry::Policies.path());
            Err(refused(&confirm(&desk, Question::PolicyRefused(problem.text), (String::new(), list))))
        }
    }
}

fn about(desk: &Desk, document: &Document, question: Question) -> Confirm {
    let page = desk.here.to(&path(document.policy.id));
    confirm(desk, question, (format!("{page}/delete"), page))
}

/// The page of a question: where its button goes, and where Cancel does.
pub(super) fn confirm(desk: &Desk, question: Question, (action, back): (String, String)) -> Confirm {
    let fields = vec![("sure".to_owned(), "yes".to_owned())];
    Confirm { shell: desk.shell(), question, action, back, fields }
}

/// Who sent a form about a policy, with the leave to change it.
pub(super) async fn taken(id: &str, form: Form) -> Result<(Desk, Fields, Permit<ManagePolicies>), Response> {
    let page = format!("{}/{id}", Entry::Policies.path());
    let (desk, fields) = Desk::take(form, Entry::Policies, &page).await?;
    let permit = desk.permit::<ManagePolicies>(Target::Organisation)?;
    Ok((desk, fields, permit))
}
