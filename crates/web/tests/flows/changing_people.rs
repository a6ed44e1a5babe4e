//! Changing what is known of people, on both databases and without JavaScript.

use crate::on_both::on_both;
use crate::steps::{
    ANNA, GOOD, OFFICE, PIET, anna, audited, invite, is_in, is_wrong, leave, person_with_app,
    person_with_password, proved, sign_out, user,
};
use model::{Id, Role, Span, User};
use service::people::RoleChange;
use store::Tables;
use testkit::{Answer, Client, Organisation, Server};

const EVERYTHING: [(&str, &str); 16] = [
    ("displayName", "Piet Jansen"),
    ("givenName", "Piet"),
    ("surname", "Jansen"),
    ("userPrincipalName", "p.jansen@example.org"),
    ("mail", "p.jansen@example.org"),
    ("otherMails", "a@x.nl\r\nb@x.nl"),
    ("mobilePhone", "+31 6 1234 5678"),
    ("preferredLanguage", "nl"),
    ("jobTitle", "Controller"),
    ("department", "Sales"),
    ("companyName", "Jansen"),
    ("manager", ANNA),
    ("employeeId", "0042"),
    ("usageLocation", "nl"),
    ("userType", "Guest"),
    ("accountEnds", "2031-03-31"),
];

fn edit(id: Id<User>) -> String {
    format!("/admin/users/{id}/edit")
}

/// Sends the form as the page has it, with these values in place of what stands in it.
async fn change(browser: &Client, id: Id<User>, values: &[(&str, &str)]) -> Answer {
    let page = browser.get(&edit(id)).await;
    let token = page.field("t");
    let all: Vec<_> = [("t", token.as_str())].into_iter().chain(values.iter().copied()).collect();
    browser.post(&edit(id), &all).await
}

/// The newest record of a change, opened by whoever may read it.
async fn newest_change(browser: &Client) -> String {
    let list = browser.get("/admin/audit-logs?action=changePerson").await;
    let row = list.body.split("class=\"row-link").nth(1).unwrap();
    let (_, rest) = row.split_once("href=\"/admin/audit-logs/").unwrap();
    let id = rest.split('"').next().unwrap();
    browser.get(&format!("/admin/audit-logs/{id}")).await.text()
}

/// Somebody who may change people, signed in.
async fn user_administrator(server: &Server, at: &Organisation, name: &str) -> (Client, Id<User>) {
    let browser = server.browser(OFFICE);
    let (id, _) = person_with_app(server, at, name, &browser).await;
    let given = RoleChange::Give(Role::UserAdministrator);
    server.house.set_role(at.tenant, leave(), id, given).await.unwrap();
    (browser, id)
}

