use std::fs::File;
use std::os::fd::AsRawFd;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{fs, io};

use rustix::process::geteuid;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::unix::OwnedWriteHalf;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;

use super::who::system_user;
use super::wire::{LONGEST_REQUEST, Line, Request, VERSION};
use super::{Answer, Desk, Kind, Refusal};
use crate::data_dir::DataDir;

/// The socket's name in the data folder.
const FILE: &str = "socket";
/// How many commands are done at once; further ones wait.
const AT_ONCE: usize = 8;
/// How long a command may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where the server listens for commands. Dropping it takes the file away.
#[derive(Debug)]
pub struct Socket {
    listener: UnixListener,
    path: PathBuf,
    inode: u64,
}

/// Where the socket of a data folder is.
pub(super) fn path_in(data: &Path) -> PathBuf {
    data.join(FILE)
}

/// The same socket by a name that is short enough for one: addresses of sockets end after 107 bytes (unix(7)), folders
/// need not. The name holds while the folder that comes with it is open.
pub(super) fn short_path_in(data: &Path) -> io::Result<(PathBuf, File)> {
    let folder = File::open(data)?;
    Ok((PathBuf::from(format!("/proc/self/fd/{}/{FILE}", folder.as_raw_fd())), folder))
}

impl Socket {
    /// Listens in the data folder, in the place of what a dead process left. `None` when another node of the same
    /// folder (which only PostgreSQL allows) does already.
    ///
    /// # Errors
    /// When the socket cannot be made, or something else has its name.
    pub fn open(data: &DataDir) -> io::Result<Option<Self>> {
        let path = path_in(data.path());
        let (short, _folder) = short_path_in(data.path())?;
        match fs::symlink_metadata(&path) {
            Ok(found) if !found.file_type().is_socket() => {
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, "it is there and is no socket"));
            }
            Ok(_) if std::os::unix::net::UnixStream::connect(&short).is_ok() => return Ok(None),
            Ok(_) => fs::remove_file(&path)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        // Nobody else's from its first moment, by umask and folder; nobody executes a socket.
        let listener = UnixListener::bind(&short)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        let inode = fs::symlink_metadata(&path)?.ino();
        Ok(Some(Self { listener, path, inode }))
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // Another node may have made its own meanwhile.
        if fs::symlink_metadata(&self.path).is_ok_and(|found| found.ino() == self.inode) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Whoever runs the server, and root: nobody else gets anything done, whatever the modes of file and folder say.
fn admits(owner: u32, peer: u32) -> bool {
    peer == owner || peer == 0
}

/// Answers commands until it is dropped.
pub async fn answer_commands(socket: Socket, desk: Desk) {
    let owner = geteuid().as_raw();
    answer_those(&socket, desk, move |peer| admits(owner, peer)).await;
}

async fn answer_those(socket: &Socket, desk: Desk, admits: impl Fn(u32) -> bool) {
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        let Ok(turn) = Arc::clone(&turns).acquire_owned().await else { return };
        let (stream, peer) = match next(&socket.listener).await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(%error, "a command could not be heard");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let may = admits(peer);
        if !may {
            tracing::warn!(uid = peer, "a command of somebody else was refused");
        }
        let desk = desk.clone();
        tokio::spawn(async move {
            let answered = if may { answer(stream, &desk, peer).await } else { turn_away(stream).await };
            if let Err(error) = answered {
                tracing::debug!(%error, "a command went away");
            }
            drop(turn);
        });
    }
}

/// The next connection and whose it is, as the kernel says (SO_PEERCRED).
async fn next(listener: &UnixListener) -> io::Result<(UnixStream, u32)> {
    let (stream, _) = listener.accept().await?;
    let peer = stream.peer_cred()?.uid();
    Ok((stream, peer))
}

async fn turn_away(stream: UnixStream) -> io::Result<()> {
    let (_, mut to) = stream.into_split();
    let message = "only the user that runs sluis, and root, may give it commands";
    send(&mut to, &Line::Refused(Refusal::new(Kind::Refused, message))).await
}

async fn answer(stream: UnixStream, desk: &Desk, peer: u32) -> io::Result<()> {
    let (from, mut to) = stream.into_split();
    let mut line = String::new();
    let mut bounded = BufReader::new(from.take(LONGEST_REQUEST));
    match timeout(PATIENCE, bounded.read_line(&mut line)).await {
        Ok(read) => read?,
        Err(_) => return Err(io::ErrorKind::TimedOut.into()),
    };
    let request = match read(&line) {
        Ok(request) => request,
        Err(refusal) => return send(&mut to, &Line::Refused(refusal)).await,
    };
    let (progress, mut said) = mpsc::unbounded_channel();
    let desk = desk.clone();
    // A task of its own: whoever hangs up does not stop what was begun.
    let work = tokio::spawn(async move {
        let say = move |text| drop(progress.send(text));
        desk.perform(system_user(peer), request.verb, &say).await
    });
    while let Some(text) = said.recv().await {
        send(&mut to, &Line::Progress(text)).await?;
    }
    send(&mut to, &last(work.await.unwrap_or_else(|_| Err(Refusal::new(Kind::Failed, "a bug: it panicked")))))
        .await
}

