use axum::extract::Path;
use axum::response::Response;
use model::{Attribute, Id, Role, Span, Timestamp, User};
use service::Fault;
use service::authority::{
    AssignRoles, BlockPeople, DeletePeople, EndSessions, ExportPersonalData, HelpPeople, InvitePeople,
    ManagePeople, Permit, ReadLogs, ReadPeople, SeeAttempts, TABLE, Target,
};
use service::invitations::Link;
use service::people::{Activity, Delivery, PersonDetails};
use service::person_changes::Typed;

use super::desk::{Desk, shown as answer};
use super::shown;
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{
    Done, Entry, InGroup, InvitationLink, Offers, Person, PersonState, attribute_label, audit_value,
};

/// The address of a person's page.
pub(super) fn path(id: Id<User>) -> String {
    format!("{}/{id}", Entry::ActiveUsers.path())
}

/// The roles that something here can be done with; others are held, and given by nobody.
pub(super) fn roles_in_use() -> Vec<Role> {
    let in_use =
        |role: &Role| *role == Role::GlobalAdministrator || TABLE.iter().any(|row| row.roles.contains(role));
    Role::ALL.into_iter().filter(in_use).collect()
}

/// One person.
pub(super) async fn page(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::ActiveUsers).await?;
    let details = details(&desk, &id).await?;
    answer(&screen(&desk, details).await?)
}

/// The person whom a list shows beside itself, if the address names somebody.
pub(super) async fn beside(
    desk: &Desk,
    permit: &Permit<ReadPeople>,
) -> Result<Option<Box<Person>>, Response> {
    let Some(id) = desk.opened().and_then(|id| id.parse().ok()) else { return Ok(None) };
    match desk.house().person(desk.tenant(), permit, id).await {
        Err(Fault::NotFound) => Ok(None),
        found => Ok(Some(Box::new(screen(desk, desk.or_fault(found)?).await?))),
    }
}

async fn screen(desk: &Desk, details: PersonDetails) -> Result<Person, Response> {
    let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
    let locks = desk.or_fault(desk.house().locks(desk.tenant(), &permit, &details.user).await)?;
    let state = match (shown::state(desk, &details.user), locks.first()) {
        (PersonState::Active, Some(longest)) => {
            PersonState::LockedOut { until: desk.recently(longest.until) }
        }
        (state, _) => state,
    };
    let days = shown::days_to_register(desk).await?;
    let target = Target::Person(&details.roles);
    let known = desk.or_fault(desk.house().known_of(desk.tenant(), &permit, details.user.id).await)?;
    let may = Offers {
        change: desk.may::<ManagePeople>(target),
        delete: desk.may::<DeletePeople>(target),
        block: desk.may::<BlockPeople>(target),
        help: desk.may::<HelpPeople>(target),
        invite: desk.may::<InvitePeople>(target),
        end: desk.may::<EndSessions>(target),
        roles: desk.may::<AssignRoles>(target),
        attempts: desk.may::<SeeAttempts>(target) || desk.may::<ReadLogs>(Target::Organisation),
        logs: desk.may::<ReadLogs>(Target::Organisation),
        data: desk.may::<ExportPersonalData>(target),
    };
    let activity = activity(desk, &details).await?;
    let groups = desk.or_fault(desk.house().groups_of(desk.tenant(), &permit, details.user.id).await)?;
    let user = &details.user;
    Ok(Person {
        shell: desk.shell(),
        id: user.id.to_string(),
        name: user.display.clone(),
        user_name: user.name.to_string(),
        mail: user.mail.clone(),
        locale: user.locale,
        created: desk.date(user.created),
        synced_as: details.synced_as.clone(),
        known: known_lines(desk, known),
        state,
        locks: locks.iter().map(|lock| (lock.factor, lock.browsers, desk.recently(lock.until))).collect(),
        password: shown::password(desk, user.password),
        per_user_mfa: user.per_user_mfa,
        second_step: shown::second_step(desk, user, !details.methods.is_empty(), days),
        methods: details.methods.iter().map(|method| shown::method(desk, method, &details.copied)).collect(),
        recovery_codes: details.recovery_codes,
        sessions: shown::sessions(desk, &activity.sessions),
        remembered: shown::remembered(desk, &activity.remembered),
        role_ends: role_ends(desk, &details),
        roles_to_give: roles_to_give(&details.roles, may.roles),
        groups: groups.iter().map(in_group).collect(),
        own: details.own_roles,
        attempts: shown::attempts(desk, &user.display, &activity.records).await?,
        may,
        is_you: user.id == desk.visitor.user.id,
        roles: details.roles,
    })
}

