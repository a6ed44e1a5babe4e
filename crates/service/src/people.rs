//! People: adding, inviting, blocking, helping, and the roles they hold.

use model::{
    GuestKind, Id, Locale, Name, PasswordState, PerUserMfa, Role, Span, Tenant, Timestamp, User, UserState,
    mail_address, plain_text,
};
use sql::Tx;
use store::{
    Credential, Filter, Page, PeopleFilter, PeopleOrder, PlaceInOrder, Record, RememberedRow, SessionRow,
    Tables, UserRow,
};

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{
    Actor, AssignRoles, BlockPeople, EndSessions, HelpPeople, InvitePeople, ManagePeople, Permit, ReadPeople,
    ShowsAttempts,
};
use crate::conditional_access::Watched;
use crate::house::House;
use crate::invitations::Link;
use crate::ledger::Entry;
use crate::standing::may_still;

/// What somebody types to add a person.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// How the person is called.
    pub display: String,
    /// The name to sign in with.
    pub name: String,
    /// Where mail goes.
    pub mail: Option<String>,
    /// The language of pages and mail.
    pub locale: Option<Locale>,
}

/// What a page about one person shows.
#[derive(Debug, Clone)]
pub struct PersonDetails {
    /// The person.
    pub user: User,
    /// The roles held, through groups too.
    pub roles: Vec<Role>,
    /// Those of them that were given to the person themselves.
    pub own_roles: Vec<Role>,
    /// Those of them that end by themselves, with when.
    pub role_ends: Vec<(Role, Timestamp)>,
    /// Registered second factors.
    pub methods: Vec<Credential>,
    /// Those of them that may have been copied.
    pub copied: Vec<Id<()>>,
    /// Recovery codes that are left.
    pub recovery_codes: i64,
    /// How many sessions are open; at most 20 are counted.
    pub open_sessions: usize,
    /// Where the person comes from, as a directory server calls them; nothing for whoever was made here.
    pub synced_as: Option<String>,
}

/// Where and when somebody signed in lately.
#[derive(Debug, Clone, Default)]
pub struct Activity {
    /// Open sessions.
    pub sessions: Vec<SessionRow>,
    /// Browsers that stand in for the second factor.
    pub remembered: Vec<RememberedRow>,
    /// The last sign-ins.
    pub records: Vec<Record>,
}

/// How many records and sessions a page about a person shows.
const SHOWN: i64 = 20;

impl House {
    /// A page of people by display name.
    pub async fn people(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        filter: PeopleFilter,
        after: Option<Page>,
        limit: i64,
    ) -> Result<Vec<UserRow>, Fault> {
        Ok(self.db.read(tenant, move |tx| tx.users().list(&filter, after.as_ref(), limit)).await?)
    }

    /// A page of people in another order than by display name.
    pub async fn people_in_order(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        order: PeopleOrder,
        after: Option<PlaceInOrder>,
        limit: i64,
    ) -> Result<Vec<UserRow>, Fault> {
        Ok(self.db.read(tenant, move |tx| tx.users().in_order(order, after.as_ref(), limit)).await?)
    }

    /// The roles that a person holds: what rank is decided by.
    pub async fn roles_of(&self, tenant: Id<Tenant>, id: Id<User>) -> Result<Vec<Role>, Fault> {
        Ok(self.db.read(tenant, move |tx| tx.users().roles(id)).await?)
    }

    /// Everything a page about one person shows.
    pub async fn person(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        id: Id<User>,
    ) -> Result<PersonDetails, Fault> {
        let now = self.now();
        self.db.read(tenant, move |tx| details(tx, id, now)).await
    }

