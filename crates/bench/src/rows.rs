//! The rows, in the order of the table. One more is a function here and a line in [`run`].

use std::path::{Path, PathBuf};
use std::time::Duration;

use model::Id;
use sql::Db;
use testkit::Application;
use tokio::runtime::Runtime;

use crate::Outcome;
use crate::child::{self, Server, ask_self};
use crate::flows::{FormPost, Get, People, RefreshGrant, SignIn};
use crate::guesses;
use crate::load::{self, Figures, Work};
use crate::nodes::{Nodes, RefreshAtBoth};
use crate::passkeys::PasskeySignIn;
use crate::table::{self, Row};

/// The discovery document of the seeded organisation.
const CONFIGURATION: &str = "/example.org/v2.0/.well-known/openid-configuration";
/// How many people the organisation has.
const PEOPLE: usize = 100_000;
/// How many people it has where two nodes share a PostgreSQL.
const PEOPLE_OF_NODES: usize = 1_000;
/// How many people it has where nothing but a replay is measured: as many as sign in within two runs.
const PEOPLE_OF_REPLAY: usize = 20_000;
/// What a replay is to look at in a second of the processor.
const REPLAYED: f64 = 200_000.0;
/// Each row is measured so often, and the better one kept.
const RUNS: usize = 2;
/// Starts of which the median is kept.
const STARTS: usize = 5;
/// Networks that wrong passwords come from, each with 25 pairs: with the real hash, and where only what surrounds it
/// takes time.
const REAL_NETWORKS: u8 = 8;
const CHEAP_NETWORKS: u8 = 80;
/// What else is asked while passwords are hashed, a second.
const OTHERS: u32 = 200;

/// Every row; writes the table and prints it.
pub(crate) fn run(table: &Path, cold_build: Option<Duration>) -> Outcome<()> {
    let bench = Bench::here()?;
    // First, because it needs a PostgreSQL: where there is none that is said at once.
    let mut last = vec![];
    bench.two_nodes(&mut last)?;
    let mut rows = vec![];
    rows.extend(cold_build.map(build_row));
    bench.starts(&mut rows)?;
    bench.real_hash(&mut rows)?;
    bench.cheap_hash(&mut rows)?;
    rows.append(&mut last);
    let page = table::page(&rows, bench.pinned);
    print!("{page}");
    std::fs::write(table, page)?;
    Ok(())
}

/// The rows of two nodes alone, printed.
pub(crate) fn nodes() -> Outcome<()> {
    let mut rows = vec![];
    Bench::here()?.two_nodes(&mut rows)?;
    for Row { name, measured, per_processor, .. } in rows {
        println!("{name}: {measured} {per_processor}");
    }
    Ok(())
}

/// The row of a replay alone, printed: over the sign-ins of one load.
pub(crate) fn replays() -> Outcome<()> {
    let bench = Bench::here()?;
    let folder = testdb::disk_dir();
    let data = folder.path().join("data");
    let port = Application::free_port();
    bench.seed("cheap", &data, port, PEOPLE_OF_REPLAY)?;
    let server = Server::cheap(bench.pinned, &data, port)?;
    let people = People::new(PEOPLE_OF_REPLAY);
    bench.best(&[&server], port, || SignIn(people.clone()))?;
    drop(server);
    let Row { name, measured, per_processor, .. } = bench.replay(&data, port)?;
    println!("{name}: {measured} {per_processor}");
    Ok(())
}

/// One kind of load on a server that runs already, for looking at it with a profiler.
pub(crate) fn press(what: &str, port: &str, client: &str) -> Outcome<()> {
    // Others than the last time: whoever signed in a moment ago has no code left.
    let first = server::clock::now().as_secs() % 10 * 10_000;
    let (port, people) = (port.parse()?, People::after(usize::try_from(first)?, PEOPLE));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let figures = runtime.block_on(async {
        match what {
            "discovery" => load::press(port, Get(CONFIGURATION.to_owned())).await,
            "page" => load::press(port, Get("/sign-in".to_owned())).await,
            "refresh" => load::press(port, RefreshGrant { people, client: client.to_owned() }).await,
            "sign-in" => load::press(port, SignIn(people)).await,
            "passkey" => load::press(port, PasskeySignIn(people)).await,
            "form-post" => load::press(port, FormPost { people, client: client.to_owned() }).await,
            other => Err(format!("no load is called {other}").into()),
        }
    })?;
    println!("{} times, {}", figures.times(), said(&figures));
    Ok(())
}

