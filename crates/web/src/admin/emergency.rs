//! Identity > Emergency access: the accounts that no policy is about, their kits, and seeing that one was used.

use axum::extract::Path;
use axum::response::Response;
use model::{Id, User};
use service::authority::{AcknowledgeEmergency, ManageEmergencyAccess, Permit, ReadSecurity, Target};
use service::emergency::{Alarm, Kit, Overview, Shown};
use service::{EmergencyUse, Fault};
use text::Texts;

use super::desk::{Desk, refused, shown};
use super::policy_acts::confirm;
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{AlarmLine, Done, EmergencyKit, EmergencyLine, EmergencyPage, Entry, Question};

/// The longest user name that is looked for.
const LONGEST: usize = 256;

/// The accounts, and what was done with them.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Emergency).await?;
    shown(&screen(&desk, String::new(), None).await?)
}

/// Makes somebody's account one, by user name, and shows its kit this once.
pub(super) async fn designate(form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(form).await?;
    let typed: String = fields.get("person").trim().chars().take(LONGEST).collect();
    let found = desk.or_fault(desk.house().person_named(desk.tenant(), &permit, &typed).await)?;
    let Some(user) = found else {
        let error = desk.texts().admin_error_nobody(&typed);
        return Err(refused(&screen(&desk, typed, Some(error)).await?));
    };
    if !fields.has("sure") {
        let mut question = asked(&desk, Question::DesignateEmergency(user.display), "");
        question.fields.push(("person".to_owned(), typed));
        return shown(&question);
    }
    match desk.house().designate_emergency(desk.tenant(), permit, user.id).await {
        Ok(kit) => shown(&printed(&desk, kit)),
        Err(fault) => match problem(desk.texts(), &fault) {
            Some(error) => Err(refused(&screen(&desk, typed, Some(error)).await?)),
            None => Err(desk.fault(&fault)),
        },
    }
}

/// Makes an account one like any other again.
pub(super) async fn withdraw(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(form).await?;
    let account = account(&desk, &id).await?;
    if !fields.has("sure") {
        return shown(&asked(
            &desk,
            Question::WithdrawEmergency(account.display),
            &format!("/{id}/withdraw"),
        ));
    }
    match desk.house().withdraw_emergency(desk.tenant(), permit, account.user).await {
        Ok(()) => Ok(desk.done(Entry::Emergency.path(), Done::EmergencyWithdrawn)),
        Err(fault) => {
            let why = match fault {
                Fault::Conflict("last administrator") => desk.texts().emergency_error_last(),
                Fault::Conflict("oneself") => desk.texts().emergency_error_own_account(),
                fault => return Err(desk.fault(&fault)),
            };
            Err(refused(&asked(&desk, Question::EmergencyRefused(why), "")))
        }
    }
}

/// Makes a new kit and shows it, this once. Where one is in a safe, it is asked once more: that one opens nothing then.
pub(super) async fn kit(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(form).await?;
    let account = account(&desk, &id).await?;
    if account.capsule.is_some() && !fields.has("sure") {
        return shown(&asked(&desk, Question::NewEmergencyKit(account.display), &format!("/{id}/kit")));
    }
    let kit = desk.house().make_emergency_kit(desk.tenant(), permit, account.user).await;
    shown(&printed(&desk, desk.or_fault(kit)?))
}

/// Begins a rehearsal.
pub(super) async fn rehearse(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, _, permit) = taken(form).await?;
    let account = account(&desk, &id).await?;
    desk.or_fault(desk.house().rehearse_emergency(desk.tenant(), permit, account.user).await)?;
    Ok(desk.done(Entry::Emergency.path(), Done::EmergencyRehearsal))
}

/// Says that the use of an account was seen.
pub(super) async fn seen(Path(record): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, _) = Desk::take(form, Entry::Emergency, Entry::Emergency.path()).await?;
    let permit = desk.permit::<AcknowledgeEmergency>(Target::Organisation)?;
    let record = desk.id(&record)?;
    match desk.house().acknowledge_emergency(desk.tenant(), permit, record).await {
        Ok(()) => Ok(desk.done(Entry::Emergency.path(), Done::EmergencySeen)),
        Err(Fault::Conflict("oneself")) => {
            let why = desk.texts().emergency_error_own_alarm();
            Err(refused(&asked(&desk, Question::EmergencyRefused(why), "")))
        }
        Err(fault) => Err(desk.fault(&fault)),
    }
}

