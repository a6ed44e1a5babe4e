//! The configuration: one TOML file, environment variables, flags; a flag wins over a variable, a variable over the
//! file, the file over the default.
//!
//! `KEYS` in `config/keys.rs` is the one list of what can be set: reading, `sluis config show` and `docs/configuration.md` follow
//! it. One more setting is a line there and a field in [`Draft`].

mod check;
mod draft;
mod error;
mod given;
mod keys;
mod listen;
mod source;

pub use draft::Draft;
pub use error::{ConfigError, ConfigErrors, Place};
pub use keys::reference;
pub use listen::Listen;
pub use source::{Flags, Sources};

use std::path::PathBuf;

use factors::password::Cost;
use model::{Cidr, Span};
use outside::ldap::Plain;
use outside::mail::MailConfig;
use service::retention::FixedRetention;
use text::TimeZone;
use tracing::level_filters::LevelFilter;

use crate::serve::CertificateFiles;

/// What the process runs with: read, checked, secrets included.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file that settings are read from, or would be if it were there.
    pub file: Option<PathBuf>,
    /// Where it listens.
    pub listen: Listen,
    /// Where metrics are shown, if they are.
    pub metrics_listen: Option<Listen>,
    /// Scheme, host and port that people reach it by, without a slash at the end.
    pub public_address: Option<String>,
    /// The data folder.
    pub data_dir: PathBuf,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Cidr>,
    /// The certificate, where Sluis speaks HTTPS itself.
    pub tls: Option<CertificateFiles>,
    /// The database.
    pub database: Database,
    /// How mail leaves.
    pub mail: MailConfig,
    /// Where settings of an organisation may lead.
    pub outgoing: Outgoing,
    /// The log.
    pub log: Log,
    /// What hashing a password costs.
    pub hash_cost: Cost,
    /// Threads that hash.
    pub hash_workers: usize,
    /// Bounds on what others can take.
    pub limits: Limits,
    /// How long an access token is good.
    pub access_token_lifetime: Span,
    /// How long sign-in records are kept.
    pub sign_in_retention: Span,
    /// For how many days what is kept where no organisation may choose.
    pub retention: FixedRetention,
    /// The MaxMind DB that the countries of addresses come from; what is compiled in without one.
    pub country_file: Option<PathBuf>,
    /// The time zone that times are shown in.
    pub zone: TimeZone,
}

/// Which database.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// A file in the data folder.
    Sqlite,
    /// A server.
    Postgres {
        /// Its address; may hold a password.
        url: String,
        /// Connections.
        connections: usize,
        /// The authority that signed its certificate.
        root_certificate: Option<PathBuf>,
    },
}

/// Where settings of an organisation may lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Private addresses that they may lead to.
    pub private_networks: Vec<Cidr>,
    /// Where a directory server may be asked without TLS.
    pub plain_ldap: Plain,
}

/// What is logged and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Log {
    /// The form of a line.
    pub format: LogFormat,
    /// How much.
    pub level: LevelFilter,
}

/// The form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Bounds on what others can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Open connections.
    pub connections: usize,
    /// Open connections from one network (/24, /48).
    pub connections_per_network: usize,
    /// How long requests may take to finish when the server stops.
    pub shutdown_seconds: u64,
}

/// A configuration that was read: as it was given, and as it is used.
#[derive(Debug)]
pub struct Loaded {
    /// As it was given.
    pub draft: Draft,
    /// As it is used.
    pub config: Config,
    /// The file it came from, if there was one.
    pub file: Option<PathBuf>,
}

/// A public address as it is compared: lower case, without a slash or a port that its scheme implies.
///
/// # Errors
/// What it is instead, and the way out.
pub fn checked_public_address(text: &str) -> Result<String, String> {
    check::public_address(text)
}

/// Reads and checks everything.
///
/// # Errors
/// Every mistake at once, each with its place and the way out.
pub fn load(sources: &Sources) -> Result<Loaded, ConfigErrors> {
    let (draft, file, mut errors) = source::read(sources);
    match check::check(&draft) {
        Ok(config) if errors.is_empty() => {
            let config = Config { file: source::file(sources), ..config };
            Ok(Loaded { draft, config, file })
        }
        Ok(_) => Err(ConfigErrors(errors)),
        Err(more) => {
            errors.extend(more);
            Err(ConfigErrors(errors))
        }
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "Sqlite",
            Self::Postgres { .. } => "Postgres",
        })
    }
}

#[cfg(test)]
mod tests;
