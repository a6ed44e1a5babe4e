use std::sync::Arc;

use model::{Attribute, BeforeBlock, Id, Locale, Organisation, Tenant, User, UserState};
use service::audit::{Head, Progress};
use service::authority::{
    Action, Actor, BlockPeople, EndSessions, HelpPeople, InvitePeople, ManageInstallation, ManagePeople,
    ManageSigningKeys, Permit, ReadPeople, SystemUser, Target, permit,
};
use service::people::{Delivery, NewPerson};
use service::recover::Rank;
use service::{Fault, Haste, House, MailRoute, Page, PeopleFilter, UserRow};

use super::answer::{AuditFound, moment, state};
use super::{Answer, Kind, LinkMade, Person, PersonDetails, Refusal, Verb};
use crate::config::Config;
use crate::data_dir::DataDir;
use crate::doctor;

/// People read at once for a list.
const PAGE: i64 = 500;

/// Where commands are done: in the running server, or in the command itself.
#[derive(Clone)]
pub struct Desk {
    /// The use cases.
    pub house: House,
    /// The configuration.
    pub config: Arc<Config>,
    /// The data folder.
    pub data: DataDir,
    /// Whether a server runs here.
    pub is_serving: bool,
}

/// One command by somebody.
pub(super) struct Errand<'a> {
    pub(super) house: &'a House,
    actor: Actor,
}

impl Desk {
    /// Does what a command asks, on behalf of a system user. `say` gets what the person who waits is told meanwhile.
    pub(super) async fn perform(
        &self,
        by: SystemUser,
        verb: Verb,
        say: &(dyn Fn(String) + Send + Sync),
    ) -> Result<Answer, Refusal> {
        let errand = Errand { house: &self.house, actor: Actor::Cli(by) };
        match verb {
            Verb::UserAdd { org, name, display, mail, language, send } => {
                let new =
                    NewPerson { display, name, mail, locale: language.map(|tag| locale(&tag)).transpose()? };
                errand.add(errand.tenant(org)?, new, delivery(send)).await
            }
            Verb::UserList { org, starting } => errand.list(errand.tenant(org)?, starting).await,
            Verb::UserShow { org, name } => errand.show(errand.tenant(org)?, &name).await,
            Verb::UserSet { org, name, values } => errand.set(errand.tenant(org)?, &name, values).await,
            Verb::UserDelete { org, name, permanently } => {
                errand.delete(errand.tenant(org)?, &name, permanently).await
            }
            Verb::UserRestore { org, name } => errand.restore(errand.tenant(org)?, &name).await,
            Verb::UserDeleted { org } => errand.deleted(errand.tenant(org)?).await,
            mfa @ (Verb::MfaList { .. }
            | Verb::MfaSet { .. }
            | Verb::MfaImport { .. }
            | Verb::MfaOff { .. }) => errand.of_per_user_mfa(mfa).await,
            emergency @ (Verb::EmergencyList { .. }
            | Verb::EmergencyDesignate { .. }
            | Verb::EmergencyWithdraw { .. }
            | Verb::EmergencyKit { .. }
            | Verb::EmergencyRehearse { .. }) => errand.of_emergency(emergency).await,
            Verb::ImportUsers { org, text, inviting, dry_run } => {
                errand.import(errand.tenant(org)?, (&text, &inviting, dry_run), say).await
            }
            Verb::ExportUsers { org } => errand.export(errand.tenant(org)?).await,
            Verb::UserBlock { org, name } => errand.block(errand.tenant(org)?, &name).await,
            Verb::UserUnblock { org, name } => errand.unblock(errand.tenant(org)?, &name).await,
            Verb::UserUnlock { org, name } => errand.unlock(errand.tenant(org)?, &name).await,
            Verb::UserInvite { org, name, send } => {
                errand.invite(errand.tenant(org)?, &name, delivery(send)).await
            }
            Verb::UserEndSessions { org, name } => errand.end_sessions(errand.tenant(org)?, &name).await,
            Verb::Recover { org, name, make_administrator } => {
                let rank = if make_administrator { Rank::MakeAdministrator } else { Rank::AsBefore };
                errand.recover(errand.tenant(org)?, &name, rank).await
            }
            groups @ (Verb::GroupAdd { .. }
            | Verb::GroupList { .. }
            | Verb::GroupShow { .. }
            | Verb::GroupMembers { .. }
            | Verb::GroupAddMember { .. }
            | Verb::GroupRemoveMember { .. }
            | Verb::GroupImport { .. }
            | Verb::GroupDelete { .. }
            | Verb::GroupRestore { .. }) => errand.of_groups(groups).await,
            apps @ (Verb::AppGive { .. } | Verb::AppTake { .. }) => errand.of_apps(apps).await,
            Verb::KeysRotate { org, haste } => errand.rotate_keys(errand.tenant(org)?, &haste).await,
            Verb::AuditVerify { org, head } => errand.verify_audit(org, head, say).await,
            Verb::AuditSeals { org } => {
                let tenant = errand.tenant(org)?;
                let seals = self.house.audit_seals(tenant, &errand.permit()?).await.map_err(refusal)?;
                Ok(Answer::AuditSeals { seals })
            }
            verb @ (Verb::PolicyList { .. }
            | Verb::PolicyExport { .. }
            | Verb::PolicyImport { .. }
            | Verb::PolicyCheck { .. }
            | Verb::PolicySwitch { .. }
            | Verb::PolicyConfirm { .. }
            | Verb::PolicyTakeBack { .. }
            | Verb::PolicyReplaceDefaults { .. }) => errand.of_policies(verb).await,
            verb @ (Verb::PolicyRevisions { .. } | Verb::PolicyRestore { .. }) => {
                errand.of_revisions(verb).await
            }
            verb @ (Verb::PolicyWhatIf { .. } | Verb::PolicyReplay { .. } | Verb::PolicyTest { .. }) => {
                errand.of_judging(verb, say).await
            }
            Verb::SyncLdap { org, how } => errand.sync_ldap(errand.tenant(org)?, how).await,
            Verb::BackupCopy => errand.copy_for_backup(&self.data).await,
            Verb::BackupKept { taken_micros } => errand.backup_kept(taken_micros).await,
            Verb::Doctor => {
                let report = doctor::examine(self, say).await;
                let answer = Answer::health(&report, &self.house.zone());
                if self.is_serving {
                    self.house.keep_health(report);
                }
                Ok(answer)
            }
            organisations => errand.of_organisations(organisations).await,
        }
    }
}

