use std::net::SocketAddr;

/// The other end of the connection that a request came by; `server` puts it into the extensions of each request.
/// It may be a proxy: [`crate::client_address::client_address`] says whose address counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);
