//! An application that speaks HTTP by hand, and the people of the tests.

use data_encoding::{BASE64, BASE64URL_NOPAD};
use model::{AppKind, Assignment, Id, Locale, Span, User};
use serde_json::Value;
use service::apps::NewApp;
use service::authority::{Action, Actor, Permit, Target, permit};
use service::people::{Delivery, NewPerson};
use testkit::{Answer, Client, Organisation, Server};

/// RFC 7636 appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// The SHA-256 of [`VERIFIER`].
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// Where the application takes answers.
pub const CALLBACK: &str = "https://cloud.example.org/callback";
/// Where it takes people after a sign-out.
pub const GOODBYE: &str = "https://cloud.example.org/goodbye";
/// The network of the application's own server: not one that people sign in from.
const SERVER_ROOM: &str = "198.51.100.20";

/// Leave to do anything, as a job of Sluis itself has.
pub fn leave<A: Action>() -> Permit<A> {
    permit(&Actor::System, Target::Organisation).unwrap()
}

/// A registered application.
pub struct Party {
    pub app: service::App,
    pub secret: String,
    pub root: String,
    pub server: Client,
}

impl Party {
    /// Registers one that everyone may sign in to.
    pub async fn register(server: &Server, at: &Organisation, kind: AppKind) -> Self {
        Self::with_redirects(server, at, kind, &[CALLBACK]).await
    }

    /// Registers one with these return addresses.
    pub async fn with_redirects(
        server: &Server,
        at: &Organisation,
        kind: AppKind,
        redirects: &[&str],
    ) -> Self {
        let new = NewApp {
            name: "Cloud".to_owned(),
            kind,
            redirect_uris: redirects.iter().map(|uri| (*uri).to_owned()).collect(),
            logout_uris: vec![GOODBYE.to_owned()],
            assignment: Assignment::Everyone,
        };
        let (app, secret) = server.house.add_app(at.tenant, leave(), new).await.unwrap();
        let root = format!("{}/{}", server.base, at.tenant);
        let secret = secret.map(|secret| secret.0).unwrap_or_default();
        Self { app, secret, root, server: server.browser(SERVER_ROOM) }
    }

    /// The same application with other return addresses or another way of choosing people.
    pub fn registration(&self, assignment: Assignment) -> NewApp {
        NewApp {
            name: self.app.name.clone(),
            kind: self.app.kind,
            redirect_uris: self.app.redirect_uris.clone(),
            logout_uris: self.app.logout_uris.clone(),
            assignment,
        }
    }

    /// The address that sends a browser to sign in. What is given replaces or joins what a good application sends;
    /// an empty value takes a parameter away.
    pub fn authorize(&self, given: &[(&str, &str)]) -> String {
        let id = self.app.app_id.to_string();
        let usual = [
            ("client_id", id.as_str()),
            ("redirect_uri", &self.app.redirect_uris[0]),
            ("response_type", "code"),
            ("scope", "openid profile email offline_access"),
            ("state", "a state & more"),
            ("nonce", "n-0S6_WzA2Mj"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let kept = usual.iter().filter(|(name, _)| given.iter().all(|(other, _)| other != name));
        let all = kept.chain(given).filter(|(_, value)| !value.is_empty());
        format!("{}/oauth2/v2.0/authorize?{}", self.root, query(all))
    }

    /// The token endpoint, as this application's server reaches it. It shows its secret when it has one, in the
    /// header.
    pub async fn token(&self, fields: &[(&str, &str)]) -> Answer {
        self.asks("token", fields).await
    }

    /// Another endpoint that it asks in the same way.
    pub async fn asks(&self, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
        let address = format!("{}/oauth2/v2.0/{endpoint}", self.root);
        let id = self.app.app_id.to_string();
        if self.secret.is_empty() {
            let mut all = vec![("client_id", id.as_str())];
            all.extend(fields);
            return self.server.post_with(&address, &all, ("accept", "application/json")).await;
        }
        let basic = self.basic(&self.secret);
        self.server.post_with(&address, fields, ("authorization", &basic)).await
    }

    /// The header of `client_secret_basic`.
    pub fn basic(&self, secret: &str) -> String {
        format!("Basic {}", BASE64.encode(format!("{}:{secret}", self.app.app_id).as_bytes()))
    }

    /// Redeems a code as a good application does.
    pub async fn redeem(&self, code: &str) -> Answer {
        self.token(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.app.redirect_uris[0]),
            ("code_verifier", VERIFIER),
        ])
        .await
    }

    /// Refreshes as a good application does.
    pub async fn refresh(&self, token: &str) -> Answer {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    /// Asks who a token is for.
    pub async fn userinfo(&self, access: &str) -> Answer {
        let bearer = format!("Bearer {access}");
        self.server.get_with(&format!("{}/openid/userinfo", self.root), ("authorization", &bearer)).await
    }

    /// A code for whoever is signed in in this browser, without a page.
    pub async fn silent_code(&self, browser: &Client) -> String {
        let answer = browser.get(&self.authorize(&[])).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        code_of(&answer)
    }

    /// Tokens for whoever is signed in in this browser.
    pub async fn tokens(&self, browser: &Client) -> Tokens {
        let answer = self.redeem(&self.silent_code(browser).await).await;
        Tokens::of(&answer)
    }
}

/// What the token endpoint gave.
#[derive(Debug, Clone)]
pub struct Tokens {
    pub access: String,
    pub refresh: Option<String>,
    pub id: String,
}

impl Tokens {
    /// Reads a good answer.
    pub fn of(answer: &Answer) -> Self {
        assert_eq!(answer.status, 200, "{}", answer.body);
        let json = answer.json();
        let text = |name: &str| json[name].as_str().map(str::to_owned);
        Self {
            access: text("access_token").unwrap(),
            refresh: text("refresh_token"),
            id: text("id_token").unwrap_or_default(),
        }
    }

