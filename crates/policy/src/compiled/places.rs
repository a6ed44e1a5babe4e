use model::{Id, Signal};

use super::Row;
use super::people::{Named, name};
use crate::conditions::Locations;
use crate::{Circumstances, Location};

/// The places that each policy is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Places {
    /// Policies that say nothing of places.
    silent: Row,
    anywhere: Row,
    include: Named<Id<Location>>,
    exclude: Named<Id<Location>>,
}

impl Places {
    pub(super) fn new(policies: usize) -> Self {
        Self {
            silent: Row::all(policies),
            anywhere: Row::none(policies),
            include: Named::new(),
            exclude: Named::new(),
        }
    }

    pub(super) fn add(&mut self, place: usize, locations: &Locations) {
        self.silent.remove(place);
        if locations.all {
            self.anywhere.insert(place);
        }
        // The mark of a trusted location stands among the locations that an address is in.
        let trusted = |trusted: bool| trusted.then_some(Location::ALL_TRUSTED);
        let include = locations.include.iter().copied().chain(trusted(locations.all_trusted));
        include.for_each(|id| name(&mut self.include, id, place));
        let exclude = locations.exclude.iter().copied().chain(trusted(locations.exclude_all_trusted));
        exclude.for_each(|id| name(&mut self.exclude, id, place));
    }

    pub(super) fn row(&self, here: &Circumstances) -> Row {
        let mut row = self.silent.clone();
        if here.locations.is_empty() && here.address == Signal::NotGiven {
            return row;
        }
        row.add(&self.anywhere);
        let named = |names: &Named<Id<Location>>, row: &mut Row, change: fn(&mut Row, usize)| {
            for places in here.locations.iter().filter_map(|id| names.get(id)) {
                places.iter().for_each(|place| change(row, *place as usize));
            }
        };
        named(&self.include, &mut row, Row::insert);
        named(&self.exclude, &mut row, Row::remove);
        row
    }
}
