use std::net::IpAddr;

use axum::response::Response;
use model::{
    AppId, ClientApp, Country, FirstParty, Flow, Id, Method, Platform, RiskLevel, Signal, UserAction,
};
use policy::{Device, Location, PolicyTrace, Risks, State};
use service::authority::{Permit, ReadLogs, ReadSecurity, Target};
use service::conditional_access::{Answer, Change, Question, What, Who};

use super::desk::{Desk, refused, shown};
use super::policy_acts::words;
use super::shown::page_name;
use super::sign_in::with_names;
use super::sign_in_seen::seen;
use super::sign_ins::applications;
use crate::form::Fields;
use crate::here::Here;
use crate::screens::admin::{Entry, Outcome, SignInLine, WhatIf, WhatIfError, WhatIfForm, WhatIfTold};

/// Where the page is.
pub(super) const PATH: &str = "/admin/conditional-access/what-if";
/// The most that is read of a field, in characters.
const LONGEST: usize = 256;

/// The form, and the answer to what the address asks.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::WhatIf).await?;
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    desk.permit::<ReadLogs>(Target::Organisation)?;
    let query = desk.query();
    let policies = desk.or_fault(desk.house().policies(desk.tenant(), &permit).await)?;
    let policies = policies.written.iter().map(|one| &one.policy);
    let mut screen = WhatIf {
        shell: desk.shell(),
        form: form(&query),
        applications: applications(&desk).await?,
        policies: policies.map(|policy| (policy.id.to_string(), policy.name.clone())).collect(),
        error: None,
        told: None,
    };
    if !query.has("person") {
        return shown(&screen);
    }
    let asked = match asked(&desk, &permit, &screen.form).await? {
        Ok(asked) => asked,
        Err(error) => return Err(refused(&WhatIf { error: Some(error), ..screen })),
    };
    let changes = changes(&screen.form);
    let answer = desk.house().what_if(desk.tenant(), &permit, asked, changes).await;
    match desk.or_fault(answer)? {
        Ok(answer) => screen.told = Some(Box::new(told(&desk, &screen, answer))),
        Err(problem) => {
            let error = Some(WhatIfError::Draft(words(&desk, &problem)));
            return Err(refused(&WhatIf { error, ..screen }));
        }
    }
    shown(&screen)
}

fn form(query: &Fields) -> WhatIfForm {
    let text = |name: &str| query.get(name).trim().chars().take(LONGEST).collect::<String>();
    WhatIfForm {
        person: text("person"),
        open: text("open"),
        address: text("address"),
        country: text("country"),
        client: text("client"),
        platform: text("platform"),
        browser: text("browser"),
        given: text("given"),
        sign_in_risk: text("sign_in_risk"),
        user_risk: text("user_risk"),
        flow: text("flow"),
        device: text("device"),
        policy: text("policy"),
        then: text("then"),
    }
}

async fn asked(
    desk: &Desk,
    permit: &Permit<ReadSecurity>,
    form: &WhatIfForm,
) -> Result<Result<Question, WhatIfError>, Response> {
    let named = desk.house().person_named(desk.tenant(), permit, &form.person).await;
    let Some(person) = desk.or_fault(named)? else { return Ok(Err(WhatIfError::Person)) };
    Ok(question(Who::Person(person.id), form))
}

/// The same as `service` is asked. What no choice of the form has counts as not given.
fn question(who: Who, form: &WhatIfForm) -> Result<Question, WhatIfError> {
    let address = match form.address.as_str() {
        "" => None,
        typed => Some(typed.parse::<IpAddr>().map_err(|_| WhatIfError::Address)?),
    };
    let country = match form.country.as_str() {
        "" => None,
        typed => Some(Country::new(typed).ok_or(WhatIfError::Country)?),
    };
    Ok(Question {
        who,
        what: what(&form.open).ok_or(WhatIfError::Open)?,
        address,
        country,
        client_app: ClientApp::from_word(&form.client),
        platform: Platform::from_word(&form.platform),
        is_new_browser: form.browser == "new",
        device: device(&form.device),
        risks: Risks {
            sign_in: risk(&form.sign_in_risk),
            user: risk(&form.user_risk),
            service_principal: Signal::NotGiven,
            insider: Signal::NotGiven,
            agent: Signal::NotGiven,
        },
        flow: Flow::from_word(&form.flow).unwrap_or(Flow::None),
        proven: given(&form.given),
    })
}

fn what(open: &str) -> Option<What> {
    if let Some(action) = UserAction::from_word(open) {
        return Some(What::Action(action));
    }
    open.parse::<Id<AppId>>().ok().map(What::Application)
}

fn risk(word: &str) -> Signal<RiskLevel> {
    RiskLevel::from_word(word).map_or(Signal::NotGiven, Signal::Known)
}

/// What is known of the device; whoever chooses one of these says that it is registered.
fn device(word: &str) -> Device {
    let registered = |compliant, joined| Device {
        id: Some(Id::fixed(0)),
        compliant: Signal::Known(compliant),
        domain_joined: Signal::Known(joined),
        ..Device::default()
    };
    match word {
        "compliant" => registered(true, false),
        "joined" => registered(false, true),
        "neither" => registered(false, false),
        _ => Device { compliant: Signal::NotGiven, ..Device::default() },
    }
}

