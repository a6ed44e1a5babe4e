use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::{Body, Incoming};
use hyper::{Request, Response};
use hyper_util::rt::TokioExecutor;
use hyper_util::server::conn::auto::Builder;
use model::Cidr;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tower::Service;

use super::certificates::Certificates;
use super::connection::{self, Arrived};
use super::networks::Networks;
use crate::config::Limits;

/// How long accepting pauses when the system has no files left for another connection.
const BREATHER: Duration = Duration::from_millis(100);

/// Where connections come in, and how many.
#[derive(Debug)]
pub struct Door {
    /// The open sockets.
    pub listeners: Vec<TcpListener>,
    /// How many connections.
    pub limits: Limits,
    /// Peers that stand for many people and are not counted by network.
    pub trusted_proxies: Vec<Cidr>,
    /// The certificate, where connections are protected here and not by a proxy.
    pub certificates: Option<Certificates>,
}

/// What all connections share.
#[derive(Clone)]
struct Shared {
    builder: Arc<Builder<TokioExecutor>>,
    places: Arc<Semaphore>,
    networks: Networks,
    tls: Option<TlsAcceptor>,
    stop: watch::Receiver<bool>,
}

/// Serves until `stop` is done; then accepts nothing more, and returns when open requests are answered or their time is
/// up.
///
/// # Errors
/// When a socket cannot be served at all.
pub async fn serve<S, B>(door: Door, service: S, stop: impl Future<Output = ()>) -> io::Result<()>
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let Door { listeners, limits, trusted_proxies, certificates } = door;
    let (stopped, stop_seen) = watch::channel(false);
    let all = u32::try_from(limits.connections.min(Semaphore::MAX_PERMITS)).unwrap_or(u32::MAX);
    let tls = certificates.as_ref().map(Certificates::server_config).transpose().map_err(io::Error::other)?;
    let shared = Shared {
        builder: Arc::new(connection::builder()),
        places: Arc::new(Semaphore::new(all as usize)),
        networks: Networks::new(limits.connections_per_network, trusted_proxies),
        tls: tls.map(TlsAcceptor::from),
        stop: stop_seen,
    };
    let mut accepting = JoinSet::new();
    for listener in listeners {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        accepting.spawn(accept(listener, service.clone(), shared.clone()));
    }
    if let Some(certificates) = certificates {
        accepting.spawn(certificates.keep_current());
    }
    stop.await;
    accepting.shutdown().await;
    // The receivers may all be gone; then nothing is open.
    let _ = stopped.send(true);
    let drained =
        timeout(Duration::from_secs(limits.shutdown_seconds), shared.places.acquire_many(all)).await;
    if drained.is_err() {
        let open = (all as usize).saturating_sub(shared.places.available_permits());
        tracing::warn!(open, "connections were still open at the end and are cut off");
    }
    Ok(())
}

async fn accept<S, B>(listener: tokio::net::TcpListener, service: S, shared: Shared)
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    loop {
        // Taken first: when all places are taken, newcomers wait in the system's queue.
        let Ok(place) = Arc::clone(&shared.places).acquire_owned().await else { return };
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                if !is_of_one_client(&error) {
                    tracing::warn!(%error, "a connection could not be accepted");
                    sleep(BREATHER).await;
                }
                continue;
            }
        };
        let Some(counted) = shared.networks.count(peer.ip()) else {
            tracing::debug!(%peer, "a connection too many from one network");
            continue;
        };
        let (service, builder) = (service.clone(), Arc::clone(&shared.builder));
        let (tls, stop) = (shared.tls.clone(), shared.stop.clone());
        let arrived = Arrived { peer, at: Instant::now() };
        tokio::spawn(async move {
            // Answers are small and whole: waiting for more to send only delays them.
            let _ = stream.set_nodelay(true);
            match tls {
                None => connection::serve(&builder, stream, arrived, service, stop).await,
                Some(tls) => {
                    if let Some(stream) = connection::protect(&tls, stream, arrived, stop.clone()).await {
                        connection::serve(&builder, stream, arrived, service, stop).await;
                    }
                }
            }
            drop((counted, place));
        });
    }
}

/// Errors of a connection that broke before it was accepted: the next one is not affected.
fn is_of_one_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
