//! What has ended is removed in steps, and nothing else is, on both databases.

use crate::organisation::{TENANT, on_postgresql, on_sqlite};
use model::{Id, Timestamp};
use sql::{Db, Tx};
use store::Tables;

const INSERTS: [&str; 8] = [
    "insert into sign_ins (tenant, id, browser, state, resume, version, expires) values ($1, $2, $2, '', '', $3, $3)",
    "insert into sessions (tenant, id, digest, user_id, browser, proofs, decision, created, last_used, ends) \
     values ($1, $2, $2, $2, $2, '', $2, $3, $3, $3)",
    "insert into grants (tenant, id, user_id, app_id, scopes, proofs, flow, decision, revision, generation, offline, \
     created, rotated, ends) values ($1, $2, $2, $2, '', '', '', $2, $2, $3, false, $3, $3, $3)",
    "insert into remembered (tenant, id, user_id, browser, generation, rotated, method, proven, created, ends) \
     values ($1, $2, $2, $2, $3, $3, '', $3, $3, $3)",
    "insert into codes (tenant, digest, grant_id, request, used, until) values ($1, $2, $2, '', false, $3)",
    "insert into spent (tenant, id, until) values ($1, $2, $3)",
    "insert into invitations (tenant, id, user_id, digest, created, until) values ($1, $2, $2, $2, $3, $3)",
    "insert into lockouts (tenant, key, failures, until, expires) values ($1, $2, $3, $3, $3)",
];

/// A row of every table for each end, in seconds.
fn fill(tx: &mut Tx<'_>, ends: &[i64]) -> store::Result<()> {
    for insert in INSERTS {
        for (number, end) in ends.iter().enumerate() {
            let id = Id::<()>::fixed(number as u128 + 1);
            tx.execute(insert, &[&TENANT, &id, &Timestamp::from_secs(*end)])?;
        }
    }
    Ok(())
}

fn any(db: &Db, second: i64) -> bool {
    db.read_blocking(TENANT, move |tx| tx.ended().any(Timestamp::from_secs(second))).unwrap()
}

fn swept(db: &Db, second: i64, limit: i64) -> u64 {
    db.write_blocking(TENANT, move |tx| tx.ended().sweep(Timestamp::from_secs(second), limit)).unwrap()
}

fn what_has_ended_is_removed_in_steps(db: &Db) {
    db.write_blocking(TENANT, |tx| fill(tx, &[100, 101, 200])).unwrap();
    let kinds = INSERTS.len() as u64;
    assert!(!any(db, 99));
    assert_eq!(swept(db, 99, 10), 0, "nothing has ended yet");
    assert!(any(db, 100));
    assert_eq!(swept(db, 150, 1), kinds, "one of each");
    assert_eq!(swept(db, 150, 10), kinds);
    assert!(!any(db, 150), "what goes on is still there");
    assert_eq!(swept(db, 200, 10), kinds);
}

#[test]
fn what_has_ended_is_removed_in_steps_on_sqlite() {
    on_sqlite(what_has_ended_is_removed_in_steps);
}

#[test]
fn what_has_ended_is_removed_in_steps_on_postgresql() {
    on_postgresql(what_has_ended_is_removed_in_steps);
}

fn what_is_locked_or_counted_most_is_kept_when_there_are_too_many_counters(db: &Db) {
    let counter = |key: u8, failures, until: i64| {
        let until = Timestamp::from_secs(until);
        ([key; 32], store::Counted { failures, until })
    };
    let all = [counter(1, 1, 0), counter(2, 9, 0), counter(3, 1, 0), counter(4, 12, 500), counter(5, 3, 0)];
    db.write_blocking(TENANT, move |tx| {
        for (key, counted) in &all {
            tx.lockouts().write(key, *counted, Timestamp::from_secs(900 + i64::from(key[0])))?;
        }
        Ok::<_, sql::Error>(())
    })
    .unwrap();
    let left = |db: &Db| -> Vec<u8> {
        let read = |tx: &mut Tx<'_>| {
            let mut left = vec![];
            for key in 1..=5 {
                left.extend(tx.lockouts().read(&[key; 32], Timestamp::from_secs(1))?.map(|_| key));
            }
            Ok::<_, sql::Error>(left)
        };
        db.read_blocking(TENANT, read).unwrap()
    };
    let trim = |most, limit| db.write_blocking(TENANT, move |tx| tx.lockouts().trim(most, limit)).unwrap();
    assert_eq!(trim(5, 10), 0);
    assert_eq!(trim(2, 1), 1, "in steps");
    assert_eq!(left(db), [2, 3, 4, 5], "the oldest of those that were counted least");
    assert_eq!(trim(2, 10), 2);
    assert_eq!(left(db), [2, 4]);
    assert_eq!(db.read_blocking(TENANT, |tx| tx.lockouts().count()).unwrap(), 2);
}

#[test]
fn what_is_locked_or_counted_most_is_kept_on_sqlite() {
    on_sqlite(what_is_locked_or_counted_most_is_kept_when_there_are_too_many_counters);
}

#[test]
fn what_is_locked_or_counted_most_is_kept_on_postgresql() {
    on_postgresql(what_is_locked_or_counted_most_is_kept_when_there_are_too_many_counters);
}
