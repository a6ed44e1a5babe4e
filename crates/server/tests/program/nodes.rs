//! Two processes of Sluis on one PostgreSQL: what is done at one holds at the other within a second.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests, which measure how long it takes")]

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::time::{Duration, Instant};

use crate::house::{ANNA, Installed, PASSWORD, Running, installed};
use testdb::{TempDir, temp_dir};
use testkit::{Answer, Client, Database};

const PUBLIC: &str = "http://localhost:8080";
const PIET: &str = "piet@example.org";
const GOOD: &str = "wide rivers carry slow barges";
/// How soon the other node knows.
const A_SECOND: Duration = Duration::from_secs(1);

/// Two nodes: one database, one key file, two data folders.
struct Nodes {
    house: Installed,
    folder: TempDir,
    first: Running,
    second: Running,
}

async fn two_nodes() -> Nodes {
    tokio::task::spawn_blocking(start).await.unwrap()
}

fn start() -> Nodes {
    let house = installed(Database::Postgres);
    let folder = another_folder(&house);
    fs::copy(house.data().join("keys"), folder.path().join("data/keys")).unwrap();
    let first = house.start(&[]);
    let mut sluis = house.sluis();
    sluis.current_dir(folder.path());
    let second = house.start_as(sluis, &[]);
    Nodes { house, folder, first, second }
}

/// The folder of another machine, with the same configuration.
fn another_folder(house: &Installed) -> TempDir {
    let folder = temp_dir();
    for name in ["url", "sluis.toml"] {
        fs::copy(house.path().join(name), folder.path().join(name)).unwrap();
    }
    fs::DirBuilder::new().mode(0o700).create(folder.path().join("data")).unwrap();
    folder
}

fn base(node: &Running) -> String {
    format!("http://localhost:{}", node.port)
}

impl Nodes {
    /// The same browser at both: whoever stands before them sends it where it likes.
    fn browser(&self) -> Client {
        Client::at_node(&base(&self.first), PUBLIC, "203.0.113.7")
    }

    fn at_second(&self, browser: &Client) -> Client {
        browser.moved_to_node(&base(&self.second))
    }

