use jiff::civil::{Date, date};
use model::Timestamp;

/// Whole days in UTC, as sign-ins are counted; both ends are among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first, since 1970.
    first: i64,
    /// The last.
    last: i64,
}

const EPOCH: Date = date(1970, 1, 1);
const MICROS: i64 = 86_400_000_000;

impl Days {
    /// The longest report, in days.
    pub const LONGEST: i64 = 366;

    /// So many days that end with the day of a moment.
    pub const fn until(now: Timestamp, days: i64) -> Self {
        let last = now.as_micros().div_euclid(MICROS);
        Self { first: last - days + 1, last }
    }

    /// The days between two that were typed (`2026-11-01`); `None` for what is no day, the wrong way round, longer than
    /// [`Days::LONGEST`], or after the day of `now`.
    pub fn read(first: &str, last: &str, now: Timestamp) -> Option<Self> {
        let day = |typed: &str| -> Option<i64> {
            let day: Date = typed.parse().ok()?;
            Some(i64::from(EPOCH.until(day).ok()?.get_days()))
        };
        let days = Self { first: day(first)?, last: day(last)? };
        let is_right = days.first <= days.last
            && days.last - days.first < Self::LONGEST
            && days.first >= 0
            && days.first <= Self::until(now, 1).last;
        is_right.then_some(days)
    }

    /// The moments that it begins at and ends before.
    pub const fn time(self) -> (Timestamp, Timestamp) {
        (Timestamp::from_micros(self.first * MICROS), Timestamp::from_micros((self.last + 1) * MICROS))
    }

    /// Both days as they are typed.
    pub fn text(self) -> (String, String) {
        let text = |day: i64| {
            let since = jiff::Span::new().try_days(day).ok();
            since
                .and_then(|since| EPOCH.checked_add(since).ok())
                .map(|day| day.to_string())
                .unwrap_or_default()
        };
        (text(self.first), text(self.last))
    }

    /// How many days.
    pub const fn count(self) -> i64 {
        self.last - self.first + 1
    }

    /// Whether a day since 1970 is one of them.
    pub const fn has(self, day: i64) -> bool {
        self.first <= day && day <= self.last
    }

    /// The first, since 1970.
    pub const fn first(self) -> i64 {
        self.first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 23 November 2026, 07:52:10 UTC.
    const NOW: Timestamp = Timestamp::from_secs(1_795_420_330);

    #[test]
    fn days_end_with_today_and_are_whole() {
        let week = Days::until(NOW, 7);
        assert_eq!(week.text(), ("2026-11-17".to_owned(), "2026-11-23".to_owned()));
        assert_eq!(week.count(), 7);
        let (from, until) = week.time();
        assert_eq!((until.as_micros() - from.as_micros()) / MICROS, 7);
        assert!(from <= NOW && NOW < until);
        assert!(week.has(week.first()) && !week.has(week.first() + 7));
    }

    #[test]
    fn days_that_are_typed_are_read_back_and_bounded() {
        let read = |first, last| Days::read(first, last, NOW).map(Days::text);
        let day = |text: &str| text.to_owned();
        assert_eq!(read("2026-02-28", "2026-03-01"), Some((day("2026-02-28"), day("2026-03-01"))));
        assert_eq!(read("2025-11-24", "2026-11-24"), Some((day("2025-11-24"), day("2026-11-24"))));
        for (first, last) in [
            ("2025-11-23", "2026-11-24"),
            ("2026-11-02", "2026-11-01"),
            ("2026-11-24", "2026-11-25"),
            ("2026-02-30", "2026-03-01"),
            ("1969-12-31", "1970-01-01"),
            ("", ""),
            ("2026-11-01", "yesterday"),
        ] {
            assert_eq!(read(first, last), None, "{first} {last}");
        }
    }
}
