//! Where an attempt comes from and with what: the changes of it that policies can tell apart.

use model::{ClientApp, Id, Platform, Signal};
use policy::conditions::{Condition, Locations};
use policy::controls::Control;
use policy::{Facts, Location, Policy, PolicySet, State, Verdict};

use crate::{Change, Tried};

/// The most named locations that are tried.
const MOST_PLACES: usize = 6;

/// The changes that some enforced policy sees. Of programs and platforms that all policies see alike, the first: on another
/// telephone it is the same. Places have names, and each is another answer.
pub(crate) fn possible(set: &PolicySet, tried: &Tried) -> Vec<Change> {
    let policies: Vec<&Policy> = set.policies().iter().filter(|policy| policy.state == State::On).collect();
    let as_it_was = says(&policies, &tried.facts);
    let mut seen = vec![];
    let mut changes = vec![];
    for change in candidates(&policies, (set, &tried.facts)) {
        let Some(changed) = tried.with(&[change]) else { continue };
        let said = says(&policies, &changed.facts);
        let matters = said != as_it_was || (changed.facts != tried.facts && is_control(&policies, change));
        let stands_alone = !matches!(change, Change::ModernProgram | Change::On(_));
        if matters && (stands_alone || !seen.contains(&said)) {
            seen.push(said);
            changes.push(change);
        }
    }
    changes
}

/// What each condition says.
fn says(policies: &[&Policy], facts: &Facts) -> Vec<Verdict> {
    policies.iter().flat_map(|policy| &policy.conditions).map(|condition| condition.verdict(facts)).collect()
}

fn candidates(policies: &[&Policy], (set, facts): (&PolicySet, &Facts)) -> Vec<Change> {
    let mut changes = vec![Change::ModernProgram];
    changes.extend(Platform::ALL.iter().map(|platform| Change::On(*platform)));
    let trusts = |condition: &Condition| match condition {
        Condition::Locations(locations) => locations.all_trusted || locations.exclude_all_trusted,
        _ => false,
    };
    if policies.iter().flat_map(|policy| &policy.conditions).any(trusts) {
        changes.push(Change::TrustedPlace);
    }
    let there_is =
        |place: &Id<Location>| *place != Location::MFA_TRUSTED_IPS || !set.places.trusted_ips().is_empty();
    changes.extend(places(policies, facts).into_iter().filter(there_is).map(Change::At));
    changes.push(Change::Outside);
    changes.extend([
        Change::CompliantDevice,
        Change::JoinedDevice,
        Change::ApprovedApplication,
        Change::ProtectedApplication,
    ]);
    changes
}

/// The named locations that policies name, but those about people with another state of the old per-user switch.
fn places(policies: &[&Policy], facts: &Facts) -> Vec<Id<Location>> {
    let is_about_others = |policy: &&&Policy| {
        policy.conditions.iter().any(|condition| {
            matches!(condition, Condition::PerUser(_)) && condition.verdict(facts) == Verdict::Fails
        })
    };
    let policies = policies.iter().filter(|policy| !is_about_others(policy));
    let named = |condition: &Condition| match condition {
        Condition::Locations(Locations { include, exclude, .. }) => [include.as_slice(), exclude].concat(),
        _ => vec![],
    };
    let mut places: Vec<_> = policies.flat_map(|policy| &policy.conditions).flat_map(named).collect();
    places.sort_unstable();
    places.dedup();
    places.truncate(MOST_PLACES);
    places
}

/// Whether a policy demands what the change gives.
fn is_control(policies: &[&Policy], change: Change) -> bool {
    let demands = |control: &Control| {
        matches!(
            (change, control),
            (Change::CompliantDevice, Control::CompliantDevice(_))
                | (Change::JoinedDevice, Control::DomainJoinedDevice(_))
                | (Change::ApprovedApplication, Control::ApprovedApplication(_))
                | (Change::ProtectedApplication, Control::CompliantApplication(_))
        )
    };
    policies.iter().flat_map(|policy| &policy.controls).any(demands)
}

/// Makes a change; `None` where it cannot be made.
pub(crate) fn change(facts: &mut Facts, change: Change) -> Option<()> {
    let here = &mut facts.circumstances;
    let device = &mut here.device;
    match change {
        Change::ModernProgram => here.client_app = ClientApp::MobileAppsAndDesktopClients,
        Change::On(platform) => here.platform = Signal::Known(platform),
        Change::TrustedPlace => here.locations = vec![Location::ALL_TRUSTED],
        Change::At(place) => here.locations = vec![place],
        // Where no address is known nobody can tell that it is outside.
        Change::Outside => {
            here.address.known()?;
            here.locations.clear();
        }
        Change::CompliantDevice => {
            device.compliant = Signal::Known(true);
            device.id.get_or_insert(Id::fixed(0));
        }
        Change::JoinedDevice => {
            device.domain_joined = Signal::Known(true);
            device.id.get_or_insert(Id::fixed(0));
        }
        Change::ApprovedApplication => device.approved_application = Signal::Known(true),
        Change::ProtectedApplication => device.protected_application = Signal::Known(true),
        _ => return None,
    }
    Some(())
}
