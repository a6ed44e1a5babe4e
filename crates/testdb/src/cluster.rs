use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::folder;

/// A fresh database in the cluster of this test process; it goes when this is dropped.
#[derive(Debug)]
pub struct Postgres {
    cluster: &'static Cluster,
    name: String,
    url: String,
}

/// Makes a fresh, empty database. The first call starts a PostgreSQL cluster that ends with this process, however the
/// process ends; its default collation is a language's, so that a forgotten `collate "C"` shows.
///
/// # Panics
/// When PostgreSQL is not installed or does not start.
pub fn postgres() -> Postgres {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();

    Postgres::made(CLUSTER.get_or_init(Cluster::start), "template1")
}

impl Postgres {
    fn made(cluster: &'static Cluster, template: &str) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);

        let name = format!("test{}", NEXT.fetch_add(1, Ordering::Relaxed));
        cluster.psql("postgres", &format!("create database {name} template {template}"));
        Self { cluster, url: cluster.url(&name), name }
    }

    /// Makes another database that holds what this one does, to which nobody may be connected.
    ///
    /// # Panics
    /// When somebody is, after five seconds.
    #[must_use]
    pub fn copied(&self) -> Self {
        Self::made(self.cluster, &self.name)
    }

    /// The address, for programs that speak libpq's URLs.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The port on `localhost` that the same server listens on.
    pub fn port(&self) -> u16 {
        self.cluster.port
    }

    /// The name of the database.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Runs statements from outside, as the superuser, and gives what they answer: one line per row, no headings.
    ///
    /// # Panics
    /// When a statement fails.
    pub fn psql(&self, statements: &str) -> String {
        self.cluster.psql(&self.name, statements)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Where it fails the cluster has ended, and the database with it.
        let _ = self.cluster.asked("postgres", &format!("drop database {} with (force)", self.name)).output();
    }
}

#[derive(Debug)]
struct Cluster {
    programs: PathBuf,
    /// Holds the socket.
    folder: String,
    port: u16,
    /// Watches over the server. It reads from a pipe that the kernel closes when this process ends.
    _shell: Child,
}

/// Makes a cluster in a new folder, says where, and removes both when its input ends.
const WATCH: &str = r#"
set -eu
trap '' INT TERM HUP
bin=$1
port=$2
dir=$(mktemp -d "$3/sluis-pg.XXXXXX")
cd "$dir"
start() { "$bin/initdb" -D data -U postgres -A trust -E UTF8 -N --no-instructions "$@" >log 2>&1; }
start --locale=C.UTF-8 --locale-provider=icu --icu-locale=en || { rm -rf data; start --locale=C; }
cat >>data/postgresql.conf <<END
listen_addresses = 'localhost'
port = $port
unix_socket_directories = '$dir'
max_connections = 300
shared_buffers = 64MB
fsync = off
full_page_writes = off
max_wal_size = 64MB
END
"$bin/postgres" -D data >>log 2>&1 &
server=$!
tries=0
until "$bin/pg_isready" -q -h "$dir" -p "$port"; do
    tries=$((tries + 1))
    if [ $tries -gt 300 ] || ! kill -0 $server 2>/dev/null; then cat log >&2; rm -rf "$dir"; exit 1; fi
    sleep 0.1
done
echo "$dir"
cat >/dev/null || true
kill -QUIT $server || true
wait $server || true
cd /
rm -rf "$dir"
"#;

impl Cluster {
    fn start() -> Self {
        let programs = programs().unwrap_or_else(|| {
            panic!("PostgreSQL is not installed; run `cargo xtask test`, which says what is missing")
        });
        let port = free_port();
        let mut shell = as_somebody("sh")
            .args(["-c", WATCH, "sh"])
            .arg(&programs)
            .arg(port.to_string())
            .arg(folder::root())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .current_dir("/")
            .spawn()
            .unwrap_or_else(|error| panic!("no shell for PostgreSQL: {error}"));
        let mut folder = String::new();
        let output = shell.stdout.take().expect("the output is piped");
        BufReader::new(output).read_line(&mut folder).expect("the shell says where the cluster is");
        let folder = folder.trim_end().to_owned();
        assert!(!folder.is_empty(), "PostgreSQL did not start; its log is above");
        Self { programs, folder, port, _shell: shell }
    }

    fn url(&self, database: &str) -> String {
        format!("postgresql:///{database}?host={}&port={}&user=postgres", self.folder, self.port)
    }

    fn asked(&self, database: &str, statements: &str) -> Command {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h", &self.folder]);
        psql.args(["-p", &self.port.to_string(), "-d", database, "-c", statements]);
        psql
    }

    fn psql(&self, database: &str, statements: &str) -> String {
        let mut psql = self.asked(database, statements);
        let output = psql.output().unwrap_or_else(|error| panic!("no psql: {error}"));
        assert!(output.status.success(), "`{statements}`: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
    }
}

/// Free a moment ago, and the kernel does not soon give it to another.
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("there is a free port");
    listener.local_addr().expect("it is bound").port()
}

/// PostgreSQL refuses to run as root; there the user of Debian's package runs it.
fn as_somebody(program: &str) -> Command {
    let id = Command::new("id").arg("-u").output().expect("`id` tells who we are");
    if id.stdout.trim_ascii() != b"0" {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--", program]);
    command
}

/// Where Debian keeps the newest version, or wherever `postgres` stands.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok().into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin")))
        })
        .filter(|(_, folder)| is_complete(folder))
        .max();
    newest.map(|(_, folder)| folder).or_else(|| {
        let output = Command::new("pg_config").arg("--bindir").output().ok()?;
        let folder = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
        is_complete(&folder).then_some(folder)
    })
}

fn is_complete(folder: &Path) -> bool {
    ["initdb", "postgres", "pg_isready", "psql"].iter().all(|program| folder.join(program).exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_database_is_fresh() {
        let (one, other) = (postgres(), postgres());
        assert_ne!(one.url(), other.url());
        one.psql("create table t (a bigint); insert into t values (1), (2)");
        assert_eq!(one.psql("select a from t order by a"), "1\n2");
        assert_eq!(other.psql("select count(*) from pg_tables where tablename = 't'"), "0");
    }
}
