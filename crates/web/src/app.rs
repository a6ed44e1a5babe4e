use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

use axum::http::header::{HOST, HeaderMap, ORIGIN};
use axum::http::{Method, Uri};
use model::{Cidr, Organisation};
use service::House;

/// What every handler shares; one pointer, because each request clones it several times.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// What is behind the pointer.
pub struct Shared {
    /// The use cases.
    pub house: House,
    /// What the configuration says of the network.
    pub network: NetworkConfig,
    /// The configuration file, for pages that tell administrators what to write into it.
    pub config_file: Option<String>,
    /// The set-up that waits, until an organisation exists.
    pub set_up: crate::set_up::Waiting,
}

impl App {
    /// Puts together what handlers share.
    pub fn new(house: House, network: NetworkConfig) -> Self {
        Self::configured_in(None, house, network)
    }

    /// The same, for a process that reads this configuration file, or would if it were there.
    pub fn configured_in(config_file: Option<String>, house: House, network: NetworkConfig) -> Self {
        let set_up = crate::set_up::Waiting::default();
        Self(Arc::new(Shared { house, network, config_file, set_up }))
    }

    /// The path of the one-time link that sets Sluis up; `None` when an organisation exists. Each call makes a new
    /// link and ends the one before.
    pub fn set_up_path(&self) -> Option<String> {
        if !self.house.organisations().is_empty() {
            return None;
        }
        let token = self.set_up.make_link(self.house.new_browser(), self.house.now());
        Some(format!("/set-up/{token}"))
    }
}

impl Deref for App {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// What the configuration says of the network.
#[derive(Debug, Clone, Default)]
pub struct NetworkConfig {
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Cidr>,
    /// The address that people reach Sluis by, if it is configured.
    pub public_address: Option<String>,
    /// The port that it listens on; names this machine by before set-up.
    pub port: u16,
}

/// The host of a request, as it chooses among configured names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostName(String);

impl HostName {
    /// Reads the authority of the request line (HTTP/2) or the `Host` header. `X-Forwarded-Host` is never looked at.
    pub fn of(uri: &Uri, headers: &HeaderMap) -> Option<Self> {
        if let Some(authority) = uri.authority() {
            return Some(Self(authority.as_str().to_ascii_lowercase()));
        }
        let mut values = headers.get_all(HOST).iter();
        let host = values.next()?.to_str().ok()?;
        values.next().is_none().then(|| Self(host.to_ascii_lowercase()))
    }

    /// The host and port of an address such as `https://id.example.org`.
    pub fn in_address(address: &str) -> Option<Self> {
        authority_of(address).map(Self)
    }

    /// The text, lower case, with its port.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True when it is an organisation's public address.
    pub fn names(&self, organisation: &Organisation) -> bool {
        authority_in(&organisation.public_address)
            .is_some_and(|authority| authority.eq_ignore_ascii_case(&self.0))
    }

    /// True when it names this machine itself, on this port.
    pub fn is_loopback(&self, port: u16) -> bool {
        let Some((host, own)) = self.0.rsplit_once(':') else { return false };
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        own.parse() == Ok(port) && (host == "localhost" || address.is_ok_and(|ip| ip.is_loopback()))
    }
}

/// The host and port of an address such as `https://id.example.org`, lower case.
pub fn authority_of(address: &str) -> Option<String> {
    authority_in(address).map(str::to_ascii_lowercase)
}

fn authority_in(address: &str) -> Option<&str> {
    let rest = address.split_once(':')?.1.strip_prefix("//")?;
    rest.split('/').next().filter(|authority| !authority.is_empty())
}

impl App {
    /// The organisation that a host decides: the oldest whose public address it is.
    pub fn organisation_at(&self, host: &HostName) -> Option<Arc<Organisation>> {
        self.house.organisations().iter().find(|organisation| host.names(organisation)).cloned()
    }

    /// True when the host is one of the configured names; anything else is answered with 421.
    pub fn knows_host(&self, host: &HostName) -> bool {
        if self.house.organisations().is_empty() {
            let configured = self.network.public_address.as_deref().and_then(authority_of);
            return host.is_loopback(self.network.port) || configured.as_deref() == Some(host.as_str());
        }
        self.organisation_at(host).is_some()
    }
}

/// True when a request that changes something can only have come from a page of the same origin. Browsers set
/// `Sec-Fetch-Site` and `Origin` themselves; a page elsewhere cannot forge them. A request with neither is no
/// browser's cross-site form (RFC 6454 §7.3), and has the form token to show besides.
pub fn is_same_origin(method: &Method, headers: &HeaderMap, public_address: &str) -> bool {
    if matches!(*method, Method::GET | Method::HEAD) {
        return true;
    }
    if let Some(site) = headers.get("sec-fetch-site") {
        return matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    match headers.get(ORIGIN) {
        Some(origin) => origin.as_bytes().eq_ignore_ascii_case(public_address.as_bytes()),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> Option<HostName> {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, text.parse().unwrap());
        headers.insert("x-forwarded-host", "evil.example".parse().unwrap());
        HostName::of(&Uri::from_static("/"), &headers)
    }

    #[test]
    fn a_forwarded_host_is_never_looked_at() {
        assert_eq!(host("id.example.org").unwrap().as_str(), "id.example.org");
    }

    #[test]
    fn two_host_headers_are_no_host() {
        let mut headers = HeaderMap::new();
        headers.append(HOST, "a.example".parse().unwrap());
        headers.append(HOST, "b.example".parse().unwrap());
        assert_eq!(HostName::of(&Uri::from_static("/"), &headers), None);
    }

    #[test]
    fn only_this_machine_on_this_port_is_loopback() {
        for good in ["localhost:8080", "127.0.0.1:8080", "[::1]:8080"] {
            assert!(host(good).unwrap().is_loopback(8080), "{good}");
        }
        for bad in ["localhost", "localhost:81", "example.org:8080", "127.0.0.1.example.org:8080"] {
            assert!(!host(bad).unwrap().is_loopback(8080), "{bad}");
        }
    }

    #[test]
    fn a_form_from_another_site_is_refused() {
        let mut headers = HeaderMap::new();
        headers.insert(ORIGIN, "https://evil.example".parse().unwrap());
        assert!(!is_same_origin(&Method::POST, &headers, "https://id.example.org"));
        headers.insert(ORIGIN, "https://id.example.org".parse().unwrap());
        assert!(is_same_origin(&Method::POST, &headers, "https://id.example.org"));
        headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
        assert!(!is_same_origin(&Method::POST, &headers, "https://id.example.org"));
        headers.insert("sec-fetch-site", "same-site".parse().unwrap());
        assert!(!is_same_origin(&Method::POST, &headers, "https://id.example.org"));
    }

    #[test]
    fn a_null_origin_is_refused() {
        let mut headers = HeaderMap::new();
        headers.insert(ORIGIN, "null".parse().unwrap());
        assert!(!is_same_origin(&Method::POST, &headers, "https://id.example.org"));
    }
}
