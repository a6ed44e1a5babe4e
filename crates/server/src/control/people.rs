//! Changing, deleting and restoring people at the command line.

use model::{Attribute, Id, Tenant, User};
use service::authority::{DeletePeople, ManagePeople, ReadPeople};
use service::deleting::Deleted;

use super::answer::{DeletedPerson, moment};
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

    async fn gone(&self, tenant: Id<Tenant>, name: &str) -> Result<Option<User>, Refusal> {
        let permit = self.permit::<ReadPeople>()?;
        self.house.deleted_person_named(tenant, &permit, name).await.map_err(refusal)
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
