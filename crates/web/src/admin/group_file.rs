//! Many members of a group at once: taken from lines, and given as a file.

use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use service::Fault;
use service::authority::{ExportPeople, Target};
use service::groups::{LinesError, read_lines};

use super::desk::{Desk, refused, shown};
use super::group::{Extra, hole, leave, screen, taken};
use crate::form::Form;
use crate::screens::admin::{Entry, Importing};

/// Adds everybody whose user name stands on a line.
pub(super) async fn take(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, details) = taken(&id, form).await?;
    leave(&desk, details.weight)?;
    let text = fields.get("people").to_owned();
    let failed = |error: String| Importing { text: text.clone(), error: Some(error), ..Importing::default() };
    let lines = match read_lines(&text) {
        Ok(lines) => lines,
        Err(error) => {
            let t = desk.texts();
            let error = match error {
                LinesError::Column => t.groups_error_import_column(),
                LinesError::TooMany => t.groups_error_import_many(),
            };
            let importing = failed(error);
            return Err(refused(&screen(&desk, details, Extra { importing, ..Extra::default() })));
        }
    };
    if !fields.has("sure")
        && let Some(question) = hole(&desk, &details, "import", &[("people", &text)])
    {
        return shown(&question);
    }
    let again = || service::groups::Leave::of(&desk.visitor.actor(), details.weight).map_err(Fault::from);
    let done = match desk.house().add_members(desk.tenant(), again, details.group.id, lines).await {
        Ok(done) => done,
        Err(Fault::Conflict("last administrator")) => {
            return Err(super::group_acts::last_administrator(&desk, &details.group));
        }
        Err(fault) => return Err(desk.fault(&fault)),
    };
    let details = super::group::details(&desk, &id).await?;
    let importing = Importing {
        text: done.unknown.iter().map(|(_, name)| format!("{name}\n")).collect(),
        done: Some((done.added, done.there)),
        unknown: done.unknown,
        error: None,
    };
    shown(&screen(&desk, details, Extra { importing, ..Extra::default() }))
}

/// The people in the group itself, as a file. It is a form, because that it was written is kept.
pub(super) async fn give(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let page = format!("{}/{id}", Entry::Groups.path());
    let (desk, _) = Desk::take(form, Entry::Groups, &page).await?;
    let permit = desk.permit::<ExportPeople>(Target::Organisation)?;
    let id = desk.id(&id)?;
    let file = desk.or_fault(desk.house().members_file(desk.tenant(), permit, id).await)?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"members.csv\""),
    ];
    Ok((headers, file).into_response())
}
