//! The few messages of LDAP that a client of directories sends and reads (RFC 4511 §4).

use service::directory_sync::{DirectoryEntry, DirectoryError, Scope};

use super::ber::{self, Malformed, Reader, integer, tlv};

/// StartTLS (RFC 4511 §4.14.1).
const START_TLS: &[u8] = b"1.3.6.1.4.1.1466.20037";
/// Simple paged results (RFC 2696).
const PAGED: &[u8] = b"1.2.840.113556.1.4.319";

const BIND: u8 = 0x60;
const UNBIND: u8 = 0x42;
const SEARCH: u8 = 0x63;
const EXTENDED: u8 = 0x77;
const BOUND: u8 = 0x61;
const ENTRY: u8 = 0x64;
const DONE: u8 = 0x65;
const REFERENCE: u8 = 0x73;
const EXTENDED_ANSWER: u8 = 0x78;
const CONTROLS: u8 = 0xa0;
/// How many attributes and values an entry has at most: an empty one takes memory too.
pub(super) const MOST_VALUES: usize = 500_000;
/// The most of a server's words that is kept.
const WORDS: usize = 300;

/// What a server says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// How a bind ended.
    Bound(Ending),
    /// How StartTLS or the like ended.
    Extended(Ending),
    /// An entry that was found.
    Entry(DirectoryEntry),
    /// Another server may know more; it is not asked: nobody chose it.
    Reference,
    /// How a search ended, and how to ask for the next page.
    Done(Ending, Vec<u8>),
}

/// A result.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ending {
    /// The code; 0 is success.
    pub(super) code: i64,
    /// What the server says about it.
    pub(super) words: String,
}

impl Ending {
    /// An error unless it is success.
    pub(super) fn success(self) -> Result<(), DirectoryError> {
        match self.code {
            0 => Ok(()),
            // InvalidCredentials; AD says `noSuchObject` and `inappropriateAuthentication` of some.
            49 => Err(DirectoryError::Credentials),
            3 | 11 => Err(DirectoryError::TimedOut),
            code => Err(DirectoryError::Refused { code, words: self.words }),
        }
    }
}

/// Signing in by name and password.
pub(super) fn bind(id: i64, name: &str, password: &str) -> Vec<u8> {
    let content = [
        integer(ber::INTEGER, 3),
        tlv(ber::OCTETS, name.as_bytes()),
        // [0] simple
        tlv(0x80, password.as_bytes()),
    ];
    message(id, &tlv(BIND, &content.concat()), &[])
}

/// Going away.
pub(super) fn unbind(id: i64) -> Vec<u8> {
    message(id, &tlv(UNBIND, &[]), &[])
}

/// Asking for TLS.
pub(super) fn start_tls(id: i64) -> Vec<u8> {
    message(id, &tlv(EXTENDED, &tlv(0x80, START_TLS)), &[])
}

/// A search.
pub(super) struct Search<'a> {
    pub(super) base: &'a str,
    pub(super) scope: Scope,
    pub(super) filter: &'a [u8],
    pub(super) attributes: &'a [String],
    /// How long the server may take, in seconds.
    pub(super) seconds: i64,
    /// How many entries a page has, and where it begins; a search without pages where absent.
    pub(super) page: Option<(i64, &'a [u8])>,
}

/// Looking for entries.
pub(super) fn search(id: i64, search: &Search<'_>) -> Vec<u8> {
    let scope = match search.scope {
        Scope::Base => 0,
        Scope::Subtree => 2,
    };
    let attributes: Vec<u8> =
        search.attributes.iter().flat_map(|name| tlv(ber::OCTETS, name.as_bytes())).collect();
    let content = [
        tlv(ber::OCTETS, search.base.as_bytes()),
        integer(ber::ENUMERATED, scope),
        // Aliases are not followed: they lead out of the base.
        integer(ber::ENUMERATED, 0),
        integer(ber::INTEGER, 0),
        integer(ber::INTEGER, search.seconds),
        tlv(ber::BOOLEAN, &[0]),
        search.filter.to_vec(),
        tlv(ber::SEQUENCE, &attributes),
    ];
    let controls = search.page.map_or_else(Vec::new, |(size, cookie)| paged(size, cookie));
    message(id, &tlv(SEARCH, &content.concat()), &controls)
}

