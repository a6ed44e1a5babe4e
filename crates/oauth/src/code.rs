use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{AppId, Id, Span, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Challenge, OAuthError, Secret, Verifier};

/// How long a code can be redeemed: long enough for one redirect.
pub const CODE_LIFETIME: Span = Span::seconds(60);

/// What a code was issued for, and what must come back with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeBinding {
    /// The application that asked for it.
    pub client: Id<AppId>,
    /// The address it was sent to.
    pub redirect_uri: String,
    /// The challenge of the request.
    pub challenge: Challenge,
    /// The end of its life.
    pub until: Timestamp,
}

/// Makes a code from 32 random bytes; databases keep its digest.
pub fn new_code(random: [u8; 32]) -> Secret {
    Secret::new(URL_SAFE_NO_PAD.encode(random))
}

impl CodeBinding {
    /// Checks what came back. Whatever is wrong, the answer is the same; that a code is used once only is the
    /// caller's statement on its row.
    pub fn check(
        &self,
        client: Id<AppId>,
        redirect_uri: &str,
        verifier: &Verifier,
        now: Timestamp,
    ) -> Result<(), OAuthError> {
        let same = self.client == client && self.redirect_uri == redirect_uri;
        let good = same && now < self.until && self.challenge.is_met_by(verifier);
        if good { Ok(()) } else { Err(OAuthError::invalid_grant()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_000);
    const URI: &str = "https://app.example.org/cb";
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    fn binding() -> CodeBinding {
        CodeBinding {
            client: Id::fixed(1),
            redirect_uri: URI.to_owned(),
            challenge: Challenge::parse("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").unwrap(),
            until: NOW + CODE_LIFETIME,
        }
    }

    #[test]
    fn only_its_own_client_address_and_verifier_redeem_a_code_in_time() {
        let verifier = Verifier::parse(VERIFIER).unwrap();
        let wrong = Verifier::parse(&VERIFIER.replace('d', "e")).unwrap();
        let last = NOW + Span::micros(CODE_LIFETIME.as_micros() - 1);
        assert_eq!(binding().check(Id::fixed(1), URI, &verifier, last), Ok(()));
        for failed in [
            binding().check(Id::fixed(2), URI, &verifier, NOW),
            binding().check(Id::fixed(1), "https://app.example.org/cb/", &verifier, NOW),
            binding().check(Id::fixed(1), URI, &wrong, NOW),
            binding().check(Id::fixed(1), URI, &verifier, NOW + CODE_LIFETIME),
        ] {
            assert_eq!(failed, Err(OAuthError::invalid_grant()));
        }
    }

    #[test]
    fn a_code_carries_all_its_randomness() {
        assert_eq!(new_code([0xff; 32]).expose().len(), 43);
        assert_ne!(new_code([1; 32]), new_code([2; 32]));
    }
}
