//! The editor of a policy. Everything that was chosen travels in its form, so it works without JavaScript: a button
//! finds, adds, takes out or renews the sentence, and the page is shown again; only Save keeps anything.

use axum::extract::Path;
use axum::response::Response;
use graph::{Document, Known, Severity, Version};
use model::Id;
use policy::{Excluded, Policy};
use serde_json::Value;
use service::Fault;
use service::authority::{ManagePolicies, ReadSecurity, Target};
use service::conditional_access::{
    FoundForPolicy, PolicyProblem, Reason, Template, Wish, Written, WrittenIn, drafted,
};

use super::desk::{Desk, refused, shown};
use super::exclusions;
use super::policy::{kept, path};
use super::policy_acts::{not_saved, saved, trial};
use super::policy_patch::{FormError, form_of, patch};
use super::revisions::beside;
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{
    Done, Entry, FindingLine, FoundPicks, LEFT_OUT, NotSaved, Pick, PolicyEdit, PolicyForm, list_name, role,
    template_name,
};
use crate::screens::{PolicyWords, finding_words};
use text::Texts;

/// Where a new policy is written.
pub(super) const NEW: &str = "/admin/conditional-access/policies/new";
/// The most that is looked for, in characters.
const LONGEST: usize = 120;
/// How many of each kind are offered.
const OFFERED: usize = 8;

/// What the editor works on.
struct Draft {
    /// The policy as it is kept, or what the template makes; none for one that begins with nothing.
    old: Option<Document>,
    /// The policy that is changed; none for a new one.
    id: Option<Id<Policy>>,
    /// The template that a new one is made of; empty for none.
    template: String,
    /// The revision that was looked at.
    seen: String,
    form: PolicyForm,
    trial: String,
}

/// What is said beside the form.
#[derive(Default)]
struct Said {
    found: Option<FoundPicks>,
    problem: Option<NotSaved>,
    /// The page that says what somebody else changed meanwhile.
    changed: Option<String>,
    error: Option<(&'static str, String)>,
}

/// A new policy.
pub(super) async fn new(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Policies).await?;
    desk.permit::<ManagePolicies>(Target::Organisation)?;
    let query = desk.query();
    let template = query.get("template").to_owned();
    let old = made_of(&desk, &template)?;
    let form = old.as_ref().map_or_else(PolicyForm::new, PolicyForm::of);
    let draft = Draft { old, id: None, template, seen: String::new(), form, trial: String::new() };
    shown(&screen(&desk, draft, Said::default()).await?)
}

/// A policy as it is kept.
pub(super) async fn page(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Policies).await?;
    desk.permit::<ManagePolicies>(Target::Organisation)?;
    let (old, seen) = kept(&desk, &id).await?;
    let (mut form, id) = (PolicyForm::of(&old), Some(old.policy.id));
    form.reasons = exclusions::typed_of(&desk, old.policy.id).await?;
    let (template, trial) = (String::new(), String::new());
    let draft = Draft { old: Some(old), id, template, seen: seen.to_string(), form, trial };
    shown(&screen(&desk, draft, Said::default()).await?)
}

/// Makes a policy, or shows the editor again.
pub(super) async fn create(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::Policies, NEW).await?;
    let template = fields.get("template").to_owned();
    let draft = Draft {
        old: made_of(&desk, &template)?,
        id: None,
        template,
        seen: String::new(),
        form: form_of(&fields),
        trial: fields.get("trial").to_owned(),
    };
    done(&desk, &fields, draft).await
}

/// Changes a policy, or shows the editor again.
pub(super) async fn change(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let page = format!("{}/{id}/edit", Entry::Policies.path());
    let (desk, fields) = Desk::take(form, Entry::Policies, &page).await?;
    may_write(&desk)?;
    let (old, _) = kept(&desk, &id).await?;
    let draft = Draft {
        id: Some(old.policy.id),
        old: Some(old),
        template: String::new(),
        seen: fields.get("seen").to_owned(),
        form: form_of(&fields),
        trial: fields.get("trial").to_owned(),
    };
    done(&desk, &fields, draft).await
}

