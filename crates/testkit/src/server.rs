//! A running Sluis in this process, on either database, with a clock that tests set.

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{SystemTime, UNIX_EPOCH};

use factors::password::Cost;
use model::{Coordinates, Country, Id, Locale, Locality, Signal, Span, Tenant, Timestamp};
use oauth::SigningAlgorithm;
use outside::ldap::{Ldap, Plain};
use outside::reach::Reach;
use service::{Browser, Config, Context, House, Keys, LogDelivery, MailRoute, Message, Outside};
use sql::Db;
use web::{App, NetworkConfig};

use crate::{Client, oathtool};

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    /// A file in a folder of its own.
    Sqlite,
    /// A database of its own in a throw-away server.
    Postgres,
}

/// A running Sluis.
pub struct Server {
    /// The use cases, for what a test looks at or sets up directly.
    pub house: House,
    /// Where it listens.
    pub base: String,
    database: Db,
    offset: Arc<AtomicI64>,
    sent: Sent,
    folder: Option<testdb::TempDir>,
    _postgres: Option<testdb::Postgres>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

/// What left for outside.
#[derive(Clone, Default)]
struct Sent {
    mail: Arc<Mutex<Vec<Message>>>,
    logs: Arc<Mutex<Vec<LogDelivery>>>,
    slow: Arc<tokio::sync::Mutex<()>>,
}

/// The name of a host at which nobody takes logs.
pub const NOBODY: &str = "nobody.example";
/// The name of a host that takes logs only when [`Server::hold`] lets it.
pub const SLOW: &str = "slow.example";

/// An organisation with its first administrator.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// Its id.
    pub tenant: Id<Tenant>,
    /// The administrator's password.
    pub password: String,
    /// The administrator's app, as base32.
    pub secret: String,
    /// The administrator's recovery codes.
    pub recovery_codes: Vec<String>,
}

/// Addresses that the tests' country table knows.
fn country_of(ip: IpAddr) -> Signal<Country> {
    let code = match ip.to_string().split(['.', ':']).next() {
        Some("203") => "NL",
        Some("198") => "ES",
        _ => return Signal::Unknown,
    };
    Signal::from_option(Country::new(code))
}

fn in_folder(folder: &testdb::TempDir) -> sql::Config {
    sql::Config::Sqlite { path: folder.path().join("sluis.db"), readers: 2 }
}

fn at_postgres(postgres: &testdb::Postgres) -> sql::Config {
    sql::Config::Postgres { url: postgres.url().to_owned(), connections: 4, root_certificate: None }
}

/// A folder with a database that has every migration: hundreds of tests want one, and each is a copy of the first.
fn migrated_folder() -> testdb::TempDir {
    static MIGRATED: OnceLock<Vec<u8>> = OnceLock::new();

    let bytes = MIGRATED.get_or_init(|| {
        let folder = testdb::temp_dir();
        Db::open(&in_folder(&folder), store::MIGRATIONS).expect("the database opens").close();
        std::fs::read(folder.path().join("sluis.db")).expect("the database is a file")
    });
    let folder = testdb::temp_dir();
    std::fs::write(folder.path().join("sluis.db"), bytes).expect("the database is copied");
    folder
}

/// The same in PostgreSQL.
fn migrated_postgres() -> testdb::Postgres {
    static MIGRATED: OnceLock<testdb::Postgres> = OnceLock::new();

    let migrated = MIGRATED.get_or_init(|| {
        let postgres = testdb::postgres();
        Db::open(&at_postgres(&postgres), store::MIGRATIONS).expect("the database opens").close();
        postgres
    });
    migrated.copied()
}

/// The one address of which more than the country is known.
fn locality_of(ip: IpAddr) -> Option<Locality> {
    let is_known = ip.to_string() == "203.0.113.77";
    let haarlem =
        || Locality::new(Some("Haarlem"), Some("North Holland"), Coordinates::of_degrees(52.3874, 4.6462));
    is_known.then(haarlem).flatten()
}

