//! Attacks on what only commands on the server do: the way back in for an administrator, and organisations beside one
//! another. The number in each comment is the case in the list of attacks that peers of Sluis fell to. Each runs on
//! both databases.

use crate::on_both::{on_both, sign_in};
use crate::steps::{
    self, ANNA, BACK, ELSEWHERE, GOOD, OFFICE, PIET, VERIFIER, accept, anna, app, authorize, defaults,
    enrolled, factors_of, invite, is_in, is_wrong, leave, person_with_app, proved,
};
use model::{Id, Locale, Span, Tenant};
use service::Fault;
use service::apps::Naming;
use service::authority::{Action, Actor, Permit, SystemUser, Target, permit};
use service::organisations::NewOrganisation;
use service::people::NewPerson;
use service::recover::Rank;
use store::{Actor as Who, Tables};
use testkit::{Client, Organisation, Server};

const NEW: &str = "seventeen paper boats at dawn";

/// Leave for root on the machine.
fn root<A: Action>() -> Permit<A> {
    let root = Actor::Cli(SystemUser { uid: 0, name: "root".to_owned() });
    permit(&root, Target::Organisation).unwrap()
}

/// Makes a way back in for somebody: the path of the link.
async fn recover(server: &Server, organisation: &Organisation, name: &str, rank: Rank) -> String {
    let user = steps::user(server, organisation.tenant, name).await;
    let link = server.house.recover(organisation.tenant, root(), user, rank).await.unwrap();
    link.address.strip_prefix(&server.base).unwrap().to_owned()
}

async fn new_audit(server: &Server, tenant: Id<Tenant>) -> store::AuditRecord {
    server.database().read(tenant, |tx| tx.audit().newest(1)).await.unwrap().remove(0)
}

/// One more organisation at another host: its id, and the path of its administrator's invitation.
async fn second(server: &Server) -> Result<(Id<Tenant>, String), Fault> {
    second_at(server, "https://id.jansen.example", "jansen.example").await
}

async fn second_at(server: &Server, address: &str, domain: &str) -> Result<(Id<Tenant>, String), Fault> {
    let new = NewOrganisation {
        name: "Jansen".to_owned(),
        domain: domain.to_owned(),
        locale: Locale::Nl,
        public_address: address.to_owned(),
        help_contact: "Jan, 030 123 45 67".to_owned(),
        administrator: NewPerson {
            display: "Jan Jansen".to_owned(),
            name: "jan@jansen.example".to_owned(),
            mail: None,
            locale: None,
        },
    };
    let (organisation, _, link) = server.house.add_organisation(root(), new).await?;
    Ok((organisation.id, link.address.strip_prefix(address).unwrap().to_owned()))
}

