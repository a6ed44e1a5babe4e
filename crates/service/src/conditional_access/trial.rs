//! Policies on trial: back to what was before, unless an administrator signs in afresh under them and confirms.
//!
//! The trial is a part of the revision that is tried, so every node sees it, and whoever makes the next revision makes it
//! with the trial or without it.

use model::{How, Id, Span, Tenant, Timestamp, User};
use policy::PolicySet;
use serde::{Deserialize, Serialize};
use signin::Session;
use store::{Revision, Tables};

use super::exclusions;
use super::saving::Moment;
use crate::audit::{Changes, Verb};
use crate::authority::{Actor, ManagePolicies, Permit, ReadSecurity, Target, permit};
use crate::house::House;
use crate::jobs::has_job;
use crate::policy_sets::{self, Edit};
use crate::standing::may_still;
use crate::{Fault, emergency, policy_sets::edited};

/// A revision on trial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Trial {
    /// Since when.
    pub since: Timestamp,
    /// When it ends by itself, and what was before is back.
    pub until: Timestamp,
    /// The revision that was before.
    pub back: Id<PolicySet>,
    /// Who began it, if it was a person.
    pub by: Option<Id<User>>,
    session: Option<Id<Session>>,
}

/// Why a trial was not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrialProblem {
    /// There is none.
    None,
    /// This session was there before it: sign in once more, in another browser or after signing out.
    NotFresh,
}

impl Trial {
    /// A trial that begins. One that is running goes on from where it began.
    pub(super) fn beginning(
        actor: &Actor,
        running: Option<Self>,
        before: Id<PolicySet>,
        (now, span): (Timestamp, Span),
    ) -> Self {
        let (by, session) = match actor {
            Actor::Person { user, session, .. } => (Some(*user), Some(*session)),
            Actor::Delegated { user, .. } => (Some(*user), None),
            Actor::App { .. } | Actor::System | Actor::Cli(_) => (None, None),
        };
        let back = running.map_or(before, |running| running.back);
        Self { since: now, until: now + span, back, by, session }
    }

    pub(super) fn edit(&self) -> Result<Edit, Fault> {
        let content = serde_json::to_string(self).map_err(|_| Fault::Invalid("trial"))?;
        Ok(Edit::put(PolicySet::TRIAL_PART, content))
    }

    /// True for a session that was opened after the trial began, with nothing that was proven before.
    fn is_confirmed_by(&self, session: &Session) -> bool {
        let afresh = |proof: &model::Proof| proof.at >= self.since && proof.how != How::Remembered;
        self.session != Some(session.id) && session.created >= self.since && session.proofs.iter().all(afresh)
    }
}

/// The trial of a revision, if it is on one.
pub(super) fn of(revision: &Revision) -> Result<Option<Trial>, Fault> {
    policy_sets::part(revision, PolicySet::TRIAL_PART)
}

/// True while policies are on trial: whoever changes what the end of it would undo is told to wait.
pub(crate) fn is_on_trial(revision: &Revision) -> Result<bool, Fault> {
    Ok(of(revision)?.is_some())
}

