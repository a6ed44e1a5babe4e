use model::{Id, search_words};
use sql::Tx;

use crate::Result;

/// The words that people, applications and groups are searched by.
pub struct SearchWords<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// What can be searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// People, by name, user name and mail address.
    People,
    /// Applications, by name.
    Applications,
    /// Groups, by name.
    Groups,
}

impl Sought {
    const fn word(self) -> &'static str {
        match self {
            Self::People => "person",
            Self::Applications => "application",
            Self::Groups => "group",
        }
    }
}

impl SearchWords<'_, '_> {
    /// Makes these texts what something is found by, and nothing else.
    pub fn put<T>(&mut self, kind: Sought, id: Id<T>, texts: &[&str]) -> Result<()> {
        self.remove(id)?;
        let tenant = self.0.tenant();
        for word in texts.iter().flat_map(|text| search_words(text)) {
            self.0.execute(
                "insert into search_words (tenant, kind, word, id) values ($1, $2, $3, $4) on conflict (tenant, id, kind, word) do nothing",
                &[&tenant, &kind.word(), &word, &id],
            )?;
        }
        Ok(())
    }

    /// Lets nobody find something any more.
    pub fn remove<T>(&mut self, id: Id<T>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute("delete from search_words where tenant = $1 and id = $2", &[&tenant, &id]).map(drop)
    }

    /// What has a word that begins so, in the order of those words, at most `limit`. The same may come twice.
    pub fn beginning<T>(&mut self, kind: Sought, word: &str, limit: i64) -> Result<Vec<Id<T>>> {
        let tenant = self.0.tenant();
        // U+10FFFF sorts after every character in UTF-8 and in the C collation.
        let end = format!("{word}\u{10ffff}");
        self.0
            .query(
                "select id from search_words where tenant = $1 and kind = $2 and word >= $3 and word <= $4 \
                 order by word, id limit $5",
                &[&tenant, &kind.word(), &word, &end, &limit],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// The words of something.
    pub fn of<T>(&mut self, id: Id<T>) -> Result<Vec<String>> {
        let tenant = self.0.tenant();
        self.0
            .query("select word from search_words where tenant = $1 and id = $2", &[&tenant, &id])?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }
}
