//! The keys that sign an organisation's tokens, opened once and kept in memory until they change.

use std::collections::HashMap;
use std::sync::Arc;

use model::{Id, Tenant, Timestamp};
use oauth::{Addresses, KeyState, PublicKey, SigningAlgorithm, SigningKey, document, jwks};
use store::{SigningKeyRow, Tables};

use crate::Fault;
use crate::house::{House, with_bound};
use crate::keys::Place;

/// What signs and what is published.
pub(crate) struct Signers {
    /// Sign, one for each algorithm in use.
    active: Vec<SigningKey>,
    /// Every published key.
    pub(crate) publics: Vec<PublicKey>,
    /// The published keys as JSON.
    pub(crate) jwks: Arc<str>,
    /// The discovery document as JSON.
    pub(crate) discovery: Arc<str>,
    /// Each key and its state, to notice a change.
    states: Vec<(String, KeyState)>,
}

impl Signers {
    /// The key that signs by this algorithm; while there is none that has been published for long enough, the usual one.
    pub(crate) fn of(&self, algorithm: SigningAlgorithm) -> Option<&SigningKey> {
        let by = |wanted| self.active.iter().find(|key| key.algorithm() == wanted);
        by(algorithm).or_else(|| by(SigningAlgorithm::default()))
    }
}

impl House {
    /// Opens one sealed value of each organisation at start: a node with another key file than the one that sealed
    /// them must not serve (D26).
    pub async fn check_keys(&self) -> Result<(), Fault> {
        for organisation in self.organisations().iter() {
            self.signers_of(organisation.id).await?;
        }
        Ok(())
    }

    /// The first key of a new organisation, sealed and ready to be kept: nobody can have read its key set before.
    pub(crate) fn first_signing_key(
        &self,
        tenant: Id<Tenant>,
        now: Timestamp,
    ) -> Result<SigningKeyRow, Fault> {
        let key = self.new_signing_key(tenant, SigningAlgorithm::default(), now)?;
        Ok(SigningKeyRow { state: KeyState::Active, ..key })
    }

    /// A new key, to be published. Making one with RSA takes long: not for a thread that serves requests.
    pub(crate) fn new_signing_key(
        &self,
        tenant: Id<Tenant>,
        algorithm: SigningAlgorithm,
        now: Timestamp,
    ) -> Result<SigningKeyRow, Fault> {
        let pkcs8 = (self.outside.make_signing_key)(algorithm);
        let key = SigningKey::from_pkcs8(algorithm, &pkcs8).map_err(|_| unusable())?;
        let kid = key.kid().to_owned();
        let private = self.keys.seal(place(tenant, &kid), self.outside.random(), &pkcs8);
        Ok(SigningKeyRow { kid, algorithm, state: KeyState::Next, state_at: now, private })
    }

    /// The keys of an organisation, from memory where they are there.
    pub(crate) async fn signers_of(&self, tenant: Id<Tenant>) -> Result<Arc<Signers>, Fault> {
        if let Some(signers) = self.signers.load().get(&tenant) {
            return Ok(Arc::clone(signers));
        }
        let rows = self.db.read(tenant, |tx| tx.signing_keys().all()).await?;
        self.keep_signers(tenant, &rows)
    }

    /// Reads the keys again when this or another node changed one.
    pub(crate) async fn refresh_signers(&self, tenant: Id<Tenant>) -> Result<Vec<SigningKeyRow>, Fault> {
        let rows = self.db.read(tenant, |tx| tx.signing_keys().all()).await?;
        let known = self.signers.load().get(&tenant).is_some_and(|signers| signers.states == states(&rows));
        if !known {
            self.keep_signers(tenant, &rows)?;
        }
        Ok(rows)
    }

    fn keep_signers(&self, tenant: Id<Tenant>, rows: &[SigningKeyRow]) -> Result<Arc<Signers>, Fault> {
        let signers = Arc::new(self.open_signers(tenant, rows)?);
        self.signers.rcu(|held: &Arc<HashMap<_, _>>| with_bound(held, tenant, &signers));
        Ok(signers)
    }

    /// True when a kept key can be opened with the keys of this installation.
    pub(crate) fn opens_signing_key(&self, tenant: Id<Tenant>, row: &SigningKeyRow) -> bool {
        let opened = self.keys.open(place(tenant, &row.kid), &row.private);
        opened.is_some_and(|pkcs8| SigningKey::from_pkcs8(row.algorithm, &pkcs8).is_ok())
    }

    fn open_signers(&self, tenant: Id<Tenant>, rows: &[SigningKeyRow]) -> Result<Signers, Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let (mut active, mut publics) = (vec![], vec![]);
        for row in rows {
            let pkcs8 = self.keys.open(place(tenant, &row.kid), &row.private).ok_or_else(unusable)?;
            let key = SigningKey::from_pkcs8(row.algorithm, &pkcs8).map_err(|_| unusable())?;
            publics.push(key.public().clone());
            if row.state == KeyState::Active {
                active.push(key);
            }
        }
        let addresses = Addresses::new(&organisation.public_address, tenant);
        let signs = |algorithm: &SigningAlgorithm| active.iter().any(|key| key.algorithm() == *algorithm);
        let algorithms: Vec<_> = SigningAlgorithm::ALL.into_iter().filter(signs).collect();
        if !algorithms.contains(&SigningAlgorithm::default()) {
            return Err(unusable());
        }
        Ok(Signers {
            jwks: jwks(&publics).into(),
            discovery: document(&addresses, &algorithms).into(),
            states: states(rows),
            active,
            publics,
        })
    }
}

fn states(rows: &[SigningKeyRow]) -> Vec<(String, KeyState)> {
    rows.iter().map(|row| (row.kid.clone(), row.state)).collect()
}

fn place(tenant: Id<Tenant>, kid: &str) -> Place<'_> {
    Place { tenant, column: "signing_keys.private", row: kid.as_bytes() }
}

pub(crate) fn unusable() -> Fault {
    Fault::Database(sql::Error::Decode(
        "a signing key cannot be opened with the keys of this installation".to_owned(),
    ))
}
