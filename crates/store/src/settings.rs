use serde::Serialize;
use serde::de::DeserializeOwned;
use sql::Tx;

use crate::Result;
use crate::row::{from_json, to_json};

/// Settings of the organisation that policy does not read: a key and a document.
pub struct Settings<'t, 'c>(pub(crate) &'t mut Tx<'c>);

impl Settings<'_, '_> {
    /// The value under a key, if it was ever set.
    pub fn read<T: DeserializeOwned>(&mut self, key: &str) -> Result<Option<T>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt("select value from settings where tenant = $1 and key = $2", &[&tenant, &key])?
            .map(|row| from_json("value", &row.get::<String>(0)?))
            .transpose()
    }

    /// Sets the value under a key.
    pub fn write<T: Serialize>(&mut self, key: &str, value: &T) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into settings (tenant, key, value) values ($1, $2, $3) \
                 on conflict (tenant, key) do update set value = excluded.value",
                &[&tenant, &key, &to_json(value)?],
            )
            .map(drop)
    }
}
