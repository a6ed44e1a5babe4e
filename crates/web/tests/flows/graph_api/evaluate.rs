//! What If at the API, and the templates that policies are made of.

use model::{Behalf, FirstParty, Locale, Method as Factor, Permission, Signal};
use policy::{Device, End, ResultCode, Risks, State};
use reqwest::Method;
use serde_json::{Value, json};
use service::conditional_access::{Asked, Change, Question, What, Who, Wish};
use service::terms::TermsDraft;
use store::{Filter, Tables};
use testkit::{Organisation, Server};

use crate::graph_api::api::{Script, refused};
use crate::on_both::on_both;
use crate::steps::{ANNA, ELSEWHERE, GOOD, OFFICE, PIET, leave, person_with_password, proved, user};

const READ: (Behalf, Permission) = (Behalf::Own, Permission::PolicyReadAll);
const WRITE: (Behalf, Permission) = (Behalf::Own, Permission::PolicyReadWriteConditionalAccess);
const EVALUATE: &str = "/v1.0/identity/conditionalAccess/evaluate";
const TEMPLATES: &str = "/identity/conditionalAccess/templates";

fn policy(name: &str, conditions: &Value, control: &str) -> Value {
    let mut policy = json!({
        "displayName": name,
        "state": "enabledForReportingButNotEnforced",
        "conditions": {
            "clientAppTypes": ["all"],
            "users": { "includeUsers": ["All"] },
            "applications": { "includeApplications": ["All"] },
        },
        "grantControls": { "operator": "OR", "builtInControls": [control] },
    });
    for (member, value) in conditions.as_object().unwrap() {
        policy["conditions"][member] = value.clone();
    }
    policy
}

async fn create(server: &Server, at: &Organisation, policy: &Value) -> model::Id<policy::Policy> {
    let made = server.house.create_policy(at.tenant, leave(), &policy.to_string(), Wish::default()).await;
    made.unwrap().unwrap().id
}

fn asking(user: impl ToString, apps: &[String], conditions: &Value) -> Value {
    json!({
        "signInIdentity": { "@odata.type": "#microsoft.graph.userSignIn", "userId": user.to_string() },
        "signInContext": { "@odata.type": "#microsoft.graph.applicationContext", "includeApplications": apps },
        "signInConditions": conditions,
    })
}

