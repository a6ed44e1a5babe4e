//! What distinguished names are compared by: servers write the same one in several ways (RFC 4514).

/// The same text for every way to write a name: case, white space around separators, and how characters are escaped do not
/// count.
pub(super) fn dn_key(dn: &str) -> String {
    let mut key = String::with_capacity(dn.len());
    for byte in parts(dn) {
        match byte {
            Part::Separator(separator) => {
                trim_end(&mut key);
                key.push(separator);
            }
            // White space after a separator is none.
            Part::Character(' ') if is_at_separator(&key) => {}
            Part::Character(character) => key.extend(character.to_lowercase()),
            Part::Escaped(character) => {
                key.push('\\');
                key.extend(character.to_lowercase());
            }
        }
    }
    trim_end(&mut key);
    key
}

enum Part {
    /// Stands between names and values.
    Separator(char),
    /// Stands for itself.
    Character(char),
    /// Would be a separator or white space that is dropped, and is not.
    Escaped(char),
}

fn parts(dn: &str) -> Vec<Part> {
    let mut characters = unescaped(dn).into_iter().peekable();
    let mut parts = vec![];
    while let Some((character, is_escaped)) = characters.next() {
        let at_edge =
            characters.peek().is_none_or(|(next, escaped)| !escaped && matches!(next, ',' | '+' | ';'));
        parts.push(match character {
            ',' | '=' | '+' | ';' if !is_escaped => {
                Part::Separator(if character == ';' { ',' } else { character })
            }
            ',' | '=' | '+' | ';' | '\\' | '"' => Part::Escaped(character),
            ' ' if is_escaped && at_edge => Part::Escaped(character),
            _ => Part::Character(character),
        });
    }
    parts
}

/// The characters, and whether each was escaped. Bytes that are written as hexadecimal digits are read together, because a
/// character may be several.
fn unescaped(dn: &str) -> Vec<(char, bool)> {
    let mut out = vec![];
    let mut rest = dn;
    while let Some(character) = rest.chars().next() {
        if character != '\\' {
            out.push((character, false));
            rest = &rest[character.len_utf8()..];
            continue;
        }
        let mut bytes = vec![];
        while let Some(byte) = hex_pair(rest) {
            bytes.push(byte);
            rest = &rest[3..];
        }
        if bytes.is_empty() {
            rest = &rest[1..];
            if let Some(next) = rest.chars().next() {
                out.push((next, true));
                rest = &rest[next.len_utf8()..];
            }
        } else {
            out.extend(String::from_utf8_lossy(&bytes).chars().map(|character| (character, true)));
        }
    }
    out
}

/// The byte that `\2c` stands for.
fn hex_pair(text: &str) -> Option<u8> {
    let digits = text.strip_prefix('\\')?.get(..2)?;
    if digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        u8::from_str_radix(digits, 16).ok()
    } else {
        None
    }
}

/// True at the beginning, and behind a separator that is not escaped.
fn is_at_separator(key: &str) -> bool {
    let mut backwards = key.chars().rev();
    backwards.next().is_none_or(|last| matches!(last, ',' | '=' | '+') && backwards.next() != Some('\\'))
}

fn trim_end(key: &mut String) {
    while key.ends_with(' ') && !key.ends_with("\\ ") {
        key.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_is_the_same_however_it_is_written() {
        for (one, other) in [
            ("CN=Anna,OU=People,DC=x", "cn=anna, ou=people,dc=X"),
            (r"cn=Jansen\, Piet,dc=x", r"cn=jansen\2c piet,dc=x"),
            (r"cn=L\C3\BCbeck,dc=x", "cn=l\u{fc}beck,dc=x"),
            ("cn=a ; dc = x ", "cn=a,dc=x"),
        ] {
            assert_eq!(dn_key(one), dn_key(other), "{one}");
        }
    }

    #[test]
    fn an_escaped_separator_is_part_of_the_name() {
        for (one, other) in [
            (r"cn=a\,ou=b,dc=x", "cn=a,ou=b,dc=x"),
            (r"cn=a\ ,dc=x", "cn=a,dc=x"),
            (r"cn=a\\,dc=x", "cn=a,dc=x"),
            (r"cn=a\+b", "cn=a+b"),
        ] {
            assert_ne!(dn_key(one), dn_key(other), "{one}");
        }
        assert_eq!(dn_key(""), "");
        assert_eq!(dn_key("\\"), "");
    }
}
