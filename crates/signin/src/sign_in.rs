use model::{Id, Proof, Timestamp, User, proved};
use serde::{Deserialize, Serialize};

use crate::Session;

/// A sign-in that is under way: a row exists from the first right answer on. `R` is where it goes afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn<R> {
    /// Its id.
    pub id: Id<SignIn<()>>,
    /// The browser it happens in, by the digest of its cookie; it goes on in no other.
    pub browser: [u8; 32],
    /// How far it is.
    pub stage: Stage,
    /// Where it goes.
    pub resume: R,
    /// Counts answers: a form of an older version fails.
    pub version: i64,
    /// When it can no longer be answered.
    pub expires: Timestamp,
}

/// How far a sign-in is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    /// Somebody is known by at least one proof.
    Claimed {
        /// Who.
        user: Id<User>,
        /// What was proven.
        proofs: Vec<Proof>,
        /// When it began: what `prompt=login` measures from.
        since: Timestamp,
        /// The invitation that was used as a proof and is used up when the password is set.
        invitation: Option<Id<()>>,
        /// The session of this browser that it raises: a new one takes its place.
        session: Option<Id<Session>>,
    },
}

impl<R> SignIn<R> {
    /// Who it is about.
    pub const fn user(&self) -> Id<User> {
        let Stage::Claimed { user, .. } = &self.stage;
        *user
    }

    /// What was proven.
    pub fn proofs(&self) -> &[Proof] {
        let Stage::Claimed { proofs, .. } = &self.stage;
        proofs
    }

    /// When it began.
    pub const fn since(&self) -> Timestamp {
        let Stage::Claimed { since, .. } = &self.stage;
        *since
    }

    /// The invitation that is used up when the password is set.
    pub const fn invitation(&self) -> Option<Id<()>> {
        let Stage::Claimed { invitation, .. } = &self.stage;
        *invitation
    }

    /// The session that it raises.
    pub const fn session(&self) -> Option<Id<Session>> {
        let Stage::Claimed { session, .. } = &self.stage;
        *session
    }

    /// The sign-in with one more proof, at the next version. A proof by the same method replaces the older one.
    pub fn proven(mut self, proof: Proof) -> Self {
        let Stage::Claimed { proofs, .. } = &mut self.stage;
        proofs.retain(|held| held.method != proof.method);
        proofs.push(proof);
        self.moved()
    }

    /// The sign-in at the next version: every form made before no longer counts.
    pub const fn moved(mut self) -> Self {
        self.version += 1;
        self
    }

    /// True when one of its proofs is by this method.
    pub fn has_proven(&self, method: model::Method) -> bool {
        proved(self.proofs()).contains(method)
    }
}
