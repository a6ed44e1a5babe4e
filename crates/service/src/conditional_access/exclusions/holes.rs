//! Groups that policies leave out: whoever comes in one is asked less, so that it is a change of the policy.

use std::collections::BTreeSet;

use model::{Group, Id};
use policy::{Excluded, Policy, State};
use sql::Tx;
use store::Tables;

use crate::Fault;
use crate::audit::Changes;
use crate::ledger::Entry;
use crate::policy_sets;

/// The policies that are not off and leave out whoever is in a group, by the group itself or by one that it is in.
pub(crate) fn opened_by(tx: &mut Tx<'_>, group: Id<Group>) -> Result<Vec<(Id<Policy>, String)>, Fault> {
    let set = policy_sets::load_head(tx)?;
    let looked_at = set.written().filter(|policy| policy.state != State::Off);
    let leaves_out: Vec<(&Policy, BTreeSet<Id<Group>>)> = looked_at
        .map(|policy| {
            let groups = policy.excluded().into_iter().filter_map(|excluded| match excluded {
                Excluded::Group(group) => Some(group),
                Excluded::Person(_) | Excluded::Role(_) => None,
            });
            (policy, groups.collect::<BTreeSet<_>>())
        })
        .filter(|(_, groups)| !groups.is_empty())
        .collect();
    if leaves_out.is_empty() {
        return Ok(vec![]);
    }
    let mut above: BTreeSet<_> = tx.memberships().above(group)?.into_iter().collect();
    above.insert(group);
    let opened = leaves_out.into_iter().filter(|(_, groups)| !groups.is_disjoint(&above));
    Ok(opened.map(|(policy, _)| (policy.id, policy.name.clone())).collect())
}

/// Keeps a record for each policy that a group opens: who or what came in it is said by `added`, and `write` keeps it.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    (entry, group): (Entry, Id<Group>),
    added: &Changes,
    mut write: impl FnMut(&mut Tx<'_>, Entry, Id<Policy>, &Changes) -> Result<(), Fault>,
) -> Result<(), Fault> {
    for (policy, name) in opened_by(tx, group)? {
        let about = Changes::default().about("displayName", name).made("group", group).and(added.clone());
        // A group and a policy each time: several groups may be filled in one transaction.
        write(tx, entry.about(group).about(policy), policy, &about)?;
    }
    Ok(())
}
