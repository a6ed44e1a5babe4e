//! The pages and protocol endpoints over HTTP.

pub mod client_address;
mod peer;

pub use peer::Peer;
