//! A draft of the set over facts that were kept: what would have come of the same sign-ins, in numbers.
//!
//! Exact: nothing is sampled, and each difference is how [`crate::evaluate`] ends under both sets. Most sign-ins cost no
//! evaluation, because the same enforced policies apply under both; that is read from the rows of [`Classes`], and of
//! policies that demand the same one is asked. What came
//! of a prompt nobody knows, so that being asked, being asked for what one does not have, and being stopped are counted
//! apart. Pure: the caller reads the records, and hands in one after the other.

use std::collections::HashMap;
use std::hash::Hash;

use model::{AppId, Id, User};

use crate::evaluate::{demanded, is_open};
use crate::{Applied, Classes, End, Facts, Point, Policy, PolicySet, State};

/// The most people, applications or policies that are counted by name; what comes beyond is counted together.
pub const MOST_NAMED: usize = 10_000;
/// The most sign-ins that are kept one by one; those beyond are counted.
pub const MOST_EXAMPLES: usize = 10_000;
/// The most pairs of points that are remembered.
const MOST_KNOWN: usize = 100_000;
const DAY: i64 = 86_400;

/// Marks the id of a record that was replayed.
#[derive(Debug)]
pub enum Replayed {}

/// A sign-in that is replayed.
#[derive(Debug, Clone, Copy)]
pub struct SignIn<'f> {
    /// Its record.
    pub record: Id<Replayed>,
    /// What was looked at.
    pub was: &'f Facts,
    /// What the draft looks at: other facts only where it means other places by the same name.
    pub is: &'f Facts,
    /// For how many the record stands.
    pub times: u64,
    /// Whether somebody was there, or an application asked by itself.
    pub presence: Presence,
}

/// Who was at the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// A person.
    Person,
    /// An application that renews what it has; where it is not let in, the person is asked to sign in again.
    Application,
}

/// Two sets, and what is known so far of what differs between them.
#[derive(Debug)]
pub struct Replay<'s> {
    before: Side<'s>,
    after: Side<'s>,
    is_same: HashMap<(Point, Point), bool>,
    found: Differences,
}

/// What would have been otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Differences {
    /// How many sign-ins were looked at.
    pub looked_at: u64,
    /// Those that would have ended otherwise.
    pub changed: Count,
    /// The same by person.
    pub people: Tally<Id<User>>,
    /// By what was opened; `None` for an action.
    pub applications: Tally<Option<Id<AppId>>>,
    /// By the policies that are not met: under the set in force where the draft lets in, under the draft everywhere else. A
    /// sign-in counts for each of them.
    pub reasons: Tally<Id<Policy>>,
    /// By day since the epoch, UTC.
    pub days: Tally<i64>,
    /// The first of them.
    pub examples: Vec<Example>,
    /// How many times applications asked by themselves; in nothing else that is counted here.
    pub renewals: u64,
    /// Those of them that would have ended otherwise.
    pub renewals_changed: Count,
}

/// How many sign-ins would have ended otherwise, by how they would have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Let in.
    pub let_in: u64,
    /// Asked for something that the person can give.
    pub asked: u64,
    /// Asked for something that the person does not have.
    pub stuck: u64,
    /// Stopped.
    pub stopped: u64,
}

/// Counts by name, of the first [`MOST_NAMED`] names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally<K: Eq + Hash> {
    counts: HashMap<K, Count>,
    /// What the names that came later count together.
    pub unnamed: Count,
}

/// A sign-in that would have ended otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// Its record.
    pub record: Id<Replayed>,
    /// How it ends under the set that is in force.
    pub before: End,
    /// How it would have ended.
    pub after: End,
}

#[derive(Debug)]
struct Side<'s> {
    set: &'s PolicySet,
    classes: Classes<'s>,
    /// For each policy what it demands, by number; `None` where it is not enforced.
    effects: Vec<Option<u32>>,
    applied: Applied,
    enforced: Vec<u32>,
}

impl<'s> Replay<'s> {
    /// Nothing yet, of these two sets.
    pub fn new(before: &'s PolicySet, after: &'s PolicySet) -> Self {
        Self::going_on(before, after, Differences::default())
    }

    /// The same after what was found between other sets: those that were in force before.
    pub fn going_on(before: &'s PolicySet, after: &'s PolicySet, found: Differences) -> Self {
        let mut known = vec![];
        Self {
            before: Side::new(before, &mut known),
            after: Side::new(after, &mut known),
            is_same: HashMap::new(),
            found,
        }
    }

    /// Replays a record that stands for so many sign-ins of a person.
    pub fn add(&mut self, record: Id<Replayed>, facts: &Facts, times: u64) {
        self.see(SignIn { record, was: facts, is: facts, times, presence: Presence::Person });
    }

