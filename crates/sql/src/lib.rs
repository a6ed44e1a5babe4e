//! One SQL text on SQLite and PostgreSQL: the only crate that knows which database it is.
//!
//! A transaction is a synchronous closure that runs on a database thread and may run again; it is bound to one
//! tenant. An acknowledged write is durable on both databases. Statements are `&'static str` in the common part of
//! both dialects: four storage types (`text`, `bigint`, `blob`, `boolean`), parameters as `$1`, text that is
//! compared or ordered declared `collate "C"`.
//!
//! What it is not: a query builder, an object mapper, or a place that knows a table of ours. No clock and no
//! randomness in a closure: draw them before, because a closure that runs twice must do the same thing twice.
//!
//! Two rules make both databases behave alike. A statement that fails dooms its transaction: later statements fail
//! with the same error and the work is undone, whatever the closure returns (write `on conflict` where a clash is
//! no error). And `sum` of a `bigint` is a `numeric` on PostgreSQL, which no column type here reads: cast it.
//!
//! Begin with [`Db`], then [`Tx`]. One more storage type is a variant of [`Value`] and an `impl` of [`Param`] and
//! [`Column`]; one more difference between the databases is a rule in `dialect.rs`.

mod activity;
mod condition;
mod db;
mod dialect;
mod error;
mod job;
mod migrate;
mod postgresql;
mod queue;
mod replace;
mod session;
mod sqlite;
mod value;

pub use activity::Activity;
pub use condition::Condition;
pub use db::{Config, Db};
pub use error::{ConstraintKind, Error, OpenError};
pub use migrate::Migration;
pub use replace::{Hold, HoldError};
pub use session::{Installation, Tx};
pub use value::{Column, Param, Row, Value};
