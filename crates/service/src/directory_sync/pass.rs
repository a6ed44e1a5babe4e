//! A pass over a directory server: people, then groups, then who is in them, then who is gone.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use model::{Id, Tenant, User};
use sql::Tx;
use store::SyncedKind;

use super::dn::dn_key;
use super::mapping::{self, DirectoryKind, SourcePerson, Unusable};
use super::people::{self, Prepared};
use super::reading::Stop;
use super::report::{SyncCounts, SyncEnd, SyncLine, SyncOutcome, SyncRun};
use super::server::{Condition, DirectoryEntry, DirectorySearch, DirectoryServer, Scope};
use super::settings::{self, DirectorySettings, LONGEST};
use super::state::{Mark, SyncState, Turn};
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{Actor, ManageDirectorySync, ManagePeople, Permit, Target, permit};
use crate::house::House;
use crate::jobs::has_job;

/// How many entries a transaction takes.
pub(super) const STEP: usize = 50;
/// The job, as its lease and its metric are called.
pub(super) const JOB: &str = "directory_sync";
/// After how many minutes a pass is made again that failed.
const AGAIN: i64 = 15;
/// The word for settings that are others than those the pass began with.
const CHANGED: &str = "settings";
/// The word by which a trial takes its transaction back.
const TRIAL: &str = "trial";

/// What is asked of a pass.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SyncHow {
    /// True when it only says what would happen.
    pub is_trial: bool,
    /// True when everything is to be looked at, whenever that was done last.
    pub is_whole: bool,
    /// True when any number may be taken out.
    pub allows_removals: bool,
}

/// What every step of a pass needs.
pub(super) struct Pass {
    pub(super) house: House,
    pub(super) tenant: Id<Tenant>,
    pub(super) settings: DirectorySettings,
    pub(super) domain: String,
    pub(super) how: SyncHow,
    /// Leave to change people: what that server says of them.
    pub(super) leave: Permit<ManagePeople>,
}

/// How far a pass is.
pub(super) struct Walk {
    pub(super) pass: Arc<Pass>,
    pub(super) server: DirectoryServer,
    pub(super) run: SyncRun,
    /// From where on changes are read; nothing where everything is looked at.
    pub(super) since: Option<String>,
    pub(super) seen_people: HashSet<[u8; 16]>,
    pub(super) seen_groups: HashSet<[u8; 16]>,
    /// Who is disabled there and not blocked here.
    pub(super) disabled: Vec<(Id<User>, String)>,
    /// Whose manager was not there yet.
    waits: Vec<(Id<User>, String)>,
    /// The names of who would be new: a trial finds them in no table.
    pub(super) coming: HashSet<String>,
    mark: Option<Mark>,
}

impl House {
    /// Makes a pass and waits for it.
    pub async fn sync_directory(
        &self,
        tenant: Id<Tenant>,
        permit: &Permit<ManageDirectorySync>,
        how: SyncHow,
    ) -> Result<SyncRun, Fault> {
        let turn = self.syncs.begin(tenant).ok_or(Fault::Conflict("syncing"))?;
        self.sync_in_turn(tenant, permit, how, turn).await
    }

    /// Starts a pass that goes on when its page is left.
    pub async fn start_sync(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageDirectorySync>,
        how: SyncHow,
    ) -> Result<(), Fault> {
        if self.directory(tenant).await?.is_none() {
            return Err(Fault::NotFound);
        }
        let turn = self.syncs.begin(tenant).ok_or(Fault::Conflict("syncing"))?;
        let house = self.clone();
        tokio::spawn(async move {
            if let Err(fault) = house.sync_in_turn(tenant, &permit, how, turn).await {
                tracing::warn!(%fault, "a pass over the directory server could not go on");
            }
        });
        Ok(())
    }

