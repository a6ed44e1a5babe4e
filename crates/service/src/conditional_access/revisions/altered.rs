//! What is otherwise in one revision than in another, by name.

use policy::{PolicySet, SecurityDefaults, State};
use sql::Tx;
use store::{PartKey, RevisionRow, Tables};

use super::Outcome;
use crate::Fault;
use crate::policy_sets;

/// Something that is otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Altered {
    /// A policy, by what it is called.
    Policy(String, How),
    /// A named location, by what it is called.
    Location(String, How),
    /// An authentication strength, by what it is called.
    Strength(String, How),
    /// An authentication context, by what it is called.
    Context(String, How),
    /// Security defaults: on, off, or how they ask.
    SecurityDefaults(How),
    /// The authentication methods policy.
    Methods,
    /// What is asked of passkeys.
    Passkeys,
    /// The MFA trusted IPs.
    TrustedIps,
    /// How long browsers may be trusted.
    Browsers,
    /// The plan.
    Plan,
    /// The organisation lets nobody in.
    Blocked,
    /// It lets people in again.
    Unblocked,
    /// A trial was confirmed.
    TrialKept,
    /// A trial was taken back.
    TrialTakenBack,
    /// A trial ended by itself.
    TrialLapsed,
    /// Something that a newer version wrote.
    Other(String),
}

/// In which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It was not there.
    Added,
    /// It says something else.
    Changed,
    /// It is no longer there.
    Removed,
    /// It was deleted, and is back.
    Restored,
    /// It was deleted, and can no longer be restored.
    Purged,
    /// It was switched, and says the same.
    Switched(State),
}

impl Altered {
    /// What the end of a trial is called in the revision that ended it.
    pub(super) const fn of_trial(outcome: Outcome) -> Option<Self> {
        match outcome {
            Outcome::Kept => Some(Self::TrialKept),
            Outcome::TakenBack => Some(Self::TrialTakenBack),
            Outcome::Lapsed => Some(Self::TrialLapsed),
            Outcome::Running(_) | Outcome::Joined => None,
        }
    }
}

/// A part on both sides; none where it is not there.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) part: String,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
}

/// The parts that say something else, in the order of the newer revision, and then those that ended.
pub(super) fn pairs(
    tx: &mut Tx<'_>,
    old: Option<&RevisionRow>,
    new: &RevisionRow,
) -> Result<Vec<Pair>, Fault> {
    let before: &[PartKey] = old.map_or(&[], |old| &old.parts);
    let find = |parts: &[PartKey], kind: &str| parts.iter().find(|key| key.kind == kind).cloned();
    let ended = before.iter().filter(|key| find(&new.parts, &key.kind).is_none());
    let mut found = vec![];
    for key in new.parts.iter().chain(ended) {
        let (old, new) = (find(before, &key.kind), find(&new.parts, &key.kind));
        if old == new || key.kind == PolicySet::TRIAL_PART {
            continue;
        }
        let mut content = |key: Option<PartKey>| key.map(|key| tx.policy_sets().content(&key)).transpose();
        found.push(Pair { part: key.kind.clone(), old: content(old)?, new: content(new)? });
    }
    Ok(found)
}

/// What is otherwise, in words to come.
pub(super) fn between(
    tx: &mut Tx<'_>,
    old: Option<&RevisionRow>,
    new: &RevisionRow,
) -> Result<Vec<Altered>, Fault> {
    let pairs = pairs(tx, old, new)?;
    Ok(pairs.iter().filter_map(|pair| altered(pair, &pairs)).collect())
}

