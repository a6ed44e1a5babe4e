//! What commands do with the conditional access policies of an organisation.

use graph::{Document, Finding, Version};
use model::{Id, Span, Tenant};
use policy::{Policy, State};
use service::Fault;
use service::authority::{ManagePolicies, ManageSecurityDefaults};
use service::conditional_access::{Guard, PolicyProblem, Saved, TrialProblem, Wish};

use super::perform::{Errand, done, refusal};
use super::{Answer, FindingTold, Kind, PolicyLine, Refusal, Verb};

impl Errand<'_> {
    /// Does what a verb about policies asks.
    pub(super) async fn of_policies(&self, verb: Verb) -> Result<Answer, Refusal> {
        match verb {
            Verb::PolicyList { org } => self.list_policies(org).await,
            Verb::PolicyExport { org } => {
                let policies =
                    self.house.policies(self.tenant(org)?, &self.permit()?).await.map_err(refusal)?;
                let value = policies.written.iter().map(|document| document.write(Version::Beta)).collect();
                Ok(Answer::PolicyDocuments { value })
            }
            Verb::PolicyCheck { org, documents } => {
                let read =
                    graph::read(&documents).map_err(|error| Refusal::new(Kind::Usage, error.to_string()))?;
                let looked = self.house.look_over_documents(self.tenant(org)?, &self.permit()?, read).await;
                let told = |found: Vec<Finding>| found.iter().map(FindingTold::of).collect();
                Ok(Answer::PolicyFindings {
                    findings: looked.map_err(refusal)?.into_iter().map(told).collect(),
                })
            }
            Verb::PolicyImport { org, document } => {
                let tenant = self.tenant(org)?;
                let permit = self.permit::<ManagePolicies>()?;
                let made = self.house.create_policy(tenant, permit, &document, Wish::default()).await;
                let saved = made.map_err(refusal)?.map_err(|problem| wrong(&problem))?;
                let document = self.policy(tenant, &saved.id.to_string()).await?;
                Ok(Answer::Policies { policies: vec![line(&document)], trial: None, defaults_on: None })
            }
            Verb::PolicySwitch { org, policy, state, guard } => {
                let tenant = self.tenant(org)?;
                let state = state_of(&state)?;
                let document = self.policy(tenant, &policy).await?;
                let permit = self.permit::<ManagePolicies>()?;
                let id = document.policy.id;
                let guard = if guard { Guard::Stands } else { Guard::StepsAside };
                let wish = Wish { guard, ..Wish::default() };
                let saved = self.house.switch_policy(tenant, permit, id, state, wish).await;
                let _: Saved = saved.map_err(refusal)?.map_err(|problem| wrong(&problem))?;
                let name = document.policy.name;
                Ok(done(match state {
                    State::On => format!("`{name}` is on from now on"),
                    State::Off => format!("`{name}` is off from now on"),
                    State::ReportOnly => format!("`{name}` is report-only from now on: it stops nobody"),
                }))
            }
            Verb::PolicyConfirm { org } => self.confirm_trial(self.tenant(org)?).await,
            Verb::PolicyTakeBack { org } => self.take_back_trial(self.tenant(org)?).await,
            Verb::PolicyReplaceDefaults { org, reason, trial_minutes, guard } => {
                let guard = if guard { Guard::Stands } else { Guard::StepsAside };
                let wish = Wish { guard, trial: trial_minutes.map(Span::minutes), ..Wish::default() };
                self.replace_defaults(self.tenant(org)?, &reason, wish).await
            }
            _ => Err(Refusal::new(Kind::Failed, "that is no command about policies")),
        }
    }

    /// Whoever is at the machine signs in nowhere, and no policy keeps them out (ADR 38).
    async fn confirm_trial(&self, tenant: Id<Tenant>) -> Result<Answer, Refusal> {
        let permit = self.permit::<ManagePolicies>()?;
        let confirmed = self.house.confirm_trial(tenant, permit).await.map_err(refusal)?;
        confirmed.map_err(no_trial)?;
        Ok(done("the trial has ended and the policies stay; nobody had to sign in under them".to_owned()))
    }

    async fn take_back_trial(&self, tenant: Id<Tenant>) -> Result<Answer, Refusal> {
        let permit = self.permit::<ManagePolicies>()?;
        let taken = self.house.take_back_trial(tenant, permit).await.map_err(refusal)?;
        taken.map_err(no_trial)?;
        Ok(done("the trial has ended and what was before it is back".to_owned()))
    }

    async fn replace_defaults(
        &self,
        tenant: Id<Tenant>,
        reason: &str,
        wish: Wish,
    ) -> Result<Answer, Refusal> {
        let permit = self.permit::<ManageSecurityDefaults>()?;
        let replaced = self.house.replace_security_defaults(tenant, permit, reason, wish).await;
        let replaced = match replaced {
            Err(Fault::Conflict("security defaults")) => {
                return Err(Refusal::new(Kind::Refused, "security defaults are off already"));
            }
            replaced => replaced.map_err(refusal)?.map_err(|problem| wrong(&problem))?,
        };
        let mut policies = vec![];
        for id in &replaced.policies {
            policies.push(line(&self.policy(tenant, &id.to_string()).await?));
        }
        let trial = replaced.trial.map(super::moment);
        Ok(Answer::Policies { policies, trial, defaults_on: Some(false) })
    }

    async fn list_policies(&self, org: Option<String>) -> Result<Answer, Refusal> {
        let policies = self.house.policies(self.tenant(org)?, &self.permit()?).await.map_err(refusal)?;
        Ok(Answer::Policies {
            trial: policies.trial.map(|trial| super::moment(trial.until)),
            defaults_on: Some(policies.defaults_on),
            policies: policies.written.iter().map(line).collect(),
        })
    }

    /// The policy that somebody named: by its id, or by a name that only one has.
    pub(super) async fn policy(&self, tenant: Id<Tenant>, word: &str) -> Result<Document, Refusal> {
        let policies = self.house.policies(tenant, &self.permit()?).await.map_err(refusal)?;
        let id = word.parse::<Id<Policy>>().ok();
        let is_it = |document: &Document| Some(document.policy.id) == id || document.policy.name == word;
        let mut found: Vec<Document> = policies.written.into_iter().filter(is_it).collect();
        match (found.pop(), found.len()) {
            (Some(document), 0) => Ok(document),
            (Some(_), _) => {
                let message = format!("several policies are called `{word}`; give the id of one");
                Err(Refusal::new(Kind::Usage, message))
            }
            (None, _) => Err(Refusal::new(Kind::NotFound, format!("there is no policy `{word}`"))),
        }
    }
}

