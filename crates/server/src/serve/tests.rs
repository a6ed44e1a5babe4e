use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::{Request, Response};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tower::service_fn;
use web::Peer;

use super::*;
use crate::config::{Limits, Listen};

const LIMITS: Limits = Limits { connections: 16, connections_per_network: 4, shutdown_seconds: 5 };

/// A server that says who asked; `/slow` takes longer than a request may, `/wait` takes a second.
struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<std::io::Result<()>>,
}

fn start(limits: Limits) -> Running {
    start_with(limits, None)
}

fn start_with(limits: Limits, certificates: Option<Certificates>) -> Running {
    let listeners = bind(Listen::At("127.0.0.1:0".parse().unwrap())).unwrap();
    let address = listeners[0].local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let door = Door { listeners, limits, trusted_proxies: vec![], certificates };
    let ended = tokio::spawn(serve(door, service_fn(answer), async { stopped.await.unwrap_or_default() }));
    Running { address, stop, ended }
}

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    match request.uri().path() {
        "/slow" => sleep(Duration::from_secs(3600)).await,
        "/wait" => sleep(Duration::from_secs(1)).await,
        _ => {}
    }
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0.to_string()).unwrap_or_default();
    Ok(Response::new(Full::from(format!("you are {peer}"))))
}

impl Running {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends bytes, keeps quiet, and returns what comes until the server hangs up.
    async fn tell(&self, bytes: &[u8]) -> (String, Duration) {
        let mut stream = self.connect().await;
        let began = Instant::now();
        stream.write_all(bytes).await.unwrap();
        (rest(&mut stream).await, began.elapsed())
    }
}

async fn rest(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut all = vec![];
    // A reset is a hang-up too.
    let _ = stream.read_to_end(&mut all).await;
    String::from_utf8_lossy(&all).into_owned()
}

#[tokio::test]
async fn a_request_is_answered_and_knows_its_peer() {
    let server = start(LIMITS);
    let mut stream = server.connect().await;
    let own = stream.local_addr().unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.unwrap();
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.ends_with(&format!("you are {own}")), "{answer}");
}

