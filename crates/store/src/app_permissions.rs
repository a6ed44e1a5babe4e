//! What applications were given at the admin API.

use model::{Behalf, Id, Permission, PermissionSet, ServicePrincipal, Timestamp};

use crate::Result;
use crate::apps::Apps;

impl Apps<'_, '_> {
    /// What an application was given, for itself or on behalf of people.
    pub fn permissions(&mut self, principal: Id<ServicePrincipal>, behalf: Behalf) -> Result<PermissionSet> {
        let tenant = self.0.tenant();
        let rows = self.0.query(
            "select permission from app_permissions where tenant = $1 and principal_id = $2 and behalf = $3",
            &[&tenant, &principal, &behalf.word()],
        )?;
        let mut given = PermissionSet::EMPTY;
        for row in &rows {
            // A word of a newer version gives nothing here.
            given =
                Permission::from_word(&row.get::<String>(0)?).into_iter().fold(given, PermissionSet::with);
        }
        Ok(given)
    }

    /// Gives an application a permission; true when it did not have it.
    pub fn give_permission(
        &mut self,
        principal: Id<ServicePrincipal>,
        (behalf, permission): (Behalf, Permission),
        now: Timestamp,
    ) -> Result<bool> {
        let tenant = self.0.tenant();
        let given = self.0.execute(
            "insert into app_permissions (tenant, principal_id, behalf, permission, given) \
             values ($1, $2, $3, $4, $5) on conflict (tenant, principal_id, behalf, permission) do nothing",
            &[&tenant, &principal, &behalf.word(), &permission.word(), &now],
        )?;
        Ok(given == 1)
    }

    /// Takes a permission from an application; true when it had it.
    pub fn take_permission(
        &mut self,
        principal: Id<ServicePrincipal>,
        (behalf, permission): (Behalf, Permission),
    ) -> Result<bool> {
        let tenant = self.0.tenant();
        let taken = self.0.execute(
            "delete from app_permissions where tenant = $1 and principal_id = $2 and behalf = $3 \
             and permission = $4",
            &[&tenant, &principal, &behalf.word(), &permission.word()],
        )?;
        Ok(taken == 1)
    }
}
