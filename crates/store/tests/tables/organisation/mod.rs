//! A database with one organisation, for a test that runs on both kinds.

use model::{Id, Tenant, Timestamp};
use sql::{Config, Db};

pub const TENANT: Id<Tenant> = Id::fixed(1);

pub fn on_sqlite(check: impl Fn(&Db)) {
    let folder = testdb::temp_dir();
    on(&Config::Sqlite { path: folder.path().join("sluis.db"), readers: 1 }, check);
}

pub fn on_postgresql(check: impl Fn(&Db)) {
    let postgres = testdb::postgres();
    let url = postgres.url().to_owned();
    on(&Config::Postgres { url, connections: 2, root_certificate: None }, check);
}

fn on(config: &Config, check: impl Fn(&Db)) {
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
    check(&db);
    db.close();
}
