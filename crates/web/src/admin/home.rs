use axum::response::Response;
use jiff::civil::Weekday;
use model::{Locale, Timestamp};
use service::Outcome;
use service::app_secrets::EndingSecret;
use service::authority::{AcknowledgeEmergency, OpenAdminCentre, RemindPeople, Target};
use service::emergency::{Overview, Trouble};
use service::home::{FirstStep, Home as Facts, Locked};
use text::TimeZone;

use super::desk::{Desk, shown};
use super::emergency::alarm_line;
use super::shown::count;
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{Chart, Day, Done, Entry, Figures, Home, Missing, Reminder, Tasks, Todo};

/// Where reminders are sent from.
pub(super) const REMIND: &str = "/admin/remind";
/// How many days the chart shows.
const DAYS: i64 = 30;
const MICROS_OF_A_DAY: i64 = 86_400_000_000;

/// Home: what is the case, and what to do about it.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Home).await?;
    let permit = desk.permit::<OpenAdminCentre>(Target::Organisation)?;
    let facts = desk.or_fault(desk.house().home(desk.tenant(), &permit).await)?;
    let now = desk.house().now();
    let tasks = Some(tasks(&facts)).filter(|tasks| !tasks.are_done());
    let others = facts.registered_today.iter().filter(|(id, _)| *id != desk.visitor.user.id).count();
    shown(&Home {
        shell: desk.shell(),
        date: date(now, desk.locale(), &desk.house().zone()),
        figures: Figures {
            people: count(facts.people),
            with_second_step: count(facts.registered),
            locked_out: count(i64::try_from(facts.locked.len()).unwrap_or(i64::MAX)),
            registered_today: count(others),
        },
        alarms: facts.emergency.alarms.iter().map(|alarm| alarm_line(&desk, alarm)).collect(),
        may_acknowledge: desk.may::<AcknowledgeEmergency>(Target::Organisation),
        todo: todo(&facts, tasks, now, |at| text::clock(at, &desk.house().zone())),
        tasks,
        chart: chart(&facts.days, now, desk.locale()),
        reminder: desk.may::<RemindPeople>(Target::Organisation).then(|| reminder(&facts)),
        missing: facts.missing.into_iter().map(|(id, name)| Missing { id: id.to_string(), name }).collect(),
    })
}

/// Reminds everybody who has no second step.
pub(super) async fn remind(form: Form) -> Result<Response, Response> {
    let (desk, _) = Desk::take(form, Entry::Home, Entry::Home.path()).await?;
    let permit = desk.permit::<RemindPeople>(Target::Organisation)?;
    desk.or_fault(desk.house().remind_of_second_step(desk.tenant(), permit).await)?;
    Ok(desk.done(Entry::Home.path(), Done::Reminded))
}

fn reminder(facts: &Facts) -> Reminder {
    let count = |people| u32::try_from(people).unwrap_or(u32::MAX);
    Reminder { waiting: count(facts.reminders.waiting), sent: count(facts.reminders.sent) }
}

fn tasks(facts: &Facts) -> Tasks {
    let is_done = |step| facts.steps.contains(&step);
    Tasks {
        administrator: is_done(FirstStep::Administrator),
        mail: is_done(FirstStep::Mail),
        people: is_done(FirstStep::People),
        application: is_done(FirstStep::Application),
    }
}

/// What needs somebody. What one of the first tasks says is not said twice.
fn todo(
    facts: &Facts,
    tasks: Option<Tasks>,
    now: Timestamp,
    time: impl Fn(Timestamp) -> String,
) -> Vec<Todo> {
    let mut todo: Vec<Todo> = facts.locked.iter().map(|locked| locked_out(locked, &time)).collect();
    let copied = |(id, person): &(_, String)| Todo::KeyCopied { id: format!("{id}"), person: person.clone() };
    todo.extend(facts.copied.iter().map(copied));
    if !facts.has_rules {
        todo.push(Todo::DefaultsOff);
    }
    if tasks.is_none() && facts.administrators < 2 {
        todo.push(Todo::OnlyAdministrator);
    }
    // An organisation with one administrator is told of another one first: nobody designates themselves.
    if facts.emergency.accounts.is_empty() && tasks.is_none_or(|tasks| tasks.administrator) {
        todo.push(Todo::NoEmergencyAccess);
    }
    todo.extend(emergency(&facts.emergency));
    if tasks.is_none_or(|tasks| tasks.mail) && !facts.mail_leaves {
        todo.push(Todo::MailStays);
    }
    todo.extend(facts.secrets.iter().map(|secret| secret_ends(secret, now)));
    if facts.exclusions_stuck > 0 {
        todo.push(Todo::ExclusionsStuck { exclusions: count(facts.exclusions_stuck) });
    }
    if facts.health > 0 {
        todo.push(Todo::Health { findings: u32::try_from(facts.health).unwrap_or(u32::MAX) });
    }
    if facts.mail_leaves && facts.mail_failing > 0 {
        todo.push(Todo::MailFails { messages: count(facts.mail_failing) });
    }
    if facts.invitations_ended > 0 {
        todo.push(Todo::InvitationsEnded { invitations: count(facts.invitations_ended) });
    }
    let without = facts.people - facts.registered;
    if without > 0 {
        todo.push(Todo::WithoutSecondStep { people: count(without) });
    }
    todo
}

