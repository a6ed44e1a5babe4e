//! Importing people from a file: a row is a person, added or brought up to date by the name to sign in with, and done
//! whole or not at all. Doing it again changes nothing.
//!
//! Begin with [`mod@file`], which reads the file; then [`House::import_people`]. Passwords that people type are hashed
//! afterwards, one at a time, in the queue of strangers, so that nobody waits for them.

mod apply;
pub mod file;
mod order;
mod running;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use factors::password::{self, Memory, Password};
use model::{Attribute, Id, Name, PasswordState, Person, Profile, Tenant, Timestamp, User};
use sql::Tx;
use store::{Letter, Tables};

use self::apply::{Applied, Todo, apply};
use self::file::{FileRow, Given, PeopleFile};
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ImportPeople, Permit};
use crate::hash_pool::Queue;
use crate::house::House;
use crate::invitations::Link;
use crate::ledger::Entry;
use crate::person_changes::Tools;
use crate::standing::may_still;

pub use running::{Running, Started};

/// How many rows a transaction takes.
const STEP: usize = 50;
/// How long a password waits when the hashing threads are full.
const PAUSE: Duration = Duration::from_millis(250);

/// How people are let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inviting {
    /// By mail, whoever has an address.
    Mail,
    /// By a link each, in the report.
    Links,
    /// Later, by hand.
    Nobody,
}

/// What is asked of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct How {
    /// How people are let in.
    pub inviting: Inviting,
    /// True when it only says what would happen.
    pub is_trial: bool,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Rows that are done.
    pub rows: usize,
    /// Rows in all.
    pub of_rows: usize,
    /// Passwords that are hashed.
    pub passwords: usize,
    /// Passwords to be hashed in all.
    pub of_passwords: usize,
}

/// What an import came to.
#[derive(Clone)]
pub struct Report {
    /// What became of each row, in the order of the file.
    pub rows: Vec<RowReport>,
    /// Columns that are not kept here.
    pub not_kept: Vec<String>,
    /// True when nothing was done.
    pub is_trial: bool,
}

/// What became of a row.
#[derive(Clone)]
pub struct RowReport {
    /// Its line in the file.
    pub line: u64,
    /// The name to sign in with, as it is written.
    pub name: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a person.
#[derive(Clone)]
pub enum Outcome {
    /// Added, and mailed where they were invited by mail; the link where one was asked for.
    Added {
        /// The way in.
        link: Option<Link>,
        /// True when an invitation is on its way.
        is_mailed: bool,
    },
    /// Something was different.
    Changed,
    /// Nothing was different.
    Same,
    /// Nothing was done.
    Refused(Why),
}

/// Why a row was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// An attribute cannot have this value.
    Value(Attribute),
    /// Another row has the name too.
    Twice,
    /// Somebody had the name before theirs was changed.
    FormerName,
    /// Whoever has the name was deleted.
    Deleted,
    /// The person holds a role that whoever imports does not.
    HoldsMore,
    /// It is whoever imports, and rules read it.
    Oneself,
    /// It is the last Global Administrator whose account does not end.
    LastAdministrator,
    /// The manager reports to the person.
    Circle,
    /// The password is too short, or hashed in a way that is not taken.
    Password,
    /// The password is hashed at more than the cost that is set here: each sign-in would take as much of the machine.
    Dear,
    /// A cell that says yes or no says neither.
    Unclear,
    /// Blocking and unblocking people who are there is done on their page.
    Blocking,
    /// They come from a directory server, and that is changed there.
    Synced,
}

/// How many people were added, changed, left as they were, and refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Added.
    pub added: usize,
    /// Changed.
    pub changed: usize,
    /// Left as they were.
    pub same: usize,
    /// Refused.
    pub refused: usize,
}

impl Report {
    /// How much of each there is.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for row in &self.rows {
            *match row.outcome {
                Outcome::Added { .. } => &mut counts.added,
                Outcome::Changed => &mut counts.changed,
                Outcome::Same => &mut counts.same,
                Outcome::Refused(_) => &mut counts.refused,
            } += 1;
        }
        counts
    }
}

/// A row with everything that a transaction may not draw itself.
pub(crate) struct Prepared {
    pub(crate) row: FileRow,
    /// What it would be as a new person; or why not.
    pub(crate) new: Result<Person, Why>,
    pub(crate) link: Link,
    pub(crate) letter: Option<Letter>,
    pub(crate) handle: [u8; 32],
    pub(crate) entry: Entry,
    /// For the password, beside what else is changed.
    pub(crate) of_password: Entry,
    pub(crate) tools: Tools,
}

