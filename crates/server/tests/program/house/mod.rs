//! An installation with an organisation, made without a browser, and the real binary in it.

#![allow(dead_code, unused_macros, unused_imports, reason = "each test file uses some of it")]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use model::{Id, Locale, Signal, Tenant};
use rustix::process::{Pid, Signal as Kill, kill_process};
use serde_json::Value;
use server::config::{Config, Flags, Sources, load};
use server::data_dir::DataDir;
use server::wiring;
use service::{Browser, Context};
use store::{AuditRecord, Tables};
use testdb::{Postgres, TempDir, temp_dir};
use testkit::Database;

/// The first administrator.
pub const ANNA: &str = "anna@example.org";
/// Her password.
pub const PASSWORD: &str = "correct horse battery staple";

/// A folder with an installation.
pub struct Installed {
    folder: TempDir,
    database: Option<Postgres>,
    /// The organisation.
    pub tenant: Id<Tenant>,
    /// The secret of Anna's app, as base32.
    pub secret: String,
}

/// A running server.
pub struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    /// Where it listens.
    pub port: u16,
}

/// An installation whose organisation is reached at `public`.
pub fn installed_at(database: Database, public: &str) -> Installed {
    let folder = temp_dir();
    let database = (database == Database::Postgres).then(testdb::postgres);
    if let Some(postgres) = &database {
        fs::write(folder.path().join("url"), postgres.url()).unwrap();
        fs::write(folder.path().join("sluis.toml"), "[database]\nurl_file = \"url\"\n").unwrap();
    }
    let mut installed = Installed { folder, database, tenant: Id::fixed(0), secret: String::new() };
    let (config, data) = installed.opened();
    let (tenant, secret) = runtime().block_on(async {
        let (house, db) = wiring::open(&config, &data).await.unwrap();
        let mut draft = house.new_draft(Locale::En, public.to_owned());
        draft.organisation = "De Vries Accountants".to_owned();
        draft.domain = "example.org".to_owned();
        draft.help_contact = "Marieke de Vries, 020 123 45 67".to_owned();
        draft.display = "Anna de Vries".to_owned();
        draft.name = ANNA.to_owned();
        draft.mail = ANNA.to_owned();
        draft.password_hash = house.draft_password(&draft, PASSWORD).await.unwrap().unwrap();
        let (secret, _) = house.draft_app(&draft);
        let code = testkit::totp(&secret);
        let made = house.make_organisation(draft, &nowhere(), &code).await.unwrap().unwrap();
        db.close();
        (made.tenant, secret)
    });
    installed.tenant = tenant;
    installed.secret = secret;
    installed
}

