//! How the installation is: what `sluis doctor` finds and what Home and the page Health show of it. Here is what there is
//! to find and what was found last; `server` looks, because it knows files, clocks and the network.

use std::sync::Arc;
use std::time::Duration;

use model::{Id, Span, Tenant, Timestamp};
pub use sql::Condition;
use store::Tables;
use tokio::sync::{Notify, watch};
use tokio::time::timeout;

use crate::Fault;
use crate::authority::{Permit, ReadSecurity};
use crate::house::House;

/// What was found, at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// When.
    pub at: Timestamp,
    /// What.
    pub findings: Vec<Finding>,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// In order.
    Well,
    /// Works, and wants somebody to look at it.
    Attention,
    /// Does not work as it must.
    Unwell,
}

/// One thing that was looked at, and how it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// No server runs: what needs one was not looked at.
    NotServing,
    /// The public address, asked as people ask it.
    Address {
        /// The address.
        address: String,
        /// What came back.
        seen: AddressSeen,
    },
    /// The certificate that browsers are shown at the public address.
    Certificate {
        /// When it ends.
        ends: Timestamp,
        /// How long that is.
        left: Span,
    },
    /// How far this machine's clock and the database's are apart.
    Clock {
        /// How far, either way.
        apart: Span,
    },
    /// How mail leaves.
    Mail(MailSeen),
    /// Messages that could not leave and wait.
    Waiting {
        /// How many.
        messages: i64,
    },
    /// What the database says of itself.
    Database(Condition),
    /// The last backup.
    Backup {
        /// When it was kept; `None` where there never was one.
        last: Option<Timestamp>,
        /// How long that is, or how long the installation is there.
        age: Span,
    },
    /// Room for the data folder.
    Disk {
        /// The folder.
        folder: String,
        /// What is free, in mebibytes.
        free: u64,
    },
    /// The key file.
    Keys(KeysSeen),
    /// The audit log of an organisation.
    Audit {
        /// The organisation's domain.
        organisation: String,
        /// What looking at the log found.
        seen: AuditSeen,
    },
}

/// How an audit log is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditSeen {
    /// Nothing is sealed yet.
    New,
    /// What is sealed is as it was written, since this moment.
    Sound {
        /// Since when.
        since: Timestamp,
    },
    /// Some of it is not.
    Wrong {
        /// How much.
        count: usize,
    },
    /// Records have waited for a seal since then, for too long.
    Waiting {
        /// Since when.
        since: Timestamp,
    },
}

/// What came back from the public address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressSeen {
    /// This installation answered, and nothing stands between.
    Direct,
    /// It answered through a proxy that is trusted and passes visitors' addresses on.
    Forwarded,
    /// It answered through a proxy that passes addresses on and is not trusted: every visitor has its address.
    Untrusted {
        /// The proxy.
        proxy: String,
    },
    /// It answered through a proxy that passes no visitor's address on.
    Silent {
        /// The proxy.
        proxy: String,
    },
    /// It answered, and was asked by another name: a proxy changes the `Host` header.
    OtherHost,
    /// Something else answers there.
    Elsewhere,
    /// Nothing answered; in the system's words.
    Nobody {
        /// Why.
        why: String,
    },
}

/// How mail leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailSeen {
    /// The relay takes mail from us.
    Relay {
        /// Its name.
        relay: String,
    },
    /// It does not.
    Unreachable {
        /// Its name.
        relay: String,
        /// Why, in its own words.
        why: String,
    },
    /// There is none.
    Folder,
}

/// How the key file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeysSeen {
    /// It opens what is sealed, and only its owner can read it.
    Open,
    /// It does not open what is sealed: it is another installation's.
    Other,
    /// Others on the machine can read it.
    Readable {
        /// Where it is.
        path: String,
    },
}

const MIB_LOW: u64 = 1024;
const MIB_EMPTY: u64 = 200;
/// A week's work is what most can still do again.
const BACKUP_AGE: Span = Span::days(7);
/// More than this between two clocks and codes, tokens and sessions are judged differently by two nodes (D5).
pub const CLOCKS_AGREE: Span = Span::seconds(2);

