//! The first path, form by form and without JavaScript, on both databases: an administrator signs in with two
//! factors, invites somebody, who sets a password, registers an app and signs in to an application.

#![allow(clippy::unwrap_used, reason = "tests")]

mod on_both;

use model::Span;
use on_both::{on_both, sign_in};
use testkit::{Answer, Client, Server};

/// The administrator's browser, signed in.
async fn administrator(server: &Server, organisation: &testkit::Organisation) -> Client {
    let browser = server.browser("203.0.113.7");
    let code = server.code(&organisation.secret);
    sign_in(&browser, "anna@example.org", &organisation.password, &code).await;
    server.pass(Span::seconds(30));
    browser
}

/// Adds a person by the form of the admin centre.
async fn add_person(admin: &Client, delivery: &str) -> Answer {
    let page = admin.get("/admin/users/new").await;
    let fields = [
        ("display", "Piet Bakker"),
        ("name", "piet@example.org"),
        ("mail", "piet@example.org"),
        ("locale", "nl"),
        ("role", ""),
        ("delivery", delivery),
    ];
    admin.submit(&page, &fields).await
}

on_both! {
    async fn an_administrator_signs_in_with_two_factors(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = server.browser("203.0.113.7");
        let page = browser.get("/sign-in").await;
        assert_eq!(page.status, 200, "{}", page.text());
        let page = browser.submit(&page, &[("name", "Anna@Example.org")]).await;
        let page = browser.submit(&page, &[("password", &organisation.password)]).await;
        assert!(page.has_field("totp"), "{}", page.text());
        let done = browser.submit(&page, &[("totp", &server.code(&organisation.secret))]).await;
        assert_eq!((done.status, done.location()), (303, "/my"));
        assert!(browser.cookie("s").is_some());
    }

    async fn a_code_works_once(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let code = server.code(&organisation.secret);
        let one = server.browser("203.0.113.7");
        sign_in(&one, "anna@example.org", &organisation.password, &code).await;
        let two = server.browser("203.0.113.8");
        let page = two.get("/sign-in").await;
        let page = two.submit(&page, &[("name", "anna@example.org")]).await;
        let page = two.submit(&page, &[("password", &organisation.password)]).await;
        let again = two.submit(&page, &[("totp", &code)]).await;
        assert!(again.has_field("totp") && again.status == 200, "{}", again.text());
        assert!(two.cookie("s").is_none());
        server.pass(Span::seconds(30));
        let done = two.submit(&again, &[("totp", &server.code(&organisation.secret))]).await;
        assert_eq!(done.status, 303);
    }

    async fn an_invitation_by_mail_leads_through_password_and_app_to_the_persons_page(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let admin = administrator(&server, &organisation).await;
        let added = add_person(&admin, "mail").await;
        assert!(added.status < 400, "{}", added.text());

        let mail = server.mail().await;
        let letter = mail.iter().find(|letter| letter.to == "piet@example.org").expect("a letter");
        let link = letter.text.split_whitespace().find(|word| word.contains("/invitation/")).unwrap();
        let piet = server.browser("203.0.113.9");
        // Opening uses nothing up, however often (attack 88).
        for _ in 0..3 {
            assert_eq!(piet.get(link).await.status, 200);
        }
        let landing = piet.get(link).await;
        let page = piet.submit(&landing, &[("begin", "yes")]).await;
        let page = piet.submit(&page, &[("new_password", "twaalf groene fietsen bij de brug")]).await;
        let page = piet.submit(&page, &[("way", "app")]).await;
        let secret = page.body.split("secret=").nth(1).unwrap()[..32].to_owned();
        let codes = piet.submit(&page, &[("enrol", &server.code(&secret))]).await;
        assert!(codes.has_field("kept"), "{}", codes.text());
        let unkept = piet.submit(&codes, &[("go", "on")]).await;
        assert!(unkept.has_field("kept"), "{}", unkept.text());
        let another = piet.submit(&unkept, &[("kept", "yes"), ("go", "on")]).await;
    let done = piet.submit(&another, &[("later", "yes")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let my = piet.follow(done).await;
        assert!(my.text().contains("Piet Bakker"), "{}", my.text());

        // The link is used up.
        let again = server.browser("198.51.100.4").get(link).await;
        assert_eq!(again.status, 404, "{}", again.text());
        // The person is told that an app was added.
        let told = server.mail().await;
        assert!(told.iter().filter(|letter| letter.to == "piet@example.org").count() >= 3, "{told:?}");
    }

    async fn the_sign_in_log_tells_why_somebody_was_let_in(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let admin = administrator(&server, &organisation).await;
        let log = admin.get("/admin/sign-ins").await;
        assert_eq!(log.status, 200, "{}", log.text());
        let at = log.body.find("/admin/sign-ins/").expect("a row");
        let link: String = log.body[at..].chars().take_while(|c| *c != '"').collect();
        let story = admin.get(&link).await;
        assert_eq!(story.status, 200, "{}", story.text());
        assert!(story.text().contains("Anna de Vries"), "{}", story.text());
    }
}
