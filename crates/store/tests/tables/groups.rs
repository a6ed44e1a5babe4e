//! Who is in a group when groups are in groups, and the roles that follow from it, on both databases.

use crate::organisation::{TENANT, on_postgresql, on_sqlite};
use model::{Group, GroupState, Id, Member, Membership, Role, Timestamp, User};
use sql::{Db, Tx};
use store::Tables;

const NOW: Timestamp = Timestamp::from_secs(1_700_000_000);
const ANNA: Id<User> = Id::fixed(0xa);
const PIET: Id<User> = Id::fixed(0xb);

const fn id(number: u128) -> Id<Group> {
    Id::fixed(0x100 + number)
}

fn write(db: &Db, act: impl Fn(&mut Tx<'_>) -> Result<(), sql::Error> + Send + 'static) {
    db.write_blocking(TENANT, act).unwrap();
}

fn make(tx: &mut Tx<'_>, number: u128, carries_roles: bool) -> Result<(), sql::Error> {
    tx.groups().insert(&Group {
        id: id(number),
        display: format!("Group {number}"),
        description: String::new(),
        membership: Membership::Assigned,
        is_synced: false,
        carries_roles,
        state: GroupState::Active,
        created: NOW,
    })?;
    tx.memberships().renest(id(number))
}

fn put(tx: &mut Tx<'_>, group: u128, member: Member) -> Result<(), sql::Error> {
    assert!(tx.memberships().add(id(group), member, NOW)?, "{member:?} was there");
    Ok(())
}

fn take(tx: &mut Tx<'_>, group: u128, member: Member) -> Result<(), sql::Error> {
    assert!(tx.memberships().remove(id(group), member)?, "{member:?} was not there");
    Ok(())
}

fn set_state(tx: &mut Tx<'_>, group: u128, state: GroupState) -> Result<(), sql::Error> {
    let before = tx.groups().by_id(id(group))?.unwrap();
    tx.groups().update(&Group { state, ..before })?;
    tx.memberships().renest(id(group))
}

fn groups_of(db: &Db, user: Id<User>) -> Vec<Id<Group>> {
    db.read_blocking(TENANT, move |tx| tx.memberships().of_person(user)).unwrap()
}

fn roles_of(db: &Db, user: Id<User>) -> Vec<Role> {
    db.read_blocking(TENANT, move |tx| tx.users().roles(user)).unwrap()
}

/// Anna is in 1, which is in 2 and 3, which are both in 4.
fn diamond(tx: &mut Tx<'_>) -> Result<(), sql::Error> {
    for number in 1..=4 {
        make(tx, number, false)?;
    }
    put(tx, 1, Member::Person(ANNA))?;
    put(tx, 3, Member::Person(PIET))?;
    put(tx, 4, Member::Group(id(2)))?;
    put(tx, 4, Member::Group(id(3)))?;
    put(tx, 2, Member::Group(id(1)))?;
    put(tx, 3, Member::Group(id(1)))
}

fn whoever_is_in_a_group_is_in_every_group_that_it_is_in(db: &Db) {
    write(db, diamond);
    assert_eq!(groups_of(db, ANNA), vec![id(1), id(2), id(3), id(4)]);
    assert_eq!(groups_of(db, PIET), vec![id(3), id(4)]);
    write(db, |tx| take(tx, 3, Member::Group(id(1))));
    assert_eq!(groups_of(db, ANNA), vec![id(1), id(2), id(4)], "the other way is still there");
    write(db, |tx| take(tx, 2, Member::Group(id(1))));
    assert_eq!(groups_of(db, ANNA), vec![id(1)]);
    write(db, |tx| take(tx, 1, Member::Person(ANNA)));
    assert_eq!(groups_of(db, ANNA), vec![]);
}

fn a_deleted_group_gives_nothing_and_what_it_gave_comes_back_with_it(db: &Db) {
    write(db, diamond);
    write(db, |tx| set_state(tx, 2, GroupState::Deleted { at: NOW }));
    assert_eq!(groups_of(db, ANNA), vec![id(1), id(3), id(4)]);
    write(db, |tx| set_state(tx, 3, GroupState::Deleted { at: NOW }));
    assert_eq!(groups_of(db, ANNA), vec![id(1)]);
    assert_eq!(groups_of(db, PIET), vec![]);
    write(db, |tx| set_state(tx, 3, GroupState::Active));
    assert_eq!(groups_of(db, ANNA), vec![id(1), id(3), id(4)]);
    write(db, |tx| tx.groups().remove(id(3)));
    assert_eq!(groups_of(db, ANNA), vec![id(1)], "gone for good");
}

fn layers_tell_how_deep_groups_are(db: &Db) {
    write(db, diamond);
    db.read_blocking(TENANT, |tx| {
        let above = tx.memberships().layers_above(id(1), 4)?.unwrap();
        assert_eq!(above.len(), 3);
        assert!(above[2].contains(&id(4)));
        assert_eq!(tx.memberships().layers_below(id(4), 4)?.unwrap().len(), 3);
        assert_eq!(tx.memberships().layers_above(id(1), 2)?, None);
        Ok::<_, sql::Error>(())
    })
    .unwrap();
}

fn a_role_of_a_group_is_held_by_whoever_is_in_it(db: &Db) {
    let role = Role::GlobalAdministrator;
    write(db, |tx| {
        make(tx, 1, true)?;
        put(tx, 1, Member::Person(ANNA))?;
        tx.users().assign(PIET, Role::ReportsReader, NOW)?;
        tx.users().assign(ANNA, Role::ReportsReader, NOW)
    });
    write(db, move |tx| {
        tx.groups().give_role(id(1), role, NOW)?;
        tx.groups().give_role(id(1), Role::ReportsReader, NOW).map(drop)
    });
    assert_eq!(roles_of(db, ANNA), vec![Role::ReportsReader, role]);
    assert_eq!(roles_of(db, PIET), vec![Role::ReportsReader]);
    db.read_blocking(TENANT, move |tx| {
        assert_eq!(tx.users().holders(role, 10)?, vec![ANNA]);
        assert_eq!(tx.users().holders(Role::ReportsReader, 10)?, vec![ANNA, PIET]);
        assert_eq!(tx.users().own_roles(ANNA)?, vec![Role::ReportsReader]);
        Ok::<_, sql::Error>(())
    })
    .unwrap();
    write(db, |tx| set_state(tx, 1, GroupState::Deleted { at: NOW }));
    assert_eq!(roles_of(db, ANNA), vec![Role::ReportsReader]);
}

macro_rules! on_both {
    ($($check:ident: $sqlite:ident, $postgresql:ident;)+) => {
        $(
            #[test]
            fn $sqlite() {
                on_sqlite($check);
            }
            #[test]
            fn $postgresql() {
                on_postgresql($check);
            }
        )+
    };
}

on_both! {
    whoever_is_in_a_group_is_in_every_group_that_it_is_in: nested_on_sqlite, nested_on_postgresql;
    a_deleted_group_gives_nothing_and_what_it_gave_comes_back_with_it: deleted_on_sqlite, deleted_on_postgresql;
    layers_tell_how_deep_groups_are: layers_on_sqlite, layers_on_postgresql;
    a_role_of_a_group_is_held_by_whoever_is_in_it: roles_on_sqlite, roles_on_postgresql;
}