    /// Where and when somebody signed in lately: more than their state, so it has a leave of its own.
    pub async fn activity<A: ShowsAttempts>(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<A>,
        id: Id<User>,
    ) -> Result<Activity, Fault> {
        let now = self.now();
        self.db
            .read(tenant, move |tx| {
                let filter = Filter { user: Some(id), from: Some(now - Span::days(90)), ..Filter::default() };
                Ok(Activity {
                    sessions: tx.sessions().of_user(id, now, SHOWN)?,
                    remembered: tx.remembered().of_user(id, now, SHOWN)?,
                    records: tx.records().list(&filter, SHOWN)?,
                })
            })
            .await
    }

    /// Adds a person and makes the invitation that lets them in; by mail where they have an address and
    /// `by_mail` asks for it. No password that an administrator knows comes out of this.
    pub async fn add_person(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePeople>,
        new: NewPerson,
        delivery: Delivery,
    ) -> Result<(User, Link), Fault> {
        self.add_person_with(tenant, permit, (new, GuestKind::Member, None), delivery).await
    }

    /// Adds a member or guest, who may hold a role from the beginning: both are done, or neither.
    pub async fn add_person_with(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePeople>,
        (new, guest, role): (NewPerson, GuestKind, Option<FirstRole>),
        delivery: Delivery,
    ) -> Result<(User, Link), Fault> {
        let (entry, given) = (self.entry(), self.entry());
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let inviter = self.name_of_actor(tenant, permit.actor()).await?;
        let user = User { guest, ..new_user(&new, Id::random(self.outside.random()), entry.at)? };
        if delivery == Delivery::Mail && user.mail.is_none() {
            return Err(Fault::Invalid("mail"));
        }
        let handle: [u8; 32] = self.outside.random();
        let link = self.make_link(&organisation, entry.at);
        let letter = (delivery == Delivery::Mail)
            .then(|| self.invitation_letter(&organisation, &user, inviter.as_deref(), &link))
            .transpose()?;
        let kept = (user.clone(), link.clone());
        self.db
            .write(tenant, move |tx| {
                let (user, link) = &kept;
                may_still(tx, &permit, None, entry.at)?;
                tx.users().insert(user, &handle, None).map_err(taken)?;
                tx.invitations().replace(&link.invitation(user.id), &link.digest(), None, entry.at)?;
                if let Some(letter) = &letter {
                    tx.outbox().insert(letter, entry.at)?;
                }
                let changes = Changes::default().made("state", "invited").made("byMail", letter.is_some());
                let changes =
                    if guest != GuestKind::Member { changes.made("userType", "Guest") } else { changes };
                entry.write(tx, &permit, Verb::AddPerson, ("user", Some(user.id)), &changes)?;
                match &role {
                    Some(first) => {
                        change_role(tx, &first.leave, given, (user.id, RoleChange::Give(first.role)))
                    }
                    None => Ok(()),
                }
            })
            .await?;
        Ok((user, link))
    }

