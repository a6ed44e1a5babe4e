//! The one clock. Everything else is told what time it is.

use std::time::{SystemTime, UNIX_EPOCH};

use model::Timestamp;

/// The time now, by the system's clock.
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}
