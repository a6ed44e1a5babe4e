use std::fmt;

use model::{AppId, Id, Locale, MAX_TYPED, Span, plain_text};
use serde::{Deserialize, Serialize};

use crate::claims::{self, ClaimsRequest};
use crate::error::{Code, OAuthError, invalid_request};
use crate::response::{self, ErrorRedirect, Landing, ResponseMode};
use crate::{Acr, Challenge, Client, Params, RedirectUri, ScopeSet};

/// The longest `state` that is given back.
const MAX_STATE: usize = 4_096;
/// The longest `nonce`: it is copied into the ID token.
const MAX_NONCE: usize = 512;
/// How much of what was sent is kept for the administrator to compare.
const MAX_SHOWN: usize = 300;

/// What an application asked, parsed once (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1). It travels sealed through
/// the sign-in, so whoever holds one may trust it.
///
/// What an application says about the sign-in can only ask for more: nothing in a request lowers a demand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizeRequest {
    /// Who asks.
    pub client: Id<AppId>,
    /// Where the answer goes: registered, and as it was sent.
    pub redirect_uri: RedirectUri,
    /// What is asked for, without what we do not know; never empty.
    pub scopes: ScopeSet,
    /// How the answer travels.
    #[serde(default, skip_serializing_if = "is_query")]
    pub mode: ResponseMode,
    /// Given back as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Put into the ID token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// What the code can be redeemed with.
    pub challenge: Challenge,
    /// What may or must be shown.
    pub prompt: Prompt,
    /// The sign-in may be at most this old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age: Option<Span>,
    /// The contexts asked for, best first; those we do not know are dropped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acr_values: Vec<Acr>,
    /// What it asks of tokens beside its scopes.
    #[serde(default, skip_serializing_if = "ClaimsRequest::is_empty")]
    pub claims: ClaimsRequest,
    /// The name to fill in on the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login_hint: Option<String>,
    /// The language to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// The only `sub` that may answer: set by the caller from a verified `id_token_hint`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_subject: Option<String>,
}

/// What the application wants shown (OpenID Connect Core §3.1.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prompt {
    /// Whatever is needed.
    WhenNeeded,
    /// Nothing: answer at once or with an error.
    None,
    /// Every proof again, also in a running session.
    Login,
    /// The choice of account, then whatever is needed.
    SelectAccount,
    /// The choice of account, then every proof again.
    SelectAccountAndLogin,
}

impl Prompt {
    /// True when the account is to be chosen.
    pub const fn selects(self) -> bool {
        matches!(self, Self::SelectAccount | Self::SelectAccountAndLogin)
    }

    /// True when every proof is to be given again.
    pub const fn wants_login(self) -> bool {
        matches!(self, Self::Login | Self::SelectAccountAndLogin)
    }

    /// What is left once the account is chosen.
    #[must_use]
    pub const fn once_selected(self) -> Self {
        match self {
            Self::SelectAccount => Self::WhenNeeded,
            Self::SelectAccountAndLogin => Self::Login,
            Self::WhenNeeded | Self::None | Self::Login => self,
        }
    }
}

/// Why a request was not accepted, and who is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// There is no address to trust: the person sees a page.
    Unredirectable(Unredirectable),
    /// The application is told at its own registered address.
    Redirectable(ErrorRedirect),
}

/// Why nobody can be sent back: for the page, and for the administrator to compare with what is registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unredirectable {
    /// Too large, or not form-encoded.
    Malformed,
    /// No `client_id`, two of them, or one that is no id.
    ClientId {
        /// What was sent, cut to 300 characters.
        sent: String,
    },
    /// Nobody registered it; made by the caller.
    UnknownClient {
        /// What was asked for.
        client: Id<AppId>,
    },
    /// No `redirect_uri`, two of them, or none of the registered ones.
    RedirectUri {
        /// What was sent, cut to 300 characters.
        sent: String,
    },
}

impl AuthorizeRequest {
    /// Who asks: the first thing to read, because the rest is judged by what that application registered.
    pub fn client_id(params: &Params) -> Result<Id<AppId>, Unredirectable> {
        let sent = sent(params, "client_id");
        sent.parse().map_err(|_| Unredirectable::ClientId { sent })
    }

