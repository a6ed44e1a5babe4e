use axum::response::Response;
use service::Fault;
use service::authority::{ImportPeople, Permit, Target};
use service::importing::file::{self, FileError};
use service::importing::{How, Inviting, Started};

use super::desk::{Desk, refused, shown};
use crate::answer;
use crate::form::Fields;
use crate::here::Here;
use crate::screens::admin::{Entry, ImportState, PeopleImport, PeopleImported};
use crate::upload::Upload;

/// Where the form is.
pub(super) const PATH: &str = "/admin/users/import";

/// The empty form; with `?run=`, how that import is and what it came to. Who has to confirm does it now: a file does not
/// wait.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::ActiveUsers).await?;
    let permit = desk.permit::<ImportPeople>(Target::Organisation)?;
    if let Some(run) = desk.query().find("run") {
        return progress(&desk, &permit, run);
    }
    let inviting = if desk.house().mail_route().leaves() { Inviting::Mail } else { Inviting::Links };
    shown(&screen(&desk, How { inviting, is_trial: false }, None))
}

/// Starts an import.
pub(super) async fn start(upload: Upload) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(upload.form, Entry::ActiveUsers, PATH).await?;
    let permit = desk.permit::<ImportPeople>(Target::Organisation)?;
    let how = how(&fields);
    let read = match file::read(&upload.file) {
        Ok(read) => read,
        Err(error) => return Err(refused(&screen(&desk, how, Some(error)))),
    };
    match desk.house().start_import(desk.tenant(), permit, (read, how)) {
        Ok(id) => Ok(answer::redirect(&desk.here.to(&format!("{PATH}?run={id}")))),
        Err(Fault::Busy) => Err(refused(&PeopleImport { is_busy: true, ..screen(&desk, how, None) })),
        Err(fault) => Err(desk.fault(&fault)),
    }
}

fn progress(desk: &Desk, permit: &Permit<ImportPeople>, id: &str) -> Result<Response, Response> {
    let started = desk.house().started_import(desk.tenant(), permit, desk.id(id)?);
    let state = match desk.or_fault(started)? {
        Started::Running(at) => ImportState::Running(at),
        Started::Failed(at) => ImportState::Failed(at),
        Started::Done(report) => ImportState::done(desk.texts(), &report),
    };
    let again = desk.here.to(&format!("{PATH}?run={id}"));
    shown(&PeopleImported { shell: desk.shell(), again, state })
}

fn how(fields: &Fields) -> How {
    let inviting = match fields.get("inviting") {
        "mail" => Inviting::Mail,
        "links" => Inviting::Links,
        _ => Inviting::Nobody,
    };
    How { inviting, is_trial: fields.has("trial") }
}

fn screen(desk: &Desk, how: How, error: Option<FileError>) -> PeopleImport {
    let mut shell = desk.shell();
    PATH.clone_into(&mut shell.here);
    PeopleImport {
        shell,
        inviting: how.inviting,
        is_trial: how.is_trial,
        mail_leaves: desk.house().mail_route().leaves(),
        error,
        is_busy: false,
    }
}
