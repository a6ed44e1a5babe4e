use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use arc_swap::ArcSwap;
use factors::password::Cost;
use model::{Id, Locality, Organisation, Span, Tenant, Timestamp};
use policy::PolicySet;
use sql::{Db, Tx};
use store::Tables;

use crate::hash_pool::HashPool;
use crate::keys::Keys;
use crate::limits::{NetworkLimits, RefusalLimits};
use crate::outside::Outside;
use crate::request_ids::RequestIds;
use crate::{Fault, policy_sets};

/// What the administrator of the installation sets in the configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// What hashing a password costs.
    pub hash_cost: Cost,
    /// Threads that hash.
    pub hash_workers: usize,
    /// How long an access token is good.
    pub access_token_lifetime: Span,
    /// How long sign-in records are kept.
    pub sign_in_retention: Span,
    /// For how long what is kept where no organisation may choose.
    pub fixed_retention: crate::retention::FixedRetention,
    /// The time zone that times are shown in.
    pub zone: text::TimeZone,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            hash_cost: Cost::DEFAULT,
            hash_workers: 1,
            access_token_lifetime: Span::minutes(15),
            sign_in_retention: Span::days(90),
            fixed_retention: [None; 4],
            zone: text::TimeZone::UTC,
        }
    }
}

/// The use cases: one per process, cheap to clone, because closures on database threads take it along.
#[derive(Clone)]
pub struct House(Arc<Rooms>);

/// Everything the use cases share.
pub struct Rooms {
    /// The database.
    pub(crate) db: Db,
    /// What reaches outside.
    pub(crate) outside: Outside,
    /// Sealing and derived keys.
    pub(crate) keys: Keys,
    /// The hashing threads.
    pub(crate) hashing: HashPool,
    /// The turn of who asks how strong a password is.
    pub(crate) meter: tokio::sync::Semaphore,
    /// Failures of unknown browsers by network.
    pub(crate) networks: NetworkLimits,
    /// Refusals of applications that are kept.
    pub(crate) refusals: RefusalLimits,
    /// What the configuration says.
    pub(crate) config: Config,
    requests: RequestIds,
    demo: bool,
    /// Told when the organisations were read again.
    read_again: tokio::sync::Notify,
    /// Tells this process from others on the same database.
    pub(crate) node: [u8; 16],
    pub(crate) health: crate::health::Health,
    /// What is counted.
    pub metrics: crate::metrics::Metrics,
    pub(crate) audit_watch: crate::audit::Watch,
    pub(crate) imports: crate::importing::Running,
    pub(crate) replays: crate::conditional_access::Running,
    /// The passes over directory servers that this process makes.
    pub(crate) syncs: crate::directory_sync::Syncs,
    /// The organisations whose logs this process sends on.
    pub(crate) exporting: crate::directory_sync::Syncs,
    /// The turns of those whose passwords a directory server checks.
    pub(crate) remote_checks: crate::directory_sync::passwords::Turns,
    pub(crate) looks: crate::conditional_access::Looks,
    organisations: ArcSwap<Vec<Arc<Organisation>>>,
    sets: ArcSwap<HashMap<Id<Tenant>, Arc<PolicySet>>>,
    pub(crate) signers: ArcSwap<HashMap<Id<Tenant>, Arc<crate::signing::Signers>>>,
}

/// How many policy sets and signing keys stay in memory.
const CACHED_TENANTS: usize = 1_000;
/// How many jobs wait in each queue of the hashing threads: some ten seconds of work.
const WAITING_HASHES: usize = 200;
/// How often a closure is judged again when policy changes under it.
const STALE_RETRIES: usize = 5;

impl Deref for House {
    type Target = Rooms;
    fn deref(&self) -> &Rooms {
        &self.0
    }
}

