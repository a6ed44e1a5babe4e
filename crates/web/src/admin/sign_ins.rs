use axum::response::Response;
use model::{AppId, FirstParty, Id, ShortCode, Span, Timestamp};
use service::authority::{Permit, ReadApps, ReadLogs, Target};
use service::log::Entry as Kept;
use service::{Filter, Gap, Record};

use super::desk::{Desk, shown, with_query};
use super::shown::{count, page_name, sign_in};
use super::sign_in;
use crate::answer;
use crate::form::Fields;
use crate::here::Here;
use crate::screens::admin::{Entry, LogFilter, Outcome, Period, SignInLine, SignIns};

/// How many sign-ins a page shows.
const LINES: usize = 50;
/// How many applications can be chosen.
const APPLICATIONS: i64 = 500;

/// The sign-in log.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::SignIns).await?;
    let permit = desk.permit::<ReadLogs>(Target::Organisation)?;
    let query = desk.query();
    let mut missing_code = None;
    if let Some(typed) = query.find("code").map(str::trim).filter(|typed| !typed.is_empty()) {
        match code_found(&desk, &permit, typed).await? {
            Some(code) => return Ok(answer::redirect(&desk.here.to(&story_path(&code)))),
            None => missing_code = Some(typed.chars().take(20).collect()),
        }
    }
    let filter = filter_of(&query);
    let narrowed = narrowed(&desk, &permit, &filter, &query).await?;
    let nobody = narrowed.is_none();
    let (found, more) = match narrowed {
        Some(narrowed) => {
            let (house, tenant, limit) = (desk.house(), desk.tenant(), LINES as i64 + 1);
            let read = match filter.gap {
                Some(gap) => house.sign_ins_in_gap(tenant, &permit, (gap, narrowed), limit).await,
                None => house.sign_ins(tenant, &permit, narrowed, limit).await,
            };
            cut(&desk, desk.or_fault(read)?, &filter)
        }
        // A name that is nobody's has no sign-ins.
        None => (vec![], None),
    };
    shown(&SignIns {
        shell: desk.shell(),
        kept_days: count(desk.or_fault(desk.house().retention(desk.tenant()).await)?.sign_in_days),
        applications: applications(&desk).await?,
        lines: found.iter().map(|kept| line(&desk, kept)).collect(),
        more,
        open: sign_in::beside(&desk, &permit).await?,
        missing_code,
        nobody,
        filter,
    })
}

/// A sign-in with the names that it has now.
pub(crate) fn line(desk: &Desk, kept: &Kept) -> SignInLine {
    let t = desk.texts();
    let named = kept.person.as_ref().map(|(_, name)| name.clone());
    // A subject that is nobody is an application, which came for itself.
    let is_itself = kept.record.user.is_none() && kept.record.subject.is_some();
    let person = named.or_else(|| is_itself.then(|| t.api_itself()));
    let application = kept.application.clone().or_else(|| kept.page.map(|page| page_name(t, page)));
    SignInLine { is_emergency: kept.is_emergency, ..sign_in(desk, &kept.record, person, application) }
}

fn story_path(code: &ShortCode) -> String {
    format!("{}/{code}", Entry::SignIns.path())
}

async fn code_found(
    desk: &Desk,
    permit: &Permit<ReadLogs>,
    typed: &str,
) -> Result<Option<ShortCode>, Response> {
    let Ok(code) = typed.parse::<ShortCode>() else { return Ok(None) };
    let found = desk.or_fault(desk.house().record_of_code(desk.tenant(), permit, code).await)?;
    Ok(found.map(|_| code))
}

/// What the address narrows the list to; what it cannot mean is left out.
fn filter_of(query: &Fields) -> LogFilter {
    let application = query.get("application").parse::<Id<AppId>>().ok();
    LogFilter {
        person: query.get("person").trim().chars().take(256).collect(),
        application: application.map(|id| id.to_string()),
        status: Outcome::from_word(query.get("status")),
        time: Period::from_word(query.get("time")),
        gap: Gap::from_word(query.get("gap")),
    }
}

/// The same as the log is asked; `None` when the person is nobody.
async fn narrowed(
    desk: &Desk,
    permit: &Permit<ReadLogs>,
    filter: &LogFilter,
    query: &Fields,
) -> Result<Option<Filter>, Response> {
    let user = if filter.person.is_empty() {
        None
    } else {
        let named = desk.house().person_named(desk.tenant(), permit, &filter.person).await;
        match desk.or_fault(named)? {
            Some(user) => Some(user.id),
            None => return Ok(None),
        }
    };
    let now = desk.house().now();
    Ok(Some(Filter {
        user,
        client: filter.application.as_deref().and_then(|id| id.parse().ok()),
        outcome: filter.status.and_then(|status| service::Outcome::from_word(status.word())),
        from: filter.time.hours().map(|hours| now - Span::hours(hours)),
        before: before(query),
    }))
}

fn before(query: &Fields) -> Option<(Timestamp, Id<signin::RecordId>)> {
    let at = query.get("before").parse().ok().map(Timestamp::from_micros)?;
    Some((at, query.get("id").parse().ok()?))
}

/// One page, and the address of the next.
fn cut(desk: &Desk, mut found: Vec<Kept>, filter: &LogFilter) -> (Vec<Kept>, Option<String>) {
    let is_more = found.len() > LINES;
    found.truncate(LINES);
    let more = found.last().filter(|_| is_more).map(|last| desk.here.to(&address(filter, &last.record)));
    (found, more)
}

fn address(filter: &LogFilter, last: &Record) -> String {
    with_query(
        Entry::SignIns.path(),
        &[
            ("person", &filter.person),
            ("application", filter.application.as_deref().unwrap_or_default()),
            ("status", filter.status.map_or("", Outcome::word)),
            ("time", filter.time.word()),
            ("gap", filter.gap.map_or("", Gap::word)),
            ("before", &last.at.as_micros().to_string()),
            ("id", &last.id.to_string()),
        ],
    )
}

/// What can be chosen: our own pages, and the applications where the reader may see them.
pub(super) async fn applications(desk: &Desk) -> Result<Vec<(String, String)>, Response> {
    let t = desk.texts();
    let mut choices: Vec<(String, String)> = [FirstParty::AdminCentre, FirstParty::My]
        .map(|page| (page.app_id().to_string(), page_name(t, page)))
        .to_vec();
    if let Some(permit) = desk.leave::<ReadApps>(Target::Organisation) {
        let apps = desk
            .or_fault(desk.house().apps(desk.tenant(), &permit, String::new(), None, APPLICATIONS).await)?;
        choices.extend(apps.into_iter().map(|app| (app.app_id.to_string(), app.name)));
    }
    Ok(choices)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_cannot_mean_narrows_nothing() {
        let filter = filter_of(&Fields::read(b"person=+&application=x&status=maybe&time=1y"));
        assert!(filter.is_empty());
        assert_eq!(before(&Fields::read(b"before=12&id=x")), None);
    }
}
