use std::fmt;
use std::net::Ipv6Addr;

use serde::{Deserialize, Serialize};

/// What kind of place logs are sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogKind {
    /// A syslog server (RFC 5424 over TLS, RFC 5425).
    Syslog,
    /// An address of one's own that takes JSON.
    Webhook,
    /// A file in the data folder.
    File,
}

/// Where logs are sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum LogTarget {
    /// A syslog server.
    Syslog {
        /// Its name: what its certificate must say.
        host: String,
        /// Its port.
        port: u16,
    },
    /// An address of one's own.
    Webhook {
        /// The name of the host: what its certificate must say.
        host: String,
        /// The port.
        port: u16,
        /// The path and the query, beginning with a slash.
        path: String,
    },
    /// A file in the data folder.
    File,
}

/// The port of syslog over TLS (RFC 5425 §4.1).
const SYSLOG_PORT: u16 = 6514;
/// The longest address that is taken, in bytes.
const LONGEST: usize = 1_000;

impl LogKind {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Syslog, Self::Webhook, Self::File];

    /// The word in databases and addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Syslog => "syslog",
            Self::Webhook => "webhook",
            Self::File => "file",
        }
    }

    /// Reads [`LogKind::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Reads what was typed: `logs.example.org` or `logs.example.org:6514`, or `https://example.org/logs`. Nothing that could
    /// end a line of a protocol, and no user name, is taken.
    pub fn read(self, typed: &str) -> Option<LogTarget> {
        let is_plain = typed.len() <= LONGEST && typed.bytes().all(|byte| byte.is_ascii_graphic());
        match self {
            Self::File => Some(LogTarget::File),
            Self::Syslog if is_plain => {
                let (host, port) = authority(typed, SYSLOG_PORT)?;
                Some(LogTarget::Syslog { host, port })
            }
            Self::Webhook if is_plain => {
                let rest = typed.strip_prefix("https://")?;
                let end = rest.find(['/', '?']).unwrap_or(rest.len());
                let (host, port) = authority(&rest[..end], 443)?;
                let path = match &rest[end..] {
                    path if path.contains('#') => return None,
                    path if path.starts_with('/') => path.to_owned(),
                    query => format!("/{query}"),
                };
                Some(LogTarget::Webhook { host, port, path })
            }
            Self::Syslog | Self::Webhook => None,
        }
    }
}

/// A host and a port; an address of IPv6 stands in brackets.
fn authority(text: &str, usual_port: u16) -> Option<(String, u16)> {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (inside, after) = rest.split_once(']')?;
            inside.parse::<Ipv6Addr>().ok()?;
            (inside, after)
        }
        None => {
            let at = text.find(':').unwrap_or(text.len());
            let host = &text[..at];
            let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
            if host.is_empty() || host.len() > 253 || !host.chars().all(is_name) {
                return None;
            }
            (host, &text[at..])
        }
    };
    let port = match port.strip_prefix(':') {
        Some(port) => port.parse().ok().filter(|port| *port != 0)?,
        None if port.is_empty() => usual_port,
        None => return None,
    };
    Some((host.to_owned(), port))
}

impl LogTarget {
    /// What kind of place it is.
    pub const fn kind(&self) -> LogKind {
        match self {
            Self::Syslog { .. } => LogKind::Syslog,
            Self::Webhook { .. } => LogKind::Webhook,
            Self::File => LogKind::File,
        }
    }

    /// The same host and port, without the path and the query, in which receivers take tokens.
    #[must_use]
    pub fn without_path(&self) -> Self {
        match self {
            Self::Webhook { host, port, .. } => {
                Self::Webhook { host: host.clone(), port: *port, path: "/".to_owned() }
            }
            other => other.clone(),
        }
    }
}

impl fmt::Display for LogTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bracketed = |host: &str| if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        match self {
            Self::Syslog { host, port } => write!(f, "{}:{port}", bracketed(host)),
            Self::Webhook { host, port: 443, path } => write!(f, "https://{}{path}", bracketed(host)),
            Self::Webhook { host, port, path } => write!(f, "https://{}:{port}{path}", bracketed(host)),
            Self::File => f.write_str("file"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_and_written_again() {
        for (kind, typed, again) in [
            (LogKind::Syslog, "logs.example.org", "logs.example.org:6514"),
            (LogKind::Syslog, "logs.example.org:10514", "logs.example.org:10514"),
            (LogKind::Syslog, "[2a00:1450::1]:6514", "[2a00:1450::1]:6514"),
            (LogKind::Webhook, "https://example.org", "https://example.org/"),
            (LogKind::Webhook, "https://example.org/logs?a=b", "https://example.org/logs?a=b"),
            (LogKind::Webhook, "https://example.org:8443/x", "https://example.org:8443/x"),
            (LogKind::File, "whatever", "file"),
        ] {
            assert_eq!(kind.read(typed).map(|target| target.to_string()).as_deref(), Some(again), "{typed}");
        }
    }

    /// Attacks 59 and 80: nothing but a host, a port and a path gets through.
    #[test]
    fn what_could_lead_elsewhere_is_refused() {
        for typed in [
            "",
            "logs example.org",
            "logs.example.org\r\nx",
            "user@logs.example.org",
            "logs.example.org:0",
            "logs.example.org:70000",
            "logs.example.org:",
            "logs.example.org/x",
            "[::1",
            "[::1]x",
            "[not::ip::]",
            "https://logs.example.org",
        ] {
            assert_eq!(LogKind::Syslog.read(typed), None, "{typed:?}");
        }
        for typed in [
            "http://example.org/",
            "https://",
            "https://user:pass@example.org/",
            "https://example.org/#x",
            "https://example.org/ HTTP/1.1",
            "https://example.org/\r\nhost: evil.example",
            "ftp://example.org",
            "file:///etc/passwd",
        ] {
            assert_eq!(LogKind::Webhook.read(typed), None, "{typed:?}");
        }
    }
}
