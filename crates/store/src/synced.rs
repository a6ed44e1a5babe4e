use model::{Id, Timestamp};
use sql::{Row, Tx};

use crate::Result;
use crate::row::word;

/// People and groups that come from a directory server.
pub struct Synced<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// What is synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SyncedKind {
    /// A person.
    Person,
    /// A group.
    Group,
}

/// What a sync took from somebody, and gives back when they are there again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withheld {
    /// Blocked.
    Blocked,
    /// Deleted.
    Deleted,
    /// Deleted, of somebody whom an administrator had blocked: that block stays when they are there again.
    DeletedBlocked,
}

/// Somebody or something that is there and here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncedRow {
    /// What it is.
    pub kind: SyncedKind,
    /// Its id there, which never changes.
    pub source: [u8; 16],
    /// Its id here.
    pub object: Id<()>,
    /// Its distinguished name there, as it was last.
    pub dn: String,
    /// What distinguished names are compared by.
    pub dn_key: String,
    /// What a sync took from it.
    pub withheld: Option<Withheld>,
    /// Since when it is no longer there.
    pub missing_since: Option<Timestamp>,
}

impl SyncedKind {
    /// The word in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person => "user",
            Self::Group => "group",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        match word {
            "user" => Some(Self::Person),
            "group" => Some(Self::Group),
            _ => None,
        }
    }
}

impl Withheld {
    /// True when the account is what was taken.
    pub const fn is_deleted(self) -> bool {
        matches!(self, Self::Deleted | Self::DeletedBlocked)
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Deleted => "deleted",
            Self::DeletedBlocked => "deletedBlocked",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        match word {
            "blocked" => Some(Self::Blocked),
            "deleted" => Some(Self::Deleted),
            "deletedBlocked" => Some(Self::DeletedBlocked),
            _ => None,
        }
    }
}

macro_rules! synced_columns {
    ($rest:literal) => {
        concat!("select kind, source_id, object_id, dn, dn_key, withheld, missing_since from synced ", $rest)
    };
}

impl Synced<'_, '_> {
    /// The one with this id there.
    pub fn by_source(&mut self, kind: SyncedKind, source: &[u8; 16]) -> Result<Option<SyncedRow>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                synced_columns!("where tenant = $1 and kind = $2 and source_id = $3"),
                &[&tenant, &kind.word(), source],
            )?
            .map(|row| read(&row))
            .transpose()
    }

    /// The one with this id here; nothing for whoever was made here.
    pub fn by_object<T>(&mut self, object: Id<T>) -> Result<Option<SyncedRow>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                synced_columns!("where tenant = $1 and object_id = $2"),
                &[&tenant, &object.cast::<()>()],
            )?
            .map(|row| read(&row))
            .transpose()
    }

    /// The one that a distinguished name leads to; what is no name leads nowhere.
    pub fn by_dn(&mut self, dn_key: &str) -> Result<Option<SyncedRow>> {
        if dn_key.is_empty() || dn_key.contains('\0') {
            return Ok(None);
        }
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                synced_columns!("where tenant = $1 and dn_key = $2 order by object_id limit 1"),
                &[&tenant, &dn_key],
            )?
            .map(|row| read(&row))
            .transpose()
    }

    /// Those of a kind in the order of their ids there, starting after one.
    pub fn page(&mut self, kind: SyncedKind, after: &[u8; 16], limit: i64) -> Result<Vec<SyncedRow>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                synced_columns!(
                    "where tenant = $1 and kind = $2 and source_id > $3 order by source_id limit $4"
                ),
                &[&tenant, &kind.word(), after, &limit],
            )?
            .iter()
            .map(read)
            .collect()
    }

    /// How many there are of a kind.
    pub fn count(&mut self, kind: SyncedKind) -> Result<i64> {
        let tenant = self.0.tenant();
        self.0
            .query_one(
                "select count(*) from synced where tenant = $1 and kind = $2",
                &[&tenant, &kind.word()],
            )?
            .get(0)
    }

    /// Takes a distinguished name from everybody who has it but this one, who is there now. Names are used again there; who
    /// had it before is nowhere until a sync finds them.
    pub fn take_dn(&mut self, dn_key: &str, kind: SyncedKind, source: &[u8; 16]) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update synced set dn = '', dn_key = '' \
                 where tenant = $1 and dn_key = $2 and not (kind = $3 and source_id = $4)",
                &[&tenant, &dn_key, &kind.word(), source],
            )
            .map(drop)
    }

    /// Keeps a new one.
    pub fn insert(&mut self, row: &SyncedRow) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into synced (tenant, kind, source_id, object_id, dn, dn_key, withheld, missing_since) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8)",
                &[
                    &tenant,
                    &row.kind.word(),
                    &row.source,
                    &row.object,
                    &row.dn,
                    &row.dn_key,
                    &row.withheld.map(Withheld::word),
                    &row.missing_since,
                ],
            )
            .map(drop)
    }

    /// Keeps what is different of one: where it is there, and what was taken from it.
    pub fn update(&mut self, row: &SyncedRow) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update synced set dn = $4, dn_key = $5, withheld = $6, missing_since = $7 \
                 where tenant = $1 and kind = $2 and source_id = $3",
                &[
                    &tenant,
                    &row.kind.word(),
                    &row.source,
                    &row.dn,
                    &row.dn_key,
                    &row.withheld.map(Withheld::word),
                    &row.missing_since,
                ],
            )
            .map(drop)
    }

    /// Makes the block of somebody one of ours, which no sync takes back; false when it was no sync's.
    pub fn own_block<T>(&mut self, object: Id<T>) -> Result<bool> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update synced set withheld = null \
                 where tenant = $1 and object_id = $2 and withheld = 'blocked'",
                &[&tenant, &object.cast::<()>()],
            )
            .map(|changed| changed > 0)
    }

    /// Forgets where one came from: it is one of ours from now on, or gone.
    pub fn forget<T>(&mut self, object: Id<T>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "delete from synced where tenant = $1 and object_id = $2",
                &[&tenant, &object.cast::<()>()],
            )
            .map(drop)
    }
}

fn read(row: &Row) -> Result<SyncedRow> {
    Ok(SyncedRow {
        kind: word("kind", &row.get::<String>(0)?, SyncedKind::from_word)?,
        source: row.get(1)?,
        object: row.get(2)?,
        dn: row.get(3)?,
        dn_key: row.get(4)?,
        withheld: row
            .get::<Option<String>>(5)?
            .map(|text| word("withheld", &text, Withheld::from_word))
            .transpose()?,
        missing_since: row.get(6)?,
    })
}
