//! The keys that sign an organisation's tokens, opened once and kept in memory.

use std::collections::HashMap;
use std::sync::Arc;

use model::{Id, Tenant, Timestamp};
use oauth::{Addresses, PublicKey, SigningKey, document, jwks};
use store::{KeyState, SigningKeyRow, Tables};

use crate::Fault;
use crate::house::{House, with_bound};
use crate::keys::Place;

/// What signs and what is published.
pub(crate) struct Signers {
    /// Signs.
    pub(crate) active: SigningKey,
    /// Every published key.
    pub(crate) publics: Vec<PublicKey>,
    /// The published keys as JSON.
    pub(crate) jwks: Arc<str>,
    /// The discovery document as JSON.
    pub(crate) discovery: Arc<str>,
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

    /// A new key, sealed and ready to be kept.
    pub(crate) fn new_signing_key(&self, tenant: Id<Tenant>, now: Timestamp) -> Result<SigningKeyRow, Fault> {
        let pkcs8 = (self.outside.make_signing_key)();
        let key = SigningKey::from_pkcs8(&pkcs8).map_err(|_| unusable())?;
        let kid = key.kid().to_owned();
        let private = self.keys.seal(place(tenant, &kid), self.outside.random(), &pkcs8);
        Ok(SigningKeyRow {
            kid,
            algorithm: "ES256".to_owned(),
            state: KeyState::Active,
            state_at: now,
            private,
        })
    }

    /// The keys of an organisation, from memory where they are there.
    pub(crate) async fn signers_of(&self, tenant: Id<Tenant>) -> Result<Arc<Signers>, Fault> {
        if let Some(signers) = self.signers.load().get(&tenant) {
            return Ok(Arc::clone(signers));
        }
        let rows = self.db.read(tenant, |tx| tx.signing_keys().all()).await?;
        let signers = Arc::new(self.open_signers(tenant, &rows)?);
        self.signers.rcu(|held: &Arc<HashMap<_, _>>| with_bound(held, tenant, &signers));
        Ok(signers)
    }

    /// True when a kept key can be opened with the keys of this installation.
    pub(crate) fn opens_signing_key(&self, tenant: Id<Tenant>, row: &SigningKeyRow) -> bool {
        let opened = self.keys.open(place(tenant, &row.kid), &row.private);
        opened.is_some_and(|pkcs8| SigningKey::from_pkcs8(&pkcs8).is_ok())
    }

    fn open_signers(&self, tenant: Id<Tenant>, rows: &[SigningKeyRow]) -> Result<Signers, Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let mut active = None;
        let mut publics = vec![];
        for row in rows {
            let pkcs8 = self.keys.open(place(tenant, &row.kid), &row.private).ok_or_else(unusable)?;
            let key = SigningKey::from_pkcs8(&pkcs8).map_err(|_| unusable())?;
            publics.push(key.public().clone());
            if row.state == KeyState::Active {
                active = Some(key);
            }
        }
        let addresses = Addresses::new(&organisation.public_address, tenant);
        Ok(Signers {
            active: active.ok_or_else(unusable)?,
            jwks: jwks(&publics).into(),
            discovery: document(&addresses).into(),
            publics,
        })
    }
}

fn place(tenant: Id<Tenant>, kid: &str) -> Place<'_> {
    Place { tenant, column: "signing_keys.private", row: kid.as_bytes() }
}

fn unusable() -> Fault {
    Fault::Database(sql::Error::Decode(
        "a signing key cannot be opened with the keys of this installation".to_owned(),
    ))
}
