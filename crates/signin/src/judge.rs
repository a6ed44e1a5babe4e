use model::{AppId, How, Id, Method, MethodSet, Proof, Tenant, Timestamp, User, proved};
use policy::{
    Class, Decision, Demand, Facts, Need, Origin, Outstanding, PolicySet, SECOND_FACTORS, Source, code,
    evaluate,
};

use crate::Refusal;

/// Evidence that policy was evaluated on these proofs and let them through.
///
/// Only [`judge`] makes one and it cannot be copied. Whatever lets somebody in takes one by value, so that nothing
/// opens without a decision.
#[derive(Debug)]
pub struct Passed {
    decision: Decision,
    revision: Id<PolicySet>,
    tenant: Id<Tenant>,
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
    // A workload has proven who it is before it comes here: it has no factors.
    let proven = facts.subject.workload.is_some() || Class::of(&facts.proofs) != Class::None;
    if let Some(error) = decision.block()
        && proven
    {
        return Verdict::Refused(Refusal::Policy(error), decision);
    }
    if let Some(error) = decision.outstanding(facts).map(Outstanding::error)
        && proven
    {
        return Verdict::Refused(Refusal::Policy(error), decision);
    }
    let open = decision.open(facts).next().is_some();
    if open || !proven {
        return Verdict::Ask(decision);
    }
    Verdict::Passed(Passed {
        decision,
        revision: set.revision,
        tenant: facts.tenant,
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
    /// The organisation it is good in.
    pub const fn tenant(&self) -> Id<Tenant> {
        self.tenant
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
    /// The methods they are by, for `amr`.
    pub fn methods(&self) -> MethodSet {
        proved(&self.proofs)
    }
    /// When the person last actively proved who they are: `auth_time`. A remembered browser is nobody's act.
    pub fn auth_time(&self) -> Option<Timestamp> {
        let acts = |proof: &&Proof| proof.method != Method::RememberedDevice && proof.how != How::Remembered;
        self.proofs.iter().filter(acts).map(|proof| proof.at).max()
    }
    /// When it was judged.
    pub const fn at(&self) -> Timestamp {
        self.at
    }
}

/// The AADSTS number of a decision that asks (reference 6.2).
pub fn asking_code(decision: &Decision, facts: &Facts) -> i64 {
    if Class::of(&facts.proofs) == Class::None {
        return code::NO_SESSION;
    }
    if decision.terms(facts).is_some() {
        return code::CHALLENGE_NOT_MET;
    }
    let open: Vec<&Demand> = decision.open(facts).collect();
    let unfinished = |demand: &&Demand| match &demand.need {
        Need::Registration => true,
        Need::Combination(strength) => {
            let given = facts.proofs.iter().filter_map(|proof| facts.make_of(proof));
            !strength.is_met_by(strength.counting(proved(&facts.proofs), given))
        }
        Need::Block(_) | Need::Control(_) => false,
    };
    if open.iter().all(|demand| !unfinished(demand)) {
        return code::MFA_EXPIRED;
    }
    if !facts.registered.intersects(SECOND_FACTORS) {
        return code::REGISTRATION_ASKED;
    }
    let written = |source: &Source| {
        matches!(source, Source::Policy { origin: Origin::ConditionalAccess | Origin::PerUserMfa, .. })
    };
    if open.iter().any(|demand| demand.sources.iter().any(written)) {
        code::MFA_NEEDED
    } else {
        code::MFA_ASKED
    }
}

/// True when all that is open are proofs that grew too old: whoever proved the same again would be let in. A device or
/// terms that are demanded too are no matter of age.
pub fn is_only_old(decision: &Decision, facts: &Facts) -> bool {
    let mut open = decision.open(facts);
    asking_code(decision, facts) == code::MFA_EXPIRED
        && !open.any(|demand| matches!(demand.need, Need::Control(_)))
}
