use model::Timestamp;
use oauth::{KeyState, SigningAlgorithm};
use sql::Tx;

use crate::Result;
use crate::row::word;

/// Keys that sign tokens.
pub struct SigningKeys<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// A key as it is kept.
#[derive(Debug, Clone)]
pub struct SigningKeyRow {
    /// Its RFC 7638 thumbprint.
    pub kid: String,
    /// How it signs.
    pub algorithm: SigningAlgorithm,
    /// Where it is in its life.
    pub state: KeyState,
    /// Since when it is in that state.
    pub state_at: Timestamp,
    /// PKCS#8, sealed.
    pub private: Vec<u8>,
}

impl SigningKeys<'_, '_> {
    /// All keys that are published; there are few.
    pub fn all(&mut self) -> Result<Vec<SigningKeyRow>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select kid, algorithm, state, state_at, private from signing_keys \
                 where tenant = $1 order by kid",
                &[&tenant],
            )?
            .iter()
            .map(|row| {
                Ok(SigningKeyRow {
                    kid: row.get(0)?,
                    algorithm: word("algorithm", &row.get::<String>(1)?, SigningAlgorithm::from_word)?,
                    state: word("state", &row.get::<String>(2)?, KeyState::from_word)?,
                    state_at: row.get(3)?,
                    private: row.get(4)?,
                })
            })
            .collect()
    }

    /// Moves a key on in its life, if it is still where it was read; false when another node was there first.
    pub fn move_on(&mut self, kid: &str, from: KeyState, to: KeyState, now: Timestamp) -> Result<bool> {
        let tenant = self.0.tenant();
        let moved = self.0.execute(
            "update signing_keys set state = $4, state_at = $5 where tenant = $1 and kid = $2 and state = $3",
            &[&tenant, &kid, &from.word(), &to.word(), &now],
        )?;
        self.0.announce()?;
        Ok(moved == 1)
    }

    /// Removes a key: what it signed is believed no longer.
    pub fn remove(&mut self, kid: &str) -> Result<bool> {
        let tenant = self.0.tenant();
        let removed =
            self.0.execute("delete from signing_keys where tenant = $1 and kid = $2", &[&tenant, &kid])?;
        self.0.announce()?;
        Ok(removed == 1)
    }

    /// Adds a key.
    pub fn insert(&mut self, key: &SigningKeyRow) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into signing_keys (tenant, kid, algorithm, state, private, created, state_at) \
                 values ($1, $2, $3, $4, $5, $6, $6)",
                &[&tenant, &key.kid, &key.algorithm.word(), &key.state.word(), &key.private, &key.state_at],
            )
            .map(drop)?;
        self.0.announce()
    }
}
