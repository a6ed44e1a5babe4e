//! What the house counts for whoever watches it. Nothing about anybody is in it: no name, no address, no organisation, and
//! each label has a handful of values. `server` writes it out on a listener of its own.

use std::sync::atomic::AtomicU64;
use std::time::Instant;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

use crate::house::House;

/// Labels of one metric.
type Labels = Vec<(&'static str, &'static str)>;

/// A part of the program, as its answers are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Signing in and out.
    SignIn,
    /// OAuth 2 and OpenID Connect.
    OpenId,
    /// The admin centre.
    Admin,
    /// Everybody's own pages.
    My,
    /// Setting up.
    SetUp,
    /// The admin API.
    Api,
    /// Static files, and what is nowhere.
    Other,
}

impl Part {
    const ALL: [Self; 7] =
        [Self::SignIn, Self::OpenId, Self::Admin, Self::My, Self::SetUp, Self::Api, Self::Other];

    const fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::OpenId => "openid",
            Self::Admin => "admin",
            Self::My => "my",
            Self::SetUp => "set_up",
            Self::Api => "api",
            Self::Other => "other",
        }
    }
}

/// Classes of status that an answer can have.
const CLASSES: [&str; 4] = ["2xx", "3xx", "4xx", "5xx"];

/// What is counted as it happens.
pub struct Metrics {
    requests: Family<Labels, Counter>,
    request_seconds: Family<Labels, Histogram>,
    /// Of those two what each part counts, so that no answer has to look for it.
    parts: [Answers; Part::ALL.len()],
    jobs: Family<Labels, Gauge<f64, AtomicU64>>,
    mail: Family<Labels, Counter>,
    pub(crate) hashing: Hashing,
}

/// What a part counts, in the order of [`CLASSES`].
struct Answers {
    by_class: [Counter; CLASSES.len()],
    seconds: Histogram,
}

/// What the hashing threads count.
#[derive(Clone)]
pub(crate) struct Hashing {
    pub(crate) waited: Histogram,
    pub(crate) took: Histogram,
    pub(crate) refused: Counter,
}

impl Default for Hashing {
    fn default() -> Self {
        Self { waited: seconds(), took: seconds(), refused: Counter::default() }
    }
}

fn seconds() -> Histogram {
    Histogram::new(exponential_buckets(0.001, 2.0, 14))
}

impl Default for Metrics {
    fn default() -> Self {
        let requests = Family::<Labels, Counter>::default();
        let request_seconds = Family::<Labels, Histogram>::new_with_constructor(seconds);
        let parts = Part::ALL.map(|part| {
            let part = ("part", part.word());
            let by_class = CLASSES.map(|class| requests.get_or_create_owned(&vec![part, ("status", class)]));
            Answers { by_class, seconds: request_seconds.get_or_create_owned(&vec![part]) }
        });
        Self {
            requests,
            request_seconds,
            parts,
            jobs: Family::default(),
            mail: Family::default(),
            hashing: Hashing::default(),
        }
    }
}

impl Metrics {
    /// An answer was given: by which part of the program, with a status of which class, and how long it took.
    pub fn request(&self, part: Part, status: u16, began: Instant) {
        let answers = &self.parts[part as usize];
        answers.by_class[usize::from(status / 100).clamp(2, 5) - 2].inc();
        answers.seconds.observe(began.elapsed().as_secs_f64());
    }

    pub(crate) fn job_done(&self, job: &'static str, now: model::Timestamp) {
        let seconds = now.as_micros() as f64 / 1e6;
        self.jobs.get_or_create(&vec![("job", job)]).set(seconds);
    }

    pub(crate) fn mail(&self, outcome: &'static str) {
        self.mail.get_or_create(&vec![("outcome", outcome)]).inc();
    }

