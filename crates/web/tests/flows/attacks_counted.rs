//! Attacks on what is counted and what is compared: each guess costs the same and counts the same, wherever it is made. The
//! number in each comment is the case in the list of attacks that peers of Sluis fell to. Each runs on both databases.

use crate::on_both::on_both;
use crate::steps::{
    self, ANNA, ELSEWHERE, GOOD, OFFICE, PIET, anna, defaults, invite, is_locked, is_wrong, leave,
    person_with_app, person_with_password, proved, user,
};
use model::{PasswordState, Span};
use store::Tables;
use testkit::{Answer, Client, Server};

/// The same browser without its session: known, and signed in no longer.
fn signed_out(browser: &Client) -> Client {
    let other = browser.moved_to(OFFICE);
    other.plant("s", "gone");
    other
}

/// The same text with another character at a place.
fn changed(text: &str, place: usize) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes[place] = if bytes[place] == b'1' { b'2' } else { b'1' };
    String::from_utf8(bytes).unwrap()
}

/// A page without what differs by chance or with the clock.
fn seen(page: &Answer) -> (u16, String) {
    let ticket = if page.has_field("t") { page.field("t") } else { "no ticket".to_owned() };
    (page.status, page.body.replace(&ticket, "TICKET"))
}

on_both! {
    /// Attack 5.
    async fn every_place_that_takes_a_password_adds_to_one_counter(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let home = server.browser(OFFICE);
        person_with_password(&server, &organisation, PIET, &home).await;
        let change = async |current: &str| {
            let token = home.get("/my").await.field("t");
            let fields = [("t", &*token), ("current", current), ("new", "vier stille kanalen bij nacht")];
            home.post("/my/password", &fields).await
        };
        for guess in 0..4 {
            let answer = change("a wrong password").await;
            assert_eq!(answer.status, 422, "guess {guess} at one's own page: {}", answer.text());
        }
        let door = signed_out(&home);
        for guess in 0..3 {
            let answer = proved(&door, PIET, "a wrong password").await;
            assert!(is_wrong(&answer), "guess {guess} at the door: {}", answer.text());
        }
        // Later the same page asks once more who it is.
        server.pass(Span::minutes(11));
        let mut confirm = home.get("/my/password").await;
        assert!(confirm.has_field("password"), "{}", confirm.text());
        for guess in 0..3 {
            confirm = home.submit(&confirm, &[("password", "a wrong password")]).await;
            assert!(is_wrong(&confirm), "guess {guess} at confirming: {}", confirm.text());
        }
        let confirm = home.submit(&confirm, &[("password", GOOD)]).await;
        assert!(is_locked(&confirm), "confirming: {}", confirm.text());
        let door = proved(&door, PIET, GOOD).await;
        assert!(is_locked(&door), "the door: {}", door.text());
        server.pass(Span::minutes(2));
        let again = home.get("/my/password").await;
        assert_eq!(home.submit(&again, &[("password", GOOD)]).await.status, 303);
        // The right one began a new count; ten at one's own page lock it there as well.
        for _ in 0..10 {
            assert_eq!(change("a wrong password").await.status, 422);
        }
        let locked = change(GOOD).await;
        assert_eq!(locked.status, 422, "{}", locked.text());
        let other = signed_out(&home);
        assert!(is_locked(&proved(&other, PIET, GOOD).await), "locked at the door too");
    }

    /// Attack 45: a hash is what takes long, so every name costs exactly one.
    async fn every_name_costs_one_hash_and_a_locked_one_none(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        invite(&server, &organisation, "invited@example.org", None).await;
        let blocked =
            person_with_password(&server, &organisation, "blocked@example.org", &server.browser(OFFICE)).await;
        server.house.block(organisation.tenant, leave(), blocked).await.unwrap();
        let without = "without@example.org";
        person_with_password(&server, &organisation, without, &server.browser(OFFICE)).await;
        let (id, now) = (user(&server, organisation.tenant, without).await, server.now());
        let forget = move |tx: &mut sql::Tx<'_>| tx.users().set_password(id, PasswordState::None, None, now);
        server.database().write(organisation.tenant, forget).await.unwrap();
        defaults(&server, &organisation, true).await;
        let names = [ANNA, PIET, "invited@example.org", "blocked@example.org", without, "nobody@example.org",
            "no name at all", "\u{430}nna"];
        for (number, name) in names.iter().enumerate() {
            let browser = server.browser(&format!("198.51.{number}.7"));
            let mut page = steps::named(&browser, name).await;
            for guess in 0..10 {
                let before = server.house.hashes();
                page = browser.submit(&page, &[("password", "a wrong password")]).await;
                assert_eq!(server.house.hashes() - before, 1, "{name}, guess {guess}: {}", page.text());
            }
            let before = server.house.hashes();
            page = browser.submit(&page, &[("password", "a wrong password")]).await;
            assert!(is_locked(&page), "{name}: {}", page.text());
            assert_eq!(server.house.hashes(), before, "{name} is locked before anything is hashed");
        }
        let before = server.house.hashes();
        server.pass(Span::minutes(2));
        assert!(proved(&server.browser("198.51.100.7"), PIET, GOOD).await.has_field("totp"));
        assert_eq!(server.house.hashes() - before, 1, "the right one costs what a wrong one does");
    }

    /// Attacks 45 and 77: beside the hash, what is asked of the database is the same for every name, statement by statement.
    async fn every_name_costs_the_same_statements(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let home = server.browser(OFFICE);
        person_with_app(&server, &organisation, PIET, &home).await;
        invite(&server, &organisation, "invited@example.org", None).await;
        let blocked = "blocked@example.org";
        let id = person_with_password(&server, &organisation, blocked, &server.browser(OFFICE)).await;
        server.house.block(organisation.tenant, leave(), id).await.unwrap();
        defaults(&server, &organisation, true).await;
        let activity = server.database().activity();
        let names = [ANNA, PIET, "invited@example.org", blocked, "nobody@example.org", "\u{430}nna"];
        // What is the same for everybody is read once and kept.
        proved(&server.browser("198.51.100.7"), "somebody@example.org", "a wrong password").await;
        let mut all = vec![];
        for (number, name) in names.iter().enumerate() {
            let browser = server.browser(&format!("198.51.{number}.7"));
            let first = browser.get("/sign-in").await;
            let mut costs = vec![];
            let mut before = activity.statements();
            let mut cost = |what: &str| {
                let now = activity.statements();
                costs.push(format!("{what} {}", now - before));
                before = now;
            };
            let mut page = browser.submit(&first, &[("name", name)]).await;
            cost("name");
            for _ in 0..3 {
                page = browser.submit(&page, &[("password", "a wrong password")]).await;
                assert!(is_wrong(&page), "{name}: {}", page.text());
                cost("password");
            }
            all.push(costs);
        }
        for (name, costs) in names.iter().zip(&all) {
            assert_eq!(costs, &all[0], "{name}");
        }
        assert!(all[0].iter().skip(1).all(|cost| !cost.ends_with(" 0")), "nothing is counted: {:?}", all[0]);
    }

    /// Attack 77: a code or a form token that is nearly right is told from no other wrong one.
    async fn nearly_right_is_answered_like_any_wrong(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let into = server.now().as_secs().rem_euclid(30);
        server.pass(Span::seconds(31 - into));
        let browser = server.browser(ELSEWHERE);
        let page = proved(&browser, ANNA, &organisation.password).await;
        let code = server.code(&organisation.secret);
        let answers = [
            browser.submit(&page, &[("totp", &changed(&code, 0))]).await,
            browser.submit(&page, &[("totp", &changed(&code, 5))]).await,
            browser.submit(&page, &[("totp", &code.chars().rev().map(|_| '9').collect::<String>())]).await,
        ];
        for answer in &answers {
            assert!(is_wrong(answer), "{}", answer.text());
            assert_eq!(seen(answer), seen(&answers[0]));
        }
        let anna = anna(&server, &organisation).await;
        let token = anna.get("/my").await.field("t");
        let last = token.len() - 1;
        let tokens =
            [changed(&token, 0), changed(&token, last), token[..last].to_owned(), format!("{token}A"), String::new()];
        let mut all = vec![];
        for wrong in &tokens {
            all.push(anna.post("/my/sessions/end-others", &[("t", wrong)]).await);
        }
        for (answer, sent) in all.iter().zip(&tokens) {
            assert_eq!((answer.status, &answer.body), (403, &all[0].body), "{sent}");
        }
        let right = anna.post("/my/sessions/end-others", &[("t", &token)]).await;
        assert_eq!(right.status, 303);
    }
}
