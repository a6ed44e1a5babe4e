//! A job is one node's, and another's when that one has died (D20), on both databases.

use crate::organisation::{TENANT, on_postgresql, on_sqlite};
use model::Timestamp;
use sql::Db;
use store::Tables;

/// Whether a node gets a job at a second, for ten seconds.
fn takes(db: &Db, job: &'static str, node: u8, second: i64) -> bool {
    let (now, until) = (Timestamp::from_secs(second), Timestamp::from_secs(second + 10));
    db.write_blocking(TENANT, move |tx| tx.leases().take(job, &[node; 16], now, until)).unwrap()
}

fn one_node_does_a_job_until_it_has_died(db: &Db) {
    assert!(takes(db, "mail", 1, 100));
    assert!(!takes(db, "mail", 2, 101));
    assert!(takes(db, "sweep", 2, 101), "another job is another lease");
    assert!(takes(db, "mail", 1, 109), "who has it keeps it");
    assert!(!takes(db, "mail", 2, 118));
    assert!(takes(db, "mail", 2, 119), "it was not renewed");
    assert!(!takes(db, "mail", 1, 120));
}

#[test]
fn one_node_does_a_job_until_it_has_died_on_sqlite() {
    on_sqlite(one_node_does_a_job_until_it_has_died);
}

#[test]
fn one_node_does_a_job_until_it_has_died_on_postgresql() {
    on_postgresql(one_node_does_a_job_until_it_has_died);
}
