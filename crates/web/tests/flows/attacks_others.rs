//! Attacks with what is somebody else's: their ids, decisions about them, and names that are markup. The
//! number in each comment is the case in the list of attacks that peers of Sluis fell to. Each runs on both databases.

use crate::on_both::on_both;
use crate::steps::{
    BACK, ELSEWHERE, GOOD, OFFICE, PIET, accept, anna, authorize, defaults, invite, is_in, kept, leave,
    named, person_with_app, person_with_password, proved, sign_out, user,
};
use model::{AppKind, Assignment, Id, Method, Role, Span, Tenant, User};
use service::apps::{Naming, NewApp};
use service::people::{Delivery, NewPerson, RoleChange};
use softkey::{Authenticator, Kind};
use store::Tables;
use testkit::{Answer, Client, Organisation, Server};

const SASKIA: &str = "saskia@example.org";
const MARKUP: &str = "<img src=x onerror=alert(1)> \"'";

/// Piet with a passkey, signed in.
async fn piet_with_passkey(
    server: &Server,
    organisation: &Organisation,
    browser: &Client,
    laptop: &mut Authenticator,
) -> Id<User> {
    let page = accept(browser, &invite(server, organisation, PIET, None).await).await;
    let page = browser.submit(&page, &[("new_password", GOOD)]).await;
    let page = browser.submit(&page, &[("way", "passkey")]).await;
    let made = laptop.register(&page.data("options")).to_string();
    let codes = browser.submit(&page, &[("made", &made), ("label", "Blue laptop")]).await;
    assert_eq!(kept(browser, &codes).await.status, 303);
    user(server, organisation.tenant, PIET).await
}

async fn labels(server: &Server, tenant: Id<Tenant>, user: Id<User>) -> Vec<(Method, String)> {
    let held = server.database().read(tenant, move |tx| tx.credentials().of(user)).await.unwrap();
    held.into_iter().map(|held| (held.method, held.label)).collect()
}

/// An application under a name, for everyone or for who is named.
async fn app(server: &Server, at: &Organisation, name: &str, assignment: Assignment) -> Id<model::AppId> {
    let new = NewApp {
        name: name.to_owned(),
        kind: AppKind::Public,
        redirect_uris: vec![BACK.to_owned()],
        logout_uris: vec![],
        assignment,
    };
    server.house.add_app(at.tenant, leave(), new).await.unwrap().0.app_id
}

/// Expects that what somebody typed is text on a page, and no element of it.
fn is_text(page: &Answer, what: &str) {
    assert!(page.text().contains(MARKUP), "{what} shows the name: {}", page.text());
    is_no_markup(page, what);
}

fn is_no_markup(page: &Answer, what: &str) {
    assert!(!page.body.contains("<img src=x"), "{what}: {}", page.body);
    assert!(!page.body.contains("onerror=alert(1)> \"'"), "{what}: {}", page.body);
}

