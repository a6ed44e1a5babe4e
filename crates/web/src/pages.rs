//! Door pages that more than one handler shows: errors, sign-out, a request that nobody can be sent back with.

use axum::http::header::HeaderMap;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use model::{LocalPath, Locale};
use oauth::Unredirectable;

use crate::answer::Page;
use crate::here::{self, Here};
use crate::screens::door::{
    AppError, Chrome, Disagreement, Failure, FailureKind, SetUpLink, SignOut, SignedOut, Switch, WhyShut,
};

/// What surrounds a door page at an organisation; `action` is where its form goes.
pub fn chrome(here: &Here, action: &str, token: String, switch: Switch) -> Chrome {
    let locale = here.context.locale;
    Chrome {
        locale,
        texts: text::of(locale),
        root: here.root.clone(),
        organisation: here.organisation.name.clone(),
        action: here.to(action),
        token,
        switch,
        is_confirming: false,
    }
}

/// How a page that a GET shows is shown in the other language.
pub fn switch(here: &Here) -> Switch {
    in_other_language(here.context.locale, &here.root, &here.path)
}

/// The same, before there is an organisation.
pub fn other_language(locale: Locale, uri: &Uri) -> Switch {
    in_other_language(locale, "", uri.path_and_query().map_or("/", |path| path.as_str()))
}

fn in_other_language(locale: Locale, root: &str, path: &str) -> Switch {
    let other = if locale == Locale::En { Locale::Nl } else { Locale::En };
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let kept: Vec<&str> =
        query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
    let lang = format!("lang={}", other.tag());
    let pairs: Vec<&str> = kept.into_iter().chain([lang.as_str()]).collect();
    // `//evil.example/x` is a path that this host is asked for, and another host in a link.
    LocalPath::new(&format!("{root}{path}?{}", pairs.join("&")))
        .map_or(Switch::None, |path| Switch::Link(path.to_string()))
}

/// An error page at an organisation.
pub fn error(here: &Here, status: StatusCode) -> Response {
    let screen = Failure {
        chrome: chrome(here, "", String::new(), switch(here)),
        kind: kind(status),
        contact: Some(here.organisation.help_contact.clone()),
        code: None,
        instead: None,
    };
    Page::of(&screen).with_status(status).into_response()
}

/// A request for a host that is nobody's here; `instead` is the address of the one organisation that there is.
pub fn wrong_address(headers: &HeaderMap, instead: Option<String>) -> Response {
    let locale = here::locale(headers, &Uri::from_static("/"), Locale::En);
    let screen = Failure {
        chrome: bare_chrome(locale, "", String::new()),
        kind: FailureKind::Misdirected,
        contact: None,
        code: None,
        instead,
    };
    Page::of(&screen).with_status(StatusCode::MISDIRECTED_REQUEST).into_response()
}

/// What is said before set-up wherever set-up is not.
pub fn not_set_up(headers: &HeaderMap) -> Response {
    let locale = here::locale(headers, &Uri::from_static("/"), Locale::En);
    let screen = SetUpLink { chrome: bare_chrome(locale, "", String::new()), why: WhyShut::NotYet };
    Page::of(&screen).with_status(StatusCode::NOT_FOUND).into_response()
}

/// What surrounds a page before there is an organisation.
pub fn bare_chrome(locale: Locale, action: &str, token: String) -> Chrome {
    Chrome {
        locale,
        texts: text::of(locale),
        root: String::new(),
        organisation: "Sluis".to_owned(),
        action: action.to_owned(),
        token,
        switch: Switch::None,
        is_confirming: false,
    }
}

/// A request of an application that cannot be answered by a redirect: what was sent, beside what is registered.
pub fn refused_request(here: &Here, why: &Unredirectable, app: Option<&service::App>) -> Response {
    let what = match (why, app) {
        (Unredirectable::Malformed, _) => Disagreement::Malformed,
        (Unredirectable::RedirectUri { sent }, Some(app)) => Disagreement::Address {
            app: app.name.clone(),
            sent: sent.clone(),
            registered: app.redirect_uris.clone(),
        },
        (other, _) => Disagreement::Client { sent: other.sent() },
    };
    let screen = AppError { chrome: chrome(here, "", String::new(), Switch::None), what, code: None };
    Page::of(&screen).with_status(StatusCode::BAD_REQUEST).into_response()
}

/// The page after signing out.
pub fn signed_out(here: &Here) -> Response {
    let screen = SignedOut {
        chrome: chrome(here, "", String::new(), Switch::None),
        again: here.to("/my"),
        back: None,
    };
    Page::of(&screen).into_response()
}

/// The page that asks before signing out: whoever sent the browser here showed nothing that only the application
/// has. The way back is registered, but the person is not sent there without asking.
pub fn confirm_sign_out(here: &Here, person: String) -> Response {
    let screen =
        SignOut { chrome: chrome(here, "/sign-out", String::new(), switch(here)), person, app: None };
    Page::of(&screen).into_response()
}

const fn kind(status: StatusCode) -> FailureKind {
    match status {
        StatusCode::FORBIDDEN => FailureKind::Forbidden,
        StatusCode::NOT_FOUND => FailureKind::NotFound,
        StatusCode::INTERNAL_SERVER_ERROR | StatusCode::SERVICE_UNAVAILABLE => FailureKind::Server,
        _ => FailureKind::BadRequest,
    }
}
