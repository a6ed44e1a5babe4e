//! What is done to a person: each is asked once more by GET and done by POST.

use axum::extract::Path;
use axum::response::Response;
use model::{BeforeBlock, Id, Role, Timestamp, UserState};
use service::Fault;
use service::authority::{Action, AssignRoles, BlockPeople, DeletePeople, EndSessions, HelpPeople, Target};
use service::people::{PersonDetails, RoleChange};

use super::desk::{Desk, refused, shown};
use super::{deleted, person};
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{Confirm, Done, Entry, Left, Question};

/// What can be done to a person, with what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Block,
    Unblock,
    Unlock,
    Delete,
    EndSessions,
    RegisterAgain,
    RemoveMethod(Id<()>),
    GiveRole(Role),
    GiveRoleUntil(Role, Timestamp),
    TakeRole(Role),
}

impl Act {
    /// Reads the last word of an address.
    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "block" => Self::Block,
            "unblock" => Self::Unblock,
            "unlock" => Self::Unlock,
            "delete" => Self::Delete,
            "end-sessions" => Self::EndSessions,
            "register-again" => Self::RegisterAgain,
            _ => return None,
        })
    }

    /// The address below the person's page.
    fn path(self) -> String {
        match self {
            Self::Block => "block".to_owned(),
            Self::Unblock => "unblock".to_owned(),
            Self::Unlock => "unlock".to_owned(),
            Self::Delete => "delete".to_owned(),
            Self::EndSessions => "end-sessions".to_owned(),
            Self::RegisterAgain => "register-again".to_owned(),
            Self::RemoveMethod(id) => format!("methods/{id}/remove"),
            Self::GiveRole(_) | Self::GiveRoleUntil(..) => "roles".to_owned(),
            Self::TakeRole(role) => format!("roles/{}/take", role.id()),
        }
    }

    fn question(self, details: &PersonDetails) -> Option<Question> {
        let person = details.user.display.clone();
        Some(match self {
            Self::Block => Question::Block(person),
            Self::Unblock if never_accepted(details) => Question::UnblockInvited(person),
            Self::Unblock => Question::Unblock(person),
            Self::Unlock => Question::Unlock(person),
            Self::Delete => Question::Delete(person),
            Self::EndSessions => Question::EndSessions(person),
            Self::RegisterAgain => Question::RegisterAgain(person),
            Self::RemoveMethod(id) => {
                let held = details.methods.iter().find(|method| method.id == id)?;
                let left = if details.methods.len() > 1 { Left::Another } else { Left::Nothing };
                Question::RemoveMethod { person, method: (held.method, held.label.clone()), left }
            }
            Self::GiveRole(role) | Self::GiveRoleUntil(role, _) => Question::GiveRole(person, role),
            Self::TakeRole(role) => Question::TakeRole(person, role),
        })
    }

    const fn done(self, details: &PersonDetails) -> Done {
        match self {
            Self::Block => Done::Blocked,
            Self::Unblock if never_accepted(details) => Done::UnblockedInvited,
            Self::Unblock => Done::Unblocked,
            Self::Unlock => Done::Unlocked,
            Self::Delete => Done::Deleted,
            Self::EndSessions => Done::SessionsEnded,
            Self::RegisterAgain | Self::RemoveMethod(_) => Done::MethodRemoved,
            Self::GiveRole(_) | Self::GiveRoleUntil(..) => Done::RoleGiven,
            Self::TakeRole(_) => Done::RoleTaken,
        }
    }
}

/// Asks once more.
pub(super) async fn ask(here: Here, Path((id, act)): Path<(String, String)>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::ActiveUsers).await?;
    let act = Act::from_word(&act).ok_or_else(|| desk.missing())?;
    question(&desk, &id, act).await
}

/// Asks once more before a method goes.
pub(super) async fn ask_method(
    here: Here,
    Path((id, method)): Path<(String, String)>,
) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::ActiveUsers).await?;
    let act = Act::RemoveMethod(desk.id(&method)?);
    question(&desk, &id, act).await
}

/// Asks once more before a role is taken.
pub(super) async fn ask_role(
    here: Here,
    Path((id, role)): Path<(String, String)>,
) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::ActiveUsers).await?;
    let act = Act::TakeRole(role_of(&desk, &role)?);
    question(&desk, &id, act).await
}