/// The control that asks for a page. It is critical: a server that has no pages says so instead of sending everything.
pub(super) fn paged(size: i64, cookie: &[u8]) -> Vec<u8> {
    let value = tlv(ber::SEQUENCE, &[integer(ber::INTEGER, size), tlv(ber::OCTETS, cookie)].concat());
    let control = [tlv(ber::OCTETS, PAGED), tlv(ber::BOOLEAN, &[0xff]), tlv(ber::OCTETS, &value)];
    tlv(CONTROLS, &tlv(ber::SEQUENCE, &control.concat()))
}

pub(super) fn message(id: i64, operation: &[u8], controls: &[u8]) -> Vec<u8> {
    tlv(ber::SEQUENCE, &[&integer(ber::INTEGER, id)[..], operation, controls].concat())
}

/// Reads what is within a message; what was not asked for under this id is an error.
pub(super) fn read(id: i64, content: &[u8]) -> Result<Answer, DirectoryError> {
    let malformed = |Malformed| DirectoryError::Protocol("sent what is no LDAP");
    let mut reader = Reader(content);
    let found = reader.number(ber::INTEGER).map_err(malformed)?;
    let (tag, operation) = reader.next().map_err(malformed)?;
    if found != id {
        // RFC 4511 §4.4.1: a server that goes away says so under the id 0.
        return Err(DirectoryError::Protocol("ended the conversation"));
    }
    let answer = match tag {
        BOUND => ending(operation).map(Answer::Bound),
        EXTENDED_ANSWER => ending(operation).map(Answer::Extended),
        ENTRY => entry(operation).map(Answer::Entry),
        REFERENCE => Ok(Answer::Reference),
        DONE => ending(operation).and_then(|end| Ok(Answer::Done(end, next_page(reader)?))),
        _ => Err(Malformed),
    };
    answer.map_err(malformed)
}

fn ending(content: &[u8]) -> Result<Ending, Malformed> {
    let mut reader = Reader(content);
    let code = reader.number(ber::ENUMERATED)?;
    reader.take(ber::OCTETS)?;
    let words = String::from_utf8_lossy(reader.take(ber::OCTETS)?);
    let words = words.chars().filter(|c| !c.is_control()).take(WORDS).collect();
    Ok(Ending { code, words })
}

fn entry(content: &[u8]) -> Result<DirectoryEntry, Malformed> {
    let mut reader = Reader(content);
    let dn = text(reader.take(ber::OCTETS)?)?;
    let mut attributes = Reader(reader.take(ber::SEQUENCE)?);
    let mut entry = DirectoryEntry { dn, ..DirectoryEntry::default() };
    let mut left = MOST_VALUES;
    while !attributes.is_empty() {
        left = left.checked_sub(1).ok_or(Malformed)?;
        let mut attribute = Reader(attributes.take(ber::SEQUENCE)?);
        let name = text(attribute.take(ber::OCTETS)?)?.to_ascii_lowercase();
        let mut values = Reader(attribute.take(ber::SET)?);
        let kept = entry.attributes.entry(name).or_default();
        while !values.is_empty() {
            left = left.checked_sub(1).ok_or(Malformed)?;
            kept.push(values.take(ber::OCTETS)?.to_vec());
        }
    }
    Ok(entry)
}

/// The cookie of the control that answers for pages; empty on the last one.
fn next_page(mut rest: Reader<'_>) -> Result<Vec<u8>, Malformed> {
    if rest.tag() != Some(CONTROLS) {
        return Ok(vec![]);
    }
    let mut controls = Reader(rest.take(CONTROLS)?);
    while !controls.is_empty() {
        let mut control = Reader(controls.take(ber::SEQUENCE)?);
        let is_paged = control.take(ber::OCTETS)? == PAGED;
        if control.tag() == Some(ber::BOOLEAN) {
            control.take(ber::BOOLEAN)?;
        }
        if is_paged {
            let mut value = Reader(Reader(control.take(ber::OCTETS)?).take(ber::SEQUENCE)?);
            value.number(ber::INTEGER)?;
            return Ok(value.take(ber::OCTETS)?.to_vec());
        }
    }
    Ok(vec![])
}