impl House {
    /// Opens the house: reads the organisations; everything else is read when it is first needed.
    pub async fn open(db: Db, outside: Outside, keys: Keys, config: Config) -> Result<Self, Fault> {
        let all = db.read_installation(|tx| store::organisations(tx).all()).await?;
        let node = outside.random();
        let metrics = crate::metrics::Metrics::default();
        let mut demo = false;
        for organisation in &all {
            let marked = db.read(organisation.id, |tx| tx.settings().read(crate::demo::MARK)).await?;
            demo |= marked.unwrap_or(false);
        }
        Ok(Self(Arc::new(Rooms {
            db,
            requests: RequestIds::default(),
            outside,
            keys,
            hashing: HashPool::new(
                config.hash_workers,
                WAITING_HASHES,
                config.hash_cost,
                metrics.hashing.clone(),
            ),
            metrics,
            meter: tokio::sync::Semaphore::new(1),
            networks: NetworkLimits::default(),
            refusals: RefusalLimits::default(),
            config,
            demo,
            read_again: tokio::sync::Notify::new(),
            node,
            health: crate::health::Health::default(),
            audit_watch: crate::audit::Watch::default(),
            imports: crate::importing::Running::default(),
            replays: crate::conditional_access::Running::default(),
            syncs: crate::directory_sync::Syncs::default(),
            exporting: crate::directory_sync::Syncs::default(),
            remote_checks: crate::directory_sync::passwords::Turns::default(),
            looks: crate::conditional_access::Looks::default(),
            organisations: ArcSwap::from_pointee(all.into_iter().map(Arc::new).collect()),
            sets: ArcSwap::default(),
            signers: ArcSwap::default(),
        })))
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.outside.now()
    }

    /// True where nothing is real: every page says so, and only `sluis demo` serves it.
    pub fn is_demo(&self) -> bool {
        self.demo
    }

    /// An id for a request, for its log lines: random, so that it does not tell how many requests there were.
    pub fn request_id(&self) -> String {
        self.requests.next(&|bytes| (self.outside.fill_random)(bytes))
    }

    /// How many passwords this process has hashed: what guessing costs it.
    pub fn hashes(&self) -> u64 {
        self.hashing.hashes()
    }

    /// A random id for a browser that has none.
    pub fn new_browser(&self) -> [u8; 32] {
        self.outside.random()
    }

    /// True when the database answers.
    pub async fn is_ready(&self) -> bool {
        self.db.read_installation(|tx| store::organisations(tx).any()).await.is_ok()
    }

    /// Every organisation, oldest first.
    pub fn organisations(&self) -> Arc<Vec<Arc<Organisation>>> {
        self.organisations.load_full()
    }

    /// The organisation that an address names: by its id or its domain (D1).
    pub fn organisation_named(&self, word: &str) -> Option<Arc<Organisation>> {
        let all = self.organisations.load();
        match word.parse::<Id<Tenant>>() {
            Ok(id) => all.iter().find(|organisation| organisation.id == id).cloned(),
            Err(_) => all.iter().find(|organisation| organisation.domain.eq_ignore_ascii_case(word)).cloned(),
        }
    }

    /// The organisation with this id.
    pub fn organisation(&self, id: Id<Tenant>) -> Option<Arc<Organisation>> {
        self.organisations.load().iter().find(|organisation| organisation.id == id).cloned()
    }

    /// Reads the organisations again: after one was made here or on another node.
    pub async fn reload_organisations(&self) -> Result<(), Fault> {
        let all = self.db.read_installation(|tx| store::organisations(tx).all()).await?;
        let now: Vec<_> = all.into_iter().map(Arc::new).collect();
        let before = self.organisations.swap(Arc::new(now));
        self.read_again.notify_waiters();
        let addresses = |all: &[Arc<Organisation>]| -> Vec<_> {
            all.iter().map(|one| (one.id, one.public_address.clone())).collect()
        };
        // The discovery document that lies beside the keys names the address.
        if addresses(&before) != addresses(&self.organisations.load()) {
            self.forget_signers();
        }
        Ok(())
    }