on_both! {
    /// Attacks 12 and 19.
    async fn a_way_back_in_works_once_and_for_an_hour(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let first = recover(&server, &organisation, ANNA, Rank::AsBefore).await;
        let late = recover(&server, &organisation, ANNA, Rank::AsBefore).await;
        let browser = server.browser(ELSEWHERE);
        assert_eq!(browser.get(&first).await.status, 404, "the newer link ends the older one");
        server.pass(Span::minutes(61));
        assert_ne!(browser.get(&late).await.status, 200);
        assert!(!browser.post(&late, &[("begin", "yes")]).await.has_field("new_password"));
        let link = recover(&server, &organisation, ANNA, Rank::AsBefore).await;
        let (own, thief) = (server.browser(OFFICE), server.browser(ELSEWHERE));
        // Both hold the page before the link is used up.
        let theirs = accept(&thief, &link).await;
        let page = accept(&own, &link).await;
        let page = own.submit(&page, &[("new_password", NEW)]).await;
        assert!(!thief.submit(&theirs, &[("new_password", GOOD)]).await.has_field("way"));
        let (_, page) = enrolled(&server, &own, &page).await;
        own.submit(&page, &[("kept", "yes")]).await;
        assert_eq!(own.get("/admin").await.status, 200);
        for answer in [thief.get(&link).await, thief.post(&link, &[("begin", "yes")]).await] {
            assert_eq!(answer.status, 404, "{}", answer.text());
        }
        assert!(is_wrong(&proved(&thief, ANNA, GOOD).await));
    }

    /// Attack 88.
    async fn looking_at_a_way_back_in_uses_nothing_up(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let link = recover(&server, &organisation, ANNA, Rank::AsBefore).await;
        let scanner = server.browser(ELSEWHERE);
        for _ in 0..3 {
            assert_eq!(scanner.get(&link).await.status, 200);
            scanner.get(&format!("{link}?lang=nl")).await;
        }
        assert!(scanner.cookie("s").is_none());
        let own = server.browser(OFFICE);
        assert!(accept(&own, &link).await.has_field("new_password"));
    }

    /// The link lets nobody in by itself, and what let in before is over.
    async fn a_way_back_in_is_the_only_way_in(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let before = anna(&server, &organisation).await;
        person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let link = recover(&server, &organisation, ANNA, Rank::AsBefore).await;
        assert!(!is_in(&before).await, "every session has ended");
        let own = server.browser(OFFICE);
        assert!(is_wrong(&proved(&own, ANNA, &organisation.password).await), "the old password is none");
        let page = accept(&own, &link).await;
        assert!(page.has_field("new_password") && own.cookie("s").is_none());
        let page = own.submit(&page, &[("new_password", NEW)]).await;
        assert!(page.has_field("way") && own.cookie("s").is_none(), "{}", page.text());
        let user = steps::user(&server, organisation.tenant, ANNA).await;
        assert_eq!(factors_of(&server, organisation.tenant, user).await, 0);
        // With security defaults off the admin centre asks for a second step all the same.
        defaults(&server, &organisation, false).await;
        let visitor = server.browser(OFFICE);
        sign_in(&visitor, ANNA, NEW, "").await;
        assert!(visitor.get("/admin").await.has_field("way"));
    }

    /// Everybody who administers is told, and the record names who did it.
    async fn a_way_back_in_is_made_behind_nobodys_back(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        server.mail().await;
        let user = steps::user(&server, organisation.tenant, PIET).await;
        let refused = server.house.recover(organisation.tenant, root(), user, Rank::AsBefore).await;
        assert!(matches!(refused, Err(Fault::Conflict("no administrator"))));
        assert_eq!(factors_of(&server, organisation.tenant, user).await, 1, "a refusal changes nothing");
        recover(&server, &organisation, PIET, Rank::MakeAdministrator).await;
        let record = new_audit(&server, organisation.tenant).await;
        assert_eq!(record.actor, Who::Cli("root (uid 0)".to_owned()));
        assert_eq!(record.action, "recoverPerson");
        assert!(record.changes.contains("\"property\":\"invitation\""), "{}", record.changes);
        let sent: Vec<_> = server.mail().await.into_iter().filter(|mail| mail.text.contains("root (uid 0)")).collect();
        let mut to: Vec<_> = sent.iter().map(|mail| mail.to.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, [ANNA, PIET]);
        assert!(sent.iter().all(|mail| !mail.text.contains("/invitation/")), "the link is in no mail");
    }

    /// Attack 48.
    async fn a_way_back_in_opens_no_set_up(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        recover(&server, &organisation, ANNA, Rank::AsBefore).await;
        let browser = server.browser(ELSEWHERE);
        for path in ["/set-up/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "/set-up-done"] {
            let answer = browser.post(path, &[("organisation", "Evil"), ("display", "Evil")]).await;
            assert_ne!(answer.status, 200, "{path}: {}", answer.text());
        }
        assert_eq!(server.house.organisations().len(), 1);
    }

    /// Attack 19.
    async fn a_way_in_to_one_organisation_is_none_to_another(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (other, path) = second(&server).await.unwrap();
        assert_ne!(other, organisation.tenant);
        let token = path.rsplit('/').next().unwrap();
        let browser = server.browser(ELSEWHERE);
        let here = format!("/{}/invitation/{token}", organisation.tenant);
        assert_eq!(browser.get(&here).await.status, 404);
        // At its own host it leads to a password and a second step.
        let own = Client::at_node(&server.base, "https://id.jansen.example", OFFICE);
        let page = own.get(&path).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let page = own.submit(&page, &[("begin", "yes")]).await;
        let page = own.submit(&page, &[("new_password", NEW)]).await;
        assert!(page.has_field("way"), "{}", page.text());
    }

    /// Two organisations at one host would share a cookie jar.
    async fn organisations_do_not_share_a_host(database) {
        let (server, _) = Server::with_organisation(database).await;
        second(&server).await.unwrap();
        for (address, domain, taken) in [
            ("https://id.jansen.example:8443", "two.example", "address"),
            ("http://localhost:1", "two.example", "address"),
            ("https://id.two.example", "jansen.example", "domain"),
        ] {
            let refused = second_at(&server, address, domain).await;
            assert!(matches!(refused, Err(Fault::Conflict(what)) if what == taken), "{address} {domain}");
        }
        assert_eq!(server.house.organisations().len(), 2);
    }

    /// A second door forgets the check: each of them is tried.
    async fn a_blocked_organisation_lets_nobody_in_at_any_door(database) {
        let (mut server, organisation) = Server::with_organisation(database).await;
        let app = app(&server, &organisation).await;
        let user = steps::user(&server, organisation.tenant, ANNA).await;
        server.house.name_for_app(organisation.tenant, leave(), app, Naming::Add(user)).await.unwrap();
        let invitation = invite(&server, &organisation, PIET, None).await;
        let browser = anna(&server, &organisation).await;
        let code = |answer: testkit::Answer| answer.parameter("code").unwrap();
        let redeemed = code(browser.get(&authorize(&organisation, app, "")).await);
        let id = app.to_string();
        let redeem = |code: &str| {
            [("client_id", id.clone()), ("grant_type", "authorization_code".to_owned()), ("code", code.to_owned()),
             ("redirect_uri", BACK.to_owned()), ("code_verifier", VERIFIER.to_owned())]
        };
        let token_path = format!("/{}/oauth2/v2.0/token", organisation.tenant);
        let post = async |fields: &[(&str, String)]| {
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            browser.post(&token_path, &fields).await
        };
        let tokens = post(&redeem(&redeemed)).await.json();
        let (access, refresh) = (tokens["access_token"].as_str().unwrap(), tokens["refresh_token"].as_str().unwrap());
        let unused = code(browser.get(&authorize(&organisation, app, "")).await);
        let half_way = proved(&server.browser(OFFICE), ANNA, &organisation.password).await;
        let waiting = server.browser(ELSEWHERE);
        let question = proved(&waiting, ANNA, &organisation.password).await;
        let invited = server.browser(OFFICE);
        let their_page = accept(&invited, &invitation).await;
        let node = server.second_node().await;

        server.house.block_organisation(organisation.tenant, root()).await.unwrap();

        assert!(half_way.has_field("totp"));
        assert!(!is_in(&browser).await, "the session");
        assert!(browser.get("/admin").await.has_field("name"), "the admin centre");
        assert!(browser.get(&authorize(&organisation, app, "")).await.parameter("code").is_none(), "authorize");
        assert_eq!(post(&redeem(&unused)).await.status, 400, "a code that was not redeemed");
        let again = [("client_id", id.clone()), ("grant_type", "refresh_token".to_owned()), ("refresh_token", refresh.to_owned())];
        assert_eq!(post(&again).await.status, 400, "a refresh token");
        let bearer = format!("Bearer {access}");
        let userinfo = format!("/{}/openid/userinfo", organisation.tenant);
        assert_eq!(browser.get_with(&userinfo, ("authorization", &bearer)).await.status, 401, "userinfo");
        let stopped = waiting.submit(&question, &[("totp", &server.code(&organisation.secret))]).await;
        assert!(stopped.status != 303 && waiting.cookie("s").is_none(), "a sign-in that was under way");
        let stopped = invited.submit(&their_page, &[("new_password", NEW)]).await;
        assert!(!stopped.has_field("way"), "an invitation that was accepted: {}", stopped.text());
        let stopped = accept(&server.browser(OFFICE), &invitation).await;
        assert!(!stopped.has_field("new_password"), "an invitation: {}", stopped.text());
        server.pass(Span::seconds(30));
        for base in [&server.base, &node] {
            let fresh = Client::at_node(base, &server.base, OFFICE);
            let page = proved(&fresh, ANNA, &organisation.password).await;
            assert!(!page.has_field("totp") && page.status != 303, "a new sign-in: {}", page.text());
            assert!(page.text().contains("Marieke"), "it says whom to call: {}", page.text());
        }
        let link = recover(&server, &organisation, ANNA, Rank::AsBefore).await;
        assert!(!accept(&server.browser(OFFICE), &link).await.has_field("new_password"), "a way back in");

        server.house.unblock_organisation(organisation.tenant, root()).await.unwrap();
        assert!(accept(&server.browser(OFFICE), &link).await.has_field("new_password"));
    }

    /// Security defaults are saved as a revision of their own, which must not open what is blocked.
    async fn a_change_of_policy_opens_no_blocked_organisation(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        server.house.block_organisation(organisation.tenant, root()).await.unwrap();
        defaults(&server, &organisation, false).await;
        assert!(server.house.is_blocked(organisation.tenant).await.unwrap());
        let page = proved(&server.browser(OFFICE), ANNA, &organisation.password).await;
        assert!(!page.has_field("totp") && page.status != 303, "{}", page.text());
        let twice = server.house.block_organisation(organisation.tenant, root()).await;
        assert!(matches!(twice, Err(Fault::Conflict("state"))));
    }

    /// A blocked organisation closes no door of another.
    async fn blocking_one_organisation_blocks_no_other(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (other, _) = second(&server).await.unwrap();
        server.house.block_organisation(other, root()).await.unwrap();
        let browser = anna(&server, &organisation).await;
        assert_eq!(browser.get("/admin").await.status, 200);
        assert!(!server.house.is_blocked(organisation.tenant).await.unwrap());
    }
}
