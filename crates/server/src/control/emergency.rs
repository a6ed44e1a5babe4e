//! Emergency access at the command line.

use model::{Id, Tenant};
use service::Fault;
use service::authority::{ManageEmergencyAccess, ReadSecurity};
use service::emergency::{Kit, MOST_ACCOUNTS, Shown, Trouble};

use super::answer::moment;
use super::perform::{Errand, done, refusal};
use super::{Answer, EmergencyTold, Kind, KitMade, Refusal, Verb};

impl Errand<'_> {
    /// What concerns emergency accounts.
    pub(super) async fn of_emergency(&self, verb: Verb) -> Result<Answer, Refusal> {
        match verb {
            Verb::EmergencyList { org } => self.list_emergency(self.tenant(org)?).await,
            Verb::EmergencyDesignate { org, name } => {
                let (tenant, permit) = (self.tenant(org)?, self.permit::<ManageEmergencyAccess>()?);
                let user = self.person(tenant, &name).await?;
                let kit = self.house.designate_emergency(tenant, permit, user.id).await;
                kit.map(told).map_err(refused)
            }
            Verb::EmergencyWithdraw { org, name } => {
                let (tenant, permit) = (self.tenant(org)?, self.permit::<ManageEmergencyAccess>()?);
                let user = self.person(tenant, &name).await?;
                self.house.withdraw_emergency(tenant, permit, user.id).await.map_err(refused)?;
                Ok(done(format!("{name} is an account like any other; its kit opens nothing any more")))
            }
            Verb::EmergencyKit { org, name } => {
                let (tenant, permit) = (self.tenant(org)?, self.permit::<ManageEmergencyAccess>()?);
                let user = self.person(tenant, &name).await?;
                let kit = self.house.make_emergency_kit(tenant, permit, user.id).await;
                kit.map(told).map_err(refused)
            }
            Verb::EmergencyRehearse { org, name } => {
                let (tenant, permit) = (self.tenant(org)?, self.permit::<ManageEmergencyAccess>()?);
                let user = self.person(tenant, &name).await?;
                let until = self.house.rehearse_emergency(tenant, permit, user.id).await.map_err(refused)?;
                let until = moment(until);
                let said = format!(
                    "sign in as {name} with the kit until {until}; `sluis emergency list` says whether it counted"
                );
                Ok(done(said))
            }
            _ => Err(Refusal::new(Kind::Usage, "that is no command about emergency access")),
        }
    }

    async fn list_emergency(&self, tenant: Id<Tenant>) -> Result<Answer, Refusal> {
        let permit = self.permit::<ReadSecurity>()?;
        let overview = self.house.emergency_access(tenant, &permit).await.map_err(refusal)?;
        let alarms = |account: &Shown| {
            let own = overview.alarms.iter().filter(|alarm| alarm.used.user == account.user);
            own.map(|alarm| moment(alarm.used.at)).collect()
        };
        let line = |account: &Shown| EmergencyTold {
            name: account.name.clone(),
            display: account.display.clone(),
            capsule: account.capsule.map(moment),
            passkeys: account.passkeys,
            rehearsed: account.rehearsed.map(moment),
            troubles: account.troubles.iter().map(|trouble| word(*trouble).to_owned()).collect(),
            alarms: alarms(account),
        };
        Ok(Answer::Emergency { accounts: overview.accounts.iter().map(line).collect() })
    }
}

const fn word(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Blocked => "blocked",
        Trouble::NotAdministrator => "notAdministrator",
        Trouble::NoWayIn => "noWayIn",
        Trouble::Synced => "synced",
        Trouble::NotRehearsed => "notRehearsed",
    }
}

fn told(kit: Kit) -> Answer {
    let made = moment(kit.made);
    Answer::EmergencyKit {
        kit: Box::new(KitMade { name: kit.name, address: kit.address, capsule: kit.capsule, made }),
    }
}

/// Why an account may not be one, and the way out.
fn refused(fault: Fault) -> Refusal {
    let said = match fault {
        Fault::NotFound => return Refusal::new(Kind::NotFound, "that is no emergency account"),
        Fault::Conflict("emergency account") => "that is an emergency account already".to_owned(),
        Fault::Conflict("emergency accounts") => {
            format!("there are {MOST_ACCOUNTS} emergency accounts; withdraw one first")
        }
        Fault::Conflict("no administrator") => {
            "an emergency account holds Global Administrator itself and without an end date, and is no guest's"
                .to_owned()
        }
        Fault::Conflict("synced") => {
            "that account comes from the directory server, which could block it; make one here for this".to_owned()
        }
        Fault::Conflict("state") => {
            "nobody has signed in with that account yet, or it is blocked".to_owned()
        }
        Fault::Conflict("last administrator") => {
            "nobody who may change policies would come in any more".to_owned()
        }
        other => return refusal(other),
    };
    Refusal::new(Kind::Refused, said)
}
