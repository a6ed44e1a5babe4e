//! The policy set in force: read from its revision, and replaced by the next one.

use model::Id;
use policy::{PolicySet, SecurityDefaults};
use sql::Tx;
use store::{Revision, Tables};

use crate::Fault;
use crate::keys::sha256;
use crate::ledger::Entry;

/// Reads the head revision and makes its set.
pub(crate) fn load_head(tx: &mut Tx<'_>) -> Result<PolicySet, Fault> {
    let head = tx.policy_sets().head()?.ok_or(Fault::NotFound)?;
    load(tx, head)
}

/// The set of a revision, whether or not it is the head.
pub(crate) fn load(tx: &mut Tx<'_>, id: Id<PolicySet>) -> Result<PolicySet, Fault> {
    let revision = tx.policy_sets().load(id)?.ok_or(Fault::NotFound)?;
    Ok(PolicySet::new(id, defaults_of(&revision)?))
}

/// Saves a revision that differs from the set by its security defaults; false when another was saved meanwhile.
pub(crate) fn save_defaults(
    tx: &mut Tx<'_>,
    id: Id<PolicySet>,
    previous: Option<Id<PolicySet>>,
    defaults: SecurityDefaults,
    entry: Entry,
) -> Result<bool, Fault> {
    let content = serde_json::to_string(&defaults).map_err(|_| Fault::Invalid("security defaults"))?;
    let revision = Revision { id, previous, parts: vec![(PolicySet::DEFAULTS_PART.to_owned(), content)] };
    Ok(tx.policy_sets().save(&revision, |content| sha256(content.as_bytes()), entry.at)?)
}

fn defaults_of(revision: &Revision) -> Result<SecurityDefaults, Fault> {
    revision
        .parts
        .iter()
        .find(|(kind, _)| kind == PolicySet::DEFAULTS_PART)
        .and_then(|(_, content)| serde_json::from_str(content).ok())
        .ok_or(Fault::Database(sql::Error::Decode("a revision without security defaults".to_owned())))
}