/// What a template makes, under its name; none where none is named.
fn made_of(desk: &Desk, template: &str) -> Result<Option<Document>, Response> {
    if template.is_empty() {
        return Ok(None);
    }
    let template = Template::from_id(template).ok_or_else(|| desk.missing())?;
    Ok(template.document(&template_name(desk.texts(), template)))
}

/// What is only shown again needs the role, and nobody to confirm once more: that is asked when it is kept.
fn may_write(desk: &Desk) -> Result<(), Response> {
    if desk.may::<ManagePolicies>(Target::Organisation) {
        return Ok(());
    }
    desk.permit::<ManagePolicies>(Target::Organisation).map(|_| ())
}

/// Does what the button that was pressed says.
async fn done(desk: &Desk, fields: &Fields, mut draft: Draft) -> Result<Response, Response> {
    may_write(desk)?;
    // The last field: without it the form came in part, and what is not in it would be taken out of the policy.
    if !fields.has("end") {
        let problem = Some(desk.texts().policies_problem_too_large().into());
        return Err(refused(&screen(desk, draft, Said { problem, ..Said::default() }).await?));
    }
    let act = fields.get("act");
    if act == "save" {
        return save(desk, draft).await;
    }
    let mut said = Said::default();
    if let Some((list, value)) = listed(act, "add:") {
        draft.form.put(list, value);
        choose_some(&mut draft.form, list);
    } else if let Some((list, value)) = listed(act, "drop:") {
        draft.form.drop(list, value);
    } else if let Some(field) = sought(fields) {
        said.found = find(desk, (field, fields.get(field)), &mut draft.form).await?;
    }
    shown(&screen(desk, draft, said).await?)
}

/// The list and the value of a button.
fn listed<'a>(act: &'a str, verb: &str) -> Option<(&'static str, &'a str)> {
    let (list, value) = act.strip_prefix(verb)?.split_once(':')?;
    Some((list_name(list)?, value))
}

/// The field that is to be looked up: the one whose button was pressed, or that Enter was pressed in.
fn sought(fields: &Fields) -> Option<&'static str> {
    let all = ["find-in", "find-out", "find-apps", "find-not-apps"];
    let is_typed = |field: &&str| !fields.get(field).trim().is_empty();
    let pressed = all.into_iter().find(|field| *field == fields.get("act"));
    pressed.filter(is_typed).or_else(|| all.into_iter().find(is_typed).filter(|_| pressed.is_none()))
}

/// Whoever is put in a list is meant.
fn choose_some(form: &mut PolicyForm, list: &str) {
    match list {
        "people" | "groups" | "roles" => form.choose("who", "chosen"),
        "apps" => form.choose("what", "chosen"),
        _ => {}
    }
}

