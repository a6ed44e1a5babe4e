use model::{AppId, Flow, Id, Proof, Span, Timestamp, User};
use policy::PolicySet;

use crate::Passed;

/// Marks the id of the record of a decision.
#[derive(Debug)]
pub enum RecordId {}

/// One browser that is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: Id<Session>,
    /// Who.
    pub user: Id<User>,
    /// The browser, by the digest of its cookie.
    pub browser: [u8; 32],
    /// What was proven, with times.
    pub proofs: Vec<Proof>,
    /// The decision that allowed it.
    pub decision: Id<RecordId>,
    /// When it was opened.
    pub created: Timestamp,
    /// When it was last used, to within five minutes.
    pub last_used: Timestamp,
    /// When it ends whatever happens.
    pub ends: Timestamp,
}

/// What one application got from one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: Id<Grant>,
    /// Whose.
    pub user: Id<User>,
    /// The session it hangs below.
    pub session: Option<Id<Session>>,
    /// The application.
    pub app: Id<AppId>,
    /// The scopes it got.
    pub scopes: Vec<String>,
    /// The nonce of its ID tokens.
    pub nonce: Option<String>,
    /// The proofs it rests on, with times.
    pub proofs: Vec<Proof>,
    /// How it travelled.
    pub flow: Flow,
    /// The decision that allowed it.
    pub decision: Id<RecordId>,
    /// The revision that judged.
    pub revision: Id<PolicySet>,
    /// How often its refresh token was rotated.
    pub generation: i64,
    /// True when it outlives the browser session.
    pub offline: bool,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last rotated.
    pub rotated: Timestamp,
    /// When it ends whatever happens.
    pub ends: Timestamp,
}

/// A row that was read back: it tells what is, and opens nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T>(T);

/// A session ends when it was not used for this long.
pub const SESSION_IDLE: Span = Span::hours(24);
/// A session ends after this long in any case.
pub const SESSION_ABSOLUTE: Span = Span::days(7);
/// A grant ends when it was not rotated for this long.
pub const GRANT_IDLE: Span = Span::days(30);
/// A grant ends after this long in any case.
pub const GRANT_ABSOLUTE: Span = Span::days(90);

impl Session {
    /// The session that a decision opens.
    pub fn opened(id: Id<Session>, browser: [u8; 32], decision: Id<RecordId>, passed: &Passed) -> Self {
        Self {
            id,
            user: passed.user(),
            browser,
            proofs: passed.proofs().to_vec(),
            decision,
            created: passed.at(),
            last_used: passed.at(),
            ends: passed.at() + SESSION_ABSOLUTE,
        }
    }

    /// True while it may be used.
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.ends && now < self.last_used + SESSION_IDLE
    }
}

impl Grant {
    /// True while it may be used.
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.ends && now < self.rotated + GRANT_IDLE
    }
}

impl<T> Stored<T> {
    /// Wraps what a row held.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for whoever changes it under a new decision.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> std::ops::Deref for Stored<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}
