//! Groups of a server: which there are, and then who and what is in each. Groups may be in groups, so all of them are there
//! before anybody is put in one.

use std::collections::BTreeSet;
use std::sync::Arc;

use model::{Group, Id, Member, User};
use sql::Tx;
use store::{SyncedKind, SyncedRow, Tables, Withheld};

use super::dn::dn_key;
use super::mapping::{self, SourceGroup};
use super::pass::{Pass, Walk};
use super::reading::Stop;
use super::report::{SyncLine, SyncOutcome, SyncRefusal};
use crate::Fault;
use crate::groups::{Moved, add_synced, move_members, rename_synced};
use crate::house::House;
use crate::ledger::Entry;

/// How many members a transaction moves.
const MOVED: usize = 200;
/// How many groups of one name are looked at.
const NAMED: i64 = 20;
/// How many members are read at a time.
const READ: i64 = 1_000;

/// A group, with what a transaction may not draw itself.
struct Prepared {
    group: SourceGroup,
    id: Id<Group>,
    entry: Entry,
}

/// What is to be done about the members of a group.
struct Plan {
    id: Id<Group>,
    into: Vec<Member>,
    out: Vec<Member>,
}

impl House {
    /// Brings groups up to date, and then their members.
    pub(super) async fn walk_groups(&self, walk: &mut Walk) -> Result<(), Stop> {
        let settings = &walk.pass.settings;
        if settings.groups_filter.is_empty() {
            return Ok(());
        }
        let all = mapping::attributes_of_groups(settings);
        let names =
            all.iter().filter(|name| !name.to_ascii_lowercase().ends_with("member")).cloned().collect();
        let (first, second) =
            (walk.search(&settings.groups_filter, names), walk.search(&settings.groups_filter, all));
        let mut lines = std::collections::HashMap::new();
        let mut pages = self.read_pages(&walk.server, first);
        while let Some(page) = pages.next().await {
            for entry in &page {
                walk.note(entry);
                match mapping::group(&walk.pass.settings, entry) {
                    Ok(group) if !walk.seen_groups.insert(group.source) => {}
                    Ok(group) => {
                        let source = group.source;
                        let line = self.take_group(walk, group).await?;
                        lines.insert(source, line);
                    }
                    Err(unusable) => walk.refuse(SyncedKind::Group, entry, unusable),
                }
            }
        }
        pages.end().await?;
        let mut pages = self.read_pages(&walk.server, second);
        while let Some(page) = pages.next().await {
            let groups = page.iter().filter_map(|entry| mapping::group(&walk.pass.settings, entry).ok());
            for group in groups.collect::<Vec<_>>() {
                if let Some(line) = lines.remove(&group.source) {
                    let line = self.take_members(walk, &group, line).await?;
                    walk.run.add(line);
                }
            }
        }
        pages.end().await?;
        // What went between the two readings is looked at next time.
        lines.into_values().for_each(|line| walk.run.add(line));
        Ok(())
    }

    async fn take_group(&self, walk: &mut Walk, group: SourceGroup) -> Result<SyncLine, Fault> {
        let one = Prepared { group, id: Id::random(self.outside.random()), entry: self.entry() };
        let (name, key) = (one.group.display.clone(), dn_key(&one.group.dn));
        let pass = Arc::clone(&walk.pass);
        let done = self.in_step(&walk.pass, move |tx| apply(tx, &pass, &one)).await;
        let refused = |why| SyncLine::new(SyncedKind::Group, name, SyncOutcome::Refused(why));
        let line = match done {
            Ok(line) => line,
            Err(Fault::Conflict("last administrator")) => refused(SyncRefusal::LastAdministrator),
            Err(Fault::Invalid(_)) => refused(SyncRefusal::NoName),
            Err(fault) => return Err(fault),
        };
        if line.outcome == SyncOutcome::Added {
            walk.coming.insert(key);
        }
        Ok(line)
    }

    /// Moves members, a few in each transaction, and adds to the row what was done.
    async fn take_members(
        &self,
        walk: &Walk,
        group: &SourceGroup,
        mut line: SyncLine,
    ) -> Result<SyncLine, Fault> {
        if matches!(line.outcome, SyncOutcome::Refused(_)) {
            return Ok(line);
        }
        let keys: Vec<String> = group.members.iter().map(|dn| dn_key(dn)).collect();
        let source = group.source;
        let asked = keys.clone();
        let plan = self.db.read(walk.pass.tenant, move |tx| plan(tx, &source, &asked)).await?;
        if walk.pass.how.is_trial {
            let new = keys.iter().filter(|key| walk.coming.contains(*key)).count();
            let (into, out) = plan.map_or((0, 0), |plan| (plan.into.len(), plan.out.len()));
            (line.came, line.went) = (into + new, out);
        } else if let Some(plan) = plan {
            let moved = self.move_all(walk, plan).await?;
            match moved {
                Some(moved) => (line.came, line.went) = (moved.came, moved.went),
                None => line.outcome = SyncOutcome::Refused(SyncRefusal::LastAdministrator),
            }
        }
        if line.outcome == SyncOutcome::Same && line.came + line.went > 0 {
            line.outcome = SyncOutcome::Changed;
        }
        Ok(line)
    }

