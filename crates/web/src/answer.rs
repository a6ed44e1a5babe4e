//! Answers: pages, redirects, and every error as a page or JSON in one place.

use askama::Template;
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, RETRY_AFTER, SET_COOKIE,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use oauth::Landing;
use service::Fault;

use crate::app::{App, HostName};
use crate::headers::form_post_policy;
use crate::here::Here;
use crate::pages;
use crate::screens::door::{Chrome, FormPost, Switch};

/// A rendered page.
#[derive(Debug)]
pub struct Page {
    html: String,
    status: StatusCode,
    policy: Option<HeaderValue>,
}

impl Page {
    /// Renders a screen. A template of ours fails only when memory does.
    pub fn of(screen: &impl Template) -> Self {
        let html = screen.render().unwrap_or_default();
        Self { html, status: StatusCode::OK, policy: None }
    }

    /// The same with another status.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same with another content security policy.
    #[must_use]
    pub fn with_policy(mut self, policy: HeaderValue) -> Self {
        self.policy = Some(policy);
        self
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        // Never compressed: a page carries a form token (BREACH, S11).
        let mut response = (self.status, self.html).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(policy) = self.policy {
            headers.insert(CONTENT_SECURITY_POLICY, policy);
        }
        response
    }
}

/// Sends a browser on by GET after a form, or from a request of an application.
pub fn redirect(location: &str) -> Response {
    match HeaderValue::from_str(location) {
        Ok(location) => (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Sends a browser to where a sign-in leads: a path of ours, or an application with its answer.
pub fn landing(here: &Here, landing: &Landing) -> Response {
    match landing {
        Landing::Redirect(path) if path.starts_with('/') => redirect(&here.to(path)),
        Landing::Redirect(location) => redirect(location),
        Landing::Post { to, fields } => {
            let screen = FormPost {
                chrome: Chrome {
                    action: to.as_str().to_owned(),
                    ..pages::chrome(here, "", String::new(), Switch::None)
                },
                fields: fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            };
            // Only there, and nowhere else: the page carries a code.
            let policy = to.form_action_source().map(|source| form_post_policy(&source));
            match policy {
                Some(policy) => here.with_browser(Page::of(&screen).with_policy(policy).into_response()),
                None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            }
        }
    }
}

/// An answer with one more cookie.
pub fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// What a use case could not do, as a page. What is ours to mend is logged here, once.
pub fn fault(here: &Here, fault: &Fault) -> Response {
    let status = match fault {
        Fault::NotFound => StatusCode::NOT_FOUND,
        Fault::Denied | Fault::Unconfirmed => StatusCode::FORBIDDEN,
        Fault::Invalid(_) | Fault::Conflict(_) => StatusCode::BAD_REQUEST,
        Fault::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Fault::Stale | Fault::Database(_) => {
            tracing::error!(%fault, "a request failed");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    let mut response = pages::error(here, status);
    say_when(&mut response);
    response
}

/// Says when to come back to an answer that is given while too much waits (RFC 9110 §10.2.3): the queues that are full
/// then are empty in seconds.
pub fn say_when(response: &mut Response) {
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    }
}

/// The host is none of the configured names. Where there is one organisation, it is said where that is; who typed another
/// name of this machine is led there.
pub fn misdirected(app: &App, host: &HostName, request: &Request) -> Response {
    let organisations = app.house.organisations();
    let [only] = organisations.as_slice() else { return pages::wrong_address(request.headers(), None) };
    let address = &only.public_address;
    let port = app.network.port;
    let is_this_machine =
        host.is_loopback(port) && HostName::in_address(address).is_some_and(|own| own.is_loopback(port));
    match request.uri().path_and_query() {
        Some(path) if is_this_machine && matches!(*request.method(), Method::GET | Method::HEAD) => {
            redirect(&format!("{address}{path}"))
        }
        _ => pages::wrong_address(request.headers(), Some(address.clone())),
    }
}

/// There is no organisation yet.
pub fn not_set_up(headers: &HeaderMap) -> Response {
    pages::not_set_up(headers)
}

/// JSON that nobody may keep.
pub fn json(status: StatusCode, body: String) -> Response {
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
    (status, headers, body).into_response()
}
