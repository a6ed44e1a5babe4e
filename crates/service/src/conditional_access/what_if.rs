//! What If: a sign-in that might be, judged by the policies in force or by a draft of them.
//!
//! The facts are those that the gate would find of the person at this moment; what is asked stands in the place of what a
//! browser would tell. What is not given is not given: a policy with a condition about it does not apply.

use std::net::IpAddr;

use graph::Document;
use model::{
    Address, AddressRule, AppId, ClientApp, Country, Door, Familiarity, FirstParty, Flow, GuestKind, Id,
    Known, Locale, Method, PerUserMfa, Platform, Protocol, ServicePrincipal, Signal, Tenant, Timestamp, User,
    UserAction,
};
use policy::conditions::Verdict;
use policy::{
    Circumstances, ConditionTrace, Device, End, Facts, HeldKey, Location, PolicySet, PolicyTrace, Request,
    ResultCode, Risks, ScopeClass, State, Subject, Target, Trace, explain,
};
use signin::{Obstacle, Tried, Way};
use sql::Tx;
use store::{App, Tables, Trait};

use super::PolicyProblem;
use super::draft::{Change, Draft};
use crate::authority::{Permit, ReadSecurity};
use crate::context::{Browser, Context};
use crate::gate::{self, Attempt, FAMILIAR_FOR};
use crate::house::House;
use crate::signing_in::stopped_by;
use crate::{Fault, policy_sets};

/// Graph's reason of a policy that applies.
const APPLIES: &str = "notSet";
/// And of one that could not be judged.
const INVALID: &str = "invalidPolicy";

/// A sign-in that might be.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Who signs in.
    pub who: Who,
    /// What is to be opened or done.
    pub what: What,
    /// From which address.
    pub address: Option<IpAddr>,
    /// From which country; that of the address where it is not said.
    pub country: Option<Country>,
    /// With what kind of program; the application's own kind where it is not said.
    pub client_app: Option<ClientApp>,
    /// On which platform.
    pub platform: Option<Platform>,
    /// Whether the browser is one that the person never used.
    pub is_new_browser: bool,
    /// What is known of the device.
    pub device: Device,
    /// The risks.
    pub risks: Risks,
    /// How it came from another device.
    pub flow: Flow,
    /// What was proven; the first thing that the person would be asked where it is not said.
    pub proven: Option<Vec<Method>>,
}

/// Who signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// A person.
    Person(Id<User>),
    /// An application, as itself.
    Application(Id<AppId>),
    /// The same, by its principal.
    Principal(Id<ServicePrincipal>),
}

/// What is to be opened or done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// An application, or one of our own pages.
    Application(Id<AppId>),
    /// An action in the place of an application.
    Action(UserAction),
    /// An authentication context: `c1`.
    Context(String),
}

/// What would come of it.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Everything that policy looked at.
    pub facts: Facts,
    /// Every policy with every condition.
    pub trace: Trace,
    /// How each policy stands, in the order of the trace.
    pub states: Vec<State>,
    /// How it ends.
    pub end: End,
    /// What stands in the way beside policy.
    pub obstacle: Option<Obstacle>,
    /// The smallest changes that would let them in, where they are not.
    pub ways: Vec<Way>,
    /// How the person or application is called.
    pub who: String,
    /// How the application is called that is opened; `None` for our own pages and where there is none.
    pub application: Option<String>,
    /// How the named locations are called.
    pub places: Vec<(Id<Location>, String)>,
}

/// What one policy says of a question, in the words of Graph's `evaluate`.
#[derive(Debug, Clone)]
pub struct Evaluated {
    /// The policy.
    pub document: Document,
    /// Whether it applies.
    pub applies: bool,
    /// `notSet` where it does, else the first reason why not.
    pub reason: &'static str,
}

impl Evaluated {
    /// A policy that nothing was asked about.
    const fn unknown(document: Document) -> Self {
        Self { document, applies: false, reason: INVALID }
    }

