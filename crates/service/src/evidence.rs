//! Evidence for whoever audits an organisation: what was demanded, who could get in and how, who left, what was changed,
//! and with what the log is sealed.
//!
//! Nothing here reads a log from its beginning to its end: what is a number was counted as it happened (ADR 37), and each
//! list follows an index and ends at a bound (ADR 46). Begin with [`House::evidence`].

mod access;
mod days;
mod leavers;
mod signed_in;

use graph::Document;
use model::{Id, Tenant, Timestamp, User};
use policy::{Policy, PolicySet};
use sql::Tx;
use store::{Actor, AuditRecord, Tables};

use crate::Fault;
use crate::audit::{Changes, Head, Verb, actor_name};
use crate::authority::{ExportEvidence, Permit, ReadEvidence};
use crate::conditional_access::{KeptRevision, Names, kept_revision, names_of};
use crate::house::House;
use crate::policy_sets;
use crate::standing::may_still;

pub use access::{AppAccess, Path, RoleAccess};
pub use days::Days;
pub use leavers::{Leaver, Left};
pub use signed_in::{NoSecondStep, SignedIn, SingleFactor};

/// The most lines of each list on the page, and in a file.
const ON_PAGE: i64 = 100;
const IN_FILE: i64 = 5_000;
/// Up to how many unsealed records are counted.
const UNSEALED: i64 = 100_000;

/// What a report says.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The days it is about.
    pub days: Days,
    /// When it was made.
    pub at: Timestamp,
    /// What was demanded at the end of them.
    pub demands: Demands,
    /// Who has no second step now.
    pub people: People,
    /// Sign-ins, and those by one factor alone.
    pub signed_in: SignedIn,
    /// Who holds which role now, and by what.
    pub roles: Listed<RoleAccess>,
    /// Who may use which application now, and by what.
    pub apps: Listed<AppAccess>,
    /// Who was blocked, deleted or removed.
    pub leavers: Listed<Leaver>,
    /// The revisions of the policies that were made.
    pub changes: Listed<KeptRevision>,
    /// Backups.
    pub backups: Listed<BackupLine>,
    /// When the last one was kept whole.
    pub backup_kept: Option<Timestamp>,
    /// With what the audit log is sealed.
    pub log: LogState,
}

/// A list that ends at a bound.
#[derive(Debug, Clone)]
pub struct Listed<T> {
    /// The lines.
    pub lines: Vec<T>,
    /// True when there are more.
    pub is_cut: bool,
}

/// What was demanded of everybody who signed in.
#[derive(Debug, Clone)]
pub struct Demands {
    /// The revision.
    pub revision: Option<Id<PolicySet>>,
    /// Since when it was in force.
    pub since: Option<Timestamp>,
    /// Whether security defaults were on.
    pub defaults_on: bool,
    /// The policies that were on or only reported.
    pub policies: Vec<Document>,
    /// How what they name is called.
    pub names: Names,
}

/// People and second steps.
#[derive(Debug, Clone)]
pub struct People {
    /// How many may sign in.
    pub all: i64,
    /// How many of them have a second step.
    pub registered: i64,
    /// Who has none.
    pub without: Listed<(Id<User>, String)>,
}

/// A backup that was taken, or one that was put in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupLine {
    /// When.
    pub at: Timestamp,
    /// By whom, and how they are called now.
    pub by: (Actor, Option<String>),
    /// True when it was put in place.
    pub is_restore: bool,
}

/// The end of the chain of seals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogState {
    /// The newest seal: what `sluis audit verify --head` takes.
    pub head: Option<Head>,
    /// Until when the log is sealed.
    pub until: Option<Timestamp>,
    /// How many records are not sealed yet.
    pub unsealed: i64,
    /// When this node looked at the whole log last, and how much was wrong with it.
    pub looked: Option<(Timestamp, usize)>,
}

impl<T> Listed<T> {
    /// A list that was read with one line more than it shows.
    fn of(mut lines: Vec<T>, most: i64) -> Self {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let is_cut = lines.len() > most;
        lines.truncate(most);
        Self { lines, is_cut }
    }
}

impl House {
    /// The report over some days, as the page shows it.
    pub async fn evidence(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadEvidence>,
        days: Days,
    ) -> Result<Evidence, Fault> {
        self.gathered(tenant, days, ON_PAGE).await
    }

