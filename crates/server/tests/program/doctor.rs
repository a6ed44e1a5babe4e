//! `sluis doctor` on the real binary: installations that are in order, and ones that are not.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use crate::house::{Installed, free_port, installed, installed_at};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use testkit::Database;

/// A finding of the doctor: how it is, and what is said of it.
fn found(answer: &serde_json::Value, check: &str) -> (String, String) {
    let findings = answer["findings"].as_array().unwrap();
    let found = findings.iter().find(|found| found["check"] == check).unwrap_or_else(|| panic!("{answer}"));
    let word = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
    (word("state"), format!("{} {}", word("found"), word("fix")))
}

fn doctor(house: &Installed, arguments: &[&str]) -> (i32, serde_json::Value) {
    let output = house.run(&[arguments, &["doctor", "--json"]].concat());
    (output.status.code().unwrap(), serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn the_doctor_finds_a_sound_installation_and_says_what_is_not() {
    let port = free_port();
    let house = installed_at(Database::Sqlite, &format!("http://localhost:{port}"));
    let server = house.start(&["--listen", &format!("localhost:{port}")]);
    let (code, answer) = doctor(&house, &[]);
    assert_eq!(code, 0, "{answer}");
    assert_eq!(answer["state"], "attention", "there is no relay for mail: {answer}");
    for check in ["address", "database", "disk", "keys", "outbox"] {
        assert_eq!(found(&answer, check).0, "well", "{check}: {answer}");
    }
    let keys = house.data().join("keys");
    fs::set_permissions(&keys, fs::Permissions::from_mode(0o644)).unwrap();
    let (code, answer) = doctor(&house, &[]);
    assert_eq!(code, 6);
    let (state, said) = found(&answer, "keys");
    assert!(state == "unwell" && said.contains("chmod 600"), "{answer}");
    fs::set_permissions(&keys, fs::Permissions::from_mode(0o600)).unwrap();
    server.stop();
    let (code, answer) = doctor(
        &house,
        &[
            "--set",
            "mail.host=localhost",
            "--set",
            "mail.from=a@example.org",
            "--set",
            &format!("mail.port={}", free_port()),
            "--set",
            "mail.tls=none",
        ],
    );
    assert_eq!((code, found(&answer, "mail").0.as_str()), (6, "unwell"), "{answer}");
    assert_eq!(found(&answer, "server").0, "attention");
}

#[test]
fn the_doctor_finds_a_database_server_that_may_lose_writes() {
    // The throw-away cluster of the tests is one.
    let house = installed(Database::Postgres);
    let (code, answer) = doctor(&house, &[]);
    assert_eq!(code, 6);
    assert!(found(&answer, "database").1.contains("fsync = off"), "{answer}");
    assert_eq!(found(&answer, "clock").0, "well");
}

/// A proxy that is as its makers left it, or not: what it does to the head of a request.
fn proxy<S: Read + Write>(
    listener: TcpListener,
    to: u16,
    accept: impl Fn(TcpStream) -> S + Send + 'static,
    change: impl Fn(&str) -> String + Send + 'static,
) {
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = accept(stream.unwrap());
            let mut head = vec![];
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                head.push(byte[0]);
            }
            // Nobody asked: the handshake failed, or the server has stopped.
            let Ok(mut behind) = TcpStream::connect(("127.0.0.1", to)) else { continue };
            if head.is_empty() {
                continue;
            }
            let head =
                change(&String::from_utf8(head).unwrap()).replacen("\r\n", "\r\nConnection: close\r\n", 1);
            behind.write_all(head.as_bytes()).unwrap();
            let mut answer = vec![];
            behind.read_to_end(&mut answer).unwrap();
            let _ = stream.write_all(&answer);
        }
    });
}

