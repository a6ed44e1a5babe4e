use std::error::Error;
use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use lettre::transport::smtp::authentication;
use lettre::transport::smtp::client::{Tls as Protection, TlsParameters};
use lettre::{SmtpTransport, Transport};

use super::{Credentials, MailError, Tls};

/// How long each step of a conversation with a relay may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A relay. The authorities to trust are read at the first message.
pub(super) struct Relay {
    host: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
    transport: OnceLock<SmtpTransport>,
}

impl Relay {
    pub(super) fn new(host: String, port: u16, tls: Tls, credentials: Option<Credentials>) -> Self {
        Self { host, port, tls, credentials, transport: OnceLock::new() }
    }

    pub(super) fn send(&self, message: &lettre::Message) -> Result<(), MailError> {
        self.transport()?.send(message).map(drop).map_err(|error| relay_error(&error))
    }

    /// Connects and says who we are, and sends nothing.
    pub(super) fn look(&self) -> Result<(), MailError> {
        match self.transport()?.test_connection().map_err(|error| relay_error(&error))? {
            true => Ok(()),
            false => Err(MailError::Relay("it hangs up on us".to_owned())),
        }
    }

    fn transport(&self) -> Result<&SmtpTransport, MailError> {
        if let Some(transport) = self.transport.get() {
            return Ok(transport);
        }
        let built = self.build().map_err(|error| relay_error(&error))?;
        Ok(self.transport.get_or_init(|| built))
    }

    fn build(&self) -> Result<SmtpTransport, lettre::transport::smtp::Error> {
        let protection = match self.tls {
            Tls::Implicit => Protection::Wrapper(TlsParameters::new(self.host.clone())?),
            Tls::StartTls => Protection::Required(TlsParameters::new(self.host.clone())?),
            Tls::None => Protection::None,
        };
        // "Dangerous" is the name for saying each part oneself; what is said here is port, protection and patience.
        let mut builder = SmtpTransport::builder_dangerous(&self.host)
            .port(self.port)
            .tls(protection)
            .timeout(Some(PATIENCE));
        if let Some(credentials) = &self.credentials {
            builder = builder.credentials(authentication::Credentials::new(
                credentials.username.clone(),
                credentials.password.clone(),
            ));
        }
        Ok(builder.build())
    }
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Relay({}:{})", self.host, self.port)
    }
}

/// The library's words and what lies below them: "connection error: certificate has expired" needs both halves.
fn relay_error(error: &lettre::transport::smtp::Error) -> MailError {
    let mut words = error.to_string();
    let mut below = error.source();
    while let Some(cause) = below {
        let cause_words = cause.to_string();
        if !words.contains(&cause_words) {
            words = format!("{words}: {cause_words}");
        }
        below = cause.source();
    }
    MailError::Relay(words)
}
