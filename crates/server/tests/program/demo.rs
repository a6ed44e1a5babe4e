//! `sluis demo`: an organisation that never was, beside no real one and for nobody outside.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::house::installed;
use rustix::process::{Pid, Signal, kill_process};
use testdb::temp_dir;
use testkit::{Answer, Client, Database};

fn demo(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sluis"));
    command.current_dir(folder).env_clear().arg("demo").args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A running demo and what it said.
struct Running {
    child: Child,
    said: Vec<(String, String)>,
}

fn start(folder: &Path) -> Running {
    let arguments = ["--listen", "localhost:0", "--app-port", "0", "--folder", "demo"];
    let mut child = demo(folder, &arguments).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut running = Running { child, said: vec![] };
    loop {
        let mut line = String::new();
        if out.read_line(&mut line).unwrap() == 0 {
            let mut error = String::new();
            running.child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
            panic!("it did not start: {error}");
        }
        if line.starts_with("ready") {
            return running;
        }
        if let Some((what, value)) = line.trim().split_once("  ") {
            running.said.push((what.to_owned(), value.trim().to_owned()));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// What stands behind a word, the nth time.
    fn word(&self, what: &str, nth: usize) -> String {
        let found = self.said.iter().filter(|(word, _)| word == what).nth(nth);
        found.unwrap_or_else(|| panic!("`{what}` in {:?}", self.said)).1.split(' ').next().unwrap().to_owned()
    }

    fn stop(mut self) {
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
        assert!(self.child.wait().unwrap().success());
    }
}

/// The code on the demo's own telephone: the first belongs to the administrator, the second to everybody else.
async fn code(application: &Client, nth: usize) -> String {
    let page = application.get("/phone").await;
    page.body.split("class=\"code\">").nth(nth + 1).unwrap()[..6].to_owned()
}

async fn prove(sluis: &Client, page: &Answer, name: &str, password: &str) -> Answer {
    let page = sluis.submit(page, &[("name", name)]).await;
    sluis.submit(&page, &[("password", password)]).await
}

fn is_marked(page: &Answer) -> bool {
    page.text().contains("Demo: nothing here is real.")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_example_application_signs_people_in_and_every_page_says_that_nothing_is_real() {
    let folder = temp_dir();
    let running = start(folder.path());
    let (public, origin) = (running.word("admin centre", 0), running.word("example application", 0));
    let sluis = Client::new(public.trim_end_matches("/admin"), "127.0.0.1");
    let application = Client::new(&origin, "127.0.0.1");
    assert!(is_marked(&application.get("/").await));
    let asked = application.get("/sign-in").await;
    let page = sluis.get(asked.location()).await;
    assert!(is_marked(&page), "{}", page.text());
    let page = prove(&sluis, &page, &running.word("name", 1), &running.word("password", 1)).await;
    assert!(is_marked(&page), "{}", page.text());
    let done = sluis.submit(&page, &[("totp", &code(&application, 1).await)]).await;
    assert!(done.location().starts_with(&format!("{origin}/callback?")), "{done:?}");
    let elsewhere = Client::new(&origin, "127.0.0.1");
    assert_eq!(elsewhere.get(done.location()).await.status, 400, "an answer is for the browser that asked");
    let back = application.get(done.location()).await;
    assert_eq!(back.location(), "/", "{}", back.text());
    let page = application.get("/").await;
    assert!(page.text().contains("you are in") && page.text().contains("anouk"), "{}", page.text());
    assert_eq!(application.get(done.location()).await.status, 400, "an answer is taken once");
    running.stop();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_the_admin_centre_has_something_to_show() {
    let folder = temp_dir();
    let running = start(folder.path());
    let public = running.word("admin centre", 0);
    let sluis = Client::new(public.trim_end_matches("/admin"), "127.0.0.1");
    let application = Client::new(&running.word("example application", 0), "127.0.0.1");
    let page = sluis.get("/admin").await;
    let page = prove(&sluis, &page, &running.word("name", 0), &running.word("password", 0)).await;
    let done = sluis.submit(&page, &[("totp", &code(&application, 0).await)]).await;
    let home = sluis.follow(done).await;
    assert!(is_marked(&home), "{}", home.text());
    for (path, words) in [
        ("/admin", &["187 of 197", "locked", "Second step"][..]),
        ("/admin/users", &["Anouk de Boer"]),
        ("/admin/applications", &["Intranet", "Nextcloud", "Boekhouding"]),
        ("/admin/sign-ins", &["Intranet"]),
        ("/admin/sign-ins?outcome=failure", &["Intranet"]),
        ("/admin/audit-logs?action=addPerson", &["Marieke de Vries added"]),
        ("/admin/identity/authentication-methods", &["Passkey: "]),
    ] {
        let page = sluis.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(is_marked(&page), "{path}");
        for word in words {
            assert!(page.text().contains(word), "{path}: {}", page.text());
        }
    }
    let methods = sluis.get("/admin/identity/authentication-methods").await.text();
    assert!(!methods.contains("Passkey: Nobody has it yet."), "{methods}");
    running.stop();
}

/// Attack 98.
#[test]
fn the_demo_is_reached_from_this_machine_only() {
    let folder = temp_dir();
    for listen in ["0.0.0.0:0", "[::]:0", "192.0.2.7:0", "127.0.0.1:0"] {
        let output = demo(folder.path(), &["--listen", listen]).output().unwrap();
        assert_eq!(output.status.code(), Some(4), "{listen}: {output:?}");
    }
    for settings in [
        &["--public-address", "https://id.example.org"][..],
        &["--set", "listen=0.0.0.0:80"],
        &["--set", "database.url=postgresql://localhost/real"],
        &["--data-dir", "data"],
    ] {
        let output = demo(folder.path(), settings).output().unwrap();
        assert_eq!(output.status.code(), Some(4), "{settings:?}: {output:?}");
    }
    // What it made is served by nobody else, wherever that one listens.
    start(folder.path()).stop();
    let mut server = Command::new(env!("CARGO_BIN_EXE_sluis"));
    server.current_dir(folder.path()).env_clear().args(["--data-dir", "demo", "--listen", "0.0.0.0:0"]);
    let output = server.output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("sluis demo"), "{said}");
}

/// Attack 98.
#[test]
fn the_demo_goes_beside_no_organisation() {
    let house = installed(Database::Sqlite);
    let database = fs::read(house.data().join("sluis.db")).unwrap();
    let output = demo(house.path(), &["--listen", "localhost:0", "--folder", "data"]).output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{output:?}");
    assert!(fs::read(house.data().join("sluis.db")).unwrap() == database);
    // A configuration beside it that names a real database is not looked at.
    fs::write(house.path().join("sluis.toml"), "[database]\nurl = \"postgresql://localhost/real\"\n")
        .unwrap();
    let running = start(house.path());
    assert!(running.said.iter().any(|(word, _)| word == "admin centre"));
    running.stop();
    assert!(fs::read(house.data().join("sluis.db")).unwrap() == database);
}
