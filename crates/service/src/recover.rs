//! The way back in for an administrator who is locked out, from the machine itself. It lets nobody in: what it makes
//! is a link that leads to a new password and a new second step. Everything that led in before is gone, and everybody
//! who administers is told.

use model::{Id, PasswordState, Role, Span, Tenant, Timestamp, User, UserState};
use sql::Tx;
use store::{Letter, Tables};

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{Actor, ManageInstallation, Permit};
use crate::house::House;
use crate::invitations::Link;
use crate::people::{alive, end_everything};

/// How long the link is good: whoever made it is at the machine now.
pub const LIFETIME: Span = Span::hours(1);

/// What the person is afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// The Global Administrator that they are; anybody else is refused.
    AsBefore,
    /// A Global Administrator, whatever they were.
    MakeAdministrator,
}

impl House {
    /// Makes a one-time link for a Global Administrator, in one transaction with the end of every other way in to the
    /// account, the mail to everybody who administers, and the record.
    pub async fn recover(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageInstallation>,
        id: Id<User>,
        rank: Rank,
    ) -> Result<Link, Fault> {
        let entry = self.entry();
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let link = self.make_link_for(&organisation, entry.at, LIFETIME);
        let (user, administrators) = self.told_of(tenant, id).await?;
        let by = match permit.actor() {
            Actor::Cli(by) => by.to_string(),
            Actor::System | Actor::Person { .. } | Actor::Delegated { .. } | Actor::App { .. } => {
                organisation.name.clone()
            }
        };
        let letters = administrators
            .iter()
            .filter_map(|to| self.recovered_letter(&organisation, to, (&user, &by)).transpose())
            .collect::<Result<Vec<Letter>, Fault>>()?;
        let counters = self.counters_of(tenant, &user);
        let kept = link.clone();
        self.db
            .write(tenant, move |tx| {
                let methods = let_nobody_in(tx, id, rank, entry.at)?;
                tx.invitations().replace(&kept.invitation(id), &kept.digest(), None, entry.at)?;
                for (.., counter) in &counters {
                    counter.settle(tx)?;
                }
                for letter in &letters {
                    tx.outbox().insert(letter, entry.at)?;
                }
                let mut changes = Changes::default().made("invitation", kept.until).gone("methods", methods);
                if rank == Rank::MakeAdministrator {
                    changes = changes.made("role", Role::GlobalAdministrator.id());
                }
                entry.write(tx, &permit, Verb::RecoverPerson, ("user", Some(id)), &changes)
            })
            .await?;
        Ok(link)
    }

    /// The person, and everybody who administers; the person too.
    async fn told_of(&self, tenant: Id<Tenant>, id: Id<User>) -> Result<(User, Vec<User>), Fault> {
        self.db
            .read(tenant, move |tx| {
                let user = alive(tx, id)?;
                let mut told = vec![user.clone()];
                for holder in tx.users().holders(Role::GlobalAdministrator, 100)? {
                    let other = tx.users().by_id(holder)?.filter(|other| other.id != id);
                    told.extend(other.filter(|other| other.state.may_sign_in()));
                }
                Ok((user, told))
            })
            .await
    }
}

/// Ends every way in to an account but the one that is about to be made; how many methods were removed.
fn let_nobody_in(tx: &mut Tx<'_>, id: Id<User>, rank: Rank, now: Timestamp) -> Result<u64, Fault> {
    let user = alive(tx, id)?;
    let administers = tx.users().roles(id)?.contains(&Role::GlobalAdministrator);
    match rank {
        Rank::AsBefore if !administers => return Err(Fault::Conflict("no administrator")),
        Rank::AsBefore => {}
        Rank::MakeAdministrator => tx.users().assign_until(id, Role::GlobalAdministrator, (now, None))?,
    }
    if matches!(user.state, UserState::Blocked { .. }) {
        tx.users().set_state(id, UserState::Active, now)?;
    }
    let methods = tx.credentials().remove_all(id)?;
    tx.recovery_codes().remove_all(id)?;
    tx.emergency().burn(id)?;
    tx.users().set_password(id, PasswordState::None, None, now)?;
    end_everything(tx, id, now)?;
    Ok(methods)
}
