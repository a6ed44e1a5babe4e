use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::config::Listen;

/// Why the server cannot listen.
#[derive(Debug)]
pub struct ListenError {
    address: SocketAddr,
    error: io::Error,
}

/// Opens the sockets, before anything else is started: a port that is taken is said at once.
///
/// # Errors
/// When an address is taken, is not this machine's, or needs more rights.
pub fn bind(listen: Listen) -> Result<Vec<TcpListener>, ListenError> {
    let port = match listen {
        Listen::At(address) => return Ok(vec![open(address)?]),
        Listen::Localhost(port) => port,
    };
    let v4 = open(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port))?;
    let port = v4.local_addr().map_or(port, |address| address.port());
    match open(SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), port)) {
        Ok(v6) => Ok(vec![v4, v6]),
        // Somebody else on the same port would get those whose browser tries IPv6 first.
        Err(taken) if taken.error.kind() == io::ErrorKind::AddrInUse => Err(taken),
        Err(_) => Ok(vec![v4]),
    }
}

/// Lets this process open as many files as connections need, as far as the system allows it.
pub fn raise_open_files(connections: usize) {
    /// Database, log, keys, mail, and what libraries open.
    const OTHERS: u64 = 256;
    let wanted = OTHERS + connections as u64;
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_some_and(|current| current < wanted) {
        let raised = maximum.map_or(wanted, |maximum| wanted.min(maximum));
        // Without it the server works, with fewer connections: accepting pauses when files run out.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum });
    }
}

fn open(address: SocketAddr) -> Result<TcpListener, ListenError> {
    let opened = TcpListener::bind(address).and_then(|listener| {
        listener.set_nonblocking(true)?;
        Ok(listener)
    });
    opened.map_err(|error| ListenError { address, error })
}

impl fmt::Display for ListenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { address, error } = self;
        match error.kind() {
            io::ErrorKind::AddrInUse => write!(
                f,
                "another program listens on {address}; stop it, or choose another port with `listen` (--listen \
                 localhost:8081)"
            ),
            io::ErrorKind::PermissionDenied => {
                write!(f, "this user may not listen on {address}; choose a port above 1023 with `listen`")
            }
            _ => write!(f, "cannot listen on {address}: {error}; change `listen`"),
        }
    }
}

impl std::error::Error for ListenError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn localhost_is_both_of_its_addresses_on_one_port() {
        let listeners = bind(Listen::Localhost(0)).unwrap();
        let addresses: Vec<_> = listeners.iter().map(|listener| listener.local_addr().unwrap()).collect();
        assert!(addresses.iter().all(|address| address.ip().is_loopback()), "{addresses:?}");
        assert!(addresses.iter().all(|address| address.port() == addresses[0].port()), "{addresses:?}");
        assert!(addresses[0].is_ipv4());
    }

    #[test]
    fn a_taken_port_is_said_with_the_way_out() {
        let taken = bind(Listen::Localhost(0)).unwrap();
        let port = taken[0].local_addr().unwrap().port();
        let said = bind(Listen::Localhost(port)).unwrap_err().to_string();
        assert!(said.contains("another program") && said.contains("`listen`"), "{said}");
    }
}
