//! `groups`, and who is in them.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use graph::directory;
use graph::odata::Filter;
use model::{Group, Id, Member, User};
use serde_json::{Map, Value};
use service::Fault;
use service::authority::{ReadGroups, Target};
use service::directory::GroupsAsked;
use service::groups::{Leave, MemberChange, NewGroup, Weight};

use super::call::{Answer, Call};
use super::people::{self, not_offered, parse_token, write_token};
use super::problem::Problem;
use super::relations;

const CONTEXT: &str = "groups";

pub(super) async fn list(call: Call) -> Answer {
    let permit = call.permit::<ReadGroups>(Target::Organisation)?;
    if call.query.order.as_ref().is_some_and(|order| *order != ("displayName".to_owned(), false)) {
        return Err(not_offered("Groups are listed by displayName."));
    }
    let (asked, rest) = asked(&call)?;
    let is_counted = call.query.count && call.query.filter.is_none() && call.query.search.is_none();
    if call.query.count && !is_counted {
        return Err(not_offered("$count is offered without $filter and $search."));
    }
    let rows = call.query.rows();
    let is_list = matches!(asked, GroupsAsked::Listed(_));
    let after = call.query.skip_token.as_deref().map(read_token).transpose()?;
    let limit = i64::try_from(rows + 1).unwrap_or(i64::MAX);
    let found = call.house().directory_groups(call.tenant(), &permit, asked, after, limit).await;
    let mut found = call.or_fault(found, "")?;
    let is_more = is_list && found.len() > rows;
    found.truncate(rows);
    let last = found.last().filter(|_| is_more);
    let next = last.map(|group| write_token(&group.display, &group.id.to_string()));
    let count = if is_counted {
        let counted = call.house().directory_groups_count(call.tenant(), &permit).await;
        usize::try_from(call.or_fault(counted, "")?).ok()
    } else {
        None
    };
    let told = found.iter().map(|group| written(&call, group));
    let told = told.filter(|row| rest.iter().all(|filter| filter.holds(row))).collect();
    call.page(CONTEXT, told, next, count)
}

pub(super) async fn count(call: Call) -> Answer {
    let permit = call.permit::<ReadGroups>(Target::Organisation)?;
    let counted = call.house().directory_groups_count(call.tenant(), &permit).await;
    Ok(([(CONTENT_TYPE, "text/plain")], call.or_fault(counted, "")?.to_string()).into_response())
}

pub(super) async fn one(Path(id): Path<String>, call: Call) -> Answer {
    let group = read(&call, &id).await?;
    let relations = relations::of_group(&call, group.id).await?;
    call.one_with(CONTEXT, written(&call, &group), relations)
}

pub(super) async fn create(call: Call) -> Answer {
    let members = call.members()?;
    let types = members.get("groupTypes").and_then(Value::as_array);
    let is_mail = members.get("mailEnabled") == Some(&Value::Bool(true));
    if is_mail || types.is_some_and(|types| types.iter().any(|kind| kind != "DynamicMembership")) {
        return Err(wrong(
            "There are no groups with a mailbox: 'mailEnabled' is false, and 'groupTypes' empty or DynamicMembership.",
        ));
    }
    let known = [
        "displayName",
        "description",
        "mailEnabled",
        "mailNickname",
        "securityEnabled",
        "groupTypes",
        "membershipRule",
        "membershipRuleProcessingState",
        "isAssignableToRole",
    ];
    refuse_unknown(&members, &known)?;
    let new = NewGroup {
        display: text(&members, "displayName")?.ok_or_else(|| wrong("'displayName' is missing."))?,
        description: text(&members, "description")?.unwrap_or_default(),
        carries_roles: members.get("isAssignableToRole") == Some(&Value::Bool(true)),
        rule: text(&members, "membershipRule")?,
    };
    let leave = leave(&call, new.weight())?;
    let id = call.or_fault(call.house().add_group(call.tenant(), leave, new).await, "")?;
    let group = read(&call, &id.to_string()).await?;
    call.created(CONTEXT, written(&call, &group))
}

