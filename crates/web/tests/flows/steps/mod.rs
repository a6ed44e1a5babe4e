//! The steps that the attacks share: people, invitations, and where a sign-in stands.

#![allow(dead_code, reason = "each test file uses some of it")]

use crate::on_both::sign_in;
use model::{AppId, AppKind, Assignment, Id, NameKey, Span, Tenant, User};
use service::apps::NewApp;
use service::authority::{Action, Actor, Permit, Target, permit};
use service::people::{Delivery, NewPerson};
use service::security_defaults::Wanted;
use store::Tables;
use testkit::{Answer, Client, Organisation, Server};

/// The first administrator.
pub const ANNA: &str = "anna@example.org";
/// Somebody else.
pub const PIET: &str = "piet@example.org";
/// Where the office is.
pub const OFFICE: &str = "203.0.113.7";
/// Where strangers are.
pub const ELSEWHERE: &str = "198.51.100.66";
/// A password that the rules take.
pub const GOOD: &str = "wide rivers carry slow barges";
/// Where an application takes its answer.
pub const BACK: &str = "https://cloud.example.org/code";
/// RFC 7636, appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Leave for what the tests set up.
pub fn leave<A: Action>() -> Permit<A> {
    permit(&Actor::System, Target::Organisation).unwrap()
}

/// The page after the name.
pub async fn named(browser: &Client, name: &str) -> Answer {
    let page = browser.get("/sign-in").await;
    browser.submit(&page, &[("name", name)]).await
}

/// The page after name and password.
pub async fn proved(browser: &Client, name: &str, password: &str) -> Answer {
    let page = named(browser, name).await;
    browser.submit(&page, &[("password", password)]).await
}

/// True when the browser has a session that opens one's own page without another question.
pub async fn is_in(browser: &Client) -> bool {
    browser.get("/sign-in").await.status == 303
}

/// True when the page says that name or password is not right.
pub fn is_wrong(page: &Answer) -> bool {
    page.text().contains("is not right")
}

/// True when the page says how long to wait.
pub fn is_locked(page: &Answer) -> bool {
    page.text().contains("You can try again in")
}

/// Signs out, and stays a browser that is known.
pub async fn sign_out(browser: &Client) {
    assert_eq!(browser.post("/sign-out", &[]).await.status, 200);
    assert!(browser.cookie("s").is_none());
}

/// Adds somebody: the path of the invitation.
pub async fn invite(server: &Server, organisation: &Organisation, name: &str, mail: Option<&str>) -> String {
    let new = NewPerson {
        display: "Piet Bakker".to_owned(),
        name: name.to_owned(),
        mail: mail.map(str::to_owned),
        locale: None,
    };
    let added = server.house.add_person(organisation.tenant, leave(), new, Delivery::Link).await;
    path_of(&added.unwrap().1.address, server)
}

/// Invites somebody once more: the path of the new invitation.
pub async fn invite_again(server: &Server, organisation: &Organisation, user: Id<User>) -> String {
    let link = server.house.invite_again(organisation.tenant, leave(), user, Delivery::Link).await;
    path_of(&link.unwrap().address, server)
}

fn path_of(address: &str, server: &Server) -> String {
    address.strip_prefix(&server.base).unwrap().to_owned()
}

/// Presses the button of an invitation: the page that it leads to.
pub async fn accept(browser: &Client, link: &str) -> Answer {
    let page = browser.get(link).await;
    assert_eq!(page.status, 200, "{}", page.text());
    browser.submit(&page, &[("begin", "yes")]).await
}

