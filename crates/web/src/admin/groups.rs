use axum::response::Response;
use model::{Group, GroupState, Id};
use service::authority::{ManageGroups, Permit, ReadPeople, Target};
use service::groups::{COUNTED, GroupLine as Found, RESTORABLE};

use super::desk::{Desk, shown, with_query};
use super::people::capitalised;
use super::shown::count;
use crate::here::Here;
use crate::screens::admin::{DeletedGroupLine, Entry, GroupLine, Groups, GroupsDeleted};

/// Where deleted groups are.
pub(super) const DELETED: &str = "/admin/groups/deleted";
/// How many groups a page shows.
const LINES: usize = 50;
/// Groups, by name.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Groups).await?;
    let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
    let query = desk.query();
    let after = query.get("after").parse().ok().map(|id| (query.get("from").to_owned(), id));
    let typed: String = query.get("q").trim().chars().take(120).collect();
    let mut lines = found(&desk, &permit, &typed, after).await?;
    let is_more = lines.len() > LINES;
    lines.truncate(LINES);
    let more = lines.last().filter(|_| is_more).map(|last| desk.here.to(&address_after(&typed, &last.group)));
    let total = desk.or_fault(desk.house().groups_count(desk.tenant(), &permit).await)?;
    shown(&Groups {
        shell: desk.shell(),
        total: count(total),
        query: typed,
        lines: lines.iter().map(line).collect(),
        more,
        may_add: desk.may::<ManageGroups>(Target::Organisation),
    })
}

/// The groups of a page, and one more when there is a next page: whose name begins as typed, else as typed with a
/// capital.
async fn found(
    desk: &Desk,
    permit: &Permit<ReadPeople>,
    typed: &str,
    after: Option<(String, Id<Group>)>,
) -> Result<Vec<Found>, Response> {
    let size = LINES as i64 + 1;
    let read = desk.house().groups(desk.tenant(), permit, typed.to_owned(), after.clone(), size).await;
    let lines = desk.or_fault(read)?;
    if !lines.is_empty() || typed.is_empty() {
        return Ok(lines);
    }
    desk.or_fault(desk.house().groups(desk.tenant(), permit, capitalised(typed), after, size).await)
}

fn address_after(typed: &str, last: &Group) -> String {
    let id = last.id.to_string();
    with_query(Entry::Groups.path(), &[("q", typed), ("from", &last.display), ("after", &id)])
}

fn line(line: &Found) -> GroupLine {
    GroupLine {
        id: line.group.id.to_string(),
        name: line.group.display.clone(),
        members: (line.members < COUNTED).then(|| count(line.members)),
        membership: line.group.membership.clone(),
        weight: line.weight,
    }
}

/// Groups that can be restored.
pub(super) async fn deleted(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Groups).await?;
    let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
    let groups = desk.or_fault(desk.house().deleted_groups(desk.tenant(), &permit).await)?;
    let line = |group: &Group| {
        let (when, days) = deleted_at(&desk, group)?;
        Some(DeletedGroupLine { id: group.id.to_string(), name: group.display.clone(), when, days })
    };
    shown(&GroupsDeleted { shell: desk.shell(), lines: groups.iter().filter_map(line).collect() })
}

/// When a group was deleted, and for how many more days it can be restored; `None` for one that was not.
pub(super) fn deleted_at(desk: &Desk, group: &Group) -> Option<(String, i64)> {
    let GroupState::Deleted { at } = group.state else { return None };
    let left = (at + RESTORABLE).since(desk.house().now()).minutes_up();
    Some((desk.recently(at), (left + 24 * 60 - 1).max(0) / (24 * 60)))
}