    /// The same with longer lists, to be taken out as a `form` of file; that it was is in the audit log, and so is the end
    /// of the chain that left with it.
    pub async fn export_evidence(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ExportEvidence>,
        days: Days,
        form: &'static str,
    ) -> Result<Evidence, Fault> {
        let evidence = self.gathered(tenant, days, IN_FILE).await?;
        let (entry, (first, last)) = (self.entry(), days.text());
        let head = evidence.log.head.map(|head| head.to_string());
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let mut changes =
                    Changes::default().made("form", form).made("firstDay", &first).made("lastDay", &last);
                if let Some(head) = &head {
                    changes = changes.made("chainHead", head);
                }
                entry.write(tx, &permit, Verb::ExportEvidence, ("organisation", Some(tenant)), &changes)
            })
            .await?;
        Ok(evidence)
    }

    /// Each part in a transaction of its own: none of them is long, and none waits for another.
    async fn gathered(&self, tenant: Id<Tenant>, days: Days, most: i64) -> Result<Evidence, Fault> {
        let (now, time) = (self.now(), days.time());
        let read = &self.db;
        let (changes, is_long) = read.read(tenant, move |tx| changes(tx, time, most)).await?;
        Ok(Evidence {
            days,
            at: now,
            demands: read.read(tenant, move |tx| demands(tx, time.1)).await?,
            people: read.read(tenant, move |tx| people(tx, most)).await?,
            signed_in: read.read(tenant, move |tx| signed_in::of(tx, days, most)).await?,
            roles: read.read(tenant, move |tx| access::roles(tx, now, most)).await?,
            apps: read.read(tenant, move |tx| access::apps(tx, most)).await?,
            leavers: read.read(tenant, move |tx| leavers::of(tx, (time, now), most)).await?,
            changes: Listed { lines: changes, is_cut: is_long },
            backups: read.read(tenant, move |tx| backups(tx, time, most)).await?,
            backup_kept: self.last_backup().await?.and_then(|(kept, _)| kept),
            log: self.log_state(tenant).await?,
        })
    }

    async fn log_state(&self, tenant: Id<Tenant>) -> Result<LogState, Fault> {
        let looked = self.audit_watch.looked(tenant);
        self.db
            .read(tenant, move |tx| {
                let seal = tx.audit_seals().head()?;
                Ok(LogState {
                    head: seal.as_ref().map(|seal| Head::of(tenant, seal)),
                    until: seal.map(|seal| seal.last_at),
                    unsealed: tx.audit().count_unsealed(UNSEALED)?,
                    looked,
                })
            })
            .await
    }
}

fn demands(tx: &mut Tx<'_>, until: Timestamp) -> Result<Demands, Fault> {
    let Some(id) = tx.policy_sets().in_force_before(until)? else {
        let names = Names::default();
        return Ok(Demands { revision: None, since: None, defaults_on: false, policies: vec![], names });
    };
    let revision = tx.policy_sets().load(id)?.ok_or(Fault::NotFound)?;
    let since = tx.policy_sets().row(id)?.map(|row| row.created);
    let mut policies = policy_sets::documents(&revision, PolicySet::POLICY_PART)?;
    policies.retain(|document| document.policy.state != policy::State::Off);
    let named: Vec<&Policy> = policies.iter().map(|document| &document.policy).collect();
    let names = names_of(tx, &named)?;
    let defaults_on = policy_sets::defaults_of(&revision)?.enabled;
    Ok(Demands { revision: Some(id), since, defaults_on, policies, names })
}

fn people(tx: &mut Tx<'_>, most: i64) -> Result<People, Fault> {
    let (all, registered) = tx.users().count()?;
    let without = Listed::of(tx.users().without_second_factor(most + 1)?, most);
    Ok(People { all, registered, without })
}

fn changes(
    tx: &mut Tx<'_>,
    time: (Timestamp, Timestamp),
    most: i64,
) -> Result<(Vec<KeptRevision>, bool), Fault> {
    let made = Listed::of(tx.policy_sets().made_in(time, most + 1)?, most);
    let lines = made.lines.into_iter().map(|id| kept_revision(tx, id)).collect::<Result<_, _>>()?;
    Ok((lines, made.is_cut))
}

fn backups(tx: &mut Tx<'_>, time: (Timestamp, Timestamp), most: i64) -> Result<Listed<BackupLine>, Fault> {
    let mut lines = vec![];
    for (verb, is_restore) in [(Verb::TakeBackup, false), (Verb::RestoreBackup, true)] {
        for record in tx.audit().of_action(verb.word(), time, most + 1)? {
            lines.push(BackupLine { at: record.at, by: by(tx, record)?, is_restore });
        }
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    Ok(Listed::of(lines, most))
}

/// Who did what a record tells, and how they are called now.
fn by(tx: &mut Tx<'_>, record: AuditRecord) -> Result<(Actor, Option<String>), Fault> {
    let name = actor_name(tx, &record.actor)?;
    Ok((record.actor, name))
}
