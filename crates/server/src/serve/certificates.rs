//! The certificate that browsers are shown: read from two files, and again when they change.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use std::{fmt, io};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{InconsistentKeys, ServerConfig};

/// How often the files are looked at. Whoever renews a certificate does it weeks before the old one ends.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// A longer file holds no certificate.
const LONGEST: u64 = 1 << 20;

/// The two files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFiles {
    /// PEM: the certificate, and after it those that lead to its authority.
    pub certificate: PathBuf,
    /// PEM: its key.
    pub key: PathBuf,
}

/// What is shown to browsers now. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Certificates(Arc<Shown>);

#[derive(Debug)]
struct Shown {
    files: CertificateFiles,
    current: arc_swap::ArcSwap<CertifiedKey>,
    /// What the files held when they were last read, good or not: the same mistake is said once.
    read: Mutex<Pair>,
}

/// What the files hold.
#[derive(PartialEq, Eq)]
struct Pair {
    certificate: Vec<u8>,
    key: Vec<u8>,
}

/// What looking at the files came to.
#[derive(Debug)]
pub enum Look {
    /// They are as they were.
    Same,
    /// They changed, and browsers are shown the new certificate from now on.
    Taken,
    /// They changed and cannot be used; browsers are shown what they were shown before.
    Refused(CertificateError),
}

/// Why a certificate cannot be used.
#[derive(Debug)]
pub enum CertificateError {
    /// A file cannot be read.
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// There is no certificate in the file.
    NoCertificate(PathBuf),
    /// There is no key in the file, or one under a password.
    NoKey(PathBuf),
    /// The key is another certificate's.
    Mismatch(CertificateFiles),
    /// The library cannot use them.
    Unusable {
        /// The file of the certificate.
        path: PathBuf,
        /// What it said.
        why: String,
    },
}

impl Certificates {
    /// Reads the files.
    ///
    /// # Errors
    /// When they cannot be read, or do not belong together.
    pub fn open(files: &CertificateFiles) -> Result<Self, CertificateError> {
        let pair = Pair::read(files)?;
        let current = arc_swap::ArcSwap::from_pointee(pair.certified(files)?);
        warn_of_readers(&files.key);
        Ok(Self(Arc::new(Shown { files: files.clone(), current, read: Mutex::new(pair) })))
    }

    /// Looks at the files and takes what they hold now, if it can be used. Two files are replaced one after the other:
    /// what does not fit together at one look may do so at the next.
    pub fn look(&self) -> Look {
        let shown = &self.0;
        let pair = match Pair::read(&shown.files) {
            Ok(pair) => pair,
            Err(error) => return Look::Refused(error),
        };
        let mut read = shown.read.lock().unwrap_or_else(PoisonError::into_inner);
        if *read == pair {
            return Look::Same;
        }
        let certified = pair.certified(&shown.files);
        *read = pair;
        match certified {
            Ok(certified) => {
                shown.current.store(Arc::new(certified));
                Look::Taken
            }
            Err(error) => Look::Refused(error),
        }
    }

    /// Looks at the files every few seconds, for ever.
    pub async fn keep_current(self) {
        let mut said = None;
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let own = self.clone();
            let Ok(look) = tokio::task::spawn_blocking(move || own.look()).await else { continue };
            match look {
                Look::Same => {}
                Look::Taken => {
                    said = None;
                    tracing::info!("the new certificate is shown from now on");
                }
                Look::Refused(error) => {
                    let error = error.to_string();
                    if said.as_ref() != Some(&error) {
                        tracing::warn!(
                            error,
                            "the certificate was changed and is not used; the one before stays"
                        );
                        said = Some(error);
                    }
                }
            }
        }
    }

    /// How connections are protected: TLS 1.2 and 1.3, HTTP/2 before HTTP/1.1.
    ///
    /// # Errors
    /// When the library refuses its own defaults.
    pub fn server_config(&self) -> Result<Arc<ServerConfig>, rustls::Error> {
        let builder =
            ServerConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
        let mut config = builder.with_no_client_auth().with_cert_resolver(Arc::clone(&self.0) as _);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

impl ResolvesServerCert for Shown {
    /// One certificate, whatever name is asked for: the name in the request decides what is answered.
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current.load_full())
    }
}

impl Pair {
    fn read(files: &CertificateFiles) -> Result<Self, CertificateError> {
        Ok(Self { certificate: content(&files.certificate)?, key: content(&files.key)? })
    }

    fn certified(&self, files: &CertificateFiles) -> Result<CertifiedKey, CertificateError> {
        let no_certificate = || CertificateError::NoCertificate(files.certificate.clone());
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&self.certificate).collect();
        let chain = chain.ok().filter(|chain| !chain.is_empty()).ok_or_else(no_certificate)?;
        let key = PrivateKeyDer::from_pem_slice(&self.key)
            .map_err(|_| CertificateError::NoKey(files.key.clone()))?;
        CertifiedKey::from_der(chain, key, &provider()).map_err(|error| match error {
            rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
                CertificateError::Mismatch(files.clone())
            }
            other => CertificateError::Unusable { path: files.certificate.clone(), why: other.to_string() },
        })
    }
}

fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::aws_lc_rs::default_provider())
}

fn content(path: &Path) -> Result<Vec<u8>, CertificateError> {
    use io::Read;
    let mut bytes = vec![];
    fs::File::open(path)
        .and_then(|file| file.take(LONGEST).read_to_end(&mut bytes))
        .map_err(|error| CertificateError::Unreadable { path: path.to_owned(), error })?;
    Ok(bytes)
}

/// Programs that renew certificates often leave the key to a group; that is their owner's choice. Everybody is not.
fn warn_of_readers(key: &Path) {
    if fs::metadata(key).is_ok_and(|file| file.permissions().mode() & 0o007 != 0) {
        tracing::warn!(key = %key.display(), "everybody on this machine can read the key of the certificate");
    }
}

impl fmt::Debug for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pair")
    }
}

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, error } => {
                write!(f, "`{}` cannot be read: {error}; see `tls` in the configuration", path.display())
            }
            Self::NoCertificate(path) => write!(
                f,
                "`{}` holds no certificate; `tls.certificate` names a PEM file with the certificate and those that lead \
                 to its authority",
                path.display()
            ),
            Self::NoKey(path) => write!(
                f,
                "`{}` holds no key; `tls.key` names a PEM file with a key that no password protects",
                path.display()
            ),
            Self::Mismatch(files) => write!(
                f,
                "the key in `{}` is not the one of the certificate in `{}`; give two files that were made together",
                files.key.display(),
                files.certificate.display()
            ),
            Self::Unusable { path, why } => {
                write!(f, "the certificate in `{}` cannot be used: {why}", path.display())
            }
        }
    }
}

impl std::error::Error for CertificateError {}

#[cfg(test)]
mod tests;
