//! The lists of the admin centre are carried by an index on both databases: no scan, no sorting of everything. And no
//! statement at all reads a whole table on SQLite, however few rows it held when the server started.

use model::{Id, Tenant, Timestamp};
use sql::{Config, Db, Param, Tx};

use crate::statements::source::read;

const TENANT: Id<Tenant> = Id::fixed(0x7f000001_0000_4000_8000_000000000001);
const USERS: u128 = 2_000;
const APPS: u128 = 500;
const RECORDS: u128 = 4_000;

/// A list, the words that only its statement has, and the index that carries it.
const LISTS: [(&str, &str, &str); 28] = [
    ("records.rs", "where tenant = $1 and at >= $2 and (at, id) < ($3, $4)", "sign_in_records_by_time"),
    ("records.rs", "where tenant = $1 and user_id = $7 and at >= $2", "sign_in_records_by_user"),
    ("records.rs", "where tenant = $1 and user_id = $7 and client_id = $8", "sign_in_records_by_"),
    ("records.rs", "where tenant = $1 and client_id = $7 and at >= $2", "sign_in_records_by_app"),
    ("records.rs", "where tenant = $1 and grant_id = $2 and at >= $3", "sign_in_records_by_grant"),
    ("users.rs", "from users where tenant = $1 and (display, id) > ($2, $3)", "users_by_display"),
    ("users.rs", "from users where tenant = $1 and state = $8", "users_by_state"),
    ("users.rs", "from users where tenant = $1 and guest <> 'none'", "users_"),
    ("per_user_mfa.rs", "where tenant = $1 and per_user_mfa = $2 and (display", "users_by_"),
    ("audit.rs", "where tenant = $1 and at >= $2 and (at, id) < ($3, $4)", "audit_records_by_time"),
    ("audit.rs", "where tenant = $1 and actor_id = $7 and at >= $2", "audit_records_by_actor"),
    ("apps.rs", "from apps where tenant = $1 and (name, app_id) > ($2, $3)", "apps_by_name"),
    ("groups.rs", "state = 'active' and (display, id) > ($2, $3)", "groups_by_display"),
    ("search.rs", "where tenant = $1 and kind = $2 and word >= $3", "search_words_by_word"),
    ("records.rs", "where tenant = $1 and (at, id) > ($2, $3) and at < $4", "sign_in_records_by_time"),
    ("agreements.rs", "agreement_id = $2 and (at, id) < ($3, $4)", "agreement_answers_by_agreement"),
    ("coverage.rs", "where tenant = $1 and gap = $2 and at >= $3", "coverage_gaps_by_gap"),
    ("users.rs", "from users where tenant = $1 and (name, id) > ($2, $3)", "users_by_name"),
    ("users.rs", "from users where tenant = $1 and (created, id) < ($2, $3)", "users_by_created"),
    ("users.rs", "from users where tenant = $1 and (last_sign_in, id) < ($2, $3)", "users_by_last_sign_in"),
    ("audit.rs", "where tenant = $1 and action = $2 and at >= $3 and at < $4", "audit_records_by_action"),
    ("audit.rs", "where tenant = $1 and at < $4 and (at, id) > ($2, $3)", "audit_records_by_time"),
    ("records.rs", "where tenant = $1 and at < $4 and (at, id) > ($2, $3)", "sign_in_records_by_time"),
    ("policy_sets.rs", "where tenant = $1 and created >= $2 and created < $3", "revisions_by_time"),
    ("records_found.rs", "where tenant = $1 and address = $5", "sign_in_records_by_address"),
    ("records_found.rs", "where tenant = $1 and error = $5", "sign_in_records_by_error"),
    ("audit.rs", "where tenant = $1 and target_id = $7 and at >= $2", "audit_records_by_target"),
    ("sync_runs.rs", "where tenant = $1 and begun < $2 order by", "sync_runs_by_time"),
];

fn id(number: u128) -> Id<()> {
    // Spread, as random ids are.
    Id::fixed(number.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835))
}

