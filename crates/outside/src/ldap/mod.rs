//! A client of directory servers: signing in, and reading pages of entries.
//!
//! Everything that a server sends is bounded: how large a message is, how many there are, how long each takes. What it
//! sends is read level by level (`ber.rs`), and it leads nowhere else: references to other servers are not followed.
//! Certificates are always checked. Begin with [`Ldap`].

mod ber;
mod filter;
mod message;
mod wire;

use std::time::Duration;

use service::directory_sync::{
    Condition, DirectoryEntry, DirectoryError, DirectorySearch, DirectoryServer, RemotePassword, Scope,
};

use self::message::{Answer, Search};
use self::wire::Wire;
use crate::reach::Reach;

/// How long somebody who signs in waits for the server, all steps together.
const SIGN_IN_PATIENCE: Duration = Duration::from_secs(6);
/// How long a page, or a part of an attribute, may take.
const READING_PATIENCE: Duration = Duration::from_secs(60);
/// How long a whole reading may take.
const WHOLE_PATIENCE: Duration = Duration::from_secs(60 * 60);
/// Entries in a page.
const PAGE: usize = 500;
/// Entries of one reading at most: more are a server that never ends.
const MOST_ENTRIES: usize = 2_000_000;
/// Bytes of one page at most.
const MOST_BYTES: usize = 128 << 20;
/// Bytes of one page at most, with the parts of attributes that are asked for afterwards.
const MOST_BYTES_COMPLETE: usize = 256 << 20;
/// How many values the entries of one page have at most: an empty one takes memory too.
const MOST_VALUES: usize = 3_000_000;
/// How many further parts of one attribute are asked for at most.
const MOST_PARTS: usize = 1_000;
/// How many pages without an entry may come in a row.
const MOST_EMPTY: usize = 100;

/// Directory servers, as far as they may be reached.
#[derive(Debug, Clone)]
pub struct Ldap {
    reach: Reach,
    plain: Plain,
}

/// Where an unprotected connection may lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plain {
    /// To this machine.
    Loopback,
    /// Wherever [`Reach`] lets it.
    Anywhere,
}

impl Ldap {
    /// Servers within reach.
    pub const fn new(reach: Reach, plain: Plain) -> Self {
        Self { reach, plain }
    }

    /// The entry that has this distinguished name, with one of its attributes, read by itself; nothing when the server does
    /// not take the password as its. Blocks for a bounded time.
    ///
    /// # Errors
    /// When the server gave no answer to that question.
    pub fn check_password(
        &self,
        server: &DirectoryServer,
        (dn, password): (&str, &RemotePassword),
        attribute: &str,
    ) -> Result<Option<DirectoryEntry>, DirectoryError> {
        // RFC 4513 §5.1.2: a bind without a password, or without a name, is one as nobody, and succeeds (attack 84).
        if password.is_empty() || dn.trim().is_empty() {
            return Ok(None);
        }
        let mut wire = Wire::connect(&self.reach, self.plain, server, SIGN_IN_PATIENCE)?;
        let outcome = match sign_in(&mut wire, dn, password) {
            Ok(()) => read_own(&mut wire, dn, attribute).map(Some),
            Err(DirectoryError::Credentials) => Ok(None),
            // It is answered, and the answer is no. Servers say so of entries without a password, or ones that are locked.
            Err(DirectoryError::Refused { code, .. }) if is_no(code) => Ok(None),
            Err(error) => Err(error),
        };
        wire.leave();
        outcome
    }

    /// Reads entries, a page at a time; `take` says whether to go on. Blocks, a bounded time for each step.
    ///
    /// # Errors
    /// When the server could not be reached or did not hand over everything.
    pub fn read(
        &self,
        server: &DirectoryServer,
        search: &DirectorySearch,
        take: &mut dyn FnMut(Vec<DirectoryEntry>) -> bool,
    ) -> Result<(), DirectoryError> {
        let filter = filter_of(search)?;
        let mut wire = Wire::connect(&self.reach, self.plain, server, READING_PATIENCE)?;
        wire.end_within(WHOLE_PATIENCE);
        wire.begin_step(READING_PATIENCE);
        sign_in(&mut wire, &server.bind_name, &server.bind_password)?;
        let outcome = read_pages(&mut wire, search, &filter, take);
        wire.leave();
        outcome
    }
}

