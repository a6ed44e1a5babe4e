use jiff::Zoned;
use model::{Locale, Timestamp};

pub use jiff::tz::TimeZone;

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_NL: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// A moment in full: `23 november 2026, 08:52`.
pub fn date(at: Timestamp, locale: Locale, zone: &TimeZone) -> String {
    let at = zoned(at, zone);
    format!("{}, {}", full_day(&at, locale), time(&at))
}

/// A day in full: `23 november 2026`.
pub fn day(at: Timestamp, locale: Locale, zone: &TimeZone) -> String {
    full_day(&zoned(at, zone), locale)
}

/// A moment as a list shows it, seen from `now`: `today 08:41`, `yesterday 23:10`, `2 November 08:41`, and with
/// the year when it is another one.
pub fn recently(at: Timestamp, now: Timestamp, locale: Locale, zone: &TimeZone) -> String {
    let (at, now) = (zoned(at, zone), zoned(now, zone));
    let texts = crate::of(locale);
    if at.date() == now.date() {
        texts.today(time(&at))
    } else if now.date().yesterday().is_ok_and(|yesterday| at.date() == yesterday) {
        texts.yesterday(time(&at))
    } else if at.year() == now.year() {
        format!("{} {} {}", at.day(), month(&at, locale), time(&at))
    } else {
        format!("{} {}", full_day(&at, locale), time(&at))
    }
}

/// Moments outside jiff's range (year -9999 to 9999) are shown as its edge; nothing of ours lies there.
fn zoned(at: Timestamp, zone: &TimeZone) -> Zoned {
    let edge = if at.as_micros() < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
    jiff::Timestamp::from_microsecond(at.as_micros()).unwrap_or(edge).to_zoned(zone.clone())
}

fn full_day(at: &Zoned, locale: Locale) -> String {
    format!("{} {} {}", at.day(), month(at, locale), at.year())
}

/// The time of a moment: `08:52`.
pub fn clock(at: Timestamp, zone: &TimeZone) -> String {
    time(&zoned(at, zone))
}

fn time(at: &Zoned) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

fn month(at: &Zoned, locale: Locale) -> &'static str {
    let months = match locale {
        Locale::En => &MONTHS_EN,
        Locale::Nl => &MONTHS_NL,
    };
    months[usize::from(at.month().unsigned_abs()) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 23 November 2026, 07:52:10 UTC.
    const AT: Timestamp = Timestamp::from_secs(1_795_420_330);

    fn amsterdam() -> TimeZone {
        TimeZone::get("Europe/Amsterdam").unwrap()
    }

    fn ago(hours: i64) -> String {
        recently(AT - model::Span::hours(hours), AT, Locale::En, &amsterdam())
    }

    #[test]
    fn a_moment_is_written_as_people_of_the_country_write_it() {
        assert_eq!(date(AT, Locale::Nl, &amsterdam()), "23 november 2026, 08:52");
        assert_eq!(date(AT, Locale::En, &TimeZone::UTC), "23 November 2026, 07:52");
        assert_eq!(day(AT, Locale::Nl, &amsterdam()), "23 november 2026");
    }

    #[test]
    fn what_is_near_is_named_by_its_nearness() {
        assert_eq!(ago(0), "today 08:52");
        assert_eq!(ago(9), "yesterday 23:52");
        assert_eq!(ago(48), "21 November 08:52");
        assert_eq!(ago(24 * 365), "23 November 2025 08:52");
        assert_eq!(recently(AT, AT, Locale::Nl, &amsterdam()), "vandaag 08:52");
    }

    #[test]
    fn a_moment_beyond_the_calendar_is_shown_as_its_edge() {
        assert_eq!(day(Timestamp::from_micros(i64::MAX), Locale::En, &TimeZone::UTC), "30 December 9999");
    }
}
