//! What is sent of a record, and how a batch of them is packed for each kind of place.

use aws_lc_rs::hmac;
use data_encoding::HEXLOWER;
use model::{Id, Span, Tenant, Timestamp};
use serde_json::{Value, json};
use sql::Tx;
use store::{Actor, AuditRecord, Outcome, Record, Tables};

use super::{LogStream, LogTarget};
use crate::Fault;
use crate::audit::Head;
use crate::outside::LogDelivery;

/// A record is left alone for as long as an older one may still come: it has the moment at which something began, and a
/// password waits for its turn to be hashed, or for a directory server, before it is written.
const SETTLED: Span = Span::minutes(5);
/// Facility 10, security and authorization (RFC 5424 §6.2.1), shifted.
const FACILITY: u8 = 10 * 8;
const WARNING: u8 = 4;
const NOTICE: u8 = 5;

/// Records that are sent together, and the end of the chain beside them.
#[derive(Debug, Clone)]
pub(crate) struct Batch {
    lines: Vec<Line>,
    head: Option<Head>,
}

#[derive(Debug, Clone)]
struct Line {
    at: Timestamp,
    severity: u8,
    /// The word of the log.
    stream: &'static str,
    body: Value,
}

/// Where a batch ends, and how many records it has.
pub(crate) type End = ((Timestamp, Id<()>), i64);

