//! `users`.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use graph::directory::{self, USUAL_OF_PERSON};
use graph::odata::Filter;
use model::{Id, Person, User};
use serde_json::{Value, json};
use service::authority::{
    Action, BlockPeople, DeletePeople, EndSessions, ManagePeople, Permit, ReadGroups, ReadPeople, Target,
};
use service::directory::{Depth, PeopleAsked};
use service::{Kind, Page, PeopleFilter, Standing};

use super::call::{Answer, Call};
use super::groups;
use super::problem::Problem;
use super::relations;

const CONTEXT: &str = "users";
/// What is told of somebody where people may not be read.
const BY_NAME: [&str; 2] = ["displayName", "id"];

pub(super) async fn list(call: Call) -> Answer {
    let permit = call.permit::<ReadPeople>(Target::Organisation)?;
    if call.query.order.as_ref().is_some_and(|order| *order != ("displayName".to_owned(), false)) {
        return Err(not_offered("People are listed by displayName."));
    }
    let (asked, rest) = asked(&call)?;
    let is_counted = call.query.count && call.query.filter.is_none() && call.query.search.is_none();
    if call.query.count && !is_counted {
        return Err(not_offered("$count is offered without $filter and $search."));
    }
    let rows = call.query.rows();
    let is_list = matches!(asked, PeopleAsked::Listed(_));
    let after = call.query.skip_token.as_deref().map(read_token).transpose()?;
    let limit = i64::try_from(rows + 1).unwrap_or(i64::MAX);
    let found = call.house().directory_people(call.tenant(), &permit, asked, after, limit).await;
    let mut found = call.or_fault(found, "")?;
    let is_more = is_list && found.len() > rows;
    found.truncate(rows);
    let next = found.last().filter(|_| is_more).map(token);
    let count = if is_counted {
        let counted = call.house().directory_people_count(call.tenant(), &permit).await;
        usize::try_from(call.or_fault(counted, "")?).ok()
    } else {
        None
    };
    // What no index carries is looked at on the page itself, so that a page may have fewer rows than were asked.
    let told = found.iter().map(|person| written(&call, person));
    let told = told.filter(|row| rest.iter().all(|filter| filter.holds(row)));
    let told = told.map(|row| usual(&call, row)).collect();
    call.page(CONTEXT, told, next, count)
}

pub(super) async fn count(call: Call) -> Answer {
    let permit = call.permit::<ReadPeople>(Target::Organisation)?;
    let counted = call.house().directory_people_count(call.tenant(), &permit).await;
    Ok(([(CONTENT_TYPE, "text/plain")], call.or_fault(counted, "")?.to_string()).into_response())
}

pub(super) async fn one(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ReadPeople>(Target::Organisation)?;
    let found = call.house().directory_person(call.tenant(), &permit, &id).await;
    let person = call.or_fault(found, &id)?;
    let relations = relations::of_person(&call, &person).await?;
    let row = usual(&call, written(&call, &person));
    call.one_with(CONTEXT, row, relations)
}

/// Makes somebody's account and invites them. A password that somebody else knows is none that stays (D16).
pub(super) async fn create(call: Call) -> Answer {
    let permit = call.permit::<ManagePeople>(Target::Organisation)?;
    let mut members = call.members()?;
    if members.contains_key("passwordProfile") {
        let why = "'passwordProfile' is not taken: whoever is added is invited by mail and chooses a password. Leave it out.";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "Request_BadRequest", why));
    }
    // Without mailboxes there is no nickname, and an account that is added is one that may be used.
    members.remove("mailNickname");
    if members.remove("accountEnabled").is_some_and(|enabled| enabled != Value::Bool(true)) {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "Request_BadRequest",
            "'accountEnabled' is true for somebody who is added.",
        ));
    }
    let said = directory::typed_of_person(&members)?;
    let added = call.house().add_described_person(call.tenant(), permit, said).await;
    let id = call.or_fault(added, "")?;
    // Whoever adds people reads them.
    let reading = call.permit::<ReadPeople>(Target::Organisation)?;
    let found = call.house().directory_person(call.tenant(), &reading, &id.to_string()).await;
    let person = call.or_fault(found, "")?;
    let row = usual(&call, written(&call, &person));
    call.created(CONTEXT, row)
}

