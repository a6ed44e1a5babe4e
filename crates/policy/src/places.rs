//! Named locations: what an administrator calls a place, and which of them an address is in.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use model::{Cidr, Country, Id, Signal};

use crate::Location;

/// A place that policies name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedLocation {
    /// Its id.
    pub id: Id<Location>,
    /// What people call it.
    pub name: String,
    /// Where it is.
    pub area: Area,
}

/// Where a named location is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Area {
    /// Ranges of addresses.
    Addresses {
        /// Whether it is trusted: part of `AllTrusted`.
        trusted: bool,
        /// The ranges.
        ranges: Vec<Cidr>,
    },
    /// Countries.
    Countries {
        /// Which.
        countries: Vec<Country>,
        /// Whether a country that cannot be told is one of them.
        unknown: bool,
    },
}

impl NamedLocation {
    /// The most that an organisation has.
    pub const MOST: usize = 195;
    /// The most ranges of one.
    pub const MOST_RANGES: usize = 2_000;
    /// The most ranges that skip the second factor.
    pub const MOST_TRUSTED_IPS: usize = 50;

    /// True when it is part of `AllTrusted`.
    pub const fn is_trusted(&self) -> bool {
        matches!(self.area, Area::Addresses { trusted: true, .. })
    }
}

/// Every named location of a revision, made for one question: which of them an address is in.
///
/// The bounds of all ranges cut the addresses into pieces; each piece knows its locations, so that an answer costs one
/// binary search, however many locations there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Places {
    named: Vec<NamedLocation>,
    trusted_ips: Vec<Cidr>,
    v4: Pieces<u32>,
    v6: Pieces<u128>,
    countries: HashMap<Country, Vec<Id<Location>>>,
    unknown: Vec<Id<Location>>,
}

impl Places {
    /// Makes it of an organisation's named locations and of the ranges in which the old per-user switch asks nothing
    /// (MFA trusted IPs: a location too, and a trusted one).
    pub fn new(named: Vec<NamedLocation>, trusted_ips: Vec<Cidr>) -> Self {
        let mut ranges: Vec<(Cidr, Id<Location>)> = vec![];
        let mut countries: HashMap<Country, Vec<Id<Location>>> = HashMap::new();
        let mut unknown = vec![];
        for location in &named {
            match &location.area {
                Area::Addresses { trusted, ranges: own } => {
                    ranges.extend(own.iter().map(|range| (*range, location.id)));
                    ranges
                        .extend(own.iter().filter(|_| *trusted).map(|range| (*range, Location::ALL_TRUSTED)));
                }
                Area::Countries { countries: own, unknown: also } => {
                    for country in own {
                        countries.entry(*country).or_default().push(location.id);
                    }
                    unknown.extend(also.then_some(location.id));
                }
            }
        }
        for range in &trusted_ips {
            ranges.extend([(*range, Location::MFA_TRUSTED_IPS), (*range, Location::ALL_TRUSTED)]);
        }
        let bounds = |range: &Cidr| (range.first(), range.last());
        let v4 = ranges.iter().filter_map(|(range, id)| match bounds(range) {
            (IpAddr::V4(first), IpAddr::V4(last)) => {
                Some((first.to_bits(), last.to_bits().checked_add(1), *id))
            }
            _ => None,
        });
        let v6 = ranges.iter().filter_map(|(range, id)| match bounds(range) {
            (IpAddr::V6(first), IpAddr::V6(last)) => {
                Some((first.to_bits(), last.to_bits().checked_add(1), *id))
            }
            _ => None,
        });
        Self { v4: Pieces::new(v4), v6: Pieces::new(v6), named, trusted_ips, countries, unknown }
    }

    /// Every named location, in its order.
    pub fn named(&self) -> &[NamedLocation] {
        &self.named
    }

    /// The ranges in which the old per-user switch asks nothing.
    pub fn trusted_ips(&self) -> &[Cidr] {
        &self.trusted_ips
    }

