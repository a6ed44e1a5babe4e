//! The one way out to a host that somebody can aim: what an administrator of an organisation types must not open the
//! network of whoever runs Sluis (attack 59).
//!
//! The name is resolved once, and the connection goes to an address that was looked at. Addresses that are not of the
//! public internet are only for networks that the configuration names; which one a name leads to is for the log of whoever
//! runs Sluis, because whoever typed the name would learn by it what is inside. Nothing here follows a redirect: whoever speaks a
//! protocol over the connection takes the answer of this host or none.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs};
use std::time::Duration;

use model::Cidr;

/// Networks that are not of the public internet: IANA's registries of special-purpose addresses (RFC 6890), multicast,
/// and what carries an IPv4 address inside an IPv6 one.
const SPECIAL: &[&str] = &[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
];

/// How many addresses of a name are tried.
const MOST_ADDRESSES: usize = 4;

/// Where connections may go.
#[derive(Debug, Clone)]
pub struct Reach {
    special: Vec<Cidr>,
    allowed: Vec<Cidr>,
}

/// Why there is no connection.
#[derive(Debug)]
pub enum ReachError {
    /// The name is nobody's, or could not be looked up.
    Name(io::Error),
    /// The address is not of the public internet, and the configuration does not name its network.
    Private(IpAddr),
    /// Nobody answers there.
    Connect(io::Error),
}

impl Reach {
    /// The public internet, and these networks.
    pub fn new(allowed: Vec<Cidr>) -> Self {
        Self { special: SPECIAL.iter().filter_map(|range| range.parse().ok()).collect(), allowed }
    }

    /// True when a connection may go to this address.
    pub fn allows(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        self.allowed.iter().any(|range| range.contains(ip))
            || !self.special.iter().any(|range| range.contains(ip))
    }

    /// Connects to a host, within `patience` for each of its addresses. Blocks.
    ///
    /// # Errors
    /// When the name has no address, none that may be reached, or none that answers.
    pub fn connect(&self, host: &str, port: u16, patience: Duration) -> Result<TcpStream, ReachError> {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let found = (bare, port).to_socket_addrs().map_err(ReachError::Name)?;
        let outcome = self.connect_to(found, patience);
        if let Err(ReachError::Private(ip)) = &outcome {
            tracing::warn!(host, %ip, "a private address that `outgoing.private_networks` does not name was not reached");
        }
        outcome
    }

    /// The same for what a name was resolved to: the connection goes to an address that was looked at, so that another
    /// answer a moment later changes nothing.
    fn connect_to(
        &self,
        found: impl Iterator<Item = SocketAddr>,
        patience: Duration,
    ) -> Result<TcpStream, ReachError> {
        let mut failure = ReachError::Name(io::Error::from(io::ErrorKind::NotFound));
        for address in found.take(MOST_ADDRESSES) {
            let ip = address.ip().to_canonical();
            if !self.allows(ip) {
                failure = ReachError::Private(ip);
                continue;
            }
            match TcpStream::connect_timeout(&SocketAddr::new(ip, address.port()), patience) {
                Ok(stream) => return Ok(stream),
                Err(error) => failure = ReachError::Connect(error),
            }
        }
        Err(failure)
    }
}

impl fmt::Display for ReachError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(error) => write!(f, "the name could not be looked up: {error}"),
            // Not which one: this is said to whoever typed the name.
            Self::Private(_) => {
                f.write_str("it is at a private address that `outgoing.private_networks` does not name")
            }
            Self::Connect(error) => write!(f, "nobody answers there: {error}"),
        }
    }
}

impl std::error::Error for ReachError {}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    fn reach(allowed: &[&str]) -> Reach {
        Reach::new(allowed.iter().map(|range| range.parse().unwrap()).collect())
    }

    #[test]
    fn every_special_network_is_read() {
        assert_eq!(reach(&[]).special.len(), SPECIAL.len());
    }

    #[test]
    fn no_private_address_is_reached_in_any_of_its_forms() {
        let reach = reach(&[]);
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "fd00::1",
            "fe80::1",
            "ff02::1",
        ] {
            assert!(!reach.allows(private.parse().unwrap()), "{private}");
        }
        for public in ["1.1.1.1", "172.32.0.1", "8.8.8.8", "2606:4700:4700::1111", "2a00:1450::1"] {
            assert!(reach.allows(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn only_a_network_that_is_named_is_opened() {
        let reach = reach(&["10.20.0.0/16"]);
        assert!(reach.allows("10.20.30.40".parse().unwrap()));
        assert!(reach.allows("::ffff:10.20.30.40".parse().unwrap()));
        assert!(!reach.allows("10.21.0.1".parse().unwrap()));
        assert!(!reach.allows("127.0.0.1".parse().unwrap()));
    }

    #[test]
    fn a_name_that_leads_to_this_machine_gets_no_connection() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let patience = Duration::from_secs(5);
        let refused = reach(&[]).connect("localhost", at.port(), patience);
        assert!(matches!(refused, Err(ReachError::Private(ip)) if ip.is_loopback()), "{refused:?}");
        assert!(reach(&["127.0.0.0/8"]).connect("127.0.0.1", at.port(), patience).is_ok());
        // The first address of an answer is private, the second is not: only what was looked at is connected to.
        let both = [at, "192.168.7.7:1".parse().unwrap()];
        assert!(reach(&["127.0.0.0/8"]).connect_to(both.into_iter().rev(), patience).is_ok());
        let mapped = ["[::ffff:127.0.0.1]:1".parse().unwrap()];
        assert!(matches!(reach(&[]).connect_to(mapped.into_iter(), patience), Err(ReachError::Private(_))));
    }
}