on_both! {
    async fn everything_that_is_known_of_a_person_can_be_changed(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &organisation).await;
        let done = change(&admin, piet, &EVERYTHING).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let person = admin.get(done.location()).await.text();
        for said in ["Piet Jansen", "p.jansen@example.org", "a@x.nl, b@x.nl", "+31 6 1234 5678", "Controller", "Sales", "0042", ANNA, "Guest", "2031-03-31"] {
            assert!(person.contains(said), "{said}: {person}");
        }
        // The form shows what is kept, and sending it as it is changes nothing.
        let page = admin.get(&edit(piet)).await;
        assert!(page.body.contains("value=\"Sales\"") && page.body.contains("value=\"NL\""), "{}", page.body);
        let same = change(&admin, piet, &EVERYTHING).await;
        assert!(same.location().contains("person-unchanged"), "{}", same.location());
        assert_eq!(audited(&server, &organisation, "changePerson").await, 1);
        // Found by the new name, and no longer by the old one.
        assert!(admin.get("/admin/search?q=jansen").await.text().contains("Piet Jansen"));
        assert!(!admin.get("/admin/search?q=bakker").await.text().contains("Piet Jansen"));
        // What a form does not name stays.
        change(&admin, piet, &[("department", "")]).await;
        let person = admin.get(&format!("/admin/users/{piet}")).await.text();
        assert!(!person.contains("Sales") && person.contains("Controller"), "{person}");
    }

    async fn the_record_of_a_change_has_the_old_and_the_new_value(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &organisation).await;
        change(&admin, piet, &[("department", "Sales"), ("manager", ANNA)]).await;
        change(&admin, piet, &[("department", "Care"), ("accountEnds", "2031-03-31")]).await;
        let record = newest_change(&admin).await;
        for said in ["Anna de Vries changed what is known of Piet Bakker.", "Department", "Sales", "Care", "Last day", "2031"] {
            assert!(record.contains(said), "{said}: {record}");
        }
        assert!(!record.contains("Manager"), "what stayed is not in it: {record}");
        // The sealed part says nothing about the person.
        let kept = server.database().read(organisation.tenant, |tx| tx.audit().newest(2)).await.unwrap();
        assert!(kept.iter().all(|record| !record.changes.contains("Sales") && !record.changes.contains("Care")));
    }

    /// Attacks 6 and 47: a name that was somebody's is nobody else's, and is no second account to guess at.
    async fn a_name_that_was_changed_signs_nobody_in_and_is_kept_from_others(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let piet = person_with_password(&server, &organisation, PIET, &own).await;
        let admin = anna(&server, &organisation).await;
        change(&admin, piet, &[("userPrincipalName", "p.bakker@example.org")]).await;
        assert!(is_in(&own).await, "who is signed in stays so");
        sign_out(&own).await;
        assert!(is_wrong(&proved(&own, PIET, GOOD).await));
        assert_eq!(proved(&own, "p.bakker@example.org", GOOD).await.status, 303);
        let new = service::people::NewPerson {
            display: "Other".to_owned(), name: PIET.to_uppercase(), mail: None, locale: None,
        };
        let taken = server.house.add_person(organisation.tenant, leave(), new, service::people::Delivery::Link).await;
        assert!(matches!(taken, Err(service::Fault::Conflict("name"))));
        invite(&server, &organisation, "kees@example.org", None).await;
        let kees = user(&server, organisation.tenant, "kees@example.org").await;
        let refused = change(&admin, kees, &[("userPrincipalName", PIET)]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("Somebody else has this user name"), "{}", refused.text());
        // Back to what it was works: it is still theirs.
        let back = change(&admin, piet, &[("userPrincipalName", PIET)]).await;
        assert_eq!(back.status, 303, "{}", back.text());
        sign_out(&own).await;
        assert_eq!(proved(&own, PIET, GOOD).await.status, 303);
    }

    async fn what_cannot_be_is_refused_with_the_way_out_and_nothing_changes(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &organisation).await;
        let chief = user(&server, organisation.tenant, ANNA).await;
        change(&admin, piet, &[("manager", ANNA)]).await;
        let before = audited(&server, &organisation, "changePerson").await;
        for (id, field, value, says) in [
            (piet, "mail", "a@b,c@d", "Fill in a mail address"),
            (piet, "displayName", " ", "cannot be empty"),
            (piet, "manager", "nobody@example.org", "Nobody signs in with this user name"),
            (piet, "manager", PIET, "reports to the person"),
            (chief, "manager", PIET, "reports to the person"),
            (piet, "usageLocation", "Nederland", "two letters"),
            (piet, "accountEnds", "31-03-2031", "Fill in a day"),
            (piet, "userType", "Owner", "Choose one of the list"),
            (chief, "accountEnds", "2031-03-31", "last Global Administrator"),
        ] {
            let answer = change(&admin, id, &[("department", "Evil"), (field, value)]).await;
            assert_eq!(answer.status, 422, "{field}: {}", answer.text());
            assert!(answer.text().contains(says), "{field}: {}", answer.text());
        }
        assert_eq!(audited(&server, &organisation, "changePerson").await, before);
        let person = admin.get(&format!("/admin/users/{piet}")).await.text();
        assert!(!person.contains("Evil"), "nothing of a form that is refused is kept: {person}");
    }

    /// Attack 96: nobody moves themselves out of a rule; and nobody changes who holds more.
    async fn nobody_changes_what_rules_read_of_themselves_nor_who_holds_more(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (clerk, id) = user_administrator(&server, &organisation, "clerk@example.org").await;
        let own = change(&clerk, id, &[("department", "Board")]).await;
        assert_eq!(own.status, 422);
        assert!(own.text().contains("Ask another administrator"), "{}", own.text());
        let language = change(&clerk, id, &[("preferredLanguage", "nl")]).await;
        assert_eq!(language.status, 303, "{}", language.text());
        let chief = user(&server, organisation.tenant, ANNA).await;
        assert_eq!(clerk.get(&edit(chief)).await.status, 403);
        let token = clerk.get("/my").await.field("t");
        let sent = clerk.post(&edit(chief), &[("t", &token), ("mail", "evil@evil.example")]).await;
        assert_eq!(sent.status, 403);
        let piet = person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        assert_eq!(change(&clerk, piet, &[("department", "Sales")]).await.status, 303);
        // The role is taken while the form is open: it is read again where it is saved.
        let page = clerk.get(&edit(piet)).await;
        server.house.set_role(organisation.tenant, leave(), id, RoleChange::Take(Role::UserAdministrator)).await.unwrap();
        let late = clerk.post(&edit(piet), &[("t", &page.field("t")), ("department", "Board")]).await;
        assert_eq!(late.status, 403);
    }

    async fn an_account_ends_after_its_last_day(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let piet = person_with_password(&server, &organisation, PIET, &own).await;
        let today = today(&server);
        let typed = vec![(model::Attribute::AccountEnds, today)];
        server.house.change_person(organisation.tenant, leave(), piet, typed).await.unwrap();
        assert!(is_in(&own).await, "the last day is whole");
        server.pass(Span::days(1));
        assert!(!is_in(&own).await);
        let page = proved(&own, PIET, GOOD).await;
        assert_ne!(page.status, 303, "{}", page.text());
        let admin = anna(&server, &organisation).await;
        change(&admin, piet, &[("accountEnds", "")]).await;
        assert_eq!(proved(&own, PIET, GOOD).await.status, 303);
    }
}

/// Today in the zone of the tests, which is UTC.
fn today(server: &Server) -> String {
    let now = jiff::Timestamp::from_second(server.now().as_secs()).unwrap();
    now.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