/// The next records of a log after a place in it; none when there are none that are settled.
pub(crate) fn batch(
    tx: &mut Tx<'_>,
    stream: LogStream,
    (at, id): (Timestamp, Id<()>),
    now: Timestamp,
    limit: i64,
) -> Result<Option<(Batch, End)>, Fault> {
    let until = now - SETTLED;
    let (mut lines, mut last) = (vec![], (at, id));
    match stream {
        LogStream::SignIns => {
            for record in tx.records().after((at, id.cast()), until, limit)? {
                last = (record.at, record.id.cast());
                lines.push(sign_in(tx, &record)?);
            }
        }
        LogStream::Audit => {
            for record in tx.audit().after((at, id.cast()), until, limit)? {
                last = (record.at, record.id.cast());
                lines.push(change(tx, &record)?);
            }
        }
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let tenant = tx.tenant();
    Ok(Some((Batch { lines, head: head_of(tx, tenant)? }, (last, count))))
}

/// Since when the oldest record waits that is settled and was not sent.
pub(super) fn oldest_waiting(
    tx: &mut Tx<'_>,
    stream: LogStream,
    (at, id): (Timestamp, Id<()>),
    now: Timestamp,
) -> Result<Option<Timestamp>, Fault> {
    let until = now - SETTLED;
    Ok(match stream {
        LogStream::SignIns => tx.records().after((at, id.cast()), until, 1)?.first().map(|record| record.at),
        LogStream::Audit => tx.audit().after((at, id.cast()), until, 1)?.first().map(|record| record.at),
    })
}

/// The end of the chain of seals.
pub(crate) fn head_of(tx: &mut Tx<'_>, tenant: Id<Tenant>) -> Result<Option<Head>, Fault> {
    Ok(tx.audit_seals().head()?.map(|seal| Head::of(tenant, &seal)))
}

fn sign_in(tx: &mut Tx<'_>, record: &Record) -> Result<Line, Fault> {
    let person = match record.user {
        Some(id) => {
            let name = tx.users().by_id(id)?.map(|user| user.name.as_str().to_owned());
            json!({ "id": id, "userPrincipalName": name })
        }
        None => Value::Null,
    };
    let body = json!({
        "stream": LogStream::SignIns.word(),
        "id": record.id,
        "at": written(record.at),
        "person": person,
        "application": record.client,
        "resource": record.resource,
        "door": record.door,
        "clientApp": record.client_app,
        "platform": record.platform,
        "address": record.address,
        "country": record.country,
        "browser": record.agent,
        "flow": record.flow,
        "outcome": record.outcome.word(),
        "error": record.error,
        "interactive": record.interactive,
        "code": record.code,
    });
    let severity = if record.outcome == Outcome::Failure { WARNING } else { NOTICE };
    Ok(Line { at: record.at, severity, stream: LogStream::SignIns.word(), body })
}

fn change(tx: &mut Tx<'_>, record: &AuditRecord) -> Result<Line, Fault> {
    let actor = match &record.actor {
        Actor::User(id) => {
            let name = tx.users().by_id(*id)?.map(|user| user.name.as_str().to_owned());
            json!({ "kind": "person", "id": id, "userPrincipalName": name })
        }
        Actor::App(id) => json!({ "kind": "application", "id": id }),
        Actor::SetUp => json!({ "kind": "setUp" }),
        Actor::System => json!({ "kind": "system" }),
        Actor::Cli(name) => json!({ "kind": "command", "name": name }),
    };
    // What it says of people is kept apart, and does not leave: only what was sealed does.
    let changes = serde_json::from_str(&record.changes).unwrap_or(Value::Null);
    let body = json!({
        "stream": LogStream::Audit.word(),
        "id": record.id,
        "at": written(record.at),
        "actor": actor,
        "action": record.action,
        "target": { "kind": record.target_kind, "id": record.target },
        "changes": changes,
        "address": record.address,
    });
    Ok(Line { at: record.at, severity: NOTICE, stream: LogStream::Audit.word(), body })
}

impl Batch {
    /// One line that says that it is a test.
    pub(crate) fn test(now: Timestamp, head: Option<Head>) -> Self {
        let body =
            json!({ "stream": "test", "at": written(now), "text": "a test of the log export of Sluis" });
        Self { lines: vec![Line { at: now, severity: NOTICE, stream: "test", body }], head }
    }

    /// The batch as a place takes it.
    pub(crate) fn packed(
        mut self,
        target: &LogTarget,
        (tenant, domain): (Id<Tenant>, &str),
        secret: Option<&[u8]>,
        now: Timestamp,
    ) -> LogDelivery {
        let head = self.head.map(|head| head.to_string());
        if let LogTarget::Webhook { host, port, path } = target {
            let records: Vec<Value> = self.lines.into_iter().map(|line| line.body).collect();
            let whole = json!({
                "organisation": { "id": tenant, "domain": domain }, "records": records, "chainHead": head,
            });
            let body = whole.to_string().into_bytes();
            let signature = signature(secret.unwrap_or_default(), now, &body);
            let (host, port, path) = (host.clone(), *port, path.clone());
            return LogDelivery::Webhook { host, port, path, signature, body };
        }
        if let Some(head) = head {
            let body =
                json!({ "stream": "seal", "at": written(now), "organisation": tenant, "chainHead": head });
            self.lines.push(Line { at: now, severity: NOTICE, stream: "seal", body });
        }
        match target {
            LogTarget::Syslog { host, port } => {
                let frames = self.lines.iter().flat_map(|line| line.frame(domain)).collect();
                LogDelivery::Syslog { host: host.clone(), port: *port, frames }
            }
            LogTarget::Webhook { .. } | LogTarget::File => {
                let lines = self.lines.iter().flat_map(|line| format!("{}\n", line.body).into_bytes());
                LogDelivery::File { name: format!("{tenant}.jsonl"), lines: lines.collect() }
            }
        }
    }
}

impl Line {
    /// A message (RFC 5424 §6) with its length before it (RFC 6587 §3.4.1, RFC 5425 §4.3). The text is JSON, in which
    /// nothing ends a line.
    fn frame(&self, domain: &str) -> Vec<u8> {
        let graphic = |c: char| if c.is_ascii_graphic() { c } else { '-' };
        let host: String = domain.chars().take(255).map(graphic).collect();
        let host = if host.is_empty() { "-".to_owned() } else { host };
        let message = format!(
            "<{}>1 {} {host} sluis - {} - \u{feff}{}",
            FACILITY + self.severity,
            written(self.at),
            self.stream,
            self.body
        );
        format!("{} {message}", message.len()).into_bytes()
    }
}

/// `t=` and the second, `v1=` and HMAC-SHA-256 in hexadecimal digits over the second, a point and the body.
fn signature(secret: &[u8], now: Timestamp, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let mut context = hmac::Context::with_key(&key);
    context.update(format!("{}.", now.as_secs()).as_bytes());
    context.update(body);
    format!("t={},v1={}", now.as_secs(), HEXLOWER.encode(context.sign().as_ref()))
}

/// A moment as it is sent, to the microsecond.
fn written(at: Timestamp) -> String {
    jiff::Timestamp::from_microsecond(at.as_micros()).map_or_else(|_| String::new(), |at| format!("{at:.6}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Timestamp = Timestamp::from_secs(1_795_420_330);

    fn batch_of(body: Value) -> Batch {
        Batch { lines: vec![Line { at: AT, severity: NOTICE, stream: "audit", body }], head: None }
    }

    /// Attack 80: whatever somebody is called, a message stays one message.
    #[test]
    fn a_name_with_line_ends_forges_no_line() {
        let name = "Eve\n<80>1 forged\r\n\u{0}";
        let tenant = Id::fixed(1);
        let syslog = LogTarget::Syslog { host: "logs.example.org".to_owned(), port: 6514 };
        let packed = batch_of(json!({ "name": name })).packed(&syslog, (tenant, "exa mple.org\n"), None, AT);
        let LogDelivery::Syslog { frames, .. } = packed else { panic!("{packed:?}") };
        let text = String::from_utf8(frames).unwrap();
        let (length, message) = text.split_once(' ').unwrap();
        assert_eq!(length.parse::<usize>().unwrap(), message.len());
        assert!(
            message.starts_with("<85>1 2026-11-23T07:52:10.000000Z exa-mple.org- sluis - audit - \u{feff}{"),
            "{message}"
        );
        assert!(!message.chars().any(char::is_control), "{message:?}");
        let packed =
            batch_of(json!({ "name": name })).packed(&LogTarget::File, (tenant, "example.org"), None, AT);
        let LogDelivery::File { lines, .. } = packed else { panic!("{packed:?}") };
        assert_eq!(String::from_utf8(lines).unwrap().lines().count(), 1);
    }

    #[test]
    fn what_an_address_receives_is_signed_with_its_moment() {
        let webhook = LogTarget::Webhook { host: "example.org".to_owned(), port: 443, path: "/".to_owned() };
        let packed = batch_of(json!({})).packed(&webhook, (Id::fixed(1), "example.org"), Some(b"secret"), AT);
        let LogDelivery::Webhook { signature, body, .. } = packed else { panic!("{packed:?}") };
        let key = hmac::Key::new(hmac::HMAC_SHA256, b"secret");
        let signed = [format!("{}.", AT.as_secs()).as_bytes(), &body].concat();
        let expected = HEXLOWER.encode(hmac::sign(&key, &signed).as_ref());
        assert_eq!(signature, format!("t=1795420330,v1={expected}"));
    }
}
