//! Sending the logs where an organisation wants them. Hosts are reached by [`Reach`] and spoken to over TLS only; what
//! they answer is read as far as it says whether it was taken, and never followed. A delivery has one end, however slowly
//! a host takes part in it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use service::LogDelivery;

use crate::reach::Reach;
use crate::timed::{Timed, is_late, soon};

/// How long a delivery may take, all of it: shorter than a node has the job, so that no other begins meanwhile.
const PATIENCE: Duration = Duration::from_secs(25);
/// How long one address of a host may take to answer; a few are tried.
const CONNECTING: Duration = Duration::from_secs(5);
/// How much is read of an answer.
const LONGEST_ANSWER: usize = 8 * 1024;
/// How large a file becomes before the next one is begun, and how many are kept.
const LARGEST_FILE: u64 = 100 * 1024 * 1024;
const FILES: u32 = 10;

/// Sends batches of log records.
#[derive(Clone)]
pub struct Aimed {
    reach: Reach,
    tls: Arc<ClientConfig>,
    folder: PathBuf,
    largest: u64,
    patience: Duration,
}

type Tls = StreamOwned<ClientConnection, Timed>;

impl Aimed {
    /// Where hosts may be, and the folder of files. Certificates are those that the system trusts.
    ///
    /// # Panics
    /// When the cryptographic library offers no version of TLS, which it does as it is built here.
    pub fn new(reach: Reach, folder: PathBuf) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        Self::trusting(roots, reach, folder)
    }

    fn trusting(roots: RootCertStore, reach: Reach, folder: PathBuf) -> Self {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.expect("the library that is built in speaks TLS 1.2 and 1.3");
        let tls = Arc::new(config.with_root_certificates(roots).with_no_client_auth());
        Self { reach, tls, folder, largest: LARGEST_FILE, patience: PATIENCE }
    }

    /// Sends a batch; why it was not taken otherwise, for administrators to read. Blocks.
    ///
    /// # Errors
    /// When the place is not reached, or does not take it.
    pub fn deliver(&self, batch: &LogDelivery) -> Result<(), String> {
        match batch {
            LogDelivery::Syslog { host, port, frames } => self.syslog(host, *port, frames),
            LogDelivery::Webhook { host, port, path, signature, body } => {
                self.webhook((host, *port), path, signature, body)
            }
            LogDelivery::File { name, lines } => self.append(name, lines).map_err(|error| error.to_string()),
        }
    }

    fn connect(&self, host: &str, port: u16) -> Result<Tls, String> {
        let until = soon(self.patience);
        let socket = self.reach.connect(host, port, CONNECTING).map_err(|error| error.to_string())?;
        let name = ServerName::try_from(host.to_owned()).map_err(|error| error.to_string())?;
        let connection = ClientConnection::new(Arc::clone(&self.tls), name);
        let mut tls =
            StreamOwned::new(connection.map_err(|error| error.to_string())?, Timed { socket, until });
        // The certificate is looked at before anything is said.
        while tls.conn.is_handshaking() {
            tls.conn
                .complete_io(&mut tls.sock)
                .map_err(|error| self.failed("no connection over TLS", &error))?;
        }
        Ok(tls)
    }

    /// Syslog has no answer: taken is what the connection took until it was closed in order.
    fn syslog(&self, host: &str, port: u16, frames: &[u8]) -> Result<(), String> {
        let mut tls = self.connect(host, port)?;
        let said = |error: io::Error| self.failed("the connection broke", &error);
        tls.write_all(frames).map_err(said)?;
        tls.flush().map_err(said)?;
        tls.conn.send_close_notify();
        tls.flush().map_err(said)
    }

    fn webhook(
        &self,
        (host, port): (&str, u16),
        path: &str,
        signature: &str,
        body: &[u8],
    ) -> Result<(), String> {
        let mut tls = self.connect(host, port)?;
        let bracketed = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        let authority = if port == 443 { bracketed } else { format!("{bracketed}:{port}") };
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {authority}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nSluis-Signature: {signature}\r\nUser-Agent: sluis\r\nConnection: close\r\n\r\n",
            body.len()
        );
        let said = |error: io::Error| self.failed("the connection broke", &error);
        tls.write_all(head.as_bytes()).map_err(said)?;
        tls.write_all(body).map_err(said)?;
        tls.flush().map_err(said)?;
        match status(&mut tls).map_err(said)? {
            Some(200..=299) => Ok(()),
            Some(300..=399) => Err("it answered by a redirect, which is not followed".to_owned()),
            Some(status) => Err(format!("it answered with status {status}")),
            None => Err("its answer is no HTTP".to_owned()),
        }
    }

    fn failed(&self, what: &str, error: &io::Error) -> String {
        if is_late(error) {
            return format!("it took longer than {} seconds", self.patience.as_secs());
        }
        format!("{what}: {error}")
    }

    /// Adds lines to a file of the owner's alone, and begins the next one when it is full.
    fn append(&self, name: &str, lines: &[u8]) -> io::Result<()> {
        let folder = &self.folder;
        fs::create_dir_all(folder)?;
        let path = folder.join(name);
        if fs::metadata(&path).is_ok_and(|file| file.len() >= self.largest) {
            turn(&path)?;
        }
        let mut file = own(&path)?;
        file.write_all(lines)?;
        file.sync_data()
    }
}