/// The accounts that would let nobody in, and those that nobody knows of whether they would.
fn emergency(overview: &Overview) -> Vec<Todo> {
    let told = |account: &service::emergency::Shown| {
        let person = account.display.clone();
        account.troubles.first().map(|trouble| match trouble {
            Trouble::NotRehearsed => Todo::EmergencyUntried { person },
            Trouble::Blocked | Trouble::NotAdministrator | Trouble::NoWayIn | Trouble::Synced => {
                Todo::EmergencyBroken { person }
            }
        })
    };
    overview.accounts.iter().filter_map(told).collect()
}

fn locked_out(locked: &Locked, time: impl Fn(Timestamp) -> String) -> Todo {
    Todo::LockedOut {
        id: locked.id.to_string(),
        person: locked.display.clone(),
        since: time(locked.since),
        attempts: count(locked.attempts),
    }
}

fn secret_ends(secret: &EndingSecret, now: Timestamp) -> Todo {
    Todo::SecretEnds {
        id: secret.app.to_string(),
        app: secret.name.clone(),
        days: count(secret.until.since(now).days_down()),
    }
}

/// The last thirty days, in UTC as they were counted.
fn chart(counts: &[(i64, Outcome, i64)], now: Timestamp, locale: Locale) -> Chart {
    let today = now.as_micros().div_euclid(MICROS_OF_A_DAY);
    let of = |day: i64, outcome: Outcome| {
        let same = |found: &&(i64, Outcome, i64)| found.0 == day && found.1 == outcome;
        counts.iter().find(same).map_or(0, |(.., times)| count(*times))
    };
    let days = (today - DAYS + 1..=today)
        .map(|day| Day {
            label: short_day(Timestamp::from_micros(day * MICROS_OF_A_DAY), locale),
            inside: of(day, Outcome::Success),
            extra: of(day, Outcome::Interrupted),
            stopped: of(day, Outcome::Failure),
        })
        .collect();
    Chart { days }
}

/// `23 November`: a day of the last year needs no year.
pub(super) fn short_day(at: Timestamp, locale: Locale) -> String {
    let full = text::day(at, locale, &TimeZone::UTC);
    full.rsplit_once(' ').map_or(full.clone(), |(day, _)| day.to_owned())
}

/// `Monday 23 November`.
fn date(now: Timestamp, locale: Locale, zone: &TimeZone) -> String {
    let full = text::day(now, locale, zone);
    let day = full.rsplit_once(' ').map_or(full.as_str(), |(day, _)| day);
    let at = jiff::Timestamp::from_microsecond(now.as_micros()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    format!("{} {day}", weekday(at.to_zoned(zone.clone()).weekday(), locale))
}

const fn weekday(day: Weekday, locale: Locale) -> &'static str {
    match (locale, day) {
        (Locale::En, Weekday::Monday) => "Monday",
        (Locale::En, Weekday::Tuesday) => "Tuesday",
        (Locale::En, Weekday::Wednesday) => "Wednesday",
        (Locale::En, Weekday::Thursday) => "Thursday",
        (Locale::En, Weekday::Friday) => "Friday",
        (Locale::En, Weekday::Saturday) => "Saturday",
        (Locale::En, Weekday::Sunday) => "Sunday",
        (Locale::Nl, Weekday::Monday) => "Maandag",
        (Locale::Nl, Weekday::Tuesday) => "Dinsdag",
        (Locale::Nl, Weekday::Wednesday) => "Woensdag",
        (Locale::Nl, Weekday::Thursday) => "Donderdag",
        (Locale::Nl, Weekday::Friday) => "Vrijdag",
        (Locale::Nl, Weekday::Saturday) => "Zaterdag",
        (Locale::Nl, Weekday::Sunday) => "Zondag",
    }
}

#[cfg(test)]
mod tests {
    use service::reminders::Reminders;

    use super::*;