fn sign_in(wire: &mut Wire, name: &str, password: &RemotePassword) -> Result<(), DirectoryError> {
    if password.is_empty() || name.trim().is_empty() {
        return Err(DirectoryError::Credentials);
    }
    let id = wire.next_id();
    wire.send(&message::bind(id, name, password.expose()))?;
    match wire.read(id)? {
        Answer::Bound(ending) => ending.success(),
        _ => Err(DirectoryError::Protocol("answered something else than was asked")),
    }
}

/// Codes by which a server says that a password is not that of an entry: referral, constraintViolation, noSuchObject,
/// invalidDNSyntax, inappropriateAuthentication, insufficientAccessRights, unwillingToPerform.
const fn is_no(code: i64) -> bool {
    matches!(code, 10 | 19 | 32 | 34 | 48 | 50 | 53)
}

/// The entry of whoever has signed in, within the time that is left of it.
fn read_own(wire: &mut Wire, dn: &str, attribute: &str) -> Result<DirectoryEntry, DirectoryError> {
    let search = DirectorySearch {
        base: dn.to_owned(),
        scope: Scope::Base,
        filter: None,
        and: vec![],
        attributes: vec![attribute.to_owned()],
        enough: Some(1),
    };
    let (entries, _) = read_page(wire, &search, &filter::any(), None)?;
    entries.into_iter().next().ok_or(DirectoryError::Protocol("lets nobody read their own entry"))
}

fn filter_of(search: &DirectorySearch) -> Result<Vec<u8>, DirectoryError> {
    let mut filters = vec![match &search.filter {
        Some(text) => filter::read(text).map_err(|error| DirectoryError::Filter(error.at))?,
        None => filter::any(),
    }];
    filters.extend(search.and.iter().map(|condition| match condition {
        Condition::AtLeast(attribute, value) => filter::at_least(attribute, value.as_bytes()),
    }));
    Ok(match &filters[..] {
        [one] => one.clone(),
        several => filter::all(several),
    })
}

fn read_pages(
    wire: &mut Wire,
    search: &DirectorySearch,
    filter: &[u8],
    take: &mut dyn FnMut(Vec<DirectoryEntry>) -> bool,
) -> Result<(), DirectoryError> {
    let (mut cookie, mut read, mut empty) = (vec![], 0, 0);
    loop {
        let page = (search.scope == Scope::Subtree).then_some(cookie.as_slice());
        wire.begin_step(READING_PATIENCE);
        let most = wire.received() + MOST_BYTES_COMPLETE;
        let (mut entries, next) = read_page(wire, search, filter, page)?;
        let mut left = MOST_VALUES;
        for entry in &mut entries {
            complete(wire, entry, (most, &mut left))?;
        }
        read += entries.len();
        empty = if entries.is_empty() { empty + 1 } else { 0 };
        if empty > MOST_EMPTY {
            return Err(DirectoryError::Protocol("sends pages without entries"));
        }
        if read > MOST_ENTRIES {
            return Err(DirectoryError::Protocol("has more entries than are taken"));
        }
        let is_enough = search.enough.is_some_and(|enough| read >= enough);
        if !entries.is_empty() && !take(entries) {
            return Err(DirectoryError::Stopped);
        }
        if next.is_empty() || is_enough {
            return Ok(());
        }
        cookie = next;
    }
}