    /// Takes in what one more answer says of it. The first reason why it does not apply stays, unless it does.
    fn hear(&mut self, question: &Question, found: &Answer) {
        let trace = found.trace.policies.iter().find(|trace| trace.id == self.document.policy.id);
        let Some(reason) = trace.map(|trace| reason(trace, &question.what)) else { return };
        if !self.applies && (self.reason == INVALID || reason == APPLIES) {
            self.reason = reason;
            self.applies = reason == APPLIES;
        }
    }
}

impl Answer {
    /// What stands in the way beside policy, in a word for programs.
    pub const fn obstacle_word(&self) -> Option<&'static str> {
        match self.obstacle {
            None => None,
            Some(Obstacle::NotAssigned) => Some("notAssigned"),
            Some(_) => Some("disabled"),
        }
    }
}

impl House {
    /// Judges a sign-in that might be. Nothing is kept of it.
    pub async fn what_if(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
        question: Question,
        changes: Vec<Change>,
    ) -> Result<Result<Answer, PolicyProblem>, Fault> {
        let (house, now) = (self.clone(), self.now());
        self.db
            .read(tenant, move |tx| {
                let head = policy_sets::head(tx)?;
                match Draft::of(&head, &changes, now)? {
                    Ok(draft) => Ok(Ok(answer(&house, tx, &draft.over(&head)?, (&question, now))?)),
                    Err(problem) => Ok(Err(problem)),
                }
            })
            .await
    }

    /// What every policy that was written says of sign-ins that might be, as Graph's `evaluate` tells it: one applies that
    /// applies to one of them. All are judged by the same set.
    pub async fn evaluate_policies(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
        questions: Vec<Question>,
    ) -> Result<Vec<Evaluated>, Fault> {
        let (house, now) = (self.clone(), self.now());
        self.judged_reading(tenant, move |tx, set| {
            let documents = policy_sets::documents(&policy_sets::head(tx)?, PolicySet::POLICY_PART)?;
            let mut told: Vec<Evaluated> = documents.into_iter().map(Evaluated::unknown).collect();
            for question in &questions {
                let found = answer(&house, tx, set, (question, now))?;
                told.iter_mut().for_each(|one| one.hear(question, &found));
            }
            Ok(told)
        })
        .await
    }
}

fn answer(
    house: &House,
    tx: &mut Tx<'_>,
    set: &PolicySet,
    (question, now): (&Question, Timestamp),
) -> Result<Answer, Fault> {
    let target = target(&question.what);
    let application = target.resource.filter(|app| FirstParty::from_app_id(*app).is_none());
    let application = match application {
        Some(app) => Some(tx.apps().by_id(app)?.ok_or(Fault::NotFound)?.name),
        None => None,
    };
    let (who, obstacle, facts) = match question.who {
        Who::Person(id) => {
            let user = tx.users().by_id(id)?.ok_or(Fault::NotFound)?;
            let obstacle = obstacle(tx, &user, &target, now)?;
            let facts = facts_of_person(house, tx, (set, &user), (question, target), now)?;
            (user.display, obstacle, facts)
        }
        Who::Application(_) | Who::Principal(_) => {
            let app = workload(tx, question.who)?;
            (
                app.name,
                None,
                facts_of_workload(house, tx.tenant(), set, app.principal_id, (question, target), now),
            )
        }
    };
    let trace = explain(set, &facts);
    let end = end(&trace, &facts);
    let is_in = end == End::In && obstacle.is_none();
    let ways = match question.who {
        Who::Person(_) if !is_in => signin::ways_in(set, &Tried { facts: facts.clone(), obstacle }),
        _ => vec![],
    };
    Ok(Answer {
        states: set.policies().iter().map(|policy| policy.state).collect(),
        places: set.places.named().iter().map(|one| (one.id, one.name.clone())).collect(),
        facts,
        trace,
        end,
        obstacle,
        ways,
        who,
        application,
    })
}

/// The application that signs in as itself.
fn workload(tx: &mut Tx<'_>, who: Who) -> Result<App, Fault> {
    let id = match who {
        Who::Application(id) => Some(id),
        Who::Principal(principal) => tx.apps().of_principal(principal)?,
        Who::Person(_) => None,
    };
    tx.apps().by_id(id.ok_or(Fault::NotFound)?)?.ok_or(Fault::NotFound)
}

