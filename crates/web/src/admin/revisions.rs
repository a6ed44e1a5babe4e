//! Revisions of the policies: who made which, one beside another, and the way back.

use axum::extract::Path;
use axum::response::Response;
use model::{Id, Role};
use policy::{Excluded, PolicySet};
use service::audit::Change;
use service::authority::{ManagePolicies, Permit, ReadAudit, ReadSecurity, Target};
use service::conditional_access::{
    Difference, EndedExclusion, KeptRevision, PolicyProblem, RestoreProblem, Side, Wish, With,
};

use super::audit::{actor_words, value_text};
use super::desk::{Desk, refused, shown, with_query};
use super::policy_acts::{trial, words};
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{
    ChangeLine, DifferencePanel, Done, Entry, RevisionLine, RevisionPage, RevisionRestore, Revisions,
    audit_property, role,
};
use crate::screens::{PolicyWords, altered_words, outcome_words};

/// How many revisions a page shows.
const LINES: usize = 25;
/// With how many of the newest one can be compared.
const OTHERS: usize = 20;

/// The page on which two revisions stand side by side, without the root.
pub(super) fn beside(id: Id<PolicySet>, with: Id<PolicySet>) -> String {
    with_query(&path(id), &[("with", &with.to_string())])
}

fn path(id: Id<PolicySet>) -> String {
    format!("{}/{id}", Entry::Revisions.path())
}

/// The list, newest first.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Revisions).await?;
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let query = desk.query();
    let after = match query.find("after") {
        Some(after) => Some(desk.id(after)?),
        None => None,
    };
    let read = desk.house().policy_revisions(desk.tenant(), &permit, after, LINES + 1).await;
    let mut found = desk.or_fault(read)?;
    let is_more = found.len() > LINES;
    found.truncate(LINES);
    let next = |last: &KeptRevision| {
        desk.here.to(&with_query(Entry::Revisions.path(), &[("after", &last.id.to_string())]))
    };
    shown(&Revisions {
        more: found.last().filter(|_| is_more).map(next),
        lines: found.iter().map(|revision| line(&desk, revision)).collect(),
        shell: desk.shell(),
    })
}

fn line(desk: &Desk, revision: &KeptRevision) -> RevisionLine {
    let t = desk.texts();
    let by = revision.by.as_ref().map(|(actor, name)| actor_words(t, actor, name.as_deref()));
    RevisionLine {
        id: revision.id.to_string(),
        when: desk.date(revision.at),
        by: by.unwrap_or_else(|| t.revisions_by_nobody()),
        altered: revision.altered.iter().map(|one| altered_words(t, one)).collect(),
        trial: revision.trial.map(|trial| outcome_words(t, trial, |at| desk.recently(at))),
        is_head: revision.is_head,
    }
}

/// One revision beside another: the one before it, unless another is chosen.
pub(super) async fn one(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Revisions).await?;
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let id: Id<PolicySet> = desk.id(&id)?;
    let query = desk.query();
    let with = match query.get("with") {
        "" | "before" => With::Before,
        "now" => With::Head,
        other => With::This(desk.id(other)?),
    };
    let compared = desk.or_fault(desk.house().compare_revisions(desk.tenant(), &permit, id, with).await)?;
    let words = PolicyWords::new(desk.texts(), &compared.names);
    let differences = compared.differences.iter().map(|one| panel(&desk, one, words)).collect();
    let is_head = compared.head == id;
    shown(&RevisionPage {
        shell: desk.shell(),
        record: compared
            .this
            .record
            .filter(|_| desk.may::<ReadAudit>(Target::Organisation))
            .map(|record| record.to_string()),
        others: others(&desk, &permit, (id, with)).await?,
        line: line(&desk, &compared.this),
        old: compared.old.as_ref().map(|old| desk.date(old.at)),
        new: desk.date(compared.new.at),
        differences,
        may_restore: !is_head && desk.may::<ManagePolicies>(Target::Organisation),
    })
}

/// With which other revisions this one can be compared.
async fn others(
    desk: &Desk,
    permit: &Permit<ReadSecurity>,
    (id, with): (Id<PolicySet>, With),
) -> Result<Vec<(String, String, bool)>, Response> {
    let t = desk.texts();
    let newest = desk.or_fault(desk.house().policy_revisions(desk.tenant(), permit, None, OTHERS).await)?;
    let mut all = vec![
        ("before".to_owned(), t.revisions_with_before(), with == With::Before),
        ("now".to_owned(), t.revisions_with_head(), with == With::Head),
    ];
    for revision in newest.iter().filter(|revision| revision.id != id) {
        let line = line(desk, revision);
        let text = format!("{} · {}", line.when, line.by);
        all.push((line.id, text, with == With::This(revision.id)));
    }
    if let With::This(other) = with
        && !newest.iter().any(|revision| revision.id == other)
    {
        all.push((other.to_string(), t.revisions_with_older(), true));
    }
    Ok(all)
}

/// One thing that is otherwise, with what both sides say.
fn panel(desk: &Desk, difference: &Difference, words: PolicyWords<'_>) -> DifferencePanel {
    let t = desk.texts();
    DifferencePanel {
        title: altered_words(t, &difference.altered),
        said: said(desk, difference, words),
        kept: difference.members.iter().map(|change| member(desk, change)).collect(),
    }
}

fn member(desk: &Desk, change: &Change) -> ChangeLine {
    let t = desk.texts();
    ChangeLine {
        property: audit_property(t, &change.property).unwrap_or_else(|| change.property.clone()),
        old: value_text(t, &change.old),
        new: value_text(t, &change.new),
    }
}

