//! A change of policy that nobody has saved: what What If and replay judge by.

use graph::{Document, Version};
use model::{Id, Timestamp};
use policy::{Location, Policy, PolicySet, SecurityDefaults, State};
use store::Revision;

use super::writing::{self, named};
use super::{PolicyProblem, content, document_of, part_of};
use crate::Fault;
use crate::policy_sets::{self, Edit, edited};

/// What the ids of new policies begin with: nobody keeps them, so that they need be no secret and nobody's else.
const NEW: u128 = 0x510a5004_0000_4000_8000_000000000000;

/// One thing that would be otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Policies in Graph's JSON: one whose id is here stands in the place of the one that is kept, any other is new.
    Written(String),
    /// A policy in another state.
    Switched(Id<Policy>, State),
    /// A policy that is no longer there.
    Deleted(Id<Policy>),
    /// Security defaults on or off.
    Defaults(bool),
}

/// The same as parts of a revision: it can be put in to the one in force, and to each that was in force before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Draft {
    edits: Vec<Edit>,
    /// The locations that its policies name.
    pub(super) places: Vec<Id<Location>>,
    /// What its policies are called, those too that it takes away.
    pub(super) names: Vec<(Id<Policy>, String)>,
}

impl Draft {
    /// Reads what is to be otherwise than in the head revision.
    pub(super) fn of(
        head: &Revision,
        changes: &[Change],
        now: Timestamp,
    ) -> Result<Result<Self, PolicyProblem>, Fault> {
        let mut draft = Self::default();
        for change in changes {
            let put = match change {
                Change::Written(text) => draft.put_written(head, text),
                Change::Switched(id, state) => draft.put(head, document_of(head, *id)?.in_state(*state)),
                Change::Deleted(id) => {
                    let document = document_of(head, *id)?;
                    draft.names.push((*id, document.policy.name));
                    draft.edits.push(Edit::end(part_of(*id)));
                    Ok(())
                }
                Change::Defaults(enabled) => {
                    let before = policy_sets::defaults_of(head)?;
                    let defaults = SecurityDefaults { enabled: *enabled, since: now, ..before };
                    let content =
                        serde_json::to_string(&defaults).map_err(|_| Fault::Invalid("security defaults"))?;
                    draft.edits.push(Edit::put(PolicySet::DEFAULTS_PART, content));
                    Ok(())
                }
            };
            if let Err(problem) = put {
                return Ok(Err(problem));
            }
        }
        Ok(Ok(draft))
    }

    /// The set of a revision with the draft put in to it.
    pub(super) fn over(&self, revision: &Revision) -> Result<PolicySet, Fault> {
        let parts = edited(revision.parts.clone(), &self.edits);
        policy_sets::set_of(&Revision { id: revision.id, previous: revision.previous, parts })
    }

    fn put_written(&mut self, head: &Revision, text: &str) -> Result<(), PolicyProblem> {
        for (number, document) in (1_u128..).zip(graph::read(text)?) {
            let mut value = document.write(Version::Beta);
            let own = value["id"].as_str().and_then(|own| own.parse::<Id<Policy>>().ok());
            let kept = own.filter(|own| content(head, &part_of(*own)).is_some());
            let id = kept.unwrap_or(Id::fixed(NEW + number));
            value["id"] = id.to_string().into();
            self.put(head, writing::read(value, id)?)?;
        }
        Ok(())
    }

    /// Puts a policy in: one that is on must be understood, and the places that it names must be there.
    fn put(&mut self, head: &Revision, document: Document) -> Result<(), PolicyProblem> {
        let policy = document.usable()?;
        let (id, name) = (policy.id, policy.name.clone());
        let places: Vec<Id<Location>> = named(policy).collect();
        let missing = places.iter().filter(|place| !writing::is_there(head, **place));
        let missing: Vec<String> = missing.map(ToString::to_string).collect();
        if !missing.is_empty() {
            return Err(PolicyProblem::NoSuchLocation(missing));
        }
        self.edits.push(Edit::put(part_of(id), document.write(Version::Beta).to_string()));
        self.places.extend(places);
        self.names.push((id, name));
        Ok(())
    }
}
