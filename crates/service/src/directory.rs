//! People, groups and roles as the API lists and makes them: pages by an index, in one order, and nothing that would read
//! everything.

use model::{
    Attribute, Group, Id, Locale, Member, NameKey, Person, Role, Tenant, User, UserState, sought_words,
};
use sql::Tx;
use store::{Page, PeopleFilter, Sought, Tables};

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ManagePeople, Permit, ReadGroups, ReadPeople, ReadRoles};
use crate::house::House;
use crate::people::{NewPerson, alive, new_user, taken};
use crate::person_changes::{self, Typed, person};
use crate::search::found;
use crate::standing::may_still;

/// How many holders of a role are told.
const HOLDERS: i64 = 999;

/// Which people are listed.
#[derive(Debug, Clone)]
pub enum PeopleAsked {
    /// Those that a list shows, by display name.
    Listed(PeopleFilter),
    /// Who signs in with this name.
    Named(String),
    /// Who has this id.
    Id(Id<User>),
    /// Whose names and addresses have words that begin so: the first few.
    Found(String),
}

/// Which groups are listed.
#[derive(Debug, Clone)]
pub enum GroupsAsked {
    /// Those whose names begin so, by name.
    Listed(String),
    /// The one with this id.
    Id(Id<Group>),
    /// Whose names have words that begin so: the first few.
    Found(String),
}

/// A role that somebody holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Who: a person, or a group.
    pub holder: Member,
    /// What.
    pub role: Role,
}