/// The status of an answer: the number in its first line. An error where that did not come in time.
fn status(answer: &mut impl Read) -> io::Result<Option<u16>> {
    let (mut read, mut buffer) = (vec![], [0; 512]);
    while read.len() < LONGEST_ANSWER && !read.contains(&b'\n') {
        match answer.read(&mut buffer) {
            Err(error) if is_late(&error) => return Err(error),
            Ok(0) | Err(_) => break,
            Ok(length) => read.extend_from_slice(&buffer[..length]),
        }
    }
    Ok(status_of(&String::from_utf8_lossy(&read)))
}

fn status_of(text: &str) -> Option<u16> {
    let (version, rest) = text.lines().next()?.split_once(' ')?;
    version.starts_with("HTTP/1.").then(|| rest.get(..3)?.parse().ok())?
}

/// Makes `x.jsonl` `x.jsonl.1`, what that was `x.jsonl.2`, and so on; the oldest goes.
fn turn(path: &Path) -> io::Result<()> {
    let numbered = |number: u32| PathBuf::from(format!("{}.{number}", path.display()));
    for number in (1..FILES).rev() {
        if numbered(number).exists() {
            fs::rename(numbered(number), numbered(number + 1))?;
        }
    }
    fs::rename(path, numbered(1))
}

#[cfg(unix)]
fn own(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().create(true).append(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn own(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).open(path)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread::JoinHandle;

    use rustls::pki_types::PrivateKeyDer;
    use rustls::{ServerConfig, ServerConnection};

    use super::*;

    const LOOPBACK: [&str; 2] = ["127.0.0.0/8", "::1/128"];

    /// Somebody at `localhost` with a certificate of that name, who reads what comes until `end`, answers and hands it over.
    fn somebody(end: &'static str, answer: &'static str) -> (Aimed, u16, JoinHandle<String>) {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let certificate = made.cert.der().clone();
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config =
            ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(vec![certificate.clone()], key).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let taken = std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let mut tls = StreamOwned::new(ServerConnection::new(Arc::new(config)).unwrap(), stream);
            let (mut read, mut buffer) = (vec![], [0; 4096]);
            while !String::from_utf8_lossy(&read).ends_with(end) {
                match tls.read(&mut buffer) {
                    Ok(0) | Err(_) => break,
                    Ok(length) => read.extend_from_slice(&buffer[..length]),
                }
            }
            // Whoever sends syslog may be gone already.
            let _ = tls.write_all(answer.as_bytes()).and_then(|()| tls.flush());
            String::from_utf8(read).unwrap()
        });
        let mut roots = RootCertStore::empty();
        roots.add(certificate).unwrap();
        let allowed = LOOPBACK.map(|range| range.parse().unwrap()).to_vec();
        (Aimed::trusting(roots, Reach::new(allowed), PathBuf::from("unused")), port, taken)
    }

    fn to_localhost(port: u16) -> LogDelivery {
        let LogDelivery::Webhook { path, signature, body, .. } = webhook(port) else {
            unreachable!("made so")
        };
        LogDelivery::Webhook { host: "localhost".to_owned(), port, path, signature, body }
    }

    #[test]
    fn a_request_is_taken_when_the_answer_says_so_and_never_follows_another() {
        let (aimed, port, taken) = somebody("{}", "HTTP/1.1 204 No Content\r\n\r\n");
        assert_eq!(aimed.deliver(&to_localhost(port)), Ok(()));
        let request = taken.join().unwrap();
        assert!(request.starts_with("POST / HTTP/1.1\r\n"), "{request}");
        assert!(
            request.contains("\r\nSluis-Signature: t=1,v1=00\r\n") && request.ends_with("\r\n\r\n{}"),
            "{request}"
        );
        for (answer, said) in [
            ("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\n", "redirect"),
            ("HTTP/1.1 500 Internal Server Error\r\n\r\n", "500"),
            ("nothing of the kind\r\n", "no HTTP"),
        ] {
            let (aimed, port, taken) = somebody("{}", answer);
            let refused = aimed.deliver(&to_localhost(port)).unwrap_err();
            assert!(refused.contains(said), "{refused}");
            taken.join().unwrap();
        }
    }

    #[test]
    fn messages_arrive_whole_at_a_syslog_server_whose_certificate_is_good() {
        let (aimed, port, taken) = somebody("last", "");
        let host = "localhost".to_owned();
        let frames = b"5 first4 last".to_vec();
        assert_eq!(aimed.deliver(&LogDelivery::Syslog { host, port, frames }), Ok(()));
        assert_eq!(taken.join().unwrap(), "5 first4 last");
        let (aimed, port, taken) = somebody("last", "");
        let other = LogDelivery::Syslog { host: "127.0.0.1".to_owned(), port, frames: b"4 last".to_vec() };
        let refused = aimed.deliver(&other).unwrap_err();
        assert!(refused.contains("TLS"), "another name than the certificate's: {refused}");
        assert_eq!(taken.join().unwrap(), "");
    }

    fn aimed(folder: &Path, allowed: &[&str]) -> Aimed {
        let allowed = allowed.iter().map(|range| range.parse().unwrap()).collect();
        Aimed::trusting(RootCertStore::empty(), Reach::new(allowed), folder.to_owned())
    }

    fn webhook(port: u16) -> LogDelivery {
        LogDelivery::Webhook {
            host: "127.0.0.1".to_owned(),
            port,
            path: "/".to_owned(),
            signature: "t=1,v1=00".to_owned(),
            body: b"{}".to_vec(),
        }
    }

    /// Attack 59: what an administrator of an organisation types does not open the network of whoever runs Sluis.
    #[test]
    fn nothing_is_sent_to_this_machine_unless_its_network_is_named() {
        let folder = testdb::temp_dir();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        listener.set_nonblocking(true).unwrap();
        let refused = aimed(folder.path(), &[]).deliver(&webhook(port)).unwrap_err();
        assert!(refused.contains("private address") && !refused.contains("127.0.0.1"), "{refused}");
        assert!(listener.accept().is_err(), "nobody came");
    }

    #[test]
    fn nothing_is_said_to_who_speaks_no_tls() {
        let folder = testdb::temp_dir();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let taken = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
            let mut read = [0; 4096];
            let length = stream.read(&mut read).unwrap_or(0);
            read[..length].to_vec()
        });
        let refused = aimed(folder.path(), &["127.0.0.0/8"]).deliver(&webhook(port)).unwrap_err();
        assert!(refused.contains("TLS"), "{refused}");
        let said = String::from_utf8_lossy(&taken.join().unwrap()).into_owned();
        assert!(!said.contains("POST") && !said.contains("Sluis-Signature"), "{said}");
    }

    #[test]
    fn whoever_takes_a_request_and_says_nothing_is_given_up() {
        // It waits for more than comes, so that it never answers.
        let (aimed, port, taken) = somebody("never", "");
        let hasty = Aimed { patience: Duration::from_millis(500), ..aimed };
        let refused = hasty.deliver(&to_localhost(port)).unwrap_err();
        assert!(refused.contains("took longer"), "{refused}");
        taken.join().unwrap();
    }

    #[test]
    fn only_a_first_line_of_http_has_a_status() {
        let read = |text: &str| status(&mut text.as_bytes()).unwrap();
        assert_eq!(read("HTTP/1.1 204 No Content\r\n\r\n"), Some(204));
        assert_eq!(read("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\n"), Some(302));
        assert_eq!((read("200 OK\r\n"), read(""), read("HTTP/1.1 2")), (None, None, None));
        assert_eq!(status(&mut [b'x'; 100_000].as_slice()).unwrap(), None);
    }

    #[test]
    fn lines_are_added_and_a_full_file_makes_room_for_the_next() {
        let folder = testdb::temp_dir();
        let small = Aimed { largest: 7, ..aimed(folder.path(), &[]) };
        for number in 0..14 {
            let lines = format!("line {number}\n").into_bytes();
            small.deliver(&LogDelivery::File { name: "a.jsonl".to_owned(), lines }).unwrap();
        }
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).ok();
        assert_eq!(read("a.jsonl").as_deref(), Some("line 13\n"));
        assert_eq!(read("a.jsonl.1").as_deref(), Some("line 12\n"));
        assert!(read("a.jsonl.10").is_some() && read("a.jsonl.11").is_none(), "the oldest went");
    }
}
