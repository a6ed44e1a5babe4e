//! As much of BER (ITU-T X.690) as LDAP needs (RFC 4511 §5.1): one byte of tag, definite lengths.
//!
//! Reading goes level by level and never calls itself: what is nested deeply is as cheap to refuse as anything else
//! (attack 69).

/// `SEQUENCE`.
pub(super) const SEQUENCE: u8 = 0x30;
/// `SET`.
pub(super) const SET: u8 = 0x31;
/// `BOOLEAN`.
pub(super) const BOOLEAN: u8 = 0x01;
/// `INTEGER`.
pub(super) const INTEGER: u8 = 0x02;
/// `OCTET STRING`.
pub(super) const OCTETS: u8 = 0x04;
/// `ENUMERATED`.
pub(super) const ENUMERATED: u8 = 0x0a;

/// The bytes are not what they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// A tag, a length and a content.
pub(super) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match u8::try_from(content.len()) {
        Ok(short) if short < 0x80 => out.push(short),
        _ => {
            let length = content.len().to_be_bytes();
            let length: Vec<u8> = length.iter().copied().skip_while(|byte| *byte == 0).collect();
            // At most eight bytes of length.
            out.push(0x80 | u8::try_from(length.len()).unwrap_or(8));
            out.extend(length);
        }
    }
    out.extend_from_slice(content);
    out
}

/// A number.
pub(super) fn integer(tag: u8, value: i64) -> Vec<u8> {
    let bytes = value.to_be_bytes();
    // As short as it can be: a byte goes while the next one still says the sign.
    let is_spare = |at: usize| {
        let sign = bytes[at + 1] & 0x80;
        (bytes[at] == 0 && sign == 0) || (bytes[at] == 0xff && sign != 0)
    };
    let mut from = 0;
    while from < bytes.len() - 1 && is_spare(from) {
        from += 1;
    }
    tlv(tag, &bytes[from..])
}

/// What is left to read of one level.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    /// True when nothing is left.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The tag of what comes next.
    pub(super) fn tag(&self) -> Option<u8> {
        self.0.first().copied()
    }

    /// What comes next, with its tag.
    pub(super) fn next(&mut self) -> Result<(u8, &'a [u8]), Malformed> {
        let (tag, length, head) = header(self.0)?.ok_or(Malformed)?;
        let content = self.0.get(head..head + length).ok_or(Malformed)?;
        self.0 = &self.0[head + length..];
        Ok((tag, content))
    }

    /// What comes next, which must have this tag.
    pub(super) fn take(&mut self, tag: u8) -> Result<&'a [u8], Malformed> {
        let (found, content) = self.next()?;
        if found == tag { Ok(content) } else { Err(Malformed) }
    }

    /// A number under this tag.
    pub(super) fn number(&mut self, tag: u8) -> Result<i64, Malformed> {
        let bytes = self.take(tag)?;
        let (first, _) = bytes.split_first().ok_or(Malformed)?;
        if bytes.len() > 8 {
            return Err(Malformed);
        }
        let start = if first & 0x80 == 0 { 0 } else { -1 };
        Ok(bytes.iter().fold(start, |number: i64, byte| (number << 8) | i64::from(*byte)))
    }
}

/// Tag, length of the content and length of the header; `None` when more bytes are needed to say.
pub(super) fn header(bytes: &[u8]) -> Result<Option<(u8, usize, usize)>, Malformed> {
    let [tag, first, rest @ ..] = bytes else { return Ok(None) };
    // LDAP has no tag above 30.
    if tag & 0x1f == 0x1f {
        return Err(Malformed);
    }
    let count = match first {
        short if short & 0x80 == 0 => return Ok(Some((*tag, usize::from(*short), 2))),
        // RFC 4511 §5.1: only the definite form.
        0x80 => return Err(Malformed),
        long => usize::from(long & 0x7f),
    };
    if count > 4 {
        return Err(Malformed);
    }
    let Some(length) = rest.get(..count) else { return Ok(None) };
    let length = length.iter().fold(0_usize, |length, byte| (length << 8) | usize::from(*byte));
    Ok(Some((*tag, length, 2 + count)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_can_be_and_read_back() {
        for (number, bytes) in [
            (0, &[2, 1, 0][..]),
            (127, &[2, 1, 127][..]),
            (128, &[2, 2, 0, 128][..]),
            (256, &[2, 2, 1, 0][..]),
            (-1, &[2, 1, 255][..]),
            (-129, &[2, 2, 255, 127][..]),
        ] {
            assert_eq!(integer(INTEGER, number), bytes, "{number}");
            assert_eq!(Reader(bytes).number(INTEGER), Ok(number));
        }
        assert_eq!(Reader(&integer(INTEGER, i64::MAX)).number(INTEGER), Ok(i64::MAX));
        assert_eq!(Reader(&[2, 0]).number(INTEGER), Err(Malformed));
        assert_eq!(Reader(&[2, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0]).number(INTEGER), Err(Malformed));
    }

    #[test]
    fn long_contents_are_read_back() {
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            let content = vec![7; length];
            let bytes = tlv(OCTETS, &content);
            assert_eq!(Reader(&bytes).take(OCTETS), Ok(&content[..]), "{length}");
        }
    }

    #[test]
    fn what_is_cut_off_indefinite_or_too_long_is_refused() {
        for bytes in [&[][..], &[4], &[4, 5, 1], &[4, 0x80, 0, 0], &[4, 0x85, 1, 1, 1, 1, 1], &[0x1f, 1, 0]] {
            assert_eq!(Reader(bytes).next(), Err(Malformed), "{bytes:?}");
        }
        assert_eq!(Reader(&[4, 0x84, 0xff, 0xff, 0xff, 0xff]).next(), Err(Malformed));
    }

    #[test]
    fn a_message_nested_a_million_levels_deep_is_read_one_level_at_a_time() {
        let mut bytes = vec![];
        for _ in 0..1_000_000 {
            bytes.extend([SEQUENCE, 0x80]);
        }
        assert_eq!(Reader(&bytes).next(), Err(Malformed));
        // What is nested with lengths that are right comes apart one level at a time.
        let levels = 2_000;
        let bytes = (0..levels).fold(vec![], |inner: Vec<u8>, _| tlv(SEQUENCE, &inner));
        let (mut level, mut depth) = (&bytes[..], 0);
        while !level.is_empty() {
            level = Reader(level).take(SEQUENCE).unwrap();
            depth += 1;
        }
        assert_eq!(depth, levels);
    }
}
