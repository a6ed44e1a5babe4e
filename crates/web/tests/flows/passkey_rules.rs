//! What an organisation asks of passkeys and security keys: set on a page, held when a key is registered, and held against
//! the keys that people have. Each runs on both databases, with keys whose maker has a root of its own.

use crate::on_both::on_both;
use crate::steps::{
    self, ELSEWHERE, GOOD, OFFICE, PIET, accept, anna, enrolled, invite, is_in, kept, leave, sign_out,
};
use model::{Id, Method, Role, User};
use policy::{Enforcement, MethodConfiguration, MethodKind, MethodState, State};
use service::authority::ReadSecurity;
use service::conditional_access::Wish;
use service::passkey_rules::{Knowing, RulesProblem, WantedRules};
use service::people::RoleChange;
use softkey::{Authenticator, Kind, Maker};
use store::{AuditFilter, Tables};
use testkit::{Answer, Client, Organisation, Server};

const PATH: &str = "/admin/identity/authentication-methods/passkey";
const BLUE: [u8; 16] = [0xb1; 16];
const RED: [u8; 16] = [0x4e; 16];
const BLUE_GUID: &str = "b1b1b1b1-b1b1-b1b1-b1b1-b1b1b1b1b1b1";

/// What the form sends; boxes that are not ticked are not sent.
async fn set(browser: &Client, fields: &[(&str, &str)]) -> Answer {
    let page = browser.get(PATH).await;
    browser.submit(&page, fields).await
}

/// Only the blue make, proved by its maker.
async fn only_blue(browser: &Client, maker: &Maker) -> Answer {
    let makes = format!("{BLUE_GUID} Blue key 5");
    let root = maker.root();
    let fields = [
        ("self", "yes"),
        ("attested", "yes"),
        ("restricted", "yes"),
        ("list", "allow"),
        ("makes", makes.as_str()),
        ("roots", root.as_str()),
    ];
    set(browser, &fields).await
}

fn key(server: &Server, kind: Kind) -> Authenticator {
    Authenticator::new(kind, &server.base)
}

/// Answers the page that registers a key, whichever it belongs to.
async fn make(browser: &Client, page: &Answer, device: &mut Authenticator) -> Answer {
    let made = device.register(&page.data("options")).to_string();
    browser.submit(page, &[("made", &made), ("label", "Key")]).await
}

/// Somebody who came by an invitation and set a password: the page that offers ways to a second step.
async fn choosing(server: &Server, organisation: &Organisation, browser: &Client) -> Answer {
    let link = invite(server, organisation, PIET, Some(PIET)).await;
    let page = accept(browser, &link).await;
    browser.submit(&page, &[("new_password", GOOD)]).await
}

/// Signs in with a key and no name.
async fn with_key(browser: &Client, device: &mut Authenticator) -> Answer {
    let page = browser.get("/sign-in").await;
    let proof = device.assert(&page.data("options")).unwrap().to_string();
    browser.submit(&page, &[("key", &proof)]).await
}

async fn methods(server: &Server, organisation: &Organisation, user: Id<User>) -> Vec<Method> {
    let held = server.database().read(organisation.tenant, move |tx| tx.credentials().of(user)).await;
    held.unwrap().into_iter().map(|held| held.method).collect()
}

