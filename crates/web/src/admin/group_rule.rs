//! The rule that fills a group.

use axum::extract::Path;
use axum::response::Response;
use service::Fault;
use service::authority::{ReadPeople, Target};
use service::groups::RuleEdit;

use super::desk::{refused, shown};
use super::group::{Extra, hole, leave, named_person, path, screen, taken};
use super::group_new::error;
use crate::form::Form;
use crate::screens::admin::{Done, GroupError, GroupForm, Previewed};

/// Shows whom a rule fits, saves it, pauses it or lets it work again.
pub(super) async fn edit(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, details) = taken(&id, form).await?;
    let leave = leave(&desk, details.weight)?;
    let id = details.group.id;
    let rule = fields.get("rule").to_owned();
    let form = GroupForm {
        name: details.group.display.clone(),
        description: details.group.description.clone(),
        carries_roles: details.group.carries_roles,
        rule: rule.clone(),
    };
    let wrong = |error: GroupError, form| Extra { typed: Some((form, error)), ..Extra::default() };
    let edit = match fields.get("act") {
        "preview" => {
            let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
            let found = desk.or_fault(desk.house().preview_rule(desk.tenant(), &permit, &rule).await)?;
            return match found {
                Ok(found) => {
                    let preview = Previewed {
                        rule,
                        count: found.count,
                        people: found.people.iter().map(named_person).collect(),
                    };
                    shown(&screen(&desk, details, Extra { preview: Some(preview), ..Extra::default() }))
                }
                Err(error) => Err(refused(&screen(&desk, details, wrong(GroupError::Rule(error), form)))),
            };
        }
        "pause" => RuleEdit::Pause,
        "resume" => RuleEdit::Resume,
        _ => RuleEdit::Write(rule.clone()),
    };
    let fills = !matches!(edit, RuleEdit::Pause);
    if fills
        && !fields.has("sure")
        && let Some(question) = hole(&desk, &details, "rule", &[("act", fields.get("act")), ("rule", &rule)])
    {
        return shown(&question);
    }
    match desk.house().edit_rule(desk.tenant(), leave, id, edit).await {
        Ok(()) => Ok(desk.done(&path(id), Done::Saved)),
        Err(Fault::Conflict("last administrator")) => {
            Err(super::group_acts::last_administrator(&desk, &details.group))
        }
        Err(fault) => Err(match error(&fault, &rule) {
            Some(error) => refused(&screen(&desk, details, wrong(error, form))),
            None => desk.fault(&fault),
        }),
    }
}
