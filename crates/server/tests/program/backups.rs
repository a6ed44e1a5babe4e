//! Backups of the real binary: taken while the server runs, restored with it stopped, on both databases. Attack 87: an
//! older backup brings nobody back in who was put out, and no code, session or link to life again.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::house::{ANNA, Installed, PASSWORD, Running, installed, myself, on_both};
use store::Actor;
use testdb::temp_dir;
use testkit::{Answer, Client, Database};

const PUBLIC: &str = "http://localhost:8080";
const PIET: &str = "piet@example.org";
const KEES: &str = "kees@example.org";
const PASSPHRASE: &str = "wide rivers carry slow barges\n";

/// Runs what a browser does.
fn web<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn browser(server: &Running) -> Client {
    Client::at_node(&format!("http://localhost:{}", server.port), PUBLIC, "203.0.113.7")
}

async fn sign_in(browser: &Client, code: &str) -> Answer {
    let page = browser.get("/sign-in").await;
    let page = browser.submit(&page, &[("name", ANNA)]).await;
    let page = browser.submit(&page, &[("password", PASSWORD)]).await;
    browser.submit(&page, &[("totp", code)]).await
}

/// True when a session leads past the sign-in.
async fn is_in(browser: &Client) -> bool {
    browser.get("/sign-in").await.status == 303
}

fn add(house: &Installed, name: &str) -> String {
    let answer = house.json(&["user", "add", name, "--display", "Somebody", "--mail", name]);
    answer["link"]["address"].as_str().unwrap().strip_prefix(PUBLIC).unwrap().to_owned()
}

fn state_of(house: &Installed, name: &str) -> String {
    house.json(&["user", "show", name])["user"]["state"].as_str().unwrap().to_owned()
}

fn passphrase(house: &Installed) -> String {
    let path = house.path().join("passphrase");
    fs::write(&path, PASSPHRASE).unwrap();
    path.display().to_string()
}

/// Takes a backup; the file.
fn backup(house: &Installed) -> PathBuf {
    let path = house.path().join("one.backup");
    let answer =
        house.json(&["backup", &path.display().to_string(), "--passphrase-file", &passphrase(house)]);
    assert_eq!((&answer["answer"], &answer["withKeys"]), (&"backedUp".into(), &true.into()), "{answer}");
    assert_eq!(answer["organisations"][0], "example.org");
    path
}

fn restore_arguments(house: &Installed, file: &Path) -> Vec<String> {
    let words = ["restore", &file.display().to_string(), "--passphrase-file", &passphrase(house), "--yes"];
    words.map(str::to_owned).to_vec()
}