    async fn sync_in_turn(
        &self,
        tenant: Id<Tenant>,
        permit: &Permit<ManageDirectorySync>,
        how: SyncHow,
        turn: Turn,
    ) -> Result<SyncRun, Fault> {
        let (settings, password) = self.directory(tenant).await?.ok_or(Fault::NotFound)?;
        let server = settings.server(password);
        let run = SyncRun {
            id: Id::ordered(self.now(), self.outside.random()),
            begun: self.now(),
            ended: self.now(),
            is_whole: true,
            is_trial: how.is_trial,
            end: SyncEnd::Done,
            counts: SyncCounts::default(),
            lines: vec![],
        };
        let mut walk = Walk {
            pass: Arc::new(self.pass(tenant, settings, how)?),
            server,
            run,
            since: None,
            seen_people: HashSet::new(),
            seen_groups: HashSet::new(),
            disabled: vec![],
            waits: vec![],
            coming: HashSet::new(),
            mark: None,
        };
        match self.walk(&mut walk).await {
            Ok(()) => {}
            Err(Stop::Directory(error)) => {
                tracing::warn!(%error, "a pass over the directory server failed");
                walk.run.end = SyncEnd::from(&error);
            }
            // What was done until then is reported.
            Err(Stop::Fault(Fault::Conflict(CHANGED))) => {
                walk.run.end = SyncEnd::Failed { word: CHANGED.to_owned(), detail: String::new() };
            }
            Err(Stop::Fault(fault)) => return Err(fault),
        }
        let run = self.end_pass(walk, permit).await;
        drop(turn);
        run
    }

    pub(super) fn pass(
        &self,
        tenant: Id<Tenant>,
        settings: DirectorySettings,
        how: SyncHow,
    ) -> Result<Pass, Fault> {
        let domain = self.organisation(tenant).ok_or(Fault::NotFound)?.domain.clone();
        let leave = permit(&Actor::System, Target::Organisation)?;
        Ok(Pass { house: self.clone(), tenant, settings, domain, how, leave })
    }

    async fn walk(&self, walk: &mut Walk) -> Result<(), Stop> {
        let own = self.db.read(walk.pass.tenant, SyncState::read).await.map_err(Stop::Fault)?;
        let place = self.place_of(&walk.server, walk.pass.settings.kind).await?;
        if !walk.pass.how.is_whole {
            walk.since = own.since(&place.server, walk.run.begun);
        }
        walk.run.is_whole = walk.since.is_none();
        // Where the measure is time, the mark is the newest change that was seen.
        let before = own.mark.filter(|mark| mark.server == place.server && walk.since.is_some());
        walk.mark = if place.at.is_empty() { before.or(Some(place)) } else { Some(place) };
        // The lease is taken before anything else is done, and again in each step.
        self.in_step(&walk.pass, |_| Ok(())).await?;
        self.walk_people(walk).await?;
        self.walk_groups(walk).await?;
        self.take_out(walk).await
    }

    /// Where a server is in its changes now. Active Directory counts them, and each domain controller for itself.
    async fn place_of(&self, server: &DirectoryServer, kind: DirectoryKind) -> Result<Mark, Stop> {
        if kind == DirectoryKind::OpenLdap {
            return Ok(Mark { at: String::new(), server: String::new() });
        }
        let search = DirectorySearch {
            base: String::new(),
            scope: Scope::Base,
            filter: None,
            and: vec![],
            attributes: vec!["highestCommittedUSN".to_owned(), "dsServiceName".to_owned()],
            enough: None,
        };
        let found = self.read_some(server, search, 1).await?;
        let text =
            |name: &str| found.first().and_then(|entry| entry.text(name)).unwrap_or_default().to_owned();
        let at = text("highestCommittedUSN");
        let is_number = !at.is_empty() && at.len() <= 19 && at.bytes().all(|byte| byte.is_ascii_digit());
        // One of a length that can be none is kept as none: then everything is looked at.
        let server = Some(text("dsServiceName")).filter(|name| name.len() <= LONGEST).unwrap_or_default();
        Ok(Mark { at: if is_number { at } else { "0".to_owned() }, server })
    }

    async fn walk_people(&self, walk: &mut Walk) -> Result<(), Stop> {
        let settings = &walk.pass.settings;
        let search = walk.search(&settings.people_filter, mapping::attributes_of_people(settings));
        let mut pages = self.read_pages(&walk.server, search);
        while let Some(page) = pages.next().await {
            self.take_people(walk, &page).await?;
        }
        pages.end().await?;
        for step in std::mem::take(&mut walk.waits).chunks(STEP) {
            let waiting: Vec<_> =
                step.iter().map(|one| (one.clone(), self.entry(), self.change_tools())).collect();
            let pass = Arc::clone(&walk.pass);
            self.in_step(&walk.pass, move |tx| {
                for (one, entry, tools) in &waiting {
                    people::give_manager(tx, &pass, (*entry, tools), one)?;
                }
                Ok(())
            })
            .await?;
        }
        Ok(())
    }

