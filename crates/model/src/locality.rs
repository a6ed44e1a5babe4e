use std::fmt;

use crate::plain_text;

/// The longest name of a city or state that is kept, in bytes.
const LONGEST: usize = 120;
/// What a degree is divided in.
const MILLION: f64 = 1_000_000.0;

/// Where an address is beside its country, as far as a file of the administrator's tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Locality {
    /// The city.
    pub city: Option<String>,
    /// The state, province or region.
    pub state: Option<String>,
    /// Where that is on the globe.
    pub coordinates: Option<Coordinates>,
}

/// A place on the globe, in millionths of a degree: as exact as any file tells, and equal when it is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coordinates {
    /// North of the equator; negative for south.
    pub latitude: i64,
    /// East of Greenwich; negative for west.
    pub longitude: i64,
}

impl Locality {
    /// What a file says, as far as it can be shown; `None` where it says nothing.
    pub fn new(city: Option<&str>, state: Option<&str>, coordinates: Option<Coordinates>) -> Option<Self> {
        let shown = |name: &str| plain_text(name, LONGEST);
        let locality = Self { city: city.and_then(shown), state: state.and_then(shown), coordinates };
        (locality != Self::default()).then_some(locality)
    }
}

impl Coordinates {
    /// Of degrees; `None` for what is not on the globe.
    pub fn of_degrees(latitude: f64, longitude: f64) -> Option<Self> {
        let is_there = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        let millionths = |degrees: f64| (degrees * MILLION).round() as i64;
        is_there.then(|| Self { latitude: millionths(latitude), longitude: millionths(longitude) })
    }

    /// In degrees, latitude first.
    pub fn in_degrees(self) -> (f64, f64) {
        (self.latitude as f64 / MILLION, self.longitude as f64 / MILLION)
    }
}

/// In degrees, latitude first: `52.3874, 4.6462`.
impl fmt::Display for Coordinates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (latitude, longitude) = self.in_degrees();
        write!(f, "{latitude:.4}, {longitude:.4}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_on_the_globe_is_no_place() {
        let haarlem = Coordinates::of_degrees(52.3874, 4.6462).unwrap();
        assert_eq!(haarlem, Coordinates { latitude: 52_387_400, longitude: 4_646_200 });
        assert_eq!(haarlem.to_string(), "52.3874, 4.6462");
        assert_eq!(Coordinates::of_degrees(-33.45, -70.6667).unwrap().to_string(), "-33.4500, -70.6667");
        for (latitude, longitude) in [(90.1, 0.0), (0.0, -180.1), (f64::NAN, 0.0), (f64::INFINITY, 0.0)] {
            assert_eq!(Coordinates::of_degrees(latitude, longitude), None);
        }
    }

    #[test]
    fn what_says_nothing_or_cannot_be_shown_is_left_out() {
        assert_eq!(Locality::new(None, Some(" "), None), None);
        let long = "x".repeat(500);
        let told = Locality::new(Some("Haarlem"), Some(&long), None).unwrap();
        assert_eq!((told.city.as_deref(), told.state), (Some("Haarlem"), None));
    }
}
