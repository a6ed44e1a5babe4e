//! What may be a public address.

use std::net::IpAddr;

use crate::screens::door::AddressError;

/// A public address: https with a name, or http on this machine only; no path. A number is no name: no passkey can belong
/// to one (WebAuthn Level 3 §5.1.3, RP ID).
pub(super) fn checked_address(address: &str) -> Result<(), AddressError> {
    let (scheme, rest) = address.split_once("://").ok_or(AddressError::Form)?;
    let host =
        rest.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(rest, |(host, _)| host);
    let named = |host: &str| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-[]:".contains(&byte))
    };
    if !named(host) || rest.contains('/') {
        return Err(AddressError::Form);
    }
    if host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() {
        return Err(AddressError::Number);
    }
    match scheme {
        "https" => Ok(()),
        "http" if host == "localhost" => Ok(()),
        "http" => Err(AddressError::Plain),
        _ => Err(AddressError::Form),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_or_this_machine() {
        for good in ["https://id.example.org", "https://id.example.org:8443", "http://localhost:8080"] {
            assert!(checked_address(good).is_ok(), "{good}");
        }
        for bad in
            ["id.example.org", "http://id.example.org", "https://", "https://a/b", "ftp://a", "https://a b"]
        {
            assert!(checked_address(bad).is_err(), "{bad}");
        }
        for number in
            ["http://127.0.0.1:8080", "http://[::1]:80", "https://192.0.2.7", "https://[2001:db8::1]:8443"]
        {
            assert_eq!(checked_address(number), Err(AddressError::Number), "{number}");
        }
    }
}