/// How many seals are looked at between two lines of progress.
const SAY_EVERY: i64 = 50;

impl Errand<'_> {
    async fn verify_audit(
        &self,
        org: Option<String>,
        head: Option<String>,
        say: &(dyn Fn(String) + Send + Sync),
    ) -> Result<Answer, Refusal> {
        let organisation = self.organisation(org)?;
        let unreadable =
            |()| Refusal::new(Kind::Usage, "a kept seal is a number, a colon and 64 hexadecimal digits");
        let kept = head.map(|head| head.parse::<Head>().map_err(unreadable)).transpose()?;
        let progress = |progress: Progress| {
            if progress.done % SAY_EVERY == 0 {
                say(format!("{} of {} seals", progress.done, progress.of));
            }
        };
        let found = self.house.verify_audit(organisation.id, &self.permit()?, kept, &progress).await;
        let found = found.map_err(refusal)?;
        let log = AuditFound::of(&organisation.domain, &found, &self.house.zone());
        Ok(Answer::AuditVerified { log: Box::new(log) })
    }

    async fn rotate_keys(&self, tenant: Id<Tenant>, haste: &str) -> Result<Answer, Refusal> {
        let haste =
            Haste::from_word(haste).ok_or_else(|| Refusal::new(Kind::Usage, "the haste is not known"))?;
        let permit = self.permit::<ManageSigningKeys>()?;
        self.house.rotate_signing_keys(tenant, permit, haste).await.map_err(refusal)?;
        Ok(done(
            match haste {
                Haste::Planned => "new keys are published; they begin to sign in 24 hours, and nobody notices",
                Haste::Now => {
                    "new keys sign from now on; what the old ones signed is believed until it ends, and an application \
                     that does not know the new keys refuses people until it reads the key set again"
                }
                Haste::Leaked => {
                    "new keys sign from now on, and nothing that the old ones signed is believed; applications refuse \
                     people until they read the key set again"
                }
            }
            .to_owned(),
        ))
    }

    pub(super) fn permit<A: Action>(&self) -> Result<Permit<A>, Refusal> {
        permit(&self.actor, Target::Organisation).map_err(|denied| refusal(denied.into()))
    }

    /// The organisation that is named, or the only one.
    pub(super) fn organisation(&self, named: Option<String>) -> Result<Arc<Organisation>, Refusal> {
        let all = self.house.organisations();
        match (named, all.as_slice()) {
            (_, []) => Err(Refusal::new(
                Kind::NotFound,
                "there is no organisation yet; start sluis and open the link that it shows",
            )),
            (None, [only]) => Ok(Arc::clone(only)),
            (None, several) => {
                let domains: Vec<_> = several.iter().map(|one| one.domain.as_str()).collect();
                let message = format!("say which organisation with --org: {}", domains.join(", "));
                Err(Refusal::new(Kind::Usage, message))
            }
            (Some(word), _) => self
                .house
                .organisation_named(&word)
                .ok_or_else(|| Refusal::new(Kind::NotFound, format!("there is no organisation `{word}`"))),
        }
    }

    pub(super) fn tenant(&self, named: Option<String>) -> Result<Id<Tenant>, Refusal> {
        Ok(self.organisation(named)?.id)
    }

    pub(super) async fn person(&self, tenant: Id<Tenant>, name: &str) -> Result<User, Refusal> {
        let permit = self.permit::<ReadPeople>()?;
        let found = self.house.person_named(tenant, &permit, name).await.map_err(refusal)?;
        found.ok_or_else(|| Refusal::new(Kind::NotFound, format!("nobody signs in as `{name}`")))
    }

    async fn add(&self, tenant: Id<Tenant>, new: NewPerson, by: Delivery) -> Result<Answer, Refusal> {
        let (user, link) =
            self.house.add_person(tenant, self.permit::<ManagePeople>()?, new, by).await.map_err(refusal)?;
        Ok(self.invited(&user, &link, by))
    }

    async fn invite(&self, tenant: Id<Tenant>, name: &str, by: Delivery) -> Result<Answer, Refusal> {
        let user = self.person(tenant, name).await?;
        let permit = self.permit::<InvitePeople>()?;
        let link = self.house.invite_again(tenant, permit, user.id, by).await.map_err(refusal)?;
        Ok(self.invited(&user, &link, by))
    }

    async fn list(&self, tenant: Id<Tenant>, starting: String) -> Result<Answer, Refusal> {
        let permit = self.permit::<ReadPeople>()?;
        let (mut users, mut after) = (vec![], None);
        loop {
            let page = self
                .house
                .people(tenant, &permit, beginning(&starting), after, PAGE)
                .await
                .map_err(refusal)?;
            let is_last = page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
            after = page.last().map(|row| Page { display: row.user.display.clone(), id: row.user.id });
            let ids = page.iter().map(|row| row.user.id).collect();
            let administrators =
                self.house.administrators_among(tenant, &permit, ids).await.map_err(refusal)?;
            users.extend(page.iter().map(|row| line(row, administrators.contains(&row.user.id))));
            if is_last {
                return Ok(Answer::Users { users });
            }
        }
    }

    async fn show(&self, tenant: Id<Tenant>, name: &str) -> Result<Answer, Refusal> {
        let user = self.person(tenant, name).await?;
        let permit = self.permit::<ReadPeople>()?;
        let details = self.house.person(tenant, &permit, user.id).await.map_err(refusal)?;
        let known = self.house.known_of(tenant, &permit, user.id).await.map_err(refusal)?;
        let locks = self.house.locks(tenant, &permit, &user).await.map_err(refusal)?;
        // The list knows when somebody last signed in; those of one name stand together in it.
        let same_name = self.house.people(tenant, &permit, beginning(&user.display), None, PAGE).await;
        let listed = same_name.map_err(refusal)?.into_iter().find(|row| row.user.id == user.id);
        let has_second_factor = !details.methods.is_empty();
        let row = listed.unwrap_or(UserRow { has_second_factor, last_sign_in: None, user });
        let user = PersonDetails {
            person: line(&row, !details.roles.is_empty()),
            mail: details.user.mail.clone(),
            known: known
                .into_iter()
                .filter(|(attribute, value)| says_more(*attribute, value))
                .map(named)
                .collect(),
            roles: details.roles.iter().map(|role| format!("{role:?}")).collect(),
            methods: details.methods.iter().map(|held| held.method.word().to_owned()).collect(),
            recovery_codes: details.recovery_codes,
            sessions: details.open_sessions,
            locked_until: locks.first().map(|longest| moment(longest.until)),
        };
        Ok(Answer::User { user: Box::new(user) })
    }

    async fn block(&self, tenant: Id<Tenant>, name: &str) -> Result<Answer, Refusal> {
        let user = self.person(tenant, name).await?;
        let permit = self.permit::<BlockPeople>()?;
        self.house.block(tenant, permit, user.id).await.map_err(refusal)?;
        Ok(done(format!("{} cannot sign in any more; every session has ended", user.name.as_str())))
    }

    async fn unblock(&self, tenant: Id<Tenant>, name: &str) -> Result<Answer, Refusal> {
        let user = self.person(tenant, name).await?;
        let permit = self.permit::<BlockPeople>()?;
        self.house.unblock(tenant, permit, user.id).await.map_err(refusal)?;
        let name = user.name.as_str();
        Ok(done(match user.state {
            UserState::Blocked { before: BeforeBlock::Invited, .. } => format!(
                "{name} is unblocked; the invitation ended with the block. \
                 Make a new one with `sluis user invite {name}`"
            ),
            _ => format!("{name} may sign in again"),
        }))
    }

    async fn unlock(&self, tenant: Id<Tenant>, name: &str) -> Result<Answer, Refusal> {
        let user = self.person(tenant, name).await?;
        let permit = self.permit::<HelpPeople>()?;
        self.house.unlock(tenant, permit, user.id).await.map_err(refusal)?;
        Ok(done(format!("{} may try again at once", user.name.as_str())))
    }

    async fn end_sessions(&self, tenant: Id<Tenant>, name: &str) -> Result<Answer, Refusal> {
        let user = self.person(tenant, name).await?;
        let permit = self.permit::<EndSessions>()?;
        self.house.end_sessions(tenant, permit, user.id).await.map_err(refusal)?;
        Ok(done(format!("every session of {} has ended", user.name.as_str())))
    }

    async fn recover(&self, tenant: Id<Tenant>, name: &str, rank: Rank) -> Result<Answer, Refusal> {
        let user = self.person(tenant, name).await?;
        let permit = self.permit::<ManageInstallation>()?;
        let link = self.house.recover(tenant, permit, user.id, rank).await.map_err(refusal)?;
        Ok(self.invited(&user, &link, Delivery::Link))
    }

    fn invited(&self, user: &User, link: &service::invitations::Link, by: Delivery) -> Answer {
        let mailed = user.mail.clone().filter(|_| by == Delivery::Mail);
        let kept_in = match self.house.mail_route() {
            MailRoute::Folder(folder) if mailed.is_some() => Some(folder.clone()),
            MailRoute::Folder(_) | MailRoute::Relay(_) => None,
        };
        Answer::Invited {
            name: user.name.as_str().to_owned(),
            link: LinkMade { address: link.address.clone(), until: moment(link.until) },
            mailed,
            kept_in,
        }
    }
}

