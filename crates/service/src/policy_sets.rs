//! The policy set in force: read from its revision, and replaced by the next one.

use model::Id;
use policy::{Browsers, PasskeyRules, PolicySet, SecurityDefaults};
use serde::de::DeserializeOwned;
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
    let browsers = part(&revision, PolicySet::BROWSERS_PART)?.unwrap_or(Browsers::USUAL);
    let passkeys = part(&revision, PolicySet::PASSKEYS_PART)?.unwrap_or_else(PasskeyRules::usual);
    let set = PolicySet::new(id, defaults_of(&revision)?).with_browsers(browsers).with_passkeys(passkeys);
    let is_blocked = revision.parts.iter().any(|(kind, _)| kind == PolicySet::BLOCKED_PART);
    Ok(if is_blocked { set.blocked() } else { set })
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
    save_part(tx, (id, previous), (PolicySet::DEFAULTS_PART, Some(content)), entry)
}

/// Saves a revision that differs from the one before by how long browsers may be trusted; false when another was
/// saved meanwhile.
pub(crate) fn save_browsers(
    tx: &mut Tx<'_>,
    id: Id<PolicySet>,
    previous: Id<PolicySet>,
    browsers: Browsers,
    entry: Entry,
) -> Result<bool, Fault> {
    let content = serde_json::to_string(&browsers).map_err(|_| Fault::Invalid("browsers"))?;
    save_part(tx, (id, Some(previous)), (PolicySet::BROWSERS_PART, Some(content)), entry)
}

/// Saves a revision that differs from the one before by what is asked of passkeys; false when another was saved
/// meanwhile.
pub(crate) fn save_passkeys(
    tx: &mut Tx<'_>,
    id: Id<PolicySet>,
    previous: Id<PolicySet>,
    passkeys: &PasskeyRules,
    entry: Entry,
) -> Result<bool, Fault> {
    let content = serde_json::to_string(passkeys).map_err(|_| Fault::Invalid("passkeys"))?;
    save_part(tx, (id, Some(previous)), (PolicySet::PASSKEYS_PART, Some(content)), entry)
}

/// Whether an organisation lets anybody in at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whole {
    /// As policy says.
    Open,
    /// Nobody.
    Blocked,
}

/// Saves a revision in which the organisation is blocked, or no longer is; false when another was saved meanwhile.
pub(crate) fn save_blocked(
    tx: &mut Tx<'_>,
    id: Id<PolicySet>,
    previous: Id<PolicySet>,
    whole: Whole,
    entry: Entry,
) -> Result<bool, Fault> {
    let content = (whole == Whole::Blocked).then(|| serde_json::json!({ "since": entry.at }).to_string());
    save_part(tx, (id, Some(previous)), (PolicySet::BLOCKED_PART, content), entry)
}

/// Saves a revision that differs from the one before by one part; the others stay as they are.
fn save_part(
    tx: &mut Tx<'_>,
    (id, previous): (Id<PolicySet>, Option<Id<PolicySet>>),
    (kind, content): (&str, Option<String>),
    entry: Entry,
) -> Result<bool, Fault> {
    let before = match previous {
        Some(previous) => tx.policy_sets().load(previous)?.ok_or(Fault::NotFound)?.parts,
        None => vec![],
    };
    let mut parts: Vec<_> = before.into_iter().filter(|(other, _)| other != kind).collect();
    parts.extend(content.map(|content| (kind.to_owned(), content)));
    let revision = Revision { id, previous, parts };
    Ok(tx.policy_sets().save(&revision, |content| sha256(content.as_bytes()), entry.at)?)
}

fn defaults_of(revision: &Revision) -> Result<SecurityDefaults, Fault> {
    part(revision, PolicySet::DEFAULTS_PART)?
        .ok_or(Fault::Database(sql::Error::Decode("a revision without security defaults".to_owned())))
}

/// A part of a revision, if somebody has set it.
fn part<T: DeserializeOwned>(revision: &Revision, kind: &str) -> Result<Option<T>, Fault> {
    let Some((_, content)) = revision.parts.iter().find(|(other, _)| other == kind) else { return Ok(None) };
    let read = serde_json::from_str(content).map(Some);
    read.map_err(|error| {
        Fault::Database(sql::Error::Decode(format!("the part `{kind}` of a revision: {error}")))
    })
}
