//! Passkeys and security keys: what they open, and attacks on them. The number in each comment is the case in the list of
//! attacks that peers of Sluis fell to. Each runs on both databases, with an authenticator in software that shares no code
//! with what verifies it.

use crate::on_both::on_both;
use crate::steps::{
    self, ANNA, ELSEWHERE, GOOD, OFFICE, PIET, accept, audited, defaults, invite, is_in, kept, leave,
    person_with_app, person_with_password, proved, sign_out,
};
use model::{Id, Method, Span, User};
use serde_json::Value;
use softkey::{Authenticator, Kind, Lies};
use store::{Filter, Outcome, Tables};
use testkit::{Answer, Client, Organisation, Server};

/// What the page says when a passkey was not taken.
const NOT_TAKEN: &str = "That passkey does not work here.";

fn device(server: &Server, kind: Kind) -> Authenticator {
    Authenticator::new(kind, &server.base)
}

/// Registers what the page asks for: the page after it.
async fn registered(browser: &Client, page: &Answer, device: &mut Authenticator, way: &str) -> Answer {
    let page = browser.submit(page, &[("way", way)]).await;
    let made = device.register(&page.data("options")).to_string();
    browser.submit(&page, &[("made", &made), ("label", "Blue laptop")]).await
}

/// Invites somebody who chooses a password and makes a passkey, and is signed in afterwards.
async fn person_with_passkey(
    server: &Server,
    organisation: &Organisation,
    browser: &Client,
    device: &mut Authenticator,
) -> Id<User> {
    let link = invite(server, organisation, PIET, Some(PIET)).await;
    let page = accept(browser, &link).await;
    let page = browser.submit(&page, &[("new_password", GOOD)]).await;
    let codes = registered(browser, &page, device, "passkey").await;
    assert!(codes.has_field("kept"), "{}", codes.text());
    let done = kept(browser, &codes).await;
    assert_eq!(done.status, 303, "{}", done.text());
    steps::user(server, organisation.tenant, PIET).await
}

/// Answers the first page with what the device says to it.
async fn with_passkey(browser: &Client, device: &mut Authenticator) -> Answer {
    let page = browser.get("/sign-in").await;
    let proof = device.assert(&page.data("options")).unwrap().to_string();
    browser.submit(&page, &[("key", &proof)]).await
}

async fn methods(server: &Server, organisation: &Organisation, user: Id<User>) -> Vec<Method> {
    let held =
        server.database().read(organisation.tenant, move |tx| tx.credentials().of(user)).await.unwrap();
    held.into_iter().map(|held| held.method).collect()
}

/// The newest sign-in record of a person: how it ended.
async fn newest(server: &Server, organisation: &Organisation, user: Id<User>) -> Outcome {
    let filter = Filter { user: Some(user), ..Filter::default() };
    let found = server.database().read(organisation.tenant, move |tx| tx.records().list(&filter, 1)).await;
    found.unwrap().remove(0).outcome
}

