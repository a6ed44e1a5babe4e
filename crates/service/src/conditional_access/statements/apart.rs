//! Policy tests without an organisation: policies of files, tried with people of a file or with people who stand for whomever
//! the policies name.

use std::net::IpAddr;

use model::{Country, GuestKind, Id, PerUserMfa, Signal, Timestamp};
use policy::statement::Finding;
use policy::{Excluded, PolicySet, Subject};

use super::people::{Named, named_by};
use super::{Counterexample, Extent, PolicyTest, Tested, examined, is_empty, whom_of};

/// Up to how many names every two of them are put together.
const PAIRED: usize = 60;

/// Whether tests hold under a set, tried with these people and with some whom no policy names.
pub fn test_policies(
    set: &PolicySet,
    tests: &[PolicyTest],
    people: &[Subject],
    country_of: &dyn Fn(IpAddr) -> Signal<Country>,
    now: Timestamp,
) -> Vec<Tested> {
    let findings = examined((set, tests), people, country_of, now);
    let told = |(test, finding): (&PolicyTest, Finding)| {
        let extent = if finding == Finding::CutShort { Extent::CutShort } else { Extent::Whole };
        let broken = match finding {
            Finding::Broken(facts) => {
                let here = &facts.circumstances.locations;
                let places = set.places.named().iter().filter(|place| here.contains(&place.id));
                let places = places.map(|place| place.name.clone()).collect();
                let (person, user_name, application) = (None, None, None);
                Some(Box::new(Counterexample { person, user_name, application, places, facts: *facts }))
            }
            Finding::Holds | Finding::CutShort => None,
        };
        Tested { test: test.clone(), broken, extent, is_empty: is_empty(set, &test.statement) }
    };
    tests.iter().zip(findings).map(told).collect()
}

/// People who stand for everybody whom policies and tests name: one for each person, group and role, for every two of them,
/// and for all at once that are included, and that are left out. Each as a member and as a guest.
pub fn people_named(set: &PolicySet, tests: &[PolicyTest]) -> Vec<Subject> {
    let names = traits(&named_by(set, whom_of(tests).into_iter()));
    let mut left_out: Vec<Excluded> = set.policies().iter().flat_map(policy::Policy::excluded).collect();
    left_out.sort_unstable();
    left_out.dedup();
    let included: Vec<Excluded> = names.iter().copied().filter(|one| !left_out.contains(one)).collect();
    let mut all: Vec<Vec<Excluded>> = names.iter().map(|one| vec![*one]).collect();
    if names.len() <= PAIRED {
        let pairs = names.iter().enumerate().flat_map(|(place, one)| {
            names[place + 1..].iter().map(|other| vec![*one, *other]).collect::<Vec<_>>()
        });
        all.extend(pairs);
    }
    // Whoever is left out of most is asked for least, and whoever is included most for most.
    all.extend(included.iter().map(|one| [&[*one], left_out.as_slice()].concat()));
    all.extend([left_out, included]);
    let kinds = [GuestKind::Member, GuestKind::B2bCollaborationGuest];
    all.iter().flat_map(|held| kinds.map(|kind| standing_for(held, kind))).collect()
}

fn traits(named: &Named) -> Vec<Excluded> {
    let people = named.people.iter().copied().map(Excluded::Person);
    let groups = named.groups.iter().copied().map(Excluded::Group);
    people.chain(groups).chain(named.roles.iter().copied().map(Excluded::Role)).collect()
}

/// Somebody who is, is in, and holds this; of two people, the first.
fn standing_for(held: &[Excluded], guest: GuestKind) -> Subject {
    let mut subject = Subject {
        user: Id::fixed(0),
        groups: vec![],
        roles: vec![],
        guest,
        per_user_mfa: PerUserMfa::Disabled,
        registration_since: Timestamp::from_secs(0),
        home: None,
        accepted: vec![],
        emergency: false,
        workload: None,
    };
    for one in held {
        match one {
            Excluded::Person(user) if subject.user == Id::fixed(0) => subject.user = *user,
            Excluded::Person(_) => {}
            Excluded::Group(group) => subject.groups.push(*group),
            Excluded::Role(role) => subject.roles.extend(model::Role::from_id(*role)),
        }
    }
    subject.groups.sort_unstable();
    subject.roles.sort_unstable();
    subject
}