    /// 23 November 2026, 07:52:10 UTC.
    const AT: Timestamp = Timestamp::from_secs(1_795_420_330);

    fn facts() -> Facts {
        Facts {
            people: 1,
            registered: 1,
            missing: vec![],
            reminders: Reminders::default(),
            registered_today: vec![],
            steps: vec![],
            administrators: 1,
            has_rules: true,
            mail_leaves: false,
            mail_failing: 0,
            invitations_ended: 0,
            applications: 0,
            locked: vec![],
            exclusions_stuck: 0,
            emergency: Overview { accounts: vec![account(vec![])], alarms: vec![] },
            copied: vec![],
            secrets: vec![],
            health: 0,
            days: vec![],
        }
    }

    fn account(troubles: Vec<Trouble>) -> service::emergency::Shown {
        service::emergency::Shown {
            user: model::Id::fixed(9),
            display: "Emergency 1".to_owned(),
            name: "emergency1@example.org".to_owned(),
            designated: AT,
            capsule: Some(AT),
            passkeys: 0,
            rehearsed: Some(AT),
            rehearsal_ends: None,
            troubles,
            uses: vec![],
        }
    }

    #[test]
    fn no_emergency_access_and_one_that_does_not_work_are_told() {
        let facts = Facts { administrators: 2, mail_leaves: true, ..facts() };
        let with = |accounts| Facts { emergency: Overview { accounts, alarms: vec![] }, ..facts.clone() };
        let told = |facts: &Facts| todo(facts, None, AT, |_| String::new());
        assert!(told(&with(vec![account(vec![])])).is_empty());
        assert!(matches!(told(&with(vec![]))[..], [Todo::NoEmergencyAccess]));
        let untried = account(vec![Trouble::NotRehearsed]);
        let broken = account(vec![Trouble::NoWayIn, Trouble::NotRehearsed]);
        assert!(matches!(
            told(&with(vec![untried, broken]))[..],
            [Todo::EmergencyUntried { .. }, Todo::EmergencyBroken { .. }]
        ));
    }

    #[test]
    fn a_new_organisation_has_four_tasks_and_hears_nothing_twice() {
        let facts = facts();
        let tasks = tasks(&facts);
        assert_eq!(tasks, Tasks { administrator: false, mail: false, people: false, application: false });
        assert!(todo(&facts, Some(tasks), AT, |_| String::new()).is_empty());
    }

    #[test]
    fn mail_that_no_longer_leaves_is_told_also_when_its_step_was_done() {
        let facts = Facts { steps: vec![FirstStep::Mail], ..facts() };
        let todo = todo(&facts, Some(tasks(&facts)), AT, |_| String::new());
        assert!(matches!(todo[..], [Todo::MailStays]), "{todo:?}");
    }

    #[test]
    fn an_organisation_that_lost_its_second_administrator_is_told() {
        let facts = Facts { people: 40, registered: 38, mail_leaves: true, has_rules: false, ..facts() };
        let todo = todo(&facts, None, AT, |_| String::new());
        assert!(matches!(todo[0], Todo::DefaultsOff));
        assert!(matches!(todo[1], Todo::OnlyAdministrator));
        assert!(matches!(todo[2], Todo::WithoutSecondStep { people: 2 }));
    }

    #[test]
    fn mail_that_fails_and_invitations_that_ended_are_told() {
        let facts =
            Facts { administrators: 2, mail_leaves: true, mail_failing: 3, invitations_ended: 2, ..facts() };
        let todo = todo(&facts, None, AT, |_| String::new());
        assert!(matches!(todo[0], Todo::MailFails { messages: 3 }));
        assert!(matches!(todo[1], Todo::InvitationsEnded { invitations: 2 }));
        assert_eq!(todo.len(), 2);
    }

    #[test]
    fn the_chart_ends_today_and_puts_each_count_on_its_day() {
        let today = AT.as_secs() / 86_400;
        let counts = [
            (today, Outcome::Success, 7),
            (today - 29, Outcome::Failure, 2),
            (today - 1, Outcome::Interrupted, 3),
        ];
        let days = chart(&counts, AT, Locale::En).days;
        assert_eq!(days.len(), 30);
        assert_eq!(days[29], Day { label: "23 November".to_owned(), inside: 7, extra: 0, stopped: 0 });
        assert_eq!((days[28].extra, days[0].stopped), (3, 2));
    }

    #[test]
    fn the_date_is_the_one_where_the_organisation_is() {
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        assert_eq!(date(AT, Locale::Nl, &zone), "Maandag 23 november");
        assert_eq!(date(AT, Locale::En, &TimeZone::UTC), "Monday 23 November");
    }
}
