//! Changing, deleting and restoring people at the command line.

use std::sync::Arc;

use model::{Attribute, Id, Locale, Tenant, User};
use service::PeopleFilter;
use service::authority::{DeletePeople, ManagePeople, ReadPeople};
use service::deleting::Deleted;
use service::importing::{How, Inviting, Outcome, Progress, Report, RowReport, file};
use web::screens::admin::{import_file_error, import_why};

use super::answer::{DeletedPerson, ImportedRow, moment};
use super::perform::{Errand, done, refusal};
use super::{Answer, Kind, Refusal};

/// People read at once for a list.
const PAGE: i64 = 500;

impl Errand<'_> {
    pub(super) async fn set(
        &self,
        tenant: Id<Tenant>,
        name: &str,
        values: Vec<(String, String)>,
    ) -> Result<Answer, Refusal> {
        let user = self.person(tenant, name).await?;
        let typed = values.into_iter().map(|(word, text)| Ok((attribute(&word)?, text)));
        let typed = typed.collect::<Result<Vec<_>, Refusal>>()?;
        let permit = self.permit::<ManagePeople>()?;
        let changed = self.house.change_person(tenant, permit, user.id, typed).await.map_err(refusal)?;
        Ok(done(if changed {
            format!("{name} was changed; the audit log has the old values")
        } else {
            format!("nothing about {name} was different")
        }))
    }

    pub(super) async fn delete(
        &self,
        tenant: Id<Tenant>,
        name: &str,
        permanently: bool,
    ) -> Result<Answer, Refusal> {
        let gone = self.gone(tenant, name).await?;
        let id = match gone {
            Some(user) if permanently => user.id,
            Some(_) => {
                let way = format!("{name} was deleted already; remove them for good with --permanently");
                return Err(Refusal::new(Kind::Refused, way));
            }
            None => {
                let user = self.person(tenant, name).await?;
                let permit = self.permit::<DeletePeople>()?;
                self.house.delete_person(tenant, permit, user.id).await.map_err(refusal)?;
                user.id
            }
        };
        if permanently {
            self.house.erase_person(tenant, self.permit()?, id).await.map_err(refusal)?;
            return Ok(done(format!(
                "{name} is removed for good; the logs keep what happened, without the name"
            )));
        }
        Ok(done(format!(
            "{name} is deleted and every session has ended; for 30 days `sluis user restore {name}` takes it back"
        )))
    }

    pub(super) async fn restore(&self, tenant: Id<Tenant>, name: &str) -> Result<Answer, Refusal> {
        let Some(user) = self.gone(tenant, name).await? else {
            return Err(Refusal::new(Kind::NotFound, format!("nobody who was deleted was called `{name}`")));
        };
        let permit = self.permit::<DeletePeople>()?;
        self.house.restore_person(tenant, permit, user.id).await.map_err(refusal)?;
        Ok(done(format!("{name} is restored, as they were before they were deleted")))
    }

    pub(super) async fn deleted(&self, tenant: Id<Tenant>) -> Result<Answer, Refusal> {
        let permit = self.permit::<ReadPeople>()?;
        let (mut people, mut after) = (vec![], None);
        loop {
            let page = self.house.deleted_people(tenant, &permit, after, PAGE).await.map_err(refusal)?;
            let Some(last) = page.last() else { return Ok(Answer::Deleted { people }) };
            after = Some((last.at, last.user.id));
            people.extend(page.iter().map(line));
        }
    }

    pub(super) async fn import(
        &self,
        tenant: Id<Tenant>,
        (text, inviting, is_trial): (&str, &str, bool),
        say: &(dyn Fn(String) + Send + Sync),
    ) -> Result<Answer, Refusal> {
        let inviting = match inviting {
            "mail" => Inviting::Mail,
            "links" => Inviting::Links,
            _ => Inviting::Nobody,
        };
        let t = text::of(Locale::En);
        let read = file::read(text.as_bytes())
            .map_err(|error| Refusal::new(Kind::Usage, import_file_error(t, &error)))?;
        let permit = Arc::new(self.permit()?);
        let progress = |at: Progress| {
            if at.of_passwords > 0 {
                if at.passwords.is_multiple_of(SAY_EVERY) || at.passwords == at.of_passwords {
                    say(format!("{} of {} passwords", at.passwords, at.of_passwords));
                }
            } else if at.rows.is_multiple_of(SAY_EVERY * 10) || at.rows == at.of_rows {
                say(format!("{} of {} rows", at.rows, at.of_rows));
            }
        };
        let how = How { inviting, is_trial };
        let report = self.house.import_people(tenant, &permit, (read, how), &progress).await;
        Ok(imported(t, &report.map_err(refusal)?))
    }

    pub(super) async fn export(&self, tenant: Id<Tenant>) -> Result<Answer, Refusal> {
        let file = self.house.export_people(tenant, self.permit()?, PeopleFilter::default()).await;
        let csv = String::from_utf8(file.map_err(refusal)?)
            .map_err(|_| Refusal::new(Kind::Failed, "the file is no text"))?;
        Ok(Answer::Exported { csv })
    }

    async fn gone(&self, tenant: Id<Tenant>, name: &str) -> Result<Option<User>, Refusal> {
        let permit = self.permit::<ReadPeople>()?;
        self.house.deleted_person_named(tenant, &permit, name).await.map_err(refusal)
    }
}

/// How many passwords are hashed between two lines of progress.
const SAY_EVERY: usize = 50;

fn imported(t: &text::Texts, report: &Report) -> Answer {
    let counts = report.counts();
    let row = |row: &RowReport| {
        let (refused, link) = match &row.outcome {
            Outcome::Refused(why) => (Some(import_why(t, *why)), None),
            Outcome::Added { link: Some(link), .. } => (None, Some(link.address.clone())),
            Outcome::Added { .. } | Outcome::Changed | Outcome::Same => return None,
        };
        Some(ImportedRow { line: row.line, name: row.name.clone(), refused, link })
    };
    Answer::Imported {
        dry_run: report.is_trial,
        added: counts.added,
        changed: counts.changed,
        same: counts.same,
        refused: counts.refused,
        not_kept: report.not_kept.clone(),
        rows: report.rows.iter().filter_map(row).collect(),
    }
}

fn line(deleted: &Deleted) -> DeletedPerson {
    DeletedPerson {
        id: deleted.user.id.to_string(),
        name: deleted.user.name.to_string(),
        display: deleted.user.display.clone(),
        deleted: moment(deleted.at),
        until: moment(deleted.until),
    }
}

fn attribute(word: &str) -> Result<Attribute, Refusal> {
    let known: Vec<_> = Attribute::ALL.iter().map(|attribute| attribute.word()).collect();
    Attribute::from_word(word).ok_or_else(|| {
        Refusal::new(Kind::Usage, format!("there is no attribute `{word}`; there are: {}", known.join(", ")))
    })
}
