//! Nodes hear what others announce, when it is committed and not before.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use sql::{Db, Error};

use crate::house::{TENANT, add, postgres, sqlite};

const SOON: Duration = Duration::from_secs(10);

/// Listens in a thread of its own; the first thing heard is that it listens.
fn listen(db: &Db) -> Receiver<()> {
    let (told, heard) = channel();
    let db = db.clone();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(db.listen(move || {
            let _ = told.send(());
        }));
    });
    heard
}

#[test]
fn what_is_announced_is_heard_by_another_node_once_it_is_committed() {
    let house = postgres();
    let heard = listen(&house.reopened());
    heard.recv_timeout(SOON).unwrap();
    let undone = house.db.write_blocking(TENANT, |tx| {
        add(tx, 1)?;
        tx.announce()?;
        Err::<(), _>(Error::Busy)
    });
    assert_eq!(undone, Err(Error::Busy));
    house.db.write_blocking(TENANT, |tx| tx.announce()).unwrap();
    heard.recv_timeout(SOON).unwrap();
    // Announcements come in order: one more proves that nothing came of what was undone.
    house.db.write_blocking(TENANT, |tx| tx.announce()).unwrap();
    heard.recv_timeout(SOON).unwrap();
    assert_eq!(heard.try_recv().ok(), None);
}

#[test]
fn whoever_lost_the_connection_listens_again_and_is_told_so() {
    let house = postgres();
    let heard = listen(&house.reopened());
    heard.recv_timeout(SOON).unwrap();
    house
        .db
        .write_blocking(TENANT, |tx| {
            tx.query(
                "select pg_terminate_backend(pid) from pg_stat_activity \
                 where query = 'listen sluis' and datname = current_database()",
                &[],
            )
        })
        .unwrap();
    heard.recv_timeout(SOON).unwrap();
    house.db.write_blocking(TENANT, |tx| tx.announce()).unwrap();
    heard.recv_timeout(SOON).unwrap();
}

#[test]
fn a_file_of_one_process_announces_to_nobody() {
    let house = sqlite();
    let heard = listen(&house.db);
    house.db.write_blocking(TENANT, |tx| tx.announce()).unwrap();
    assert_eq!(heard.recv_timeout(Duration::from_millis(50)), Err(RecvTimeoutError::Timeout));
}
