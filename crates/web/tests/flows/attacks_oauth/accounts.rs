//! Which account goes on to an application: `prompt=select_account` and `login_hint`.

use model::{AppKind, Span};
use testkit::{Answer, Server};

use crate::attacks_oauth::party::{
    BRAMS, Party, Tokens, anna, answer_all, bram_with_app, claims, code_of, parameter, refused,
};
use crate::on_both::on_both;

/// Two answers that say the same, but for what is drawn anew each time.
fn alike(one: &Answer, other: &Answer, (hint, others): (&str, &str)) -> bool {
    let error = |answer: &Answer| (answer.status, parameter(answer, "error"));
    error(one) == error(other) && one.text().replace(hint, "") == other.text().replace(others, "")
}

on_both! {
    async fn the_account_that_is_signed_in_goes_on_when_it_is_chosen(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let browser = anna(&server, &at).await;
        let page = browser.get(&party.authorize(&[("prompt", "select_account")])).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Anna de Vries anna@example.org"), "{}", page.text());
        let dutch = browser.submit(&page, &[("language", "nl")]).await;
        assert!(dutch.text().contains("Kies een account"), "{}", dutch.text());
        let done = browser.submit(&dutch, &[("account", "this")]).await;
        let tokens = Tokens::of(&party.redeem(&code_of(&done)).await);
        assert_eq!(claims(&tokens.id)["preferred_username"], "anna@example.org");
        // Every time anew, as the application asks.
        let again = browser.get(&party.authorize(&[("prompt", "select_account")])).await;
        assert_eq!(again.status, 200);
    }

    async fn another_account_signs_in_in_its_place(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let (bram, _, secret) = bram_with_app(&server, &at).await;
        let browser = anna(&server, &at).await;
        let asked = [("prompt", "select_account"), ("login_hint", "bram@example.org")];
        let page = browser.get(&party.authorize(&asked)).await;
        assert!(!page.text().contains("Bram") && !page.text().contains("bram@"), "{}", page.text());
        let name = browser.submit(&page, &[("account", "other")]).await;
        assert_eq!(name.field("name"), "bram@example.org", "what the application filled in");
        let done = answer_all(&browser, name, "bram@example.org", BRAMS, &server.code(&secret)).await;
        let tokens = Tokens::of(&party.redeem(&code_of(&done)).await);
        assert_eq!(claims(&tokens.id)["oid"], bram.to_string());
        server.pass(Span::seconds(30));
    }

    /// Attack 6: the page names nobody but who is signed in here, and where nobody is, nobody.
    async fn a_browser_that_nobody_signed_in_with_is_shown_no_account(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Public).await;
        let address = party.authorize(&[("prompt", "select_account")]);
        let signed_in = anna(&server, &at).await;
        let stranger = server.browser("203.0.113.7");
        let page = stranger.get(&address).await;
        assert!(page.has_field("name") && !page.text().contains("nna"), "{}", page.text());
        // A page that was made for another browser opens nothing, and says no name.
        let theirs = signed_in.get(&address).await;
        let token = theirs.field("t");
        let action = theirs.form_action();
        for choice in ["this", "other", ""] {
            let answer = stranger.post(&action, &[("t", &token), ("account", choice)]).await;
            assert!(answer.status == 200 && !answer.text().contains("nna"), "{}", answer.text());
        }
        let nothing = stranger.post(&action, &[("t", "made-up"), ("account", "this")]).await;
        assert_eq!(nothing.status, 400);
    }

    /// Attack 44: a name is told where one's own page is shown, by the same gate and in the session's own browser.
    async fn a_copied_session_is_told_no_name(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Public).await;
        let (_, own, _) = bram_with_app(&server, &at).await;
        let thief = server.browser("203.0.113.20");
        thief.get("/sign-in").await;
        thief.plant("s", &own.cookie("s").unwrap());
        let select = party.authorize(&[("prompt", "select_account")]);
        let hinted = party.authorize(&[("login_hint", "anna@example.org")]);
        for address in [&select, &hinted] {
            let page = thief.get(address).await;
            assert!(page.has_field("name") && !page.text().contains("ram"), "{}", page.text());
        }
        assert!(own.get(&select).await.text().contains("Bram Bakker"));
        // A password alone, taken to where its person never was: the gate asks for more, and says no name before it.
        own.post("/sign-out", &[]).await;
        let page = own.get("/sign-in").await;
        let page = own.submit(&page, &[("name", "bram@example.org")]).await;
        assert_eq!(own.submit(&page, &[("password", BRAMS)]).await.status, 303);
        assert!(own.get(&select).await.text().contains("Bram Bakker"));
        let page = own.moved_to("192.0.2.77").get(&select).await;
        assert!(page.has_field("name") && !page.text().contains("ram"), "{}", page.text());
    }

    /// Attack 6: whether the name that an application sends is anybody's cannot be told.
    async fn a_hint_of_somebody_else_is_answered_alike_whoever_it_is(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Public).await;
        bram_with_app(&server, &at).await;
        let browser = anna(&server, &at).await;
        for prompt in ["none", "login", ""] {
            let ask = |hint| party.authorize(&[("login_hint", hint), ("prompt", prompt)]);
            let bram = browser.get(&ask("bram@example.org")).await;
            let nobody = browser.get(&ask("nobody@example.org")).await;
            assert!(alike(&bram, &nobody, ("bram@example.org", "nobody@example.org")), "{prompt}");
            if prompt == "none" {
                assert_eq!(parameter(&bram, "error").as_deref(), Some("account_selection_required"));
            } else {
                assert!(bram.text().contains("Choose an account"), "{}", bram.text());
            }
        }
        for own in ["ANNA@example.org", "anna@example.org"] {
            let silent = browser.get(&party.authorize(&[("login_hint", own), ("prompt", "none")])).await;
            code_of(&silent);
        }
        let nobody = server.browser("203.0.113.9");
        let asked = [("login_hint", "bram@example.org"), ("prompt", "none")];
        let answer = nobody.get(&party.authorize(&asked)).await;
        assert_eq!(parameter(&answer, "error").as_deref(), Some("login_required"));
    }

    /// Attack 18: choosing an account stands in for nothing else that was asked.
    async fn choosing_an_account_skips_no_question(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Public).await;
        let browser = anna(&server, &at).await;
        server.pass(Span::minutes(2));
        for asked in [
            vec![("prompt", "select_account login")],
            vec![("prompt", "select_account"), ("max_age", "60")],
        ] {
            let page = browser.get(&party.authorize(&asked)).await;
            assert!(page.text().contains("Choose an account"), "{}", page.text());
            let more = [("account", "this"), ("prompt", "none"), ("max_age", "9999"), ("skip", "1")];
            let question = browser.submit(&page, &more).await;
            assert_eq!(question.status, 200, "{}", question.location());
            let code = server.code(&at.secret);
            let done = answer_all(&browser, question, "anna@example.org", &at.password, &code).await;
            code_of(&done);
            server.pass(Span::minutes(2));
        }
        let both = browser.get(&party.authorize(&[("prompt", "none select_account")])).await;
        assert_eq!(parameter(&both, "error").as_deref(), Some("invalid_request"));
        refused(&party.redeem("not-a-code").await, "invalid_grant");
    }
}
