//! The admin API in the shapes of Microsoft Graph, over HTTP: whose token reaches how far, and what each resource answers.
//! Each runs on both databases.

mod api;
mod attacks;
mod bodies;
mod directory;
mod evaluate;
mod methods;
mod organization;
mod policies;
mod sdk;
mod strengths;
mod tokens;
