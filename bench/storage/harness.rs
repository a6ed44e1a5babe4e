//! What both programs share: the schema, the callers, the clock and the table they print.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

/// As many people as a middle-sized organisation has; each caller changes the row of another person.
pub const PEOPLE: i64 = 10_000;
pub const CONNECTIONS: u32 = 16;
const CALLERS: [usize; 3] = [1, 16, 256];
const WARM_UP: Duration = Duration::from_secs(1);

/// One transaction: find a person, change their row, add a record.
pub const SELECT: &str = "select name, seen from people where tenant = $1 and id = $2";
pub const UPDATE: &str = "update people set seen = $3 where tenant = $1 and id = $2";
pub const INSERT: &str = "insert into records (tenant, id, person, at, facts) values ($1, $2, $3, $4, $5)";

pub fn schema(blob: &str) -> String {
    format!(
        "create table people (tenant {blob} not null, id bigint not null, name text not null, \
         seen bigint not null, primary key (tenant, id)); \
         create table records (tenant {blob} not null, id {blob} not null, person bigint not null, \
         at bigint not null, facts text not null, primary key (tenant, id)); \
         create index records_by_person on records (tenant, person, at);"
    )
}

pub const TENANT: [u8; 16] = [7; 16];

/// About as long as the facts of a sign-in.
pub const FACTS: &str = "{\"client\":\"browser\",\"platform\":\"linux\",\"proofs\":[{\"method\":\"password\",\"at\":1},\
    {\"method\":\"totp\",\"at\":2}],\"country\":\"NL\",\"network\":\"known\",\"browser\":\"known\",\"door\":\"browser\",\
    \"resource\":\"510a5000-0000-4000-8000-00000000ad01\",\"risk\":\"none\",\"scopes\":[\"openid\",\"profile\"]}";

/// The values of one transaction. Ids grow with time, as UUIDv7 does.
#[derive(Clone, Copy)]
pub struct Values {
    pub person: i64,
    pub id: [u8; 16],
    pub at: i64,
}

static NEXT: AtomicI64 = AtomicI64::new(1);

impl Values {
    pub fn next(caller: usize) -> Self {
        let at = NEXT.fetch_add(1, Ordering::Relaxed);
        let mut id = [0; 16];
        id[..8].copy_from_slice(&at.to_be_bytes());
        // Callers stay out of each other's rows; the step spreads them over the table.
        Self { person: (caller as i64 + 256 * (at % 39)) % PEOPLE, id, at }
    }
}

/// Runs `work` with 1, 16 and 256 callers and prints a row for each.
pub async fn measure<F, R>(name: &str, seconds: u64, work: F)
where
    F: Fn(Values) -> R + Clone + Send + Sync + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    for callers in CALLERS {
        let stop = Arc::new(AtomicBool::new(false));
        let counting = Arc::new(AtomicBool::new(false));
        let mut running = JoinSet::new();
        for caller in 0..callers {
            let (stop, counting, work) = (Arc::clone(&stop), Arc::clone(&counting), work.clone());
            running.spawn(async move {
                let mut took = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    let began = Instant::now();
                    work(Values::next(caller)).await;
                    if counting.load(Ordering::Relaxed) {
                        took.push(began.elapsed());
                    }
                }
                took
            });
        }
        tokio::time::sleep(WARM_UP).await;
        counting.store(true, Ordering::Relaxed);
        let (began, cpu) = (Instant::now(), cpu_time());
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        let (elapsed, cpu) = (began.elapsed(), cpu_time() - cpu);
        stop.store(true, Ordering::Relaxed);
        let mut took = running.join_all().await.concat();
        took.sort_unstable();
        print(name, callers, elapsed, cpu, &took);
    }
}

fn print(name: &str, callers: usize, elapsed: Duration, cpu: Duration, took: &[Duration]) {
    let count = took.len().max(1);
    let at = |part: f64| took.get((count as f64 * part) as usize).map_or(0.0, |t| t.as_secs_f64() * 1e3);
    println!(
        "| {name} | {callers} | {:.0} | {:.2} | {:.2} | {:.0} |",
        count as f64 / elapsed.as_secs_f64(),
        at(0.5),
        at(0.99),
        cpu.as_secs_f64() * 1e6 / count as f64,
    );
}

/// What this process (not PostgreSQL's) has used of the processors, in ticks of 10 ms.
fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    Duration::from_millis(ticks * 10)
}

pub fn seconds() -> u64 {
    std::env::args().nth(1).map_or(4, |seconds| seconds.parse().expect("seconds"))
}

pub fn heading() {
    println!("| | callers | transactions/s | median ms | p99 ms | CPU µs each, client |");
    println!("|---|---|---|---|---|---|");
}

/// A PostgreSQL that keeps what it acknowledged, unlike the one that tests use.
pub fn durable_postgres() -> testdb::Postgres {
    let postgres = testdb::postgres();
    for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
        postgres.psql(&format!("alter system set {setting} = on"));
    }
    postgres.psql("select pg_reload_conf()");
    while postgres.psql("show fsync") != "on" {
        std::thread::yield_now();
    }
    postgres
}