impl House {
    /// Imports people. `progress` hears how far it is.
    pub async fn import_people(
        &self,
        tenant: Id<Tenant>,
        permit: &Arc<Permit<ImportPeople>>,
        (file, how): (PeopleFile, How),
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Report, Fault> {
        let mut at = Progress { of_rows: file.rows.len(), ..Progress::default() };
        progress(at);
        let not_kept = file.not_kept;
        let ordered = order::by_manager(file.rows);
        let mut prepared = Vec::with_capacity(ordered.len());
        let inviter = self.name_of_actor(tenant, permit.actor()).await?;
        for (row, refusal) in ordered {
            prepared.push(Arc::new(self.prepare(tenant, row, refusal, (how, inviter.as_deref()))?));
        }
        let coming = Arc::new(order::names(&prepared));
        let (mut rows, mut waiting) = (Vec::with_capacity(prepared.len()), vec![]);
        for step in prepared.chunks(STEP) {
            let applied = self.apply(tenant, permit, (step.to_vec(), Arc::clone(&coming)), how).await?;
            for (prepared, Applied { outcome, wants_password }) in step.iter().zip(applied) {
                waiting.extend(wants_password.map(|user| (user, Arc::clone(prepared))));
                let (line, name) = (prepared.row.line, prepared.row.name.clone());
                rows.push(RowReport { line, name, outcome });
            }
            at.rows = rows.len();
            progress(at);
        }
        rows.sort_by_key(|row| row.line);
        let report = Report { rows, not_kept, is_trial: how.is_trial };
        if !how.is_trial {
            self.keep_import(tenant, permit, report.counts()).await?;
            at.of_passwords = waiting.len();
            for (user, prepared) in waiting {
                if let Some(Given::Plain(password)) = &prepared.row.password {
                    self.set_imported(tenant, permit, user, password).await?;
                }
                at.passwords += 1;
                progress(at);
            }
        }
        Ok(report)
    }

    fn prepare(
        &self,
        tenant: Id<Tenant>,
        row: FileRow,
        refusal: Option<Why>,
        (how, inviter): (How, Option<&str>),
    ) -> Result<Prepared, Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let entry = self.entry();
        let link = self.make_link(&organisation, entry.at);
        let new = match refusal.or(row.unclear).or_else(|| self.too_dear(&row)) {
            Some(why) => Err(why),
            None => drafted(&row, Id::random(self.outside.random()), entry),
        };
        let letter = match &new {
            Ok(person)
                if person.user.mail.is_some()
                    && is_invited(&row)
                    && how.inviting == Inviting::Mail
                    && !how.is_trial =>
            {
                Some(self.invitation_letter(&organisation, &person.user, inviter, &link)?)
            }
            _ => None,
        };
        Ok(Prepared {
            handle: self.outside.random(),
            tools: self.change_tools(),
            row,
            new,
            link,
            letter,
            entry,
            of_password: self.entry_at(entry.at),
        })
    }

    /// Whoever sends a name has its hash computed: what that costs is for whoever runs the machine to say.
    fn too_dear(&self, row: &FileRow) -> Option<Why> {
        let Some(Given::Hashed(hash)) = &row.password else { return None };
        let (theirs, ours) = (hash.cost(), self.config.hash_cost);
        let work = |cost: password::Cost| u64::from(cost.memory_kib()) * u64::from(cost.passes());
        let is_dear = theirs.memory_kib() > ours.memory_kib()
            || theirs.lanes() > ours.lanes()
            || work(theirs) > work(ours);
        is_dear.then_some(Why::Dear)
    }

