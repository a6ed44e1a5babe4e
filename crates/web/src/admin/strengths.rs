//! Authentication strengths: which ways of signing in are enough.

use axum::extract::Path;
use axum::response::Response;
use graph::StrengthDocument;
use model::{Id, Make};
use policy::{AuthenticationStrength, Combination};
use serde_json::{Value, json};
use service::Fault;
use service::authority::{ManagePolicies, Permit, ReadSecurity, Target};
use service::conditional_access::{Names, PolicyProblem, SavedStrength, StrengthProblem, Strengths};

use super::desk::{Desk, refused, shown};
use super::policy_acts::{confirm, wish};
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{
    Confirm, Done, Entry, Question, StrengthForm, StrengthLine, StrengthPage, StrengthsPage, strength_problem,
};
use crate::screens::policy_words::strength_name;
use crate::screens::strength_words;

/// Where a new strength is made.
pub(super) const NEW: &str = "/admin/conditional-access/strengths/new";
/// What narrows a combination to keys of some makes.
const KEYS: &str = "#microsoft.graph.fido2CombinationConfiguration";

/// Every strength, with where it is used.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Strengths).await?;
    let all = read(&desk).await?;
    let built_in = all.built_in.iter().map(|(id, users)| {
        let names = users.iter().map(|policy| policy.name.clone()).collect();
        line(&desk, &all, &built_in(&desk, *id), (true, names))
    });
    let own = all.own.iter().map(|kept| {
        let names = kept.used_by.iter().map(|policy| policy.name.clone()).collect();
        line(&desk, &all, &kept.document.strength, (false, names))
    });
    shown(&StrengthsPage {
        shell: desk.shell(),
        lines: built_in.chain(own).collect(),
        may_change: desk.may::<ManagePolicies>(Target::Organisation),
    })
}

async fn read(desk: &Desk) -> Result<Strengths, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    desk.or_fault(desk.house().strengths(desk.tenant(), &permit).await)
}

/// A built-in strength, as the language of the page calls it.
fn built_in(desk: &Desk, id: Id<AuthenticationStrength>) -> AuthenticationStrength {
    let written = graph::built_in_strengths().into_iter().find(|one| one["id"] == id.to_string().as_str());
    let words = written.as_ref().and_then(|one| one["allowedCombinations"].as_array());
    let words = words.into_iter().flatten().filter_map(|words| Combination::from_words(words.as_str()?));
    AuthenticationStrength {
        id,
        name: strength_name(desk.texts(), &Names::default(), id),
        combinations: words.collect(),
        makes: None,
    }
}

fn line(
    desk: &Desk,
    all: &Strengths,
    strength: &AuthenticationStrength,
    (is_built_in, used_by): (bool, Vec<String>),
) -> StrengthLine {
    let (offered, others): (Vec<_>, Vec<_>) =
        strength.combinations.iter().partition(|combination| combination.is_offered());
    let name = |make: &Id<Make>| all.makes.get(make).cloned().flatten().unwrap_or_else(|| make.to_string());
    StrengthLine {
        id: strength.id.to_string(),
        name: strength.name.clone(),
        is_built_in,
        enough: offered.into_iter().map(|one| strength_words::combination(desk.texts(), one)).collect(),
        others: others.len(),
        makes: strength.makes.iter().flatten().map(name).collect(),
        used_by,
    }
}

/// A new strength.
pub(super) async fn new(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Strengths).await?;
    desk.permit::<ManagePolicies>(Target::Organisation)?;
    let all = read(&desk).await?;
    shown(&screen(&desk, &all, None, StrengthForm::default(), None))
}

/// Makes a strength.
pub(super) async fn create(form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(NEW, form).await?;
    let all = read(&desk).await?;
    let form = typed(&fields);
    let text = written(&form, None).to_string();
    let made = desk.house().create_strength(desk.tenant(), permit, &text).await;
    done(&desk, &all, None, form, made)
}

/// A strength as it is kept.
pub(super) async fn one(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Strengths).await?;
    let all = read(&desk).await?;
    let found = found(&desk, &all, &id)?;
    let form = StrengthForm { seen: all.revision.to_string(), ..form_of(&found) };
    shown(&screen(&desk, &all, Some(&found), form, None))
}

/// Changes a strength.
pub(super) async fn change(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&path(&id), form).await?;
    let all = read(&desk).await?;
    let found = found(&desk, &all, &id)?;
    let form = typed(&fields);
    let text = written(&form, found.document.as_ref()).to_string();
    let wish = wish(&fields);
    let changed = desk.house().change_strength(desk.tenant(), permit, found.strength.id, &text, wish).await;
    done(&desk, &all, Some(&found), form, changed)
}

fn done(
    desk: &Desk,
    all: &Strengths,
    found: Option<&Found>,
    form: StrengthForm,
    outcome: Result<Result<SavedStrength, StrengthProblem>, Fault>,
) -> Result<Response, Response> {
    match desk.or_fault(outcome)? {
        Ok(saved) if saved.trial.is_some() => Ok(desk.done(Entry::Strengths.path(), Done::SavedOnTrial)),
        Ok(_) => Ok(desk.done(Entry::Strengths.path(), Done::StrengthSaved)),
        Err(problem) => {
            let mut form = form;
            if problem == StrengthProblem::Policies(PolicyProblem::ChangedMeanwhile) {
                // Whoever was told so writes over it when they save again.
                form.seen = all.revision.to_string();
            }
            Err(refused(&screen(desk, all, found, form, Some(words(desk, &problem)))))
        }
    }
}

