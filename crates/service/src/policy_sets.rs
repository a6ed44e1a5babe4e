//! The policy set in force: read from its revision, and replaced by the next one.

use graph::{ContextDocument, Document, LocationDocument, StrengthDocument};
use model::{Cidr, Id, Timestamp};
use policy::{AuthenticationStrength, Browsers, PasskeyRules, Places, Plan, PolicySet, SecurityDefaults};
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
    set_of(&revision)
}

/// The head revision, as it is kept.
pub(crate) fn head(tx: &mut Tx<'_>) -> Result<Revision, Fault> {
    let head = tx.policy_sets().head()?.ok_or(Fault::NotFound)?;
    tx.policy_sets().load(head)?.ok_or(Fault::NotFound)
}

/// Whether security defaults are on; nothing else of the set is read.
pub(crate) fn defaults_enabled(tx: &mut Tx<'_>) -> Result<bool, Fault> {
    let head = tx.policy_sets().head()?.ok_or(Fault::NotFound)?;
    let content = tx.policy_sets().part(head, PolicySet::DEFAULTS_PART)?;
    let read = content.and_then(|content| serde_json::from_str::<SecurityDefaults>(&content).ok());
    Ok(read.ok_or_else(|| unreadable(PolicySet::DEFAULTS_PART))?.enabled)
}

/// Makes the set of a revision.
pub(crate) fn set_of(revision: &Revision) -> Result<PolicySet, Fault> {
    let browsers = part(revision, PolicySet::BROWSERS_PART)?.unwrap_or(Browsers::USUAL);
    let passkeys = part(revision, PolicySet::PASSKEYS_PART)?.unwrap_or_else(PasskeyRules::usual);
    let named = locations(revision)?.into_iter().map(|document| document.location).collect();
    let written = documents(revision, PolicySet::POLICY_PART)?.into_iter().map(|document| document.policy);
    let set = PolicySet::new(revision.id, defaults_of(revision)?)
        .with_browsers(browsers)
        .with_passkeys(passkeys)
        .with_plan(part(revision, PolicySet::PLAN_PART)?.unwrap_or_default())
        .with_methods(part(revision, PolicySet::METHODS_PART)?.unwrap_or_default())
        .with_places(Places::new(named, trusted_ips(revision)?))
        .with(written);
    let is_blocked = revision.parts.iter().any(|(kind, _)| kind == PolicySet::BLOCKED_PART);
    Ok(if is_blocked { set.blocked() } else { set })
}

/// The documents of the written policies, or of those that were deleted, in the order that they were made, with the
/// strengths of the revision.
pub(crate) fn documents(revision: &Revision, kind: &str) -> Result<Vec<Document>, Fault> {
    let kept = own_strengths(revision)?;
    let of_kind = revision.parts.iter().filter(|(part, _)| part.starts_with(kind));
    of_kind.map(|(part, content)| Ok(document(part, content)?.with_strengths(&kept))).collect()
}

/// Reads the content of a part that holds a policy.
pub(crate) fn document(part: &str, content: &str) -> Result<Document, Fault> {
    let read = graph::read(content).ok().and_then(|mut read| read.pop());
    read.ok_or_else(|| unreadable(part))
}

/// The documents of the named locations, in the order that they were made.
pub(crate) fn locations(revision: &Revision) -> Result<Vec<LocationDocument>, Fault> {
    let of_kind = revision.parts.iter().filter(|(part, _)| part.starts_with(PolicySet::LOCATION_PART));
    of_kind
        .map(|(part, content)| graph::read_location(content, Id::fixed(0)).map_err(|_| unreadable(part)))
        .collect()
}

/// The documents of the organisation's own authentication strengths, in the order that they were made.
pub(crate) fn strengths(revision: &Revision) -> Result<Vec<StrengthDocument>, Fault> {
    let of_kind = revision.parts.iter().filter(|(part, _)| part.starts_with(PolicySet::STRENGTH_PART));
    of_kind
        .map(|(part, content)| graph::read_strength(content, Id::fixed(0)).map_err(|_| unreadable(part)))
        .collect()
}

/// The organisation's own authentication strengths.
pub(crate) fn own_strengths(revision: &Revision) -> Result<Vec<AuthenticationStrength>, Fault> {
    Ok(strengths(revision)?.into_iter().map(|document| document.strength).collect())
}

