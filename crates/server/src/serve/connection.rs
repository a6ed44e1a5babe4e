use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http_body_util::{Either, Empty};
use hyper::body::{Body, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout, timeout_at};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tower::{Service, ServiceExt};
use web::Peer;

/// How long a client may take from connecting to its first whole request, and for the headers of each further one.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a request may take from its headers to its answer: the slowest body, and the longest wait for a hash.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// The most that a request line with its headers can be: authorization requests carry long addresses.
const HEADER_BYTES: usize = 64 * 1024;
/// Requests that one HTTP/2 connection may have open.
const STREAMS: u32 = 100;

/// A connection that was accepted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrived {
    /// Who is at the other end.
    pub(super) peer: SocketAddr,
    /// When it came.
    pub(super) at: Instant,
}

/// What makes connections out of sockets.
pub(super) fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).max_buf_size(HEADER_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        // HTTP/2 counts names, values and 32 bytes for each (RFC 9113 §6.5.2).
        .max_header_list_size(u32::try_from(HEADER_BYTES).unwrap_or(u32::MAX))
        // Rapid reset (CVE-2023-44487): more than this, and the connection ends.
        .max_pending_accept_reset_streams(20)
        .max_local_error_reset_streams(100)
        .max_send_buf_size(64 * 1024)
        .keep_alive_interval(Duration::from_secs(30))
        .keep_alive_timeout(Duration::from_secs(10));
    builder
}

/// Protects a connection by TLS; `None` when the client leaves, takes too long, or the server stops.
pub(super) async fn protect(
    tls: &TlsAcceptor,
    stream: TcpStream,
    arrived: Arrived,
    mut stop: watch::Receiver<bool>,
) -> Option<TlsStream<TcpStream>> {
    tokio::select! {
        // Why a handshake failed concerns its client, who knows: scanners fail by the thousand.
        protected = timeout_at(arrived.at + HEADER_TIMEOUT, tls.accept(stream)) => protected.ok()?.ok(),
        _ = stop.wait_for(|stop| *stop) => None,
    }
}

/// Serves one connection until its client leaves, it is too slow, or `stop` changes and what is open is answered.
pub(super) async fn serve<I, S, B>(
    builder: &Builder<TokioExecutor>,
    stream: I,
    arrived: Arrived,
    service: S,
    mut stop: watch::Receiver<bool>,
) where
    I: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let asked = Arc::new(AtomicBool::new(false));
    let first = Arc::clone(&asked);
    let answer = service_fn(move |mut request: Request<Incoming>| {
        asked.store(true, Ordering::Relaxed);
        request.extensions_mut().insert(Peer(arrived.peer));
        in_time(service.clone().oneshot(request))
    });
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), answer));
    // hyper's own header timeout starts only when it knows which HTTP is spoken; a client that sends nothing, or half
    // of an HTTP/2 preface, never gets that far.
    let mut too_slow = pin!(sleep_until(arrived.at + HEADER_TIMEOUT));
    let mut waiting_for_first = true;
    let mut stopping = false;
    loop {
        tokio::select! {
            // What went wrong with one connection concerns its client, who knows.
            _ = connection.as_mut() => return,
            () = too_slow.as_mut(), if waiting_for_first => {
                waiting_for_first = false;
                if !first.load(Ordering::Relaxed) {
                    return;
                }
            }
            _ = stop.wait_for(|stop| *stop), if !stopping => {
                stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

async fn in_time<B: Body>(
    answer: impl Future<Output = Result<Response<B>, Infallible>>,
) -> Result<Response<Either<B, Empty<B::Data>>>, Infallible> {
    match timeout(REQUEST_TIMEOUT, answer).await {
        Ok(Ok(response)) => Ok(response.map(Either::Left)),
        Ok(Err(never)) => match never {},
        Err(_) => {
            let mut response = Response::new(Either::Right(Empty::new()));
            *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
            Ok(response)
        }
    }
}
