//! The real binary, as a newcomer starts it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running `sluis serve` in a folder of its own.
pub struct Process {
    child: Child,
    folder: testdb::TempDir,
    base: String,
}

impl Process {
    /// Starts the binary on a free port and waits until it answers.
    pub fn start(binary: &str, database: Option<&str>) -> Self {
        Self::start_in(binary, database, testdb::temp_dir())
    }

    fn start_in(binary: &str, database: Option<&str>, folder: testdb::TempDir) -> Self {
        let port = crate::Application::free_port();
        let mut command = Command::new(binary);
        command
            .current_dir(folder.path())
            .args(["serve", "--listen", &format!("localhost:{port}")])
            .env_remove("SLUIS_CONFIG")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit());
        if let Some(url) = database {
            command.args(["--set", &format!("database.url={url}")]);
        }
        let mut child = command.spawn().expect("the binary starts");
        let output = child.stdout.take().expect("its output is piped");
        std::thread::spawn(move || BufReader::new(output).lines().for_each(drop));
        let started = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(started.elapsed() < Duration::from_secs(30), "sluis did not begin to listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { child, folder, base: format!("http://localhost:{port}") }
    }

    /// Where it listens.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Its data folder.
    pub fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// The one-time link: without a terminal it stands in a file that only its owner reads.
    pub fn set_up_link(&self) -> String {
        let file = self.data().join("setup-link");
        let started = Instant::now();
        while !file.exists() {
            assert!(started.elapsed() < Duration::from_secs(30), "there is no set-up link");
            std::thread::sleep(Duration::from_millis(20));
        }
        std::fs::read_to_string(file).expect("the link").trim().to_owned()
    }

    /// The messages that landed in the outbox folder.
    pub fn outbox(&self) -> Vec<String> {
        read_all(&self.data().join("outbox"))
    }
}

fn read_all(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return vec![] };
    entries.flatten().filter_map(|entry| std::fs::read_to_string(entry.path()).ok()).collect()
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