    fn register(&self, registry: &mut Registry) {
        registry.register(
            "http_requests",
            "Answers by part of the program and class of status",
            self.requests.clone(),
        );
        registry.register_with_unit(
            "http_request",
            "From the headers of a request to its answer",
            Unit::Seconds,
            self.request_seconds.clone(),
        );
        registry.register_with_unit(
            "password_hash_wait",
            "How long the checking of a password waited for a thread",
            Unit::Seconds,
            self.hashing.waited.clone(),
        );
        registry.register_with_unit(
            "password_hash",
            "How long the checking of a password took",
            Unit::Seconds,
            self.hashing.took.clone(),
        );
        registry.register(
            "password_hash_refused",
            "Passwords that were not checked because too many waited",
            self.hashing.refused.clone(),
        );
        registry.register_with_unit(
            "job_last_success_timestamp",
            "When a job last did its round without a fault, since 1970",
            Unit::Seconds,
            self.jobs.clone(),
        );
        registry.register(
            "mail",
            "Messages that a relay or folder took, and attempts that failed",
            self.mail.clone(),
        );
    }
}

impl House {
    /// Everything that is counted, in a registry as it is now.
    pub async fn watched(&self) -> Registry {
        let mut registry = Registry::with_prefix("sluis");
        self.metrics.register(&mut registry);
        let activity = self.db.activity();
        let sign_ins = Family::<Labels, Counter>::default();
        for (outcome, times) in activity.noted() {
            let (outcome, kind) = match outcome.strip_suffix("_silent") {
                Some(outcome) => (outcome, "silent"),
                None => (outcome, "interactive"),
            };
            sign_ins.get_or_create(&vec![("kind", kind), ("outcome", outcome)]).inc_by(times);
        }
        registry.register("sign_ins", "Sign-ins and refreshes by outcome, as the log keeps them", sign_ins);
        let statements = Counter::<u64>::default();
        statements.inc_by(activity.statements());
        registry.register("database_statements", "Statements that transactions ran", statements);
        registry.register_with_unit(
            "database_commit",
            "How long a commit took, with the transactions that share it",
            Unit::Seconds,
            activity.commit_seconds,
        );
        registry.register(
            "database_batch_transactions",
            "Transactions that shared a commit",
            activity.batch_size,
        );
        let (reads, writes) = self.db.waiting();
        let (known, others) = self.hashing.waiting();
        for (name, help, label, values) in [
            (
                "database_waiting",
                "Transactions that wait for a thread",
                "access",
                [("read", reads), ("write", writes)],
            ),
            (
                "password_hash_waiting",
                "Passwords that wait for a thread",
                "browser",
                [("known", known), ("other", others)],
            ),
        ] {
            let gauges = Family::<Labels, Gauge>::default();
            for (value, waiting) in values {
                gauges.get_or_create(&vec![(label, value)]).set(i64::try_from(waiting).unwrap_or(i64::MAX));
            }
            registry.register(name, help, gauges);
        }
        self.watch_database(&mut registry).await;
        registry
    }

    /// What only the database knows; left out while it does not answer.
    async fn watch_database(&self, registry: &mut Registry) {
        let up = Gauge::<i64>::default();
        if let Ok(waiting) = self.mail_waiting().await {
            let gauge = Gauge::<i64>::default();
            gauge.set(waiting);
            registry.register("mail_failing", "Messages that could not leave and are tried again", gauge);
            up.set(1);
        }
        if let Ok(Some((Some(last), _))) = self.last_backup().await {
            let gauge = Gauge::<f64, AtomicU64>::default();
            gauge.set(last.as_micros() as f64 / 1e6);
            let help = "When the last backup was taken, since 1970";
            registry.register_with_unit("backup_last_timestamp", help, Unit::Seconds, gauge);
        }
        registry.register("database_up", "Whether the database answered", up);
    }
}

/// A moment to measure from.
#[expect(clippy::disallowed_methods, reason = "how long something took is shown, and decides nothing")]
pub fn begin() -> Instant {
    Instant::now()
}