/// Each policy's name, whether it applies, and why not.
async fn evaluated(script: &Script, token: &str, body: &Value) -> Vec<(String, bool, String)> {
    let answer = script.ask(token, Method::POST, EVALUATE, Some(body)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let told = answer.json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let one = |one: &Value| {
        (text(&one["displayName"]), one["policyApplies"].as_bool().unwrap(), text(&one["analysisReasons"]))
    };
    told["value"].as_array().unwrap().iter().map(one).collect()
}

/// Policies about everybody, one person or another, here, there or anywhere, with any program, a browser or another.
fn every_kind(piet: &str, anna: &str, spain: &str) -> Vec<Value> {
    let whom = [json!(["All"]), json!([piet]), json!([anna])];
    let wheres = [
        Value::Null,
        json!({ "includeLocations": [spain] }),
        json!({ "includeLocations": ["All"], "excludeLocations": [spain] }),
    ];
    let programs = [json!(["all"]), json!(["browser"]), json!(["other"])];
    let mut all = vec![];
    for users in &whom {
        for locations in &wheres {
            for programs in &programs {
                let control = if all.len() % 2 == 0 { "mfa" } else { "block" };
                let conditions = json!({
                    "users": { "includeUsers": users },
                    "locations": locations,
                    "clientAppTypes": programs,
                });
                all.push(policy(&format!("Number {}", all.len()), &conditions, control));
            }
        }
    }
    all
}

on_both! {
    async fn a_question_is_answered_policy_by_policy(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let script = Script::register(&server, &at, &[READ]).await;
        let token = script.own_token().await;
        let (my, own) = (FirstParty::My.app_id().to_string(), script.app.app_id.to_string());
        create(&server, &at, &policy("Android", &json!({ "platforms": { "includePlatforms": ["android"] } }), "mfa")).await;
        create(&server, &at, &policy("Script", &json!({ "applications": { "includeApplications": [own] } }), "mfa")).await;
        create(&server, &at, &policy("API", &json!({ "applications": { "includeApplications": ["797f4846-ba00-4fd7-ba43-dac1f8f63013"] } }), "mfa")).await;
        let told = |name: &str, applies, reason: &str| (name.to_owned(), applies, reason.to_owned());
        let android = json!({ "devicePlatform": "android", "clientAppType": "browser" });
        assert_eq!(
            evaluated(&script, &token, &asking(piet, std::slice::from_ref(&my), &android)).await,
            [told("Android", true, "notSet"), told("Script", false, "application"), told("API", false, "application")]
        );
        // Of several applications, each that a policy is about counts; the API has a second id.
        let management = "797f4846-ba00-4fd7-ba43-dac1f8f63013".to_owned();
        assert_eq!(
            evaluated(&script, &token, &asking(piet, &[my.clone(), own.clone(), management], &json!({}))).await,
            [told("Android", false, "notEnoughInformation"), told("Script", true, "notSet"), told("API", true, "notSet")]
        );
        let mut applied = asking(piet, std::slice::from_ref(&my), &android);
        applied["appliedPoliciesOnly"] = json!(true);
        assert_eq!(evaluated(&script, &token, &applied).await, [told("Android", true, "notSet")]);
        let principal = json!({
            "signInIdentity": { "servicePrincipalId": script.app.principal_id.to_string() },
            "signInContext": { "includeApplications": [own] },
        });
        assert_eq!(evaluated(&script, &token, &principal).await[1], told("Script", false, "users"));
        let action = json!({
            "signInIdentity": { "userId": piet.to_string() },
            "signInContext": { "userAction": "registerSecurityInformation" },
        });
        assert_eq!(evaluated(&script, &token, &action).await[1], told("Script", false, "userActions"));
    }

    async fn an_answer_has_every_key_of_its_policies_and_a_question_that_cannot_be_read_none(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let script = Script::register(&server, &at, &[READ]).await;
        let token = script.own_token().await;
        create(&server, &at, &policy("All", &json!({}), "mfa")).await;
        let my = [FirstParty::My.app_id().to_string()];
        let body = asking(piet, &my, &json!({}));
        for version in ["v1.0", "beta"] {
            let path = format!("/{version}/identity/conditionalAccess/evaluate");
            let told = script.ask(&token, Method::POST, &path, Some(&body)).await.json();
            let context = format!("{}/{version}/$metadata#Collection(microsoft.graph.whatIfAnalysisResult)", server.base);
            assert_eq!(told["@odata.context"], context);
            let one = &told["value"][0];
            for key in ["id", "templateId", "createdDateTime", "modifiedDateTime", "sessionControls", "grantControls"] {
                assert!(one.get(key).is_some(), "{key}");
            }
            assert_eq!(one["conditions"]["signInRiskLevels"], json!([]));
            assert_eq!(one["conditions"].get("agentIdRiskLevels").is_some(), version == "beta");
        }
        for (conditions, path) in [
            (json!({ "country": "Nederland" }), "signInConditions.country"),
            (json!({ "moonPhase": "full" }), "signInConditions.moonPhase"),
            (json!({ "agentIdRiskLevel": "high" }), "signInConditions.agentIdRiskLevel"),
        ] {
            let answer = script.ask(&token, Method::POST, EVALUATE, Some(&asking(piet, &my, &conditions))).await;
            refused(&answer, 400, "BadRequest");
            assert!(answer.body.contains(path), "{}", answer.body);
        }
        refused(&script.ask(&token, Method::POST, EVALUATE, None).await, 400, "BadRequest");
        let nobody = asking("11111111-1111-4111-8111-111111111111", &my, &json!({}));
        refused(&script.ask(&token, Method::POST, EVALUATE, Some(&nobody)).await, 404, "NotFound");
        let other = Script::register(&server, &at, &[(Behalf::Own, Permission::UserReadAll)]).await;
        let weak = other.own_token().await;
        refused(&other.ask(&weak, Method::POST, EVALUATE, Some(&body)).await, 403, "AccessDenied");
        refused(&other.ask(&weak, Method::GET, &format!("/v1.0{TEMPLATES}"), None).await, 403, "AccessDenied");
    }

    /// One engine: a program that asks, a page that asks, and a replay of what happened.
    async fn what_if_evaluate_and_replay_say_the_same_of_the_same_sign_in(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let anna = user(&server, at.tenant, ANNA).await;
        let script = Script::register(&server, &at, &[READ]).await;
        let token = script.own_token().await;
        let spain = json!({ "displayName": "Spain", "countriesAndRegions": ["ES"] });
        let spain = server.house.create_location(at.tenant, leave(), &spain.to_string()).await.unwrap().unwrap();
        let mut ids = vec![];
        for policy in every_kind(&piet.to_string(), &anna.to_string(), &spain.id.to_string()) {
            ids.push(create(&server, &at, &policy).await);
        }
        let places = [OFFICE, ELSEWHERE];
        for place in places {
            assert_eq!(proved(&server.browser(place), PIET, GOOD).await.status, 303);
        }
        let filter = Filter { user: Some(piet), ..Filter::default() };
        let records = server.database().read(at.tenant, move |tx| tx.records().list(&filter, 100)).await.unwrap();
        let record = |place: &str| {
            records.iter().find(|one| one.address.as_deref() == Some(place) && one.door == "browser").unwrap().id
        };
        let my = FirstParty::My.app_id();
        let mut met = 0;
        for place in places {
            let body = asking(piet, &[my.to_string()], &json!({ "ipAddress": place, "clientAppType": "browser" }));
            let told = evaluated(&script, &token, &body).await;
            let question = Question {
                who: Who::Person(piet),
                what: What::Application(my),
                address: place.parse().ok(),
                country: None,
                client_app: None,
                platform: None,
                is_new_browser: true,
                device: Device { compliant: Signal::NotGiven, ..Device::default() },
                risks: Risks::default(),
                flow: model::Flow::None,
                proven: Some(vec![Factor::Password]),
            };
            let asked = async |changes: Vec<Change>| {
                server.house.what_if(at.tenant, &leave(), question.clone(), changes).await.unwrap().unwrap()
            };
            let before = asked(vec![]).await;
            assert_eq!(before.end, End::In);
            for (id, (name, applies, reason)) in ids.iter().zip(told) {
                let trace = before.trace.policies.iter().find(|one| one.id == *id).unwrap();
                assert_eq!(applies, trace.result != ResultCode::ReportOnlyNotApplied, "{name} {place} {reason}");
                let changes = vec![Change::Switched(*id, State::On)];
                let after = asked(changes.clone()).await;
                let report = server.house.replay(at.tenant, &leave(), Asked { changes, days: 30 }, &|_| ()).await;
                let report = report.unwrap().unwrap();
                let found = report.found.examples.iter().find(|one| one.record == record(place).cast());
                let ends = found.map(|one| (one.before, one.after));
                assert_eq!(ends, applies.then_some((before.end, after.end)), "{name} {place} {reason}");
                met += usize::from(applies);
            }
        }
        // Whom, where and with what: two of three, each, from either place.
        assert_eq!(met, 2 * 2 * 2 * 2);
    }

    async fn templates_are_told_with_what_they_make(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[WRITE]).await;
        let token = script.own_token().await;
        let all = script.read(&token, &format!("/v1.0{TEMPLATES}")).await;
        let all = all["value"].as_array().unwrap();
        assert_eq!(all.len(), 21);
        for template in all {
            let id = template["id"].as_str().unwrap();
            let one = script.read(&token, &format!("/beta{TEMPLATES}/{id}")).await;
            assert_eq!(one["name"], template["name"]);
            let description = one["description"].as_str().unwrap();
            assert!(description.ends_with('.') && !description.contains('*'), "{description}");
            // What it holds is a policy as it stands.
            let policy = json!({
                "templateId": id,
                "displayName": one["name"],
                "state": "disabled",
                "conditions": one["details"]["conditions"],
                "grantControls": one["details"]["grantControls"],
                "sessionControls": one["details"]["sessionControls"],
            });
            let made = script.ask(&token, Method::POST, "/beta/identity/conditionalAccess/policies", Some(&policy)).await;
            assert_eq!((made.status, made.json()["templateId"].as_str()), (201, Some(id)), "{}", made.body);
        }
        let agents = format!("/v1.0{TEMPLATES}/c5bf9137-a43c-48e1-9d13-8258b31b855d");
        assert_eq!(script.read(&token, &agents).await["scenarios"], "unknownFutureValue");
        let prefer = [("prefer", "include-unknown-enum-members")];
        let told = script.ask_with(&token, Method::GET, &agents, None, &prefer).await;
        assert_eq!(told.json()["scenarios"], "aiAgents");
        let recovery = format!("/v1.0{TEMPLATES}/6acdf4c3-6815-485c-a57d-2c349d517ba0");
        let controls = |template: &Value| template["details"]["grantControls"]["builtInControls"].clone();
        assert_eq!(controls(&script.read(&token, &recovery).await), json!(["unknownFutureValue"]));
        let told = script.ask_with(&token, Method::GET, &recovery, None, &prefer).await;
        assert_eq!(controls(&told.json()), json!(["verifiedID"]));
        refused(&script.ask(&token, Method::GET, &format!("/v1.0{TEMPLATES}/x"), None).await, 404, "NotFound");
    }
    async fn terms_of_use_are_read_with_their_texts(database) {
        let (server, at) = Server::with_organisation(database).await;
        let draft = TermsDraft {
            name: "House rules".to_owned(),
            must_view: true,
            again_days: Some(90),
            texts: vec![(Locale::En, "Be kind.".to_owned()), (Locale::Nl, "Wees aardig.".to_owned())],
            ask_again: false,
            seen: None,
        };
        let id = server.house.add_terms(at.tenant, leave(), draft).await.unwrap().unwrap();
        let script = Script::register(&server, &at, &[READ]).await;
        let token = script.own_token().await;
        let path = "/v1.0/identityGovernance/termsOfUse/agreements";
        let all = script.read(&token, path).await;
        let expected = json!({
            "id": id.to_string(), "displayName": "House rules", "isPerDeviceAcceptanceRequired": false,
            "isViewingBeforeAcceptanceRequired": true, "termsExpiration": null,
            "userReacceptRequiredFrequency": "P90D",
        });
        assert_eq!(all["value"], json!([expected]));
        let files = script.read(&token, &format!("{path}/{id}/files")).await;
        assert_eq!((files["value"][1]["language"].as_str(), files["value"][1]["isDefault"].as_bool()), (Some("nl"), Some(false)));
        assert_eq!(files["value"][0]["fileData"]["data"], "QmUga2luZC4=");
        refused(&script.ask(&token, Method::GET, &format!("{path}/x"), None).await, 404, "NotFound");
        let other = Script::register(&server, &at, &[(Behalf::Own, Permission::UserReadAll)]).await;
        let weak = other.own_token().await;
        refused(&other.ask(&weak, Method::GET, path, None).await, 403, "AccessDenied");
    }
}
