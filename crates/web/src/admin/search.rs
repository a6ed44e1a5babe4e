use axum::response::Response;
use model::ShortCode;
use service::authority::{
    ImportPeople, ManageApps, ManageGroups, ManagePeople, ManagePolicies, OpenAdminCentre, ReadApps,
    ReadAudit, ReadLogs, ReadPeople, ReadSecurity, Target,
};
use service::search::FOUND;

use super::desk::{Desk, shown};
use crate::here::Here;
use crate::screens::admin::{Entry, FoundGroup, FoundLine, FoundPage, Search, Shell};

/// Where the field in the bar sends what is typed.
pub(super) const PATH: &str = "/admin/search";
/// The most that is looked for, in characters.
const LONGEST: usize = 120;

/// People, applications, pages and a sign-in by its code: of each kind what the reader may open, and nothing else.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Home).await?;
    desk.permit::<OpenAdminCentre>(Target::Organisation)?;
    let typed: String = desk.query().get("q").trim().chars().take(LONGEST).collect();
    let mut groups = vec![];
    if !typed.is_empty() {
        groups.extend(sign_in(&desk, &typed).await?);
        groups.extend(people(&desk, &typed).await?);
        groups.extend(groups_called(&desk, &typed).await?);
        groups.extend(applications(&desk, &typed).await?);
        groups.extend(pages(&desk, &typed));
    }
    shown(&Search { shell: Shell { searched: typed, ..desk.shell() }, groups })
}

async fn people(desk: &Desk, typed: &str) -> Result<Option<FoundGroup>, Response> {
    let Some(permit) = desk.leave::<ReadPeople>(Target::Organisation) else { return Ok(None) };
    let found = desk.or_fault(desk.house().find_people(desk.tenant(), &permit, typed).await)?;
    let lines = found.iter().map(|user| FoundLine {
        path: format!("{}/{}", Entry::ActiveUsers.path(), user.id),
        text: user.display.clone(),
        note: user.name.to_string(),
    });
    Ok(group("people", desk.texts().search_people(), lines.collect()))
}

async fn groups_called(desk: &Desk, typed: &str) -> Result<Option<FoundGroup>, Response> {
    let Some(permit) = desk.leave::<ReadPeople>(Target::Organisation) else { return Ok(None) };
    let found = desk.or_fault(desk.house().find_groups(desk.tenant(), &permit, typed).await)?;
    let lines = found.iter().map(|group| FoundLine {
        path: format!("{}/{}", Entry::Groups.path(), group.id),
        text: group.display.clone(),
        note: String::new(),
    });
    Ok(group("groups", desk.texts().search_groups(), lines.collect()))
}

async fn applications(desk: &Desk, typed: &str) -> Result<Option<FoundGroup>, Response> {
    let Some(permit) = desk.leave::<ReadApps>(Target::Organisation) else { return Ok(None) };
    let found = desk.or_fault(desk.house().find_apps(desk.tenant(), &permit, typed).await)?;
    let lines = found.iter().map(|app| FoundLine {
        path: format!("{}/{}", Entry::Applications.path(), app.app_id),
        text: app.name.clone(),
        note: String::new(),
    });
    Ok(group("applications", desk.texts().search_applications(), lines.collect()))
}

async fn sign_in(desk: &Desk, typed: &str) -> Result<Option<FoundGroup>, Response> {
    let Some(permit) = desk.leave::<ReadLogs>(Target::Organisation) else { return Ok(None) };
    let Ok(code) = typed.parse::<ShortCode>() else { return Ok(None) };
    let found = desk.or_fault(desk.house().record_of_code(desk.tenant(), &permit, code).await)?;
    let line = found.map(|_| FoundLine {
        path: format!("{}/{code}", Entry::SignIns.path()),
        text: code.to_string(),
        note: String::new(),
    });
    Ok(group("sign-in", desk.texts().search_sign_in(), line.into_iter().collect()))
}

fn pages(desk: &Desk, typed: &str) -> Option<FoundGroup> {
    let t = desk.texts();
    let found = FoundPage::all().into_iter().filter(|page| may_open(desk, *page) && page.is_found(typed, t));
    let lines = found.map(|page| FoundLine {
        path: page.path().to_owned(),
        text: page.title(t),
        note: String::new(),
    });
    group("pages", t.search_pages(), lines.collect())
}

fn may_open(desk: &Desk, page: FoundPage) -> bool {
    match page {
        FoundPage::Entry(entry) => Entry::MY.contains(&entry) || desk.opens().contains(&entry),
        FoundPage::AddPerson => desk.may::<ManagePeople>(Target::Organisation),
        FoundPage::AddGroup => desk.may::<ManageGroups>(Target::Organisation),
        FoundPage::DeletedGroups => desk.may::<ReadPeople>(Target::Organisation),
        FoundPage::ImportPeople => desk.may::<ImportPeople>(Target::Organisation),
        FoundPage::AddApplication => desk.may::<ManageApps>(Target::Organisation),
        FoundPage::Organisation
        | FoundPage::SecurityDefaults
        | FoundPage::ReplaceDefaults
        | FoundPage::Browsers
        | FoundPage::Plan
        | FoundPage::MfaSettings => desk.may::<ReadSecurity>(Target::Organisation),
        FoundPage::Replay => desk.opens().contains(&Entry::WhatIf),
        FoundPage::NewPolicy => desk.may::<ManagePolicies>(Target::Organisation),
        FoundPage::Seals => desk.may::<ReadAudit>(Target::Organisation),
    }
}

/// A group of what was found; none for nothing.
fn group(id: &'static str, title: String, mut lines: Vec<FoundLine>) -> Option<FoundGroup> {
    let is_cut = lines.len() > FOUND;
    lines.truncate(FOUND);
    (!lines.is_empty()).then_some(FoundGroup { id, title, lines, is_cut })
}
