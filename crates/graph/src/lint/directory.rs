//! What policies name, looked up where it should be.

use std::collections::{HashMap, HashSet};

use model::{AppId, Group, Id, Role, User};
use policy::conditions::{Applications, Condition, Locations, Resource, Targets, Users};
use policy::controls::Control;
use policy::{Agreement, AuthenticationStrength, Location, Policy};

use super::{Code, Finding, about, finding};

/// Who and what there is in an organisation, as far as policies name it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Directory {
    /// Everybody.
    pub users: HashSet<Id<User>>,
    /// Those whose accounts are emergency accounts.
    pub emergency: HashSet<Id<User>>,
    /// The groups, and how many people are in each, through nested groups too.
    pub groups: HashMap<Id<Group>, usize>,
    /// The applications.
    pub applications: HashSet<Id<AppId>>,
    /// True when some application is chosen for `Office365`.
    pub has_office: bool,
    /// The named locations.
    pub locations: HashSet<Id<Location>>,
    /// The authentication contexts, by id.
    pub contexts: HashSet<String>,
    /// The strengths that were made here; built-in ones are always there.
    pub strengths: HashSet<Id<AuthenticationStrength>>,
    /// The terms of use.
    pub agreements: HashSet<Id<Agreement>>,
}

impl Directory {
    pub(super) fn look(&self, policy: &Policy) -> Vec<Finding> {
        let mut findings = vec![];
        for condition in &policy.conditions {
            match condition {
                Condition::Users(users) => self.people(users, &mut findings),
                Condition::Targets(Targets::Written(written)) => self.applications(written, &mut findings),
                Condition::Locations(locations) => self.places(locations, &mut findings),
                _ => {}
            }
        }
        for control in &policy.controls {
            let missing = match control {
                Control::Strength(strength) => {
                    let id = strength.id;
                    let known =
                        AuthenticationStrength::built_in(id).is_some() || self.strengths.contains(&id);
                    (!known).then(|| about(Code::MissingControl, "grantControls.authenticationStrength", id))
                }
                Control::TermsOfUse(terms) => {
                    let known = self.agreements.contains(&terms.0);
                    (!known).then(|| about(Code::MissingControl, "grantControls.termsOfUse", terms.0))
                }
                _ => None,
            };
            findings.extend(missing);
        }
        findings
    }

    fn people(&self, users: &Users, findings: &mut Vec<Finding>) {
        let mut named = 0;
        let mut missing = vec![];
        let mut look = |member: &str, ids: Vec<(String, bool)>| {
            let found = ids.iter().filter(|(_, known)| *known).count();
            let path = format!("conditions.users.{member}");
            missing.extend(
                ids.into_iter()
                    .filter(|(_, known)| !known)
                    .map(|(id, _)| about(Code::MissingPeople, &path, id)),
            );
            named += if member.starts_with("include") { found } else { 0 };
        };
        let people = |ids: &[Id<User>]| -> Vec<(String, bool)> {
            ids.iter().map(|id| (id.to_string(), self.users.contains(id))).collect()
        };
        let groups = |ids: &[Id<Group>]| -> Vec<(String, bool)> {
            ids.iter().map(|id| (id.to_string(), self.groups.contains_key(id))).collect()
        };
        let roles = |ids: &[Id<Role>]| -> Vec<(String, bool)> {
            ids.iter().map(|id| (id.to_string(), Role::from_id(*id).is_some())).collect()
        };
        look("includeUsers", people(&users.include_users));
        look("includeGroups", groups(&users.include_groups));
        look("includeRoles", roles(&users.include_roles));
        look("excludeUsers", people(&users.exclude_users));
        look("excludeGroups", groups(&users.exclude_groups));
        look("excludeRoles", roles(&users.exclude_roles));
        findings.extend(missing);
        for (member, ids) in [("includeUsers", &users.include_users), ("excludeUsers", &users.exclude_users)]
        {
            let path = format!("conditions.users.{member}");
            let spared = ids.iter().filter(|id| self.emergency.contains(id));
            findings.extend(spared.map(|id| about(Code::NamesEmergencyAccount, &path, id)));
        }
        let guests = users.include_any_guest || users.include_guests.is_some();
        if named == 0 && !users.all && !guests && !users.includes_nobody() {
            findings.push(finding(Code::MatchesNobody, "conditions.users"));
        }
        let holds_all = |group: &&Id<Group>| {
            !self.users.is_empty()
                && self.groups.get(*group).is_some_and(|members| *members >= self.users.len())
        };
        if let Some(group) = users.exclude_groups.iter().find(holds_all) {
            findings.push(about(Code::EverybodyExcluded, "conditions.users.excludeGroups", group));
        }
    }

    fn applications(&self, written: &Applications, findings: &mut Vec<Finding>) {
        let is_there = |resource: &Resource| match resource {
            Resource::Id(id) => self.applications.contains(id),
            Resource::Office365 => self.has_office,
            Resource::AdminPortals => true,
            Resource::AgentResources => false,
        };
        let sides = [("includeApplications", &written.include), ("excludeApplications", &written.exclude)];
        for (member, resources) in sides {
            let path = format!("conditions.applications.{member}");
            let missing = resources.iter().filter(|resource| !is_there(resource));
            findings.extend(missing.map(|one| about(Code::MissingApplication, &path, one.word())));
        }
        let contexts = written.contexts.iter().filter(|context| !self.contexts.contains(*context));
        findings.extend(contexts.map(|context| {
            let path = "conditions.applications.includeAuthenticationContextClassReferences";
            about(Code::MissingContext, path, context)
        }));
        let elsewhere =
            !written.actions.is_empty() || !written.contexts.is_empty() || written.filter.is_some();
        if !written.include.is_empty() && !written.all && !elsewhere && !written.include.iter().any(is_there)
        {
            findings.push(finding(Code::MatchesNothing, "conditions.applications"));
        }
    }

    fn places(&self, locations: &Locations, findings: &mut Vec<Finding>) {
        for (member, ids) in
            [("includeLocations", &locations.include), ("excludeLocations", &locations.exclude)]
        {
            let path = format!("conditions.locations.{member}");
            let missing = ids.iter().filter(|id| !self.locations.contains(id));
            findings.extend(missing.map(|id| about(Code::MissingPlace, &path, id)));
        }
    }
}
