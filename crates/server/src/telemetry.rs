//! The log: lines on standard error, for people or for programs.

use std::{io, panic};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry, fmt};

use crate::config::{Log, LogFormat};

/// The crates whose lines we wrote ourselves and know to hold no secret.
const OURS: &[&str] =
    &["server", "sluis", "web", "service", "store", "sql", "outside", "oauth", "signin", "policy"];

/// Starts the log of this process. Called once; a second call changes nothing.
pub fn start(log: Log) {
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match log.format {
        LogFormat::Text => fmt::layer().with_writer(io::stderr).with_ansi(false).boxed(),
        LogFormat::Json => fmt::layer().json().flatten_event(true).with_writer(io::stderr).boxed(),
    };
    let started = tracing_subscriber::registry().with(lines.with_filter(filter(log.level))).try_init();
    if started.is_ok() {
        log_panics();
    }
}

/// Libraries say at most `warn`: their finer lines hold headers and bodies, which hold passwords and cookies (attack
/// 90).
fn filter(level: LevelFilter) -> Targets {
    let theirs = level.min(LevelFilter::WARN);
    Targets::new().with_default(theirs).with_targets(OURS.iter().map(|target| (*target, level)))
}

/// A panic is a bug of ours; it belongs in the log with everything else, in one line.
fn log_panics() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let what = panic.payload_as_str().unwrap_or("no message");
        tracing::error!(place, what, "a bug: the program panicked");
    }));
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn our_own_lines_follow_the_level_and_libraries_never_go_below_warn() {
        let filter = filter(LevelFilter::TRACE);
        assert!(filter.would_enable("service::gate", &Level::TRACE));
        assert!(filter.would_enable("hyper::proto", &Level::WARN));
        assert!(!filter.would_enable("hyper::proto", &Level::INFO));
        assert!(!filter.would_enable("tokio_postgres::query", &Level::DEBUG));
    }

    #[test]
    fn a_quieter_level_quiets_libraries_too() {
        let filter = filter(LevelFilter::ERROR);
        assert!(!filter.would_enable("hyper::proto", &Level::WARN));
        assert!(!filter.would_enable("web", &Level::WARN));
        assert!(filter.would_enable("web", &Level::ERROR));
    }
}