#[tokio::test]
async fn http_2_is_spoken_on_the_same_port() {
    let server = start(LIMITS);
    let mut stream = server.connect().await;
    // RFC 9113 §3.4: the preface and an empty SETTINGS frame; the server answers with its own SETTINGS (type 4).
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.unwrap();
    let mut frame = [0; 9];
    stream.read_exact(&mut frame).await.unwrap();
    assert_eq!(frame[3], 4);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_is_slow_to_ask_is_hung_up_on() {
    let server = start(LIMITS);
    for told in [
        &b""[..],
        b"PRI * HT",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0",
        b"GET / HTT",
        b"GET / HTTP/1.1\r\nHost: a\r\nCookie: ",
    ] {
        let (_, took) = server.tell(told).await;
        assert!((Duration::from_secs(9)..Duration::from_secs(12)).contains(&took), "{told:?} took {took:?}");
    }
}

/// S9: a byte now and then buys no time, neither before the first request nor for the headers of a later one.
#[tokio::test(start_paused = true)]
async fn a_client_that_dribbles_its_headers_is_hung_up_on() {
    let server = start(LIMITS);
    for before in [&b""[..], b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"] {
        let mut stream = server.connect().await;
        stream.write_all(before).await.unwrap();
        let began = Instant::now();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: ").await.unwrap();
        let mut answer = [0; 4096];
        loop {
            match tokio::time::timeout(Duration::from_secs(1), stream.read(&mut answer)).await {
                Ok(Ok(0) | Err(_)) => break,
                Ok(Ok(_)) => {}
                Err(_) if stream.write_all(b"a").await.is_err() => break,
                Err(_) => assert!(began.elapsed() < Duration::from_secs(15), "it is still listened to"),
            }
        }
        assert!(began.elapsed() > Duration::from_secs(8), "{:?}", began.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let server = start(LIMITS);
    let (answer, took) = server.tell(b"POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\na=").await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(took < Duration::from_secs(45), "{took:?}");
}

#[tokio::test]
async fn headers_without_end_are_refused() {
    let server = start(LIMITS);
    let endless = format!("GET / HTTP/1.1\r\nHost: a\r\nCookie: {}\r\n\r\n", "a".repeat(200 * 1024));
    let mut stream = server.connect().await;
    let _ = stream.write_all(endless.as_bytes()).await;
    let answer = rest(&mut stream).await;
    assert!(!answer.contains("200 OK"), "{answer}");
}

#[tokio::test]
async fn connections_beyond_the_limit_wait_until_one_leaves() {
    let server = start(Limits { connections: 2, ..LIMITS });
    let mut first = server.connect().await;
    let mut second = server.connect().await;
    for stream in [&mut first, &mut second] {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
        stream.readable().await.unwrap();
    }
    let mut third = server.connect().await;
    third.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.unwrap();
    let waits = tokio::time::timeout(Duration::from_millis(200), third.readable()).await;
    assert!(waits.is_err(), "the third was served beside two others");
    drop(first);
    assert!(rest(&mut third).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn at_the_end_open_requests_are_answered_and_nobody_is_let_in() {
    let server = start(LIMITS);
    let mut busy = server.connect().await;
    let mut idle = server.connect().await;
    busy.write_all(b"GET /wait HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    idle.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    idle.readable().await.unwrap();
    sleep(Duration::from_millis(100)).await;
    server.stop.send(()).unwrap();
    assert!(rest(&mut busy).await.starts_with("HTTP/1.1 200"));
    rest(&mut idle).await;
    server.ended.await.unwrap().unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn the_end_does_not_wait_for_ever() {
    let server = start(LIMITS);
    let mut slow = server.connect().await;
    slow.write_all(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    sleep(Duration::from_secs(1)).await;
    let began = Instant::now();
    server.stop.send(()).unwrap();
    server.ended.await.unwrap().unwrap();
    assert!(began.elapsed() <= Duration::from_secs(6), "{:?}", began.elapsed());
}

/// A server with a certificate of its own, and a client that trusts no other.
struct Protected {
    server: Running,
    roots: rustls::RootCertStore,
    _folder: testdb::TempDir,
}

fn start_protected() -> Protected {
    let made = rcgen::generate_simple_self_signed(vec!["id.example.org".to_owned()]).unwrap();
    let folder = testdb::temp_dir();
    let files =
        CertificateFiles { certificate: folder.path().join("cert.pem"), key: folder.path().join("key.pem") };
    std::fs::write(&files.certificate, made.cert.pem()).unwrap();
    std::fs::write(&files.key, made.signing_key.serialize_pem()).unwrap();
    let certificates = Certificates::open(&files).unwrap();
    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    Protected { server: start_with(LIMITS, Some(certificates)), roots, _folder: folder }
}

impl Protected {
    async fn connect(&self, protocol: &[u8]) -> TlsStream<TcpStream> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider);
        let config = config.with_safe_default_protocol_versions().unwrap();
        let mut config = config.with_root_certificates(self.roots.clone()).with_no_client_auth();
        config.alpn_protocols = vec![protocol.to_vec()];
        let name = "id.example.org".try_into().unwrap();
        let stream = self.server.connect().await;
        TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap()
    }
}

#[tokio::test]
async fn a_protected_request_is_answered_and_knows_its_peer() {
    let protected = start_protected();
    let mut stream = protected.connect(b"http/1.1").await;
    let own = stream.get_ref().0.local_addr().unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.unwrap();
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.ends_with(&format!("you are {own}")), "{answer}");
}

#[tokio::test]
async fn http_2_is_agreed_on_in_the_handshake() {
    let protected = start_protected();
    let mut stream = protected.connect(b"h2").await;
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.unwrap();
    let mut frame = [0; 9];
    stream.read_exact(&mut frame).await.unwrap();
    assert_eq!(frame[3], 4);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_is_slow_to_shake_hands_or_to_ask_is_hung_up_on() {
    let protected = start_protected();
    for told in [&b""[..], b"\x16\x03\x01\x02\0\x01"] {
        let (_, took) = protected.server.tell(told).await;
        assert!((Duration::from_secs(9)..Duration::from_secs(12)).contains(&took), "{told:?} took {took:?}");
    }
    let mut stream = protected.connect(b"http/1.1").await;
    let began = Instant::now();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nCookie: ").await.unwrap();
    rest(&mut stream).await;
    assert!(began.elapsed() < Duration::from_secs(12), "{:?}", began.elapsed());
}

#[tokio::test]
async fn who_speaks_no_tls_to_it_gets_no_page() {
    let protected = start_protected();
    let (answer, _) = protected.server.tell(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert!(!answer.contains("HTTP/1.1"), "{answer}");
}