fn restore(house: &Installed, file: &Path) -> serde_json::Value {
    let arguments = restore_arguments(house, file);
    house.json(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

fn names(house: &Installed) -> Vec<String> {
    let users = house.json(&["user", "list"])["users"].as_array().unwrap().clone();
    users.iter().map(|user| user["name"].as_str().unwrap().to_owned()).collect()
}

on_both! {
    // Attack 87.
    fn an_older_backup_lets_nobody_in_and_brings_no_code_session_or_link_back(database) {
        let house = installed(database);
        let server = house.start(&[]);
        let link = add(&house, PIET);
        let anna = browser(&server);
        let code = testkit::code_after(&house.secret, 30);
        let file = backup(&house);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        // What happens after it: a code is used, somebody is blocked, somebody is added.
        web(async {
            assert_eq!(sign_in(&anna, &code).await.status, 303);
            assert!(is_in(&anna).await);
            assert_eq!(anna.get(&link).await.status, 200);
        });
        assert!(house.run(&["user", "block", PIET]).status.success());
        add(&house, KEES);
        let (exit, said) = house.refused(&restore_arguments(&house, &file).iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(exit, 5, "a server runs: {said}");
        server.stop();
        let done = restore(&house, &file);
        assert_eq!(done["again"]["blocked"], 1, "{done}");
        let aside = done["aside"].as_str().unwrap();
        assert!(aside.contains("replaced_"), "{done}");
        assert_eq!(house.path().join(aside).is_file(), database == Database::Sqlite);
        let server = house.start(&[]);
        assert_eq!(names(&house), [ANNA, PIET]);
        assert_eq!(state_of(&house, PIET), "blocked");
        let (anna, other) = (anna.moved_to_node(&format!("http://localhost:{}", server.port)), browser(&server));
        web(async {
            assert!(!is_in(&anna).await, "the session has ended");
            assert_ne!(sign_in(&other, &code).await.status, 303, "the code was used");
            assert_ne!(other.get(&link).await.status, 200, "the link has ended");
        });
        server.stop();
        let records = house.audited();
        let newest = records.iter().find(|record| record.action == "restoreBackup").unwrap();
        assert_eq!(newest.actor, Actor::Cli(myself()));
        assert!(newest.changes.contains("\"blockedAgain\",\"old\":null,\"new\":1"), "{}", newest.changes);
        assert!(records.iter().any(|record| record.action == "takeBackup"));
        assert!(!records.iter().any(|record| record.action == "blockPerson"), "it is in what was kept aside");
        let left: Vec<_> = fs::read_dir(house.data()).unwrap().flatten().map(|entry| entry.file_name()).collect();
        assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".part") || name == "restore.db"), "{left:?}");
    }

    fn what_was_taken_away_since_is_taken_away_again(database) {
        let house = installed(database);
        add(&house, PIET);
        assert!(house.run(&["recover", PIET, "--make-administrator", "--yes"]).status.success());
        let file = backup(&house);
        // Anna's second step goes, and all of the organisation is blocked.
        assert!(house.run(&["recover", ANNA, "--yes"]).status.success());
        assert!(house.run(&["org", "block", "example.org", "--yes"]).status.success());
        let done = restore(&house, &file);
        assert_eq!((&done["again"]["methods"], &done["again"]["organisations"]), (&1.into(), &1.into()), "{done}");
        let anna = house.json(&["user", "show", ANNA]);
        assert_eq!(anna["user"]["methods"].as_array().unwrap().len(), 0, "{anna}");
        // The password of the backup may be the stolen one, and would be all that is asked.
        assert_eq!(house.tamper("update users set guest = guest where tenant = $1 and name = 'anna@example.org' and password_hash is null"), 1);
        assert_eq!(house.json(&["org", "list"])["organisations"][0]["blocked"], true);
        // Twice the same: what is there now is the backup, and nothing was taken since.
        assert!(house.run(&["org", "unblock", "example.org"]).status.success());
        let done = restore(&house, &file);
        assert_eq!(done["again"]["organisations"], 0, "{done}");
    }

    fn a_new_machine_is_what_the_old_one_was_without_the_recovery_codes(database) {
        let house = installed(database);
        let file = backup(&house);
        assert_ne!(house.json(&["user", "show", ANNA])["user"]["recoveryCodes"], 0);
        let folder = temp_dir();
        let postgres = (database == Database::Postgres).then(testdb::postgres);
        if let Some(postgres) = &postgres {
            fs::write(folder.path().join("url"), postgres.url()).unwrap();
            fs::copy(house.path().join("sluis.toml"), folder.path().join("sluis.toml")).unwrap();
        }
        let run = |arguments: &[String]| {
            let mut sluis = house.sluis();
            sluis.current_dir(folder.path()).args(arguments).arg("--json").output().unwrap()
        };
        let output = run(&restore_arguments(&house, &file));
        assert!(output.status.success(), "{output:?}");
        let done: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&done["again"], &done["aside"]), (&serde_json::Value::Null, &serde_json::Value::Null));
        let key_file = folder.path().join("data/keys");
        assert_eq!(fs::read(&key_file).unwrap(), fs::read(house.data().join("keys")).unwrap());
        assert_eq!(fs::metadata(&key_file).unwrap().permissions().mode() & 0o777, 0o600);
        let shown = run(&["user", "show", ANNA].map(str::to_owned));
        let shown: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
        assert_eq!((&shown["user"]["recoveryCodes"], &shown["user"]["state"]), (&0.into(), &"active".into()));
        let mut sluis = house.sluis();
        sluis.current_dir(folder.path());
        let server = house.start_as(sluis, &[]);
        server.stop();
    }

    fn a_backup_that_does_not_fit_changes_nothing(database) {
        let house = installed(database);
        let file = backup(&house);
        let elsewhere = installed(database);
        let refused = |house: &Installed, more: &[&str]| {
            let arguments = restore_arguments(house, &file);
            let words: Vec<_> = arguments.iter().map(String::as_str).chain(more.iter().copied()).collect();
            house.refused(&words)
        };
        // Another installation's keys are never replaced.
        let (exit, said) = refused(&elsewhere, &[]);
        assert!(exit == 4 && said.contains("move it away"), "{said}");
        fs::write(house.path().join("wrong"), "another passphrase than that\n").unwrap();
        let wrong = ["restore", "one.backup", "--passphrase-file", "wrong", "--yes"];
        let (exit, said) = house.refused(&wrong);
        assert!(exit == 4 && said.contains("passphrase"), "{said}");
        assert_eq!(house.refused(&["restore", "one.backup", "--yes"]).0, 2, "nobody gives a passphrase");
        assert_eq!(house.refused(&["restore", "sluis.toml", "--yes"]).0, 2);
        // Taken over by nobody who did not say yes.
        assert_eq!(house.refused(&["restore", "one.backup", "--passphrase-file", "passphrase"]).0, 4);
        let mut bytes = fs::read(&file).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        fs::write(house.path().join("bad.backup"), bytes).unwrap();
        let (exit, said) = house.refused(&["restore", "bad.backup", "--passphrase-file", "passphrase", "--yes"]);
        assert!(exit == 4 && said.contains("checksum"), "{said}");
        assert_eq!(names(&house), [ANNA]);
        assert!(!house.audited().iter().any(|record| record.action == "restoreBackup"));
    }
}

