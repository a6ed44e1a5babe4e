//! From a draft to a revision in force: what every change of a policy or location goes through.

use model::{Id, Span, Tenant, Timestamp};
use policy::conditions::Condition;
use policy::{MethodsPolicy, Policy, PolicySet, State};
use sql::Tx;
use store::{Revision, Tables};

use super::exclusions::{self, Reason};
use super::trial::{self, Trial};
use super::{Guard, PolicyProblem, Wish, content, deleting, guard, licensed};
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{Action, Actor, Permit};
use crate::house::House;
use crate::ledger::Entry;
use crate::policy_sets::{self, Edit};
use crate::standing::may_still;
use crate::terms;

/// How long the trial is that nobody asked for: long enough to sign in once more.
const COMPULSORY: Span = Span::minutes(10);
/// The bounds of a trial that was asked for.
const TRIALS: std::ops::RangeInclusive<Span> = Span::minutes(1)..=Span::hours(24);

/// What a transaction that saves needs and may not draw itself, because it can run twice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub(super) entry: Entry,
    pub(super) revision: Id<PolicySet>,
    /// For the salts of what is kept apart.
    pub(super) seed: [u8; 32],
}

impl House {
    pub(super) fn moment(&self) -> Moment {
        let entry = self.entry();
        let revision = Id::ordered(entry.at, self.outside.random());
        Moment { entry, revision, seed: self.outside.random() }
    }

    /// Makes the next revision in one transaction: whoever acts still may, `prepare` says what comes of the head, and
    /// that is kept. Until when it is on trial, if it is.
    pub(super) async fn revise<A: Action + Send + 'static, P: From<PolicyProblem> + Send + 'static>(
        &self,
        tenant: Id<Tenant>,
        (permit, wish): (Permit<A>, Wish),
        moment: Moment,
        prepare: impl Fn(&Revision) -> Prepares<P> + Send + 'static,
    ) -> Result<Result<Option<Timestamp>, P>, Fault> {
        self.revise_because(tenant, (permit, wish), (moment, vec![]), prepare).await
    }

