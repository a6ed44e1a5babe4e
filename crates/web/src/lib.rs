//! The pages and protocol endpoints over HTTP.
