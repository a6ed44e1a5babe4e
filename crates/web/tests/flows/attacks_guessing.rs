//! Attacks on what is typed at the door: guessing, racing and flooding. The number in each comment is the case in
//! the list of attacks that peers of Sluis fell to. Each runs on both databases.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::on_both::{on_both, sign_in};
use crate::steps::{
    self, ANNA, ELSEWHERE, OFFICE, PIET, accept, defaults, invite, is_locked, is_wrong, named,
    person_with_password, proved, sign_out,
};
use model::{Span, Timestamp};
use testkit::{Answer, Client, Organisation, Server, oathtool};
use tokio::task::JoinSet;

/// Bytes of the password that bcrypt would look at.
const BCRYPT: usize = 72;

/// Lets time pass until a code has just begun, so that what follows happens within one step of the clock.
fn begin_a_step(server: &Server) {
    let into = server.now().as_secs().rem_euclid(30);
    server.pass(Span::seconds(31 - into));
}

fn code_at(server: &Server, organisation: &Organisation, seconds: i64) -> String {
    oathtool(&organisation.secret, Timestamp::from_secs(server.now().as_secs() + seconds))
}

/// Sends the same kind of answer from each browser's own page, all at once.
async fn all_at_once(
    pages: Vec<(Client, Answer)>,
    field: &'static str,
    values: Vec<String>,
) -> Vec<(Client, Answer)> {
    let mut racing = JoinSet::new();
    for ((browser, page), value) in pages.into_iter().zip(values) {
        racing.spawn(async move {
            let answer = browser.submit(&page, &[(field, value.as_str())]).await;
            (browser, answer)
        });
    }
    racing.join_all().await
}

/// What may not differ between a name that is somebody's and one that is nobody's.
fn seen(page: &Answer, name: &str) -> (u16, Vec<(String, String)>, String) {
    // Sealed tickets differ by chance, the clock goes on, and a length follows from both.
    let chance = ["date", "content-length", "set-cookie", "x-request-id"];
    let told = |(name, value): (String, String)| match chance.contains(&name.as_str()) {
        true => (name, String::new()),
        false => (name, value),
    };
    let headers = page.headers.clone().into_iter().map(told).collect();
    let ticket = if page.has_field("t") { page.field("t") } else { "no ticket".to_owned() };
    // So does what a passkey would have to sign.
    let challenge = page.data("options")["challenge"].as_str().unwrap().to_owned();
    let body = page.body.replace(&ticket, "TICKET").replace(&challenge, "CHALLENGE");
    (page.status, headers, body.replace(name, "NAME"))
}

