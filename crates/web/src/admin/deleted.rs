use axum::extract::Path;
use axum::response::Response;
use model::{Id, Timestamp, User};
use service::Fault;
use service::authority::{DeletePeople, ExportPersonalData, ReadPeople, Target};
use service::deleting::Deleted;

use super::desk::{Desk, shown, with_query};
use super::{person, personal_data};
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{Confirm, DeletedLine, DeletedUsers, Done, Entry, Erasure, Question};

/// How many people a page shows.
const LINES: usize = 50;
const DAY: i64 = 86_400_000_000;

/// What can be done to somebody who was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Restore,
    Erase,
}

impl Act {
    fn from_word(word: &str) -> Option<Self> {
        match word {
            "restore" => Some(Self::Restore),
            "erase" => Some(Self::Erase),
            _ => None,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Restore => "restore",
            Self::Erase => "erase",
        }
    }
}

/// The address that restores somebody.
pub(super) fn restore_path(id: Id<User>) -> String {
    format!("{}/{id}/{}", Entry::DeletedUsers.path(), Act::Restore.word())
}

/// Users > Deleted users.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::DeletedUsers).await?;
    let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
    let found = desk.house().deleted_people(desk.tenant(), &permit, after(&desk.query()), LINES as i64 + 1);
    let mut found = desk.or_fault(found.await)?;
    let more = if found.len() > LINES {
        found.truncate(LINES);
        found.last().map(|last| {
            let (before, id) = (last.at.as_micros().to_string(), last.user.id.to_string());
            desk.here.to(&with_query(Entry::DeletedUsers.path(), &[("before", &before), ("id", &id)]))
        })
    } else {
        None
    };
    shown(&DeletedUsers {
        shell: desk.shell(),
        lines: found.iter().map(|one| line(&desk, one)).collect(),
        more,
    })
}

fn after(query: &Fields) -> Option<(Timestamp, Id<User>)> {
    let at = query.get("before").parse().ok()?;
    Some((Timestamp::from_micros(at), query.get("id").parse().ok()?))
}

fn line(desk: &Desk, deleted: &Deleted) -> DeletedLine {
    let left = deleted.until.as_micros().saturating_sub(desk.house().now().as_micros());
    DeletedLine {
        id: deleted.user.id.to_string(),
        name: deleted.user.display.clone(),
        user_name: deleted.user.name.to_string(),
        when: desk.recently(deleted.at),
        days: left.max(0).saturating_add(DAY - 1) / DAY,
        is_administrator: !deleted.roles.is_empty(),
        may_act: desk.may::<DeletePeople>(Target::Person(&deleted.roles)),
    }
}

/// Asks once more.
pub(super) async fn ask(here: Here, Path((id, act)): Path<(String, String)>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::DeletedUsers).await?;
    let act = Act::from_word(&act).ok_or_else(|| desk.missing())?;
    let deleted = deleted(&desk, &id).await?;
    desk.permit::<DeletePeople>(Target::Person(&deleted.roles))?;
    question(&desk, &deleted, act).await
}

/// Does what was asked.
pub(super) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::DeletedUsers, Entry::DeletedUsers.path()).await?;
    let act = Act::from_word(&act).ok_or_else(|| desk.missing())?;
    let deleted = deleted(&desk, &id).await?;
    let permit = desk.permit::<DeletePeople>(Target::Person(&deleted.roles))?;
    if !fields.has("sure") {
        return question(&desk, &deleted, act).await;
    }
    let (house, tenant, id) = (desk.house(), desk.tenant(), deleted.user.id);
    match act {
        Act::Restore => match house.restore_person(tenant, permit, id).await {
            Ok(()) => Ok(desk.done(&person::path(id), Done::Restored)),
            // The time was over at this very moment.
            Err(Fault::Conflict("state")) => Err(desk.missing()),
            Err(fault) => Err(desk.fault(&fault)),
        },
        Act::Erase => {
            desk.or_fault(house.erase_person(tenant, permit, id).await)?;
            Ok(desk.done(Entry::DeletedUsers.path(), Done::Erased))
        }
    }
}

async fn deleted(desk: &Desk, id: &str) -> Result<Deleted, Response> {
    let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
    desk.or_fault(desk.house().deleted_person(desk.tenant(), &permit, desk.id(id)?).await)
}

async fn question(desk: &Desk, deleted: &Deleted, act: Act) -> Result<Response, Response> {
    let person = deleted.user.display.clone();
    let (path, id) = (Entry::DeletedUsers.path(), deleted.user.id);
    let (action, back) = (desk.here.to(&format!("{path}/{id}/{}", act.word())), desk.here.to(path));
    match act {
        Act::Restore => shown(&Confirm {
            shell: desk.shell(),
            question: Question::Restore(person),
            action,
            back,
            fields: vec![("sure".to_owned(), "yes".to_owned())],
        }),
        Act::Erase => {
            let kept = desk.or_fault(desk.house().retention(desk.tenant()).await)?;
            let may_export = desk.may::<ExportPersonalData>(Target::Person(&deleted.roles));
            shown(&Erasure {
                shell: desk.shell(),
                person,
                action,
                back,
                data: may_export.then(|| desk.here.to(&personal_data::path(id))),
                days: (kept.sign_in_days, kept.audit_days),
            })
        }
    }
}
