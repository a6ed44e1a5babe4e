use model::{AppId, Id, Proof, Timestamp, User};
use policy::{Class, Decision, Facts, Need, PolicySet, evaluate};

use crate::Refusal;

/// Evidence that policy was evaluated on these proofs and let them through.
///
/// Only [`judge`] makes one and it cannot be copied. Whatever lets somebody in takes one by value, so that nothing
/// opens without a decision.
#[derive(Debug)]
pub struct Passed {
    decision: Decision,
    revision: Id<PolicySet>,
    user: Id<User>,
    client: Option<Id<AppId>>,
    resource: Option<Id<AppId>>,
    proofs: Vec<Proof>,
    at: Timestamp,
}

/// What the gate says.
#[derive(Debug)]
pub enum Verdict {
    /// Let in.
    Passed(Passed),
    /// Something is open that the person may give.
    Ask(Decision),
    /// Stopped.
    Refused(Refusal, Decision),
}

/// Judges: the only caller of [`policy::evaluate`] for a sign-in and the only maker of [`Passed`].
pub fn judge(set: &PolicySet, facts: &Facts) -> Verdict {
    let decision = evaluate(set, facts);
    // Before a first proof nothing is said that depends on who it is (S16).
    let proven = Class::of(&facts.proofs) != Class::None;
    if let Some(error) = decision.block()
        && proven
    {
        return Verdict::Refused(Refusal::Policy(error), decision);
    }
    let open = decision.open(&facts.proofs, facts.registered).next().is_some();
    if open || !proven {
        return Verdict::Ask(decision);
    }
    Verdict::Passed(Passed {
        decision,
        revision: set.revision,
        user: facts.subject.user,
        client: facts.client,
        resource: facts.target.resource,
        proofs: facts.proofs.clone(),
        at: facts.now,
    })
}

impl Passed {
    /// The decision: demands with their sources, one result for each policy.
    pub const fn decision(&self) -> &Decision {
        &self.decision
    }
    /// The revision that judged.
    pub const fn revision(&self) -> Id<PolicySet> {
        self.revision
    }
    /// Who was let in.
    pub const fn user(&self) -> Id<User> {
        self.user
    }
    /// The client, when there is one.
    pub const fn client(&self) -> Option<Id<AppId>> {
        self.client
    }
    /// What was opened.
    pub const fn resource(&self) -> Option<Id<AppId>> {
        self.resource
    }
    /// The proofs that were judged.
    pub fn proofs(&self) -> &[Proof] {
        &self.proofs
    }
    /// How strong they are.
    pub fn class(&self) -> Class {
        Class::of(&self.proofs)
    }
    /// When it was judged.
    pub const fn at(&self) -> Timestamp {
        self.at
    }
}

/// The AADSTS number of a decision that asks (reference 6.2).
pub fn asking_code(decision: &Decision, facts: &Facts) -> i64 {
    let registration = decision
        .open(&facts.proofs, facts.registered)
        .any(|demand| matches!(demand.need, Need::Registration));
    if registration { 50_072 } else { 50_074 }
}
