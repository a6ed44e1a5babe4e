//! Who is gone there, or disabled, goes here too: blocked first, deleted when the days of grace are over. Never more of them
//! at once than the settings say: a filter with a mistake must not empty the house.

use std::sync::Arc;

use model::{Id, Span, User, UserState};
use sql::Tx;
use store::{SyncedKind, SyncedRow, Tables, Withheld};

use super::pass::{Pass, STEP, Walk};
use super::people::block;
use super::reading::Stop;
use super::report::{SyncEnd, SyncLine, SyncOutcome, SyncRefusal};
use crate::Fault;
use crate::authority::{Actor, DeletePeople, Target, permit};
use crate::deleting;
use crate::emergency;
use crate::groups::delete_synced;
use crate::house::House;
use crate::ledger::Entry;

/// How many may always go at once, whatever part of all they are: the only one of three is a third.
const ALWAYS: i64 = 3;
/// How many rows are read at a time.
const READ: i64 = 500;

/// What is to be done with one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Leaving {
    /// Disabled there.
    Disabled(Id<User>, String),
    /// Gone there, since now.
    Gone(SyncedRow),
    /// Gone there for longer than the days of grace.
    Over(SyncedRow),
}

impl House {
    /// Takes out who is gone or disabled.
    pub(super) async fn take_out(&self, walk: &mut Walk) -> Result<(), Stop> {
        let mut people: Vec<Leaving> = std::mem::take(&mut walk.disabled)
            .into_iter()
            .map(|(id, name)| Leaving::Disabled(id, name))
            .collect();
        let mut groups = vec![];
        if walk.run.is_whole {
            people.extend(self.gone(walk, SyncedKind::Person).await?);
            groups = self.gone(walk, SyncedKind::Group).await?;
        }
        for (kind, leaving) in [(SyncedKind::Person, people), (SyncedKind::Group, groups)] {
            let all = self.db.read(walk.pass.tenant, move |tx| tx.synced().count(kind)).await;
            let all = all.map_err(|error| Stop::Fault(error.into()))?;
            if is_too_many(&walk.pass, leaving.len(), all) {
                walk.run.end = SyncEnd::HeldBack;
                for one in leaving {
                    let outcome = SyncOutcome::Refused(SyncRefusal::TooMany);
                    walk.run.add(SyncLine::new(kind, one.name(), outcome));
                }
                continue;
            }
            let step = if kind == SyncedKind::Person { STEP } else { 1 };
            for few in leaving.chunks(step) {
                self.take_few(walk, kind, few).await?;
            }
        }
        Ok(())
    }

    /// Who is no longer there.
    async fn gone(&self, walk: &Walk, kind: SyncedKind) -> Result<Vec<Leaving>, Fault> {
        let seen = if kind == SyncedKind::Person { &walk.seen_people } else { &walk.seen_groups };
        let over = walk.run.begun - Span::days(walk.pass.settings.grace_days);
        let (mut gone, mut after) = (vec![], [0; 16]);
        loop {
            let page = self.db.read(walk.pass.tenant, move |tx| tx.synced().page(kind, &after, READ)).await?;
            let Some(last) = page.last() else { return Ok(gone) };
            after = last.source;
            for row in page.into_iter().filter(|row| !seen.contains(&row.source)) {
                match (row.withheld, row.missing_since) {
                    (Some(withheld), _) if withheld.is_deleted() => {}
                    (_, Some(since)) if since <= over => gone.push(Leaving::Over(row)),
                    // Blocked already, or let in again by somebody here until the days are over.
                    (_, Some(_)) => {}
                    (_, None) => gone.push(Leaving::Gone(row)),
                }
            }
        }
    }

    async fn take_few(&self, walk: &mut Walk, kind: SyncedKind, few: &[Leaving]) -> Result<(), Fault> {
        let each: Vec<_> = few.iter().map(|one| (one.clone(), self.entry())).collect();
        let pass = Arc::clone(&walk.pass);
        let done = self
            .in_step(&walk.pass, move |tx| {
                each.iter()
                    .map(|(one, entry)| match kind {
                        SyncedKind::Person => person(tx, &pass, *entry, one),
                        SyncedKind::Group => group(tx, &pass, *entry, one),
                    })
                    .collect::<Result<Vec<_>, Fault>>()
            })
            .await;
        match done {
            Ok(lines) => lines.into_iter().for_each(|line| walk.run.add(line)),
            // A group, which is alone in its transaction.
            Err(Fault::Conflict("last administrator")) => {
                let outcome = SyncOutcome::Refused(SyncRefusal::LastAdministrator);
                few.iter().for_each(|one| walk.run.add(SyncLine::new(kind, one.name(), outcome)));
            }
            Err(fault) => return Err(fault),
        }
        Ok(())
    }
}