fn no_trial(problem: TrialProblem) -> Refusal {
    let message = match problem {
        TrialProblem::None => "no policies are on trial",
        TrialProblem::NotFresh => "somebody has to sign in under the policies first",
    };
    Refusal::new(Kind::Refused, message)
}

pub(super) fn wrong(problem: &PolicyProblem) -> Refusal {
    let kind = match problem {
        PolicyProblem::NotReadable(_)
        | PolicyProblem::TooLarge
        | PolicyProblem::Name
        | PolicyProblem::NameOfOurs
        | PolicyProblem::AnotherId => Kind::Usage,
        _ => Kind::Refused,
    };
    Refusal::new(kind, problem.to_string())
}

fn state_of(word: &str) -> Result<State, Refusal> {
    match word {
        "on" => Ok(State::On),
        "off" => Ok(State::Off),
        "reportOnly" => Ok(State::ReportOnly),
        _ => Err(Refusal::new(Kind::Usage, "a policy is on, off or report-only")),
    }
}

fn line(document: &Document) -> PolicyLine {
    let written = document.write(Version::Beta);
    let text = |name: &str| written[name].as_str().map(str::to_owned);
    PolicyLine {
        id: document.policy.id.to_string(),
        name: document.policy.name.clone(),
        state: graph::state_word(document.policy.state).to_owned(),
        changed: text("modifiedDateTime").or_else(|| text("createdDateTime")).unwrap_or_default(),
        not_understood: document.policy.foreign.clone(),
    }
}
