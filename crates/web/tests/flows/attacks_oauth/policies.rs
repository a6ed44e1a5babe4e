//! Every door against every kind of policy: what is saved is judged by at the next request, at each of them. The table is
//! the answer; a new door is a line in `probe`.

use expect_test::{Expect, expect};
use model::{AppKind, Id, Locale, Role, Span, User};
use policy::State;
use serde_json::{Value, json};
use service::conditional_access::Wish;
use service::people::RoleChange;
use service::security_defaults::Wanted;
use service::terms::TermsDraft;
use testkit::{Answer, Client, Organisation, Server};

use crate::attacks_oauth::party::{BRAMS, Party, answer_all, bram_with_app, leave, parameter};
use crate::on_both::on_both;

/// A person with an authenticator app and a role that opens the admin centre, and two applications.
struct House {
    server: Server,
    at: Organisation,
    person: Id<User>,
    secret: String,
    website: Party,
    phone: Party,
}

async fn house(database: testkit::Database) -> House {
    let (server, at) = Server::with_organisation(database).await;
    let (person, _, secret) = bram_with_app(&server, &at).await;
    let off =
        Wanted { enabled: false, registration_days: 0, reason: "a test".to_owned(), end_sessions: false };
    server.house.set_security_defaults(at.tenant, leave(), off).await.unwrap();
    let reader = RoleChange::Give(Role::GlobalReader);
    server.house.set_role(at.tenant, leave(), person, reader).await.unwrap();
    let website = Party::register(&server, &at, AppKind::Confidential).await;
    let phone = Party::with_redirects(&server, &at, AppKind::Public, &["org.example.phone:/code"]).await;
    House { server, at, person, secret, website, phone }
}

impl House {
    /// A policy about the person.
    fn policy(&self, conditions: Value, grant: Value, session: Value) -> Value {
        let mut value = json!({
            "displayName": "A policy",
            "state": "enabled",
            "conditions": {
                "clientAppTypes": ["all"],
                "users": { "includeUsers": [self.person.to_string()] },
                "applications": { "includeApplications": ["All"] },
            },
            "grantControls": grant,
            "sessionControls": session,
        });
        if let Some(conditions) = conditions.as_object() {
            for (name, condition) in conditions {
                value["conditions"][name] = condition.clone();
            }
        }
        value
    }

    /// Switches a policy on, asks at every door, and deletes it again.
    async fn check(&self, policy: Value, later: Span, expected: Expect) {
        // Signed in a moment ago, with a code and tokens in hand.
        let (house, at) = (&self.server.house, self.at.tenant);
        let browser = self.server.browser("203.0.113.20");
        self.sign_in(&browser).await;
        let (code, tokens) = (self.website.silent_code(&browser).await, self.website.tokens(&browser).await);
        let phone = self.phone.tokens(&browser).await;
        let text = policy.to_string();
        let saved = house.create_policy(at, leave(), &text, Wish::default()).await.unwrap().unwrap();
        let mut lines = vec![];
        let redeemed = self.website.redeem(&code).await;
        lines.push(("code", told(&redeemed)));
        self.server.pass(later);
        lines.push(("refresh", told(&self.website.refresh(tokens.refresh()).await)));
        lines.push(("refresh on a phone", told(&self.phone.refresh(phone.refresh()).await)));
        lines.push(("userinfo", told(&self.website.userinfo(&tokens.access).await)));
        lines.push(("userinfo on a phone", told(&self.phone.userinfo(&phone.access).await)));
        let silent = browser.get(&self.website.authorize(&[("prompt", "none")])).await;
        lines.push(("silent", told(&silent)));
        for page in ["/my", "/my/security", "/admin"] {
            lines.push((page, told(&browser.get(page).await)));
        }
        let fresh = self.server.browser("203.0.113.20");
        let page = fresh.get(&self.website.authorize(&[])).await;
        let code = self.server.code(&self.secret);
        let signed = answer_all(&fresh, page, "bram@example.org", BRAMS, &code).await;
        lines.push(("sign-in", told(&signed)));
        self.server.pass(Span::seconds(30));
        let table: String = lines.iter().map(|(door, answer)| format!("{door}: {answer}\n")).collect();
        expected.assert_eq(&table);
        let off = house.switch_policy(at, leave(), saved.id, State::Off, Wish::default()).await.unwrap();
        assert!(off.is_ok());
    }