    /// Reads the request of the client that [`AuthorizeRequest::client_id`] named.
    pub fn parse(params: &Params, client: &Client) -> Result<Self, Refused> {
        let redirect_uri = match params.value("redirect_uri") {
            Ok(Some(sent)) => client.redirect(sent),
            Ok(None) | Err(_) => None,
        };
        let Some(redirect_uri) = redirect_uri else {
            let sent = sent(params, "redirect_uri");
            return Err(Refused::Unredirectable(Unredirectable::RedirectUri { sent }));
        };
        Self::read(params, client, redirect_uri.clone()).map_err(|error| {
            let state = params.value("state").ok().flatten().filter(|state| state.len() <= MAX_STATE);
            // A mode that cannot be read is none that an error could travel by.
            let mode = mode(params).unwrap_or_default();
            Refused::Redirectable(ErrorRedirect {
                redirect_uri,
                mode,
                state: state.map(str::to_owned),
                error,
            })
        })
    }

    /// The `id_token_hint`, for the caller to verify and put into `expected_subject`.
    pub fn id_token_hint(params: &Params) -> Option<&str> {
        params.value("id_token_hint").ok().flatten()
    }

    /// Where the browser is sent with a code for the application (RFC 6749 §4.1.2, RFC 9207).
    pub fn success(&self, issuer: &str, code: &str) -> Landing {
        response::success((&self.redirect_uri, self.mode), self.state.as_deref(), issuer, code)
    }

    /// What tells the application why there is no code.
    pub fn failure(&self, error: OAuthError) -> ErrorRedirect {
        ErrorRedirect {
            redirect_uri: self.redirect_uri.clone(),
            mode: self.mode,
            state: self.state.clone(),
            error,
        }
    }

    fn read(params: &Params, client: &Client, redirect_uri: RedirectUri) -> Result<Self, OAuthError> {
        params.each_once()?;
        refuse_request_objects(params)?;
        check_response(params)?;
        let asked = claims::parse(params.value("claims")?)?;
        Ok(Self {
            client: client.app_id,
            redirect_uri,
            scopes: scopes(params)?,
            mode: mode(params)?,
            state: bounded(params, "state", MAX_STATE)?,
            nonce: bounded(params, "nonce", MAX_NONCE)?,
            challenge: challenge(params)?,
            prompt: prompt(params)?,
            max_age: max_age(params)?,
            acr_values: wishes(asked.wished_acr, params.value("acr_values")?),
            claims: asked.kept,
            login_hint: params.value("login_hint")?.and_then(|hint| plain_text(hint, MAX_TYPED)),
            locale: params
                .value("ui_locales")?
                .and_then(|tags| tags.split(' ').take(16).find_map(Locale::from_tag)),
            expected_subject: asked.subject,
        })
    }
}

/// What `claims` wishes for comes before `acr_values`, and what stands in both counts once.
fn wishes(mut wished: Vec<Acr>, acr_values: Option<&str>) -> Vec<Acr> {
    for acr in acr_values.map(Acr::parse_list).unwrap_or_default() {
        if !wished.contains(&acr) {
            wished.push(acr);
        }
    }
    wished
}

/// OpenID Connect Core §3.1.2.6 has a code for each.
fn refuse_request_objects(params: &Params) -> Result<(), OAuthError> {
    let not = |code, description| Err(OAuthError::new(code, description));
    if params.has("request") {
        return not(Code::RequestNotSupported, "request objects are not offered");
    }
    if params.has("request_uri") {
        return not(Code::RequestUriNotSupported, "request objects by reference are not offered");
    }
    if params.has("registration") {
        return not(Code::RegistrationNotSupported, "registration in a request is not offered");
    }
    Ok(())
}

fn check_response(params: &Params) -> Result<(), OAuthError> {
    match params.value("response_type")? {
        Some("code") => {}
        None => return Err(invalid_request("response_type is missing")),
        Some(_) => {
            return Err(OAuthError::new(Code::UnsupportedResponseType, "only response_type code is offered"));
        }
    }
    Ok(())
}