/// How it ends. An application that signs in as itself has shown its secret and can be asked for nothing more.
fn end(trace: &Trace, facts: &Facts) -> End {
    match facts.subject.workload {
        Some(_) => trace.decision.block().map_or(End::In, End::Stopped),
        None => trace.decision.end(facts),
    }
}

fn target(what: &What) -> Target {
    let nothing = Target {
        resource: None,
        names: vec![],
        privileged: false,
        action: None,
        contexts: vec![],
        scopes: ScopeClass::None,
    };
    match what {
        What::Application(app) if FirstParty::from_app_id(*app).is_some() => {
            gate::target_of(*app, ScopeClass::None)
        }
        What::Application(app) => gate::target_of(*app, ScopeClass::Baseline),
        What::Action(action) => {
            let page = gate::target_of(FirstParty::My.app_id(), ScopeClass::None);
            Target { action: Some(*action), ..page }
        }
        What::Context(context) => Target { contexts: vec![context.clone()], ..nothing },
    }
}

/// What keeps somebody out before policy is asked.
fn obstacle(
    tx: &mut Tx<'_>,
    user: &User,
    target: &Target,
    now: Timestamp,
) -> Result<Option<Obstacle>, Fault> {
    let app = target.resource.unwrap_or(FirstParty::My.app_id());
    let stopped = stopped_by(tx, user, app, now)?;
    Ok(stopped.and_then(|refusal| Obstacle::told_by(refusal.error())))
}

fn facts_of_person(
    house: &House,
    tx: &mut Tx<'_>,
    (set, user): (&PolicySet, &User),
    (question, target): (&Question, Target),
    now: Timestamp,
) -> Result<Facts, Fault> {
    let address = question.address.map(|ip| Address::new(ip, AddressRule::Peer));
    let context = Context {
        address,
        browser: Browser { id: [0; 32], returned: false },
        remembered: None,
        agent: None,
        platform: given(question.platform),
        locality: None,
        platform_hint: Signal::NotGiven,
        locale: Locale::En,
    };
    let is_page = target.resource.and_then(FirstParty::from_app_id).is_some();
    let attempt = Attempt {
        door: Door::Browser,
        protocol: if is_page { Protocol::Page } else { Protocol::Oidc },
        client: target.resource,
        target,
        proofs: vec![],
        request: Request::default(),
        session: None,
        new_session: true,
    };
    let mut facts = gate::facts(house, tx, (set, user), attempt, &context, now)?;
    as_asked(house, set, question, &mut facts.circumstances);
    let here = &mut facts.circumstances;
    here.familiarity.browser = if question.is_new_browser { Known::New } else { Known::Seen };
    if let (Some(country), Signal::Known(_)) = (question.country, here.country) {
        let code = country.code().as_bytes();
        let is_known = tx.familiar().knows(user.id, Trait::Country, code, now - FAMILIAR_FOR)?;
        here.familiarity.country = if is_known { Known::Seen } else { Known::New };
    }
    let proven = match &question.proven {
        Some(proven) => proven.clone(),
        None => first(&facts),
    };
    // Whoever asks what a method would change asks it of a person who has that method, and a passkey that counts.
    if proven.contains(&Method::Passkey) && facts.keys.is_empty() {
        facts.keys = set.makes().into_iter().map(HeldKey::imagined).collect();
    }
    facts.proofs = proven.iter().flat_map(|method| facts.given(*method)).collect();
    for method in proven {
        facts.registered = facts.registered.with(method);
        facts.usable = facts.usable.with(method);
    }
    Ok(facts)
}

/// What a sign-in begins with: the password of whoever has one, else what stands in for it.
fn first(facts: &Facts) -> Vec<Method> {
    [Method::Password, Method::Passkey]
        .into_iter()
        .find(|method| facts.usable.contains(*method))
        .into_iter()
        .collect()
}

