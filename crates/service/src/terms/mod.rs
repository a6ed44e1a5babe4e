//! Terms of use: what people accept before policies let them in (ADR 41). An organisation writes them in each language that
//! it speaks; a text that was shown is never changed, so that it can always be told what somebody accepted.
//!
//! Begin with [`House::terms`]. `saving.rs` makes and changes them, `answers.rs` is the log; a person answers in the middle
//! of a sign-in (`signing_in/terms.rs`).

mod answers;
mod saving;

use graph::Document;
use model::{Id, Locale, Span, Tenant, Timestamp, User};
use policy::{Agreement, Policy, PolicySet, State};
use sql::Tx;
use store::{Revision, Tables, Terms};

use crate::authority::{Permit, ReadSecurity};
use crate::house::House;
use crate::{Fault, policy_sets};

pub use answers::{OwnTerms, TermsAnswered};
pub use saving::{TermsDraft, TermsProblem};

/// The most terms that an organisation has.
pub const MOST_TERMS: usize = 100;
/// The longest text of one language, in characters: what a form holds in two languages.
pub const LONGEST_TEXT: usize = 20_000;
/// The longest time after which they are asked again, in days.
pub const LONGEST_AGAIN: i64 = 3_650;
/// How many answers are counted.
const COUNTED: i64 = 10_000;

/// Terms of use with what a page says of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsDetails {
    /// The terms.
    pub terms: Terms,
    /// The texts of the newest version, by language.
    pub texts: Vec<(Locale, String)>,
    /// How the policies are called that demand them.
    pub used_by: Vec<String>,
    /// How many answers there are; ten thousand at most are counted.
    pub answers: i64,
}

impl House {
    /// The terms of use of an organisation, by name.
    pub async fn terms(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Vec<TermsDetails>, Fault> {
        self.db
            .read(tenant, |tx| {
                let policies = policies(&policy_sets::head(tx)?)?;
                let all = tx.agreements().all()?;
                all.into_iter().map(|terms| details(tx, terms, &policies)).collect()
            })
            .await
    }

    /// One of them.
    pub async fn terms_of(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
        id: Id<Agreement>,
    ) -> Result<TermsDetails, Fault> {
        self.db
            .read(tenant, move |tx| {
                let policies = policies(&policy_sets::head(tx)?)?;
                let terms = tx.agreements().by_id(id)?.ok_or(Fault::NotFound)?;
                details(tx, terms, &policies)
            })
            .await
    }
}

fn details(tx: &mut Tx<'_>, terms: Terms, policies: &[Document]) -> Result<TermsDetails, Fault> {
    Ok(TermsDetails {
        texts: tx.agreements().texts(terms.id, terms.version)?,
        used_by: used_by(policies, terms.id),
        answers: tx.agreements().count(terms.id, COUNTED)?,
        terms,
    })
}

fn policies(revision: &Revision) -> Result<Vec<Document>, Fault> {
    policy_sets::documents(revision, PolicySet::POLICY_PART)
}

fn used_by(policies: &[Document], id: Id<Agreement>) -> Vec<String> {
    let demands = |document: &&Document| document.policy.agreements().any(|named| named == id);
    policies.iter().filter(demands).map(|document| document.policy.name.clone()).collect()
}

/// The terms that policies name and somebody accepted, in a version that still counts and not too long ago.
pub(crate) fn accepted(
    tx: &mut Tx<'_>,
    set: &PolicySet,
    user: Id<User>,
    now: Timestamp,
) -> Result<Vec<Id<Agreement>>, Fault> {
    if set.agreements().is_empty() {
        return Ok(vec![]);
    }
    let answers = tx.agreements().accepted(user)?;
    if answers.is_empty() {
        return Ok(vec![]);
    }
    let mut accepted: Vec<Id<Agreement>> = tx
        .agreements()
        .all()?
        .into_iter()
        .filter(|terms| set.agreements().contains(&terms.id))
        .filter(|terms| answers.iter().any(|answer| counts(terms, *answer, now)))
        .map(|terms| terms.id)
        .collect();
    accepted.sort_unstable();
    Ok(accepted)
}

/// Whether an acceptance still counts.
fn counts(terms: &Terms, (id, version, at): (Id<Agreement>, i64, Timestamp), now: Timestamp) -> bool {
    let is_new = terms.again_days.is_none_or(|days| now < at + Span::days(days));
    id == terms.id && version >= terms.asked && is_new
}

/// The terms that are not there and that a policy demands which is on: nobody could accept them.
pub(crate) fn missing(tx: &mut Tx<'_>, set: &PolicySet) -> Result<Vec<String>, Fault> {
    let enforced = set.written().filter(|policy| policy.state == State::On);
    let mut missing = vec![];
    for id in enforced.flat_map(Policy::agreements) {
        if tx.agreements().by_id(id)?.is_none() {
            missing.push(id.to_string());
        }
    }
    Ok(missing)
}

/// The text in a language, else in the one that there is.
pub(crate) fn in_language(texts: Vec<(Locale, String)>, locale: Locale) -> String {
    let mut texts = texts;
    texts.sort_by_key(|(written, _)| *written != locale);
    texts.into_iter().next().map(|(_, text)| text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms() -> Terms {
        let at = Timestamp::from_secs(1_800_000_000);
        Terms {
            id: Id::fixed(1),
            name: "House rules".to_owned(),
            must_view: false,
            again_days: Some(30),
            version: 4,
            asked: 3,
            created: at,
            changed: at,
        }
    }

    #[test]
    fn an_acceptance_counts_for_its_version_and_for_as_long_as_is_said() {
        let at = Timestamp::from_secs(1_800_000_000);
        let counts = |version, later| counts(&terms(), (Id::fixed(1), version, at), at + later);
        assert!(counts(3, Span::ZERO) && counts(4, Span::days(29)));
        assert!(!counts(2, Span::ZERO), "everybody was asked again since");
        assert!(!counts(4, Span::days(30)), "it is too long ago");
        let other = super::counts(&terms(), (Id::fixed(2), 4, at), at);
        assert!(!other);
    }

    #[test]
    fn a_text_is_shown_in_the_language_of_the_page_where_there_is_one() {
        let both = vec![(Locale::En, "Rules".to_owned()), (Locale::Nl, "Regels".to_owned())];
        assert_eq!(in_language(both.clone(), Locale::Nl), "Regels");
        assert_eq!(in_language(both[1..].to_vec(), Locale::En), "Regels");
    }
}
