use model::{How, Id, Method, MethodSet, PasswordState, Proof, Span, Timestamp, User};

use crate::SignIn;

/// A browser in which a person does not want to be asked for the second factor again for some days.
///
/// It stands in for one person, in one browser, with the time of the proof it was made by. Its cookie names it and
/// counts: each use makes the next one, and one that was followed already comes from a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// Its id.
    pub id: Id<Remembered>,
    /// Whose.
    pub user: Id<User>,
    /// The browser, by the digest of its own id.
    pub browser: [u8; 32],
    /// What the browser was called just before: its answer with the new name may have been lost.
    pub browser_before: Option<[u8; 32]>,
    /// How often its cookie was followed by the next.
    pub generation: i64,
    /// When the cookie was last followed by the next.
    pub rotated: Timestamp,
    /// The method that the person proved.
    pub method: Method,
    /// When they really proved it.
    pub proven: Timestamp,
    /// When it was made.
    pub created: Timestamp,
    /// When it ends whatever happens.
    pub ends: Timestamp,
}

/// What showing its cookie means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presented {
    /// The newest cookie, in its own browser.
    Current,
    /// The one before, a moment later and in the same browser: an answer was lost, or two pages raced.
    Retried,
    /// Not in its own browser: it says nothing here.
    Elsewhere,
    /// A cookie that was followed long ago: somebody copied it.
    Stolen,
}

/// How long the cookie before the newest still counts in the same browser.
const GRACE: Span = Span::minutes(2);

/// The second factors after which a browser may be remembered. A recovery code is for the day the telephone is
/// gone and not for the days after it; a passkey alone needs no standing in.
const REMEMBERABLE: MethodSet =
    MethodSet::of(&[Method::Totp, Method::SecurityKey, Method::Push, Method::Sms]);

/// The proof that a browser can be remembered after: the newest second factor that the person gave in this very
/// sign-in, beside a password.
pub fn is_rememberable<R>(sign_in: &SignIn<R>) -> Option<Proof> {
    let given = |proof: &&Proof| {
        proof.how == How::Prompted && proof.at >= sign_in.since() && REMEMBERABLE.contains(proof.method)
    };
    let second = sign_in.proofs().iter().filter(given).max_by_key(|proof| proof.at)?;
    sign_in.has_proven(Method::Password).then(|| second.clone())
}

impl Remembered {
    /// What its cookie means when it is shown by a browser.
    pub fn presented(&self, generation: u64, browser: &[u8; 32], now: Timestamp) -> Presented {
        let is_own = self.browser == *browser || self.browser_before == Some(*browser);
        let newest = u64::try_from(self.generation).unwrap_or(0);
        let is_moment_ago = generation + 1 == newest && now < self.rotated + GRACE;
        match (generation >= newest, is_own) {
            (true, true) => Presented::Current,
            (false, true) if is_moment_ago => Presented::Retried,
            (false, _) if !is_moment_ago => Presented::Stolen,
            _ => Presented::Elsewhere,
        }
    }

    /// True while it may stand in for this person, where browsers are remembered for `span`: made after the last
    /// change of the password and after everything of theirs was last ended.
    pub fn holds(&self, user: &User, span: Option<Span>, now: Timestamp) -> bool {
        let Some(span) = span else { return false };
        let since = match user.password {
            PasswordState::None => return false,
            PasswordState::Temporary { at } => at,
            PasswordState::Own { changed, .. } => changed,
            PasswordState::Elsewhere { since } => since,
        };
        self.user == user.id
            && now < self.ends
            && now < self.proven + span
            && self.created >= user.valid_from
            && self.created >= since
    }

    /// The proof it is, with the old time (S14).
    pub fn proof(&self) -> Proof {
        Proof {
            method: Method::RememberedDevice,
            credential: Some(self.id.cast()),
            at: self.proven,
            how: How::Remembered,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_800_000_000_000_000);
    const OWN: [u8; 32] = [1; 32];
    const BEFORE: [u8; 32] = [2; 32];
    const OTHER: [u8; 32] = [3; 32];

    fn record() -> Remembered {
        Remembered {
            id: Id::fixed(1),
            user: Id::fixed(2),
            browser: OWN,
            browser_before: Some(BEFORE),
            generation: 5,
            rotated: NOW,
            method: Method::Totp,
            proven: NOW,
            created: NOW,
            ends: NOW + Span::days(30),
        }
    }

    fn check(generation: u64, browser: [u8; 32], later: Span, expected: Presented) {
        assert_eq!(record().presented(generation, &browser, NOW + later), expected);
    }

    #[test]
    fn the_newest_cookie_counts_in_its_own_browser_only() {
        check(5, OWN, Span::days(3), Presented::Current);
        check(5, BEFORE, Span::days(3), Presented::Current);
        check(5, OTHER, Span::days(3), Presented::Elsewhere);
    }

    #[test]
    fn the_cookie_before_counts_for_a_moment_in_the_same_browser() {
        check(4, BEFORE, Span::minutes(1), Presented::Retried);
        check(4, OTHER, Span::minutes(1), Presented::Elsewhere);
    }

    #[test]
    fn a_cookie_that_was_followed_long_ago_was_copied() {
        check(4, BEFORE, Span::minutes(2), Presented::Stolen);
        check(4, OTHER, Span::minutes(2), Presented::Stolen);
        check(3, OWN, Span::seconds(1), Presented::Stolen);
        check(0, OTHER, Span::seconds(1), Presented::Stolen);
    }
}
