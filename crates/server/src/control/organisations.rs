use model::Organisation;
use policy::Plan;
use service::Fault;
use service::authority::{ManageInstallation, ReadSecurity};
use service::organisations::NewOrganisation;
use service::people::NewPerson;

use super::answer::moment;
use super::perform::{Errand, done, locale, refusal};
use super::{Answer, Kind, LinkMade, OrganisationLine, Passkeys, Refusal, Verb};
use crate::config;

impl Errand<'_> {
    /// What concerns whole organisations.
    pub(super) async fn of_organisations(&self, verb: Verb) -> Result<Answer, Refusal> {
        match verb {
            Verb::OrgAdd {
                domain,
                name,
                public_address,
                help_contact,
                language,
                administrator,
                display,
                mail,
            } => {
                let locale = language.map_or(Ok(model::Locale::En), |tag| locale(&tag))?;
                let administrator = NewPerson { display, name: administrator, mail, locale: Some(locale) };
                let public_address = address(&public_address)?;
                self.make(NewOrganisation {
                    name,
                    domain,
                    locale,
                    public_address,
                    help_contact,
                    administrator,
                })
                .await
            }
            Verb::OrgBlock { org } => self.block_organisation(org).await,
            Verb::OrgPlan { org, plan } => self.plan_of_organisation(org, plan).await,
            Verb::OrgUnblock { org } => self.unblock_organisation(org).await,
            Verb::AddressPlan { org, to } => self.plan(org, &to).await,
            Verb::AddressChange { org, to } => self.change_address(org, &to).await,
            _ => self.list_organisations().await,
        }
    }

    async fn block_organisation(&self, org: String) -> Result<Answer, Refusal> {
        let organisation = self.organisation(Some(org))?;
        let permit = self.permit::<ManageInstallation>()?;
        self.house.block_organisation(organisation.id, permit).await.map_err(refusal)?;
        Ok(done(format!(
            "nobody of {} gets in any more, and every session and token that we are asked about has ended; an \
             application that asks nobody believes an access token for as long as it is good",
            organisation.domain
        )))
    }

    async fn plan_of_organisation(&self, org: String, plan: Option<String>) -> Result<Answer, Refusal> {
        let organisation = self.organisation(Some(org))?;
        let domain = &organisation.domain;
        let Some(word) = plan else {
            let plan = self.house.plan(organisation.id, &self.permit::<ReadSecurity>()?).await;
            return Ok(done(format!("{domain} has the plan {}", plan.map_err(refusal)?.word())));
        };
        let plan = Plan::named(&word)
            .ok_or_else(|| Refusal::new(Kind::Usage, format!("a plan is free, p1 or p2, not `{word}`")))?;
        let permit = self.permit::<ManageInstallation>()?;
        self.house.set_plan(organisation.id, permit, plan).await.map_err(refusal)?;
        Ok(done(format!(
            "{domain} has the plan {}; policies that are on stay on whatever the plan is",
            plan.word()
        )))
    }

    async fn unblock_organisation(&self, org: String) -> Result<Answer, Refusal> {
        let organisation = self.organisation(Some(org))?;
        let permit = self.permit::<ManageInstallation>()?;
        self.house.unblock_organisation(organisation.id, permit).await.map_err(refusal)?;
        Ok(done(format!("people of {} may sign in again", organisation.domain)))
    }

    async fn change_address(&self, org: Option<String>, to: &str) -> Result<Answer, Refusal> {
        let organisation = self.organisation(org)?;
        let (permit, to) = (self.permit::<ManageInstallation>()?, address(to)?);
        self.house.change_address(organisation.id, permit, to.clone()).await.map_err(refusal)?;
        Ok(done(format!(
            "{} is now reached at {to}; set `public_address` to it before the next start, if you set it at all",
            organisation.domain
        )))
    }

    async fn make(&self, new: NewOrganisation) -> Result<Answer, Refusal> {
        let permit = self.permit::<ManageInstallation>()?;
        let (organisation, user, link) = {
            let asked = (new.domain.clone(), new.public_address.clone(), new.administrator.name.clone());
            self.house.add_organisation(permit, new).await.map_err(|fault| not_made(fault, &asked))?
        };
        Ok(Answer::OrganisationMade {
            organisation: line(&organisation, false),
            administrator: user.name.as_str().to_owned(),
            link: LinkMade { address: link.address.clone(), until: moment(link.until) },
        })
    }

    async fn plan(&self, org: Option<String>, to: &str) -> Result<Answer, Refusal> {
        let organisation = self.organisation(org)?;
        let (permit, to) = (self.permit::<ManageInstallation>()?, address(to)?);
        let plan = self.house.address_plan(organisation.id, &permit, &to).await.map_err(refusal)?;
        let keys = |(name, count, other_second_step)| Passkeys { name, count, other_second_step };
        Ok(Answer::AddressPlan {
            from: plan.from,
            to,
            issuer: plan.issuer,
            passkeys: plan.passkeys.into_iter().map(keys).collect(),
            applications: plan.applications,
        })
    }

    async fn list_organisations(&self) -> Result<Answer, Refusal> {
        let mut organisations = vec![];
        for one in self.house.organisations().iter() {
            let blocked = self.house.is_blocked(one.id).await.map_err(refusal)?;
            organisations.push(line(one, blocked));
        }
        Ok(Answer::Organisations { organisations })
    }
}

fn line(one: &Organisation, blocked: bool) -> OrganisationLine {
    OrganisationLine {
        id: one.id.to_string(),
        name: one.name.clone(),
        domain: one.domain.clone(),
        public_address: one.public_address.clone(),
        blocked,
    }
}

/// Why an organisation was not made, about what was asked: its domain, its address, its administrator.
fn not_made(fault: Fault, (domain, at, name): &(String, String, String)) -> Refusal {
    let refused = |message: String| Refusal::new(Kind::Refused, message);
    let usage = |message: String| Refusal::new(Kind::Usage, message);
    match fault {
        Fault::Conflict("domain") => refused(format!("an organisation has the domain `{domain}` already")),
        Fault::Conflict("address") => {
            refused(format!("an organisation is at the host of `{at}` already; each needs a host of its own"))
        }
        Fault::Conflict("demo") => refused("a demo has one organisation and takes no other".to_owned()),
        Fault::Invalid("domain") => usage(format!("`{domain}` is no domain; give one such as `example.net`")),
        Fault::Invalid("organisation") => usage("the name must have 1 to 120 bytes, on one line".to_owned()),
        Fault::Invalid("help_contact") => {
            usage("whom people call must have 1 to 200 bytes, on one line".to_owned())
        }
        Fault::Invalid("name") => {
            usage(format!("`{name}` cannot be a name to sign in with; is there a space in it?"))
        }
        Fault::Invalid("display") => {
            usage("the administrator's display name must have 1 to 120 bytes, on one line".to_owned())
        }
        Fault::Invalid("mail") => usage("the mail address must look like `jan@example.net`".to_owned()),
        other => refusal(other),
    }
}

fn address(text: &str) -> Result<String, Refusal> {
    config::checked_public_address(text)
        .map_err(|why| Refusal::new(Kind::Usage, format!("the address {why}")))
}
