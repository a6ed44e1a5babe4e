//! The admin API in the shapes of Microsoft Graph, over HTTP: whose token reaches how far, and what each resource answers.
//! Each runs on both databases.

#![allow(clippy::unwrap_used, reason = "tests")]

mod api;
mod applications;
mod attacks;
mod batch;
mod directory;
mod evaluate;
mod every_route;
mod logs;
mod methods;
#[path = "../on_both/mod.rs"]
mod on_both;
mod organization;
mod person_methods;
mod policies;
mod roles;
mod sdk;
#[path = "../steps/mod.rs"]
mod steps;
mod strengths;
mod tokens;
