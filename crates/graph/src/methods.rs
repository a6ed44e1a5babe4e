//! The authentication methods policy in Graph's JSON.

use std::fmt;

use model::{Group, Id};
use policy::{Enforcement, MethodConfiguration, MethodKind, MethodState, PasskeyRules};
use serde_json::{Map, Value, json};

use crate::Version;

/// Kinds of second factor that Graph has and that are not offered here, with their type and the version they are in.
pub const NOT_OFFERED: [(&str, &str, Version); 7] = [
    ("MicrosoftAuthenticator", "microsoftAuthenticatorAuthenticationMethodConfiguration", Version::V1),
    ("Sms", "smsAuthenticationMethodConfiguration", Version::V1),
    ("TemporaryAccessPass", "temporaryAccessPassAuthenticationMethodConfiguration", Version::V1),
    ("HardwareOath", "hardwareOathAuthenticationMethodConfiguration", Version::Beta),
    ("Voice", "voiceAuthenticationMethodConfiguration", Version::V1),
    ("Email", "emailAuthenticationMethodConfiguration", Version::V1),
    ("X509Certificate", "x509CertificateAuthenticationMethodConfiguration", Version::V1),
];

/// Everybody, as a target.
const ALL_USERS: &str = "all_users";
/// What asks people to register more.
const CAMPAIGN: &str = "authenticationMethodsRegistrationCampaign";
/// Stands among what is excluded where nothing is.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// Why a change of a configuration cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfigurationError {
    /// A member that cannot be written, or is of another kind.
    Member(String),
    /// A target that is no group.
    Target(String),
    /// Nobody is included.
    NoTarget,
    /// A make that is none.
    Make(String),
}

impl fmt::Display for ConfigurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(name) => write!(f, "Invalid value specified for property '{name}'."),
            Self::Target(id) => write!(f, "'{id}' is not the id of a group, nor 'all_users'."),
            Self::NoTarget => f.write_str("'includeTargets' is empty: set 'state' to disabled for nobody."),
            Self::Make(make) => write!(f, "'{make}' is not an AAGUID."),
        }
    }
}

impl std::error::Error for ConfigurationError {}

/// What a change comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Who may use the kind.
    pub configuration: MethodConfiguration,
    /// What is asked of keys.
    pub rules: PasskeyRules,
}

/// The policy with its configurations.
pub fn policy(configurations: &[Value], version: Version) -> Value {
    let everybody = json!({ "targetType": "group", "id": ALL_USERS });
    let mut policy = json!({
        "id": "authenticationMethodsPolicy",
        "displayName": "Authentication Methods Policy",
        "description": "Who may register and use which second factor.",
        "lastModifiedDateTime": null,
        "policyVersion": "1.5",
        // There was never another policy about methods here.
        "policyMigrationState": "migrationComplete",
        "reconfirmationInDays": null,
        // Nobody is asked to register more than what is demanded.
        "registrationEnforcement": { CAMPAIGN: {
            "snoozeDurationInDays": 0, "state": "disabled", "excludeTargets": [], "includeTargets": [],
        }},
        "authenticationMethodConfigurations": configurations,
    });
    if version == Version::Beta {
        policy["registrationEnforcement"][CAMPAIGN]["enforceRegistrationAfterAllowedSnoozes"] = Value::Null;
        // The strongest method is asked first, of everybody.
        policy["systemCredentialPreferences"] =
            json!({ "state": "enabled", "excludeTargets": [], "includeTargets": [everybody] });
        policy["reportSuspiciousActivitySettings"] =
            json!({ "state": "disabled", "includeTarget": everybody, "voiceReportingCode": 0 });
    }
    policy
}

