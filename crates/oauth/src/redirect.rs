use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use model::AppKind;
use serde::{Deserialize, Serialize};

use crate::form;

const MAX_BYTES: usize = 2_000;

/// An address that answers may go to: read strictly when it is registered, compared as a string when it is used.
///
/// Whatever two readers could read differently (user info, backslashes, dot segments, numbers as hosts) cannot be
/// registered, so that the address a person sees is the one a browser goes to. Serialised it is bare text and is not
/// read strictly again: it may come back only from where we sealed or stored it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RedirectUri(String);

/// Why a text cannot be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectError {
    /// Empty or over 2,000 bytes.
    Length,
    /// A character that addresses do not have, a broken `%` sequence, or a `*`: there are no wildcards.
    Character,
    /// A `#`: answers cannot be added behind a fragment (RFC 6749 §3.1.2).
    Fragment,
    /// A name or password before the host.
    UserInfo,
    /// Not `https`, and neither `http` to this machine nor a scheme of a public application's own.
    Scheme,
    /// The host or port cannot be read in one way only.
    Host,
    /// The path holds `.` or `..` segments.
    Path,
    /// The query already holds a parameter that answers carry.
    ReservedParameter,
}

/// The names that an answer adds (RFC 6749 §4.1.2, RFC 9207 and OpenID Connect Session Management §2).
const RESERVED: [&str; 7] =
    ["code", "state", "iss", "error", "error_description", "error_uri", "session_state"];

/// The pieces of a well-formed address.
#[derive(Debug, PartialEq, Eq)]
enum Parts<'a> {
    Web { scheme: &'a str, host: &'a str, port: Option<&'a str>, rest: &'a str },
    Private { scheme: &'a str },
}

impl RedirectUri {
    /// Reads an address at registration: `https` to anywhere; `http` to `localhost`, `127.0.0.1` and `[::1]`; for
    /// public applications also a private-use scheme with a dot in it (RFC 8252 §7.1).
    pub fn parse(text: &str, kind: AppKind) -> Result<Self, RedirectError> {
        match Parts::of(text)? {
            Parts::Private { .. } if kind != AppKind::Public => Err(RedirectError::Scheme),
            Parts::Web { rest, .. } => no_reserved_parameter(rest).map(|()| Self(text.to_owned())),
            Parts::Private { .. } => no_reserved_parameter(text).map(|()| Self(text.to_owned())),
        }
    }

