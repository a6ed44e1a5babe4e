//! Sending the logs to where an organisation keeps them: a syslog server, an address of its own, a file.
//!
//! The log is its own queue: for each place and each log it is kept how far was sent, and a job goes on from there, in
//! order (`jobs/log_export.rs`). A record that was sent may be sent again; none is left out, but for those that are
//! removed first, and how many those are is counted (`log_export/lost.rs`). What leaves has the end of the
//! chain of seals beside it, so that whoever receives it can say later whether the log was rewritten.

mod lines;
mod lost;
mod target;

use model::{Id, Tenant, Timestamp};
use serde::{Deserialize, Serialize};
use sql::Tx;
use store::{LogExport, LogPlace, Tables};

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ManageLogExport, Permit, ReadSecurity};
use crate::house::House;
use crate::keys::Place;
use crate::standing::may_still;

pub(crate) use lines::{Batch, batch, head_of};
pub(crate) use lost::lose;
pub use target::{LogKind, LogTarget};

/// A log that can be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LogStream {
    /// The sign-in log.
    SignIns,
    /// The audit log.
    Audit,
}

impl LogStream {
    /// Both.
    pub const ALL: [Self; 2] = [Self::SignIns, Self::Audit];

    /// The word in databases, forms and what is sent.
    pub const fn word(self) -> &'static str {
        match self {
            Self::SignIns => "signIns",
            Self::Audit => "audit",
        }
    }

    /// Reads [`LogStream::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stream| stream.word() == word)
    }
}

/// A place that logs are sent to, and which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRoute {
    /// Where to.
    pub target: LogTarget,
    /// Which logs.
    pub streams: Vec<LogStream>,
}

/// How a place is doing.
#[derive(Debug, Clone)]
pub struct LogExportState {
    /// Which.
    pub kind: LogKind,
    /// Where to and which logs; nothing where none are sent.
    pub route: Option<LogRoute>,
    /// How far each log is.
    pub streams: Vec<StreamState>,
}

/// How far a log is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamState {
    /// Which.
    pub stream: LogStream,
    /// How many records were sent.
    pub sent: i64,
    /// When the last were sent.
    pub sent_at: Option<Timestamp>,
    /// Since when the oldest record waits that was not sent.
    pub waiting_since: Option<Timestamp>,
    /// Why sending failed last, how often, and when it is tried again.
    pub failure: Option<(String, i64, Timestamp)>,
    /// How many records were removed, because they had been kept for long enough, before they could be sent.
    pub lost: i64,
}

impl House {
    /// Where the logs are sent, and how far they are.
    pub async fn log_exports(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Vec<LogExportState>, Fault> {
        let now = self.now();
        self.db
            .read(tenant, move |tx| {
                let (exports, places) = (tx.log_exports().list()?, tx.log_exports().places()?);
                LogKind::ALL.into_iter().map(|kind| state(tx, kind, (&exports, &places), now)).collect()
            })
            .await
    }

    /// True when what is logged of people leaves for another place: the page about privacy says so.
    pub async fn sends_logs(&self, tenant: Id<Tenant>) -> Result<bool, Fault> {
        let kinds = self.db.read(tenant, |tx| tx.log_exports().list()).await?;
        Ok(kinds.iter().any(|export| export.kind != LogKind::File.word()))
    }

    /// Sends logs to a place from now on, or no longer. What comes back is the secret that an address of one's own verifies
    /// what it receives with, when it was made: it is shown once.
    pub async fn set_log_export(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageLogExport>,
        kind: LogKind,
        route: Option<LogRoute>,
    ) -> Result<Option<String>, Fault> {
        if route.as_ref().is_some_and(|route| route.target.kind() != kind || route.streams.is_empty()) {
            return Err(Fault::Invalid("streams"));
        }
        let (house, entry, drawn) = (self.clone(), self.entry(), self.outside.random::<32>());
        let nonce = self.outside.random();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let before = tx.log_exports().list()?.into_iter().find(|export| export.kind == kind.word());
                let old = before.as_ref().and_then(read);
                let Some(route) = &route else {
                    let Some(old) = old else { return Ok(None) };
                    tx.log_exports().remove(kind.word())?;
                    let changes = Changes::default().gone("logTarget", old.target.without_path().to_string());
                    entry.write(tx, &permit, Verb::ChangeLogExport, target(tenant), &changes)?;
                    return Ok(None);
                };
                let made = (kind == LogKind::Webhook && before.is_none())
                    .then(|| data_encoding::HEXLOWER.encode(&drawn));
                let sealed = made.as_ref().map(|made| house.keys.seal(place(tenant), nonce, made.as_bytes()));
                let secret = sealed.or_else(|| before.and_then(|before| before.secret));
                save(tx, (kind, route, secret), entry.at)?;
                if old.as_ref() != Some(route) {
                    let changes = changes(old.as_ref(), route);
                    entry.write(tx, &permit, Verb::ChangeLogExport, target(tenant), &changes)?;
                }
                Ok(made)
            })
            .await
    }

    /// Sends a line that says that it is a test; what came of it, in the words of whoever could not send it.
    pub async fn test_log_export(
        &self,
        tenant: Id<Tenant>,
        permit: &Permit<ManageLogExport>,
        kind: LogKind,
    ) -> Result<Result<(), String>, Fault> {
        let (now, leave) = (self.now(), permit.actor().clone());
        let exports = self
            .db
            .write(tenant, move |tx| {
                let still = crate::standing::as_of_now(tx, &leave, now)?;
                if !crate::authority::may::<ManageLogExport>(&still, crate::authority::Target::Organisation) {
                    return Err(Fault::Denied);
                }
                // Whoever mends something waits for nothing.
                tx.log_exports().hurry(kind.word())?;
                Ok(tx.log_exports().list()?)
            })
            .await?;
        let export = exports.into_iter().find(|export| export.kind == kind.word()).ok_or(Fault::NotFound)?;
        let head = self.db.read(tenant, move |tx| head_of(tx, tenant)).await?;
        Ok(self.deliver_log(tenant, &export, Batch::test(now, head)).await)
    }

    /// Hands a batch to whoever sends it.
    pub(crate) async fn deliver_log(
        &self,
        tenant: Id<Tenant>,
        export: &LogExport,
        batch: Batch,
    ) -> Result<(), String> {
        let route = read(export).ok_or_else(|| "the settings cannot be read".to_owned())?;
        let domain = self.organisation(tenant).map(|own| own.domain.clone()).unwrap_or_default();
        let secret = match &export.secret {
            None => None,
            Some(sealed) => Some(self.keys.open(place(tenant), sealed).ok_or_else(|| {
                "the secret cannot be opened with the keys of this installation".to_owned()
            })?),
        };
        let sent = batch.packed(&route.target, (tenant, &domain), secret.as_deref(), self.now());
        let house = self.clone();
        tokio::task::spawn_blocking(move || (house.outside.deliver_log)(&sent))
            .await
            .unwrap_or_else(|_| Err("the sender stopped".to_owned()))
    }
}