pub(super) async fn change(Path(id): Path<String>, call: Call) -> Answer {
    let group = read(&call, &id).await?;
    let members = call.members()?;
    refuse_unknown(&members, &["displayName", "description"])?;
    let display = text(&members, "displayName")?.unwrap_or(group.display);
    let description = match members.contains_key("description") {
        true => text(&members, "description")?.unwrap_or_default(),
        false => group.description,
    };
    let leave = leave(&call, weight(&call, group.id).await?)?;
    let changed = call.house().change_group(call.tenant(), leave, group.id, (&display, &description)).await;
    call.or_fault(changed, &id)?;
    Call::done()
}

pub(super) async fn delete(Path(id): Path<String>, call: Call) -> Answer {
    let group = call.id(&id)?;
    let leave = leave(&call, weight(&call, group).await?)?;
    call.or_fault(call.house().delete_group(call.tenant(), leave, group).await, &id)?;
    Call::done()
}

pub(super) async fn members(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ReadGroups>(Target::Organisation)?;
    if call.query.filter.is_some() || call.query.search.is_some() || call.query.order.is_some() {
        return Err(not_offered("Members are listed as they are: without $filter, $search and $orderby."));
    }
    let group = call.id(&id)?;
    let rows = call.query.rows();
    let wrong = |_| Problem::bad("Invalid value of the query option '$skiptoken'.");
    let after: Option<Id<User>> =
        call.query.skip_token.as_deref().map(str::parse).transpose().map_err(wrong)?;
    let limit = i64::try_from(rows + 1).unwrap_or(i64::MAX);
    let found = call.house().directory_members(call.tenant(), &permit, group, after, limit).await;
    let (nested, mut people) = call.or_fault(found, &id)?;
    let is_more = people.len() > rows;
    people.truncate(rows);
    let next = people.last().filter(|_| is_more).map(|person| person.user.id.to_string());
    let groups = nested.iter().map(|group| typed(&call, group));
    let told = groups.chain(people.iter().map(|person| people::typed(&call, person))).collect();
    call.page("directoryObjects", told, next, None)
}

/// `{"@odata.id": "https://…/v1.0/directoryObjects/{id}"}`: only the last segment says something.
pub(super) async fn add_member(Path(id): Path<String>, call: Call) -> Answer {
    let group = call.id(&id)?;
    let members = call.members()?;
    let address =
        members.get("@odata.id").and_then(Value::as_str).ok_or_else(|| wrong("'@odata.id' is missing."))?;
    let named = address.rsplit('/').next().unwrap_or_default();
    // Leave first: whoever has none is not told who exists.
    let leave = leave(&call, weight(&call, group).await?)?;
    let member = member(&call, named, if address.contains("/groups/") { "group" } else { "user" }).await?;
    let added = call.house().change_member(call.tenant(), leave, group, MemberChange::Add(member)).await;
    call.or_fault(added, named)?;
    Call::done()
}

pub(super) async fn remove_member(Path((id, named)): Path<(String, String)>, call: Call) -> Answer {
    let group = call.id(&id)?;
    let leave = leave(&call, weight(&call, group).await?)?;
    let member = member(&call, &named, "").await?;
    let removed = call.house().change_member(call.tenant(), leave, group, MemberChange::Remove(member)).await;
    call.or_fault(removed, &named)?;
    Call::done()
}

/// What an id is of: a person, or a group that this caller may see.
async fn member(call: &Call, named: &str, kind: &str) -> Result<Member, Problem> {
    let id: Id<()> = call.id(named)?;
    if kind != "group" {
        match call.house().directory_target(call.tenant(), &id.to_string()).await {
            Ok((user, _)) => return Ok(Member::Person(user)),
            Err(Fault::NotFound) => {}
            Err(fault) => return Err(Problem::fault(&fault, call.family, named)),
        }
    }
    Ok(Member::Group(read(call, named).await?.id))
}

