use std::collections::{BTreeMap, HashMap, HashSet};

use graph::{Directory, Document, Finding, Known};
use model::{AppId, FirstParty, Group, GroupState, Id, Tenant, User, UserState, sought_words};
use policy::conditions::{Applications, Condition, Resource, Targets, Users};
use policy::{Agreement, AuthenticationStrength, Location, Policy};
use sql::Tx;
use store::{App, Sought, Tables};

use super::{Policies, read};
use crate::Fault;
use crate::authority::{Permit, ReadSecurity};
use crate::house::House;
use crate::policy_sets;
use crate::search::found;

/// What is called how, of that which policies name. What is not here, or was deleted, has no name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// People.
    pub people: HashMap<Id<User>, String>,
    /// Those whose accounts are emergency accounts, every one.
    pub emergency: HashSet<Id<User>>,
    /// Groups.
    pub groups: HashMap<Id<Group>, String>,
    /// Applications; what is ours has its words elsewhere.
    pub apps: HashMap<Id<AppId>, String>,
    /// Named locations, every one, by name.
    pub locations: BTreeMap<Id<Location>, String>,
    /// Terms of use, every one.
    pub terms: BTreeMap<Id<Agreement>, String>,
    /// The organisation's own authentication strengths, every one.
    pub strengths: BTreeMap<Id<AuthenticationStrength>, String>,
    /// Authentication contexts, every one.
    pub contexts: BTreeMap<String, String>,
}

/// The policies of an organisation with what a page says of them.
#[derive(Debug, Clone)]
pub struct LookedOver {
    /// The policies.
    pub policies: Policies,
    /// What was found about each that is written, in their order.
    pub findings: Vec<Vec<Finding>>,
    /// What they name.
    pub names: Names,
}

/// What a policy can be about, as it was sought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundForPolicy {
    /// People.
    pub people: Vec<User>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Applications.
    pub apps: Vec<App>,
}