fn text(bytes: &[u8]) -> Result<String, Malformed> {
    String::from_utf8(bytes.to_vec()).map_err(|_| Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(bytes: &[u8]) -> &[u8] {
        Reader(bytes).take(ber::SEQUENCE).unwrap()
    }

    fn done(code: i64, controls: &[u8]) -> Vec<u8> {
        let content = [integer(ber::ENUMERATED, code), tlv(ber::OCTETS, b""), tlv(ber::OCTETS, b"no\r\nway")];
        message(7, &tlv(DONE, &content.concat()), controls)
    }

    #[test]
    fn a_bind_has_the_bytes_that_the_standard_asks_for() {
        assert_eq!(
            bind(1, "cn=a", "s"),
            [0x30, 0x11, 2, 1, 1, 0x60, 0x0c, 2, 1, 3, 4, 4, b'c', b'n', b'=', b'a', 0x80, 1, b's']
        );
        assert_eq!(unbind(2), [0x30, 5, 2, 1, 2, 0x42, 0]);
    }

    #[test]
    fn the_cookie_of_a_page_is_what_the_next_one_is_asked_with() {
        let bytes = done(0, &paged(0, b"more"));
        let ending = Ending { code: 0, words: "noway".to_owned() };
        assert_eq!(read(7, within(&bytes)), Ok(Answer::Done(ending, b"more".to_vec())));
        assert_eq!(
            read(7, within(&done(0, &[])))
                .map(|answer| matches!(answer, Answer::Done(_, cookie) if cookie.is_empty())),
            Ok(true)
        );
    }

    #[test]
    fn an_entry_keeps_values_that_are_no_text() {
        let set = tlv(ber::SET, &[tlv(ber::OCTETS, &[0xff, 0]), tlv(ber::OCTETS, b"b")].concat());
        let attribute = tlv(ber::SEQUENCE, &[tlv(ber::OCTETS, b"objectGUID"), set].concat());
        let content = [tlv(ber::OCTETS, b"cn=x"), tlv(ber::SEQUENCE, &attribute)].concat();
        let bytes = message(7, &tlv(ENTRY, &content), &[]);
        let Ok(Answer::Entry(entry)) = read(7, within(&bytes)) else { panic!("an entry") };
        assert_eq!((entry.dn.as_str(), entry.bytes("ObjectGuid")), ("cn=x", Some(&[0xff, 0][..])));
        assert_eq!(entry.text("objectguid"), None);
    }

    #[test]
    fn an_entry_of_more_values_than_are_taken_is_refused() {
        let entry = |count: usize| {
            let set = tlv(ber::SET, &[ber::OCTETS, 0].repeat(count));
            let attribute = tlv(ber::SEQUENCE, &[tlv(ber::OCTETS, b"member"), set].concat());
            let content = [tlv(ber::OCTETS, b"cn=x"), tlv(ber::SEQUENCE, &attribute)].concat();
            read(7, within(&message(7, &tlv(ENTRY, &content), &[]))).is_ok()
        };
        // The attribute itself is counted too.
        assert!(entry(MOST_VALUES - 1) && !entry(MOST_VALUES));
    }

    #[test]
    fn another_id_and_what_is_no_message_end_the_conversation() {
        let bytes = done(0, &[]);
        assert!(read(8, within(&bytes)).is_err());
        for cut in 1..within(&bytes).len() {
            assert!(read(7, &within(&bytes)[..cut]).is_err(), "{cut}");
        }
        let unknown = message(7, &tlv(0x7f, &[]), &[]);
        assert!(read(7, within(&unknown)).is_err());
        assert_eq!(Ending { code: 49, words: String::new() }.success(), Err(DirectoryError::Credentials));
    }
}
