//! OAuth 2 and OpenID Connect: requests parsed once, answers built; no sockets.
