//! Settings > Directory sync.

use axum::extract::Path;
use axum::response::Response;
use service::Fault;
use service::authority::{ManageDirectorySync, Permit, ReadSecurity, Target};
use service::directory_sync::{
    DirectoryKind, DirectorySettings, Protection, RemotePassword, ShownDirectory, SyncEnd, SyncHow, SyncRun,
};

use super::desk::{Desk, refused, shown};
use super::policy_acts::confirm;
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{
    Confirm, DirectoryForm, DirectoryNow, DirectoryRunPage, DirectorySyncPage, Done, Entry, Question,
    RunShown, TestShown,
};

/// The page's address.
pub(super) const PATH: &str = "/admin/settings/directory-sync";
/// Where syncing ends.
pub(super) const STOP: &str = "/admin/settings/directory-sync/stop";
/// A pass.
pub(super) const RUN: &str = "/admin/settings/directory-sync/runs/{id}";

/// The settings as they are; before there are any, what is usual for a kind of server.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::DirectorySync).await?;
    let known = known(&desk).await?;
    let kind = DirectoryKind::from_word(desk.query().get("kind")).unwrap_or(DirectoryKind::ActiveDirectory);
    let form = form_of(&known.settings.clone().unwrap_or_else(|| DirectorySettings::usual(kind)));
    let screen = screen(&desk, known, form).await?;
    shown(&screen)
}

/// Saves or tests the settings, or starts a pass.
pub(super) async fn act(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::DirectorySync, PATH).await?;
    let permit = desk.permit::<ManageDirectorySync>(Target::Organisation)?;
    let how = SyncHow::default();
    match fields.get("act") {
        "try" => start(&desk, permit, SyncHow { is_trial: true, is_whole: true, ..how }).await,
        "sync" => start(&desk, permit, how).await,
        "whole" => start(&desk, permit, SyncHow { is_whole: true, ..how }).await,
        "test" => test(&desk, &fields, &permit).await,
        _ => save(&desk, &fields, permit).await,
    }
}

async fn start(desk: &Desk, permit: Permit<ManageDirectorySync>, how: SyncHow) -> Result<Response, Response> {
    match desk.house().start_sync(desk.tenant(), permit, how).await {
        Ok(()) => Ok(desk.done(PATH, Done::SyncStarted)),
        Err(Fault::Conflict("syncing")) => Ok(desk.done(PATH, Done::SyncBusy)),
        Err(fault) => Err(desk.fault(&fault)),
    }
}

async fn save(
    desk: &Desk,
    fields: &Fields,
    permit: Permit<ManageDirectorySync>,
) -> Result<Response, Response> {
    let form = sent(fields);
    let saved = match wanted(&form) {
        Ok(wanted) => {
            desk.house().set_directory_settings(desk.tenant(), permit, (wanted, password(fields))).await
        }
        Err(field) => Err(Fault::Invalid(field)),
    };
    match saved {
        Ok(()) => Ok(desk.done(PATH, Done::SyncSaved)),
        Err(Fault::Invalid(field)) => Err(wrong(desk, form, field).await?),
        Err(fault) => Err(desk.fault(&fault)),
    }
}

async fn test(
    desk: &Desk,
    fields: &Fields,
    permit: &Permit<ManageDirectorySync>,
) -> Result<Response, Response> {
    let form = sent(fields);
    let tested = match wanted(&form) {
        Ok(wanted) => desk.house().test_directory(desk.tenant(), permit, (wanted, password(fields))).await,
        Err(field) => Err(Fault::Invalid(field)),
    };
    let came = match tested {
        Ok(Ok(found)) => {
            let people = found.people.into_iter().map(|one| format!("{} ({})", one.display, one.login));
            TestShown::Works(people.collect(), found.groups)
        }
        Ok(Err(error)) => match SyncEnd::from(&error) {
            SyncEnd::Failed { word, detail } => TestShown::Fails(word, detail),
            SyncEnd::Done | SyncEnd::HeldBack => TestShown::Works(vec![], vec![]),
        },
        Err(Fault::Invalid(field)) => return Err(wrong(desk, form, field).await?),
        Err(Fault::Conflict("syncing")) => TestShown::Fails("busy".to_owned(), String::new()),
        Err(fault) => return Err(desk.fault(&fault)),
    };
    let known = known(desk).await?;
    shown(&DirectorySyncPage { tested: Some(came), ..screen(desk, known, form).await? })
}

async fn wrong(desk: &Desk, form: DirectoryForm, field: &'static str) -> Result<Response, Response> {
    let known = known(desk).await?;
    Ok(refused(&DirectorySyncPage { wrong: Some(field), ..screen(desk, known, form).await? }))
}

/// Asks once more before syncing ends.
pub(super) async fn ask_stop(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::DirectorySync).await?;
    desk.permit::<ManageDirectorySync>(Target::Organisation)?;
    shown(&question(&desk))
}

