use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::{Id, Span, Tenant, Timestamp};

use super::{Asked, Progress, Report};
use crate::Fault;
use crate::authority::{Permit, ReadLogs};
use crate::conditional_access::PolicyProblem;
use crate::house::House;

/// How many replays of an organisation are remembered; the oldest go.
const MOST: usize = 5;
/// How many of them run at once.
const AT_ONCE: usize = 2;
/// For how long what came of one can be read.
const KEPT: Span = Span::hours(1);

/// Marks the id of a replay that was started from a page.
#[derive(Debug)]
pub enum Run {}

/// The replays of this process that were started from a page: how far they are and what they came to. Whoever reads the
/// log of the organisation may look.
#[derive(Default)]
pub struct Running(Mutex<VecDeque<Arc<Replaying>>>);

struct Replaying {
    id: Id<Run>,
    tenant: Id<Tenant>,
    since: Timestamp,
    state: Mutex<Started>,
}

/// How a replay that was started is.
#[derive(Debug, Clone)]
pub enum Started {
    /// It goes on.
    Running(Progress),
    /// It is over.
    Done(Arc<Report>),
    /// The draft cannot be judged by.
    Refused(PolicyProblem),
    /// It could not go on.
    Failed,
}

impl Running {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<Replaying>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Replaying {
    fn lock(&self) -> MutexGuard<'_, Started> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_open(&self) -> bool {
        matches!(*self.lock(), Started::Running(_))
    }
}

impl House {
    /// Starts a replay that goes on when its page is left; the error is that two of the organisation run already.
    pub fn start_replay(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ReadLogs>,
        asked: Asked,
    ) -> Result<Id<Run>, Fault> {
        let run = Arc::new(Replaying {
            id: Id::random(self.outside.random()),
            tenant,
            since: self.now(),
            state: Mutex::new(Started::Running(Progress::default())),
        });
        self.remember(&run)?;
        let (house, id) = (self.clone(), run.id);
        tokio::spawn(async move {
            let told = Arc::clone(&run);
            let progress = move |at: Progress| *told.lock() = Started::Running(at);
            let outcome = house.replay(tenant, &permit, asked, &progress).await;
            *run.lock() = match outcome {
                Ok(Ok(report)) => Started::Done(Arc::new(report)),
                Ok(Err(problem)) => Started::Refused(problem),
                Err(fault) => {
                    tracing::warn!(%fault, "a replay could not go on");
                    Started::Failed
                }
            };
        });
        Ok(id)
    }

    fn remember(&self, run: &Arc<Replaying>) -> Result<(), Fault> {
        let mut all = self.replays.lock();
        all.retain(|one| one.is_open() || run.since < one.since + KEPT);
        let own = |all: &VecDeque<Arc<Replaying>>| -> Vec<Arc<Replaying>> {
            all.iter().filter(|one| one.tenant == run.tenant).map(Arc::clone).collect()
        };
        let before = own(&all);
        if before.iter().filter(|one| one.is_open()).count() >= AT_ONCE {
            return Err(Fault::Busy);
        }
        if before.len() >= MOST
            && let Some(oldest) = before.iter().find(|one| !one.is_open())
        {
            all.retain(|one| one.id != oldest.id);
        }
        all.push_back(Arc::clone(run));
        Ok(())
    }

    /// How a replay is that was started within the hour.
    pub fn started_replay(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadLogs>,
        id: Id<Run>,
    ) -> Result<Started, Fault> {
        let now = self.now();
        let all = self.replays.lock();
        let run = all.iter().find(|one| one.id == id && one.tenant == tenant);
        let run = run.filter(|one| one.is_open() || now < one.since + KEPT).ok_or(Fault::NotFound)?;
        let state = run.lock().clone();
        Ok(state)
    }
}
