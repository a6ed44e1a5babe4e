//! Leaving security defaults for policies of one's own, without a moment in which nothing is asked.

use graph::Version;
use model::{Id, Tenant, Timestamp};
use policy::{Policy, PolicySet, SecurityDefaults};
use serde_json::{Value, json};

use super::saving::Prepared;
use super::writing::{count, new_document};
use super::{Change, MOST_POLICIES, PolicyProblem, Wish, part_of};
use crate::audit::{Changes, Verb};
use crate::authority::{ManageSecurityDefaults, Permit, ReadSecurity};
use crate::house::House;
use crate::policy_sets::Edit;
use crate::{Fault, policy_sets};

/// The template that each replacement is made of, in Graph's ids.
const TEMPLATES: [&str; 4] = [
    "0b2282f9-2862-4178-88b5-d79340b36cb8",
    "d8c51a9a-e6b1-454d-86af-554e7872e2c1",
    "c7503427-338e-4c5e-902d-abe252abfb43",
    "a3d0a415-b068-4326-9251-f9cdf9feeb64",
];

/// What took the place of security defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// The policies.
    pub policies: Vec<Id<Policy>>,
    /// Until when they are on trial, if they are; when it ends unconfirmed, security defaults are back.
    pub trial: Option<Timestamp>,
}

/// What would take the place of security defaults: how the policies are called, and the change to judge by before.
#[derive(Debug, Clone)]
pub struct Replacement {
    /// The names, in the language of the organisation.
    pub names: Vec<String>,
    /// The same as changes of a draft: for What If and replay.
    pub changes: Vec<Change>,
}

impl House {
    /// What would take the place of security defaults.
    pub fn replacement(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Replacement, Fault> {
        let policies = replacements(self.organisation(tenant).ok_or(Fault::NotFound)?.locale);
        let name = |policy: &Value| policy["displayName"].as_str().unwrap_or_default().to_owned();
        Ok(Replacement {
            names: policies.iter().map(name).collect(),
            changes: vec![Change::Defaults(false), Change::Written(json!(policies).to_string())],
        })
    }

    /// Switches security defaults off and the four policies on that take their place, in one revision: legacy
    /// authentication is blocked; the API and the command line, administrators, and everybody else give a second
    /// factor, for every application. The reason is kept as when they are switched off.
    pub async fn replace_security_defaults(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageSecurityDefaults>,
        reason: &str,
        wish: Wish,
    ) -> Result<Result<Replaced, PolicyProblem>, Fault> {
        let moment = self.moment();
        let ids: [Id<Policy>; 4] = std::array::from_fn(|_| Id::random(self.outside.random()));
        let reason = model::plain_text(reason, 300).ok_or(Fault::Invalid("reason"))?;
        let locale = self.organisation(tenant).ok_or(Fault::NotFound)?.locale;
        let replacements = replacements(locale);
        let kept = self
            .revise(tenant, (permit, wish), moment, move |before| {
                let defaults = policy_sets::defaults_of(before)?;
                if !defaults.enabled {
                    return Err(Fault::Conflict("security defaults"));
                }
                if count(before) + ids.len() > MOST_POLICIES {
                    return Ok(Err(PolicyProblem::TooMany));
                }
                let off = SecurityDefaults { enabled: false, since: moment.entry.at, ..defaults };
                let mut edits = vec![Edit::put(PolicySet::DEFAULTS_PART, json!(off).to_string())];
                for (id, replacement) in ids.iter().zip(&replacements) {
                    let document = match new_document(&replacement.to_string(), *id, moment) {
                        Ok(document) => document,
                        Err(problem) => return Ok(Err(problem)),
                    };
                    edits.push(Edit::put(part_of(*id), document.write(Version::Beta).to_string()));
                }
                Ok(Ok(Prepared {
                    edits,
                    verb: Verb::ReplaceDefaults,
                    target: ("policySet", moment.revision.cast()),
                    changes: Changes::default()
                        .set("enabled", true, false)
                        .made("reason", &reason)
                        .made("policies", ids),
                }))
            })
            .await?;
        Ok(kept.map(|trial| Replaced { policies: ids.to_vec(), trial }))
    }
}

/// The four policies, in the language of the organisation.
fn replacements(locale: model::Locale) -> [Value; 4] {
    let t = text::of(locale);
    let names = [
        t.policy_block_legacy(),
        t.policy_mfa_management(),
        t.policy_mfa_administrators(),
        t.policy_mfa_everybody(),
    ];
    let roles: Vec<String> = model::ALWAYS_MFA.iter().map(|role| role.id().to_string()).collect();
    let synchronising = model::Role::DirectorySynchronizationAccounts.id().to_string();
    let everyone = json!({ "includeUsers": ["All"] });
    let conditions = [
        json!({ "clientAppTypes": ["exchangeActiveSync", "other"], "users": everyone,
            "applications": { "includeApplications": ["All"] } }),
        json!({ "clientAppTypes": ["all"], "users": everyone,
            "applications": { "includeApplications": ["797f4846-ba00-4fd7-ba43-dac1f8f63013"] } }),
        json!({ "clientAppTypes": ["all"], "users": { "includeRoles": roles },
            "applications": { "includeApplications": ["All"] } }),
        json!({ "clientAppTypes": ["all"],
            "users": { "includeUsers": ["All"], "excludeRoles": [synchronising] },
            "applications": { "includeApplications": ["All"] } }),
    ];
    let mut controls = ["block", "mfa", "mfa", "mfa"].into_iter();
    let mut parts = names.into_iter().zip(conditions).zip(TEMPLATES);
    std::array::from_fn(|_| {
        let control = controls.next();
        let ((name, conditions), template) = parts.next().unwrap_or_default();
        json!({
            "templateId": template,
            "displayName": name,
            "state": "enabled",
            "conditions": conditions,
            "grantControls": { "operator": "OR", "builtInControls": [control] },
            "sessionControls": null,
        })
    })
}
