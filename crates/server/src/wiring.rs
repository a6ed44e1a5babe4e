//! Putting the house together from the configuration.

use std::error::Error;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use model::Organisation;
use outside::aimed::Aimed;
use outside::country::CountryFileError;
use outside::ldap::Ldap;
use outside::mail::{Mailer, Stamp, Way};
use outside::reach::Reach;
use service::{House, Keys, MailRoute, Outside};
use sql::Db;
use web::{App, NetworkConfig};

use crate::config::{Config, Database, Listen};
use crate::countries::Countries;
use crate::data_dir::DataDir;
use crate::keys::{KeyRing, Missing};
use crate::{clock, random};

/// The file of the SQLite database in the data folder.
const DATABASE_FILE: &str = "sluis.db";
/// The folder in the data folder that log records are written to.
const LOG_FOLDER: &str = "log-export";
/// Threads that read from SQLite; one more writes.
const SQLITE_READERS: usize = 2;

/// Everything that use cases need from outside, for real.
///
/// # Errors
/// When the file that countries are to come from cannot be used.
pub fn outside(config: &Config) -> Result<Outside, CountryFileError> {
    let countries = Countries::open(config.country_file.as_deref())?;
    let (named, near) = (countries.clone(), countries.clone());
    let mail_route = match &config.mail.way {
        Way::Folder(folder) => MailRoute::Folder(folder.display().to_string()),
        Way::Relay { host, .. } => MailRoute::Relay(host.clone()),
    };
    let mailer = Mailer::new(config.mail.clone());
    let reach = || Reach::new(config.outgoing.private_networks.clone());
    let aimed = Aimed::new(reach(), config.data_dir.join(LOG_FOLDER));
    let ldap = Ldap::new(reach(), config.outgoing.plain_ldap);
    let checking = ldap.clone();
    Ok(Outside {
        now: Box::new(clock::now),
        fill_random: Box::new(random::fill),
        make_signing_key: Box::new(make_signing_key),
        mail_route,
        send_mail: Box::new(move |message| {
            let mut stamp = Stamp { now: clock::now(), random: [0; 16] };
            random::fill(&mut stamp.random);
            mailer.send(message, stamp).map_err(|error| error.to_string())
        }),
        country_of: Box::new(move |ip| countries.of(ip)),
        country_data: Box::new(move || named.version()),
        locality_of: Box::new(move |ip| near.locality_of(ip)),
        deliver_log: Box::new(move |batch| aimed.deliver(batch)),
        read_directory: Box::new(move |server, search, take| ldap.read(server, search, take)),
        check_remote_password: Box::new(move |server, dn, password, attribute| {
            checking.check_password(server, (dn, password), attribute)
        }),
    })
}

/// The database that the configuration names.
pub fn database(config: &Config, data: &DataDir) -> sql::Config {
    match &config.database {
        Database::Sqlite => sql::Config::Sqlite { path: data.file(DATABASE_FILE), readers: SQLITE_READERS },
        Database::Postgres { url, connections, root_certificate } => sql::Config::Postgres {
            url: url.clone(),
            connections: *connections,
            root_certificate: root_certificate.clone(),
        },
    }
}

/// Opens the database and the house over it.
///
/// # Errors
/// When the key file, the database or what is in it cannot be used.
pub async fn open(config: &Config, data: &DataDir) -> Result<(House, Db), Box<dyn Error>> {
    open_with(config, data, outside(config)?).await
}

/// The same with another outside.
///
/// # Errors
/// As [`open`].
pub async fn open_with(
    config: &Config,
    data: &DataDir,
    outside: Outside,
) -> Result<(House, Db), Box<dyn Error>> {
    let ring = KeyRing::open(&data.file("keys"), missing_keys(config, data), &mut random::fill)?;
    let keys = Keys::new(ring.as_slice()).map_err(|_| "the key file has no key")?;
    let db = Db::open(&database(config, data), store::MIGRATIONS)?;
    let house = House::open(db.clone(), outside, keys, service_config(config)).await?;
    Ok((house, db))
}

/// True when the data folder is one that a server worked in: a command makes no installation.
pub fn is_installed(config: &Config) -> bool {
    let file = |name| config.data_dir.join(name);
    let is_sqlite = config.database == Database::Sqlite;
    file("keys").is_file() && (!is_sqlite || file(DATABASE_FILE).is_file())
}

/// True when there is certainly no database yet, and so nothing that a restore could replace.
pub fn has_no_store(config: &Config) -> bool {
    config.database == Database::Sqlite && !config.data_dir.join(DATABASE_FILE).exists()
}

/// What a missing key file means: beside a SQLite database that is there already, that it was lost.
pub fn missing_keys(config: &Config, data: &DataDir) -> Missing {
    match config.database {
        Database::Sqlite if data.file(DATABASE_FILE).exists() => Missing::Refuse,
        _ => Missing::Make,
    }
}

/// What use cases read of the configuration.
pub fn service_config(config: &Config) -> service::Config {
    service::Config {
        hash_cost: config.hash_cost,
        hash_workers: config.hash_workers,
        access_token_lifetime: config.access_token_lifetime,
        sign_in_retention: config.sign_in_retention,
        fixed_retention: config.retention,
        zone: config.zone.clone(),
    }
}

/// What a start says about itself, a line each.
pub fn facts(config: &Config) -> Vec<String> {
    let data = config.data_dir.display();
    let database = match config.database {
        Database::Sqlite => format!("database: SQLite, {data}/{DATABASE_FILE}"),
        Database::Postgres { connections, .. } => format!("database: PostgreSQL, {connections} connections"),
    };
    let mail = match &config.mail.way {
        Way::Folder(folder) => format!("mail: no mail server is set, messages land in {}", folder.display()),
        Way::Relay { host, port, .. } => format!("mail: by {host}:{port}"),
    };
    vec![format!("data: {data}"), database, mail]
}

