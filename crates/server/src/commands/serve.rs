use std::error::Error;
use std::io;
use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use model::Span;
use service::House;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::cli::Settings;
use crate::config::{Config, Database};
use crate::control::{Desk, Socket, answer_commands};
use crate::data_dir::{self, DataDir};
use crate::metrics::Metrics;
use crate::serve::{Certificates, Door, bind, raise_open_files, serve};
use crate::{clock, doctor, first_run, telemetry, wiring};

/// How often mail leaves and what has ended is swept.
const JOB_INTERVAL: Duration = Duration::from_secs(5);

/// How often the installation is looked at.
const LOOK_INTERVAL: Duration = Duration::from_secs(3600);

pub(super) fn run(settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let config = settings.load()?.config;
    data_dir::keep_files_private();
    telemetry::start(config.log);
    raise_open_files(config.limits.connections);
    let certificates = config.tls.as_ref().map(Certificates::open).transpose()?;
    let listeners = bind(config.listen)?;
    let metrics = config.metrics_listen.map(Metrics::open).transpose()?;
    let data = DataDir::open(&config.data_dir)?;
    let _lock = match config.database {
        Database::Sqlite => Some(data.lock()?),
        Database::Postgres { .. } => None,
    };
    sweep_copies(&config, &data);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (house, db) = runtime.block_on(wiring::open(&config, &data))?;
    if house.is_demo() {
        return Err("this folder holds a demo, which nobody serves but `sluis demo`".into());
    }
    if let Database::Postgres { .. } = config.database {
        runtime.block_on(doctor::clocks_agree(&house))?;
    }
    wiring::same_public_address(&config, &house.organisations())?;
    runtime.block_on(house.check_keys())?;
    say_facts(&config, &listeners);
    for address in metrics.iter().flat_map(Metrics::addresses) {
        let _ = first_run::say(&format!("metrics on http://{address}/metrics"));
    }
    let served = runtime.block_on(until_told_to_stop(
        &config,
        &data,
        house,
        Entrance { listeners, certificates, metrics },
    ));
    // Blocking threads may wait for a mail relay; nobody waits for them.
    runtime.shutdown_background();
    db.close();
    served?;
    Ok(ExitCode::SUCCESS)
}

/// Removes what a backup left that was interrupted. Nobody else writes to a folder that is locked; beside PostgreSQL a
/// command may be making a backup this very moment.
fn sweep_copies(config: &Config, data: &DataDir) {
    let unwritten_for = match config.database {
        Database::Sqlite => Span::ZERO,
        Database::Postgres { .. } => Span::minutes(10),
    };
    if let Err(error) = data.sweep_copies(unwritten_for, clock::now()) {
        tracing::warn!(%error, "what an interrupted backup left could not be removed");
    }
}

/// One line a fact. Nobody may be reading; that is no reason not to serve.
pub(super) fn say_facts(config: &Config, listeners: &[TcpListener]) {
    let _ = first_run::say(&format!("sluis {}", env!("CARGO_PKG_VERSION")));
    for address in listeners.iter().filter_map(|listener| listener.local_addr().ok()) {
        let scheme = if config.tls.is_some() { "https" } else { "http" };
        let _ = first_run::say(&format!("listening on {scheme}://{address}"));
    }
    for fact in wiring::facts(config) {
        let _ = first_run::say(&fact);
    }
}

/// Where people come in.
pub(super) struct Entrance {
    pub(super) listeners: Vec<TcpListener>,
    pub(super) certificates: Option<Certificates>,
    pub(super) metrics: Option<Metrics>,
}

pub(super) async fn until_told_to_stop(
    config: &Config,
    data: &DataDir,
    house: House,
    entrance: Entrance,
) -> io::Result<()> {
    let Entrance { listeners, certificates, metrics } = entrance;
    // Before anything is served: a signal that comes early must not be lost.
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let stop = async move {
        tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted.recv() => {}
        }
        tracing::info!("stopping");
        tokio::spawn(leave_at_second_signal(terminated, interrupted));
    };
    let port =
        listeners.first().and_then(|listener| listener.local_addr().ok()).map_or(0, |address| address.port());
    let app = wiring::app(config, house.clone(), port);
    match app.set_up_path() {
        Some(path) => {
            let link = format!("{}{path}", wiring::set_up_address(config, port));
            first_run::show_set_up_link(&link, data)?;
            tokio::spawn(first_run::forget_used_link(house.clone(), data.clone()));
        }
        None => first_run::forget_set_up_link(data)?,
    }
    let (config, folder) = (Arc::new(config.clone()), data.clone());
    let desk = Desk { house: house.clone(), config: Arc::clone(&config), data: folder, is_serving: true };
    let commands = listen_for_commands(data, desk.clone())?;
    let looks = tokio::spawn(look_now_and_then(desk));
    let _ = first_run::say("ready");
    let watched = metrics.map(|metrics| tokio::spawn(metrics.serve(house.clone())));
    let others = house.clone();
    let follow = tokio::spawn(async move { others.follow_others().await });
    let jobs = tokio::spawn(run_jobs(house));
    let trusted_proxies = config.trusted_proxies.clone();
    let door = Door { listeners, limits: config.limits, trusted_proxies, certificates };
    let served = serve(door, web::router(app), stop).await;
    jobs.abort();
    follow.abort();
    looks.abort();
    if let Some(watched) = watched {
        watched.abort();
    }
    if let Some(commands) = commands {
        // Its socket leaves the folder with it, before another server may come.
        commands.abort();
        let _ = commands.await;
    }
    served
}

/// Commands reach this server by a socket in the data folder, unless another node in the same folder has it.
fn listen_for_commands(data: &DataDir, desk: Desk) -> io::Result<Option<JoinHandle<()>>> {
    let named = |error| io::Error::other(format!("`{}`: {error}", data.file("socket").display()));
    let socket = Socket::open(data).map_err(named)?;
    Ok(socket.map(|socket| tokio::spawn(answer_commands(socket, desk))))
}

/// Whoever asks twice does not want to wait for open requests.
async fn leave_at_second_signal(
    mut terminated: tokio::signal::unix::Signal,
    mut interrupted: tokio::signal::unix::Signal,
) {
    tokio::select! {
        _ = terminated.recv() => {}
        _ = interrupted.recv() => {}
    }
    std::process::exit(1);
}

/// Looks how the installation is: now, every hour, and when somebody asks.
async fn look_now_and_then(desk: Desk) {
    loop {
        let report = doctor::examine(&desk, &|_| {}).await;
        desk.house.keep_health(report);
        tokio::select! {
            () = tokio::time::sleep(LOOK_INTERVAL) => {}
            () = desk.house.health_asked() => {}
        }
    }
}

async fn run_jobs(house: House) {
    let mut ticks = interval(JOB_INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        house.run_jobs().await;
    }
}
