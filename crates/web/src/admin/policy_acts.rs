//! What is done to a policy as a whole: switched, deleted, brought back. Each is asked once more, or can be taken back.

use axum::extract::Path;
use axum::response::Response;
use graph::Document;
use model::{Id, Span};
use policy::{PolicySet, State};
use service::Fault;
use service::authority::{ManagePolicies, Permit, Target};
use service::conditional_access::{PolicyProblem, Saved, Wish};

use super::desk::{Desk, refused, shown};
use super::policy::{kept, path};
use super::revisions::beside;
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{
    Confirm, Done, Entry, NotSaved, PolicyAct, PolicyQuestion, Question, problem_words, state_word,
};

/// Switches a policy on, off, or to report-only.
pub(super) async fn switch(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&id, form).await?;
    let kept = kept(&desk, &id).await?;
    let (id, was) = (kept.0.policy.id, kept.0.policy.state);
    let to = state(&fields).ok_or_else(|| desk.missing())?;
    let is_answer = fields.has("sure");
    if to == was && !is_answer {
        return Ok(desk.done(&path(id), done(to)));
    }
    let act = PolicyAct::Switch(to);
    if !is_answer {
        return shown(&question(&desk, &kept, (act, &fields), None));
    }
    let switched = desk.house().switch_policy(desk.tenant(), permit, id, to, wish(&fields)).await;
    match answered(&desk, &fields, switched)? {
        // What is on trial is taken back with it, not by another save.
        Ok(saved) if saved.trial.is_some() || to == was => Ok(desk.done(&path(id), done(to))),
        Ok(saved) => {
            let undo = vec![
                ("to".to_owned(), state_word(was).to_owned()),
                ("seen".to_owned(), saved.revision.to_string()),
            ];
            Ok(desk.done_until_undone(&path(id), done(to), (&format!("{}/switch", path(id)), undo)))
        }
        Err(problem) => Err(refused(&question(&desk, &kept, (act, &fields), Some(problem)))),
    }
}

/// What is asked for beside the act, and the revision that whoever answers was asked about.
pub(super) fn wish(fields: &Fields) -> Wish {
    Wish { trial: trial(fields.get("trial")), seen: fields.get("seen").parse().ok(), ..Wish::default() }
}

/// Why something was not done.
struct Problem {
    why: NotSaved,
    /// The revision that was looked at, where somebody changed the policy since.
    seen: Option<Id<PolicySet>>,
}

/// What came of an answer.
fn answered(
    desk: &Desk,
    fields: &Fields,
    outcome: Result<Result<Saved, PolicyProblem>, Fault>,
) -> Result<Result<Saved, Problem>, Response> {
    if matches!(outcome, Ok(Err(PolicyProblem::ChangedMeanwhile))) {
        let why = desk.texts().policies_problem_asked().into();
        return Ok(Err(Problem { why, seen: fields.get("seen").parse().ok() }));
    }
    Ok(saved(desk, outcome)?.map_err(|why| Problem { why, seen: None }))
}

fn question(
    desk: &Desk,
    (document, revision): &(Document, Id<PolicySet>),
    (act, fields): (PolicyAct, &Fields),
    problem: Option<Problem>,
) -> PolicyQuestion {
    PolicyQuestion {
        shell: desk.shell(),
        id: document.policy.id.to_string(),
        name: document.policy.name.clone(),
        act,
        seen: revision.to_string(),
        trial: fields.get("trial").to_owned(),
        changed: problem.as_ref().and_then(|problem| problem.seen).map(|seen| beside(*revision, seen)),
        problem: problem.map(|problem| problem.why),
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
    let kept = kept(&desk, &id).await?;
    shown(&question(&desk, &kept, (PolicyAct::Delete, &Fields::default()), None))
}

/// Deletes a policy; for thirty days it can be restored.
pub(super) async fn delete(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&id, form).await?;
    let kept = kept(&desk, &id).await?;
    let asked = (PolicyAct::Delete, &fields);
    if !fields.has("sure") {
        return shown(&question(&desk, &kept, asked, None));
    }
    let id = kept.0.policy.id;
    let gone = desk.house().delete_policy(desk.tenant(), permit, id, wish(&fields)).await;
    match answered(&desk, &fields, gone)? {
        // What is on trial is taken back with it.
        Ok(saved) if saved.trial.is_some() => Ok(desk.done(Entry::Policies.path(), Done::PolicyDeleted)),
        Ok(_) => {
            let undo = format!("{}/restore", path(id));
            Ok(desk.done_until_undone(Entry::Policies.path(), Done::PolicyDeleted, (&undo, vec![])))
        }
        Err(problem) => Err(refused(&question(&desk, &kept, asked, Some(problem)))),
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