/// A page of entries, and where the next one begins, within the time of the step.
fn read_page(
    wire: &mut Wire,
    search: &DirectorySearch,
    filter: &[u8],
    cookie: Option<&[u8]>,
) -> Result<(Vec<DirectoryEntry>, Vec<u8>), DirectoryError> {
    let size = search.enough.map_or(PAGE, |enough| enough.clamp(1, PAGE));
    let asked = Search {
        base: &search.base,
        scope: search.scope,
        filter,
        attributes: &search.attributes,
        seconds: 60,
        page: cookie.map(|cookie| (i64::try_from(size).unwrap_or(1), cookie)),
    };
    let id = wire.next_id();
    wire.send(&message::search(id, &asked))?;
    let (mut entries, mut values, before) = (vec![], 0, wire.received());
    loop {
        match wire.read(id)? {
            Answer::Entry(entry) => {
                values += entry.attributes.values().map(|values| values.len() + 1).sum::<usize>();
                entries.push(entry);
            }
            Answer::Reference => {}
            Answer::Done(ending, next) => {
                ending.success()?;
                return Ok((entries, next));
            }
            _ => return Err(DirectoryError::Protocol("answered something else than was asked")),
        }
        // Twice the page: a base with subordinate entries of its own is still one page.
        if entries.len() > 2 * PAGE || values > MOST_VALUES || wire.received() - before > MOST_BYTES {
            return Err(DirectoryError::Protocol("sent more than a page"));
        }
    }
}

/// Asks for the rest of attributes that came in part. Active Directory hands over 1,500 members of a group at a time, as
/// `member;range=0-1499`; an attribute without such an option is whole. The server may have sent `most` bytes by then, and
/// `left` values more.
fn complete(
    wire: &mut Wire,
    entry: &mut DirectoryEntry,
    (most, left): (usize, &mut usize),
) -> Result<(), DirectoryError> {
    let too_many = DirectoryError::Protocol("has more values of an attribute than are taken");
    let partial: Vec<_> =
        entry.attributes.keys().filter_map(|name| name.split_once(";range=").map(|_| name.clone())).collect();
    for name in partial {
        let mut values = entry.attributes.remove(&name).unwrap_or_default();
        let (attribute, _) = name.split_once(';').unwrap_or((name.as_str(), ""));
        let mut from = end_of_range(&name);
        for _ in 0..MOST_PARTS {
            let Some(first) = from else { break };
            let (next, more) = read_part(wire, &entry.dn, attribute, first.saturating_add(1))?;
            *left = left.saturating_sub(more.len());
            values.extend(more);
            from = next;
            if *left == 0 || values.len() > message::MOST_VALUES || wire.received() > most {
                return Err(too_many);
            }
        }
        if from.is_some() {
            return Err(too_many);
        }
        entry.attributes.entry(attribute.to_owned()).or_default().extend(values);
    }
    // What is left of other options (`cn;lang-nl`) is no attribute of ours.
    entry.attributes.retain(|name, _| !name.contains(';'));
    Ok(())
}

/// The values of an attribute from a place on, and where they end when they are not all.
fn read_part(
    wire: &mut Wire,
    dn: &str,
    attribute: &str,
    first: u64,
) -> Result<(Option<u64>, Vec<Vec<u8>>), DirectoryError> {
    let search = DirectorySearch {
        base: dn.to_owned(),
        scope: Scope::Base,
        filter: None,
        and: vec![],
        attributes: vec![format!("{attribute};range={first}-*")],
        enough: None,
    };
    wire.begin_step(READING_PATIENCE);
    let (entries, _) = read_page(wire, &search, &filter::any(), None)?;
    let (name, values) = entries
        .into_iter()
        .flat_map(|entry| entry.attributes)
        .find(|(name, _)| name.starts_with(&format!("{attribute};range=")))
        .ok_or(DirectoryError::Protocol("did not hand over the rest of an attribute"))?;
    let end = end_of_range(&name);
    // Each part goes further, or it would never end.
    if end.is_some_and(|end| end < first || values.is_empty()) {
        return Err(DirectoryError::Protocol("hands over the same part again"));
    }
    Ok((end, values))
}