fn fill(tx: &mut Tx<'_>) -> Result<(), sql::Error> {
    let now = 1_700_000_000_000_000i64;
    for number in 0..USERS {
        let name = format!("Person {number:05}");
        let mut handle = [0u8; 32];
        handle[..16].copy_from_slice(id(number).as_bytes());
        tx.execute(
            "insert into users (tenant, id, handle, name, display, state, state_at, password_state, password_at, \
             password_handed, per_user_mfa, guest, created, valid_from) \
             values ($1, $2, $3, $4, $4, 'active', $5, 'none', $5, $5, 'disabled', 'member', $5, $5)",
            &[&TENANT, &id(number), &handle, &name, &now],
        )?;
    }
    for number in 0..USERS {
        let word = format!("person{number:05}");
        tx.execute(
            "insert into search_words (tenant, kind, word, id) values ($1, 'person', $2, $3)",
            &[&TENANT, &word, &id(number)],
        )?;
    }
    for number in 0..APPS {
        let name = format!("Application {number:05}");
        tx.execute(
            "insert into apps (tenant, app_id, object_id, principal_id, name, kind, assignment, redirect_uris, \
             logout_uris, built_in, created) values ($1, $2, $2, $2, $3, 'public', 'everyone', '[]', '[]', $4, $5)",
            &[&TENANT, &id(number), &name, &false, &now],
        )?;
    }
    for number in 0..APPS {
        let name = format!("Group {number:05}");
        tx.execute(
            "insert into groups (tenant, id, display, description, rule_paused, carries_roles, state, state_at, created) \
             values ($1, $2, $3, '', $4, $4, 'active', $5, $5)",
            &[&TENANT, &id(number), &name, &false, &now],
        )?;
    }
    for number in 0..RECORDS {
        let at = now + i64::try_from(number).unwrap() * 1_000_000;
        tx.execute(
            "insert into agreement_answers (tenant, id, agreement_id, user_id, version, accepted, at) \
             values ($1, $2, $3, $4, 1, $5, $6)",
            &[&TENANT, &id(number), &id(number % 7), &id(number % 100), &true, &at],
        )?;
    }
    for number in 0..RECORDS {
        let at = now + i64::try_from(number).unwrap() * 1_000_000;
        let (user, app) = (id(number % 100), id(number % 7));
        let error = if number % 2 == 0 { 50_126i64 } else { 0 };
        let address = format!("203.0.113.{}", number % 200);
        tx.execute(
            "insert into sign_in_records (tenant, id, at, code, user_id, grant_id, client_id, door, client_app, flow, \
             outcome, error, interactive, times, last_at, evaluator, address) \
             values ($1, $2, $3, 'ABCD2345', $4, $4, $5, 'page', 'browser', 'none', 'success', $6, $7, 1, $3, 1, $8)",
            &[&TENANT, &id(number), &at, &user, &app, &error, &true, &address],
        )?;
        tx.execute(
            "insert into coverage_gaps (tenant, gap, at, record_id) values ($1, $2, $3, $4)",
            &[&TENANT, &["uncovered", "singleFactor"][usize::from(number % 2 == 0)], &at, &id(number)],
        )?;
        tx.execute(
            "insert into audit_records \
             (tenant, id, at, actor_kind, actor_id, action, target_kind, target_id, changes) \
             values ($1, $2, $3, 'user', $4, $5, 'user', $6, '[]')",
            &[
                &TENANT,
                &id(number),
                &at,
                &user,
                &["blockPerson", "takeBackup"][usize::from(number % 50 == 0)],
                &id(number % 60),
            ],
        )?;
        tx.execute(
            "insert into revisions (tenant, id, parts, created) values ($1, $2, '[]', $3)",
            &[&TENANT, &id(number), &at],
        )?;
        tx.execute(
            "insert into sync_runs (tenant, id, begun, ended, whole, trial, outcome, counts) \
             values ($1, $2, $3, $3, $4, $4, 'done', '{}')",
            &[&TENANT, &id(number), &at, &false],
        )?;
    }
    Ok(())
}

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
    db.write_installation_blocking(move |installation| {
        store::organisations(installation).insert(&organisation)?;
        fill(&mut installation.tenant(TENANT))
    })
    .unwrap();
    db
}