    /// Makes a new invitation; the one before it no longer works. The person keeps their methods.
    pub async fn invite_again(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<InvitePeople>,
        id: Id<User>,
        delivery: Delivery,
    ) -> Result<Link, Fault> {
        let entry = self.entry();
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let inviter = self.name_of_actor(tenant, permit.actor()).await?;
        let user = self.db.read(tenant, move |tx| tx.users().by_id(id)).await?.ok_or(Fault::NotFound)?;
        // An invitation leads to a password, and theirs is a directory server's.
        if matches!(user.password, PasswordState::Elsewhere { .. }) {
            return Err(Fault::Conflict("synced"));
        }
        if delivery == Delivery::Mail && user.mail.is_none() {
            return Err(Fault::Invalid("mail"));
        }
        let link = self.make_link(&organisation, entry.at);
        let letter = (delivery == Delivery::Mail)
            .then(|| self.invitation_letter(&organisation, &user, inviter.as_deref(), &link))
            .transpose()?;
        let kept = link.clone();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, Some(id), entry.at)?;
                let user = alive(tx, id)?;
                tx.invitations().replace(&kept.invitation(id), &kept.digest(), None, entry.at)?;
                if matches!(user.state, UserState::Invited { .. }) {
                    tx.users().set_state(id, UserState::Invited { until: kept.until }, entry.at)?;
                }
                if let Some(letter) = &letter {
                    tx.outbox().insert(letter, entry.at)?;
                }
                let changes = Changes::default().made("invitation", kept.until);
                entry.write(tx, &permit, Verb::InvitePerson, ("user", Some(id)), &changes)
            })
            .await?;
        Ok(link)
    }

    /// How whoever acts is called, for a letter.
    pub(crate) async fn name_of_actor(
        &self,
        tenant: Id<Tenant>,
        actor: &Actor,
    ) -> Result<Option<String>, Fault> {
        let Some(id) = actor.person() else { return Ok(None) };
        let user = self.db.read(tenant, move |tx| tx.users().by_id(id)).await?;
        Ok(user.map(|user| user.display))
    }

    /// Blocks a person: every session and grant ends in the same transaction. Whom a directory sync has blocked stays so
    /// when that server has them again.
    pub async fn block(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<BlockPeople>,
        id: Id<User>,
    ) -> Result<(), Fault> {
        let (house, entry) = (self.clone(), self.entry());
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, Some(id), entry.at)?;
                let user = alive(tx, id)?;
                // The block of a sync becomes one of ours.
                let is_taken_over = tx.synced().own_block(id)?;
                let Ok(state) = user.state.blocked(entry.at) else {
                    let changes = Changes::default().set("synced", true, false);
                    let target = ("user", Some(id));
                    return if is_taken_over {
                        entry.write(tx, &permit, Verb::BlockPerson, target, &changes)
                    } else {
                        Err(Fault::Conflict("state"))
                    };
                };
                keep_an_administrator(tx, id)?;
                let watched = Watched::before(&house, tx, id, entry.at)?;
                tx.users().set_state(id, state, entry.at)?;
                watched.after(&house, tx, entry.at)?;
                end_everything(tx, id, entry.at)?;
                tx.invitations().withdraw(id)?;
                let changes = Changes::default().set("blocked", false, true);
                entry.write(tx, &permit, Verb::BlockPerson, ("user", Some(id)), &changes)
            })
            .await
    }

    /// Lets a blocked person sign in again; nothing that was ended comes back.
    pub async fn unblock(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<BlockPeople>,
        id: Id<User>,
    ) -> Result<(), Fault> {
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, Some(id), entry.at)?;
                let user = alive(tx, id)?;
                let state = user.state.unblocked().map_err(|_| Fault::Conflict("state"))?;
                tx.users().set_state(id, state, entry.at)?;
                tx.synced().own_block(id)?;
                let changes = Changes::default().set("blocked", true, false);
                entry.write(tx, &permit, Verb::UnblockPerson, ("user", Some(id)), &changes)
            })
            .await
    }

    /// Ends every session and grant of a person and makes every place new again.
    pub async fn end_sessions(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<EndSessions>,
        id: Id<User>,
    ) -> Result<(), Fault> {
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, Some(id), entry.at)?;
                let before = alive(tx, id)?.valid_from;
                end_everything(tx, id, entry.at)?;
                let changes = Changes::default().set("validFrom", before, entry.at);
                entry.write(tx, &permit, Verb::EndSessions, ("user", Some(id)), &changes)
            })
            .await
    }

    /// Removes one second factor of a person; their sessions end, because they may rest on it.
    pub async fn remove_method(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<HelpPeople>,
        id: Id<User>,
        credential: Id<()>,
    ) -> Result<(), Fault> {
        let (house, entry) = (self.clone(), self.entry());
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let read = move |tx: &mut Tx<'_>| Ok::<_, Fault>((tx.users().by_id(id)?, tx.credentials().of(id)?));
        let (user, held) = self.db.read(tenant, read).await?;
        let user = user.ok_or(Fault::NotFound)?;
        let method = held.iter().find(|held| held.id == credential).ok_or(Fault::NotFound)?.method;
        let change = crate::letters::Change::MethodRemoved(method);
        let letter = self.changed_letter(&organisation, &user, change)?;
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, Some(id), entry.at)?;
                alive(tx, id)?;
                let watched = Watched::before(&house, tx, id, entry.at)?;
                if !tx.credentials().remove(id, credential)? {
                    return Err(Fault::NotFound);
                }
                watched.after(&house, tx, entry.at)?;
                if tx.credentials().of(id)?.is_empty() {
                    tx.recovery_codes().remove_all(id)?;
                }
                end_everything(tx, id, entry.at)?;
                if let Some(letter) = &letter {
                    tx.outbox().insert(letter, entry.at)?;
                }
                let changes = Changes::default().gone("method", method.word());
                entry.write(tx, &permit, Verb::RemoveMethod, ("user", Some(id)), &changes)
            })
            .await
    }

    /// Gives or takes a role. The last Global Administrator who can sign in keeps theirs.
    pub async fn set_role(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<AssignRoles>,
        id: Id<User>,
        change: RoleChange,
    ) -> Result<(), Fault> {
        let (house, entry) = (self.clone(), self.entry());
        self.db
            .write(tenant, move |tx| {
                let watched = Watched::before(&house, tx, id, entry.at)?;
                change_role(tx, &permit, entry, (id, change))?;
                watched.after(&house, tx, entry.at)
            })
            .await
    }
}

