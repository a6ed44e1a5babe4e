//! What would have let somebody in: the smallest changes under which the same facts and the same policies do.
//!
//! For administrators who read why somebody was stopped, never for the person who is: whoever merely has a password
//! would learn which place or method works (attack 94).
//!
//! One more change: a variant of [`Change`], its line in [`possible`] and its effect in [`Tried::changed`]; what is about
//! where somebody comes from and with what is in `around.rs`.

use model::{ClientApp, Id, Known, Method, MethodSet, Platform, proved};
use policy::{Agreement, Class, Facts, HeldKey, Location, Policy, PolicySet, State, code};

use crate::around;
use crate::next::{ENROLMENT_ORDER, is_handed, is_invited, is_proven, may_be_registered, may_have_more};
use crate::{Verdict, judge};

/// The most changes that are told together; beyond it nobody is helped.
const MOST: usize = 5;
/// The most combinations that are tried. Where there are many changes, fewer of them are told together.
const MOST_TRIED: usize = 40_000;
/// The most terms of use that are tried.
const MOST_TERMS: usize = 6;

/// One thing that could have been otherwise. In the order in which they happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The name that was typed is somebody's.
    RightName,
    /// The account is not blocked.
    Unblocked,
    /// The person is named for the application.
    Assigned,
    /// The lock has ended.
    LockOver,
    /// The password is right, or whatever else was given first.
    RightFirst,
    /// The code or key is right.
    RightSecond,
    /// It comes from a browser, network and country where the person signed in before.
    KnownPlace,
    /// It comes from a browser that the person has used for so long that it vouches for a registration.
    OldBrowser,
    /// It comes from a browser and not from an old program.
    OtherProgram,
    /// It comes from a program on a computer or telephone.
    ModernProgram,
    /// It comes from this platform.
    On(Platform),
    /// It comes from a trusted location.
    TrustedPlace,
    /// It comes from this named location.
    At(Id<Location>),
    /// It comes from none of the named locations.
    Outside,
    /// It comes from a device that its management calls compliant.
    CompliantDevice,
    /// It comes from a device that is joined to a domain.
    JoinedDevice,
    /// It comes from an approved application.
    ApprovedApplication,
    /// It comes from an application that a protection policy holds for.
    ProtectedApplication,
    /// A new invitation is used, and a password chosen with it.
    Invited,
    /// A password of their own is chosen.
    OwnPassword,
    /// This method is given too.
    Give(Method),
    /// This method is set up, which proves it as well.
    SetUp(Method),
    /// These terms of use are accepted.
    Accept(Id<Agreement>),
}

/// Changes that together let somebody in; without any one of them the others do not.
pub type Way = Vec<Change>;

/// What stood in the way beside policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The account is blocked or deleted.
    Blocked,
    /// The person is not named for the application.
    NotAssigned,
    /// Too many wrong secrets.
    Locked,
    /// A second factor may not be registered on these proofs from here (S2).
    RegistrationNotHere,
    /// The password is one that an administrator set.
    TemporaryPassword,
}

/// An attempt as it is remembered.
#[derive(Debug, Clone)]
pub struct Tried {
    /// What policy looked at.
    pub facts: Facts,
    /// What stood in the way beside it.
    pub obstacle: Option<Obstacle>,
}

impl Obstacle {
    /// What the number of a record tells (reference 6.2).
    pub const fn told_by(error: i64) -> Option<Self> {
        match error {
            code::DISABLED => Some(Self::Blocked),
            code::NOT_ASSIGNED => Some(Self::NotAssigned),
            code::LOCKED => Some(Self::Locked),
            code::REGISTRATION_NEEDED => Some(Self::RegistrationNotHere),
            code::PASSWORD_EXPIRED => Some(Self::TemporaryPassword),
            _ => None,
        }
    }
}

