//! A session that is asked for more, or for less: what applications say in a request, what a real browser shows for it, and
//! what the application's library reads of it afterwards.

use model::Span;
use serde_json::Value;
use service::security_defaults::Wanted;
use testkit::{Browser, Database, Kind, Organisation, Server};

use crate::clients::party::{Party, Running, leave, pass};

const ANNA: &str = "anna@example.org";
const ONE_FACTOR: &str = "urn:sluis:acr:1";
const TWO_FACTORS: &str = "urn:sluis:acr:2";
/// The same, as it stands in a query.
const ASKS_FOR_TWO: &str = "acr_values=urn%3Asluis%3Aacr%3A2";
/// `{"id_token":{"acr":{"essential":true,"value":"urn:sluis:acr:2"}}}`
const MUST_HAVE_TWO: &str = "claims=%7B%22id_token%22%3A%7B%22acr%22%3A%7B%22essential%22%3Atrue%2C%22value%22%3A%22urn%3Asluis%3Aacr%3A2%22%7D%7D%7D";
/// The same for a passkey, which Anna does not have.
const MUST_HAVE_PASSKEY: &str =
    "claims=%7B%22id_token%22%3A%7B%22acr%22%3A%7B%22essential%22%3Atrue%2C%22value%22%3A%22phr%22%7D%7D%7D";

/// Anna, her browser and an application.
struct Story {
    server: Server,
    at: Organisation,
    browser: Browser,
    running: Running,
}

impl Story {
    /// She was in this browser with both factors, and a password is all that the organisation asks there.
    async fn begin(database: Database, kind: Kind) -> Self {
        let (server, at) = Server::with_organisation(database).await;
        server.house.run_jobs().await;
        let off =
            Wanted { enabled: false, registration_days: 0, reason: "a test".to_owned(), end_sessions: false };
        server.house.set_security_defaults(at.tenant, leave(), off).await.unwrap();
        let running = Party::register(&server, &at, kind).await.start(&server).await;
        let story = Self { server, at, browser: Browser::start("en").await, running };
        // An address that cannot be told is a new place each time.
        story.browser.comes_from("203.0.113.7").await;
        story.open("").await;
        let claims = story.answers(&["name", "password", "totp"]).await;
        assert_eq!(claims["acr"], TWO_FACTORS, "a browser that nobody knows");
        story
    }

    /// The application sends the browser to sign in, with these parameters.
    async fn open(&self, query: &str) {
        self.running.follow(&self.server).await;
        self.browser.open(&self.running.at(&format!("/login?{query}"))).await;
    }

    /// Gives what the pages ask, which is this and nothing else; the claims that the application then reads.
    async fn answers(&self, asked: &[&str]) -> Value {
        for field in asked {
            self.browser.find("[name=totp], [name=password], [name=name], #claims, #error").await;
            let css = format!("[name={field}]");
            assert!(self.browser.has(&css).await, "`{field}` is not asked: {}", self.browser.text().await);
            let value = match *field {
                "name" => ANNA.to_owned(),
                "password" => self.at.password.clone(),
                _ => self.server.code(&self.at.secret),
            };
            self.browser.fill(&css, &value).await;
            self.browser.submit().await;
        }
        let told = self.told().await;
        if asked.contains(&"totp") {
            // The code of this moment is used up.
            self.server.pass(Span::seconds(30));
        }
        told["claims"].clone()
    }

    /// What the application was told.
    async fn told(&self) -> Value {
        self.browser.find("#claims, #error").await;
        assert!(!self.browser.has("#error").await, "{}", self.browser.text().await);
        serde_json::from_str(&self.browser.text_of("#claims").await).unwrap()
    }

    /// What it was refused with, without a page in between.
    async fn refused(&self, query: &str) -> String {
        self.open(query).await;
        let told: Value = serde_json::from_str(&self.browser.text_of("#error").await).unwrap();
        told["error"].as_str().unwrap_or_default().to_owned()
    }

    async fn sign_out(&self) {
        self.browser.open(&format!("{}/my", self.server.base)).await;
        self.browser.click(".person-menu summary").await;
        self.browser.click("form[action$='/sign-out'] button").await;
        self.browser.find(".card").await;
    }

    /// Anew, with the password alone.
    async fn with_a_password(&self) -> Value {
        self.sign_out().await;
        self.open("").await;
        let claims = self.answers(&["name", "password"]).await;
        assert_eq!((&claims["acr"], &claims["amr"]), (&ONE_FACTOR.into(), &serde_json::json!(["pwd"])));
        claims
    }

    async fn pass(&self, span: Span) {
        pass(&self.server, span, &[&self.running]).await;
    }
}