/// A role that somebody holds from the beginning, and the leave to give it.
#[derive(Debug)]
pub struct FirstRole {
    /// The role.
    pub role: Role,
    /// The leave.
    pub leave: Permit<AssignRoles>,
}

fn change_role(
    tx: &mut Tx<'_>,
    permit: &Permit<AssignRoles>,
    entry: Entry,
    (id, change): (Id<User>, RoleChange),
) -> Result<(), Fault> {
    may_still(tx, permit, Some(id), entry.at)?;
    alive(tx, id)?;
    let (verb, changes) = match change {
        RoleChange::Give(role) => {
            tx.users().assign_until(id, role, (entry.at, None))?;
            (Verb::GiveRole, Changes::default().made("role", role.id()))
        }
        RoleChange::GiveUntil(_, until) if until <= entry.at => return Err(Fault::Invalid("until")),
        RoleChange::GiveUntil(role, until) => {
            if role == Role::GlobalAdministrator {
                keep_an_administrator(tx, id)?;
            }
            tx.users().assign_until(id, role, (entry.at, Some(until)))?;
            (Verb::GiveRole, Changes::default().made("role", role.id()).made("until", until.as_secs()))
        }
        RoleChange::Take(role) => {
            if role == Role::GlobalAdministrator {
                keep_an_administrator(tx, id)?;
            }
            tx.users().unassign(id, role)?;
            (Verb::TakeRole, Changes::default().gone("role", role.id()))
        }
    };
    entry.write(tx, permit, verb, ("user", Some(id)), &changes)
}

/// How an invitation reaches the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// By mail.
    Mail,
    /// As a link that the administrator hands over.
    Link,
}

/// Giving a role, or taking it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleChange {
    /// Holds it from now on.
    Give(Role),
    /// Holds it until a moment, which is to come; a job takes it then.
    GiveUntil(Role, Timestamp),
    /// No longer.
    Take(Role),
}

/// Ends what was issued to a person: sessions, grants, remembered browsers, sign-ins under way, and the familiarity of every place.
pub(crate) fn end_everything(tx: &mut Tx<'_>, id: Id<User>, now: Timestamp) -> Result<(), Fault> {
    tx.users().set_valid_from(id, now)?;
    tx.sessions().end_of_user(id)?;
    tx.grants().end_of_user(id)?;
    tx.remembered().end_of_user(id)?;
    tx.sign_ins().end_of_user(id)?;
    tx.familiar().forget(id)?;
    Ok(())
}

