use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::Id;

const VERSION: u8 = 1;
/// Version, grant and generation.
const BODY: usize = 1 + 16 + 8;
/// 184 bits, so that the whole is 48 bytes: base64 without a spare bit, one spelling per token.
const MAC: usize = 23;
const TEXT: usize = (BODY + MAC) / 3 * 4;

/// What a refresh token says: which grant, and which of its successive tokens. There is no row per token.
///
/// The text is version, grant, generation and a truncated HMAC-SHA-256 over them, in base64url. `T` marks the
/// caller's grant.
pub struct Refresh<T> {
    /// The grant it belongs to.
    pub grant: Id<T>,
    /// Which token of the grant it is; the row knows the newest.
    pub generation: u64,
}

impl<T> Refresh<T> {
    /// The token for the client.
    pub fn text(&self, key: &[u8; 32]) -> String {
        let mut bytes = [0; BODY + MAC];
        bytes[0] = VERSION;
        bytes[1..17].copy_from_slice(self.grant.as_bytes());
        bytes[17..BODY].copy_from_slice(&self.generation.to_be_bytes());
        let tag = tag(key, &bytes[..BODY]);
        bytes[BODY..].copy_from_slice(&tag);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a token that was made with this key; anything else is nothing.
    pub fn parse(key: &[u8; 32], text: &str) -> Option<Self> {
        let bytes = (text.len() == TEXT).then(|| URL_SAFE_NO_PAD.decode(text).ok()).flatten()?;
        let (body, mac) = bytes.split_at_checked(BODY)?;
        verify_slices_are_equal(&tag(key, body), mac).ok()?;
        let grant = body.get(1..17)?.try_into().ok()?;
        let generation = body.get(17..)?.try_into().ok()?;
        (body.first() == Some(&VERSION))
            .then(|| Self { grant: Id::from_bytes(grant), generation: u64::from_be_bytes(generation) })
    }
}

fn tag(key: &[u8; 32], body: &[u8]) -> [u8; MAC] {
    let whole = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), body);
    let mut tag = [0; MAC];
    tag.copy_from_slice(&whole.as_ref()[..MAC]);
    tag
}

impl<T> Clone for Refresh<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Refresh<T> {}
impl<T> PartialEq for Refresh<T> {
    fn eq(&self, other: &Self) -> bool {
        self.grant == other.grant && self.generation == other.generation
    }
}
impl<T> Eq for Refresh<T> {}
impl<T> fmt::Debug for Refresh<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Refresh({} #{})", self.grant, self.generation)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: [u8; 32] = [7; 32];

    fn refresh(grant: [u8; 16], generation: u64) -> Refresh<()> {
        Refresh { grant: Id::from_bytes(grant), generation }
    }

    #[test]
    fn every_single_flipped_bit_is_refused() {
        let token = refresh([3; 16], 41);
        let bytes = URL_SAFE_NO_PAD.decode(token.text(&KEY)).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Refresh::<()>::parse(&KEY, &URL_SAFE_NO_PAD.encode(flipped)), None, "bit {bit}");
        }
    }

    #[test]
    fn every_truncation_and_extension_is_refused() {
        let text = refresh([3; 16], 41).text(&KEY);
        for end in 0..text.len() {
            assert_eq!(Refresh::<()>::parse(&KEY, &text[..end]), None, "{end}");
        }
        for longer in [format!("{text}A"), format!("{text}="), format!("{text}AAAA"), format!(" {text}")] {
            assert_eq!(Refresh::<()>::parse(&KEY, &longer), None);
        }
    }

    proptest! {
        #[test]
        fn a_token_is_read_back_by_its_own_key_only(
            grant in any::<[u8; 16]>(), generation in any::<u64>(), key in any::<[u8; 32]>(),
        ) {
            let token = refresh(grant, generation);
            let text = token.text(&key);
            prop_assert_eq!(text.len(), TEXT);
            prop_assert_eq!(Refresh::parse(&key, &text), Some(token));
            prop_assert_eq!(Refresh::<()>::parse(&KEY, &text).is_some(), key == KEY);
        }

        #[test]
        fn nothing_a_stranger_makes_up_is_a_token(text in "[A-Za-z0-9_-]{64}|\\PC{0,80}") {
            prop_assert_eq!(Refresh::<()>::parse(&KEY, &text), None);
        }
    }
}
