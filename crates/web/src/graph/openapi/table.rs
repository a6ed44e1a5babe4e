//! Every route of the API with the permissions of which one opens it: those that the handler asks for.

use model::Permission;
use service::authority::{
    Action, AssignRoles, EndSessions, HelpPeople, ManageApps, ManageGroups, ManageMethods, ManagePeople,
    ManagePerUserMfa, ManagePolicies, ManageSecurityDefaults, NameForApps, ReadApps, ReadAudit, ReadGroups,
    ReadLogs, ReadMethods, ReadPeople, ReadPersonMethods, ReadRegistrations, ReadRoles, ReadSecurity,
};

/// One path.
pub(super) struct Route {
    /// The path, with its parameters.
    pub(super) path: &'static str,
    /// Its methods.
    pub(super) methods: &'static str,
    /// One of these is needed to read.
    pub(super) reads: &'static [Permission],
    /// One of these is needed for everything else.
    pub(super) writes: &'static [Permission],
}

const fn route(
    path: &'static str,
    methods: &'static str,
    reads: &'static [Permission],
    writes: &'static [Permission],
) -> Route {
    Route { path, methods, reads, writes }
}

/// Whoever signed in, for themselves.
const OWN: &[Permission] = &[Permission::UserRead, Permission::UserReadAll, Permission::UserReadWriteAll];