/// A configuration as Graph writes it.
pub fn configuration(one: &MethodConfiguration, rules: &PasskeyRules) -> Value {
    let target = |id: String| json!({ "targetType": "group", "id": id });
    let included = |id: String| {
        let mut target = target(id);
        target["isRegistrationRequired"] = false.into();
        if one.id == MethodKind::Fido2 {
            target["allowedPasskeyProfiles"] = json!([]);
        }
        target
    };
    let include: Vec<Value> = match one.include_groups.as_slice() {
        [] => vec![included(ALL_USERS.to_owned())],
        groups => groups.iter().map(|group| included(group.to_string())).collect(),
    };
    let exclude: Vec<Value> = one.exclude_groups.iter().map(|group| target(group.to_string())).collect();
    let kind = match one.id {
        MethodKind::Fido2 => "fido2AuthenticationMethodConfiguration",
        MethodKind::SoftwareOath => "softwareOathAuthenticationMethodConfiguration",
    };
    let mut written = json!({
        "@odata.type": format!("#microsoft.graph.{kind}"),
        "id": one.id.word(),
        "state": one.state.word(),
        "excludeTargets": exclude,
    });
    if one.id == MethodKind::Fido2 {
        let restrictions = &rules.key_restrictions;
        written["isSelfServiceRegistrationAllowed"] = rules.is_self_service_registration_allowed.into();
        written["isAttestationEnforced"] = rules.is_attestation_enforced.into();
        written["keyRestrictions"] = json!(restrictions);
        // The rules above are for everybody; there are no profiles beside them.
        written["defaultPasskeyProfile"] = Value::Null;
    }
    written["includeTargets"] = json!(include);
    written
}

/// A kind that is not offered.
pub fn disabled(id: &str, kind: &str) -> Value {
    let mut written = json!({
        "@odata.type": format!("#microsoft.graph.{kind}"),
        "id": id,
        "state": "disabled",
        "excludeTargets": [],
        "includeTargets": [],
    });
    if let (Value::Object(members), Value::Object(own)) = (&mut written, unset(id)) {
        members.extend(own);
    }
    written
}

/// The members that a kind has of its own, where nobody has set them.
fn unset(id: &str) -> Value {
    match id {
        "MicrosoftAuthenticator" => json!({ "featureSettings": null, "isSoftwareOathEnabled": false }),
        "TemporaryAccessPass" => json!({
            "defaultLength": null,
            "defaultLifetimeInMinutes": null,
            "isUsableOnce": null,
            "maximumLifetimeInMinutes": null,
            "minimumLifetimeInMinutes": null,
        }),
        "Voice" => json!({ "isOfficePhoneAllowed": false }),
        "Email" => json!({ "allowExternalIdToUseEmailOtp": "disabled" }),
        "X509Certificate" => json!({
            "authenticationModeConfiguration": null,
            "certificateAuthorityScopes": [],
            "certificateUserBindings": [],
            "crlValidationConfiguration": {
                "state": "disabled", "exemptedCertificateAuthoritiesSubjectKeyIdentifiers": [],
            },
            "issuerHintsConfiguration": null,
        }),
        _ => Value::Null,
    }
}

/// What a change makes of a configuration and of the rules for keys: what it does not name stays.
pub fn changed(
    one: &MethodConfiguration,
    rules: &PasskeyRules,
    members: &Map<String, Value>,
) -> Result<Wanted, ConfigurationError> {
    let mut wanted = Wanted { configuration: one.clone(), rules: rules.clone() };
    let is_key = one.id == MethodKind::Fido2;
    for (name, value) in members {
        let wrong = || ConfigurationError::Member(name.chars().take(64).collect());
        match name.as_str() {
            name if name.contains('@') => {}
            "id" if value.as_str() == Some(one.id.word()) => {}
            "state" => {
                let state = value.as_str().and_then(MethodState::from_word);
                wanted.configuration.state = state.ok_or_else(wrong)?;
            }
            "includeTargets" => wanted.configuration.include_groups = included(value).ok_or_else(wrong)??,
            "excludeTargets" => wanted.configuration.exclude_groups = excluded(value).ok_or_else(wrong)??,
            "isSelfServiceRegistrationAllowed" if is_key => {
                wanted.rules.is_self_service_registration_allowed = value.as_bool().ok_or_else(wrong)?;
            }
            "isAttestationEnforced" if is_key => {
                wanted.rules.is_attestation_enforced = value.as_bool().ok_or_else(wrong)?;
            }
            "defaultPasskeyProfile" if is_key && value.is_null() => {}
            "keyRestrictions" if is_key => restrict(&mut wanted.rules, value).ok_or_else(wrong)??,
            _ => return Err(wrong()),
        }
    }
    Ok(wanted)
}

/// A value that is of the right kind, and what is wrong with what stands in it.
type Read<T> = Option<Result<T, ConfigurationError>>;

/// Everybody is no group at all.
fn included(value: &Value) -> Read<Vec<Id<Group>>> {
    let targets = targets(value)?;
    Some(if targets.is_empty() {
        Err(ConfigurationError::NoTarget)
    } else if targets.contains(&ALL_USERS) {
        Ok(vec![])
    } else {
        groups(targets)
    })
}

