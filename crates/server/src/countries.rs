//! Where the countries of addresses come from: what is compiled in, or the file that `country_file` names.

use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use model::{Country, Locality, Signal};
use outside::country::{self, CountryFile, CountryFileError, Look};

/// How often the file is looked at. Its publishers make a new one every week or so.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Where countries come from. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Countries {
    /// What is compiled in.
    BuiltIn,
    /// A file, read again when it changes.
    File(Arc<CountryFile>),
}

impl Countries {
    /// Those of the file, where one is named; it is followed for as long as anybody asks.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn open(file: Option<&Path>) -> Result<Self, CountryFileError> {
        let Some(path) = file else { return Ok(Self::BuiltIn) };
        let file = Arc::new(CountryFile::open(path)?);
        let followed = Arc::downgrade(&file);
        let started = thread::Builder::new().name("country-file".to_owned()).spawn(move || follow(&followed));
        if let Err(error) = started {
            tracing::warn!(%error, "the country file is not followed; a new one is taken at the next start");
        }
        Ok(Self::File(file))
    }

    /// The country of an address.
    pub fn of(&self, ip: IpAddr) -> Signal<Country> {
        match self {
            Self::BuiltIn => country::country_of(ip),
            Self::File(file) => file.country_of(ip),
        }
    }

    /// Where an address is beside its country, which only a file can tell.
    pub fn locality_of(&self, ip: IpAddr) -> Option<Locality> {
        match self {
            Self::BuiltIn => None,
            Self::File(file) => file.locality_of(ip),
        }
    }

    /// Which data it comes from.
    pub fn version(&self) -> String {
        match self {
            Self::BuiltIn => country::data_version().to_owned(),
            Self::File(file) => file.version(),
        }
    }
}

/// Looks at the file every minute, until nobody asks any more.
fn follow(file: &Weak<CountryFile>) {
    let mut said = None;
    loop {
        thread::sleep(LOOK_EVERY);
        let Some(file) = file.upgrade() else { return };
        match file.look() {
            Look::Same => {}
            Look::Taken => {
                said = None;
                tracing::info!(version = file.version(), "countries come from the new file from now on");
            }
            Look::Refused(error) => {
                let error = error.to_string();
                if said.as_ref() != Some(&error) {
                    tracing::warn!(
                        error,
                        "the country file was changed and is not used; what it held before is"
                    );
                    said = Some(error);
                }
            }
        }
    }
}
