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

/// A panic is a bug of ours; it belongs in the log with everything else, in one line. Only its place: the message may
/// quote what somebody typed, as that of a slice does (attack 90).
fn log_panics() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a bug: the program panicked");
    }));
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tracing::Level;

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_line_of_a_panic_tells_the_place_and_not_what_was_sent() {
        let lines = Lines::default();
        let kept = lines.clone();
        let log = fmt().with_writer(move || kept.clone()).finish();
        tracing::subscriber::with_default(log, || {
            log_panics();
            let typed = String::from("é correct horse");
            let cut = panic::catch_unwind(|| typed[1..].len());
            drop(panic::take_hook());
            assert!(cut.is_err());
        });
        let lines = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        assert!(lines.contains("telemetry.rs:") && !lines.contains("horse"), "{lines}");
    }

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
