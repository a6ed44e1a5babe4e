//! What is done over and over: a page, a whole sign-in, a refresh, a code in a session.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::Outcome;
use crate::codes;
use crate::load::Work;
use crate::seed::{DOMAIN, PASSWORD, RETURN, SECRET, login};
use crate::wire::{Reply, Wire};

const VERIFIER: &str = "a-verifier-that-is-long-enough-for-rfc-7636-to-accept";

/// Gets one address.
pub(crate) struct Get(pub(crate) String);

impl Work for Get {
    type State = Vec<u8>;

    async fn begin(&self, wire: &mut Wire) -> Outcome<Vec<u8>> {
        let request = wire.get(&self.0, "");
        let reply = wire.send(&request).await?;
        expect(&reply, 200)?;
        Ok(request)
    }

    async fn round(&self, wire: &mut Wire, request: &mut Vec<u8>) -> Outcome<()> {
        expect(&wire.send(request).await?, 200)
    }
}

/// Hands out people, each once: a code of an app is good once in its thirty seconds.
#[derive(Clone)]
pub(crate) struct People {
    next: Arc<AtomicUsize>,
    all: usize,
}

impl People {
    /// So many of them.
    pub(crate) fn new(all: usize) -> Self {
        Self::after(0, all)
    }

    /// All but the first.
    pub(crate) fn after(first: usize, all: usize) -> Self {
        Self { next: Arc::new(AtomicUsize::new(first)), all }
    }

    /// The name of the next one.
    pub(crate) fn next(&self) -> Outcome<String> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        if number < self.all { Ok(login(number)) } else { Err("everybody has signed in".into()) }
    }
}

/// Name, password, code, redirect; each time as somebody else in a new browser.
pub(crate) struct SignIn(pub(crate) People);

impl Work for SignIn {
    type State = ();

    async fn begin(&self, _: &mut Wire) -> Outcome<()> {
        Ok(())
    }

    async fn round(&self, wire: &mut Wire, (): &mut ()) -> Outcome<()> {
        let location = sign_in(wire, "/sign-in", &self.0.next()?).await?.location;
        if location == "/my" { Ok(()) } else { Err(format!("a sign-in led to {location}").into()) }
    }
}

/// Where a sign-in led, and the cookies of its browser.
pub(crate) struct SignedIn {
    location: String,
    pub(crate) jar: String,
}

/// Signs in by password and code in a new browser.
pub(crate) async fn sign_in(wire: &mut Wire, from: &str, name: &str) -> Outcome<SignedIn> {
    let mut jar = String::new();
    let request = wire.get(from, "");
    let reply = wire.send(&request).await?;
    expect(&reply, 200)?;
    reply.keep_cookies(&mut jar);
    let mut ticket = reply.ticket().ok_or("no ticket on the first page")?;
    let code = codes::totp(&SECRET);
    // The form is at the organisation that the first address named.
    let action =
        if from.starts_with("/sign-in") { "/sign-in".to_owned() } else { format!("/{DOMAIN}/sign-in") };
    for (field, value) in [("name", name), ("password", PASSWORD)] {
        let request = wire.post(&action, &jar, &format!("t={ticket}&{field}={value}"));
        let reply = wire.send(&request).await?;
        expect(&reply, 200)?;
        reply.keep_cookies(&mut jar);
        ticket = reply.ticket().ok_or_else(|| format!("no ticket after the {field}"))?;
    }
    let request = wire.post(&action, &jar, &format!("t={ticket}&totp={code}"));
    let reply = wire.send(&request).await?;
    expect(&reply, 303)?;
    reply.keep_cookies(&mut jar);
    Ok(SignedIn { location: reply.header("location").unwrap_or_default().to_owned(), jar })
}

/// The address at which the application asks for a code.
fn authorize(client: &str) -> String {
    let challenge = codes::challenge(VERIFIER);
    format!(
        "/{DOMAIN}/oauth2/v2.0/authorize?client_id={client}&response_type=code&redirect_uri={RETURN}\
         &scope=openid%20offline_access&state=s&code_challenge={challenge}&code_challenge_method=S256"
    )
}

/// Each connection is a browser with a session, which the application sends for a code again and again; the answer is a
/// page that sends itself.
pub(crate) struct FormPost {
    /// Who signs in for the sessions.
    pub(crate) people: People,
    /// The application.
    pub(crate) client: String,
}

impl Work for FormPost {
    type State = Vec<u8>;

    async fn begin(&self, wire: &mut Wire) -> Outcome<Vec<u8>> {
        let jar = sign_in(wire, "/sign-in", &self.people.next()?).await?.jar;
        Ok(wire.get(&format!("{}&response_mode=form_post", authorize(&self.client)), &jar))
    }

    async fn round(&self, wire: &mut Wire, request: &mut Vec<u8>) -> Outcome<()> {
        let reply = wire.send(request).await?;
        expect(&reply, 200)?;
        if reply.body.contains("name=\"code\"") { Ok(()) } else { Err("a page without a code".into()) }
    }
}

/// Each connection rotates a grant of its own.
pub(crate) struct RefreshGrant {
    /// Who signs in for the grants.
    pub(crate) people: People,
    /// The application.
    pub(crate) client: String,
}

impl Work for RefreshGrant {
    type State = String;

    async fn begin(&self, wire: &mut Wire) -> Outcome<String> {
        let client = &self.client;
        let location = sign_in(wire, &authorize(client), &self.people.next()?).await?.location;
        let code = location.split(['?', '&']).find_map(|pair| pair.strip_prefix("code="));
        let code = code.ok_or_else(|| format!("no code in {location}"))?;
        let body = format!(
            "grant_type=authorization_code&client_id={client}&code={code}&redirect_uri={RETURN}\
             &code_verifier={VERIFIER}"
        );
        token(wire, &body).await
    }

    async fn round(&self, wire: &mut Wire, refresh: &mut String) -> Outcome<()> {
        let body = format!("grant_type=refresh_token&client_id={}&refresh_token={refresh}", self.client);
        *refresh = token(wire, &body).await?;
        Ok(())
    }
}

/// Asks the token endpoint; the refresh token of its answer.
async fn token(wire: &mut Wire, body: &str) -> Outcome<String> {
    let request = wire.post(&format!("/{DOMAIN}/oauth2/v2.0/token"), "", body);
    let reply = wire.send(&request).await?;
    expect(&reply, 200)?;
    let rest = reply.body.split_once("\"refresh_token\":\"").ok_or("no refresh token")?.1;
    Ok(rest.split('"').next().unwrap_or_default().to_owned())
}

/// Fails when an answer has another status.
pub(crate) fn expect(reply: &Reply<'_>, status: u16) -> Outcome<()> {
    if reply.status == status {
        return Ok(());
    }
    Err(format!("{} in the place of {status}:\n{}", reply.status, reply.body).into())
}