/// What reads everything of an organisation and may: each with the reason.
const READS_ALL: &[(&str, &str)] = &[
    ("agreements.rs", "from agreements where tenant = $1 order by name"), // a hundred at most
    ("agreements.rs", "select count(*) from (select 1"),                  // bounded by its limit
    ("audit.rs", "order by at desc, id desc limit $2"), // the newest few, in the order of the index
    ("audit.rs", "select count(*) from (select 1 from audit_records"), // bounded by its limit
    ("audit_seals.rs", "order by number desc limit 1"), // one row, in the order of the index
    ("coverage.rs", "order by record_id limit $2"),     // the oldest few, in the order of the key
    ("credentials.rs", "select user_id, count(*) from credentials"), // by a command, before an address changes
    ("credentials.rs", "delete from passkeys where tenant = $1"),    // after an address has changed
    ("credentials.rs", "delete from credentials where tenant = $1 and method in"), // the same
    ("credentials.rs", "select method, count(distinct user_id)"),    // a page of settings
    ("emergency.rs", "from emergency_accounts where tenant = $1 order by"), // four at most
    ("memberships.rs", "select count(*) from (select 1"),            // bounded by its limit
    ("passkeys.rs", "select aaguid, count(*)"),                      // a page of settings
    ("passkeys.rs", "from passkeys where passkeys.tenant = $1"),     // before its settings change
    ("exclusions.rs", "gone is null order by policy, subject"),      // beside every policy, by a save
    ("exclusions.rs", "gone is not null order by policy, subject"),  // the same, by going back to a revision
    ("log_exports.rs", "from log_exports where tenant = $1 order by kind"), // three at most
    ("log_exports.rs", "where tenant = $1 order by kind, stream"),   // six at most
    ("lockouts.rs", "select count(*) from lockouts"), // by the sweep, which bounds how many there are
    ("lockouts.rs", "order by until, failures, expires"), // the same, when there are too many
    ("grants.rs", "delete from grants where tenant = $1"), // everybody is signed out
    ("sessions.rs", "delete from sessions where tenant = $1"), // the same
    ("sign_ins.rs", "delete from sign_ins where tenant = $1"), // the same
    ("remembered.rs", "delete from remembered where tenant = $1"), // the same
    ("first_steps.rs", "select step from first_steps where tenant = $1"), // four at most
    ("organisations.rs", "from organisations order by created"), // the installation's own, read once
    ("organisations.rs", "select tenant from organisations limit 1"), // one row
    ("organisations.rs", "update organisations set public_address"), // its primary key
    ("organisations.rs", "update organisations set name"), // the same
    ("outbox.rs", "select count(*) from (select 1 from outbox"), // bounded by its limit
    ("policy_sets.rs", "select revision from heads where tenant = $1"), // its primary key
    ("signing_keys.rs", "from signing_keys where tenant = $1 order by kid"), // a handful
    ("per_user_mfa.rs", "limit $3) as few"),          // bounded by its limit
    ("users.rs", "order by display, id limit $2"),    // Home: ends at its limit
    ("users.rs", "and state_at <= $2 limit $3) as few"), // bounded by its limit
    ("users.rs", "select count(*) from users where tenant = $1"), // Home, and the API when asked: how many there are
    ("users.rs", "select count(distinct credentials.user_id)"), // Home: how many of them have a second factor
    ("restored.rs", "delete from "),                            // everything ends, with no server running
    ("restored.rs", "update credentials set last_step"),        // the same
    ("restored.rs", "from users"),                              // the same
    ("restored.rs", "from recovery_codes where tenant = $1"),   // the same
];

