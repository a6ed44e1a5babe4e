//! Limits on guessing: lock-outs in the database by account, and networks in memory (per node). And limits on what
//! a stranger can make us write: whoever is stopped costs one record a minute, whatever they send.
//!
//! A counter belongs to a name, a factor and whether the browser is one that signed in to that account before, so
//! that strangers can lock only strangers out. Unknown names have counters like everybody else.

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use model::{AppId, Id, Network, Span, Tenant, Timestamp};
use std::convert::Infallible;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::Counted;

/// How many failures in a row are free.
pub(crate) const FREE_FAILURES: i64 = 10;
/// How long the first lock lasts; each further failure doubles it.
pub(crate) const FIRST_LOCK: Span = Span::minutes(1);
/// The longest lock.
pub(crate) const LONGEST_LOCK: Span = Span::minutes(30);
/// A counter is forgotten when nothing failed for this long.
pub(crate) const FORGET_AFTER: Span = Span::hours(24);
/// How many counters an organisation keeps. One network fails 43,200 times in the day that a counter lives, so to push
/// out a counter somebody needs many networks, and as many failures at each of a hundred thousand names.
pub(crate) const MOST_COUNTERS: i64 = 100_000;

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
    turned_away: quick_cache::sync::Cache<(Id<Tenant>, Network), Arc<Tally>>,
}

/// Attempts that were turned away and are in no record yet.
#[derive(Default)]
struct Tally {
    times: AtomicI64,
    /// From when on the next record may be written, in microseconds.
    due: AtomicI64,
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
            turned_away: quick_cache::sync::Cache::new(STOPPED),
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

    /// Counts an attempt of a stopped network. Once a minute it says how many there were since it last did: that is
    /// what a record is written for. What comes after the last record and is followed by nothing stays uncounted.
    pub(crate) fn turned_away(&self, tenant: Id<Tenant>, network: Network, now: Timestamp) -> Option<i64> {
        let new = || Ok::<_, Infallible>(Arc::default());
        let tally = self.turned_away.get_or_insert_with(&(tenant, network), new).unwrap_or_default();
        tally.times.fetch_add(1, Ordering::Relaxed);
        let (due, next) = (tally.due.load(Ordering::Relaxed), (now + Span::minutes(1)).as_micros());
        let is_due = now.as_micros() >= due
            && tally.due.compare_exchange(due, next, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        is_due.then(|| tally.times.swap(0, Ordering::Relaxed).max(1))
    }

    /// Forgets networks that are quiet again; called by the sweep.
    pub(crate) fn sweep(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }
}

/// Refusals of applications that are kept for whoever registers them. Nobody needs a secret to cause one, so of each
/// network and application a few are kept at once and then one every five minutes: enough to mend a registration by, too
/// few to fill a disk or to push out what somebody else should see.
pub(crate) struct RefusalLimits(DefaultKeyedRateLimiter<(Id<Tenant>, Id<AppId>, Option<Network>)>);

impl Default for RefusalLimits {
    fn default() -> Self {
        const BURST: NonZeroU32 = NonZeroU32::new(10).expect("ten is not zero");
        const PER_HOUR: NonZeroU32 = NonZeroU32::new(12).expect("twelve is not zero");
        Self(RateLimiter::keyed(Quota::per_hour(PER_HOUR).allow_burst(BURST)))
    }
}

impl RefusalLimits {
    /// True when one more refusal is kept.
    pub(crate) fn takes(&self, tenant: Id<Tenant>, app: Id<AppId>, network: Option<Network>) -> bool {
        self.0.check_key(&(tenant, app, network)).is_ok()
    }

    /// Forgets networks that are quiet again; called by the sweep.
    pub(crate) fn sweep(&self) {
        self.0.retain_recent();
        self.0.shrink_to_fit();
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
    fn what_is_turned_away_is_told_once_a_minute_with_how_many_there_were() {
        let limits = NetworkLimits::default();
        let one = Network::of("198.51.100.7".parse().unwrap());
        let other = Network::of("203.0.113.7".parse().unwrap());
        let told = |network, second| limits.turned_away(Id::fixed(1), network, at(second));
        assert_eq!(told(one, 0), Some(1), "the first at once");
        for second in 1..60 {
            assert_eq!(told(one, second), None);
        }
        assert_eq!(told(other, 1), Some(1), "another network has its own count");
        assert_eq!(limits.turned_away(Id::fixed(2), one, at(1)), Some(1), "and so has another organisation");
        assert_eq!(told(one, 60), Some(60));
        assert_eq!(told(one, 120), Some(1));
    }

    #[test]
    fn refusals_of_one_network_are_kept_by_the_handful() {
        let limits = RefusalLimits::default();
        let network = |text: &str| Some(Network::of(text.parse().unwrap()));
        let (app, here, there) = (Id::fixed(1), network("198.51.100.7"), network("203.0.113.7"));
        let kept = (0..1_000).filter(|_| limits.takes(Id::fixed(1), app, here)).count();
        assert_eq!(kept, 10);
        assert!(limits.takes(Id::fixed(1), app, there), "somebody elsewhere is still heard");
        assert!(limits.takes(Id::fixed(1), Id::fixed(2), here), "and so is another application");
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
