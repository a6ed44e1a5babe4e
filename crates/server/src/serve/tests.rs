use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::{Request, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
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
    let listeners = bind(Listen::At("127.0.0.1:0".parse().unwrap())).unwrap();
    let address = listeners[0].local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let door = Door { listeners, limits, trusted_proxies: vec![] };
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

async fn rest(stream: &mut TcpStream) -> String {
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
