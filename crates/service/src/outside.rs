use std::net::IpAddr;

use model::{Country, Locality, Signal, Timestamp};

use crate::directory_sync::{
    DirectoryEntry, DirectoryError, DirectorySearch, DirectoryServer, RemotePassword,
};

/// Everything a use case needs from outside, as plain function values: `server` hands in the real ones, tests
/// hand in their own.
pub struct Outside {
    /// The clock.
    pub now: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// Fills a buffer with random bytes from the operating system's generator.
    pub fill_random: FillRandom,
    /// Makes a new key as PKCS#8; the library draws its own randomness. RSA takes long.
    pub make_signing_key: Box<dyn Fn(oauth::SigningAlgorithm) -> Vec<u8> + Send + Sync>,
    /// Sends a message; blocks, so it is called on a thread that may wait. The error is for the administrator.
    pub send_mail: SendMail,
    /// The country of an address.
    pub country_of: CountryOf,
    /// Where an address is beside its country, where that is known.
    pub locality_of: LocalityOf,
    /// Which data `country_of` answers from; another after its file was replaced.
    pub country_data: Box<dyn Fn() -> String + Send + Sync>,
    /// Where `send_mail` puts a message, for administrators to read.
    pub mail_route: MailRoute,
    /// Sends log records to where an organisation wants them; blocks, so it is called on a thread that may wait.
    pub deliver_log: DeliverLog,
    /// Reads entries of a directory server; blocks, so it is called on a thread that may wait.
    pub read_directory: ReadDirectory,
    /// Signs in at a directory server as an entry and reads it; blocks for some seconds at most.
    pub check_remote_password: CheckRemotePassword,
}

/// Where mail goes from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailRoute {
    /// Out, through the relay of this name.
    Relay(String),
    /// Nowhere: it stays in this folder.
    Folder(String),
}

impl MailRoute {
    /// True when it leaves.
    pub const fn leaves(&self) -> bool {
        matches!(self, Self::Relay(_))
    }
}

/// Fills a buffer with random bytes.
pub type FillRandom = Box<dyn Fn(&mut [u8]) + Send + Sync>;
/// Sends a message, or says why it could not.
pub type SendMail = Box<dyn Fn(&Message) -> Result<(), String> + Send + Sync>;
/// The country of an address, as far as it is known.
pub type CountryOf = Box<dyn Fn(IpAddr) -> Signal<Country> + Send + Sync>;

/// Where an address is beside its country.
pub type LocalityOf = Box<dyn Fn(IpAddr) -> Option<Locality> + Send + Sync>;
/// Sends log records, or says why it could not.
pub type DeliverLog = Box<dyn Fn(&LogDelivery) -> Result<(), String> + Send + Sync>;

/// Log records, packed for where they go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogDelivery {
    /// To a syslog server, over TLS.
    Syslog {
        /// Its name or address.
        host: String,
        /// Its port.
        port: u16,
        /// The messages, each with its length before it.
        frames: Vec<u8>,
    },
    /// To an address of one's own, by HTTPS.
    Webhook {
        /// The name or address of the host.
        host: String,
        /// The port.
        port: u16,
        /// The path and the query.
        path: String,
        /// What the header `Sluis-Signature` says.
        signature: String,
        /// The body, JSON.
        body: Vec<u8>,
    },
    /// To a file beside the database.
    File {
        /// Its name, which nobody chooses.
        name: String,
        /// Whole lines.
        lines: Vec<u8>,
    },
}
/// Hands over the entries that a search finds, a page at a time, for as long as whoever takes them says to go on.
pub type ReadDirectory = Box<
    dyn Fn(
            &DirectoryServer,
            &DirectorySearch,
            &mut dyn FnMut(Vec<DirectoryEntry>) -> bool,
        ) -> Result<(), DirectoryError>
        + Send
        + Sync,
>;
/// Signs in as the entry with a distinguished name and hands over the entry with this attribute, for it may be another one
/// by now; nothing where the password is not its.
pub type CheckRemotePassword = Box<
    dyn Fn(&DirectoryServer, &str, &RemotePassword, &str) -> Result<Option<DirectoryEntry>, DirectoryError>
        + Send
        + Sync,
>;

/// A message to a person, in both forms.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Message {
    /// How the person is called.
    pub to_name: String,
    /// Where it goes.
    pub to: String,
    /// The subject, one line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as simple HTML.
    pub html: String,
}

impl Outside {
    /// The time now.
    pub fn now(&self) -> Timestamp {
        (self.now)()
    }

    /// Random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.fill_random)(&mut bytes);
        bytes
    }
}
