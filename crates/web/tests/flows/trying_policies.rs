//! Trying policies before they stop anybody: What If, and a draft over the sign-ins that were. On both databases.

use crate::on_both::on_both;
use crate::steps::{
    self, ANNA, BACK, ELSEWHERE, GOOD, OFFICE, PIET, anna, leave, person_with_password, proved, user,
};
use model::{
    AppId, AppKind, Assignment, FirstParty, Flow, Group, Id, Member, Method, Platform, Signal, Span, User,
};
use policy::conditions::Verdict;
use policy::replay::Count;
use policy::statement::{Opened, Proven, Rule, Statement, Whence, Whom};
use policy::{Device, End, Policy, ResultCode, Risks, State};
use serde_json::{Value, json};
use service::Fault;
use service::apps::NewApp;
use service::conditional_access::{Asked, Change, Extent, Question, Report, Started, What, Who, Wish};
use signin::Obstacle;
use store::Tables;
use testkit::{Answer, Client, Organisation, Server};

/// A policy that demands `control` of everybody for every application, under these further conditions.
fn document(name: &str, state: &str, conditions: &Value, control: &str) -> Value {
    let mut document = json!({
        "displayName": name,
        "state": state,
        "conditions": {
            "clientAppTypes": ["all"],
            "users": { "includeUsers": ["All"] },
            "applications": { "includeApplications": ["All"] },
        },
        "grantControls": { "operator": "OR", "builtInControls": [control] },
    });
    for (member, value) in conditions.as_object().unwrap() {
        document["conditions"][member] = value.clone();
    }
    document
}

async fn create(server: &Server, at: &Organisation, document: &Value) -> Id<Policy> {
    let made = server.house.create_policy(at.tenant, leave(), &document.to_string(), Wish::default()).await;
    made.unwrap().unwrap().id
}

/// An application that everybody may open.
async fn open_app(server: &Server, at: &Organisation, name: &str, assignment: Assignment) -> Id<AppId> {
    let new = NewApp {
        name: name.to_owned(),
        kind: AppKind::Confidential,
        redirect_uris: vec![BACK.to_owned()],
        logout_uris: vec![],
        assignment,
    };
    server.house.add_app(at.tenant, leave(), new).await.unwrap().0.app_id
}

fn asking(user: Id<User>, app: Id<AppId>) -> Question {
    Question {
        who: Who::Person(user),
        what: What::Application(app),
        address: None,
        country: None,
        client_app: None,
        platform: None,
        is_new_browser: false,
        device: Device { compliant: Signal::NotGiven, ..Device::default() },
        risks: Risks::default(),
        flow: Flow::None,
        proven: None,
    }
}

/// Sends a form as its page would.
async fn send(browser: &Client, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get(page).await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    browser.post(action, &all).await
}

async fn ask(
    server: &Server,
    at: &Organisation,
    question: Question,
    changes: Vec<Change>,
) -> service::conditional_access::Answer {
    server.house.what_if(at.tenant, &leave(), question, changes).await.unwrap().unwrap()
}

async fn replayed(server: &Server, at: &Organisation, changes: Vec<Change>) -> Report {
    let asked = Asked { changes, days: 30 };
    server.house.replay(at.tenant, &leave(), asked, &|_| ()).await.unwrap().unwrap()
}

