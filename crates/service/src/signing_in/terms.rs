//! Terms of use in the middle of a sign-in: shown after everything that is proven, and kept when they are answered.

use model::{Id, Span, Tenant};
use policy::Agreement;
use signin::{Refusal, Step};
use sql::Tx;
use store::{Tables, TermsAnswer};

use super::advance::{computed, facts_of, stop};
use super::finish::At;
use super::{Open, Progress, Show};
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::context::Context;
use crate::house::House;
use crate::ledger::Entry;
use crate::terms::in_language;
use crate::ticket::{Destination, Point, Shown, Ticket};

/// What somebody says to terms of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermsReply {
    /// They accept them.
    Accept,
    /// They do not.
    Decline,
}

/// What an answer came to.
enum Kept {
    /// Kept, and the sign-in goes on at this version.
    On(i64),
    /// Kept, and it ends here.
    Ended,
    /// Something else is asked by now, or another version of the terms.
    Nothing,
}

/// How long somebody who declined and declines again says nothing new.
const SAID: Span = Span::days(1);

/// Keeps an answer and the record of it. Who declines over and over said it once a day: each time is still told by the
/// record of the sign-in that ended.
fn note(tx: &mut Tx<'_>, entry: Entry, name: &str, said: &TermsAnswer) -> Result<(), Fault> {
    let last = tx.agreements().last_answer(said.user, said.terms)?;
    let is_same = |last: &TermsAnswer| {
        !last.accepted && !said.accepted && last.version == said.version && said.at < last.at + SAID
    };
    if last.as_ref().is_some_and(is_same) {
        return Ok(());
    }
    tx.agreements().answer(said)?;
    let who = (store::Actor::User(said.user), said.address.clone());
    let verb = if said.accepted { Verb::AcceptTerms } else { Verb::DeclineTerms };
    let changes = Changes::default().about("displayName", name).made("version", said.version);
    entry.write_as(tx, who, verb, ("termsOfUse", Some(said.terms)), &changes)
}

impl House {
    pub(super) async fn show_terms(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        id: Id<Agreement>,
    ) -> Result<Progress, Fault> {
        let (terms, texts) = self
            .db
            .read(tenant, move |tx| {
                let terms = tx.agreements().by_id(id)?.ok_or(Fault::NotFound)?;
                let texts = tx.agreements().texts(id, terms.version)?;
                Ok::<_, Fault>((terms, texts))
            })
            .await?;
        let shown = Some(Shown::Terms(id, terms.version));
        let at = Point::Stored { id: open.id, version: open.version, shown };
        let show = Show::Terms {
            name: terms.name,
            text: in_language(texts, context.locale),
            is_open: terms.must_view,
        };
        Ok(self.show(tenant, Ticket { at, ..open.ticket }, show))
    }

    /// Keeps what somebody says to the terms that their page showed, and nothing else: what was changed since is shown
    /// first.
    pub(super) async fn answer_terms(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        reply: TermsReply,
    ) -> Result<Progress, Fault> {
        let Some(Shown::Terms(terms, shown)) = open.shown.clone() else {
            return self.advance(tenant, context, open, None).await;
        };
        let (draws, answer) = (self.draws(), Id::random(self.outside.random()));
        let (house, own, ticks) = (self.clone(), context.clone(), open.ticket.ticks);
        let (id, version) = (open.id, open.version);
        let kept = self
            .judged(tenant, move |tx, set| {
                let found = tx.sign_ins().by_id::<Destination>(id, &own.browser.digest(), draws.now)?;
                let Some(sign_in) = found.filter(|sign_in| sign_in.version == version) else {
                    return Ok(Kept::Nothing);
                };
                let step = computed(&house, tx, set, &sign_in, &own, &draws)?;
                let now = tx.agreements().by_id(terms)?;
                let asked = now.filter(|now| now.version == shown);
                let (Some(Step::Accept(next)), Some(asked)) = (step, asked) else {
                    return Ok(Kept::Nothing);
                };
                if next != terms {
                    return Ok(Kept::Nothing);
                }
                let accepted = reply == TermsReply::Accept;
                let said = TermsAnswer {
                    id: answer,
                    terms,
                    user: sign_in.user(),
                    version: shown,
                    accepted,
                    at: draws.now,
                    address: own.address_text(),
                    agent: own.agent.clone(),
                };
                note(tx, draws.entry, &asked.name, &said)?;
                if accepted {
                    let moved = sign_in.moved();
                    if !tx.sign_ins().update(&moved)? {
                        return Err(Fault::Conflict("sign-in"));
                    }
                    return Ok(Kept::On(moved.version));
                }
                let user = tx.users().by_id(sign_in.user())?.ok_or(Fault::NotFound)?;
                let facts = facts_of(&house, tx, (set, &user), &sign_in, &own, draws.now)?;
                let at = At { set, facts: &facts, context: &own, ticks, draws: &draws };
                stop(tx, &sign_in, &at, Refusal::TermsDeclined)?;
                Ok(Kept::Ended)
            })
            .await?;
        match kept {
            Kept::On(version) => self.advance(tenant, context, open.moved_to(version), None).await,
            Kept::Nothing => self.advance(tenant, context, open, None).await,
            Kept::Ended => {
                let show = Show::Stopped { code: draws.code, refusal: Refusal::TermsDeclined, proven: true };
                Ok(self.show(tenant, open.ticket, show))
            }
        }
    }
}