    async fn take_people(&self, walk: &mut Walk, page: &[DirectoryEntry]) -> Result<(), Fault> {
        let mut found = vec![];
        for entry in page {
            walk.note(entry);
            match mapping::person(&walk.pass.settings, &walk.pass.domain, entry) {
                // An entry that comes twice, on two pages, is one.
                Ok(person) if !walk.seen_people.insert(person.source) => {}
                Ok(person) => found.push(self.prepared(person)),
                Err(unusable) => walk.refuse(SyncedKind::Person, entry, unusable),
            }
        }
        let mut found = found.into_iter().peekable();
        while found.peek().is_some() {
            let step: Arc<Vec<Prepared>> = Arc::new(found.by_ref().take(STEP).collect());
            let (pass, all) = (Arc::clone(&walk.pass), Arc::clone(&step));
            let applied = self
                .in_step(&walk.pass, move |tx| {
                    all.iter().map(|one| people::apply(tx, &pass, one)).collect::<Result<Vec<_>, Fault>>()
                })
                .await?;
            for (one, applied) in step.iter().zip(applied) {
                if applied.line.outcome == SyncOutcome::Added {
                    walk.coming.insert(dn_key(&one.person.dn));
                }
                if applied.is_to_block
                    && let Some(id) = applied.line.object
                {
                    walk.disabled.push((id.cast(), applied.line.name.clone()));
                }
                walk.waits.extend(applied.waits);
                walk.run.add(applied.line);
            }
        }
        Ok(())
    }

    fn prepared(&self, person: SourcePerson) -> Prepared {
        Prepared {
            person,
            id: Id::random(self.outside.random()),
            handle: self.outside.random(),
            entry: self.entry(),
            tools: self.change_tools(),
        }
    }

    /// Does a step, while the job is this node's and the settings are those that the pass began with; a trial takes it back.
    pub(super) async fn in_step<T: Send + 'static>(
        &self,
        pass: &Arc<Pass>,
        work: impl Fn(&mut Tx<'_>) -> Result<T, Fault> + Send + Sync + 'static,
    ) -> Result<T, Fault> {
        let (is_trial, node, now) = (pass.how.is_trial, self.node, self.now());
        let tried = Arc::new(Mutex::new(None));
        let (seen, own) = (Arc::clone(&tried), Arc::clone(pass));
        let done = self
            .db
            .write(pass.tenant, move |tx| {
                // Another filter, another server, or none any more: what comes from this one counts no longer.
                if !own.is_wanted(tx)? {
                    return Err(Fault::Conflict(CHANGED));
                }
                if is_trial {
                    *seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(work(tx)?);
                    return Err(Fault::Conflict(TRIAL));
                }
                if has_job(tx, JOB, &node, now)? { work(tx) } else { Err(Fault::Conflict("syncing")) }
            })
            .await;
        match done {
            Err(Fault::Conflict(TRIAL)) => {
                let tried = tried.lock().unwrap_or_else(PoisonError::into_inner).take();
                tried.ok_or(Fault::Conflict(TRIAL))
            }
            other => other,
        }
    }

    async fn end_pass(&self, walk: Walk, permit: &Permit<ManageDirectorySync>) -> Result<SyncRun, Fault> {
        let Walk { pass, mut run, mark, .. } = walk;
        run.ended = self.now();
        let (kept, entry) = (run.clone(), self.entry());
        let author = crate::ledger::author(permit.actor());
        self.db
            .write(pass.tenant, move |tx| {
                kept.keep(tx)?;
                if kept.is_trial {
                    return Ok(());
                }
                // Where the next pass begins is said for the settings that are there now.
                if pass.is_wanted(tx)? {
                    let state = SyncState::read(tx)?;
                    next(state, &kept, &pass.settings, mark.clone()).write(tx)?;
                }
                let target = ("organisation", Some(pass.tenant));
                entry.write_as(tx, author.clone(), Verb::SyncDirectory, target, &counted(&kept))
            })
            .await?;
        Ok(run)
    }
}

