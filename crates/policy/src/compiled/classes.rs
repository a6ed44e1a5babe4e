use std::collections::HashMap;

use model::ClientApp;

use super::row::{Row, places};
use super::tables::{self, Values};
use crate::{Facts, PolicySet, Subject};

/// The values that were seen under one set, each kind by class: values of one class are the same to every policy.
///
/// For whoever decides about many sign-ins (replay, a change seen over everybody): a person, an application, a place and
/// a device are looked up once, and a decision is a handful of rows kept beside each other. The set is borrowed, so that
/// classes of one set are never read under another; a person whose groups or roles change is asked for again. Memory
/// grows with the number of different rows, not of values.
#[derive(Debug)]
pub struct Classes<'s> {
    set: &'s PolicySet,
    people: Kept,
    resources: Kept,
    places: Kept,
    others: Kept,
}

/// The class of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person(u32);

/// What facts come to under one set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    person: Person,
    resource: u32,
    place: u32,
    others: u32,
    values: Values,
}

/// The policies that apply. Made once and used for many decisions, so that none of them allocates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied(Vec<u64>);

/// What a decision comes to before any proof is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// No policy that applies and is enforced demands anything.
    Opens,
    /// Something is demanded; facts may already meet it.
    Asks,
    /// Nobody gets in.
    Blocks,
}

impl Applied {
    /// The places of the policies in their set, in order.
    pub fn places(&self) -> impl Iterator<Item = usize> + '_ {
        places(&self.0)
    }
}

impl Point {
    /// The same with somebody else.
    #[must_use]
    pub const fn of(self, person: Person) -> Self {
        Self { person, ..self }
    }
}

impl<'s> Classes<'s> {
    /// None yet.
    pub fn new(set: &'s PolicySet) -> Self {
        let kept = Kept::default;
        Self { set, people: kept(), resources: kept(), places: kept(), others: kept() }
    }

    /// The class of somebody who comes with this kind of program (ActiveSync knows no roles).
    pub fn person(&mut self, subject: &Subject, client_app: ClientApp) -> Person {
        let row = self.set.compiled().people.row(subject, client_app);
        Person(self.people.class(row))
    }

    /// What these facts come to.
    pub fn point(&mut self, facts: &Facts) -> Point {
        let compiled = self.set.compiled();
        let mut others = compiled.considered.clone();
        compiled.drop_others(&mut others, facts);
        Point {
            person: self.person(&facts.subject, facts.circumstances.client_app),
            resource: self.resources.class(compiled.resources.row(&facts.target)),
            place: self.places.class(compiled.places.row(&facts.circumstances)),
            others: self.others.class(others),
            values: tables::values(facts),
        }
    }

    /// Decides: what it comes to, and in `applied` the policies that apply, report-only ones too. What
    /// [`crate::evaluate`] says of the same facts says the same at length.
    pub fn decide(&self, point: Point, applied: &mut Applied) -> Answer {
        let compiled = self.set.compiled();
        let words = &mut applied.0;
        words.clear();
        words.extend_from_slice(self.others.row(point.others));
        let rows = [
            self.people.row(point.person.0),
            self.resources.row(point.resource),
            self.places.row(point.place),
        ];
        for row in rows.into_iter().chain(compiled.tables.rows(point.values)) {
            words.iter_mut().zip(row).for_each(|(word, row)| *word &= row);
        }
        compiled.effects.answer(words, tables::client_app(point.values))
    }
}

/// Different rows, one after another.
#[derive(Debug, Default)]
struct Kept {
    classes: HashMap<Row, u32>,
    words: usize,
    rows: Vec<u64>,
}

impl Kept {
    fn class(&mut self, row: Row) -> u32 {
        let next = u32::try_from(self.classes.len()).unwrap_or(u32::MAX);
        if let Some(known) = self.classes.get(&row) {
            return *known;
        }
        self.words = row.words().len();
        self.rows.extend_from_slice(row.words());
        self.classes.insert(row, next);
        next
    }

    fn row(&self, class: u32) -> &[u64] {
        let at = class as usize * self.words;
        &self.rows[at..at + self.words]
    }
}