/// All of them.
pub(super) const ROUTES: &[Route] = &[
    route("/$batch", "POST", &[], Permission::ALL),
    route("/applications", "GET POST", ReadApps::PERMISSIONS, ManageApps::PERMISSIONS),
    route("/applications/{id}", "DELETE GET PATCH", ReadApps::PERMISSIONS, ManageApps::PERMISSIONS),
    route("/applications/{id}/addPassword", "POST", &[], ManageApps::PERMISSIONS),
    route("/applications/{id}/removePassword", "POST", &[], ManageApps::PERMISSIONS),
    route("/auditLogs/directoryAudits", "GET", ReadAudit::PERMISSIONS, &[]),
    route("/auditLogs/directoryAudits/{id}", "GET", ReadAudit::PERMISSIONS, &[]),
    route("/auditLogs/signIns", "GET", ReadLogs::PERMISSIONS, &[]),
    route("/auditLogs/signIns/{id}", "GET", ReadLogs::PERMISSIONS, &[]),
    route("/conditionalAccess/namedLocations", "GET", ReadSecurity::PERMISSIONS, &[]),
    route("/conditionalAccess/policies", "GET", ReadSecurity::PERMISSIONS, &[]),
    route("/directoryRoles", "GET", ReadRoles::PERMISSIONS, &[]),
    route("/directoryRoles/{id}", "GET", ReadRoles::PERMISSIONS, &[]),
    route("/directoryRoles/{id}/members", "GET", ReadRoles::PERMISSIONS, &[]),
    route("/directoryRoles/{id}/members/$ref", "POST", &[], AssignRoles::PERMISSIONS),
    route("/directoryRoles/{id}/members/{member}/$ref", "DELETE", &[], AssignRoles::PERMISSIONS),
    route("/domains", "GET", Permission::ALL, &[]),
    route("/domains/{id}", "GET", Permission::ALL, &[]),
    route("/groups", "GET POST", ReadGroups::PERMISSIONS, ManageGroups::PERMISSIONS),
    route("/groups/$count", "GET", ReadGroups::PERMISSIONS, &[]),
    route("/groups/{id}", "DELETE GET PATCH", ReadGroups::PERMISSIONS, ManageGroups::PERMISSIONS),
    route("/groups/{id}/members", "GET", ReadGroups::PERMISSIONS, &[]),
    route("/groups/{id}/members/$ref", "POST", &[], ManageGroups::PERMISSIONS),
    route("/groups/{id}/members/{member}/$ref", "DELETE", &[], ManageGroups::PERMISSIONS),
    route(
        "/identity/conditionalAccess/authenticationContextClassReferences",
        "GET POST",
        ReadSecurity::PERMISSIONS,
        ManagePolicies::PERMISSIONS,
    ),
    route(
        "/identity/conditionalAccess/authenticationContextClassReferences/{id}",
        "DELETE GET PATCH",
        ReadSecurity::PERMISSIONS,
        ManagePolicies::PERMISSIONS,
    ),
    route(
        "/identity/conditionalAccess/authenticationStrength/policies",
        "GET POST",
        ReadSecurity::PERMISSIONS,
        ManagePolicies::PERMISSIONS,
    ),
    route(
        "/identity/conditionalAccess/authenticationStrength/policies/{id}",
        "DELETE GET PATCH",
        ReadSecurity::PERMISSIONS,
        ManagePolicies::PERMISSIONS,
    ),
    route(
        "/identity/conditionalAccess/authenticationStrength/policies/{id}/combinationConfigurations",
        "GET POST",
        ReadSecurity::PERMISSIONS,
        ManagePolicies::PERMISSIONS,
    ),
    route(
        "/identity/conditionalAccess/authenticationStrength/policies/{id}/combinationConfigurations/{part}",
        "DELETE GET PATCH",
        ReadSecurity::PERMISSIONS,
        ManagePolicies::PERMISSIONS,
    ),
    route(
        "/identity/conditionalAccess/authenticationStrength/policies/{id}/updateAllowedCombinations",
        "POST",
        &[],
        ManagePolicies::PERMISSIONS,
    ),
    route(
        "/identity/conditionalAccess/authenticationStrength/policies/{id}/usage",
        "GET",
        ReadSecurity::PERMISSIONS,
        &[],
    ),
    route(
        "/identity/conditionalAccess/authenticationStrength/policies/{id}/usage()",
        "GET",
        ReadSecurity::PERMISSIONS,
        &[],
    ),
    route("/identity/conditionalAccess/deletedItems/namedLocations", "GET", ReadSecurity::PERMISSIONS, &[]),
    route(
        "/identity/conditionalAccess/deletedItems/namedLocations/{id}",
        "DELETE GET",
        ReadSecurity::PERMISSIONS,
        ManagePolicies::PERMISSIONS,
    ),
    route(
        "/identity/conditionalAccess/deletedItems/namedLocations/{id}/restore",
        "POST",
        &[],
        ManagePolicies::PERMISSIONS,
    ),
    route("/identity/conditionalAccess/deletedItems/policies", "GET", ReadSecurity::PERMISSIONS, &[]),
    route(
        "/identity/conditionalAccess/deletedItems/policies/{id}",
        "DELETE GET",
        ReadSecurity::PERMISSIONS,
        ManagePolicies::PERMISSIONS,
    ),
    route(
        "/identity/conditionalAccess/deletedItems/policies/{id}/restore",
        "POST",
        &[],
        ManagePolicies::PERMISSIONS,
    ),
    route("/identity/conditionalAccess/evaluate", "POST", &[], ReadSecurity::PERMISSIONS),
    route(
        "/identity/conditionalAccess/namedLocations",
        "GET POST",
        ReadSecurity::PERMISSIONS,
        ManagePolicies::PERMISSIONS,
    ),
    route(
        "/identity/conditionalAccess/namedLocations/{id}",
        "DELETE GET PATCH",
        ReadSecurity::PERMISSIONS,
        ManagePolicies::PERMISSIONS,
    ),
    route(
        "/identity/conditionalAccess/policies",
        "GET POST",
        ReadSecurity::PERMISSIONS,
        ManagePolicies::PERMISSIONS,
    ),
    route(
        "/identity/conditionalAccess/policies/{id}",
        "DELETE GET PATCH",
        ReadSecurity::PERMISSIONS,
        ManagePolicies::PERMISSIONS,
    ),
    route("/identity/conditionalAccess/templates", "GET", ReadSecurity::PERMISSIONS, &[]),
    route("/identity/conditionalAccess/templates/{id}", "GET", ReadSecurity::PERMISSIONS, &[]),
    route("/identityGovernance/termsOfUse/agreements", "GET", ReadSecurity::PERMISSIONS, &[]),
    route("/identityGovernance/termsOfUse/agreements/{id}", "GET", ReadSecurity::PERMISSIONS, &[]),
    route("/identityGovernance/termsOfUse/agreements/{id}/files", "GET", ReadSecurity::PERMISSIONS, &[]),
    route("/me", "GET", OWN, &[]),
    route("/me/memberOf", "GET", OWN, &[]),
    route("/openapi.json", "GET", &[], &[]),
    route("/organization", "GET", Permission::ALL, &[]),
    route("/organization/{id}", "GET", Permission::ALL, &[]),
    route("/policies/authenticationMethodsPolicy", "GET", ReadMethods::PERMISSIONS, &[]),
    route(
        "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations",
        "GET",
        ReadMethods::PERMISSIONS,
        &[],
    ),
    route(
        "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/{kind}",
        "GET PATCH",
        ReadMethods::PERMISSIONS,
        ManageMethods::PERMISSIONS,
    ),
    route(
        "/policies/authenticationStrengthPolicies",
        "GET POST",
        ReadSecurity::PERMISSIONS,
        ManagePolicies::PERMISSIONS,
    ),
    route(
        "/policies/authenticationStrengthPolicies/{id}",
        "DELETE GET PATCH",
        ReadSecurity::PERMISSIONS,
        ManagePolicies::PERMISSIONS,
    ),
    route(
        "/policies/authenticationStrengthPolicies/{id}/combinationConfigurations",
        "GET POST",
        ReadSecurity::PERMISSIONS,
        ManagePolicies::PERMISSIONS,
    ),
    route(
        "/policies/authenticationStrengthPolicies/{id}/combinationConfigurations/{part}",
        "DELETE GET PATCH",
        ReadSecurity::PERMISSIONS,
        ManagePolicies::PERMISSIONS,
    ),
    route(
        "/policies/authenticationStrengthPolicies/{id}/updateAllowedCombinations",
        "POST",
        &[],
        ManagePolicies::PERMISSIONS,
    ),
    route("/policies/authenticationStrengthPolicies/{id}/usage", "GET", ReadSecurity::PERMISSIONS, &[]),
    route("/policies/authenticationStrengthPolicies/{id}/usage()", "GET", ReadSecurity::PERMISSIONS, &[]),
    route("/policies/conditionalAccessPolicies", "GET", ReadSecurity::PERMISSIONS, &[]),
    route(
        "/policies/identitySecurityDefaultsEnforcementPolicy",
        "GET PATCH",
        ReadSecurity::PERMISSIONS,
        ManageSecurityDefaults::PERMISSIONS,
    ),
    route(
        "/reports/authenticationMethods/userRegistrationDetails",
        "GET",
        ReadRegistrations::PERMISSIONS,
        &[],
    ),
    route(
        "/reports/authenticationMethods/userRegistrationDetails/{id}",
        "GET",
        ReadRegistrations::PERMISSIONS,
        &[],
    ),
    route("/reports/authenticationMethods/{kind}", "GET", ReadRegistrations::PERMISSIONS, &[]),
    route(
        "/roleManagement/directory/roleAssignments",
        "GET POST",
        ReadRoles::PERMISSIONS,
        AssignRoles::PERMISSIONS,
    ),
    route(
        "/roleManagement/directory/roleAssignments/{id}",
        "DELETE GET",
        ReadRoles::PERMISSIONS,
        AssignRoles::PERMISSIONS,
    ),
    route("/roleManagement/directory/roleDefinitions", "GET", ReadRoles::PERMISSIONS, &[]),
    route("/roleManagement/directory/roleDefinitions/{id}", "GET", ReadRoles::PERMISSIONS, &[]),
    route("/servicePrincipals", "GET", ReadApps::PERMISSIONS, &[]),
    route("/servicePrincipals/{id}", "GET PATCH", ReadApps::PERMISSIONS, ManageApps::PERMISSIONS),
    route(
        "/servicePrincipals/{id}/appRoleAssignedTo",
        "GET POST",
        ReadApps::PERMISSIONS,
        NameForApps::PERMISSIONS,
    ),
    route("/servicePrincipals/{id}/appRoleAssignedTo/{member}", "DELETE", &[], NameForApps::PERMISSIONS),
    route("/subscribedSkus", "GET", ReadSecurity::PERMISSIONS, &[]),
    route("/subscribedSkus/{id}", "GET", ReadSecurity::PERMISSIONS, &[]),
    route("/users", "GET POST", ReadPeople::PERMISSIONS, ManagePeople::PERMISSIONS),
    route("/users/$count", "GET", ReadPeople::PERMISSIONS, &[]),
    route("/users/{id}", "DELETE GET PATCH", ReadPeople::PERMISSIONS, ManagePeople::PERMISSIONS),
    route("/users/{id}/appRoleAssignments", "GET", ReadApps::PERMISSIONS, &[]),
    route("/users/{id}/authentication/methods", "GET", ReadPersonMethods::PERMISSIONS, &[]),
    route("/users/{id}/authentication/methods/{method}", "GET", ReadPersonMethods::PERMISSIONS, &[]),
    route(
        "/users/{id}/authentication/requirements",
        "GET PATCH",
        ReadMethods::PERMISSIONS,
        ManagePerUserMfa::PERMISSIONS,
    ),
    route("/users/{id}/authentication/{kind}", "GET", ReadPersonMethods::PERMISSIONS, &[]),
    route(
        "/users/{id}/authentication/{kind}/{method}",
        "DELETE GET",
        ReadPersonMethods::PERMISSIONS,
        HelpPeople::PERMISSIONS,
    ),
    route("/users/{id}/manager", "GET", ReadPeople::PERMISSIONS, &[]),
    route("/users/{id}/manager/$ref", "DELETE PUT", &[], ManagePeople::PERMISSIONS),
    route("/users/{id}/memberOf", "GET", ReadGroups::PERMISSIONS, &[]),
    route("/users/{id}/revokeSignInSessions", "POST", &[], EndSessions::PERMISSIONS),
    route("/users/{id}/transitiveMemberOf", "GET", ReadGroups::PERMISSIONS, &[]),
];
