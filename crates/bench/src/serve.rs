//! The server of the rows whose hash must cost nothing: as `sluis serve` puts it together, but for the hash.

use std::path::Path;
use std::time::Duration;

use factors::password::Cost;
use server::data_dir::DataDir;
use server::keys::{KeyRing, Missing};
use server::serve::{Door, bind};
use server::wiring;
use service::{House, Keys};
use sql::Db;

use crate::{Outcome, seed};

/// Serves a seeded folder until the process is ended.
pub(crate) fn serve(folder: &Path, port: &str) -> Outcome<()> {
    let config = seed::config(folder, port)?;
    let listeners = bind(config.listen)?;
    let data = DataDir::open(&config.data_dir)?;
    let ring = KeyRing::open(&data.file("keys"), Missing::Refuse, &mut server::random::fill)?;
    let keys = Keys::new(ring.as_slice()).map_err(|_| "the key file has no key")?;
    let db = Db::open(&wiring::database(&config, &data), store::MIGRATIONS)?;
    let cheap = service::Config { hash_cost: Cost::cheapest(), ..wiring::service_config(&config) };
    let port = port.parse()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let house = House::open(db, wiring::outside(&config)?, keys, cheap).await?;
        let jobs = house.clone();
        tokio::spawn(async move {
            let mut ticks = tokio::time::interval(Duration::from_secs(5));
            loop {
                ticks.tick().await;
                jobs.run_jobs().await;
            }
        });
        let router = web::router(wiring::app(&config, house, port));
        let door = Door {
            listeners,
            limits: config.limits,
            trusted_proxies: config.trusted_proxies.clone(),
            certificates: None,
        };
        server::serve::serve(door, router, std::future::pending()).await?;
        Ok(())
    })
}