/// Every smallest set of changes that lets the attempt in under this set, fewest changes first; one empty way where
/// it was let in as it was, and none where nothing helps.
pub fn ways_in(set: &PolicySet, tried: &Tried) -> Vec<Way> {
    let changes = possible(set, tried);
    let new = new_keys(set);
    let mut found: Vec<u64> = vec![];
    // Combinations of one size after the other; the next size adds what stands behind the last.
    let mut combinations = vec![0_u64];
    for _ in 0..=most(changes.len()) {
        for combination in &combinations {
            // Whoever already gets in with less needs no more.
            let is_smallest = !found.iter().any(|way| combination & way == *way);
            if is_smallest
                && tried
                    .changed_by(&chosen(&changes, *combination), &new)
                    .is_some_and(|tried| tried.gets_in(set))
            {
                found.push(*combination);
            }
        }
        let behind = |combination: u64| {
            let first = (u64::BITS - combination.leading_zeros()) as usize;
            (first..changes.len()).map(move |place| combination | 1 << place)
        };
        combinations = combinations.into_iter().flat_map(behind).collect();
    }
    let mut ways: Vec<Way> = found.into_iter().map(|way| chosen(&changes, way)).collect();
    ways.sort_by_key(|way| (way.len(), way.clone()));
    ways
}

/// What would have led on where policy was not reached: what it asks then nobody knows.
pub fn way_to_policy(error: i64, is_somebody: bool) -> Way {
    let first = [Change::LockOver, Change::RightFirst];
    let mut way = match error {
        code::LOCKED => first.to_vec(),
        code::WRONG_PASSWORD | code::NO_PASSWORD => vec![Change::RightFirst],
        code::WRONG_CODE => vec![Change::RightSecond],
        _ => vec![],
    };
    // A name was typed where a password was; a key that nobody has registered comes without one.
    if !is_somebody && way.contains(&Change::RightFirst) {
        way.insert(0, Change::RightName);
    }
    way
}

/// How many changes are told together where there are so many.
fn most(changes: usize) -> usize {
    let (mut tried, mut of_size) = (1, 1);
    for size in 0..MOST {
        of_size = of_size * changes.saturating_sub(size) / (size + 1);
        tried += of_size;
        if tried > MOST_TRIED {
            return size;
        }
    }
    MOST
}

fn chosen(changes: &[Change], combination: u64) -> Way {
    let picked = changes.iter().enumerate().filter(|(place, _)| combination & (1 << place) != 0);
    picked.map(|(_, change)| *change).collect()
}

/// The changes that can matter for this attempt, in their order.
fn possible(set: &PolicySet, tried: &Tried) -> Vec<Change> {
    let facts = &tried.facts;
    let is = |obstacle| tried.obstacle == Some(obstacle);
    let place = facts.circumstances.familiarity;
    let is_known = [place.browser, place.network, place.country].iter().all(|known| *known == Known::Seen);
    let is_old = matches!(facts.circumstances.client_app, ClientApp::ExchangeActiveSync | ClientApp::Other);
    let wherever = [
        (Change::Unblocked, is(Obstacle::Blocked)),
        (Change::Assigned, is(Obstacle::NotAssigned)),
        (Change::LockOver, is(Obstacle::Locked)),
        (Change::KnownPlace, !is_known),
        (Change::OldBrowser, is(Obstacle::RegistrationNotHere)),
        (Change::OtherProgram, is_old),
        (Change::Invited, is(Obstacle::RegistrationNotHere)),
        (Change::OwnPassword, is(Obstacle::TemporaryPassword) || is_invited(facts)),
    ];
    let mut changes: Vec<Change> =
        wherever.into_iter().filter(|(_, matters)| *matters).map(|(change, _)| change).collect();
    changes.extend(around::possible(set, tried));
    changes.extend(facts.usable.iter().map(Change::Give));
    let groups = &facts.subject.groups;
    let is_other = new_keys(set).iter().any(|key| facts.makes().all(|make| make != key.make));
    let is_held = |method: Method| facts.usable.contains(method) && !(method == Method::Passkey && is_other);
    let is_new = |method: &Method| !is_held(*method) && may_be_registered(set, groups, *method);
    let new = ENROLMENT_ORDER.into_iter().filter(is_new);
    changes.extend(new.map(Change::SetUp));
    let enforced = set.policies().iter().filter(|policy| policy.state == State::On);
    let mut demanded: Vec<Id<Agreement>> =
        enforced.flat_map(Policy::agreements).filter(|id| !facts.subject.accepted.contains(id)).collect();
    demanded.sort_unstable();
    demanded.dedup();
    // A combination has a bit for each change.
    demanded.truncate(MOST_TERMS);
    changes.extend(demanded.into_iter().map(Change::Accept));
    changes.sort_unstable();
    changes.dedup();
    changes
}

