//! Security defaults replaced by policies in one step, and who would have been asked more often.

use axum::response::Response;
use service::Fault;
use service::authority::{ManageSecurityDefaults, ReadLogs, ReadSecurity, Target};
use service::conditional_access::{Asked, Wish};

use super::desk::{Desk, refused, shown};
use super::policy_acts::{not_saved, trial};
use super::security_defaults::told;
use super::shown::count;
use super::{per_user_mfa, plan, replay};
use crate::answer;
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{DefaultsReplace, Done, Entry, NotSaved, Reason};

/// The page's address.
pub(super) const PATH: &str = "/admin/identity/properties/security-defaults/replace";
/// Where a look at the last sign-ins begins.
pub(super) const LOOK: &str = "/admin/identity/properties/security-defaults/replace/look";
/// How many days are looked back.
const DAYS: i64 = 30;

/// What would take their place.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Properties).await?;
    shown(&screen(&desk, &Fields::default(), None).await?)
}

/// Begins a replay of the last sign-ins with the policies in the place of security defaults. Nothing is changed by it.
pub(super) async fn look(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::Properties, PATH).await?;
    let security = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let permit = desk.permit::<ReadLogs>(Target::Organisation)?;
    let changes = desk.or_fault(desk.house().replacement(desk.tenant(), &security))?.changes;
    match desk.house().start_replay(desk.tenant(), permit, Asked { changes, days: DAYS }) {
        Ok(id) => Ok(answer::redirect(&desk.here.to(&format!("{}?run={id}", replay::PATH)))),
        Err(Fault::Busy) => {
            let problem = Some(desk.texts().replay_error_busy().into());
            Err(refused(&screen(&desk, &fields, problem).await?))
        }
        Err(fault) => Err(desk.fault(&fault)),
    }
}

/// Puts the policies in their place.
pub(super) async fn save(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::Properties, PATH).await?;
    let permit = desk.permit::<ManageSecurityDefaults>(Target::Organisation)?;
    let reason = told(Reason::ConditionalAccess.word(), fields.get("words"));
    let wish = Wish { trial: trial(fields.get("trial")), ..Wish::default() };
    match desk.house().replace_security_defaults(desk.tenant(), permit, &reason, wish).await {
        Ok(Ok(_)) => Ok(desk.done(Entry::Policies.path(), Done::DefaultsReplaced)),
        Ok(Err(problem)) => {
            let problem = Some(not_saved(&desk, &problem));
            Err(refused(&screen(&desk, &fields, problem).await?))
        }
        // Somebody else switched them off, or saved a policy, at the same moment.
        Err(Fault::Conflict(_)) => {
            let problem = Some(desk.texts().policies_problem_head().into());
            Err(refused(&screen(&desk, &fields, problem).await?))
        }
        Err(fault) => Err(desk.fault(&fault)),
    }
}

async fn screen(
    desk: &Desk,
    fields: &Fields,
    problem: Option<NotSaved>,
) -> Result<DefaultsReplace, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let now = desk.or_fault(desk.house().security_defaults(desk.tenant(), &permit).await)?;
    Ok(DefaultsReplace {
        shell: desk.shell(),
        are_on: now.defaults.enabled,
        lacks_plan: plan::is_lacking(desk).await?,
        names: desk.or_fault(desk.house().replacement(desk.tenant(), &permit))?.names,
        without: count(now.people - now.registered),
        words: fields.get("words").chars().take(300).collect(),
        trial: fields.get("trial").to_owned(),
        problem,
        may_change: desk.may::<ManageSecurityDefaults>(Target::Organisation),
        may_look: desk.may::<ReadLogs>(Target::Organisation),
        per_user_mfa: per_user_mfa::offered(desk).await?,
    })
}