    /// Adds Piet, who has a password and an authenticator app, and is signed in.
    async fn piet(&self) -> (Client, String) {
        let answer = self.house.json(&["user", "add", PIET, "--display", "Piet Bakker", "--mail", PIET]);
        let link = answer["link"]["address"].as_str().unwrap().strip_prefix(PUBLIC).unwrap().to_owned();
        let piet = self.browser();
        let page = piet.get(&link).await;
        let page = piet.submit(&page, &[("begin", "yes")]).await;
        let page = piet.submit(&page, &[("new_password", GOOD)]).await;
        let page = piet.submit(&page, &[("way", "app")]).await;
        let secret = secret_on(&page);
        let page = piet.submit(&page, &[("enrol", &testkit::totp(&secret))]).await;
        let page = piet.submit(&page, &[("kept", "yes"), ("go", "on")]).await;
        let done = piet.submit(&page, &[("later", "yes")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        (piet, secret)
    }
}

/// The secret that a page shows for an authenticator app.
fn secret_on(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("id=\"secret\">").unwrap_or_else(|| panic!("{}", page.text()));
    rest.split('<').next().unwrap().chars().filter(|c| !c.is_whitespace()).collect()
}

/// True when a session leads past the sign-in.
async fn is_in(browser: &Client) -> bool {
    browser.get("/sign-in").await.status == 303
}

/// Asks until the answer is the one, for at most a second.
async fn within_a_second(mut is_so: impl AsyncFnMut() -> bool) -> bool {
    let began = Instant::now();
    while began.elapsed() < A_SECOND {
        if is_so().await {
            return true;
        }
    }
    false
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_that_are_ended_at_one_node_are_over_at_the_other() {
    let nodes = two_nodes().await;
    let (piet, _) = nodes.piet().await;
    let elsewhere = nodes.at_second(&piet);
    assert!(is_in(&piet).await && is_in(&elsewhere).await);
    assert!(nodes.house.run(&["user", "end-sessions", PIET]).status.success());
    assert!(within_a_second(async || !is_in(&elsewhere).await).await);
    assert!(!is_in(&piet).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_or_an_organisation_that_is_blocked_at_one_node_is_out_at_the_other() {
    let nodes = two_nodes().await;
    let (piet, _) = nodes.piet().await;
    let piet = nodes.at_second(&piet);
    let anna = nodes.at_second(&nodes.browser());
    // The code of set-up is used up, and the next one is good already.
    let next = testkit::code_after(&nodes.house.secret, 30);
    assert_eq!(sign_in(&anna, ANNA, PASSWORD, &next).await.status, 303);
    assert!(is_in(&piet).await && is_in(&anna).await);
    assert!(nodes.house.run(&["user", "block", PIET]).status.success());
    assert!(within_a_second(async || !is_in(&piet).await).await);
    assert!(is_in(&anna).await);
    // A policy, in a new revision of the policy set.
    assert!(nodes.house.run(&["org", "block", "example.org", "--yes"]).status.success());
    assert!(within_a_second(async || !is_in(&anna).await).await);
}

/// Sends a form with the token of the page it stands on.
async fn send(browser: &Client, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get(page).await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    browser.post(action, &all).await
}

/// What decides is read in the transaction that decides: nobody waits for a second.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_that_is_taken_at_one_node_is_gone_at_the_next_request_of_the_other() {
    /// Global Reader.
    const READER: &str = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
    let nodes = two_nodes().await;
    let (piet, _) = nodes.piet().await;
    let (anna, piet) = (nodes.browser(), nodes.at_second(&piet));
    let next = testkit::code_after(&nodes.house.secret, 30);
    assert_eq!(sign_in(&anna, ANNA, PASSWORD, &next).await.status, 303);
    let id = nodes.house.json(&["user", "show", PIET])["user"]["id"].as_str().unwrap().to_owned();
    let person = format!("/admin/users/{id}");
    assert_ne!(piet.get("/admin").await.status, 200, "he administers nothing");
    let given = send(&anna, &person, &format!("{person}/roles"), &[("role", READER)]).await;
    assert_eq!(given.status, 303, "{}", given.text());
    let opened = piet.get("/admin").await;
    assert_eq!(opened.status, 200, "{}", opened.text());
    let question = anna.get(&format!("{person}/roles/{READER}/take")).await;
    let taken = anna.submit(&question, &[("sure", "yes")]).await;
    assert_eq!(taken.status, 303, "{}", taken.text());
    assert_ne!(piet.get("/admin").await.status, 200);
}

/// What an application sends a browser for; RFC 7636, appendix B has the challenge and [`VERIFIER`].
fn authorize(nodes: &Nodes, app: &str) -> String {
    format!(
        "/{}/oauth2/v2.0/authorize?client_id={app}&redirect_uri=https%3A%2F%2Fpayroll.example.org%2Fcode\
         &response_type=code&scope=openid%20offline_access&prompt=none\
         &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256",
        nodes.house.tenant
    )
}

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// Asks the token endpoint as an application without a secret.
async fn token(nodes: &Nodes, browser: &Client, app: &str, fields: &[(&str, &str)]) -> Answer {
    let mut all = vec![("client_id", app), ("redirect_uri", "https://payroll.example.org/code")];
    all.extend(fields);
    browser.post(&format!("/{}/oauth2/v2.0/token", nodes.house.tenant), &all).await
}

/// Attack 38: at the authorization endpoint and at refresh.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_is_taken_off_an_application_at_one_node_is_off_it_at_the_other() {
    let nodes = two_nodes().await;
    let (piet, _) = nodes.piet().await;
    let (anna, piet) = (nodes.browser(), nodes.at_second(&piet));
    let next = testkit::code_after(&nodes.house.secret, 30);
    assert_eq!(sign_in(&anna, ANNA, PASSWORD, &next).await.status, 303);
    let fields = [
        ("name", "Payroll"),
        ("kind", "public"),
        ("addresses", "https://payroll.example.org/code"),
        ("who", "assigned"),
    ];
    let made = send(&anna, "/admin/applications/new", "/admin/applications", &fields).await;
    let path = made.location().split('?').next().unwrap().to_owned();
    let app = path.rsplit('/').next().unwrap().to_owned();
    let authorize = authorize(&nodes, &app);
    assert_eq!(piet.get(&authorize).await.parameter("code"), None, "he is not named");
    let named = send(&anna, &path, &format!("{path}/people"), &[("person", PIET)]).await;
    assert_eq!(named.status, 303, "{}", named.text());
    let code = piet.get(&authorize).await.parameter("code").expect("he is named");
    let fields = [("grant_type", "authorization_code"), ("code", &*code), ("code_verifier", VERIFIER)];
    let tokens = token(&nodes, &piet, &app, &fields).await;
    assert_eq!(tokens.status, 200, "{}", tokens.body);
    let refresh = tokens.json()["refresh_token"].as_str().unwrap().to_owned();
    let id = nodes.house.json(&["user", "show", PIET])["user"]["id"].as_str().unwrap().to_owned();
    let removed = send(&anna, &path, &format!("{path}/people/{id}/remove"), &[]).await;
    assert_eq!(removed.status, 303, "{}", removed.text());
    assert!(within_a_second(async || piet.get(&authorize).await.parameter("code").is_none()).await);
    let fields = [("grant_type", "refresh_token"), ("refresh_token", &*refresh)];
    let refused = token(&nodes, &piet, &app, &fields).await;
    assert_eq!((refused.status, &refused.json()["error"]), (400, &"invalid_grant".into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn security_defaults_that_change_at_one_node_have_changed_at_the_other() {
    const PAGE: &str = "/admin/identity/properties/security-defaults";
    let nodes = two_nodes().await;
    let anna = nodes.browser();
    let next = testkit::code_after(&nodes.house.secret, 30);
    assert_eq!(sign_in(&anna, ANNA, PASSWORD, &next).await.status, 303);
    let set = async |enabled: &str| {
        let fields = [("enabled", enabled), ("days", "0"), ("reason", "other"), ("understood", "yes")];
        let saved = send(&anna, PAGE, PAGE, &fields).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
    };
    set("no").await;
    let answer = nodes.house.json(&["user", "add", PIET, "--display", "Piet Bakker", "--mail", PIET]);
    let link = answer["link"]["address"].as_str().unwrap().strip_prefix(PUBLIC).unwrap().to_owned();
    let piet = nodes.at_second(&nodes.browser());
    let page = piet.get(&link).await;
    let page = piet.submit(&page, &[("begin", "yes")]).await;
    let done = piet.submit(&page, &[("new_password", GOOD)]).await;
    assert_eq!(done.status, 303, "no second step is asked of him: {}", done.text());
    for (enabled, stays) in [("yes", false), ("no", true), ("yes", false)] {
        set(enabled).await;
        assert!(within_a_second(async || is_in(&piet).await == stays).await, "{enabled}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_that_change_at_one_node_have_changed_at_the_other() {
    const PAGE: &str = "/admin/identity/properties/organisation";
    let nodes = two_nodes().await;
    let (anna, stranger) = (nodes.browser(), nodes.at_second(&nodes.browser()));
    let next = testkit::code_after(&nodes.house.secret, 30);
    assert_eq!(sign_in(&anna, ANNA, PASSWORD, &next).await.status, 303);
    let says = async |words: &str| stranger.get("/help").await.text().contains(words);
    assert!(says("Marieke de Vries, 020 123 45 67").await);
    let fields = [
        ("organisation", "De Vries & Jansen"),
        ("locale", "en"),
        ("help_contact", "Piet Bakker, 030 765 43 21"),
        ("privacy_contact", ""),
    ];
    let saved = send(&anna, PAGE, PAGE, &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    assert!(within_a_second(async || says("Piet Bakker, 030 765 43 21").await).await);
}

/// Attack 1: a code is good once, whichever node it is typed at.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_is_used_at_one_node_only() {
    let nodes = two_nodes().await;
    let (one, other) = (nodes.browser(), nodes.at_second(&nodes.browser()));
    let next = testkit::code_after(&nodes.house.secret, 30);
    let (one, other) =
        tokio::join!(sign_in(&one, ANNA, PASSWORD, &next), sign_in(&other, ANNA, PASSWORD, &next),);
    let let_in = [&one, &other].iter().filter(|answer| answer.status == 303).count();
    assert_eq!(let_in, 1, "{} {}", one.text(), other.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_is_changed_at_one_node_is_the_others_too() {
    let nodes = two_nodes().await;
    let new = "http://localhost:8088";
    let here = Client::at_node(&base(&nodes.second), new, "203.0.113.7");
    assert_eq!(here.get("/sign-in").await.status, 421);
    assert!(nodes.house.run(&["address", "change", new, "--yes"]).status.success());
    assert!(within_a_second(async || here.get("/sign-in").await.status == 200).await);
    assert_eq!(nodes.at_second(&nodes.browser()).get("/sign-in").await.status, 421);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_nodes_have_their_rounds_and_each_message_leaves_once() {
    const PEOPLE: usize = 25;
    let nodes = two_nodes().await;
    for number in 0..PEOPLE {
        let name = format!("person{number}@example.org");
        let added = ["user", "add", &name, "--display", "Somebody", "--mail", &name, "--send"];
        assert!(nodes.house.run(&added).status.success());
    }
    let folders = [nodes.house.data(), nodes.folder.path().join("data")];
    let began = Instant::now();
    let mut ticks = tokio::time::interval(Duration::from_millis(50));
    loop {
        ticks.tick().await;
        let left: Vec<_> = folders.iter().map(|folder| recipients(&folder.join("outbox"))).collect();
        let mut all = left.concat();
        all.sort();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count, "a message left twice");
        if count == PEOPLE {
            assert!(left.iter().any(Vec::is_empty), "one node has the job");
            break;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "{count} of {PEOPLE} messages have left");
    }
}

/// D26: with another key file it could read nothing that is sealed.
#[test]
fn a_node_with_another_key_file_does_not_serve() {
    let house = installed(Database::Postgres);
    let folder = another_folder(&house);
    let mut sluis = house.sluis();
    let output = sluis.current_dir(folder.path()).args(["--listen", "localhost:0"]).output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("cannot be opened with the keys of this installation"), "{said}");
}

/// To whom the messages in a folder go.
fn recipients(folder: &std::path::Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return vec![] };
    let messages = entries.flatten().map(|entry| entry.path());
    let finished = messages.filter(|path| path.extension().is_some_and(|end| end == "eml"));
    let read = finished.filter_map(|path| fs::read_to_string(path).ok());
    read.filter_map(|text| text.lines().find(|line| line.starts_with("To: ")).map(str::to_owned)).collect()
}

async fn sign_in(browser: &Client, name: &str, password: &str, code: &str) -> Answer {
    let page = browser.get("/sign-in").await;
    let page = browser.submit(&page, &[("name", name)]).await;
    let page = browser.submit(&page, &[("password", password)]).await;
    browser.submit(&page, &[("totp", code)]).await
}
