//! Terms of use: asked at the end of a sign-in, kept when they are answered, and looked after by administrators. On both
//! databases and without JavaScript.

use crate::on_both::on_both;
use crate::steps::{self, GOOD, OFFICE, PIET, anna, audited, leave, person_with_password, proved, sign_out};
use model::{AppId, FirstParty, Id, Locale, Method, Signal, Span, User};
use policy::{Agreement, Device, End, Policy, Risks, State};
use serde_json::json;
use service::conditional_access::{Asked, Change, PolicyProblem, Question, What, Who, Wish};
use service::terms::{TermsDraft, TermsProblem};
use store::Tables;
use testkit::{Answer, Client, Organisation, Server};

const LIST: &str = "/admin/conditional-access/terms";

fn rules() -> TermsDraft {
    TermsDraft {
        name: "House rules".to_owned(),
        must_view: false,
        again_days: None,
        texts: vec![
            (Locale::En, "# Rules\nBe kind. <b>Always</b>.".to_owned()),
            (Locale::Nl, "# Regels\nWees aardig.".to_owned()),
        ],
        ask_again: false,
        seen: None,
    }
}

async fn add(server: &Server, at: &Organisation, draft: TermsDraft) -> Id<Agreement> {
    server.house.add_terms(at.tenant, leave(), draft).await.unwrap().unwrap()
}

async fn change(server: &Server, at: &Organisation, terms: Id<Agreement>, draft: TermsDraft) {
    server.house.change_terms(at.tenant, leave(), terms, draft).await.unwrap().unwrap();
}

/// A policy that asks somebody to accept them.
async fn demand(server: &Server, at: &Organisation, user: Id<User>, terms: Id<Agreement>) -> Id<Policy> {
    let policy = json!({
        "displayName": "Rules for Piet", "state": "enabled",
        "conditions": {
            "clientAppTypes": ["all"],
            "users": { "includeUsers": [user.to_string()] },
            "applications": { "includeApplications": ["All"] },
        },
        "grantControls": { "operator": "OR", "builtInControls": [], "termsOfUse": [terms.to_string()] },
    });
    let made = server.house.create_policy(at.tenant, leave(), &policy.to_string(), Wish::default()).await;
    made.unwrap().unwrap().id
}

/// Somebody who signs in with a password, and terms that they must accept.
async fn piet(database: testkit::Database) -> (Server, Organisation, Id<User>, Id<Agreement>) {
    let (server, at) = Server::with_organisation(database).await;
    let user = person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
    let terms = add(&server, &at, rules()).await;
    demand(&server, &at, user, terms).await;
    (server, at, user, terms)
}

async fn answered(server: &Server, at: &Organisation, terms: Id<Agreement>) -> Vec<(bool, i64)> {
    let read = server.house.terms_answers(at.tenant, &leave(), terms, None, 50).await.unwrap();
    read.into_iter().map(|one| (one.answer.accepted, one.answer.version)).collect()
}

async fn sent(browser: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get("/my").await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    let done = browser.post(path, &all).await;
    if done.status == 303 { browser.get(done.location()).await } else { done }
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
        flow: model::Flow::None,
        proven: Some(vec![Method::Password]),
    }
}

