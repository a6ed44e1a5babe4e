//! The handlers of a person's own pages, one file per page. Every page below `/my/security` is opened with proofs of
//! the last ten minutes only: the gate asks for them.

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

mod applications;
mod authenticator;
mod data;
mod door;
mod keys;
mod language;
mod password;
mod recovery_codes;
mod security;
mod sessions;
mod shortcuts;
mod sign_ins;
mod terms;

/// The routes below `/my`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/my", get(applications::page))
        .route(security::PATH, get(security::page))
        .route(authenticator::PATH, get(authenticator::page).post(authenticator::connect))
        .route(keys::PASSKEY, get(keys::new_passkey).post(keys::made))
        .route(keys::SECURITY_KEY, get(keys::new_security_key).post(keys::made))
        .route("/my/security/keys/{id}", get(keys::page).post(keys::change))
        .route(recovery_codes::PATH, get(recovery_codes::page).post(recovery_codes::make))
        .route(recovery_codes::KEPT, post(recovery_codes::kept))
        .route(password::PATH, get(password::page).post(password::change))
        .route("/my/sessions", get(sessions::page))
        .route("/my/sessions/end-others", post(sessions::end_others))
        .route("/my/sessions/{id}/end", post(sessions::end))
        .route("/my/remembered/{id}/forget", post(sessions::forget))
        .route(data::PATH, get(data::page).post(data::file))
        .route(sign_ins::PATH, get(sign_ins::page))
        .route(terms::PATH, get(terms::page))
        .route("/my/language", post(language::choose))
        .route("/my/shortcuts", post(shortcuts::choose))
}
