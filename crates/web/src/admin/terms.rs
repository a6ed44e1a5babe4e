//! Terms of use: what people accept before policies let them in.

use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use model::{Id, Locale, Timestamp};
use policy::Agreement;
use service::TermsAnswer;
use service::authority::{ManagePolicies, Permit, ReadLogs, ReadSecurity, Target};
use service::terms::{TermsAnswered, TermsDetails, TermsDraft, TermsProblem};

use super::desk::{Desk, refused, shown, with_query};
use super::policy_acts::confirm;
use super::shown::count;
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{
    Confirm, Done, Entry, Question, TermsAnswerLine, TermsAnswers, TermsEdit, TermsForm, TermsLine,
    TermsList, language, terms_problem,
};

/// Where new terms are written.
pub(super) const NEW: &str = "/admin/conditional-access/terms/new";
/// How many answers a page shows.
const LINES: usize = 50;

/// All terms of use, with where they are used.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Terms).await?;
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let all = desk.or_fault(desk.house().terms(desk.tenant(), &permit).await)?;
    let line = |one: TermsDetails| TermsLine {
        id: one.terms.id.to_string(),
        languages: one.texts.iter().map(|(locale, _)| language(*locale)).collect::<Vec<_>>().join(", "),
        name: one.terms.name,
        again_days: one.terms.again_days,
        answers: count(one.answers),
        used_by: one.used_by,
    };
    shown(&TermsList {
        shell: desk.shell(),
        lines: all.into_iter().map(line).collect(),
        may_change: desk.may::<ManagePolicies>(Target::Organisation),
    })
}

/// New ones.
pub(super) async fn new(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Terms).await?;
    desk.permit::<ManagePolicies>(Target::Organisation)?;
    shown(&screen(&desk, None, TermsForm::default(), None))
}

/// Makes them.
pub(super) async fn create(form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(NEW, form).await?;
    let form = typed(&fields);
    let made = match draft(&form, "") {
        Ok(draft) => desk.or_fault(desk.house().add_terms(desk.tenant(), permit, draft).await)?.map(drop),
        Err(problem) => Err(problem),
    };
    done(&desk, None, form, made)
}

/// Terms as they are kept.
pub(super) async fn one(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Terms).await?;
    let kept = kept(&desk, &id).await?;
    let form = form_of(&kept);
    shown(&screen(&desk, Some(&kept), form, None))
}

/// Changes them.
pub(super) async fn change(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&path(&id), form).await?;
    let kept = kept(&desk, &id).await?;
    let form = typed(&fields);
    let changed = match draft(&form, fields.get("seen")) {
        Ok(draft) => {
            let changed = desk.house().change_terms(desk.tenant(), permit, kept.terms.id, draft).await;
            desk.or_fault(changed)?
        }
        Err(problem) => Err(problem),
    };
    done(&desk, Some(&kept), form, changed)
}

fn done(
    desk: &Desk,
    kept: Option<&TermsDetails>,
    form: TermsForm,
    outcome: Result<(), TermsProblem>,
) -> Result<Response, Response> {
    match outcome {
        Ok(()) => Ok(desk.done(Entry::Terms.path(), Done::TermsSaved)),
        Err(problem) => Err(refused(&screen(desk, kept, form, Some(&problem)))),
    }
}

/// Asks once more before terms go.
pub(super) async fn ask_delete(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Terms).await?;
    desk.permit::<ManagePolicies>(Target::Organisation)?;
    let kept = kept(&desk, &id).await?;
    shown(&question(&desk, &kept, Question::DeleteTerms(kept.terms.name.clone())))
}

/// Deletes terms that no policy asks for.
pub(super) async fn delete(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&path(&id), form).await?;
    let kept = kept(&desk, &id).await?;
    if !fields.has("sure") {
        return shown(&question(&desk, &kept, Question::DeleteTerms(kept.terms.name.clone())));
    }
    let gone = desk.house().delete_terms(desk.tenant(), permit, kept.terms.id).await;
    match desk.or_fault(gone)? {
        Ok(()) => Ok(desk.done(Entry::Terms.path(), Done::TermsDeleted)),
        Err(problem) => {
            let (_, why) = terms_problem(desk.texts(), &problem);
            Err(refused(&question(&desk, &kept, Question::PolicyRefused(why))))
        }
    }
}

fn question(desk: &Desk, kept: &TermsDetails, question: Question) -> Confirm {
    let page = desk.here.to(&path(&kept.terms.id.to_string()));
    confirm(desk, question, (format!("{page}/delete"), page))
}

