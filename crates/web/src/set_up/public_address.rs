//! What may be a public address.

use crate::screens::door::AddressError;

/// A public address: https with a host, or http on this machine only; no path.
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
    match scheme {
        "https" => Ok(()),
        "http" if matches!(host, "localhost" | "127.0.0.1" | "[::1]") => Ok(()),
        "http" => Err(AddressError::Plain),
        _ => Err(AddressError::Form),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_or_this_machine() {
        for good in [
            "https://id.example.org",
            "https://id.example.org:8443",
            "http://localhost:8080",
            "http://[::1]:80",
        ] {
            assert!(checked_address(good).is_ok(), "{good}");
        }
        for bad in
            ["id.example.org", "http://id.example.org", "https://", "https://a/b", "ftp://a", "https://a b"]
        {
            assert!(checked_address(bad).is_err(), "{bad}");
        }
    }
}