/// Adds somebody who has a password and nothing else, and is signed in with it in this browser. Security defaults
/// are off afterwards.
pub async fn person_with_password(
    server: &Server,
    organisation: &Organisation,
    name: &str,
    browser: &Client,
) -> Id<User> {
    defaults(server, organisation, false).await;
    let link = invite(server, organisation, name, None).await;
    let page = accept(browser, &link).await;
    let done = browser.submit(&page, &[("new_password", GOOD)]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    user(server, organisation.tenant, name).await
}

/// Adds somebody who has a password and an authenticator app, and is signed in with both: the id and the app's secret.
/// The code of this moment is used up and over. Security defaults are on.
pub async fn person_with_app(
    server: &Server,
    organisation: &Organisation,
    name: &str,
    browser: &Client,
) -> (Id<User>, String) {
    defaults(server, organisation, true).await;
    let link = invite(server, organisation, name, Some("piet@example.org")).await;
    let page = accept(browser, &link).await;
    let page = browser.submit(&page, &[("new_password", GOOD)]).await;
    let (secret, page) = enrolled(server, browser, &page).await;
    let done = kept(browser, &page).await;
    assert_eq!(done.status, 303, "{}", done.text());
    server.pass(Span::seconds(30));
    (user(server, organisation.tenant, name).await, secret)
}

/// From the page that offers ways to a second factor: the app's secret, and the page with the recovery codes.
pub async fn enrolled(server: &Server, browser: &Client, page: &Answer) -> (String, Answer) {
    assert!(page.has_field("way"), "{}", page.text());
    let page = browser.submit(page, &[("way", "app")]).await;
    let secret = secret_on(&page);
    let page = browser.submit(&page, &[("enrol", &server.code(&secret))]).await;
    assert!(page.has_field("kept"), "{}", page.text());
    (secret, page)
}

/// From the page with the recovery codes to the end: another method can wait.
pub async fn kept(browser: &Client, codes: &Answer) -> Answer {
    let another = browser.submit(codes, &[("kept", "yes"), ("go", "on")]).await;
    assert!(another.has_field("later"), "{}", another.text());
    browser.submit(&another, &[("later", "yes")]).await
}

/// The secret that a page shows for an authenticator app.
pub fn secret_on(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("id=\"secret\">").unwrap_or_else(|| panic!("{}", page.text()));
    rest.split('<').next().unwrap().chars().filter(|c| !c.is_whitespace()).collect()
}

/// Turns security defaults on (registering at once) or off.
pub async fn defaults(server: &Server, organisation: &Organisation, enabled: bool) {
    let wanted = Wanted { enabled, registration_days: 0, reason: "a test".to_owned(), end_sessions: false };
    server.house.set_security_defaults(organisation.tenant, leave(), wanted).await.unwrap();
}

/// The person of a name.
pub async fn user(server: &Server, tenant: Id<Tenant>, name: &str) -> Id<User> {
    let key = NameKey::of(name).unwrap();
    let found = server.database().read(tenant, move |tx| tx.users().by_login(&key)).await;
    found.unwrap().unwrap().id
}

/// How many second factors somebody has.
pub async fn factors_of(server: &Server, tenant: Id<Tenant>, user: Id<User>) -> usize {
    server.database().read(tenant, move |tx| tx.credentials().of(user)).await.unwrap().len()
}

/// Anna, signed in with both factors; the code of this moment is used up and over.
pub async fn anna(server: &Server, organisation: &Organisation) -> Client {
    let browser = server.browser(OFFICE);
    sign_in(&browser, ANNA, &organisation.password, &server.code(&organisation.secret)).await;
    server.pass(Span::seconds(30));
    assert_eq!(browser.get("/admin").await.status, 200);
    browser
}

/// Registers a public application for named people.
pub async fn app(server: &Server, organisation: &Organisation) -> Id<AppId> {
    let new = NewApp {
        name: "Nextcloud".to_owned(),
        kind: AppKind::Public,
        redirect_uris: vec![BACK.to_owned()],
        logout_uris: vec![],
        assignment: Assignment::Assigned,
    };
    server.house.add_app(organisation.tenant, leave(), new).await.unwrap().0.app_id
}

/// What an application sends a browser for.
pub fn authorize(organisation: &Organisation, app: Id<AppId>, more: &str) -> String {
    format!(
        "/{}/oauth2/v2.0/authorize?client_id={app}&redirect_uri=https%3A%2F%2Fcloud.example.org%2Fcode\
         &response_type=code&scope=openid%20offline_access&state=s&nonce=n&code_challenge={CHALLENGE}\
         &code_challenge_method=S256{more}",
        organisation.tenant
    )
}

/// How many records the audit log has with this word.
pub async fn audited(server: &Server, organisation: &Organisation, action: &str) -> usize {
    let all = server.database().read(organisation.tenant, |tx| tx.audit().newest(10_000)).await.unwrap();
    all.iter().filter(|record| record.action == action).count()
}
