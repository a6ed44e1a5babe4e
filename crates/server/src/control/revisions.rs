//! What commands do with the revisions of the policies.

use model::{Id, Locale};
use policy::PolicySet;
use service::AuditedBy;
use service::authority::ManagePolicies;
use service::conditional_access::{EndedExclusion, Guard, KeptRevision, Outcome, RestoreProblem, Wish};

use super::answer::RevisionTold;
use super::perform::{Errand, done, refusal};
use super::policies::wrong;
use super::{Answer, Kind, Refusal, Verb};

impl Errand<'_> {
    /// Does what a verb about revisions asks.
    pub(super) async fn of_revisions(&self, verb: Verb) -> Result<Answer, Refusal> {
        match verb {
            Verb::PolicyRevisions { org, last, before } => {
                let tenant = self.tenant(org)?;
                let before = before.as_deref().map(revision_id).transpose()?;
                let last = usize::try_from(last).unwrap_or(usize::MAX);
                let found = self.house.policy_revisions(tenant, &self.permit()?, before, last).await;
                let revisions = found.map_err(refusal)?.iter().map(told).collect();
                Ok(Answer::Revisions { revisions })
            }
            Verb::PolicyRestore { org, revision, guard } => {
                let tenant = self.tenant(org)?;
                let id = revision_id(&revision)?;
                let permit = self.permit::<ManagePolicies>()?;
                let guard = if guard { Guard::Stands } else { Guard::StepsAside };
                let wish = Wish { guard, ..Wish::default() };
                let restoring = self.house.restoring_alters(tenant, &self.permit()?, id).await;
                let ended = restoring.map_err(refusal)?.ended;
                let back = self.house.restore_revision(tenant, permit, id, wish).await.map_err(refusal)?;
                match back {
                    Ok(back) => Ok(done(format!(
                        "the policies of revision `{id}` count again, in revision `{}`{}",
                        back.revision,
                        stay_out(&ended)
                    ))),
                    Err(problem) => Err(not_restored(&problem)),
                }
            }
            _ => Err(Refusal::new(Kind::Failed, "that is no command about revisions")),
        }
    }
}

/// Who was left out then until a day that is over, each on a line.
fn stay_out(ended: &[EndedExclusion]) -> String {
    let line = |one: &EndedExclusion| {
        let id = one.excluded.id().to_string();
        let who = one.name.as_deref().unwrap_or(&id);
        format!("\nan exclusion of `{}` was over since and does not come back: {who}", one.policy)
    };
    ended.iter().map(line).collect()
}

fn revision_id(word: &str) -> Result<Id<PolicySet>, Refusal> {
    word.parse().map_err(|_| Refusal::new(Kind::Usage, format!("`{word}` is no id of a revision")))
}

fn not_restored(problem: &RestoreProblem) -> Refusal {
    match problem {
        RestoreProblem::Same => {
            Refusal::new(Kind::Refused, "its policies and named locations are those in force already")
        }
        RestoreProblem::Whole(problem) => wrong(problem),
        RestoreProblem::Policy(name, problem) => {
            let refusal = wrong(problem);
            Refusal::new(refusal.kind, format!("`{name}`: {}", refusal.message))
        }
    }
}

fn told(revision: &KeptRevision) -> RevisionTold {
    let trial = revision.trial.map(|trial| match trial {
        Outcome::Running(_) => "running",
        Outcome::Joined => "joined",
        Outcome::Kept => "confirmed",
        Outcome::TakenBack => "takenBack",
        Outcome::Lapsed => "lapsed",
    });
    let until = match revision.trial {
        Some(Outcome::Running(until)) => Some(super::moment(until)),
        _ => None,
    };
    let t = text::of(Locale::En);
    RevisionTold {
        id: revision.id.to_string(),
        made: super::moment(revision.at),
        by: revision.by.as_ref().map(|(actor, name)| by(actor, name.as_deref())),
        changes: revision.altered.iter().map(|one| web::screens::altered_words(t, one)).collect(),
        trial: trial.map(str::to_owned),
        trial_until: until,
        in_force: revision.is_head,
    }
}

fn by(actor: &AuditedBy, name: Option<&str>) -> String {
    match actor {
        AuditedBy::User(id) => name.map_or_else(|| id.to_string(), str::to_owned),
        AuditedBy::App(id) => name.map_or_else(|| id.to_string(), str::to_owned),
        AuditedBy::SetUp => "set-up".to_owned(),
        AuditedBy::System => "Sluis".to_owned(),
        AuditedBy::Cli(name) => name.clone(),
    }
}