async fn read(call: &Call, id: &str) -> Result<Group, Problem> {
    let permit = call.permit::<ReadGroups>(Target::Organisation)?;
    let asked = GroupsAsked::Id(call.id(id)?);
    let found = call.house().directory_groups(call.tenant(), &permit, asked, None, 1).await;
    call.or_fault(found, id)?.pop().ok_or_else(|| Problem::missing(call.family, id))
}

/// What being in a group gives decides which leave changing it takes.
async fn weight(call: &Call, id: Id<Group>) -> Result<Weight, Problem> {
    let permit = call.permit::<ReadGroups>(Target::Organisation)?;
    call.or_fault(call.house().directory_weight(call.tenant(), &permit, id).await, &id.to_string())
}

fn leave(call: &Call, weight: Weight) -> Result<Leave, Problem> {
    Leave::of(&call.caller.actor, weight)
        .map_err(|denied| Problem::fault(&Fault::from(denied), call.family, ""))
}

/// Everything that is told of a group.
pub(super) fn written(call: &Call, group: &Group) -> Value {
    directory::group(group, |at| call.written(at))
}

/// The same with its type, for lists of several kinds.
pub(super) fn typed(call: &Call, group: &Group) -> Value {
    let mut row = written(call, group);
    row["@odata.type"] = "#microsoft.graph.group".into();
    row
}

fn asked(call: &Call) -> Result<(GroupsAsked, Vec<Filter>), Problem> {
    if let Some(sought) = &call.query.search {
        if call.query.filter.is_some() {
            return Err(not_offered("$search and $filter are not offered together."));
        }
        return Ok((GroupsAsked::Found(sought.clone()), vec![]));
    }
    let (mut starting, mut rest) = (String::new(), vec![]);
    for part in call.query.filter.iter().flat_map(Filter::parts) {
        match part {
            Filter::Is(name, Value::String(id)) if name == "id" => {
                let others = call.query.filter.iter().flat_map(Filter::parts).filter(|other| *other != part);
                return Ok((GroupsAsked::Id(call.id(id)?), others.cloned().collect()));
            }
            Filter::Begins(name, text) if name == "displayName" => starting.clone_from(text),
            Filter::Is(name, Value::String(text)) if name == "displayName" => {
                starting.clone_from(text);
                rest.push(part.clone());
            }
            Filter::Is(name, Value::Bool(_))
                if ["securityEnabled", "mailEnabled", "isAssignableToRole"].contains(&name.as_str()) =>
            {
                rest.push(part.clone());
            }
            Filter::Holds(name, _) if name == "groupTypes" => rest.push(part.clone()),
            _ => {
                return Err(not_offered(
                    "Groups are found by id, displayName (eq and startswith), securityEnabled, mailEnabled, \
                     isAssignableToRole and groupTypes, joined by and; or by $search.",
                ));
            }
        }
    }
    Ok((GroupsAsked::Listed(starting), rest))
}

fn read_token(token: &str) -> Result<(String, Id<Group>), Problem> {
    let (name, id) = parse_token(token)?;
    let id = id.parse().map_err(|_| Problem::bad("Invalid value of the query option '$skiptoken'."))?;
    Ok((name, id))
}

fn text(members: &Map<String, Value>, name: &str) -> Result<Option<String>, Problem> {
    match members.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(wrong(&format!("Invalid value specified for property '{name}'."))),
    }
}

fn refuse_unknown(members: &Map<String, Value>, known: &[&str]) -> Result<(), Problem> {
    let other = members.keys().find(|name| !name.starts_with('@') && !known.contains(&name.as_str()));
    match other {
        Some(name) => Err(wrong(&format!(
            "Property '{}' cannot be written here.",
            name.chars().take(64).collect::<String>()
        ))),
        None => Ok(()),
    }
}

fn wrong(why: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "Request_BadRequest", why)
}
