//! Changing what is known of people. What is typed is a list of attributes and texts, whether it comes from a form, a
//! command or a file, and one function makes the change of it.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use model::{Attribute, Id, NameKey, Person, Role, Tenant, Timestamp, User};
use sql::Tx;
use store::Tables;

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{Action, Actor, ManagePeople, Permit, ReadPeople};
use crate::conditional_access::Watched;
use crate::house::House;
use crate::ledger::Entry;
use crate::people::{alive, keep_an_administrator, taken};
use crate::standing::may_still;

/// New values as people type them: a manager by user name, an end by the last day (`2027-03-31`). An empty text takes a
/// value away.
pub type Typed = Vec<(Attribute, String)>;

/// How many managers stand above one another at most.
const MOST_LEVELS: usize = 50;

/// What a change needs beside what was typed.
#[derive(Clone)]
pub(crate) struct Tools {
    /// What judges whether administrators still get in, and knows the zone that days are in.
    pub(crate) house: House,
    /// For the salts of what is kept apart.
    pub(crate) seed: [u8; 32],
}

impl House {
    /// The moment after a day (`2027-03-31`), in the zone that times are shown in.
    pub fn end_of_day(&self, day: &str) -> Option<Timestamp> {
        end_of(day, &self.zone())
    }

    /// The last day before a moment.
    pub fn last_day_before(&self, end: Timestamp) -> String {
        last_day(end, &self.zone())
    }

    pub(crate) fn change_tools(&self) -> Tools {
        Tools { house: self.clone(), seed: self.outside.random() }
    }

    /// What is known of a person, as people type it.
    pub async fn known_of(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        id: Id<User>,
    ) -> Result<Typed, Fault> {
        let zone = self.zone();
        self.db
            .read(tenant, move |tx| {
                let user = alive(tx, id)?;
                let person = person(tx, user)?;
                typed(tx, &zone, &person)
            })
            .await
    }

    /// Changes what is known of a person; attributes that are not named stay as they are. True when something changed.
    pub async fn change_person(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePeople>,
        id: Id<User>,
        wanted: Typed,
    ) -> Result<bool, Fault> {
        let (entry, tools) = (self.entry(), self.change_tools());
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, Some(id), entry.at)?;
                let user = alive(tx, id)?;
                change(tx, &permit, (entry, &tools), user, &wanted)
            })
            .await
    }
}

/// Changes what is known of somebody whom the permit may change.
pub(crate) fn change<A: Action>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    (entry, tools): (Entry, &Tools),
    user: User,
    wanted: &[(Attribute, String)],
) -> Result<bool, Fault> {
    let before = person(tx, user)?;
    let mut after = before.clone();
    for (attribute, text) in wanted {
        write(tx, &tools.house.zone(), &mut after, *attribute, text)?;
    }
    let mut changes = Changes::default();
    for attribute in Attribute::ALL {
        let (old, new) = (kept(*attribute, &before), kept(*attribute, &after));
        if old != new {
            own_hands_off(tx, permit, before.user.id, *attribute)?;
            servers_own(tx, permit, before.user.id, *attribute)?;
        }
        changes = changes.set(attribute.word(), old, new);
    }
    if changes.is_empty() {
        return Ok(false);
    }
    save(tx, (&tools.house, entry.at), &before, &after)?;
    let what = (Verb::ChangePerson, after.user.id);
    entry.write_about(tx, permit, what, changes, &tools.seed)?;
    Ok(true)
}

/// Makes a text the value of an attribute.
pub(crate) fn write(
    tx: &mut Tx<'_>,
    zone: &TimeZone,
    person: &mut Person,
    attribute: Attribute,
    text: &str,
) -> Result<(), Fault> {
    let invalid = || Fault::Invalid(attribute.word());
    let text = text.trim();
    let translated = match attribute {
        Attribute::Manager if !text.is_empty() => {
            let key = NameKey::of(text).map_err(|_| invalid())?;
            tx.users().by_login(&key)?.ok_or_else(invalid)?.id.to_string()
        }
        Attribute::AccountEnds if !text.is_empty() => {
            end_of(text, zone).ok_or_else(invalid)?.as_micros().to_string()
        }
        _ => text.to_owned(),
    };
    attribute.write(person, &translated).map_err(|_| invalid())
}

