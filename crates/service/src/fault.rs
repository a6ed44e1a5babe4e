use std::fmt;

use crate::authority::Denied;

/// Why a use case did not happen. Each variant is something its caller can act on.
#[derive(Debug)]
pub enum Fault {
    /// The policy set that judged is no longer the head; the closure is run again with the newer one.
    Stale,
    /// What was asked for does not exist (or is another organisation's, which is the same).
    NotFound,
    /// The actor may not do that.
    Denied,
    /// The actor may do that once they have confirmed that it is them.
    Unconfirmed,
    /// Something else has that name, or the state changed meanwhile; the word says which.
    Conflict(&'static str),
    /// A field holds what it cannot hold; the word names field and reason.
    Invalid(&'static str),
    /// Hashing threads or database are full: say so at once, and when to come back.
    Busy,
    /// The database failed; logged where it ends.
    Database(sql::Error),
}

impl From<sql::Error> for Fault {
    fn from(error: sql::Error) -> Self {
        match error {
            sql::Error::Busy => Self::Busy,
            other => Self::Database(other),
        }
    }
}

impl From<Denied> for Fault {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::NoRole => Self::Denied,
            Denied::Unconfirmed => Self::Unconfirmed,
        }
    }
}

impl From<crate::hash_pool::Full> for Fault {
    fn from(_: crate::hash_pool::Full) -> Self {
        Self::Busy
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stale => f.write_str("the policy set changed meanwhile"),
            Self::NotFound => f.write_str("there is no such thing"),
            Self::Denied => f.write_str("not allowed"),
            Self::Unconfirmed => f.write_str("not confirmed"),
            Self::Conflict(what) => write!(f, "`{what}` is taken or changed meanwhile"),
            Self::Invalid(what) => write!(f, "`{what}` cannot be used"),
            Self::Busy => f.write_str("busy"),
            Self::Database(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for Fault {}
