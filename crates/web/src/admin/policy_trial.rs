//! The trial of policies: kept by whoever signed in under them, or taken back.

use axum::response::Response;
use service::authority::{ManagePolicies, Target};
use service::conditional_access::TrialProblem;

use super::desk::{Desk, refused, shown};
use super::policy_acts::confirm;
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{Confirm, Done, Entry, Question};

/// Where a trial is confirmed.
pub(super) const KEEP: &str = "/admin/conditional-access/trial/keep";
/// Where it is taken back.
pub(super) const TAKE_BACK: &str = "/admin/conditional-access/trial/take-back";

/// Ends the trial, and what was tried stays.
pub(super) async fn keep(form: Form) -> Result<Response, Response> {
    let list = Entry::Policies.path();
    let (desk, _) = Desk::take(form, Entry::Policies, list).await?;
    let permit = desk.permit::<ManagePolicies>(Target::Organisation)?;
    let kept = desk.or_fault(desk.house().confirm_trial(desk.tenant(), permit).await)?;
    match kept {
        Ok(()) => Ok(desk.done(list, Done::TrialKept)),
        Err(TrialProblem::None) => Ok(desk.done(list, Done::TrialOver)),
        Err(TrialProblem::NotFresh) => Err(refused(&question(&desk, Question::TrialNotFresh))),
    }
}

/// Asks once more before what was before comes back.
pub(super) async fn ask_back(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Policies).await?;
    desk.permit::<ManagePolicies>(Target::Organisation)?;
    shown(&question(&desk, Question::TakeBackTrial))
}

/// Brings back what was before the trial.
pub(super) async fn take_back(form: Form) -> Result<Response, Response> {
    let list = Entry::Policies.path();
    let (desk, fields) = Desk::take(form, Entry::Policies, TAKE_BACK).await?;
    let permit = desk.permit::<ManagePolicies>(Target::Organisation)?;
    if !fields.has("sure") {
        return shown(&question(&desk, Question::TakeBackTrial));
    }
    let taken = desk.or_fault(desk.house().take_back_trial(desk.tenant(), permit).await)?;
    Ok(desk.done(list, if taken.is_ok() { Done::TrialBack } else { Done::TrialOver }))
}

fn question(desk: &Desk, question: Question) -> Confirm {
    confirm(desk, question, (desk.here.to(TAKE_BACK), desk.here.to(Entry::Policies.path())))
}
