//! Ids that policies name and that are nothing here, as after an import: which there are, and putting one of ours in the
//! place of one.

use graph::{Code, Version};
use model::{GroupState, Id, Tenant, UserState};
use policy::{AuthenticationStrength, PolicySet};
use serde_json::{Value, json};
use sql::Tx;
use store::{Revision, Tables};

use super::saving::Prepared;
use super::writing::{check, is_there, read};
use super::{LookedOver, PolicyProblem, Wish, part_of, written_time};
use crate::audit::{Changes, Verb};
use crate::authority::{ManagePolicies, Permit};
use crate::house::House;
use crate::policy_sets::Edit;
use crate::{Fault, policy_sets};

model::words! {
    /// What an id in a policy stands for.
    Mappable {
        /// A person.
        Person = "person",
        /// A group.
        Group = "group",
        /// An application.
        Application = "application",
        /// A named location.
        Location = "location",
        /// Terms of use.
        Terms = "terms",
        /// An authentication strength.
        Strength = "strength",
    }
}

/// An id that policies name and that is nothing here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownId {
    /// What it would be.
    pub kind: Mappable,
    /// The id.
    pub id: Id<()>,
    /// How the policies are called that name it.
    pub used_by: Vec<String>,
}

impl LookedOver {
    /// The ids that policies name and that are nothing here, each once.
    pub fn unknown_ids(&self) -> Vec<UnknownId> {
        let mut unknown: Vec<UnknownId> = vec![];
        for (document, findings) in self.policies.written.iter().zip(&self.findings) {
            for finding in findings {
                let Some(kind) = kind_of(finding.code, &finding.path) else { continue };
                let Ok(id) = finding.about.parse() else { continue };
                let name = document.policy.name.clone();
                match unknown.iter_mut().find(|one| one.kind == kind && one.id == id) {
                    Some(one) if one.used_by.contains(&name) => {}
                    Some(one) => one.used_by.push(name),
                    None => unknown.push(UnknownId { kind, id, used_by: vec![name] }),
                }
            }
        }
        unknown
    }
}

/// Roles have the same ids everywhere, and contexts are called alike.
fn kind_of(code: Code, path: &str) -> Option<Mappable> {
    match code {
        Code::MissingPeople if path.ends_with("Users") => Some(Mappable::Person),
        Code::MissingPeople if path.ends_with("Groups") => Some(Mappable::Group),
        Code::MissingApplication => Some(Mappable::Application),
        Code::MissingPlace => Some(Mappable::Location),
        Code::MissingControl if path.ends_with("termsOfUse") => Some(Mappable::Terms),
        Code::MissingControl => Some(Mappable::Strength),
        _ => None,
    }
}

impl House {
    /// Puts an id of ours in the place of one that is nothing here, in every policy that names it: how many those are.
    pub async fn map_policy_id(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        kind: Mappable,
        (from, to): (Id<()>, Id<()>),
    ) -> Result<Result<(), PolicyProblem>, Fault> {
        let moment = self.moment();
        let kept = self
            .revise_reading(tenant, (permit, Wish::default()), moment, move |tx, before| {
                // Whoever is here already is put in another's place by a change of the policy, which says why.
                if !is_here(tx, before, kind, to)? || is_here(tx, before, kind, from)? {
                    return Err(Fault::NotFound);
                }
                let mut edits = vec![];
                let mut names = vec![];
                let strengths = policy_sets::own_strengths(before)?;
                for document in policy_sets::documents(before, PolicySet::POLICY_PART)? {
                    let id = document.policy.id;
                    let mut value = document.write(Version::Beta);
                    if !replaced(&mut value, kind, (from, to)) {
                        continue;
                    }
                    value["modifiedDateTime"] = written_time(moment.entry.at).into();
                    let mapped = match read(value, id) {
                        Ok(mapped) => mapped.with_strengths(&strengths),
                        Err(problem) => return Ok(Err(problem)),
                    };
                    if let Err(problem) = check(&mapped, before) {
                        return Ok(Err(problem));
                    }
                    names.push(document.policy.name);
                    edits.push(Edit::put(part_of(id), mapped.write(Version::Beta).to_string()));
                }
                if edits.is_empty() {
                    return Err(Fault::NotFound);
                }
                Ok(Ok(Prepared {
                    edits,
                    verb: Verb::MapPolicyId,
                    target: ("policySet", moment.revision.cast()),
                    changes: Changes::default().set(kind.word(), from, to).made("policies", names.join(", ")),
                }))
            })
            .await?;
        Ok(kept.map(|_| ()))
    }
}

