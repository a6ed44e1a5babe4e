//! `me`: whoever signed in.

use model::Permission;
use service::directory::Depth;

use super::call::{Answer, Call};
use super::people;
use super::problem::Problem;

pub(super) async fn one(call: Call) -> Answer {
    let id = own(&call)?;
    let found = call.house().directory_own(call.tenant(), id).await;
    let person = call.or_fault(found, &id.to_string())?;
    let all = people::written(&call, &person);
    // What nobody had to give tells what Graph tells of people where nothing is chosen, and no more.
    let row =
        if call.caller.permissions().is_guarded() { people::usual(&call, all) } else { people::plain(all) };
    call.one("users", row)
}

pub(super) async fn groups(call: Call) -> Answer {
    let id = own(&call)?.to_string();
    people::groups_of(&call, &id, Depth::Direct).await
}

/// Nobody is behind a token that an application got for itself.
fn own(call: &Call) -> Result<model::Id<model::User>, Problem> {
    let Some(person) = &call.caller.person else {
        return Err(Problem::bad("/me request is only valid with delegated authentication flow."));
    };
    call.needs(&[Permission::UserRead, Permission::UserReadAll, Permission::UserReadWriteAll])?;
    Ok(person.id)
}
