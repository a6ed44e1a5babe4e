//! The program as people start it: a process, its terminal, its folder, its end.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use testdb::{TempDir, temp_dir};

fn sluis(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sluis"));
    command.current_dir(folder).env_clear().stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A server on a port of its own, its data in `data` of the folder.
struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    said: Vec<String>,
}

fn start(folder: &Path, arguments: &[&str]) -> Running {
    let mut child = sluis(folder).args(["--listen", "localhost:0"]).args(arguments).spawn().unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    Running { child, out, said: vec![] }
}

impl Running {
    /// Reads what it says up to a line that begins so.
    fn until(&mut self, beginning: &str) -> String {
        loop {
            let mut line = String::new();
            if self.out.read_line(&mut line).unwrap() == 0 {
                let mut error = String::new();
                self.child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
                panic!("ended before it said `{beginning}`: {:?} {error}", self.said);
            }
            let line = line.trim_end().to_owned();
            self.said.push(line.clone());
            if line.starts_with(beginning) {
                return line;
            }
        }
    }

    fn port(&mut self) -> u16 {
        let line = self.until("listening on http://");
        line.rsplit(':').next().unwrap().parse().unwrap()
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Ends it as the system does; returns everything that it wrote.
    fn stop(mut self) -> String {
        self.signal(Signal::TERM);
        let mut all = self.said.join("\n");
        self.out.read_to_string(&mut all).unwrap();
        let output = self.child.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
        all + std::str::from_utf8(&output.stderr).unwrap()
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn get(port: u16, path: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn refused(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder in which a server ran once.
fn used() -> TempDir {
    let folder = temp_dir();
    let mut first = start(&folder, &[]);
    first.until("set Sluis up");
    first.stop();
    folder
}

#[test]
fn a_first_start_needs_nothing_and_keeps_everything_private() {
    let folder = temp_dir();
    let mut server = start(&folder, &[]);
    let port = server.port();
    server.until("database: SQLite");
    server.until("mail: no mail server");
    server.until("set Sluis up with the link in ./data/setup-link");
    assert!(get(port, "/healthz").starts_with("HTTP/1.1 200"));
    assert!(get(port, "/readyz").starts_with("HTTP/1.1 200"));
    let data = folder.path().join("data");
    assert_eq!(mode(&data), 0o700);
    for file in fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path()) {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    let link = fs::read_to_string(data.join("setup-link")).unwrap();
    let path = link.trim().strip_prefix(&format!("http://localhost:{port}")).unwrap();
    assert!(get(port, path).starts_with("HTTP/1.1 200"));
    let said = server.stop();
    assert!(!said.contains(path), "the link is a credential and belongs in no pipe or log: {said}");
}

#[test]
fn each_start_makes_another_link() {
    let folder = temp_dir();
    let link = || {
        let mut server = start(&folder, &[]);
        server.until("set Sluis up");
        let link = fs::read_to_string(folder.path().join("data/setup-link")).unwrap();
        server.stop();
        link.rsplit('/').next().unwrap().to_owned()
    };
    assert_ne!(link(), link());
}

#[test]
fn one_process_at_a_time_works_in_a_folder() {
    let folder = temp_dir();
    let mut first = start(&folder, &[]);
    first.until("set Sluis up");
    let said = refused(&sluis(&folder).args(["--listen", "localhost:0"]).output().unwrap());
    assert!(said.contains(&format!("process {}", first.child.id())), "{said}");
    first.stop();
}

#[test]
fn a_lost_or_readable_key_file_stops_the_start() {
    let folder = used();
    let keys = folder.path().join("data/keys");
    fs::set_permissions(&keys, fs::Permissions::from_mode(0o644)).unwrap();
    let said = refused(&sluis(&folder).args(["--listen", "localhost:0"]).output().unwrap());
    assert!(said.contains("chmod 600"), "{said}");
    fs::remove_file(&keys).unwrap();
    let said = refused(&sluis(&folder).args(["--listen", "localhost:0"]).output().unwrap());
    assert!(said.contains("is gone") && !keys.exists(), "{said}");
}

#[test]
fn a_port_that_is_taken_is_said_before_anything_is_made() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = format!("localhost:{}", taken.local_addr().unwrap().port());
    let folder = temp_dir();
    let said = refused(&sluis(&folder).args(["--listen", &listen]).output().unwrap());
    assert!(said.contains("another program listens"), "{said}");
    assert!(!folder.path().join("data").exists());
}

#[test]
fn an_interrupt_ends_it_as_a_terminal_does() {
    let folder = temp_dir();
    let mut server = start(&folder, &[]);
    server.until("set Sluis up");
    server.signal(Signal::INT);
    assert!(server.child.wait().unwrap().success());
}

#[test]
fn postgresql_serves_several_nodes_with_one_key_file() {
    let postgres = testdb::postgres();
    let url = postgres.url();
    let folder = temp_dir();
    fs::write(folder.path().join("url"), url).unwrap();
    let setting = ["--set", "database.url_file=url", "--set", "database.connections=2"];
    let mut first = start(&folder, &setting);
    first.until("database: PostgreSQL");
    first.until("set Sluis up");
    let mut second = start(&folder, &setting);
    let port = second.port();
    second.until("set Sluis up");
    assert!(get(port, "/readyz").starts_with("HTTP/1.1 200"));
    let said = first.stop() + second.stop().as_str();
    assert!(!said.contains(url), "{said}");
}

#[test]
fn the_configuration_is_checked_without_starting() {
    let folder = temp_dir();
    fs::write(folder.path().join("sluis.toml"), "lisen = \"localhost:1\"\n[log]\nlevel = \"loud\"\n")
        .unwrap();
    let said = refused(&sluis(&folder).args(["config", "check"]).output().unwrap());
    assert!(said.contains("sluis.toml line 1") && said.contains("did you mean `listen`?"), "{said}");
    assert!(said.contains("sluis.toml line 3"), "{said}");
    fs::write(folder.path().join("sluis.toml"), "listen = \"localhost:1\"\n").unwrap();
    assert!(sluis(&folder).args(["config", "check"]).status().unwrap().success());
    let shown = sluis(&folder).env("SLUIS_LOG__LEVEL", "warn").args(["config", "show"]).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("listen = \"localhost:1\""), "{shown}");
    assert!(shown.contains("variable SLUIS_LOG__LEVEL"), "{shown}");
    assert!(!folder.path().join("data").exists());
}

#[test]
fn it_tells_its_version() {
    let output = sluis(&temp_dir()).arg("--version").output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), format!("sluis {}\n", env!("CARGO_PKG_VERSION")));
}
