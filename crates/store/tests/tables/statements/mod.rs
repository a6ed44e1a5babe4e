//! Every SQL text of this crate, read from its source: each names the tenant, and the lists are carried by an index.

mod plans;
mod rust;
mod source;
mod sql_text;
mod tenant;