pub(super) async fn change(Path(id): Path<String>, call: Call) -> Answer {
    let members = call.members()?;
    let said = directory::typed_of_person(&members)?;
    match members.get("accountEnabled") {
        None => {
            let (user, permit) = target::<ManagePeople>(&call, &id).await?;
            call.or_fault(call.house().change_person(call.tenant(), permit, user, said).await, &id)?;
        }
        // Two verbs, each in a transaction of its own: nothing is half done.
        Some(_) if !said.is_empty() => {
            let why = "'accountEnabled' is changed in a request of its own.";
            return Err(Problem::new(StatusCode::BAD_REQUEST, "Request_BadRequest", why));
        }
        Some(Value::Bool(true)) => {
            let (user, permit) = target::<BlockPeople>(&call, &id).await?;
            call.or_fault(call.house().unblock(call.tenant(), permit, user).await, &id)?;
        }
        Some(Value::Bool(false)) => {
            let (user, permit) = target::<BlockPeople>(&call, &id).await?;
            call.or_fault(call.house().block(call.tenant(), permit, user).await, &id)?;
        }
        Some(_) => return Err(Problem::bad("Invalid value specified for property 'accountEnabled'.")),
    }
    Call::done()
}

pub(super) async fn delete(Path(id): Path<String>, call: Call) -> Answer {
    let (user, permit) = target::<DeletePeople>(&call, &id).await?;
    call.or_fault(call.house().delete_person(call.tenant(), permit, user).await, &id)?;
    Call::done()
}

pub(super) async fn revoke(Path(id): Path<String>, call: Call) -> Answer {
    let (user, permit) = target::<EndSessions>(&call, &id).await?;
    call.or_fault(call.house().end_sessions(call.tenant(), permit, user).await, &id)?;
    call.one("Edm.Boolean", json!({ "value": true }))
}

/// Somebody, and leave to do `A` to them. Whoever may do it to nobody is not told who is there.
pub(super) async fn target<A: Action>(call: &Call, id: &str) -> Result<(Id<User>, Permit<A>), Problem> {
    call.permit::<A>(Target::Organisation)?;
    let (user, roles) = call.or_fault(call.house().directory_target(call.tenant(), id).await, id)?;
    Ok((user, call.permit_for::<A>(&roles)?))
}

pub(super) async fn groups(Path(id): Path<String>, call: Call) -> Answer {
    groups_of(&call, &id, Depth::Direct).await
}

pub(super) async fn all_groups(Path(id): Path<String>, call: Call) -> Answer {
    groups_of(&call, &id, Depth::All).await
}

pub(super) async fn groups_of(call: &Call, id: &str, depth: Depth) -> Answer {
    let permit = call.permit::<ReadGroups>(Target::Organisation)?;
    let found = call.house().directory_groups_of(call.tenant(), &permit, id, depth).await;
    let told = call.or_fault(found, id)?.iter().map(|group| groups::typed(call, group)).collect();
    call.list("directoryObjects", told)
}

/// Everything that is told of somebody.
pub(super) fn written(call: &Call, person: &Person) -> Value {
    directory::person(person, |at| call.written(at))
}

/// The same with its type, for lists of several kinds. Who may read groups or roles and no people is told who is in them,
/// and nothing else of them.
pub(super) fn typed(call: &Call, person: &Person) -> Value {
    let row = written(call, person);
    let mut row =
        if call.may::<ReadPeople>(Target::Organisation) { usual(call, row) } else { only(row, &BY_NAME) };
    row["@odata.type"] = "#microsoft.graph.user".into();
    row
}

