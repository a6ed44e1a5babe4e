//! Independent applications that people sign in to: not our own code on both ends.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Which library the application is made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `openid-client`, on Node.
    OpenidClient,
    /// `Authlib`, on Python.
    Authlib,
}

/// A running application on an origin of its own.
pub struct Application {
    process: Child,
    origin: String,
}

impl Application {
    /// A free port for an application: its return address must be registered before it starts.
    pub fn free_port() -> u16 {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address").port()
    }

    /// The return address of an application on a port.
    pub fn redirect_uri(port: u16) -> String {
        format!("http://127.0.0.1:{port}/callback")
    }

    /// Starts one for an issuer.
    ///
    /// # Panics
    /// When its library is not installed; `cargo xtask test` installs both.
    pub fn start(kind: Kind, issuer: &str, client_id: &str, secret: &str, port: u16) -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (program, script): (PathBuf, PathBuf) = match kind {
            Kind::OpenidClient => ("node".into(), here.join("js/application.mjs")),
            Kind::Authlib => {
                (here.join("../../target/python/bin/python"), here.join("python/application.py"))
            }
        };
        let mut process = Command::new(&program)
            .arg(script)
            .args([issuer, client_id, secret, &port.to_string()])
            .env("AUTHLIB_INSECURE_TRANSPORT", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}; `cargo xtask test` installs it", program.display()));
        let output = process.stdout.take().expect("its output is piped");
        let first = BufReader::new(output).lines().next();
        assert!(
            matches!(first, Some(Ok(ref line)) if line == "ready"),
            "the application did not start: {first:?}"
        );
        Self { process, origin: format!("http://127.0.0.1:{port}") }
    }

    /// Its origin.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl Drop for Application {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