    /// Waits until there is an organisation, however it was made.
    pub async fn until_set_up(&self) {
        loop {
            // Made before the look, so that what happens in between wakes it.
            let read_again = self.read_again.notified();
            if !self.organisations().is_empty() {
                return;
            }
            read_again.await;
        }
    }

    /// Reads signing keys again when they are next needed.
    pub(crate) fn forget_signers(&self) {
        self.signers.store(Arc::default());
    }

    /// Runs a writing closure with the policy set that is in force *in its transaction*: when a newer revision was
    /// saved meanwhile, the set is loaded and the closure runs again, so nobody is judged by an older one
    /// (attack 37).
    pub(crate) async fn judged<T: Send + 'static>(
        &self,
        tenant: Id<Tenant>,
        work: impl Fn(&mut Tx<'_>, &PolicySet) -> Result<T, Fault> + Send + Sync + 'static,
    ) -> Result<T, Fault> {
        self.judged_in(Reach::Writing, tenant, work).await
    }

    /// The same for a closure that only reads.
    pub(crate) async fn judged_reading<T: Send + 'static>(
        &self,
        tenant: Id<Tenant>,
        work: impl Fn(&mut Tx<'_>, &PolicySet) -> Result<T, Fault> + Send + Sync + 'static,
    ) -> Result<T, Fault> {
        self.judged_in(Reach::Reading, tenant, work).await
    }

    async fn judged_in<T: Send + 'static>(
        &self,
        reach: Reach,
        tenant: Id<Tenant>,
        work: impl Fn(&mut Tx<'_>, &PolicySet) -> Result<T, Fault> + Send + Sync + 'static,
    ) -> Result<T, Fault> {
        let work = Arc::new(work);
        for _ in 0..STALE_RETRIES {
            let set = self.policy_set(tenant).await?;
            let this = Arc::clone(&work);
            let judged = move |tx: &mut Tx<'_>| {
                if tx.policy_sets().head()? != Some(set.revision) {
                    return Err(Fault::Stale);
                }
                this(tx, &set)
            };
            let outcome = match reach {
                Reach::Reading => self.db.read(tenant, judged).await,
                Reach::Writing => self.db.write(tenant, judged).await,
            };
            match outcome {
                Err(Fault::Stale) => self.forget_policy_set(tenant),
                other => return other,
            }
        }
        Err(Fault::Busy)
    }

    /// Where an address is beside its country, as far as it is known.
    pub fn locality_of(&self, ip: std::net::IpAddr) -> Option<Locality> {
        (self.outside.locality_of)(ip)
    }

    /// The policy set in force, from memory where it is there; [`House::judged`] finds out when it is old.
    pub(crate) async fn policy_set(&self, tenant: Id<Tenant>) -> Result<Arc<PolicySet>, Fault> {
        if let Some(set) = self.sets.load().get(&tenant) {
            return Ok(Arc::clone(set));
        }
        let set = Arc::new(self.db.read(tenant, policy_sets::load_head).await?);
        self.sets.rcu(|sets| with_bound(sets, tenant, &set));
        Ok(set)
    }

    pub(crate) fn forget_policy_set(&self, tenant: Id<Tenant>) {
        self.sets.rcu(|sets| {
            let mut sets = HashMap::clone(sets);
            sets.remove(&tenant);
            sets
        });
    }
}

/// What a transaction does.
#[derive(Debug, Clone, Copy)]
enum Reach {
    Reading,
    Writing,
}

/// A copy of a small map with one more entry; when it is full it starts again, which costs one read each.
pub(crate) fn with_bound<T>(
    map: &HashMap<Id<Tenant>, Arc<T>>,
    tenant: Id<Tenant>,
    value: &Arc<T>,
) -> HashMap<Id<Tenant>, Arc<T>> {
    let mut map = if map.len() < CACHED_TENANTS { HashMap::clone(map) } else { HashMap::new() };
    map.insert(tenant, Arc::clone(value));
    map
}
