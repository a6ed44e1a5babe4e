//! Secrets that we made: invitations, sessions, codes. 256 random bits, kept as their SHA-256 only.
//!
//! A fast hash is enough because nobody can guess 256 bits; what people choose goes through [`crate::password`].

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::digest;
use data_encoding::BASE64URL_NOPAD;
use zeroize::Zeroize;

use crate::same;

/// The characters of a token: 32 bytes in base64url without padding.
pub const TOKEN_LENGTH: usize = 43;

/// Says that a text is no token of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAToken;

impl fmt::Display for NotAToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a token")
    }
}

impl std::error::Error for NotAToken {}

/// A secret of 256 bits that we hand out. It is never stored and never printed, only its [`Token::digest`].
pub struct Token([u8; 32]);

impl Token {
    /// Makes a token from random bytes.
    pub const fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// The text for links, cookies and answers: 43 characters that need no escaping in an address.
    pub fn text(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }

    /// SHA-256 of the bytes, the form in which it is stored and looked up.
    pub fn digest(&self) -> [u8; 32] {
        sha256(&self.0)
    }

    /// True when it is the token whose digest was stored. Takes the same time wherever they differ.
    pub fn matches(&self, digest: &[u8; 32]) -> bool {
        same(&self.digest(), digest)
    }
}

impl FromStr for Token {
    type Err = NotAToken;

    /// Reads exactly what [`Token::text`] writes: a second spelling of one token (padding, stray bits at the
    /// end, the other alphabet) is refused.
    fn from_str(text: &str) -> Result<Self, NotAToken> {
        if text.len() != TOKEN_LENGTH {
            return Err(NotAToken);
        }
        let mut bytes = [0; 32];
        match BASE64URL_NOPAD.decode_mut(text.as_bytes(), &mut bytes) {
            Ok(32) => Ok(Self(bytes)),
            _ => Err(NotAToken),
        }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_digest_is_plain_sha_256() {
        let digest = data_encoding::HEXLOWER.encode(&Token::new([0; 32]).digest());
        assert_eq!(digest, "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
    }

    #[test]
    fn a_second_spelling_of_a_token_is_refused() {
        let text = Token::new([0xfb; 32]).text();
        assert_eq!(text, "-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s");
        for other in [
            text.replace('-', "+"),
            text.replace('_', "/"),
            format!("{text}="),
            format!(" {text}"),
            format!("{text}\n"),
            // Same 256 bits, different unused bits in the last character.
            format!("{}t", &text[..42]),
            text[..42].to_owned(),
            String::new(),
            "é".repeat(22),
        ] {
            assert!(other.parse::<Token>().is_err(), "`{other}` was read");
        }
    }

    #[test]
    fn a_token_is_not_printed_by_debug() {
        let token = Token::new([7; 32]);
        assert_eq!(format!("{token:?}"), "Token(…)");
    }

    proptest! {
        #[test]
        fn a_token_is_read_back_and_matches_only_its_own_digest(bytes: [u8; 32], bit in 0usize..256) {
            let token = Token::new(bytes);
            let read: Token = token.text().parse().unwrap();
            prop_assert!(read.matches(&token.digest()));
            let mut other = bytes;
            other[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!Token::new(other).matches(&token.digest()));
        }

        #[test]
        fn whatever_is_read_as_a_token_is_written_the_same(text in "[A-Za-z0-9_=+/-]{42,44}") {
            if let Ok(token) = text.parse::<Token>() {
                prop_assert_eq!(token.text(), text);
            }
        }

        #[test]
        fn reading_any_text_never_panics(text: String) {
            let _ = text.parse::<Token>();
        }
    }
}
