//! The binary: configuration, wiring, telemetry, serving, command line.
//!
//! Only here a clock is read, randomness is drawn and the environment is looked at; everything below is handed what it
//! needs. What it is deliberately not: pages or use cases. Begin with [`Cli`], then `commands/serve.rs`, which puts the
//! house together. One more command is a file in `commands/`; one more setting a line in `config/keys.rs`.

pub mod backup;
mod cli;
pub mod clock;
mod commands;
pub mod config;
pub mod control;
mod countries;
pub mod data_dir;
pub mod demo;
pub mod doctor;
pub mod fetch;
pub mod first_run;
pub mod keys;
pub mod metrics;
pub mod random;
pub mod serve;
pub mod telemetry;
pub mod tunnel;
pub mod wiring;

pub use cli::Cli;
