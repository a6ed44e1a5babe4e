use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use model::{FirstParty, Id, Locale, Timestamp};
use policy::replay::{Count, MOST_EXAMPLES};
use policy::{Policy, State};
use service::Fault;
use service::authority::{Permit, ReadLogs, ReadSecurity, Target};
use service::conditional_access::{Asked, Change, Listed, Named, Report, Run, Started};
use text::Texts;

use super::desk::{Desk, refused, shown, with_query};
use super::home::short_day;
use super::policy_acts::words;
use super::shown::{count, page_name};
use super::sign_ins::line;
use super::what_if::changes;
use crate::answer;
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{
    Chart, Day, Entry, ReplayDone, ReplayError, ReplayLine, ReplayName, ReplayPage, ReplayState, Replayed,
    WhatIfForm, policy_name,
};

/// Where the page is.
pub(super) const PATH: &str = "/admin/conditional-access/replay";
/// The sign-ins that would have ended otherwise, as a file: it leaves a record, so it is no address to open.
pub(super) const FILE: &str = "/admin/conditional-access/replay.csv";
/// How many days are looked back where nothing is said, and at most.
const DAYS: &str = "30";
const MOST_DAYS: i64 = 365;
/// How many sign-ins a page shows.
const LINES: usize = 50;
const DAY: i64 = 86_400;

/// The form; with `?run=`, how that replay is and what it came to.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::WhatIf).await?;
    let permit = desk.permit::<ReadLogs>(Target::Organisation)?;
    let policies = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let query = desk.query();
    if let Some(run) = query.find("run") {
        return found(&desk, &permit, run, query.get("from").parse().unwrap_or(0)).await;
    }
    let chosen = (query.get("policy"), query.get("then"));
    shown(&form(&desk, &policies, chosen, DAYS).await?)
}

/// Starts a replay. Nothing is changed by it.
pub(super) async fn start(sent: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(sent, Entry::WhatIf, PATH).await?;
    let permit = desk.permit::<ReadLogs>(Target::Organisation)?;
    let policies = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let (policy, then) = (fields.get("policy").to_owned(), fields.get("then").to_owned());
    let days = fields.get("days").trim();
    let wrong = async |error| {
        let screen = form(&desk, &policies, (&policy, &then), days).await?;
        Err(refused(&ReplayPage { error: Some(error), ..screen }))
    };
    let changes =
        changes(&WhatIfForm { policy: policy.clone(), then: then.clone(), ..WhatIfForm::default() });
    if changes.is_empty() {
        return wrong(ReplayError::Nothing).await;
    }
    let Some(looked_back) = days.parse().ok().filter(|days| (1..=MOST_DAYS).contains(days)) else {
        return wrong(ReplayError::Days).await;
    };
    match desk.house().start_replay(desk.tenant(), permit, Asked { changes, days: looked_back }) {
        Ok(id) => Ok(answer::redirect(&desk.here.to(&format!("{PATH}?run={id}")))),
        Err(Fault::Busy) => wrong(ReplayError::Busy).await,
        Err(fault) => Err(desk.fault(&fault)),
    }
}

/// The sign-ins as a file.
pub(super) async fn file(sent: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(sent, Entry::WhatIf, PATH).await?;
    let permit = desk.permit::<ReadLogs>(Target::Organisation)?;
    let id = desk.id(fields.get("run"))?;
    let started = desk.or_fault(desk.house().started_replay(desk.tenant(), &permit, id))?;
    let Started::Done(report) = started else { return Err(desk.missing()) };
    let file = desk.or_fault(desk.house().export_replay(desk.tenant(), permit, &report).await)?;
    let mut response = file.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"replay.csv\""));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

async fn form(
    desk: &Desk,
    permit: &Permit<ReadSecurity>,
    (policy, then): (&str, &str),
    days: &str,
) -> Result<ReplayPage, Response> {
    let policies = desk.or_fault(desk.house().policies(desk.tenant(), permit).await)?;
    let policies = policies.written.iter().map(|one| &one.policy);
    let mut shell = desk.shell();
    PATH.clone_into(&mut shell.here);
    Ok(ReplayPage {
        shell,
        policies: policies.map(|policy| (policy.id.to_string(), policy.name.clone())).collect(),
        policy: policy.to_owned(),
        then: then.to_owned(),
        days: days.chars().take(10).collect(),
        error: None,
    })
}

async fn found(desk: &Desk, permit: &Permit<ReadLogs>, run: &str, from: usize) -> Result<Response, Response> {
    let id: Id<Run> = desk.id(run)?;
    let state = match desk.or_fault(desk.house().started_replay(desk.tenant(), permit, id))? {
        Started::Running(at) => {
            ReplayState::Running { records: count(at.records), hundredths: at.hundredths }
        }
        Started::Failed => ReplayState::Failed,
        Started::Refused(problem) => ReplayState::Refused(words(desk, &problem)),
        Started::Done(report) => ReplayState::Done(Box::new(done(desk, permit, (id, &report), from).await?)),
    };
    let again = desk.here.to(&format!("{PATH}?run={id}"));
    shown(&Replayed { shell: desk.shell(), again, state })
}

