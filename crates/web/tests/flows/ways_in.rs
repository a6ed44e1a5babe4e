//! A passkey as the way in: by an invitation and in set-up. Each runs on both databases, with an authenticator in software.

use std::net::SocketAddr;

use crate::on_both::on_both;
use crate::steps::{self, ELSEWHERE, GOOD, OFFICE, PIET, accept, invite, is_in, leave, sign_out};
use model::{Id, Method, Role, Span, User};
use service::people::RoleChange;
use softkey::{Authenticator, Kind};
use store::Tables;
use testkit::{Answer, Client, Organisation, Server};
use web::{App, NetworkConfig};

/// What the page of an invitation says where there is a choice.
const CHOICE: &str = "Choose how you sign in";
/// Where the organisation of a set-up is reached.
const ADDRESS: &str = "https://id.example.org";

fn device(server: &Server) -> Authenticator {
    Authenticator::new(Kind::Synced, &server.base)
}

/// Answers a page that registers a passkey.
async fn make(browser: &Client, page: &Answer, device: &mut Authenticator) -> Answer {
    let made = device.register(&page.data("options")).to_string();
    browser.submit(page, &[("made", &made), ("label", "Phone")]).await
}

async fn with_passkey(browser: &Client, device: &mut Authenticator) -> Answer {
    let page = browser.get("/sign-in").await;
    let proof = device.assert(&page.data("options")).unwrap().to_string();
    browser.submit(&page, &[("key", &proof)]).await
}

async fn methods(server: &Server, organisation: &Organisation, user: Id<User>) -> Vec<Method> {
    let held = server.database().read(organisation.tenant, move |tx| tx.credentials().of(user)).await;
    held.unwrap().into_iter().map(|held| held.method).collect()
}

/// Somebody who came by an invitation and has a passkey and nothing else: the page that offers another one.
async fn by_passkey(server: &Server, link: &str, browser: &Client, device: &mut Authenticator) -> Answer {
    let page = accept(browser, link).await;
    assert!(page.text().contains(CHOICE), "{}", page.text());
    let page = browser.submit(&page, &[("way", "passkey")]).await;
    let another = make(browser, &page, device).await;
    assert!(another.text().contains("Set up another one?"), "{}", another.text());
    let _ = server;
    another
}

/// A set-up at an address of its own: where it listens, and the path of its link.
async fn waiting(server: &Server) -> (String, String) {
    waiting_at(server, Some(ADDRESS.to_owned())).await
}

/// The same with this public address in the configuration.
async fn waiting_at(server: &Server, public_address: Option<String>) -> (String, String) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    let network = NetworkConfig { trusted_proxies, public_address, port };
    let app = App::new(server.house.clone(), network);
    let path = app.set_up_path().unwrap();
    let router = web::router(app).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (format!("http://127.0.0.1:{port}"), path)
}

/// From the link to the choice of a second step.
async fn until_the_second_step(browser: &Client, path: &str) -> Answer {
    let page = browser.get(path).await;
    let page = browser.submit(&page, &[("address", ADDRESS), ("language", "en")]).await;
    let named = [("organisation", "De Vries"), ("domain", "example.org"), ("contact", "Marieke")];
    let page = browser.submit(&page, &named).await;
    let you = [
        ("display", "Anna"),
        ("user_name", "anna@example.org"),
        ("mail", "anna@example.org"),
        ("new_password", GOOD),
    ];
    browser.submit(&page, &you).await
}

