//! The old per-user switch at the command line.

use std::sync::Arc;

use model::{Id, Locale, PerUserMfa, Tenant};
use service::Page;
use service::authority::{ManagePerUserMfa, ReadPeople};
use service::per_user_mfa::{AskedBy, PerUserRow, file};
use web::screens::admin::{import_file_error, mfa_refused};

use super::answer::MfaLine;
use super::perform::{Errand, done, refusal};
use super::{Answer, ImportedRow, Kind, Refusal, Verb};

/// People read at once for a list.
const PAGE: i64 = 500;

impl Errand<'_> {
    /// What concerns the old per-user switch.
    pub(super) async fn of_per_user_mfa(&self, verb: Verb) -> Result<Answer, Refusal> {
        match verb {
            Verb::MfaSet { org, name, state } => self.set_mfa(self.tenant(org)?, &name, &state).await,
            Verb::MfaImport { org, text } => self.import_mfa(self.tenant(org)?, &text).await,
            Verb::MfaOff { org } => self.switch_mfa_off(self.tenant(org)?).await,
            Verb::MfaList { org, state } => self.list_mfa(self.tenant(org)?, state).await,
            _ => Err(Refusal::new(Kind::Usage, "that is no command about MFA per user")),
        }
    }

    async fn list_mfa(&self, tenant: Id<Tenant>, state: Option<String>) -> Result<Answer, Refusal> {
        let state = state.map(|word| read(&word)).transpose()?;
        let permit = self.permit::<ReadPeople>()?;
        let (mut people, mut after) = (vec![], None);
        loop {
            let page = self.house.per_user_mfa(tenant, &permit, (state, ""), after, PAGE).await;
            let page = page.map_err(refusal)?;
            let Some(last) = page.last() else { return Ok(Answer::PerUserMfa { people }) };
            after = Some(Page { display: last.row.user.display.clone(), id: last.row.user.id });
            people.extend(page.iter().map(line));
        }
    }

    async fn set_mfa(&self, tenant: Id<Tenant>, name: &str, state: &str) -> Result<Answer, Refusal> {
        let wish = read(state)?;
        let user = self.person(tenant, name).await?;
        let permit = self.permit::<ManagePerUserMfa>()?;
        let state = self.house.set_per_user_mfa(tenant, permit, user.id, wish).await.map_err(refusal)?;
        Ok(done(match (wish, state) {
            (PerUserMfa::Enabled, PerUserMfa::Enforced) => {
                format!("MFA per user of {name} is enforced at once: a second step is registered already")
            }
            _ => format!("MFA per user of {name} is {state}"),
        }))
    }

    async fn import_mfa(&self, tenant: Id<Tenant>, text: &str) -> Result<Answer, Refusal> {
        let t = text::of(Locale::En);
        let rows = file::read(text.as_bytes())
            .map_err(|error| Refusal::new(Kind::Usage, import_file_error(t, &error)))?;
        let permit = Arc::new(self.permit()?);
        let report = self.house.set_per_user_mfa_by_file(tenant, &permit, rows).await.map_err(refusal)?;
        let row =
            |(line, name, why)| ImportedRow { line, name, refused: Some(mfa_refused(t, why)), link: None };
        let refused = report.refused.into_iter().map(row).collect();
        Ok(Answer::PerUserMfaSet { changed: report.changed, same: report.same, refused })
    }

    async fn switch_mfa_off(&self, tenant: Id<Tenant>) -> Result<Answer, Refusal> {
        let permit = Arc::new(self.permit::<ManagePerUserMfa>()?);
        let off = self.house.switch_off_per_user_mfa(tenant, &permit).await.map_err(refusal)?;
        Ok(done(match off.people {
            0 => "MFA per user was off for everybody already".to_owned(),
            people => format!("MFA per user is off; it was on for {people} people, and nobody lost a method"),
        }))
    }
}

fn line(found: &PerUserRow) -> MfaLine {
    let asked_by = |by: &AskedBy| match by {
        AskedBy::SecurityDefaults => "security defaults".to_owned(),
        AskedBy::Policy(name) => format!("policy `{name}`"),
        AskedBy::PerUserMfa => "MFA per user".to_owned(),
        AskedBy::NewPlaces => "only where they are new".to_owned(),
    };
    let user = &found.row.user;
    MfaLine {
        name: user.name.to_string(),
        display: user.display.clone(),
        per_user_mfa_state: user.per_user_mfa.word().to_owned(),
        second_step: found.row.has_second_factor,
        asked_by: found.asked_by.iter().map(asked_by).collect(),
    }
}

fn read(word: &str) -> Result<PerUserMfa, Refusal> {
    PerUserMfa::from_word(word).ok_or_else(|| {
        Refusal::new(Kind::Usage, format!("a state is disabled, enabled or enforced, not `{word}`"))
    })
}