/// The documents of the authentication contexts, in the order that they were made.
pub(crate) fn contexts(revision: &Revision) -> Result<Vec<ContextDocument>, Fault> {
    let of_kind = revision.parts.iter().filter(|(part, _)| part.starts_with(PolicySet::CONTEXT_PART));
    of_kind.map(|(part, content)| graph::read_context(content).map_err(|_| unreadable(part))).collect()
}

/// The ranges in which the old per-user switch asks nothing.
pub(crate) fn trusted_ips(revision: &Revision) -> Result<Vec<Cidr>, Fault> {
    let written: Vec<String> = part(revision, PolicySet::TRUSTED_IPS_PART)?.unwrap_or_default();
    let read = |range: &String| range.parse().map_err(|_| unreadable(PolicySet::TRUSTED_IPS_PART));
    written.iter().map(read).collect()
}

fn unreadable(part: &str) -> Fault {
    Fault::Database(sql::Error::Decode(format!("the part `{part}` of a revision cannot be read")))
}

/// A part that becomes another, or is no longer there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    /// Which part.
    pub(crate) part: String,
    /// Its content; none where it ends.
    pub(crate) content: Option<String>,
}

impl Edit {
    /// A part with this content.
    pub(crate) fn put(part: impl Into<String>, content: impl Into<String>) -> Self {
        Self { part: part.into(), content: Some(content.into()) }
    }

    /// A part that ends.
    pub(crate) fn end(part: impl Into<String>) -> Self {
        Self { part: part.into(), content: None }
    }
}

/// The parts after these edits; each stays where it was, and what is new comes last.
pub(crate) fn edited(mut parts: Vec<(String, String)>, edits: &[Edit]) -> Vec<(String, String)> {
    for edit in edits {
        let place = parts.iter().position(|(part, _)| *part == edit.part);
        match (place, &edit.content) {
            (Some(place), Some(content)) => parts[place].1.clone_from(content),
            (Some(place), None) => {
                parts.remove(place);
            }
            (None, Some(content)) => parts.push((edit.part.clone(), content.clone())),
            (None, None) => {}
        }
    }
    parts
}

/// Keeps a revision and makes it the head; false when another was saved meanwhile.
pub(crate) fn save(tx: &mut Tx<'_>, revision: &Revision, entry: Entry) -> Result<bool, Fault> {
    Ok(tx.policy_sets().save(revision, |content| sha256(content.as_bytes()), (entry.id, entry.at))?)
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

/// The part of an organisation that is blocked since then, or no longer is.
pub(crate) fn blocked_edit(whole: Whole, since: Timestamp) -> Edit {
    match whole {
        Whole::Blocked => {
            Edit::put(PolicySet::BLOCKED_PART, serde_json::json!({ "since": since }).to_string())
        }
        Whole::Open => Edit::end(PolicySet::BLOCKED_PART),
    }
}

/// The part that says which plan an organisation has.
pub(crate) fn plan_edit(plan: Plan) -> Result<Edit, Fault> {
    let content = serde_json::to_string(&plan).map_err(|_| Fault::Invalid("plan"))?;
    Ok(Edit::put(PolicySet::PLAN_PART, content))
}

/// Saves a revision that differs from the one before by this; false when another was saved meanwhile.
pub(crate) fn save_edit(
    tx: &mut Tx<'_>,
    (id, previous): (Id<PolicySet>, Id<PolicySet>),
    edit: Edit,
    entry: Entry,
) -> Result<bool, Fault> {
    save_part(tx, (id, Some(previous)), (&edit.part, edit.content), entry)
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
    let edit = Edit { part: kind.to_owned(), content };
    let revision = Revision { id, previous, parts: edited(before, &[edit]) };
    save(tx, &revision, entry)
}

pub(crate) fn defaults_of(revision: &Revision) -> Result<SecurityDefaults, Fault> {
    part(revision, PolicySet::DEFAULTS_PART)?
        .ok_or(Fault::Database(sql::Error::Decode("a revision without security defaults".to_owned())))
}

/// A part of a revision, if somebody has set it.
pub(crate) fn part<T: DeserializeOwned>(revision: &Revision, kind: &str) -> Result<Option<T>, Fault> {
    let Some((_, content)) = revision.parts.iter().find(|(other, _)| other == kind) else { return Ok(None) };
    read_part(kind, content).map(Some)
}

/// Reads the content of a part.
pub(crate) fn read_part<T: DeserializeOwned>(kind: &str, content: &str) -> Result<T, Fault> {
    serde_json::from_str(content).map_err(|error| {
        Fault::Database(sql::Error::Decode(format!("the part `{kind}` of a revision: {error}")))
    })
}
