use model::{AppKind, Behalf, Permission};
use service::app_permissions::AppPermissions;
use text::Texts;

/// What an application may do at the admin API; posts to `permissions` and `permissions/remove` as `permission`, such as
/// `application Policy.Read.All`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permissions {
    /// What it was given.
    pub given: AppPermissions,
    /// Whether it keeps a secret: one that does not has nothing of its own.
    pub kind: AppKind,
    /// True when the reader may give and take.
    pub may_give: bool,
}

/// A permission in a list.
#[derive(Debug)]
pub struct PermissionLine {
    /// What is sent.
    pub value: String,
    /// Its name, as programs ask for it.
    pub name: &'static str,
    /// What it lets an application do.
    pub what: String,
    /// On whose behalf.
    pub behalf: String,
}

impl Permissions {
    /// What it has.
    pub fn lines(self, t: &Texts) -> Vec<PermissionLine> {
        let of =
            |behalf: Behalf| self.given.of(behalf).iter().map(move |permission| line(t, behalf, permission));
        Behalf::ALL.into_iter().flat_map(of).collect()
    }

    /// What can be given beside that, on each behalf.
    pub fn offered(self, t: &Texts) -> Vec<(String, Vec<PermissionLine>)> {
        let behalves = Behalf::ALL
            .into_iter()
            .filter(|behalf| self.kind == AppKind::Confidential || *behalf != Behalf::Own);
        let of = |behalf: Behalf| {
            let free = Permission::ALL.iter().copied();
            let free = free.filter(|one| behalf == Behalf::Person || !one.is_for_people());
            // One's own account nobody has to give.
            let free = free.filter(|one| !one.is_own() && !self.given.of(behalf).contains(*one));
            (behalf_text(t, behalf), free.map(|permission| line(t, behalf, permission)).collect::<Vec<_>>())
        };
        behalves.map(of).filter(|(_, free)| !free.is_empty()).collect()
    }
}

/// The value of a field.
pub fn permission_value(behalf: Behalf, permission: Permission) -> String {
    format!("{} {permission}", behalf.word())
}

/// Reads `permission_value`.
pub fn permission_from_value(value: &str) -> Option<(Behalf, Permission)> {
    let (behalf, permission) = value.split_once(' ')?;
    Some((Behalf::from_word(behalf)?, Permission::from_word(permission)?))
}

fn line(t: &Texts, behalf: Behalf, permission: Permission) -> PermissionLine {
    PermissionLine {
        value: permission_value(behalf, permission),
        name: permission.word(),
        what: what(t, permission),
        behalf: behalf_text(t, behalf),
    }
}

fn behalf_text(t: &Texts, behalf: Behalf) -> String {
    match behalf {
        Behalf::Own => t.api_behalf_own(),
        Behalf::Person => t.api_behalf_person(),
    }
}

fn what(t: &Texts, permission: Permission) -> String {
    match permission {
        Permission::UserRead => t.api_user_read(),
        Permission::UserReadAll => t.api_user_read_all(),
        Permission::UserReadWriteAll => t.api_user_write_all(),
        Permission::GroupReadAll => t.api_group_read_all(),
        Permission::GroupReadWriteAll => t.api_group_write_all(),
        Permission::RoleManagementReadDirectory => t.api_role_read(),
        Permission::RoleManagementReadWriteDirectory => t.api_role_write(),
        Permission::ApplicationReadAll => t.api_app_read(),
        Permission::ApplicationReadWriteAll => t.api_app_write(),
        Permission::AppRoleAssignmentReadWriteAll => t.api_app_name(),
        Permission::UserAuthenticationMethodReadAll => t.api_method_read(),
        Permission::UserAuthenticationMethodReadWriteAll => t.api_method_write(),
        Permission::AuditLogReadAll => t.api_log_read(),
        Permission::PolicyReadAll => t.api_policy_read(),
        Permission::PolicyReadWriteConditionalAccess => t.api_policy_write(),
        Permission::PolicyReadWriteAuthenticationMethod => t.api_policy_methods(),
    }
}

#[cfg(test)]
mod tests {
    use model::{Locale, PermissionSet};

    use super::*;

    #[test]
    fn what_is_offered_is_what_it_does_not_have_and_could_use() {
        let own = PermissionSet::EMPTY.with(Permission::PolicyReadAll);
        let given = AppPermissions { own, delegated: PermissionSet::EMPTY };
        let server = Permissions { given, kind: AppKind::Confidential, may_give: true };
        let t = text::of(Locale::En);
        let values = |permissions: Permissions| -> Vec<String> {
            permissions.offered(t).into_iter().flat_map(|(_, free)| free).map(|line| line.value).collect()
        };
        let offered = values(server);
        assert!(!offered.contains(&"application Policy.Read.All".to_owned()));
        assert!(offered.contains(&"delegated Policy.Read.All".to_owned()));
        assert!(!offered.iter().any(|value| value.ends_with("User.Read")));
        let roles = "RoleManagement.ReadWrite.Directory";
        assert!(
            offered.contains(&format!("delegated {roles}"))
                && !offered.contains(&format!("application {roles}"))
        );
        let public = values(Permissions { kind: AppKind::Public, ..server });
        assert!(
            !public.is_empty() && public.iter().all(|value| value.starts_with("delegated ")),
            "{public:?}"
        );
    }

    #[test]
    fn a_value_leads_back_to_what_it_says() {
        for behalf in Behalf::ALL {
            for permission in Permission::ALL {
                let value = permission_value(behalf, *permission);
                assert_eq!(permission_from_value(&value), Some((behalf, *permission)));
            }
        }
        assert_eq!(permission_from_value("application"), None);
    }
}
