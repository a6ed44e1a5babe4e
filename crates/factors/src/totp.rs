//! Codes of an authenticator app: RFC 6238 with SHA-1, six digits, steps of 30 seconds, as every app reads it.
//!
//! Enrolling: make a [`Secret`], show [`Secret::otpauth_uri`] as a QR code and [`Secret::typed`] beside it, and
//! keep it (sealed) once [`verify`] accepted a first code. Signing in: [`verify`] with the last step that was
//! used; the caller stores the step with one statement that demands it to be later than the stored one, so that
//! a code is good once even on two nodes at the same moment.

use std::fmt;

use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;
use model::Timestamp;
use zeroize::Zeroize;

use crate::same;

/// Seconds in a time step.
pub const PERIOD: i64 = 30;

/// Digits in a code.
pub const DIGITS: usize = 6;

/// Characters of a typed code that are looked at; six digits with the odd space need far less.
const MAX_TYPED: usize = 32;

/// The number of a time step since 1970. A person's last used step is kept; only later ones count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step(i64);

impl Step {
    /// Reads a stored number.
    pub const fn from_number(number: i64) -> Self {
        Self(number)
    }
    /// The number, as databases keep it.
    pub const fn number(self) -> i64 {
        self.0
    }
    /// The step that a moment falls in.
    pub const fn at(now: Timestamp) -> Self {
        Self(now.as_secs().div_euclid(PERIOD))
    }
}

/// The secret that we share with an authenticator app: 160 bits, the length of the hash (RFC 4226 §4 R6).
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 20]);

impl Secret {
    /// Makes a secret from random bytes.
    pub const fn new(random: [u8; 20]) -> Self {
        Self(random)
    }

    /// The bytes, to be sealed before they are stored.
    pub const fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// The secret as a person types it: base32 in eight groups of four.
    pub fn typed(&self) -> String {
        let mut text = String::with_capacity(39);
        for (i, letter) in BASE32_NOPAD.encode(&self.0).chars().enumerate() {
            if i > 0 && i % 4 == 0 {
                text.push(' ');
            }
            text.push(letter);
        }
        text
    }

    /// The address that an authenticator app reads from the QR code, or is opened with on the phone itself.
    ///
    /// Both names lose their colons: the label is `issuer:account`, and apps split it after decoding.
    pub fn otpauth_uri(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (escaped(issuer), escaped(account));
        let secret = BASE32_NOPAD.encode(&self.0);
        format!(
            "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}\
             &algorithm=SHA1&digits={DIGITS}&period={PERIOD}"
        )
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// The code that an app with this secret shows, for the one place where Sluis itself is the app: the demo.
pub fn shown(secret: &Secret, now: Timestamp) -> String {
    code(secret, Step::at(now).0).iter().map(|digit| char::from(*digit)).collect()
}

/// The step whose code was typed, when that step is now, the one before or the one after, and later than the
/// last one used. Spaces and hyphens between the digits are forgiven.
///
/// RFC 6238 §5.2: a code is accepted once. Where two steps happen to share a code the later one is returned, so
/// that it is spent for both.
pub fn verify(secret: &Secret, typed: &str, now: Timestamp, last: Option<Step>) -> Option<Step> {
    let typed = digits(typed)?;
    let now = Step::at(now);
    let mut found = None;
    // All three are computed and compared, so that time does not tell which one it was.
    for step in [now.0 - 1, now.0, now.0 + 1] {
        let equal = same(&code(secret, step), &typed);
        if equal && last.is_none_or(|last| last.0 < step) {
            found = Some(Step(step));
        }
    }
    found
}

/// RFC 4226 §5.3 over the number of the step.
fn code(secret: &Secret, step: i64) -> [u8; DIGITS] {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &secret.0);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let offset = usize::from(tag[19] & 0xf);
    let mut number =
        u32::from_be_bytes([tag[offset] & 0x7f, tag[offset + 1], tag[offset + 2], tag[offset + 3]]);
    let mut digits = [0; DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
    digits
}

/// Exactly six ASCII digits, or nothing.
fn digits(typed: &str) -> Option<[u8; DIGITS]> {
    if typed.len() > MAX_TYPED {
        return None;
    }
    let digits: Vec<u8> =
        typed.trim().bytes().filter(|byte| !matches!(byte, b' ' | b'-')).take(DIGITS + 1).collect();
    let digits: [u8; DIGITS] = digits.try_into().ok()?;
    digits.iter().all(u8::is_ascii_digit).then_some(digits)
}

/// Percent-encodes all but the unreserved characters of RFC 3986 §2.3, and drops colons.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes().filter(|byte| *byte != b':') {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests;