/// What the answer does not say anyway.
fn says_more(attribute: Attribute, value: &str) -> bool {
    let said = matches!(attribute, Attribute::UserPrincipalName | Attribute::DisplayName | Attribute::Mail);
    !said && !value.is_empty()
}

fn named((attribute, value): (Attribute, String)) -> (String, String) {
    (attribute.word().to_owned(), value)
}

/// Everybody whose display name begins so.
fn beginning(starting: &str) -> PeopleFilter {
    PeopleFilter { starting: starting.to_owned(), ..PeopleFilter::default() }
}

const fn delivery(send: bool) -> Delivery {
    if send { Delivery::Mail } else { Delivery::Link }
}

pub(super) fn locale(tag: &str) -> Result<Locale, Refusal> {
    let tags: Vec<_> = Locale::ALL.iter().map(|locale| locale.tag()).collect();
    Locale::from_tag(tag).ok_or_else(|| {
        Refusal::new(Kind::Usage, format!("a language is one of {}, not `{tag}`", tags.join(", ")))
    })
}

pub(super) const fn done(what: String) -> Answer {
    Answer::Done { what }
}

fn line(row: &UserRow, administrator: bool) -> Person {
    Person {
        id: row.user.id.to_string(),
        name: row.user.name.as_str().to_owned(),
        display: row.user.display.clone(),
        state: state(row.user.state).to_owned(),
        administrator,
        second_step: row.has_second_factor,
        last_sign_in: row.last_sign_in.map(moment),
    }
}