#[test]
fn a_restore_where_nothing_is_says_so_and_a_wrong_passphrase_leaves_no_trace() {
    let house = installed(Database::Sqlite);
    backup(&house);
    fs::write(house.path().join("wrong"), "another passphrase than that\n").unwrap();
    let into = |passphrase: &str| {
        let file = ["restore", "one.backup", "--passphrase-file", passphrase, "--data-dir", "fresh"];
        house.refused(&file)
    };
    let (exit, said) = into("wrong");
    assert!(exit == 4 && said.contains("not the passphrase"), "{said}");
    assert!(said.contains("others on this machine can read `wrong`"), "{said}");
    assert!(!house.path().join("fresh").exists());
    let private = fs::Permissions::from_mode(0o600);
    fs::set_permissions(house.path().join("passphrase"), private).unwrap();
    // Nobody says yes.
    let (exit, said) = into("passphrase");
    assert!(exit == 4 && said.contains("where nothing is yet"), "{said}");
    assert!(!said.contains("can read"), "{said}");
}

#[test]
fn a_backup_takes_the_keys_along_or_is_told_not_to() {
    let house = installed(Database::Sqlite);
    let (exit, said) = house.refused(&["backup", "a.backup"]);
    assert!(exit == 2 && said.contains("--without-keys"), "{said}");
    fs::write(house.path().join("short"), "too short\n").unwrap();
    assert_eq!(house.refused(&["backup", "a.backup", "--passphrase-file", "short"]).0, 2);
    let answer = house.json(&["backup", "a.backup", "--without-keys"]);
    assert_eq!(answer["withKeys"], false);
    assert_eq!(house.refused(&["backup", "a.backup", "--without-keys"]).0, 4, "nothing is overwritten");
    let text = String::from_utf8_lossy(&fs::read(house.path().join("a.backup")).unwrap()).into_owned();
    let key = fs::read_to_string(house.data().join("keys")).unwrap();
    let key = key.lines().last().unwrap().split(' ').nth(1).unwrap().to_owned();
    assert!(!text.contains(&key));
    assert!(house.run(&["restore", "a.backup", "--yes"]).status.success(), "the key file is there");
    fs::rename(house.data().join("keys"), house.path().join("keys")).unwrap();
    let (exit, said) = house.refused(&["restore", "a.backup", "--yes"]);
    assert!(exit == 4 && said.contains("without keys"), "{said}");
    // A folder gets a file named by the moment, and what the keys open is all that the keys open.
    fs::rename(house.path().join("keys"), house.data().join("keys")).unwrap();
    fs::create_dir(house.path().join("kept")).unwrap();
    let answer = house.json(&["backup", "kept", "--without-keys"]);
    let file = answer["file"].as_str().unwrap();
    assert!(file.starts_with("kept/sluis-20") && file.ends_with("Z.backup"), "{file}");
    let health = house.run(&["doctor", "--json"]);
    let health: serde_json::Value = serde_json::from_slice(&health.stdout).unwrap();
    let found = health["findings"].as_array().unwrap().iter().find(|found| found["check"] == "backup");
    assert_eq!(found.unwrap()["found"], "The last one is of today.", "{health}");
}