/// An installation of this machine alone.
pub fn installed(database: Database) -> Installed {
    installed_at(database, "http://localhost:8080")
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn nowhere() -> Context {
    Context {
        address: None,
        browser: Browser { id: [9; 32], returned: true },
        remembered: None,
        agent: None,
        platform: Signal::Unknown,
        locality: None,
        platform_hint: Signal::Unknown,
        locale: Locale::En,
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

impl Installed {
    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Its database, where that is PostgreSQL.
    pub fn postgres(&self) -> &Postgres {
        self.database.as_ref().unwrap()
    }

    /// Its data folder.
    pub fn data(&self) -> std::path::PathBuf {
        self.path().join("data")
    }

    fn opened(&self) -> (Config, DataDir) {
        let data_dir = ("--data-dir", "data_dir", self.data().display().to_string());
        let mut flags = vec![data_dir];
        if self.database.is_some() {
            flags.push(("--set", "database.url_file", self.path().join("url").display().to_string()));
        }
        let flags = flags.into_iter().map(|(flag, key, value)| (flag.into(), key.into(), value)).collect();
        let config = load(&Sources { flags: Flags(flags), ..Sources::default() }).unwrap().config;
        let data = DataDir::open(&config.data_dir).unwrap();
        (config, data)
    }

    /// The program, in this folder.
    pub fn sluis(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sluis"));
        command.current_dir(self.path()).env_clear().stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.sluis().args(arguments).output().unwrap()
    }

    /// Runs a command that succeeds, and reads its answer.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--json"]].concat());
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Runs a command that is refused: its exit code and what it says.
    #[track_caller]
    pub fn refused(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{output:?}");
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    }

    /// Starts the server and waits until it can be told something.
    pub fn start(&self, arguments: &[&str]) -> Running {
        self.start_as(self.sluis(), arguments)
    }

    /// The same with an environment of its own.
    pub fn start_as(&self, mut sluis: Command, arguments: &[&str]) -> Running {
        let any_port = ["--listen", "localhost:0"];
        let listen = if arguments.contains(&"--listen") { &[][..] } else { &any_port };
        let mut child = sluis.args(listen).args(arguments).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut running = Running { child, out, port: 0 };
        loop {
            let mut line = String::new();
            if running.out.read_line(&mut line).unwrap() == 0 {
                let mut error = String::new();
                running.child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
                panic!("it did not start: {error}");
            }
            if let Some(address) = line.strip_prefix("listening on http://") {
                running.port = address.trim_end().rsplit(':').next().unwrap().parse().unwrap();
            }
            if line.starts_with("ready") {
                return running;
            }
        }
    }

    /// What was audited, newest first. The server must have stopped, where the database is SQLite.
    pub fn audited(&self) -> Vec<AuditRecord> {
        let (config, data) = self.opened();
        let db = sql::Db::open(&wiring::database(&config, &data), store::MIGRATIONS).unwrap();
        let records = db.read_blocking(self.tenant, |tx| tx.audit().newest(100)).unwrap();
        db.close();
        records
    }
}

impl Installed {
    /// Does something to the database behind the server's back: how many rows it changed. `$1` is the organisation.
    /// The server must have stopped, where the database is SQLite.
    pub fn tamper(&self, sql: &'static str) -> u64 {
        let (config, data) = self.opened();
        let db = sql::Db::open(&wiring::database(&config, &data), store::MIGRATIONS).unwrap();
        let done = db.write_blocking(self.tenant, move |tx| {
            let tenant = tx.tenant();
            tx.execute(sql, &[&tenant])
        });
        db.close();
        done.unwrap()
    }

    /// The addresses of all sign-ins. The server must have stopped.
    pub fn signed_in_from(&self) -> Vec<Option<String>> {
        let (config, data) = self.opened();
        let db = sql::Db::open(&wiring::database(&config, &data), store::MIGRATIONS).unwrap();
        let records =
            db.read_blocking(self.tenant, |tx| tx.records().list(&store::Filter::default(), 100)).unwrap();
        db.close();
        records.into_iter().map(|record| record.address).collect()
    }
}

impl Running {
    /// Ends it as the system does.
    pub fn stop(mut self) {
        kill_process(Pid::from_child(&self.child), Kill::TERM).unwrap();
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        assert!(self.child.wait().unwrap().success());
    }

    /// Ends it as a crash does.
    pub fn kill(self) {
        drop(self);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Who runs these tests, as audit records say it.
pub fn myself() -> String {
    let uid = rustix::process::getuid().as_raw();
    let output = Command::new("id").arg("-un").output().unwrap();
    format!("{} (uid {uid})", String::from_utf8(output.stdout).unwrap().trim())
}

/// Writes each test twice: as `sqlite::name` and as `postgres::name`.
macro_rules! on_both {
    ($($(#[$meta:meta])* fn $name:ident($database:ident) $body:block)+) => {
        $(fn $name($database: testkit::Database) $body)+
        mod sqlite {
            $($(#[$meta])* #[test] fn $name() { super::$name(testkit::Database::Sqlite) })+
        }
        mod postgres {
            $($(#[$meta])* #[test] fn $name() { super::$name(testkit::Database::Postgres) })+
        }
    };
}
pub(crate) use on_both;