impl Pass {
    /// True while the settings are those that it began with.
    fn is_wanted(&self, tx: &mut Tx<'_>) -> Result<bool, Fault> {
        Ok(settings::read(tx)?.as_ref() == Some(&self.settings))
    }
}

/// Where the next pass begins, and when.
fn next(before: SyncState, run: &SyncRun, settings: &DirectorySettings, mark: Option<Mark>) -> SyncState {
    let minutes = |minutes| Some(run.ended + model::Span::minutes(minutes));
    if matches!(run.end, SyncEnd::Failed { .. }) {
        return SyncState { due: minutes(AGAIN.min(settings.every_minutes)), ..before };
    }
    let mark = mark.filter(|mark| !mark.at.is_empty());
    let whole = if run.is_whole { Some(run.begun) } else { before.whole };
    SyncState { mark, whole, due: minutes(settings.every_minutes) }
}

fn counted(run: &SyncRun) -> Changes {
    let counts = run.counts;
    let all = [
        ("added", counts.added),
        ("changed", counts.changed),
        ("same", counts.same),
        ("blocked", counts.blocked),
        ("back", counts.back),
        ("deleted", counts.deleted),
        ("refused", counts.refused),
        ("heldBack", counts.held_back),
    ];
    let changes = Changes::default().made("outcome", run.end.word()).made("whole", run.is_whole);
    all.into_iter()
        .filter(|(_, count)| *count > 0)
        .fold(changes, |changes, (name, count)| changes.made(name, count))
}

impl Walk {
    pub(super) fn search(&self, filter: &str, attributes: Vec<String>) -> DirectorySearch {
        let kind = self.pass.settings.kind;
        DirectorySearch {
            base: self.pass.settings.base.clone(),
            scope: Scope::Subtree,
            filter: Some(filter.to_owned()),
            and: self.since.iter().map(|since| Condition::AtLeast(kind.changed(), since.clone())).collect(),
            attributes,
            enough: None,
        }
    }

    /// Notes how new an entry is.
    pub(super) fn note(&mut self, entry: &DirectoryEntry) {
        let kind = self.pass.settings.kind;
        if kind == DirectoryKind::OpenLdap
            && let Some(changed) = kind.changed_of(entry)
            && let Some(mark) = &mut self.mark
            && changed > mark.at
        {
            mark.at = changed;
        }
    }

    /// Refuses an entry. Whoever can be known is there all the same, and does not leave.
    pub(super) fn refuse(&mut self, kind: SyncedKind, entry: &DirectoryEntry, (name, why): Unusable) {
        if let Some(source) = self.pass.settings.kind.id_of(entry) {
            match kind {
                SyncedKind::Person => self.seen_people.insert(source),
                SyncedKind::Group => self.seen_groups.insert(source),
            };
        }
        self.run.add(SyncLine::new(kind, name, SyncOutcome::Refused(why)));
    }
}

#[cfg(test)]
mod tests {
    use model::Timestamp;

    use super::*;
    use crate::directory_sync::settings::tests::usual;

    const NOON: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn run(end: SyncEnd, is_whole: bool) -> SyncRun {
        SyncRun {
            id: Id::fixed(1),
            begun: NOON,
            ended: NOON,
            is_whole,
            is_trial: false,
            end,
            counts: SyncCounts::default(),
            lines: vec![],
        }
    }

    #[test]
    fn a_pass_that_failed_begins_again_soon_where_it_began() {
        let mark = Mark { at: "20261127094500Z".to_owned(), server: String::new() };
        let before = SyncState { mark: Some(mark), whole: Some(NOON), due: None };
        let failed = SyncEnd::Failed { word: "connect".to_owned(), detail: String::new() };
        let later = Mark { at: "20271127094500Z".to_owned(), server: String::new() };
        let after = next(before.clone(), &run(failed, true), &usual(), Some(later.clone()));
        assert_eq!(after, SyncState { due: Some(NOON + model::Span::minutes(15)), ..before.clone() });
        let after = next(before, &run(SyncEnd::Done, false), &usual(), Some(later.clone()));
        let due = Some(NOON + model::Span::minutes(60));
        assert_eq!(after, SyncState { mark: Some(later), whole: Some(NOON), due });
    }
}
