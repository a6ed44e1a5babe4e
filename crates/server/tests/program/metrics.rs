//! `/metrics` of the real binary, read by Prometheus's own parser.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::house::{ANNA, PASSWORD, free_port, installed, on_both};
use testkit::Client;

fn get(port: u16, path: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// The samples, as Prometheus reads them.
struct Samples(Vec<serde_json::Value>);

fn read(port: u16) -> Samples {
    let answer = get(port, "/metrics");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("application/openmetrics-text; version=1.0.0"), "{head}");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = here.join("../../target/python/bin/python");
    let mut parser = Command::new(&python)
        .arg(here.join("../testkit/python/metrics.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}; `cargo xtask test` installs it", python.display()));
    parser.stdin.take().unwrap().write_all(body.as_bytes()).unwrap();
    let output = parser.wait_with_output().unwrap();
    assert!(output.status.success(), "it is not what Prometheus reads: {body}");
    Samples(serde_json::from_slice(&output.stdout).unwrap())
}

impl Samples {
    /// The value of a sample with these labels and no others.
    fn value(&self, name: &str, labels: serde_json::Value) -> f64 {
        let found = self.0.iter().find(|one| one[2] == name && one[3] == labels);
        found.map_or(0.0, |one| one[4].as_f64().unwrap())
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|one| one[2] == name)
    }
}

async fn sign_in(browser: &Client, password: &str, code: &str) -> u16 {
    let page = browser.get("/sign-in").await;
    let page = browser.submit(&page, &[("name", ANNA)]).await;
    let page = browser.submit(&page, &[("password", password)]).await;
    if page.status == 303 || !page.body.contains("name=\"totp\"") {
        return page.status;
    }
    browser.submit(&page, &[("totp", code)]).await.status
}

on_both! {
    fn prometheus_reads_what_an_operator_needs_and_nothing_of_anybody(database) {
        use serde_json::json;

        let house = installed(database);
        let port = free_port();
        let server = house.start(&["--set", &format!("metrics.listen=localhost:{port}")]);
        let browser = Client::at_node(&format!("http://localhost:{}", server.port), "http://localhost:8080", "203.0.113.7");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            sign_in(&browser, "not the password at all", "").await;
            let code = testkit::code_after(&house.secret, 30);
            assert_eq!(sign_in(&browser, PASSWORD, &code).await, 303);
        });
        let samples = read(port);
        let sign_ins = |outcome: &str| {
            samples.value("sluis_sign_ins_total", json!({ "kind": "interactive", "outcome": outcome }))
        };
        assert_eq!(sign_ins("success"), 1.0);
        assert_eq!(sign_ins("failure"), 1.0);
        let pages = |status: &str| {
            samples.value("sluis_http_requests_total", json!({ "part": "sign_in", "status": status }))
        };
        assert!(pages("2xx") >= 4.0 && pages("3xx") >= 1.0);
        assert!(samples.value("sluis_password_hash_seconds_count", json!({})) >= 2.0);
        assert!(samples.value("sluis_password_hash_wait_seconds_count", json!({})) >= 2.0);
        assert!(samples.value("sluis_database_commit_seconds_count", json!({})) >= 3.0);
        assert_eq!(samples.value("sluis_database_up", json!({})), 1.0);
        assert!(samples.value("sluis_process_resident_memory_bytes", json!({})) > 1e6);
        assert_eq!(samples.value("sluis_build_info", json!({ "version": env!("CARGO_PKG_VERSION") })), 1.0);
        for name in ["sluis_database_waiting", "sluis_password_hash_waiting", "sluis_mail_failing"] {
            assert!(samples.has(name), "{name}");
        }
        // Whatever was asked for, a label has one of a few words.
        let text = get(port, "/metrics");
        for secret in [ANNA, "example.org", "203.0.113.7", &house.tenant.to_string(), "invitation"] {
            assert!(!text.contains(secret), "{secret}");
        }
        let before = read(port).0.len();
        for number in 0..50 {
            get(server.port, &format!("/nothing-{number}?of={number}"));
        }
        assert!(read(port).0.len() <= before + 40, "addresses are no labels");
        // A listener of its own: the pages know nothing of it, and it shows nothing else.
        assert!(get(server.port, "/metrics").starts_with("HTTP/1.1 404"));
        assert!(get(port, "/sign-in").starts_with("HTTP/1.1 404"));
        server.stop();
    }
}

#[test]
fn an_address_for_metrics_that_is_none_stops_the_start() {
    let house = installed(testkit::Database::Sqlite);
    let refused = house.run(&["--listen", "localhost:0", "--set", "metrics.listen=9464"]);
    assert!(
        !refused.status.success() && String::from_utf8(refused.stderr).unwrap().contains("metrics.listen")
    );
}
