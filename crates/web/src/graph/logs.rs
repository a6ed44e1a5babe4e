//! What both logs have in common: times in filters, and where a list goes on.

use graph::odata::Order;
use model::{Id, Timestamp};
use serde_json::Value;

use super::call::Call;
use super::people::not_offered;
use super::problem::Problem;

/// How many pages of the log are looked at for one answer, where something else than an index narrows it: an answer may
/// then have fewer rows than were asked, and says where it goes on.
pub(super) const LOOKS: usize = 8;

/// How many rows a look has: as many as were asked, and a hundred at least where the first did not fill the answer.
pub(super) fn looked_at(rows: usize, look: usize) -> usize {
    if look == 0 { rows } else { rows.max(100) }
}

/// From when, and until before when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Times {
    /// Nothing before.
    pub(super) from: Option<Timestamp>,
    /// Nothing at or after.
    pub(super) until: Option<Timestamp>,
}

impl Times {
    /// The same, narrowed by a comparison.
    pub(super) fn narrowed(mut self, order: Order, value: &Value) -> Result<Self, Problem> {
        let at = moment(value)?;
        let after = Timestamp::from_micros(at.as_micros().saturating_add(1));
        let (from, until) = match order {
            Order::AtLeast => (Some(at), None),
            Order::More => (Some(after), None),
            Order::AtMost => (None, Some(after)),
            Order::Less => (None, Some(at)),
        };
        self.from = self.from.max(from);
        self.until = match (self.until, until) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Ok(self)
    }

    /// Where a list begins: after the last row of the page before, or before the end.
    pub(super) fn before<T>(self, after: Option<(Timestamp, Id<T>)>) -> Option<(Timestamp, Id<T>)> {
        let end = self.until.map(|until| (until, Id::fixed(0)));
        match (after, end) {
            (Some(after), Some(end)) => Some(if after.0 < end.0 { after } else { end }),
            (one, other) => one.or(other),
        }
    }
}

fn moment(value: &Value) -> Result<Timestamp, Problem> {
    let read = value.as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
    let read = read.ok_or_else(|| Problem::bad("A moment is written as 2026-11-26T08:41:00Z."))?;
    Ok(Timestamp::from_micros(read.as_microsecond()))
}

/// Newest first is the only order: the index has it.
pub(super) fn newest_first(call: &Call, property: &str) -> Result<(), Problem> {
    if call.query.search.is_some() || call.query.count {
        return Err(not_offered("The log is listed without $search and $count."));
    }
    match &call.query.order {
        Some((named, is_down)) if named != property || !is_down => {
            Err(not_offered(&format!("The log is listed newest first: $orderby={property} desc.")))
        }
        _ => Ok(()),
    }
}

/// Where a list goes on: the moment of the last row, and its id.
pub(super) fn write_token<T>((at, id): (Timestamp, Id<T>)) -> String {
    format!("{}.{id}", at.as_micros())
}

/// Reads [`write_token`].
pub(super) fn read_token<T>(token: &str) -> Result<(Timestamp, Id<T>), Problem> {
    let wrong = || Problem::bad("Invalid value of the query option '$skiptoken'.");
    let (at, id) = token.split_once('.').ok_or_else(wrong)?;
    let at = at.parse().map_err(|_| wrong())?;
    Ok((Timestamp::from_micros(at), id.parse().map_err(|_| wrong())?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_time_that_is_asked_twice_is_the_narrower_one() {
        let at = |text: &str| json!(format!("2026-11-26T{text}Z"));
        let micros = |text: &str| moment(&at(text)).unwrap().as_micros();
        let times = Times::default()
            .narrowed(Order::AtLeast, &at("08:00:00"))
            .and_then(|times| times.narrowed(Order::More, &at("09:00:00")))
            .and_then(|times| times.narrowed(Order::AtMost, &at("12:00:00")))
            .and_then(|times| times.narrowed(Order::Less, &at("11:00:00")))
            .unwrap();
        assert_eq!(times.from.map(Timestamp::as_micros), Some(micros("09:00:00") + 1));
        assert_eq!(times.until.map(Timestamp::as_micros), Some(micros("11:00:00")));
        assert!(Times::default().narrowed(Order::Less, &json!(3)).is_err());
        assert!(Times::default().narrowed(Order::Less, &json!("yesterday")).is_err());
    }

    #[test]
    fn a_list_goes_on_where_it_stopped_and_never_after_its_end() {
        let token = write_token((Timestamp::from_secs(9), Id::<()>::fixed(7)));
        let after = read_token::<()>(&token).unwrap();
        assert_eq!(after, (Timestamp::from_secs(9), Id::fixed(7)));
        let times = Times { from: None, until: Some(Timestamp::from_secs(10)) };
        assert_eq!(times.before(Some(after)), Some(after));
        assert_eq!(times.before::<()>(None), Some((Timestamp::from_secs(10), Id::fixed(0))));
        let beyond = (Timestamp::from_secs(11), Id::<()>::fixed(7));
        assert_eq!(times.before(Some(beyond)).map(|(at, _)| at), Some(Timestamp::from_secs(10)));
        for wrong in ["", "1", "x.y", "1.y", "9."] {
            assert!(read_token::<()>(wrong).is_err(), "{wrong}");
        }
    }
}
