//! A job is one node's, and another's when that one has died (D20), on both databases.

#![allow(clippy::unwrap_used, reason = "tests")]

use model::{Id, Tenant, Timestamp};
use sql::{Config, Db};
use store::Tables;

const TENANT: Id<Tenant> = Id::fixed(1);

fn open(config: &Config) -> Db {
    let db = Db::open(config, store::MIGRATIONS).unwrap();
    let organisation = model::Organisation {
        id: TENANT,
        name: "De Vries".to_owned(),
        domain: "example.org".to_owned(),
        locale: model::Locale::En,
        public_address: "http://localhost".to_owned(),
        rp_id: "localhost".to_owned(),
        help_contact: "Marieke".to_owned(),
        created: Timestamp::from_secs(1_700_000_000),
    };
    db.write_installation_blocking(move |all| store::organisations(all).insert(&organisation)).unwrap();
    db
}

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
    db.close();
}

#[test]
fn one_node_does_a_job_until_it_has_died_on_sqlite() {
    let folder = testdb::temp_dir();
    let config = Config::Sqlite { path: folder.path().join("sluis.db"), readers: 1 };
    one_node_does_a_job_until_it_has_died(&open(&config));
}

#[test]
fn one_node_does_a_job_until_it_has_died_on_postgresql() {
    let postgres = testdb::postgres();
    let config = Config::Postgres { url: postgres.url().to_owned(), connections: 2, root_certificate: None };
    one_node_does_a_job_until_it_has_died(&open(&config));
}
