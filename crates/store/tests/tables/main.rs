//! The tables on both databases, and what is true of every statement: one file per subject.
//!
//! They are one program: it is linked once, and starts one PostgreSQL.

#![allow(clippy::unwrap_used, reason = "tests")]

mod ended;
mod erased;
mod groups;
mod leases;
mod naming;
mod organisation;
mod personal;
mod restored;
mod statements;
