use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::{Id, Span, Tenant, Timestamp};
use signin::Session;

use super::file::PeopleFile;
use super::{How, Progress, Report};
use crate::Fault;
use crate::authority::{Actor, ImportPeople, Permit};
use crate::house::House;

/// How many imports of an organisation are remembered; the oldest go.
const MOST: usize = 20;
/// How long a report can be read: it may hold links.
const KEPT: Span = Span::hours(1);

/// The imports of this process that were started from a page: how far they are and what they came to. A report may hold
/// links that let people in, so it is kept nowhere else, and shown to the session that started it alone.
#[derive(Default)]
pub struct Running(Mutex<VecDeque<Arc<Import>>>);

struct Import {
    id: Id<Started>,
    tenant: Id<Tenant>,
    session: Id<Session>,
    since: Timestamp,
    state: Mutex<(Progress, Option<Result<Report, Fault>>)>,
}

/// How an import that was started is.
#[derive(Clone)]
pub enum Started {
    /// It goes on.
    Running(Progress),
    /// It is over.
    Done(Report),
    /// It could not go on; what was done until then stays.
    Failed(Progress),
}

impl Running {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<Import>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Import {
    fn lock(&self) -> MutexGuard<'_, (Progress, Option<Result<Report, Fault>>)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl House {
    /// Starts an import that goes on when its page is left; the error is that two of the organisation run already.
    pub fn start_import(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ImportPeople>,
        asked: (PeopleFile, How),
    ) -> Result<Id<Started>, Fault> {
        let Actor::Person { session, .. } = permit.actor() else { return Err(Fault::Denied) };
        let import = Arc::new(Import {
            id: Id::random(self.outside.random()),
            tenant,
            session: *session,
            since: self.now(),
            state: Mutex::new((Progress { of_rows: asked.0.rows.len(), ..Progress::default() }, None)),
        });
        {
            let mut all = self.imports.lock();
            let is_open = |one: &&Arc<Import>| one.tenant == tenant && one.lock().1.is_none();
            if all.iter().filter(is_open).count() > 1 {
                return Err(Fault::Busy);
            }
            make_room(&mut all, tenant, import.since);
            all.push_back(Arc::clone(&import));
        }
        let (house, id, permit) = (self.clone(), import.id, Arc::new(permit));
        tokio::spawn(async move {
            let told = Arc::clone(&import);
            let progress = move |at: Progress| told.lock().0 = at;
            let outcome = house.import_people(tenant, &permit, asked, &progress).await;
            if let Err(fault) = &outcome {
                tracing::warn!(%fault, "an import of people could not go on");
            }
            import.lock().1 = Some(outcome);
        });
        Ok(id)
    }

    /// How an import is that this session started within the hour.
    pub fn started_import(
        &self,
        tenant: Id<Tenant>,
        permit: &Permit<ImportPeople>,
        id: Id<Started>,
    ) -> Result<Started, Fault> {
        let Actor::Person { session, .. } = permit.actor() else { return Err(Fault::NotFound) };
        let now = self.now();
        let mut all = self.imports.lock();
        forget_old(&mut all, now);
        let import = all
            .iter()
            .find(|one| one.id == id && one.tenant == tenant && one.session == *session)
            .ok_or(Fault::NotFound)?;
        let state = import.lock();
        Ok(match &state.1 {
            None => Started::Running(state.0),
            Some(Ok(report)) => Started::Done(report.clone()),
            Some(Err(_)) => Started::Failed(state.0),
        })
    }
}

fn forget_old(all: &mut VecDeque<Arc<Import>>, now: Timestamp) {
    all.retain(|one| one.lock().1.is_none() || now < one.since + KEPT);
}

/// Forgets what an organisation may read no longer, and its oldest where there are too many: nobody's report goes because
/// of somebody else's.
fn make_room(all: &mut VecDeque<Arc<Import>>, tenant: Id<Tenant>, now: Timestamp) {
    forget_old(all, now);
    if all.iter().filter(|one| one.tenant == tenant).count() < MOST {
        return;
    }
    if let Some(oldest) = all.iter().position(|one| one.tenant == tenant && one.lock().1.is_some()) {
        all.remove(oldest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn done(number: u128, tenant: Id<Tenant>) -> Arc<Import> {
        let state = Mutex::new((Progress::default(), Some(Err(Fault::Busy))));
        Arc::new(Import { id: Id::fixed(number), tenant, session: Id::fixed(1), since: NOON, state })
    }

    #[test]
    fn nobodys_report_goes_because_of_another_organisations() {
        let (own, other) = (Id::fixed(1), Id::fixed(2));
        let mut all = VecDeque::from([done(0, own)]);
        for number in 1..=2 * MOST as u128 {
            make_room(&mut all, other, NOON);
            all.push_back(done(number, other));
        }
        assert_eq!(all.iter().filter(|one| one.tenant == other).count(), MOST);
        assert_eq!(all[1].id, Id::fixed(MOST as u128 + 1), "the oldest went");
        assert_eq!(all[0].tenant, own);
        make_room(&mut all, own, NOON + KEPT);
        assert!(all.is_empty(), "what nobody may read any more");
    }
}