fn excluded(value: &Value) -> Read<Vec<Id<Group>>> {
    Some(groups(targets(value)?.into_iter().filter(|id| *id != NOBODY).collect()))
}

/// The ids of targets; none where one is no group, or must register.
fn targets(value: &Value) -> Option<Vec<&str>> {
    let is_taken = |target: &Value| {
        let is_group = target.get("targetType").is_none_or(|kind| kind == "group");
        let is_free = target.get("isRegistrationRequired").is_none_or(|required| required == false);
        is_group && is_free
    };
    let list = value.as_array()?;
    list.iter().map(|target| target["id"].as_str().filter(|_| is_taken(target))).collect()
}

fn groups(ids: Vec<&str>) -> Result<Vec<Id<Group>>, ConfigurationError> {
    let mut groups: Vec<Id<Group>> = vec![];
    for id in ids {
        let group = id.parse().map_err(|_| ConfigurationError::Target(id.chars().take(64).collect()))?;
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    Ok(groups)
}

fn restrict(rules: &mut PasskeyRules, value: &Value) -> Read<()> {
    let restrictions = &mut rules.key_restrictions;
    for (name, value) in value.as_object()? {
        match name.as_str() {
            "isEnforced" => restrictions.is_enforced = value.as_bool()?,
            "enforcementType" => {
                restrictions.enforcement_type = match value.as_str()? {
                    "allow" => Enforcement::Allow,
                    "block" => Enforcement::Block,
                    _ => return None,
                };
            }
            "aaGuids" => {
                restrictions.aa_guids.clear();
                for make in value.as_array()? {
                    let make = make.as_str()?;
                    match make.parse() {
                        Ok(make) => restrictions.aa_guids.push(make),
                        Err(_) => {
                            return Some(Err(ConfigurationError::Make(make.chars().take(64).collect())));
                        }
                    }
                }
            }
            name if name.contains('@') => {}
            _ => return None,
        }
    }
    Some(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAFF: &str = "11111111-1111-4111-8111-111111111111";

    fn change(kind: MethodKind, members: Value) -> Result<Wanted, ConfigurationError> {
        let Value::Object(members) = members else { panic!("an object") };
        changed(&MethodConfiguration::usual(kind), &PasskeyRules::usual(), &members)
    }

    #[test]
    fn what_is_written_changes_nothing_when_it_is_sent_back() {
        for kind in MethodKind::ALL.iter().copied() {
            let (one, rules) = (MethodConfiguration::usual(kind), PasskeyRules::usual());
            let wanted = change(kind, configuration(&one, &rules)).unwrap();
            assert_eq!(wanted, Wanted { configuration: one, rules });
        }
    }

    #[test]
    fn groups_are_included_and_excluded_and_everybody_is_none() {
        let members = json!({ "state": "disabled", "includeTargets": [{ "targetType": "group", "id": STAFF }],
            "excludeTargets": [{ "targetType": "group", "id": NOBODY }] });
        let wanted = change(MethodKind::SoftwareOath, members).unwrap().configuration;
        assert_eq!(
            (wanted.state, wanted.include_groups),
            (MethodState::Disabled, vec![STAFF.parse().unwrap()])
        );
        assert!(wanted.exclude_groups.is_empty());
    }

    #[test]
    fn what_cannot_be_is_refused_with_its_reason() {
        let refused = |kind, members| change(kind, members).unwrap_err();
        let member = |name: &str| ConfigurationError::Member(name.to_owned());
        assert_eq!(refused(MethodKind::Fido2, json!({ "state": "perhaps" })), member("state"));
        assert_eq!(refused(MethodKind::Fido2, json!({ "includeTargets": [] })), ConfigurationError::NoTarget);
        let person = json!({ "includeTargets": [{ "targetType": "user", "id": STAFF }] });
        assert_eq!(refused(MethodKind::Fido2, person), member("includeTargets"));
        let forced = json!({ "includeTargets": [{ "id": STAFF, "isRegistrationRequired": true }] });
        assert_eq!(refused(MethodKind::Fido2, forced), member("includeTargets"));
        let elsewhere = json!({ "isAttestationEnforced": true });
        assert_eq!(refused(MethodKind::SoftwareOath, elsewhere), member("isAttestationEnforced"));
        let make = json!({ "keyRestrictions": { "aaGuids": ["blue"] } });
        assert_eq!(refused(MethodKind::Fido2, make), ConfigurationError::Make("blue".to_owned()));
    }
}
