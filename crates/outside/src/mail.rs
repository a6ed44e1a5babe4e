//! Mail to people: through a relay of the organisation, or, without one, into a folder.

mod compose;
mod folder;
mod relay;

use std::path::PathBuf;
use std::{fmt, io};

use model::Timestamp;
use service::Message;

use relay::Relay;

/// What makes one sending different from every other.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    /// When it is sent.
    pub now: Timestamp,
    /// Random bytes: the message's id and the file's name are made of them.
    pub random: [u8; 16],
}

/// How mail leaves.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// Who sends it: `address` or `Name <address>`.
    pub from: String,
    /// By which way.
    pub way: Way,
}

/// The ways that mail can take.
#[derive(Debug, Clone)]
pub enum Way {
    /// Files ending in `.eml` in this folder, made when the first one comes.
    Folder(PathBuf),
    /// An SMTP relay.
    Relay {
        /// Its name: what its certificate must say.
        host: String,
        /// Its port.
        port: u16,
        /// How the connection is protected.
        tls: Tls,
        /// User name and password, if it wants them.
        credentials: Option<Credentials>,
    },
}

/// How the connection to a relay is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// From the first byte, usually on port 465 (RFC 8314 §3.3).
    Implicit,
    /// By STARTTLS; a relay that does not offer it gets no mail.
    StartTls,
    /// Not at all: for a relay on the same machine.
    None,
}

/// Who we are for a relay.
#[derive(Clone)]
pub struct Credentials {
    /// The user name.
    pub username: String,
    /// The password.
    pub password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("username", &self.username).finish_non_exhaustive()
    }
}

/// Sends mail. Nothing is opened or connected until the first message.
#[derive(Debug)]
pub struct Mailer {
    from: String,
    out: Out,
}

#[derive(Debug)]
enum Out {
    Folder(PathBuf),
    Relay(Relay),
}

/// Why a message did not leave. The words are for the administrator; they hold no text of the message.
#[derive(Debug)]
pub enum MailError {
    /// This is no address that mail can be sent to or from.
    Address(String),
    /// The message cannot be put together.
    Message(String),
    /// The relay cannot be reached, refuses us, or refuses the message; its own words.
    Relay(String),
    /// The folder cannot be written.
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

impl Mailer {
    /// Takes the configuration.
    pub fn new(config: MailConfig) -> Self {
        let out = match config.way {
            Way::Folder(folder) => Out::Folder(folder),
            Way::Relay { host, port, tls, credentials } => {
                Out::Relay(Relay::new(host, port, tls, credentials))
            }
        };
        Self { from: config.from, out }
    }

    /// True when mail leaves by a relay, false when it lands in a folder.
    pub const fn leaves(&self) -> bool {
        matches!(self.out, Out::Relay(_))
    }

    /// Asks the relay whether it would take mail from us, and sends none. Blocks, as [`Mailer::send`] does.
    ///
    /// # Errors
    /// When it would not, or cannot be reached.
    pub fn look(&self) -> Result<(), MailError> {
        match &self.out {
            Out::Folder(_) => Ok(()),
            Out::Relay(relay) => relay.look(),
        }
    }

    /// Sends one message; returns when the relay took it or the file is on disk. Blocks: call it on a thread that
    /// may wait.
    ///
    /// # Errors
    /// When the message did not leave; it may be tried again.
    pub fn send(&self, message: &Message, stamp: Stamp) -> Result<(), MailError> {
        let composed = compose::compose(&self.from, message, stamp)?;
        match &self.out {
            Out::Folder(folder) => folder::put(folder, stamp, &composed.formatted()),
            Out::Relay(relay) => relay.send(&composed),
        }
    }
}

/// True when mail can be sent from this: `address` or `Name <address>`.
pub fn is_sender(from: &str) -> bool {
    compose::sender(from).is_ok()
}

impl fmt::Display for MailError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => write!(f, "`{}` is no mail address", address.escape_debug()),
            Self::Message(why) => write!(f, "the message cannot be put together: {why}"),
            Self::Relay(why) => write!(f, "the mail server: {why}"),
            Self::Folder { path, error } => write!(f, "the mail folder `{}`: {error}", path.display()),
        }
    }
}

impl std::error::Error for MailError {}

#[cfg(test)]
mod tests;
