//! Two revisions side by side.

use graph::Document;
use model::{Id, Tenant};
use policy::PolicySet;
use serde_json::Value;
use sql::Tx;
use store::{RevisionRow, Tables};

use super::altered::{Altered, Pair, altered, pairs};
use super::{KeptRevision, kept, row};
use crate::audit::Change;
use crate::authority::{Permit, ReadSecurity};
use crate::conditional_access::{Names, differences, names};
use crate::house::House;
use crate::{Fault, policy_sets};

/// With which other revision one is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum With {
    /// The one before it.
    #[default]
    Before,
    /// The one in force.
    Head,
    /// This one.
    This(Id<PolicySet>),
}

/// Two revisions side by side.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The one that was asked for.
    pub this: KeptRevision,
    /// The older of the two; nothing where there is none before the first.
    pub old: Option<KeptRevision>,
    /// The newer of the two.
    pub new: KeptRevision,
    /// What is otherwise.
    pub differences: Vec<Difference>,
    /// What policies name.
    pub names: Names,
    /// The one in force.
    pub head: Id<PolicySet>,
}

/// A part that says something else.
#[derive(Debug, Clone)]
pub struct Difference {
    /// Which, and in which way.
    pub altered: Altered,
    /// What it said; nothing where it was not there.
    pub old: Option<Side>,
    /// What it says; nothing where it is not there.
    pub new: Option<Side>,
    /// The members that say something else.
    pub members: Vec<Change>,
}

/// A part on one side.
#[derive(Debug, Clone)]
pub enum Side {
    /// A policy.
    Policy(Box<Document>),
    /// Anything else, as its members say it.
    Other,
}

impl House {
    /// A revision beside another one.
    pub async fn compare_revisions(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
        id: Id<PolicySet>,
        with: With,
    ) -> Result<Compared, Fault> {
        self.db
            .read(tenant, move |tx| {
                let head = tx.policy_sets().head()?.ok_or(Fault::NotFound)?;
                let this = row(tx, id)?;
                let other = match with {
                    With::Before => this.previous,
                    With::Head => Some(head),
                    With::This(other) => Some(other),
                };
                let other = other.map(|other| row(tx, other)).transpose()?;
                let is_newer = |other: &RevisionRow| match with {
                    With::Before => false,
                    With::Head => true,
                    With::This(_) => (other.created, other.id) > (this.created, this.id),
                };
                let (old, new) = match other {
                    Some(other) if is_newer(&other) => (Some(this.clone()), other),
                    other => (other, this.clone()),
                };
                let differences = differ(tx, old.as_ref(), &new)?;
                Ok(Compared {
                    this: told(tx, &this)?,
                    names: named(tx, &differences, [old.as_ref(), Some(&new)])?,
                    old: old.as_ref().map(|old| told(tx, old)).transpose()?,
                    new: told(tx, &new)?,
                    differences,
                    head,
                })
            })
            .await
    }
}

/// A revision as a list shows it, but for what became of a trial: that the one after it tells.
fn told(tx: &mut Tx<'_>, this: &RevisionRow) -> Result<KeptRevision, Fault> {
    let head = tx.policy_sets().head()?;
    let mut told = kept(tx, this, None)?;
    told.is_head = head == Some(this.id);
    told.trial = told.trial.filter(|_| told.is_head);
    Ok(told)
}

fn differ(tx: &mut Tx<'_>, old: Option<&RevisionRow>, new: &RevisionRow) -> Result<Vec<Difference>, Fault> {
    let pairs = pairs(tx, old, new)?;
    Ok(pairs.iter().filter_map(|pair| difference(pair, &pairs)).collect())
}

fn difference(pair: &Pair, all: &[Pair]) -> Option<Difference> {
    let altered = altered(pair, all)?;
    let read = |content: &Option<String>| -> Value {
        content.as_deref().and_then(|content| serde_json::from_str(content).ok()).unwrap_or_default()
    };
    let side = |content: &Option<String>| {
        let content = content.as_deref()?;
        let is_policy = pair.part.starts_with(PolicySet::POLICY_PART);
        let document = is_policy.then(|| policy_sets::document(&pair.part, content).ok()).flatten();
        Some(document.map_or(Side::Other, |document| Side::Policy(Box::new(document))))
    };
    Some(Difference {
        altered,
        old: side(&pair.old),
        new: side(&pair.new),
        members: differences(&read(&pair.old), &read(&pair.new)),
    })
}

/// What the policies on both sides name. A location that is gone is called as the revision called it that had it.
fn named(
    tx: &mut Tx<'_>,
    differences: &[Difference],
    revisions: [Option<&RevisionRow>; 2],
) -> Result<Names, Fault> {
    let sides = differences.iter().flat_map(|difference| [&difference.old, &difference.new]).flatten();
    let policies: Vec<_> = sides
        .filter_map(|side| match side {
            Side::Policy(document) => Some(&document.policy),
            Side::Other => None,
        })
        .collect();
    let mut names = names::names(tx, &policies)?;
    for key in revisions.into_iter().flatten().flat_map(|revision| &revision.parts) {
        if !key.kind.starts_with(PolicySet::LOCATION_PART) {
            continue;
        }
        let content = tx.policy_sets().content(key)?;
        if let Ok(document) = graph::read_location(&content, Id::fixed(0)) {
            names.locations.entry(document.location.id).or_insert(document.location.name);
        }
    }
    Ok(names)
}