/// Does what was asked.
pub(super) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Response, Response> {
    let Some(act) = Act::from_word(&act) else {
        return Err(Desk::open(form.here, Entry::ActiveUsers).await?.missing());
    };
    let (desk, fields) = taken(&id, form).await?;
    answered(&desk, &id, act, fields.has("sure")).await
}

/// Removes a method.
pub(super) async fn remove_method(
    Path((id, method)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Response> {
    let (desk, fields) = taken(&id, form).await?;
    let act = Act::RemoveMethod(desk.id(&method)?);
    answered(&desk, &id, act, fields.has("sure")).await
}

/// Takes a role.
pub(super) async fn take_role(
    Path((id, role)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Response> {
    let (desk, fields) = taken(&id, form).await?;
    let act = Act::TakeRole(role_of(&desk, &role)?);
    answered(&desk, &id, act, fields.has("sure")).await
}

/// Gives a role; the one that may do everything is asked once more.
pub(super) async fn give_role(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields) = taken(&id, form).await?;
    if fields.get("role").is_empty() {
        return Ok(desk.done(&format!("{}/{id}", Entry::ActiveUsers.path()), Done::NoRole));
    }
    let role = role_of(&desk, fields.get("role"))?;
    let is_sure = fields.has("sure") || role != Role::GlobalAdministrator;
    let act = match fields.get("until").trim() {
        "" => Act::GiveRole(role),
        day => match desk.house().end_of_day(day) {
            Some(until) if until > desk.house().now() => Act::GiveRoleUntil(role, until),
            _ => return Ok(desk.done(&format!("{}/{id}", Entry::ActiveUsers.path()), Done::NoSuchDay)),
        },
    };
    answered(&desk, &id, act, is_sure).await
}

async fn taken(id: &str, form: Form) -> Result<(Desk, crate::form::Fields), Response> {
    let page = format!("{}/{id}", Entry::ActiveUsers.path());
    Desk::take(form, Entry::ActiveUsers, &page).await
}

fn role_of(desk: &Desk, text: &str) -> Result<Role, Response> {
    Role::from_id(desk.id(text)?).ok_or_else(|| desk.missing())
}

/// Leave is asked before the question too: nobody confirms what they may not do.
async fn question(desk: &Desk, id: &str, act: Act) -> Result<Response, Response> {
    let details = person::details(desk, id).await?;
    let target = Target::Person(&details.roles);
    match act {
        Act::Block | Act::Unblock => drop(desk.permit::<BlockPeople>(target)?),
        Act::Delete => drop(desk.permit::<DeletePeople>(target)?),
        Act::EndSessions => drop(desk.permit::<EndSessions>(target)?),
        Act::Unlock | Act::RegisterAgain | Act::RemoveMethod(_) => {
            drop(desk.permit::<HelpPeople>(target)?);
        }
        Act::GiveRole(_) | Act::GiveRoleUntil(..) | Act::TakeRole(_) => {
            drop(desk.permit::<AssignRoles>(target)?)
        }
    }
    shown(&confirm(desk, &details, act)?)
}

fn confirm(desk: &Desk, details: &PersonDetails, act: Act) -> Result<Confirm, Response> {
    let back = person::path(details.user.id);
    let mut fields = vec![("sure".to_owned(), "yes".to_owned())];
    if let Act::GiveRole(role) = act {
        fields.push(("role".to_owned(), role.id().to_string()));
    }
    if let Act::GiveRoleUntil(role, until) = act {
        fields.push(("role".to_owned(), role.id().to_string()));
        fields.push(("until".to_owned(), desk.house().last_day_before(until)));
    }
    Ok(Confirm {
        shell: desk.shell(),
        question: act.question(details).ok_or_else(|| desk.missing())?,
        action: desk.here.to(&format!("{back}/{}", act.path())),
        back: desk.here.to(&back),
        fields,
    })
}

async fn answered(desk: &Desk, id: &str, act: Act, is_sure: bool) -> Result<Response, Response> {
    if !is_sure {
        return question(desk, id, act).await;
    }
    let details = person::details(desk, id).await?;
    let path = person::path(details.user.id);
    match done(desk, &details, act).await? {
        // The person's page is no longer there.
        Ok(()) if act == Act::Delete => {
            let back = (&*deleted::restore_path(details.user.id), vec![]);
            Ok(desk.done_until_undone(Entry::ActiveUsers.path(), Done::Deleted, back))
        }
        Ok(()) => Ok(match undo(&details, act) {
            Some((word, fields)) => {
                desk.done_until_undone(&path, act.done(&details), (&format!("{path}/{word}"), fields))
            }
            None => desk.done(&path, act.done(&details)),
        }),
        // It was so already: somebody else was faster, or the button was pressed twice.
        Err(Fault::Conflict("state")) => Ok(desk.done(&path, act.done(&details))),
        Err(Fault::Conflict(why @ ("last administrator" | "oneself"))) => {
            let person = details.user.display.clone();
            let question = match why {
                "oneself" => Question::Oneself(person),
                _ => Question::LastAdministrator(person),
            };
            Err(refused(&Confirm { question, ..confirm(desk, &details, act)? }))
        }
        Err(fault) => Err(desk.fault(&fault)),
    }
}

/// True for somebody who was blocked before they accepted their invitation: it does not come back.
const fn never_accepted(details: &PersonDetails) -> bool {
    match details.user.state {
        UserState::Blocked { before, .. } => matches!(before, BeforeBlock::Invited),
        UserState::Invited { .. } => true,
        UserState::Active | UserState::Deleted { .. } => false,
    }
}

/// The act that takes this one back, below the person's page; `None` for what cannot be taken back. A method that is
/// removed is gone, and so is the invitation of somebody who is blocked before they accepted it.
fn undo(details: &PersonDetails, act: Act) -> Option<(String, Vec<(String, String)>)> {
    let mut fields = vec![("sure".to_owned(), "yes".to_owned())];
    let back = match act {
        Act::Block if details.user.state == UserState::Active => Act::Unblock,
        // What was given for a while does not come back for good.
        Act::TakeRole(role) if details.role_ends.iter().any(|(ends, _)| *ends == role) => return None,
        Act::TakeRole(role) if details.roles.contains(&role) => {
            fields.push(("role".to_owned(), role.id().to_string()));
            Act::GiveRole(role)
        }
        Act::GiveRole(role) | Act::GiveRoleUntil(role, _) if !details.roles.contains(&role) => {
            Act::TakeRole(role)
        }
        _ => return None,
    };
    Some((back.path(), fields))
}

/// Calls the verb with its leave; the outer error is the page that says which role would be needed.
async fn done(desk: &Desk, details: &PersonDetails, act: Act) -> Result<Result<(), Fault>, Response> {
    let (house, tenant, id) = (desk.house(), desk.tenant(), details.user.id);
    Ok(match act {
        Act::Block => house.block(tenant, leave::<BlockPeople>(desk, details)?, id).await,
        Act::Unblock => house.unblock(tenant, leave::<BlockPeople>(desk, details)?, id).await,
        Act::Unlock => house.unlock(tenant, leave::<HelpPeople>(desk, details)?, id).await,
        Act::Delete => house.delete_person(tenant, leave::<DeletePeople>(desk, details)?, id).await,
        Act::EndSessions => house.end_sessions(tenant, leave::<EndSessions>(desk, details)?, id).await,
        Act::RemoveMethod(method) => {
            house.remove_method(tenant, leave::<HelpPeople>(desk, details)?, id, method).await
        }
        Act::RegisterAgain => {
            for method in &details.methods {
                let removed =
                    house.remove_method(tenant, leave::<HelpPeople>(desk, details)?, id, method.id).await;
                if !matches!(removed, Ok(()) | Err(Fault::NotFound)) {
                    return Ok(removed);
                }
            }
            Ok(())
        }
        Act::GiveRole(role) => {
            house.set_role(tenant, leave::<AssignRoles>(desk, details)?, id, RoleChange::Give(role)).await
        }
        Act::GiveRoleUntil(role, until) => {
            let change = RoleChange::GiveUntil(role, until);
            house.set_role(tenant, leave::<AssignRoles>(desk, details)?, id, change).await
        }
        Act::TakeRole(role) => {
            house.set_role(tenant, leave::<AssignRoles>(desk, details)?, id, RoleChange::Take(role)).await
        }
    })
}

fn leave<A: Action>(desk: &Desk, details: &PersonDetails) -> Result<service::authority::Permit<A>, Response> {
    desk.permit::<A>(Target::Person(&details.roles))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_of_one_word_leads_back_to_itself() {
        for act in [Act::Block, Act::Unblock, Act::Unlock, Act::Delete, Act::EndSessions, Act::RegisterAgain]
        {
            assert_eq!(Act::from_word(&act.path()), Some(act));
        }
        assert_eq!(Act::from_word("roles"), None);
    }
}