impl Leaving {
    fn name(&self) -> &str {
        match self {
            Self::Disabled(_, name) => name,
            Self::Gone(row) | Self::Over(row) => &row.dn,
        }
    }
}

fn is_too_many(pass: &Pass, count: usize, all: i64) -> bool {
    let settings = &pass.settings;
    !pass.how.allows_removals
        && exceeds(
            i64::try_from(count).unwrap_or(i64::MAX),
            all,
            settings.most_removed,
            settings.most_percent,
        )
}

const fn exceeds(count: i64, all: i64, most: i64, percent: i64) -> bool {
    count > most || (count > ALWAYS && count.saturating_mul(100) > percent.saturating_mul(all))
}

fn person(tx: &mut Tx<'_>, pass: &Pass, entry: Entry, one: &Leaving) -> Result<SyncLine, Fault> {
    let (id, mut row): (Id<User>, SyncedRow) = match one {
        Leaving::Disabled(id, name) => match tx.synced().by_object(*id)? {
            Some(row) => (*id, row),
            // A trial: nobody was made.
            None => return Ok(SyncLine::new(SyncedKind::Person, name.as_str(), SyncOutcome::Blocked)),
        },
        Leaving::Gone(row) | Leaving::Over(row) => (row.object.cast(), row.clone()),
    };
    let Some(user) = tx.users().by_id(id)? else {
        tx.synced().forget(id)?;
        return Ok(SyncLine::new(SyncedKind::Person, one.name(), SyncOutcome::Deleted));
    };
    let line = |outcome| SyncLine::new(SyncedKind::Person, user.name.as_str(), outcome).about(id);
    // Designated before that was refused: the last way in is not that server's to shut.
    if !user.state.is_deleted() && emergency::is_account(tx, id, entry.at)? {
        return Ok(line(SyncOutcome::Refused(SyncRefusal::EmergencyAccount)));
    }
    if user.state.is_deleted() {
        tx.synced().update(&SyncedRow { withheld: Some(Withheld::Deleted), ..row })?;
        return Ok(line(SyncOutcome::Deleted));
    }
    // Whom somebody here blocked stays blocked, also when they are there again.
    let is_ours = matches!(user.state, UserState::Blocked { .. }) && row.withheld != Some(Withheld::Blocked);
    if !block(tx, &pass.house, entry, id)? {
        return Ok(line(SyncOutcome::Refused(SyncRefusal::LastAdministrator)));
    }
    row.withheld = (!is_ours).then_some(Withheld::Blocked);
    let mut outcome = if is_ours { SyncOutcome::Same } else { SyncOutcome::Blocked };
    match one {
        Leaving::Disabled(..) => {}
        Leaving::Gone(_) => row.missing_since = Some(entry.at),
        Leaving::Over(_) => {
            let leave = permit::<DeletePeople>(&Actor::System, Target::Organisation)?;
            deleting::delete(tx, &leave, entry.about(id), id)?;
            row.withheld = Some(if is_ours { Withheld::DeletedBlocked } else { Withheld::Deleted });
            outcome = SyncOutcome::Deleted;
        }
    }
    tx.synced().update(&row)?;
    Ok(line(outcome))
}

fn group(tx: &mut Tx<'_>, pass: &Pass, entry: Entry, one: &Leaving) -> Result<SyncLine, Fault> {
    let (Leaving::Gone(row) | Leaving::Over(row)) = one else { return Err(Fault::NotFound) };
    let id = row.object.cast();
    let name = tx.groups().by_id(id)?.map_or_else(|| row.dn.clone(), |group| group.display);
    match delete_synced(tx, (&pass.house, entry), id) {
        Ok(()) | Err(Fault::NotFound) => {}
        Err(fault) => return Err(fault),
    }
    let gone = SyncedRow { withheld: Some(Withheld::Deleted), missing_since: Some(entry.at), ..row.clone() };
    tx.synced().update(&gone)?;
    Ok(SyncLine::new(SyncedKind::Group, name, SyncOutcome::Deleted).about(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_the_number_or_the_part_of_all_are_too_many() {
        for (count, all, most, percent, is_too_many) in [
            (0, 0, 0, 0, false),
            (1, 100, 0, 100, true),
            (3, 5, 50, 10, false),
            (4, 5, 50, 10, true),
            (50, 500, 50, 10, false),
            (51, 510, 50, 10, true),
            (51, 5_000, 50, 10, true),
            (11, 100, 50, 10, true),
            (i64::MAX, 1, i64::MAX, 100, true),
        ] {
            assert_eq!(exceeds(count, all, most, percent), is_too_many, "{count} of {all}");
        }
    }
}
