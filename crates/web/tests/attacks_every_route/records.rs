//! What each form that is sent leaves in the audit log.

/// What a form leaves behind.
pub enum Leaves {
    /// A record with this word, when these fields are sent; the test sends them, in the order of the list.
    Record(&'static str, &'static [(&'static str, &'static str)]),
    /// A record with this word; the form needs a ceremony, and the file of tests that goes through it looks for it.
    Elsewhere(&'static str, &'static str),
    /// Nothing, for this reason.
    Nothing(&'static str),
}

use Leaves::{Elsewhere, Nothing, Record};

const SURE: &[(&str, &str)] = &[("sure", "yes")];
const NEXTCLOUD: &[(&str, &str)] = &[
    ("name", "Wiki"),
    ("kind", "public"),
    ("addresses", "https://wiki.example.org/code"),
    ("logout_addresses", ""),
    ("who", "everyone"),
];
const POLICY: &[(&str, &str)] = &[
    ("name", "Nobody from the sun"),
    ("state", "off"),
    ("who", "all"),
    ("what", "all"),
    ("mfa", "yes"),
    ("act", "save"),
    ("end", "yes"),
];
const TERMS: &[(&str, &str)] = &[("name", "Rules of the sun"), ("english", "No hats on the sun.")];
const SIGN_IN: &str = "a step of a sign-in, which has a log of its own";
const PROTOCOL: &str = "an application asks in the protocol; what it gets is in the sign-in log";

/// Every route that takes a form, with what it leaves. `{act}` stands once for each act.
pub const FORMS: &[(&str, Leaves)] = &[
    (
        "/admin/users",
        Record(
            "addPerson",
            &[
                ("display", "Els Mulder"),
                ("name", "els@example.org"),
                ("mail", ""),
                ("locale", ""),
                ("role", ""),
                ("delivery", "link"),
            ],
        ),
    ),
    ("/admin/users/import", Elsewhere("importPeople", "importing_people.rs")),
    ("/admin/users/export", Record("exportPeople", &[])),
    ("/admin/users/selected", Elsewhere("blockPerson", "selected_people.rs")),
    // Setting somebody is one of the acts above; these set many.
    // With one administrator it is on trial, and nothing else is saved meanwhile.
    ("/admin/users/mfa/settings", Elsewhere("changeTrustedIps", "per_user_mfa.rs")),
    ("/admin/users/mfa/file", Elsewhere("changePerUserMfa", "per_user_mfa.rs")),
    ("/admin/users/mfa/off", Elsewhere("changePerUserMfa", "per_user_mfa.rs")),
    ("/admin/users/{id}/edit", Record("changePerson", &[("department", "Sales")])),
    ("/admin/users/{id}/delete", Elsewhere("deletePerson", "deleting_people.rs")),
    // Restoring; removing for good is done in deleting_people.rs.
    ("/admin/deleted-users/{id}/{act}", Record("restorePerson", SURE)),
    ("/admin/users/{id}/roles", Record("giveRole", &[("role", "4a5d8f65-41da-4de4-8968-e035b65339cf")])),
    ("/admin/users/{id}/roles/{role}/take", Record("takeRole", SURE)),
    ("/admin/users/{id}/end-sessions", Record("endSessions", SURE)),
    ("/admin/users/{id}/block", Record("blockPerson", SURE)),
    ("/admin/users/{id}/unblock", Record("unblockPerson", SURE)),
    ("/admin/users/{id}/methods/{method}/remove", Record("removeMethod", SURE)),
    ("/admin/users/{id}/invite", Record("invitePerson", &[("delivery", "link")])),
    // The acts that have no line above: unlocking, and registering again, which removes each method.
    ("/admin/users/{id}/{act}", Elsewhere("unlockPerson", "unlocking.rs")),
    (
        "/admin/users/{id}/remembered/{record}/forget",
        Elsewhere("forgetRememberedBrowser", "attacks_devices.rs"),
    ),
    ("/admin/remind", Elsewhere("remindPerson", "home.rs")),
    ("/admin/applications", Record("addApplication", NEXTCLOUD)),
    ("/admin/applications/settings", Record("changeSecretLifetime", &[("months", "11")])),
    ("/admin/applications/settings/keys/now", Record("rotateSigningKeys", SURE)),
    ("/admin/applications/settings/keys/leaked", Record("rotateSigningKeys", SURE)),
    ("/admin/applications/{id}", Record("changeApplication", NEXTCLOUD)),
    ("/admin/applications/{id}/who", Record("changeApplication", &[("who", "assigned")])),
    (
        "/admin/applications/{id}/people",
        Record("namePersonForApplication", &[("person", "klaas@example.org")]),
    ),
    ("/admin/applications/{id}/people/{person}/remove", Record("unnamePersonForApplication", &[])),
    ("/admin/applications/{id}/groups", Record("namePersonForApplication", &[("group", "On call")])),
    ("/admin/applications/{id}/groups/{group}/remove", Record("unnamePersonForApplication", &[])),
    (
        "/admin/applications/{id}/permissions",
        Record("giveApplicationPermission", &[("permission", "delegated Policy.Read.All")]),
    ),
    (
        "/admin/applications/{id}/permissions/remove",
        Record("takeApplicationPermission", &[("permission", "delegated Policy.Read.All")]),
    ),
    (
        "/admin/applications/{id}/sign-ins",
        Record("changeApplication", &[("strength", "phishingResistant"), ("max_age", "3600")]),
    ),
    ("/admin/applications/{id}/signing", Record("changeApplication", &[("signing", "EdDSA")])),
    ("/admin/applications/{id}/secrets/{secret}/remove", Record("removeApplicationSecret", SURE)),
    (
        "/admin/applications/{id}/secrets",
        Record("addApplicationSecret", &[("description", ""), ("months", "6")]),
    ),
    ("/admin/applications/{id}/delete", Record("removeApplication", SURE)),
    ("/admin/applications/{id}/put-back", Record("putApplicationBack", &[])),
    ("/admin/conditional-access/replay", Nothing("it only looks at what was; the policies stay as they are")),
    (
        "/admin/conditional-access/tests",
        Record("addPolicyTest", &[("name", "Guests"), ("whom", "guests"), ("rule", "never")]),
    ),
    // It needs a test.
    ("/admin/conditional-access/tests/{id}/remove", Elsewhere("removePolicyTest", "trying_policies.rs")),
    // It needs a replay that is over.
    ("/admin/conditional-access/replay.csv", Elsewhere("exportPolicyReplay", "trying_policies.rs")),
    ("/admin/groups", Record("addGroup", &[("name", "Wiki"), ("description", "")])),
    ("/admin/groups/{id}", Record("changeGroup", &[("name", "On duty"), ("description", "")])),
    ("/admin/groups/{id}/members", Record("addGroupMember", &[("member", "klaas@example.org")])),
    ("/admin/groups/{id}/members/{member}/remove", Record("removeGroupMember", &[])),
    ("/admin/groups/{id}/members.csv", Record("exportGroupMembers", &[])),
    ("/admin/groups/{id}/import", Record("addGroupMember", &[("people", "klaas@example.org\nnobody\n")])),
    // It needs a group that a rule fills.
    ("/admin/groups/{id}/rule", Elsewhere("changeGroup", "groups.rs")),
    ("/admin/groups/{id}/owners", Record("addGroupOwner", &[("owner", "klaas@example.org")])),
    ("/admin/groups/{id}/owners/{person}/remove", Record("removeGroupOwner", &[])),
    (
        "/admin/groups/{id}/roles",
        Record("giveGroupRole", &[("role", "4a5d8f65-41da-4de4-8968-e035b65339cf")]),
    ),
    ("/admin/groups/{id}/roles/{role}/take", Record("takeGroupRole", SURE)),
    ("/admin/groups/{id}/delete", Record("deleteGroup", SURE)),
    ("/admin/groups/{id}/restore", Record("restoreGroup", &[])),
    // It has to be deleted first.
    ("/admin/groups/{id}/purge", Elsewhere("purgeGroup", "groups.rs")),
    (
        "/admin/identity/properties/organisation",
        Record(
            "changeOrganisation",
            &[
                ("organisation", "Jansen"),
                ("locale", "en"),
                ("help_contact", "Jan"),
                ("privacy_contact", ""),
                ("sign_in_days", "30"),
                ("audit_days", "400"),
            ],
        ),
    ),
    (
        "/admin/identity/properties/browsers",
        Record("changeBrowsers", &[("remembered", "7"), ("signed_in", "7")]),
    ),
    (
        "/admin/identity/properties/security-defaults",
        Record(
            "turnSecurityDefaultsOff",
            &[("enabled", "no"), ("days", "0"), ("reason", "tooOften"), ("understood", "yes")],
        ),
    ),
    // Security defaults are off by then.
    (
        "/admin/identity/properties/security-defaults/replace",
        Elsewhere("replaceSecurityDefaults", "replacing_defaults.rs"),
    ),
    (
        "/admin/identity/properties/security-defaults/replace/look",
        Nothing("it only looks at what was; security defaults stay as they are"),
    ),
    // With one administrator it is on trial, as above.
    (
        "/admin/identity/authentication-methods/passkey/use",
        Elsewhere("changeAuthenticationMethods", "method_use.rs"),
    ),
    (
        "/admin/identity/authentication-methods/app/use",
        Elsewhere("changeAuthenticationMethods", "method_use.rs"),
    ),
    (
        "/admin/identity/authentication-methods/passkey",
        Elsewhere("changePasskeySettings", "passkey_rules.rs"),
    ),
    ("/admin/conditional-access/locations/new", Elsewhere("addNamedLocation", "location_pages.rs")),
    ("/admin/conditional-access/locations/{id}", Elsewhere("changeNamedLocation", "location_pages.rs")),
    (
        "/admin/conditional-access/locations/{id}/delete",
        Elsewhere("removeNamedLocation", "location_pages.rs"),
    ),
    (
        "/admin/conditional-access/locations/{id}/restore",
        Elsewhere("restoreNamedLocation", "location_pages.rs"),
    ),
    ("/admin/conditional-access/terms/new", Record("addTermsOfUse", TERMS)),
    ("/admin/conditional-access/terms/{id}", Record("changeTermsOfUse", TERMS)),
    ("/admin/conditional-access/terms/{id}/answers.csv", Record("exportTermsAnswers", &[])),
    ("/admin/conditional-access/terms/{id}/delete", Record("removeTermsOfUse", SURE)),
    (
        "/admin/conditional-access/policies/import",
        Elsewhere("addConditionalAccessPolicy", "importing_policies.rs"),
    ),
    ("/admin/conditional-access/policies/map", Elsewhere("mapPolicyId", "importing_policies.rs")),
    ("/admin/conditional-access/strengths/new", Elsewhere("addAuthenticationStrength", "strength_pages.rs")),
    (
        "/admin/conditional-access/strengths/{id}",
        Elsewhere("changeAuthenticationStrength", "strength_pages.rs"),
    ),
    (
        "/admin/conditional-access/strengths/{id}/delete",
        Elsewhere("removeAuthenticationStrength", "strength_pages.rs"),
    ),
    ("/admin/conditional-access/contexts/new", Elsewhere("addAuthenticationContext", "strength_pages.rs")),
    (
        "/admin/conditional-access/contexts/{id}",
        Elsewhere("changeAuthenticationContext", "strength_pages.rs"),
    ),
    (
        "/admin/conditional-access/contexts/{id}/delete",
        Elsewhere("removeAuthenticationContext", "strength_pages.rs"),
    ),
    ("/admin/conditional-access/policies/new", Record("addConditionalAccessPolicy", POLICY)),
    (
        "/admin/conditional-access/policies/{id}/exclusions/{subject}",
        Record("explainPolicyExclusion", &[("reason", "Emergency account"), ("until", "")]),
    ),
    ("/admin/conditional-access/policies/{id}/edit", Record("changeConditionalAccessPolicy", POLICY)),
    (
        "/admin/conditional-access/policies/{id}/switch",
        Record("switchConditionalAccessPolicy", &[("to", "reportOnly"), ("sure", "yes")]),
    ),
    ("/admin/conditional-access/policies/{id}/delete", Record("removeConditionalAccessPolicy", SURE)),
    ("/admin/conditional-access/policies/{id}/restore", Record("restoreConditionalAccessPolicy", &[])),
    (
        "/admin/conditional-access/revisions/{id}/restore",
        Elsewhere("restoreConditionalAccessRevision", "revisions.rs"),
    ),
    ("/admin/conditional-access/trial/keep", Elsewhere("confirmPolicyTrial", "policy_pages.rs")),
    ("/admin/conditional-access/trial/take-back", Elsewhere("takeBackPolicyTrial", "policy_pages.rs")),
    ("/admin/health", Nothing("it looks, and changes nothing")),
    ("/admin/audit-logs/seals", Nothing("it looks, and changes nothing")),
    ("/my/sessions/end-others", Record("endOwnSessions", &[])),
    ("/my/sessions/{id}/end", Elsewhere("endOwnSessions", "my_pages.rs")),
    ("/my/security/authenticator", Elsewhere("registerSecurityInfo", "audit_logs.rs")),
    ("/my/security/passkey", Elsewhere("registerSecurityInfo", "attacks_passkeys.rs")),
    ("/my/security/security-key", Elsewhere("registerSecurityInfo", "attacks_passkeys.rs")),
    ("/my/security/keys/{id}", Elsewhere("renameSecurityInfo", "attacks_passkeys.rs")),
    ("/my/security/recovery-codes", Elsewhere("makeRecoveryCodes", "my_pages.rs")),
    ("/my/security/recovery-codes/kept", Nothing("it leads on from codes that were made before")),
    ("/my/password", Elsewhere("changePassword", "audit_logs.rs")),
    ("/my/remembered/{id}/forget", Elsewhere("forgetRememberedBrowser", "attacks_devices.rs")),
    ("/my/shortcuts", Nothing("a preference of one browser, which decides nothing")),
    ("/my/language", Nothing("a preference of one's own, which decides nothing")),
    ("/sign-in", Nothing(SIGN_IN)),
    ("/sign-in/account", Nothing(SIGN_IN)),
    ("/sign-out", Nothing("it ends one's own session, which the sign-in log shows beginning")),
    ("/strength", Nothing("it answers a number")),
    ("/invitation/{token}", Nothing("it begins a sign-in; what is registered in it leaves a record")),
    ("/set-up/{token}", Elsewhere("makeOrganisation", "audit_logs.rs")),
    ("/set-up-done", Nothing("it leads on")),
    ("/oauth2/v2.0/authorize", Nothing(PROTOCOL)),
    ("/oauth2/v2.0/token", Nothing(PROTOCOL)),
    ("/oauth2/v2.0/introspect", Nothing(PROTOCOL)),
    ("/oauth2/v2.0/revoke", Nothing(PROTOCOL)),
    ("/openid/userinfo", Nothing(PROTOCOL)),
    ("/oauth2/v2.0/logout", Nothing(PROTOCOL)),
    ("/v1.0/users", Elsewhere("addPerson", "graph_api/directory.rs")),
    ("/v1.0/users/{id}/revokeSignInSessions", Elsewhere("endSessions", "graph_api/directory.rs")),
    ("/v1.0/groups", Elsewhere("addGroup", "graph_api/directory.rs")),
    ("/v1.0/groups/{id}/members/$ref", Elsewhere("addGroupMember", "graph_api/directory.rs")),
    ("/v1.0/$batch", Nothing("each request in it leaves what it leaves by itself")),
    ("/v1.0/applications", Elsewhere("addApplication", "graph_api/applications.rs")),
    ("/v1.0/applications/{id}/addPassword", Elsewhere("addApplicationSecret", "graph_api/applications.rs")),
    (
        "/v1.0/applications/{id}/removePassword",
        Elsewhere("removeApplicationSecret", "graph_api/applications.rs"),
    ),
    (
        "/v1.0/servicePrincipals/{id}/appRoleAssignedTo",
        Elsewhere("namePersonForApplication", "graph_api/applications.rs"),
    ),
    ("/v1.0/directoryRoles/{id}/members/$ref", Elsewhere("giveRole", "graph_api/roles.rs")),
    ("/v1.0/roleManagement/directory/roleAssignments", Elsewhere("giveRole", "graph_api/roles.rs")),
    (
        "/v1.0/identity/conditionalAccess/policies",
        Elsewhere("addConditionalAccessPolicy", "graph_api/policies.rs"),
    ),
    (
        "/v1.0/identity/conditionalAccess/deletedItems/policies/{id}/restore",
        Elsewhere("restoreConditionalAccessPolicy", "graph_api/policies.rs"),
    ),
    (
        "/v1.0/identity/conditionalAccess/namedLocations",
        Elsewhere("addNamedLocation", "graph_api/policies.rs"),
    ),
    (
        "/v1.0/identity/conditionalAccess/deletedItems/namedLocations/{id}/restore",
        Elsewhere("restoreNamedLocation", "graph_api/policies.rs"),
    ),
    ("/v1.0/identity/conditionalAccess/evaluate", Nothing("it asks, and changes nothing")),
    (
        "/v1.0/identity/conditionalAccess/authenticationStrength/policies",
        Elsewhere("addAuthenticationStrength", "graph_api/strengths.rs"),
    ),
    (
        "/v1.0/identity/conditionalAccess/authenticationStrength/policies/{id}/updateAllowedCombinations",
        Elsewhere("changeAuthenticationStrength", "graph_api/strengths.rs"),
    ),
    (
        "/v1.0/identity/conditionalAccess/authenticationStrength/policies/{id}/combinationConfigurations",
        Elsewhere("changeAuthenticationStrength", "graph_api/strengths.rs"),
    ),
    (
        "/v1.0/policies/authenticationStrengthPolicies",
        Elsewhere("addAuthenticationStrength", "graph_api/strengths.rs"),
    ),
    (
        "/v1.0/policies/authenticationStrengthPolicies/{id}/updateAllowedCombinations",
        Elsewhere("changeAuthenticationStrength", "graph_api/strengths.rs"),
    ),
    (
        "/v1.0/policies/authenticationStrengthPolicies/{id}/combinationConfigurations",
        Elsewhere("changeAuthenticationStrength", "graph_api/strengths.rs"),
    ),
    (
        "/v1.0/identity/conditionalAccess/authenticationContextClassReferences",
        Elsewhere("addAuthenticationContext", "graph_api/strengths.rs"),
    ),
];