on_both! {
    async fn this_machine_by_number_is_led_to_its_name(database) {
        let (server, _) = Server::with_organisation(database).await;
        let (_, port) = server.base.rsplit_once(':').unwrap();
        let by_number = Client::at_node(&server.base, &format!("http://127.0.0.1:{port}"), OFFICE);
        let led = by_number.get("/sign-in?lang=nl").await;
        assert_eq!((led.status, led.location()), (303, &*format!("{}/sign-in?lang=nl", server.base)));
        assert_eq!(by_number.post("/sign-in", &[("t", "x")]).await.status, 421, "what is sent stays where it was sent");
    }

    async fn set_up_asks_again_before_it_takes_an_address_elsewhere(database) {
        let server = Server::start(database).await;
        let (base, path) = waiting_at(&server, None).await;
        let browser = Client::new(&base, OFFICE);
        let page = browser.get(&path).await;
        let local = base.replace("127.0.0.1", "localhost");
        assert!(page.body.contains(&format!("value=\"{local}\"")), "{}", page.body);
        let number = browser.submit(&page, &[("address", &base), ("language", "en")]).await;
        assert!(number.text().contains("Enter a name, not a number"), "{}", number.text());
        let asked = browser.submit(&page, &[("address", ADDRESS), ("language", "en")]).await;
        assert!(asked.text().contains("and nowhere else"), "{}", asked.text());
        assert!(!asked.has_field("organisation"));
        // It is about this address: another one is asked about anew.
        let other = "https://elsewhere.example.org";
        let other = browser.submit(&asked, &[("address", other), ("language", "en"), ("sure", ADDRESS)]).await;
        assert!(!other.has_field("organisation"), "{}", other.text());
        let sure = browser.submit(&asked, &[("address", ADDRESS), ("language", "en"), ("sure", ADDRESS)]).await;
        assert!(sure.has_field("organisation"), "{}", sure.text());
        let here = browser.submit(&page, &[("address", &local), ("language", "en")]).await;
        assert!(here.has_field("organisation"), "{}", here.text());
    }

    async fn an_invited_person_comes_in_with_a_passkey_alone(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut phone) = (server.browser(OFFICE), device(&server));
        let link = invite(&server, &organisation, PIET, Some(PIET)).await;
        let another = by_passkey(&server, &link, &browser, &mut phone).await;
        // What stands beside a password is of no use without one.
        assert!(another.body.contains("value=\"passkey\"") && !another.body.contains("value=\"app\""));
        assert_eq!(browser.submit(&another, &[("later", "yes")]).await.status, 303);
        assert!(is_in(&browser).await);
        let piet = steps::user(&server, organisation.tenant, PIET).await;
        assert_eq!(methods(&server, &organisation, piet).await, [Method::Passkey]);
        let codes = server.database().read(organisation.tenant, move |tx| tx.recovery_codes().left(piet)).await;
        assert_eq!(codes.unwrap(), 0);
        // The invitation is used up, and security defaults ask nothing more: a passkey is two steps.
        let again = server.browser(ELSEWHERE).get(&link).await;
        assert!(!again.has_field("begin"), "{}", again.text());
        let elsewhere = server.browser(ELSEWHERE);
        assert_eq!(with_passkey(&elsewhere, &mut phone).await.status, 303);
        assert_eq!(elsewhere.get("/my/security").await.status, 200);
    }

    async fn a_second_passkey_is_made_right_after_the_first_and_no_third(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut phone) = (server.browser(OFFICE), device(&server));
        let link = invite(&server, &organisation, PIET, Some(PIET)).await;
        let another = by_passkey(&server, &link, &browser, &mut phone).await;
        let page = browser.submit(&another, &[("way", "passkey")]).await;
        let mut laptop = device(&server);
        assert_eq!(make(&browser, &page, &mut laptop).await.status, 303);
        let piet = steps::user(&server, organisation.tenant, PIET).await;
        assert_eq!(methods(&server, &organisation, piet).await, [Method::Passkey, Method::Passkey]);
        let late = make(&browser, &page, &mut device(&server)).await;
        assert_ne!(late.status, 303);
        assert_eq!(methods(&server, &organisation, piet).await.len(), 2);
    }

    /// The page that makes one is open twice: the invitation is used once.
    async fn one_invitation_makes_one_way_in(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let link = invite(&server, &organisation, PIET, Some(PIET)).await;
        let (one, other) = (server.browser(OFFICE), server.browser(ELSEWHERE));
        let mut pages = vec![];
        for browser in [&one, &other] {
            let page = accept(browser, &link).await;
            pages.push(browser.submit(&page, &[("way", "passkey")]).await);
        }
        let first = make(&one, &pages[0], &mut device(&server)).await;
        assert!(first.has_field("later"), "{}", first.text());
        let second = make(&other, &pages[1], &mut device(&server)).await;
        assert!(!second.has_field("later"), "{}", second.text());
        // Not only the invitation: the sign-in under way elsewhere is over too.
        assert!(second.text().contains("This page has expired"), "{}", second.text());
        assert!(!is_in(&other).await);
        let piet = steps::user(&server, organisation.tenant, PIET).await;
        assert_eq!(methods(&server, &organisation, piet).await.len(), 1);
    }

    /// On an address that only this machine knows, an administrator has more than a passkey that a move would take away.
    async fn an_administrator_on_this_machine_alone_chooses_a_password(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut phone) = (server.browser(OFFICE), device(&server));
        let link = invite(&server, &organisation, PIET, Some(PIET)).await;
        let piet = steps::user(&server, organisation.tenant, PIET).await;
        let role = RoleChange::Give(Role::GlobalAdministrator);
        server.house.set_role(organisation.tenant, leave(), piet, role).await.unwrap();
        let page = accept(&browser, &link).await;
        assert!(!page.text().contains(CHOICE), "{}", page.text());
        let made_up = browser.submit(&page, &[("way", "passkey")]).await;
        if made_up.body.contains("data-options") {
            make(&browser, &made_up, &mut phone).await;
        }
        assert!(methods(&server, &organisation, piet).await.is_empty());
        // Beside the password it may be.
        let page = accept(&browser, &link).await;
        let page = browser.submit(&page, &[("new_password", GOOD)]).await;
        let page = browser.submit(&page, &[("way", "passkey")]).await;
        assert!(make(&browser, &page, &mut phone).await.has_field("kept"));
    }

    /// Attack 21: an invitation makes no passkey for somebody who has a second step that was not given, or a password.
    async fn an_invitation_makes_no_passkey_beside_what_was_not_proved(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, _) = steps::person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let link = steps::invite_again(&server, &organisation, piet).await;
        let thief = server.browser(ELSEWHERE);
        let page = accept(&thief, &link).await;
        assert!(page.has_field("totp"), "{}", page.text());
        let made_up = thief.submit(&page, &[("way", "passkey")]).await;
        if made_up.body.contains("data-options") {
            make(&thief, &made_up, &mut device(&server)).await;
        }
        assert_eq!(methods(&server, &organisation, piet).await, [Method::Totp]);
        assert!(!is_in(&thief).await);
    }

    async fn a_passkey_without_a_name_stays_signed_in_when_that_is_ticked(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut phone) = (server.browser(OFFICE), device(&server));
        let link = invite(&server, &organisation, PIET, Some(PIET)).await;
        let another = by_passkey(&server, &link, &browser, &mut phone).await;
        assert_eq!(browser.submit(&another, &[("later", "yes")]).await.status, 303);
        sign_out(&browser).await;
        for (ticked, days) in [(false, 2), (true, 10)] {
            let page = browser.get("/sign-in").await;
            assert!(page.has_field("keep") && page.text().contains("Stay signed in for 30 days"), "{}", page.text());
            let proof = phone.assert(&page.data("options")).unwrap().to_string();
            let mut fields = vec![("key", proof.as_str()), ("box", "keep")];
            if ticked {
                fields.push(("keep", "yes"));
            }
            let done = browser.submit(&page, &fields).await;
            assert_eq!(done.status, 303, "{}", done.text());
            server.pass(Span::days(days));
            assert_eq!(is_in(&browser).await, ticked);
        }
        // Where it is not offered there is no box.
        let off = policy::Browsers { signed_in_days: 0, ..policy::Browsers::USUAL };
        server.house.set_browsers(organisation.tenant, leave(), off).await.unwrap();
        assert!(!server.browser(ELSEWHERE).get("/sign-in").await.has_field("keep"));
    }

    /// Somebody who came with a passkey alone adds a password, which the recovery codes then stand beside.
    async fn a_password_is_added_beside_a_passkey(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut phone) = (server.browser(OFFICE), device(&server));
        let link = invite(&server, &organisation, PIET, Some(PIET)).await;
        let another = by_passkey(&server, &link, &browser, &mut phone).await;
        assert_eq!(browser.submit(&another, &[("later", "yes")]).await.status, 303);
        let piet = steps::user(&server, organisation.tenant, PIET).await;
        let codes = async || {
            let left = server.database().read(organisation.tenant, move |tx| tx.recovery_codes().left(piet)).await;
            left.unwrap()
        };
        // Without a password no set of codes: they would open nothing, whichever way they are asked for.
        let page = browser.get("/my/security/authenticator").await;
        let secret = steps::secret_on(&page);
        let app = browser.submit(&page, &[("enrol", &server.code(&secret))]).await;
        assert_eq!(app.location(), "/my/security?done=saved", "{}", app.text());
        let token = browser.get("/my").await.field("t");
        browser.post("/my/security/recovery-codes", &[("t", &token), ("sure", "yes")]).await;
        assert_eq!(codes().await, 0);
        // What stands before it is the passkey, of a moment ago.
        server.pass(Span::minutes(11));
        let stale = browser.post("/my/password", &[("t", &token), ("new", GOOD)]).await;
        assert_ne!(stale.location(), "/my/security?done=password-added");
        let asked = browser.get("/my/password").await;
        assert!(asked.text().contains("Confirm once more") && !asked.has_field("password"), "{}", asked.text());
        let proof = phone.assert(&asked.data("options")).unwrap().to_string();
        assert_eq!(browser.submit(&asked, &[("key", &proof)]).await.location(), "/my/password");
        let page = browser.get("/my/password").await;
        assert!(page.text().contains("Add a password") && !page.has_field("current"), "{}", page.text());
        let short = browser.submit(&page, &[("new", "short")]).await;
        assert_eq!(short.status, 422, "{}", short.text());
        let done = browser.submit(&page, &[("new", GOOD)]).await;
        assert_eq!(done.location(), "/my/security?done=password-added", "{}", done.text());
        assert!(server.mail().await.iter().any(|mail| mail.subject.contains("has a password now")));
        // Twice is not once more: there is one now, which the present one is asked for.
        let again = browser.submit(&page, &[("new", "vier stille kanalen bij nacht")]).await;
        assert_eq!(again.status, 422, "{}", again.text());
        let codes_page = browser.post("/my/security/recovery-codes", &[("t", &token), ("sure", "yes")]).await;
        assert!(codes_page.has_field("kept"), "{}", codes_page.text());
        assert_eq!(codes().await, 10);
        // Elsewhere it is half of the way in, and the passkey is still all of it.
        let elsewhere = server.browser(ELSEWHERE);
        let page = steps::proved(&elsewhere, PIET, GOOD).await;
        assert!(page.status == 200 && !is_in(&elsewhere).await, "{}", page.text());
        assert_eq!(with_passkey(&elsewhere, &mut phone).await.status, 303);
    }

    async fn the_last_passkey_stays_where_there_is_no_password(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut phone) = (server.browser(OFFICE), device(&server));
        let link = invite(&server, &organisation, PIET, Some(PIET)).await;
        let another = by_passkey(&server, &link, &browser, &mut phone).await;
        assert_eq!(browser.submit(&another, &[("later", "yes")]).await.status, 303);
        let piet = steps::user(&server, organisation.tenant, PIET).await;
        let held = server.database().read(organisation.tenant, move |tx| tx.credentials().of(piet)).await;
        let path = format!("/my/security/keys/{}", held.unwrap()[0].id);
        let page = browser.get("/my/security/security-key").await;
        make(&browser, &page, &mut Authenticator::new(Kind::U2f, &server.base)).await;
        assert_eq!(methods(&server, &organisation, piet).await, [Method::Passkey, Method::SecurityKey]);
        let token = browser.get("/my/security").await.field("t");
        browser.post(&path, &[("t", &token), ("sure", "yes")]).await;
        assert_eq!(methods(&server, &organisation, piet).await, [Method::Passkey, Method::SecurityKey]);
        sign_out(&browser).await;
        assert_eq!(with_passkey(&browser, &mut phone).await.status, 303);
    }

    /// At the address that people will use, the first administrator makes a passkey in the place of the app.
    async fn a_passkey_is_the_second_step_of_the_set_up(database) {
        let server = Server::start(database).await;
        let (node, path) = waiting(&server).await;
        let browser = Client::at_node(&node, ADDRESS, OFFICE);
        let choose = until_the_second_step(&browser, &path).await;
        assert!(choose.text().contains("Choose your second step"), "{}", choose.text());
        let page = browser.submit(&choose, &[("way", "passkey")]).await;
        assert_eq!(page.data("options")["rp"]["id"], "id.example.org");
        // Made elsewhere it counts for nothing, and the page asks again with another challenge.
        let mut elsewhere = Authenticator::new(Kind::Synced, "https://evil.example");
        let again = make(&browser, &page, &mut elsewhere).await;
        assert!(again.text().contains("That could not be registered"), "{}", again.text());
        assert_ne!(again.data("options")["challenge"], page.data("options")["challenge"]);
        let mut phone = Authenticator::new(Kind::Synced, ADDRESS);
        let codes = make(&browser, &again, &mut phone).await;
        assert!(codes.text().contains("Keep these recovery codes on paper"), "{}", codes.text());
        let organisation = server.house.organisations()[0].clone();
        assert_eq!(browser.get("/admin").await.status, 200);
        let anna = steps::user(&server, organisation.id, "anna@example.org").await;
        let held = server.database().read(organisation.id, move |tx| tx.credentials().of(anna)).await.unwrap();
        assert_eq!(held.iter().map(|held| held.method).collect::<Vec<_>>(), [Method::Passkey]);
        let other = Client::at_node(&node, ADDRESS, ELSEWHERE);
        assert_eq!(with_passkey(&other, &mut phone).await.status, 303);
        assert_eq!(other.get("/admin").await.status, 200);
    }

    /// On an address that only this machine knows there is the app, whatever a form says.
    async fn a_set_up_on_this_machine_alone_takes_an_app(database) {
        let server = Server::start(database).await;
        let mut draft = server.house.new_draft(model::Locale::En, server.base.clone());
        for (field, value) in [
            (&mut draft.organisation, "De Vries"),
            (&mut draft.domain, "example.org"),
            (&mut draft.help_contact, "Marieke"),
            (&mut draft.display, "Anna"),
            (&mut draft.name, "anna@example.org"),
        ] {
            value.clone_into(field);
        }
        draft.password_hash = server.house.draft_password(&draft, GOOD).await.unwrap().unwrap();
        let options: serde_json::Value =
            serde_json::from_str(&server.house.draft_key(&mut draft).unwrap()).unwrap();
        let made = device(&server).register(&options).to_string();
        let context = service::Context {
            address: None,
            browser: service::Browser { id: [8; 32], returned: true },
            remembered: None,
            agent: None,
            platform: model::Signal::Unknown,
            locality: None,
            platform_hint: model::Signal::Unknown,
            locale: model::Locale::En,
        };
        let refused = server.house.make_organisation_with_key(draft, &context, (&made, "Phone")).await;
        assert!(matches!(refused, Err(service::Fault::Denied)));
        assert!(server.house.organisations().is_empty());
    }
}
