use std::fmt::Write;
use std::time::{Duration, SystemTime};

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};

use service::Message;

use super::{MailError, Stamp};

/// Puts a message together. Attack 80: a name or subject becomes one line, and an address is one address, before
/// the library that writes the headers sees them.
pub(super) fn compose(from: &str, message: &Message, stamp: Stamp) -> Result<lettre::Message, MailError> {
    let from = sender(from)?;
    let to = message.to.trim().parse().map_err(|_| MailError::Address(message.to.clone()))?;
    let to_name = Some(one_line(&message.to_name)).filter(|name| !name.is_empty());
    let id = format!("<{}@{}>", hex(&stamp.random), from.email.domain());
    lettre::Message::builder()
        .message_id(Some(id))
        .date(date(stamp))
        .from(from)
        .to(Mailbox::new(to_name, to))
        .subject(one_line(&message.subject))
        // RFC 3834 §5: nobody's absence is reported to us.
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ))
        .multipart(MultiPart::alternative_plain_html(message.text.clone(), message.html.clone()))
        .map_err(|error| MailError::Message(error.to_string()))
}

/// Reads who sends: `address` or `Name <address>`.
pub(super) fn sender(from: &str) -> Result<Mailbox, MailError> {
    let wrong = || MailError::Address(from.to_owned());
    if from.contains(char::is_control) {
        return Err(wrong());
    }
    from.trim().parse().map_err(|_| wrong())
}

/// The bytes in lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// A text as one line: line breaks and other control characters become spaces, runs of them one.
fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn date(stamp: Stamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(stamp.now.as_secs()).unwrap_or(0))
}