    /// Nothing when nobody could administer any more.
    async fn move_all(&self, walk: &Walk, plan: Plan) -> Result<Option<Moved>, Fault> {
        let mut all = Moved::default();
        let into = plan.into.chunks(MOVED).map(|step| (step.to_vec(), vec![]));
        let out = plan.out.chunks(MOVED).map(|step| (vec![], step.to_vec()));
        for (into, out) in into.chain(out) {
            let (house, entry, id) = (self.clone(), self.entry(), plan.id);
            let step = self
                .in_step(&walk.pass, move |tx| move_members(tx, (&house, entry), id, (&into, &out)))
                .await;
            match step {
                Ok(moved) => {
                    all.came += moved.came;
                    all.went += moved.went;
                }
                Err(Fault::Conflict("last administrator")) => return Ok(None),
                Err(fault) => return Err(fault),
            }
        }
        Ok(Some(all))
    }
}

/// Makes a group, or calls it as the server does.
fn apply(tx: &mut Tx<'_>, pass: &Pass, one: &Prepared) -> Result<SyncLine, Fault> {
    let group = &one.group;
    let line = |outcome| SyncLine::new(SyncedKind::Group, group.display.as_str(), outcome);
    let said = (group.display.as_str(), group.description.as_str());
    tx.synced().take_dn(&dn_key(&group.dn), SyncedKind::Group, &group.source)?;
    let row = tx.synced().by_source(SyncedKind::Group, &group.source)?;
    let known = match &row {
        Some(row) => tx.groups().by_id(row.object.cast())?,
        None => None,
    };
    let (Some(row), Some(before)) = (row, known) else {
        if is_taken(tx, &group.display)? {
            return Ok(line(SyncOutcome::Refused(SyncRefusal::NameTaken)));
        }
        add_synced(tx, one.entry, one.id, said)?;
        tx.synced().insert(&SyncedRow {
            kind: SyncedKind::Group,
            source: group.source,
            object: one.id.cast(),
            dn: group.dn.clone(),
            dn_key: dn_key(&group.dn),
            withheld: None,
            missing_since: None,
        })?;
        return Ok(line(SyncOutcome::Added).about(one.id));
    };
    if before.display != group.display && is_taken(tx, &group.display)? {
        return Ok(line(SyncOutcome::Refused(SyncRefusal::NameTaken)).about(before.id));
    }
    if !before.is_active() && row.withheld != Some(Withheld::Deleted) {
        return Ok(line(SyncOutcome::Refused(SyncRefusal::DeletedHere)).about(before.id));
    }
    let is_changed = rename_synced(tx, (&pass.house, one.entry), &before, said)?;
    let now = SyncedRow {
        dn: group.dn.clone(),
        dn_key: dn_key(&group.dn),
        withheld: None,
        missing_since: None,
        ..row.clone()
    };
    if now != row {
        tx.synced().update(&now)?;
    }
    let outcome = match (is_changed, before.is_active()) {
        (_, false) => SyncOutcome::Restored,
        (true, true) => SyncOutcome::Changed,
        (false, true) => SyncOutcome::Same,
    };
    Ok(line(outcome).about(before.id))
}

/// True when a group that does not come from there is called so.
fn is_taken(tx: &mut Tx<'_>, display: &str) -> Result<bool, Fault> {
    for group in tx.groups().list(display, None, NAMED)? {
        if group.display == display && tx.synced().by_object(group.id)?.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What is to be done about the members of a group; nothing for one that is not here.
fn plan(tx: &mut Tx<'_>, source: &[u8; 16], keys: &[String]) -> Result<Option<Plan>, Fault> {
    let Some(row) = tx.synced().by_source(SyncedKind::Group, source)? else { return Ok(None) };
    let id: Id<Group> = row.object.cast();
    let mut wanted = BTreeSet::new();
    for key in keys {
        let Some(member) = tx.synced().by_dn(key)? else { continue };
        match member.kind {
            // Who was deleted stays out, and comes back with the account.
            SyncedKind::Person if member.withheld.is_some_and(Withheld::is_deleted) => {}
            SyncedKind::Person => {
                wanted.insert(Member::Person(member.object.cast()));
            }
            SyncedKind::Group if member.withheld.is_some() => {}
            SyncedKind::Group => {
                wanted.insert(Member::Group(member.object.cast()));
            }
        }
    }
    let mut held: BTreeSet<Member> = tx.memberships().nested(id)?.into_iter().map(Member::Group).collect();
    let mut after = User::NOBODY;
    loop {
        let page = tx.memberships().people(id, after, READ)?;
        let Some(last) = page.last() else { break };
        after = *last;
        held.extend(page.into_iter().map(Member::Person));
    }
    let into = wanted.difference(&held).copied().collect();
    let out = held.difference(&wanted).copied().collect();
    Ok(Some(Plan { id, into, out }))
}