impl Tried {
    /// The attempt with these changes, made in their order; `None` where one of them cannot be made.
    pub fn with(&self, way: &[Change]) -> Option<Self> {
        self.changed_by(way, &[])
    }

    /// The same where a passkey that is set up is one of these.
    fn changed_by(&self, way: &[Change], new: &[HeldKey]) -> Option<Self> {
        way.iter().try_fold(self.clone(), |tried, change| tried.changed(*change, new))
    }

    fn changed(mut self, change: Change, new: &[HeldKey]) -> Option<Self> {
        let facts = &mut self.facts;
        match change {
            Change::Unblocked | Change::Assigned | Change::LockOver => self.obstacle = None,
            // What was typed is no part of the facts: where there are any, it was right.
            Change::RightName | Change::RightFirst | Change::RightSecond => return None,
            Change::KnownPlace => {
                let place = &mut facts.circumstances.familiarity;
                (place.browser, place.network, place.country) = (Known::Seen, Known::Seen, Known::Seen);
            }
            Change::OldBrowser => {
                facts.circumstances.familiarity.browser = Known::Seen;
                self.obstacle = None;
            }
            Change::OtherProgram => facts.circumstances.client_app = ClientApp::Browser,
            Change::ModernProgram
            | Change::On(_)
            | Change::TrustedPlace
            | Change::At(_)
            | Change::Outside
            | Change::CompliantDevice
            | Change::JoinedDevice
            | Change::ApprovedApplication
            | Change::ProtectedApplication => around::change(facts, change)?,
            Change::Invited => {
                facts.proofs.clear();
                prove(facts, Method::Invitation);
                has(facts, Method::Password);
                self.obstacle = None;
            }
            Change::OwnPassword => {
                has(facts, Method::Password);
                self.obstacle = None;
            }
            Change::Give(method) => prove(facts, method),
            Change::Accept(terms) => facts.subject.accepted.push(terms),
            Change::SetUp(method) => {
                if !self.may_register() {
                    return None;
                }
                if method == Method::Passkey {
                    self.facts.keys.extend(new);
                }
                has(&mut self.facts, method);
            }
        }
        Some(self)
    }

    /// The rules that a registration in a sign-in follows (S2, attack 10).
    fn may_register(&self) -> bool {
        let facts = &self.facts;
        let here = self.obstacle != Some(Obstacle::RegistrationNotHere);
        Class::of(&facts.proofs) != Class::None
            && may_have_more(facts)
            && (here || is_handed(facts) || is_proven(facts))
    }

    /// True when the gate lets it through and nothing else stands in the way.
    fn gets_in(&self, set: &PolicySet) -> bool {
        let is_stopped = match self.obstacle {
            None | Some(Obstacle::RegistrationNotHere) => false,
            Some(Obstacle::Blocked | Obstacle::NotAssigned | Obstacle::Locked) => true,
            Some(Obstacle::TemporaryPassword) => proved(&self.facts.proofs).contains(Method::Password),
        };
        // What the gate gives for what never happened opens nothing: it is dropped here.
        !is_stopped && !is_invited(&self.facts) && matches!(judge(set, &self.facts), Verdict::Passed(_))
    }
}

/// Registers a method and proves it, as setting it up does.
fn has(facts: &mut Facts, method: Method) {
    let one = MethodSet::of(&[method]);
    facts.registered = facts.registered | one;
    facts.usable = facts.usable | one;
    prove(facts, method);
}

fn prove(facts: &mut Facts, method: Method) {
    facts.proofs.extend(facts.given(method));
}

/// A passkey of each make that something asks for and that the organisation takes: one of them would be set up.
fn new_keys(set: &PolicySet) -> Vec<HeldKey> {
    let taken = set.makes().into_iter().filter(|make| set.passkeys.takes(*make));
    taken.map(HeldKey::imagined).collect()
}
