//! What stands beside people and groups: whom somebody reports to, and what `$expand` puts in with one thing.

use axum::extract::Path;
use model::{Attribute, Id, Person};
use serde_json::Value;
use service::authority::{ManagePeople, Permit, ReadGroups, ReadPeople, Target};
use service::directory::Depth;

use super::applications::wrong;
use super::call::{Answer, Call};
use super::groups;
use super::people::{self, target};
use super::problem::Problem;

/// How many members `$expand` puts in; the rest is read by the list itself, as Graph does.
const EXPANDED: i64 = 20;

pub(super) async fn manager(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ReadPeople>(Target::Organisation)?;
    let person = call.or_fault(call.house().directory_person(call.tenant(), &permit, &id).await, &id)?;
    let manager = manager_of(&call, &permit, &person).await?;
    call.one("directoryObjects", manager.ok_or_else(|| Problem::missing(call.family, "manager"))?)
}

/// `{"@odata.id": "https://…/v1.0/users/{id}"}`: only the last segment says something.
pub(super) async fn set_manager(Path(id): Path<String>, call: Call) -> Answer {
    let (user, permit) = target::<ManagePeople>(&call, &id).await?;
    let members = call.members()?;
    let address = members.get("@odata.id").and_then(Value::as_str);
    let named =
        address.ok_or_else(|| wrong("'@odata.id' is missing."))?.rsplit('/').next().unwrap_or_default();
    let reading = call.permit::<ReadPeople>(Target::Organisation)?;
    let manager = call.house().directory_person(call.tenant(), &reading, named).await;
    let name = call.or_fault(manager, named)?.user.name.to_string();
    let said = vec![(Attribute::Manager, name)];
    call.or_fault(call.house().change_person(call.tenant(), permit, user, said).await, &id)?;
    Call::done()
}

pub(super) async fn remove_manager(Path(id): Path<String>, call: Call) -> Answer {
    let (user, permit) = target::<ManagePeople>(&call, &id).await?;
    let said = vec![(Attribute::Manager, String::new())];
    call.or_fault(call.house().change_person(call.tenant(), permit, user, said).await, &id)?;
    Call::done()
}

/// What is wanted beside one person.
pub(super) async fn of_person(call: &Call, person: &Person) -> Result<Vec<(&'static str, Value)>, Problem> {
    let mut relations = vec![];
    for wanted in call.expands(&["manager", "memberOf"])? {
        let value = match wanted {
            "manager" => {
                let permit = call.permit::<ReadPeople>(Target::Organisation)?;
                manager_of(call, &permit, person).await?.unwrap_or_default()
            }
            _ => {
                let permit = call.permit::<ReadGroups>(Target::Organisation)?;
                let id = person.user.id.to_string();
                let found =
                    call.house().directory_groups_of(call.tenant(), &permit, &id, Depth::Direct).await;
                call.or_fault(found, &id)?.iter().map(|group| groups::typed(call, group)).collect()
            }
        };
        relations.push((wanted, value));
    }
    Ok(relations)
}

/// What is wanted beside one group.
pub(super) async fn of_group(
    call: &Call,
    id: Id<model::Group>,
) -> Result<Vec<(&'static str, Value)>, Problem> {
    let mut relations = vec![];
    for wanted in call.expands(&["members"])? {
        let permit = call.permit::<ReadGroups>(Target::Organisation)?;
        let found = call.house().directory_members(call.tenant(), &permit, id, None, EXPANDED).await;
        let (nested, people) = call.or_fault(found, &id.to_string())?;
        let groups = nested.iter().map(|group| groups::typed(call, group));
        let told = groups.chain(people.iter().map(|person| people::typed(call, person))).collect();
        relations.push((wanted, told));
    }
    Ok(relations)
}

async fn manager_of(
    call: &Call,
    permit: &Permit<ReadPeople>,
    person: &Person,
) -> Result<Option<Value>, Problem> {
    let Some(id) = person.profile.manager else { return Ok(None) };
    let id = id.to_string();
    match call.house().directory_person(call.tenant(), permit, &id).await {
        // Whoever was deleted is nobody's manager any more.
        Err(service::Fault::NotFound) => Ok(None),
        found => Ok(Some(people::typed(call, &call.or_fault(found, &id)?))),
    }
}
