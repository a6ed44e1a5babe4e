//! Whose address a request has (security rule S10).

use std::net::{IpAddr, SocketAddr};

use model::{Address, AddressRule};

pub use model::Cidr;

/// How many hops are looked at. Nobody has more proxies of his own in a row.
const MOST_HOPS: usize = 32;

/// The address of the person's side of a request, `None` when it cannot be told: a missing signal, never a safe one.
///
/// `forwarded_for` holds the values of `X-Forwarded-For` in the order of their lines. A peer that is no trusted proxy
/// is the client, whatever it sends (attack 32). Behind a trusted one the values are read from the right: trusted
/// proxies are skipped, and the first other address is the client; what lies further left was written by the client
/// and is never looked at. Anything malformed on the way (attack 31), and nothing but proxies (attack 89: a proxy's
/// own address is no person's), makes the address unknown.
pub fn client_address(peer: IpAddr, forwarded_for: &[&str], trusted: &[Cidr]) -> Option<Address> {
    let is_trusted = |ip: IpAddr| trusted.iter().any(|range| range.contains(ip));
    if !is_trusted(peer) {
        return Some(Address::new(peer, AddressRule::Peer));
    }
    let hops = forwarded_for.iter().rev().flat_map(|value| value.rsplit(',')).take(MOST_HOPS);
    for hop in hops {
        let ip = hop_address(hop)?;
        if !is_trusted(ip) {
            return Some(Address::new(ip, AddressRule::Forwarded));
        }
    }
    None
}

