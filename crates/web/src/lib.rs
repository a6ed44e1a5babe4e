//! The pages and protocol endpoints over HTTP.
//!
//! A handler parses, calls one verb of `service`, and shows the answer. What it is not: a place that decides, or that
//! knows SQL. Begin with [`router`], then `here.rs` (where a request is) and `guard.rs` (the gate before our pages).
//! A new page is a screen under `screens/`, a template, a handler, and a line in its `routes()`.

mod admin;
mod agent;
mod answer;
mod app;
pub mod assets;
mod book;
pub mod client_address;
mod confirm;
mod cookies;
mod demo;
mod door;
mod form;
mod guard;
mod headers;
mod here;
mod my;
mod oauth;
mod pages;
mod peer;
mod reach;
pub mod screens;
mod set_up;
mod signing_in;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tracing::Instrument;

pub use app::{App, NetworkConfig};
pub use peer::Peer;

/// Everything that Sluis answers. The address of the other end comes as [`Peer`], or as axum's `ConnectInfo`.
pub fn router(app: App) -> Router {
    let inside = Router::new()
        .merge(part(door::routes(), "sign_in"))
        .merge(part(signing_in::routes(), "sign_in"))
        .merge(part(set_up::routes(), "set_up"))
        .merge(part(oauth::routes(), "openid"))
        .merge(part(admin::routes(), "admin"))
        .merge(part(my::routes(), "my"))
        .merge(part(confirm::routes(), "sign_in"))
        .route("/.well-known/oauth-authorization-server/{*rest}", get(oauth::discovery_by_rfc8414))
        .route("/static/{file}", get(assets::serve))
        .route("/reach/{ticket}", get(reach::answer))
        .route("/healthz", get(healthy))
        .route("/readyz", get(ready))
        .fallback(nothing)
        .with_state(app.clone());
    // The first segment may name an organisation: it is taken off before routes are looked at, so the layer that
    // does it stands around a router that routes nothing itself.
    let is_demo = app.house.is_demo();
    let all = Router::new().fallback_service(inside).layer(from_fn_with_state(app.clone(), around));
    let all = if is_demo { all.layer(map_response(demo::say_so)) } else { all };
    caught(all, app)
}

/// A bug of ours ends one request, not the connection: this stands outside everything.
fn caught(all: Router, app: App) -> Router {
    all.layer(CatchPanicLayer::custom(move |_: Box<dyn std::any::Any + Send>| {
        let id = app.house.request_id();
        // What it panicked with may quote what was sent, and stays out of the log.
        tracing::error!(%id, "a request ended in a panic");
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        headers::secure(response.headers_mut(), &id);
        response
    }))
}

/// What surrounds every answer, in one layer: each one costs every request its own allocations.
async fn around(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let (id, began) = (app.house.request_id(), service::metrics::begin());
    let span = tracing::info_span!("request", %id, method = %request.method());
    know_peer(&mut request);
    let mut response = match here::enter(&app, &mut request) {
        // The path stays out of the log: invitations and set-up links stand in it.
        Ok(()) => next.run(request).instrument(span).await,
        Err(refused) => refused,
    };
    headers::secure(response.headers_mut(), &id);
    let part = response.extensions().get::<Part>().map_or("other", |part| part.0);
    app.house.metrics.request(part, response.status().as_u16(), began);
    response
}

/// Which part of the program answered; the whole of what is counted of a path.
#[derive(Clone, Copy)]
struct Part(&'static str);

/// Marks the answers of some routes as one part's.
fn part(routes: Router<App>, name: &'static str) -> Router<App> {
    routes.layer(map_response(move |mut response: Response| {
        response.extensions_mut().insert(Part(name));
        std::future::ready(response)
    }))
}

fn know_peer(request: &mut Request) {
    if request.extensions().get::<Peer>().is_none()
        && let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<std::net::SocketAddr>>()
    {
        let peer = Peer(*peer);
        request.extensions_mut().insert(peer);
    }
}

/// The process runs.
async fn healthy() -> &'static str {
    "ok\n"
}

/// The database answers.
async fn ready(State(app): State<App>) -> Response {
    if app.house.is_ready().await {
        "ok\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
    }
}

/// An address that is none. Whoever is signed in at the admin centre stays in it.
async fn nothing(here: here::Here) -> Response {
    let is_inside = here.cookie.is_some() && here.path.starts_with("/admin/");
    let failed = pages::error(&here, StatusCode::NOT_FOUND);
    if is_inside { admin::nothing(here, failed).await } else { failed }
}