/// A new account from what was typed.
pub(crate) fn new_user(new: &NewPerson, id: Id<User>, now: Timestamp) -> Result<User, Fault> {
    let mail = match new.mail.as_deref().map(str::trim).filter(|mail| !mail.is_empty()) {
        Some(mail) => Some(checked_mail(mail)?),
        None => None,
    };
    let name = Name::new(&new.name).map_err(|_| Fault::Invalid("name"))?;
    Ok(User {
        display: plain_text(&new.display, 120).ok_or(Fault::Invalid("display"))?,
        mail,
        locale: new.locale,
        ..blank(id, name, now)
    })
}

/// A new account that is called as it signs in, of somebody who is invited.
pub(crate) fn blank(id: Id<User>, name: Name, now: Timestamp) -> User {
    User {
        id,
        display: name.to_string(),
        name,
        mail: None,
        locale: None,
        state: UserState::Invited { until: now + crate::invitations::LIFETIME },
        password: PasswordState::None,
        per_user_mfa: PerUserMfa::Disabled,
        guest: GuestKind::Member,
        created: now,
        valid_from: now,
        asked_since: None,
        ends: None,
    }
}

/// An address that mail can be sent to: one `@`, no white space, no header tricks.
pub fn checked_mail(mail: &str) -> Result<String, Fault> {
    mail_address(mail).ok_or(Fault::Invalid("mail"))
}

pub(crate) fn alive(tx: &mut Tx<'_>, id: Id<User>) -> Result<User, Fault> {
    let user = tx.users().by_id(id)?.ok_or(Fault::NotFound)?;
    if user.state.is_deleted() { Err(Fault::NotFound) } else { Ok(user) }
}

/// The moment that comes after every end.
pub(crate) const FOR_GOOD: Timestamp = Timestamp::from_micros(i64::MAX);

/// Refuses what would leave nobody who can administer: another Global Administrator who is active, and whose account does
/// and role do not end by themselves, must remain.
pub(crate) fn keep_an_administrator(tx: &mut Tx<'_>, leaving: Id<User>) -> Result<(), Fault> {
    let is_one = tx.users().roles(leaving)?.contains(&Role::GlobalAdministrator);
    if !is_one || two_who_stay(tx)?.iter().any(|other| *other != leaving) {
        return Ok(());
    }
    Err(Fault::Conflict("last administrator"))
}

/// Refuses what has left nobody who can administer: for changes that concern several people at once.
pub(crate) fn an_administrator_remains(tx: &mut Tx<'_>) -> Result<(), Fault> {
    if two_who_stay(tx)?.is_empty() { Err(Fault::Conflict("last administrator")) } else { Ok(()) }
}

/// Global Administrators who can sign in, and whose account and role do not end by themselves; two of them are enough.
fn two_who_stay(tx: &mut Tx<'_>) -> Result<Vec<Id<User>>, Fault> {
    Ok(tx.users().able_holders([Role::GlobalAdministrator; 3], FOR_GOOD, User::NOBODY, 2)?)
}

pub(crate) fn taken(error: sql::Error) -> Fault {
    if error.is_unique_violation() { Fault::Conflict("name") } else { error.into() }
}

fn details(tx: &mut Tx<'_>, id: Id<User>, now: Timestamp) -> Result<PersonDetails, Fault> {
    let user = alive(tx, id)?;
    Ok(PersonDetails {
        roles: tx.users().roles(id)?,
        own_roles: tx.users().own_roles(id)?,
        role_ends: tx.users().role_ends(id)?,
        methods: tx.credentials().of(id)?,
        copied: crate::my::copied(&tx.passkeys().of(id)?),
        recovery_codes: tx.recovery_codes().left(id)?,
        open_sessions: tx.sessions().of_user(id, now, SHOWN)?.len(),
        synced_as: tx.synced().by_object(id)?.map(|row| row.dn),
        user,
    })
}