/// Asks once more before a strength goes.
pub(super) async fn ask_delete(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Strengths).await?;
    desk.permit::<ManagePolicies>(Target::Organisation)?;
    let found = found(&desk, &read(&desk).await?, &id)?;
    shown(&question(&desk, &id, Question::DeleteStrength(found.strength.name)))
}

/// Deletes a strength that no policy demands.
pub(super) async fn delete(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&path(&id), form).await?;
    let found = found(&desk, &read(&desk).await?, &id)?;
    if !fields.has("sure") {
        return shown(&question(&desk, &id, Question::DeleteStrength(found.strength.name)));
    }
    let gone = desk.house().delete_strength(desk.tenant(), permit, found.strength.id).await;
    match desk.or_fault(gone)? {
        Ok(_) => Ok(desk.done(Entry::Strengths.path(), Done::StrengthDeleted)),
        Err(problem) => Err(refused(&question(&desk, &id, Question::PolicyRefused(words(&desk, &problem))))),
    }
}

fn question(desk: &Desk, id: &str, question: Question) -> Confirm {
    let page = desk.here.to(&path(id));
    confirm(desk, question, (format!("{page}/delete"), page))
}

fn words(desk: &Desk, problem: &StrengthProblem) -> String {
    if *problem == StrengthProblem::Policies(PolicyProblem::ChangedMeanwhile) {
        return desk.texts().policies_problem_changed();
    }
    strength_problem(desk.texts(), problem, |at| desk.recently(at))
}

fn path(id: &str) -> String {
    format!("{}/{id}", Entry::Strengths.path())
}

/// Who sent a form about a strength, with the leave to change it.
async fn taken(page: &str, form: Form) -> Result<(Desk, Fields, Permit<ManagePolicies>), Response> {
    let (desk, fields) = Desk::take(form, Entry::Strengths, page).await?;
    let permit = desk.permit::<ManagePolicies>(Target::Organisation)?;
    Ok((desk, fields, permit))
}

/// A strength that is there; without a document where it is built in.
struct Found {
    strength: AuthenticationStrength,
    document: Option<StrengthDocument>,
    used_by: Vec<String>,
}

fn found(desk: &Desk, all: &Strengths, id: &str) -> Result<Found, Response> {
    let id: Id<AuthenticationStrength> = desk.id(id)?;
    let names = |users: &[policy::Policy]| users.iter().map(|policy| policy.name.clone()).collect();
    if let Some(kept) = all.own.iter().find(|kept| kept.document.strength.id == id) {
        let document = kept.document.clone();
        let strength = document.strength.clone();
        return Ok(Found { strength, document: Some(document), used_by: names(&kept.used_by) });
    }
    let (id, users) = all.built_in.iter().find(|(other, _)| *other == id).ok_or_else(|| desk.missing())?;
    Ok(Found { strength: built_in(desk, *id), document: None, used_by: names(users) })
}

fn screen(
    desk: &Desk,
    all: &Strengths,
    found: Option<&Found>,
    form: StrengthForm,
    problem: Option<String>,
) -> StrengthPage {
    let document = found.and_then(|found| found.document.as_ref());
    let is_other = |one: &Value| one["@odata.type"] != KEYS;
    StrengthPage {
        shell: desk.shell(),
        id: found.map(|found| found.strength.id.to_string()),
        is_built_in: found.is_some_and(|found| found.document.is_none()),
        form,
        makes: all.makes.iter().map(|(make, name)| (make.to_string(), name.clone())).collect(),
        has_certificates: document.is_some_and(|one| one.configurations().iter().any(is_other)),
        used_by: found.map(|found| found.used_by.clone()).unwrap_or_default(),
        problem,
        may_change: desk.may::<ManagePolicies>(Target::Organisation),
    }
}

fn typed(fields: &Fields) -> StrengthForm {
    let all = |name: &str| {
        let sent = fields.all().iter().filter(|(key, _)| key == name);
        sent.map(|(_, value)| value.clone()).collect()
    };
    StrengthForm {
        seen: fields.get("seen").to_owned(),
        name: fields.get("name").trim().to_owned(),
        description: fields.get("description").trim().to_owned(),
        combinations: all("combination"),
        makes: all("make"),
        more: fields.get("more").replace('\r', ""),
    }
}

fn form_of(found: &Found) -> StrengthForm {
    let strength = &found.strength;
    StrengthForm {
        seen: String::new(),
        name: strength.name.clone(),
        description: found.document.as_ref().map(|one| one.description.clone()).unwrap_or_default(),
        combinations: strength.combinations.iter().map(Combination::words).collect(),
        makes: strength.makes.iter().flatten().map(ToString::to_string).collect(),
        more: String::new(),
    }
}

/// The strength in Graph's JSON: what narrows it otherwise than by makes stays as it was.
fn written(form: &StrengthForm, old: Option<&StrengthDocument>) -> Value {
    let kept = old.map(StrengthDocument::configurations).unwrap_or_default();
    let (keys, others): (Vec<&Value>, Vec<&Value>) = kept.iter().partition(|one| one["@odata.type"] == KEYS);
    let mut configurations: Vec<Value> = others.into_iter().cloned().collect();
    let more = form.more.lines().map(str::trim).filter(|line| !line.is_empty());
    let makes: Vec<&str> = form.makes.iter().map(String::as_str).chain(more).collect();
    if !makes.is_empty() {
        let mut narrowed = keys.first().map_or_else(|| json!({ "@odata.type": KEYS }), |one| (*one).clone());
        narrowed["appliesToCombinations"] = json!(["fido2"]);
        narrowed["allowedAAGUIDs"] = json!(makes);
        configurations.push(narrowed);
    }
    json!({
        "displayName": form.name,
        "description": form.description,
        "allowedCombinations": form.combinations,
        "combinationConfigurations": configurations,
    })
}