    /// One address of each different overlap of ranges: what is in the same ranges is in the same locations.
    pub fn overlaps(&self) -> Vec<IpAddr> {
        let v4 = self.v4.overlaps().map(|bits| IpAddr::V4(bits.into()));
        v4.chain(self.v6.overlaps().map(|bits| IpAddr::V6(bits.into()))).collect()
    }

    /// The countries that locations name.
    pub fn countries(&self) -> impl Iterator<Item = Country> + '_ {
        self.countries.keys().copied()
    }

    /// The locations that an address and its country are in. Where one of them is trusted, [`Location::ALL_TRUSTED`]
    /// is among them. An address that cannot be told is in none; a country that cannot be told is in those that say so.
    pub fn of(&self, address: Option<IpAddr>, country: Signal<Country>) -> Vec<Id<Location>> {
        let mut found = match address.map(|address| address.to_canonical()) {
            Some(IpAddr::V4(v4)) => self.v4.at(v4.to_bits()).to_vec(),
            Some(IpAddr::V6(v6)) => self.v6.at(v6.to_bits()).to_vec(),
            None => vec![],
        };
        match country {
            Signal::Known(country) => found.extend(self.countries.get(&country).into_iter().flatten()),
            Signal::Unknown => found.extend(&self.unknown),
            Signal::NotGiven => {}
        }
        found
    }
}

/// The addresses of one family, cut where any range begins or ends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Pieces<A> {
    /// Where each piece begins, in order.
    begins: Vec<A>,
    /// For each piece, which of `sets`.
    set_of: Vec<u32>,
    /// The distinct sets of locations.
    sets: Vec<Vec<Id<Location>>>,
}

impl<A: Ord + Copy> Pieces<A> {
    /// Of ranges: the first address, the one after the last (none where the range ends with the addresses), and whose.
    fn new(ranges: impl Iterator<Item = (A, Option<A>, Id<Location>)>) -> Self {
        let mut bounds: BTreeMap<A, Vec<(Id<Location>, bool)>> = BTreeMap::new();
        for (first, after, id) in ranges {
            bounds.entry(first).or_default().push((id, true));
            if let Some(after) = after {
                bounds.entry(after).or_default().push((id, false));
            }
        }
        let mut open: BTreeMap<Id<Location>, usize> = BTreeMap::new();
        let mut known: HashMap<Vec<Id<Location>>, u32> = HashMap::new();
        let mut pieces = Self { begins: vec![], set_of: vec![], sets: vec![] };
        for (bound, changes) in bounds {
            for (id, begins) in changes {
                let count = open.entry(id).or_default();
                *count = if begins { *count + 1 } else { count.saturating_sub(1) };
            }
            open.retain(|_, count| *count > 0);
            let set: Vec<Id<Location>> = open.keys().copied().collect();
            let next = u32::try_from(pieces.sets.len()).unwrap_or(u32::MAX);
            let place = *known.entry(set.clone()).or_insert(next);
            if place == next {
                pieces.sets.push(set);
            }
            pieces.begins.push(bound);
            pieces.set_of.push(place);
        }
        pieces
    }

