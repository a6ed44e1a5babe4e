//! Applications by the ids that programs know them by: of the registration, of what people are assigned to, and the one
//! that it presents itself.

use model::{AppId, Group, Id, Member, ServicePrincipal, Tenant, User, UserState};
use sql::Tx;
use store::{App, AppSecret, Tables};

use crate::Fault;
use crate::apps::own_app;
use crate::authority::{NameForApps, Permit, ReadApps};
use crate::house::House;

/// An id of an application.
#[derive(Debug, Clone, Copy)]
pub enum AppNamed {
    /// What it presents as `client_id`.
    Client(Id<AppId>),
    /// Its registration.
    Object(Id<App>),
    /// What people are assigned to.
    Principal(Id<ServicePrincipal>),
}

impl House {
    /// The application with this id, our own among them.
    pub async fn app_named(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadApps>,
        named: AppNamed,
    ) -> Result<App, Fault> {
        self.db
            .read(tenant, move |tx| {
                let id = match named {
                    AppNamed::Client(id) => Some(id),
                    AppNamed::Object(id) => tx.apps().of_object(id)?,
                    AppNamed::Principal(id) => tx.apps().of_principal(id)?,
                };
                match id {
                    Some(id) => tx.apps().by_id(id)?.ok_or(Fault::NotFound),
                    None => Err(Fault::NotFound),
                }
            })
            .await
    }

    /// The applications that somebody is named for themselves; at most 500.
    pub async fn apps_of_person(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadApps>,
        user: Id<User>,
    ) -> Result<Vec<App>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let mut apps = vec![];
                for principal in tx.apps().of_person(user, 500)? {
                    if let Some(id) = tx.apps().of_principal(principal)? {
                        apps.extend(tx.apps().by_id(id)?);
                    }
                }
                Ok(apps)
            })
            .await
    }

    /// The secrets of an application that work.
    pub async fn app_secrets(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadApps>,
        id: Id<AppId>,
    ) -> Result<Vec<AppSecret>, Fault> {
        let now = self.now();
        Ok(self.db.read(tenant, move |tx| tx.apps().secrets(id, now)).await?)
    }

    /// The application that people are to be named for; none of ours.
    pub async fn app_to_name_for(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<NameForApps>,
        id: Id<ServicePrincipal>,
    ) -> Result<App, Fault> {
        self.db
            .read(tenant, move |tx| {
                let id = tx.apps().of_principal(id)?.ok_or(Fault::NotFound)?;
                own_app(tx, id)
            })
            .await
    }

    /// Who is to be named for an application, and how they are called.
    pub async fn nameable(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<NameForApps>,
        id: Id<()>,
    ) -> Result<(Member, String), Fault> {
        self.db.read(tenant, move |tx| who(tx, id)).await
    }

    /// Whether an id that is named for an application is a person's or a group's, one that was deleted among them.
    pub async fn app_holder(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<NameForApps>,
        app: Id<AppId>,
        id: Id<()>,
    ) -> Result<Member, Fault> {
        self.db
            .read(tenant, move |tx| {
                let app = own_app(tx, app)?;
                let group: Id<Group> = id.cast();
                if tx.apps().is_group_named(app.principal_id, group)? {
                    return Ok(Member::Group(group));
                }
                let user: Id<User> = id.cast();
                if tx.apps().is_person_named(app.principal_id, user)? {
                    return Ok(Member::Person(user));
                }
                Err(Fault::NotFound)
            })
            .await
    }
}

/// Who has an id: a person or a group that is there, and how they are called.
pub(crate) fn who(tx: &mut Tx<'_>, id: Id<()>) -> Result<(Member, String), Fault> {
    let is_there = |user: &User| !matches!(user.state, UserState::Deleted { .. });
    if let Some(user) = tx.users().by_id(id.cast())?.filter(is_there) {
        return Ok((Member::Person(user.id), user.display));
    }
    let group = tx.groups().by_id(id.cast())?.filter(Group::is_active).ok_or(Fault::NotFound)?;
    Ok((Member::Group(group.id), group.display))
}
