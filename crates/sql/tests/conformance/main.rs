//! What `sql` promises, on both databases: each behaviour runs as `sqlite::…` and as `postgres::…`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod concurrency;
mod durability;
mod house;
mod listening;
mod lost;
mod opening;
mod tls;
mod transactions;
mod values;
