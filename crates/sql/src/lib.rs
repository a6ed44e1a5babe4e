//! One SQL text on SQLite and PostgreSQL: the only crate that knows which database it is.
