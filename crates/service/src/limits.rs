//! Limits on guessing: lock-outs in the database by account, and networks in memory (per node).
//!
//! A counter belongs to a name, a factor and whether the browser is one that signed in to that account before, so
//! that strangers can lock only strangers out. Unknown names have counters like everybody else.

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use model::{Network, Span, Timestamp};
use std::num::NonZeroU32;
use store::Counted;

/// How many failures in a row are free.
pub(crate) const FREE_FAILURES: i64 = 10;
/// How long the first lock lasts; each further failure doubles it.
pub(crate) const FIRST_LOCK: Span = Span::minutes(1);
/// The longest lock.
pub(crate) const LONGEST_LOCK: Span = Span::minutes(30);
/// A counter is forgotten when nothing failed for this long.
pub(crate) const FORGET_AFTER: Span = Span::hours(24);

/// What counting an attempt says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reserved {
    /// Go on; the attempt is counted as a failure until it is settled.
    Go(Counted),
    /// Locked until then.
    Locked(Timestamp),
}

/// Counts an attempt before it is verified: guesses that race cannot pass together (attack 4).
pub(crate) fn reserve(seen: Option<Counted>, now: Timestamp) -> Reserved {
    let seen = seen.unwrap_or(Counted { failures: 0, until: Timestamp::from_micros(0) });
    if seen.until > now {
        return Reserved::Locked(seen.until);
    }
    let failures = seen.failures.saturating_add(1);
    let until = if failures < FREE_FAILURES { seen.until } else { now + lock_for(failures) };
    Reserved::Go(Counted { failures, until })
}

fn lock_for(failures: i64) -> Span {
    let doublings = u32::try_from(failures - FREE_FAILURES).unwrap_or(0).min(10);
    let micros = FIRST_LOCK.as_micros().saturating_mul(1 << doublings);
    Span::micros(micros.min(LONGEST_LOCK.as_micros()))
}

/// When the attempt was made that locked a counter.
pub(crate) fn locked_since(counted: Counted) -> Timestamp {
    counted.until - lock_for(counted.failures)
}

/// Failures of unknown browsers, counted by network (/24, /48). An office behind one address is not stopped:
/// its people come with browsers that are known.
pub(crate) struct NetworkLimits {
    limiter: DefaultKeyedRateLimiter<Network>,
    stopped: quick_cache::sync::Cache<Network, Timestamp>,
}

/// How many stopped networks are remembered; the least used are forgotten first.
const STOPPED: usize = 10_000;

impl Default for NetworkLimits {
    fn default() -> Self {
        const BURST: NonZeroU32 = NonZeroU32::new(60).expect("sixty is not zero");
        const PER_MINUTE: NonZeroU32 = NonZeroU32::new(30).expect("thirty is not zero");
        Self {
            limiter: RateLimiter::keyed(Quota::per_minute(PER_MINUTE).allow_burst(BURST)),
            stopped: quick_cache::sync::Cache::new(STOPPED),
        }
    }
}

impl NetworkLimits {
    /// Until when unknown browsers of this network are stopped, if they are.
    pub(crate) fn stopped_until(&self, network: Network, now: Timestamp) -> Option<Timestamp> {
        self.stopped.get(&network).filter(|until| *until > now)
    }

    /// Counts a failure of an unknown browser; too many stop its network for a while.
    pub(crate) fn failed(&self, network: Network, now: Timestamp) {
        if let Err(not_until) = self.limiter.check_key(&network) {
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            let wait = Span::seconds(i64::try_from(wait.as_secs()).unwrap_or(i64::MAX).saturating_add(1));
            self.stopped.insert(network, now + wait);
        }
    }

    /// Forgets networks that are quiet again; called by the sweep.
    pub(crate) fn sweep(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_secs(seconds)
    }

    #[test]
    fn ten_failures_are_counted_and_the_eleventh_attempt_is_locked() {
        let mut seen = None;
        for _ in 0..FREE_FAILURES {
            let Reserved::Go(counted) = reserve(seen, at(0)) else { panic!("locked too early") };
            seen = Some(counted);
        }
        assert_eq!(reserve(seen, at(0)), Reserved::Locked(at(60)));
    }

    #[test]
    fn each_further_failure_doubles_the_lock_up_to_half_an_hour() {
        let mut seen = Some(Counted { failures: 9, until: at(0) });
        let mut now = at(0);
        let mut locks = vec![];
        for _ in 0..8 {
            let Reserved::Go(counted) = reserve(seen, now) else { panic!("still locked at {now}") };
            locks.push(counted.until.since(now).minutes_up());
            now = counted.until;
            seen = Some(counted);
        }
        assert_eq!(locks, [1, 2, 4, 8, 16, 30, 30, 30]);
    }

    #[test]
    fn a_network_is_stopped_after_a_burst_and_others_are_not() {
        let limits = NetworkLimits::default();
        let one = Network::of("198.51.100.7".parse().unwrap());
        let other = Network::of("203.0.113.7".parse().unwrap());
        let mut failures = 0;
        while limits.stopped_until(one, at(0)).is_none() && failures < 200 {
            limits.failed(one, at(0));
            failures += 1;
        }
        assert!((60..=63).contains(&failures), "{failures}");
        assert!(limits.stopped_until(other, at(0)).is_none());
        assert!(limits.stopped_until(one, at(600)).is_none());
    }
}