    /// Replays a sign-in.
    pub fn see(&mut self, sign_in: SignIn<'_>) {
        let SignIn { record, was: before, is: after, times, presence } = sign_in;
        match presence {
            Presence::Person => self.found.looked_at += times,
            Presence::Application => self.found.renewals += times,
        }
        let points = (self.before.classes.point(before), self.after.classes.point(after));
        if self.applies_the_same(points) {
            return;
        }
        let (was, is) = (self.before.end(points.0, before), self.after.end(points.1, after));
        if was == is {
            return;
        }
        let count = Count::of(is, times);
        let found = &mut self.found;
        if presence == Presence::Application {
            found.renewals_changed.add(count);
            return;
        }
        found.changed.add(count);
        found.people.add(after.subject.user, count);
        found.applications.add(after.target.resource, count);
        found.days.add(after.now.as_secs().div_euclid(DAY), count);
        let (demanding, facts) = if is == End::In { (&self.before, before) } else { (&self.after, after) };
        demanding.reasons(facts).for_each(|policy| found.reasons.add(policy, count));
        if found.examples.len() < MOST_EXAMPLES {
            found.examples.push(Example { record, before: was, after: is });
        }
    }

    /// What was found so far.
    pub const fn found(&self) -> &Differences {
        &self.found
    }

    /// What was found.
    pub fn into_found(self) -> Differences {
        self.found
    }

    /// True when the enforced policies that apply under both sets demand the same, so that nothing can differ.
    fn applies_the_same(&mut self, points: (Point, Point)) -> bool {
        if let Some(is_same) = self.is_same.get(&points) {
            return *is_same;
        }
        let is_same = self.before.enforced(points.0) == self.after.enforced(points.1);
        if self.is_same.len() >= MOST_KNOWN {
            self.is_same.clear();
        }
        self.is_same.insert(points, is_same);
        is_same
    }
}

impl<'s> Side<'s> {
    fn new(set: &'s PolicySet, known: &mut Vec<&'s Policy>) -> Self {
        let same = |one: &Policy, other: &Policy| {
            one.origin == other.origin
                && one.operator == other.operator
                && one.controls == other.controls
                && one.session == other.session
        };
        let mut number = |policy: &'s Policy| {
            let place = known.iter().position(|known| same(known, policy)).unwrap_or(known.len());
            if place == known.len() {
                known.push(policy);
            }
            u32::try_from(place).unwrap_or(u32::MAX)
        };
        let effect = |policy: &'s Policy| (policy.state == State::On).then(|| number(policy));
        let effects = set.policies().iter().map(effect).collect();
        Self { set, classes: Classes::new(set), effects, applied: Applied::default(), enforced: vec![] }
    }

    /// What the enforced policies that apply demand, each once and in order.
    fn enforced(&mut self, point: Point) -> &[u32] {
        self.classes.decide(point, &mut self.applied);
        self.enforced.clear();
        self.enforced.extend(self.applied.places().filter_map(|place| self.effects[place]));
        self.enforced.sort_unstable();
        self.enforced.dedup();
        &self.enforced
    }

    /// How it ends: of policies that demand the same, the first is asked.
    fn end(&mut self, point: Point, facts: &Facts) -> End {
        self.classes.decide(point, &mut self.applied);
        self.enforced.clear();
        let mut asked = vec![];
        for place in self.applied.places() {
            if let Some(effect) = self.effects[place].filter(|effect| !self.enforced.contains(effect)) {
                self.enforced.push(effect);
                asked.push(place);
            }
        }
        demanded(self.set, facts, &asked).end(facts)
    }

    /// The policies that apply and are not met. They are those of the last point that was looked at.
    fn reasons(&self, facts: &Facts) -> impl Iterator<Item = Id<Policy>> {
        let enforced = self.applied.places().filter(|place| self.effects[*place].is_some());
        let policies = enforced.map(|place| &self.set.policies()[place]);
        policies.filter(|policy| is_open(policy, facts)).map(|policy| policy.id)
    }
}

impl Count {
    const fn of(end: End, times: u64) -> Self {
        let mut count = Self { let_in: 0, asked: 0, stuck: 0, stopped: 0 };
        match end {
            End::In => count.let_in = times,
            End::Asked => count.asked = times,
            End::Stuck => count.stuck = times,
            End::Stopped(_) => count.stopped = times,
        }
        count
    }

    /// All of them.
    pub const fn total(self) -> u64 {
        self.let_in + self.asked + self.stuck + self.stopped
    }

    const fn add(&mut self, other: Self) {
        self.let_in += other.let_in;
        self.asked += other.asked;
        self.stuck += other.stuck;
        self.stopped += other.stopped;
    }
}

impl<K: Eq + Hash> Default for Tally<K> {
    fn default() -> Self {
        Self { counts: HashMap::new(), unnamed: Count::default() }
    }
}

impl<K: Copy + Eq + Ord + Hash> Tally<K> {
    fn add(&mut self, key: K, count: Count) {
        if self.counts.len() >= MOST_NAMED && !self.counts.contains_key(&key) {
            self.unnamed.add(count);
        } else {
            self.counts.entry(key).or_default().add(count);
        }
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// True when nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The first of [`Tally::most`].
    pub fn first(&self, limit: usize) -> Vec<(K, Count)> {
        let mut all = self.most();
        all.truncate(limit);
        all
    }

    /// The names with their counts, most first.
    pub fn most(&self) -> Vec<(K, Count)> {
        let mut all: Vec<(K, Count)> = self.counts.iter().map(|(key, count)| (*key, *count)).collect();
        all.sort_unstable_by_key(|(key, count)| (std::cmp::Reverse(count.total()), *key));
        all
    }
}
