//! As much DER (X.690) as the extensions of attestations need: walking through tagged values.

/// One tagged value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Der<'a> {
    tag: u32,
    body: &'a [u8],
}

const INTEGER: u32 = 0x02;
const OCTETS: u32 = 0x04;
const ENUMERATED: u32 = 0x0a;
const SEQUENCE: u32 = 0x30;
const SET: u32 = 0x31;

impl<'a> Der<'a> {
    /// Reads one value and leaves what follows it.
    fn read(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (&first, mut rest) = bytes.split_first()?;
        let mut tag = u32::from(first);
        if first & 0x1f == 0x1f {
            // A high tag number: its class and form, then up to two groups of seven bits.
            tag = u32::from(first & 0xe0) << 24;
            for _ in 0..2 {
                let (&next, after) = rest.split_first()?;
                rest = after;
                tag = (tag & 0xff00_0000) | ((tag & 0x00ff_ffff) << 7) | u32::from(next & 0x7f);
                if next & 0x80 == 0 {
                    return Self::body(tag, rest);
                }
            }
            return None;
        }
        Self::body(tag, rest)
    }

    fn body(tag: u32, bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (&first, rest) = bytes.split_first()?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81..=0x84 => {
                let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
                (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
            }
            _ => return None,
        };
        let (body, rest) = rest.split_at_checked(length)?;
        Some((Self { tag, body }, rest))
    }

    /// Reads exactly one value.
    pub(super) fn all(bytes: &'a [u8]) -> Option<Self> {
        Self::read(bytes).filter(|(_, rest)| rest.is_empty()).map(|(value, _)| value)
    }

    /// The values inside a sequence, a set or an explicit tag.
    pub(super) fn inside(&self) -> Option<Vec<Self>> {
        let mut rest = self.body;
        let mut found = vec![];
        while !rest.is_empty() {
            let (value, after) = Self::read(rest)?;
            found.push(value);
            rest = after;
        }
        Some(found)
    }

    pub(super) fn sequence(&self) -> Option<Vec<Self>> {
        if self.tag == SEQUENCE { self.inside() } else { None }
    }

    pub(super) fn octets(&self) -> Option<&'a [u8]> {
        (self.tag == OCTETS).then_some(self.body)
    }

    /// A small number.
    pub(super) fn number(&self) -> Option<i64> {
        let number = matches!(self.tag, INTEGER | ENUMERATED) && (1..=7).contains(&self.body.len());
        number.then(|| self.body.iter().fold(0, |number, byte| number << 8 | i64::from(*byte)))
    }

    pub(super) fn is_set(&self) -> bool {
        self.tag == SET
    }

    /// The value under an explicit tag of this class and number, where this is one.
    pub(super) fn explicit(&self, number: u32) -> Option<Self> {
        let tag = if number < 31 { 0xa0 | number } else { 0xa000_0000 | number };
        if self.tag == tag { Self::all(self.body) } else { None }
    }

    /// Modulus and exponent of an RSAPublicKey (RFC 8017 §A.1.1), without leading zeros.
    pub(super) fn rsa_key(bytes: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
        let parts = Self::all(bytes)?.sequence()?;
        let [n, e] = parts[..] else { return None };
        (n.tag == INTEGER && e.tag == INTEGER).then(|| (trimmed(n.body), trimmed(e.body)))
    }
}

fn trimmed(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    &number[zeros..]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn high_tag_numbers_are_read() {
        // [702] EXPLICIT INTEGER 0, as Android keys say that they were made in the device.
        let bytes = [0xbf, 0x85, 0x3e, 0x03, 0x02, 0x01, 0x00];
        let value = Der::all(&bytes).unwrap();
        assert_eq!(value.explicit(702).and_then(|inner| inner.number()), Some(0));
        assert!(value.explicit(600).is_none());
    }

    #[test]
    fn a_length_beyond_the_input_is_refused() {
        assert!(Der::all(&[0x04, 0x05, 1, 2]).is_none());
        assert!(Der::all(&[0x04, 0x84, 0xff, 0xff, 0xff, 0xff]).is_none());
        assert!(Der::all(&[0x04, 0x01, 1, 2]).is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let _ = Der::all(&bytes).and_then(|value| value.inside());
        }
    }
}
