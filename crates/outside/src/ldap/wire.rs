//! A connection to a directory server, with a moment at which every step must be over.

use std::io::{self, ErrorKind, Read, Write};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use service::directory_sync::{DirectoryError, DirectoryServer, Protection};

use super::Plain;
use super::ber;
use super::message::{self, Answer};
use crate::reach::{Reach, ReachError};
use crate::timed::{Timed, soon};

/// The largest message: a group with a hundred thousand members.
const LARGEST: usize = 32 << 20;

/// A conversation with a server.
pub(super) struct Wire {
    stream: Stream,
    last_id: i64,
    received: usize,
    /// When all of it must be over, however many steps it has.
    end: Option<std::time::Instant>,
}

enum Stream {
    Plain(Timed),
    Tls(Box<StreamOwned<ClientConnection, Timed>>),
    /// Between the two: nothing goes over it.
    Between,
}

impl Wire {
    /// Connects, and protects the connection before anything else is said.
    pub(super) fn connect(
        reach: &Reach,
        plain: Plain,
        server: &DirectoryServer,
        patience: Duration,
    ) -> Result<Self, DirectoryError> {
        let until = soon(patience);
        let socket = reach.connect(&server.host, server.port, patience).map_err(unreached)?;
        let is_loopback = socket.peer_addr().is_ok_and(|peer| peer.ip().to_canonical().is_loopback());
        if server.protection == Protection::Plain && plain == Plain::Loopback && !is_loopback {
            return Err(DirectoryError::Unprotected);
        }
        // Bytes leave when they are written: every message is one write.
        socket.set_nodelay(true).map_err(|error| broken(&error))?;
        let stream = Stream::Plain(Timed { socket, until });
        let mut wire = Self { stream, last_id: 0, received: 0, end: None };
        match server.protection {
            Protection::Plain => {}
            Protection::Ldaps => wire.protect(server)?,
            Protection::StartTls => {
                let id = wire.next_id();
                wire.send(&message::start_tls(id))?;
                match wire.read(id)? {
                    Answer::Extended(ending) => ending.success()?,
                    _ => return Err(DirectoryError::Protocol("answered something else than was asked")),
                }
                wire.protect(server)?;
            }
        }
        Ok(wire)
    }

    /// Gives all steps together this much time from now on.
    pub(super) fn end_within(&mut self, patience: Duration) {
        self.end = Some(soon(patience));
    }

    /// Gives the next step its time, or what is left of the time of all of them.
    pub(super) fn begin_step(&mut self, patience: Duration) {
        let until = self.end.map_or_else(|| soon(patience), |end| end.min(soon(patience)));
        let timed = match &mut self.stream {
            Stream::Plain(timed) => timed,
            Stream::Tls(stream) => &mut stream.sock,
            Stream::Between => return,
        };
        timed.until = until;
    }

    /// The id of the next message.
    pub(super) const fn next_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }

    /// How many bytes of messages came.
    pub(super) const fn received(&self) -> usize {
        self.received
    }

    pub(super) fn send(&mut self, bytes: &[u8]) -> Result<(), DirectoryError> {
        let sent = match &mut self.stream {
            Stream::Plain(timed) => timed.write_all(bytes),
            Stream::Tls(stream) => stream.write_all(bytes).and_then(|()| stream.flush()),
            Stream::Between => Err(ErrorKind::NotConnected.into()),
        };
        sent.map_err(|error| broken(&error))
    }

    /// Reads the next message, which must answer this id.
    pub(super) fn read(&mut self, id: i64) -> Result<Answer, DirectoryError> {
        let mut head = vec![];
        let (tag, length) = loop {
            match ber::header(&head) {
                Ok(Some((tag, length, _))) => break (tag, length),
                Ok(None) => {
                    let mut byte = [0];
                    self.fill(&mut byte)?;
                    head.extend(byte);
                }
                Err(ber::Malformed) => return Err(DirectoryError::Protocol("sent what is no LDAP")),
            }
        };
        if tag != ber::SEQUENCE {
            return Err(DirectoryError::Protocol("sent what is no LDAP"));
        }
        if length > LARGEST {
            return Err(DirectoryError::Protocol("sent a message that is too large"));
        }
        // Memory follows what came, not what was announced.
        let mut content = vec![];
        while content.len() < length {
            let from = content.len();
            content.resize(length.min(from + (64 << 10)), 0);
            self.fill(&mut content[from..])?;
        }
        self.received += length;
        message::read(id, &content)
    }

    /// Says that it goes, and does not wait.
    pub(super) fn leave(mut self) {
        let id = self.next_id();
        // It goes either way.
        let _ = self.send(&message::unbind(id));
        if let Stream::Tls(stream) = &mut self.stream {
            stream.conn.send_close_notify();
            let _ = stream.flush();
        }
    }

    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), DirectoryError> {
        let read = match &mut self.stream {
            Stream::Plain(timed) => timed.read_exact(buffer),
            Stream::Tls(stream) => stream.read_exact(buffer),
            Stream::Between => Err(ErrorKind::NotConnected.into()),
        };
        read.map_err(|error| broken(&error))
    }

    fn protect(&mut self, server: &DirectoryServer) -> Result<(), DirectoryError> {
        let refused = |words: String| DirectoryError::Certificate(words);
        let config = client_config(server.authority.as_deref()).map_err(refused)?;
        let host = server.host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let name = ServerName::try_from(host).map_err(|error| refused(error.to_string()))?;
        let connection =
            ClientConnection::new(Arc::new(config), name).map_err(|error| refused(error.to_string()))?;
        let Stream::Plain(timed) = std::mem::replace(&mut self.stream, Stream::Between) else {
            return Err(DirectoryError::Protocol("cannot be protected twice"));
        };
        let mut stream = StreamOwned::new(connection, timed);
        // Here, so that what is wrong with the certificate is said before a password is on its way.
        while stream.conn.is_handshaking() {
            stream.conn.complete_io(&mut stream.sock).map_err(|error| broken(&error))?;
        }
        self.stream = Stream::Tls(Box::new(stream));
        Ok(())
    }
}