/// Who answered what, page by page.
pub(super) async fn answers(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Terms).await?;
    let kept = kept(&desk, &id).await?;
    let permit = desk.permit::<ReadLogs>(Target::Organisation)?;
    let (id, before) = (kept.terms.id, before(&desk));
    let read = desk.house().terms_answers(desk.tenant(), &permit, id, before, LINES as i64 + 1).await;
    let mut read = desk.or_fault(read)?;
    let is_more = read.len() > LINES;
    read.truncate(LINES);
    let more = read.last().filter(|_| is_more).map(|last| desk.here.to(&after(id, &last.answer)));
    shown(&TermsAnswers {
        shell: desk.shell(),
        id: id.to_string(),
        name: kept.terms.name,
        lines: read.into_iter().map(|answered| line_of(&desk, answered)).collect(),
        more,
    })
}

/// The same as a file. It is a form, because that it was written is kept.
pub(super) async fn file(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, _) = Desk::take(form, Entry::Terms, &format!("{}/answers", path(&id))).await?;
    let permit = desk.permit::<ReadLogs>(Target::Organisation)?;
    let id: Id<Agreement> = desk.id(&id)?;
    let file = desk.or_fault(desk.house().export_terms_answers(desk.tenant(), permit, id).await)?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"terms-of-use.csv\""),
    ];
    Ok((headers, file).into_response())
}

fn line_of(desk: &Desk, TermsAnswered { answer, person, name }: TermsAnswered) -> TermsAnswerLine {
    let from: Vec<String> = answer.address.into_iter().chain(answer.agent).collect();
    TermsAnswerLine {
        when: desk.recently(answer.at),
        person,
        user_name: name,
        accepted: answer.accepted,
        version: answer.version,
        from: from.join(", "),
    }
}

fn before(desk: &Desk) -> Option<(Timestamp, Id<TermsAnswer>)> {
    let query = desk.query();
    let at = query.get("before").parse().ok().map(Timestamp::from_micros)?;
    Some((at, query.get("id").parse().ok()?))
}

fn after(id: Id<Agreement>, last: &TermsAnswer) -> String {
    let (at, last) = (last.at.as_micros().to_string(), last.id.to_string());
    with_query(&format!("{}/answers", path(&id.to_string())), &[("before", &at), ("id", &last)])
}

fn path(id: &str) -> String {
    format!("{}/{id}", Entry::Terms.path())
}

async fn kept(desk: &Desk, id: &str) -> Result<TermsDetails, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let id: Id<Agreement> = desk.id(id)?;
    desk.or_fault(desk.house().terms_of(desk.tenant(), &permit, id).await)
}

/// Who sent a form about terms, with the leave to change them.
async fn taken(page: &str, form: Form) -> Result<(Desk, Fields, Permit<ManagePolicies>), Response> {
    let (desk, fields) = Desk::take(form, Entry::Terms, page).await?;
    let permit = desk.permit::<ManagePolicies>(Target::Organisation)?;
    Ok((desk, fields, permit))
}

fn screen(
    desk: &Desk,
    kept: Option<&TermsDetails>,
    form: TermsForm,
    problem: Option<&TermsProblem>,
) -> TermsEdit {
    TermsEdit {
        shell: desk.shell(),
        id: kept.map(|kept| kept.terms.id.to_string()),
        version: kept.map(|kept| (kept.terms.version, desk.recently(kept.terms.changed))),
        seen: kept.map(|kept| kept.terms.changed.as_micros().to_string()).unwrap_or_default(),
        form,
        used_by: kept.map(|kept| kept.used_by.clone()).unwrap_or_default(),
        problem: problem.map(|problem| terms_problem(desk.texts(), problem)),
        may_change: desk.may::<ManagePolicies>(Target::Organisation),
        may_read_answers: desk.may::<ReadLogs>(Target::Organisation),
    }
}

fn typed(fields: &Fields) -> TermsForm {
    TermsForm {
        name: fields.get("name").trim().to_owned(),
        english: fields.get("english").to_owned(),
        dutch: fields.get("dutch").to_owned(),
        is_open: fields.get("open") == "yes",
        again: fields.get("again").trim().to_owned(),
        ask_again: fields.get("ask-again") == "yes",
    }
}

fn form_of(kept: &TermsDetails) -> TermsForm {
    let text = |locale: Locale| {
        let found = kept.texts.iter().find(|(written, _)| *written == locale);
        found.map(|(_, text)| text.clone()).unwrap_or_default()
    };
    TermsForm {
        name: kept.terms.name.clone(),
        english: text(Locale::En),
        dutch: text(Locale::Nl),
        is_open: kept.terms.must_view,
        again: kept.terms.again_days.map(|days| days.to_string()).unwrap_or_default(),
        ask_again: false,
    }
}

fn draft(form: &TermsForm, seen: &str) -> Result<TermsDraft, TermsProblem> {
    let again_days = match form.again.as_str() {
        "" => None,
        typed => Some(typed.parse().map_err(|_| TermsProblem::Days)?),
    };
    Ok(TermsDraft {
        name: form.name.clone(),
        must_view: form.is_open,
        again_days,
        texts: vec![(Locale::En, form.english.clone()), (Locale::Nl, form.dutch.clone())],
        ask_again: form.ask_again,
        seen: seen.parse().ok().map(Timestamp::from_micros),
    })
}