/// Who sent a form, with the leave to change emergency access.
async fn taken(form: Form) -> Result<(Desk, Fields, Permit<ManageEmergencyAccess>), Response> {
    let (desk, fields) = Desk::take(form, Entry::Emergency, Entry::Emergency.path()).await?;
    let permit = desk.permit::<ManageEmergencyAccess>(Target::Organisation)?;
    Ok((desk, fields, permit))
}

async fn read(desk: &Desk) -> Result<Overview, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    desk.or_fault(desk.house().emergency_access(desk.tenant(), &permit).await)
}

/// One of the accounts; whoever has none is not there.
async fn account(desk: &Desk, id: &str) -> Result<Shown, Response> {
    let id: Id<User> = desk.id(id)?;
    let found = read(desk).await?.accounts.into_iter().find(|account| account.user == id);
    found.ok_or_else(|| desk.missing())
}

fn asked(desk: &Desk, question: Question, act: &str) -> crate::screens::admin::Confirm {
    let page = desk.here.to(Entry::Emergency.path());
    confirm(desk, question, (format!("{page}{act}"), page))
}

/// Why an account may not be one, and the way out.
fn problem(t: &Texts, fault: &Fault) -> Option<String> {
    Some(match fault {
        Fault::Conflict("oneself") => t.emergency_error_oneself(),
        Fault::Conflict("emergency account") => t.emergency_error_known(),
        Fault::Conflict("emergency accounts") => t.emergency_full(service::emergency::MOST_ACCOUNTS),
        Fault::Conflict("no administrator") => t.emergency_error_role(),
        Fault::Conflict("synced") => t.emergency_error_synced(),
        Fault::Conflict("state") => t.emergency_error_state(),
        _ => return None,
    })
}

fn printed(desk: &Desk, kit: Kit) -> EmergencyKit {
    EmergencyKit {
        shell: desk.shell(),
        organisation: kit.organisation,
        person: kit.display,
        name: kit.name,
        address: kit.address,
        capsule: kit.capsule,
        made: desk.day(kit.made),
        contact: desk.here.organisation.help_contact.clone(),
    }
}

async fn screen(desk: &Desk, typed: String, error: Option<String>) -> Result<EmergencyPage, Response> {
    let overview = read(desk).await?;
    Ok(EmergencyPage {
        shell: desk.shell(),
        alarms: overview.alarms.iter().map(|alarm| alarm_line(desk, alarm)).collect(),
        lines: overview.accounts.into_iter().map(|account| line(desk, account)).collect(),
        typed,
        error,
        may_manage: desk.may::<ManageEmergencyAccess>(Target::Organisation),
        may_acknowledge: desk.may::<AcknowledgeEmergency>(Target::Organisation),
    })
}

/// A use that nobody has seen, as Home shows it too.
pub(super) fn alarm_line(desk: &Desk, alarm: &Alarm) -> AlarmLine {
    use_line(desk, &alarm.used, &alarm.display)
}

fn use_line(desk: &Desk, used: &EmergencyUse, person: &str) -> AlarmLine {
    AlarmLine {
        id: used.id.to_string(),
        person: person.to_owned(),
        when: desk.recently(used.at),
        by_capsule: used.by_capsule,
        is_rehearsal: used.is_rehearsal,
    }
}

fn line(desk: &Desk, account: Shown) -> EmergencyLine {
    EmergencyLine {
        id: account.user.to_string(),
        uses: account.uses.iter().map(|used| use_line(desk, used, &account.display)).collect(),
        person: account.display,
        name: account.name,
        designated: desk.day(account.designated),
        capsule: account.capsule.map(|made| desk.day(made)),
        passkeys: account.passkeys,
        rehearsed: account.rehearsed.map(|at| desk.day(at)),
        rehearsal: account.rehearsal_ends.map(|until| desk.recently(until)),
        troubles: account.troubles,
    }
}