impl Finding {
    /// How it is.
    pub fn state(&self) -> State {
        let below = |value: bool, state| if value { state } else { State::Well };
        match self {
            Self::NotServing => State::Attention,
            Self::Address { seen: AddressSeen::Direct | AddressSeen::Forwarded, .. } => State::Well,
            // A machine behind a router may not reach itself by the name that everybody else reaches it by.
            Self::Address { seen: AddressSeen::Nobody { .. }, .. } => State::Attention,
            Self::Address { .. } => State::Unwell,
            Self::Certificate { left, .. } if *left <= Span::days(3) => State::Unwell,
            Self::Certificate { left, .. } => below(*left <= Span::days(14), State::Attention),
            Self::Clock { apart } => below(*apart > CLOCKS_AGREE, State::Unwell),
            Self::Mail(MailSeen::Relay { .. }) => State::Well,
            Self::Mail(MailSeen::Unreachable { .. }) => State::Unwell,
            Self::Mail(MailSeen::Folder) => State::Attention,
            Self::Waiting { messages } => below(*messages > 0, State::Attention),
            Self::Database(Condition { damage: Some(_), .. }) => State::Unwell,
            Self::Database(Condition { loses_writes, .. }) => below(loses_writes.is_some(), State::Unwell),
            Self::Backup { age, .. } => below(*age > BACKUP_AGE, State::Attention),
            Self::Disk { free, .. } if *free < MIB_EMPTY => State::Unwell,
            Self::Disk { free, .. } => below(*free < MIB_LOW, State::Attention),
            Self::Keys(KeysSeen::Open) => State::Well,
            Self::Audit { seen: AuditSeen::New | AuditSeen::Sound { .. }, .. } => State::Well,
            Self::Audit { seen: AuditSeen::Waiting { .. }, .. } => State::Attention,
            Self::Audit { seen: AuditSeen::Wrong { .. }, .. } => State::Unwell,
            Self::Keys(_) => State::Unwell,
        }
    }

    /// The word for programs.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::NotServing => "server",
            Self::Address { .. } => "address",
            Self::Certificate { .. } => "certificate",
            Self::Clock { .. } => "clock",
            Self::Mail(_) => "mail",
            Self::Waiting { .. } => "outbox",
            Self::Database(_) => "database",
            Self::Backup { .. } => "backup",
            Self::Disk { .. } => "disk",
            Self::Keys(_) => "keys",
            Self::Audit { .. } => "audit",
        }
    }
}

impl State {
    /// The word for programs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Well => "well",
            Self::Attention => "attention",
            Self::Unwell => "unwell",
        }
    }
}

impl Report {
    /// How many findings want somebody, without mail, of which Home knows more by itself.
    pub fn wanting_beside_mail(&self) -> usize {
        let is_mail = |finding: &&Finding| matches!(finding, Finding::Mail(_) | Finding::Waiting { .. });
        let others = self.findings.iter().filter(|finding| !is_mail(finding));
        others.filter(|finding| finding.state() > State::Well).count()
    }

    /// The worst of them.
    pub fn worst(&self) -> State {
        self.findings.iter().map(Finding::state).max().unwrap_or(State::Well)
    }
}

/// What was found last, and whether somebody wants it looked at again.
#[derive(Default)]
pub(crate) struct Health {
    last: watch::Sender<Option<Arc<Report>>>,
    asked: Notify,
}

/// How long a page waits for a look that it asked for; what comes later is on the next page.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long the answer to a request of our own to ourselves is good.
const TICKET_LIFETIME: Span = Span::minutes(1);
const TICKET: &[u8] = b"reach ";