    /// The refresh token.
    pub fn refresh(&self) -> &str {
        self.refresh.as_deref().expect("a refresh token")
    }
}

/// Expects an error of the token endpoint, and that nothing was given with it.
pub fn refused(answer: &Answer, error: &str) {
    assert!((400..500).contains(&answer.status), "{} {}", answer.status, answer.body);
    let json = answer.json();
    assert_eq!(json["error"], error, "{}", answer.body);
    for given in ["access_token", "refresh_token", "id_token"] {
        assert!(json.get(given).is_none(), "{}", answer.body);
    }
}

/// The claims of a token; its signature is another's to check.
pub fn claims(token: &str) -> Value {
    let body = token.split('.').nth(1).expect("a token of three parts");
    serde_json::from_slice(&BASE64URL_NOPAD.decode(body.as_bytes()).unwrap()).unwrap()
}

/// A parameter of a redirect, decoded.
pub fn parameter(answer: &Answer, name: &str) -> Option<String> {
    let raw = answer.parameter(name)?.replace('+', " ");
    let mut bytes = vec![];
    let mut rest = raw.as_bytes();
    while let Some((byte, tail)) = rest.split_first() {
        rest = tail;
        if *byte == b'%' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&tail[..2]).unwrap(), 16).unwrap());
            rest = &tail[2..];
        } else {
            bytes.push(*byte);
        }
    }
    Some(String::from_utf8(bytes).unwrap())
}

/// The code of a redirect that carries one.
pub fn code_of(answer: &Answer) -> String {
    parameter(answer, "code")
        .unwrap_or_else(|| panic!("no code in `{}`: {}", answer.location(), answer.text()))
}

/// Parameters as a query.
pub fn query<'a>(pairs: impl Iterator<Item = &'a (&'a str, &'a str)>) -> String {
    let one = |text: &str| -> String {
        let byte = |byte: u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => (byte as char).to_string(),
            other => format!("%{other:02X}"),
        };
        text.bytes().map(byte).collect()
    };
    pairs.map(|(name, value)| format!("{}={}", one(name), one(value))).collect::<Vec<_>>().join("&")
}

/// Gives whatever the pages of a sign-in ask, until there is none.
pub async fn answer_all(
    browser: &Client,
    mut page: Answer,
    name: &str,
    password: &str,
    code: &str,
) -> Answer {
    for _ in 0..6 {
        if page.status != 200 {
            return page;
        }
        let field =
            ["totp", "password", "new_password", "name"].into_iter().find(|name| page.has_field(name));
        let value = match field {
            Some("totp") => code,
            Some("name") => name,
            Some(_) => password,
            None => return page,
        };
        page = browser.submit(&page, &[(field.unwrap_or_default(), value)]).await;
    }
    panic!("a sign-in without end: {}", page.text());
}

/// A browser in which the administrator is signed in.
pub async fn anna(server: &Server, at: &Organisation) -> Client {
    let browser = server.browser("203.0.113.7");
    anna_in(server, at, &browser).await;
    browser
}

/// Signs the administrator in; the code of this moment is used up, so the next moment is waited for.
pub async fn anna_in(server: &Server, at: &Organisation, browser: &Client) {
    let code = server.code(&at.secret);
    crate::on_both::sign_in(browser, "anna@example.org", &at.password, &code).await;
    server.pass(Span::seconds(30));
}

/// What Bram chose.
pub const BRAMS: &str = "a kettle of eleven fish";

/// Somebody without a role, signed in after an invitation.
pub async fn bram(server: &Server, at: &Organisation) -> (Id<User>, Client) {
    let (user, browser, _) = bram_with_app(server, at).await;
    (user, browser)
}

/// The same, with the secret of the authenticator app that the invitation made him connect.
pub async fn bram_with_app(server: &Server, at: &Organisation) -> (Id<User>, Client, String) {
    let new = NewPerson {
        display: "Bram Bakker".to_owned(),
        name: "bram@example.org".to_owned(),
        mail: Some("bram@example.org".to_owned()),
        locale: Some(Locale::En),
    };
    let (user, link) = server.house.add_person(at.tenant, leave(), new, Delivery::Link).await.unwrap();
    let browser = server.browser("203.0.113.20");
    let page = browser.get(&link.address).await;
    let page = browser.submit(&page, &[]).await;
    let page = browser.submit(&page, &[("new_password", BRAMS)]).await;
    let page = browser.submit(&page, &[("way", "totp")]).await;
    let secret = secret_on(&page.body);
    let page = browser.submit(&page, &[("enrol", &server.code(&secret))]).await;
    let another = browser.submit(&page, &[("kept", "yes"), ("go", "on")]).await;
    let done = browser.submit(&another, &[("later", "yes")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(browser.cookie("s").is_some());
    server.pass(Span::seconds(30));
    (user.id, browser, secret)
}

/// The base32 secret in the link that opens an authenticator app.
fn secret_on(body: &str) -> String {
    let at = body.find("secret=").unwrap_or_else(|| panic!("no secret on the page: {body}")) + 7;
    body[at..].chars().take_while(char::is_ascii_alphanumeric).collect()
}
