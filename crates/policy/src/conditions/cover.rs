use model::{ClientApp, Flow, Id, Platform, Signal};

use super::{Condition, Devices, Locations, Verdict};
use crate::Location;

/// The most named locations whose every meeting is tried.
const MOST_PLACES: usize = 8;

/// True when, whatever is seen, one of two conditions of a kind holds: inside and outside of a place, some platforms and
/// all others. It may miss that, and never claims it where it is not so.
pub fn one_always_holds(one: &Condition, other: &Condition) -> bool {
    match (one, other) {
        (Condition::Locations(one), Condition::Locations(other)) => somewhere(one, other),
        (Condition::Platforms(one), Condition::Platforms(other)) => {
            // One that cannot be told too: a real sign-in may hide it.
            let known = Platform::ALL.iter().map(|platform| Signal::Known(*platform));
            known.chain([Signal::Unknown]).all(|seen| holds(one.says(seen)) || holds(other.says(seen)))
        }
        (Condition::ClientApps(one), Condition::ClientApps(other)) => ClientApp::ALL.iter().all(|app| {
            let platforms = [Signal::Known(Platform::Ios), Signal::Unknown];
            platforms.iter().all(|seen| holds(one.says(*app, *seen)) || holds(other.says(*app, *seen)))
        }),
        (Condition::Flows(one), Condition::Flows(other)) => Flow::ALL.iter().all(|now| {
            Flow::ALL.iter().all(|was| holds(one.says(*now, *was)) || holds(other.says(*now, *was)))
        }),
        (Condition::Devices(one), Condition::Devices(other)) => opposite(one, other),
        _ => false,
    }
}

fn holds(verdict: Verdict) -> bool {
    verdict == Verdict::Holds
}

/// Every set of the named locations, with the mark of a trusted one among them; an address may be in several.
fn somewhere(one: &Locations, other: &Locations) -> bool {
    let mut named: Vec<Id<Location>> =
        [one.include.as_slice(), &one.exclude, &other.include, &other.exclude].concat();
    named.push(Location::ALL_TRUSTED);
    named.sort_unstable();
    named.dedup();
    let is_in = |locations: &Locations, matched: &[Id<Location>]| {
        let trusted = matched.contains(&Location::ALL_TRUSTED);
        let within = |ids: &[Id<Location>]| ids.iter().any(|id| matched.contains(id));
        let included = locations.all || (locations.all_trusted && trusted) || within(&locations.include);
        included && !(locations.exclude_all_trusted && trusted) && !within(&locations.exclude)
    };
    named.len() <= MOST_PLACES
        && (0..1_u32 << named.len()).all(|chosen| {
            let places = named.iter().enumerate().filter(|(place, _)| chosen & (1 << place) != 0);
            let matched: Vec<_> = places.map(|(_, id)| *id).collect();
            is_in(one, &matched) || is_in(other, &matched)
        })
}

/// The same rule, once meant and once spared.
fn opposite(one: &Devices, other: &Devices) -> bool {
    let alone =
        |devices: &Devices| devices.devices.is_none() && devices.states.is_none() && devices.legacy.is_none();
    match (&one.filter, &other.filter) {
        (Some(mine), Some(theirs)) => {
            alone(one) && alone(other) && mine.rule == theirs.rule && mine.mode != theirs.mode
        }
        _ => false,
    }
}
