//! Many connections for a while: how much was answered, and how long the slowest waited.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Barrier;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

use crate::Outcome;
use crate::wire::Wire;

/// Connections of a row.
pub(crate) const CONNECTIONS: usize = 32;
/// How long a row lasts.
pub(crate) const LASTS: Duration = Duration::from_secs(5);

/// What a load came to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figures {
    /// What was done, each with how long it took.
    took: Vec<Duration>,
    lasted: Duration,
    /// The server's processor time meanwhile.
    pub(crate) cost: Duration,
}

impl Figures {
    /// How often it was done.
    pub(crate) fn times(&self) -> usize {
        self.took.len()
    }

    /// How much in a second of the server's processor: what a core to itself would answer, when nothing else is short.
    pub(crate) fn per_processor_second(&self) -> f64 {
        self.took.len() as f64 / self.cost.as_secs_f64()
    }

    /// How much a second.
    pub(crate) fn per_second(&self) -> f64 {
        self.took.len() as f64 / self.lasted.as_secs_f64()
    }

    /// True when it is more a second.
    pub(crate) fn is_better_than(&self, other: &Self) -> bool {
        other.took.is_empty() || self.per_second() > other.per_second()
    }

    /// What all but one in a hundred were faster than.
    pub(crate) fn p99(&self) -> Duration {
        let mut took = self.took.clone();
        took.sort_unstable();
        let at = (took.len() * 99).div_ceil(100).saturating_sub(1);
        took.get(at).copied().unwrap_or_default()
    }
}

/// One thing that a connection does over and over.
pub(crate) trait Work: Send + Sync + 'static {
    /// What a connection keeps between rounds.
    type State: Send;

    /// Before the clock runs.
    fn begin(&self, wire: &mut Wire) -> impl Future<Output = Outcome<Self::State>> + Send;

    /// One round.
    fn round(&self, wire: &mut Wire, state: &mut Self::State) -> impl Future<Output = Outcome<()>> + Send;
}

/// Does the work on each of the connections, as fast as it is answered.
pub(crate) async fn press<W: Work>(port: u16, work: W) -> Outcome<Figures> {
    on_each(port, CONNECTIONS, Arc::new(work), None).await
}

/// Does the work so often a second in all, whether or not it is answered in time: a wait for the answer before
/// counts as waiting.
pub(crate) async fn pace<W: Work>(port: u16, per_second: u32, work: W) -> Outcome<Figures> {
    const PACED: u32 = 40;
    let every = Duration::from_secs(1) * PACED / per_second;
    on_each(port, PACED as usize, Arc::new(work), Some(every)).await
}

async fn on_each<W: Work>(
    port: u16,
    connections: usize,
    work: Arc<W>,
    every: Option<Duration>,
) -> Outcome<Figures> {
    let ready = Arc::new(Barrier::new(connections));
    let mut workers = JoinSet::new();
    for number in 0..connections {
        let (work, ready) = (Arc::clone(&work), Arc::clone(&ready));
        workers.spawn(async move {
            let begun = begin(port, &*work).await;
            // Also after a failure: the others wait for everybody.
            ready.wait().await;
            let (wire, state) = begun?;
            match every {
                None => back_to_back(wire, &*work, state).await,
                Some(every) => {
                    let offset = every * u32::try_from(number)? / u32::try_from(connections)?;
                    ticking(wire, &*work, state, every, offset).await
                }
            }
        });
    }
    let mut all = Figures::default();
    while let Some(joined) = workers.join_next().await {
        let Figures { took, lasted, .. } = joined??;
        all.took.extend(took);
        all.lasted = all.lasted.max(lasted);
    }
    Ok(all)
}

async fn begin<W: Work>(port: u16, work: &W) -> Outcome<(Wire, W::State)> {
    let mut wire = Wire::open(port).await?;
    let state = work.begin(&mut wire).await?;
    Ok((wire, state))
}

async fn back_to_back<W: Work>(mut wire: Wire, work: &W, mut state: W::State) -> Outcome<Figures> {
    let (mut took, start) = (vec![], Instant::now());
    let mut before = start;
    while before.duration_since(start) < LASTS {
        work.round(&mut wire, &mut state).await?;
        let now = Instant::now();
        took.push(now.duration_since(before));
        before = now;
    }
    Ok(Figures { took, lasted: before.duration_since(start), ..Figures::default() })
}

async fn ticking<W: Work>(
    mut wire: Wire,
    work: &W,
    mut state: W::State,
    every: Duration,
    offset: Duration,
) -> Outcome<Figures> {
    tokio::time::sleep(offset).await;
    let (mut took, start) = (vec![], Instant::now());
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    loop {
        let due = ticks.tick().await.into_std();
        if due.duration_since(start) >= LASTS {
            return Ok(Figures { took, lasted: LASTS, ..Figures::default() });
        }
        work.round(&mut wire, &mut state).await?;
        took.push(due.elapsed());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_in_a_hundred_may_be_slower() {
        let took = (1..=200).rev().map(Duration::from_millis).collect();
        let figures = Figures { took, lasted: Duration::from_secs(2), ..Figures::default() };
        assert_eq!(figures.p99(), Duration::from_millis(198));
        assert!((figures.per_second() - 100.0).abs() < f64::EPSILON);
    }
}
