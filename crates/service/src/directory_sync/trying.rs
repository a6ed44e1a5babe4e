//! Trying settings before they are saved.

use model::{Attribute, Id, Tenant};

use super::mapping;
use super::pass::{Pass, SyncHow};
use super::reading::Stop;
use super::server::{DirectoryError, DirectorySearch, DirectoryServer, RemotePassword, Scope};
use super::settings::{self, DirectorySettings};
use crate::Fault;
use crate::authority::{ManageDirectorySync, Permit};
use crate::house::House;

/// Somebody as a test of settings shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamplePerson {
    /// The name to sign in with.
    pub login: String,
    /// How they are called.
    pub display: String,
}

/// What a test of settings found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tested {
    /// The first people.
    pub people: Vec<SamplePerson>,
    /// The first groups.
    pub groups: Vec<String>,
}

/// How many a test shows.
const TESTED: usize = 5;

impl House {
    /// Tries settings that need not be saved: connects, signs in, and reads the first people and groups. The password that
    /// is kept is used for the server and name that it is kept for, and for no other.
    pub async fn test_directory(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ManageDirectorySync>,
        (wanted, typed): (DirectorySettings, Option<RemotePassword>),
    ) -> Result<Result<Tested, DirectoryError>, Fault> {
        // One at a time, as passes are: each holds a thread and a page for as long as that server likes.
        let turn = self.syncs.begin(tenant).ok_or(Fault::Conflict("syncing"))?;
        let wanted = settings::checked(wanted)?;
        let password = self.password_for(tenant, &wanted, typed).await?;
        let server = wanted.server(password);
        let pass = self.pass(tenant, wanted, SyncHow { is_trial: true, ..SyncHow::default() })?;
        let found = self.first_entries(&pass, &server).await;
        drop(turn);
        match found {
            Ok(tested) => Ok(Ok(tested)),
            Err(Stop::Directory(error)) => Ok(Err(error)),
            Err(Stop::Fault(fault)) => Err(fault),
        }
    }

    async fn first_entries(&self, pass: &Pass, server: &DirectoryServer) -> Result<Tested, Stop> {
        let settings = &pass.settings;
        let search = |filter: &str, attributes| DirectorySearch {
            base: settings.base.clone(),
            scope: Scope::Subtree,
            filter: Some(filter.to_owned()),
            and: vec![],
            attributes,
            enough: None,
        };
        let people = search(&settings.people_filter, mapping::attributes_of_people(settings));
        let mut tested = Tested::default();
        for entry in self.read_some(server, people, TESTED).await?.iter().take(TESTED) {
            if let Ok(person) = mapping::person(settings, &pass.domain, entry) {
                let display =
                    person.values.iter().find(|(attribute, _)| *attribute == Attribute::DisplayName);
                let display = display.map(|(_, text)| text.clone()).unwrap_or_default();
                tested.people.push(SamplePerson { login: person.login, display });
            }
        }
        if !settings.groups_filter.is_empty() {
            let groups = search(&settings.groups_filter, mapping::attributes_of_groups(settings));
            for entry in self.read_some(server, groups, TESTED).await?.iter().take(TESTED) {
                tested.groups.extend(mapping::group(settings, entry).map(|group| group.display));
            }
        }
        Ok(tested)
    }
}