fn given(words: &str) -> Option<Vec<Method>> {
    let methods: Vec<Method> = words.split(',').filter_map(Method::from_word).collect();
    (!methods.is_empty()).then_some(methods)
}

/// What is to be otherwise; nothing where the form does not say how.
pub(super) fn changes(form: &WhatIfForm) -> Vec<Change> {
    let change = match (form.policy.as_str(), form.then.as_str()) {
        ("defaults", "on") => Some(Change::Defaults(true)),
        ("defaults", "off" | "gone") => Some(Change::Defaults(false)),
        (policy, then) => policy.parse().ok().and_then(|id| match then {
            "on" => Some(Change::Switched(id, State::On)),
            "off" => Some(Change::Switched(id, State::Off)),
            "gone" => Some(Change::Deleted(id)),
            _ => None,
        }),
    };
    change.into_iter().collect()
}

fn told(desk: &Desk, screen: &WhatIf, answer: Answer) -> WhatIfTold {
    let t = desk.texts();
    let page = answer.facts.target.resource.and_then(FirstParty::from_app_id);
    let page = page.filter(|_| answer.facts.target.action.is_none()).map(|page| page_name(t, page));
    let application = answer.application.clone().or(page);
    let here = &answer.facts.circumstances;
    let line = SignInLine {
        code: String::new(),
        when: String::new(),
        person: Some(answer.who.clone()),
        application: application.clone(),
        outcome: Outcome::LetIn,
        error: 0,
        address: here.address.known().map(|address| address.ip.to_string()),
        country: here.country.known().map(|country| country.code().to_owned()),
        locality: None,
        agent: None,
        is_by_application: false,
        is_emergency: false,
        times: 1,
    };
    let facts = &answer.facts;
    let with_answer = |demand: &policy::Demand| (demand.clone(), demand.is_met(facts));
    WhatIfTold {
        seen: seen(t, &line, Some(facts)),
        demands: answer.trace.decision.demands.iter().map(with_answer).collect(),
        policies: told_policies(answer.trace.policies, &answer.places),
        who: answer.who,
        application,
        end: answer.end,
        obstacle: answer.obstacle,
        ways: answer.ways,
        draft: draft(screen),
    }
}

fn told_policies(policies: Vec<PolicyTrace>, places: &[(Id<Location>, String)]) -> Vec<PolicyTrace> {
    policies.into_iter().map(|policy| with_names(policy, places)).collect()
}

/// What is otherwise than it is set, in words.
fn draft(screen: &WhatIf) -> Option<String> {
    let (_, policy, _) = screen.policy_choices().into_iter().find(|(.., is_chosen)| *is_chosen)?;
    let t = screen.shell.texts;
    match screen.form.then.as_str() {
        "on" => Some(t.whatif_draft_on(policy)),
        "off" => Some(t.whatif_draft_off(policy)),
        "gone" => Some(t.whatif_draft_gone(policy)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_choice_has_counts_as_not_given() {
        let form = WhatIfForm {
            open: "urn:user:registersecurityinfo".to_owned(),
            client: "<script>".to_owned(),
            platform: "amiga".to_owned(),
            given: "telepathy".to_owned(),
            ..WhatIfForm::default()
        };
        let asked = question(Who::Person(Id::fixed(1)), &form).unwrap();
        assert_eq!(asked.what, What::Action(UserAction::RegisterSecurityInfo));
        assert_eq!((asked.client_app, asked.platform, asked.proven), (None, None, None));
        assert_eq!(asked.risks.sign_in, Signal::NotGiven);
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_field() {
        let wrong = |change: fn(&mut WhatIfForm)| {
            let mut form = WhatIfForm { open: Id::<AppId>::fixed(1).to_string(), ..WhatIfForm::default() };
            change(&mut form);
            question(Who::Person(Id::fixed(1)), &form).unwrap_err()
        };
        assert_eq!(wrong(|form| form.address = "1.2.3".to_owned()), WhatIfError::Address);
        assert_eq!(wrong(|form| form.country = "Netherlands".to_owned()), WhatIfError::Country);
        assert_eq!(wrong(|form| form.open = "?".to_owned()), WhatIfError::Open);
    }

    #[test]
    fn a_policy_is_otherwise_only_where_the_form_says_how() {
        let with = |policy: &str, then: &str| {
            changes(&WhatIfForm { policy: policy.to_owned(), then: then.to_owned(), ..WhatIfForm::default() })
        };
        let id = Id::fixed(7);
        assert_eq!(with(&id.to_string(), "on"), [Change::Switched(id, State::On)]);
        assert_eq!(with(&id.to_string(), "gone"), [Change::Deleted(id)]);
        assert_eq!(with("defaults", "on"), [Change::Defaults(true)]);
        assert_eq!(with(&id.to_string(), ""), []);
        assert_eq!(with("", "on"), []);
    }
}
