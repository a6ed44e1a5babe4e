//! The cookie of remembered browsers: one part for each person who asked not to be asked again in this browser, a few at
//! most. A part names its record and counts; the record says whose it is.

use model::{Id, Timestamp, User};
use oauth::Refresh;
use signin::{Presented, Remembered};
use sql::Tx;
use store::Tables;

use super::Keepsake;
use crate::Fault;
use crate::context::Context;
use crate::house::House;

/// How many people one browser stands in for: a household. Whoever ticked first makes room.
pub(super) const MOST: usize = 4;
/// What stands between two parts; none has it.
const BETWEEN: char = '.';

/// A record that the cookie of a browser names.
pub(super) struct Part {
    pub(super) record: Remembered,
    pub(super) presented: Presented,
    text: String,
}

/// What the cookie of a browser names and what is still there, in its order.
pub(super) fn parts(
    house: &House,
    tx: &mut Tx<'_>,
    context: &Context,
    now: Timestamp,
) -> Result<Vec<Part>, Fault> {
    let mut parts = vec![];
    for text in texts(context) {
        let Some(named) = Refresh::<Remembered>::parse(house.keys.remembered(), text) else { continue };
        let Some(record) = tx.remembered().by_id(named.grant)? else { continue };
        if now < record.ends {
            let presented = record.presented(named.generation, &context.browser.digest(), now);
            parts.push(Part { record: record.into_inner(), presented, text: text.to_owned() });
        }
    }
    Ok(parts)
}

/// The part of one person.
pub(super) fn part_of(
    house: &House,
    tx: &mut Tx<'_>,
    context: &Context,
    (user, now): (Id<User>, Timestamp),
) -> Result<Option<Part>, Fault> {
    Ok(parts(house, tx, context, now)?.into_iter().find(|part| part.record.user == user))
}

/// The cookie with this record in it as it is now, beside what others have in it.
pub(super) fn with(
    house: &House,
    tx: &mut Tx<'_>,
    context: &Context,
    (record, now): (&Remembered, Timestamp),
) -> Result<Keepsake, Fault> {
    let mut others = parts(house, tx, context, now)?;
    others.retain(|part| part.record.user != record.user);
    let too_many = (others.len() + 1).saturating_sub(MOST);
    for part in others.drain(..too_many) {
        tx.remembered().end(part.record.id)?;
    }
    let generation = u64::try_from(record.generation).unwrap_or(0);
    let own = Refresh { grant: record.id, generation }.text(house.keys.remembered());
    let until = others.iter().map(|part| part.record.ends).fold(record.ends, Timestamp::max);
    let mut cookie = String::new();
    for part in &others {
        cookie.push_str(&part.text);
        cookie.push(BETWEEN);
    }
    cookie.push_str(&own);
    Ok(Keepsake { cookie, until })
}

/// The parts as they came; no more of them than we make.
fn texts(context: &Context) -> impl Iterator<Item = &str> {
    context.remembered.iter().flat_map(|cookie| cookie.split(BETWEEN)).take(MOST)
}
