//! The first path, form by form and without JavaScript, on both databases: an administrator signs in with two
//! factors, invites somebody, who sets a password, registers an app and signs in to an application.

use crate::on_both::{on_both, sign_in};
use model::Span;
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
    async fn before_set_up_every_page_says_where_the_link_is_and_the_foot_leads_somewhere(database) {
        let server = Server::start(database).await;
        let browser = server.browser("203.0.113.7");
        for path in ["/", "/my", "/admin", "/nothing"] {
            let page = browser.get(path).await;
            assert_eq!(page.status, 404, "{path}");
            assert!(page.text().contains("Sluis is not set up yet"), "{path}: {}", page.text());
            assert!(page.text().contains("setup-link"), "{path}: {}", page.text());
        }
        let help = browser.get("/help").await;
        assert_eq!(help.status, 200);
        assert!(help.body.contains("href=\"/help?chapter="), "the book leads on within itself");
        assert_eq!(browser.get("/help?chapter=running-sluis").await.status, 200);
        let privacy = browser.get("/privacy?lang=nl").await;
        assert!(privacy.text().contains("nog niets over iemand bewaard"), "{}", privacy.text());
    }

    async fn a_link_that_is_over_is_told_from_one_that_never_was(database) {
        let server = Server::start(database).await;
        let browser = server.browser("203.0.113.7");
        let wrong = browser.get("/set-up/AAAA").await;
        assert_eq!(wrong.status, 403);
        assert!(wrong.text().contains("not the link that Sluis showed last"), "{}", wrong.text());
        assert!(wrong.text().contains("setup-link"), "{}", wrong.text());
    }

    async fn a_first_password_is_no_change_and_letters_speak_the_persons_language(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let own = server.browser("203.0.113.9");
        let new = service::people::NewPerson {
            display: "Piet Bakker".to_owned(),
            name: "piet@example.org".to_owned(),
            mail: Some("piet@example.org".to_owned()),
            locale: None,
        };
        let permit = service::authority::permit(
            &service::authority::Actor::System,
            service::authority::Target::Organisation,
        );
        let delivery = service::people::Delivery::Link;
        let added = server.house.add_person(organisation.tenant, permit.unwrap(), new, delivery).await.unwrap();
        let page = own.get(&added.1.address).await;
        let page = own.submit(&page, &[("begin", "yes")]).await;
        let page = own.submit(&page, &[("language", "nl")]).await;
        let page = own.submit(&page, &[("new_password", "twaalf groene fietsen bij de brug")]).await;
        let page = own.submit(&page, &[("way", "app")]).await;
        let secret = page.body.split("secret=").nth(1).unwrap()[..32].to_owned();
        own.submit(&page, &[("enrol", &server.code(&secret))]).await;
        let mail = server.mail().await;
        let told: Vec<_> = mail.iter().filter(|letter| letter.to == "piet@example.org").collect();
        assert_eq!(told.len(), 1, "only the app is news: {told:?}");
        assert!(told[0].text.contains("verificator-app"), "{}", told[0].text);
    }

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
        // The person is told that an app was added; a first password is no change.
        let told = server.mail().await;
        assert_eq!(told.iter().filter(|letter| letter.to == "piet@example.org").count(), 2, "{told:?}");
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
