//! Reminding people of a second step: a letter to each who may sign in and has none, once a day at most. The audit
//! record says to whom it went, and is also what knows that somebody was reminded.

use model::{Id, Span, Tenant, Timestamp, User};
use sql::Tx;
use store::Tables;

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{Permit, RemindPeople};
use crate::house::House;
use crate::standing::may_still;

/// How many are reminded by one act; another act goes on with the others.
const AT_ONCE: i64 = 500;
/// Nobody is reminded more often.
const PAUSE: Span = Span::days(1);

/// What there is to remind of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reminders {
    /// How many people could be reminded now; counted up to 500.
    pub waiting: usize,
    /// How many were reminded in the last day; counted up to 500.
    pub sent: usize,
}

impl House {
    /// Writes to everybody who may sign in, has an address and no second step, and was not reminded in the last day.
    /// Answers to how many.
    pub async fn remind_of_second_step(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<RemindPeople>,
    ) -> Result<usize, Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let now = self.now();
        // Letters are sealed with randomness, which a closure that may run twice does not draw.
        let mut letters = vec![];
        for user in self.db.read(tenant, move |tx| to_remind(tx, now)).await? {
            if let Some(letter) = self.reminder_letter(&organisation, &user)? {
                letters.push((user.id, letter, self.entry_at(now)));
            }
        }
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, now)?;
                // Two who press at once write to everybody once.
                let still: Vec<_> = to_remind(tx, now)?.into_iter().map(|user| user.id).collect();
                let mut sent = 0;
                for (id, letter, entry) in letters.iter().filter(|(id, ..)| still.contains(id)) {
                    tx.outbox().insert(letter, now)?;
                    entry.write(tx, &permit, Verb::RemindPerson, ("user", Some(*id)), &Changes::default())?;
                    sent += 1;
                }
                Ok(sent)
            })
            .await
    }

    /// What Home offers and says.
    pub(crate) fn reminders(&self, tx: &mut Tx<'_>) -> Result<Reminders, Fault> {
        let now = self.now();
        Ok(Reminders {
            waiting: to_remind(tx, now)?.len(),
            sent: tx.audit().targets_since(Verb::RemindPerson.word(), now - PAUSE, AT_ONCE)?.len(),
        })
    }
}

fn to_remind(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<User>, Fault> {
    let mut people = tx.users().to_remind(Verb::RemindPerson.word(), now - PAUSE, AT_ONCE)?;
    people.retain(|user| user.may_sign_in(now));
    Ok(people)
}