/// Looks for what was typed: one that fits goes into the list, several are offered.
async fn find(
    desk: &Desk,
    (field, typed): (&'static str, &str),
    form: &mut PolicyForm,
) -> Result<Option<FoundPicks>, Response> {
    let typed: String = typed.trim().chars().take(LONGEST).collect();
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let found = desk.or_fault(desk.house().find_for_policy(desk.tenant(), &permit, &typed).await)?;
    let lines = match field {
        "find-in" => whom(desk, &typed, found, ["people", "groups", "roles"]),
        "find-out" => whom(desk, &typed, found, ["not-people", "not-groups", "not-roles"]),
        "find-apps" => apps(found, "apps"),
        _ => apps(found, "not-apps"),
    };
    if let [only] = lines.as_slice() {
        form.put(only.list, &only.value);
        choose_some(form, only.list);
        return Ok(None);
    }
    Ok(Some(FoundPicks { field, typed, lines }))
}

fn whom(
    desk: &Desk,
    typed: &str,
    found: FoundForPolicy,
    [people, groups, roles]: [&'static str; 3],
) -> Vec<Pick> {
    let t = desk.texts();
    let pick = |list, value: String, name: String, note: String| Pick { list, value, name, note, why: None };
    let person = |user: model::User| pick(people, user.id.to_string(), user.display, user.name.to_string());
    let group = |group: model::Group| pick(groups, group.id.to_string(), group.display, t.groups_a_group());
    let sought = model::sought_words(typed);
    let is_sought = |name: &str| !sought.is_empty() && model::is_sought(&model::search_words(name), &sought);
    let named = model::Role::ALL.into_iter().filter(|known| is_sought(&role(t, *known)));
    let named =
        named.map(|known| pick(roles, known.id().to_string(), role(t, known), t.policies_edit_a_role()));
    let people = found.people.into_iter().take(OFFERED).map(person);
    people.chain(found.groups.into_iter().take(OFFERED).map(group)).chain(named.take(OFFERED)).collect()
}

fn apps(found: FoundForPolicy, list: &'static str) -> Vec<Pick> {
    let pick = |app: service::App| Pick {
        list,
        value: app.app_id.to_string(),
        name: app.name,
        note: String::new(),
        why: None,
    };
    found.apps.into_iter().filter(|app| !app.built_in).take(OFFERED).map(pick).collect()
}

async fn save(desk: &Desk, draft: Draft) -> Result<Response, Response> {
    let permit = desk.permit::<ManagePolicies>(Target::Organisation)?;
    let text = match patch(&draft.form, &written(draft.old.as_ref())) {
        Ok(patch) => patch.to_string(),
        Err(wrong) => {
            let error = Some(field_error(desk.texts(), wrong));
            return Err(refused(&screen(desk, draft, Said { error, ..Said::default() }).await?));
        }
    };
    let reasons = match reasons(desk, &draft.form) {
        Ok(reasons) => reasons,
        Err(problem) => {
            let said = Said { problem: Some(problem.into()), ..Said::default() };
            return Err(refused(&screen(desk, draft, said).await?));
        }
    };
    let wish = Wish { trial: trial(&draft.trial), seen: draft.seen.parse().ok(), ..Wish::default() };
    let (house, tenant) = (desk.house(), desk.tenant());
    let outcome = match draft.id {
        Some(id) => {
            house
                .change_policy(
                    tenant,
                    permit,
                    id,
                    Written { text: &text, reasons, from: WrittenIn::Form },
                    wish,
                )
                .await
        }
        None => match whole(&draft, &text) {
            Ok(text) => {
                house
                    .create_policy(
                        tenant,
                        permit,
                        Written { text: &text, reasons, from: WrittenIn::Form },
                        wish,
                    )
                    .await
            }
            Err(problem) => Ok(Err(problem)),
        },
    };
    if let Err(Fault::Invalid(field @ ("reason" | "until"))) = outcome {
        let said = Said { problem: Some(exclusions::error(desk, field).into()), ..Said::default() };
        return Err(refused(&screen(desk, draft, said).await?));
    }
    let is_newer = matches!(outcome, Ok(Err(PolicyProblem::ChangedMeanwhile)));
    match saved(desk, outcome)? {
        Ok(saved) => {
            let done = if draft.id.is_some() { Done::PolicySaved } else { Done::PolicyAdded };
            Ok(desk.done(&path(saved.id), done))
        }
        Err(problem) => {
            let changed = if is_newer { changed(desk, &draft).await? } else { None };
            let said = Said { problem: Some(problem), changed, ..Said::default() };
            Err(refused(&screen(desk, draft, said).await?))
        }
    }
}

/// The field that is wrong, and the way out.
fn field_error(t: &Texts, wrong: FormError) -> (&'static str, String) {
    match wrong {
        FormError::Number => ("number", t.policies_edit_number_error()),
        FormError::Rule => ("device-rule", t.policies_edit_device_error()),
    }
}

/// Why those are left out of whom it was said; else what is wrong with it.
fn reasons(desk: &Desk, form: &PolicyForm) -> Result<Vec<Reason>, String> {
    let mut said = vec![];
    for (list, kind) in LEFT_OUT.into_iter().zip(["person", "group", "role"]) {
        for id in form.list(list) {
            let Some(typed) = form.reasons.get(id).filter(|(reason, _)| !reason.is_empty()) else { continue };
            let excluded = id.parse().ok().and_then(|id| Excluded::read(kind, id));
            let Some(excluded) = excluded else { continue };
            let reason = exclusions::reason(desk, excluded, typed);
            said.push(reason.map_err(|field| exclusions::error(desk, field))?);
        }
    }
    Ok(said)
}

/// Where it stands what somebody else changed since the policy was opened.
async fn changed(desk: &Desk, draft: &Draft) -> Result<Option<String>, Response> {
    let (Some(id), Ok(seen)) = (draft.id, draft.seen.parse()) else { return Ok(None) };
    let (_, head) = kept(desk, &id.to_string()).await?;
    Ok(Some(beside(head, seen)))
}

/// A new policy as a whole: what its template makes, changed as the form says.
fn whole(draft: &Draft, patch: &str) -> Result<String, PolicyProblem> {
    let Some(template) = &draft.old else { return Ok(patch.to_owned()) };
    let patch: Value = serde_json::from_str(patch).unwrap_or_default();
    Ok(drafted(Some(template), &patch)?.write(Version::Beta).to_string())
}

fn written(old: Option<&Document>) -> Value {
    old.map_or(Value::Null, |old| old.write(Version::Beta))
}

/// The page: what the form would make, as a sentence, with what is found about it.
async fn screen(desk: &Desk, draft: Draft, mut said: Said) -> Result<PolicyEdit, Response> {
    let t = desk.texts();
    let (policy, findings) = match shown_as(desk, &draft) {
        Ok(document) => (document.policy.clone(), findings(t, &document)),
        // What cannot be read is said, and the policy stands there as it is kept.
        Err(problem) => {
            said.problem.get_or_insert(problem);
            (draft.old.as_ref().map_or_else(nothing, |old| old.policy.clone()), vec![])
        }
    };
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let names = desk.or_fault(desk.house().names_in(desk.tenant(), &permit, policy.clone()).await)?;
    let words = PolicyWords::new(t, &names);
    Ok(PolicyEdit {
        shell: desk.shell(),
        id: draft.id.map(|id| id.to_string()),
        template: draft.template,
        seen: draft.seen,
        trial: draft.trial,
        sentence: words.sentence(&policy),
        findings,
        kept: words.unseen(&policy),
        form: draft.form,
        found: said.found,
        problem: said.problem,
        changed: said.changed,
        error: said.error,
        names,
    })
}

/// What the form would make, whether or not it has a name and all of its numbers yet.
fn shown_as(desk: &Desk, draft: &Draft) -> Result<Document, NotSaved> {
    let t = desk.texts();
    let mut form = draft.form.clone();
    if form.name.is_empty() {
        form.name = t.policies_new_title();
    }
    if form.get("number").is_empty() {
        form.choose("number", "1");
    }
    let old = draft.old.as_ref();
    let patch = patch(&form, &written(old)).map_err(|wrong| field_error(t, wrong).1)?;
    drafted(old, &patch).map_err(|problem| not_saved(desk, &problem))
}

/// A policy about nobody that asks nothing.
fn nothing() -> Policy {
    Policy {
        id: Id::fixed(0),
        name: String::new(),
        origin: policy::Origin::ConditionalAccess,
        state: policy::State::Off,
        conditions: vec![],
        operator: policy::controls::Operator::Or,
        controls: vec![],
        session: policy::SessionControls::default(),
        foreign: vec![],
    }
}

/// What is wrong with it by itself.
fn findings(t: &Texts, document: &Document) -> Vec<FindingLine> {
    let found = graph::lint(&[document], Known::default()).pop().unwrap_or_default();
    let line = |finding: graph::Finding| FindingLine {
        text: finding_words(t, &finding),
        is_error: finding.severity(document.policy.state) == Severity::Error,
    };
    found.into_iter().map(line).collect()
}