/// What the doctor says of the address behind such a proxy.
fn behind(settings: &[&str], change: impl Fn(&str) -> String + Send + 'static) -> (String, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let public = format!("http://localhost:{}", listener.local_addr().unwrap().port());
    let house = installed_at(Database::Sqlite, &public);
    let server = house.start(settings);
    proxy(listener, server.port, |stream| stream, change);
    let said = found(&doctor(&house, &[]).1, "address");
    server.stop();
    said
}

#[test]
fn the_doctor_sees_the_proxy_as_visitors_are_seen_through_it() {
    let forwards = |head: &str| head.replacen("\r\n", "\r\nX-Forwarded-For: 203.0.113.7\r\n", 1);
    let trusted = ["--set", "trusted_proxies=127.0.0.1"];
    let (state, said) = behind(&trusted, forwards);
    assert!(state == "well" && said.contains("through a proxy"), "{said}");
    let (state, said) = behind(&[], forwards);
    assert!(state == "unwell" && said.contains("Add 127.0.0.1 to trusted_proxies"), "{said}");
    let (state, said) = behind(&trusted, str::to_owned);
    assert!(state == "unwell" && said.contains("X-Forwarded-For"), "{said}");
    let (state, said) = behind(&trusted, |head| {
        let host = head.lines().find(|line| line.to_lowercase().starts_with("host:")).unwrap().to_owned();
        head.replace(&host, "Host: 127.0.0.1:1")
    });
    assert!(state == "unwell" && said.contains("Host"), "{said}");
    let (state, said) = behind(&[], |_| "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".to_owned());
    assert!(state == "unwell" && said.contains("Something else answers"), "{said}");
}

/// A certificate for this machine that ends in so many days, and the authority that signed it as PEM.
fn certificate(days: i64) -> (Arc<ServerConfig>, String) {
    let mut own = CertificateParams::default();
    own.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(own, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let end = jiff::Timestamp::from_second(server::clock::now().as_secs() + days * 86_400).unwrap();
    let day = end.to_zoned(jiff::tz::TimeZone::UTC).date();
    let (month, of_month) = (u8::try_from(day.month()).unwrap(), u8::try_from(day.day()).unwrap());
    params.not_after = rcgen::date_time_ymd(day.year().into(), month, of_month);
    let certificate = params.signed_by(&key, &authority).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key).unwrap();
    (Arc::new(config), authority.pem())
}

/// What the doctor says of an installation behind a proxy with such a certificate.
fn behind_tls(days: i64, is_trusted: bool) -> serde_json::Value {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let public = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let house = installed_at(Database::Sqlite, &public);
    let (config, authority) = certificate(days);
    let trusted = house.path().join("authorities.pem");
    fs::write(&trusted, if is_trusted { authority } else { String::new() }).unwrap();
    // The server looks too, as soon as it starts; what this command sees is its own look.
    let mut command = house.sluis();
    command.env("SSL_CERT_FILE", &trusted).env("SSL_CERT_DIR", house.path().join("none"));
    let server = house.start_as(command, &["--set", "trusted_proxies=127.0.0.1"]);
    let accept = move |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        StreamOwned::new(connection, stream)
    };
    proxy(listener, server.port, accept, |head| {
        head.replacen("\r\n", "\r\nX-Forwarded-For: 203.0.113.7\r\n", 1)
    });
    let answer = doctor(&house, &[]).1;
    server.stop();
    answer
}

#[test]
fn the_doctor_reads_the_certificate_that_browsers_are_shown() {
    let answer = behind_tls(60, true);
    assert_eq!(found(&answer, "address").0, "well", "{answer}");
    assert_eq!(found(&answer, "certificate").0, "well", "{answer}");
    let answer = behind_tls(10, true);
    let (state, said) = found(&answer, "certificate");
    assert!(state == "attention" && said.contains("9 more days"), "{answer}");
    let answer = behind_tls(60, false);
    let (state, said) = found(&answer, "address");
    assert!(state == "attention" && said.contains("certificate"), "{answer}");
}
