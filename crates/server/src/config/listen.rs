use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;

/// Where the server listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listen {
    /// `localhost:port`: on this machine only, by IPv4 and, where there is any, by IPv6.
    Localhost(u16),
    /// One address and port.
    At(SocketAddr),
}

impl Listen {
    /// The port; 0 lets the system choose.
    pub const fn port(self) -> u16 {
        match self {
            Self::Localhost(port) => port,
            Self::At(address) => address.port(),
        }
    }
}

impl FromStr for Listen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(port) = text.strip_prefix("localhost:").and_then(|port| port.parse().ok()) {
            return Ok(Self::Localhost(port));
        }
        text.parse().map(Self::At).map_err(|_| {
            format!(
                "is `localhost:8080`, or an address and a port such as `0.0.0.0:8080` or `[::]:8080`, not `{text}`"
            )
        })
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Localhost(port) => write!(f, "localhost:{port}"),
            Self::At(address) => address.fmt(f),
        }
    }
}
