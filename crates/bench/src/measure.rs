//! What the machine allows, measured on the server's core in the same run: hashes, and durable rows.

use std::time::{Duration, Instant};

use factors::password::{self, Cost, Memory, Password};
use model::{Id, Tenant};
use sql::{Db, Migration};

use crate::{Outcome, child, seed};

const TABLE: &[Migration] = &[Migration {
    version: 1,
    name: "floor",
    sql: "create table floor (tenant blob not null, id blob not null, body text not null, primary key (tenant, id))",
}];

/// Prints how many passwords one thread hashes in a second of the processor, at the cost that is set where nothing is:
/// by the clock, other work on the machine would make the limit lower than it is.
pub(crate) fn hashes(seconds: &str) -> Outcome<()> {
    let lasts = Duration::from_secs(seconds.parse()?);
    let (cost, typed) = (Cost::DEFAULT, Password::new(seed::PASSWORD)?);
    let mut memory = Memory::new(&cost);
    let hash = password::hash(&cost, [7; 16], &typed, &mut memory);
    let before = child::processor_time(std::process::id())?;
    let (start, mut done) = (Instant::now(), 0_u32);
    while start.elapsed() < lasts {
        if !password::verify(&hash, &typed, &mut memory) {
            return Err("a password does not match its own hash".into());
        }
        done += 1;
    }
    let used = child::processor_time(std::process::id())?.saturating_sub(before);
    println!("{}", f64::from(done) / used.as_secs_f64());
    Ok(())
}

/// Prints how many transactions of one small row are durable in a second when so many callers wait for theirs.
pub(crate) fn writes(callers: &str, seconds: &str) -> Outcome<()> {
    let (callers, lasts) = (callers.parse::<u32>()?, Duration::from_secs(seconds.parse()?));
    let folder = testdb::disk_dir();
    let config = sql::Config::Sqlite { path: folder.path().join("floor.db"), readers: 1 };
    let db = Db::open(&config, TABLE)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (done, took) = runtime.block_on(async {
        let start = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..callers {
            tasks.spawn(insert_until(db.clone(), start + lasts));
        }
        let mut done = 0;
        while let Some(joined) = tasks.join_next().await {
            done += joined??;
        }
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>((done, start.elapsed()))
    })?;
    db.close();
    println!("{}", f64::from(done) / took.as_secs_f64());
    Ok(())
}

async fn insert_until(db: Db, end: Instant) -> Outcome<u32> {
    let tenant: Id<Tenant> = Id::fixed(1);
    let mut done = 0;
    while Instant::now() < end {
        let mut random = [0; 10];
        server::random::fill(&mut random);
        let id: Id<()> = Id::ordered(server::clock::now(), random);
        db.write(tenant, move |tx| {
            let body = "a row of about the size that a small record has, durable when it is answered";
            tx.execute("insert into floor (tenant, id, body) values ($1, $2, $3)", &[&tenant, &id, &body])
        })
        .await?;
        done += 1;
    }
    Ok(done)
}
