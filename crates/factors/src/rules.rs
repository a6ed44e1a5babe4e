//! What a new password must be (S8, NIST SP 800-63B-4 §3.1.1.2): long enough, not common, and not built from the
//! person's or the organisation's own words. No composition rules, no expiry.
//!
//! Own words count for nothing: they are taken out, and what is left must be hard to guess by itself. So
//! `GemeenteDelft2026!` is refused in Delft, and a long sentence that happens to name the town is not.
//!
//! One call takes some milliseconds; like a hash it does not belong on a thread that serves requests.

mod own;

use std::collections::HashSet;

use zxcvbn::{Score, zxcvbn};

use crate::password::{Password, TooLong};
use own::OwnWords;

/// Characters of a password that are judged. The time grows with the square of it and what is hard to guess
/// shows long before the end of a long one.
const JUDGED: usize = 32;

/// The least that is accepted: a million guesses, what somebody who tries the likely ones first would need.
const LEAST: Strength = Strength(2);

/// What people choose here and the library's English lists do not know, the likeliest first.
const DUTCH_FAVOURITES: [&str; 40] = [
    "welkom",
    "wachtwoord",
    "geheim",
    "zomer",
    "winter",
    "herfst",
    "lente",
    "voorjaar",
    "najaar",
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "ajax",
    "feyenoord",
    "nederland",
    "holland",
    "amsterdam",
    "rotterdam",
    "utrecht",
    "sluis",
    "inloggen",
    "computer",
    "vakantie",
    "oranje",
];

/// How hard a password is to guess, for a meter: 0 (at once) to 4 (out of reach).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Strength(u8);

impl Strength {
    /// The level, 0 to 4.
    pub const fn level(self) -> u8 {
        self.0
    }
}

/// Why a new password is refused. Each has a message that says what to do instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Fewer characters than the least.
    TooShort {
        /// The least, in characters (Unicode scalar values).
        min: usize,
    },
    /// More bytes than [`crate::password::MAX_BYTES`].
    TooLong,
    /// Among the first that anybody would try: a common password, a pattern, a repetition.
    Common,
    /// Little is left without the names and words that everybody here knows.
    ContainsOwnWords,
}

impl From<TooLong> for Problem {
    fn from(_: TooLong) -> Self {
        Self::TooLong
    }
}

/// Judges a password that is being chosen.
///
/// `context` holds what an attacker who knows the place would try first: the person's names and login name, the
/// organisation's name, domain and own words. Entries may be phrases or addresses; they are taken apart.
/// `min_length` is 15 for everybody today (ADR 12).
pub fn judge_new(password: &Password, context: &[&str], min_length: usize) -> Result<Strength, Vec<Problem>> {
    let mut problems = Vec::new();
    if password.text().chars().count() < min_length {
        problems.push(Problem::TooShort { min: min_length });
    }

    let own = OwnWords::new(context);
    let rest = own.taken_out_of(password.text());
    let strength = guessed(&rest, own.words());
    if strength < LEAST {
        let has_own = rest.len() < password.text().len();
        if has_own {
            problems.push(Problem::ContainsOwnWords);
        }
        if !has_own || guessed(password.text(), &[]) < LEAST {
            problems.push(Problem::Common);
        }
    }
    if problems.is_empty() { Ok(strength) } else { Err(problems) }
}

/// How strong a password is, whether or not it would be accepted: what the meter shows while it is typed.
pub fn strength(password: &Password, context: &[&str]) -> Strength {
    let own = OwnWords::new(context);
    guessed(&own.taken_out_of(password.text()), own.words())
}

fn guessed(text: &str, own: &[String]) -> Strength {
    let judged = judged(text);
    let likely: Vec<&str> = DUTCH_FAVOURITES.into_iter().chain(own.iter().map(String::as_str)).collect();
    Strength(match zxcvbn(&judged, &likely).score() {
        Score::Zero => 0,
        Score::One => 1,
        Score::Two => 2,
        Score::Three => 3,
        _ => 4,
    })
}

/// What the library is given: said once what is said again, plain signs, and no more than [`JUDGED`] characters.
fn judged(text: &str) -> String {
    said_once(text).chars().take(JUDGED).map(plainer).collect()
}

/// The text without words that stood in it before: `welkom Welkom welkom` is one word to whoever guesses. The library
/// knows repetition without anything between, not with.
fn said_once(text: &str) -> String {
    let mut before = HashSet::new();
    let is_new = |part: &&str| {
        let word = part.trim_end_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
        // Signs between words are no words.
        word.is_empty() || before.insert(word)
    };
    text.split_inclusive(|letter: char| !letter.is_alphanumeric()).filter(is_new).collect()
}

/// The library tries every reading of every look-alike sign at once; five signs for `c` and three for `i` made it
/// take a sixth of a second.
fn plainer(letter: char) -> char {
    match letter {
        '{' | '[' | '<' => '(',
        '|' => '!',
        other => other,
    }
}

#[cfg(test)]
mod tests;
