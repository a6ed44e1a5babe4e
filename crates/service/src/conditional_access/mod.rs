//! Conditional access as administrators keep it: policies and named locations, each a part of a revision of the policy
//! set, in the JSON of Microsoft Graph.
//!
//! Each verb is one transaction: the head is read, the next revision is made of it and looked over (`problem` says
//! what can be wrong), the guard sees that administrators still get in, and the audit record says what differs. Begin
//! with [`House::policies`], then `saving.rs`.

mod cannot;
mod contexts;
mod coverage;
mod deleted_locations;
mod deleting;
mod difference;
mod draft;
mod eject;
mod exclusions;
mod guard;
mod licensed;
mod locations;
mod mapping;
mod methods;
mod names;
mod problem;
mod replaying;
mod revisions;
mod saving;
mod statements;
mod strengths;
mod templates;
mod trial;
mod what_if;
mod writing;

use graph::Document;
use model::{Id, Span, Tenant, Timestamp};
use policy::{Policy, PolicySet};
use sql::Tx;
use store::{Revision, Tables};

use crate::authority::{Permit, ReadSecurity};
use crate::house::House;
use crate::{Fault, policy_sets};

pub use cannot::cannot;
pub use contexts::{ContextProblem, Keeping, KeptContext};
pub use coverage::{Coverage, day_of};
pub use difference::differences;
pub use draft::Change;
pub use eject::{Replaced, Replacement};
pub use exclusions::{KeptExclusion, LONGEST_REASON, Reason, Refused, Why};
pub(crate) use exclusions::{note_hole, opened_by};
pub use guard::LockedOut;
pub(crate) use guard::{Watched, editors};
pub use locations::{KeptLocation, LocationProblem, SavedLocation};
pub use mapping::{Mappable, UnknownId};
pub use methods::MethodUse;
pub(crate) use names::names as names_of;
pub use names::{FoundForPolicy, LookedOver, Names};
pub use problem::{PolicyProblem, SECURITY_DEFAULTS_ON};
pub(crate) use replaying::Running;
pub use replaying::{Asked, Listed, Named, Progress, Report, Run, Started};
pub(crate) use revisions::kept_revision;
pub use revisions::{
    Altered, Compared, Difference, EndedExclusion, How, KeptRevision, Outcome, RestoreProblem, Restored,
    Restoring, Side, With,
};
pub(crate) use statements::Looks;
pub use statements::{
    Counterexample, Extent, Looked, MOST_TESTS, PolicyTest, TestNames, TestProblem, Tested, people_named,
    test_policies,
};
pub use strengths::{
    CombinationChange, KeptStrength, MOST_STRENGTHS, SavedStrength, StrengthProblem, Strengths,
};
pub use templates::Template;
pub(crate) use trial::is_on_trial;
pub use trial::{Trial, TrialProblem};
pub use what_if::{Answer, Evaluated, Question, What, Who};
pub use writing::{Written, WrittenIn, drafted};

/// The most policies that an organisation has, whatever their state.
pub const MOST_POLICIES: usize = 195;
/// The most deleted policies that can be restored; the oldest goes first.
pub const MOST_DELETED: usize = MOST_POLICIES;
/// For how long a deleted policy can be restored: as long as a person.
pub const RESTORABLE: Span = model::KEPT_DELETED;
/// The largest document of one policy, in bytes.
pub const LARGEST_POLICY: usize = 256 * 1024;

/// Everything that an organisation has written.
#[derive(Debug, Clone)]
pub struct Policies {
    /// The revision that this is; whoever changes something says that they saw it.
    pub revision: Id<PolicySet>,
    /// Whether security defaults are on: then no policy can be.
    pub defaults_on: bool,
    /// The policies, in the order that they were made.
    pub written: Vec<Document>,
    /// Those that were deleted and can be restored, and until when.
    pub deleted: Vec<(Document, Timestamp)>,
    /// The trial that is running.
    pub trial: Option<Trial>,
}

/// What an administrator wants beside the change itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wish {
    /// The revision that they looked at: when what they change has changed since, they are told.
    pub seen: Option<Id<PolicySet>>,
    /// Back to what was before after so long, unless somebody confirms. Where a trial is running, what is saved joins it;
    /// without this it is refused.
    pub trial: Option<Span>,
    /// Whether administrators may be locked out by it; only a command on the machine itself says so.
    pub guard: Guard,
}

/// Whether the guard stands in the way of a change that would lock administrators out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Guard {
    /// It does.
    #[default]
    Stands,
    /// It steps aside, for a command on the machine itself and for nobody else.
    StepsAside,
}

/// A change that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// The policy.
    pub id: Id<Policy>,
    /// The revision that it is in.
    pub revision: Id<PolicySet>,
    /// Until when it is on trial, if it is.
    pub trial: Option<Timestamp>,
}

impl House {
    /// The policies of an organisation.
    pub async fn policies(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Policies, Fault> {
        let now = self.now();
        self.db.read(tenant, move |tx| read(tx, now)).await
    }

    /// One policy, with the revision that it was read from.
    pub async fn policy(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
        id: Id<Policy>,
    ) -> Result<(Document, Id<PolicySet>), Fault> {
        self.db
            .read(tenant, move |tx| {
                let head = policy_sets::head(tx)?;
                Ok((document_of(&head, id)?, head.id))
            })
            .await
    }

    /// True for a revision that there is: what somebody says that they looked at.
    pub async fn knows_revision(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
        id: Id<PolicySet>,
    ) -> Result<bool, Fault> {
        Ok(self.db.read(tenant, move |tx| tx.policy_sets().load(id)).await?.is_some())
    }
}

/// The policies of the head revision.
fn read(tx: &mut Tx<'_>, now: Timestamp) -> Result<Policies, Fault> {
    let head = policy_sets::head(tx)?;
    Ok(Policies {
        revision: head.id,
        defaults_on: policy_sets::defaults_of(&head)?.enabled,
        written: policy_sets::documents(&head, PolicySet::POLICY_PART)?,
        deleted: deleting::restorable(&head, now)?,
        trial: trial::of(&head)?,
    })
}

fn part_of(id: Id<Policy>) -> String {
    format!("{}{id}", PolicySet::POLICY_PART)
}

/// The content of a part.
fn content<'r>(revision: &'r Revision, part: &str) -> Option<&'r str> {
    revision.parts.iter().find(|(name, _)| name == part).map(|(_, content)| content.as_str())
}

fn document_of(revision: &Revision, id: Id<Policy>) -> Result<Document, Fault> {
    let part = part_of(id);
    policy_sets::document(&part, content(revision, &part).ok_or(Fault::NotFound)?)
}

/// A moment as Graph writes it.
fn written_time(at: Timestamp) -> String {
    jiff::Timestamp::from_microsecond(at.as_micros() / 1_000_000 * 1_000_000)
        .map_or_else(|_| String::new(), |at| at.to_string())
}
