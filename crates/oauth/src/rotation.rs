//! When a signing key is made, used, retired and forgotten (D13). Pure: a job does what [`turns`] says.

use model::{Span, Timestamp};

use crate::SigningAlgorithm;

/// How old a key gets.
pub const ROTATED_AFTER: Span = Span::days(90);
/// How long a key is published before it takes over: applications that look once a day have seen it by then.
pub const PUBLISHED_BEFORE: Span = Span::hours(24);
/// The same for the first key of an algorithm. Nobody has kept an older set for longer than it may be kept (5 minutes, as
/// the answer says), and an application that changes to this algorithm begins by reading the set.
pub const FIRST_AFTER: Span = Span::minutes(6);
/// How long a key is published after its last token: longer than any token lives.
pub const KEPT_AFTER: Span = Span::days(2);

/// Where a key is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyState {
    /// Published, not yet used.
    Next,
    /// Signs.
    Active,
    /// Published until the last token it signed has ended.
    Retired,
}

impl KeyState {
    /// The word in databases.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Active => "active",
            Self::Retired => "retired",
        }
    }

    /// Reads [`KeyState::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Next, Self::Active, Self::Retired].into_iter().find(|state| state.word() == word)
    }
}

/// A key and where it is in its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub kid: String,
    /// How it signs.
    pub algorithm: SigningAlgorithm,
    /// Where it is.
    pub state: KeyState,
    /// Since when.
    pub since: Timestamp,
}

/// What is to be done with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// Make one and publish it.
    Make(SigningAlgorithm),
    /// Sign with this one from now on, and retire the one before.
    Use {
        /// The next key.
        next: String,
        /// The active one, if there is one.
        before: Option<String>,
    },
    /// Remove this one.
    Forget(String),
}

/// What is due now, for the algorithms that are wanted.
pub fn turns(kept: &[Kept], wanted: &[SigningAlgorithm], now: Timestamp) -> Vec<Turn> {
    let mut due: Vec<Turn> = wanted.iter().filter_map(|algorithm| turn(kept, *algorithm, now)).collect();
    let is_over = |key: &&Kept| key.state == KeyState::Retired && now >= key.since + KEPT_AFTER;
    due.extend(kept.iter().filter(is_over).map(|key| Turn::Forget(key.kid.clone())));
    due
}

fn turn(kept: &[Kept], algorithm: SigningAlgorithm, now: Timestamp) -> Option<Turn> {
    let of = |state| kept.iter().find(|key| key.algorithm == algorithm && key.state == state);
    match (of(KeyState::Active), of(KeyState::Next)) {
        (None, None) => Some(Turn::Make(algorithm)),
        (Some(active), None) => {
            (now >= active.since + ROTATED_AFTER - PUBLISHED_BEFORE).then_some(Turn::Make(algorithm))
        }
        (active, Some(next)) => {
            let wait = if active.is_some() { PUBLISHED_BEFORE } else { FIRST_AFTER };
            let before = active.map(|active| active.kid.clone());
            (now >= next.since + wait).then(|| Turn::Use { next: next.kid.clone(), before })
        }
    }
}

#[cfg(test)]
mod tests {
    use SigningAlgorithm::{Es256, Rs256};

    use super::*;

    const START: Timestamp = Timestamp::from_secs(1_700_000_000);

    fn key(kid: &str, algorithm: SigningAlgorithm, state: KeyState, since: Timestamp) -> Kept {
        Kept { kid: kid.to_owned(), algorithm, state, since }
    }

    #[test]
    fn a_key_is_published_a_day_before_it_takes_over_and_two_days_after() {
        let one = key("one", Es256, KeyState::Active, START);
        let soon = START + ROTATED_AFTER - PUBLISHED_BEFORE;
        assert_eq!(turns(std::slice::from_ref(&one), &[Es256], soon - Span::seconds(1)), []);
        assert_eq!(turns(std::slice::from_ref(&one), &[Es256], soon), [Turn::Make(Es256)]);
        let two = key("two", Es256, KeyState::Next, soon);
        let both = [one, two];
        assert_eq!(turns(&both, &[Es256], soon + PUBLISHED_BEFORE - Span::seconds(1)), []);
        let take_over = Turn::Use { next: "two".to_owned(), before: Some("one".to_owned()) };
        assert_eq!(turns(&both, &[Es256], soon + PUBLISHED_BEFORE), [take_over]);
        let retired =
            [key("one", Es256, KeyState::Retired, START), key("two", Es256, KeyState::Active, START)];
        assert_eq!(turns(&retired, &[Es256], START + KEPT_AFTER - Span::seconds(1)), []);
        assert_eq!(turns(&retired, &[Es256], START + KEPT_AFTER), [Turn::Forget("one".to_owned())]);
    }

    #[test]
    fn the_first_key_of_an_algorithm_is_used_once_every_kept_set_has_ended() {
        let es256 = key("one", Es256, KeyState::Active, START);
        assert_eq!(turns(std::slice::from_ref(&es256), &[Es256, Rs256], START), [Turn::Make(Rs256)]);
        let both = [es256, key("rsa", Rs256, KeyState::Next, START)];
        assert_eq!(turns(&both, &[Es256, Rs256], START + FIRST_AFTER - Span::seconds(1)), []);
        let begin = Turn::Use { next: "rsa".to_owned(), before: None };
        assert_eq!(turns(&both, &[Es256, Rs256], START + FIRST_AFTER), [begin]);
    }

    #[test]
    fn an_algorithm_that_nobody_asks_for_gets_no_new_key() {
        let old = key("rsa", Rs256, KeyState::Active, START);
        assert_eq!(turns(&[old], &[], START + Span::days(400)), []);
    }
}