/// What the audit log keeps of it. Receivers take a token in the path or the query, and what is kept there is read by many
/// and sent on: of an address stands there only whose it is.
fn changes(old: Option<&LogRoute>, new: &LogRoute) -> Changes {
    let text = |route: Option<&LogRoute>| route.map(|route| route.target.without_path().to_string());
    let words = |route: Option<&LogRoute>| {
        route.map(|route| route.streams.iter().map(|one| one.word()).collect::<Vec<_>>())
    };
    let changes = Changes::default().set("logTarget", text(old), text(Some(new)));
    let changes = changes.set("logStreams", words(old), words(Some(new)));
    let is_path_alone = old.is_some_and(|old| old.target != new.target && text(Some(old)) == text(Some(new)));
    if is_path_alone { changes.made("logPathChanged", true) } else { changes }
}

fn save(
    tx: &mut Tx<'_>,
    (kind, route, secret): (LogKind, &LogRoute, Option<Vec<u8>>),
    now: Timestamp,
) -> Result<(), Fault> {
    let settings = serde_json::to_string(route).map_err(|_| Fault::Invalid("target"))?;
    tx.log_exports().put(&LogExport { kind: kind.word().to_owned(), settings, secret }, now)?;
    for stream in LogStream::ALL {
        let one = (kind.word(), stream.word());
        if route.streams.contains(&stream) {
            tx.log_exports().begin(one, now)?;
        } else {
            tx.log_exports().end(one)?;
        }
    }
    Ok(())
}

fn target(tenant: Id<Tenant>) -> (&'static str, Option<Id<Tenant>>) {
    ("organisation", Some(tenant))
}

fn place(tenant: Id<Tenant>) -> Place<'static> {
    Place { tenant, column: "log_exports.secret", row: LogKind::Webhook.word().as_bytes() }
}

/// Where a place is; nothing for one that a newer version made.
fn read(export: &LogExport) -> Option<LogRoute> {
    serde_json::from_str(&export.settings).ok()
}

fn state(
    tx: &mut Tx<'_>,
    kind: LogKind,
    (exports, places): (&[LogExport], &[LogPlace]),
    now: Timestamp,
) -> Result<LogExportState, Fault> {
    let route = exports.iter().find(|export| export.kind == kind.word()).and_then(read);
    let own = places.iter().filter(|place| place.kind == kind.word());
    let mut streams = vec![];
    for place in own {
        let Some(stream) = LogStream::from_word(&place.stream) else { continue };
        let waiting_since = lines::oldest_waiting(tx, stream, place.last, now)?;
        let failure = place.failure.clone().map(|why| (why, place.attempts, place.retry_at));
        let (sent, sent_at) = (place.sent, place.sent_at);
        streams.push(StreamState { stream, sent, sent_at, waiting_since, failure, lost: place.lost });
    }
    Ok(LogExportState { kind, route, streams })
}