/// Whether time tells who exists, at a server that runs already and has two thousand people from the `first` on.
pub(crate) fn guesses(port: &str, first: &str) -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (port, first) = (port.parse()?, first.parse()?);
    let (named, refusal) = runtime.block_on(guesses::differences(port, first, CHEAP_NETWORKS))?;
    println!("the page after the name: {named}\na wrong password: {refusal}");
    Ok(())
}

struct Bench {
    binary: PathBuf,
    pinned: bool,
    runtime: Runtime,
}

impl Bench {
    /// With the real binary that stands beside this one; moves this process to the load's core.
    fn here() -> Outcome<Self> {
        let binary = std::env::current_exe()?.with_file_name("sluis");
        let pinned = child::can_pin();
        if pinned {
            child::pin_load()?;
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Self { binary, pinned, runtime })
    }

    /// Starting, size, and memory before anybody came.
    fn starts(&self, rows: &mut Vec<Row>) -> Outcome<()> {
        let (mut first, mut later, mut idle) = (vec![], vec![], vec![]);
        for _ in 0..STARTS {
            let folder = testdb::disk_dir();
            let data = folder.path().join("data");
            let port = Application::free_port();
            first.push(Server::real(&self.binary, self.pinned, &data, port)?.started_in);
            let server = Server::real(&self.binary, self.pinned, &data, port)?;
            later.push(server.started_in);
            idle.push(server.pss()?);
        }
        let (first, later) = (median(first), median(later));
        let size = std::fs::metadata(&self.binary)?.len() as f64 / 1e6;
        let idle = idle.into_iter().fold(f64::INFINITY, f64::min);
        rows.push(Row::aimed("First start, with migrations", ms(first), "500 ms", first.as_millis() <= 500));
        rows.push(Row::aimed("Later start", ms(later), "50 ms", later.as_millis() <= 50));
        rows.push(Row::aimed("Binary (`--release`)", mb(size), "30 MB", size < 30.0));
        rows.push(Row::aimed("Memory idle, before the first password", mb(idle), "15 MB", idle <= 15.0));
        Ok(())
    }

    /// The real binary: password sign-ins against the hash limit, and what others feel of them.
    fn real_hash(&self, rows: &mut Vec<Row>) -> Outcome<()> {
        let folder = testdb::disk_dir();
        let data = folder.path().join("data");
        let port = Application::free_port();
        self.seed("real", &data, port, PEOPLE)?;
        let limit: f64 = ask_self(self.pinned, &["hashes", "5"])?.parse()?;
        let server = Server::real(&self.binary, self.pinned, &data, port)?;
        let idle = server.pss()?;
        let (_, refusal) = self.runtime.block_on(guesses::differences(port, PEOPLE / 2, REAL_NETWORKS))?;
        let people = People::new(PEOPLE);
        let (mut best, mut slowest, mut memory) = (0.0_f64, Duration::MAX, idle);
        for _ in 0..RUNS {
            let (sign_ins, others, peak) = self.runtime.block_on(async {
                let sign_ins = tokio::spawn(load::press(port, SignIn(people.clone())));
                let others = tokio::spawn(load::pace(port, OTHERS, Get("/sign-in".to_owned())));
                let peak = watch_memory(server.id()).await?;
                Ok::<_, Box<dyn std::error::Error + Send + Sync>>((sign_ins.await??, others.await??, peak))
            })?;
            best = best.max(sign_ins.per_second());
            slowest = slowest.min(others.p99());
            memory = memory.max(peak);
        }
        let share = best / limit * 100.0;
        rows.push(Row::limit("Memory idle, 100,000 people", mb(idle)));
        rows.push(Row::limit("Memory while 32 people sign in", mb(memory)));
        rows.push(Row::limit("Hash limit", format!("{limit:.1}/s")));
        let measured = format!("{best:.1}/s, {share:.0} % of the limit");
        rows.push(Row::aimed(
            "Password and code, real hash, beside 200 pages/s",
            measured,
            "90 %",
            share >= 90.0,
        ));
        let name = "Wrong password, somebody's name less nobody's: real hash";
        rows.push(Row::limit(name, refusal.to_string()));
        let good = slowest <= Duration::from_millis(20);
        rows.push(Row::aimed("p99 of those 200 pages/s", ms(slowest), "20 ms", good));
        Ok(())
    }