fn last(outcome: Result<Answer, Refusal>) -> Line {
    outcome.map_or_else(Line::Refused, Line::Done)
}

fn read(line: &str) -> Result<Request, Refusal> {
    /// What every version sends.
    #[derive(serde::Deserialize)]
    struct Versioned {
        version: u32,
    }
    if !line.ends_with('\n') {
        return Err(Refusal::new(Kind::Usage, "a request is one line, and not this long"));
    }
    let wrong = |_| Refusal::new(Kind::Usage, "that is no request");
    let Versioned { version } = serde_json::from_str(line).map_err(wrong)?;
    if version != VERSION {
        let message = "this command and the running server are different versions; restart the server";
        return Err(Refusal::new(Kind::State, message));
    }
    serde_json::from_str(line).map_err(wrong)
}

async fn send(to: &mut OwnedWriteHalf, line: &Line) -> io::Result<()> {
    let mut text = serde_json::to_string(line)?;
    text.push('\n');
    to.write_all(text.as_bytes()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_owner_and_root_give_commands() {
        assert!(admits(1000, 1000));
        assert!(admits(1000, 0));
        assert!(!admits(1000, 1001));
        assert!(!admits(0, 1000));
    }

    #[test]
    fn another_version_is_told_so_whatever_else_it_says() {
        let refusal = read("{\"version\":2,\"new\":true}\n").unwrap_err();
        assert_eq!(refusal.kind, Kind::State);
        assert_eq!(read("{\"version\":1}\n").unwrap_err().kind, Kind::Usage);
        assert_eq!(read("hello\n").unwrap_err().kind, Kind::Usage);
        assert_eq!(read("{\"version\":1").unwrap_err().kind, Kind::Usage);
    }

    #[tokio::test]
    async fn a_socket_is_private_and_leaves_with_its_server() {
        let folder = testdb::temp_dir();
        let data = DataDir::open(folder.path()).unwrap();
        crate::data_dir::keep_files_private();
        let socket = Socket::open(&data).unwrap().unwrap();
        let path = path_in(data.path());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(Socket::open(&data).unwrap().is_none(), "a second node leaves it alone");
        drop(socket);
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn a_folder_with_a_long_name_holds_a_socket_too() {
        let folder = testdb::temp_dir();
        let deep = folder.path().join("a".repeat(100)).join("b".repeat(100));
        let data = DataDir::open(&deep).unwrap();
        let socket = Socket::open(&data).unwrap().unwrap();
        let (short, _folder) = short_path_in(&deep).unwrap();
        assert!(std::os::unix::net::UnixStream::connect(short).is_ok());
        drop(socket);
        assert!(!path_in(&deep).exists());
    }

    #[tokio::test]
    async fn what_a_dead_process_left_is_replaced_and_nothing_else_is() {
        let folder = testdb::temp_dir();
        let data = DataDir::open(folder.path()).unwrap();
        let path = path_in(data.path());
        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        assert!(path.exists(), "a listener that is gone leaves its file");
        drop(Socket::open(&data).unwrap().unwrap());
        fs::write(&path, "a file of somebody").unwrap();
        assert!(Socket::open(&data).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "a file of somebody");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn somebody_else_is_turned_away_and_nothing_is_done() {
        use crate::config::{Flags, Sources, load};

        let folder = testdb::temp_dir();
        let flag = |key: &str, value: String| ("--set".to_owned(), key.to_owned(), value);
        let flags = Flags(vec![flag("data_dir", folder.path().display().to_string())]);
        let config = load(&Sources { flags, ..Sources::default() }).unwrap().config;
        let data = DataDir::open(&config.data_dir).unwrap();
        let (house, _db) = crate::wiring::open(&config, &data).await.unwrap();
        let socket = Socket::open(&data).unwrap().unwrap();
        let desk = Desk { house, config: Arc::new(config), data, is_serving: false };
        let path = path_in(folder.path());
        let answering = tokio::spawn(async move { answer_those(&socket, desk, |_| false).await });
        let mut stream = UnixStream::connect(path).await.unwrap();
        let request = "{\"version\":1,\"verb\":{\"verb\":\"orgList\"}}\n";
        // Who is turned away may be gone before it has said what it wanted.
        let _ = stream.write_all(request.as_bytes()).await;
        let mut said = String::new();
        BufReader::new(stream).read_line(&mut said).await.unwrap();
        assert!(said.contains("\"kind\":\"refused\"") && !said.contains("done"), "{said}");
        answering.abort();
    }
}