/// Saves a person, where it was changed.
fn save(
    tx: &mut Tx<'_>,
    (house, now): (&House, Timestamp),
    before: &Person,
    after: &Person,
) -> Result<(), Fault> {
    let id = after.user.id;
    let ends_else = before.user.ends != after.user.ends;
    let watched = if ends_else { Some(Watched::before(house, tx, id, now)?) } else { None };
    if before.profile.manager != after.profile.manager {
        no_circle(tx, id, after.profile.manager)?;
    }
    if before.user.ends.is_none() && after.user.ends.is_some() {
        keep_an_administrator(tx, id)?;
    }
    if before.user != after.user {
        tx.users().update(&after.user).map_err(taken)?;
    }
    if before.profile != after.profile {
        tx.profiles().put(id, &after.profile)?;
    }
    watched.map_or(Ok(()), |watched| watched.after(house, tx, now))
}

pub(crate) fn person(tx: &mut Tx<'_>, user: User) -> Result<Person, Fault> {
    let synced_as = tx.synced().by_object(user.id)?.map(|row| row.dn);
    Ok(Person { profile: tx.profiles().of(user.id)?, user, synced_as })
}

/// What rules read, nobody changes of themselves: they could change which rules are about them (attack 96). A Global
/// Administrator could change the rules.
fn own_hands_off<A>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    id: Id<User>,
    attribute: Attribute,
) -> Result<(), Fault> {
    let own = permit.actor().person() == Some(id);
    if own && attribute.is_read_by_rules() && !tx.users().roles(id)?.contains(&Role::GlobalAdministrator) {
        return Err(Fault::Conflict("oneself"));
    }
    Ok(())
}

/// What a directory server says of whoever comes from it is changed there, and here only by following it.
fn servers_own<A>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    id: Id<User>,
    attribute: Attribute,
) -> Result<(), Fault> {
    let follows = *permit.actor() == Actor::System;
    if follows || !attribute.comes_from_directory() || tx.synced().by_object(id)?.is_none() {
        return Ok(());
    }
    Err(Fault::Conflict("synced"))
}

/// Refuses a manager who reports to the person, however far above.
fn no_circle(tx: &mut Tx<'_>, id: Id<User>, manager: Option<Id<User>>) -> Result<(), Fault> {
    let mut above = manager;
    for _ in 0..MOST_LEVELS {
        match above {
            None => return Ok(()),
            Some(manager) if manager == id => break,
            Some(manager) => above = tx.profiles().of(manager)?.manager,
        }
    }
    Err(Fault::Conflict("manager"))
}

fn kept(attribute: Attribute, person: &Person) -> Option<String> {
    Some(attribute.read(person)).filter(|text| !text.is_empty())
}

/// What is known of a person as people type it.
pub(crate) fn typed(tx: &mut Tx<'_>, zone: &TimeZone, person: &Person) -> Result<Typed, Fault> {
    let mut typed = vec![];
    for attribute in Attribute::ALL {
        let text = match attribute {
            Attribute::Manager => match person.profile.manager {
                Some(manager) => {
                    tx.users().by_id(manager)?.map(|user| user.name.to_string()).unwrap_or_default()
                }
                None => String::new(),
            },
            Attribute::AccountEnds => person.user.ends.map(|end| last_day(end, zone)).unwrap_or_default(),
            other => other.read(person),
        };
        typed.push((*attribute, text));
    }
    Ok(typed)
}

/// The moment after the last day.
pub(crate) fn end_of(day: &str, zone: &TimeZone) -> Option<Timestamp> {
    let day: Date = day.parse().ok()?;
    let after = day.checked_add(1.day()).ok()?.to_zoned(zone.clone()).ok()?;
    Some(Timestamp::from_micros(after.timestamp().as_microsecond()))
}

/// The last day before a moment.
pub(crate) fn last_day(end: Timestamp, zone: &TimeZone) -> String {
    let last = jiff::Timestamp::from_microsecond(end.as_micros() - 1);
    last.map_or_else(|_| String::new(), |last| last.to_zoned(zone.clone()).date().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_whole_in_the_zone_of_the_house() {
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        let end = end_of("2027-03-28", &zone).unwrap();
        // The night of the change to summer time: midnight is at 22:00 UTC.
        assert_eq!(end, Timestamp::from_secs(1_806_271_200));
        assert_eq!(last_day(end, &zone), "2027-03-28");
        for bad in ["28-03-2027", "2027-02-30", "soon", ""] {
            assert_eq!(end_of(bad, &zone), None, "{bad}");
        }
    }
}
