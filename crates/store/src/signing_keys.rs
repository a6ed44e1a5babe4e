use model::Timestamp;
use sql::Tx;

use crate::Result;
use crate::row::word;

/// Keys that sign tokens.
pub struct SigningKeys<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// Where a key is in its life (D13).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// Published, not yet used.
    Next,
    /// Signs.
    Active,
    /// Published until the last token it signed has ended.
    Retired,
}

/// A key as it is kept.
#[derive(Debug, Clone)]
pub struct SigningKeyRow {
    /// Its RFC 7638 thumbprint.
    pub kid: String,
    /// The JWS algorithm.
    pub algorithm: String,
    /// Where it is in its life.
    pub state: KeyState,
    /// Since when it is in that state.
    pub state_at: Timestamp,
    /// PKCS#8, sealed.
    pub private: Vec<u8>,
}

impl KeyState {
    const fn word(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Active => "active",
            Self::Retired => "retired",
        }
    }
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
                    algorithm: row.get(1)?,
                    state: word("state", &row.get::<String>(2)?, |text| match text {
                        "next" => Some(KeyState::Next),
                        "active" => Some(KeyState::Active),
                        "retired" => Some(KeyState::Retired),
                        _ => None,
                    })?,
                    state_at: row.get(3)?,
                    private: row.get(4)?,
                })
            })
            .collect()
    }

    /// Adds a key.
    pub fn insert(&mut self, key: &SigningKeyRow) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into signing_keys (tenant, kid, algorithm, state, private, created, state_at) \
                 values ($1, $2, $3, $4, $5, $6, $6)",
                &[&tenant, &key.kid, &key.algorithm, &key.state.word(), &key.private, &key.state_at],
            )
            .map(drop)
    }
}
