//! What the tests share: a server on a free port, a fixed clock, PostgreSQL, a browser.
