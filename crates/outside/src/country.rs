//! In which country an address is registered: from data that is compiled in, or from a file of the administrator's. No
//! request leaves for it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use model::{Country, Signal};

mod file;

pub use file::{CountryFile, CountryFileError, Look};

/// The version of the data. The crate's version is the data's: it is made anew from the registries' files each time.
const DATA_VERSION: &str = "iptocc 1.4.175";

/// The country that a registry gave an address to. Unknown for what no registry gives out: private, local and
/// reserved addresses.
pub fn country_of(ip: IpAddr) -> Signal<Country> {
    let ip = ip.to_canonical();
    let given_out = match ip {
        IpAddr::V4(ip) => is_given_out_v4(ip),
        IpAddr::V6(ip) => is_given_out_v6(ip),
    };
    if !given_out {
        return Signal::Unknown;
    }
    Signal::from_option(iptocc::country_code(ip).and_then(Country::new))
}

/// Which data [`country_of`] answers from; records keep it beside the country.
pub const fn data_version() -> &'static str {
    DATA_VERSION
}

fn is_given_out_v4(ip: Ipv4Addr) -> bool {
    // RFC 6598: what providers use behind their own translation.
    let shared = ip.octets()[0] == 100 && ip.octets()[1] & 0xc0 == 64;
    !(shared
        || ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_unspecified()
        || ip.is_documentation()
        || ip.is_broadcast()
        || ip.is_multicast())
}

fn is_given_out_v6(ip: Ipv6Addr) -> bool {
    // Only 2000::/3 is global unicast (RFC 4291 §2.4); 2001:db8::/32 is for documentation (RFC 3849).
    let segments = ip.segments();
    segments[0] & 0xe000 == 0x2000 && !(segments[0] == 0x2001 && segments[1] == 0x0db8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, country: Option<&str>) {
        let seen = country_of(address.parse().unwrap());
        assert_eq!(seen, Signal::from_option(country.and_then(Country::new)), "{address}");
    }

    #[test]
    fn addresses_are_found_in_the_country_they_are_registered_in() {
        check("145.97.0.1", Some("NL"));
        check("8.8.8.8", Some("US"));
        check("2001:610::1", Some("NL"));
    }

    #[test]
    fn an_ipv4_mapped_address_is_its_ipv4_address() {
        check("::ffff:145.97.0.1", Some("NL"));
    }

    #[test]
    fn what_no_registry_gives_out_has_no_country() {
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.1.1",
            "172.16.0.1",
            "169.254.1.1",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "2001:db8::1",
            "::ffff:10.0.0.1",
        ] {
            check(address, None);
        }
    }

    #[test]
    fn the_version_is_that_of_the_data_in_use() {
        let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock")).unwrap();
        let (name, version) = data_version().split_once(' ').unwrap();
        assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"\n")));
    }
}
