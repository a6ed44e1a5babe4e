//! What Sluis asks of a directory server, in words that know no wire format: `outside` speaks LDAP (RFC 4511).

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// A secret that is sent to a server: never printed, and overwritten when it is dropped.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct RemotePassword(Zeroizing<String>);

/// A server, and who Sluis is for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryServer {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub protection: Protection,
    /// The authorities that its certificate is checked against, as PEM; those of the machine where absent.
    pub authority: Option<String>,
    /// Who Sluis signs in as there.
    pub bind_name: String,
    /// With what.
    pub bind_password: RemotePassword,
}

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Protection {
    /// TLS from the first byte.
    Ldaps,
    /// TLS before anything is said (RFC 4511 §4.14).
    StartTls,
    /// None: only on this machine, or where the configuration says so.
    Plain,
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectorySearch {
    /// Where to begin; empty for the server itself.
    pub base: String,
    /// How far to look.
    pub scope: Scope,
    /// A filter as an administrator typed it (RFC 4515); everything where absent.
    pub filter: Option<String>,
    /// What must be true too. Values are taken as they are: they are no part of the text.
    pub and: Vec<Condition>,
    /// Which attributes to hand over.
    pub attributes: Vec<String>,
    /// How many entries are enough; all of them where absent.
    pub enough: Option<usize>,
}

/// How far to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// At the base alone.
    Base,
    /// At the base and everywhere below it.
    Subtree,
}

/// A condition that Sluis adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The attribute has this value or a greater one.
    AtLeast(&'static str, String),
}

/// An entry of the directory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DirectoryEntry {
    /// Its distinguished name.
    pub dn: String,
    /// Its attributes, names in lower case and without options.
    pub attributes: BTreeMap<String, Vec<Vec<u8>>>,
}

/// Why a server gave no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectoryError {
    /// Its name is nobody's.
    Name,
    /// Its address is a private one that the configuration does not name.
    Private(IpAddr),
    /// Nobody answers there.
    Connect(String),
    /// An unprotected connection, which the configuration does not allow.
    Unprotected,
    /// Its certificate is not to be trusted, or TLS failed otherwise.
    Certificate(String),
    /// It does not know who Sluis says it is, or the password is wrong.
    Credentials,
    /// It refused; its code (RFC 4511 §4.1.9) and its words.
    Refused {
        /// The code.
        code: i64,
        /// What it says.
        words: String,
    },
    /// It said what no such server says, or more than is taken.
    Protocol(&'static str),
    /// It took too long.
    TimedOut,
    /// The filter cannot be read from this byte on.
    Filter(usize),
    /// Whoever asked wants no more.
    Stopped,
}

impl RemotePassword {
    /// Keeps a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The secret itself, to be sent.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// True when there is none. A server takes an empty one as nobody at all, and says yes (RFC 4513 §5.1.2).
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for RemotePassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RemotePassword(…)")
    }
}

impl Protection {
    /// Every one, the best first.
    pub const ALL: [Self; 3] = [Self::Ldaps, Self::StartTls, Self::Plain];

    /// The word in forms and settings.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ldaps => "ldaps",
            Self::StartTls => "startTls",
            Self::Plain => "plain",
        }
    }

    /// Reads [`Protection::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|protection| protection.word() == word)
    }

    /// The port that servers listen on.
    pub const fn usual_port(self) -> u16 {
        match self {
            Self::Ldaps => 636,
            Self::StartTls | Self::Plain => 389,
        }
    }
}

impl DirectoryEntry {
    /// The first value of an attribute, as it is.
    pub fn bytes(&self, attribute: &str) -> Option<&[u8]> {
        self.attributes.get(&attribute.to_ascii_lowercase())?.first().map(Vec::as_slice)
    }

    /// The first value of an attribute as text; what is no text is none, nor is what no database keeps as text.
    pub fn text(&self, attribute: &str) -> Option<&str> {
        let text = std::str::from_utf8(self.bytes(attribute)?).ok()?.trim();
        (!text.is_empty() && !text.contains('\0')).then_some(text)
    }

    /// Every value of an attribute that is text.
    pub fn texts(&self, attribute: &str) -> impl Iterator<Item = &str> {
        let values = self.attributes.get(&attribute.to_ascii_lowercase());
        let texts = values.into_iter().flatten().filter_map(|value| std::str::from_utf8(value).ok());
        texts.filter(|text| !text.contains('\0'))
    }
}

impl DirectoryError {
    /// The kind of failure, as reports keep it and pages say it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Private(_) => "private",
            Self::Connect(_) => "connect",
            Self::Unprotected => "unprotected",
            Self::Certificate(_) => "certificate",
            Self::Credentials => "credentials",
            Self::Refused { .. } => "refused",
            Self::Protocol(_) => "protocol",
            Self::TimedOut => "timedOut",
            Self::Filter(_) => "filter",
            Self::Stopped => "stopped",
        }
    }
}

impl fmt::Display for DirectoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => f.write_str("the name of the directory server is nobody's"),
            Self::Private(ip) => {
                write!(f, "{ip} is a private address that `outgoing.private_networks` does not name")
            }
            Self::Connect(words) => write!(f, "the directory server does not answer: {words}"),
            Self::Unprotected => f.write_str("`outgoing.unencrypted_ldap` does not allow a plain connection"),
            Self::Certificate(words) => write!(f, "the directory server's certificate: {words}"),
            Self::Credentials => f.write_str("the directory server does not take name and password"),
            Self::Refused { code, words } => write!(f, "the directory server refused ({code}): {words}"),
            Self::Protocol(words) => write!(f, "the directory server {words}"),
            Self::TimedOut => f.write_str("the directory server took too long"),
            Self::Filter(at) => write!(f, "the filter cannot be read from byte {at} on"),
            Self::Stopped => f.write_str("the reading was stopped"),
        }
    }
}

impl std::error::Error for DirectoryError {}