impl House {
    /// What was found last. The installation is the first organisation's to look after; others are its guests.
    pub fn health(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Option<Arc<Report>>, Fault> {
        if self.keeps_the_house(tenant) { Ok(self.last_health()) } else { Err(Fault::NotFound) }
    }

    /// True for the organisation whose administrators see how the installation is.
    pub fn keeps_the_house(&self, tenant: Id<Tenant>) -> bool {
        self.organisations().first().is_some_and(|first| first.id == tenant)
    }

    pub(crate) fn last_health(&self) -> Option<Arc<Report>> {
        self.health.last.borrow().clone()
    }

    /// Keeps what was found.
    pub fn keep_health(&self, report: Report) {
        self.health.last.send_replace(Some(Arc::new(report)));
    }

    /// Has it looked at again, and waits a moment for what comes of it.
    pub async fn look_again(&self) {
        let mut next = self.health.last.subscribe();
        self.health.asked.notify_one();
        let _ = timeout(PATIENCE, next.changed()).await;
    }

    /// Waits until somebody wants it.
    pub async fn health_asked(&self) {
        self.health.asked.notified().await;
    }

    /// What the database says of itself.
    pub async fn database_condition(&self) -> Result<Condition, Fault> {
        Ok(self.db.condition().await?)
    }

    /// How many messages could not leave and wait, of all organisations.
    pub async fn mail_waiting(&self) -> Result<i64, Fault> {
        let mut waiting = 0;
        for organisation in self.organisations().iter() {
            waiting += self.db.read(organisation.id, |tx| tx.outbox().failing(1_000)).await?;
        }
        Ok(waiting)
    }

    /// True when the keys that are in use open what each organisation has sealed.
    pub async fn opens_what_is_sealed(&self) -> Result<bool, Fault> {
        for organisation in self.organisations().iter() {
            let rows = self.db.read(organisation.id, |tx| tx.signing_keys().all()).await?;
            if !rows.iter().all(|row| self.opens_signing_key(organisation.id, row)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What a request of ours to ourselves carries, so that only we answer it.
    pub fn reach_ticket(&self, tenant: Id<Tenant>) -> String {
        let body = [TICKET, &self.now().as_micros().to_be_bytes()].concat();
        self.keys.seal_ticket(tenant, self.outside.random(), &body)
    }

    /// What only this installation answers to a ticket of its own; `None` for anything else.
    pub fn reach_proof(&self, tenant: Id<Tenant>, ticket: &str) -> Option<String> {
        let body = self.keys.open_ticket(tenant, ticket)?;
        let at: [u8; 8] = body.strip_prefix(TICKET)?.try_into().ok()?;
        let at = Timestamp::from_micros(i64::from_be_bytes(at));
        let now = self.now();
        let is_fresh = at <= now + TICKET_LIFETIME && now <= at + TICKET_LIFETIME;
        is_fresh.then(|| self.keys.form_token(tenant, ticket.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(finding: Finding) -> State {
        finding.state()
    }

    #[test]
    fn what_would_let_people_down_is_not_in_order() {
        let certificate =
            |days| Finding::Certificate { ends: Timestamp::from_secs(0), left: Span::days(days) };
        assert_eq!(state(certificate(90)), State::Well);
        assert_eq!(state(certificate(14)), State::Attention);
        assert_eq!(state(certificate(-1)), State::Unwell);
        assert_eq!(state(Finding::Clock { apart: Span::seconds(2) }), State::Well);
        assert_eq!(state(Finding::Clock { apart: Span::seconds(3) }), State::Unwell);
        let disk = |free| Finding::Disk { folder: String::new(), free };
        assert_eq!(
            [disk(5_000), disk(500), disk(100)].map(state),
            [State::Well, State::Attention, State::Unwell]
        );
        let backup = |days| Finding::Backup { last: None, age: Span::days(days) };
        assert_eq!([backup(7), backup(8)].map(state), [State::Well, State::Attention]);
        let damaged = Condition { loses_writes: None, damage: Some("row missing".to_owned()), clock: None };
        assert_eq!(state(Finding::Database(damaged)), State::Unwell);
    }

    #[test]
    fn a_report_is_as_bad_as_its_worst_finding() {
        let findings = vec![Finding::Mail(MailSeen::Folder), Finding::Keys(KeysSeen::Open)];
        let report = Report { at: Timestamp::from_secs(0), findings };
        assert_eq!((report.wanting_beside_mail(), report.worst()), (0, State::Attention));
    }
}