on_both! {
    /// The way that people take every day: no name, no password.
    async fn a_passkey_signs_in_without_a_name_and_opens_what_needs_two_factors(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut laptop) = (server.browser(OFFICE), device(&server, Kind::Synced));
        person_with_passkey(&server, &organisation, &browser, &mut laptop).await;
        sign_out(&browser).await;
        for from in [OFFICE, ELSEWHERE] {
            let browser = server.browser(from);
            let done = with_passkey(&browser, &mut laptop).await;
            assert_eq!(done.status, 303, "{}", done.text());
            // Security info is shown to whoever proved a second factor just now.
            let security = browser.get("/my/security").await;
            assert!(security.text().contains("Blue laptop"), "{}", security.text());
        }
    }

    /// A security key stands beside the password, and no name is asked for it alone.
    async fn a_security_key_is_the_second_step_after_a_password(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut key) = (server.browser(OFFICE), device(&server, Kind::U2f));
        let link = invite(&server, &organisation, PIET, Some(PIET)).await;
        let page = accept(&browser, &link).await;
        let page = browser.submit(&page, &[("new_password", GOOD)]).await;
        let codes = registered(&browser, &page, &mut key, "key").await;
        assert_eq!(kept(&browser, &codes).await.status, 303);
        let elsewhere = server.browser(ELSEWHERE);
        let first = elsewhere.get("/sign-in").await;
        assert!(key.assert(&first.data("options")).is_none(), "it keeps no names");
        let page = proved(&elsewhere, PIET, GOOD).await;
        let proof = key.assert(&page.data("options")).unwrap().to_string();
        let done = elsewhere.submit(&page, &[("key", &proof)]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert!(is_in(&elsewhere).await);
    }

    /// A second method is offered at once, and a third is not registered by the same page again.
    async fn another_method_is_offered_right_after_the_first(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut laptop) = (server.browser(OFFICE), device(&server, Kind::Bound));
        let link = invite(&server, &organisation, PIET, Some(PIET)).await;
        let page = accept(&browser, &link).await;
        let page = browser.submit(&page, &[("new_password", GOOD)]).await;
        let codes = registered(&browser, &page, &mut laptop, "passkey").await;
        let another = browser.submit(&codes, &[("kept", "yes"), ("go", "on")]).await;
        assert!(another.text().contains("Set up another one?"), "{}", another.text());
        let mut blue = device(&server, Kind::U2f);
        let done = registered(&browser, &another, &mut blue, "key").await;
        assert_eq!(done.status, 303, "{}", done.text());
        let piet = steps::user(&server, organisation.tenant, PIET).await;
        assert_eq!(methods(&server, &organisation, piet).await, [Method::Passkey, Method::SecurityKey]);
        // The same page once more adds nothing.
        let again = browser.submit(&another, &[("way", "key")]).await;
        assert!(again.text().contains("This page has expired"), "{}", again.text());
        assert_eq!(methods(&server, &organisation, piet).await.len(), 2);
    }

    /// Attack 11: nobody gets a passkey for somebody who has none by the way that needs no password.
    async fn the_way_without_a_password_registers_nothing(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (_, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let piet = steps::user(&server, organisation.tenant, PIET).await;
        let (thief, mut own) = (server.browser(ELSEWHERE), device(&server, Kind::Synced));
        for page in [thief.get("/sign-in").await, steps::named(&thief, PIET).await] {
            let options = serde_json::json!({
                "rp": { "id": "localhost" },
                "user": { "id": "AAAA" },
                "challenge": page.data("options")["challenge"],
            });
            let made = own.register(&options).to_string();
            for fields in [
                &[("made", made.as_str()), ("label", "mine")][..],
                &[("way", "passkey")],
                &[("key", &made)],
                &[("later", "yes")],
            ] {
                let answer = thief.submit(&page, fields).await;
                assert_ne!(answer.status, 303, "{fields:?}");
            }
        }
        assert!(!is_in(&thief).await);
        assert_eq!(methods(&server, &organisation, piet).await, [Method::Totp]);
    }

    /// Attacks 24 to 27 at the door: what the authenticator or its browser says that is not so opens nothing.
    async fn no_lie_of_a_device_opens_the_door(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut laptop) = (server.browser(OFFICE), device(&server, Kind::Bound));
        let piet = person_with_passkey(&server, &organisation, &browser, &mut laptop).await;
        let evil = server.base.replace("localhost", "evil-localhost");
        for lies in [
            Lies { origin: Some(evil), ..Lies::default() },
            Lies { origin: Some("http://localhost".to_owned()), ..Lies::default() },
            Lies { rp_id: Some("example.org".to_owned()), ..Lies::default() },
            Lies { challenge: Some("A".repeat(43)), ..Lies::default() },
            Lies { kind: Some("webauthn.create".to_owned()), ..Lies::default() },
            Lies { absent: true, ..Lies::default() },
            Lies { cross_origin: true, ..Lies::default() },
            Lies { signature: true, counter: Some(1_000_000), ..Lies::default() },
            Lies { user_handle: Some("A".repeat(43)), ..Lies::default() },
        ] {
            let thief = server.browser(ELSEWHERE);
            laptop.lies = lies.clone();
            let answer = with_passkey(&thief, &mut laptop).await;
            assert!(answer.text().contains(NOT_TAKEN), "{lies:?}: {}", answer.text());
            assert!(!is_in(&thief).await, "{lies:?}");
            assert_eq!(newest(&server, &organisation, piet).await, Outcome::Failure);
        }
        // Attack 27: the counter of the answer with a wrong signature was not kept, or this one would be behind it.
        laptop.lies = Lies::default();
        let done = with_passkey(&server.browser(OFFICE), &mut laptop).await;
        assert_eq!(done.status, 303, "{}", done.text());
    }

    /// Attack 25: a challenge is good for one answer, in the browser it was made for, on whatever node.
    async fn a_proof_is_good_once_and_in_its_own_browser(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut laptop) = (server.browser(OFFICE), device(&server, Kind::Synced));
        person_with_passkey(&server, &organisation, &browser, &mut laptop).await;
        let owner = server.browser(OFFICE);
        let page = owner.get("/sign-in").await;
        let proof = laptop.assert(&page.data("options")).unwrap().to_string();
        // Another browser with the same form.
        let thief = server.browser(ELSEWHERE);
        thief.get("/sign-in").await;
        let stolen = thief.post("/sign-in", &[("t", &page.field("t")), ("key", &proof)]).await;
        assert_ne!(stolen.status, 303);
        assert!(!is_in(&thief).await);
        assert_eq!(owner.submit(&page, &[("key", &proof)]).await.status, 303);
        // The same form again, in the browser as it was before.
        owner.forget();
        let again = owner.submit(&page, &[("key", &proof)]).await;
        assert_ne!(again.status, 303);
        // A page of one's own with somebody else's proof.
        let fresh = thief.get("/sign-in").await;
        let replayed = thief.submit(&fresh, &[("key", &proof)]).await;
        assert!(replayed.text().contains(NOT_TAKEN), "{}", replayed.text());
        // An answer that came too late.
        let late = server.browser(OFFICE);
        let page = late.get("/sign-in").await;
        let proof = laptop.assert(&page.data("options")).unwrap().to_string();
        server.pass(Span::minutes(31));
        assert_ne!(late.submit(&page, &[("key", &proof)]).await.status, 303);
    }

    /// Attack 25, two tabs at once: of two answers to one challenge one is taken.
    async fn of_two_answers_to_one_challenge_one_is_taken(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut laptop) = (server.browser(OFFICE), device(&server, Kind::Synced));
        person_with_passkey(&server, &organisation, &browser, &mut laptop).await;
        let owner = server.browser(OFFICE);
        let page = owner.get("/sign-in").await;
        let proof = laptop.assert(&page.data("options")).unwrap().to_string();
        let twin = owner.moved_to(OFFICE);
        let (key, other) = ([("key", proof.as_str())], [("key", proof.as_str())]);
        let (one, two) = tokio::join!(owner.submit(&page, &key), twin.submit(&page, &other));
        let in_all = [one.status, two.status].into_iter().filter(|status| *status == 303).count();
        assert_eq!(in_all, 1, "{one:?} {two:?}");
    }

    /// Attack 26: possession alone begins no sign-in without a password.
    async fn a_touch_alone_is_no_passkey(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut key) = (server.browser(OFFICE), device(&server, Kind::U2f));
        let link = invite(&server, &organisation, PIET, Some(PIET)).await;
        let page = accept(&browser, &link).await;
        let page = browser.submit(&page, &[("new_password", GOOD)]).await;
        // It cannot be registered as a passkey either.
        let refused = registered(&browser, &page, &mut key, "passkey").await;
        assert!(refused.text().contains("That could not be registered"), "{}", refused.text());
        let mut key = device(&server, Kind::U2f);
        let codes = registered(&browser, &page, &mut key, "key").await;
        assert_eq!(kept(&browser, &codes).await.status, 303);
        let thief = server.browser(ELSEWHERE);
        let page = thief.get("/sign-in").await;
        let mut options = page.data("options");
        options["allowCredentials"] = serde_json::json!([{ "type": "public-key", "id": key.newest() }]);
        let proof = key.assert(&options).unwrap().to_string();
        let answer = thief.submit(&page, &[("key", &proof)]).await;
        assert!(answer.text().contains(NOT_TAKEN), "{}", answer.text());
    }

    /// A counter that went back: the proof is refused, and the owner is told.
    async fn a_copied_key_is_refused_and_its_owner_told(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut laptop) = (server.browser(OFFICE), device(&server, Kind::Bound));
        person_with_passkey(&server, &organisation, &browser, &mut laptop).await;
        assert_eq!(with_passkey(&server.browser(OFFICE), &mut laptop).await.status, 303);
        assert_eq!(with_passkey(&server.browser(OFFICE), &mut laptop).await.status, 303);
        laptop.lies.counter = Some(1);
        let answer = with_passkey(&server.browser(ELSEWHERE), &mut laptop).await;
        assert!(answer.text().contains(NOT_TAKEN), "{}", answer.text());
        let mail = server.mail().await;
        assert!(mail.iter().any(|message| message.subject.contains("may have been copied")), "{mail:?}");
        // Both pages say so, each beside the way to remove it.
        let said = "There may be a copy of it";
        assert!(browser.get("/my/security").await.text().contains(said));
        let piet = steps::user(&server, organisation.tenant, PIET).await;
        let boss = steps::anna(&server, &organisation).await;
        let page = boss.get(&format!("/admin/users/{piet}")).await;
        assert!(page.text().contains(said), "{}", page.text());
        assert!(boss.get("/admin/audit-logs").await.text().contains("its counter went back"));
        // Home names the person and leads to that page, until the key is gone.
        let home = boss.get("/admin").await;
        assert!(home.text().contains("A key of Piet Bakker may have been copied"), "{}", home.text());
        assert!(home.body.contains(&format!("/admin/users/{piet}\"")));
        let held = server.database().read(organisation.tenant, move |tx| tx.credentials().of(piet)).await.unwrap();
        let key = held.iter().find(|held| held.method == model::Method::Passkey).unwrap().id;
        let helper = steps::leave();
        server.house.remove_method(organisation.tenant, helper, piet, key).await.unwrap();
        assert!(!boss.get("/admin").await.text().contains("may have been copied"));
    }

    /// Attack 81: a stranger behind the same address keeps nobody out of their own browser.
    async fn a_flood_of_wrong_proofs_stops_strangers_and_not_the_owner(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut laptop) = (server.browser(OFFICE), device(&server, Kind::Synced));
        person_with_passkey(&server, &organisation, &browser, &mut laptop).await;
        sign_out(&browser).await;
        laptop.lies.signature = true;
        let stranger = server.browser(OFFICE);
        for _ in 0..70 {
            with_passkey(&stranger, &mut laptop).await;
        }
        laptop.lies.signature = false;
        let stopped = with_passkey(&server.browser(OFFICE), &mut laptop).await;
        assert!(stopped.text().contains(NOT_TAKEN), "the network is not stopped: {}", stopped.text());
        let own = with_passkey(&browser, &mut laptop).await;
        assert_eq!(own.status, 303, "{}", own.text());
    }

    /// Attack 28: a passkey of somebody who was blocked opens nothing, nor does one that was removed.
    async fn a_passkey_ends_with_its_owner_and_with_its_removal(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut laptop) = (server.browser(OFFICE), device(&server, Kind::Synced));
        let piet = person_with_passkey(&server, &organisation, &browser, &mut laptop).await;
        server.house.block(organisation.tenant, leave(), piet).await.unwrap();
        let thief = server.browser(ELSEWHERE);
        assert_eq!(with_passkey(&thief, &mut laptop).await.status, 403);
        assert!(!is_in(&thief).await);
        server.house.unblock(organisation.tenant, leave(), piet).await.unwrap();
        assert_eq!(with_passkey(&server.browser(OFFICE), &mut laptop).await.status, 303);
        let held = server.database().read(organisation.tenant, move |tx| tx.credentials().of(piet)).await;
        let id = held.unwrap()[0].id;
        server.house.remove_method(organisation.tenant, leave(), piet, id).await.unwrap();
        let left = server.database().read(organisation.tenant, move |tx| tx.passkeys().of(piet)).await.unwrap();
        assert!(left.is_empty());
        let answer = with_passkey(&thief, &mut laptop).await;
        assert!(answer.text().contains(NOT_TAKEN), "{}", answer.text());
    }

    /// Attack 28: of somebody who was let in anew, and of an organisation that was blocked.
    async fn a_passkey_of_before_a_recovery_opens_nothing_afterwards(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut laptop) = (server.browser(OFFICE), device(&server, Kind::Synced));
        let piet = person_with_passkey(&server, &organisation, &browser, &mut laptop).await;
        server.house.block_organisation(organisation.tenant, leave()).await.unwrap();
        let thief = server.browser(OFFICE);
        assert_ne!(with_passkey(&thief, &mut laptop).await.status, 303);
        assert!(!is_in(&thief).await && !is_in(&browser).await);
        server.house.unblock_organisation(organisation.tenant, leave()).await.unwrap();
        assert_eq!(with_passkey(&server.browser(OFFICE), &mut laptop).await.status, 303);
        let rank = service::recover::Rank::MakeAdministrator;
        let link = server.house.recover(organisation.tenant, leave(), piet, rank).await.unwrap().address;
        let answer = with_passkey(&thief, &mut laptop).await;
        assert!(answer.text().contains(NOT_TAKEN), "{}", answer.text());
        let page = accept(&browser, link.strip_prefix(&server.base).unwrap()).await;
        let page = browser.submit(&page, &[("new_password", "vier stille kanalen bij nacht")]).await;
        let mut phone = device(&server, Kind::Synced);
        let codes = registered(&browser, &page, &mut phone, "passkey").await;
        assert_eq!(kept(&browser, &codes).await.status, 303);
        assert_eq!(with_passkey(&server.browser(OFFICE), &mut phone).await.status, 303);
        let answer = with_passkey(&thief, &mut laptop).await;
        assert!(answer.text().contains(NOT_TAKEN), "the name is the same, the key is not: {}", answer.text());
    }

    /// Attack 29: what was begun for one person is registered for no other, and a key belongs to one account.
    async fn a_registration_belongs_to_whom_it_was_begun_for(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut laptop) = (server.browser(OFFICE), device(&server, Kind::Synced));
        let piet = person_with_passkey(&server, &organisation, &browser, &mut laptop).await;
        let anna = steps::anna(&server, &organisation).await;
        // Anna begins, Piet sends it with his own session.
        let page = anna.get("/my/security/passkey").await;
        let made = device(&server, Kind::Synced).register(&page.data("options")).to_string();
        let stolen = browser.post(
            "/my/security/passkey",
            &[("t", &page.field("t")), ("made", &made), ("label", "x")],
        ).await;
        assert_eq!(stolen.status, 403, "{}", stolen.text());
        assert_eq!(methods(&server, &organisation, piet).await.len(), 1);
        // It is Anna's, in her own session, once.
        let own = anna.post(
            "/my/security/passkey",
            &[("t", &page.field("t")), ("made", &made), ("label", "Anna's")],
        ).await;
        assert_eq!(own.status, 303, "{}", own.text());
        // The same page and answer a second time.
        let again = anna.post(
            "/my/security/passkey",
            &[("t", &page.field("t")), ("made", &made), ("label", "Anna's")],
        ).await;
        assert_eq!(again.status, 303);
        let id = steps::user(&server, organisation.tenant, ANNA).await;
        assert_eq!(methods(&server, &organisation, id).await, [Method::Totp, Method::Passkey]);
    }

    /// Attack 30: nothing before the first proof tells who exists or what they have.
    async fn no_page_before_the_first_proof_names_a_credential(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut laptop) = (server.browser(OFFICE), device(&server, Kind::Synced));
        person_with_passkey(&server, &organisation, &browser, &mut laptop).await;
        let stranger = server.browser(ELSEWHERE);
        let told = |page: &Answer| -> Value {
            let mut options = page.data("options");
            options["challenge"] = Value::Null;
            options
        };
        let known = told(&steps::named(&stranger, PIET).await);
        let app = told(&steps::named(&stranger, ANNA).await);
        let nobody = told(&steps::named(&stranger, "nobody@example.org").await);
        assert_eq!(known["allowCredentials"], serde_json::json!([]));
        assert!(known == app && app == nobody);
        // A credential that is nobody's is answered as one whose signature is wrong.
        let mut other = device(&server, Kind::Synced);
        other.register(&serde_json::json!({
            "rp": { "id": "localhost" }, "user": { "id": "AAAA" }, "challenge": "AAAA",
        }));
        let unknown = with_passkey(&stranger, &mut other).await;
        laptop.lies.signature = true;
        let wrong = with_passkey(&stranger, &mut laptop).await;
        assert_eq!((unknown.status, unknown.text()), (wrong.status, wrong.text()));
    }

    /// The last second step stays; a name can be changed.
    async fn the_last_key_stays_and_each_can_be_renamed(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut laptop) = (server.browser(OFFICE), device(&server, Kind::Synced));
        let piet = person_with_passkey(&server, &organisation, &browser, &mut laptop).await;
        let held = server.database().read(organisation.tenant, move |tx| tx.credentials().of(piet)).await;
        let path = format!("/my/security/keys/{}", held.unwrap()[0].id);
        let page = browser.get(&path).await;
        assert!(page.text().contains("This is your only second step"), "it is said at once: {}", page.text());
        assert_eq!(browser.submit(&page, &[("label", "Red <b>phone")]).await.status, 303);
        let security = browser.get("/my/security").await;
        assert!(security.text().contains("Red <b>phone"), "{}", security.text());
        assert_eq!(audited(&server, &organisation, "renameSecurityInfo").await, 1);
        assert_eq!(audited(&server, &organisation, "registerSecurityInfo").await, 1);
        let token = page.field("t");
        let kept = browser.post(&path, &[("t", &token), ("sure", "yes")]).await;
        assert!(kept.text().contains("This is your only second step"), "{}", kept.text());
        assert_eq!(methods(&server, &organisation, piet).await, [Method::Passkey]);
    }

    /// Attack 83 with a passkey: a thief of a dormant password makes none.
    async fn a_stolen_dormant_password_makes_no_passkey(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        defaults(&server, &organisation, true).await;
        server.pass(Span::days(40));
        let thief = server.browser(ELSEWHERE);
        let page = proved(&thief, PIET, GOOD).await;
        assert!(!page.has_field("way"), "{}", page.text());
        assert!(methods(&server, &organisation, piet).await.is_empty());
    }
}