/// What a use case could not do, for the person at the terminal.
pub(super) fn refusal(fault: Fault) -> Refusal {
    match fault {
        Fault::NotFound => Refusal::new(Kind::NotFound, "there is no such thing"),
        Fault::Denied | Fault::Unconfirmed => Refusal::new(Kind::Refused, "that is not allowed"),
        Fault::Conflict("name") => Refusal::new(Kind::Refused, "somebody has that name already"),
        Fault::Conflict("manager") => {
            Refusal::new(Kind::Refused, "that manager reports to the person, directly or through others")
        }
        Fault::Conflict("state") => Refusal::new(Kind::Refused, "that is the case already"),
        Fault::Conflict("last administrator") => Refusal::new(
            Kind::Refused,
            "this is the last Global Administrator who can sign in; make somebody else one first",
        ),
        Fault::Conflict("synced") => {
            Refusal::new(Kind::Refused, "that comes from the directory server, and is changed there")
        }
        Fault::Conflict("syncing") => {
            Refusal::new(Kind::State, "a pass over the directory server is being made")
        }
        Fault::Conflict(what) => {
            Refusal::new(Kind::Refused, format!("`{what}` is taken or changed meanwhile"))
        }
        Fault::Invalid(what) => {
            Refusal::new(Kind::Usage, format!("`{what}` cannot be used; is it complete?"))
        }
        Fault::Busy => Refusal::new(Kind::State, "the database is busy; try again"),
        fault @ (Fault::Stale | Fault::Database(_)) => Refusal::new(Kind::Failed, fault.to_string()),
    }
}