/// What a part is that says something else; nothing where another part tells it already.
pub(super) fn altered(pair: &Pair, all: &[Pair]) -> Option<Altered> {
    let part = pair.part.as_str();
    if let Some(id) = part.strip_prefix(PolicySet::DELETED_PART) {
        let is_told = all.iter().any(|other| other.part.strip_prefix(PolicySet::POLICY_PART) == Some(id));
        return (!is_told && pair.new.is_none()).then(|| Altered::Policy(called(pair), How::Purged));
    }
    if let Some(id) = part.strip_prefix(PolicySet::POLICY_PART) {
        let was_deleted = |other: &Pair| {
            other.part.strip_prefix(PolicySet::DELETED_PART) == Some(id) && other.old.is_some()
        };
        let how = match how(pair) {
            How::Added if all.iter().any(was_deleted) => How::Restored,
            How::Changed => switched(pair)?,
            other => other,
        };
        return Some(Altered::Policy(called(pair), how));
    }
    if part.starts_with(PolicySet::DELETED_LOCATION_PART) {
        // The location itself tells it, but for the end of the thirty days.
        return None;
    }
    if part.starts_with(PolicySet::LOCATION_PART) {
        return (!says_the_same(pair)).then(|| Altered::Location(called(pair), how(pair)));
    }
    if part.starts_with(PolicySet::STRENGTH_PART) {
        return Some(Altered::Strength(called(pair), how(pair)));
    }
    if part.starts_with(PolicySet::CONTEXT_PART) {
        return Some(Altered::Context(called(pair), how(pair)));
    }
    Some(match part {
        PolicySet::DEFAULTS_PART => Altered::SecurityDefaults(of_defaults(pair)),
        PolicySet::METHODS_PART => Altered::Methods,
        PolicySet::PASSKEYS_PART => Altered::Passkeys,
        PolicySet::TRUSTED_IPS_PART => Altered::TrustedIps,
        PolicySet::BROWSERS_PART => Altered::Browsers,
        PolicySet::PLAN_PART => Altered::Plan,
        PolicySet::BLOCKED_PART if pair.new.is_some() => Altered::Blocked,
        PolicySet::BLOCKED_PART => Altered::Unblocked,
        other => Altered::Other(other.to_owned()),
    })
}

const fn how(pair: &Pair) -> How {
    match (&pair.old, &pair.new) {
        (None, _) => How::Added,
        (_, None) => How::Removed,
        _ => How::Changed,
    }
}

/// True where only the times in a part are others.
fn says_the_same(pair: &Pair) -> bool {
    let read = |content: &Option<String>| -> serde_json::Value {
        content.as_deref().and_then(|content| serde_json::from_str(content).ok()).unwrap_or_default()
    };
    super::super::differences(&read(&pair.old), &read(&pair.new)).is_empty()
}

/// What a policy, a location, a strength or a context is called, else was.
fn called(pair: &Pair) -> String {
    let content = pair.new.as_ref().or(pair.old.as_ref()).map_or("", String::as_str);
    let value: serde_json::Value = serde_json::from_str(content).unwrap_or_default();
    value["displayName"].as_str().unwrap_or(&pair.part).to_owned()
}

/// Whether a policy was only switched; nothing where only the times in it are others.
fn switched(pair: &Pair) -> Option<How> {
    let old = policy_sets::document(&pair.part, pair.old.as_deref()?).ok()?;
    let new = policy_sets::document(&pair.part, pair.new.as_deref()?).ok()?;
    let write = |document: &graph::Document| document.write(graph::Version::Beta);
    let changes = super::super::differences(&write(&old), &write(&new));
    match changes.as_slice() {
        [] => None,
        [only] if only.property == "state" => Some(How::Switched(new.policy.state)),
        _ => Some(How::Changed),
    }
}

fn of_defaults(pair: &Pair) -> How {
    let read = |content: &Option<String>| serde_json::from_str::<SecurityDefaults>(content.as_deref()?).ok();
    match (read(&pair.old), read(&pair.new)) {
        (old, Some(new)) if old.is_none_or(|old| old.enabled != new.enabled) => {
            How::Switched(if new.enabled { State::On } else { State::Off })
        }
        _ => How::Changed,
    }
}