/// What is known beside what the page shows anyway; what is empty is left out.
fn known_lines(desk: &Desk, known: Typed) -> Vec<(String, String)> {
    let t = desk.texts();
    let shown_anyway = |attribute: Attribute| {
        matches!(
            attribute,
            Attribute::UserPrincipalName
                | Attribute::DisplayName
                | Attribute::Mail
                | Attribute::PreferredLanguage
        )
    };
    let is_usual = |attribute: Attribute, value: &str| {
        value.is_empty() || (attribute == Attribute::UserType && value == "Member")
    };
    let lines = known
        .into_iter()
        .filter(|(attribute, value)| !shown_anyway(*attribute) && !is_usual(*attribute, value));
    lines
        .map(|(attribute, value)| {
            let said = audit_value(t, attribute.word(), &value);
            (attribute_label(t, attribute), said.unwrap_or_else(|| value.replace(';', ", ")))
        })
        .collect()
}

fn in_group(one: &service::groups::InGroup) -> InGroup {
    InGroup {
        id: one.group.id.to_string(),
        name: one.group.display.clone(),
        is_direct: one.is_direct,
        roles: one.roles.clone(),
        apps: one.apps.iter().map(|app| app.name.clone()).collect(),
    }
}

/// Where and when the person signed in lately, for whoever helps people in or reads the log; nothing for others.
async fn activity(desk: &Desk, details: &PersonDetails) -> Result<Activity, Response> {
    let (house, tenant, id) = (desk.house(), desk.tenant(), details.user.id);
    if let Some(permit) = desk.leave::<SeeAttempts>(Target::Person(&details.roles)) {
        return desk.or_fault(house.activity(tenant, &permit, id).await);
    }
    match desk.leave::<ReadLogs>(Target::Organisation) {
        Some(permit) => desk.or_fault(house.activity(tenant, &permit, id).await),
        None => Ok(Activity::default()),
    }
}

/// The roles that end by themselves, with the last day.
fn role_ends(desk: &Desk, details: &PersonDetails) -> Vec<(Role, String)> {
    let last_day = |(role, end): &(Role, Timestamp)| (*role, desk.day(*end - Span::seconds(1)));
    details.role_ends.iter().map(last_day).collect()
}

/// The roles that the reader may give beside those that are held.
fn roles_to_give(held: &[Role], may_give: bool) -> Vec<Role> {
    if !may_give {
        return vec![];
    }
    roles_in_use().into_iter().filter(|role| !held.contains(role)).collect()
}

/// Everything about the person whom an address names.
pub(super) async fn details(desk: &Desk, id: &str) -> Result<PersonDetails, Response> {
    let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
    let id = desk.id(id)?;
    desk.or_fault(desk.house().person(desk.tenant(), &permit, id).await)
}

/// Invites again, by mail or as a link.
pub(super) async fn invite(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let page = format!("{}/{id}", Entry::ActiveUsers.path());
    let (desk, fields) = Desk::take(form, Entry::ActiveUsers, &page).await?;
    let id: Id<User> = desk.id(&id)?;
    let roles = desk.or_fault(desk.house().roles_of(desk.tenant(), id).await)?;
    let permit = desk.permit::<InvitePeople>(Target::Person(&roles))?;
    let delivery = delivery(fields.get("delivery"));
    let details = details(&desk, &id.to_string()).await?;
    let link = desk.house().invite_again(desk.tenant(), permit, id, delivery).await;
    match (link, delivery) {
        // Without an address there is no mail to send, and the page does not offer it.
        (Err(Fault::Invalid("mail")), _) => Err(desk.missing()),
        (Err(fault), _) => Err(desk.fault(&fault)),
        (Ok(_), Delivery::Mail) => Ok(desk.done(&page, Done::Invited)),
        (Ok(link), Delivery::Link) => show_link(&desk, &details.user, link),
    }
}

/// How an invitation reaches the person, as forms say it.
pub(super) fn delivery(word: &str) -> Delivery {
    if word == "mail" { Delivery::Mail } else { Delivery::Link }
}

/// The link, this once.
pub(super) fn show_link(desk: &Desk, user: &User, link: Link) -> Result<Response, Response> {
    answer(&InvitationLink {
        shell: desk.shell(),
        id: user.id.to_string(),
        person: user.display.clone(),
        until: desk.date(link.until),
        link: link.address,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_that_opens_nothing_here_is_not_offered() {
        let offered = roles_to_give(&[Role::UserAdministrator], true);
        assert!(offered.contains(&Role::GlobalAdministrator));
        assert!(offered.contains(&Role::ReportsReader));
        assert!(!offered.contains(&Role::UserAdministrator), "it is held already");
        assert!(!offered.contains(&Role::DirectorySynchronizationAccounts));
        assert!(!offered.contains(&Role::ExchangeAdministrator));
        assert!(roles_to_give(&[], false).is_empty());
    }
}
