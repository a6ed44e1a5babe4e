//! Named locations in Graph's JSON.

use std::fmt;

use model::{Cidr, Country, Id};
use policy::{Area, NamedLocation};
use serde_json::{Map, Value, json};

use crate::document::CONTEXT;

/// A named location and everything that stood in its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocationDocument {
    /// What decides.
    pub location: NamedLocation,
    /// What stands around it: times, annotations, how the country is looked up.
    rest: Map<String, Value>,
}

/// Why a text is no named location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LocationError {
    /// Not JSON, or not an object.
    NotALocation,
    /// A kind that Sluis does not have.
    Kind(String),
    /// Without a name.
    Name,
    /// A range that cannot be used.
    Range(String),
    /// More ranges than a location has.
    TooManyRanges,
    /// A country that is none.
    Country(String),
    /// The place of a telephone is not asked here.
    ByTelephone,
    /// Neither ranges nor countries.
    Empty,
}

impl fmt::Display for LocationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotALocation => f.write_str("not a named location"),
            Self::Kind(kind) => write!(f, "`{kind}` is a kind of location that there is not"),
            Self::Name => f.write_str("`displayName` is missing"),
            Self::Range(range) => write!(f, "`{range}` is not a public range longer than /8"),
            Self::TooManyRanges => write!(f, "more than {} ranges", NamedLocation::MOST_RANGES),
            Self::Country(country) => write!(f, "`{country}` is not a country of two letters"),
            Self::ByTelephone => f.write_str("`countryLookupMethod` can only be `clientIpAddress`"),
            Self::Empty => f.write_str("neither ranges nor countries"),
        }
    }
}

impl std::error::Error for LocationError {}

const IP: &str = "#microsoft.graph.ipNamedLocation";
const COUNTRY: &str = "#microsoft.graph.countryNamedLocation";

/// Reads a named location; one without an id gets `id`.
pub fn read_location(text: &str, id: Id<policy::Location>) -> Result<LocationDocument, LocationError> {
    let Ok(Value::Object(mut rest)) = serde_json::from_str(text) else {
        return Err(LocationError::NotALocation);
    };
    let id = rest.remove("id").and_then(|id| id.as_str()?.parse().ok()).unwrap_or(id);
    let name = rest.remove("displayName");
    let name = name.as_ref().and_then(Value::as_str).map(str::trim).filter(|name| !name.is_empty());
    let name = name.and_then(|name| model::plain_text(name, 256)).ok_or(LocationError::Name)?;
    let kind = rest.remove("@odata.type").and_then(|kind| kind.as_str().map(str::to_owned));
    let area = match kind.as_deref() {
        Some(IP) => addresses(&mut rest)?,
        Some(COUNTRY) => countries(&mut rest)?,
        Some(other) => return Err(LocationError::Kind(other.to_owned())),
        None if rest.contains_key("ipRanges") => addresses(&mut rest)?,
        None if rest.contains_key("countriesAndRegions") => countries(&mut rest)?,
        None => return Err(LocationError::NotALocation),
    };
    rest.remove(CONTEXT);
    Ok(LocationDocument { location: NamedLocation { id, name, area }, rest })
}

fn addresses(rest: &mut Map<String, Value>) -> Result<Area, LocationError> {
    let trusted = rest.remove("isTrusted").is_some_and(|trusted| trusted == Value::Bool(true));
    let Some(Value::Array(written)) = rest.remove("ipRanges") else { return Err(LocationError::Empty) };
    if written.is_empty() {
        return Err(LocationError::Empty);
    }
    if written.len() > NamedLocation::MOST_RANGES {
        return Err(LocationError::TooManyRanges);
    }
    let mut ranges = Vec::with_capacity(written.len());
    for range in written {
        let text = range.get("cidrAddress").and_then(Value::as_str).unwrap_or_default();
        ranges.push(read_range(text).ok_or_else(|| LocationError::Range(text.to_owned()))?);
    }
    Ok(Area::Addresses { trusted, ranges })
}

/// Reads a range of a location: its prefix is longer than /8. Bits behind the prefix are cleared, as Graph does.
pub fn read_range(text: &str) -> Option<Cidr> {
    let text = text.trim();
    let range = text.parse::<Cidr>().ok().or_else(|| {
        let (address, prefix) = text.split_once('/')?;
        let prefix: u32 = prefix.parse().ok()?;
        let network = match address.parse().ok()? {
            std::net::IpAddr::V4(v4) => {
                let mask = u32::MAX.checked_shl(32_u32.checked_sub(prefix)?).unwrap_or(0);
                std::net::IpAddr::V4((v4.to_bits() & mask).into())
            }
            std::net::IpAddr::V6(v6) => {
                let mask = u128::MAX.checked_shl(128_u32.checked_sub(prefix)?).unwrap_or(0);
                std::net::IpAddr::V6((v6.to_bits() & mask).into())
            }
        };
        format!("{network}/{prefix}").parse().ok()
    })?;
    (range.prefix() > 8).then_some(range)
}

