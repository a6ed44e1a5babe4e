//! The admin API in the shapes of Microsoft Graph, over HTTP: whose token reaches how far, and what each resource answers.
//! Each runs on both databases.

mod api;
mod applications;
mod attacks;
mod batch;
mod bodies;
mod directory;
mod evaluate;
mod every_route;
mod logs;
mod methods;
mod organization;
mod person_methods;
mod policies;
mod roles;
mod sdk;
mod strengths;
mod tokens;