impl Server {
    /// Starts one without an organisation.
    pub async fn start(database: Database) -> Self {
        let (folder, postgres) = match database {
            Database::Sqlite => (Some(migrated_folder()), None),
            Database::Postgres => (None, Some(migrated_postgres())),
        };
        let config = match (&folder, &postgres) {
            (Some(folder), _) => in_folder(folder),
            (None, Some(postgres)) => at_postgres(postgres),
            (None, None) => unreachable!("one of the two"),
        };
        let database = Db::open(&config, store::MIGRATIONS).expect("the database opens");
        let offset = Arc::new(AtomicI64::new(0));
        let sent = Sent::default();
        let house = house(database.clone(), &offset, &sent).await;
        let (base, task) = listen(&house).await;
        Self { house, base, database, offset, sent, folder, _postgres: postgres, tasks: vec![task] }
    }

    /// Starts one with an organisation: `anna@example.org` is its Global Administrator.
    pub async fn with_organisation(database: Database) -> (Self, Organisation) {
        let server = Self::start(database).await;
        let organisation = server.make_organisation().await;
        (server, organisation)
    }

    /// A second node on the same database: its address.
    pub async fn second_node(&mut self) -> String {
        let house = house(self.database.clone(), &self.offset, &self.sent).await;
        let (base, task) = listen_as(&house, &self.base).await;
        self.tasks.push(task);
        base
    }

    /// The same installation in a process that has just started, beside this one.
    pub async fn started_again(&self) -> House {
        house(self.database.clone(), &self.offset, &self.sent).await
    }

    /// The same database opened with another key file.
    pub async fn with_other_keys(&self) -> House {
        house_with([8; 32], self.database.clone(), &self.offset, &self.sent).await
    }

    /// The time that the server believes it is.
    pub fn now(&self) -> Timestamp {
        present(&self.offset)
    }

    /// Lets time pass.
    pub fn pass(&self, span: Span) {
        self.offset.fetch_add(span.as_micros(), Ordering::SeqCst);
    }

    /// A new browser at an address.
    pub fn browser(&self, from: &str) -> Client {
        Client::new(&self.base, from)
    }

    /// Sends what waits in the outbox and hands over what was sent so far.
    pub async fn mail(&self) -> Vec<Message> {
        self.house.run_jobs().await;
        self.sent.mail.lock().expect("mail").clone()
    }

    /// Sends what waits of the logs and hands over what was sent so far.
    pub async fn logs(&self) -> Vec<LogDelivery> {
        self.export_logs().await;
        self.sent.logs.lock().expect("logs").clone()
    }

    /// Runs one round of every job, and waits for the logs that go on beside it.
    pub async fn export_logs(&self) {
        self.until_exported().await;
        self.house.run_jobs().await;
        self.until_exported().await;
    }

    async fn until_exported(&self) {
        for organisation in self.house.organisations().iter() {
            while self.house.is_exporting(organisation.id) {
                tokio::task::yield_now().await;
            }
        }
    }

    /// Has [`SLOW`] take nothing for as long as what comes back is held.
    pub async fn hold(&self) -> tokio::sync::OwnedMutexGuard<()> {
        Arc::clone(&self.sent.slow).lock_owned().await
    }

    /// The database, for what only a test may look at.
    pub const fn database(&self) -> &Db {
        &self.database
    }

