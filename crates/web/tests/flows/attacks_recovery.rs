//! Attacks on the ways back in: invitations, recovery codes, a way back in from the machine, and passwords that somebody
//! else set. Attack 20 is a link that is turned on somebody else than it was made for; attack 21 one that leaves the second
//! factor out. Each runs on both databases.

use crate::on_both::on_both;
use crate::steps::{
    self, ANNA, ELSEWHERE, GOOD, OFFICE, PIET, accept, defaults, factors_of, invite_again, is_in, is_wrong,
    person_with_app, proved,
};
use model::PasswordState;
use service::authority::{Actor, SystemUser, Target, permit};
use service::recover::Rank;
use softkey::{Authenticator, Kind};
use store::Tables;
use testkit::{Client, Organisation, Server};

/// What a thief would choose.
const THIEF: &str = "nine quiet foxes under a red moon";

/// The path of a way back in that somebody at the machine made for Anna.
async fn way_back(server: &Server, organisation: &Organisation) -> String {
    let root = Actor::Cli(SystemUser { uid: 0, name: "root".to_owned() });
    let anna = steps::user(server, organisation.tenant, ANNA).await;
    let leave = permit(&root, Target::Organisation).unwrap();
    let link = server.house.recover(organisation.tenant, leave, anna, Rank::AsBefore).await.unwrap();
    link.address.strip_prefix(&server.base).unwrap().to_owned()
}

/// The codes that one's own page makes anew.
async fn recovery_codes(browser: &Client) -> Vec<String> {
    let page = browser.get("/my/security/recovery-codes").await;
    let codes = browser.submit(&page, &[("sure", "yes")]).await;
    let (_, list) = codes.body.split_once("<ol").unwrap();
    let (list, _) = list.split_once("</ol>").unwrap();
    let items = list.split("<li").skip(1).map(|item| item.split_once('>').unwrap().1);
    items.map(|item| item.split('<').find(|part| part.contains('-')).unwrap_or(item).to_owned()).collect()
}

