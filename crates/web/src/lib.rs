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
mod graph;
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
mod upload;

use std::any::Any;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use service::metrics::Part;
use tower::Layer;
use tower_http::catch_panic::CatchPanicLayer;
use tracing::Instrument;

pub use app::{App, NetworkConfig};
pub use peer::Peer;

/// Everything that Sluis answers. The address of the other end comes as [`Peer`], or as axum's `ConnectInfo`.
pub fn router(app: App) -> Router {
    let inside = Router::new()
        .merge(door::routes())
        .merge(signing_in::routes())
        .merge(set_up::routes())
        .merge(oauth::routes())
        .merge(admin::routes())
        .merge(my::routes())
        .merge(confirm::routes())
        .merge(graph::routes(&app))
        .route("/.well-known/oauth-authorization-server/{*rest}", get(oauth::discovery_by_rfc8414))
        .route("/static/{file}", get(assets::serve))
        .route("/reach/{ticket}", get(reach::answer))
        .route("/healthz", get(healthy))
        .route("/readyz", get(ready))
        .fallback(nothing)
        .with_state(app.clone());
    // The first segment may name an organisation: it is taken off before routes are looked at, so the layer that
    // does it stands around them, in a router that routes nothing itself.
    let is_demo = app.house.is_demo();
    let all = from_fn_with_state(app.clone(), around).layer(inside);
    // A bug of ours ends one request, not the connection: this stands outside everything.
    let caught = CatchPanicLayer::custom(move |_: Box<dyn Any + Send>| panicked(&app)).layer(all);
    let all = Router::new().fallback_service(caught);
    if is_demo { all.layer(map_response(demo::say_so)) } else { all }
}

fn panicked(app: &App) -> Response {
    let id = app.house.request_id();
    // What it panicked with may quote what was sent, and stays out of the log.
    tracing::error!(%id, "a request ended in a panic");
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    headers::secure(response.headers_mut(), &id);
    response
}

/// What surrounds every answer, in one layer: each one costs every request its own allocations.
async fn around(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let (id, began) = (app.house.request_id(), service::metrics::begin());
    let span = tracing::info_span!("request", %id, method = %request.method());
    know_peer(&mut request);
    request.extensions_mut().insert(headers::RequestId(id.clone()));
    let (part, mut response) = match here::enter(&app, &mut request) {
        // The path stays out of the log: invitations and set-up links stand in it.
        Ok(()) => (part_of(request.uri().path()), next.run(request).instrument(span).await),
        Err(refused) => (Part::Other, refused),
    };
    headers::secure(response.headers_mut(), &id);
    app.house.metrics.request(part, response.status().as_u16(), began);
    response
}

/// Which part of the program a path belongs to; the whole of what is counted of it.
fn part_of(path: &str) -> Part {
    match path.split('/').nth(1).unwrap_or_default() {
        "" | "confirm" | "help" | "invitation" | "privacy" | "sign-in" | "sign-out" | "strength" => {
            Part::SignIn
        }
        ".well-known" | "discovery" | "oauth2" | "openid" | "v2.0" => Part::OpenId,
        "v1.0" | "beta" => Part::Api,
        "admin" => Part::Admin,
        "my" => Part::My,
        "set-up" | "set-up-done" => Part::SetUp,
        _ => Part::Other,
    }
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