fn is_here(tx: &mut Tx<'_>, head: &Revision, kind: Mappable, id: Id<()>) -> Result<bool, Fault> {
    Ok(match kind {
        Mappable::Person => {
            let user = tx.users().by_id(id.cast())?;
            user.is_some_and(|user| !matches!(user.state, UserState::Deleted { .. }))
        }
        Mappable::Group => {
            let group = tx.groups().by_id(id.cast())?;
            group.is_some_and(|group| !matches!(group.state, GroupState::Deleted { .. }))
        }
        Mappable::Application => tx.apps().by_id(id.cast())?.is_some(),
        Mappable::Location => is_there(head, id.cast()),
        Mappable::Terms => tx.agreements().by_id(id.cast())?.is_some(),
        Mappable::Strength => {
            let own = policy_sets::own_strengths(head)?;
            let id: Id<AuthenticationStrength> = id.cast();
            AuthenticationStrength::built_in(id).is_some() || own.iter().any(|strength| strength.id == id)
        }
    })
}

/// The lists in which such an id stands.
const fn lists(kind: Mappable) -> &'static [&'static str] {
    match kind {
        Mappable::Person => &["/conditions/users/includeUsers", "/conditions/users/excludeUsers"],
        Mappable::Group => &["/conditions/users/includeGroups", "/conditions/users/excludeGroups"],
        Mappable::Application => {
            &["/conditions/applications/includeApplications", "/conditions/applications/excludeApplications"]
        }
        Mappable::Location => {
            &["/conditions/locations/includeLocations", "/conditions/locations/excludeLocations"]
        }
        Mappable::Terms => &["/grantControls/termsOfUse"],
        Mappable::Strength => &[],
    }
}

/// Replaces an id wherever it stands; true when it stood somewhere.
fn replaced(policy: &mut Value, kind: Mappable, (from, to): (Id<()>, Id<()>)) -> bool {
    let is_from = |value: &Value| value.as_str().and_then(|text| text.parse().ok()) == Some(from);
    if kind == Mappable::Strength {
        // What was copied of the strength goes with its id.
        let named = policy.pointer_mut("/grantControls/authenticationStrength");
        let Some(named) = named.filter(|strength| is_from(&strength["id"])) else { return false };
        *named = json!({ "id": to.to_string() });
        return true;
    }
    let mut is_changed = false;
    for list in lists(kind) {
        let Some(Value::Array(ids)) = policy.pointer_mut(list) else { continue };
        if !ids.iter().any(is_from) {
            continue;
        }
        is_changed = true;
        let target = Value::from(to.to_string());
        let mut kept: Vec<Value> = vec![];
        for id in ids.drain(..) {
            let id = if is_from(&id) { target.clone() } else { id };
            if !kept.contains(&id) {
                kept.push(id);
            }
        }
        *ids = kept;
    }
    is_changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_replaced_where_it_stands_for_what_it_is_and_nowhere_else() {
        let (from, to) = (Id::fixed(1), Id::fixed(2));
        let mut policy = json!({ "displayName": from.to_string(), "conditions": { "users": {
            "includeUsers": [from.to_string(), "All"],
            "excludeGroups": [to.to_string(), from.to_string().to_uppercase()],
        } } });
        assert!(!replaced(&mut policy, Mappable::Application, (from, to)));
        assert!(replaced(&mut policy, Mappable::Group, (from, to)));
        assert_eq!(policy["conditions"]["users"]["excludeGroups"], json!([to.to_string()]), "each once");
        assert_eq!(policy["conditions"]["users"]["includeUsers"], json!([from.to_string(), "All"]));
        assert_eq!(policy["displayName"], from.to_string());
    }

    #[test]
    fn a_strength_is_replaced_with_all_that_was_copied_of_it() {
        let (from, to) = (Id::fixed(1), Id::fixed(2));
        let mut policy = json!({ "grantControls": { "operator": "OR", "authenticationStrength": {
            "id": from.to_string(), "displayName": "Keys", "allowedCombinations": ["fido2"],
        } } });
        assert!(!replaced(&mut policy, Mappable::Strength, (to, from)));
        assert!(replaced(&mut policy, Mappable::Strength, (from, to)));
        assert_eq!(policy["grantControls"]["authenticationStrength"], json!({ "id": to.to_string() }));
        let mut none = json!({ "grantControls": null });
        assert!(!replaced(&mut none, Mappable::Strength, (from, to)));
    }
}
