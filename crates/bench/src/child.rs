//! Servers in other processes: started on their core, waited for, weighed, and ended.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Outcome;

/// Where the server runs, and where the load.
const SERVER_CORE: &str = "0";
const LOAD_CORE: &str = "1";

/// Whether programs can be kept on a core of their own here.
pub(crate) fn can_pin() -> bool {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let found = Command::new("taskset").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    cores > 1 && found.is_ok_and(|status| status.success())
}

/// Moves this process to the load's core; threads that are started later stay there.
pub(crate) fn pin_load() -> Outcome<()> {
    let own = std::process::id().to_string();
    let mut command = Command::new("taskset");
    let status = command.args(["--pid", "--cpu-list", LOAD_CORE, &own]).stdout(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err("taskset refused".into()) }
}

fn on_server_core(program: &Path, pinned: bool) -> Command {
    if !pinned {
        return Command::new(program);
    }
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", SERVER_CORE]).arg(program);
    command
}

/// Runs this program in another mode on the server's core: the last line it printed.
pub(crate) fn ask_self(pinned: bool, arguments: &[&str]) -> Outcome<String> {
    let mut command = on_server_core(&std::env::current_exe()?, pinned);
    let output = command.args(arguments).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("bench {} failed", arguments.join(" ")).into());
    }
    let text = String::from_utf8(output.stdout)?;
    Ok(text.lines().last().unwrap_or_default().to_owned())
}

/// A server that answers.
pub(crate) struct Server {
    child: Child,
    /// From starting the program to its first answer.
    pub(crate) started_in: Duration,
}

impl Server {
    /// The real binary on a data folder.
    pub(crate) fn real(binary: &Path, pinned: bool, data: &Path, port: u16) -> Outcome<Self> {
        let mut command = on_server_core(binary, pinned);
        let data = format!("data_dir={}", data.display());
        command.args(["serve", "--listen", &format!("localhost:{port}"), "--set", &data]);
        command.env_remove("SLUIS_CONFIG");
        Self::start(command, port)
    }

    /// This program as a server with the cheap hash.
    pub(crate) fn cheap(pinned: bool, data: &Path, port: u16) -> Outcome<Self> {
        let mut command = on_server_core(&std::env::current_exe()?, pinned);
        command.arg("serve").arg(data).arg(port.to_string());
        Self::start(command, port)
    }

    fn start(mut command: Command, port: u16) -> Outcome<Self> {
        let folder = std::env::temp_dir();
        command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::inherit());
        let begin = Instant::now();
        let mut server = Self { child: command.spawn()?, started_in: Duration::ZERO };
        while !answers(port) {
            if let Some(status) = server.child.try_wait()? {
                return Err(format!("the server ended: {status}").into());
            }
            if begin.elapsed() > Duration::from_secs(30) {
                return Err("the server does not answer".into());
            }
            std::thread::sleep(Duration::from_micros(500));
        }
        server.started_in = begin.elapsed();
        Ok(server)
    }

    /// Its proportional share of memory, in MB.
    pub(crate) fn pss(&self) -> Outcome<f64> {
        pss(self.child.id())
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

/// The processor time that a process has used.
pub(crate) fn processor_time(process: u32) -> Outcome<Duration> {
    /// `CLK_TCK`: 100 on every Linux that there is.
    const TICK: Duration = Duration::from_millis(10);
    let text = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // After the name, which may have spaces in it, `utime` and `stime` are the twelfth and thirteenth field.
    let fields = text.rsplit_once(") ").ok_or("no fields")?.1.split(' ');
    let ticks: Result<u32, std::num::ParseIntError> = fields.skip(11).take(2).map(str::parse::<u32>).sum();
    Ok(TICK * ticks?)
}

/// A process's proportional share of memory, in MB.
pub(crate) fn pss(process: u32) -> Outcome<f64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:")).ok_or("no Pss line")?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kib * 1024.0 / 1e6)
}

fn answers(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    let request = format!("GET /healthz HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\n\r\n");
    let mut answer = String::new();
    stream.write_all(request.as_bytes()).is_ok()
        && stream.read_to_string(&mut answer).is_ok()
        && answer.starts_with("HTTP/1.1 200")
}

impl Drop for Server {
    fn drop(&mut self) {
        // Asked first, so that the database is closed as it is in life; SIGTERM needs a program of the system.
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().is_ok_and(|status| status.success());
        if !asked {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}
