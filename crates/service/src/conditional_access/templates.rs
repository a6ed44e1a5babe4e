//! The templates that policies are made of: which people, applications and controls each is about. Their
//! names are texts of the pages. What Graph puts there to exclude whoever uses one is left out: the guard makes it
//! unnecessary.

use graph::Document;
use model::Role;
use policy::AuthenticationStrength;
use serde_json::{Value, json};

macro_rules! templates {
    ($($(#[$meta:meta])* $name:ident = $id:literal,)+) => {
        /// A template.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Template { $($(#[$meta])* $name),+ }

        impl Template {
            /// Every template.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its id, which policies made of it keep.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id),+ }
            }

            /// Reads [`Template::id`].
            pub fn from_id(id: &str) -> Option<Self> {
                match id { $($id => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

templates! {
    /// A second factor of administrators.
    MfaForAdministrators = "c7503427-338e-4c5e-902d-abe252abfb43",
    /// A second factor to register security info anywhere but in a trusted location.
    SecurityInfo = "b8bda7f8-6584-4446-bce9-d871480e53fa",
    /// No old programs.
    BlockLegacy = "0b2282f9-2862-4178-88b5-d79340b36cb8",
    /// A second factor of everybody.
    MfaForEverybody = "a3d0a415-b068-4326-9251-f9cdf9feeb64",
    /// A second factor of guests.
    MfaForGuests = "a4072ac0-722b-4991-981b-7f9755daef14",
    /// A second factor for the API and the command line.
    MfaForManagement = "d8c51a9a-e6b1-454d-86af-554e7872e2c1",
    /// A second factor at a sign-in that may not be the person's.
    MfaAtRisk = "6b619f55-792e-45dc-9711-d83ec9d7ae90",
    /// A new password of people at high risk.
    PasswordAtRisk = "634b6de7-c38d-4357-a2c7-3842706eedd7",
    /// A managed device of administrators.
    DeviceForAdministrators = "c26a510a-3b8b-4023-8c44-d4f4c854e9f9",
    /// No system that is not known.
    BlockUnknownPlatform = "4e39a309-931e-4cb1-a371-e2beea168002",
    /// No lasting session on a device that is not managed.
    NoPersistence = "62e51ccc-c9c3-4554-ac70-066172c81007",
    /// A managed device or a second factor of everybody.
    DeviceOrMfa = "927c884e-7888-4e81-abc4-bd56ded28985",
    /// Restrictions by the applications of Office 365.
    OfficeRestrictions = "81fd2072-4876-42b6-8157-c6000693046b",
    /// A factor that phishing cannot take, of administrators.
    PhishingResistant = "76c03f19-ea37-4656-a772-a183b4ddb81d",
    /// A second factor of administrators for the admin centre.
    MfaForAdminPortals = "6364131e-bc4a-47c4-a20b-33492d1fff6c",
    /// No Office 365 for people whose behaviour inside is a risk.
    BlockInsiderRisk = "16aaa400-bfdf-4756-a420-ad2245d4cde8",
    /// A compliant device of everybody.
    CompliantDevice = "a297dd1a-21fe-4016-99a0-ba43ba64378c",
    /// A verified ID to get a lost account back.
    Recovery = "6acdf4c3-6815-485c-a57d-2c349d517ba0",
    /// No agents at high risk.
    BlockRiskyAgents = "6bdcbbb7-ebd1-4f8f-a02f-652db0e3665d",
    /// No agents.
    BlockAgents = "c5bf9137-a43c-48e1-9d13-8258b31b855d",
    /// No agents that have an account.
    BlockAgentUsers = "376d9923-7f15-40c2-830b-3312120f1eed",
}

/// The roles that templates mean by administrators.
const ADMINISTRATORS: [Role; 14] = [
    Role::GlobalAdministrator,
    Role::SecurityAdministrator,
    Role::SharePointAdministrator,
    Role::ExchangeAdministrator,
    Role::ConditionalAccessAdministrator,
    Role::HelpdeskAdministrator,
    Role::BillingAdministrator,
    Role::UserAdministrator,
    Role::AuthenticationAdministrator,
    Role::ApplicationAdministrator,
    Role::CloudApplicationAdministrator,
    Role::PasswordAdministrator,
    Role::PrivilegedAuthenticationAdministrator,
    Role::PrivilegedRoleAdministrator,
];

impl Template {
    /// The policy that it makes, under a name and report-only; none would be a mistake of ours.
    pub fn document(self, name: &str) -> Option<Document> {
        let (grant, session) = self.demands();
        let policy = json!({
            "templateId": self.id(),
            "displayName": name,
            "state": "enabledForReportingButNotEnforced",
            "conditions": self.conditions(),
            "grantControls": grant,
            "sessionControls": session,
        });
        graph::read(&policy.to_string()).ok()?.pop()
    }

    /// Graph's words for what it is used for.
    pub const fn scenarios(self) -> &'static str {
        match self {
            Self::MfaForAdministrators | Self::MfaForManagement => "secureFoundation,zeroTrust,protectAdmins",
            Self::SecurityInfo | Self::MfaForEverybody => "secureFoundation,zeroTrust,remoteWork",
            Self::BlockLegacy => "secureFoundation,zeroTrust,remoteWork,protectAdmins",
            Self::MfaForGuests
            | Self::MfaAtRisk
            | Self::PasswordAtRisk
            | Self::BlockUnknownPlatform
            | Self::NoPersistence => "zeroTrust,remoteWork",
            Self::DeviceForAdministrators => "remoteWork,protectAdmins",
            Self::DeviceOrMfa | Self::CompliantDevice => "secureFoundation,zeroTrust",
            Self::OfficeRestrictions => "remoteWork",
            Self::PhishingResistant => "protectAdmins,emergingThreats",
            Self::MfaForAdminPortals => "zeroTrust,protectAdmins",
            Self::BlockInsiderRisk => "zeroTrust",
            Self::Recovery => "secureFoundation,zeroTrust,remoteWork,emergingThreats",
            Self::BlockRiskyAgents | Self::BlockAgents | Self::BlockAgentUsers => "aiAgents",
        }
    }

    fn conditions(self) -> Value {
        let mut conditions = json!({
            "clientAppTypes": match self {
                Self::BlockLegacy => json!(["exchangeActiveSync", "other"]),
                _ => json!(["all"]),
            },
            "users": self.users(),
            "applications": self.applications(),
        });
        match self {
            Self::SecurityInfo => {
                conditions["locations"] =
                    json!({ "includeLocations": ["All"], "excludeLocations": ["AllTrusted"] });
            }
            Self::MfaAtRisk => conditions["signInRiskLevels"] = json!(["high", "medium"]),
            Self::PasswordAtRisk => conditions["userRiskLevels"] = json!(["high"]),
            Self::BlockInsiderRisk => conditions["insiderRiskLevels"] = "elevated".into(),
            Self::BlockUnknownPlatform => {
                let known = model::Platform::ALL.iter().map(|platform| platform.word());
                conditions["platforms"] =
                    json!({ "includePlatforms": ["all"], "excludePlatforms": known.collect::<Vec<_>>() });
            }
            Self::NoPersistence => {
                let rule = "device.trustType -ne \"ServerAD\" -or device.isCompliant -ne True";
                conditions["devices"] = json!({ "deviceFilter": { "mode": "include", "rule": rule } });
            }
            Self::BlockRiskyAgents | Self::BlockAgents => {
                conditions["clientApplications"] = json!({ "includeAgentIdServicePrincipals": ["All"] });
                if self == Self::BlockRiskyAgents {
                    conditions["agentIdRiskLevels"] = "high".into();
                }
            }
            _ => {}
        }
        conditions
    }

    fn users(self) -> Value {
        let all = || json!({ "includeUsers": ["All"] });
        let excluding = |member: &str, value: Value| {
            let mut users = all();
            users[member] = value;
            users
        };
        let guests = |kinds: &str| json!({ "guestOrExternalUserTypes": kinds });
        match self {
            Self::MfaForAdministrators
            | Self::DeviceForAdministrators
            | Self::PhishingResistant
            | Self::MfaForAdminPortals => json!({ "includeRoles": ids(&ADMINISTRATORS) }),
            Self::MfaForGuests => json!({ "includeUsers": ["GuestsOrExternalUsers"] }),
            Self::BlockRiskyAgents | Self::BlockAgents => json!({ "includeUsers": ["None"] }),
            Self::BlockAgentUsers => json!({ "includeUsers": ["AllAgentIdUsers"] }),
            Self::SecurityInfo => json!({
                "includeUsers": ["All"],
                "excludeUsers": ["GuestsOrExternalUsers"],
                "excludeRoles": ids(&[Role::GlobalAdministrator]),
            }),
            Self::MfaForEverybody | Self::DeviceOrMfa | Self::CompliantDevice => {
                excluding("excludeRoles", ids(&[Role::DirectorySynchronizationAccounts]))
            }
            Self::BlockInsiderRisk => excluding(
                "excludeGuestsOrExternalUsers",
                guests("b2bDirectConnectUser,otherExternalUser,serviceProvider"),
            ),
            Self::Recovery => {
                let mut kinds = guests(
                    "b2bCollaborationGuest,b2bCollaborationMember,b2bDirectConnectUser,otherExternalUser,\
                     serviceProvider",
                );
                kinds["externalTenants"] = json!({
                    "@odata.type": "#microsoft.graph.conditionalAccessAllExternalTenants",
                    "membershipKind": "all",
                });
                excluding("excludeGuestsOrExternalUsers", kinds)
            }
            _ => all(),
        }
    }

    fn applications(self) -> Value {
        let including = |word: &str| json!({ "includeApplications": [word] });
        match self {
            Self::SecurityInfo => json!({ "includeUserActions": ["urn:user:registersecurityinfo"] }),
            Self::Recovery => json!({ "includeUserActions": ["urn:user:accountrecovery"] }),
            Self::MfaForManagement => including(&model::MANAGEMENT_RESOURCE_ID.to_string()),
            Self::MfaForAdminPortals => including("MicrosoftAdminPortals"),
            Self::OfficeRestrictions | Self::BlockInsiderRisk => including("Office365"),
            _ => including("All"),
        }
    }

    /// What it demands: to grant access, and of the session.
    fn demands(self) -> (Value, Value) {
        let controls =
            |operator: &str, words: &[&str]| json!({ "operator": operator, "builtInControls": words });
        let strength = |id: model::Id<AuthenticationStrength>| json!({ "operator": "AND", "builtInControls": [], "authenticationStrength": { "id": id } });
        let every_time = json!({ "signInFrequency": {
            "isEnabled": true, "frequencyInterval": "everyTime",
            "authenticationType": "primaryAndSecondaryAuthentication",
        } });
        match self {
            Self::BlockLegacy
            | Self::BlockUnknownPlatform
            | Self::BlockInsiderRisk
            | Self::BlockRiskyAgents
            | Self::BlockAgents
            | Self::BlockAgentUsers => (controls("OR", &["block"]), Value::Null),
            Self::MfaAtRisk => (controls("OR", &["mfa"]), every_time),
            Self::PasswordAtRisk => (controls("AND", &["mfa", "passwordChange"]), every_time),
            Self::DeviceForAdministrators => {
                (controls("OR", &["compliantDevice", "domainJoinedDevice"]), Value::Null)
            }
            Self::DeviceOrMfa => {
                (controls("OR", &["mfa", "compliantDevice", "domainJoinedDevice"]), Value::Null)
            }
            Self::CompliantDevice => (controls("OR", &["compliantDevice"]), Value::Null),
            Self::Recovery => (controls("AND", &["verifiedID"]), Value::Null),
            Self::PhishingResistant => (strength(AuthenticationStrength::PHISHING_RESISTANT), Value::Null),
            Self::MfaForAdminPortals => (strength(AuthenticationStrength::MFA), Value::Null),
            Self::NoPersistence => (
                Value::Null,
                json!({
                    "persistentBrowser": { "isEnabled": true, "mode": "never" },
                    "signInFrequency": {
                        "isEnabled": true, "frequencyInterval": "timeBased", "type": "hours", "value": 1,
                        "authenticationType": "primaryAndSecondaryAuthentication",
                    },
                }),
            ),
            Self::OfficeRestrictions => {
                (Value::Null, json!({ "applicationEnforcedRestrictions": { "isEnabled": true } }))
            }
            Self::MfaForAdministrators
            | Self::SecurityInfo
            | Self::MfaForEverybody
            | Self::MfaForGuests
            | Self::MfaForManagement => (controls("OR", &["mfa"]), Value::Null),
        }
    }
}

fn ids(roles: &[Role]) -> Value {
    roles.iter().map(|role| Value::from(role.id().to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_makes_a_policy_that_is_understood_and_stops_nobody() {
        assert_eq!(Template::ALL.len(), 21);
        for template in Template::ALL {
            let document = template.document("A name").unwrap();
            assert_eq!(Template::from_id(template.id()), Some(*template));
            assert_eq!(document.policy.state, policy::State::ReportOnly);
            assert!(document.foreign().deciding().is_empty(), "{template:?}: {:?}", document.foreign());
            let findings = graph::lint(&[&document], graph::Known::default()).remove(0);
            let errors: Vec<_> = findings
                .iter()
                .filter(|finding| finding.severity(policy::State::ReportOnly) == graph::Severity::Error)
                .collect();
            assert!(errors.is_empty(), "{template:?}: {errors:?}");
        }
    }

    #[test]
    fn templates_are_about_whom_and_what_they_say() {
        let written = |template: Template| template.document("A name").unwrap().write(graph::Version::Beta);
        let admins = written(Template::MfaForAdministrators);
        assert_eq!(admins["conditions"]["users"]["includeRoles"].as_array().unwrap().len(), 14);
        assert_eq!(admins["templateId"], "c7503427-338e-4c5e-902d-abe252abfb43");
        let legacy = written(Template::BlockLegacy);
        assert_eq!(legacy["conditions"]["clientAppTypes"], json!(["exchangeActiveSync", "other"]));
        assert_eq!(legacy["grantControls"]["builtInControls"], json!(["block"]));
        let browser = written(Template::NoPersistence);
        assert_eq!(browser["grantControls"], Value::Null);
        assert_eq!(browser["sessionControls"]["persistentBrowser"]["mode"], "never");
        let strong = written(Template::PhishingResistant);
        let id = &strong["grantControls"]["authenticationStrength"]["id"];
        assert_eq!(id, "00000000-0000-0000-0000-000000000004");
    }
}
