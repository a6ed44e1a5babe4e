use model::Span;
use serde::{Deserialize, Serialize};

use crate::Strength;

/// What an application asks of every sign-in to it, whatever a request says: set by an administrator. It can only ask for
/// more than policies do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// How strong it must be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<StandingStrength>,
    /// How old it may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age: Option<Span>,
}

/// How strong an application wants every sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StandingStrength {
    /// Two factors; a remembered browser may be the second, as for any policy (S14).
    MultiFactor,
    /// What a false page cannot collect.
    PhishingResistant,
}

impl Standing {
    /// The shortest age that can be asked: whoever signs in needs a moment until the application has its tokens.
    pub const SHORTEST: Span = Span::minutes(5);
    /// The longest age that can be asked.
    pub const LONGEST: Span = Span::days(30);

    /// What asks for no less than either.
    #[must_use]
    pub fn stricter(self, other: Self) -> Self {
        let ages = [self.max_age, other.max_age];
        Self { strength: self.strength.max(other.strength), max_age: ages.into_iter().flatten().min() }
    }

    /// True for what can be kept.
    pub fn is_sound(self) -> bool {
        self.max_age.is_none_or(|age| (Self::SHORTEST..=Self::LONGEST).contains(&age))
    }
}

impl StandingStrength {
    /// All of them, weakest first.
    pub const ALL: [Self; 2] = [Self::MultiFactor, Self::PhishingResistant];

    /// The combinations that are enough.
    pub const fn strength(self) -> Strength {
        match self {
            Self::MultiFactor => Strength::mfa(),
            Self::PhishingResistant => Strength::phishing_resistant(),
        }
    }

    /// The word in databases, records and forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::MultiFactor => "multiFactor",
            Self::PhishingResistant => "phishingResistant",
        }
    }

    /// Reads [`StandingStrength::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|strength| strength.word() == word)
    }
}
