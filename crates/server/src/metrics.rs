//! `/metrics` for Prometheus, on a listener of its own: what is counted is nobody's business who can reach the pages, and a
//! flood at the pages does not hide it.

use std::convert::Infallible;
use std::fs;
use std::sync::atomic::AtomicU64;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use service::House;
use tower::service_fn;

use crate::clock;
use crate::config::{Limits, Listen};
use crate::serve::{Door, ListenError, bind, serve};

/// The text format of OpenMetrics, which Prometheus reads.
const FORMAT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// Whoever watches has a connection or two.
const LIMITS: Limits = Limits { connections: 16, connections_per_network: 16, shutdown_seconds: 1 };

/// The open listener, and since when this process runs.
#[derive(Debug)]
pub struct Metrics {
    listeners: Vec<std::net::TcpListener>,
}

impl Metrics {
    /// Opens the listener.
    ///
    /// # Errors
    /// When somebody else has the address.
    pub fn open(listen: Listen) -> Result<Self, ListenError> {
        Ok(Self { listeners: bind(listen)? })
    }

    /// Where it listens.
    pub fn addresses(&self) -> Vec<std::net::SocketAddr> {
        self.listeners.iter().filter_map(|listener| listener.local_addr().ok()).collect()
    }

    /// Answers until it is dropped.
    pub async fn serve(self, house: House) {
        let started = clock::now().as_micros() as f64 / 1e6;
        let door =
            Door { listeners: self.listeners, limits: LIMITS, trusted_proxies: vec![], certificates: None };
        let answer = service_fn(move |request| answer(house.clone(), started, request));
        if let Err(error) = serve(door, answer, std::future::pending()).await {
            tracing::warn!(%error, "metrics are not shown");
        }
    }
}

async fn answer(
    house: House,
    started: f64,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    if request.uri().path() != "/metrics" {
        return Ok(plain(StatusCode::NOT_FOUND, "metrics are at /metrics\n"));
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Ok(plain(StatusCode::METHOD_NOT_ALLOWED, "metrics are only read\n"));
    }
    let mut registry = house.watched().await;
    watch_process(&mut registry, started);
    let mut text = String::new();
    if encode(&mut text, &registry).is_err() {
        return Ok(plain(StatusCode::INTERNAL_SERVER_ERROR, "the metrics cannot be written\n"));
    }
    let mut response = Response::new(Full::from(text));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(FORMAT));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn plain(status: StatusCode, text: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(text));
    *response.status_mut() = status;
    response
}

fn watch_process(registry: &mut Registry, started: f64) {
    let build = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
    registry.register("build", "What runs", build);
    let start = Gauge::<f64, AtomicU64>::default();
    start.set(started);
    registry.register_with_unit(
        "process_start_timestamp",
        "When it was started, since 1970",
        Unit::Seconds,
        start,
    );
    if let Some(bytes) = resident_bytes() {
        let gauge = Gauge::<i64>::default();
        gauge.set(bytes);
        registry.register_with_unit("process_resident_memory", "Memory that it holds", Unit::Bytes, gauge);
    }
}

/// `VmRSS:  1234 kB` (proc_pid_status(5)).
fn resident_bytes() -> Option<i64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: i64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_memory_of_this_process_is_known() {
        let bytes = resident_bytes().unwrap();
        assert!(bytes > 1 << 20, "{bytes}");
    }
}