on_both! {
    /// Attack 1.
    async fn a_code_that_two_nodes_receive_at_once_lets_one_browser_in(database) {
        let (mut server, organisation) = Server::with_organisation(database).await;
        let second = server.second_node().await;
        begin_a_step(&server);
        let mut pages = vec![];
        for number in 0..8 {
            let from = format!("203.0.113.{}", 10 + number);
            let node = if number % 2 == 0 { &server.base } else { &second };
            let browser = Client::at_node(node, &server.base, &from);
            let page = proved(&browser, ANNA, &organisation.password).await;
            assert!(page.has_field("totp"), "{}", page.text());
            pages.push((browser, page));
        }
        let code = server.code(&organisation.secret);
        let answers = all_at_once(pages, "totp", vec![code; 8]).await;
        let inside: Vec<u16> =
            answers.iter().map(|(_, page)| page.status).filter(|status| *status == 303).collect();
        assert_eq!(inside.len(), 1, "{:?}", answers.iter().map(|(_, page)| page.text()).collect::<Vec<_>>());
        let sessions = answers.iter().filter(|(browser, _)| browser.cookie("s").is_some()).count();
        assert_eq!(sessions, 1);
    }

    /// Attack 2.
    async fn a_code_outside_one_step_of_the_clock_is_not_taken(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        server.pass(Span::minutes(10));
        begin_a_step(&server);
        let browser = server.browser(OFFICE);
        let mut page = proved(&browser, ANNA, &organisation.password).await;
        for seconds in [-180, -90, -60, 60, 90, 180] {
            page = browser.submit(&page, &[("totp", &code_at(&server, &organisation, seconds))]).await;
            assert!(is_wrong(&page) && page.has_field("totp"), "{seconds}: {}", page.text());
        }
        let done = browser.submit(&page, &[("totp", &code_at(&server, &organisation, -30))]).await;
        assert_eq!(done.status, 303, "one step is forgiven: {}", done.text());
    }

    /// Attack 2.
    async fn a_code_older_than_the_last_one_used_is_not_taken(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        server.pass(Span::minutes(10));
        begin_a_step(&server);
        let ahead = code_at(&server, &organisation, 30);
        sign_in(&server.browser(OFFICE), ANNA, &organisation.password, &ahead).await;
        let browser = server.browser(ELSEWHERE);
        let mut page = proved(&browser, ANNA, &organisation.password).await;
        for seconds in [-30, 0, 30] {
            page = browser.submit(&page, &[("totp", &code_at(&server, &organisation, seconds))]).await;
            assert!(is_wrong(&page), "{seconds}: {}", page.text());
        }
        assert!(browser.cookie("s").is_none());
    }

    /// Attack 3.
    async fn guesses_of_a_code_add_up_over_new_sign_ins_and_browsers(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        for number in 0..10 {
            let browser = server.browser(&format!("203.0.113.{}", 20 + number));
            let page = proved(&browser, ANNA, &organisation.password).await;
            let page = browser.submit(&page, &[("totp", "000000")]).await;
            assert!(is_wrong(&page), "guess {number}: {}", page.text());
        }
        let browser = server.browser("203.0.113.99");
        let page = proved(&browser, ANNA, &organisation.password).await;
        let page = browser.submit(&page, &[("totp", &server.code(&organisation.secret))]).await;
        assert!(is_locked(&page), "{}", page.text());
        assert!(browser.cookie("s").is_none());
        server.pass(Span::minutes(2));
        let done = browser.submit(&page, &[("totp", &server.code(&organisation.secret))]).await;
        assert_eq!(done.status, 303, "the lock ends: {}", done.text());
    }

    /// Attack 3.
    async fn guesses_of_a_recovery_code_are_counted_too(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = server.browser(OFFICE);
        let page = proved(&browser, ANNA, &organisation.password).await;
        let mut page = browser.submit(&page, &[("other", "recovery")]).await;
        for number in 0..10 {
            page = browser.submit(&page, &[("recovery", &format!("AAAA-AAAA-AAAA-AA{}", 22 + number))]).await;
            assert!(is_wrong(&page), "{}", page.text());
        }
        let page = browser.submit(&page, &[("recovery", &organisation.recovery_codes[0])]).await;
        assert!(is_locked(&page) && browser.cookie("s").is_none(), "{}", page.text());
    }

    /// Attack 4.
    async fn passwords_guessed_at_once_do_not_race_past_the_lock_out(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let mut pages = vec![];
        for number in 0..30 {
            let browser = server.browser(&format!("198.51.{number}.7"));
            let page = named(&browser, ANNA).await;
            pages.push((browser, page));
        }
        let guesses = (0..30).map(|number| format!("a wrong password {number}")).collect();
        let answers = all_at_once(pages, "password", guesses).await;
        let verified = answers.iter().filter(|(_, page)| is_wrong(page)).count();
        let locked = answers.iter().filter(|(_, page)| is_locked(page)).count();
        assert!((1..=10).contains(&verified) && locked >= 20, "{verified} verified, {locked} locked");
        assert!(answers.iter().all(|(_, page)| page.status == 200));
        let page = proved(&server.browser(ELSEWHERE), ANNA, &organisation.password).await;
        assert!(is_locked(&page), "not even the right one: {}", page.text());
    }

    /// Attack 4.
    async fn codes_guessed_at_once_do_not_race_past_the_lock_out(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let mut pages = vec![];
        for number in 0..30 {
            let browser = server.browser(&format!("198.51.{number}.7"));
            let page = proved(&browser, ANNA, &organisation.password).await;
            pages.push((browser, page));
        }
        let guesses = (0..30).map(|number| format!("{:06}", 990_000 + number)).collect();
        let answers = all_at_once(pages, "totp", guesses).await;
        let verified = answers.iter().filter(|(_, page)| is_wrong(page)).count();
        let locked = answers.iter().filter(|(_, page)| is_locked(page)).count();
        assert!((1..=10).contains(&verified) && locked >= 20, "{verified} verified, {locked} locked");
    }

    /// Attack 6.
    async fn spellings_of_one_name_share_one_counter(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let spellings =
            [ANNA, "ANNA@EXAMPLE.ORG", " Anna@example.org ", "\u{ff41}nna@example.org", "aNNa@Example.Org"];
        for number in 0..10 {
            let browser = server.browser(&format!("198.51.{number}.7"));
            let page = proved(&browser, spellings[number % spellings.len()], "a wrong password").await;
            assert!(is_wrong(&page), "{}", page.text());
        }
        for spelling in spellings {
            let page = proved(&server.browser(ELSEWHERE), spelling, &organisation.password).await;
            assert!(is_locked(&page), "{spelling}: {}", page.text());
        }
    }

    /// Attack 45.
    async fn names_that_are_nobodys_look_like_names_that_are_somebodys(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        invite(&server, &organisation, "invited@example.org", None).await;
        let blocked =
            person_with_password(&server, &organisation, "blocked@example.org", &server.browser(OFFICE))
                .await;
        server.house.block(organisation.tenant, steps::leave(), blocked).await.unwrap();
        defaults(&server, &organisation, true).await;
        let names = [
            ANNA,
            "invited@example.org",
            "blocked@example.org",
            "nobody@example.org",
            "no name at all",
            "\u{430}nna",
        ];
        let mut browsers = vec![];
        for (number, name) in names.iter().enumerate() {
            let browser = server.browser(&format!("198.51.{number}.7"));
            let page = named(&browser, name).await;
            browsers.push((browser, page, *name));
        }
        // The clock of a lock-out shows whole minutes: what is compared happens in the same second or two.
        for guess in 0..14 {
            let mut all = BTreeSet::new();
            for (browser, page, name) in &mut browsers {
                *page = browser.submit(page, &[("password", "not the password of anybody")]).await;
                assert_eq!(is_locked(page), guess >= 10, "{name} after {guess}: {}", page.text());
                all.insert(seen(page, name));
            }
            assert_eq!(all.len(), 1, "guess {guess} tells names apart: {all:#?}");
        }
    }

    /// Attack 49.
    async fn what_stands_at_the_end_of_a_long_password_or_name_counts(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        defaults(&server, &organisation, false).await;
        let long = "wide rivers carry slow barges past the old mill ".repeat(4);
        let long = long.trim();
        let browser = server.browser(OFFICE);
        let page = accept(&browser, &invite(&server, &organisation, PIET, None).await).await;
        assert_eq!(browser.submit(&page, &[("new_password", long)]).await.status, 303);
        let (start, last) = (&long[..BCRYPT], &long[..long.len() - 1]);
        for almost in
            [start.to_owned(), last.to_owned(), format!("{start}x"), format!("{last}x"), format!("{long}x")]
        {
            let page = proved(&server.browser(ELSEWHERE), PIET, &almost).await;
            assert!(is_wrong(&page), "{almost}");
        }
        assert_eq!(proved(&server.browser(ELSEWHERE), PIET, long).await.status, 303);
        // Two long names that differ at the end have a counter each.
        let (one, other) = (format!("{}a", "n".repeat(255)), format!("{}b", "n".repeat(255)));
        for _ in 0..10 {
            proved(&server.browser(ELSEWHERE), &one, "a wrong password").await;
        }
        assert!(is_locked(&proved(&server.browser(ELSEWHERE), &one, "a wrong password").await));
        assert!(is_wrong(&proved(&server.browser(ELSEWHERE), &other, "a wrong password").await));
    }

    /// Attack 78.
    async fn huge_and_broken_input_ends_nothing_but_its_own_request(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let huge = "p".repeat(60_000);
        let browser = server.browser(ELSEWHERE);
        let blank = browser.get("/sign-in").await;
        assert!(browser.submit(&blank, &[("name", &huge)]).await.has_field("name"));
        let page = named(&browser, ANNA).await;
        let again = browser.submit(&page, &[("password", &huge)]).await;
        assert!(again.status == 200 && is_wrong(&again), "{}", again.text());
        assert_eq!(browser.submit(&page, &[("password", &"p".repeat(70_000))]).await.status, 413);
        let code = proved(&browser, ANNA, &organisation.password).await;
        for value in [huge.as_str(), "１２３４５６", "-00001"] {
            assert!(is_wrong(&browser.submit(&code, &[("totp", value)]).await), "{value:.20}");
        }
        let again = browser.submit(&code, &[("totp", "1\u{0}2345")]).await;
        assert!(again.has_field("totp") && browser.cookie("s").is_none(), "{}", again.text());
        assert!(is_wrong(&browser.submit(&code, &[("recovery", &huge)]).await));
        for ticket in ["", "AAAA", "é", &huge, &blank.field("t")[1..]] {
            let answer = browser.post("/sign-in", &[("t", ticket), ("name", ANNA)]).await;
            assert_eq!(answer.status, 400, "{}", answer.text());
        }
        let newcomer = server.browser(OFFICE);
        let link = invite(&server, &organisation, PIET, None).await;
        let page = accept(&newcomer, &link).await;
        for new in [huge.as_str(), "\u{0}", "no"] {
            assert!(newcomer.submit(&page, &[("new_password", new)]).await.has_field("new_password"));
        }
        let raw = reqwest::Client::new();
        for body in ["name=%ff&t=%zz", "%", "&&&===", "name=%00", "t=1&t=2&name=a&name=b"] {
            let form = raw.post(format!("{}/sign-in", server.base)).body(body);
            let form = form.header("content-type", "application/x-www-form-urlencoded");
            assert!(form.send().await.unwrap().status().is_client_error(), "{body}");
        }
    }

    /// Attack 81.
    async fn strangers_lock_only_strangers_out(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let anna = server.browser(OFFICE);
        sign_in(&anna, ANNA, &organisation.password, &server.code(&organisation.secret)).await;
        sign_out(&anna).await;
        for number in 0..12 {
            proved(&server.browser(&format!("198.51.{number}.7")), ANNA, "a wrong password").await;
        }
        assert!(is_locked(&proved(&server.browser(ELSEWHERE), ANNA, &organisation.password).await));
        server.pass(Span::seconds(30));
        sign_in(&anna, ANNA, &organisation.password, &server.code(&organisation.secret)).await;
    }

    /// Attack 81.
    async fn a_network_of_guessers_does_not_stop_the_people_who_are_known_there(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let anna = server.browser(OFFICE);
        sign_in(&anna, ANNA, &organisation.password, &server.code(&organisation.secret)).await;
        sign_out(&anna).await;
        let guesser = Arc::new(server.browser("203.0.113.200"));
        let mut stopped = false;
        for number in 0..100 {
            let page = proved(&guesser, &format!("name{number}"), "a wrong password").await;
            stopped |= is_locked(&page);
        }
        assert!(stopped, "a network of guessers is stopped");
        server.pass(Span::seconds(30));
        sign_in(&anna, ANNA, &organisation.password, &server.code(&organisation.secret)).await;
        assert!(is_wrong(&proved(&server.browser(ELSEWHERE), "somebody", "a wrong password").await));
        // Without an address there is no network that could be stopped: a proxy's own is nobody's.
        for number in 0..100 {
            let page =
                proved(&server.browser("127.0.0.1"), &format!("other{number}"), "a wrong password").await;
            assert!(is_wrong(&page), "{}", page.text());
        }
    }
}