/// The parts of a policy that read otherwise.
fn said(desk: &Desk, difference: &Difference, words: PolicyWords<'_>) -> Vec<ChangeLine> {
    let side = |side: &Option<Side>| match side {
        Some(Side::Policy(document)) => parts(desk, document, words),
        Some(Side::Other) | None => vec![],
    };
    let (old, new) = (side(&difference.old), side(&difference.new));
    let mut titles: Vec<&String> = new.iter().chain(&old).map(|(title, _)| title).collect();
    let mut met = std::collections::HashSet::new();
    titles.retain(|title| met.insert(*title));
    let of = |parts: &[(String, String)], title: &String| {
        let texts = parts.iter().filter(|(other, _)| other == title).map(|(_, text)| text.as_str());
        texts.collect::<Vec<_>>().join("\n")
    };
    let lines = titles.into_iter().map(|title| ChangeLine {
        property: title.clone(),
        old: of(&old, title),
        new: of(&new, title),
    });
    lines.filter(|line| line.old != line.new).collect()
}

fn parts(desk: &Desk, document: &graph::Document, words: PolicyWords<'_>) -> Vec<(String, String)> {
    let (t, policy) = (desk.texts(), &document.policy);
    let state = crate::screens::admin::PolicyState { state: policy.state, days: 0 };
    let mut all =
        vec![(t.policies_edit_name(), policy.name.clone()), (t.policies_column_state(), state.text(t))];
    all.extend(words.parts(policy).into_iter().map(|part| (part.title, part.text)));
    all
}

/// Asks once more before one goes back.
pub(super) async fn ask_restore(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Revisions).await?;
    desk.permit::<ManagePolicies>(Target::Organisation)?;
    let id = desk.id(&id)?;
    shown(&question(&desk, id, &Fields::default(), (None, None)).await?)
}

/// Makes the policies of a revision count again.
pub(super) async fn restore(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let page = format!("{}/{id}/restore", Entry::Revisions.path());
    let (desk, fields) = Desk::take(form, Entry::Revisions, &page).await?;
    let permit = desk.permit::<ManagePolicies>(Target::Organisation)?;
    let id = desk.id(&id)?;
    if !fields.has("sure") {
        return shown(&question(&desk, id, &fields, (None, None)).await?);
    }
    let seen: Option<Id<PolicySet>> = fields.get("seen").parse().ok();
    let wish = Wish { trial: trial(fields.get("trial")), seen, ..Wish::default() };
    let back = desk.house().restore_revision(desk.tenant(), permit, id, wish).await;
    match back {
        Err(service::Fault::Conflict("policies")) => {
            let problem = desk.texts().policies_problem_head();
            Err(refused(&question(&desk, id, &fields, (Some(problem), None)).await?))
        }
        back => match desk.or_fault(back)? {
            Ok(_) => Ok(desk.done(Entry::Policies.path(), Done::RevisionRestored)),
            Err(problem) => {
                let is_newer = problem == RestoreProblem::Whole(PolicyProblem::ChangedMeanwhile);
                let problem = (Some(problem_text(&desk, &problem)), seen.filter(|_| is_newer));
                Err(refused(&question(&desk, id, &fields, problem).await?))
            }
        },
    }
}

fn problem_text(desk: &Desk, problem: &RestoreProblem) -> String {
    let t = desk.texts();
    match problem {
        RestoreProblem::Same => t.revisions_restore_same(),
        RestoreProblem::Whole(PolicyProblem::ChangedMeanwhile) => t.revisions_problem_meanwhile(),
        RestoreProblem::Whole(problem) => words(desk, problem),
        RestoreProblem::Policy(name, problem) => {
            t.revisions_problem_policy(name.as_str(), words(desk, problem))
        }
    }
}

/// The question, with why it was not done and what was seen when somebody else changed something.
async fn question(
    desk: &Desk,
    id: Id<PolicySet>,
    fields: &Fields,
    (problem, seen): (Option<String>, Option<Id<PolicySet>>),
) -> Result<RevisionRestore, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let (house, tenant) = (desk.house(), desk.tenant());
    let compared = desk.or_fault(house.compare_revisions(tenant, &permit, id, With::Before).await)?;
    let restoring = desk.or_fault(house.restoring_alters(tenant, &permit, id).await)?;
    Ok(RevisionRestore {
        shell: desk.shell(),
        id: id.to_string(),
        when: desk.date(compared.this.at),
        altered: restoring.altered.iter().map(|one| altered_words(desk.texts(), one)).collect(),
        ended: restoring.ended.into_iter().map(|one| ended_words(desk, one)).collect(),
        seen: compared.head.to_string(),
        trial: fields.get("trial").to_owned(),
        problem,
        changed: seen.map(|seen| beside(compared.head, seen)),
    })
}

/// Who stays out of which policy.
fn ended_words(desk: &Desk, ended: EndedExclusion) -> String {
    let t = desk.texts();
    let who = match (ended.excluded, ended.name) {
        (Excluded::Role(id), _) => {
            Role::from_id(id).map_or_else(|| t.policies_missing_role(), |known| role(t, known))
        }
        (_, Some(name)) => name,
        (Excluded::Person(_), None) => t.policies_missing_person(),
        (Excluded::Group(_), None) => t.policies_missing_group(),
    };
    t.revisions_ended_one(&who, &ended.policy)
}
