//! The demo: an organisation that never was, with people, applications and a month behind it, so that every page has
//! something to show. It is made anew at each start, in a folder of its own, and is reached from this machine only.
//!
//! Begin with [`make`], which fills an empty installation. `people.rs` says who is in it, `month.rs` what they did,
//! `application.rs` is an application that signs in through Sluis like any other. What it is not: a way to an
//! organisation that is real. It refuses where one exists, and a server refuses to serve what it made.

mod application;
mod client;
mod dice;
mod made;
mod month;
mod people;

pub use application::Application;
pub use made::{Demo, make, outside};