on_both! {
    async fn only_keys_that_prove_a_make_on_the_list_are_registered(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (maker, other) = (Maker::new("Blue"), Maker::new("Other"));
        let saved = only_blue(&anna(&server, &organisation).await, &maker).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let browser = server.browser(OFFICE);
        let choose = choosing(&server, &organisation, &browser).await;
        let mut page = browser.submit(&choose, &[("way", "passkey")]).await;
        assert_eq!(page.data("options")["attestation"], "direct");
        assert!(page.text().contains("Your organisation takes these: Blue key 5."), "{}", page.text());
        let refused = "does not take keys of this make";
        let unproved = "did not prove its make";
        for (mut device, why) in [
            (key(&server, Kind::Bound).made_by(&maker, RED), refused),
            (key(&server, Kind::Synced), refused),
            (key(&server, Kind::Bound).of_make(BLUE), unproved), // vouches for itself
            (key(&server, Kind::Bound).made_by(&other, BLUE), unproved),
        ] {
            page = make(&browser, &page, &mut device).await;
            assert!(page.text().contains(why), "{}", page.text());
        }
        // A certificate of the maker for another of its makes.
        page = make(&browser, &page, &mut key(&server, Kind::Bound).made_by(&maker, RED).of_make(BLUE)).await;
        assert!(page.text().contains("That could not be registered"), "{}", page.text());
        let piet = steps::user(&server, organisation.tenant, PIET).await;
        assert!(methods(&server, &organisation, piet).await.is_empty());
        let mut blue = key(&server, Kind::Bound).made_by(&maker, BLUE);
        let codes = make(&browser, &page, &mut blue).await;
        assert!(codes.has_field("kept"), "{}", codes.text());
        assert_eq!(kept(&browser, &codes).await.status, 303);
        // One's own pages hold to the same.
        let page = browser.get("/my/security/security-key").await;
        assert!(page.text().contains("Blue key 5"), "{}", page.text());
        let page = make(&browser, &page, &mut key(&server, Kind::U2f).made_by(&maker, RED)).await;
        assert!(page.text().contains(refused), "{}", page.text());
        assert_eq!(methods(&server, &organisation, piet).await, [Method::Passkey]);
    }

    async fn without_rules_nobody_is_asked_what_they_have_bought(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = server.browser(OFFICE);
        let choose = choosing(&server, &organisation, &browser).await;
        let page = browser.submit(&choose, &[("way", "passkey")]).await;
        assert_eq!(page.data("options")["attestation"], "none");
        assert!(!page.text().contains("Your organisation"), "{}", page.text());
    }

    /// A make that is no longer taken signs nobody in, ends nothing that rests on other proofs, and comes back.
    async fn a_make_that_is_struck_off_opens_nothing_from_that_moment(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut red) = (server.browser(OFFICE), key(&server, Kind::Bound).of_make(RED));
        let choose = choosing(&server, &organisation, &browser).await;
        let page = browser.submit(&choose, &[("way", "passkey")]).await;
        let codes = make(&browser, &page, &mut red).await;
        let another = browser.submit(&codes, &[("kept", "yes"), ("go", "on")]).await;
        let page = browser.submit(&another, &[("way", "app")]).await;
        let secret = steps::secret_on(&page);
        assert_eq!(browser.submit(&page, &[("enrol", &server.code(&secret))]).await.status, 303);
        let elsewhere = server.browser(ELSEWHERE);
        assert_eq!(with_key(&elsewhere, &mut red).await.status, 303);
        let boss = anna(&server, &organisation).await;
        let red_guid = "4e4e4e4e-4e4e-4e4e-4e4e-4e4e4e4e4e4e";
        let strike = [("self", "yes"), ("restricted", "yes"), ("list", "block"), ("makes", red_guid)];
        let saved = set(&boss, &strike).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert!(!is_in(&elsewhere).await, "the session rested on the key alone");
        let answer = with_key(&server.browser(ELSEWHERE), &mut red).await;
        assert!(answer.text().contains("no longer takes keys of its make"), "{}", answer.text());
        // Whoever cannot sign with it is told no more than for any wrong key.
        red.lies.signature = true;
        let answer = with_key(&server.browser(ELSEWHERE), &mut red).await;
        assert!(answer.text().contains("That passkey does not work here."), "{}", answer.text());
        red.lies.signature = false;
        // The other method goes on, and nothing names the key.
        server.pass(model::Span::seconds(30));
        let fresh = server.browser(ELSEWHERE);
        let page = steps::proved(&fresh, PIET, GOOD).await;
        assert!(page.has_field("totp"), "{}", page.text());
        assert!(!page.body.contains(&red.newest()));
        assert_eq!(fresh.submit(&page, &[("totp", &server.code(&secret))]).await.status, 303);
        let lift = [("self", "yes"), ("list", "block"), ("makes", red_guid)];
        assert_eq!(set(&boss, &lift).await.status, 303);
        assert_eq!(with_key(&server.browser(ELSEWHERE), &mut red).await.status, 303);
    }

    /// Nobody saws off the branch they sit on, and others are kept out knowingly or not at all.
    async fn who_would_lose_the_only_second_step_is_named_before_it_is_saved(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut red) = (server.browser(OFFICE), key(&server, Kind::Bound).of_make(RED));
        let choose = choosing(&server, &organisation, &browser).await;
        let page = browser.submit(&choose, &[("way", "passkey")]).await;
        let codes = make(&browser, &page, &mut red).await;
        assert_eq!(kept(&browser, &codes).await.status, 303);
        let boss = anna(&server, &organisation).await;
        let only = [("self", "yes"), ("restricted", "yes"), ("list", "allow"), ("makes", BLUE_GUID)];
        let asks = set(&boss, &only).await;
        assert_eq!(asks.status, 422);
        assert!(asks.text().contains("1 person has nothing but keys that would no longer be taken: Piet Bakker"), "{}", asks.text());
        // Piet may change it too, and would shut out himself.
        let piet = steps::user(&server, organisation.tenant, PIET).await;
        let role = Role::AuthenticationPolicyAdministrator;
        server.house.set_role(organisation.tenant, leave(), piet, RoleChange::Give(role)).await.unwrap();
        sign_out(&browser).await;
        assert_eq!(with_key(&browser, &mut red).await.status, 303);
        let sure = [&only[..], &[("sure", "yes")]].concat();
        let own = set(&browser, &sure).await;
        assert!(own.text().contains("Your own key would not be taken"), "{}", own.text());
        assert_eq!(set(&boss, &sure).await.status, 303);
        assert_eq!(with_key(&server.browser(ELSEWHERE), &mut red).await.status, 200);
    }

    async fn an_app_that_may_no_longer_be_used_is_no_other_second_step(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut red) = (server.browser(OFFICE), key(&server, Kind::Bound).of_make(RED));
        let choose = choosing(&server, &organisation, &browser).await;
        let page = browser.submit(&choose, &[("way", "passkey")]).await;
        let codes = make(&browser, &page, &mut red).await;
        let another = browser.submit(&codes, &[("kept", "yes"), ("go", "on")]).await;
        let page = browser.submit(&another, &[("way", "app")]).await;
        let secret = steps::secret_on(&page);
        assert_eq!(browser.submit(&page, &[("enrol", &server.code(&secret))]).await.status, 303);
        let boss = anna(&server, &organisation).await;
        let page = boss.get("/my/security/passkey").await;
        make(&boss, &page, &mut key(&server, Kind::Bound).of_make(BLUE)).await;
        let off = MethodConfiguration {
            state: MethodState::Disabled,
            ..MethodConfiguration::usual(MethodKind::SoftwareOath)
        };
        let (house, tenant) = (&server.house, organisation.tenant);
        house.set_method_use(tenant, leave(), off, Wish::default()).await.unwrap().unwrap();
        let only_blue = || WantedRules {
            self_service: true,
            attested: false,
            restricted: true,
            enforcement: Enforcement::Allow,
            makes: vec![(Id::from_bytes(BLUE), String::new())],
            add_roots: String::new(),
            remove_roots: vec![],
            knowing: Knowing::No,
            seen: None,
        };
        let asked = house.set_passkey_rules(tenant, leave(), only_blue()).await.unwrap();
        assert_eq!(asked, Err(RulesProblem::LocksOut(1, vec!["Piet Bakker".to_owned()])));
        let apps = MethodConfiguration::usual(MethodKind::SoftwareOath);
        house.set_method_use(tenant, leave(), apps, Wish::default()).await.unwrap().unwrap();
        assert_eq!(house.set_passkey_rules(tenant, leave(), only_blue()).await.unwrap(), Ok(()));
    }

    async fn nobody_locks_the_last_global_administrator_out_by_the_make_of_a_key(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut red) = (server.browser(OFFICE), key(&server, Kind::Bound).of_make(RED));
        let choose = choosing(&server, &organisation, &browser).await;
        let page = browser.submit(&choose, &[("way", "passkey")]).await;
        let codes = make(&browser, &page, &mut red).await;
        assert_eq!(kept(&browser, &codes).await.status, 303);
        let boss = anna(&server, &organisation).await;
        let anna = steps::user(&server, organisation.tenant, steps::ANNA).await;
        let piet = steps::user(&server, organisation.tenant, PIET).await;
        for (whom, change) in [
            (piet, RoleChange::Give(Role::GlobalAdministrator)),
            (anna, RoleChange::Give(Role::AuthenticationPolicyAdministrator)),
            (anna, RoleChange::Take(Role::GlobalAdministrator)),
        ] {
            server.house.set_role(organisation.tenant, leave(), whom, change).await.unwrap();
        }
        let only = [("self", "yes"), ("restricted", "yes"), ("list", "allow"), ("makes", BLUE_GUID), ("sure", "yes")];
        let refused = set(&boss, &only).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(refused.text().contains("No Global Administrator would come in"), "{}", refused.text());
        // With somebody else who comes in it is done.
        let back = RoleChange::Give(Role::GlobalAdministrator);
        server.house.set_role(organisation.tenant, leave(), anna, back).await.unwrap();
        assert_eq!(set(&boss, &only).await.status, 303);
    }

    /// The only way in that a policy takes, beside one that it does not.
    async fn no_make_is_struck_off_that_the_last_administrator_comes_in_with(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let tenant = organisation.tenant;
        let boss = anna(&server, &organisation).await;
        let page = boss.get("/my/security/passkey").await;
        make(&boss, &page, &mut key(&server, Kind::Bound).of_make(RED)).await;
        let anna = steps::user(&server, tenant, steps::ANNA).await;
        assert!(methods(&server, &organisation, anna).await.contains(&Method::Passkey));
        steps::defaults(&server, &organisation, false).await;
        let policy = serde_json::json!({
            "displayName": "Passkeys",
            "state": "enabled",
            "conditions": {
                "clientAppTypes": ["all"],
                "users": { "includeUsers": ["All"] },
                "applications": { "includeApplications": ["All"] },
            },
            "grantControls": { "operator": "OR", "builtInControls": [],
                "authenticationStrength": { "id": "00000000-0000-0000-0000-000000000004" } },
        });
        let saved = server.house.create_policy(tenant, leave(), &policy.to_string(), Wish::default()).await.unwrap();
        let saved = saved.unwrap().id;
        let strike = || WantedRules {
            self_service: true,
            attested: false,
            restricted: true,
            enforcement: Enforcement::Block,
            makes: vec![(Id::from_bytes(RED), String::new())],
            add_roots: String::new(),
            remove_roots: vec![],
            knowing: Knowing::Yes,
            seen: None,
        };
        let struck = server.house.set_passkey_rules(tenant, leave(), strike()).await.unwrap();
        assert_eq!(struck, Err(RulesProblem::LocksAdministratorsOut));
        server.house.switch_policy(tenant, leave(), saved, State::Off, Wish::default()).await.unwrap().unwrap();
        assert_eq!(server.house.set_passkey_rules(tenant, leave(), strike()).await.unwrap(), Ok(()));
    }

    async fn nobody_adds_a_key_where_people_do_not_register_them(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let boss = anna(&server, &organisation).await;
        let before = boss.get("/my/security/passkey").await;
        assert_eq!(set(&boss, &[("list", "block")]).await.status, 303);
        // A page that was open already adds nothing either.
        let late = make(&boss, &before, &mut key(&server, Kind::Synced)).await;
        assert_eq!(late.location(), "/my/security");
        assert_eq!(boss.get("/my/security/passkey").await.location(), "/my/security");
        let own = boss.get("/my/security").await;
        assert!(!own.body.contains("/my/security/passkey"), "{}", own.text());
        let browser = server.browser(OFFICE);
        let choose = choosing(&server, &organisation, &browser).await;
        assert!(!choose.body.contains("value=\"passkey\""), "{}", choose.body);
        let page = browser.submit(&choose, &[("way", "passkey")]).await;
        assert!(!page.body.contains("data-options"), "{}", page.text());
        let (_, codes) = enrolled(&server, &browser, &choose).await;
        assert_eq!(browser.submit(&codes, &[("kept", "yes"), ("go", "on")]).await.status, 303, "no key is offered");
        let anna = steps::user(&server, organisation.tenant, steps::ANNA).await;
        assert_eq!(methods(&server, &organisation, anna).await, [Method::Totp]);
    }

    async fn a_change_is_kept_with_what_was_before(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let boss = anna(&server, &organisation).await;
        assert_eq!(only_blue(&boss, &Maker::new("Blue")).await.status, 303);
        let page = boss.get(PATH).await;
        assert!(page.text().contains("CN=Blue Root"), "{}", page.text());
        assert_eq!(set(&boss, &[("self", "yes"), ("list", "block")]).await.status, 303);
        let filter = AuditFilter::default();
        let log = server.database().read(organisation.tenant, move |tx| tx.audit().list(&filter, 10)).await.unwrap();
        let changes: Vec<_> = log.iter().filter(|one| one.action == "changePasskeySettings").collect();
        assert_eq!(changes.len(), 2);
        for part in [
            r#""property":"isAttestationEnforced","old":true,"new":false"#,
            r#""property":"keyRestrictions.enforcementType","old":"allow","new":"block""#,
            r#""property":"keyRestrictions.aaGuids","old":["b1b1b1b1-b1b1-b1b1-b1b1-b1b1b1b1b1b1"],"new":[]"#,
        ] {
            assert!(changes[0].changes.contains(part), "{part}: {}", changes[0].changes);
        }
        assert!(changes[1].changes.contains("CN=Blue Root ("), "{}", changes[1].changes);
    }

    async fn what_was_typed_stays_where_something_is_wrong_with_it(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let boss = anna(&server, &organisation).await;
        for (fields, why) in [
            (&[("restricted", "yes"), ("list", "allow"), ("makes", "Blue key")][..], "does not begin with an AAGUID"),
            (&[("restricted", "yes"), ("list", "allow"), ("makes", "")], "Name at least one make"),
            (&[("attested", "yes"), ("list", "block")], "Add the certificate of at least one maker"),
            (&[("list", "block"), ("roots", "hello")], "This is no certificate"),
        ] {
            let refused = set(&boss, fields).await;
            assert_eq!(refused.status, 422, "{}", refused.text());
            assert!(refused.text().contains(why), "{}", refused.text());
        }
        let rules = server.house.passkey_rules(organisation.tenant, &leave::<ReadSecurity>()).await.unwrap().rules;
        assert_eq!(rules, policy::PasskeyRules::usual());
    }

    async fn old_confirmation_changes_no_rule(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let boss = anna(&server, &organisation).await;
        let page = boss.get(PATH).await;
        server.pass(model::Span::minutes(11));
        let asked = boss.submit(&page, &[("list", "block")]).await;
        assert!(asked.location().starts_with("/confirm"), "{asked:?}");
        let rules = server.house.passkey_rules(organisation.tenant, &leave::<ReadSecurity>()).await.unwrap().rules;
        assert!(rules.is_self_service_registration_allowed);
    }
}
