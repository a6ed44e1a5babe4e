//! What a sign-in asks, step by step, and what the gate lets through.

mod gate;
mod makes;
mod people;
mod properties;
mod questions;
mod rows;
mod ways;
