use std::fmt::Write;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use serde::Deserialize;
use serde_json::Value;

use super::made::challenge;
use crate::fetch::{self, Question};
use crate::{clock, random};

/// An application's side of OpenID Connect, from the discovery document on: what any library does, in few lines.
pub(super) struct Client {
    /// The issuer, as its administrator copied it.
    pub(super) issuer: String,
    /// Its client id.
    pub(super) id: String,
    /// Its secret.
    pub(super) secret: String,
    /// Where the answer comes.
    pub(super) redirect_uri: String,
}

/// A sign-in that is under way, kept until its answer comes.
pub(super) struct Begun {
    /// What the answer must repeat.
    pub(super) state: String,
    /// Where the browser goes.
    pub(super) location: String,
    nonce: String,
    verifier: String,
}

/// Somebody who signed in.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// What the ID token says.
    pub(super) claims: Value,
    /// The ID token, which signs out again.
    pub(super) id_token: String,
}

/// What the discovery document says, as far as it is used here.
#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    end_session_endpoint: String,
}

/// Why somebody is not signed in, for whoever looks at the page.
pub(super) type Failure = String;

impl Client {
    /// Begins a sign-in.
    pub(super) async fn begin(&self) -> Result<Begun, Failure> {
        let discovery = self.discovery().await?;
        let (state, nonce, verifier) = (word(), word(), word());
        let location = format!(
            "{}?{}",
            discovery.authorization_endpoint,
            form(&[
                ("response_type", "code"),
                ("client_id", &self.id),
                ("redirect_uri", &self.redirect_uri),
                ("scope", "openid profile email"),
                ("state", &state),
                ("nonce", &nonce),
                ("code_challenge", &challenge(&verifier)),
                ("code_challenge_method", "S256"),
            ])
        );
        Ok(Begun { state, location, nonce, verifier })
    }

    /// Redeems the code of an answer and checks who it is.
    pub(super) async fn finish(&self, begun: &Begun, code: &str) -> Result<Told, Failure> {
        let discovery = self.discovery().await?;
        let basic = BASE64.encode(format!("{}:{}", escaped(&self.id), escaped(&self.secret)).as_bytes());
        let question = Question {
            form: Some(form(&[
                ("grant_type", "authorization_code"),
                ("code", code),
                ("redirect_uri", &self.redirect_uri),
                ("code_verifier", &begun.verifier),
            ])),
            authorization: Some(format!("Basic {basic}")),
        };
        let answer = json(&discovery.token_endpoint, question).await?;
        let id_token =
            answer["id_token"].as_str().ok_or_else(|| format!("no ID token: {answer}"))?.to_owned();
        let claims = self.claims(&discovery, &id_token, &begun.nonce).await?;
        Ok(Told { claims, id_token })
    }

    /// Where the browser goes to sign out of everything, and comes back from.
    pub(super) async fn end(&self, told: &Told, back: &str) -> Result<String, Failure> {
        let discovery = self.discovery().await?;
        let query = form(&[("id_token_hint", &told.id_token), ("post_logout_redirect_uri", back)]);
        Ok(format!("{}?{query}", discovery.end_session_endpoint))
    }

    async fn discovery(&self) -> Result<Discovery, Failure> {
        let address = format!("{}/.well-known/openid-configuration", self.issuer);
        let found = json(&address, Question::default()).await?;
        let discovery: Discovery = serde_json::from_value(found).map_err(|error| error.to_string())?;
        // OpenID Connect Discovery 1.0 §4.3.
        if discovery.issuer == self.issuer { Ok(discovery) } else { Err("it is another issuer".to_owned()) }
    }

    /// OpenID Connect Core 1.0 §3.1.3.7.
    async fn claims(&self, discovery: &Discovery, token: &str, nonce: &str) -> Result<Value, Failure> {
        let part = |number| -> Option<Vec<u8>> {
            BASE64URL_NOPAD.decode(token.split('.').nth(number)?.as_bytes()).ok()
        };
        let read = |number| -> Option<Value> { serde_json::from_slice(&part(number)?).ok() };
        let (Some(header), Some(claims), Some(signature)) = (read(0), read(1), part(2)) else {
            return Err("the ID token is none".to_owned());
        };
        let keys = json(&discovery.jwks_uri, Question::default()).await?;
        let key = keys["keys"].as_array().into_iter().flatten().find(|key| key["kid"] == header["kid"]);
        let point = key.and_then(point).filter(|_| header["alg"] == "ES256");
        let point = point.ok_or("the ID token is signed with a key that nobody published")?;
        let signed = token.rsplit_once('.').map_or("", |(signed, _)| signed);
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &point)
            .verify(signed.as_bytes(), &signature)
            .map_err(|_| "the signature of the ID token is wrong")?;
        let good = claims["iss"] == self.issuer.as_str()
            && claims["aud"] == self.id.as_str()
            && claims["nonce"] == nonce
            && claims["exp"].as_i64().is_some_and(|end| end > clock::now().as_secs());
        if good { Ok(claims) } else { Err("the ID token is for somebody else, or too old".to_owned()) }
    }
}

/// The point of a key, uncompressed (SEC 1 §2.3.3).
fn point(key: &Value) -> Option<Vec<u8>> {
    let coordinate = |name: &str| BASE64URL_NOPAD.decode(key[name].as_str()?.as_bytes()).ok();
    let mut point = vec![4];
    point.extend(coordinate("x")?);
    point.extend(coordinate("y")?);
    Some(point)
}

async fn json(address: &str, question: Question) -> Result<Value, Failure> {
    let answer = fetch::ask(address, question).await.map_err(|error| format!("{address}: {error}"))?;
    if !answer.status.is_success() {
        return Err(format!("{address}: {}: {}", answer.status, String::from_utf8_lossy(&answer.body)));
    }
    serde_json::from_slice(&answer.body).map_err(|error| format!("{address}: {error}"))
}

/// Something that cannot be guessed.
fn word() -> String {
    let mut bytes = [0; 32];
    random::fill(&mut bytes);
    BASE64URL_NOPAD.encode(&bytes)
}

fn form(fields: &[(&str, &str)]) -> String {
    fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect::<Vec<_>>().join("&")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
