//! The program itself, with its commands and with a browser before it: one file per subject.
//!
//! They are one program: it is linked once, and starts one PostgreSQL.

#![allow(clippy::unwrap_used, reason = "tests")]

mod administration;
mod apache;
mod audit;
mod backups;
mod baseline_policies;
mod commands;
mod demo;
mod doctor;
mod form_post;
mod house;
mod kept_policies;
mod main_job;
mod metrics;
mod nginx;
mod nodes;
mod pages;
mod passkeys;
mod policies;
mod policy;
mod program;
mod recovery;
mod remembered;
mod steps;
mod terms;
