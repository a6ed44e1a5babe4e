//! Search in the admin centre: people and applications by the beginning of their words. Pages are found in `web`, which
//! has their words, and a sign-in by its code (`log.rs`).

use std::collections::HashSet;

use model::{AppId, Id, Tenant, User, is_sought, sought_words};
use serde::{Deserialize, Serialize};
use sql::Tx;
use store::{App, PeopleFilter, SearchWords, Sought, Tables};

use crate::Fault;
use crate::authority::{Permit, ReadApps, ReadPeople};
use crate::house::House;
use crate::jobs::has_job;

/// How many of one kind are found.
pub const FOUND: usize = 20;
/// How many that have the first word are looked at for the others.
const LOOKED_AT: i64 = 500;
/// How many people a step of the index writes: whoever else writes waits for a step.
const STEP: i64 = 50;
/// How many steps one round takes.
const STEPS: usize = 10;
/// The key of how far the index is that was made of what was there before it.
const INDEXED: &str = "searchIndexed";

/// How far the index is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Indexed {
    /// People up to this one, in the order of the list.
    Until(String, Id<User>),
    /// Everybody and everything; what comes is indexed as it comes.
    Whole,
}

impl House {
    /// People who are called, sign in or are mailed by words that begin as was typed, at most [`FOUND`] and one.
    pub async fn find_people(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        typed: &str,
    ) -> Result<Vec<User>, Fault> {
        let sought = sought_words(typed);
        self.db
            .read(tenant, move |tx| {
                let ids = found::<User>(&mut tx.search_words(), Sought::People, &sought)?;
                ids.into_iter().filter_map(|id| tx.users().by_id(id).transpose()).collect::<Result<_, _>>()
            })
            .await
            .map_err(|error: sql::Error| error.into())
    }

    /// Applications whose name has words that begin as was typed, at most [`FOUND`] and one.
    pub async fn find_apps(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadApps>,
        typed: &str,
    ) -> Result<Vec<App>, Fault> {
        let sought = sought_words(typed);
        self.db
            .read(tenant, move |tx| {
                let ids = found::<AppId>(&mut tx.search_words(), Sought::Applications, &sought)?;
                ids.into_iter().filter_map(|id| tx.apps().by_id(id).transpose()).collect::<Result<_, _>>()
            })
            .await
            .map_err(|error: sql::Error| error.into())
    }

    /// Indexes what was there before there was an index, at most [`STEPS`] steps of it; once, and then never again.
    pub(crate) async fn index_for_search(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        let indexed = self.db.read(tenant, |tx| tx.settings().read::<Indexed>(INDEXED)).await?;
        if indexed == Some(Indexed::Whole) {
            return Ok(());
        }
        let (now, node) = (self.now(), self.node);
        for _ in 0..STEPS {
            let step =
                move |tx: &mut Tx<'_>| Ok::<_, Fault>(has_job(tx, "search", &node, now)? && index(tx)?);
            if !self.db.write(tenant, step).await? {
                break;
            }
        }
        Ok(())
    }
}

/// One step; true when there may be more to index.
fn index(tx: &mut Tx<'_>) -> Result<bool, Fault> {
    let after = match tx.settings().read::<Indexed>(INDEXED)? {
        Some(Indexed::Until(display, id)) => Some(store::Page { display, id }),
        _ => None,
    };
    let rows = tx.users().list(&PeopleFilter::default(), after.as_ref(), STEP)?;
    for row in &rows {
        tx.users().index(&row.user)?;
    }
    if let Some(last) = rows.last() {
        tx.settings().write(INDEXED, &Indexed::Until(last.user.display.clone(), last.user.id))?;
        return Ok(true);
    }
    let mut after: Option<App> = None;
    loop {
        let apps = tx.apps().list(after.as_ref().map(|app| (app.name.as_str(), app.app_id)), STEP)?;
        for app in &apps {
            tx.apps().index(app)?;
        }
        match apps.into_iter().next_back() {
            Some(last) => after = Some(last),
            None => break,
        }
    }
    tx.settings().write(INDEXED, &Indexed::Whole)?;
    Ok(false)
}

/// What has every word that is sought.
pub(crate) fn found<T>(
    words: &mut SearchWords<'_, '_>,
    kind: Sought,
    sought: &[String],
) -> Result<Vec<Id<T>>, sql::Error> {
    // The longest word is the one that fewest have.
    let Some(longest) = sought.iter().max_by_key(|word| word.len()) else { return Ok(vec![]) };
    let (mut seen, mut found) = (HashSet::new(), vec![]);
    for id in words.beginning::<T>(kind, longest, LOOKED_AT)? {
        let is_only_word = sought.len() == 1;
        if seen.insert(id) && (is_only_word || is_sought(&words.of(id)?, sought)) {
            found.push(id);
        }
        if found.len() > FOUND {
            break;
        }
    }
    Ok(found)
}
