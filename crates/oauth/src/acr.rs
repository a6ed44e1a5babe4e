use std::fmt;

use model::{Id, Method, MethodSet, Timestamp};
use serde::{Deserialize, Serialize};

/// How strong a sign-in was, as tokens say it. Ordered: the later, the stronger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Acr {
    /// One factor.
    #[serde(rename = "urn:sluis:acr:1")]
    SingleFactor,
    /// Two factors.
    #[serde(rename = "urn:sluis:acr:2")]
    MultiFactor,
    /// Two factors that cannot be phished (OpenID Connect Extended Authentication Profile).
    #[serde(rename = "phr")]
    PhishingResistant,
}

/// Which combinations of methods count as what; the caller knows them from its strengths.
#[derive(Debug, Clone, Copy)]
pub struct Combinations<'a> {
    /// Each set is two factors.
    pub multi_factor: &'a [MethodSet],
    /// Each set is two factors that cannot be phished.
    pub phishing_resistant: &'a [MethodSet],
}

/// The sign-in that a token speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authentication {
    /// When the person last actively proved who they are: `auth_time`, what `max_age` counts from.
    pub at: Timestamp,
    /// How strong it was.
    pub acr: Acr,
    /// By which methods.
    pub methods: MethodSet,
    /// The session, as `sid`.
    pub session: Id<()>,
}

impl Acr {
    /// All of them, weakest first.
    pub const ALL: [Self; 3] = [Self::SingleFactor, Self::MultiFactor, Self::PhishingResistant];

    /// The word in tokens and requests.
    pub const fn word(self) -> &'static str {
        match self {
            Self::SingleFactor => "urn:sluis:acr:1",
            Self::MultiFactor => "urn:sluis:acr:2",
            Self::PhishingResistant => "phr",
        }
    }

    /// Reads `acr_values`: what we do not know is dropped, what is repeated counts once.
    pub fn parse_list(text: &str) -> Vec<Self> {
        let mut list = Vec::new();
        for word in text.split(' ') {
            let known = Self::ALL.into_iter().find(|acr| acr.word() == word);
            list.extend(known.filter(|acr| !list.contains(acr)));
        }
        list
    }

    /// What these proofs amount to.
    pub fn of(proved: MethodSet, combinations: Combinations<'_>) -> Self {
        let met = |sets: &[MethodSet]| sets.iter().any(|set| !set.is_empty() && proved.includes(*set));
        if met(combinations.phishing_resistant) {
            Self::PhishingResistant
        } else if met(combinations.multi_factor) {
            Self::MultiFactor
        } else {
            Self::SingleFactor
        }
    }
}

impl fmt::Display for Acr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The `amr` of a sign-in (RFC 8176), in a fixed order, each word once; `mfa` when it was two factors.
pub fn amr(methods: MethodSet, acr: Acr) -> Vec<&'static str> {
    let mut words = Vec::new();
    for method in methods.iter() {
        for word in words_of(method) {
            if !words.contains(word) {
                words.push(*word);
            }
        }
    }
    if acr >= Acr::MultiFactor {
        words.push("mfa");
    }
    words
}

/// What is not a way to authenticate in RFC 8176 (an invitation, a remembered browser) has no word.
const fn words_of(method: Method) -> &'static [&'static str] {
    match method {
        Method::Password | Method::AppPassword => &["pwd"],
        Method::Totp
        | Method::RecoveryCode
        | Method::SealedCapsule
        | Method::TemporaryAccessPass
        | Method::Email => &["otp"],
        Method::Sms => &["sms"],
        Method::Push => &["mca"],
        // Either may be kept in software, so nothing is said about hardware.
        Method::Passkey | Method::SecurityKey => &["pop", "user"],
        Method::Invitation | Method::RememberedDevice => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMBINATIONS: Combinations<'_> = Combinations {
        multi_factor: &[
            MethodSet::of(&[Method::Password, Method::Totp]),
            MethodSet::of(&[Method::Password, Method::RememberedDevice]),
            MethodSet::of(&[Method::Passkey]),
        ],
        phishing_resistant: &[MethodSet::of(&[Method::Passkey])],
    };

    fn check(methods: &[Method], acr: Acr, words: &[&str]) {
        let methods = MethodSet::of(methods);
        assert_eq!(Acr::of(methods, COMBINATIONS), acr, "{methods:?}");
        assert_eq!(amr(methods, acr), words, "{methods:?}");
    }

    #[test]
    fn strength_is_computed_from_the_whole_set() {
        use Method::*;
        check(&[Password], Acr::SingleFactor, &["pwd"]);
        check(&[Totp], Acr::SingleFactor, &["otp"]);
        check(&[Password, Totp], Acr::MultiFactor, &["pwd", "otp", "mfa"]);
        check(&[Totp, RecoveryCode], Acr::SingleFactor, &["otp"]);
        check(&[Password, RememberedDevice], Acr::MultiFactor, &["pwd", "mfa"]);
        check(&[Passkey], Acr::PhishingResistant, &["pop", "user", "mfa"]);
        check(&[], Acr::SingleFactor, &[]);
    }

    #[test]
    fn a_one_time_code_never_counts_as_a_passkey() {
        let typed = Method::ALL.into_iter().filter(|method| *method != Method::Passkey).collect();
        assert_eq!(Acr::of(typed, COMBINATIONS), Acr::MultiFactor);
    }

    #[test]
    fn unknown_and_repeated_values_are_dropped() {
        assert_eq!(
            Acr::parse_list("phr 0 x phr  urn:sluis:acr:1"),
            [Acr::PhishingResistant, Acr::SingleFactor]
        );
    }

    #[test]
    fn words_on_the_wire_are_the_serialised_ones() {
        for acr in Acr::ALL {
            assert_eq!(serde_json::to_value(acr).unwrap(), acr.word());
        }
    }
}
