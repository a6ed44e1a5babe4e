use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

/// By which rule the address of a request was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AddressRule {
    /// The other end of the connection.
    Peer,
    /// The first address from the right that is no trusted proxy.
    Forwarded,
}

/// The network address of a client, unmapped (an IPv4-mapped IPv6 address is IPv4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// The address itself.
    pub ip: IpAddr,
    /// The rule that chose it.
    pub rule: AddressRule,
}

impl Address {
    /// Unmaps and keeps the rule.
    pub fn new(ip: IpAddr, rule: AddressRule) -> Self {
        Self { ip: ip.to_canonical(), rule }
    }
    /// The network that limits and familiarity count by: /24 for IPv4, /48 for IPv6.
    pub fn network(&self) -> Network {
        Network::of(self.ip)
    }
}

/// A /24 of IPv4 or a /48 of IPv6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Network([u8; 7]);

impl Network {
    /// The network an address is in.
    pub fn of(ip: IpAddr) -> Self {
        let mut bytes = [0; 7];
        match ip.to_canonical() {
            IpAddr::V4(v4) => {
                bytes[0] = 4;
                bytes[1..4].copy_from_slice(&v4.octets()[..3]);
            }
            IpAddr::V6(v6) => {
                bytes[0] = 6;
                bytes[1..7].copy_from_slice(&v6.octets()[..6]);
            }
        }
        Self(bytes)
    }
    /// Seven bytes that name it: the version, then the prefix.
    pub const fn as_bytes(&self) -> &[u8; 7] {
        &self.0
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let b = self.0;
        if b[0] == 4 {
            write!(f, "{}.{}.{}.0/24", b[1], b[2], b[3])
        } else {
            write!(
                f,
                "{:x}:{:x}:{:x}::/48",
                u16::from_be_bytes([b[1], b[2]]),
                u16::from_be_bytes([b[3], b[4]]),
                u16::from_be_bytes([b[5], b[6]])
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapped_address_is_in_the_network_of_its_ipv4_address() {
        let mapped: IpAddr = "::ffff:198.51.100.7".parse().unwrap();
        let plain: IpAddr = "198.51.100.200".parse().unwrap();
        assert_eq!(Network::of(mapped), Network::of(plain));
        assert_eq!(Network::of(mapped).to_string(), "198.51.100.0/24");
    }

    #[test]
    fn ipv6_is_counted_by_its_48_bit_prefix() {
        let ip: IpAddr = "2001:db8:12:34::1".parse().unwrap();
        assert_eq!(Network::of(ip).to_string(), "2001:db8:12::/48");
    }
}