    /// The address that was sent, when it is this registered one: equal to the byte, except that a public
    /// application on a loopback address may listen on any port (RFC 8252 §7.3).
    pub fn accept(&self, sent: &str, kind: AppKind) -> Option<Self> {
        let same =
            sent == self.0 || (kind == AppKind::Public && differs_only_in_loopback_port(&self.0, sent));
        same.then(|| Self(sent.to_owned()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Scheme, host and port, as browsers write an `Origin`; `None` for a private-use scheme.
    pub fn origin(&self) -> Option<String> {
        match Parts::of(&self.0).ok()? {
            Parts::Web { scheme, host, port, .. } => {
                let port = port.filter(|port| !matches!((scheme, *port), ("https", "443") | ("http", "80")));
                let port = port.map(|port| format!(":{port}")).unwrap_or_default();
                Some(format!("{scheme}://{}{port}", host.to_ascii_lowercase()))
            }
            Parts::Private { .. } => None,
        }
    }

    /// What `form-action` must name so that a browser follows the redirect at the end of a sign-in: an origin, or a
    /// scheme. Holds no space, `;` or `,`, so it cannot add a directive.
    pub fn form_action_source(&self) -> Option<String> {
        match Parts::of(&self.0).ok()? {
            // A CSP host source cannot be an IPv6 literal (CSP Level 3 §2.3.1), and a wildcard matches no address either
            // (§6.7.2.8), so only the scheme is left. It is the pages of this one sign-in that it widens; what is on them
            // is escaped, and the redirect itself still goes to the registered address and nowhere else.
            Parts::Web { scheme, host, .. } if host.starts_with('[') => Some(format!("{scheme}:")),
            Parts::Web { .. } => self.origin(),
            Parts::Private { scheme } => Some(format!("{scheme}:")),
        }
    }
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Result<Self, RedirectError> {
        if text.is_empty() || text.len() > MAX_BYTES {
            return Err(RedirectError::Length);
        }
        if text.contains('#') {
            return Err(RedirectError::Fragment);
        }
        check_characters(text)?;
        let (scheme, rest) = text.split_once(':').ok_or(RedirectError::Scheme)?;
        match scheme {
            "https" | "http" => Self::web(scheme, rest),
            _ if is_private_use(scheme) => Self::private(scheme, rest),
            _ => Err(RedirectError::Scheme),
        }
    }

    fn web(scheme: &'a str, rest: &'a str) -> Result<Self, RedirectError> {
        let rest = rest.strip_prefix("//").ok_or(RedirectError::Host)?;
        let (authority, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        if authority.contains('@') {
            return Err(RedirectError::UserInfo);
        }
        let (host, port) = split_port(authority)?;
        if !is_host(host) {
            return Err(RedirectError::Host);
        }
        if scheme == "http" && !matches!(host, "localhost" | "127.0.0.1" | "[::1]") {
            return Err(RedirectError::Scheme);
        }
        check_path(rest)?;
        Ok(Self::Web { scheme, host, port, rest })
    }

    fn private(scheme: &'a str, rest: &'a str) -> Result<Self, RedirectError> {
        let path = rest.strip_prefix("//").unwrap_or(rest);
        let authority = path.split(['/', '?']).next().unwrap_or("");
        if rest.starts_with("//") && authority.contains('@') {
            return Err(RedirectError::UserInfo);
        }
        if !rest.starts_with('/') {
            return Err(RedirectError::Path);
        }
        check_path(path)?;
        Ok(Self::Private { scheme })
    }
}

fn check_characters(text: &str) -> Result<(), RedirectError> {
    // RFC 3986 §2 without `#`, which has its own answer, and without `*`, which people mean as a wildcard.
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?[]@!$&'()+,;=%".contains(&byte);
    let bytes = text.as_bytes();
    let whole_escape =
        |at: usize| bytes.get(at + 1..at + 3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    let fine =
        bytes.iter().enumerate().all(|(at, byte)| allowed(*byte) && (*byte != b'%' || whole_escape(at)));
    if fine { Ok(()) } else { Err(RedirectError::Character) }
}

fn is_private_use(scheme: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(&byte);
    let labels = scheme.split('.').all(|label| !label.is_empty());
    scheme.starts_with(|c: char| c.is_ascii_lowercase())
        && scheme.contains('.')
        && labels
        && scheme.bytes().all(allowed)
}

fn split_port(authority: &str) -> Result<(&str, Option<&str>), RedirectError> {
    let after_host = authority.find(']').map_or(0, |end| end + 1);
    let Some(colon) = authority[after_host..].find(':').map(|at| at + after_host) else {
        return Ok((authority, None));
    };
    let (host, port) = (&authority[..colon], &authority[colon + 1..]);
    // One spelling only: no sign, no leading zero, no empty port.
    let canonical = port.parse::<u16>().is_ok_and(|number| number > 0 && number.to_string() == port);
    if canonical { Ok((host, Some(port))) } else { Err(RedirectError::Host) }
}

fn is_host(host: &str) -> bool {
    if let Some(literal) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return literal.parse::<Ipv6Addr>().is_ok();
    }
    let label = |label: &str| {
        let inside = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(inside)
    };
    if host.len() > 253 || !host.split('.').all(label) {
        return false;
    }
    // Browsers read a host whose last label is a number as IPv4 in any of its old spellings: `0x7f.1`, `2130706433`.
    let last = host.rsplit('.').next().unwrap_or("");
    let hex = last.strip_prefix("0x").or(last.strip_prefix("0X"));
    let numeric = last.bytes().all(|byte| byte.is_ascii_digit())
        || hex.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    !numeric || host.parse::<Ipv4Addr>().is_ok()
}

fn check_path(rest: &str) -> Result<(), RedirectError> {
    let path = rest.split('?').next().unwrap_or("");
    let is_dots =
        |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    if path.split('/').any(is_dots) { Err(RedirectError::Path) } else { Ok(()) }
}

fn no_reserved_parameter(text: &str) -> Result<(), RedirectError> {
    let Some((_, query)) = text.split_once('?') else { return Ok(()) };
    for pair in query.split('&') {
        let name = form::decode(pair.split('=').next().unwrap_or("")).ok_or(RedirectError::Character)?;
        if RESERVED.contains(&name.as_str()) {
            return Err(RedirectError::ReservedParameter);
        }
    }
    Ok(())
}

/// RFC 8252 §7.3 speaks of IP literals; `localhost` may be resolved elsewhere (§8.3) and keeps its port.
fn differs_only_in_loopback_port(registered: &str, sent: &str) -> bool {
    match (Parts::of(registered), Parts::of(sent)) {
        (
            Ok(Parts::Web { scheme: "http", host, rest, .. }),
            Ok(Parts::Web { scheme: "http", host: sent_host, rest: sent_rest, .. }),
        ) => matches!(host, "127.0.0.1" | "[::1]") && host == sent_host && rest == sent_rest,
        _ => false,
    }
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "an address has 1 to 2,000 characters",
            Self::Character => "an address holds a character that addresses do not have; there are no wildcards",
            Self::Fragment => "an address cannot have a part after `#`",
            Self::UserInfo => "an address cannot have a name or password before its host",
            Self::Scheme => {
                "an address starts with `https://`; `http://` works for `localhost`, `127.0.0.1` and `[::1]` only, \
                 a scheme of its own (with a dot) for public applications only"
            }
            Self::Host => "the host or port of an address cannot be read",
            Self::Path => "the path of an address starts with `/` and has no `.` or `..` in it",
            Self::ReservedParameter => "the query of an address holds a name that answers use, such as `code` or `state`",
        })
    }
}
impl std::error::Error for RedirectError {}

#[cfg(test)]
mod tests;