fn facts_of_workload(
    house: &House,
    tenant: Id<Tenant>,
    set: &PolicySet,
    principal: Id<model::ServicePrincipal>,
    (question, target): (&Question, Target),
    now: Timestamp,
) -> Facts {
    let address = question.address.map(|ip| Address::new(ip, AddressRule::Peer));
    let mut facts = Facts {
        tenant,
        subject: Subject {
            user: Id::fixed(0),
            groups: vec![],
            roles: vec![],
            guest: GuestKind::Member,
            per_user_mfa: PerUserMfa::Disabled,
            registration_since: now,
            home: None,
            accepted: vec![],
            emergency: false,
            workload: Some(principal),
        },
        client: target.resource,
        target,
        circumstances: Circumstances {
            door: Door::Token,
            protocol: Protocol::Oidc,
            client_app: ClientApp::Browser,
            platform: given(question.platform),
            platform_hint: Signal::NotGiven,
            address: Signal::from_option(address),
            address_rule: address.map(|address| address.rule),
            country: Signal::NotGiven,
            country_data: (house.outside.country_data)(),
            locations: vec![],
            device: Device::default(),
            risks: Risks::default(),
            flow: Flow::None,
            tracked_flow: Flow::None,
            familiarity: Familiarity::UNKNOWN,
            session: None,
            new_session: true,
            plan: set.plan,
        },
        proofs: vec![],
        keys: vec![],
        registered: model::MethodSet::EMPTY,
        usable: model::MethodSet::EMPTY,
        request: Request::default(),
        now,
    };
    as_asked(house, set, question, &mut facts.circumstances);
    facts
}

/// What is asked, in the place of what was found.
fn as_asked(house: &House, set: &PolicySet, question: &Question, here: &mut Circumstances) {
    here.country = match (question.country, question.address) {
        (Some(country), _) => Signal::Known(country),
        (None, Some(ip)) => (house.outside.country_of)(ip),
        (None, None) => Signal::NotGiven,
    };
    if question.address.is_none() {
        // A country alone is a place, and one that no range of addresses is in.
        here.address = if question.country.is_some() { Signal::Unknown } else { Signal::NotGiven };
    }
    here.locations = set.places.of(question.address, here.country);
    if let Some(client_app) = question.client_app {
        here.client_app = client_app;
    }
    here.device = question.device.clone();
    here.risks = question.risks;
    here.flow = question.flow;
}

fn given<T>(value: Option<T>) -> Signal<T> {
    value.map_or(Signal::NotGiven, Signal::Known)
}

/// Graph's `analysisReasons`: the first condition that is not met.
fn reason(trace: &PolicyTrace, what: &What) -> &'static str {
    match trace.result {
        ResultCode::NotEnabled => return "policyNotEnabled",
        ResultCode::NotApplied | ResultCode::ReportOnlyNotApplied => {}
        _ => return APPLIES,
    }
    let Some(unmet) = trace.conditions.iter().find(|one| one.verdict != Verdict::Holds) else {
        return "emptyPolicy";
    };
    if unmet.verdict == Verdict::Unknown {
        return "notEnoughInformation";
    }
    word(unmet, what)
}

fn word(unmet: &ConditionTrace, what: &What) -> &'static str {
    match (unmet.condition.as_str(), what) {
        ("users" | "emergencyAccount", _) => "users",
        ("workloads" | "servicePrincipalRisk", _) => "workloadIdentities",
        ("targets", What::Application(_)) => "application",
        ("targets", What::Action(_)) => "userActions",
        ("targets", What::Context(_)) => "authenticationContext",
        ("clientApps", _) => "clientApps",
        ("platforms", _) => "devicePlatform",
        ("locations", _) => "location",
        ("devices", _) => "devices",
        ("signInRisk", _) => "signInRisk",
        ("userRisk", _) => "userRisk",
        ("insiderRisk", _) => "insiderRisk",
        ("agentRisk", _) => "agentIdRisk",
        ("flows", _) => "authenticationFlow",
        _ => "invalidCondition",
    }
}
