//! Attacks on the way through a sign-in: skipping, replaying and planting. The number in each comment is the case
//! in the list of attacks that peers of Sluis fell to. Each runs on both databases.

use std::collections::BTreeSet;

use crate::on_both::{on_both, sign_in};
use crate::steps::{
    self, ANNA, ELSEWHERE, GOOD, OFFICE, PIET, accept, defaults, enrolled, factors_of, invite, is_in,
    is_wrong, named, person_with_app, person_with_password, proved, secret_on, sign_out,
};
use model::Span;
use testkit::Server;

on_both! {
    /// Attack 7.
    async fn a_second_factor_that_was_set_up_is_asked_where_no_policy_asks_it(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (_, secret) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        defaults(&server, &organisation, false).await;
        let stranger = server.browser(ELSEWHERE);
        let page = proved(&stranger, PIET, GOOD).await;
        assert!(page.has_field("totp") && stranger.cookie("s").is_none(), "{}", page.text());
        let done = stranger.submit(&page, &[("totp", &server.code(&secret))]).await;
        assert_eq!(done.status, 303);
    }

    /// Attack 14.
    async fn an_empty_form_completes_no_step(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let empty: [&[(&str, &str)]; 5] =
            [&[], &[("other", "")], &[("kept", "yes")], &[("username", ANNA)], &[("name", "")]];
        let browser = server.browser(OFFICE);
        let blank = browser.get("/sign-in").await;
        let password = named(&browser, ANNA).await;
        let code = browser.submit(&password, &[("password", &organisation.password)]).await;
        for (page, field) in [(&blank, "name"), (&password, "password"), (&code, "totp")] {
            for fields in empty.into_iter().chain([&[(field, "")][..]]) {
                let again = browser.submit(page, fields).await;
                assert!(browser.cookie("s").is_none(), "{field} {fields:?}");
                assert!(
                    again.status < 500 && again.location().is_empty(),
                    "{field} {fields:?}: {}",
                    again.text()
                );
            }
        }
    }

    /// Attack 14.
    async fn an_empty_form_registers_nothing_and_sets_no_password(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let link = invite(&server, &organisation, PIET, None).await;
        let browser = server.browser(OFFICE);
        let password = accept(&browser, &link).await;
        for fields in [&[][..], &[("new_password", "")], &[("enrol", "123456")], &[("kept", "yes")]] {
            let again = browser.submit(&password, fields).await;
            assert!(again.has_field("new_password"), "{fields:?}: {}", again.text());
        }
        for old in ["", GOOD] {
            let again = browser.submit(&password, &[("password", old)]).await;
            assert!(is_wrong(&again), "there is no password yet: {}", again.text());
        }
        let ways = browser.submit(&password, &[("new_password", GOOD)]).await;
        let app = browser.submit(&ways, &[("way", "app")]).await;
        for (page, fields) in
            [(&ways, &[("kept", "yes")]), (&ways, &[("enrol", "")]), (&app, &[("enrol", "")])]
        {
            let again = browser.submit(page, fields).await;
            assert_eq!((again.status, browser.cookie("s")), (200, None), "{}", again.text());
        }
        let user = steps::user(&server, organisation.tenant, PIET).await;
        assert_eq!(factors_of(&server, organisation.tenant, user).await, 0);
        enrolled(&server, &browser, &ways).await;
        assert_eq!(factors_of(&server, organisation.tenant, user).await, 1);
    }

    /// Attack 16.
    async fn an_older_sign_in_is_no_fresh_proof(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = server.browser(OFFICE);
        sign_in(&browser, ANNA, &organisation.password, &server.code(&organisation.secret)).await;
        let open = browser.get("/my/security").await;
        assert!(
            open.status == 200 && !open.has_field("totp") && !open.has_field("password"),
            "{}",
            open.text()
        );
        server.pass(Span::minutes(11));
        let mut page = browser.get("/my/security").await;
        assert!(page.has_field("totp") || page.has_field("password"), "{}", page.text());
        let mut asked = BTreeSet::new();
        while page.status == 200 && asked.len() < 3 {
            let (field, value) = match page.has_field("totp") {
                true => ("totp", server.code(&organisation.secret)),
                false => ("password", organisation.password.clone()),
            };
            assert!(asked.insert(field), "{field} is asked twice: {}", page.text());
            page = browser.submit(&page, &[(field, &value)]).await;
        }
        assert!(page.location().ends_with("/my/security"), "{}", page.text());
        assert!(asked.contains("totp"), "an old code is no fresh one");
    }

    /// Attack 18.
    async fn what_a_form_says_of_policy_is_not_heard(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let wishes = [
            ("force", "false"),
            ("skip", "1"),
            ("acr", "phr"),
            ("amr", "mfa"),
            ("policy", "none"),
            ("mfa", "off"),
            ("proofs", "[\"totp\"]"),
            ("method", "password"),
            ("stage", "done"),
            ("to", "/admin"),
        ];
        let browser = server.browser(ELSEWHERE);
        let page = browser.get("/sign-in?force=false&skip=1&acr=phr&amr=mfa&policy=none").await;
        let with = |field, value| [&[(field, value)][..], &wishes].concat();
        let page = browser.submit(&page, &with("name", ANNA)).await;
        let page = browser.submit(&page, &with("password", &organisation.password)).await;
        assert!(page.has_field("totp"), "{}", page.text());
        let page = browser.submit(&page, &wishes).await;
        assert!(page.has_field("totp") && browser.cookie("s").is_none(), "{}", page.text());
        // A method that nobody offered is not reached by naming it.
        for other in ["password", "invitation", "rememberedDevice", "passkey"] {
            let page = browser.submit(&page, &[("other", other)]).await;
            assert!(page.has_field("totp"), "{other}: {}", page.text());
        }
    }

    /// Attack 10.
    async fn a_password_alone_puts_no_second_app_beside_the_first(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (user, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        defaults(&server, &organisation, false).await;
        let thief = server.browser(ELSEWHERE);
        let code = proved(&thief, PIET, GOOD).await;
        let page = thief.submit(&code, &[("way", "app")]).await;
        let own = secret_on(&page);
        let page = thief.submit(&page, &[("enrol", &server.code(&own))]).await;
        assert!(page.has_field("totp"), "{}", page.text());
        let page = thief.submit(&code, &[("new_password", "another password of a thief")]).await;
        assert!(page.has_field("totp"), "{}", page.text());
        assert_eq!((factors_of(&server, organisation.tenant, user).await, thief.cookie("s")), (1, None));
        assert!(proved(&thief, PIET, GOOD).await.has_field("totp"), "the password is the old one");
    }

    /// Attack 40.
    async fn a_planted_session_cookie_is_not_the_one_that_is_signed_in(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let victim = server.browser(OFFICE);
        let planted = "A".repeat(43);
        victim.get("/sign-in").await;
        victim.plant("s", &planted);
        sign_in(&victim, ANNA, &organisation.password, &server.code(&organisation.secret)).await;
        assert!(victim.cookie("s").is_some_and(|own| own != planted));
        let attacker = server.browser(ELSEWHERE);
        attacker.get("/sign-in").await;
        attacker.plant("s", &planted);
        assert!(!is_in(&attacker).await);
        // A cookie that was good before is another one after the next sign-in.
        let before = victim.cookie("s").unwrap();
        sign_out(&victim).await;
        server.pass(Span::seconds(30));
        sign_in(&victim, ANNA, &organisation.password, &server.code(&organisation.secret)).await;
        attacker.plant("s", &before);
        assert!(!is_in(&attacker).await && is_in(&victim).await);
    }

    /// Attack 40.
    async fn a_form_that_somebody_else_began_is_of_no_use(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let attacker = server.browser(ELSEWHERE);
        let victim = server.browser(OFFICE);
        victim.get("/sign-in").await;
        for page in [attacker.get("/sign-in").await, named(&attacker, ANNA).await] {
            let answer = victim.submit(&page, &[("password", &organisation.password)]).await;
            assert!(!answer.has_field("totp") && !answer.has_field("password"), "{}", answer.text());
        }
        let theirs = proved(&attacker, ANNA, &organisation.password).await;
        let answer = victim.submit(&theirs, &[("totp", &server.code(&organisation.secret))]).await;
        assert!(victim.cookie("s").is_none() && answer.status != 303, "{}", answer.text());
    }

    /// Attack 40.
    async fn a_planted_browser_does_not_become_familiar(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let attacker = server.browser(OFFICE);
        attacker.get("/sign-in").await;
        let planted = attacker.cookie("b").unwrap();
        let victim = server.browser(OFFICE);
        let (_, secret) = person_with_app(&server, &organisation, PIET, &victim).await;
        sign_out(&victim).await;
        victim.plant("b", &planted);
        sign_in(&victim, PIET, GOOD, &server.code(&secret)).await;
        assert_ne!(victim.cookie("b").unwrap(), planted);
        let page = proved(&attacker, PIET, GOOD).await;
        assert!(page.has_field("totp") && attacker.cookie("s").is_none(), "{}", page.text());
        sign_out(&victim).await;
        assert_eq!(proved(&victim, PIET, GOOD).await.status, 303, "the victim's own browser is known");
    }

    /// Attack 41.
    async fn a_second_name_never_inherits_what_was_proved_for_the_first(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = server.browser(OFFICE);
        let (_, secret) = person_with_app(&server, &organisation, PIET, &browser).await;
        server.pass(Span::minutes(11));
        // Asked again in Piet's session, he starts over as Anna.
        let page = browser.get("/my/security").await;
        let page = browser.submit(&page, &[("name", ANNA)]).await;
        let page = browser.submit(&page, &[("password", &organisation.password)]).await;
        assert!(is_wrong(&page), "it is still Piet who is asked: {}", page.text());
        let page = browser.submit(&page, &[("totp", &server.code(&organisation.secret))]).await;
        assert_ne!(page.status, 303, "{}", page.text());
        // And the other way round: his password is proved, then another name is sent to the same sign-in.
        let stranger = server.browser(ELSEWHERE);
        let code = proved(&stranger, PIET, GOOD).await;
        let page = stranger.submit(&code, &[("name", ANNA)]).await;
        assert!(page.has_field("totp"), "{}", page.text());
        let page = stranger.submit(&page, &[("totp", &server.code(&organisation.secret))]).await;
        assert!(is_wrong(&page) && stranger.cookie("s").is_none(), "Anna's code is not his: {}", page.text());
        let done = stranger.submit(&page, &[("totp", &server.code(&secret))]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert!(stranger.get("/my").await.body.contains("Piet Bakker"));
    }

    /// Attack 83.
    async fn whoever_knows_a_dormant_password_registers_nothing(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let user = person_with_password(&server, &organisation, PIET, &own).await;
        sign_out(&own).await;
        server.pass(Span::days(20));
        // Where nothing asks for a second factor the password opens the page, but registers nothing.
        let thief = server.browser(ELSEWHERE);
        assert_eq!(proved(&thief, PIET, GOOD).await.status, 303);
        let page = thief.get("/my/security/authenticator").await;
        let secret = secret_on(&page);
        thief.submit(&page, &[("enrol", &server.code(&secret))]).await;
        assert_eq!(factors_of(&server, organisation.tenant, user).await, 0);
        // Where one is asked, the sign-in stops, and says whom to call.
        defaults(&server, &organisation, true).await;
        let thief = server.browser("198.51.100.99");
        let page = proved(&thief, PIET, GOOD).await;
        assert_eq!((page.status, thief.cookie("s")), (403, None), "{}", page.text());
        assert!(page.text().contains("Marieke de Vries") && !page.has_field("way"), "{}", page.text());
        let mine = proved(&own, PIET, GOOD).await;
        assert!(mine.has_field("way"), "a browser that was known may: {}", mine.text());
    }

    /// Attack 83, in two visits: the first makes the browser known, and the second is still not believed.
    async fn a_thief_who_comes_twice_registers_nothing_either(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let user = person_with_password(&server, &organisation, PIET, &own).await;
        sign_out(&own).await;
        server.pass(Span::days(20));
        let thief = server.browser(ELSEWHERE);
        for _ in 0..2 {
            assert_eq!(proved(&thief, PIET, GOOD).await.status, 303);
            let page = thief.get("/my/security/authenticator").await;
            let secret = secret_on(&page);
            thief.submit(&page, &[("enrol", &server.code(&secret))]).await;
            sign_out(&thief).await;
        }
        assert_eq!(factors_of(&server, organisation.tenant, user).await, 0);
    }
}
