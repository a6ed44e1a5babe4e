//! A policy set as rows of bits: for each value of each condition the policies that hold for it.
//!
//! Made once for a revision, when its [`crate::PolicySet`] is made, and never changed. [`Compiled::applying`] looks up the
//! rows of the facts and keeps what is in all of them: [`crate::evaluate`] and [`crate::explain`] read what comes out, and so
//! does [`Classes`], which keeps the rows of values that come again. Conditions say in one place what they mean: tables
//! are made by asking them about every value, and lists (people, applications, places) follow their fields; a
//! property test holds all of it against the conditions asked one by one.

mod classes;
mod people;
mod places;
mod resources;
mod row;
mod tables;

use std::collections::BTreeMap;
use std::mem::discriminant;

use model::{ClientApp, Id};

pub use classes::{Answer, Applied, Classes, Person, Point};
pub(crate) use row::Row;

use people::People;
use places::Places;
use resources::Resources;
use tables::Tables;

use crate::conditions::{Condition, Verdict, emergency};
use crate::controls::Control;
use crate::evaluate::without_applying;
use crate::{Facts, Origin, Policy, ResultCode, State};

/// The rows of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Compiled {
    /// The policies that are on or report-only.
    considered: Row,
    people: People,
    resources: Resources,
    places: Places,
    tables: Tables,
    /// Every other condition, and the policies that have it.
    others: Vec<(Condition, Row)>,
    effects: Effects,
    /// The results where no policy applies.
    idle: Vec<(Id<Policy>, ResultCode)>,
}

/// What comes of policies that apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Effects {
    pub(crate) on: Row,
    pub(crate) report_only: Row,
    /// Enforced, and nobody gets in.
    blocks: Row,
    /// Enforced, and nobody gets in with an old program.
    blocks_legacy: Row,
    /// Enforced, and something is or may be demanded.
    asks: Row,
}

impl Compiled {
    pub(crate) fn new(policies: &[Policy]) -> Self {
        let (mut people, mut resources, mut places) =
            (People::new(policies.len()), Resources::new(policies.len()), Places::new(policies.len()));
        // By what they say, so that a rule which many policies share is asked once.
        let mut others: BTreeMap<String, (Condition, Row)> = BTreeMap::new();
        for (place, policy) in policies.iter().enumerate() {
            let mut listed = vec![];
            if emergency::spares(policy) {
                people.spare(place);
            }
            for condition in &policy.conditions {
                // Lists tell include from exclude for one condition of a kind; a second one stands by itself.
                let is_first = !listed.contains(&discriminant(condition));
                match condition {
                    Condition::Users(users) if is_first => people.add(place, users),
                    Condition::EmergencyAccount(_) => people.keep_emergency(place),
                    Condition::Targets(targets) if is_first => resources.add(place, targets),
                    Condition::Locations(locations) if is_first => places.add(place, locations),
                    other if tables::has(other) => continue,
                    other => {
                        let key = serde_json::to_string(other).unwrap_or_else(|_| format!("{other:?}"));
                        let new = || (other.clone(), Row::none(policies.len()));
                        others.entry(key).or_insert_with(new).1.insert(place);
                    }
                }
                listed.push(discriminant(condition));
            }
        }
        Self {
            considered: row(policies, |policy| policy.state != State::Off),
            people,
            resources,
            places,
            tables: Tables::new(policies),
            others: others.into_values().collect(),
            effects: Effects::new(policies),
            idle: policies.iter().map(|policy| (policy.id, without_applying(policy))).collect(),
        }
    }

    /// The policies that are not off and of which every condition holds.
    pub(crate) fn applying(&self, facts: &Facts) -> Row {
        let here = &facts.circumstances;
        let mut row = self.considered.clone();
        row.keep(self.people.row(&facts.subject, here.client_app).words());
        row.keep(self.resources.row(&facts.target).words());
        row.keep(self.places.row(here).words());
        self.tables.rows(tables::values(facts)).for_each(|rows| row.keep(rows));
        self.drop_others(&mut row, facts);
        row
    }

    fn drop_others(&self, row: &mut Row, facts: &Facts) {
        for (condition, having) in &self.others {
            if row.meets(having) && condition.verdict(facts) != Verdict::Holds {
                row.drop(having);
            }
        }
    }

    pub(crate) const fn effects(&self) -> &Effects {
        &self.effects
    }

    pub(crate) fn idle(&self) -> Vec<(Id<Policy>, ResultCode)> {
        self.idle.clone()
    }
}

impl Effects {
    fn new(policies: &[Policy]) -> Self {
        let on = |policy: &Policy| policy.state == State::On;
        let blocks = |policy: &Policy| policy.controls.iter().any(|one| matches!(one, Control::Block(_)));
        let written = |policy: &Policy| policy.origin == Origin::ConditionalAccess;
        let demands = |policy: &Policy| !policy.controls.is_empty();
        let often = |policy: &Policy| policy.session.sign_in_frequency.is_some_and(|every| every.is_enabled);
        Self {
            on: row(policies, on),
            report_only: row(policies, |policy| policy.state == State::ReportOnly),
            blocks: row(policies, |policy| on(policy) && blocks(policy)),
            blocks_legacy: row(policies, |policy| on(policy) && written(policy) && demands(policy)),
            asks: row(policies, |policy| on(policy) && (demands(policy) || often(policy))),
        }
    }

    fn answer(&self, applied: &[u64], client_app: ClientApp) -> Answer {
        let is_legacy = matches!(client_app, ClientApp::ExchangeActiveSync | ClientApp::Other);
        let meets = |row: &Row| row::meet(applied, row.words());
        if meets(&self.blocks) || (is_legacy && meets(&self.blocks_legacy)) {
            Answer::Blocks
        } else if meets(&self.asks) {
            Answer::Asks
        } else {
            Answer::Opens
        }
    }
}

fn row(policies: &[Policy], is_in: impl Fn(&Policy) -> bool) -> Row {
    let mut row = Row::none(policies.len());
    let places = policies.iter().enumerate().filter(|(_, policy)| is_in(policy));
    places.for_each(|(place, _)| row.insert(place));
    row
}