on_both! {
    async fn what_if_tells_how_a_sign_in_ends_and_every_condition_that_does_not_fit(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let app = open_app(&server, &at, "Nextcloud", Assignment::Everyone).await;
        let spain = json!({ "@odata.type": "#microsoft.graph.countryNamedLocation", "displayName": "Spain",
            "countriesAndRegions": ["ES"], "includeUnknownCountriesAndRegions": false });
        let spain = server.house.create_location(at.tenant, leave(), &spain.to_string()).await.unwrap().unwrap();
        let conditions = json!({ "locations": { "includeLocations": [spain.id.to_string()] },
            "platforms": { "includePlatforms": ["android"] } });
        create(&server, &at, &document("Spain", "enabled", &conditions, "mfa")).await;
        let told = ask(&server, &at, asking(piet, app), vec![]).await;
        assert_eq!((told.end, told.obstacle, told.who.as_str()), (End::In, None, "Piet Bakker"));
        assert_eq!(told.application.as_deref(), Some("Nextcloud"));
        let trace = told.trace.policies.iter().find(|policy| policy.name == "Spain").unwrap();
        let unmet: Vec<_> = trace.conditions.iter().filter(|one| one.verdict != Verdict::Holds).collect();
        assert_eq!(trace.result, ResultCode::NotApplied);
        let words: Vec<(&str, Verdict)> = unmet.iter().map(|one| (one.condition.as_str(), one.verdict)).collect();
        assert_eq!(words, [("platforms", Verdict::Unknown), ("locations", Verdict::Unknown)]);
        // From there, on that platform, he is asked for what he does not have; with it he is in.
        let there = Question {
            address: Some(ELSEWHERE.parse().unwrap()),
            platform: Some(Platform::Android),
            ..asking(piet, app)
        };
        let told = ask(&server, &at, there.clone(), vec![]).await;
        assert_eq!(told.end, End::Stuck);
        assert!(!told.ways.is_empty(), "another platform would do");
        let given = Question { proven: Some(vec![Method::Password, Method::Totp]), ..there.clone() };
        assert_eq!(ask(&server, &at, given, vec![]).await.end, End::In);
        // A country that is said beats that of the address.
        let said = Question { country: model::Country::new("NL"), ..there };
        assert_eq!(ask(&server, &at, said, vec![]).await.end, End::In);
    }

    async fn what_if_judges_by_a_draft_that_nobody_saved(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let app = open_app(&server, &at, "Nextcloud", Assignment::Everyone).await;
        let report = document("Block", "enabledForReportingButNotEnforced", &json!({}), "block");
        let id = create(&server, &at, &report).await;
        let end = async |changes: Vec<Change>| ask(&server, &at, asking(piet, app), changes).await.end;
        assert_eq!(end(vec![]).await, End::In);
        assert_eq!(end(vec![Change::Switched(id, State::On)]).await, End::Stopped(53_003));
        let written = document("New", "enabled", &json!({}), "mfa").to_string();
        assert_eq!(end(vec![Change::Written(written.clone())]).await, End::Stuck);
        // A document with an id that is here stands in the place of what is kept.
        let mut instead: Value = serde_json::from_str(&written).unwrap();
        instead["id"] = id.to_string().into();
        let both = vec![Change::Switched(id, State::On), Change::Written(instead.to_string())];
        assert_eq!(end(both).await, End::Stuck);
        assert_eq!(end(vec![Change::Switched(id, State::On), Change::Deleted(id)]).await, End::In);
        assert_eq!(end(vec![Change::Defaults(true)]).await, End::Stuck);
        let kept = server.house.policies(at.tenant, &leave()).await.unwrap();
        assert!(!kept.defaults_on && kept.written.len() == 1 && kept.written[0].policy.state == State::ReportOnly);
        let strange = json!({ "moonPhase": "full" });
        let strange = document("Moon", "enabled", &strange, "mfa").to_string();
        let strange = vec![Change::Written(strange)];
        let asked = server.house.what_if(at.tenant, &leave(), asking(piet, app), strange).await;
        let problem = asked.unwrap().unwrap_err();
        assert_eq!(problem.to_string(), "not understood, so that it may not be on: `conditions.moonPhase`");
        let gone = vec![Change::Deleted(Id::fixed(1))];
        let asked = server.house.what_if(at.tenant, &leave(), asking(piet, app), gone).await;
        assert!(matches!(asked, Err(Fault::NotFound)));
    }

    async fn what_if_knows_what_stands_in_the_way_beside_policies(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let app = open_app(&server, &at, "Payroll", Assignment::Assigned).await;
        let told = ask(&server, &at, asking(piet, app), vec![]).await;
        assert_eq!((told.end, told.obstacle), (End::In, Some(Obstacle::NotAssigned)));
        server.house.block(at.tenant, leave(), piet).await.unwrap();
        let told = ask(&server, &at, asking(piet, FirstParty::My.app_id()), vec![]).await;
        assert_eq!(told.obstacle, Some(Obstacle::Blocked));
        // An application that signs in as itself is nobody: policies about people do not reach it.
        create(&server, &at, &document("Everybody", "enabledForReportingButNotEnforced", &json!({}), "mfa")).await;
        let itself = Question { who: Who::Application(app), ..asking(piet, app) };
        let told = ask(&server, &at, itself, vec![]).await;
        assert_eq!((told.end, told.who.as_str()), (End::In, "Payroll"));
        let trace = told.trace.policies.iter().find(|policy| policy.name == "Everybody").unwrap();
        assert_eq!(trace.result, ResultCode::ReportOnlyNotApplied);
    }

    async fn what_each_policy_says_has_the_words_of_graph(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let app = open_app(&server, &at, "Nextcloud", Assignment::Everyone).await;
        let android = json!({ "platforms": { "includePlatforms": ["android"] } });
        create(&server, &at, &document("All", "enabled", &json!({}), "mfa")).await;
        create(&server, &at, &document("Off", "disabled", &json!({}), "mfa")).await;
        create(&server, &at, &document("Android", "enabled", &android, "mfa")).await;
        let nobody = json!({ "users": { "includeUsers": [user(&server, at.tenant, ANNA).await.to_string()] } });
        create(&server, &at, &document("Anna", "enabledForReportingButNotEnforced", &nobody, "mfa")).await;
        let said = async |platform| {
            let question = Question { platform, ..asking(piet, app) };
            let found = server.house.evaluate_policies(at.tenant, &leave(), vec![question]).await.unwrap();
            let told = found.iter().map(|one| (one.document.policy.name.clone(), one.applies, one.reason));
            told.collect::<Vec<_>>()
        };
        let told = |name: &str, applies, reason| (name.to_owned(), applies, reason);
        assert_eq!(
            said(None).await,
            [
                told("All", true, "notSet"),
                told("Off", false, "policyNotEnabled"),
                told("Android", false, "notEnoughInformation"),
                told("Anna", false, "users"),
            ]
        );
        assert_eq!(said(Some(Platform::Linux)).await[2], told("Android", false, "devicePlatform"));
    }

    async fn a_question_stands_in_the_address_and_its_answer_is_for_administrators(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet_browser = server.browser(OFFICE);
        person_with_password(&server, &at, PIET, &piet_browser).await;
        let admin = anna(&server, &at).await;
        let page = "/admin/conditional-access/what-if";
        assert!(admin.get(page).await.text().contains("Ask about a sign-in"));
        let my = FirstParty::My.app_id();
        let asked = format!("{page}?person=piet%40example.org&open={my}&given=password&platform=linux");
        let answer = admin.get(&asked).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert!(answer.text().contains("Piet Bakker is let in to"), "{}", answer.text());
        // What was asked is still in the form.
        assert!(answer.body.contains("value=\"piet@example.org\""), "{}", answer.body);
        let draft = format!("{asked}&policy=defaults&then=on");
        let answer = admin.get(&draft).await;
        assert!(answer.text().contains("something is asked that is not set up"), "{}", answer.text());
        assert!(answer.text().contains("as if “Security defaults” were on"), "{}", answer.text());
        let nobody = admin.get(&format!("{page}?person=nobody%40example.org&open={my}")).await;
        assert_eq!(nobody.status, 422);
        assert!(nobody.text().contains("There is nobody here with the name"), "{}", nobody.text());
        for address in [page, asked.as_str()] {
            let other = piet_browser.get(address).await;
            assert!(!other.text().contains("What policies would say"), "{}", other.text());
        }
    }

    async fn a_replay_tells_who_would_have_been_asked_against_what_happened(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet_browser = server.browser(OFFICE);
        let piet = person_with_password(&server, &at, PIET, &piet_browser).await;
        anna(&server, &at).await;
        for _ in 0..2 {
            let fresh = server.browser(ELSEWHERE);
            assert_eq!(proved(&fresh, PIET, GOOD).await.status, 303);
        }
        let everybody = document("Everybody", "enabled", &json!({}), "mfa");
        let report = replayed(&server, &at, vec![Change::Written(everybody.to_string())]).await;
        let found = &report.found;
        let stuck = Count { stuck: 3, ..Count::default() };
        assert_eq!(found.changed, stuck, "the invitation and two sign-ins with a password alone");
        assert_eq!(found.people.most(), [(piet, stuck)], "Anna gave both factors");
        assert_eq!(found.looked_at, 5, "three of Piet's and two of Anna's, one as she set Sluis up: each once, with its questions");
        assert_eq!((report.unreadable, found.examples.len()), (0, 3));
        let named = server.house.replay_names(at.tenant, &leave(), &report).await.unwrap();
        assert_eq!(named.reasons[0].1, "Everybody");
        assert_eq!(named.people[0].1, "Piet Bakker");
        // What the policy did is no longer a difference: it happened.
        let id = create(&server, &at, &everybody).await;
        server.pass(Span::seconds(1));
        let fresh = server.browser(ELSEWHERE);
        let page = proved(&fresh, PIET, GOOD).await;
        assert_ne!(page.status, 303, "{}", page.text());
        let report = replayed(&server, &at, vec![Change::Switched(id, State::On)]).await;
        assert_eq!((report.found.changed, report.found.looked_at), (stuck, 6));
        let report = replayed(&server, &at, vec![Change::Switched(id, State::Off)]).await;
        assert_eq!(report.found.changed, Count { let_in: 1, ..Count::default() });
    }

    async fn a_replay_knows_the_places_that_the_draft_names(database) {
        let (server, at) = Server::with_organisation(database).await;
        person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        assert_eq!(proved(&server.browser(ELSEWHERE), PIET, GOOD).await.status, 303);
        // The location was not there when he signed in.
        let office = json!({ "displayName": "Office", "isTrusted": true, "ipRanges": [{ "cidrAddress": "203.0.113.0/24" }] });
        let office = server.house.create_location(at.tenant, leave(), &office.to_string()).await.unwrap().unwrap();
        let outside = json!({ "locations": { "includeLocations": ["All"], "excludeLocations": [office.id.to_string()] } });
        let outside = document("Outside", "enabled", &outside, "block").to_string();
        let report = replayed(&server, &at, vec![Change::Written(outside)]).await;
        // From elsewhere, and from where it cannot be told, as Anna set Sluis up.
        assert_eq!(report.found.changed, Count { stopped: 2, ..Count::default() }, "{:?}", report.found);
    }

    async fn a_replay_is_started_on_its_page_and_taken_out_with_a_record(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet_browser = server.browser(OFFICE);
        person_with_password(&server, &at, PIET, &piet_browser).await;
        let admin = anna(&server, &at).await;
        let report = document("Everybody", "enabledForReportingButNotEnforced", &json!({}), "mfa");
        let id = create(&server, &at, &report).await;
        let path = "/admin/conditional-access/replay";
        let page = admin.get(&format!("{path}?policy={id}&then=on")).await;
        assert!(page.body.contains(&format!("value=\"{id}\" selected")), "{}", page.body);
        let wrong = send(&admin, path, path, &[("policy", &id.to_string()), ("then", "on"), ("days", "0")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("number of days from 1 to 365"), "{}", wrong.text());
        let started = send(&admin, path, path, &[("policy", &id.to_string()), ("then", "on"), ("days", "30")]).await;
        assert_eq!(started.status, 303, "{}", started.text());
        let run = started.location().to_owned();
        let done = loop {
            let page = admin.get(&run).await;
            if !page.body.contains("data-again") {
                break page;
            }
        };
        assert!(done.text().contains("1 of 3 sign-ins would have ended otherwise"), "{}", done.text());
        assert!(done.text().contains("Piet Bakker") && done.text().contains("as if “Everybody” were on"), "{}", done.text());
        let run = run.rsplit_once('=').unwrap().1;
        let file = send(&admin, path, &format!("{path}.csv"), &[("run", run)]).await;
        assert_eq!(file.status, 200);
        assert_eq!(file.body.lines().count(), 2, "{}", file.body);
        assert_eq!(steps::audited(&server, &at, "exportPolicyReplay").await, 1);
        let other = piet_browser.get(&format!("{path}?run={run}")).await;
        assert!(!other.text().contains("would have ended otherwise"), "{}", other.text());
    }

    async fn a_replay_goes_on_when_its_page_is_left_and_is_for_its_organisation(database) {
        let (server, at) = Server::with_organisation(database).await;
        person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let everybody = document("Everybody", "enabled", &json!({}), "mfa").to_string();
        let asked = Asked { changes: vec![Change::Written(everybody)], days: 30 };
        let id = server.house.start_replay(at.tenant, leave(), asked).unwrap();
        let report = loop {
            match server.house.started_replay(at.tenant, &leave(), id).unwrap() {
                Started::Running(_) => tokio::task::yield_now().await,
                Started::Done(report) => break report,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(report.found.changed.stuck, 1);
        let other = server.house.started_replay(Id::fixed(1), &leave(), id);
        assert!(matches!(other, Err(Fault::NotFound)));
        let file = server.house.replay_file(at.tenant, &leave(), &report).await.unwrap();
        let text = String::from_utf8(file).unwrap();
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(text.lines().nth(1).unwrap().ends_with(",success,letIn,cannotGive"), "{text}");
        server.pass(Span::hours(2));
        assert!(matches!(server.house.started_replay(at.tenant, &leave(), id), Err(Fault::NotFound)));
    }

    async fn a_policy_test_shows_the_sign_in_that_breaks_it(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &at).await;
        let path = "/admin/conditional-access/tests";
        assert!(admin.get(path).await.text().contains("There are no tests yet"));
        let fields = [("name", "Second step"), ("whom", "everybody"), ("rule", "without:secondStep")];
        let added = send(&admin, path, path, &fields).await;
        assert_eq!(added.status, 303, "{}", added.text());
        let page = admin.get(path).await;
        assert!(page.text().contains("Everybody: never let in to any application from anywhere without a second step"), "{}", page.text());
        assert!(page.text().contains("Does not hold") && page.text().contains("is let in to"), "{}", page.text());
        // Everybody but Piet is asked: he is the example, and What If is asked about him.
        let mut but_piet = document("Everybody", "enabled", &json!({}), "mfa");
        but_piet["conditions"]["users"]["excludeUsers"] = json!([piet.to_string()]);
        let id = create(&server, &at, &but_piet).await;
        let page = admin.get(path).await;
        assert!(page.text().contains("Piet Bakker is let in to"), "{}", page.text());
        assert!(page.body.contains("what-if?person=piet%40example.org"), "{}", page.body);
        // The job finds the same, and tries again only once something is saved.
        server.house.run_jobs().await;
        let looked = async || server.house.policy_tests_looked(at.tenant, &leave()).await.unwrap().unwrap();
        let first = looked().await;
        assert_eq!(first.broken.len(), 1);
        server.pass(Span::minutes(1));
        server.house.run_jobs().await;
        assert_eq!(looked().await, first);
        let everybody = json!({ "conditions": { "users": { "excludeUsers": [] } } }).to_string();
        let held = server.house.policy_tests(at.tenant, &leave(), vec![Change::Deleted(id)]).await.unwrap().unwrap();
        assert!(held[0].broken.is_some(), "without the policy it breaks too");
        server.house.change_policy(at.tenant, leave(), id, &everybody, Wish::default()).await.unwrap().unwrap();
        server.house.run_jobs().await;
        assert!(looked().await.broken.is_empty());
        let page = admin.get(path).await;
        assert!(!page.text().contains("Does not hold") && page.text().contains("Holds"), "{}", page.text());
        // Removed, and brought back.
        let (_, rest) = page.body.split_once("/conditional-access/tests/").unwrap();
        let test = rest.split('/').next().unwrap();
        let removed = send(&admin, path, &format!("{path}/{test}/remove"), &[]).await;
        assert_eq!(removed.status, 303);
        assert_eq!(steps::audited(&server, &at, "removePolicyTest").await, 1);
        let page = admin.follow(removed).await;
        assert!(page.text().contains("There are no tests yet") && page.text().contains("Undo"), "{}", page.text());
        let nameless = send(&admin, path, path, &[("name", " "), ("whom", "guests"), ("rule", "never")]).await;
        assert_eq!(nameless.status, 422);
    }

    async fn a_policy_test_about_more_people_than_are_tried_says_so(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (group, now) = (Id::<Group>::fixed(0x57aff), server.now());
        let fill = move |tx: &mut sql::Tx<'_>| {
            for number in 1..=1_001 {
                tx.memberships().add(group, Member::Person(Id::fixed(number)), now)?;
            }
            Ok::<_, Fault>(())
        };
        server.database().write(at.tenant, fill).await.unwrap();
        let rule = Rule::Always(Proven::PhishingResistant);
        let statement =
            Statement { whom: Whom::Group(group), opened: Opened::Anything, whence: Whence::Anywhere, rule };
        server.house.add_policy_test(at.tenant, leave(), "Staff", statement).await.unwrap().unwrap();
        let extent = async || {
            let tests = server.house.policy_tests(at.tenant, &leave(), vec![]).await;
            tests.unwrap().unwrap()[0].extent
        };
        assert_eq!(extent().await, Extent::SomePeople);
        let empty = move |tx: &mut sql::Tx<'_>| tx.memberships().remove(group, Member::Person(Id::fixed(1)));
        server.database().write(at.tenant, empty).await.unwrap();
        assert_eq!(extent().await, Extent::SomePeople, "what was found is kept for a while");
        server.pass(Span::minutes(11));
        assert_eq!(extent().await, Extent::Whole);
    }
}