/// Issuer and relying-party id are data of an organisation; a configuration that names another address would send
/// people where their passkeys and applications do not work.
///
/// # Errors
/// When an address is configured and no organisation has it.
pub fn same_public_address(config: &Config, organisations: &[Arc<Organisation>]) -> Result<(), OtherAddress> {
    let Some(configured) = &config.public_address else { return Ok(()) };
    match organisations.first() {
        Some(first) if organisations.iter().all(|own| own.public_address != *configured) => {
            Err(OtherAddress { configured: configured.clone(), own: first.public_address.clone() })
        }
        _ => Ok(()),
    }
}

/// The configured address is no organisation's.
#[derive(Debug, PartialEq, Eq)]
pub struct OtherAddress {
    configured: String,
    own: String,
}

impl fmt::Display for OtherAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`public_address` is {}, and the organisation was set up with {}; applications and passkeys know it by that \
             address, so set it back or leave it out; `sluis address change` moves it, and says first what breaks",
            self.configured, self.own
        )
    }
}

impl Error for OtherAddress {}

/// What the pages share.
pub fn app(config: &Config, house: House, port: u16) -> App {
    let network = NetworkConfig {
        trusted_proxies: config.trusted_proxies.clone(),
        public_address: config.public_address.clone(),
        port,
    };
    App::configured_in(config.file.as_ref().map(|file| file.display().to_string()), house, network)
}

/// Where the browser that sets Sluis up finds it: the configured address, else this machine itself.
pub fn set_up_address(config: &Config, port: u16) -> String {
    match (&config.public_address, config.listen) {
        (Some(address), _) => address.clone(),
        (None, Listen::At(socket)) if socket.ip().is_loopback() => {
            format!("http://{}", SocketAddr::new(socket.ip(), port))
        }
        (None, _) => format!("http://localhost:{port}"),
    }
}

/// # Panics
/// When the library cannot make a key, which it cannot but for want of memory or randomness.
fn make_signing_key(algorithm: oauth::SigningAlgorithm) -> Vec<u8> {
    oauth::generate_pkcs8(algorithm).expect("the cryptographic library makes a key")
}

#[cfg(test)]
mod tests {
    use oauth::SigningAlgorithm::Es256 as ES256;

    use super::*;
    use crate::config::{Flags, Sources, load};

    fn config(settings: &[(&str, &str)]) -> Config {
        let flags = settings.iter().map(|(key, value)| ("--set".into(), (*key).into(), (*value).into()));
        load(&Sources { flags: Flags(flags.collect()), ..Sources::default() }).unwrap().config
    }

    fn organisation(address: &str) -> Arc<Organisation> {
        Arc::new(Organisation {
            id: model::Id::fixed(1),
            name: "De Vries".to_owned(),
            domain: "devries.example".to_owned(),
            locale: model::Locale::Nl,
            public_address: address.to_owned(),
            rp_id: "id.devries.example".to_owned(),
            help_contact: "Anna".to_owned(),
            created: model::Timestamp::from_secs(0),
        })
    }

    #[test]
    fn an_address_that_is_no_organisations_stops_the_start() {
        let own = [organisation("https://id.devries.example"), organisation("https://id.jansen.example")];
        let with = |address| config(&[("public_address", address)]);
        assert_eq!(same_public_address(&with("https://id.devries.example"), &own), Ok(()));
        assert_eq!(same_public_address(&with("https://id.jansen.example"), &own), Ok(()));
        assert_eq!(same_public_address(&with("https://new.example"), &[]), Ok(()));
        assert_eq!(same_public_address(&config(&[]), &own), Ok(()));
        let refused = same_public_address(&with("https://other.example"), &own).unwrap_err().to_string();
        assert!(refused.contains("https://other.example") && refused.contains("https://id.devries.example"));
    }

    #[test]
    fn the_set_up_link_begins_with_an_address_that_is_answered() {
        for (settings, address) in [
            (&[][..], "http://localhost:4000"),
            (&[("listen", "0.0.0.0:80")][..], "http://localhost:4000"),
            (&[("listen", "127.0.0.1:0")][..], "http://127.0.0.1:4000"),
            (&[("listen", "[::1]:0")][..], "http://[::1]:4000"),
            (&[("public_address", "https://id.devries.example")][..], "https://id.devries.example"),
        ] {
            assert_eq!(set_up_address(&config(settings), 4000), address);
        }
    }

    #[test]
    fn a_lost_key_file_is_noticed_beside_a_database() {
        let folder = testdb::temp_dir();
        let data = DataDir::open(folder.path()).unwrap();
        let config = config(&[]);
        assert_eq!(missing_keys(&config, &data), Missing::Make);
        std::fs::write(data.file(DATABASE_FILE), "").unwrap();
        assert_eq!(missing_keys(&config, &data), Missing::Refuse);
    }

    #[test]
    fn what_use_cases_get_from_outside_is_real() {
        let outside = outside(&config(&[])).unwrap();
        assert!(outside.now().as_secs() > 1_700_000_000);
        assert_ne!(outside.random::<32>(), outside.random::<32>());
        assert!(oauth::SigningKey::from_pkcs8(ES256, &(outside.make_signing_key)(ES256)).is_ok());
        assert!(!outside.mail_route.leaves());
    }
}