fn auth_time(claims: &Value) -> i64 {
    claims["auth_time"].as_i64().unwrap_or_else(|| panic!("{claims}"))
}

fn has(claims: &Value, method: &str) -> bool {
    claims["amr"].as_array().unwrap().iter().any(|word| word == method)
}

/// `acr_values`, and an `acr` that is essential: the second step is asked, the password is not asked again.
async fn more_is_asked(story: &Story) {
    for query in [ASKS_FOR_TWO, MUST_HAVE_TWO] {
        let single = story.with_a_password().await;
        assert_eq!(story.refused(&format!("{query}&prompt=none")).await, "interaction_required", "{query}");
        story.pass(Span::minutes(2)).await;
        story.open(query).await;
        let both = story.answers(&["totp"]).await;
        assert_eq!(both["acr"], TWO_FACTORS, "{both}");
        assert!(["pwd", "otp", "mfa"].iter().all(|method| has(&both, method)), "{both}");
        assert!(auth_time(&both) >= auth_time(&single) + 120, "{single} {both}");
        // It is the session that was raised, so the next application is asked for nothing.
        story.open(query).await;
        assert_eq!(auth_time(&story.answers(&[]).await), auth_time(&both));
    }
    assert_eq!(story.refused(&format!("{MUST_HAVE_PASSKEY}&prompt=none")).await, "interaction_required");
}

/// `max_age` and `prompt=login`: the sign-in is given again, and `auth_time` says so.
async fn newer_is_asked(story: &Story) {
    let before = story.with_a_password().await;
    story.pass(Span::minutes(10)).await;
    story.open("").await;
    assert_eq!(auth_time(&story.answers(&[]).await), auth_time(&before), "nobody asked for anything newer");
    assert_eq!(story.refused("max_age=300&prompt=none").await, "login_required");
    story.open("max_age=300").await;
    let newer = story.answers(&["password"]).await;
    assert!(auth_time(&newer) >= auth_time(&before) + 600, "{before} {newer}");
    story.open("max_age=300").await;
    assert_eq!(auth_time(&story.answers(&[]).await), auth_time(&newer));
    story.pass(Span::minutes(1)).await;
    story.open("prompt=login").await;
    let again = story.answers(&["password"]).await;
    assert!(auth_time(&again) >= auth_time(&newer) + 60, "{newer} {again}");
}

/// `prompt=select_account`, `login_hint` and `prompt=none`: which account goes on.
async fn somebody_is_meant(story: &Story) {
    story.open("prompt=select_account").await;
    story.browser.click("button[name=account][value=this]").await;
    assert_eq!(story.told().await["claims"]["preferred_username"], ANNA);
    assert_eq!(
        story.refused("prompt=none&login_hint=bram%40example.org").await,
        "account_selection_required"
    );
    story.open("login_hint=bram%40example.org").await;
    story.browser.click("button[name=account][value=other]").await;
    assert_eq!(story.browser.value_of("[name=name]").await, "bram@example.org");
    story.open("prompt=none&login_hint=anna%40example.org").await;
    assert_eq!(story.told().await["claims"]["preferred_username"], ANNA);
    story.sign_out().await;
    assert_eq!(story.refused("prompt=none").await, "login_required");
    story.open("login_hint=anna%40example.org").await;
    assert_eq!(story.browser.value_of("[name=name]").await, ANNA);
}

/// `response_mode=form_post`: the browser sends the answer to where the application takes forms.
async fn the_answer_is_a_form(story: &Story) {
    story.open("response_mode=form_post").await;
    story.answers(&["name", "password"]).await;
    for query in ["response_mode=form_post", "response_mode=form_post&prompt=none"] {
        story.open(query).await;
        assert_eq!(story.told().await["method"], "POST");
        assert_eq!(story.browser.address().await, story.running.at("/callback"));
    }
    story.sign_out().await;
    assert_eq!(story.refused("response_mode=form_post&prompt=none").await, "login_required");
    assert_eq!(story.browser.address().await, story.running.at("/callback"), "a refusal is a form too");
}

async fn whole_story(database: Database, kind: Kind) {
    let story = Story::begin(database, kind).await;
    more_is_asked(&story).await;
    newer_is_asked(&story).await;
    somebody_is_meant(&story).await;
    the_answer_is_a_form(&story).await;
    story.browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_application_on_openid_client_asks_for_more_for_newer_for_somebody_and_by_form() {
    whole_story(Database::Sqlite, Kind::OpenidClient).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_application_on_authlib_asks_for_more_for_newer_for_somebody_and_by_form() {
    whole_story(Database::Postgres, Kind::Authlib).await;
}
