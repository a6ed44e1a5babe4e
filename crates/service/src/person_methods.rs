//! What people have registered to sign in with, for programs: one person's methods, and reports about everybody.

use model::{Id, Method, MethodSet, PasswordState, Tenant, Timestamp, User};
use policy::PolicySet;
use sql::Tx;
use store::{Credential, Page, Passkey, PeopleFilter, Tables};

use crate::Fault;
use crate::authority::{Permit, ReadPersonMethods, ReadRegistrations};
use crate::gate;
use crate::house::House;
use crate::people::alive;

/// Something that somebody has registered; never what it is verified with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldMethod {
    /// Its id; nobody's for the password.
    pub id: Option<Id<()>>,
    /// By which method.
    pub method: Method,
    /// What the person calls it.
    pub label: String,
    /// When it was registered.
    pub created: Timestamp,
    /// The make of a key, and whether it is synchronised.
    pub key: Option<(Id<model::Make>, bool)>,
}

/// What a report says of one person.
#[derive(Debug, Clone)]
pub struct Registered {
    /// Who.
    pub user: User,
    /// True when they hold a role, by themselves or through a group.
    pub holds_role: bool,
    /// What is registered.
    pub registered: MethodSet,
    /// What of it they may use.
    pub usable: MethodSet,
}

/// How many people have registered what.
#[derive(Debug, Clone)]
pub struct Registrations {
    /// Who may sign in.
    pub people: i64,
    /// Of those, who has a second factor.
    pub with_second_factor: i64,
    /// How many have each method.
    pub by_method: Vec<(Method, i64)>,
}

impl House {
    /// What somebody has registered: the password first.
    pub async fn methods_of_person(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPersonMethods>,
        id: Id<User>,
    ) -> Result<Vec<HeldMethod>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let user = alive(tx, id)?;
                let keys = tx.passkeys().of(id)?;
                let mut held: Vec<HeldMethod> = password(&user).into_iter().collect();
                held.extend(tx.credentials().of(id)?.into_iter().map(|one| described(one, &keys)));
                Ok(held)
            })
            .await
    }

    /// A page of people by display name with what they have registered, at most `limit`.
    pub async fn registrations_of(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadRegistrations>,
        after: Option<Page>,
        limit: i64,
    ) -> Result<Vec<Registered>, Fault> {
        let now = self.now();
        self.judged_reading(tenant, move |tx, set| {
            let rows = tx.users().list(&PeopleFilter::default(), after.as_ref(), limit)?;
            rows.into_iter().map(|row| registered(tx, (set, now), row.user)).collect()
        })
        .await
    }

    /// What one person has registered, as the report says it.
    pub async fn registration_of(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadRegistrations>,
        id: Id<User>,
    ) -> Result<Registered, Fault> {
        let now = self.now();
        self.judged_reading(tenant, move |tx, set| {
            let user = alive(tx, id)?;
            registered(tx, (set, now), user)
        })
        .await
    }

    /// How many people have registered what.
    pub async fn registrations(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadRegistrations>,
    ) -> Result<Registrations, Fault> {
        self.db
            .read(tenant, |tx| {
                let (people, with_second_factor) = tx.users().count()?;
                let by_method = tx.credentials().people_by_method()?;
                Ok(Registrations { people, with_second_factor, by_method })
            })
            .await
    }
}

fn registered(tx: &mut Tx<'_>, at: (&PolicySet, Timestamp), user: User) -> Result<Registered, Fault> {
    let (registered, usable) = gate::methods_of(tx, &user, at)?;
    let holds_role = !tx.users().roles(user.id)?.is_empty();
    Ok(Registered { user, holds_role, registered, usable })
}

fn password(user: &User) -> Option<HeldMethod> {
    let created = match user.password {
        PasswordState::None => return None,
        PasswordState::Temporary { at } => at,
        PasswordState::Own { changed, .. } => changed,
        PasswordState::Elsewhere { since } => since,
    };
    Some(HeldMethod { id: None, method: Method::Password, label: String::new(), created, key: None })
}

fn described(one: Credential, keys: &[Passkey]) -> HeldMethod {
    let key = keys.iter().find(|key| key.id == one.id);
    HeldMethod {
        id: Some(one.id),
        method: one.method,
        label: one.label,
        created: one.created,
        key: key.map(|key| (key.make, key.backup == factors::passkey::Backup::Synced)),
    }
}