    /// Everything that the hash would hide.
    fn cheap_hash(&self, rows: &mut Vec<Row>) -> Outcome<()> {
        let folder = testdb::disk_dir();
        let data = folder.path().join("data");
        let port = Application::free_port();
        let client = self.seed("cheap", &data, port, PEOPLE)?;
        let floor = (0..RUNS)
            .map(|_| Ok(ask_self(self.pinned, &["writes", &load::CONNECTIONS.to_string(), "5"])?.parse()?))
            .collect::<Outcome<Vec<f64>>>()?;
        let floor = floor.into_iter().fold(0.0, f64::max);
        let server = Server::cheap(self.pinned, &data, port)?;
        let (named, refusal) =
            self.runtime.block_on(guesses::differences(port, PEOPLE / 2, CHEAP_NETWORKS))?;
        let people = People::new(PEOPLE);
        let servers = &[&server];
        let discovery = self.best(servers, port, || Get(CONFIGURATION.to_owned()))?;
        let before = rows_in(&data)?;
        let page = self.best(servers, port, || Get("/sign-in".to_owned()))?;
        let written = rows_in(&data)? - before;
        if written != 0 {
            return Err(format!("sign-in pages wrote {written} rows").into());
        }
        let refresh =
            self.best(servers, port, || RefreshGrant { people: people.clone(), client: client.clone() })?;
        let whole = self.best(servers, port, || SignIn(people.clone()))?;
        let passkey = self.best(servers, port, || PasskeySignIn(people.clone()))?;
        let posted =
            self.best(servers, port, || FormPost { people: people.clone(), client: client.clone() })?;
        drop(server);
        let replay = self.replay(&data, port)?;
        for (name, figures, aim, least) in [
            ("Discovery", discovery, "100,000/s", 100_000.0),
            ("Sign-in page, no row written", page, "30,000/s", 30_000.0),
            ("Refresh, each connection its own grant", refresh, "8,000/s", 8_000.0),
            ("Whole sign-in, cheap hash", whole, "1,500/s", 1_500.0),
        ] {
            let reached = figures.per_second() >= least;
            rows.push(with_cost(Row::aimed(name, said(&figures), aim, reached), &figures));
        }
        for (name, figures) in
            [("Passkey sign-in", passkey), ("Code by `form_post`, each connection its own session", posted)]
        {
            rows.push(with_cost(Row::limit(name, said(&figures)), &figures));
        }
        rows.push(replay);
        let name = "Wrong password, somebody's name less nobody's: cheap hash";
        rows.push(Row::limit(name, refusal.to_string()));
        rows.push(Row::limit("The page after the name, likewise", named.to_string()));
        rows.push(Row::limit("Write floor, 32 callers", format!("{}/s", thousands(floor))));
        Ok(())
    }

    /// Two processes of Sluis beside each other on one PostgreSQL.
    fn two_nodes(&self, rows: &mut Vec<Row>) -> Outcome<()> {
        let seed = |folder: &Path, port| self.seed("cheap", folder, port, PEOPLE_OF_NODES);
        let (nodes, client) = Nodes::start(self.pinned, seed)?;
        let people = People::new(PEOPLE_OF_NODES);
        let slowest = self.runtime.block_on(nodes.slowest_end(&people))?;
        let grant = || RefreshGrant { people: people.clone(), client: client.clone() };
        let servers = &[&nodes.first, &nodes.second];
        let refresh =
            self.best(servers, nodes.ports[0], || RefreshAtBoth { grant: grant(), ports: nodes.ports })?;
        rows.push(with_cost(Row::limit("Two nodes: refresh, at each in turn", said(&refresh)), &refresh));
        rows.push(Row::aimed(
            "Two nodes: a session ended at one is over at the other, the slowest of 20",
            ms(slowest),
            "1 s",
            slowest <= Duration::from_secs(1),
        ));
        Ok(())
    }