/// Trusts these authorities, or those of the machine. There is no way to trust nobody's certificate.
fn client_config(authority: Option<&str>) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    match authority {
        Some(pem) => {
            for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
                let certificate = certificate.map_err(|error| error.to_string())?;
                roots.add(certificate).map_err(|error| error.to_string())?;
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    if roots.is_empty() {
        return Err("there is no authority to check it against".to_owned());
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

fn unreached(error: ReachError) -> DirectoryError {
    match error {
        ReachError::Name(_) => DirectoryError::Name,
        ReachError::Private(ip) => DirectoryError::Private(ip),
        ReachError::Connect(error) => broken(&error),
    }
}

fn broken(error: &io::Error) -> DirectoryError {
    match error.kind() {
        ErrorKind::TimedOut | ErrorKind::WouldBlock => DirectoryError::TimedOut,
        // What rustls says of a certificate comes as invalid data.
        ErrorKind::InvalidData => DirectoryError::Certificate(error.to_string()),
        ErrorKind::UnexpectedEof => DirectoryError::Connect("it hangs up".to_owned()),
        _ => DirectoryError::Connect(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};

    use service::directory_sync::RemotePassword;

    use super::*;

    /// What a made-up server is sent, and what comes of it when it answers with these bytes and hangs up.
    fn answered(bytes: Vec<u8>) -> Result<Answer, DirectoryError> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let serving = std::thread::spawn(move || {
            let (mut socket, _) = listener.accept().unwrap();
            let _ = socket.write_all(&bytes);
        });
        let server = DirectoryServer {
            host: "127.0.0.1".to_owned(),
            port,
            protection: Protection::Plain,
            authority: None,
            bind_name: String::new(),
            bind_password: RemotePassword::default(),
        };
        let reach = Reach::new(vec!["127.0.0.0/8".parse().unwrap()]);
        let mut wire = Wire::connect(&reach, Plain::Loopback, &server, Duration::from_secs(10)).unwrap();
        let answer = wire.read(1);
        serving.join().unwrap();
        answer
    }

    #[test]
    fn a_hostile_server_gets_neither_memory_nor_the_end_of_the_stack() {
        let too_large = DirectoryError::Protocol("sent a message that is too large");
        assert_eq!(answered(vec![0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), Err(too_large));
        let nested = [0x30, 0x84, 0, 0x10, 0, 0].repeat(1_000);
        assert!(answered(nested).is_err());
        let none = DirectoryError::Protocol("sent what is no LDAP");
        assert_eq!(answered(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()), Err(none));
        assert_eq!(answered(vec![0x30]), Err(DirectoryError::Connect("it hangs up".to_owned())));
    }

    #[test]
    fn a_server_that_says_nothing_is_given_up() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let socket = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let timed = Timed { socket, until: soon(Duration::from_millis(20)) };
        let mut wire = Wire { stream: Stream::Plain(timed), last_id: 0, received: 0, end: None };
        assert_eq!(wire.read(1), Err(DirectoryError::TimedOut));
        // Nor does a new step begin once the time of all of them is over.
        wire.end_within(Duration::ZERO);
        wire.begin_step(Duration::from_secs(60));
        assert_eq!(wire.read(1), Err(DirectoryError::TimedOut));
    }

    #[test]
    fn there_is_no_trust_without_an_authority() {
        assert!(client_config(Some("")).is_err());
        assert!(
            client_config(Some("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")).is_err()
        );
    }
}
