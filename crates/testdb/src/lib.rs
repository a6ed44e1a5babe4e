//! Throw-away databases for tests: a PostgreSQL cluster per test process, and folders that vanish.
//!
//! Standard library only, because every crate's tests depend on it. What it is not: a way to run PostgreSQL for
//! anything but tests; it gives durability away for speed. Begin with [`postgres`] and [`temp_dir`].

mod cluster;
mod folder;

pub use cluster::{Postgres, postgres};
pub use folder::{TempDir, disk_dir, temp_dir};
