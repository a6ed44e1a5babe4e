//! What the tests share: a running Sluis with a clock that tests set, a client that keeps cookies, a real browser,
//! and independent applications to sign in to.
//!
//! What it is not: part of the product. It has the only way to a cheap password hash. Begin with [`Server`].

#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::unwrap_used, clippy::print_stderr)]

mod apache;
mod application;
mod browser;
mod client;
mod codes;
pub mod directory;
mod graph_sdk;
mod graph_types;
mod process;
mod server;

pub use apache::Apache;
pub use application::{Application, Kind};
pub use browser::{Browser, DESK, PHONE, VirtualKey};
pub use client::{Answer, Client};
pub use codes::{code_after, oathtool, totp};
pub use directory::Directory;
pub use graph_sdk::GraphSdk;
pub use graph_types::{GraphMember, GraphObject, GraphTypes, GraphWords};
pub use process::Process;
pub use server::{Database, NOBODY, Organisation, SLOW, Server};