/// The plan of a list's first page, or of a later one.
fn plan(db: &Db, explain: &str, column: usize, (file, words): (&str, &str), later: bool) -> String {
    let (statements, _) = read();
    let found: Vec<_> = statements.iter().filter(|one| one.file == file && one.sql.contains(words)).collect();
    assert_eq!(found.len(), 1, "`{words}` in {file} is {} statements", found.len());
    let sql: &'static str = format!("{explain} {}", found[0].sql).leak();
    let file = file.to_owned();
    db.read_blocking(TENANT, move |tx| {
        // A plan alone does not make SQLite look whether the schema is still the one it remembers.
        tx.query("select app_id from apps where tenant = $1 limit 1", &[&TENANT])?;
        let (from, last) = (Timestamp::from_micros(i64::MIN), Id::<()>::fixed(u128::MAX));
        let middle = Timestamp::from_micros(1_700_002_000_000_000);
        let before = if later { middle } else { Timestamp::from_micros(i64::MAX) };
        let (user, app, limit) = (id(5), id(3), 51i64);
        let since = Timestamp::from_micros(1_700_000_000_000_000);
        let after = if later { "Person 01000" } else { "" };
        let (end, first) = ("\u{10ffff}", Id::<()>::fixed(0));
        let params: Vec<&dyn Param> = match file.as_str() {
            "search.rs" if later => vec![&TENANT, &"person", &"person01000", &"person0100\u{10ffff}", &limit],
            "search.rs" => vec![&TENANT, &"person", &"person00", &"person00\u{10ffff}", &limit],
            "users.rs" if sql.contains("(name, id) > ($2, $3)") => vec![&TENANT, &after, &first, &limit],
            "users.rs" if sql.contains("id) < ($2, $3)") => vec![&TENANT, &before, &last, &limit],
            "users.rs" => vec![&TENANT, &after, &first, &"", &end, &limit, &"", &"invited"],
            "per_user_mfa.rs" => vec![&TENANT, &"disabled", &after, &first, &"", &end, &limit],
            "groups.rs" => vec![&TENANT, &"Group 00200", &first, &limit, &"", &end],
            "coverage.rs" => vec![&TENANT, &"uncovered", &from, &before, &last, &limit],
            "apps.rs" => vec![&TENANT, &"Application 00200", &first, &limit, &"", &end],
            "agreements.rs" => vec![&TENANT, &app, &before, &last, &limit],
            "policy_sets.rs" => vec![&TENANT, &from, &before, &limit],
            _ if sql.contains("action = $2") => vec![&TENANT, &"takeBackup", &from, &before, &limit],
            "sync_runs.rs" => vec![&TENANT, &before, &limit],
            _ if sql.contains("(at, id) > ($2, $3)") => vec![&TENANT, &since, &first, &before, &limit],
            _ if sql.contains("error = $5") => vec![&TENANT, &from, &before, &last, &50_126i64, &limit],
            _ if sql.contains("address = $5") => {
                vec![&TENANT, &from, &before, &last, &"203.0.113.7", &limit]
            }
            _ if sql.contains("grant_id = $2") => vec![&TENANT, &user, &since],
            _ => vec![&TENANT, &from, &before, &last, &"", &limit, &user, &app],
        };
        let wanted = (1..=params.len()).take_while(|number| sql.contains(&format!("${number}"))).count();
        let rows = tx.query(sql, &params[..wanted])?;
        rows.iter().map(|row| row.get::<String>(column)).collect::<Result<Vec<_>, sql::Error>>()
    })
    .unwrap()
    .join("\n")
}

#[test]
fn lists_are_carried_by_an_index_on_sqlite() {
    let folder = testdb::temp_dir();
    let db = open(&Config::Sqlite { path: folder.path().join("sluis.db"), readers: 1 });
    for (file, words, index) in LISTS {
        for later in [false, true] {
            let plan = plan(&db, "explain query plan", 3, (file, words), later);
            assert!(plan.contains(&format!("INDEX {index}")), "{words}:\n{plan}");
            assert!(!plan.contains("SCAN ") && !plan.contains("TEMP B-TREE"), "{words}:\n{plan}");
        }
    }
    db.close();
}

