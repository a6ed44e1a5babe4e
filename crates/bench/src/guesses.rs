//! Whether the time of a refusal tells who exists: wrong passwords for names that are somebody's and names that are not.

use std::fmt;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::flows::expect;
use crate::seed::{DOMAIN, login};
use crate::wire::Wire;

/// Guesses for each kind of name from one network: together fewer than a network is allowed before it has to wait.
const FROM_ONE: usize = 25;

/// How much longer an answer takes for somebody's name than for nobody's, in microseconds: the median of the differences
/// of pairs that were asked for one after the other, and the bounds that hold the true median in 95 of 100 measurements.
pub(crate) struct Difference {
    median: f64,
    bounds: (f64, f64),
    /// What the answer takes at all.
    whole: Duration,
}

/// The differences for the page after a name, and for a wrong password.
pub(crate) async fn differences(port: u16, first: usize, networks: u8) -> Outcome<(Difference, Difference)> {
    let (mut names, mut passwords) = (vec![], vec![]);
    for network in 0..networks {
        // Every address of 127/8 is this machine's own; a limit counts those of a /24 together.
        let mut wire = Wire::open_from([127, 1, network, 1], port).await?;
        for number in 0..FROM_ONE {
            let number = usize::from(network) * FROM_ONE + number;
            let (somebody, nobody) = (login(first + number), format!("person{number:06}@nowhere.{DOMAIN}"));
            // They take turns in being first, so that whatever else the machine does falls on both alike.
            let (some, none) = if number.is_multiple_of(2) {
                let some = guess(&mut wire, &somebody).await?;
                (some, guess(&mut wire, &nobody).await?)
            } else {
                let none = guess(&mut wire, &nobody).await?;
                (guess(&mut wire, &somebody).await?, none)
            };
            names.push((some.0, none.0));
            passwords.push((some.1, none.1));
        }
    }
    Ok((Difference::of(&names), Difference::of(&passwords)))
}

impl Difference {
    /// The interval of a median needs no assumption about how times are spread: it lies between two of the differences
    /// in their order, 0.98 times the root of their number to both sides of the middle (the sign test).
    fn of(pairs: &[(Duration, Duration)]) -> Self {
        let micros = |duration: Duration| duration.as_secs_f64() * 1e6;
        let mut all: Vec<f64> = pairs.iter().map(|(some, none)| micros(*some) - micros(*none)).collect();
        all.sort_by(f64::total_cmp);
        let middle = all.len() / 2;
        let beside = (0.98 * (all.len() as f64).sqrt()).ceil() as usize;
        let last = all.len() - 1;
        let mut whole: Vec<Duration> = pairs.iter().map(|(_, none)| *none).collect();
        whole.sort_unstable();
        Self {
            median: all[middle],
            bounds: (all[middle.saturating_sub(beside)], all[(middle + beside).min(last)]),
            whole: whole[middle],
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { median, bounds: (low, high), whole } = self;
        let whole = whole.as_secs_f64() * 1e6;
        write!(f, "{median:+.1} µs of {whole:.0} µs (between {low:+.1} and {high:+.1})")
    }
}

/// How long the page after the name takes, and the answer to a wrong password, in a new browser.
async fn guess(wire: &mut Wire, name: &str) -> Outcome<(Duration, Duration)> {
    let mut jar = String::new();
    let reply_to = |ticket: &str, field: &str, value: &str| format!("t={ticket}&{field}={value}");
    let request = wire.get("/sign-in", "");
    let reply = wire.send(&request).await?;
    reply.keep_cookies(&mut jar);
    let ticket = reply.ticket().ok_or("no ticket on the first page")?;
    let request = wire.post("/sign-in", &jar, &reply_to(&ticket, "name", name));
    let start = Instant::now();
    let reply = wire.send(&request).await?;
    let named = start.elapsed();
    let ticket = reply.ticket().ok_or("no ticket after the name")?;
    let request = wire.post("/sign-in", &jar, &reply_to(&ticket, "password", "not-the-password-of-anybody"));
    let start = Instant::now();
    let reply = wire.send(&request).await?;
    let refused = start.elapsed();
    expect(&reply, 200)?;
    if reply.body.contains("is not right") {
        Ok((named, refused))
    } else {
        Err("a wrong password was not refused".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_that_is_there_lies_within_its_bounds_and_one_that_is_not_around_nothing() {
        let pairs = |extra: u64| -> Vec<_> {
            // Knuth's generator: noise that is the same in every run.
            let mut drawn: u64 = 42;
            let mut one = || {
                drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                Duration::from_micros(100 + (drawn >> 33) % 41)
            };
            (0..400).map(|_| (one() + Duration::from_micros(extra), one())).collect()
        };
        let (none, some) = (Difference::of(&pairs(0)), Difference::of(&pairs(20)));
        assert!(none.bounds.0 <= 0.0 && none.bounds.1 >= 0.0, "{none}");
        assert!(some.bounds.0 > 0.0 && (15.0..25.0).contains(&some.median), "{some}");
    }
}
