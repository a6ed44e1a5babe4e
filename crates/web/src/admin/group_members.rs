//! Who and what is in a group, and who looks after it.

use axum::extract::Path;
use axum::response::Response;
use model::{Group, Id, Member, User};
use service::Fault;
use service::authority::{ReadPeople, Target};
use service::groups::{GroupDetails, MemberChange, OwnerChange};

use super::desk::{Desk, refused, shown};
use super::group::{Extra, hole, leave, named_group, named_person, path, screen, taken};
use crate::form::{Fields, Form};
use crate::screens::admin::{AddError, Adding, Done};

/// How many people and groups that fit are offered.
const OFFERED: usize = 8;

/// Puts somebody or something in the group: by id from what was offered, or by what was typed.
pub(super) async fn add(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, details) = taken(&id, form).await?;
    let leave = leave(&desk, details.weight)?;
    let typed: String = fields.get("member").trim().chars().take(256).collect();
    let member = match meant(&desk, &fields, &typed).await? {
        Ok(member) => member,
        Err(adding) => return Err(refused(&screen(&desk, details, Extra { adding, ..Extra::default() }))),
    };
    let id = details.group.id;
    let (field, meant) = (kind(member), member.id().to_string());
    if !fields.has("sure")
        && let Some(question) = hole(&desk, &details, "members", &[(field, &meant)])
    {
        return shown(&question);
    }
    match desk.house().change_member(desk.tenant(), leave, id, MemberChange::Add(member)).await {
        Ok(()) => {
            let undo = format!("{}/members/{}/remove", path(id), member.id());
            Ok(desk.done_until_undone(&path(id), Done::GroupMemberAdded, (&undo, vec![])))
        }
        Err(Fault::Conflict(word)) if AddError::from_word(word).is_some() => {
            let adding = Adding { typed, error: AddError::from_word(word), ..Adding::default() };
            Err(refused(&screen(&desk, details, Extra { adding, ..Extra::default() })))
        }
        Err(Fault::Conflict("last administrator")) => {
            Err(super::group_acts::last_administrator(&desk, &details.group))
        }
        Err(fault) => Err(desk.fault(&fault)),
    }
}

/// Whom or what a form means; or what to say when nobody, or more than one, fits.
async fn meant(desk: &Desk, fields: &Fields, typed: &str) -> Result<Result<Member, Adding>, Response> {
    if let Some(person) = fields.find("person") {
        return Ok(Ok(Member::Person(desk.id(person)?)));
    }
    if let Some(group) = fields.find("group") {
        return Ok(Ok(Member::Group(desk.id(group)?)));
    }
    let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
    if let Some(user) = desk.or_fault(desk.house().person_named(desk.tenant(), &permit, typed).await)? {
        return Ok(Ok(Member::Person(user.id)));
    }
    let mut people = desk.or_fault(desk.house().find_people(desk.tenant(), &permit, typed).await)?;
    let mut groups = desk.or_fault(desk.house().find_groups(desk.tenant(), &permit, typed).await)?;
    Ok(match (people.as_slice(), groups.as_slice()) {
        ([], []) => {
            Err(Adding { typed: typed.to_owned(), error: Some(AddError::Nobody), ..Adding::default() })
        }
        ([one], []) => Ok(Member::Person(one.id)),
        ([], [one]) => Ok(Member::Group(one.id)),
        _ => {
            people.truncate(OFFERED);
            groups.truncate(OFFERED);
            Err(Adding {
                typed: typed.to_owned(),
                error: None,
                people: people.iter().map(named_person).collect(),
                groups: groups.iter().map(named_group).collect(),
            })
        }
    })
}

/// The field in which a form says a member by its id.
const fn kind(member: Member) -> &'static str {
    match member {
        Member::Person(_) => "person",
        Member::Group(_) => "group",
    }
}

/// Takes somebody or something out.
pub(super) async fn remove(
    Path((id, member)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Response> {
    let (desk, _, details) = taken(&id, form).await?;
    let leave = leave(&desk, details.weight)?;
    let member = member_of(&desk, &details, &member)?;
    let id = details.group.id;
    match desk.house().change_member(desk.tenant(), leave, id, MemberChange::Remove(member)).await {
        Ok(()) => {
            let again = vec![(kind(member).to_owned(), member.id().to_string())];
            let undo = format!("{}/members", path(id));
            Ok(desk.done_until_undone(&path(id), Done::GroupMemberRemoved, (&undo, again)))
        }
        Err(Fault::Conflict("last administrator")) => {
            Err(super::group_acts::last_administrator(&desk, &details.group))
        }
        Err(fault) => Err(desk.fault(&fault)),
    }
}

/// A person, unless it is one of the groups in it.
fn member_of(desk: &Desk, details: &GroupDetails, text: &str) -> Result<Member, Response> {
    let id: Id<()> = desk.id(text)?;
    let nested = details.nested.iter().any(|group| group.id == id.cast::<Group>());
    Ok(if nested { Member::Group(id.cast()) } else { Member::Person(id.cast()) })
}

/// Makes somebody look after the group.
pub(super) async fn add_owner(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, details) = taken(&id, form).await?;
    let leave = leave(&desk, details.weight)?;
    let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
    let typed = fields.get("owner").trim();
    let found = desk.or_fault(desk.house().person_named(desk.tenant(), &permit, typed).await)?;
    let id = details.group.id;
    let error = match found {
        None => desk.texts().admin_error_nobody(typed),
        Some(user) => {
            match desk.house().change_owner(desk.tenant(), leave, id, OwnerChange::Add(user.id)).await {
                Ok(()) => return Ok(desk.done(&path(id), Done::GroupOwnerAdded)),
                Err(Fault::Conflict("owner")) => desk.texts().groups_error_owner(),
                Err(fault) => return Err(desk.fault(&fault)),
            }
        }
    };
    Err(refused(&screen(&desk, details, Extra { owner_error: Some(error), ..Extra::default() })))
}

/// Takes an owner off.
pub(super) async fn remove_owner(
    Path((id, person)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Response> {
    let (desk, _, details) = taken(&id, form).await?;
    let leave = leave(&desk, details.weight)?;
    let (id, person): (_, Id<User>) = (details.group.id, desk.id(&person)?);
    let removed = desk.house().change_owner(desk.tenant(), leave, id, OwnerChange::Remove(person)).await;
    desk.or_fault(removed)?;
    Ok(desk.done(&path(id), Done::GroupOwnerRemoved))
}
