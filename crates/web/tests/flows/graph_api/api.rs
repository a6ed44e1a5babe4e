//! A script that is registered as an application, and what it asks.

use std::collections::BTreeMap;

use model::{AppKind, Assignment, Behalf, Permission};
use reqwest::Method;
use serde_json::Value;
use service::app_permissions::PermissionChange;
use service::apps::NewApp;
use testkit::{Answer, Client, Organisation, Server};

use crate::steps::{BACK, VERIFIER, leave};

/// What it asks for to act by itself.
pub const DEFAULT: &str = "https://graph.microsoft.com/.default";

/// A registered application.
pub struct Script {
    pub app: service::App,
    pub secret: String,
    root: String,
    base: String,
    client: Client,
    http: reqwest::Client,
}

impl Script {
    /// Registers one that was given these permissions.
    pub async fn register(server: &Server, at: &Organisation, given: &[(Behalf, Permission)]) -> Self {
        let new = NewApp {
            name: "Nightly".to_owned(),
            kind: AppKind::Confidential,
            redirect_uris: vec![BACK.to_owned()],
            logout_uris: vec![],
            assignment: Assignment::Everyone,
        };
        let (app, secret) = server.house.add_app(at.tenant, leave(), new).await.unwrap();
        let script = Self {
            app,
            secret: secret.unwrap().0,
            root: format!("{}/{}", server.base, at.tenant),
            base: server.base.clone(),
            client: server.browser("198.51.100.20"),
            http: reqwest::Client::new(),
        };
        for given in given {
            script.set(server, at, PermissionChange::Give(*given)).await;
        }
        script
    }

    /// The same, reached by the host of another organisation.
    pub fn at_host(self, public_address: &str) -> Self {
        Self { client: Client::at_node(&self.base, public_address, "198.51.100.20"), ..self }
    }

    /// Gives or takes a permission.
    pub async fn set(&self, server: &Server, at: &Organisation, change: PermissionChange) {
        let id = self.app.app_id;
        server.house.set_app_permission(at.tenant, leave(), id, change).await.unwrap();
    }

    /// Asks the token endpoint, with its name and secret in the body.
    pub async fn token(&self, fields: &[(&str, &str)]) -> Answer {
        let id = self.app.app_id.to_string();
        let mut all = vec![("client_id", id.as_str()), ("client_secret", &self.secret)];
        all.extend(fields);
        let address = format!("{}/oauth2/v2.0/token", self.root);
        self.client.post_with(&address, &all, ("accept", "application/json")).await
    }

    /// A token for itself.
    pub async fn own_token(&self) -> String {
        let answer = self.token(&[("grant_type", "client_credentials"), ("scope", DEFAULT)]).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// Where it sends a browser to ask for these scopes.
    pub fn authorize(&self, scope: &str) -> String {
        let scope = scope.replace(' ', "%20");
        format!(
            "{}/oauth2/v2.0/authorize?client_id={}&redirect_uri={BACK}&response_type=code&scope={scope}\
             &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256",
            self.root, self.app.app_id
        )
    }

    /// What it gets for whoever is signed in in this browser.
    pub async fn tokens_for(&self, browser: &Client, scope: &str) -> Value {
        let back = browser.get(&self.authorize(scope)).await;
        let code = back.parameter("code").unwrap_or_else(|| panic!("{} {}", back.location(), back.text()));
        self.redeemed(&code).await
    }

    /// What it gets for a code.
    pub async fn redeemed(&self, code: &str) -> Value {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", BACK),
            ("code_verifier", VERIFIER),
        ];
        let answer = self.token(&fields).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    /// Asks the API; `path` begins with the version.
    pub async fn ask(&self, token: &str, method: Method, path: &str, body: Option<&Value>) -> Answer {
        self.ask_with(token, method, path, body, &[]).await
    }

    /// The same with more headers.
    pub async fn ask_with(
        &self,
        token: &str,
        method: Method,
        path: &str,
        body: Option<&Value>,
        more: &[(&str, &str)],
    ) -> Answer {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let headers: BTreeMap<String, String> = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        Answer { status, headers, body: response.text().await.unwrap() }
    }

    /// Reads something that is there.
    pub async fn read(&self, token: &str, path: &str) -> Value {
        let answer = self.ask(token, Method::GET, path, None).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.json()
    }
}

/// Expects an error in Graph's shape.
pub fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    let error = &answer.json()["error"];
    assert_eq!(error["code"], code, "{}", answer.body);
    assert!(!error["message"].as_str().unwrap().is_empty());
    assert_eq!(error["innerError"]["request-id"], answer.headers["request-id"].as_str());
}