    async fn apply(
        &self,
        tenant: Id<Tenant>,
        permit: &Arc<Permit<ImportPeople>>,
        (step, coming): (Vec<Arc<Prepared>>, Arc<order::Names>),
        how: How,
    ) -> Result<Vec<Applied>, Fault> {
        let (permit, now) = (Arc::clone(permit), self.now());
        let tried = Arc::new(Mutex::new(vec![]));
        let seen = Arc::clone(&tried);
        let done = self
            .db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, now)?;
                let todo = Todo { permit: &permit, how, coming: &coming, now };
                let applied =
                    step.iter().map(|one| apply(tx, &todo, one)).collect::<Result<Vec<_>, Fault>>()?;
                if how.is_trial {
                    // Nothing of a trial stays: an error takes the transaction back.
                    *seen.lock().unwrap_or_else(PoisonError::into_inner) = applied;
                    return Err(Fault::Conflict(TRIAL));
                }
                Ok(applied)
            })
            .await;
        match done {
            Err(Fault::Conflict(TRIAL)) => {
                Ok(std::mem::take(&mut *tried.lock().unwrap_or_else(PoisonError::into_inner)))
            }
            other => other,
        }
    }

    async fn keep_import(
        &self,
        tenant: Id<Tenant>,
        permit: &Arc<Permit<ImportPeople>>,
        counts: Counts,
    ) -> Result<(), Fault> {
        let (entry, permit) = (self.entry(), Arc::clone(permit));
        self.db
            .write(tenant, move |tx| {
                let changes = Changes::default()
                    .made("added", counts.added)
                    .made("changed", counts.changed)
                    .made("same", counts.same)
                    .made("refused", counts.refused);
                let target = ("organisation", Some(tenant));
                entry.write(tx, &permit, Verb::ImportPeople, target, &changes)
            })
            .await
    }

    /// Hashes a password and makes it somebody's, to be changed at the first sign-in; whoever chose one or registered a
    /// method meanwhile keeps it.
    async fn set_imported(
        &self,
        tenant: Id<Tenant>,
        permit: &Arc<Permit<ImportPeople>>,
        user: Id<User>,
        password: &str,
    ) -> Result<(), Fault> {
        let (cost, salt): (_, [u8; 16]) = (self.config.hash_cost, self.outside.random());
        let hash = loop {
            let Ok(typed) = Password::new(password) else { return Ok(()) };
            let job = move |memory: &mut Memory| password::hash(&cost, salt, &typed, memory).phc();
            match self.hashing.run(Queue::Others, job).await {
                Ok(hash) => break hash,
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        };
        let (entry, permit) = (self.entry(), Arc::clone(permit));
        self.db
            .write(tenant, move |tx| {
                if may_still(tx, &permit, Some(user), entry.at).is_err()
                    || !takes_password(tx, user, entry.at)?
                {
                    return Ok(());
                }
                tx.users().set_password(
                    user,
                    PasswordState::Temporary { at: entry.at },
                    Some(&hash),
                    entry.at,
                )?;
                entry.write(tx, &permit, Verb::SetPassword, ("user", Some(user)), &Changes::default())
            })
            .await
    }
}

/// The word by which a trial takes its transaction back.
const TRIAL: &str = "trial";

/// True for somebody who has nothing to sign in with, or only a temporary password whose time is over: an import never
/// replaces what people chose.
pub(crate) fn takes_password(tx: &mut Tx<'_>, id: Id<User>, now: Timestamp) -> Result<bool, Fault> {
    let Some(user) = tx.users().by_id(id)? else { return Ok(false) };
    let has_none = user.password == PasswordState::None || user.password.has_ended(now);
    Ok(has_none && tx.credentials().of(id)?.is_empty())
}

/// True when whoever is added gets an invitation: they bring no password.
pub(crate) fn is_invited(row: &FileRow) -> bool {
    row.password.is_none() && row.blocked != Some(true)
}

/// A new person of what a row says, as far as it needs nobody else.
fn drafted(row: &FileRow, id: Id<User>, entry: Entry) -> Result<Person, Why> {
    let name = Name::new(&row.name).map_err(|_| Why::Value(Attribute::UserPrincipalName))?;
    if matches!(row.password, Some(Given::Unusable)) {
        return Err(Why::Password);
    }
    let user = crate::people::blank(id, name, entry.at);
    let mut person = Person { user, profile: Profile::default(), synced_as: None };
    let of_others = |attribute: Attribute| matches!(attribute, Attribute::Manager | Attribute::AccountEnds);
    for (attribute, text) in
        row.values.iter().filter(|(attribute, text)| !of_others(*attribute) && !text.is_empty())
    {
        attribute.write(&mut person, text).map_err(Why::Value)?;
    }
    if person.user.display == person.user.name.as_str() {
        let parts = [person.profile.given.clone(), person.profile.surname.clone()];
        let whole = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        if !whole.is_empty() {
            Attribute::DisplayName.write(&mut person, &whole).map_err(Why::Value)?;
        }
    }
    Ok(person)
}
