//! `application/x-www-form-urlencoded`: the encoding of queries, bodies and, inside `Basic`, of client credentials.

/// Decodes one name or value. `None` for a broken `%` sequence, text that is not UTF-8, or a control character.
pub(crate) fn decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => out.push(b' '),
            b'%' => out.push(hex(bytes.next()?)? << 4 | hex(bytes.next()?)?),
            other => out.push(other),
        }
    }
    let text = String::from_utf8(out).ok()?;
    (!text.contains(char::is_control)).then_some(text)
}

/// Encodes one name or value; everything but RFC 3986's unreserved characters is escaped, so that the result is
/// safe in a query and in a `Location` header.
pub(crate) fn encode(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

/// Appends parameters to an address that may already have a query and has no fragment.
pub(crate) fn with_query(address: &str, pairs: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(address.len() + 200);
    out.push_str(address);
    for (name, value) in pairs {
        if !out.contains('?') {
            out.push('?');
        } else if !out.ends_with(['?', '&']) {
            out.push('&');
        }
        out.push_str(name);
        out.push('=');
        encode(value, &mut out);
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_existing_query_is_kept_and_extended() {
        let pairs = [("code", "a b"), ("iss", "https://x/y")];
        assert_eq!(with_query("https://a/cb", &pairs), "https://a/cb?code=a%20b&iss=https%3A%2F%2Fx%2Fy");
        assert_eq!(with_query("https://a/cb?x=1", &pairs[..1]), "https://a/cb?x=1&code=a%20b");
        assert_eq!(with_query("https://a/cb?", &pairs[..1]), "https://a/cb?code=a%20b");
        assert_eq!(with_query("https://a/cb?x=1&", &pairs[..1]), "https://a/cb?x=1&code=a%20b");
    }

    #[test]
    fn broken_escapes_and_control_characters_are_refused() {
        for bad in ["%", "%4", "%zz", "%+1", "a%00b", "a%0d%0ab", "%ff", "%c0%80"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
        assert_eq!(decode("a+b%2Bc%C3%A9").as_deref(), Some("a b+c\u{e9}"));
    }

    proptest! {
        #[test]
        fn what_is_encoded_decodes_to_itself(text in "\\PC*") {
            let mut encoded = String::new();
            encode(&text, &mut encoded);
            prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_graphic()));
            prop_assert_eq!(decode(&encoded), Some(text));
        }
    }
}