#[test]
fn a_backup_moves_an_installation_from_one_database_to_the_other() {
    for (from, to) in [(Database::Sqlite, Database::Postgres), (Database::Postgres, Database::Sqlite)] {
        let house = installed(from);
        add(&house, PIET);
        let file = backup(&house);
        let other = installed(to);
        fs::remove_file(other.data().join("keys")).unwrap();
        let done = restore(&other, &file);
        assert_eq!(done["organisations"][0], "example.org");
        assert_eq!(names(&other), [ANNA, PIET]);
        other.start(&[]).stop();
    }
}

#[test]
fn what_is_there_and_cannot_be_read_is_replaced_only_when_told() {
    let house = installed(Database::Sqlite);
    let file = backup(&house);
    fs::write(house.data().join("sluis.db"), "no database any more").unwrap();
    let mut arguments = restore_arguments(&house, &file);
    let words = |arguments: &[String]| arguments.iter().map(String::clone).collect::<Vec<_>>();
    let all = words(&arguments);
    let (exit, said) = house.refused(&all.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(exit == 4 && said.contains("--forget-since"), "{said}");
    arguments.push("--forget-since".to_owned());
    let done = house.json(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(done["again"], serde_json::Value::Null);
    let aside = done["aside"].as_str().unwrap();
    assert_eq!(fs::read_to_string(house.path().join(aside)).unwrap(), "no database any more");
    assert_eq!(names(&house), [ANNA]);
}

#[test]
fn no_node_may_run_on_a_database_that_is_replaced() {
    let house = installed(Database::Postgres);
    let file = backup(&house);
    let folder = temp_dir();
    for name in ["url", "sluis.toml"] {
        fs::copy(house.path().join(name), folder.path().join(name)).unwrap();
    }
    let server = house.start(&[]);
    // Another machine of the same database has no socket to find.
    let mut sluis = house.sluis();
    let output = sluis.current_dir(folder.path()).args(restore_arguments(&house, &file)).output().unwrap();
    assert_eq!(output.status.code(), Some(5), "{output:?}");
    assert!(!folder.path().join("data/keys").exists(), "nothing was begun");
    add(&house, PIET);
    server.stop();
    assert!(restore(&house, &file)["aside"].as_str().unwrap().starts_with("replaced_"));
}

/// Whether a file with such a name is in a folder.
fn is_there(folder: &Path, begins: &str) -> bool {
    let entries = fs::read_dir(folder).unwrap().flatten();
    entries.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with(begins))
}

/// The database is well, as the doctor sees it.
#[track_caller]
fn is_sound(house: &Installed) {
    let health = house.run(&["doctor", "--json"]);
    let health: serde_json::Value = serde_json::from_slice(&health.stdout).unwrap();
    let findings = health["findings"].as_array().unwrap();
    assert!(
        findings.iter().all(|found| found["check"] != "database" || found["state"] == "well"),
        "{health}"
    );
}

#[test]
fn a_restore_that_is_killed_leaves_the_old_or_the_new_and_can_be_done_again() {
    let house = installed(Database::Sqlite);
    let file = backup(&house);
    add(&house, PIET);
    // While it is made ready, and about when it is put in place.
    for moment in ["restore.db", "restore.db-wal", "replaced_"] {
        let mut command: Command = house.sluis();
        command.args(restore_arguments(&house, &file)).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        while !is_there(&house.data(), moment) && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let names = names(&house);
        assert!(names == [ANNA, PIET] || names == [ANNA], "{moment}: {names:?}");
        is_sound(&house);
    }
    restore(&house, &file);
    assert_eq!(names(&house), [ANNA]);
    house.start(&[]).stop();
}

/// Somebody who holds something in PostgreSQL, until this is dropped.
struct Holder(Child);

impl Holder {
    fn holds(house: &Installed, statements: &str) -> Self {
        let mut psql = Command::new("psql");
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", house.postgres().url()]);
        let mut child = psql.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        writeln!(child.stdin.as_mut().unwrap(), "{statements}\n\\echo held").unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        assert!(lines.any(|line| line == "held"), "{statements}");
        Self(child)
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        self.0.wait().unwrap();
    }
}

/// From now on whoever writes the first person of a new database waits for [`HELD`].
const WAIT_AT_PEOPLE: &str = "
    create function wait_here() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock(4711); return null; end $$;
    create function watch_tables() returns event_trigger language plpgsql as $$ begin
        if exists (select 1 from pg_event_trigger_ddl_commands() where object_identity = 'public.users') then
            create trigger wait_here before insert on users execute function wait_here();
        end if; end $$;
    create event trigger watch_tables on ddl_command_end when tag in ('CREATE TABLE')
        execute function watch_tables();";
const HELD: &str = "select pg_advisory_lock(4711);";
const WAIT_NO_MORE: &str =
    "drop event trigger watch_tables; drop function watch_tables(); drop function wait_here() cascade";
/// Reading is allowed while a database is replaced, and its table cannot be moved.
const READS_PEOPLE: &str = "begin; lock table users in access share mode;";
const IS_WAITING: &str = "select count(*) from pg_stat_activity where datname = current_database() \
    and application_name = 'sluis' and wait_event_type = 'Lock'";
const PUT_ASIDE: &str = "select count(*) from pg_namespace where nspname like 'replaced@_%' escape '@'";

#[test]
fn a_restore_on_postgresql_that_is_killed_leaves_the_old_or_the_new_and_can_be_done_again() {
    let house = installed(Database::Postgres);
    let file = backup(&house);
    add(&house, PIET);
    let killed_when = |is_so: &dyn Fn() -> bool| {
        let mut command: Command = house.sluis();
        command.args(restore_arguments(&house, &file)).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        while !is_so() && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        let was_done = child.try_wait().unwrap().is_some();
        child.kill().unwrap();
        child.wait().unwrap();
        was_done
    };
    let says = |query: &str, answer: &str| house.postgres().psql(query).trim() == answer;
    let is_as_before = |moment: &str| {
        assert_eq!(names(&house), [ANNA, PIET], "{moment}");
        assert!(says(PUT_ASIDE, "0"), "{moment}");
        house.start(&[]).stop();
    };
    killed_when(&|| is_there(&house.data(), "restore.db"));
    is_as_before("while it is made ready");

    let reader = Holder::holds(&house, READS_PEOPLE);
    assert!(!killed_when(&|| says(IS_WAITING, "1")));
    drop(reader);
    is_as_before("while the old tables are put aside");

    house.postgres().psql(WAIT_AT_PEOPLE);
    let held = Holder::holds(&house, HELD);
    assert!(!killed_when(&|| says(IS_WAITING, "1")));
    drop(held);
    house.postgres().psql(WAIT_NO_MORE);
    is_as_before("while the new ones are filled");

    killed_when(&|| !says(PUT_ASIDE, "0"));
    assert_eq!(names(&house), [ANNA], "once it is in place it is in place");
    restore(&house, &file);
    house.start(&[]).stop();
    assert_eq!(names(&house), [ANNA]);
}