/// OAuth 2.0 Multiple Response Types §2.1: the query is the default for codes.
fn mode(params: &Params) -> Result<ResponseMode, OAuthError> {
    match params.value("response_mode")? {
        None => Ok(ResponseMode::Query),
        Some(word) => ResponseMode::from_word(word)
            .ok_or(invalid_request("only response_mode query, fragment and form_post are offered")),
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_query(mode: &ResponseMode) -> bool {
    *mode == ResponseMode::Query
}

fn scopes(params: &Params) -> Result<ScopeSet, OAuthError> {
    let scopes = params.value("scope")?.map(ScopeSet::parse).unwrap_or_default();
    if scopes.is_empty() {
        return Err(OAuthError::new(
            Code::InvalidScope,
            "no scope that is known here was asked; begin with openid",
        ));
    }
    Ok(scopes)
}

fn bounded(params: &Params, name: &str, max: usize) -> Result<Option<String>, OAuthError> {
    match params.value(name)? {
        Some(value) if value.len() > max => Err(invalid_request("state or nonce is too long")),
        value => Ok(value.map(str::to_owned)),
    }
}

/// RFC 9700 §2.1.1: PKCE for everyone. An absent method would mean `plain` (RFC 7636 §4.3), so it is refused too.
fn challenge(params: &Params) -> Result<Challenge, OAuthError> {
    let Some(text) = params.value("code_challenge")? else {
        return Err(invalid_request("code_challenge is missing; PKCE is required"));
    };
    if params.value("code_challenge_method")? != Some("S256") {
        return Err(invalid_request("code_challenge_method must be S256"));
    }
    Challenge::parse(text).ok_or(invalid_request("code_challenge is not the base64url of a SHA-256"))
}

fn prompt(params: &Params) -> Result<Prompt, OAuthError> {
    let words: Vec<&str> =
        params.value("prompt")?.unwrap_or("").split(' ').filter(|word| !word.is_empty()).collect();
    if words.iter().any(|word| !matches!(*word, "none" | "login" | "select_account" | "consent")) {
        return Err(invalid_request("prompt holds a value that is not offered"));
    }
    if words.contains(&"none") {
        let alone = words.len() == 1;
        return if alone { Ok(Prompt::None) } else { Err(invalid_request("prompt none stands alone")) };
    }
    // `consent` asks for a page that does not exist: what an application may have is decided by administrators.
    Ok(match (words.contains(&"select_account"), words.contains(&"login")) {
        (true, true) => Prompt::SelectAccountAndLogin,
        (true, false) => Prompt::SelectAccount,
        (false, true) => Prompt::Login,
        (false, false) => Prompt::WhenNeeded,
    })
}

fn max_age(params: &Params) -> Result<Option<Span>, OAuthError> {
    let Some(text) = params.value("max_age")? else { return Ok(None) };
    // Ten digits are three centuries and cannot overflow; `parse` alone would take `+5`.
    if text.len() > 10 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(invalid_request("max_age is not a number of seconds"));
    }
    let seconds = text.parse().map_err(|_| invalid_request("max_age is not a number of seconds"))?;
    Ok(Some(Span::seconds(seconds)))
}

fn sent(params: &Params, name: &str) -> String {
    match params.value(name) {
        Ok(value) => value.unwrap_or("").chars().take(MAX_SHOWN).collect(),
        Err(_) => format!("{name} (sent more than once)"),
    }
}

impl Unredirectable {
    /// The word that the list of refusals keeps.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::ClientId { .. } => "client_id",
            Self::UnknownClient { .. } => "unknown_client",
            Self::RedirectUri { .. } => "redirect_uri",
        }
    }

    /// What was sent, cut to 300 characters.
    pub fn sent(&self) -> String {
        match self {
            Self::Malformed => String::new(),
            Self::ClientId { sent } | Self::RedirectUri { sent } => sent.clone(),
            Self::UnknownClient { client } => client.to_string(),
        }
    }
}

impl fmt::Display for Unredirectable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("the request is too large or is not form-encoded"),
            Self::ClientId { sent } => write!(f, "client_id `{sent}` is not an id"),
            Self::UnknownClient { client } => write!(f, "application `{client}` is not registered"),
            Self::RedirectUri { sent } => write!(f, "redirect_uri `{sent}` is not registered"),
        }
    }
}
impl std::error::Error for Unredirectable {}

#[cfg(test)]
mod tests;
