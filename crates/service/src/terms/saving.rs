//! Making, changing and deleting terms of use.

use model::{Id, Locale, Tenant, Timestamp, plain_text};
use policy::Agreement;
use sql::Tx;
use store::{Tables, Terms};

use super::{LONGEST_AGAIN, LONGEST_TEXT, MOST_TERMS, policies, used_by};
use crate::audit::{Changes, Verb};
use crate::authority::{ManagePolicies, Permit};
use crate::conditional_access::is_on_trial;
use crate::house::House;
use crate::ledger::Entry;
use crate::standing::may_still;
use crate::{Fault, policy_sets};

/// Terms of use as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsDraft {
    /// What people call them.
    pub name: String,
    /// Whether the text stands open above the buttons.
    pub must_view: bool,
    /// After how many days they are asked again.
    pub again_days: Option<i64>,
    /// The texts, by language; one of them at least.
    pub texts: Vec<(Locale, String)>,
    /// Whether everybody is asked again, whatever they accepted.
    pub ask_again: bool,
    /// The moment of the change that was looked at; another one since is not written over.
    pub seen: Option<Timestamp>,
}

/// Why terms were not saved or deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermsProblem {
    /// They have no name, or one that cannot be shown.
    Name,
    /// There is no text.
    Empty,
    /// A text is longer than is kept, or holds what cannot be shown.
    Text,
    /// The days are no number from one to ten years.
    Days,
    /// There are as many as there may be.
    TooMany,
    /// These policies demand them.
    Used(Vec<String>),
    /// Policies are on trial; what they were before may demand them.
    OnTrial,
    /// Somebody changed them since they were looked at.
    ChangedMeanwhile,
}

impl TermsDraft {
    /// The same as it is kept.
    fn checked(mut self) -> Result<Self, TermsProblem> {
        self.name =
            plain_text(self.name.trim(), 256).filter(|name| !name.is_empty()).ok_or(TermsProblem::Name)?;
        if self.again_days.is_some_and(|days| !(1..=LONGEST_AGAIN).contains(&days)) {
            return Err(TermsProblem::Days);
        }
        for (_, text) in &mut self.texts {
            *text = text.replace("\r\n", "\n").trim().to_owned();
        }
        self.texts.retain(|(_, text)| !text.is_empty());
        if self.texts.is_empty() {
            return Err(TermsProblem::Empty);
        }
        let is_shown = |c: char| !c.is_control() || matches!(c, '\n' | '\t');
        let fits = |text: &String| text.chars().count() <= LONGEST_TEXT && text.chars().all(is_shown);
        if !self.texts.iter().all(|(_, text)| fits(text)) {
            return Err(TermsProblem::Text);
        }
        self.texts.sort_by_key(|(locale, _)| locale.tag());
        Ok(self)
    }
}

impl House {
    /// Makes terms of use; nobody is asked to accept them before a policy demands it.
    pub async fn add_terms(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        draft: TermsDraft,
    ) -> Result<Result<Id<Agreement>, TermsProblem>, Fault> {
        let draft = match draft.checked() {
            Ok(draft) => draft,
            Err(problem) => return Ok(Err(problem)),
        };
        let (entry, id) = (self.entry(), Id::random(self.outside.random()));
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                if tx.agreements().all()?.len() >= MOST_TERMS {
                    return Ok(Err(TermsProblem::TooMany));
                }
                let terms = Terms {
                    id,
                    name: draft.name.clone(),
                    must_view: draft.must_view,
                    again_days: draft.again_days,
                    version: 1,
                    asked: 1,
                    created: entry.at,
                    changed: entry.at,
                };
                tx.agreements().insert(&terms)?;
                keep_texts(tx, &terms, &draft)?;
                let changes = Changes::default()
                    .made("displayName", &terms.name)
                    .made("version", terms.version)
                    .made("languages", languages(&draft.texts))
                    .made("mustView", terms.must_view);
                let changes = match terms.again_days {
                    Some(days) => changes.made("againDays", days),
                    None => changes,
                };
                entry.write(tx, &permit, Verb::AddTerms, ("termsOfUse", Some(id)), &changes)?;
                Ok(Ok(id))
            })
            .await
    }

    /// Changes terms of use. Another text is another version; who accepted an older one is asked again only where that is
    /// said.
    pub async fn change_terms(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<Agreement>,
        draft: TermsDraft,
    ) -> Result<Result<(), TermsProblem>, Fault> {
        let draft = match draft.checked() {
            Ok(draft) => draft,
            Err(problem) => return Ok(Err(problem)),
        };
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let old = tx.agreements().by_id(id)?.ok_or(Fault::NotFound)?;
                if draft.seen.is_some_and(|seen| seen != old.changed) {
                    return Ok(Err(TermsProblem::ChangedMeanwhile));
                }
                change(tx, (&permit, entry), old, &draft)?;
                Ok(Ok(()))
            })
            .await
    }

    /// Deletes terms that no policy demands, with every answer to them.
    pub async fn delete_terms(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManagePolicies>,
        id: Id<Agreement>,
    ) -> Result<Result<(), TermsProblem>, Fault> {
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let terms = tx.agreements().by_id(id)?.ok_or(Fault::NotFound)?;
                let head = policy_sets::head(tx)?;
                let users = used_by(&policies(&head)?, id);
                if !users.is_empty() {
                    return Ok(Err(TermsProblem::Used(users)));
                }
                if is_on_trial(&head)? {
                    return Ok(Err(TermsProblem::OnTrial));
                }
                tx.agreements().remove(id)?;
                let changes =
                    Changes::default().gone("displayName", terms.name).gone("version", terms.version);
                entry.write(tx, &permit, Verb::RemoveTerms, ("termsOfUse", Some(id)), &changes)?;
                Ok(Ok(()))
            })
            .await
    }
}