#[test]
fn lists_are_carried_by_an_index_on_postgresql() {
    let postgres = testdb::postgres();
    let db =
        open(&Config::Postgres { url: postgres.url().to_owned(), connections: 2, root_certificate: None });
    // PostgreSQL does this by itself, some time after the rows came.
    db.write_blocking(TENANT, |tx| tx.execute("analyze", &[])).unwrap();
    for (file, words, index) in LISTS {
        for later in [false, true] {
            let plan = plan(&db, "explain", 0, (file, words), later);
            assert!(plan.contains(&format!(" using {index}")), "{words}:\n{plan}");
            // The look for a second factor is by person, and where a group comes from is by group; an empty table is read
            // whole, whatever index it has.
            let lists = plan.replace("Seq Scan on credentials", "").replace("Seq Scan on synced", "");
            assert!(!lists.contains("Seq Scan") && !lists.contains("Sort"), "{words}:\n{plan}");
        }
    }
    db.close();
}

/// What is wrong with a step of a plan, if anything is.
fn complaint(step: &str) -> Option<&'static str> {
    let table = step.strip_prefix("SCAN ").or_else(|| step.strip_prefix("SEARCH "))?;
    let whole = step.starts_with("SCAN ") && !table.starts_with("CONSTANT ROW") && !table.starts_with('(');
    // An index of which only the organisation is used narrows nothing where there is one organisation.
    let all_of_tenant = step.ends_with("(tenant=?)");
    match (whole, all_of_tenant) {
        (true, _) => Some("reads a whole table"),
        (_, true) => Some("reads everything of the organisation"),
        _ => None,
    }
}

#[test]
fn no_statement_reads_a_whole_table_on_sqlite() {
    let folder = testdb::temp_dir();
    let config = Config::Sqlite { path: folder.path().join("sluis.db"), readers: 1 };
    // As at a later start of a young installation: every table exists, and hardly anything is in it.
    Db::open(&config, store::MIGRATIONS).unwrap().close();
    let db = Db::open(&config, store::MIGRATIONS).unwrap();
    let (statements, _) = read();
    let mut wrong = vec![];
    for one in &statements {
        if READS_ALL.iter().any(|(file, words)| one.file == *file && one.sql.contains(words)) {
            continue;
        }
        for step in steps(&db, &one.sql) {
            if let Some(complaint) = complaint(&step) {
                wrong.push(format!("{} {complaint}: {}\n    {step}", one.file, one.sql));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    db.close();
}

/// The steps of a statement's plan; its parameters are null, because no plan depends on them.
fn steps(db: &Db, sql: &str) -> Vec<String> {
    let parameters = (1..=40).rev().find(|number| sql.contains(&format!("${number}"))).unwrap_or(0);
    let sql: &'static str = format!("explain query plan {sql}").leak();
    db.read_blocking(TENANT, move |tx| {
        let null: Option<i64> = None;
        let mut params: Vec<&dyn Param> = vec![&TENANT];
        params.resize(parameters.max(1), &null);
        let rows = tx.query(sql, &params[..parameters])?;
        rows.iter().map(|row| row.get::<String>(3)).collect::<Result<Vec<_>, sql::Error>>()
    })
    .unwrap_or_else(|error| panic!("{error}: {sql}"))
}

#[test]
fn a_list_without_its_index_is_noticed() {
    let folder = testdb::temp_dir();
    let db = open(&Config::Sqlite { path: folder.path().join("sluis.db"), readers: 1 });
    db.write_blocking(TENANT, |tx| tx.execute("drop index users_by_display", &[])).unwrap();
    let (file, words, index) = LISTS[5];
    let plan = plan(&db, "explain query plan", 3, (file, words), false);
    assert!(!plan.contains(&format!("INDEX {index}")) && plan.contains("TEMP B-TREE"), "{plan}");
    db.close();
}
