//! Who answered what to terms of use: the log, a file of it, and what one accepted oneself.

use model::{Id, Locale, Tenant, Timestamp, User};
use policy::Agreement;
use store::{Tables, Terms, TermsAnswer};

use super::in_language;
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{Permit, ReadLogs};
use crate::house::House;
use crate::people_export::moment;
use crate::spreadsheet::line;
use crate::standing::may_still;
use crate::visit::Visitor;

/// The most answers of one file.
const MOST: usize = 100_000;
/// How many are read at once.
const STEP: i64 = 500;
/// How many of one's own are shown.
const OWN: i64 = 200;

/// An answer, and who gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsAnswered {
    /// The answer.
    pub answer: TermsAnswer,
    /// How the person is called.
    pub person: String,
    /// What they sign in with.
    pub name: String,
}

/// Terms that somebody answered, with the text that they were shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTerms {
    /// The terms.
    pub terms: Terms,
    /// The answer.
    pub answer: TermsAnswer,
    /// The text in their language.
    pub text: String,
}

impl House {
    /// The answers to some terms, newest first, from before a moment and id.
    pub async fn terms_answers(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadLogs>,
        id: Id<Agreement>,
        before: Option<(Timestamp, Id<TermsAnswer>)>,
        limit: i64,
    ) -> Result<Vec<TermsAnswered>, Fault> {
        self.answers(tenant, id, before, limit).await
    }

    async fn answers(
        &self,
        tenant: Id<Tenant>,
        id: Id<Agreement>,
        before: Option<(Timestamp, Id<TermsAnswer>)>,
        limit: i64,
    ) -> Result<Vec<TermsAnswered>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let mut told = vec![];
                for answer in tx.agreements().answers(id, before, limit)? {
                    let user: Option<User> = tx.users().by_id(answer.user)?;
                    let (person, name) =
                        user.map(|user| (user.display, user.name.as_str().to_owned())).unwrap_or_default();
                    told.push(TermsAnswered { answer, person, name });
                }
                Ok(told)
            })
            .await
    }

    /// The answers to some terms as a file of comma-separated values (RFC 4180) whose cells no spreadsheet runs. That it
    /// was taken out is in the audit log.
    pub async fn export_terms_answers(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ReadLogs>,
        id: Id<Agreement>,
    ) -> Result<Vec<u8>, Fault> {
        let terms =
            self.db.read(tenant, move |tx| tx.agreements().by_id(id)).await?.ok_or(Fault::NotFound)?;
        let mut file = b"\xef\xbb\xbf".to_vec();
        line(&mut file, ["time", "person", "userPrincipalName", "answer", "version", "address", "browser"])?;
        let (mut count, mut before) = (0, None);
        loop {
            let read = self.answers(tenant, id, before, STEP).await?;
            before = read.last().map(|last| (last.answer.at, last.answer.id));
            count += read.len();
            for TermsAnswered { answer, person, name } in &read {
                let (at, version) = (moment(answer.at.as_secs()), answer.version.to_string());
                let word = if answer.accepted { "accepted" } else { "declined" };
                let (address, agent) = (answer.address.as_deref(), answer.agent.as_deref());
                let last = [word, &version, address.unwrap_or_default(), agent.unwrap_or_default()];
                line(&mut file, [at.as_str(), person, name].into_iter().chain(last))?;
            }
            if read.is_empty() || count >= MOST {
                break;
            }
        }
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| -> Result<(), Fault> {
                may_still(tx, &permit, None, entry.at)?;
                let changes = Changes::default().about("displayName", &terms.name).made("answers", count);
                entry.write(tx, &permit, Verb::ExportTermsAnswers, ("termsOfUse", Some(id)), &changes)
            })
            .await?;
        Ok(file)
    }

    /// What one answered oneself, newest first, with the text that was shown.
    pub async fn own_terms(
        &self,
        tenant: Id<Tenant>,
        visitor: &Visitor,
        locale: Locale,
    ) -> Result<Vec<OwnTerms>, Fault> {
        let user = visitor.user.id;
        self.db
            .read(tenant, move |tx| {
                let mut own = vec![];
                for answer in tx.agreements().answers_of(user, OWN)? {
                    let Some(terms) = tx.agreements().by_id(answer.terms)? else { continue };
                    let texts = tx.agreements().texts(terms.id, answer.version)?;
                    own.push(OwnTerms { text: in_language(texts, locale), terms, answer });
                }
                Ok(own)
            })
            .await
    }
}
