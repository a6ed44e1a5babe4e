//! Countries from a file of the administrator's: a MaxMind DB, as MaxMind, DB-IP and IPinfo publish them.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use std::{fmt, fs, io};

use arc_swap::ArcSwap;
use maxminddb::{MaxMindDbError, PathElement, Reader};
use model::{Coordinates, Country, Locality, Signal};

/// A larger file is none: those with every city of the world are a tenth of it.
const LARGEST: u64 = 1 << 30;

/// Where the code of the country stands in a record, by publisher: two letters (ISO 3166-1).
const CODES: [&[PathElement<'static>]; 3] = [
    // MaxMind and DB-IP.
    &[PathElement::Key("country"), PathElement::Key("iso_code")],
    // IPinfo, today and before.
    &[PathElement::Key("country_code")],
    &[PathElement::Key("country")],
];

/// Where the name of the city stands, in English as Graph has it.
const CITIES: [&[PathElement<'static>]; 2] = [
    &[PathElement::Key("city"), PathElement::Key("names"), PathElement::Key("en")],
    &[PathElement::Key("city")],
];
/// And that of the state, province or region.
const STATES: [&[PathElement<'static>]; 2] = [
    &[
        PathElement::Key("subdivisions"),
        PathElement::Index(0),
        PathElement::Key("names"),
        PathElement::Key("en"),
    ],
    &[PathElement::Key("region")],
];
/// Where the latitude and the longitude stand: numbers with some publishers, texts with others.
const POINTS: [[&[PathElement<'static>]; 2]; 3] = [
    [
        &[PathElement::Key("location"), PathElement::Key("latitude")],
        &[PathElement::Key("location"), PathElement::Key("longitude")],
    ],
    [&[PathElement::Key("latitude")], &[PathElement::Key("longitude")]],
    [&[PathElement::Key("lat")], &[PathElement::Key("lng")]],
];

/// The file, and what it held when it was last read.
pub struct CountryFile {
    path: PathBuf,
    current: ArcSwap<Held>,
    /// The file as it was when it was last read, good or not: the same mistake is said once.
    read: Mutex<Stamp>,
}

struct Held {
    reader: Reader<Vec<u8>>,
    version: String,
}

/// What changes when a file does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

/// What looking at the file came to.
#[derive(Debug)]
pub enum Look {
    /// It is as it was.
    Same,
    /// It changed, and is what countries come from now.
    Taken,
    /// It changed and cannot be used; countries come from what it held before.
    Refused(CountryFileError),
}

/// Why a file cannot be used.
#[derive(Debug)]
pub struct CountryFileError {
    path: PathBuf,
    why: Why,
}

#[derive(Debug)]
enum Why {
    Unreadable(io::Error),
    TooLarge,
    NotOne(MaxMindDbError),
}

impl CountryFile {
    /// Reads the file.
    ///
    /// # Errors
    /// When it cannot be read, is larger than a gibibyte, or is no MaxMind DB.
    pub fn open(path: &Path) -> Result<Self, CountryFileError> {
        let (held, stamp) = read(path)?;
        Ok(Self { path: path.to_owned(), current: ArcSwap::from_pointee(held), read: Mutex::new(stamp) })
    }

    /// The country of an address; unknown where the file has none for it.
    pub fn country_of(&self, ip: IpAddr) -> Signal<Country> {
        let held = self.current.load();
        // A record that is damaged says nothing.
        let Ok(found) = held.reader.lookup(ip.to_canonical()) else { return Signal::Unknown };
        let code = CODES.iter().find_map(|place| found.decode_path::<&str>(place).ok().flatten());
        Signal::from_option(code.and_then(Country::new))
    }

    /// Where an address is beside its country; `None` where the file does not tell.
    pub fn locality_of(&self, ip: IpAddr) -> Option<Locality> {
        let held = self.current.load();
        let found = held.reader.lookup(ip.to_canonical()).ok()?;
        let name = |places: [&[PathElement<'static>]; 2]| {
            places.into_iter().find_map(|place| found.decode_path::<&str>(place).ok().flatten())
        };
        let degrees = |place: &[PathElement<'static>]| {
            let number = found.decode_path::<f64>(place).ok().flatten();
            number.or_else(|| found.decode_path::<&str>(place).ok().flatten()?.trim().parse().ok())
        };
        let coordinates = POINTS.into_iter().find_map(|[latitude, longitude]| {
            Coordinates::of_degrees(degrees(latitude)?, degrees(longitude)?)
        });
        Locality::new(name(CITIES), name(STATES), coordinates)
    }

    /// Which data it is: what its publisher calls it, and the day it was made.
    pub fn version(&self) -> String {
        self.current.load().version.clone()
    }

    /// Looks at the file, and takes what it holds now if it can be used. Whoever replaces it does so by renaming: a file
    /// that is being written is refused, and taken at a later look.
    pub fn look(&self) -> Look {
        let mut last = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        match Stamp::of(&self.path) {
            Ok(stamp) if stamp == *last => return Look::Same,
            Ok(stamp) => *last = stamp,
            Err(error) => return Look::Refused(error),
        }
        match read(&self.path) {
            Ok((held, stamp)) => {
                *last = stamp;
                self.current.store(Arc::new(held));
                Look::Taken
            }
            Err(error) => Look::Refused(error),
        }
    }
}

impl Stamp {
    fn of(path: &Path) -> Result<Self, CountryFileError> {
        let about = fs::metadata(path).map_err(|error| unreadable(path, error))?;
        Ok(Self { bytes: about.len(), modified: about.modified().ok() })
    }
}

fn read(path: &Path) -> Result<(Held, Stamp), CountryFileError> {
    let stamp = Stamp::of(path)?;
    if stamp.bytes > LARGEST {
        return Err(CountryFileError { path: path.to_owned(), why: Why::TooLarge });
    }
    let bytes = fs::read(path).map_err(|error| unreadable(path, error))?;
    let reader = Reader::from_source(bytes)
        .map_err(|error| CountryFileError { path: path.to_owned(), why: Why::NotOne(error) })?;
    let about = reader.metadata();
    let made = i64::try_from(about.build_epoch).ok().and_then(|at| jiff::Timestamp::from_second(at).ok());
    let day = made.map_or_else(String::new, |at| at.strftime(" %Y-%m-%d").to_string());
    let version = format!("{}{day}", about.database_type);
    Ok((Held { reader, version }, stamp))
}

fn unreadable(path: &Path, error: io::Error) -> CountryFileError {
    CountryFileError { path: path.to_owned(), why: Why::Unreadable(error) }
}

impl fmt::Debug for CountryFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CountryFile").field("path", &self.path).finish_non_exhaustive()
    }
}

impl fmt::Display for CountryFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.why {
            Why::Unreadable(error) => write!(f, "`{path}` cannot be read: {error}; see `country_file`"),
            Why::TooLarge => write!(f, "`{path}` is larger than 1 GiB; `country_file` names a MaxMind DB"),
            Why::NotOne(error) => {
                write!(f, "`{path}` is no MaxMind DB (`.mmdb`) that can be used: {error}; see `country_file`")
            }
        }
    }
}

impl std::error::Error for CountryFileError {}
