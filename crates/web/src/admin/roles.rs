use axum::extract::Path;
use axum::response::Response;
use model::{Id, Role, Span};
use service::RoleHolder;
use service::authority::{ReadPeople, Target};
use service::role_holders::{HOLDERS_COUNTED, HOLDERS_SHOWN, Holders};

use super::desk::{Desk, shown, with_query};
use super::shown::count;
use crate::here::Here;
use crate::screens::admin::{Entry, HolderLine, Named, RoleLine, RolePage, Roles};

/// Every role, with how many hold it.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Roles).await?;
    let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
    let held = desk.or_fault(desk.house().roles_held(desk.tenant(), &permit).await)?;
    shown(&Roles { shell: desk.shell(), lines: held.iter().map(line).collect() })
}

fn line(held: &Holders) -> RoleLine {
    let counted = |length: usize| i64::try_from(length).ok().filter(|length| *length < HOLDERS_COUNTED);
    RoleLine {
        role: held.role,
        people: counted(held.people.len()).map(count),
        groups: counted(held.groups.len()).map(count),
    }
}

/// One role, and who holds it.
pub(super) async fn one(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Roles).await?;
    let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
    let role = id.parse().ok().and_then(Role::from_id).ok_or_else(|| desk.missing())?;
    let after = desk.query().get("after").parse().unwrap_or(Id::fixed(0));
    let mut held = desk.or_fault(desk.house().role_held(desk.tenant(), &permit, role, after).await)?;
    let shown_at_once = usize::try_from(HOLDERS_SHOWN).unwrap_or(usize::MAX);
    let is_more = held.people.len() > shown_at_once;
    held.people.truncate(shown_at_once);
    let next = |last: &RoleHolder| {
        let path = format!("{}/{}", Entry::Roles.path(), role.id());
        desk.here.to(&with_query(&path, &[("after", &last.user.to_string())]))
    };
    shown(&RolePage {
        shell: desk.shell(),
        role,
        more: held.people.last().filter(|_| is_more).map(next),
        people: held.people.iter().map(|holder| holder_line(&desk, holder)).collect(),
        groups: held.groups.into_iter().map(|(id, name)| Named { id: id.to_string(), name }).collect(),
    })
}

fn holder_line(desk: &Desk, holder: &RoleHolder) -> HolderLine {
    HolderLine {
        id: holder.user.to_string(),
        name: holder.display.clone(),
        user_name: holder.name.clone(),
        until: holder.ends.map(|end| desk.day(end - Span::seconds(1))),
    }
}
