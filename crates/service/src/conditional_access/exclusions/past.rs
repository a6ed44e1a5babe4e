//! Exclusions that policies had once, for when an earlier revision counts again: what was said of them comes back, and
//! those whose last day is over stay out.

use model::{Id, Timestamp};
use policy::{Excluded, Policy, PolicySet};
use serde_json::Value;
use sql::Tx;
use store::{ExclusionRow, Revision, Tables};

use crate::{Fault, policy_sets};

/// What was said of exclusions that policies no longer have.
pub(in crate::conditional_access) struct Past(Vec<ExclusionRow>);

impl Past {
    /// Reads all that is kept.
    pub(in crate::conditional_access) fn read(tx: &mut Tx<'_>) -> Result<Self, Fault> {
        Ok(Self(tx.exclusions().past()?))
    }

    /// Takes out of a policy that comes back whom it left out until a day that is over, and tells who that is. Whom the
    /// policy leaves out now was left out again since.
    pub(in crate::conditional_access) fn take_out(
        &self,
        policy: Id<Policy>,
        (old, new): (&Value, &mut Value),
        now: Timestamp,
    ) -> Vec<Excluded> {
        let is_over = |row: &&ExclusionRow| row.policy == policy && row.ends.is_some_and(|ends| ends <= now);
        let over = self.0.iter().filter(is_over).map(|row| row.excluded);
        let mut taken: Vec<Excluded> = vec![];
        for excluded in over.filter(|excluded| !stands_in(old, *excluded)) {
            let list = new.pointer_mut(&list_of(excluded)).and_then(Value::as_array_mut);
            let Some(list) = list else { continue };
            let before = list.len();
            list.retain(|id| !is_id(id, excluded));
            if list.len() < before {
                taken.push(excluded);
            }
        }
        taken
    }
}

/// Where it stands in the document of a policy.
fn list_of(excluded: Excluded) -> String {
    format!("/conditions/users/{}", excluded.member())
}

fn stands_in(policy: &Value, excluded: Excluded) -> bool {
    let list = policy.pointer(&list_of(excluded)).and_then(Value::as_array);
    list.is_some_and(|list| list.iter().any(|id| is_id(id, excluded)))
}

fn is_id(id: &Value, excluded: Excluded) -> bool {
    id.as_str().and_then(|id| id.parse::<Id<()>>().ok()) == Some(excluded.id())
}

/// Lets what was said count again of the exclusions that an earlier revision brought back. What is over says nothing of who
/// was left out once more since.
pub(in crate::conditional_access) fn come_back(
    tx: &mut Tx<'_>,
    revision: &Revision,
    now: Timestamp,
) -> Result<(), Fault> {
    let documents = policy_sets::documents(revision, PolicySet::POLICY_PART)?;
    let past = tx.exclusions().past()?;
    for row in past.iter().filter(|row| row.ends.is_none_or(|ends| now < ends)) {
        let policy = documents.iter().find(|document| document.policy.id == row.policy);
        if policy.is_some_and(|document| document.policy.excluded().contains(&row.excluded)) {
            tx.exclusions().come_back(row.policy, row.excluded)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const POLICY: Id<Policy> = Id::fixed(1);

    fn row(excluded: Excluded, ends: Option<i64>) -> ExclusionRow {
        ExclusionRow {
            policy: POLICY,
            excluded,
            reason: "For now".to_owned(),
            ends: ends.map(Timestamp::from_secs),
            by: store::Actor::System,
            given: Timestamp::from_secs(0),
            refused: None,
        }
    }

    #[test]
    fn only_what_is_over_and_not_there_again_stays_out() {
        let [over, runs, again] = [1, 2, 3].map(|id| Excluded::Person(Id::fixed(id)));
        let past = Past(vec![row(over, Some(10)), row(runs, Some(30)), row(again, Some(10))]);
        let ids = |all: &[Excluded]| all.iter().map(|one| one.id().to_string()).collect::<Vec<_>>();
        let document = |all: &[Excluded]| json!({ "conditions": { "users": { "excludeUsers": ids(all) } } });
        let (old, mut new) = (document(&[again]), document(&[over, runs, again]));
        let now = Timestamp::from_secs(20);
        assert_eq!(past.take_out(POLICY, (&old, &mut new), now), [over]);
        assert_eq!(new, document(&[runs, again]));
        let mut other = document(&[over]);
        assert_eq!(past.take_out(Id::fixed(2), (&Value::Null, &mut other), now), []);
        assert_eq!(other, document(&[over]), "another policy was never said to end it");
    }
}