impl House {
    /// A page of people with what is known of them, at most `limit`.
    pub async fn directory_people(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        asked: PeopleAsked,
        after: Option<Page>,
        limit: i64,
    ) -> Result<Vec<Person>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let users: Vec<User> = match &asked {
                    PeopleAsked::Listed(filter) => {
                        let rows = tx.users().list(filter, after.as_ref(), limit)?;
                        rows.into_iter().map(|row| row.user).collect()
                    }
                    PeopleAsked::Named(name) => match NameKey::of(name) {
                        Ok(key) => tx.users().by_login(&key)?.into_iter().collect(),
                        Err(_) => vec![],
                    },
                    PeopleAsked::Id(id) => tx.users().by_id(*id)?.filter(is_there).into_iter().collect(),
                    PeopleAsked::Found(typed) => {
                        let ids =
                            found::<User>(&mut tx.search_words(), Sought::People, &sought_words(typed))?;
                        let mut users = vec![];
                        for id in ids {
                            users.extend(tx.users().by_id(id)?.filter(is_there));
                        }
                        users
                    }
                };
                users.into_iter().map(|user| person(tx, user)).collect()
            })
            .await
    }

    /// Somebody by id or user name, as Graph names people in addresses.
    pub async fn directory_person(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        named: &str,
    ) -> Result<Person, Fault> {
        let named = named.to_owned();
        self.db
            .read(tenant, move |tx| {
                let user = person_of(tx, &named)?;
                person(tx, user)
            })
            .await
    }

    /// Who somebody is and which roles they hold, for whoever wants to do something to them: leave is asked by both.
    pub async fn directory_target(
        &self,
        tenant: Id<Tenant>,
        named: &str,
    ) -> Result<(Id<User>, Vec<Role>), Fault> {
        let named = named.to_owned();
        self.db
            .read(tenant, move |tx| {
                let user = person_of(tx, &named)?.id;
                Ok((user, tx.users().rank(user)?))
            })
            .await
    }

    /// What is known of the person behind a token, for themselves.
    pub async fn directory_own(&self, tenant: Id<Tenant>, id: Id<User>) -> Result<Person, Fault> {
        self.db
            .read(tenant, move |tx| {
                let user = alive(tx, id)?;
                person(tx, user)
            })
            .await
    }

    /// How many people there are who were not deleted.
    pub async fn directory_people_count(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
    ) -> Result<i64, Fault> {
        Ok(self.db.read(tenant, |tx| tx.users().count_all()).await?)
    }

    /// Adds a person with everything that is said of them, and invites them: by mail where they have an address. No
    /// password that anybody else knows comes out of this.
    pub async fn add_described_person(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePeople>,
        said: Typed,
    ) -> Result<Id<User>, Fault> {
        let (entry, second, tools) = (self.entry(), self.entry(), self.change_tools());
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let inviter = self.name_of_actor(tenant, permit.actor()).await?;
        let user = new_user(&begun(&said)?, Id::random(self.outside.random()), entry.at)?;
        let (id, handle): (_, [u8; 32]) = (user.id, self.outside.random());
        let link = self.make_link(&organisation, entry.at);
        let letter = user
            .mail
            .is_some()
            .then(|| self.invitation_letter(&organisation, &user, inviter.as_deref(), &link))
            .transpose()?;
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                tx.users().insert(&user, &handle, None).map_err(taken)?;
                tx.invitations().replace(&link.invitation(id), &link.digest(), None, entry.at)?;
                if let Some(letter) = &letter {
                    tx.outbox().insert(letter, entry.at)?;
                }
                let changes = Changes::default().made("state", "invited").made("byMail", letter.is_some());
                entry.write(tx, &permit, Verb::AddPerson, ("user", Some(id)), &changes)?;
                person_changes::change(tx, &permit, (second, &tools), user.clone(), &said).map(drop)
            })
            .await?;
        Ok(id)
    }

    /// A page of groups, at most `limit`, starting after a name and id.
    pub async fn directory_groups(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadGroups>,
        asked: GroupsAsked,
        after: Option<(String, Id<Group>)>,
        limit: i64,
    ) -> Result<Vec<Group>, Fault> {
        self.db
            .read(tenant, move |tx| match &asked {
                GroupsAsked::Listed(starting) => {
                    let after = after.as_ref().map(|(name, id)| (name.as_str(), *id));
                    Ok(tx.groups().list(starting, after, limit)?)
                }
                GroupsAsked::Id(id) => {
                    Ok(tx.groups().by_id(*id)?.filter(Group::is_active).into_iter().collect())
                }
                GroupsAsked::Found(typed) => {
                    let ids = found::<Group>(&mut tx.search_words(), Sought::Groups, &sought_words(typed))?;
                    let mut groups = vec![];
                    for id in ids {
                        groups.extend(tx.groups().by_id(id)?.filter(Group::is_active));
                    }
                    Ok(groups)
                }
            })
            .await
    }

    /// How many groups there are.
    pub async fn directory_groups_count(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadGroups>,
    ) -> Result<i64, Fault> {
        Ok(self.db.read(tenant, |tx| tx.groups().count()).await?)
    }

    /// What is in a group itself: the groups first, on the first page, and then a page of people by id.
    pub async fn directory_members(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadGroups>,
        id: Id<Group>,
        after: Option<Id<User>>,
        limit: i64,
    ) -> Result<(Vec<Group>, Vec<Person>), Fault> {
        self.db
            .read(tenant, move |tx| {
                crate::groups::active(tx, id)?;
                let mut nested = vec![];
                if after.is_none() {
                    for below in tx.memberships().nested(id)? {
                        nested.extend(tx.groups().by_id(below)?.filter(Group::is_active));
                    }
                }
                let mut people = vec![];
                for user in tx.memberships().people(id, after.unwrap_or(User::NOBODY), limit)? {
                    if let Some(user) = tx.users().by_id(user)? {
                        people.push(person(tx, user)?);
                    }
                }
                Ok((nested, people))
            })
            .await
    }

    /// The groups that somebody is in: themselves, or however deep.
    pub async fn directory_groups_of(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadGroups>,
        named: &str,
        depth: Depth,
    ) -> Result<Vec<Group>, Fault> {
        let named = named.to_owned();
        self.db
            .read(tenant, move |tx| {
                let user = person_of(tx, &named)?.id;
                let ids = match depth {
                    Depth::Direct => tx.memberships().direct(Member::Person(user))?,
                    Depth::All => tx.memberships().of_person(user)?,
                };
                let mut groups = vec![];
                for id in ids {
                    groups.extend(tx.groups().by_id(id)?.filter(Group::is_active));
                }
                Ok(groups)
            })
            .await
    }

    /// Who holds a role, by themselves or through a group; at most 999.
    pub async fn directory_holders(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadRoles>,
        role: Role,
    ) -> Result<Vec<Person>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let mut people = vec![];
                for holder in tx.users().holders(role, HOLDERS)? {
                    if let Some(user) = tx.users().by_id(holder)?.filter(is_there) {
                        people.push(person(tx, user)?);
                    }
                }
                Ok(people)
            })
            .await
    }

    /// The roles that were given: to one person or group, or everybody's.
    pub async fn directory_roles_given(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadRoles>,
        holder: Option<Id<()>>,
    ) -> Result<Vec<Held>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let mut given = vec![];
                if let Some(id) = holder {
                    let user: Id<User> = id.cast();
                    let roles = tx.users().own_roles(user)?;
                    given.extend(roles.into_iter().map(|role| Held { holder: Member::Person(user), role }));
                    let group = tx.groups().by_id(id.cast())?.filter(Group::is_active);
                    for group in group.into_iter().map(|group| group.id) {
                        let roles = tx.groups().roles(group)?;
                        let held = roles.into_iter().map(|role| Held { holder: Member::Group(group), role });
                        given.extend(held);
                    }
                    return Ok(given);
                }
                for role in Role::ALL {
                    for user in tx.users().holders(role, HOLDERS)? {
                        if tx.users().own_roles(user)?.contains(&role) {
                            given.push(Held { holder: Member::Person(user), role });
                        }
                    }
                    let groups = tx.role_holders().groups(role, HOLDERS)?.into_iter();
                    given.extend(groups.map(|(group, _)| Held { holder: Member::Group(group), role }));
                }
                Ok(given)
            })
            .await
    }
}

/// How far groups in groups are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Not at all.
    Direct,
    /// To the end.
    All,
}

/// True for somebody who was not deleted.
fn is_there(user: &User) -> bool {
    !matches!(user.state, UserState::Deleted { .. })
}

fn person_of(tx: &mut Tx<'_>, named: &str) -> Result<User, Fault> {
    let found = match named.parse::<Id<User>>() {
        Ok(id) => tx.users().by_id(id)?.filter(is_there),
        Err(_) => match NameKey::of(named) {
            Ok(key) => tx.users().by_login(&key)?,
            Err(_) => None,
        },
    };
    found.ok_or(Fault::NotFound)
}

/// What an account begins with, of everything that is said of a person.
fn begun(said: &Typed) -> Result<NewPerson, Fault> {
    let text = |wanted: Attribute| {
        let found = said.iter().find(|(attribute, _)| *attribute == wanted);
        found.map(|(_, text)| text.clone()).filter(|text| !text.is_empty())
    };
    Ok(NewPerson {
        display: text(Attribute::DisplayName).ok_or(Fault::Invalid("displayName"))?,
        name: text(Attribute::UserPrincipalName).ok_or(Fault::Invalid("userPrincipalName"))?,
        mail: text(Attribute::Mail),
        locale: text(Attribute::PreferredLanguage).as_deref().and_then(Locale::from_tag),
    })
}
