//! Serving HTTP: accepting connections, bounding them (security rule S9), and letting them finish at the end.
//!
//! Everything a request is answered with comes from one service, which is handed in. What is here is what a service
//! cannot do for itself: how slow a client may be, how many there may be, and who is at the other end.

mod accept;
mod certificates;
mod connection;
mod listener;
mod networks;

pub use accept::{Door, serve};
pub use certificates::{CertificateError, CertificateFiles, Certificates, Look};
pub use listener::{ListenError, bind, raise_open_files};

#[cfg(test)]
mod tests;
