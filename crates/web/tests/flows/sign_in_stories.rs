//! The story of a sign-in: why somebody was stopped, what would have let them in, and who may read it. On both
//! databases.

use crate::on_both::on_both;
use crate::steps::{
    self, ANNA, ELSEWHERE, GOOD, OFFICE, PIET, accept, anna, app, authorize, defaults, invite, kept, leave,
    named, person_with_app, person_with_password, proved, sign_out, user,
};
use model::Span;
use store::Tables;
use testkit::{Answer, Client, Server};

/// What would have let them in, as the newest story of a person tells it.
async fn ways(browser: &Client, name: &str) -> Vec<String> {
    let page = newest(browser, name).await;
    let Some((_, ways)) = page.body.split_once("id=\"ways\"") else { return vec![] };
    let (list, _) = ways.split_once("</section>").unwrap();
    let items = list.split("<li><div>").skip(1);
    items.map(|item| item.split("</div>").next().unwrap().to_owned()).collect()
}

/// The newest story of a person.
async fn newest(browser: &Client, name: &str) -> Answer {
    let log = browser.get(&format!("/admin/sign-ins?person={}", name.replace('@', "%40"))).await;
    let (_, rest) = log.body.split_once("/admin/sign-ins/").unwrap_or_else(|| panic!("{}", log.text()));
    let code = rest.split('"').next().unwrap();
    let page = browser.get(&format!("/admin/sign-ins/{code}")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    page
}

const KNOWN: &str = "From a browser, network and country where Piet Bakker signed in before";
const CODE: &str = "With a code from the authenticator app";
const RECOVERY: &str = "With a recovery code";

on_both! {
    async fn one_sign_in_is_one_line_and_its_story_tells_the_question_too(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let tenant = organisation.tenant;
        let kept = async || {
            let every = store::Filter::default();
            server.database().read(tenant, move |tx| tx.records().list(&every, 50)).await.unwrap()
        };
        let lines = kept().await;
        assert!(lines.iter().all(|record| record.outcome != store::Outcome::Interrupted), "{lines:?}");
        let ended = lines.iter().find(|record| record.interactive).unwrap();
        // The record of the question is kept, and its code leads to how the sign-in ended.
        let question = "select code from sign_in_records where tenant = $1 and outcome = 'interrupted' \
                        and followed_by is not null";
        let code = server.database().read(tenant, move |tx| {
            tx.query_one(question, &[&tenant])?.get::<String>(0)
        });
        let code: model::ShortCode = code.await.unwrap().parse().unwrap();
        let found = server.database().read(tenant, move |tx| tx.records().by_code(code)).await.unwrap();
        assert_eq!(found.unwrap().id, ended.id);
        let log = browser.get("/admin/sign-ins").await;
        assert!(!log.body.contains("dot off"), "{}", log.text());
        let own = browser.get("/my/sign-ins").await;
        assert!(!own.text().contains("Not finished"), "{}", own.text());
        // Whoever stops at the question leaves a line of their own.
        let other = server.browser(ELSEWHERE);
        assert!(proved(&other, ANNA, &organisation.password).await.has_field("totp"));
        let left = |record: &&store::Record| record.outcome == store::Outcome::Interrupted;
        assert_eq!(kept().await.iter().filter(left).count(), 1);
        assert!(browser.get("/my/sign-ins").await.text().contains("Not finished"));
    }

    async fn the_city_of_an_address_is_in_the_story_and_goes_with_the_person(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &at).await;
        let place = "203.0.113.77 (Haarlem, North Holland, NL)";
        proved(&server.browser("203.0.113.77"), PIET, GOOD).await;
        let story = newest(&admin, PIET).await.text();
        assert!(story.contains(&format!("{place}, 52.3874, 4.6462")), "{story}");
        // Where no more is known than the country, no more is said.
        proved(&server.browser("203.0.113.78"), PIET, GOOD).await;
        let story = newest(&admin, PIET).await.text();
        assert!(story.contains("203.0.113.78 (NL)") && !story.contains("Haarlem"), "{story}");
        server.house.delete_person(at.tenant, leave(), piet).await.unwrap();
        server.house.erase_person(at.tenant, leave(), piet).await.unwrap();
        server.house.run_jobs().await;
        let his = store::Filter { user: Some(piet), ..store::Filter::default() };
        let kept = server.database().read(at.tenant, move |tx| tx.records().list(&his, 50)).await.unwrap();
        assert!(kept.len() >= 2 && kept.iter().all(|record| record.locality.is_none() && record.address.is_none()));
    }

    async fn a_story_tells_what_would_have_let_in_whoever_stopped_at_the_second_step(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &organisation).await;
        assert_eq!(ways(&admin, PIET).await, [""; 0], "he was let in");
        let stranger = server.browser(ELSEWHERE);
        let page = proved(&stranger, PIET, GOOD).await;
        assert_eq!(ways(&admin, PIET).await, [KNOWN, CODE, RECOVERY]);
        // A wrong code is told with the question that it was the answer to.
        server.pass(Span::seconds(1));
        stranger.submit(&page, &[("totp", "000000")]).await;
        assert_eq!(ways(&admin, PIET).await, [KNOWN, CODE, RECOVERY]);
        let story = newest(&admin, PIET).await;
        for told in [
            "Extra step asked",
            "Code or key: not right",
            "The code was wrong",
            "browser new, network new, country new",
            "by “Your own second step, where you were never seen”",
            "Authenticator app, Recovery code",
        ] {
            assert!(story.text().contains(told), "{told}: {}", story.text());
        }
    }

    async fn a_story_tells_what_stood_in_the_way_beside_policy(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let piet = person_with_password(&server, &organisation, PIET, &own).await;
        let admin = anna(&server, &organisation).await;
        sign_out(&own).await;
        // Wrong password, and a name that is nobody's.
        proved(&own, PIET, "not his password").await;
        assert_eq!(ways(&admin, PIET).await, ["With the right password"]);
        // An application that he is not named for.
        let app = app(&server, &organisation).await;
        let page = own.get(&authorize(&organisation, app, "")).await;
        let page = own.submit(&page, &[("name", PIET)]).await;
        let stopped = own.submit(&page, &[("password", GOOD)]).await;
        assert_eq!(stopped.status, 403, "{}", stopped.text());
        assert_eq!(ways(&admin, PIET).await, ["Named under who may sign in to Nextcloud"]);
        // An account that is blocked.
        server.house.block(organisation.tenant, leave(), piet).await.unwrap();
        proved(&own, PIET, GOOD).await;
        let blocked = ways(&admin, PIET).await;
        assert_eq!(blocked, ["With an account that is not blocked"], "{blocked:?}");
        server.house.unblock(organisation.tenant, leave(), piet).await.unwrap();
        // A lock.
        let page = named(&own, PIET).await;
        for _ in 0..10 {
            own.submit(&page, &[("password", "wrong")]).await;
        }
        server.pass(Span::seconds(1));
        own.submit(&page, &[("password", GOOD)]).await;
        assert_eq!(ways(&admin, PIET).await, ["Once the lock had ended, and with the right password"]);
    }

    async fn a_story_tells_of_registrations_that_may_not_be_made_from_there(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        person_with_password(&server, &organisation, PIET, &own).await;
        sign_out(&own).await;
        server.pass(Span::days(20));
        defaults(&server, &organisation, true).await;
        let admin = anna(&server, &organisation).await;
        proved(&server.browser(ELSEWHERE), PIET, GOOD).await;
        let ways = ways(&admin, PIET).await;
        let old = "From a browser that Piet Bakker had used for two weeks or longer, and by setting up a passkey";
        let new = "With a new invitation and a password chosen by it, and by setting up an authenticator app";
        assert!(ways.iter().any(|way| way == old) && ways.iter().any(|way| way == new), "{ways:?}");
    }

    async fn what_the_story_names_lets_the_person_in(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let (_, secret) = person_with_app(&server, &organisation, PIET, &own).await;
        let admin = anna(&server, &organisation).await;
        let stranger = server.browser(ELSEWHERE);
        let page = proved(&stranger, PIET, GOOD).await;
        let ways = ways(&admin, PIET).await;
        assert_eq!(ways, [KNOWN, CODE, RECOVERY]);
        sign_out(&own).await;
        assert_eq!(proved(&own, PIET, GOOD).await.status, 303, "{KNOWN}");
        let done = stranger.submit(&page, &[("totp", &server.code(&secret))]).await;
        assert_eq!(done.status, 303, "{CODE}");
    }

    /// Attack 94: whoever has a password hears no place and no method that would work, and no other administrator than
    /// one who may read the log does.
    async fn only_readers_of_the_log_hear_what_would_have_worked(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        person_with_password(&server, &organisation, PIET, &own).await;
        server.pass(Span::days(20));
        defaults(&server, &organisation, true).await;
        let thief = server.browser(ELSEWHERE);
        let stopped = proved(&thief, PIET, GOOD).await;
        assert_eq!(stopped.status, 403);
        let admin = anna(&server, &organisation).await;
        let story = newest(&admin, PIET).await;
        for way in ways(&admin, PIET).await {
            assert!(!stopped.text().contains(&way), "{way}");
        }
        for word in ["invitation", "browser", "network", "passkey", "authenticator", "worked", "policy"] {
            assert!(!stopped.text().to_lowercase().contains(word), "{word}: {}", stopped.text());
        }
        // A person without a role, and an administrator of people who may not read sign-in logs.
        let code = story.body.split("class=\"ref\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let address = format!("/admin/sign-ins/{code}");
        assert!(thief.get(&address).await.has_field("name"), "the page that asks who it is");
        let link = invite(&server, &organisation, "kees@example.org", None).await;
        let helper = server.browser(OFFICE);
        let page = accept(&helper, &link).await;
        let page = helper.submit(&page, &[("new_password", GOOD)]).await;
        let (_, codes) = steps::enrolled(&server, &helper, &page).await;
        assert_eq!(kept(&helper, &codes).await.status, 303);
        let kees = user(&server, organisation.tenant, "kees@example.org").await;
        let give = service::people::RoleChange::Give(model::Role::UserAdministrator);
        server.house.set_role(organisation.tenant, leave(), kees, give).await.unwrap();
        assert_eq!(helper.get("/admin/users").await.status, 200);
        let refused = helper.get(&address).await;
        assert_eq!(refused.status, 403, "{}", refused.text());
        assert!(!refused.text().contains("This would have worked"));
    }

    /// Attack 72: who sees that somebody exists does not see where they were, and nobody helps who is above them.
    async fn the_last_sign_ins_of_somebody_are_shown_to_who_helps_or_reads_the_log(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        steps::person_with_app(&server, &organisation, PIET, &server.browser(ELSEWHERE)).await;
        let piet = user(&server, organisation.tenant, PIET).await;
        let chief = user(&server, organisation.tenant, steps::ANNA).await;
        drop(anna(&server, &organisation).await);
        let helper = server.browser("203.0.113.40");
        let (kees, _) = steps::person_with_app(&server, &organisation, "kees@example.org", &helper).await;
        let hidden = "is seen by who helps people in or reads the sign-in log";
        use model::Role::{ApplicationAdministrator, HelpdeskAdministrator, SecurityReader};
        for (role, of_people, of_administrators, log) in [
            (ApplicationAdministrator, false, false, false),
            (HelpdeskAdministrator, true, false, false),
            (SecurityReader, true, true, true),
        ] {
            let change = |change| server.house.set_role(organisation.tenant, leave(), kees, change);
            change(service::people::RoleChange::Give(role)).await.unwrap();
            for (person, address, sees) in [(piet, ELSEWHERE, of_people), (chief, OFFICE, of_administrators)] {
                let page = helper.get(&format!("/admin/users/{person}")).await;
                assert_eq!(page.status, 200, "{role:?}: {}", page.text());
                assert_eq!(page.text().contains(address), sees, "{role:?}: {}", page.text());
                assert_eq!(page.text().contains(hidden), !sees, "{role:?}: {}", page.text());
                assert_eq!(page.body.contains("/admin/sign-ins"), log, "{role:?}: no link to what is refused");
            }
            change(service::people::RoleChange::Take(role)).await.unwrap();
        }
    }
}