on_both! {
    async fn terms_are_asked_after_the_proofs_and_accepted_once(database) {
        let (server, at, user, terms) = piet(database).await;
        let browser = server.browser(OFFICE);
        let page = proved(&browser, PIET, GOOD).await;
        assert!(page.has_field("terms") && page.text().contains("House rules"), "{}", page.text());
        assert!(page.body.contains("<h2>Rules</h2>") && !page.body.contains("<b>Always"), "{}", page.body);
        assert!(page.text().contains("<b>Always</b>"), "{}", page.text());
        // Nothing is open before the answer.
        assert!(!browser.get("/my").await.text().contains("Piet Bakker"));
        let done = browser.submit(&page, &[("terms", "accept")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert!(browser.get("/my").await.text().contains("Piet Bakker"));
        assert_eq!(answered(&server, &at, terms).await, [(true, 1)]);
        let read = server.house.terms_answers(at.tenant, &leave(), terms, None, 50).await.unwrap();
        let (answer, person) = (&read[0].answer, &read[0].person);
        assert_eq!((answer.user, answer.address.as_deref(), person.as_str()), (user, Some(OFFICE), "Piet Bakker"));
        assert_eq!(audited(&server, &at, "acceptTermsOfUse").await, 1);
        // Elsewhere, later: once is enough.
        assert_eq!(proved(&server.browser(OFFICE), PIET, GOOD).await.status, 303);
        let own = browser.get("/my/terms").await;
        assert!(own.text().contains("House rules") && own.text().contains("Be kind."), "{}", own.text());
    }

    async fn whoever_declines_is_stopped_with_the_reason_and_may_think_again(database) {
        let (server, at, _, terms) = piet(database).await;
        let browser = server.browser(OFFICE);
        let page = proved(&browser, PIET, GOOD).await;
        let stopped = browser.submit(&page, &[("terms", "decline")]).await;
        assert_eq!(stopped.status, 403);
        assert!(stopped.text().contains("You declined the terms of use."), "{}", stopped.text());
        // The page that was answered is no longer one.
        let again = browser.submit(&page, &[("terms", "accept")]).await;
        assert!(!again.has_field("terms") && again.status == 200, "{}", again.text());
        assert_eq!(answered(&server, &at, terms).await, [(false, 1)]);
        assert_eq!(audited(&server, &at, "declineTermsOfUse").await, 1);
        let page = proved(&browser, PIET, GOOD).await;
        assert_eq!(browser.submit(&page, &[("terms", "accept")]).await.status, 303);
        assert_eq!(answered(&server, &at, terms).await, [(true, 1), (false, 1)]);
    }

    async fn who_declines_over_and_over_says_it_once_a_day_in_the_logs(database) {
        let (server, at, _, terms) = piet(database).await;
        let browser = server.browser(OFFICE);
        let decline = async || {
            let page = proved(&browser, PIET, GOOD).await;
            assert_eq!(browser.submit(&page, &[("terms", "decline")]).await.status, 403);
        };
        for _ in 0..3 {
            decline().await;
        }
        assert_eq!(answered(&server, &at, terms).await, [(false, 1)]);
        assert_eq!(audited(&server, &at, "declineTermsOfUse").await, 1);
        server.pass(Span::days(1));
        decline().await;
        assert_eq!(answered(&server, &at, terms).await, [(false, 1), (false, 1)]);
        // Another text is another question.
        let other = TermsDraft { texts: vec![(Locale::En, "Be brief.".to_owned())], ..rules() };
        change(&server, &at, terms, other).await;
        decline().await;
        assert_eq!(answered(&server, &at, terms).await, [(false, 2), (false, 1), (false, 1)]);
    }

    async fn an_answer_without_the_proofs_or_to_another_version_counts_for_nothing(database) {
        let (server, at, user, terms) = piet(database).await;
        let browser = server.browser(OFFICE);
        let page = steps::named(&browser, PIET).await;
        let page = browser.submit(&page, &[("terms", "accept")]).await;
        assert!(page.has_field("password"), "{}", page.text());
        let page = browser.submit(&page, &[("password", GOOD)]).await;
        // They are changed while the page stands open.
        let other = TermsDraft { texts: vec![(Locale::En, "Be brief.".to_owned())], ..rules() };
        change(&server, &at, terms, other).await;
        let page = browser.submit(&page, &[("terms", "accept")]).await;
        assert!(page.has_field("terms") && page.text().contains("Be brief."), "{}", page.text());
        assert!(answered(&server, &at, terms).await.is_empty());
        // A second factor is asked before the terms are.
        let strict = json!({ "conditions": { "users": { "includeUsers": [user.to_string()] } },
            "grantControls": { "operator": "AND", "builtInControls": ["mfa"], "termsOfUse": [terms.to_string()] } });
        let policies = server.house.policies(at.tenant, &leave()).await.unwrap();
        let id = policies.written[0].policy.id;
        server.house.change_policy(at.tenant, leave(), id, &strict.to_string(), Wish::default()).await.unwrap().unwrap();
        let page = browser.submit(&page, &[("terms", "accept")]).await;
        assert!(page.has_field("way") && !page.has_field("terms"), "{}", page.text());
        assert!(answered(&server, &at, terms).await.is_empty());
    }

    async fn terms_are_asked_again_when_that_is_said_and_when_they_are_old(database) {
        let (server, at, _, terms) = piet(database).await;
        let accept = async || {
            let browser = server.browser(OFFICE);
            let page = proved(&browser, PIET, GOOD).await;
            let asked = page.has_field("terms");
            if asked {
                assert_eq!(browser.submit(&page, &[("terms", "accept")]).await.status, 303);
            }
            asked
        };
        assert!(accept().await);
        // A mended text asks nobody who accepted the one before.
        let mended = TermsDraft { texts: vec![(Locale::En, "Be very kind.".to_owned())], ..rules() };
        change(&server, &at, terms, mended.clone()).await;
        assert!(!accept().await);
        change(&server, &at, terms, TermsDraft { ask_again: true, ..mended.clone() }).await;
        assert!(accept().await);
        assert!(!accept().await);
        change(&server, &at, terms, TermsDraft { again_days: Some(30), ..mended }).await;
        server.pass(Span::days(29));
        assert!(!accept().await);
        server.pass(Span::days(1));
        assert!(accept().await);
        assert_eq!(answered(&server, &at, terms).await, [(true, 3), (true, 3), (true, 1)]);
    }

    async fn a_session_is_asked_at_its_next_page_and_goes_on_where_it_was(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = server.browser(OFFICE);
        let user = person_with_password(&server, &at, PIET, &browser).await;
        assert_eq!(browser.get("/my/sessions").await.status, 200);
        let terms = add(&server, &at, TermsDraft { must_view: true, ..rules() }).await;
        demand(&server, &at, user, terms).await;
        let page = browser.get("/my/sessions").await;
        assert!(page.has_field("terms") && !page.body.contains("<details"), "{}", page.text());
        // In the other language, and still the same question.
        let dutch = browser.submit(&page, &[("language", "nl")]).await;
        assert!(dutch.text().contains("Wees aardig.") && dutch.has_field("terms"), "{}", dutch.text());
        let done = browser.submit(&dutch, &[("terms", "accept")]).await;
        assert_eq!((done.status, done.location()), (303, "/my/sessions"), "{}", done.text());
        sign_out(&browser).await;
        assert_eq!(proved(&browser, PIET, GOOD).await.status, 303);
    }

    async fn a_policy_is_not_on_with_terms_that_are_not_there_and_they_stay_while_it_asks(database) {
        let (server, at, user, terms) = piet(database).await;
        let gone = server.house.delete_terms(at.tenant, leave(), terms).await.unwrap();
        assert_eq!(gone, Err(TermsProblem::Used(vec!["Rules for Piet".to_owned()])));
        let missing: Id<Agreement> = Id::fixed(0x404);
        let policy = |state: &str| json!({
            "displayName": "Nothing", "state": state,
            "conditions": { "clientAppTypes": ["all"], "users": { "includeUsers": [user.to_string()] },
                "applications": { "includeApplications": ["All"] } },
            "grantControls": { "operator": "OR", "builtInControls": [], "termsOfUse": [missing.to_string()] },
        }).to_string();
        let create = async |state: &str| {
            server.house.create_policy(at.tenant, leave(), &policy(state), Wish::default()).await.unwrap()
        };
        assert_eq!(create("enabled").await, Err(PolicyProblem::NoSuchTerms(vec![missing.to_string()])));
        let off = create("disabled").await.unwrap();
        let on = server.house.switch_policy(at.tenant, leave(), off.id, State::On, Wish::default()).await.unwrap();
        assert!(matches!(on, Err(PolicyProblem::NoSuchTerms(_))), "{on:?}");
        let admin = anna(&server, &at).await;
        let page = admin.get(&format!("/admin/conditional-access/policies/{}", off.id)).await;
        assert!(page.text().contains(&missing.to_string()), "{}", page.text());
    }

    async fn terms_keep_no_administrator_out(database) {
        let (server, at) = Server::with_organisation(database).await;
        steps::defaults(&server, &at, false).await;
        let terms = add(&server, &at, rules()).await;
        let anna_id = steps::user(&server, at.tenant, steps::ANNA).await;
        demand(&server, &at, anna_id, terms).await;
        let browser = server.browser(OFFICE);
        let page = proved(&browser, steps::ANNA, &at.password).await;
        let page = if page.has_field("totp") {
            browser.submit(&page, &[("totp", &server.code(&at.secret))]).await
        } else {
            page
        };
        assert!(page.has_field("terms"), "{}", page.text());
        assert_eq!(browser.submit(&page, &[("terms", "accept")]).await.status, 303);
    }

    async fn what_if_and_a_replay_know_who_accepted(database) {
        let (server, at, user, _) = piet(database).await;
        let my = FirstParty::My.app_id();
        let end = async || {
            server.house.what_if(at.tenant, &leave(), asking(user, my), vec![]).await.unwrap().unwrap().end
        };
        assert_eq!(end().await, End::Asked);
        let browser = server.browser(OFFICE);
        let page = proved(&browser, PIET, GOOD).await;
        assert_eq!(browser.submit(&page, &[("terms", "accept")]).await.status, 303);
        assert_eq!(end().await, End::In);
        // Other terms: of his sign-ins, those that let him in would have asked.
        let others = add(&server, &at, TermsDraft { name: "More".to_owned(), ..rules() }).await;
        let draft = json!({
            "displayName": "More", "state": "enabled",
            "conditions": { "clientAppTypes": ["all"], "users": { "includeUsers": [user.to_string()] },
                "applications": { "includeApplications": ["All"] } },
            "grantControls": { "operator": "OR", "builtInControls": [], "termsOfUse": [others.to_string()] },
        });
        let asked = Asked { changes: vec![Change::Written(draft.to_string())], days: 30 };
        let report = server.house.replay(at.tenant, &leave(), asked, &|_| ()).await.unwrap().unwrap();
        assert!(report.found.changed.asked >= 2 && report.found.changed.stopped == 0, "{:?}", report.found.changed);
    }

    async fn administrators_write_them_see_the_answers_and_take_them_out(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &at).await;
        assert!(admin.get(LIST).await.text().contains("There are no terms of use yet"));
        let new = format!("{LIST}/new");
        for (fields, why) in [
            (vec![("name", ""), ("english", "x")], "Give them a name"),
            (vec![("name", "House rules")], "Write the text in at least one language."),
            (vec![("name", "House rules"), ("english", "x"), ("again", "soon")], "number of days"),
        ] {
            let wrong = sent(&admin, &new, &fields).await;
            assert_eq!(wrong.status, 422);
            assert!(wrong.text().contains(why), "{}", wrong.text());
        }
        let fields = [("name", "House rules"), ("english", "Be kind."), ("open", "yes"), ("again", "365")];
        let made = sent(&admin, &new, &fields).await;
        assert!(made.text().contains("The terms of use were saved.") && made.text().contains("After 365 days"), "{}", made.text());
        let terms = server.house.terms(at.tenant, &leave()).await.unwrap().remove(0).terms.id;
        let one = format!("{LIST}/{terms}");
        let answers = format!("{one}/answers");
        assert!(admin.get(&answers).await.text().contains("Nobody has answered yet."));
        // Two editors: the second is told.
        let seen = admin.get(&one).await.field("seen");
        server.pass(Span::seconds(1));
        sent(&admin, &one, &[("name", "Rules"), ("english", "Be kind."), ("seen", &seen)]).await;
        let late = sent(&admin, &one, &[("name", "Mine"), ("english", "Be kind."), ("seen", &seen)]).await;
        assert!(late.text().contains("Somebody changed them"), "{}", late.text());
        // The editor of a policy offers them.
        let editor = admin.get("/admin/conditional-access/policies/new").await;
        assert!(editor.body.contains(&format!("name=\"terms\" value=\"{terms}\"")), "{}", editor.text());
        let fields = [
            ("name", "Everybody accepts"), ("state", "reportOnly"), ("who", "all"), ("what", "all"),
            ("access", "grant"), ("operator", "OR"), ("terms", &terms.to_string()), ("act", "save"), ("end", "yes"),
        ];
        let saved = sent(&admin, "/admin/conditional-access/policies/new", &fields).await;
        assert!(saved.text().contains("accepted “Rules”"), "{}", saved.text());
        assert!(admin.get(LIST).await.text().contains("Everybody accepts"));
        demand(&server, &at, piet, terms).await;
        let browser = server.browser(OFFICE);
        let page = proved(&browser, PIET, GOOD).await;
        browser.submit(&page, &[("terms", "accept")]).await;
        let log = admin.get(&answers).await;
        assert!(log.text().contains("Piet Bakker") && log.text().contains(OFFICE), "{}", log.text());
        let file = sent(&admin, &format!("{answers}.csv"), &[]).await;
        assert!(file.body.lines().nth(1).unwrap().contains(",Piet Bakker,piet@example.org,accepted,"), "{}", file.body);
        assert_eq!(audited(&server, &at, "exportTermsAnswers").await, 1);
        assert_eq!(audited(&server, &at, "changeTermsOfUse").await, 1);
        let used = sent(&admin, &format!("{one}/delete"), &[("sure", "yes")]).await;
        assert!(used.text().contains("These policies ask for them: Everybody accepts, Rules for Piet"), "{}", used.text());
        for policy in server.house.policies(at.tenant, &leave()).await.unwrap().written {
            let id = policy.policy.id;
            server.house.delete_policy(at.tenant, leave(), id, Wish::default()).await.unwrap().unwrap();
        }
        let gone = sent(&admin, &format!("{one}/delete"), &[("sure", "yes")]).await;
        assert!(gone.text().contains("The terms of use were deleted."), "{}", gone.text());
        assert_eq!(admin.get(&one).await.status, 404);
        // Whoever may not read security settings sees nothing of them.
        let plain = browser.get(LIST).await;
        assert!(!plain.text().contains("Documents that people accept"), "{}", plain.text());
    }

    async fn the_answers_of_whoever_is_removed_for_good_go_too(database) {
        let (server, at, user, terms) = piet(database).await;
        let browser = server.browser(OFFICE);
        let page = proved(&browser, PIET, GOOD).await;
        browser.submit(&page, &[("terms", "accept")]).await;
        assert_eq!(answered(&server, &at, terms).await.len(), 1);
        let now = server.now();
        let erase = move |tx: &mut sql::Tx<'_>| tx.erased().remove(user, now);
        server.database().write(at.tenant, erase).await.unwrap();
        assert!(answered(&server, &at, terms).await.is_empty());
    }
}
