//! What policy decides: the built-in policies, what applications ask, and what holds for every set of facts.

mod built_in;
mod cases;
mod conditions;
mod covers;
mod emergency;
mod model;
mod people;
mod properties;
mod records;
mod replay;
mod requests;
mod rules;
mod statements;
mod written;