on_both! {
    /// Attack 20: the link of one person, and then the name of another.
    async fn a_link_for_one_person_opens_no_other(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let invited = steps::invite(&server, &organisation, "els@example.org", None).await;
        let again = invite_again(&server, &organisation, piet).await;
        let back = way_back(&server, &organisation).await;
        for link in [&invited, &again, &back] {
            let thief = server.browser(ELSEWHERE);
            let page = accept(&thief, link).await;
            for name in [PIET, ANNA, "els@example.org"] {
                // The name and its digest are in no field: whom it is about is in the row that the form names.
                let fields = [("name", name), ("username", name), ("user", name)];
                let answer = thief.submit(&page, &fields).await;
                assert_ne!(answer.status, 303, "{link} {name}");
            }
            // The link's form in the middle of somebody else's sign-in.
            let other = server.browser(ELSEWHERE);
            let named = steps::named(&other, ANNA).await;
            let mixed = other.post("/sign-in", &[("t", &page.field("t")), ("new_password", THIEF)]).await;
            assert_ne!(mixed.status, 303);
            let mixed = other.submit(&named, &[("new_password", THIEF)]).await;
            assert_ne!(mixed.status, 303);
            assert!(!is_in(&other).await && !is_in(&thief).await, "{link}");
        }
        // Els used hers: it is she who is in, with her own name.
        let els = server.browser(OFFICE);
        defaults(&server, &organisation, false).await;
        let page = accept(&els, &invited).await;
        assert_eq!(els.submit(&page, &[("new_password", GOOD), ("username", ANNA)]).await.status, 303);
        let roles = server.house.roles_of(organisation.tenant, steps::user(&server, organisation.tenant, "els@example.org").await);
        assert!(roles.await.unwrap().is_empty() && is_in(&els).await);
        assert!(is_wrong(&proved(&server.browser(ELSEWHERE), ANNA, GOOD).await));
        assert_eq!(factors_of(&server, organisation.tenant, piet).await, 1);
    }

    /// Attack 21, an invitation: whoever has a second step gives it before anything else is so.
    async fn an_invitation_leaves_out_no_second_step(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, secret) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let link = invite_again(&server, &organisation, piet).await;
        let thief = server.browser(ELSEWHERE);
        let page = accept(&thief, &link).await;
        let mut key = Authenticator::new(Kind::Synced, &server.base);
        for fields in [&[("new_password", THIEF)][..], &[("way", "passkey")], &[("way", "app")], &[("later", "yes")]] {
            let answer = thief.submit(&page, fields).await;
            assert_ne!(answer.status, 303, "{fields:?}");
            if answer.body.contains("data-options") {
                let made = key.register(&answer.data("options")).to_string();
                assert_ne!(thief.submit(&answer, &[("made", &made)]).await.status, 303);
            }
        }
        assert!(!is_in(&thief).await);
        assert_eq!(factors_of(&server, organisation.tenant, piet).await, 1);
        assert!(is_wrong(&proved(&server.browser(ELSEWHERE), PIET, THIEF).await));
        // With it, it leads on.
        let own = server.browser(OFFICE);
        let page = accept(&own, &link).await;
        let page = own.submit(&page, &[("totp", &server.code(&secret))]).await;
        assert!(page.has_field("new_password"), "{}", page.text());
    }

    /// Attack 21, a recovery code: it stands beside the password and never alone, and adds up with nothing else.
    async fn a_recovery_code_opens_nothing_without_the_password(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &organisation, PIET, &own).await;
        let codes = recovery_codes(&own).await;
        assert!(codes.len() >= 10, "{codes:?}");
        let thief = server.browser(ELSEWHERE);
        for page in [thief.get("/sign-in").await, steps::named(&thief, PIET).await] {
            assert_ne!(thief.submit(&page, &[("recovery", &codes[0])]).await.status, 303);
            assert_ne!(thief.submit(&page, &[("other", "recovery")]).await.status, 303);
        }
        assert!(!is_in(&thief).await);
        // Beside an invitation it is the second step, and the invitation leads to a password, not in.
        let link = invite_again(&server, &organisation, piet).await;
        let page = accept(&thief, &link).await;
        let page = thief.submit(&page, &[("other", "recovery")]).await;
        let page = thief.submit(&page, &[("recovery", &codes[0])]).await;
        assert!(page.has_field("new_password") && !is_in(&thief).await, "{}", page.text());
        // Used once, it is used up.
        let again = server.browser(ELSEWHERE);
        let page = accept(&again, &link).await;
        let page = again.submit(&page, &[("other", "recovery")]).await;
        let page = again.submit(&page, &[("recovery", &codes[0])]).await;
        assert!(!page.has_field("new_password"), "{}", page.text());
    }

    /// Attack 21, the way back in from the machine: it leads to a new second step, and to nothing without one.
    async fn a_way_back_in_lets_nobody_in_without_a_second_step(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let link = way_back(&server, &organisation).await;
        let own = server.browser(OFFICE);
        let page = accept(&own, &link).await;
        let page = own.submit(&page, &[("new_password", GOOD)]).await;
        assert!(page.has_field("way"), "{}", page.text());
        for fields in [&[("later", "yes")][..], &[("kept", "yes")], &[("enrol", "000000")], &[("go", "on")]] {
            assert_ne!(own.submit(&page, fields).await.status, 303, "{fields:?}");
        }
        assert!(!is_in(&own).await);
    }

    /// Attack 21, a password that somebody else set: the second step is asked as ever, before the new password.
    async fn a_temporary_password_leaves_out_no_second_step(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, secret) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let now = server.now();
        let set = server.database().write(organisation.tenant, move |tx| {
            let hash = tx.users().password_hash(piet)?;
            tx.users().set_password(piet, PasswordState::Temporary { at: now }, hash.as_deref(), now)
        });
        set.await.unwrap();
        let thief = server.browser(ELSEWHERE);
        let page = proved(&thief, PIET, GOOD).await;
        assert!(page.has_field("totp"), "{}", page.text());
        assert!(!thief.submit(&page, &[("new_password", THIEF)]).await.has_field("way"));
        assert!(is_wrong(&proved(&server.browser(ELSEWHERE), PIET, THIEF).await));
        assert!(!is_in(&thief).await);
        let own = server.browser(ELSEWHERE);
        let page = proved(&own, PIET, GOOD).await;
        let page = own.submit(&page, &[("totp", &server.code(&secret))]).await;
        assert!(page.has_field("new_password"), "{}", page.text());
    }

    /// Security info after ten minutes: any strong method of the person, the best first, and none leads nowhere.
    async fn security_info_is_opened_by_whichever_strong_method_one_has(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let (piet, secret) = person_with_app(&server, &organisation, PIET, &own).await;
        let page = own.get("/my/security/passkey").await;
        let mut phone = Authenticator::new(Kind::Synced, &server.base);
        let made = phone.register(&page.data("options")).to_string();
        assert_eq!(own.submit(&page, &[("made", &made), ("label", "Phone")]).await.status, 303);
        let held = server.database().read(organisation.tenant, move |tx| tx.credentials().of(piet)).await.unwrap();
        assert_eq!(held.len(), 2);
        server.pass(model::Span::minutes(11));
        // The passkey first, alone.
        let asked = own.get("/my/security").await;
        let asked = own.follow(asked).await;
        let proof = phone.assert(&asked.data("options")).unwrap().to_string();
        let opened = own.submit(&asked, &[("key", &proof)]).await;
        assert_eq!(opened.status, 303, "{}", opened.text());
        server.pass(model::Span::minutes(11));
        // Or the app, beside the password of the session.
        let asked = own.get("/my/security").await;
        let asked = own.follow(asked).await;
        let page = own.submit(&asked, &[("other", "totp")]).await;
        assert!(page.has_field("totp") && !page.has_field("password"), "{}", page.text());
        let opened = own.submit(&page, &[("totp", &server.code(&secret))]).await;
        assert_eq!(opened.status, 303, "{}", opened.text());
    }
}
