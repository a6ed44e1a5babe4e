use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::Secret;
use crate::secret::sha256;

/// An S256 code challenge (RFC 7636 §4.2): 43 base64url characters that stand for a SHA-256. `plain` does not exist
/// here, so it cannot be downgraded to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Challenge([u8; 32]);

/// A code verifier: 43 to 128 unreserved characters (RFC 7636 §4.1).
#[derive(Debug, Clone)]
pub struct Verifier(Secret);

impl Challenge {
    /// Reads a `code_challenge`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = (text.len() == 43).then(|| URL_SAFE_NO_PAD.decode(text).ok()).flatten()?;
        bytes.try_into().ok().map(Self)
    }

    /// Reads what [`Challenge::as_bytes`] gave.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The SHA-256 itself, as databases keep it.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// True when the verifier is the one that the challenge was made of; takes the same time either way.
    pub fn is_met_by(&self, verifier: &Verifier) -> bool {
        let made = sha256(verifier.0.expose().as_bytes());
        verify_slices_are_equal(&made, &self.0).is_ok()
    }
}

impl Verifier {
    /// Reads a `code_verifier`.
    pub fn parse(text: &str) -> Option<Self> {
        let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        ((43..=128).contains(&text.len()) && text.bytes().all(unreserved)).then(|| Self(Secret::new(text)))
    }
}

impl TryFrom<String> for Challenge {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a code challenge")
    }
}
impl From<Challenge> for String {
    fn from(challenge: Challenge) -> Self {
        URL_SAFE_NO_PAD.encode(challenge.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_example_of_rfc_7636_holds() {
        assert!(Challenge::parse(CHALLENGE).unwrap().is_met_by(&Verifier::parse(VERIFIER).unwrap()));
    }

    #[test]
    fn the_challenge_itself_is_not_its_verifier() {
        // What a server that falls back to `plain` would accept.
        assert!(!Challenge::parse(CHALLENGE).unwrap().is_met_by(&Verifier::parse(CHALLENGE).unwrap()));
    }

    #[test]
    fn challenges_and_verifiers_of_the_wrong_shape_are_nothing() {
        for bad in ["", "short", &CHALLENGE[1..], &format!("{CHALLENGE}="), &CHALLENGE.replace('-', "+")] {
            assert!(Challenge::parse(bad).is_none(), "{bad}");
        }
        // The last character carries two bits; a second spelling of the same hash is refused.
        assert!(Challenge::parse(&CHALLENGE.replace("-cM", "-cN")).is_none());
        for bad in [
            "",
            &VERIFIER[1..],
            &"a".repeat(129),
            &VERIFIER.replace('-', "+"),
            &VERIFIER.replace('-', "\u{e9}"),
        ] {
            assert!(Verifier::parse(bad).is_none(), "{bad}");
        }
        assert!(Verifier::parse(&"a".repeat(128)).is_some());
    }

    proptest! {
        #[test]
        fn another_verifier_never_meets_the_challenge(text in "[A-Za-z0-9._~-]{43,128}") {
            prop_assume!(text != VERIFIER);
            prop_assert!(!Challenge::parse(CHALLENGE).unwrap().is_met_by(&Verifier::parse(&text).unwrap()));
        }

        #[test]
        fn a_challenge_is_read_back_from_its_text(bytes in any::<[u8; 32]>()) {
            let text = String::from(Challenge::from_bytes(bytes));
            prop_assert_eq!(Challenge::parse(&text), Some(Challenge::from_bytes(bytes)));
        }
    }
}
