//! What commands ask of policies without changing them: What If, and a replay.

use std::net::IpAddr;
use std::sync::Mutex;

use model::{AppId, ClientApp, Country, Flow, Id, Method, Platform, RiskLevel, Signal, Tenant, UserAction};
use policy::{Device, Risks, State};
use serde::{Deserialize, Serialize};
use service::authority::ReadApps;
use service::conditional_access::{Asked, Change, Progress, Question, What, Who};

use super::answer::{ReplayTold, TestTold, WhatIfTold};
use super::perform::{Errand, refusal};
use super::policies::wrong;
use super::{Answer, Kind, Refusal, Verb};

/// How many applications are looked through for a name.
const APPLICATIONS: i64 = 500;
/// How many records are read between two lines of progress.
const SAY_EVERY: u64 = 50_000;

/// A sign-in that might be, as a command asks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInAsked {
    /// Who signs in, by name or id.
    pub user: Option<String>,
    /// The application that signs in as itself, by name or id.
    pub workload: Option<String>,
    /// What is opened, by name or id.
    pub app: Option<String>,
    /// What is done in place of opening something.
    pub action: Option<UserAction>,
    /// The authentication context that is asked.
    pub context: Option<String>,
    /// The kind of program.
    pub client_app: Option<ClientApp>,
    /// The platform.
    pub platform: Option<Platform>,
    /// The address.
    pub address: Option<IpAddr>,
    /// The country's code.
    pub country: Option<String>,
    /// Whether the browser was never used before.
    pub new_browser: bool,
    /// Whether the device is compliant.
    pub compliant: Option<bool>,
    /// Whether the device is joined.
    pub joined: Option<bool>,
    /// Properties of the device.
    pub device: Vec<(String, String)>,
    /// The risk of the sign-in.
    pub sign_in_risk: Option<RiskLevel>,
    /// The risk of the person.
    pub user_risk: Option<RiskLevel>,
    /// How it came from another device.
    pub flow: Flow,
    /// What is proven; the first thing that is asked where nothing is said.
    pub proven: Vec<Method>,
}

/// What is to be otherwise, as a command says it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Otherwise {
    /// Policies in Graph's JSON.
    pub written: Vec<String>,
    /// Policies that are on, by name or id.
    pub on: Vec<String>,
    /// Policies that are off.
    pub off: Vec<String>,
    /// Policies that are deleted.
    pub deleted: Vec<String>,
    /// Security defaults on or off.
    pub defaults: Option<bool>,
}

