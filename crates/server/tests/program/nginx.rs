//! nginx in front, configured by the very block that the book gives, and curl as the browser.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests, which measure how long it takes")]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::house::{ANNA, Installed, PASSWORD, Running, free_port, installed_at};
use testdb::{TempDir, temp_dir};
use testkit::{Answer, Database};

const HOST: &str = "id.example.org";
/// Where the browser is. nginx reaches Sluis from 127.0.0.1, which is the trusted proxy.
const VISITOR: &str = "127.0.0.2";
/// Where an attacker says that he is.
const SPOOFED: &str = "203.0.113.99";

/// The block in a chapter of the book.
fn block(chapter: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(chapter);
    let text = fs::read_to_string(path).unwrap();
    let blocks: Vec<_> = text.split("```nginx\n").skip(1).collect();
    assert_eq!(blocks.len(), 1, "{chapter}");
    blocks[0].split("```").next().unwrap().to_owned()
}

/// The block with its port, files and address replaced; each must be there.
fn configured(folder: &Path, port: u16, sluis: u16) -> String {
    let files = format!("{}/", folder.display());
    let mut text = block("en/running-sluis.md");
    for (from, to) in [
        ("listen 443 ssl;", format!("listen 127.0.0.1:{port} ssl;")),
        ("/etc/nginx/id.example.org/", files),
        ("http://127.0.0.1:8080", format!("http://127.0.0.1:{sluis}")),
    ] {
        assert!(text.contains(from), "the book's block has no `{from}`");
        text = text.replace(from, &to);
    }
    text
}

/// Debian keeps it where the path of ordinary users does not lead.
fn program() -> &'static str {
    let debian = "/usr/sbin/nginx";
    if Path::new(debian).exists() { debian } else { "nginx" }
}

/// A running nginx; it ends with this.
struct Nginx {
    child: Child,
    folder: TempDir,
    port: u16,
    certificate: CertificateDer<'static>,
}

impl Nginx {
    fn start(folder: TempDir, port: u16, sluis: u16) -> Self {
        let made = rcgen::generate_simple_self_signed(vec![HOST.to_owned()]).unwrap();
        fs::write(folder.path().join("fullchain.pem"), made.cert.pem()).unwrap();
        fs::write(folder.path().join("privkey.pem"), made.signing_key.serialize_pem()).unwrap();
        let (at, block) = (folder.path().display(), configured(folder.path(), port, sluis));
        let mut text = format!(
            "daemon off; master_process off; pid {at}/pid; error_log {at}/error.log; events {{}}\nhttp {{ access_log off;\n"
        );
        for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
            text += &format!("{kind}_temp_path {at}/{kind};\n");
        }
        fs::write(folder.path().join("nginx.conf"), format!("{text}{block}\n}}\n")).unwrap();
        let child = Command::new(program())
            .args(["-p".as_ref(), folder.path().as_os_str()])
            .args(["-e".as_ref(), folder.path().join("error.log").as_os_str()])
            .args(["-c".as_ref(), folder.path().join("nginx.conf").as_os_str()])
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut nginx = Self { child, folder, port, certificate: made.cert.der().clone() };
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = nginx.child.try_wait().unwrap();
            let log = fs::read_to_string(nginx.folder.path().join("error.log")).unwrap_or_default();
            assert!(ended.is_none() && began.elapsed() < Duration::from_secs(20), "nginx: {log}");
            std::thread::yield_now();
        }
        nginx
    }
}

/// A visitor who sends what he likes, as slowly as he likes.
type Visitor = StreamOwned<ClientConnection, TcpStream>;

