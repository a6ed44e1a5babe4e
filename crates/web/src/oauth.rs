//! The endpoints of OAuth 2 and OpenID Connect: raw parameters in, what `service` decided out.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, RawQuery, Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, HeaderMap, ORIGIN, PRAGMA, VARY,
    WWW_AUTHENTICATE,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use oauth::{OAuthError, Params, path};
use service::Fault;
use service::openid::{Authorized, SignedOut, TokenFault};

use crate::app::App;
use crate::here::{Here, Place};
use crate::{answer, form, pages, signing_in};

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The routes below an organisation. The issuer's path names it, so that there is no discovery at the root (D2).
pub fn routes() -> Router<App> {
    Router::new()
        .route(path::CONFIGURATION, get(discovery).options(preflight))
        .route("/.well-known/openid-configuration", get(discovery).options(preflight))
        .route(path::KEYS, get(keys).options(preflight))
        .route(path::AUTHORIZE, get(authorize).post(authorize_by_post))
        .route(path::TOKEN, post(token).options(preflight))
        .route(path::INTROSPECT, post(introspect))
        .route(path::REVOKE, post(revoke).options(preflight))
        .route(path::USERINFO, get(userinfo).post(userinfo).options(preflight))
        .route(path::LOGOUT, get(logout).post(logout_by_post))
}

/// RFC 8414 §3.1: the well-known segment stands before the issuer's path.
pub async fn discovery_by_rfc8414(State(app): State<App>, request: Request) -> Response {
    let rest = request.uri().path().trim_start_matches("/.well-known/oauth-authorization-server/");
    let word = rest.strip_suffix("/v2.0").unwrap_or_default();
    let Some(organisation) = app.house.organisation_named(word) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    published(app.house.discovery(organisation.id).await)
}

async fn discovery(State(app): State<App>, place: Place) -> Response {
    if place.root.is_empty() {
        return StatusCode::NOT_FOUND.into_response();
    }
    published(app.house.discovery(place.organisation.id).await)
}

async fn keys(State(app): State<App>, place: Place) -> Response {
    published(app.house.jwks(place.organisation.id).await)
}

