//! The table: what was measured beside what is aimed at.

use std::fmt::Write;
use std::process::Command;

/// A line of the table.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) measured: String,
    /// How much in a second of the server's processor, where that says something.
    pub(crate) per_processor: String,
    pub(crate) aim: &'static str,
    /// Whether the aim is reached; `None` where there is none.
    pub(crate) reached: Option<bool>,
}

impl Row {
    /// A row with an aim.
    pub(crate) fn aimed(name: &'static str, measured: String, aim: &'static str, reached: bool) -> Self {
        Self { name, measured, per_processor: String::new(), aim, reached: Some(reached) }
    }

    /// A row that says what the machine allows.
    pub(crate) fn limit(name: &'static str, measured: String) -> Self {
        Self { name, measured, per_processor: String::new(), aim: "", reached: None }
    }
}

/// The page with the table.
pub(crate) fn page(rows: &[Row], pinned: bool) -> String {
    let mut page = String::from("# Benchmark\n\nWritten by `cargo xtask bench`; not edited by hand.\n\n");
    let cores = if pinned {
        "the server on one core, the load on another"
    } else {
        "server and load on the same cores, because `taskset` or a second core is missing"
    };
    let _ = writeln!(
        page,
        "{}, {}: {cores}; {} keep-alive connections over loopback without TLS, SQLite, 100,000 people, {} seconds a \
         row, the better of two runs. Other work ran on the machine at the same time unless somebody saw to it that \
         none did: read figures beside the limits of the same table, and per processor second.\n",
        said_by("date", &["-u", "+%Y-%m-%d"]),
        machine(),
        crate::load::CONNECTIONS,
        crate::load::LASTS.as_secs(),
    );
    page.push_str("| | measured | a processor second | aim | |\n|---|---|---|---|---|\n");
    for row in rows {
        let verdict = match row.reached {
            Some(true) => "reached",
            Some(false) => "missed",
            None => "",
        };
        let Row { name, measured, per_processor, aim, .. } = row;
        let _ = writeln!(page, "| {name} | {measured} | {per_processor} | {aim} | {verdict} |");
    }
    page.push_str(NOTES);
    page
}

const NOTES: &str = "
- *A processor second*: as many in a second of the server's processor time, all its threads: what a core would answer
  that nobody else uses. Whether an aim is reached is judged by the clock all the same.
- *Start*: from starting the program to the first answer of `/healthz`, the median of five.
- *Memory*: the proportional set size (`Pss` of `smaps_rollup`).
- *Cheap hash*: the cheapest that Argon2 knows (8 KiB, one pass), to see what surrounds the hash. No configuration of
  `sluis` can set it.
- *Whole sign-in*: the page, name, password, code of an app, redirect; each as somebody else in a new browser.
- *Somebody's name less nobody's*: how much longer the answer takes for a name that is somebody's: the median of the
  differences of pairs (200 with the real hash, 2,000 with the cheap one), one at a time and in turn, and the bounds of
  95 %. Time must not tell who exists. A test counts that as many hashes are made and statements run; these rows
  show what else differs.
- *Passkey sign-in*: the page, and the answer of an authenticator in software to it, each in a new browser; the load's core
  signs.
- *Code by `form_post`*: a browser that is signed in is sent for a code, and gets the page that carries it to the
  application.
- *Replay of a policy*: one policy that nobody saved over every sign-in that the rows before left, each judged again; reading
  the log included. Whether the aim is reached is judged by the processor second.
- *Two nodes*: two processes on the server's core, with 1,000 people in one PostgreSQL on the load's core, which is told
  not to wait for its disk; so these figures are no other database's. How soon the other node knows is measured from
  sending the form that signs out.
- *Write floor*: durable transactions of one row through the same database layer with as many callers.
- *Hash limit*: one thread that does nothing but verify at the default cost (19 MiB, two passes), in a second of
  processor time.
- *Cold build*: both cores, everything from nothing; downloading the sources is left out where they were there.
";

fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let model = model.map_or("unknown processor", |(_, name)| name.trim());
    let cores = info.lines().filter(|line| line.starts_with("processor")).count();
    format!("{cores} cores of {model}, Linux {}", said_by("uname", &["-r"]))
}

fn said_by(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map_or_else(|_| "?".to_owned(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