fn change(
    tx: &mut Tx<'_>,
    (permit, entry): (&Permit<ManagePolicies>, Entry),
    old: Terms,
    draft: &TermsDraft,
) -> Result<(), Fault> {
    let before = tx.agreements().texts(old.id, old.version)?;
    let is_new = before != draft.texts || draft.ask_again;
    let version = if is_new { old.version + 1 } else { old.version };
    let terms = Terms {
        id: old.id,
        name: draft.name.clone(),
        must_view: draft.must_view,
        again_days: draft.again_days,
        version,
        asked: if draft.ask_again { version } else { old.asked },
        created: old.created,
        changed: entry.at,
    };
    tx.agreements().update(&terms)?;
    if is_new {
        keep_texts(tx, &terms, draft)?;
    }
    let changes = Changes::default()
        .set("displayName", &old.name, &terms.name)
        .set("version", old.version, terms.version)
        .set("languages", languages(&before), languages(&draft.texts))
        .set("mustView", old.must_view, terms.must_view)
        .set("againDays", old.again_days, terms.again_days)
        .set("oldestAccepted", old.asked, terms.asked);
    if changes.is_empty() {
        return Ok(());
    }
    let changes = changes.about("displayName", &terms.name);
    entry.write(tx, permit, Verb::ChangeTerms, ("termsOfUse", Some(terms.id)), &changes)
}

fn keep_texts(tx: &mut Tx<'_>, terms: &Terms, draft: &TermsDraft) -> Result<(), Fault> {
    for (locale, text) in &draft.texts {
        tx.agreements().add_text(terms.id, terms.version, *locale, text)?;
    }
    Ok(())
}

fn languages(texts: &[(Locale, String)]) -> String {
    texts.iter().map(|(locale, _)| locale.tag()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> TermsDraft {
        TermsDraft {
            name: " House rules ".to_owned(),
            must_view: false,
            again_days: None,
            texts: vec![(Locale::Nl, "Regels\r\n\r\n".to_owned()), (Locale::En, " ".to_owned())],
            ask_again: false,
            seen: None,
        }
    }

    #[test]
    fn what_is_written_is_kept_without_what_nobody_sees() {
        let kept = draft().checked().unwrap();
        assert_eq!(kept.name, "House rules");
        assert_eq!(kept.texts, [(Locale::Nl, "Regels".to_owned())]);
    }

    #[test]
    fn what_cannot_be_shown_or_kept_is_refused_with_its_reason() {
        let wrong = |change: fn(&mut TermsDraft)| {
            let mut draft = draft();
            change(&mut draft);
            draft.checked().unwrap_err()
        };
        assert_eq!(wrong(|draft| draft.name = " ".to_owned()), TermsProblem::Name);
        assert_eq!(wrong(|draft| draft.texts.clear()), TermsProblem::Empty);
        assert_eq!(wrong(|draft| draft.again_days = Some(0)), TermsProblem::Days);
        assert_eq!(wrong(|draft| draft.again_days = Some(3_651)), TermsProblem::Days);
        assert_eq!(wrong(|draft| draft.texts[0].1 = "x".repeat(20_001)), TermsProblem::Text);
        assert_eq!(wrong(|draft| draft.texts[0].1 = "bell\u{7}".to_owned()), TermsProblem::Text);
    }
}
