//! Connections to PostgreSQL that go away.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sql::{Db, Error, Migration};

use crate::house::{self, House, MIGRATIONS, TENANT, add, ids};

/// Ends every other connection to the same database.
fn end_connections(from: &Db) {
    let end = "select pg_terminate_backend(pid, 5000) from pg_stat_activity \
        where datname = current_database() and pid <> pg_backend_pid()";
    from.write_installation_blocking(move |installation| installation.query(end, &[])).unwrap();
}

/// Uses every connection, so that each thread has one.
fn warm(house: &House) {
    let barrier = Arc::new(std::sync::Barrier::new(house.writers));
    let threads: Vec<_> = (0..house.writers)
        .map(|_| {
            let (db, barrier) = (house.db.clone(), Arc::clone(&barrier));
            std::thread::spawn(move || {
                db.read_blocking(TENANT, move |tx| {
                    barrier.wait();
                    tx.query("select 1", &[])
                })
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
}

#[test]
fn connections_that_were_lost_while_idle_are_not_noticed() {
    let house = house::postgres();
    warm(&house);
    end_connections(&house.reopened());
    for id in 0..8 {
        house.add(id).unwrap();
    }
    assert_eq!(house.ids().len(), 8);
}

#[test]
fn a_connection_that_is_lost_in_the_middle_ends_only_that_transaction() {
    let house = house::postgres();
    let other = house.reopened();
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let ended = house.db.write_blocking(TENANT, move |tx| {
        counted.fetch_add(1, Ordering::SeqCst);
        add(tx, 1)?;
        let other = other.clone();
        std::thread::spawn(move || end_connections(&other)).join().unwrap();
        add(tx, 2)
    });
    assert_eq!((ended, runs.load(Ordering::SeqCst)), (Err(Error::Connection), 1));
    house.add(3).unwrap();
    assert_eq!(house.ids(), [3]);
}

/// What is lost while committing may or may not have been done: running it again could do it twice.
#[test]
fn a_connection_that_is_lost_while_committing_is_an_error() {
    let house = house::postgres();
    house.db.close();
    let fatal = Migration {
        version: 3,
        name: "ends the connection while committing",
        sql: "create function fatal() returns trigger language plpgsql as \
            'begin perform pg_terminate_backend(pg_backend_pid()); return null; end';
            create constraint trigger fatal after insert on parts deferrable initially deferred \
            for each row execute function fatal()",
    };
    let db = Db::open(&house.config, &[MIGRATIONS, &[fatal]].concat()).unwrap();
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let ended = db.write_blocking(TENANT, move |tx| {
        counted.fetch_add(1, Ordering::SeqCst);
        add(tx, 1)?;
        tx.execute("insert into parts (tenant, thing, size) values ($1, 1, 1)", &[&TENANT])
    });
    assert_eq!((ended, runs.load(Ordering::SeqCst)), (Err(Error::Connection), 1));
    db.write_blocking(TENANT, |tx| add(tx, 2)).unwrap();
    assert_eq!(ids(&db), [2]);
}