async fn done(
    desk: &Desk,
    permit: &Permit<ReadLogs>,
    (id, report): (Id<Run>, &Report),
    from: usize,
) -> Result<ReplayDone, Response> {
    let named = desk.or_fault(desk.house().replay_names(desk.tenant(), permit, report).await)?;
    let listed = desk.house().replay_list(desk.tenant(), permit, report, (from, LINES)).await;
    let kept = report.found.examples.len();
    let next = from.saturating_add(LINES);
    let more = (next < kept)
        .then(|| desk.here.to(&with_query(PATH, &[("run", &id.to_string()), ("from", &next.to_string())])));
    let found = &report.found;
    let renewals = found.renewals_changed;
    let (people, applications, reasons) = names(desk, named);
    Ok(ReplayDone {
        run: id.to_string(),
        draft: report.changes.iter().map(|change| told(desk.texts(), change, &report.policies)).collect(),
        from: desk.date(report.from),
        looked_at: count(found.looked_at),
        changed: found.changed,
        people_count: count(found.people.len()),
        renewals: count(found.renewals),
        renewals_stopped: count(renewals.total() - renewals.let_in),
        unreadable: count(report.unreadable),
        chart: chart(found.days.most(), (report.from, report.until), desk.locale()),
        people,
        applications,
        reasons,
        lines: desk.or_fault(listed)?.iter().map(|listed| line_of(desk, listed)).collect(),
        more,
        is_cut: kept == MOST_EXAMPLES,
    })
}

fn line_of(desk: &Desk, listed: &Listed) -> ReplayLine {
    ReplayLine { line: line(desk, &listed.entry), after: listed.after }
}

type Names = Vec<ReplayName>;

fn names(desk: &Desk, named: Named) -> (Names, Names, Names) {
    let t = desk.texts();
    let plain = |name: String, count: Count| ReplayName { href: None, name, count };
    let to_person = |id| Some(desk.here.to(&format!("{}/{id}", Entry::ActiveUsers.path())));
    let may_open = desk.opens().contains(&Entry::ActiveUsers);
    let people = named.people.into_iter().map(|(id, name, count)| ReplayName {
        href: to_person(id).filter(|_| may_open),
        ..plain(name, count)
    });
    let applications = named.applications.into_iter().map(|(id, name, count)| {
        let page = id.and_then(FirstParty::from_app_id).map(|page| page_name(t, page));
        let name = page.unwrap_or(if name.is_empty() { t.replay_an_action() } else { name });
        plain(name, count)
    });
    let reasons = named.reasons.into_iter().map(|(_, name, count)| plain(policy_name(t, &name), count));
    (people.collect(), applications.collect(), reasons.collect())
}

/// What is otherwise, in words.
fn told(t: &Texts, change: &Change, policies: &[(Id<Policy>, String)]) -> String {
    let name = |id: &Id<Policy>| {
        let found = policies.iter().find(|(known, _)| known == id);
        found.map_or_else(|| id.to_string(), |(_, name)| name.clone())
    };
    match change {
        Change::Switched(id, State::On) => t.whatif_draft_on(name(id)),
        Change::Switched(id, State::Off | State::ReportOnly) => t.whatif_draft_off(name(id)),
        Change::Deleted(id) => t.whatif_draft_gone(name(id)),
        Change::Defaults(true) => t.whatif_draft_on(t.admin_source_defaults()),
        Change::Defaults(false) => t.whatif_draft_off(t.admin_source_defaults()),
        Change::Written(_) => {
            let names: Vec<&str> = policies.iter().map(|(_, name)| name.as_str()).collect();
            t.replay_draft_written(names.join(", "))
        }
    }
}

/// The days of the replay, in UTC as they were counted.
fn chart(counts: Vec<(i64, Count)>, (from, until): (Timestamp, Timestamp), locale: Locale) -> Chart {
    let of =
        |day: i64| counts.iter().find(|(known, _)| *known == day).map_or_else(Count::default, |one| one.1);
    let days = from.as_secs().div_euclid(DAY)..=until.as_secs().div_euclid(DAY);
    let day = |day: i64| {
        let Count { let_in, asked, stuck, stopped } = of(day);
        let label = short_day(Timestamp::from_secs(day * DAY), locale);
        Day { label, inside: count(let_in), extra: count(asked + stuck), stopped: count(stopped) }
    };
    Chart { days: days.map(day).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chart_has_every_day_and_puts_each_count_on_its_own() {
        let from = Timestamp::from_secs(1_795_420_330);
        let counts = vec![(from.as_secs() / DAY + 1, Count { asked: 2, stuck: 3, ..Count::default() })];
        let days = chart(counts, (from, from + model::Span::days(2)), Locale::En).days;
        let counted: Vec<_> = days.iter().map(|day| (day.label.as_str(), day.extra)).collect();
        assert_eq!(counted, [("23 November", 0), ("24 November", 5), ("25 November", 0)]);
    }
}