/// Reads one hop: an address, an address in brackets, or either with a port, as proxies write them.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim_matches([' ', '\t']);
    let bare = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let ip = match bare {
        Some(inside) => IpAddr::V6(inside.parse().ok()?),
        None => hop.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()))?,
    };
    let ip = ip.to_canonical();
    // A hop that is nowhere tells nothing, and must not fall into a range such as 0.0.0.0/0.
    (!ip.is_unspecified() && !ip.is_multicast()).then_some(ip)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXIES: &[&str] = &["10.0.0.0/8", "127.0.0.1", "::1", "2001:db8:aa::/48"];

    fn seen(peer: &str, headers: &[&str]) -> String {
        let trusted: Vec<Cidr> = PROXIES.iter().map(|range| range.parse().unwrap()).collect();
        match client_address(peer.parse().unwrap(), headers, &trusted) {
            Some(address) => format!("{:?} {}", address.rule, address.ip),
            None => "unknown".to_owned(),
        }
    }

    #[test]
    fn without_a_proxy_the_peer_is_the_client_and_its_header_is_ignored() {
        assert_eq!(seen("198.51.100.7", &[]), "Peer 198.51.100.7");
        assert_eq!(seen("198.51.100.7", &["203.0.113.5"]), "Peer 198.51.100.7");
        assert_eq!(seen("198.51.100.7", &["garbage"]), "Peer 198.51.100.7");
        assert_eq!(seen("2001:db8::7", &["10.0.0.1"]), "Peer 2001:db8::7");
    }

    #[test]
    fn behind_a_proxy_the_last_address_that_is_no_proxy_is_the_client() {
        assert_eq!(seen("10.0.0.1", &["203.0.113.5"]), "Forwarded 203.0.113.5");
        assert_eq!(seen("10.0.0.1", &["203.0.113.5, 10.2.0.1, 10.3.0.1"]), "Forwarded 203.0.113.5");
        assert_eq!(seen("::1", &["2001:db8:1::5"]), "Forwarded 2001:db8:1::5");
    }

    #[test]
    fn what_the_client_wrote_itself_is_never_believed() {
        assert_eq!(seen("10.0.0.1", &["192.0.2.1, 203.0.113.5"]), "Forwarded 203.0.113.5");
        assert_eq!(seen("10.0.0.1", &["127.0.0.1, 203.0.113.5, 10.2.0.1"]), "Forwarded 203.0.113.5");
        assert_eq!(seen("10.0.0.1", &["rubbish\u{7f}, 203.0.113.5"]), "Forwarded 203.0.113.5");
    }

    #[test]
    fn several_headers_are_one_list_in_their_order() {
        assert_eq!(seen("10.0.0.1", &["192.0.2.1", "203.0.113.5"]), "Forwarded 203.0.113.5");
        assert_eq!(
            seen("10.0.0.1", &["192.0.2.1, 203.0.113.5", "10.2.0.1", "10.3.0.1"]),
            "Forwarded 203.0.113.5"
        );
    }

    #[test]
    fn garbage_where_the_client_should_stand_is_unknown_and_nobody_else() {
        for garbage in [
            "",
            " ",
            "unknown",
            "_hidden",
            "203.0.113.5, ",
            "203.0.113.5,,",
            "203.0.113.256",
            "203.0.113",
            "0x7f.1",
            "203.0.113.5:",
            "203.0.113.5:x",
            "203.0.113.5:99999",
            "[203.0.113.5]",
            "[::1",
            "fe80::1%eth0",
            "0.0.0.0",
            "::",
            "224.0.0.1",
            "203.0.113.5 192.0.2.1",
            "for=203.0.113.5",
            "\u{200b}203.0.113.5",
            "'; drop table users",
            "2130706433",
            "0127.0.0.1",
        ] {
            assert_eq!(seen("10.0.0.1", &[garbage]), "unknown", "{garbage:?}");
            assert_eq!(seen("10.0.0.1", &["203.0.113.5", garbage]), "unknown", "{garbage:?} behind a client");
        }
    }

    #[test]
    fn a_proxy_is_never_the_client() {
        assert_eq!(seen("10.0.0.1", &[]), "unknown");
        assert_eq!(seen("10.0.0.1", &["10.2.0.1"]), "unknown");
        assert_eq!(seen("10.0.0.1", &["10.2.0.1, 127.0.0.1", "10.4.0.1"]), "unknown");
    }

    #[test]
    fn mapped_addresses_are_unmapped_before_any_match() {
        assert_eq!(seen("::ffff:10.0.0.1", &["203.0.113.5"]), "Forwarded 203.0.113.5");
        assert_eq!(seen("::ffff:198.51.100.7", &["203.0.113.5"]), "Peer 198.51.100.7");
        assert_eq!(seen("10.0.0.1", &["203.0.113.5, ::ffff:10.2.0.1"]), "Forwarded 203.0.113.5");
        assert_eq!(seen("10.0.0.1", &["[::ffff:203.0.113.5]:443"]), "Forwarded 203.0.113.5");
    }

    #[test]
    fn ports_and_brackets_that_proxies_add_do_not_count() {
        assert_eq!(seen("10.0.0.1", &["203.0.113.5:51034"]), "Forwarded 203.0.113.5");
        assert_eq!(seen("10.0.0.1", &["[2001:db8:1::5]:51034"]), "Forwarded 2001:db8:1::5");
        assert_eq!(seen("10.0.0.1", &["[2001:db8:1::5]"]), "Forwarded 2001:db8:1::5");
        assert_eq!(seen("10.0.0.1", &["\t203.0.113.5 "]), "Forwarded 203.0.113.5");
    }

    #[test]
    fn an_endless_list_of_proxies_is_unknown() {
        let long = "10.2.0.1,".repeat(100_000) + "10.2.0.1";
        assert_eq!(seen("10.0.0.1", &[&long]), "unknown");
        let hidden = format!("203.0.113.5,{}", "10.2.0.1,".repeat(40) + "10.2.0.1");
        assert_eq!(seen("10.0.0.1", &[&hidden]), "unknown");
    }

    #[test]
    fn trusting_everybody_leaves_nobody_to_be_the_client() {
        let everybody = ["0.0.0.0/0".parse().unwrap()];
        assert_eq!(client_address("198.51.100.7".parse().unwrap(), &["203.0.113.5"], &everybody), None);
    }
}
