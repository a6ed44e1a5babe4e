use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use model::Cidr;
use outside::ldap::Plain;
use outside::mail::Tls;
use text::TimeZone;
use tracing::level_filters::LevelFilter;

use super::keys::KEYS;
use super::{Listen, LogFormat, Place};

/// The settings one by one, as they were given or by default; not yet looked at together, and without the secrets that
/// files hold.
#[derive(Debug, Clone)]
pub struct Draft {
    pub(super) listen: Listen,
    pub(super) metrics_listen: Option<Listen>,
    pub(super) public_address: Option<String>,
    pub(super) data_dir: PathBuf,
    pub(super) trusted_proxies: Vec<Cidr>,
    pub(super) tls_certificate: Option<PathBuf>,
    pub(super) tls_key: Option<PathBuf>,
    pub(super) database_url: Option<String>,
    pub(super) database_url_file: Option<PathBuf>,
    pub(super) database_connections: usize,
    pub(super) database_root_certificate: Option<PathBuf>,
    pub(super) mail_host: Option<String>,
    pub(super) mail_port: Option<u16>,
    pub(super) mail_tls: Option<Tls>,
    pub(super) mail_username: Option<String>,
    pub(super) mail_password_file: Option<PathBuf>,
    pub(super) mail_from: Option<String>,
    pub(super) private_networks: Vec<Cidr>,
    pub(super) plain_ldap: Plain,
    pub(super) log_format: LogFormat,
    pub(super) log_level: LevelFilter,
    pub(super) hash_memory_kib: u32,
    pub(super) hash_passes: u32,
    pub(super) hash_lanes: u32,
    pub(super) hash_workers: Option<usize>,
    pub(super) connections: usize,
    pub(super) connections_per_network: usize,
    pub(super) shutdown_seconds: u64,
    pub(super) access_token_minutes: i64,
    pub(super) sign_in_log_days: i64,
    pub(super) retention: [Option<i64>; 4],
    pub(super) country_file: Option<PathBuf>,
    pub(super) zone: Option<TimeZone>,
    pub(super) places: BTreeMap<&'static str, Place>,
}

impl Default for Draft {
    fn default() -> Self {
        let cost = factors::password::Cost::DEFAULT;
        Self {
            listen: Listen::Localhost(8080),
            metrics_listen: None,
            public_address: None,
            data_dir: PathBuf::from("./data"),
            trusted_proxies: vec![],
            tls_certificate: None,
            tls_key: None,
            database_url: None,
            database_url_file: None,
            database_connections: 8,
            database_root_certificate: None,
            mail_host: None,
            mail_port: None,
            mail_tls: None,
            mail_username: None,
            mail_password_file: None,
            mail_from: None,
            private_networks: vec![],
            plain_ldap: Plain::Loopback,
            log_format: LogFormat::Text,
            log_level: LevelFilter::INFO,
            hash_memory_kib: cost.memory_kib(),
            hash_passes: cost.passes(),
            hash_lanes: cost.lanes(),
            hash_workers: None,
            connections: 4096,
            connections_per_network: 512,
            shutdown_seconds: 20,
            access_token_minutes: 15,
            sign_in_log_days: 90,
            retention: [None; 4],
            country_file: None,
            zone: None,
            places: BTreeMap::new(),
        }
    }
}

impl Draft {
    /// Where a key was set.
    pub(super) fn place(&self, key: &str) -> Place {
        self.places.get(key).cloned().unwrap_or_default()
    }

    /// The configuration as a TOML file, each line with where it comes from. Without secrets.
    pub fn show(&self) -> String {
        let mut out = String::new();
        let mut section = "";
        for key in KEYS {
            if key.section() != section {
                section = key.section();
                let _ = write!(out, "\n[{section}]\n");
            }
            let place = self.place(key.name);
            let line = match (key.show)(self) {
                Some(value) => format!("{} = {value}", key.word()),
                None => format!("# {} is not set", key.word()),
            };
            let _ = match place {
                Place::Default => writeln!(out, "{line}"),
                place => writeln!(out, "{line:<40} # {place}"),
            };
        }
        out
    }
}