impl Nginx {
    fn visitors(&self) -> impl Fn() -> Visitor {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = Arc::new(config.unwrap().with_root_certificates(roots).with_no_client_auth());
        let port = self.port;
        move || {
            let name = ServerName::try_from(HOST).unwrap();
            let connection = ClientConnection::new(Arc::clone(&config), name).unwrap();
            StreamOwned::new(connection, TcpStream::connect(("127.0.0.1", port)).unwrap())
        }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A browser, by curl: it keeps `__Host-` cookies only as RFC 6265bis allows, and trusts nginx's certificate alone.
struct Curl<'n> {
    nginx: &'n Nginx,
    jar: PathBuf,
}

impl Curl<'_> {
    fn public(&self) -> String {
        format!("https://{HOST}:{}", self.nginx.port)
    }

    fn ask(&self, path: &str, more: &[&str]) -> Answer {
        let folder = self.nginx.folder.path();
        let output = Command::new("curl")
            .args(["-s", "-S", "-i", "--http1.1", "--interface", VISITOR])
            .args(["--resolve", &format!("{HOST}:{}:127.0.0.1", self.nginx.port)])
            .args(["--cacert".as_ref(), folder.join("fullchain.pem").as_os_str()])
            .args(["-b".as_ref(), self.jar.as_os_str(), "-c".as_ref(), self.jar.as_os_str()])
            .args(["-H", &format!("X-Forwarded-For: {SPOOFED}"), "-H", "X-Forwarded-Host: evil.example"])
            .args(["-H", "X-Forwarded-Proto: http", "-H", "Accept-Language: en"])
            .args(more)
            .arg(format!("{}{path}", self.public()))
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        answer(&String::from_utf8(output.stdout).unwrap())
    }

    fn submit(&self, page: &Answer, field: (&str, &str)) -> Answer {
        let origin = format!("Origin: {}", self.public());
        let (token, field) = (format!("t={}", page.field("t")), format!("{}={}", field.0, field.1));
        let fields = ["-H", &origin, "--data-urlencode", &token, "--data-urlencode", &field];
        self.ask(&page.form_action(), &fields)
    }
}

fn answer(text: &str) -> Answer {
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    Answer { status, headers, body: body.to_owned() }
}

fn behind_nginx() -> (Installed, Running, Nginx) {
    let port = free_port();
    let public = format!("https://{HOST}:{port}");
    let house = installed_at(Database::Sqlite, &public);
    let server = house.start(&["--public-address", &public, "--set", "trusted_proxies=127.0.0.1"]);
    let nginx = Nginx::start(temp_dir(), port, server.port);
    (house, server, nginx)
}

#[test]
fn the_book_has_the_same_block_in_both_languages() {
    assert_eq!(block("en/running-sluis.md"), block("nl/sluis-draaien.md"));
}

/// Attacks 32 and 46: what a visitor says of himself and of the address is not believed.
#[test]
fn a_sign_in_through_nginx_is_recorded_where_it_came_from() {
    let (house, server, nginx) = behind_nginx();
    let curl = Curl { nginx: &nginx, jar: nginx.folder.path().join("jar") };
    let page = curl.ask("/sign-in", &[]);
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.headers["strict-transport-security"].starts_with("max-age="));
    let page = curl.submit(&page, ("name", ANNA));
    let page = curl.submit(&page, ("password", PASSWORD));
    let done = curl.submit(&page, ("totp", &testkit::code_after(&house.secret, 30)));
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(!done.location().contains("evil.example"), "{}", done.location());
    let jar = fs::read_to_string(&curl.jar).unwrap();
    let session = jar.lines().find(|line| line.contains("__Host-s-")).unwrap_or_else(|| panic!("{jar}"));
    // Domain, whether subdomains too, path, whether only by HTTPS.
    let parts: Vec<_> = session.split('\t').collect();
    assert_eq!((parts[1], parts[2], parts[3]), ("FALSE", "/", "TRUE"), "{session}");
    let discovery = curl.ask(&format!("/{}/v2.0/.well-known/openid-configuration", house.tenant), &[]);
    let issuer = format!("{}/{}/v2.0", curl.public(), house.tenant);
    assert_eq!(discovery.json()["issuer"], issuer.as_str());
    server.stop();
    // The sign-in, and before it set-up, which was made without a browser.
    assert_eq!(house.signed_in_from(), [Some(VISITOR.to_owned()), None]);
}