    /// A replay over what the loads before left in a data folder that no server has open.
    fn replay(&self, data: &Path, port: u16) -> Outcome<Row> {
        let folder = data.to_str().ok_or("a folder's name is not UTF-8")?;
        let told = ask_self(self.pinned, &["replay", folder, &port.to_string()])?;
        let (cost, clock) = told.split_once(' ').ok_or("no figures")?;
        let (cost, clock) = (cost.parse::<f64>()?, clock.parse::<f64>()?);
        let measured = format!("{}/s", thousands(clock));
        let row =
            Row::aimed("Replay of a policy, reading rows", measured, "200,000/s a core", cost >= REPLAYED);
        Ok(Row { per_processor: format!("{}/s", thousands(cost)), ..row })
    }

    fn seed(&self, hash: &str, data: &Path, port: u16, people: usize) -> Outcome<String> {
        let data = data.to_str().ok_or("a folder's name is not UTF-8")?;
        ask_self(self.pinned, &["seed", hash, data, &port.to_string(), &people.to_string()])
    }

    /// The better run of a load on what listens there; `servers` are all that have work with it.
    fn best<W: Work>(&self, servers: &[&Server], port: u16, work: impl Fn() -> W) -> Outcome<Figures> {
        let mut best = Figures::default();
        for _ in 0..RUNS {
            let before = processor_time(servers)?;
            let mut figures = self.runtime.block_on(load::press(port, work()))?;
            figures.cost = processor_time(servers)?.saturating_sub(before);
            if figures.is_better_than(&best) {
                best = figures;
            }
        }
        Ok(best)
    }
}

/// What all of them have used.
fn processor_time(servers: &[&Server]) -> Outcome<Duration> {
    servers.iter().map(|server| child::processor_time(server.id())).sum()
}

fn with_cost(row: Row, figures: &Figures) -> Row {
    Row { per_processor: format!("{}/s", thousands(figures.per_processor_second())), ..row }
}

/// Looks at the memory of a process for as long as a row lasts: the most it had.
async fn watch_memory(process: u32) -> Outcome<f64> {
    let mut most = 0.0_f64;
    let end = tokio::time::Instant::now() + load::LASTS;
    while tokio::time::Instant::now() < end {
        most = most.max(child::pss(process)?);
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    Ok(most)
}

/// How many rows there are in every table that a sign-in could write.
fn rows_in(data: &Path) -> Outcome<i64> {
    let config = sql::Config::Sqlite { path: data.join("sluis.db"), readers: 1 };
    let db = Db::open(&config, store::MIGRATIONS)?;
    let count = db.read_blocking(Id::fixed(0), |tx| {
        tx.query_one(
            "select (select count(*) from sign_ins) + (select count(*) from sessions) \
             + (select count(*) from grants) + (select count(*) from codes) + (select count(*) from spent) \
             + (select count(*) from sign_in_records) + (select count(*) from subjects) \
             + (select count(*) from audit_records) + (select count(*) from lockouts) \
             + (select count(*) from familiar) + (select count(*) from outbox) \
             + (select count(*) from app_refusals) + (select count(*) from parts)",
            &[],
        )?
        .get::<i64>(0)
    })?;
    db.close();
    Ok(count)
}

fn build_row(took: Duration) -> Row {
    let seconds = took.as_secs();
    let measured = format!("{} min {:02} s", seconds / 60, seconds % 60);
    Row::aimed("Cold build (`cargo build --release`)", measured, "8 min", seconds < 8 * 60)
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all[all.len() / 2]
}

fn said(figures: &Figures) -> String {
    format!("{}/s, p99 {}", thousands(figures.per_second()), ms(figures.p99()))
}

fn ms(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1e3)
}

fn mb(megabytes: f64) -> String {
    format!("{megabytes:.1} MB")
}

fn thousands(number: f64) -> String {
    let number = number.round() as u64;
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", number / 1_000, number % 1_000) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_with_a_comma() {
        assert_eq!(thousands(999.4), "999");
        assert_eq!(thousands(100_007.0), "100,007");
    }

    #[test]
    fn a_median_is_not_moved_by_one_slow_start() {
        let all = [9, 1, 2, 3, 900].map(Duration::from_millis).to_vec();
        assert_eq!(median(all), Duration::from_millis(3));
    }
}