/// What is told where nothing is chosen.
pub(super) fn usual(call: &Call, row: Value) -> Value {
    if call.query.select.is_empty() { plain(row) } else { row }
}

/// The members that are usual, and no other.
pub(super) fn plain(row: Value) -> Value {
    only(row, &USUAL_OF_PERSON)
}

fn only(row: Value, names: &[&str]) -> Value {
    match row {
        Value::Object(members) => {
            members.into_iter().filter(|(name, _)| names.contains(&name.as_str())).collect()
        }
        other => other,
    }
}

/// Which people a request asks for by an index, and what is left of its filter.
fn asked(call: &Call) -> Result<(PeopleAsked, Vec<Filter>), Problem> {
    if let Some(sought) = &call.query.search {
        if call.query.filter.is_some() {
            return Err(not_offered("$search and $filter are not offered together."));
        }
        return Ok((PeopleAsked::Found(sought.clone()), vec![]));
    }
    let (mut filter, mut rest) = (PeopleFilter::default(), vec![]);
    for part in call.query.filter.iter().flat_map(Filter::parts) {
        match part {
            Filter::Is(name, Value::String(text)) if name == "id" => {
                let id: Id<_> =
                    text.parse().map_err(|_| Problem::bad("Invalid value specified for 'id'."))?;
                return Ok((PeopleAsked::Id(id), all_but(call, part)));
            }
            Filter::Is(name, Value::String(text)) if name == "userPrincipalName" => {
                return Ok((PeopleAsked::Named(text.clone()), all_but(call, part)));
            }
            Filter::Begins(name, text) if name == "displayName" => filter.starting.clone_from(text),
            Filter::Is(name, Value::String(text)) if name == "displayName" => {
                filter.starting.clone_from(text);
                rest.push(part.clone());
            }
            Filter::Is(name, Value::Bool(false)) if name == "accountEnabled" => {
                filter.state = Some(Standing::Blocked)
            }
            Filter::Is(name, Value::String(text))
                if name == "userType" && text.eq_ignore_ascii_case("guest") =>
            {
                filter.kind = Kind::Guests;
            }
            Filter::Is(name, _) if ["accountEnabled", "userType"].contains(&name.as_str()) => {
                rest.push(part.clone())
            }
            _ => {
                return Err(not_offered(
                    "People are found by id, userPrincipalName, displayName (eq and startswith), accountEnabled and \
                     userType, joined by and; or by $search.",
                ));
            }
        }
    }
    Ok((PeopleAsked::Listed(filter), rest))
}

fn all_but(call: &Call, found: &Filter) -> Vec<Filter> {
    let parts = call.query.filter.iter().flat_map(Filter::parts);
    parts.filter(|part| *part != found).cloned().collect()
}

pub(super) fn not_offered(why: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "Request_UnsupportedQuery", why)
}

/// Where a list goes on: the last name, in hexadecimal, and the id.
fn token(person: &Person) -> String {
    write_token(&person.user.display, &person.user.id.to_string())
}

fn read_token(token: &str) -> Result<Page, Problem> {
    let (display, id) = parse_token(token)?;
    let id = id.parse().map_err(|_| Problem::bad("Invalid value of the query option '$skiptoken'."))?;
    Ok(Page { display, id })
}

pub(super) fn write_token(name: &str, id: &str) -> String {
    format!("{}.{id}", data_encoding::HEXLOWER.encode(name.as_bytes()))
}

pub(super) fn parse_token(token: &str) -> Result<(String, String), Problem> {
    let wrong = || Problem::bad("Invalid value of the query option '$skiptoken'.");
    let (name, id) = token.split_once('.').ok_or_else(wrong)?;
    let name = data_encoding::HEXLOWER.decode(name.as_bytes()).map_err(|_| wrong())?;
    let name = String::from_utf8(name).ok().filter(|name| !name.contains('\0')).ok_or_else(wrong)?;
    Ok((name, id.to_owned()))
}
