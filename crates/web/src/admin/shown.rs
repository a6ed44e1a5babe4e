//! How what is kept is shown: people, methods, sessions and sign-ins as lines of a page.

use std::collections::HashMap;

use axum::response::Response;
use model::{AppId, Door, FirstParty, Id, PasswordState, ShortCode, Span, User, UserState};
use service::authority::{ReadSecurity, Target};
use service::{Credential, Record, RememberedRow, SessionRow};
use text::Texts;

use super::desk::Desk;
use crate::screens::admin::{
    MethodLine, Outcome, Password, PersonState, RememberedLine, SecondStep, SessionLine, SignInLine,
};

/// Days that people have to register a second step, where the reader may know it and somebody is given any.
pub(crate) async fn days_to_register(desk: &Desk) -> Result<Option<Span>, Response> {
    let Some(permit) = desk.leave::<ReadSecurity>(Target::Organisation) else { return Ok(None) };
    let found = desk.house().security_defaults(desk.tenant(), &permit).await;
    let defaults = desk.or_fault(found)?.defaults;
    let days = i64::from(defaults.registration_days);
    Ok((defaults.enabled && days > 0).then(|| Span::days(days)))
}

/// Whether a second step is set up, and by when it must be.
pub(crate) fn second_step(desk: &Desk, user: &User, has_one: bool, days: Option<Span>) -> SecondStep {
    if has_one {
        return SecondStep::Registered;
    }
    let due = user.asked_since.zip(days).map(|(since, days)| since + days);
    match due.filter(|due| *due > desk.house().now()) {
        Some(due) => SecondStep::DueBy(desk.date(due)),
        None => SecondStep::Missing,
    }
}

/// The state of an account. A lock is not part of it: it is asked for where one person is shown.
pub(crate) fn state(desk: &Desk, user: &User) -> PersonState {
    match user.state {
        UserState::Active => PersonState::Active,
        UserState::Invited { until } if until > desk.house().now() => {
            PersonState::Invited { until: desk.date(until) }
        }
        UserState::Invited { until } => PersonState::InvitationEnded { until: desk.date(until) },
        UserState::Blocked { at, .. } | UserState::Deleted { at, .. } => {
            PersonState::Blocked { since: desk.date(at) }
        }
    }
}

/// The state of a password.
pub(crate) fn password(desk: &Desk, state: PasswordState) -> Password {
    match state {
        PasswordState::None => Password::None,
        PasswordState::Temporary { at } => Password::Temporary(desk.day(at)),
        PasswordState::Own { changed, .. } => Password::Own(desk.day(changed)),
        PasswordState::Elsewhere { .. } => Password::Elsewhere,
    }
}

/// A registered second factor.
pub(crate) fn method(desk: &Desk, credential: &Credential, copied: &[Id<()>]) -> MethodLine {
    MethodLine {
        id: credential.id.to_string(),
        method: credential.method,
        label: credential.label.clone(),
        since: desk.day(credential.created),
        used: credential.last_used.map(|at| desk.recently(at)),
        is_copied: copied.contains(&credential.id),
    }
}

/// Open sessions, the reader's own first.
pub(crate) fn sessions(desk: &Desk, rows: &[SessionRow]) -> Vec<SessionLine> {
    let mut lines: Vec<SessionLine> = rows
        .iter()
        .map(|row| SessionLine {
            id: row.session.id.to_string(),
            agent: row.agent.as_deref().map(|kept| agent(desk.texts(), kept)),
            place: row.address.clone(),
            since: desk.recently(row.session.created),
            is_this: row.session.id == desk.visitor.session,
        })
        .collect();
    lines.sort_by_key(|line| !line.is_this);
    lines
}

/// Browsers that stand in for a second step.
pub(crate) fn remembered(desk: &Desk, rows: &[RememberedRow]) -> Vec<RememberedLine> {
    rows.iter()
        .map(|row| RememberedLine {
            id: row.record.id.to_string(),
            agent: row.agent.as_deref().map(|kept| agent(desk.texts(), kept)),
            place: row.address.clone(),
            since: desk.day(row.record.created),
            until: desk.day(row.record.ends),
        })
        .collect()
}

/// The sign-ins of one person, who has a name.
pub(crate) async fn attempts(
    desk: &Desk,
    person: &str,
    records: &[Record],
) -> Result<Vec<SignInLine>, Response> {
    let clients = records.iter().filter_map(|record| record.client).collect();
    let names = desk.or_fault(desk.house().app_names(desk.tenant(), clients).await)?;
    let line =
        |record| sign_in(desk, record, Some(person.to_owned()), app_name(desk.texts(), &names, record));
    Ok(records.iter().map(line).collect())
}

fn app_name(t: &Texts, names: &HashMap<Id<AppId>, String>, record: &Record) -> Option<String> {
    let client = record.client?;
    match FirstParty::from_app_id(client) {
        Some(page) => Some(page_name(t, page)),
        None => names.get(&client).cloned(),
    }
}

/// What one of our own pages is called.
pub(crate) fn page_name(t: &Texts, page: FirstParty) -> String {
    match page {
        FirstParty::AdminCentre => t.admin_centre(),
        FirstParty::My => t.admin_my_account(),
        FirstParty::Graph => "Graph".to_owned(),
    }
}

/// A sign-in as a list shows it.
pub(crate) fn sign_in(
    desk: &Desk,
    record: &Record,
    person: Option<String>,
    application: Option<String>,
) -> SignInLine {
    let door = Door::from_word(&record.door);
    SignInLine {
        code: read_code(&record.code),
        when: desk.recently(record.at),
        person,
        application,
        outcome: outcome(record.outcome),
        error: record.error,
        address: record.address.clone(),
        country: record.country.clone(),
        locality: record.locality.clone(),
        agent: record.agent.as_deref().map(|kept| agent(desk.texts(), kept)),
        is_by_application: matches!(door, Some(Door::Token | Door::Refresh | Door::UserInfo)),
        is_emergency: false,
        times: record.times,
    }
}

/// A browser and its system in the reader's language; kept are the English words of `crate::agent`.
fn agent(t: &Texts, kept: &str) -> String {
    kept.split_once(" on ")
        .map_or_else(|| kept.to_owned(), |(browser, system)| t.admin_agent(browser, system))
}

/// How a sign-in ended.
pub(crate) const fn outcome(kept: service::Outcome) -> Outcome {
    match kept {
        service::Outcome::Success => Outcome::LetIn,
        service::Outcome::Failure => Outcome::Stopped,
        service::Outcome::Interrupted => Outcome::Unfinished,
    }
}

/// A code as people read it: with its hyphen.
fn read_code(bare: &str) -> String {
    bare.parse::<ShortCode>().map_or_else(|()| bare.to_owned(), |code| code.to_string())
}

/// A count for a page; what does not fit is as much as fits.
pub(crate) fn count<N: TryInto<u32>>(number: N) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use model::Locale;

    use super::*;

    #[test]
    fn a_browser_is_named_in_the_language_of_the_reader() {
        assert_eq!(agent(text::of(Locale::Nl), "Chrome on Linux"), "Chrome op Linux");
        assert_eq!(agent(text::of(Locale::En), "Chrome on Linux"), "Chrome on Linux");
        assert_eq!(agent(text::of(Locale::Nl), "Chrome"), "Chrome");
    }
}
