use model::{AppId, Flow, Id, Proof, Span, Timestamp, User};
use policy::PolicySet;

use crate::{Passed, Remembered};

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
    /// Whether it outlives its browser's closing.
    pub lasting: Lasting,
    /// The remembered browser that it was opened in, if it is one: when that was copied, it ends.
    pub remembered: Option<Id<Remembered>>,
}

/// How long a session goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    /// Until the browser is closed, or a day without use.
    UntilClosed,
    /// The person asked to stay signed in.
    Kept,
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
    /// What it asked of tokens beside its scopes, as JSON that `oauth` reads.
    pub claims: String,
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
/// A session that is kept ends when it was not used for this long.
pub const SESSION_KEPT_IDLE: Span = Span::days(14);
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
            lasting: Lasting::UntilClosed,
            remembered: None,
        }
    }

    /// The same for somebody who stays signed in.
    #[must_use]
    pub fn kept_for(self, span: Span) -> Self {
        Self { ends: self.created + span, lasting: Lasting::Kept, ..self }
    }

    /// The same, which ends by a moment at the latest and with its browser.
    #[must_use]
    pub fn ending_by(self, moment: Timestamp) -> Self {
        Self { ends: self.ends.min(moment), lasting: Lasting::UntilClosed, ..self }
    }

    /// True while it may be used.
    pub fn is_live(&self, now: Timestamp) -> bool {
        let idle = match self.lasting {
            Lasting::UntilClosed => SESSION_IDLE,
            Lasting::Kept => SESSION_KEPT_IDLE,
        };
        now < self.ends && now < self.last_used + idle
    }

    /// True while it may be used by somebody who may not stay signed in: whoever became an administrator meanwhile.
    pub fn is_live_unkept(&self, now: Timestamp) -> bool {
        now < self.created + SESSION_ABSOLUTE && now < self.last_used + SESSION_IDLE && now < self.ends
    }
}

impl Lasting {
    /// The word in databases.
    pub const fn word(self) -> &'static str {
        match self {
            Self::UntilClosed => "untilClosed",
            Self::Kept => "kept",
        }
    }

    /// Reads [`Lasting::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::UntilClosed, Self::Kept].into_iter().find(|lasting| lasting.word() == word)
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