impl Errand<'_> {
    /// Answers what a verb asks of policies.
    pub(super) async fn of_judging(
        &self,
        verb: Verb,
        say: &(dyn Fn(String) + Send + Sync),
    ) -> Result<Answer, Refusal> {
        match verb {
            Verb::PolicyWhatIf { org, sign_in, otherwise } => {
                let tenant = self.tenant(org)?;
                let changes = self.changes(tenant, otherwise).await?;
                let question = self.question(tenant, *sign_in).await?;
                let told = self.house.what_if(tenant, &self.permit()?, question, changes).await;
                let told = told.map_err(refusal)?.map_err(|problem| wrong(&problem))?;
                Ok(Answer::WhatIf { told: Box::new(what_if(&told)) })
            }
            Verb::PolicyReplay { org, otherwise, days, list } => {
                let tenant = self.tenant(org)?;
                let changes = self.changes(tenant, otherwise).await?;
                self.replay(tenant, Asked { changes, days }, list, say).await
            }
            Verb::PolicyTest { org, otherwise } => {
                let tenant = self.tenant(org)?;
                let changes = self.changes(tenant, otherwise).await?;
                self.test(tenant, changes).await
            }
            _ => Err(Refusal::new(Kind::Failed, "that is no question about policies")),
        }
    }

    async fn replay(
        &self,
        tenant: Id<Tenant>,
        asked: Asked,
        list: bool,
        say: &(dyn Fn(String) + Send + Sync),
    ) -> Result<Answer, Refusal> {
        let permit = self.permit()?;
        let said = Mutex::new(0);
        let progress = |at: Progress| {
            let Ok(mut said) = said.lock() else { return };
            if at.records >= *said + SAY_EVERY {
                *said = at.records;
                say(format!("{} records read, {} % of the time", at.records, at.hundredths));
            }
        };
        let report = self.house.replay(tenant, &permit, asked, &progress).await;
        let report = report.map_err(refusal)?.map_err(|problem| wrong(&problem))?;
        let named = self.house.replay_names(tenant, &permit, &report).await.map_err(refusal)?;
        let csv = if list {
            let file = self.house.export_replay(tenant, self.permit()?, &report).await.map_err(refusal)?;
            Some(String::from_utf8(file).map_err(|_| Refusal::new(Kind::Failed, "the file is no text"))?)
        } else {
            None
        };
        Ok(Answer::Replayed { told: Box::new(ReplayTold::of(&report, named, csv)) })
    }

    async fn test(&self, tenant: Id<Tenant>, changes: Vec<Change>) -> Result<Answer, Refusal> {
        let permit = self.permit()?;
        let tests = self.house.policy_tests(tenant, &permit, changes).await.map_err(refusal)?;
        let tests = tests.map_err(|problem| wrong(&problem))?;
        let names = self.house.policy_test_names(tenant, &permit).await.map_err(refusal)?;
        Ok(Answer::PolicyTests { tests: tests.iter().map(|tested| TestTold::of(tested, &names)).collect() })
    }

    async fn changes(&self, tenant: Id<Tenant>, otherwise: Otherwise) -> Result<Vec<Change>, Refusal> {
        let Otherwise { written, on, off, deleted, defaults } = otherwise;
        let mut changes: Vec<Change> = written.into_iter().map(Change::Written).collect();
        for (words, state) in [(on, Some(State::On)), (off, Some(State::Off)), (deleted, None)] {
            for word in words {
                let id = self.policy(tenant, &word).await?.policy.id;
                changes.push(state.map_or(Change::Deleted(id), |state| Change::Switched(id, state)));
            }
        }
        changes.extend(defaults.map(Change::Defaults));
        Ok(changes)
    }

    async fn question(&self, tenant: Id<Tenant>, asked: SignInAsked) -> Result<Question, Refusal> {
        let who = match (&asked.user, &asked.workload) {
            (Some(name), _) => Who::Person(match name.parse() {
                Ok(id) => id,
                Err(_) => self.person(tenant, name).await?.id,
            }),
            (None, Some(name)) => Who::Application(self.application(tenant, name).await?),
            (None, None) => {
                let message = "say who signs in: --user NAME, or --workload APPLICATION";
                return Err(Refusal::new(Kind::Usage, message));
            }
        };
        let what = match (&asked.app, asked.action, &asked.context) {
            (Some(name), _, _) => What::Application(self.application(tenant, name).await?),
            (None, Some(action), _) => What::Action(action),
            (None, None, Some(context)) => What::Context(context.clone()),
            (None, None, None) => {
                let message = "say what is opened: --app NAME, --action ACTION or --context CONTEXT";
                return Err(Refusal::new(Kind::Usage, message));
            }
        };
        let country = match &asked.country {
            Some(code) => Some(Country::new(code).ok_or_else(|| {
                Refusal::new(Kind::Usage, format!("`{code}` is no country; give two letters, such as NL"))
            })?),
            None => None,
        };
        Ok(Question {
            who,
            what,
            address: asked.address,
            country,
            client_app: asked.client_app,
            platform: asked.platform,
            is_new_browser: asked.new_browser,
            device: device(asked.compliant, asked.joined, asked.device),
            risks: risks(asked.sign_in_risk, asked.user_risk),
            flow: asked.flow,
            proven: (!asked.proven.is_empty()).then_some(asked.proven),
        })
    }

    /// The application that somebody named: by its id, by a name that only one has, or one of our own.
    async fn application(&self, tenant: Id<Tenant>, word: &str) -> Result<Id<AppId>, Refusal> {
        if let Ok(id) = word.parse::<Id<AppId>>() {
            return Ok(id);
        }
        let ours = model::FirstParty::ALL.into_iter().map(model::FirstParty::app_id);
        let ours = ours.zip(["admin", "my", "graph"]).find(|(_, name)| *name == word);
        if let Some((id, _)) = ours {
            return Ok(id);
        }
        let permit = self.permit::<ReadApps>()?;
        let apps =
            self.house.apps(tenant, &permit, String::new(), None, APPLICATIONS).await.map_err(refusal)?;
        let mut found: Vec<Id<AppId>> =
            apps.into_iter().filter(|app| app.name == word).map(|app| app.app_id).collect();
        match (found.pop(), found.len()) {
            (Some(id), 0) => Ok(id),
            (Some(_), _) => {
                let message = format!("several applications are called `{word}`; give the id of one");
                Err(Refusal::new(Kind::Usage, message))
            }
            (None, _) => Err(Refusal::new(Kind::NotFound, format!("there is no application `{word}`"))),
        }
    }
}

/// Somebody who says anything of the device says that it is registered, and that what they leave out is not so.
pub(crate) fn device(
    compliant: Option<bool>,
    joined: Option<bool>,
    properties: Vec<(String, String)>,
) -> Device {
    if compliant.is_none() && joined.is_none() && properties.is_empty() {
        return Device { compliant: Signal::NotGiven, ..Device::default() };
    }
    Device {
        id: Some(Id::fixed(0)),
        compliant: Signal::Known(compliant.unwrap_or(false)),
        domain_joined: Signal::Known(joined.unwrap_or(false)),
        properties,
        ..Device::default()
    }
}

/// The risks that are given; the others are not.
pub(crate) fn risks(sign_in: Option<RiskLevel>, user: Option<RiskLevel>) -> Risks {
    let given = |level: Option<RiskLevel>| level.map_or(Signal::NotGiven, Signal::Known);
    Risks {
        sign_in: given(sign_in),
        user: given(user),
        service_principal: Signal::NotGiven,
        insider: Signal::NotGiven,
        agent: Signal::NotGiven,
    }
}

fn what_if(told: &service::conditional_access::Answer) -> WhatIfTold {
    let trace = &told.trace;
    let is_person = told.facts.subject.workload.is_none();
    let can_give = match told.end {
        policy::End::Asked => Some(true),
        policy::End::Stuck => Some(false),
        policy::End::In | policy::End::Stopped(_) => None,
    };
    WhatIfTold {
        can_give: can_give.filter(|_| is_person),
        obstacle: told.obstacle_word().map(str::to_owned),
        ..WhatIfTold::of((&trace.policies, &told.states), (&trace.decision, told.end), &told.facts)
    }
}
