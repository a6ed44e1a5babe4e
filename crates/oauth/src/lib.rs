//! OAuth 2 and OpenID Connect: requests parsed once, answers built, tokens signed and verified.
//!
//! What it is not: an endpoint. Nothing here opens a socket, reads a clock, knows a table or decides who may sign in;
//! `web` brings raw parameters, `service` brings rows and writes what should happen. Begin with [`Params`], which
//! every request starts as, then [`AuthorizeRequest`], [`TokenRequest`] and [`SigningKey`]. A new grant is a variant
//! of [`GrantRequest`]; a new claim is a field of [`IdToken`] or [`UserInfo`] and a word in `discovery.rs`.
//!
//! Randomness comes in as bytes, with one exception: making and using an ECDSA key, where the library draws its own.

mod access_token;
mod acr;
mod app_token;
mod authorize;
mod bearer;
mod claims;
mod client;
mod code;
mod discovery;
mod error;
mod form;
mod id_token;
mod inquiry;
mod jwt;
mod keys;
mod logout;
mod params;
mod pkce;
mod redirect;
mod refresh;
mod response;
mod rotation;
mod scope;
mod secret;
mod token;
mod userinfo;

pub use access_token::{AccessToken, AccessTokenClaims, verify_access_token};
pub use acr::{Acr, Authentication, Combinations, amr};
pub use app_token::{ApiToken, AppOnly, AppToken, AppTokenClaims, tenant_of, verify_api_token};
pub use authorize::{AuthorizeRequest, Prompt, Refused, Unredirectable};
pub use bearer::{BearerError, bearer};
pub use claims::{ClaimsRequest, PersonClaim};
pub use client::Client;
pub use code::{CODE_LIFETIME, CodeBinding, new_code};
pub use discovery::{Addresses, document, path};
pub use error::{Code, OAuthError};
pub use id_token::{IdToken, IdTokenClaims, Person, verify_id_token_hint};
pub use inquiry::{ActiveAccess, ActiveToken, Inquiry, Introspection};
pub use jwt::InvalidToken;
pub use keys::{KeyError, PublicKey, SigningAlgorithm, SigningKey, generate_pkcs8, jwks};
pub use logout::{Logout, LogoutRequest};
pub use params::{MalformedParams, Params};
pub use pkce::{Challenge, Verifier};
pub use redirect::{RedirectError, RedirectUri};
pub use refresh::Refresh;
pub use response::{ErrorRedirect, Landing, ResponseMode};
pub use rotation::{FIRST_AFTER, KEPT_AFTER, Kept, KeyState, PUBLISHED_BEFORE, ROTATED_AFTER, Turn, turns};
pub use scope::{Scope, ScopeSet};
pub use secret::Secret;
pub use token::{ClientAuthentication, GrantRequest, Presented, TokenRequest, TokenResponse};
pub use userinfo::UserInfo;