    /// The first address of each set that is not empty.
    fn overlaps(&self) -> impl Iterator<Item = A> + '_ {
        let of_set = move |set: usize| {
            let place = self.set_of.iter().position(|one| *one as usize == set)?;
            (!self.sets[set].is_empty()).then_some(self.begins[place])
        };
        (0..self.sets.len()).filter_map(of_set)
    }

    fn at(&self, address: A) -> &[Id<Location>] {
        let after = self.begins.partition_point(|begin| *begin <= address);
        let set = after.checked_sub(1).and_then(|place| self.sets.get(self.set_of[place] as usize));
        set.map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFICE: Id<Location> = Id::fixed(1);
    const FLOOR: Id<Location> = Id::fixed(2);
    const HOME: Id<Location> = Id::fixed(3);

    fn addresses(id: Id<Location>, trusted: bool, ranges: &[&str]) -> NamedLocation {
        let ranges = ranges.iter().map(|range| range.parse().unwrap()).collect();
        NamedLocation { id, name: id.to_string(), area: Area::Addresses { trusted, ranges } }
    }

    fn places() -> Places {
        let countries = Area::Countries { countries: vec![Country::new("NL").unwrap()], unknown: true };
        let named = vec![
            addresses(OFFICE, true, &["203.0.113.0/24", "203.0.113.128/25", "2001:db8::/32"]),
            addresses(FLOOR, false, &["203.0.113.64/26", "255.255.255.0/24"]),
            NamedLocation { id: HOME, name: "Home".to_owned(), area: countries },
        ];
        Places::new(named, vec!["198.51.100.0/28".parse().unwrap()])
    }

    fn at(address: &str) -> Vec<Id<Location>> {
        let mut found = places().of(Some(address.parse().unwrap()), Signal::NotGiven);
        found.sort_unstable();
        found
    }

    #[test]
    fn an_address_is_in_every_range_that_holds_it() {
        let trusted = Location::ALL_TRUSTED;
        assert_eq!(at("203.0.113.63"), [OFFICE, trusted]);
        assert_eq!(at("203.0.113.64"), [OFFICE, FLOOR, trusted]);
        assert_eq!(at("203.0.113.127"), [OFFICE, FLOOR, trusted]);
        assert_eq!(at("203.0.113.255"), [OFFICE, trusted], "two ranges of one location overlap");
        assert_eq!(at("203.0.114.0"), []);
        assert_eq!(at("203.0.112.255"), []);
        assert_eq!(at("255.255.255.255"), [FLOOR], "the last address there is");
        assert_eq!(at("2001:db8:ffff::1"), [OFFICE, trusted]);
        assert_eq!(at("2001:db9::"), []);
        assert_eq!(at("::ffff:203.0.113.1"), [OFFICE, trusted], "an IPv4-mapped address is its IPv4 address");
    }

    #[test]
    fn mfa_trusted_ips_are_a_trusted_location() {
        assert_eq!(at("198.51.100.15"), [Location::MFA_TRUSTED_IPS, Location::ALL_TRUSTED]);
        assert_eq!(at("198.51.100.16"), []);
    }

    #[test]
    fn a_country_that_cannot_be_told_is_where_it_is_said_to_be() {
        let of = |country| places().of(None, country);
        assert_eq!(of(Signal::Known(Country::new("NL").unwrap())), [HOME]);
        assert_eq!(of(Signal::Known(Country::new("BE").unwrap())), []);
        assert_eq!(of(Signal::Unknown), [HOME]);
        assert_eq!(of(Signal::NotGiven), []);
    }

    #[test]
    fn pieces_say_what_looking_at_every_range_says() {
        let ranges: Vec<String> =
            (0..200_u32).map(|n| format!("10.{}.{}.0/{}", n % 7, n % 4 * 64, 18 + n % 3)).collect();
        let named: Vec<NamedLocation> = ranges
            .iter()
            .enumerate()
            .map(|(place, range)| addresses(Id::fixed(place as u128 + 10), place % 3 == 0, &[range]))
            .collect();
        let places = Places::new(named.clone(), vec![]);
        for n in 0..2_000_u32 {
            let address = IpAddr::V4((0x0a00_0000 + n * 257).into());
            let mut found = places.of(Some(address), Signal::NotGiven);
            let mut wanted: Vec<Id<Location>> = vec![];
            for location in &named {
                let Area::Addresses { trusted, ranges } = &location.area else { continue };
                if ranges.iter().any(|range| range.contains(address)) {
                    wanted.push(location.id);
                    wanted.extend(trusted.then_some(Location::ALL_TRUSTED));
                }
            }
            found.sort_unstable();
            wanted.sort_unstable();
            wanted.dedup();
            assert_eq!(found, wanted, "{address}");
        }
    }
}
