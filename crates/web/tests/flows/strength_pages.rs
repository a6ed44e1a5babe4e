//! Authentication strengths and contexts: their pages, and sign-ins that a strength is demanded of. On both databases and
//! without JavaScript.

use crate::on_both::on_both;
use crate::steps::{
    self, ELSEWHERE, GOOD, OFFICE, PIET, accept, anna, audited, defaults, invite, is_in, kept, leave, proved,
};
use model::{Id, Make, Span, User};
use policy::{Enforcement, State};
use serde_json::json;
use service::conditional_access::{Keeping, Wish};
use service::passkey_rules::{Knowing, WantedRules};
use softkey::{Authenticator, Kind};
use testkit::{Answer, Client, Organisation, Server};

const LIST: &str = "/admin/conditional-access/strengths";
const CONTEXTS: &str = "/admin/conditional-access/contexts";
const POLICIES: &str = "/admin/conditional-access/policies";
const BLUE: [u8; 16] = [0xb1; 16];
const RED: [u8; 16] = [0x4e; 16];
const BLUE_GUID: &str = "b1b1b1b1-b1b1-b1b1-b1b1-b1b1b1b1b1b1";

/// Sends a form with the token of the session, and opens the page that it leads to.
async fn sent(browser: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get("/my").await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    let done = browser.post(path, &all).await;
    if done.status == 303 { browser.get(done.location()).await } else { done }
}

fn key(server: &Server, make: [u8; 16]) -> Authenticator {
    Authenticator::new(Kind::Bound, &server.base).of_make(make)
}

/// Answers the page that registers a key.
async fn make(browser: &Client, page: &Answer, device: &mut Authenticator) -> Answer {
    let made = device.register(&page.data("options")).to_string();
    browser.submit(page, &[("made", &made), ("label", "Key")]).await
}

/// Signs in with a key and no name.
async fn with_key(browser: &Client, device: &mut Authenticator) -> Answer {
    let page = browser.get("/sign-in").await;
    let proof = device.assert(&page.data("options")).unwrap().to_string();
    browser.submit(&page, &[("key", &proof)]).await
}

/// Piet, who registered this key with his invitation.
async fn piet_with(server: &Server, at: &Organisation, device: &mut Authenticator) -> Id<User> {
    let browser = server.browser(OFFICE);
    let page = accept(&browser, &invite(server, at, PIET, Some(PIET)).await).await;
    let choose = browser.submit(&page, &[("new_password", GOOD)]).await;
    let page = browser.submit(&choose, &[("way", "passkey")]).await;
    let codes = make(&browser, &page, device).await;
    assert_eq!(kept(&browser, &codes).await.status, 303);
    steps::user(server, at.tenant, PIET).await
}

/// A strength that takes passkeys of the blue make alone, demanded of one person.
async fn only_blue_for(server: &Server, at: &Organisation, person: Id<User>) {
    defaults(server, at, false).await;
    let strength = json!({
        "displayName": "Blue keys",
        "allowedCombinations": ["fido2"],
        "combinationConfigurations": [{
            "@odata.type": "#microsoft.graph.fido2CombinationConfiguration",
            "appliesToCombinations": ["fido2"], "allowedAAGUIDs": [BLUE_GUID],
        }],
    });
    let saved =
        server.house.create_strength(at.tenant, leave(), &strength.to_string()).await.unwrap().unwrap();
    let policy = json!({
        "displayName": "Blue keys for Piet", "state": "enabled",
        "conditions": {
            "users": { "includeUsers": [person.to_string()] },
            "applications": { "includeApplications": ["All"] },
        },
        "grantControls": { "operator": "OR", "builtInControls": [],
            "authenticationStrength": { "id": saved.id } },
    });
    server
        .house
        .create_policy(at.tenant, leave(), &policy.to_string(), Wish::default())
        .await
        .unwrap()
        .unwrap();
}

