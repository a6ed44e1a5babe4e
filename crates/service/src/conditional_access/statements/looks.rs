//! What was found of policy tests: one look at a time for each organisation, and the last one kept for a while.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::{Id, Span, Tenant, Timestamp};
use policy::PolicySet;
use policy::statement::Finding;

use super::PolicyTest;

/// Of how many organisations it is kept; the oldest go.
const MOST: usize = 100;
/// For how long it is shown: people, groups and roles change without a revision.
const KEPT: Span = Span::minutes(10);

/// The looks of this process.
#[derive(Clone, Default)]
pub struct Looks(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    looking: HashSet<Id<Tenant>>,
    found: HashMap<Id<Tenant>, Arc<Found>>,
}

/// What a look came to.
pub(super) struct Found {
    /// When.
    pub(super) at: Timestamp,
    /// Under which revision.
    pub(super) revision: Id<PolicySet>,
    /// What was looked at.
    pub(super) tests: Vec<PolicyTest>,
    /// What came of each, in their order.
    pub(super) findings: Vec<Finding>,
    /// False when there were more people than are tried.
    pub(super) is_everybody: bool,
}

/// The one look of an organisation, until it is dropped.
pub(super) struct Turn {
    looks: Looks,
    tenant: Id<Tenant>,
}

impl Looks {
    /// What was found of these tests under this revision not long ago.
    pub(super) fn found(
        &self,
        tenant: Id<Tenant>,
        (revision, tests): (Id<PolicySet>, &[PolicyTest]),
        now: Timestamp,
    ) -> Option<Arc<Found>> {
        let kept = self.lock();
        let found = kept.found.get(&tenant)?;
        let is_same = found.revision == revision && found.tests == tests && now < found.at + KEPT;
        is_same.then(|| Arc::clone(found))
    }

    /// Leave to look; `None` while somebody of the organisation does.
    pub(super) fn turn(&self, tenant: Id<Tenant>) -> Option<Turn> {
        self.lock().looking.insert(tenant).then(|| Turn { looks: self.clone(), tenant })
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn {
    /// Keeps what was found, in the place of what was before.
    pub(super) fn keep(&self, found: Arc<Found>) {
        let mut kept = self.looks.lock();
        kept.found.insert(self.tenant, found);
        if kept.found.len() > MOST {
            let oldest = kept.found.iter().min_by_key(|(_, found)| found.at).map(|(tenant, _)| *tenant);
            if let Some(oldest) = oldest {
                kept.found.remove(&oldest);
            }
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.looks.lock().looking.remove(&self.tenant);
    }
}

#[cfg(test)]
mod tests {
    use policy::statement::{Opened, Rule, Statement, Whence, Whom};

    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_795_000_000);

    fn tests(name: &str) -> Vec<PolicyTest> {
        let statement = Statement {
            whom: Whom::Everybody,
            opened: Opened::Anything,
            whence: Whence::Anywhere,
            rule: Rule::Never,
        };
        vec![PolicyTest { id: Id::fixed(1), name: name.to_owned(), statement }]
    }

    fn found(at: Timestamp) -> Arc<Found> {
        let (tests, findings) = (tests("Nobody"), vec![Finding::Holds]);
        Arc::new(Found { at, revision: Id::fixed(7), tests, findings, is_everybody: true })
    }

    #[test]
    fn an_organisation_looks_once_at_a_time() {
        let looks = Looks::default();
        let turn = looks.turn(Id::fixed(1));
        assert!(turn.is_some() && looks.turn(Id::fixed(1)).is_none());
        assert!(looks.turn(Id::fixed(2)).is_some(), "another one is not kept waiting");
        drop(turn);
        assert!(looks.turn(Id::fixed(1)).is_some());
    }

    #[test]
    fn what_was_found_is_shown_while_nothing_changed() {
        let looks = Looks::default();
        let asked = |revision, name, now| {
            looks.found(Id::fixed(1), (Id::fixed(revision), &tests(name)), now).is_some()
        };
        assert!(!asked(7, "Nobody", NOW));
        looks.turn(Id::fixed(1)).unwrap().keep(found(NOW));
        assert!(asked(7, "Nobody", NOW + Span::minutes(9)));
        assert!(!asked(8, "Nobody", NOW), "a policy was saved");
        assert!(!asked(7, "Somebody", NOW), "the tests are others");
        assert!(!asked(7, "Nobody", NOW + KEPT), "people may be others");
        assert!(looks.found(Id::fixed(2), (Id::fixed(7), &tests("Nobody")), NOW).is_none());
    }

    #[test]
    fn the_oldest_of_many_organisations_is_forgotten() {
        let looks = Looks::default();
        for (number, seconds) in (1..).zip(0..=100) {
            looks.turn(Id::fixed(number)).unwrap().keep(found(NOW + Span::seconds(seconds)));
        }
        let is_kept =
            |number| looks.found(Id::fixed(number), (Id::fixed(7), &tests("Nobody")), NOW).is_some();
        assert_eq!([1, 2, 101].map(is_kept), [false, true, true]);
    }
}
