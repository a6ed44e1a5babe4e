use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use model::{Cidr, Network};

/// How many connections each network has open.
#[derive(Clone)]
pub(super) struct Networks(Arc<Counts>);

struct Counts {
    open: Mutex<HashMap<Network, usize>>,
    most: usize,
    uncounted: Vec<Cidr>,
}

/// One open connection; it no longer counts when this is dropped.
pub(super) struct Counted {
    networks: Networks,
    network: Option<Network>,
}

impl Networks {
    /// At most `most` for a network, except for `uncounted` ranges and this machine: behind a proxy is everybody.
    pub(super) fn new(most: usize, uncounted: Vec<Cidr>) -> Self {
        Self(Arc::new(Counts { open: Mutex::default(), most, uncounted }))
    }

    /// Counts a connection; `None` when its network has enough.
    pub(super) fn count(&self, ip: IpAddr) -> Option<Counted> {
        let ip = ip.to_canonical();
        if ip.is_loopback() || self.0.uncounted.iter().any(|range| range.contains(ip)) {
            return Some(Counted { networks: self.clone(), network: None });
        }
        let network = Network::of(ip);
        let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(network).or_default();
        if *count >= self.0.most {
            return None;
        }
        *count += 1;
        Some(Counted { networks: self.clone(), network: Some(network) })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let Some(network) = self.network else { return };
        let mut open = self.networks.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&network) {
            *count -= 1;
            if *count == 0 {
                open.remove(&network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn one_network_cannot_take_more_than_its_share() {
        let networks = Networks::new(2, vec![]);
        let first = networks.count(ip("198.51.100.1")).unwrap();
        let _second = networks.count(ip("::ffff:198.51.100.200")).unwrap();
        assert!(networks.count(ip("198.51.100.3")).is_none());
        assert!(networks.count(ip("198.51.101.3")).is_some());
        drop(first);
        assert!(networks.count(ip("198.51.100.3")).is_some());
    }

    #[test]
    fn proxies_and_this_machine_are_not_counted() {
        let networks = Networks::new(1, vec!["10.0.0.0/8".parse().unwrap()]);
        let many: Vec<_> = ["10.1.1.1", "10.1.1.1", "127.0.0.1", "127.0.0.1", "::1", "::1"].map(ip).into();
        assert!(many.iter().map(|ip| networks.count(*ip)).collect::<Vec<_>>().iter().all(Option::is_some));
    }

    #[test]
    fn networks_that_left_are_forgotten() {
        let networks = Networks::new(1, vec![]);
        drop(networks.count(ip("198.51.100.1")));
        assert!(networks.0.open.lock().unwrap().is_empty());
    }
}
