//! A replay over the sign-ins that a load left in a data folder: how many it looks at in a second of the processor.

use std::path::Path;
use std::time::Instant;

use server::data_dir::DataDir;
use server::keys::{KeyRing, Missing};
use service::authority::{Actor, Target, permit};
use service::conditional_access::{Asked, Change};
use service::{House, Keys};
use sql::Db;

use crate::{Outcome, child, seed};

/// A policy that is about some of the sign-ins: their places decide, so that facts are read and not only counted.
const POLICY: &str = r#"{ "displayName": "Abroad", "state": "enabled",
    "conditions": { "clientAppTypes": ["all"], "users": { "includeUsers": ["All"] },
        "applications": { "includeApplications": ["All"] }, "platforms": { "includePlatforms": ["android"] } },
    "grantControls": { "operator": "OR", "builtInControls": ["block"] } }"#;
/// The best of so many.
const RUNS: usize = 3;

/// Prints how many sign-ins were looked at in a second of the processor, and in one of the clock.
pub(crate) fn run(folder: &Path, port: &str) -> Outcome<()> {
    server::data_dir::keep_files_private();
    let config = seed::config(folder, port)?;
    let data = DataDir::open(&config.data_dir)?;
    let ring = KeyRing::open(&data.file("keys"), Missing::Make, &mut server::random::fill)?;
    let keys = Keys::new(ring.as_slice()).map_err(|_| "the key file has no key")?;
    let db = Db::open(&server::wiring::database(&config, &data), store::MIGRATIONS)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let best = runtime.block_on(async {
        let outside = server::wiring::outside(&config)?;
        let house = House::open(db.clone(), outside, keys, server::wiring::service_config(&config)).await?;
        let tenant = house.organisations().first().ok_or("there is no organisation")?.id;
        let leave = permit(&Actor::System, Target::Organisation).map_err(|_| "there is no leave")?;
        let mut best = (0.0, 0.0);
        for _ in 0..RUNS {
            let before = child::processor_time(std::process::id())?;
            let start = Instant::now();
            let changes = vec![Change::Defaults(false), Change::Written(POLICY.to_owned())];
            let report = house.replay(tenant, &leave, Asked { changes, days: 1 }, &|_| ()).await?;
            let report = report.map_err(|problem| problem.to_string())?;
            if report.found.looked_at < 1_000 || report.unreadable > 0 {
                return Err(format!("only {} sign-ins were looked at", report.found.looked_at).into());
            }
            let looked_at = report.found.looked_at as f64;
            let used = child::processor_time(std::process::id())?.saturating_sub(before);
            let figures = (looked_at / used.as_secs_f64(), looked_at / start.elapsed().as_secs_f64());
            if figures.0 > best.0 {
                best = figures;
            }
        }
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(best)
    })?;
    db.close();
    println!("{} {}", best.0, best.1);
    Ok(())
}