impl House {
    /// The policies of an organisation, looked over: by themselves, beside each other, and in its directory.
    pub async fn look_over_policies(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<LookedOver, Fault> {
        let now = self.now();
        self.db
            .read(tenant, move |tx| {
                let policies = read(tx, now)?;
                let deleted = policies.deleted.iter().map(|(document, _)| document);
                let named: Vec<&Policy> =
                    policies.written.iter().chain(deleted).map(|document| &document.policy).collect();
                let names = names(tx, &named)?;
                let directory = directory(&names);
                let written: Vec<_> = policies.written.iter().collect();
                let known = Known { directory: Some(&directory), now: Some(now) };
                Ok(LookedOver { findings: graph::lint(&written, known), policies, names })
            })
            .await
    }

    /// Policies that are not kept here, looked over beside each other and in the directory of an organisation: what each
    /// would be here.
    pub async fn look_over_documents(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
        documents: Vec<Document>,
    ) -> Result<Vec<Vec<Finding>>, Fault> {
        let now = self.now();
        self.db
            .read(tenant, move |tx| {
                let named: Vec<&Policy> = documents.iter().map(|document| &document.policy).collect();
                let directory = directory(&names(tx, &named)?);
                let own = policy_sets::own_strengths(&policy_sets::head(tx)?)?;
                let here: Vec<_> =
                    documents.iter().map(|document| document.clone().with_strengths(&own)).collect();
                let written: Vec<_> = here.iter().collect();
                Ok(graph::lint(&written, Known { directory: Some(&directory), now: Some(now) }))
            })
            .await
    }

    /// People, groups and applications whose names have words that begin as was typed: what a policy can be about.
    /// Whoever reads policies reads these names in them.
    pub async fn find_for_policy(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
        typed: &str,
    ) -> Result<FoundForPolicy, Fault> {
        let sought = sought_words(typed);
        self.db
            .read(tenant, move |tx| {
                let mut all = FoundForPolicy::default();
                for id in found::<User>(&mut tx.search_words(), Sought::People, &sought)? {
                    all.people.extend(tx.users().by_id(id)?);
                }
                for id in found::<Group>(&mut tx.search_words(), Sought::Groups, &sought)? {
                    all.groups.extend(tx.groups().by_id(id)?);
                }
                for id in found::<AppId>(&mut tx.search_words(), Sought::Applications, &sought)? {
                    all.apps.extend(tx.apps().by_id(id)?);
                }
                Ok::<_, sql::Error>(all)
            })
            .await
            .map_err(Fault::from)
    }

    /// What the people, groups, applications and locations are called that a policy names.
    pub async fn names_in(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
        policy: Policy,
    ) -> Result<Names, Fault> {
        self.db.read(tenant, move |tx| names(tx, &[&policy])).await
    }
}

pub(crate) fn names(tx: &mut Tx<'_>, policies: &[&Policy]) -> Result<Names, Fault> {
    let mut names = Names::default();
    let head = policy_sets::head(tx)?;
    for location in policy_sets::locations(&head)? {
        names.locations.insert(location.location.id, location.location.name);
    }
    names.emergency = tx.emergency().all()?.into_iter().map(|account| account.user).collect();
    names.terms = tx.agreements().all()?.into_iter().map(|terms| (terms.id, terms.name)).collect();
    let own = policy_sets::own_strengths(&head)?.into_iter();
    names.strengths = own.map(|strength| (strength.id, strength.name)).collect();
    let contexts = policy_sets::contexts(&head)?.into_iter();
    names.contexts = contexts.map(|context| (context.id, context.name)).collect();
    for condition in policies.iter().flat_map(|policy| &policy.conditions) {
        match condition {
            Condition::Users(users) => people(tx, users, &mut names)?,
            Condition::Targets(Targets::Written(written)) => applications(tx, written, &mut names)?,
            _ => {}
        }
    }
    Ok(names)
}

fn people(tx: &mut Tx<'_>, users: &Users, names: &mut Names) -> Result<(), Fault> {
    for id in users.include_users.iter().chain(&users.exclude_users) {
        if names.people.contains_key(id) {
            continue;
        }
        let found = tx.users().by_id(*id)?;
        let there = found.filter(|user| !matches!(user.state, UserState::Deleted { .. }));
        names.people.extend(there.map(|user| (*id, user.display)));
    }
    for id in users.include_groups.iter().chain(&users.exclude_groups) {
        if names.groups.contains_key(id) {
            continue;
        }
        let found = tx.groups().by_id(*id)?;
        let there = found.filter(|group| !matches!(group.state, GroupState::Deleted { .. }));
        names.groups.extend(there.map(|group| (*id, group.display)));
    }
    Ok(())
}

fn applications(tx: &mut Tx<'_>, written: &Applications, names: &mut Names) -> Result<(), Fault> {
    for resource in written.include.iter().chain(&written.exclude) {
        let Resource::Id(id) = resource else { continue };
        if !names.apps.contains_key(id) {
            names.apps.extend(tx.apps().by_id(*id)?.map(|app| (*id, app.name)));
        }
    }
    Ok(())
}

/// The directory as far as policies name it. How many people a group holds is not counted for it.
fn directory(names: &Names) -> Directory {
    let ours = FirstParty::ALL.map(FirstParty::app_id).into_iter().chain([model::MANAGEMENT_RESOURCE_ID]);
    let mut locations: std::collections::HashSet<_> = names.locations.keys().copied().collect();
    locations.insert(Location::MFA_TRUSTED_IPS);
    Directory {
        users: names.people.keys().copied().collect(),
        emergency: names.emergency.clone(),
        groups: names.groups.keys().map(|group| (*group, 0)).collect(),
        applications: names.apps.keys().copied().chain(ours).collect(),
        locations,
        contexts: names.contexts.keys().cloned().collect(),
        strengths: names.strengths.keys().copied().collect(),
        agreements: names.terms.keys().copied().collect(),
        ..Directory::default()
    }
}
