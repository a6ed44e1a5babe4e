//! What is done to several people at once: asked once more with who it is about, done to each by itself, and told for
//! each.

use axum::response::Response;
use model::{Id, PerUserMfa, User};
use service::Fault;
use service::authority::{
    Action, BlockPeople, DeletePeople, EndSessions, ManagePerUserMfa, ReadPeople, Target,
};

use super::desk::{Desk, shown};
use crate::form::{Fields, Form};
use crate::screens::admin::{Came, Entry, Selected, SelectedAct, SelectedLine};

/// Where the form goes.
pub(super) const PATH: &str = "/admin/users/selected";
/// The most people at once: what a page of the list holds.
const MOST: usize = 50;

/// Asks, or does it.
pub(super) async fn act(form: Form) -> Result<Response, Response> {
    let act = SelectedAct::from_word(form.fields.get("act"));
    let list = act.map_or(Entry::ActiveUsers, SelectedAct::list);
    let (desk, fields) = Desk::take(form, list, list.path()).await?;
    let act = act.ok_or_else(|| desk.missing())?;
    // Asked before anything is looked at: who has to confirm first comes back with the whole form.
    match act {
        SelectedAct::Block | SelectedAct::Unblock => drop(desk.permit::<BlockPeople>(Target::Organisation)?),
        SelectedAct::EndSessions => drop(desk.permit::<EndSessions>(Target::Organisation)?),
        SelectedAct::Delete => drop(desk.permit::<DeletePeople>(Target::Organisation)?),
        SelectedAct::Mfa(_) => drop(desk.permit::<ManagePerUserMfa>(Target::Organisation)?),
    }
    let is_sure = fields.has("sure");
    let mut lines = vec![];
    for id in chosen(&fields) {
        lines.extend(line(&desk, act, id, is_sure).await?);
    }
    shown(&Selected { shell: desk.shell(), act, is_done: is_sure, lines })
}

/// Who was chosen; the same person once.
fn chosen(fields: &Fields) -> Vec<Id<User>> {
    let named = fields.all().iter().filter(|(name, _)| name == "person");
    let mut ids: Vec<Id<User>> = named.filter_map(|(_, id)| id.parse().ok()).take(MOST).collect();
    let mut seen = std::collections::HashSet::new();
    ids.retain(|id| seen.insert(*id));
    ids
}

/// What would become of one person, or what became; nothing for somebody who is no longer there.
async fn line(
    desk: &Desk,
    act: SelectedAct,
    id: Id<User>,
    is_sure: bool,
) -> Result<Option<SelectedLine>, Response> {
    let (house, tenant) = (desk.house(), desk.tenant());
    let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
    let details = match house.person(tenant, &permit, id).await {
        Ok(details) => details,
        Err(Fault::NotFound) => return Ok(None),
        Err(fault) => return Err(desk.fault(&fault)),
    };
    let target = Target::Person(&details.roles);
    let may = match act {
        SelectedAct::Block | SelectedAct::Unblock => desk.may::<BlockPeople>(target),
        SelectedAct::EndSessions => desk.may::<EndSessions>(target),
        SelectedAct::Delete => desk.may::<DeletePeople>(target),
        SelectedAct::Mfa(_) => desk.may::<ManagePerUserMfa>(target),
    };
    let is_blocked = matches!(details.user.state, model::UserState::Blocked { .. });
    let is_you = id == desk.visitor.user.id;
    let came = match act {
        _ if !may => Came::HoldsMore,
        SelectedAct::Block | SelectedAct::Delete if is_you => Came::Oneself,
        SelectedAct::Block if is_blocked => Came::Already,
        SelectedAct::Unblock if !is_blocked => Came::Already,
        SelectedAct::Mfa(wish) if details.per_user_mfa(wish) == details.user.per_user_mfa => Came::Already,
        SelectedAct::Mfa(wish) if !is_sure => set_to(wish, details.per_user_mfa(wish)),
        SelectedAct::Mfa(wish) => {
            let permit = leave::<ManagePerUserMfa>(desk, target)?;
            match house.set_per_user_mfa(tenant, permit, id, wish).await {
                Ok(state) => set_to(wish, state),
                Err(fault) => came(desk, Err(fault))?,
            }
        }
        _ if !is_sure => Came::Done,
        _ => {
            let done = match act {
                SelectedAct::Block => house.block(tenant, leave::<BlockPeople>(desk, target)?, id).await,
                SelectedAct::Unblock => house.unblock(tenant, leave::<BlockPeople>(desk, target)?, id).await,
                SelectedAct::EndSessions => {
                    house.end_sessions(tenant, leave::<EndSessions>(desk, target)?, id).await
                }
                SelectedAct::Delete => {
                    house.delete_person(tenant, leave::<DeletePeople>(desk, target)?, id).await
                }
                SelectedAct::Mfa(_) => Ok(()),
            };
            came(desk, done)?
        }
    };
    let (name, user_name) = (details.user.display.clone(), details.user.name.to_string());
    Ok(Some(SelectedLine { id: id.to_string(), name, user_name, came }))
}

/// What setting the per-user switch comes to: who has a second step is asked for it at once.
fn set_to(wish: PerUserMfa, state: PerUserMfa) -> Came {
    if wish == state { Came::Done } else { Came::Enforced }
}

fn leave<A: Action>(desk: &Desk, target: Target<'_>) -> Result<service::authority::Permit<A>, Response> {
    desk.permit::<A>(target)
}

/// What became of somebody; what stops one person does not stop the others.
fn came(desk: &Desk, done: Result<(), Fault>) -> Result<Came, Response> {
    Ok(match done {
        Ok(()) => Came::Done,
        Err(Fault::Conflict("last administrator")) => Came::LastAdministrator,
        Err(Fault::Conflict("oneself")) => Came::Oneself,
        Err(Fault::Conflict("synced")) => Came::Synced,
        Err(Fault::Conflict(_) | Fault::NotFound) => Came::Already,
        Err(Fault::Denied) => Came::HoldsMore,
        Err(fault) => return Err(desk.fault(&fault)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_chosen_once_and_what_is_no_id_is_nobody() {
        let id = "7f000001-0000-4000-8000-000000000001";
        let fields = Fields::read(format!("person={id}&person=x&act=block&person={id}").as_bytes());
        assert_eq!(chosen(&fields).len(), 1);
    }
}