/// Ends it.
pub(super) async fn stop(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::DirectorySync, STOP).await?;
    let permit = desk.permit::<ManageDirectorySync>(Target::Organisation)?;
    if !fields.has("sure") {
        return shown(&question(&desk));
    }
    match desk.house().stop_directory_sync(desk.tenant(), permit).await {
        Ok(()) => Ok(desk.done(PATH, Done::SyncStopped)),
        Err(Fault::Conflict("syncing")) => Ok(desk.done(PATH, Done::SyncBusy)),
        Err(fault) => Err(desk.fault(&fault)),
    }
}

fn question(desk: &Desk) -> Confirm {
    confirm(desk, Question::StopSync, (desk.here.to(STOP), desk.here.to(PATH)))
}

/// One pass, row by row.
pub(super) async fn run(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::DirectorySync).await?;
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let found = desk.house().sync_run(desk.tenant(), &permit, desk.id(&id)?).await;
    let mut run = desk.or_fault(found)?;
    let lines = std::mem::take(&mut run.lines);
    shown(&DirectoryRunPage {
        shell: desk.shell(),
        run: run_of(&desk, &run),
        lines,
        most: service::directory_sync::MOST_ROWS,
    })
}

async fn known(desk: &Desk) -> Result<ShownDirectory, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    desk.or_fault(desk.house().directory_settings(desk.tenant(), &permit).await)
}

async fn screen(
    desk: &Desk,
    known: ShownDirectory,
    form: DirectoryForm,
) -> Result<DirectorySyncPage, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let runs = desk.or_fault(desk.house().sync_runs(desk.tenant(), &permit).await)?;
    let now = known.settings.is_some().then(|| DirectoryNow {
        due: known.due.map(|due| desk.recently(due)),
        is_running: known.is_running,
        has_password: known.has_password,
        people: known.people,
        groups: known.groups,
    });
    Ok(DirectorySyncPage {
        shell: desk.shell(),
        form,
        wrong: None,
        tested: None,
        may_change: desk.may::<ManageDirectorySync>(Target::Organisation),
        now,
        runs: runs.iter().map(|run| run_of(desk, run)).collect(),
    })
}

fn run_of(desk: &Desk, run: &SyncRun) -> RunShown {
    RunShown {
        id: run.id.to_string(),
        when: desk.recently(run.begun),
        is_whole: run.is_whole,
        is_trial: run.is_trial,
        end: run.end.clone(),
        counts: run.counts,
    }
}

fn form_of(settings: &DirectorySettings) -> DirectoryForm {
    DirectoryForm {
        is_on: settings.is_on,
        kind: Some(settings.kind),
        protection: Some(settings.protection),
        checks_passwords: settings.checks_passwords,
        host: settings.host.clone(),
        port: settings.port.to_string(),
        authority: settings.authority.clone().unwrap_or_default(),
        bind_name: settings.bind_name.clone(),
        base: settings.base.clone(),
        people_filter: settings.people_filter.clone(),
        groups_filter: settings.groups_filter.clone(),
        login: settings.login.clone(),
        every_minutes: settings.every_minutes.to_string(),
        most_removed: settings.most_removed.to_string(),
        most_percent: settings.most_percent.to_string(),
        grace_days: settings.grace_days.to_string(),
    }
}

fn sent(fields: &Fields) -> DirectoryForm {
    let text = |name: &str| fields.get(name).trim().to_owned();
    DirectoryForm {
        is_on: fields.has("on"),
        kind: DirectoryKind::from_word(fields.get("kind")),
        protection: Protection::from_word(fields.get("protection")),
        checks_passwords: fields.has("checks_passwords"),
        host: text("host"),
        port: text("port"),
        authority: text("authority").replace('\r', ""),
        bind_name: text("bind_name"),
        base: text("base"),
        people_filter: text("people_filter"),
        groups_filter: text("groups_filter"),
        login: text("login"),
        every_minutes: text("every_minutes"),
        most_removed: text("most_removed"),
        most_percent: text("most_percent"),
        grace_days: text("grace_days"),
    }
}

/// The password, if one was typed; it is not shown again.
fn password(fields: &Fields) -> Option<RemotePassword> {
    fields.find("bind_password").map(RemotePassword::new).filter(|password| !password.is_empty())
}

/// What is meant; or the field that cannot be read. The rest is looked at where it is saved.
fn wanted(form: &DirectoryForm) -> Result<DirectorySettings, &'static str> {
    let number = |text: &str, field| text.parse::<i64>().map_err(|_| field);
    Ok(DirectorySettings {
        is_on: form.is_on,
        kind: form.kind.ok_or("kind")?,
        host: form.host.clone(),
        port: form.port.parse().map_err(|_| "port")?,
        protection: form.protection.ok_or("protection")?,
        authority: Some(form.authority.clone()).filter(|text| !text.is_empty()),
        bind_name: form.bind_name.clone(),
        base: form.base.clone(),
        people_filter: form.people_filter.clone(),
        groups_filter: form.groups_filter.clone(),
        login: form.login.clone(),
        checks_passwords: form.checks_passwords,
        every_minutes: number(&form.every_minutes, "every_minutes")?,
        most_removed: number(&form.most_removed, "most_removed")?,
        most_percent: number(&form.most_percent, "most_percent")?,
        grace_days: number(&form.grace_days, "grace_days")?,
    })
}