/// A document for programs, so that a fault is no page.
fn published(document: Result<Arc<str>, Fault>) -> Response {
    match document {
        Ok(document) => public_json(document),
        Err(fault) => {
            tracing::error!(%fault, "a document could not be published");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn authorize(here: Here, RawQuery(query): RawQuery) -> Response {
    authorized(&here, &query.unwrap_or_default()).await
}

async fn authorize_by_post(State(app): State<App>, request: Request) -> Response {
    match split(app, request).await {
        Ok((here, _, body)) => authorized(&here, &body).await,
        Err(response) => response,
    }
}

async fn authorized(here: &Here, raw: &str) -> Response {
    let Ok(params) = Params::parse(raw) else {
        return pages::refused_request(here, &oauth::Unredirectable::Malformed, None);
    };
    let house = &here.app.house;
    answered(here, house.authorize(here.tenant(), &here.context, here.cookie.as_deref(), &params).await)
}

/// What a request to the authorization endpoint led to, as an answer.
pub fn answered(here: &Here, outcome: Result<Authorized, Fault>) -> Response {
    match outcome {
        Ok(Authorized::Back { landing, remembered }) => {
            signing_in::with_keepsake(here, answer::landing(here, &landing), remembered.as_ref())
        }
        Ok(Authorized::SignIn(progress)) => signing_in::shown(here, progress),
        Ok(Authorized::Refused { why, app }) => pages::refused_request(here, &why, app.as_deref()),
        Err(fault) => answer::fault(here, &fault),
    }
}

/// What an application asks for itself, with its own name and secret.
#[derive(Clone, Copy)]
enum Asked {
    Tokens,
    AboutToken,
    Revocation,
}

async fn token(State(app): State<App>, request: Request) -> Response {
    application(app, request, Asked::Tokens).await
}

async fn introspect(State(app): State<App>, request: Request) -> Response {
    application(app, request, Asked::AboutToken).await
}

async fn revoke(State(app): State<App>, request: Request) -> Response {
    application(app, request, Asked::Revocation).await
}

async fn application(app: App, request: Request, asked: Asked) -> Response {
    let origin = request.headers().get(ORIGIN).cloned();
    let (here, headers, body) = match split(app, request).await {
        Ok(parts) => parts,
        Err(response) => return response,
    };
    let response = match application_answer(&here, &headers, &body, asked).await {
        Ok(response) => response,
        Err(error) => oauth_error(&error),
    };
    // RFC 6749 §5.1
    let response = ([(CACHE_CONTROL, "no-store"), (PRAGMA, "no-cache")], response).into_response();
    readable_by(&here, response, origin.as_ref(), client_id(&body)).await
}

async fn application_answer(
    here: &Here,
    headers: &HeaderMap,
    body: &str,
    asked: Asked,
) -> Result<Response, OAuthError> {
    let malformed = OAuthError::new(oauth::Code::InvalidRequest, "the request cannot be read");
    let params = Params::parse(body).map_err(|_| malformed)?;
    let authorization = single(headers, AUTHORIZATION)?;
    let (house, tenant, context) = (&here.app.house, here.tenant(), &here.context);
    let answer = match asked {
        Asked::Tokens => {
            house.token(tenant, context, &params, authorization).await.map(|tokens| json(&tokens))
        }
        Asked::AboutToken => {
            house.introspect(tenant, context, &params, authorization).await.map(|told| json(&told))
        }
        Asked::Revocation => house
            .revoke(tenant, context, &params, authorization)
            .await
            .map(|()| StatusCode::OK.into_response()),
    };
    match answer {
        Ok(answer) => Ok(answer),
        Err(TokenFault::Protocol(error)) => Err(error),
        Err(TokenFault::Fault(service::Fault::Busy)) => {
            Err(OAuthError::new(oauth::Code::TemporarilyUnavailable, "busy"))
        }
        Err(TokenFault::Fault(fault)) => {
            tracing::error!(%fault, "a request of an application failed");
            Err(OAuthError::server_error())
        }
    }
}

async fn userinfo(here: Here, headers: HeaderMap) -> Response {
    let origin = headers.get(ORIGIN).cloned();
    let authorization = match single(&headers, AUTHORIZATION) {
        Ok(authorization) => authorization,
        Err(error) => return oauth_error(&error),
    };
    let response = match here.app.house.userinfo(here.tenant(), &here.context, authorization).await {
        Ok(Ok(info)) => answer::json(StatusCode::OK, serde_json::to_string(&info).unwrap_or_default()),
        Ok(Err(error)) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::UNAUTHORIZED);
            let body = error.error().map_or_else(String::new, |error| error.body());
            ([(WWW_AUTHENTICATE, error.challenge())], answer::json(status, body)).into_response()
        }
        Err(fault) => answer::fault(&here, &fault),
    };
    // The token is the permission: it cannot be sent by a page that does not hold it.
    match origin {
        Some(_) => with_origin(response, &HeaderValue::from_static("*")),
        None => response,
    }
}

async fn logout(here: Here, RawQuery(query): RawQuery) -> Response {
    ended(&here, &query.unwrap_or_default()).await
}

async fn logout_by_post(State(app): State<App>, request: Request) -> Response {
    match split(app, request).await {
        Ok((here, _, body)) => ended(&here, &body).await,
        Err(response) => response,
    }
}

async fn ended(here: &Here, raw: &str) -> Response {
    let Ok(params) = Params::parse(raw) else { return pages::error(here, StatusCode::BAD_REQUEST) };
    match here.app.house.end_session(here.tenant(), here.cookie.as_deref(), &params).await {
        Ok(SignedOut::Done(back)) => {
            let response = match back {
                Some(back) => answer::redirect(&back),
                None => pages::signed_out(here),
            };
            answer::with_cookie(response, &here.jar.clear_session())
        }
        Ok(SignedOut::Ask(person)) => pages::confirm_sign_out(here, person),
        Ok(SignedOut::Refused(_)) => pages::error(here, StatusCode::BAD_REQUEST),
        Err(fault) => answer::fault(here, &fault),
    }
}

/// A request with a form body that an application or its page sent.
async fn split(app: App, request: Request) -> Result<(Here, HeaderMap, String), Response> {
    let (mut parts, body): (_, Body) = request.into_parts();
    let here = Here::from_request_parts(&mut parts, &app).await?;
    let body = form::raw(&parts.headers, body).await?;
    Ok((here, parts.headers, body))
}

/// A header that may be sent once; twice is an error and never the choice of one.
fn single(headers: &HeaderMap, name: HeaderName) -> Result<Option<&str>, OAuthError> {
    let malformed = || OAuthError::new(oauth::Code::InvalidRequest, "a header is sent twice or is no text");
    let mut values = headers.get_all(name).iter();
    let value = values.next().map(HeaderValue::to_str).transpose().map_err(|_| malformed())?;
    if values.next().is_some() { Err(malformed()) } else { Ok(value) }
}

fn json(answer: &impl serde::Serialize) -> Response {
    answer::json(StatusCode::OK, serde_json::to_string(answer).unwrap_or_default())
}

fn oauth_error(error: &OAuthError) -> Response {
    let status = StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let mut response = answer::json(status, error.body());
    answer::say_when(&mut response);
    match error.challenge() {
        Some(challenge) => ([(WWW_AUTHENTICATE, challenge)], response).into_response(),
        None => response,
    }
}

/// JSON that anybody may read, also from a page elsewhere.
fn public_json(document: Arc<str>) -> Response {
    struct Shared(Arc<str>);
    impl AsRef<[u8]> for Shared {
        fn as_ref(&self) -> &[u8] {
            self.0.as_bytes()
        }
    }

    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "public, max-age=300"),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (RESOURCE_POLICY, "cross-origin"),
    ];
    // Sent from where it is kept: it is the same for everybody.
    (headers, Bytes::from_owner(Shared(document))).into_response()
}

/// The token endpoint's answer, readable by a page of an origin that the application is registered with (attack 75).
async fn readable_by(
    here: &Here,
    response: Response,
    origin: Option<&HeaderValue>,
    client: Option<model::Id<model::AppId>>,
) -> Response {
    let (Some(origin), Some(client)) = (origin, client) else { return response };
    let Ok(text) = origin.to_str() else { return response };
    match here.app.house.is_origin(here.tenant(), client, text).await {
        Ok(true) => with_origin(response, origin),
        _ => response,
    }
}

fn client_id(body: &str) -> Option<model::Id<model::AppId>> {
    Params::parse(body).ok()?.value("client_id").ok()??.parse().ok()
}

fn with_origin(mut response: Response, origin: &HeaderValue) -> Response {
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    headers.insert(VARY, HeaderValue::from_static("origin"));
    response
}

/// Whether a page elsewhere may ask is decided by the answer itself; the preflight names what it may send.
async fn preflight() -> Response {
    let headers = [
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type"),
        (ACCESS_CONTROL_MAX_AGE, "86400"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}
