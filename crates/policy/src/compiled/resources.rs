use std::collections::HashMap;

use model::{AppId, Id};

use super::Row;
use super::people::{Named, name};
use crate::Target;
use crate::conditions::{Applications, Resource, Targets, no_attributes};

/// What each policy protects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resources {
    /// Policies that say nothing of it.
    silent: Row,
    /// Policies about every application.
    every: Row,
    privileged: Row,
    /// Policies about nothing, whatever else they say.
    never: Row,
    include: Side,
    exclude: Side,
    actions: Named<&'static str>,
    contexts: Named<String>,
}

/// Applications by id, and by the names that they go by, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Side {
    ids: Named<Id<AppId>>,
    names: Named<String>,
}

impl Resources {
    pub(super) fn new(policies: usize) -> Self {
        Self {
            silent: Row::all(policies),
            every: Row::none(policies),
            privileged: Row::none(policies),
            never: Row::none(policies),
            include: Side::default(),
            exclude: Side::default(),
            actions: HashMap::new(),
            contexts: HashMap::new(),
        }
    }

    pub(super) fn add(&mut self, place: usize, targets: &Targets) {
        self.silent.remove(place);
        match targets {
            Targets::AllApplications => self.every.insert(place),
            Targets::Privileged => self.privileged.insert(place),
            Targets::Action(action) => name(&mut self.actions, action.word(), place),
            Targets::Written(applications) => self.written(place, applications),
        }
    }

    fn written(&mut self, place: usize, applications: &Applications) {
        // Applications have no attributes, so that a filter says the same of each.
        let filter = applications.filter.as_ref();
        if applications.all || filter.is_some_and(|filter| filter.includes(&no_attributes)) {
            self.every.insert(place);
        }
        if filter.is_some_and(|filter| filter.excludes(&no_attributes)) {
            self.never.insert(place);
        }
        applications.include.iter().for_each(|resource| self.include.add(place, *resource));
        applications.exclude.iter().for_each(|resource| self.exclude.add(place, *resource));
        applications.actions.iter().for_each(|action| name(&mut self.actions, action.word(), place));
        applications.contexts.iter().for_each(|context| name(&mut self.contexts, context.clone(), place));
    }

    pub(super) fn row(&self, target: &Target) -> Row {
        let mut row = self.never.clone();
        self.exclude.mark(target, &mut row);
        let excluded = std::mem::replace(&mut row, self.silent.clone());
        if target.resource.is_some() {
            row.add(&self.every);
        }
        if target.privileged {
            row.add(&self.privileged);
        }
        self.include.mark(target, &mut row);
        let mut mark = |places: Option<&Vec<u32>>| row.insert_all(places.map_or(&[], Vec::as_slice));
        mark(target.action.and_then(|action| self.actions.get(action.word())));
        target.contexts.iter().for_each(|context| mark(self.contexts.get(context)));
        row.drop(&excluded);
        row
    }
}

impl Side {
    fn add(&mut self, place: usize, resource: Resource) {
        match resource {
            // There are no agents here.
            Resource::AgentResources => return,
            Resource::Id(id) => name(&mut self.ids, id, place),
            Resource::Office365 | Resource::AdminPortals => {}
        }
        name(&mut self.names, resource.word().to_ascii_lowercase(), place);
    }

    fn mark(&self, target: &Target, row: &mut Row) {
        let ids = target.resource.and_then(|id| self.ids.get(&id));
        let names = target.names.iter().filter_map(|known| self.names.get(&known.to_ascii_lowercase()));
        ids.into_iter().chain(names).for_each(|places| row.insert_all(places));
    }
}
