//! Policies and sign-ins that all three engines are given, the same at every run.

use model::{ClientApp, Group, Id, Platform, RiskLevel};

pub const GROUPS: u64 = 500;
pub const APPS: u64 = 200;
pub const PLACES: u64 = 40;
const GROUPS_OF_A_PERSON: u64 = 8;

/// A policy as far as all three languages can say it.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Everybody, or the people of one of these groups.
    pub groups: Option<Vec<u64>>,
    pub not_groups: Vec<u64>,
    /// Every application, or one of these.
    pub apps: Option<Vec<u64>>,
    pub not_apps: Vec<u64>,
    /// Anywhere but at these places.
    pub not_places: Vec<u64>,
    /// At one of these.
    pub places: Option<Vec<u64>>,
    pub platforms: Option<Vec<Platform>>,
    pub client_apps: Option<Vec<ClientApp>>,
    pub sign_in_risks: Option<Vec<RiskLevel>>,
    /// Only where the device is of no such model.
    pub not_model: Option<&'static str>,
    pub blocks: bool,
}

/// A sign-in.
#[derive(Debug, Clone)]
pub struct Case {
    pub user: u64,
    pub app: u64,
    pub place: Option<u64>,
    pub platform: Platform,
    pub client_app: ClientApp,
    pub sign_in_risk: RiskLevel,
    pub model: &'static str,
}

pub const MODELS: [&str; 3] = ["Surface", "ThinkPad", "MacBook"];

/// Numbers that look random and are the same each time (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % most
    }
    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
    fn some(&mut self, count: u64, most: u64) -> Vec<u64> {
        (0..count).map(|_| self.below(most)).collect()
    }
    pub fn one<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }
}

/// The shapes of published sets, turned to departments and applications: a fifth for everybody, most for some groups,
/// half for some applications; each condition as often as such sets have it.
pub fn rules(count: u64) -> Vec<Rule> {
    let mut dice = Dice(7);
    (0..count)
        .map(|_| {
            let everybody = dice.chance(20);
            Rule {
                groups: (!everybody).then(|| {
                    let count = 1 + dice.below(3);
                    dice.some(count, GROUPS)
                }),
                not_groups: dice.some(1, GROUPS),
                apps: dice.chance(50).then(|| dice.some(2, APPS)),
                not_apps: if dice.chance(20) { dice.some(1, APPS) } else { vec![] },
                not_places: if dice.chance(25) { dice.some(2, PLACES) } else { vec![] },
                places: dice.chance(10).then(|| dice.some(2, PLACES)),
                platforms: dice.chance(20).then(|| vec![dice.one(Platform::ALL), dice.one(Platform::ALL)]),
                client_apps: dice.chance(25).then(|| vec![dice.one(ClientApp::ALL), dice.one(ClientApp::ALL)]),
                sign_in_risks: dice.chance(15).then(|| vec![RiskLevel::Medium, RiskLevel::High]),
                not_model: dice.chance(10).then(|| dice.one(&MODELS)),
                blocks: dice.chance(20),
            }
        })
        .collect()
}

/// The groups of somebody.
pub fn groups_of(user: u64) -> Vec<u64> {
    let mut dice = Dice(user.wrapping_mul(0x1_0001).wrapping_add(13));
    let mut groups = dice.some(GROUPS_OF_A_PERSON, GROUPS);
    groups.sort_unstable();
    groups.dedup();
    groups
}

pub fn cases(count: u64, people: u64) -> Vec<Case> {
    let mut dice = Dice(11);
    (0..count)
        .map(|_| Case {
            user: dice.below(people),
            app: dice.below(APPS),
            place: dice.chance(60).then(|| dice.below(PLACES)),
            platform: dice.one(Platform::ALL),
            client_app: if dice.chance(90) { ClientApp::Browser } else { dice.one(ClientApp::ALL) },
            sign_in_risk: if dice.chance(90) { RiskLevel::None } else { dice.one(RiskLevel::ALL) },
            model: dice.one(&MODELS),
        })
        .collect()
}

pub fn group_id(group: u64) -> Id<Group> {
    Id::fixed(0x6000_0000 + u128::from(group))
}

/// What an engine says: whether it blocks, and which policies apply, by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub blocks: bool,
    pub applied: Vec<usize>,
}
