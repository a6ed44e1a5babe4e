use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// A range of addresses: a network and the length of its prefix, such as `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cidr {
    network: IpAddr,
    prefix: u8,
}

/// Why a text is no range of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CidrError {
    /// It is not an address, or not one followed by `/` and a number.
    NotARange,
    /// The prefix is longer than the address.
    PrefixTooLong,
    /// Bits are set behind the prefix: probably another range was meant.
    BitsBehindPrefix,
}

impl Cidr {
    /// True when the address is in the range. An IPv4-mapped address is its IPv4 address.
    pub fn contains(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        ip.is_ipv4() == self.network.is_ipv4() && masked(ip, self.prefix) == self.network
    }

    /// The first address.
    pub const fn first(&self) -> IpAddr {
        self.network
    }

    /// The last address.
    pub fn last(&self) -> IpAddr {
        let behind = u32::from(self.prefix);
        match self.network {
            IpAddr::V4(v4) => IpAddr::V4((v4.to_bits() | u32::MAX.checked_shr(behind).unwrap_or(0)).into()),
            IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() | u128::MAX.checked_shr(behind).unwrap_or(0)).into()),
        }
    }

    /// How many bits all its addresses begin with.
    pub const fn prefix(&self) -> u8 {
        self.prefix
    }
}

/// The address with every bit behind the prefix cleared.
fn masked(ip: IpAddr, prefix: u8) -> IpAddr {
    match ip {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
            IpAddr::V4((v4.to_bits() & mask).into())
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(prefix)).unwrap_or(0);
            IpAddr::V6((v6.to_bits() & mask).into())
        }
    }
}

impl FromStr for Cidr {
    type Err = CidrError;

    /// Reads `address/prefix`; an address alone is the range that holds only it.
    fn from_str(text: &str) -> Result<Self, CidrError> {
        let (address, prefix) = text.split_once('/').map_or((text, None), |(a, p)| (a, Some(p)));
        let network: IpAddr = address.parse().map_err(|_| CidrError::NotARange)?;
        let longest = if network.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            None => longest,
            // Only digits: `parse` would take a sign.
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse().map_err(|_| CidrError::NotARange)?
            }
            Some(_) => return Err(CidrError::NotARange),
        };
        if prefix > longest {
            return Err(CidrError::PrefixTooLong);
        }
        // A range written as IPv4-mapped IPv6 would match nothing, because addresses are unmapped before any match.
        if network.to_canonical() != network {
            return Err(CidrError::NotARange);
        }
        if masked(network, prefix) != network {
            return Err(CidrError::BitsBehindPrefix);
        }
        Ok(Self { network, prefix })
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.network, self.prefix)
    }
}

impl fmt::Display for CidrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotARange => "not a range of addresses such as `10.0.0.0/8` or `2001:db8::/32`",
            Self::PrefixTooLong => "the prefix is longer than the address",
            Self::BitsBehindPrefix => "the address has bits behind its prefix",
        })
    }
}

impl std::error::Error for CidrError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(range: &str, ip: &str) -> bool {
        range.parse::<Cidr>().unwrap().contains(ip.parse().unwrap())
    }

    #[test]
    fn a_range_holds_its_first_and_last_address_and_no_neighbour() {
        assert!(holds("10.8.0.0/13", "10.8.0.0") && holds("10.8.0.0/13", "10.15.255.255"));
        assert!(!holds("10.8.0.0/13", "10.7.255.255") && !holds("10.8.0.0/13", "10.16.0.0"));
        assert!(holds("2001:db8::/33", "2001:db8:7fff::1") && !holds("2001:db8::/33", "2001:db8:8000::"));
    }

    #[test]
    fn the_shortest_and_longest_prefix_hold_everything_and_one() {
        assert!(holds("0.0.0.0/0", "255.255.255.255") && !holds("0.0.0.0/0", "2001:db8::1"));
        assert!(holds("::/0", "ffff::1") && !holds("::/0", "192.0.2.1"));
        assert!(holds("192.0.2.1", "192.0.2.1") && !holds("192.0.2.1", "192.0.2.2"));
        assert!(holds("::1/128", "::1") && !holds("::1", "::2"));
    }

    #[test]
    fn the_first_and_the_last_address_bound_the_range() {
        for (range, first, last) in [
            ("10.8.0.0/13", "10.8.0.0", "10.15.255.255"),
            ("0.0.0.0/0", "0.0.0.0", "255.255.255.255"),
            ("192.0.2.1", "192.0.2.1", "192.0.2.1"),
            ("2001:db8::/33", "2001:db8::", "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff"),
            ("::1/128", "::1", "::1"),
        ] {
            let range: Cidr = range.parse().unwrap();
            let bounds = (range.first().to_string(), range.last().to_string());
            assert_eq!(bounds, (first.to_owned(), last.to_owned()));
        }
    }

    #[test]
    fn an_ipv4_mapped_address_is_in_the_ipv4_range() {
        assert!(holds("192.0.2.0/24", "::ffff:192.0.2.9"));
    }

    #[test]
    fn what_is_no_range_is_refused_with_its_reason() {
        for (text, why) in [
            ("", CidrError::NotARange),
            ("10.0.0.0/", CidrError::NotARange),
            ("10.0.0.0/+8", CidrError::NotARange),
            ("10.0.0.0/8/8", CidrError::NotARange),
            ("10.0.0/8", CidrError::NotARange),
            ("example.org", CidrError::NotARange),
            ("::ffff:10.0.0.0/104", CidrError::NotARange),
            ("10.0.0.0/33", CidrError::PrefixTooLong),
            ("::/129", CidrError::PrefixTooLong),
            ("10.0.0.1/8", CidrError::BitsBehindPrefix),
        ] {
            assert_eq!(text.parse::<Cidr>(), Err(why), "{text}");
        }
    }
}
