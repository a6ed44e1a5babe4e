//! What applications were given at the admin API: by somebody who may give it, who has just confirmed that it is them.

use model::{AppId, AppKind, Behalf, Id, Permission, PermissionSet, Tenant, Timestamp};
use sql::Tx;
use store::{App, Tables};

use crate::Fault;
use crate::apps::own_app;
use crate::audit::{Changes, Verb};
use crate::authority::{Actor, GivePermissions, Permit, ReadApps, Target, may};
use crate::house::House;
use crate::standing::{as_of_now, may_still};

/// A permission, and on whose behalf.
pub type Given = (Behalf, Permission);

/// Giving a permission, or taking it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermissionChange {
    /// Has it from now on.
    Give(Given),
    /// No longer, tokens that were handed out included.
    Take(Given),
}

/// Everything that an application was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AppPermissions {
    /// For itself.
    pub own: PermissionSet,
    /// On behalf of whoever signs in to it.
    pub delegated: PermissionSet,
}

impl AppPermissions {
    /// What it was given on this behalf.
    pub const fn of(self, behalf: Behalf) -> PermissionSet {
        match behalf {
            Behalf::Own => self.own,
            Behalf::Person => self.delegated,
        }
    }
}

impl House {
    /// What an application was given.
    pub async fn app_permissions(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadApps>,
        id: Id<AppId>,
    ) -> Result<AppPermissions, Fault> {
        self.db
            .read(tenant, move |tx| {
                let app = own_app(tx, id)?;
                all(tx, &app)
            })
            .await
    }

    /// Gives an application a permission, or takes one. One that keeps no secret has none of its own, for anybody could
    /// claim to be it; and what hands out power is used on behalf of people alone.
    pub async fn set_app_permission(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<GivePermissions>,
        id: Id<AppId>,
        change: PermissionChange,
    ) -> Result<(), Fault> {
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let app = own_app(tx, id)?;
                let (verb, changes) = match change {
                    PermissionChange::Give(given @ (behalf, permission)) => {
                        let for_itself = app.kind != AppKind::Public
                            && !permission.is_own()
                            && !permission.is_for_people();
                        if behalf == Behalf::Own && !for_itself {
                            return Err(Fault::Invalid("permission"));
                        }
                        if !tx.apps().give_permission(app.principal_id, given, entry.at)? {
                            return Err(Fault::Conflict("permission"));
                        }
                        (Verb::GivePermission, Changes::default().made(property(behalf), permission.word()))
                    }
                    PermissionChange::Take(given @ (behalf, permission)) => {
                        if !tx.apps().take_permission(app.principal_id, given)? {
                            return Err(Fault::NotFound);
                        }
                        (Verb::TakePermission, Changes::default().gone(property(behalf), permission.word()))
                    }
                };
                entry.write(tx, &permit, verb, ("application", Some(id)), &changes)
            })
            .await
    }

    /// What an application may ask for on behalf of people.
    pub(crate) async fn delegated_to(
        &self,
        tenant: Id<Tenant>,
        app: Id<AppId>,
    ) -> Result<PermissionSet, Fault> {
        self.db.read(tenant, move |tx| given(tx, app, Behalf::Person)).await
    }
}

/// What the audit log calls it.
const fn property(behalf: Behalf) -> &'static str {
    match behalf {
        Behalf::Own => "applicationPermission",
        Behalf::Person => "delegatedPermission",
    }
}

pub(crate) fn all(tx: &mut Tx<'_>, app: &App) -> Result<AppPermissions, Fault> {
    Ok(AppPermissions {
        own: tx.apps().permissions(app.principal_id, Behalf::Own)?,
        delegated: tx.apps().permissions(app.principal_id, Behalf::Person)?,
    })
}

/// What an application has on this behalf; nothing when there is no such application. Everybody may let it see their
/// own account.
pub(crate) fn given(tx: &mut Tx<'_>, app: Id<AppId>, behalf: Behalf) -> Result<PermissionSet, Fault> {
    let Some(app) = tx.apps().by_id(app)? else { return Ok(PermissionSet::EMPTY) };
    let given = tx.apps().permissions(app.principal_id, behalf)?;
    Ok(match behalf {
        Behalf::Own => given,
        Behalf::Person => given.with(Permission::UserRead),
    })
}

/// Takes everything again that an application has beyond what was left to it; how much that was.
pub(crate) fn take_again(tx: &mut Tx<'_>, id: Id<AppId>, left: AppPermissions) -> Result<usize, Fault> {
    let Some(app) = tx.apps().by_id(id)? else { return Ok(0) };
    let (has, mut taken) = (all(tx, &app)?, 0);
    for behalf in Behalf::ALL {
        for permission in has.of(behalf).iter().filter(|permission| !left.of(behalf).contains(*permission)) {
            taken += usize::from(tx.apps().take_permission(app.principal_id, (behalf, permission))?);
        }
    }
    Ok(taken)
}

/// Refuses what would open an application that was given something to somebody who could not have given it: whoever makes
/// a secret of it, or leads its answers elsewhere, has what it has.
pub(crate) fn only_who_could_give(
    tx: &mut Tx<'_>,
    actor: &Actor,
    app: &App,
    at: Timestamp,
) -> Result<(), Fault> {
    let all = all(tx, app)?;
    if !all.own.is_guarded() && !all.delegated.is_guarded() {
        return Ok(());
    }
    let now = as_of_now(tx, actor, at)?;
    if may::<GivePermissions>(&now, Target::Organisation) { Ok(()) } else { Err(Fault::Denied) }
}
