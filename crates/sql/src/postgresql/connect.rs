use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::SslMode;
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::connection::{Connection, Driver};
use super::engine::{Postgresql, describe};
use crate::OpenError;

/// Every acknowledged write is on the disk of the server, whatever its configuration says. What runs outside a
/// transaction cannot write: `begin` and the first statement are sent together, and if the one fails the other must
/// not stand alone. A statement that waits for a lock for ever would keep its thread for ever.
const EACH_CONNECTION: &str = "set synchronous_commit = on; set default_transaction_read_only = on; \
    set lock_timeout = '10s'; set idle_in_transaction_session_timeout = '60s'; \
    set client_min_messages = warning";

/// How connections are made.
pub(crate) struct Connector {
    pub(super) config: Config,
    pub(super) tls: Option<MakeRustlsConnect>,
}

impl Connector {
    pub(crate) fn new(url: &str, root_certificate: Option<&Path>) -> Result<Self, OpenError> {
        // The client knows no other word for it, and verifies the name wherever it uses TLS.
        let url = url.replace("sslmode=verify-full", "sslmode=require");
        let mut config: Config = url.parse().map_err(|error| OpenError::Address(describe(&error)))?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(5));
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(Duration::from_secs(30));
        }
        // Whoever only listens learns of a broken line by these.
        config.keepalives_idle(Duration::from_secs(30));
        if config.get_application_name().is_none() {
            config.application_name("sluis");
        }
        let tls = match config.get_ssl_mode() {
            SslMode::Disable | SslMode::Prefer => None,
            _ => Some(MakeRustlsConnect::new(client_config(root_certificate)?)),
        };
        Ok(Self { config, tls })
    }

    /// Makes a connection; the error is for the log, because it ends here.
    pub(super) fn connect(&self) -> Result<Postgresql, String> {
        self.connection().map(Postgresql::new)
    }

    /// The same, without anything around it.
    pub(super) fn connection(&self) -> Result<Connection, String> {
        let mut connection = Connection::new(async {
            Ok(match &self.tls {
                Some(tls) => {
                    let (client, driver) = self.config.connect(tls.clone()).await?;
                    (client, Box::pin(driver) as Driver)
                }
                None => {
                    let (client, driver) = self.config.connect(NoTls).await?;
                    (client, Box::pin(driver) as Driver)
                }
            })
        })?;
        connection
            .wait(async |client| client.batch_execute(EACH_CONNECTION).await)
            .map_err(|error| describe(&error))?;
        Ok(connection)
    }
}

fn client_config(root_certificate: Option<&Path>) -> Result<ClientConfig, OpenError> {
    let mut roots = RootCertStore::empty();
    match root_certificate {
        Some(path) => {
            let unreadable = |error| OpenError::Certificates(format!("`{}`: {error}", path.display()));
            for certificate in CertificateDer::pem_file_iter(path).map_err(unreadable)? {
                let certificate = certificate.map_err(unreadable)?;
                roots
                    .add(certificate)
                    .map_err(|error| OpenError::Certificates(format!("`{}`: {error}", path.display())))?;
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    if roots.is_empty() {
        return Err(OpenError::Certificates("there are none".to_owned()));
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| OpenError::Certificates(error.to_string()))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