    /// The same where what is made also depends on what is beside the policies.
    pub(super) async fn revise_reading<
        A: Action + Send + 'static,
        P: From<PolicyProblem> + Send + 'static,
    >(
        &self,
        tenant: Id<Tenant>,
        (permit, wish): (Permit<A>, Wish),
        moment: Moment,
        prepare: impl Fn(&mut Tx<'_>, &Revision) -> Prepares<P> + Send + 'static,
    ) -> Result<Result<Option<Timestamp>, P>, Fault> {
        self.revise_with(tenant, (permit, wish), (moment, vec![]), prepare).await
    }

    /// The same for a policy, with why it leaves whom out.
    pub(super) async fn revise_because<
        A: Action + Send + 'static,
        P: From<PolicyProblem> + Send + 'static,
    >(
        &self,
        tenant: Id<Tenant>,
        (permit, wish): (Permit<A>, Wish),
        (moment, reasons): (Moment, Vec<Reason>),
        prepare: impl Fn(&Revision) -> Prepares<P> + Send + 'static,
    ) -> Result<Result<Option<Timestamp>, P>, Fault> {
        let prepare = move |_: &mut Tx<'_>, before: &Revision| prepare(before);
        self.revise_with(tenant, (permit, wish), (moment, reasons), prepare).await
    }

    async fn revise_with<A: Action + Send + 'static, P: From<PolicyProblem> + Send + 'static>(
        &self,
        tenant: Id<Tenant>,
        (permit, wish): (Permit<A>, Wish),
        (moment, reasons): (Moment, Vec<Reason>),
        prepare: impl Fn(&mut Tx<'_>, &Revision) -> Prepares<P> + Send + 'static,
    ) -> Result<Result<Option<Timestamp>, P>, Fault> {
        let house = self.clone();
        let kept = self
            .db
            .write(tenant, move |tx| -> Result<Result<Option<Timestamp>, P>, Fault> {
                may_still(tx, &permit, None, moment.entry.at)?;
                let before = policy_sets::head(tx)?;
                let prepared = match prepare(tx, &before)? {
                    Ok(prepared) => prepared,
                    Err(problem) => return Ok(Err(problem)),
                };
                if changed_meanwhile(tx, wish, &before, &prepared.edits)? {
                    return Ok(Err(PolicyProblem::ChangedMeanwhile.into()));
                }
                let target = prepared.target.1;
                let kept = keep(&house, tx, (&permit, wish), (&before, moment), prepared)?;
                if kept.is_ok() && !reasons.is_empty() {
                    exclusions::explain(tx, &permit, moment, (target.cast(), &reasons))?;
                }
                Ok(kept.map_err(P::from))
            })
            .await?;
        self.forget_policy_set(tenant);
        Ok(kept)
    }
}

/// The next revision, before it is looked at and kept.
pub(super) struct Prepared {
    pub(super) edits: Vec<Edit>,
    pub(super) verb: Verb,
    /// What is changed: its kind in the audit log, and its id.
    pub(super) target: (&'static str, Id<()>),
    pub(super) changes: Changes,
}

/// What comes of a revision: the next one, or what is wrong.
pub(super) type Prepares<P> = Result<Result<Prepared, P>, Fault>;

/// True when something that is changed has changed since whoever changes it looked.
fn changed_meanwhile(tx: &mut Tx<'_>, wish: Wish, head: &Revision, edits: &[Edit]) -> Result<bool, Fault> {
    let Some(seen) = wish.seen.filter(|seen| *seen != head.id) else { return Ok(false) };
    let seen = tx.policy_sets().load(seen)?.ok_or(Fault::NotFound)?;
    Ok(edits.iter().any(|edit| content(&seen, &edit.part) != content(head, &edit.part)))
}

/// Makes the revision, the head and the audit record of what was prepared; the moment a trial of it ends, if it is on trial.
pub(super) fn keep<A: Action>(
    house: &House,
    tx: &mut Tx<'_>,
    (permit, wish): (&Permit<A>, Wish),
    (before, moment): (&Revision, Moment),
    prepared: Prepared,
) -> Result<Result<Option<Timestamp>, PolicyProblem>, Fault> {
    let at = moment.entry.at;
    let steps_aside = matches!(permit.actor(), Actor::Cli(_)) && wish.guard == Guard::StepsAside;
    let running = trial::of(before)?;
    // Attack 97: the next save without a trial would keep what is tried, and nobody had come in under it.
    if let Some(running) = running.as_ref().filter(|_| wish.trial.is_none() && !steps_aside) {
        return Ok(Err(PolicyProblem::OnTrial(running.until)));
    }
    let mut edits = prepared.edits;
    let next = |edits: &[Edit]| Revision {
        id: moment.revision,
        previous: Some(before.id),
        parts: policy_sets::edited(before.parts.clone(), edits),
    };
    let (was, will) = (policy_sets::set_of(before)?, policy_sets::set_of(&next(&edits))?);
    if will.defaults.enabled && will.written().any(|policy| policy.state == State::On) {
        return Ok(Err(PolicyProblem::SecurityDefaultsOn));
    }
    if let Some(plan) = licensed::missing((&was, &will), &edits) {
        return Ok(Err(PolicyProblem::NotLicensed(plan)));
    }
    let missing = terms::missing(tx, &will)?;
    if !missing.is_empty() {
        return Ok(Err(PolicyProblem::NoSuchTerms(missing)));
    }
    let mut compulsory = false;
    if decides(&was) != decides(&will) && !steps_aside {
        let outlook = guard::look(house, tx, (&was, &will), at)?;
        // An application that writes a policy does not see that nobody comes in any more.
        let is_elsewhere = !matches!(permit.actor(), Actor::System | Actor::Cli(_));
        compulsory = is_elsewhere && outlook.rests_on_one() && asks_more(&was, &will);
        let locked_out = outlook.locked_out();
        if !locked_out.is_empty() {
            return Ok(Err(PolicyProblem::LocksOut(locked_out)));
        }
    }
    let wanted = wish.trial.map(|span| span.clamp(*TRIALS.start(), *TRIALS.end()));
    let span = wanted.or(compulsory.then_some(COMPULSORY));
    let trial = span.map(|span| Trial::beginning(permit.actor(), running, before.id, (at, span)));
    edits.push(match &trial {
        Some(trial) => trial.edit()?,
        None => Edit::end(PolicySet::TRIAL_PART),
    });
    edits.extend(deleting::over(&next(&edits), at));
    if !policy_sets::save(tx, &next(&edits), moment.entry)? {
        return Err(Fault::Conflict("policies"));
    }
    let until = trial.as_ref().map(|trial| trial.until);
    if prepared.verb == Verb::RestoreRevision {
        exclusions::come_back(tx, &next(&edits), at)?;
    }
    exclusions::tidy(tx, &next(&edits), at)?;
    let changes = match until {
        Some(until) => prepared.changes.made("trialUntil", super::written_time(until)),
        None => prepared.changes,
    };
    let (kind, id) = prepared.target;
    moment.entry.write(tx, permit, prepared.verb, (kind, Some(id)), &changes)?;
    Ok(Ok(until))
}

/// Everything of a set that says who gets in.
fn decides(set: &PolicySet) -> (bool, Vec<&Policy>, &policy::Places, &MethodsPolicy) {
    let looked_at = set.policies().iter().filter(|policy| policy.state != State::Off);
    (set.is_blocked(), looked_at.collect(), &set.places, &set.methods)
}

/// True when a policy is on that was not, or not like this, or places are others that something looks at, or who may use
/// which method: what can keep somebody out.
fn asks_more(was: &PolicySet, will: &PolicySet) -> bool {
    let is_new = |policy: &&Policy| policy.state == State::On && was.policy(policy.id) != Some(*policy);
    will.written().any(|policy| is_new(&policy)) || moves_places(was, will) || was.methods != will.methods
}

/// True when addresses lead to other places and something that is on looks at places: a policy, or the switch per user,
/// which leaves MFA trusted IPs out.
fn moves_places(was: &PolicySet, will: &PolicySet) -> bool {
    let looks_at_places = |policy: &Policy| {
        let conditions = &policy.conditions;
        policy.state == State::On && conditions.iter().any(|one| matches!(one, Condition::Locations(_)))
    };
    let others = was.places.trusted_ips() != will.places.trusted_ips();
    was.places != will.places && (others || will.written().any(looks_at_places))
}