/// S9: what is too long or too slow ends at nginx as it does without it.
#[test]
fn headers_that_are_too_long_or_never_come_are_not_waited_for() {
    let (_house, _server, nginx) = behind_nginx();
    let mut silent = TcpStream::connect(("127.0.0.1", nginx.port)).unwrap();
    let began = Instant::now();
    let curl = Curl { nginx: &nginx, jar: nginx.folder.path().join("jar") };
    let long = format!("X-Long: {}", "a".repeat(70_000));
    assert_eq!(curl.ask("/sign-in", &["-H", &long]).status, 400);
    silent.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let mut rest = vec![];
    let _ = silent.read_to_end(&mut rest);
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}

/// How many connections a server on a port has, as Linux counts them (`proc_pid_net(5)`: the second word is the local
/// address, the fourth the state, of which 01 is an established connection).
fn connections_to(port: u16) -> usize {
    let end = format!(":{port:04X}");
    let of = |table: &str| {
        let text = fs::read_to_string(table).unwrap();
        let is_one = |line: &&str| {
            let words: Vec<_> = line.split_whitespace().collect();
            words[1].ends_with(&end) && words[3] == "01"
        };
        text.lines().skip(1).filter(is_one).count()
    };
    of("/proc/net/tcp") + of("/proc/net/tcp6")
}

/// nginx gives up a connection just after its answer has left.
#[track_caller]
fn comes_to(port: u16, expected: usize) {
    let began = Instant::now();
    while connections_to(port) != expected {
        assert!(began.elapsed() < Duration::from_secs(5), "{} connections", connections_to(port));
        std::thread::yield_now();
    }
}

/// The status of an answer that comes after all.
fn status(visitor: &mut Visitor) -> String {
    let mut head = [0; 12];
    visitor.read_exact(&mut head).unwrap();
    String::from_utf8_lossy(&head[9..]).into_owned()
}

/// S9: whoever dribbles waits at nginx. It passes on what is complete, so that Sluis has no connection for the rest.
#[test]
fn headers_and_bodies_that_are_dribbled_take_no_connection_of_sluis() {
    const EACH: usize = 60;
    let (_house, server, nginx) = behind_nginx();
    let (visitor, host) = (nginx.visitors(), format!("{HOST}:{}", nginx.port));
    let head = format!("GET /sign-in HTTP/1.1\r\nHost: {host}\r\nX-Slow: ");
    let form = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {host}\r\nOrigin: https://{host}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\nname="
    );
    let mut heads: Vec<_> = (0..EACH).map(|_| visitor()).collect();
    let mut forms: Vec<_> = (0..EACH).map(|_| visitor()).collect();
    for (all, begun) in [(&mut heads, &head), (&mut forms, &form)] {
        for slow in all {
            slow.write_all(begun.as_bytes()).unwrap();
        }
    }
    let curl = Curl { nginx: &nginx, jar: nginx.folder.path().join("jar") };
    for _ in 0..3 {
        for slow in heads.iter_mut().chain(&mut forms) {
            slow.write_all(b"a").unwrap();
        }
        comes_to(server.port, 0);
        assert_eq!(curl.ask("/sign-in", &[]).status, 200, "others are served meanwhile");
    }
    // They could have been complete: one of each is, and only then Sluis hears of it.
    heads[0].write_all(b"\r\n\r\n").unwrap();
    assert_eq!(status(&mut heads[0]), "200");
    forms[0].write_all(b"aa").unwrap();
    assert_eq!(status(&mut forms[0]), "400", "a form without its ticket");
    let direct = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    // A visitor without nginx has one.
    comes_to(server.port, 1);
    drop(direct);
}