fn countries(rest: &mut Map<String, Value>) -> Result<Area, LocationError> {
    if rest.get("countryLookupMethod").is_some_and(|method| method == "authenticatorAppGps") {
        return Err(LocationError::ByTelephone);
    }
    let unknown =
        rest.remove("includeUnknownCountriesAndRegions").is_some_and(|unknown| unknown == Value::Bool(true));
    let written = match rest.remove("countriesAndRegions") {
        Some(Value::Array(written)) => written,
        _ => vec![],
    };
    let mut countries = Vec::with_capacity(written.len());
    for country in written {
        let code = country.as_str().unwrap_or_default();
        let country = Country::new(code).ok_or_else(|| LocationError::Country(code.to_owned()))?;
        if !countries.contains(&country) {
            countries.push(country);
        }
    }
    if countries.is_empty() && !unknown {
        return Err(LocationError::Empty);
    }
    Ok(Area::Countries { countries, unknown })
}

impl LocationDocument {
    /// The document again: every member that Graph writes, and what stood beside them.
    pub fn write(&self) -> Value {
        let mut members = Map::new();
        let kind = match self.location.area {
            Area::Addresses { .. } => IP,
            Area::Countries { .. } => COUNTRY,
        };
        members.insert("@odata.type".to_owned(), kind.into());
        members.insert("id".to_owned(), self.location.id.to_string().into());
        members.insert("displayName".to_owned(), self.location.name.clone().into());
        for name in ["createdDateTime", "modifiedDateTime", "deletedDateTime"] {
            members.insert(name.to_owned(), Value::Null);
        }
        match &self.location.area {
            Area::Addresses { trusted, ranges } => {
                members.insert("isTrusted".to_owned(), json!(trusted));
                members.insert("ipRanges".to_owned(), ranges.iter().map(written_range).collect());
            }
            Area::Countries { countries, unknown } => {
                let codes: Vec<&str> = countries.iter().map(Country::code).collect();
                members.insert("countriesAndRegions".to_owned(), json!(codes));
                members.insert("countryLookupMethod".to_owned(), "clientIpAddress".into());
                members.insert("includeUnknownCountriesAndRegions".to_owned(), json!(unknown));
            }
        }
        members.extend(self.rest.clone());
        Value::Object(members)
    }
}

fn written_range(range: &Cidr) -> Value {
    let kind = if range.first().is_ipv4() { "iPv4CidrRange" } else { "iPv6CidrRange" };
    json!({ "@odata.type": format!("#microsoft.graph.{kind}"), "cidrAddress": range.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: Id<policy::Location> = Id::fixed(7);

    #[test]
    fn a_location_is_written_as_it_was_read() {
        for text in [
            r##"{"@odata.type":"#microsoft.graph.ipNamedLocation","id":"11111111-1111-4111-8111-111111111111",
                "displayName":"Office","createdDateTime":"2026-01-01T00:00:00Z","modifiedDateTime":null,
                "deletedDateTime":null,"isTrusted":true,
                "ipRanges":[{"@odata.type":"#microsoft.graph.iPv4CidrRange","cidrAddress":"203.0.113.0/24"},
                {"@odata.type":"#microsoft.graph.iPv6CidrRange","cidrAddress":"2001:db8::/32"}],"ours":1}"##,
            r##"{"@odata.type":"#microsoft.graph.countryNamedLocation","id":"11111111-1111-4111-8111-111111111112",
                "displayName":"Benelux","createdDateTime":null,"modifiedDateTime":null,"deletedDateTime":null,
                "countriesAndRegions":["BE","NL","LU"],"countryLookupMethod":"clientIpAddress",
                "includeUnknownCountriesAndRegions":true}"##,
        ] {
            let read = read_location(text, NEW).unwrap();
            assert_eq!(read.write(), serde_json::from_str::<Value>(text).unwrap());
            assert_eq!(read_location(&read.write().to_string(), NEW), Ok(read));
        }
    }

    #[test]
    fn what_cannot_be_used_is_refused_with_its_reason() {
        let ranges = |range: &str| {
            let text = json!({ "displayName": "x", "ipRanges": [{ "cidrAddress": range }] }).to_string();
            read_location(&text, NEW).map(|read| read.write()["ipRanges"][0]["cidrAddress"].clone())
        };
        assert_eq!(ranges("10.0.0.0/8"), Err(LocationError::Range("10.0.0.0/8".to_owned())));
        assert_eq!(ranges("203.0.113.9/24"), Ok("203.0.113.0/24".into()));
        assert_eq!(ranges("203.0.113.9/33"), Err(LocationError::Range("203.0.113.9/33".to_owned())));
        assert_eq!(ranges("here"), Err(LocationError::Range("here".to_owned())));
        let read = |value: Value| read_location(&value.to_string(), NEW).map(|read| read.location.id);
        assert_eq!(read(json!({ "displayName": "x", "countriesAndRegions": ["NL"] })), Ok(NEW));
        assert_eq!(read(json!({ "displayName": "x", "countriesAndRegions": [] })), Err(LocationError::Empty));
        let telephone = json!({ "displayName": "x", "countriesAndRegions": ["NL"],
            "countryLookupMethod": "authenticatorAppGps" });
        assert_eq!(read(telephone), Err(LocationError::ByTelephone));
        assert_eq!(read(json!({ "ipRanges": [] })), Err(LocationError::Name));
        assert_eq!(read(json!([])), Err(LocationError::NotALocation));
        let network =
            json!({ "@odata.type": "#microsoft.graph.compliantNetworkNamedLocation", "displayName": "x" });
        assert!(matches!(read(network), Err(LocationError::Kind(_))));
    }
}
