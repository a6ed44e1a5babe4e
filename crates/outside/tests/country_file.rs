//! Countries from a file of the administrator's.

#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "country_file/made.rs"]
mod made;

use std::fs;
use std::net::IpAddr;
use std::path::Path;

use made::{Code, file};
use model::{Coordinates, Country, Locality, Signal};
use outside::country::{CountryFile, Look};

const MADE: u64 = 1_795_000_000;

fn known(code: &str) -> Signal<Country> {
    Signal::from_option(Country::new(code))
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

/// Replaces the file as its publishers' tools do: in one step.
fn replace(path: &Path, bytes: &[u8]) {
    let beside = path.with_extension("new");
    fs::write(&beside, bytes).unwrap();
    fs::rename(beside, path).unwrap();
}

#[test]
fn the_country_comes_from_the_file_wherever_its_publisher_puts_it() {
    let folder = testdb::temp_dir();
    for code in [Code::InCountry, Code::Beside, Code::Itself] {
        let path = folder.path().join("countries.mmdb");
        replace(&path, &file("Test-Country", MADE, code, &[("81.2.69.0/24", "GB"), ("10.0.0.0/8", "NL")]));
        let countries = CountryFile::open(&path).unwrap();
        assert_eq!(countries.country_of(ip("81.2.69.142")), known("GB"), "{code:?}");
        assert_eq!(countries.country_of(ip("::ffff:81.2.69.142")), known("GB"), "{code:?}");
        // A file may know more of private networks than registries do.
        assert_eq!(countries.country_of(ip("10.1.2.3")), known("NL"), "{code:?}");
        assert_eq!(countries.country_of(ip("81.2.70.1")), Signal::Unknown, "{code:?}");
        // It holds IPv4 alone.
        assert_eq!(countries.country_of(ip("2001:610::1")), Signal::Unknown, "{code:?}");
        assert_eq!(countries.version(), "Test-Country 2026-11-18");
    }
}

#[test]
fn a_file_that_has_cities_tells_where_an_address_is() {
    let folder = testdb::temp_dir();
    let path = folder.path().join("cities.mmdb");
    let haarlem =
        Locality::new(Some("Haarlem"), Some("North Holland"), Coordinates::of_degrees(52.3874, 4.6462));
    for code in [Code::WithCity, Code::WithCityBeside] {
        replace(&path, &file("Test-City", MADE, code, &[("203.0.113.0/24", "NL")]));
        let countries = CountryFile::open(&path).unwrap();
        assert_eq!(countries.locality_of(ip("203.0.113.5")), haarlem, "{code:?}");
        assert_eq!(countries.country_of(ip("203.0.113.5")), known("NL"), "{code:?}");
        assert_eq!(countries.locality_of(ip("198.51.100.5")), None, "{code:?}");
    }
    replace(&path, &file("Test-Country", MADE, Code::Itself, &[("203.0.113.0/24", "NL")]));
    assert_eq!(CountryFile::open(&path).unwrap().locality_of(ip("203.0.113.5")), None);
}

#[test]
fn what_is_no_country_in_the_file_is_unknown() {
    let folder = testdb::temp_dir();
    let path = folder.path().join("countries.mmdb");
    replace(&path, &file("Test", MADE, Code::InCountry, &[("192.0.2.0/24", "Nederland")]));
    let countries = CountryFile::open(&path).unwrap();
    assert_eq!(countries.country_of(ip("192.0.2.1")), Signal::Unknown);
}

#[test]
fn a_new_file_is_taken_and_a_broken_one_is_not() {
    let folder = testdb::temp_dir();
    let path = folder.path().join("countries.mmdb");
    let here = ip("203.0.113.5");
    replace(&path, &file("Test", MADE, Code::InCountry, &[("203.0.113.0/24", "NL")]));
    let countries = CountryFile::open(&path).unwrap();
    assert!(matches!(countries.look(), Look::Same));
    replace(&path, &file("Test", MADE + 86_400, Code::InCountry, &[("203.0.113.0/25", "BE")]));
    assert!(matches!(countries.look(), Look::Taken));
    assert_eq!((countries.country_of(here), countries.version().as_str()), (known("BE"), "Test 2026-11-19"));
    replace(&path, b"half of a fi");
    let Look::Refused(error) = countries.look() else { panic!("a broken file was taken") };
    assert!(error.to_string().contains("is no MaxMind DB"), "{error}");
    assert!(matches!(countries.look(), Look::Same), "the same mistake is said once");
    fs::remove_file(&path).unwrap();
    assert!(matches!(countries.look(), Look::Refused(_)));
    assert_eq!(countries.country_of(here), known("BE"), "what it held before stays");
}

#[test]
fn a_file_that_cannot_be_used_says_which_and_where_it_is_set() {
    let folder = testdb::temp_dir();
    let path = folder.path().join("countries.mmdb");
    let missing = CountryFile::open(&path).unwrap_err().to_string();
    assert!(missing.contains("cannot be read") && missing.contains("`country_file`"), "{missing}");
    for bytes in [&b""[..], b"PK\x03\x04", &[0xff; 4096]] {
        fs::write(&path, bytes).unwrap();
        let error = CountryFile::open(&path).unwrap_err().to_string();
        assert!(error.contains("countries.mmdb` is no MaxMind DB"), "{error}");
    }
}

#[test]
fn no_damage_to_a_file_makes_it_panic() {
    let folder = testdb::temp_dir();
    let path = folder.path().join("countries.mmdb");
    let whole = file("Test", MADE, Code::WithCity, &[("203.0.113.0/24", "NL"), ("81.2.69.0/24", "GB")]);
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        fs::write(&path, &bytes).unwrap();
        let Ok(countries) = CountryFile::open(&path) else { continue };
        for address in ["203.0.113.5", "81.2.69.142", "::1", "255.255.255.255"] {
            countries.country_of(ip(address));
            countries.locality_of(ip(address));
        }
    }
}