on_both! {
    /// Attack 42.
    async fn nobody_forgets_renames_or_removes_what_is_anothers(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (browser, mut laptop) = (server.browser(OFFICE), Authenticator::new(Kind::Synced, &server.base));
        let piet = piet_with_passkey(&server, &organisation, &browser, &mut laptop).await;
        let tenant = organisation.tenant;
        let home = server.browser(OFFICE);
        let (saskia, secret) = person_with_app(&server, &organisation, SASKIA, &home).await;
        // A browser of hers is remembered, and there is a spare method of his, so that nothing but the person is in the way.
        sign_out(&home).await;
        let far = home.moved_to(ELSEWHERE);
        let page = proved(&far, SASKIA, GOOD).await;
        let fields = [("totp", &*server.code(&secret)), ("box", "remember"), ("remember", "yes")];
        assert_eq!(far.submit(&page, &fields).await.status, 303);
        let now = server.now();
        let read = move |tx: &mut sql::Tx<'_>| {
            let remembered = tx.remembered().of_user(saskia, now, 5)?.remove(0).record.id;
            Ok::<_, sql::Error>((remembered, tx.credentials().of(saskia)?.remove(0)))
        };
        let (remembered, her_app) = server.database().read(tenant, read).await.unwrap();
        let spare = store::Credential { id: Id::fixed(77), user: piet, ..her_app.clone() };
        server.database().write(tenant, move |tx| tx.credentials().insert(&spare)).await.unwrap();

        let token = browser.get("/my").await.field("t");
        let forgotten = browser.post(&format!("/my/remembered/{remembered}/forget"), &[("t", &token)]).await;
        assert_eq!(forgotten.status, 404, "{}", forgotten.text());
        for id in [her_app.id.to_string(), "00000000-0000-0000-0000-000000000000".to_owned(), "x".to_owned()] {
            let path = format!("/my/security/keys/{id}");
            assert_eq!(browser.get(&path).await.status, 404, "{path}");
            for field in [("label", "mine now"), ("sure", "yes")] {
                let answer = browser.post(&path, &[("t", &token), field]).await;
                assert_eq!(answer.status, 404, "{path} {field:?}: {}", answer.text());
            }
        }
        assert_eq!(labels(&server, tenant, saskia).await, [(her_app.method, her_app.label)]);
        let still = server.database().read(tenant, move |tx| tx.remembered().by_id(remembered)).await.unwrap();
        assert!(still.is_some() && is_in(&far).await);
        // An administrator names both the person and the record: they have to belong together.
        let wrong = server.house.forget_remembered(tenant, leave(), (piet, remembered)).await;
        assert!(matches!(wrong, Err(service::Fault::NotFound)));
        let wrong = server.house.remove_method(tenant, leave(), piet, her_app.id).await;
        assert!(matches!(wrong, Err(service::Fault::NotFound)));
        assert!(is_in(&far).await && is_in(&browser).await);
    }

    /// Attack 37: what was decided for one is not what another gets, however often it was asked.
    async fn a_decision_holds_for_its_own_person_and_application_only(database) {
        let (mut server, organisation) = Server::with_organisation(database).await;
        let piet = Client::at_node(&server.base, &server.base, OFFICE);
        let id = person_with_password(&server, &organisation, PIET, &piet).await;
        let saskia = Client::at_node(&server.base, &server.base, OFFICE);
        let her = person_with_password(&server, &organisation, SASKIA, &saskia).await;
        let files = app(&server, &organisation, "Files", Assignment::Assigned).await;
        let books = app(&server, &organisation, "Books", Assignment::Assigned).await;
        for (app, who) in [(files, id), (books, her)] {
            server.house.name_for_app(organisation.tenant, leave(), app, Naming::Add(who)).await.unwrap();
        }
        let second = server.second_node().await;
        for _ in 0..3 {
            for (browser, may, may_not) in [(&piet, files, books), (&saskia, books, files)] {
                for browser in [browser.moved_to(OFFICE), browser.moved_to_node(&second)] {
                    let given = browser.get(&authorize(&organisation, may, "")).await;
                    assert!(given.status == 303 && given.parameter("code").is_some(), "{}", given.text());
                    let refused = browser.get(&authorize(&organisation, may_not, "")).await;
                    assert_eq!(refused.status, 403, "{}", refused.text());
                    let silent = browser.get(&authorize(&organisation, may_not, "&prompt=none")).await;
                    assert_eq!(silent.parameter("code"), None);
                    assert!(silent.parameter("error").is_some(), "{silent:?}");
                }
            }
        }
        // Nor does an administrator's visit open the admin centre to the next who comes from there.
        let anna = anna(&server, &organisation).await;
        assert_eq!(anna.get("/admin/users").await.status, 200);
        let page = piet.get("/admin/users").await;
        assert!(page.status != 200 || page.has_field("way") || page.has_field("password"), "{}", page.text());
        assert!(!page.body.contains("/admin/users/new"), "{}", page.body);
    }

    /// Attack 74.
    async fn what_people_call_things_is_text_wherever_it_is_shown(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        defaults(&server, &organisation, true).await;
        let (browser, mut laptop) = (server.browser(OFFICE), Authenticator::new(Kind::Synced, &server.base));
        let new = NewPerson { display: MARKUP.to_owned(), name: PIET.to_owned(), mail: None, locale: None };
        let (person, link) =
            server.house.add_person(organisation.tenant, leave(), new, Delivery::Link).await.unwrap();
        let page = accept(&browser, link.address.strip_prefix(&server.base).unwrap()).await;
        let page = browser.submit(&page, &[("new_password", GOOD)]).await;
        let page = browser.submit(&page, &[("way", "passkey")]).await;
        // What the browser's own dialog shows comes from an attribute, and is exactly what was typed.
        is_no_markup(&page, "the page that makes a passkey");
        assert_eq!(page.data("options")["user"]["displayName"], MARKUP);
        let made = laptop.register(&page.data("options")).to_string();
        let codes = browser.submit(&page, &[("made", &made), ("label", MARKUP)]).await;
        is_no_markup(&codes, "the recovery codes");
        assert_eq!(kept(&browser, &codes).await.status, 303);
        let held = server.database().read(organisation.tenant, move |tx| tx.credentials().of(person.id)).await;
        is_text(&browser.get("/my/security").await, "security info");
        is_text(&browser.get(&format!("/my/security/keys/{}", held.unwrap()[0].id)).await, "the key's own page");
        is_text(&browser.get("/my").await, "one's own page");
        let new_key = browser.get("/my/security/passkey").await;
        is_no_markup(&new_key, "another passkey");
        assert_eq!(new_key.data("options")["user"]["displayName"], MARKUP);

        // A user agent is told by words of ours, whatever it holds.
        let odd = server.browser(ELSEWHERE);
        let page = odd.get("/sign-in").await;
        let agent = format!("Mozilla/5.0 (Windows) {MARKUP} Firefox/130.0");
        let proof = laptop.assert(&page.data("options")).unwrap().to_string();
        let fields = [("t", &*page.field("t")), ("key", &*proof)];
        let done = odd.post_with("/sign-in", &fields, ("user-agent", &agent)).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let sessions = browser.get("/my/sessions").await;
        assert!(sessions.text().contains("Firefox on Windows"), "{}", sessions.text());
        is_no_markup(&sessions, "one's own sessions");

        let anna = anna(&server, &organisation).await;
        is_text(&anna.get("/admin/users").await, "the list of people");
        is_text(&anna.get(&format!("/admin/users/{}", person.id)).await, "the person");
        is_text(&anna.get("/admin/sign-ins").await, "the sign-in log");
        let app = app(&server, &organisation, MARKUP, Assignment::Everyone).await;
        is_text(&anna.get("/admin/applications").await, "the list of applications");
        is_text(&anna.get(&format!("/admin/applications/{app}")).await, "the application");
        let door = server.browser(ELSEWHERE).get(&authorize(&organisation, app, "")).await;
        is_text(&door, "the door");
        is_text(&browser.get("/my").await, "the list of one's applications");
        let wrong = authorize(&organisation, app, "").replace("%2Fcode", "%2F%3Cimg%20src%3Dx%3E");
        is_text(&server.browser(ELSEWHERE).get(&wrong).await, "the page that sends nobody back");
    }

    /// Attack 88: a form that waits is sent by its person, and not by looking at it.
    async fn looking_at_a_form_that_waits_does_not_send_it(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let browser = anna(&server, &organisation).await;
        server.pass(Span::minutes(11));
        let page = format!("/admin/users/{piet}");
        let token = browser.get(&page).await.field("t");
        let role = Role::UserAdministrator.id().to_string();
        let sent = browser.post(&format!("{page}/roles"), &[("t", &token), ("role", &role)]).await;
        let waits = sent.location().to_owned();
        assert!(waits.contains("form="), "{waits}");
        let question = browser.get(&waits).await;
        let done = browser.submit(&question, &[("totp", &server.code(&organisation.secret))]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let head = reqwest::Client::new();
        for _ in 0..3 {
            assert!(browser.get(&waits).await.text().contains("Nothing was lost"));
            let address = format!("{}{waits}", server.base);
            assert!(head.head(address).send().await.unwrap().status().as_u16() < 500);
        }
        let roles = server.house.roles_of(organisation.tenant, piet).await.unwrap();
        assert!(roles.is_empty(), "{roles:?}");
        let change = RoleChange::Give(Role::UserAdministrator);
        server.house.set_role(organisation.tenant, leave(), piet, change).await.unwrap();
    }

    /// Attack 88: the link of a page of a sign-in begins it again, and spends and counts nothing.
    async fn beginning_a_sign_in_again_by_its_link_does_nothing_else(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let home = server.browser(OFFICE);
        person_with_password(&server, &organisation, PIET, &home).await;
        let browser = server.browser(ELSEWHERE);
        let page = named(&browser, PIET).await;
        let kept = async || {
            let read = |tx: &mut sql::Tx<'_>| {
                Ok::<_, sql::Error>((
                    tx.lockouts().count()?,
                    tx.records().list(&store::Filter::default(), 500)?.len(),
                    tx.audit().newest(500)?.len(),
                ))
            };
            server.database().read(organisation.tenant, read).await
        };
        let before = kept().await.unwrap();
        let again = format!("/sign-in?again={}", page.field("t"));
        for _ in 0..20 {
            let first = browser.get(&again).await;
            assert!(first.has_field("name") && !first.has_field("password"), "{}", first.text());
        }
        // In another browser it is a sign-in of that browser, of nobody yet.
        let stranger = server.browser("203.0.113.99");
        let theirs = stranger.get(&again).await;
        assert!(theirs.has_field("name") && !theirs.body.contains(PIET), "{}", theirs.text());
        assert!(stranger.cookie("s").is_none());
        assert_eq!(kept().await.unwrap(), before);
        let done = browser.submit(&page, &[("password", GOOD)]).await;
        assert_eq!(done.status, 303, "the page itself is still good: {}", done.text());
    }
}