/// The last place of `member;range=0-1499`; `None` for `member;range=1500-*`, which is the last part.
fn end_of_range(name: &str) -> Option<u64> {
    name.split_once(";range=")?.1.split_once('-')?.1.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn the_parts_of_a_large_group_say_where_they_end() {
        assert_eq!(end_of_range("member;range=0-1499"), Some(1499));
        assert_eq!(end_of_range("member;range=1500-*"), None);
        assert_eq!(end_of_range("member"), None);
    }

    /// A made-up server, which answers every message by its id, and the settings to reach it.
    fn made_up(answer: impl Fn(i64) -> Vec<u8> + Send + 'static) -> DirectoryServer {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let (mut socket, _) = listener.accept().unwrap();
            let mut buffer = [0; 4096];
            // Every message is one write, and the next one waits for its answer.
            for id in 1.. {
                let read = socket.read(&mut buffer).unwrap_or(0);
                if read == 0 || socket.write_all(&answer(id)).is_err() {
                    break;
                }
            }
        });
        DirectoryServer {
            host: "127.0.0.1".to_owned(),
            port,
            protection: service::directory_sync::Protection::Plain,
            authority: None,
            bind_name: "cn=sluis".to_owned(),
            bind_password: RemotePassword::new("secret"),
        }
    }

    fn ended(id: i64, controls: &[u8]) -> Vec<u8> {
        let content =
            [ber::integer(ber::ENUMERATED, 0), ber::tlv(ber::OCTETS, b""), ber::tlv(ber::OCTETS, b"")];
        let tag = if id == 1 { 0x61 } else { 0x65 };
        message::message(id, &ber::tlv(tag, &content.concat()), controls)
    }

    /// What comes of reading everything.
    fn read_all(server: &DirectoryServer) -> Result<(), DirectoryError> {
        let ldap = Ldap::new(Reach::new(vec!["127.0.0.0/8".parse().unwrap()]), Plain::Loopback);
        let search = DirectorySearch {
            base: "dc=x".to_owned(),
            scope: Scope::Subtree,
            filter: None,
            and: vec![],
            attributes: vec!["member".to_owned()],
            enough: None,
        };
        ldap.read(server, &search, &mut |_| true)
    }

    #[test]
    fn a_server_with_a_page_more_each_time_is_given_up() {
        let server = made_up(|id| {
            let more = message::paged(0, b"more");
            ended(id, if id == 1 { &[][..] } else { &more[..] })
        });
        assert_eq!(read_all(&server), Err(DirectoryError::Protocol("sends pages without entries")));
    }

    #[test]
    fn a_part_of_an_attribute_that_leads_no_further_is_the_last() {
        let server = made_up(|id| {
            let name = format!("member;range={}-{}", u64::MAX, u64::MAX);
            let set = ber::tlv(ber::SET, &[]);
            let attribute = [ber::tlv(ber::OCTETS, name.as_bytes()), set].concat();
            let attributes = ber::tlv(ber::SEQUENCE, &ber::tlv(ber::SEQUENCE, &attribute));
            let entry = [ber::tlv(ber::OCTETS, b"cn=x"), attributes].concat();
            let entry = message::message(id, &ber::tlv(0x64, &entry), &[]);
            if id == 1 { ended(id, &[]) } else { [entry, ended(id, &[])].concat() }
        });
        assert_eq!(read_all(&server), Err(DirectoryError::Protocol("hands over the same part again")));
    }

    #[test]
    fn a_server_says_no_in_several_ways_and_that_it_is_busy_is_none() {
        assert!([10, 19, 32, 34, 48, 50, 53].into_iter().all(is_no));
        // Success, busy, unavailable, other: none is an answer to the question.
        assert!(![0, 51, 52, 80].into_iter().any(is_no));
    }

    #[test]
    fn neither_an_empty_password_nor_an_empty_name_reaches_a_server() {
        let ldap = Ldap::new(Reach::new(vec![]), Plain::Loopback);
        // Nothing listens there: an attempt to connect would be an error.
        let server = DirectoryServer {
            host: "127.0.0.1".to_owned(),
            port: 1,
            protection: service::directory_sync::Protection::Plain,
            authority: None,
            bind_name: "cn=sluis".to_owned(),
            bind_password: RemotePassword::new("secret"),
        };
        let check = |dn: &str, password: &str| {
            ldap.check_password(&server, (dn, &RemotePassword::new(password)), "entryUUID")
        };
        assert_eq!(check("uid=anna", ""), Ok(None));
        assert_eq!(check(" ", "secret"), Ok(None));
        let real = check("uid=anna", "secret");
        assert!(matches!(real, Err(DirectoryError::Private(_))), "{real:?}");
    }
}