on_both! {
    async fn who_has_another_key_registers_one_that_counts_and_comes_in(database) {
        let (server, at) = Server::with_organisation(database).await;
        let mut red = key(&server, RED);
        let piet = piet_with(&server, &at, &mut red).await;
        only_blue_for(&server, &at, piet).await;
        let browser = server.browser(OFFICE);
        let choose = with_key(&browser, &mut red).await;
        assert!(choose.body.contains("value=\"passkey\"") && !choose.body.contains("value=\"app\""), "{}", choose.text());
        let page = browser.submit(&choose, &[("way", "passkey")]).await;
        assert_eq!(page.data("options")["attestation"], "direct", "the make is asked for");
        let other = make(&browser, &page, &mut key(&server, [0x77; 16])).await;
        assert!(other.text().contains("does not take keys of this make"), "{}", other.text());
        let mut blue = key(&server, BLUE);
        let done = make(&browser, &other, &mut blue).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert!(is_in(&browser).await);
        // From now on that key is enough, and the password asks for it alone.
        let away = server.browser(ELSEWHERE);
        assert_eq!(with_key(&away, &mut blue).await.status, 303);
        let fresh = server.browser(ELSEWHERE);
        let page = proved(&fresh, PIET, GOOD).await;
        let allowed = page.data("options")["allowCredentials"].as_array().unwrap().len();
        assert_eq!(allowed, 1, "the red key would only lead back here");
        let proof = blue.assert(&page.data("options")).unwrap().to_string();
        assert_eq!(fresh.submit(&page, &[("key", &proof)]).await.status, 303);
        // The session of the red key alone does not open what it opened.
        server.pass(Span::minutes(1));
        assert!(is_in(&fresh).await);
    }

    async fn who_can_meet_it_with_nothing_is_told_at_once_with_a_code(database) {
        let (server, at) = Server::with_organisation(database).await;
        let mut red = key(&server, RED);
        let piet = piet_with(&server, &at, &mut red).await;
        only_blue_for(&server, &at, piet).await;
        let never_blue = WantedRules {
            self_service: true,
            attested: false,
            restricted: true,
            enforcement: Enforcement::Block,
            makes: vec![(Id::<Make>::from_bytes(BLUE), "Blue key 5".to_owned())],
            add_roots: String::new(),
            remove_roots: vec![],
            knowing: Knowing::Yes,
            seen: None,
        };
        server.house.set_passkey_rules(at.tenant, leave(), never_blue).await.unwrap().unwrap();
        let page = with_key(&server.browser(OFFICE), &mut red).await;
        assert!(!page.has_field("way") && page.body.contains("class=\"ref\""), "the code: {}", page.text());
        let page = proved(&server.browser(ELSEWHERE), PIET, GOOD).await;
        assert!(!page.body.contains("data-options") && page.body.contains("class=\"ref\""), "{}", page.text());
    }

    async fn a_strength_is_made_changed_demanded_and_deleted(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let page = admin.get(LIST).await.text();
        assert!(page.contains("phishing-resistant") && page.contains("Built in"), "{page}");
        let new = format!("{LIST}/new");
        let wrong = sent(&admin, &new, &[("name", "Keys")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("Choose at least one way"), "{}", wrong.text());
        let fields = [("name", "Keys"), ("description", "Cash desk"), ("combination", "fido2"), ("combination", "password,voice"), ("more", BLUE_GUID)];
        let made = sent(&admin, &new, &fields).await;
        assert!(made.text().contains("The strength was saved.") && made.text().contains(BLUE_GUID), "{}", made.text());
        assert!(made.text().contains("and one that is not offered here"), "{}", made.text());
        let kept = server.house.strengths(at.tenant, &leave()).await.unwrap().own.remove(0);
        let id = kept.document.strength.id.to_string();
        let one = format!("{LIST}/{id}");
        let form = admin.get(&one).await;
        assert!(form.body.contains(&format!("name=\"make\" value=\"{BLUE_GUID}\" checked")), "{}", form.body);
        let wrong = sent(&admin, &one, &[("name", "Keys"), ("combination", "fido2"), ("more", "blue")]).await;
        assert!(wrong.status == 422 && wrong.text().contains("“blue” is no AAGUID"), "{}", wrong.text());
        let every = sent(&admin, &one, &[("name", "Every key"), ("combination", "fido2")]).await;
        assert!(every.text().contains("Every key"), "{}", every.text());
        let same = sent(&admin, &new, &[("name", "every KEY"), ("combination", "fido2")]).await;
        assert!(same.text().contains("Another strength has this name"), "{}", same.text());
        // The editor offers it, and says it by its name.
        let editor = admin.get(&format!("{POLICIES}/new")).await;
        assert!(editor.body.contains(&format!("<option value=\"{id}\">Every key</option>")), "{}", editor.body);
        let policy = [
            ("name", "Cash desk"), ("state", "off"), ("who", "all"), ("what", "all"), ("access", "grant"),
            ("operator", "OR"), ("strength", id.as_str()), ("act", "save"), ("end", "yes"),
        ];
        let saved = sent(&admin, &format!("{POLICIES}/new"), &policy).await;
        assert!(saved.text().contains("the strength Every key"), "{}", saved.text());
        let used = sent(&admin, &format!("{one}/delete"), &[("sure", "yes")]).await;
        assert!(used.text().contains("These policies demand it: Cash desk"), "{}", used.text());
        let id = server.house.policies(at.tenant, &leave()).await.unwrap().written[0].policy.id;
        server.house.delete_policy(at.tenant, leave(), id, Wish::default()).await.unwrap().unwrap();
        let gone = sent(&admin, &format!("{one}/delete"), &[("sure", "yes")]).await;
        assert!(gone.text().contains("The strength was deleted."), "{}", gone.text());
        for word in ["addAuthenticationStrength", "changeAuthenticationStrength", "removeAuthenticationStrength"] {
            assert_eq!(audited(&server, &at, word).await, 1, "{word}");
        }
        let built_in = format!("{LIST}/00000000-0000-0000-0000-000000000004");
        assert!(admin.get(&built_in).await.text().contains("It is built in"));
        let kept = sent(&admin, &built_in, &[("name", "Mine"), ("combination", "fido2")]).await;
        assert!(kept.status == 422 && kept.text().contains("It is built in"), "{}", kept.text());
    }

    async fn what_a_strength_says_of_certificates_stays_when_its_page_is_saved(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let certificates = json!({ "@odata.type": "#microsoft.graph.x509CertificateCombinationConfiguration",
            "id": "11111111-1111-4111-8111-111111111111", "appliesToCombinations": ["x509CertificateMultiFactor"],
            "allowedIssuerSkis": ["9a4248c6ac8c2931"], "allowedPolicyOIDs": [] });
        let text = json!({ "displayName": "Cards", "allowedCombinations": ["x509CertificateMultiFactor", "fido2"],
            "combinationConfigurations": [certificates] });
        let saved = server.house.create_strength(at.tenant, leave(), &text.to_string()).await.unwrap().unwrap();
        let page = format!("{LIST}/{}", saved.id);
        assert!(admin.get(&page).await.text().contains("It also says which certificates count"));
        sent(&admin, &page, &[("name", "Cards"), ("combination", "fido2"), ("make", BLUE_GUID)]).await;
        let kept = server.house.strengths(at.tenant, &leave()).await.unwrap().own.remove(0).document;
        assert_eq!(kept.configurations()[0], certificates);
        assert_eq!(kept.strength.makes, Some(vec![Id::from_bytes(BLUE)]));
    }

    async fn two_who_change_the_same_do_not_write_over_each_other(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        let text = json!({ "displayName": "Keys", "allowedCombinations": ["fido2"] }).to_string();
        let id = server.house.create_strength(at.tenant, leave(), &text).await.unwrap().unwrap().id;
        let context = json!({ "displayName": "Payments" }).to_string();
        let new = (context.as_str(), Keeping::New);
        server.house.keep_context(at.tenant, leave(), "c1", new, Wish::default()).await.unwrap().unwrap();
        let pages = [(format!("{LIST}/{id}"), "combination", "fido2"), (format!("{CONTEXTS}/c1"), "available", "yes")];
        for (page, field, value) in pages {
            let opened = admin.get(&page).await.field("seen");
            let save = async |name: &str, seen: &str| {
                sent(&admin, &page, &[("name", name), (field, value), ("seen", seen)]).await
            };
            assert_eq!(save("Of the other", &opened).await.status, 200);
            let late = save("Mine", &opened).await;
            assert_eq!(late.status, 422);
            assert!(late.text().contains("Somebody changed this since you opened it"), "{}", late.text());
            assert!(late.body.contains("value=\"Mine\""), "what was typed stays: {}", late.body);
            assert!(admin.get(&page).await.body.contains("Of the other"));
            // A slip of one's own does not make the page a newer one.
            assert_eq!(save("", &opened).await.field("seen"), opened);
            assert_eq!(save("Mine", &late.field("seen")).await.status, 200, "whoever was told may");
        }
    }

    async fn a_context_is_made_written_about_and_deleted(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = anna(&server, &at).await;
        assert!(admin.get(CONTEXTS).await.text().contains("There are no authentication contexts yet"));
        let new = format!("{CONTEXTS}/new");
        let wrong = sent(&admin, &new, &[("name", ""), ("id", "c1")]).await;
        assert!(wrong.status == 422 && wrong.text().contains("Give the context a name"), "{}", wrong.text());
        let fields = [("name", "Payments"), ("id", "c1"), ("description", "Money leaves"), ("available", "yes")];
        let made = sent(&admin, &new, &fields).await;
        assert!(made.text().contains("The context was saved.") && made.text().contains("Money leaves"), "{}", made.text());
        assert!(!admin.get(&new).await.body.contains("<option value=\"c1\""), "the number is taken");
        let again = sent(&admin, &new, &fields).await;
        assert!(again.text().contains("There is a context with this number"), "{}", again.text());
        let editor = admin.get(&format!("{POLICIES}/new")).await;
        assert!(editor.text().contains("Payments (c1)"), "{}", editor.text());
        let policy = [
            ("name", "Paying"), ("state", "off"), ("who", "all"), ("what", "contexts"), ("contexts", "c1"),
            ("access", "grant"), ("mfa", "yes"), ("operator", "OR"), ("act", "save"), ("end", "yes"),
        ];
        let saved = sent(&admin, &format!("{POLICIES}/new"), &policy).await;
        assert!(saved.text().contains("Payments"), "{}", saved.text());
        let kept = server.house.policies(at.tenant, &leave()).await.unwrap();
        let written = kept.written[0].write(graph::Version::V1);
        assert_eq!(written["conditions"]["applications"]["includeAuthenticationContextClassReferences"], json!(["c1"]));
        assert_eq!(kept.written[0].policy.state, State::Off);
        let edit = admin.get(&format!("{POLICIES}/{}/edit", kept.written[0].policy.id)).await;
        assert!(edit.body.contains("name=\"contexts\" value=\"c1\" checked"), "{}", edit.body);
        let one = format!("{CONTEXTS}/c1");
        let delete = format!("{one}/delete");
        assert!(sent(&admin, &delete, &[("sure", "yes")]).await.text().contains("It is published."));
        sent(&admin, &one, &[("name", "Payments")]).await;
        assert!(sent(&admin, &delete, &[("sure", "yes")]).await.text().contains("These policies are about it: Paying"));
        server.house.delete_policy(at.tenant, leave(), kept.written[0].policy.id, Wish::default()).await.unwrap().unwrap();
        assert!(sent(&admin, &delete, &[("sure", "yes")]).await.text().contains("The context was deleted."));
        for word in ["addAuthenticationContext", "changeAuthenticationContext", "removeAuthenticationContext"] {
            assert_eq!(audited(&server, &at, word).await, 1, "{word}");
        }
        assert_eq!(admin.get(&one).await.status, 404);
    }
}
