//! An application that is registered and runs, and what it shows.

use model::{AppId, AppKind, Assignment, Id, Span};
use serde_json::Value;
use service::apps::NewApp;
use service::authority::{Action, Actor, Permit, Target, permit};
use testkit::{Answer, Application, Client, Kind, Organisation, Server};

use crate::on_both::sign_in;

/// The libraries that applications are made with.
pub const KINDS: [Kind; 2] = [Kind::OpenidClient, Kind::Authlib];

/// Leave for what the tests set up.
pub fn leave<A: Action>() -> Permit<A> {
    permit(&Actor::System, Target::Organisation).unwrap()
}

/// A registered application.
pub struct Party {
    pub id: Id<AppId>,
    secret: String,
    issuer: String,
    kind: Kind,
    port: u16,
}

/// One that runs.
pub struct Running {
    process: Application,
    /// Somebody who opens its pages to look at it, and signs in nowhere.
    watcher: Client,
}

impl Party {
    /// Registers one that everyone may sign in to.
    pub async fn register(server: &Server, at: &Organisation, kind: Kind) -> Self {
        let port = Application::free_port();
        let new = NewApp {
            name: "Payroll".to_owned(),
            kind: AppKind::Confidential,
            redirect_uris: vec![Application::redirect_uri(port)],
            logout_uris: vec![format!("http://127.0.0.1:{port}/")],
            assignment: Assignment::Everyone,
        };
        let (app, secret) = server.house.add_app(at.tenant, leave(), new).await.unwrap();
        let issuer = format!("{}/{}/v2.0", server.base, at.tenant);
        Self { id: app.app_id, secret: secret.unwrap().0, issuer, kind, port }
    }

    /// Starts it. A second process takes the place of a first, and has kept nothing.
    pub async fn start(&self, server: &Server) -> Running {
        let process =
            Application::start(self.kind, &self.issuer, &self.id.to_string(), &self.secret, self.port);
        let running = Running { process, watcher: server.browser("192.0.2.1") };
        running.follow(server).await;
        running
    }
}

impl Running {
    /// One of its addresses.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.process.origin())
    }

    /// Sets its clock to what the server's says.
    pub async fn follow(&self, server: &Server) {
        self.set_clock(server.now().as_secs()).await;
    }

    /// Sets its clock, in seconds since 1970.
    pub async fn set_clock(&self, seconds: i64) {
        self.look(&format!("/clock?now={seconds}")).await.unwrap();
    }

    /// Whoever is signed in in this browser signs in to it, without a page in between: what it says of them.
    pub async fn signs_in(&self, browser: &Client) -> Result<Value, Value> {
        let sent = browser.get(&self.at("/login")).await;
        let back = browser.get(sent.location()).await;
        assert_eq!(back.status, 303, "{}", back.text());
        shown(&browser.get(back.location()).await)
    }

    /// Asks Sluis about the token of a kind that it got last (RFC 7662).
    pub async fn asks_about(&self, kind: &str) -> Value {
        self.look(&format!("/introspect?kind={kind}")).await.unwrap()
    }

    /// Gives such a token up (RFC 7009).
    pub async fn gives_up(&self, kind: &str) -> Value {
        self.look(&format!("/revoke?kind={kind}")).await.unwrap()
    }

    /// Refreshes what it got last.
    pub async fn refreshes(&self) -> Result<Value, Value> {
        self.look("/refresh").await
    }

    /// Verifies an ID token.
    pub async fn verifies(&self, token: &str) -> Result<Value, Value> {
        self.look(&format!("/verify?token={token}")).await
    }

    /// How often it has fetched the key set.
    pub async fn fetched(&self) -> u64 {
        self.look("/keys").await.unwrap()["fetched"].as_u64().unwrap()
    }

    async fn look(&self, path: &str) -> Result<Value, Value> {
        shown(&self.watcher.get(&self.at(path)).await)
    }
}

/// What an application shows: what it was told, or why it refused.
fn shown(page: &Answer) -> Result<Value, Value> {
    let text = page.text();
    let json = &text[text.find('{').unwrap_or_else(|| panic!("nothing is shown: {text}"))..];
    let told = serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {text}"));
    if page.body.contains("id=\"error\"") { Err(told) } else { Ok(told) }
}

/// Signs Anna in, in a new browser and with both factors, and then to an application: what it says of her.
pub async fn signed_in(server: &Server, at: &Organisation, running: &Running) -> Value {
    let browser = server.browser("203.0.113.7");
    sign_in(&browser, "anna@example.org", &at.password, &server.code(&at.secret)).await;
    // The code of this moment is used up.
    server.pass(Span::seconds(30));
    running.follow(server).await;
    let told = running.signs_in(&browser).await.unwrap_or_else(|error| panic!("refused: {error}"));
    assert_eq!(told["claims"]["preferred_username"], "anna@example.org");
    told
}

/// Lets time pass for the server and its jobs, and for applications.
pub async fn pass(server: &Server, span: Span, running: &[&Running]) {
    server.pass(span);
    server.house.run_jobs().await;
    for application in running {
        application.follow(server).await;
    }
}