impl House {
    /// The trial that is running, if one is.
    pub async fn policy_trial(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Option<Trial>, Fault> {
        self.running_trial(tenant).await
    }

    /// Ends the trial: the policies stay. Only an administrator who signed in under them, after they were saved, can.
    pub async fn confirm_trial(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
    ) -> Result<Result<(), TrialProblem>, Fault> {
        let moment = self.moment();
        let confirmed = self
            .db
            .write(tenant, move |tx| -> Result<Result<(), TrialProblem>, Fault> {
                may_still(tx, &permit, None, moment.entry.at)?;
                let head = policy_sets::head(tx)?;
                let Some(trial) = of(&head)? else { return Ok(Err(TrialProblem::None)) };
                let is_fresh = match permit.actor() {
                    // No policy is about an emergency account: that one came in says nothing of anybody else.
                    Actor::Person { session, user, .. } => {
                        let is_bound = !emergency::is_account(tx, *user, moment.entry.at)?;
                        let session = tx.sessions().by_id(*session)?;
                        is_bound && session.is_some_and(|session| trial.is_confirmed_by(&session))
                    }
                    // Nobody at a browser, who would notice that nobody comes in any more.
                    Actor::Delegated { .. } | Actor::App { .. } => false,
                    // Whoever is at the machine can undo it at any time.
                    Actor::System | Actor::Cli(_) => true,
                };
                if !is_fresh {
                    return Ok(Err(TrialProblem::NotFresh));
                }
                let edits = [Edit::end(PolicySet::TRIAL_PART)];
                save(tx, &head, moment, edited(head.parts.clone(), &edits))?;
                let target = ("policySet", Some(moment.revision));
                moment.entry.write(tx, &permit, Verb::ConfirmTrial, target, &Changes::default())?;
                Ok(Ok(()))
            })
            .await?;
        self.forget_policy_set(tenant);
        Ok(confirmed)
    }

    /// Takes the policies back that are on trial, before it ends by itself.
    pub async fn take_back_trial(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
    ) -> Result<Result<(), TrialProblem>, Fault> {
        let moment = self.moment();
        let taken = self
            .db
            .write(tenant, move |tx| -> Result<Result<(), TrialProblem>, Fault> {
                may_still(tx, &permit, None, moment.entry.at)?;
                let head = policy_sets::head(tx)?;
                let Some(trial) = of(&head)? else { return Ok(Err(TrialProblem::None)) };
                back(tx, &permit, (&head, &trial), moment)?;
                Ok(Ok(()))
            })
            .await?;
        self.forget_policy_set(tenant);
        Ok(taken)
    }

    /// A round of the job: a trial that nobody confirmed ends.
    pub(crate) async fn see_to_trial(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        let now = self.now();
        let is_over = |trial: Option<Trial>| trial.is_some_and(|trial| now >= trial.until);
        if !is_over(self.running_trial(tenant).await?) {
            return Ok(());
        }
        let (moment, node) = (self.moment(), self.node);
        self.db
            .write(tenant, move |tx| {
                if !has_job(tx, "policy_trial", &node, moment.entry.at)? {
                    return Ok(());
                }
                let head = policy_sets::head(tx)?;
                // Confirmed a moment ago, or another one by now.
                let Some(trial) = of(&head)?.filter(|trial| moment.entry.at >= trial.until) else {
                    return Ok(());
                };
                let own = permit::<ManagePolicies>(&Actor::System, Target::Organisation)?;
                back(tx, &own, (&head, &trial), moment)
            })
            .await?;
        self.forget_policy_set(tenant);
        Ok(())
    }

    /// Reads nothing of the head but its trial: every page of the admin centre asks.
    async fn running_trial(&self, tenant: Id<Tenant>) -> Result<Option<Trial>, Fault> {
        self.db
            .read(tenant, |tx| {
                let Some(head) = tx.policy_sets().head()? else { return Ok(None) };
                let content = tx.policy_sets().part(head, PolicySet::TRIAL_PART)?;
                Ok(content.and_then(|content| serde_json::from_str::<Trial>(&content).ok()))
            })
            .await
    }
}

/// Puts everything back that decides; what else was set meanwhile stays.
fn back(
    tx: &mut sql::Tx<'_>,
    permit: &Permit<ManagePolicies>,
    (head, trial): (&Revision, &Trial),
    moment: Moment,
) -> Result<(), Fault> {
    let before = tx.policy_sets().load(trial.back)?.ok_or(Fault::NotFound)?;
    let mut parts: Vec<(String, String)> =
        head.parts.iter().filter(|(part, _)| !is_tried(part)).cloned().collect();
    parts
        .extend(before.parts.into_iter().filter(|(part, _)| is_tried(part) && part != PolicySet::TRIAL_PART));
    save(tx, head, moment, parts)?;
    let changes = Changes::default().set("policySet", head.id, trial.back);
    moment.entry.write(tx, permit, Verb::TakeBackTrial, ("policySet", Some(moment.revision)), &changes)
}

/// True for a part that a trial tries, and the end of it puts back.
pub(super) fn is_tried(part: &str) -> bool {
    let begins = [
        PolicySet::POLICY_PART,
        PolicySet::DELETED_PART,
        PolicySet::LOCATION_PART,
        PolicySet::DELETED_LOCATION_PART,
        PolicySet::STRENGTH_PART,
        PolicySet::CONTEXT_PART,
    ];
    begins.iter().any(|begin| part.starts_with(begin))
        || [
            PolicySet::DEFAULTS_PART,
            PolicySet::TRUSTED_IPS_PART,
            PolicySet::METHODS_PART,
            PolicySet::TRIAL_PART,
        ]
        .contains(&part)
}

fn save(
    tx: &mut sql::Tx<'_>,
    head: &Revision,
    moment: Moment,
    parts: Vec<(String, String)>,
) -> Result<(), Fault> {
    let next = Revision { id: moment.revision, previous: Some(head.id), parts };
    if !policy_sets::save(tx, &next, moment.entry)? {
        return Err(Fault::Conflict("policies"));
    }
    exclusions::tidy(tx, &next, moment.entry.at)
}