    async fn sign_in(&self, browser: &Client) {
        let page = browser.get("/sign-in").await;
        let code = self.server.code(&self.secret);
        let done = answer_all(browser, page, "bram@example.org", BRAMS, &code).await;
        assert_eq!(done.status, 303, "{}", done.text());
        self.server.pass(Span::seconds(30));
    }
}

/// What a door answered, in a word.
fn told(answer: &Answer) -> String {
    let is_json = answer.body.starts_with('{');
    match answer.status {
        200 if is_json => "in".to_owned(),
        200 => {
            let fields = ["name", "password", "totp", "way", "key", "terms"];
            let asked = fields.into_iter().find(|field| answer.has_field(field));
            asked.map_or_else(|| "in".to_owned(), |field| format!("asks {field}"))
        }
        303 => match (parameter(answer, "code"), parameter(answer, "error")) {
            (Some(_), _) => "in".to_owned(),
            (None, Some(error)) => error,
            (None, None) => "goes on".to_owned(),
        },
        403 => "stopped".to_owned(),
        _ if is_json => answer.json()["error"].as_str().unwrap_or_default().to_owned(),
        status => status.to_string(),
    }
}

fn block() -> Value {
    json!({ "operator": "OR", "builtInControls": ["block"] })
}

on_both! {
    async fn a_block_stops_at_every_door(database) {
        let house = house(database).await;
        let policy = house.policy(json!({}), block(), Value::Null);
        house.check(policy, Span::ZERO, expect![[r#"
            code: invalid_grant
            refresh: invalid_grant
            refresh on a phone: invalid_grant
            userinfo: invalid_token
            userinfo on a phone: invalid_token
            silent: interaction_required
            /my: stopped
            /my/security: stopped
            /admin: stopped
            sign-in: stopped
        "#]]).await;
        // Only where it is about: the admin centre.
        let centre = json!({ "applications": { "includeApplications": ["MicrosoftAdminPortals"] } });
        house.check(house.policy(centre, block(), Value::Null), Span::ZERO, expect![[r#"
            code: in
            refresh: in
            refresh on a phone: in
            userinfo: in
            userinfo on a phone: in
            silent: in
            /my: in
            /my/security: in
            /admin: stopped
            sign-in: in
        "#]]).await;
        let phones = json!({ "clientAppTypes": ["mobileAppsAndDesktopClients"] });
        house.check(house.policy(phones, block(), Value::Null), Span::ZERO, expect![[r#"
            code: in
            refresh: in
            refresh on a phone: invalid_grant
            userinfo: in
            userinfo on a phone: invalid_token
            silent: in
            /my: in
            /my/security: in
            /admin: in
            sign-in: in
        "#]]).await;
    }

    /// ADR 30: where an application's server stands says nothing of where its user is; a telephone asks for itself.
    async fn a_country_is_the_persons_and_not_the_servers(database) {
        let house = house(database).await;
        let here = json!({ "displayName": "Here", "countriesAndRegions": ["NL"] }).to_string();
        let here = house.server.house.create_location(house.at.tenant, leave(), &here).await.unwrap().unwrap();
        let outside = json!({ "locations": { "includeLocations": ["All"], "excludeLocations": [here.id.to_string()] } });
        house.check(house.policy(outside, block(), Value::Null), Span::ZERO, expect![[r#"
            code: in
            refresh: in
            refresh on a phone: invalid_grant
            userinfo: in
            userinfo on a phone: invalid_token
            silent: in
            /my: in
            /my/security: in
            /admin: in
            sign-in: in
        "#]]).await;
        let inside = json!({ "locations": { "includeLocations": [here.id.to_string()] } });
        house.check(house.policy(inside, block(), Value::Null), Span::ZERO, expect![[r#"
            code: invalid_grant
            refresh: invalid_grant
            refresh on a phone: in
            userinfo: invalid_token
            userinfo on a phone: in
            silent: interaction_required
            /my: stopped
            /my/security: stopped
            /admin: stopped
            sign-in: stopped
        "#]]).await;
    }

    async fn a_strength_that_was_not_given_is_asked_at_every_door(database) {
        let house = house(database).await;
        let strength = json!({ "operator": "OR", "builtInControls": [],
            "authenticationStrength": { "id": "00000000-0000-0000-0000-000000000004" } });
        house.check(house.policy(json!({}), strength, Value::Null), Span::ZERO, expect![[r#"
            code: invalid_grant
            refresh: invalid_grant
            refresh on a phone: invalid_grant
            userinfo: invalid_token
            userinfo on a phone: invalid_token
            silent: interaction_required
            /my: asks way
            /my/security: asks way
            /admin: asks way
            sign-in: asks way
        "#]]).await;
    }

    async fn terms_that_were_not_accepted_are_asked_where_there_is_a_page_and_stop_elsewhere(database) {
        let house = house(database).await;
        let draft = TermsDraft {
            name: "House rules".to_owned(),
            must_view: true,
            again_days: None,
            texts: vec![(Locale::En, "Be kind.".to_owned())],
            ask_again: false,
            seen: None,
        };
        let terms = house.server.house.add_terms(house.at.tenant, leave(), draft).await.unwrap().unwrap();
        let grant = json!({ "operator": "OR", "builtInControls": [], "termsOfUse": [terms.to_string()] });
        house.check(house.policy(json!({}), grant, Value::Null), Span::ZERO, expect![[r#"
            code: invalid_grant
            refresh: invalid_grant
            refresh on a phone: invalid_grant
            userinfo: invalid_token
            userinfo on a phone: invalid_token
            silent: interaction_required
            /my: asks terms
            /my/security: asks terms
            /admin: asks terms
            sign-in: asks terms
        "#]]).await;
    }

    async fn a_frequency_is_held_to_at_every_door(database) {
        let house = house(database).await;
        let hourly = json!({ "signInFrequency": { "isEnabled": true, "type": "hours", "value": 1,
            "frequencyInterval": "timeBased", "authenticationType": "primaryAndSecondaryAuthentication" } });
        house.check(house.policy(json!({}), Value::Null, hourly.clone()), Span::minutes(30), expect![[r#"
            code: in
            refresh: in
            refresh on a phone: in
            userinfo: invalid_token
            userinfo on a phone: invalid_token
            silent: in
            /my: in
            /my/security: asks totp
            /admin: in
            sign-in: in
        "#]]).await;
        house.check(house.policy(json!({}), Value::Null, hourly), Span::minutes(61), expect![[r#"
            code: in
            refresh: invalid_grant
            refresh on a phone: invalid_grant
            userinfo: invalid_token
            userinfo on a phone: invalid_token
            silent: login_required
            /my: asks password
            /my/security: asks totp
            /admin: asks password
            sign-in: in
        "#]]).await;
    }

    async fn registering_security_info_is_a_door_of_its_own(database) {
        let house = house(database).await;
        let action = json!({ "applications": { "includeUserActions": ["urn:user:registersecurityinfo"] } });
        house.check(house.policy(action, block(), Value::Null), Span::ZERO, expect![[r#"
            code: in
            refresh: in
            refresh on a phone: in
            userinfo: in
            userinfo on a phone: in
            silent: in
            /my: in
            /my/security: stopped
            /admin: in
            sign-in: in
        "#]]).await;
    }
}
