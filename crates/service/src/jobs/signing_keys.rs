//! Signing keys are made, take over, retire and go, each in its time; on several nodes once.

use model::{FirstParty, Id, Tenant, Timestamp};
use oauth::{FIRST_AFTER, Kept, KeyState, SigningAlgorithm, Turn, turns};
use sql::Tx;
use store::{SigningKeyRow, Tables};

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ManageSigningKeys, Permit, ReadApps};
use crate::house::House;
use crate::ledger::Entry;

/// How soon the keys of an organisation are replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Haste {
    /// New ones are published now and take over in a day; nobody notices.
    Planned,
    /// New ones sign at once; what the old ones signed is believed until it ends. An application that does not look for a
    /// key it does not know refuses people until it reads the key set again.
    Now,
    /// The same, and nothing that the old ones signed is believed from now on: somebody else has them.
    Leaked,
}

impl House {
    /// Does what is due with the keys of an organisation.
    pub(super) async fn turn_signing_keys(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        let rows = self.refresh_signers(tenant).await?;
        let due = turns(&kept(&rows), &SigningAlgorithm::ALL, self.now());
        if due.is_empty() {
            return Ok(());
        }
        let created = self.organisation(tenant).ok_or(Fault::NotFound)?.created;
        for turn in due {
            let made = match &turn {
                Turn::Make(algorithm) => Some(self.make_signing_key(tenant, *algorithm).await?),
                Turn::Use { .. } | Turn::Forget(_) => None,
            };
            let entry = self.entry();
            self.db.write(tenant, move |tx| done(tx, (&turn, made.as_ref()), created, entry)).await?;
        }
        self.refresh_signers(tenant).await.map(drop)
    }

    /// The keys that an organisation publishes, each with where it is in its life.
    pub async fn published_keys(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadApps>,
    ) -> Result<Vec<Kept>, Fault> {
        Ok(kept(&self.db.read(tenant, |tx| tx.signing_keys().all()).await?))
    }

    /// Replaces every signing key of an organisation.
    pub async fn rotate_signing_keys(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageSigningKeys>,
        haste: Haste,
    ) -> Result<(), Fault> {
        let rows = self.refresh_signers(tenant).await?;
        let mut made = vec![];
        for row in rows.iter().filter(|row| row.state == KeyState::Active) {
            let key = self.make_signing_key(tenant, row.algorithm).await?;
            let state = if haste == Haste::Planned { KeyState::Next } else { KeyState::Active };
            made.push(SigningKeyRow { state, ..key });
        }
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                for row in &rows {
                    match (row.state, haste) {
                        (_, Haste::Leaked) | (KeyState::Next, _) => drop(tx.signing_keys().remove(&row.kid)?),
                        (KeyState::Active, Haste::Now) => {
                            let (from, to) = (KeyState::Active, KeyState::Retired);
                            tx.signing_keys().move_on(&row.kid, from, to, entry.at)?;
                        }
                        _ => {}
                    }
                }
                for key in &made {
                    tx.signing_keys().insert(key)?;
                }
                let kids: Vec<_> = made.iter().map(|key| key.kid.as_str()).collect();
                let changes = Changes::default().made("signingKeys", kids).made("haste", haste.word());
                entry.write(tx, &permit, Verb::RotateSigningKeys, ("organisation", Some(tenant)), &changes)
            })
            .await?;
        self.refresh_signers(tenant).await.map(drop)
    }

    async fn make_signing_key(
        &self,
        tenant: Id<Tenant>,
        algorithm: SigningAlgorithm,
    ) -> Result<SigningKeyRow, Fault> {
        let house = self.clone();
        let now = self.now();
        tokio::task::spawn_blocking(move || house.new_signing_key(tenant, algorithm, now))
            .await
            .map_err(|_| Fault::Busy)?
    }
}

impl Haste {
    /// The word in audit records and on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Now => "now",
            Self::Leaked => "leaked",
        }
    }

    /// Reads [`Haste::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Planned, Self::Now, Self::Leaked].into_iter().find(|haste| haste.word() == word)
    }
}

/// Does one turn, unless another node did it first.
fn done(
    tx: &mut Tx<'_>,
    (turn, made): (&Turn, Option<&SigningKeyRow>),
    created: Timestamp,
    entry: Entry,
) -> Result<(), Fault> {
    let note = |tx: &mut Tx<'_>, changes: Changes| {
        let tenant = tx.tenant();
        let by = (store::Actor::System, None);
        entry.write_as(tx, by, Verb::RotateSigningKeys, ("organisation", Some(tenant)), &changes)
    };
    match (turn, made) {
        (Turn::Make(algorithm), Some(key)) => {
            let own: Vec<_> =
                tx.signing_keys().all()?.into_iter().filter(|row| row.algorithm == *algorithm).collect();
            if own.iter().any(|row| row.state == KeyState::Next) {
                return Ok(());
            }
            let signs_now = own.is_empty() && is_unread(tx, created, entry.at)?;
            let state = if signs_now { KeyState::Active } else { KeyState::Next };
            tx.signing_keys().insert(&SigningKeyRow { state, ..key.clone() })?;
            note(tx, Changes::default().made("published", &key.kid).made("algorithm", algorithm.word()))
        }
        (Turn::Use { next, before }, _) => {
            if !tx.signing_keys().move_on(next, KeyState::Next, KeyState::Active, entry.at)? {
                return Ok(());
            }
            if let Some(before) = before {
                tx.signing_keys().move_on(before, KeyState::Active, KeyState::Retired, entry.at)?;
            }
            note(tx, Changes::default().set("active", before.as_ref(), Some(next)))
        }
        (Turn::Forget(kid), _) => {
            if tx.signing_keys().remove(kid)? {
                note(tx, Changes::default().gone("published", kid))
            } else {
                Ok(())
            }
        }
        (Turn::Make(_), None) => Ok(()),
    }
}

/// True while nobody can hold the key set as it was before: the organisation was made a moment ago, and there is no
/// application that could have read it. Then a first key signs at once (ADR 22).
fn is_unread(tx: &mut Tx<'_>, created: Timestamp, now: Timestamp) -> Result<bool, Fault> {
    let ours = i64::try_from(FirstParty::ALL.len()).unwrap_or(i64::MAX);
    let has_app = tx.apps().list(None, ours.saturating_add(1))?.iter().any(|app| !app.built_in);
    Ok(now < created + FIRST_AFTER && !has_app)
}

fn kept(rows: &[SigningKeyRow]) -> Vec<Kept> {
    let one = |row: &SigningKeyRow| Kept {
        kid: row.kid.clone(),
        algorithm: row.algorithm,
        state: row.state,
        since: row.state_at,
    };
    rows.iter().map(one).collect()
}