    /// The folder of the SQLite database, to look for what must not be in it.
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.folder.as_ref().map(testdb::TempDir::path)
    }

    /// The code that an app shows now.
    pub fn code(&self, secret: &str) -> String {
        oathtool(secret, self.now())
    }

    async fn make_organisation(&self) -> Organisation {
        let password = "correct horse battery staple".to_owned();
        let mut draft = self.house.new_draft(Locale::En, self.base.clone());
        draft.organisation = "De Vries Accountants".to_owned();
        draft.domain = "example.org".to_owned();
        draft.help_contact = "Marieke de Vries, 020 123 45 67".to_owned();
        draft.display = "Anna de Vries".to_owned();
        draft.name = "anna@example.org".to_owned();
        draft.mail = "anna@example.org".to_owned();
        draft.password_hash = self.house.draft_password(&draft, &password).await.unwrap().unwrap();
        let secret = data_encoding::BASE32_NOPAD.encode(&draft.totp);
        let code = self.code(&secret);
        let context = Context {
            address: None,
            browser: Browser { id: [9; 32], returned: true },
            remembered: None,
            agent: None,
            platform: Signal::Unknown,
            locality: None,
            platform_hint: Signal::Unknown,
            locale: Locale::En,
        };
        let made =
            self.house.make_organisation(draft, &context, &code).await.unwrap().expect("the code is right");
        // The code of this moment is used up.
        self.pass(Span::seconds(30));
        Organisation { tenant: made.tenant, password, secret, recovery_codes: made.recovery_codes }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

fn present(offset: &AtomicI64) -> Timestamp {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    let micros = i64::try_from(now.as_micros()).expect("before the end of time");
    Timestamp::from_micros(micros + offset.load(Ordering::SeqCst))
}

async fn house(database: Db, offset: &Arc<AtomicI64>, sent: &Sent) -> House {
    house_with([7; 32], database, offset, sent).await
}

async fn house_with(key: [u8; 32], database: Db, offset: &Arc<AtomicI64>, sent: &Sent) -> House {
    let (clock, mailed, delivered) = (Arc::clone(offset), Arc::clone(&sent.mail), Arc::clone(&sent.logs));
    let slow = Arc::clone(&sent.slow);
    let outside = Outside {
        now: Box::new(move || present(&clock)),
        fill_random: Box::new(|bytes| aws_lc_rs::rand::fill(bytes).expect("random bytes")),
        make_signing_key: signing_keys(),
        send_mail: Box::new(move |message| {
            mailed.lock().expect("mail").push(message.clone());
            Ok(())
        }),
        country_of: Box::new(country_of),
        country_data: Box::new(|| "tests".to_owned()),
        locality_of: Box::new(locality_of),
        mail_route: MailRoute::Relay("mail.example.org".to_owned()),
        deliver_log: Box::new(move |batch| {
            if let LogDelivery::Webhook { host, .. } | LogDelivery::Syslog { host, .. } = batch {
                if host == NOBODY {
                    return Err("nobody answers there".to_owned());
                }
                if host == SLOW {
                    drop(slow.blocking_lock());
                }
            }
            delivered.lock().expect("logs").push(batch.clone());
            Ok(())
        }),
        read_directory: Box::new(|server, search, take| ldap().read(server, search, take)),
        check_remote_password: Box::new(|server, dn, password, attribute| {
            ldap().check_password(server, (dn, password), attribute)
        }),
    };
    let keys = Keys::new(&[(1, key)]).expect("a key");
    let config = Config { hash_cost: Cost::cheapest(), hash_workers: 2, ..Config::default() };
    House::open(database, outside, keys, config).await.expect("the house opens")
}

/// Directory servers of this machine, which the tests start.
fn ldap() -> Ldap {
    Ldap::new(Reach::new(vec!["127.0.0.0/8".parse().expect("a range")]), Plain::Loopback)
}

/// Makes keys. The first with RSA is the same for every server of this process: making one takes long where nothing is
/// optimised, and every organisation has one.
fn signing_keys() -> Box<dyn Fn(SigningAlgorithm) -> Vec<u8> + Send + Sync> {
    static FIRST: OnceLock<Vec<u8>> = OnceLock::new();
    let is_handed_out = AtomicBool::new(false);
    let make = |algorithm| oauth::generate_pkcs8(algorithm).expect("a key");
    Box::new(move |algorithm| {
        if algorithm == SigningAlgorithm::Rs256 && !is_handed_out.swap(true, Ordering::SeqCst) {
            return FIRST.get_or_init(|| make(algorithm)).clone();
        }
        make(algorithm)
    })
}

async fn listen(house: &House) -> (String, tokio::task::JoinHandle<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let base = format!("http://localhost:{port}");
    (base.clone(), serve(house, listener, port))
}

/// A node that is reached by its own port and believes itself behind the first node's address.
async fn listen_as(house: &House, public: &str) -> (String, tokio::task::JoinHandle<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let _ = public;
    (format!("http://localhost:{port}"), serve(house, listener, port))
}

fn serve(house: &House, listener: tokio::net::TcpListener, port: u16) -> tokio::task::JoinHandle<()> {
    let network = NetworkConfig {
        trusted_proxies: vec!["127.0.0.0/8".parse().expect("a range")],
        public_address: None,
        port,
    };
    let router =
        web::router(App::new(house.clone(), network)).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move {
        axum::serve(listener, router).await.expect("the server runs");
    })
}
