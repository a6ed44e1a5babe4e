use std::net::IpAddr;

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::answer;
use crate::app::App;
use crate::here::{Place, address};
use crate::peer::Peer;

/// Answers a request that this installation sends to itself through its public address: proof that it is the one that
/// answers there, and who it takes the visitor for. To anybody else there is nothing here.
pub(crate) async fn answer(
    State(app): State<App>,
    place: Place,
    Path(ticket): Path<String>,
    request: Request,
) -> Response {
    let Some(proof) = app.house.reach_proof(place.organisation.id, &ticket) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (parts, _) = request.into_parts();
    let peer: Option<IpAddr> = parts.extensions.get::<Peer>().map(|peer| peer.0.ip().to_canonical());
    let trusted = peer.is_some_and(|ip| app.network.trusted_proxies.iter().any(|range| range.contains(ip)));
    let body = json!({
        "proof": proof,
        "peer": peer,
        "trusted": trusted,
        "forwarded": parts.headers.contains_key("x-forwarded-for"),
        "visitor": address(&app, &parts).map(|address| address.ip),
    });
    answer::json(StatusCode::OK, body.to_string())
}
