//! The organisations of an installation: one more, blocking one, moving one to another address. What concerns them is
//! done by commands on the machine itself; no role of one organisation gives leave for it.

use std::sync::Arc;

use model::{Id, Locale, Method, Name, Organisation, Role, Tenant, User, plain_text};
use policy::PolicySet;
use sql::Tx;
use store::Tables;

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ManageInstallation, Permit};
use crate::house::House;
use crate::invitations::Link;
use crate::people::{NewPerson, new_user};
use crate::policy_sets::{self, Edit, Whole};
use crate::set_up::{checked_domain, host_of, lay_foundations};

/// How many people and applications a list of what breaks names.
const NAMED: i64 = 1_000;

/// What is needed to make an organisation.
#[derive(Debug, Clone)]
pub struct NewOrganisation {
    /// What it is called.
    pub name: String,
    /// Its domain.
    pub domain: String,
    /// The language of pages and mail.
    pub locale: Locale,
    /// Scheme, host and port that people reach it by; on a host of its own.
    pub public_address: String,
    /// Whom people call.
    pub help_contact: String,
    /// Who administers it.
    pub administrator: NewPerson,
}

/// What moving an organisation to another address breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressPlan {
    /// The address that it has.
    pub from: String,
    /// The issuer that applications will have to be told.
    pub issuer: String,
    /// Who has passkeys or security keys, which are bound to the host: the name, how many, and whether the person has
    /// another second step. Empty where the host stays.
    pub passkeys: Vec<(String, i64, bool)>,
    /// The applications, each of which must be told the new issuer.
    pub applications: Vec<String>,
}

/// What whoever runs the installation makes of one part of an organisation's policies.
pub(crate) struct Ruling {
    /// The part.
    pub(crate) edit: Edit,
    /// What it is in the audit log.
    pub(crate) verb: Verb,
    /// What is otherwise.
    pub(crate) changes: Changes,
}

impl House {
    /// Makes one more organisation, with an administrator who is invited. The link is the only way in.
    pub async fn add_organisation(
        &self,
        permit: Permit<ManageInstallation>,
        new: NewOrganisation,
    ) -> Result<(Arc<Organisation>, User, Link), Fault> {
        if self.is_demo() {
            return Err(Fault::Conflict("demo"));
        }
        let entry = self.entry();
        let tenant = Id::random(self.outside.random());
        let organisation = organisation(&new, tenant, entry.at)?;
        Name::new(&new.administrator.name).map_err(|_| Fault::Invalid("name"))?;
        let user = new_user(&new.administrator, Id::random(self.outside.random()), entry.at)?;
        let handle: [u8; 32] = self.outside.random();
        let link = self.make_link(&organisation, entry.at);
        let signing_key = self.first_signing_key(tenant, entry.at)?;
        let apps = self.first_party_apps(entry.at);
        let revision = Id::ordered(entry.at, self.outside.random());
        let kept = (organisation.clone(), user.clone(), link.clone());
        self.db
            .write_installation(move |installation| {
                let (organisation, user, link) = &kept;
                let mut all = store::organisations(installation);
                if all.all()?.iter().any(|other| other.rp_id == organisation.rp_id) {
                    return Err(Fault::Conflict("address"));
                }
                all.insert(organisation).map_err(taken)?;
                let tx = &mut installation.tenant(organisation.id);
                lay_foundations(tx, revision, &apps, &signing_key, entry)?;
                tx.users().insert(user, &handle, None)?;
                tx.users().assign(user.id, Role::GlobalAdministrator, entry.at)?;
                tx.invitations().replace(&link.invitation(user.id), &link.digest(), None, entry.at)?;
                let changes = made(organisation).made("administrator", user.id);
                entry.write(
                    tx,
                    &permit,
                    Verb::MakeOrganisation,
                    ("organisation", Some(organisation.id)),
                    &changes,
                )
            })
            .await?;
        self.reload_organisations().await?;
        Ok((self.organisation(tenant).ok_or(Fault::NotFound)?, user, link))
    }

    /// True while nobody of an organisation gets in.
    pub async fn is_blocked(&self, tenant: Id<Tenant>) -> Result<bool, Fault> {
        Ok(self.db.read(tenant, policy_sets::load_head).await?.is_blocked())
    }

    /// Blocks an organisation: a policy that stops everybody at every door, and the end of every session and grant, in
    /// one transaction. Whoever is at a door meanwhile is judged by it, because the gate reads the newest revision.
    pub async fn block_organisation(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageInstallation>,
    ) -> Result<(), Fault> {
        self.set_whole(tenant, permit, Whole::Blocked).await
    }

    /// Lets people in again as policy says; nothing that was ended comes back.
    pub async fn unblock_organisation(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageInstallation>,
    ) -> Result<(), Fault> {
        self.set_whole(tenant, permit, Whole::Open).await
    }

    async fn set_whole(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageInstallation>,
        whole: Whole,
    ) -> Result<(), Fault> {
        let since = self.now();
        self.rule(tenant, permit, move |tx, before| {
            let is_blocked = whole == Whole::Blocked;
            if before.is_blocked() == is_blocked {
                return Err(Fault::Conflict("state"));
            }
            end_all(tx)?;
            Ok(Ruling {
                edit: policy_sets::blocked_edit(whole, since),
                verb: if is_blocked { Verb::BlockOrganisation } else { Verb::UnblockOrganisation },
                changes: Changes::default().set("blocked", before.is_blocked(), is_blocked),
            })
        })
        .await
    }

    /// Makes the revision in which one part is what whoever runs the installation says, and keeps the record of it.
    pub(crate) async fn rule(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageInstallation>,
        decide: impl Fn(&mut Tx<'_>, &PolicySet) -> Result<Ruling, Fault> + Send + 'static,
    ) -> Result<(), Fault> {
        let entry = self.entry();
        let id = Id::ordered(entry.at, self.outside.random());
        self.db
            .write(tenant, move |tx| {
                let before = policy_sets::load_head(tx)?;
                let ruling = decide(tx, &before)?;
                if !policy_sets::save_edit(tx, (id, before.revision), ruling.edit, entry)? {
                    return Err(Fault::Busy);
                }
                entry.write(tx, &permit, ruling.verb, ("organisation", Some(tenant)), &ruling.changes)
            })
            .await?;
        self.forget_policy_set(tenant);
        Ok(())
    }

    /// What moving an organisation to another address would break.
    pub async fn address_plan(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ManageInstallation>,
        to: &str,
    ) -> Result<AddressPlan, Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let moved = Organisation { public_address: to.to_owned(), ..Organisation::clone(&organisation) };
        let host_stays = host_of(to) == organisation.rp_id;
        let (passkeys, applications) = self
            .db
            .read(tenant, move |tx| {
                let passkeys = if host_stays { vec![] } else { bound_to_host(tx)? };
                let apps = tx.apps().list(None, NAMED)?;
                let names = apps.into_iter().filter(|app| !app.built_in).map(|app| app.name).collect();
                Ok::<_, Fault>((passkeys, names))
            })
            .await?;
        Ok(AddressPlan {
            from: organisation.public_address.clone(),
            issuer: moved.issuer(),
            passkeys,
            applications,
        })
    }

    /// Moves an organisation to another address, which is its issuer and the host of its passkeys from then on. Every
    /// session and grant ends: the tokens of the old issuer are nobody's any more.
    pub async fn change_address(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageInstallation>,
        to: String,
    ) -> Result<(), Fault> {
        let entry = self.entry();
        let host = host_of(&to);
        self.db
            .write_installation(move |installation| {
                let mut all = store::organisations(installation);
                let organisations = all.all()?;
                let own = organisations.iter().find(|one| one.id == tenant).ok_or(Fault::NotFound)?;
                if own.public_address == to {
                    return Err(Fault::Conflict("state"));
                }
                if organisations.iter().any(|other| other.id != tenant && other.rp_id == host) {
                    return Err(Fault::Conflict("address"));
                }
                all.set_address(tenant, &to, &host)?;
                let tx = &mut installation.tenant(tenant);
                end_all(tx)?;
                if own.rp_id != host {
                    // They are bound to the host that they were made for, and would be asked for in vain.
                    tx.credentials().remove_everybodys(BOUND_TO_HOST)?;
                }
                let changes = Changes::default()
                    .set("publicAddress", &own.public_address, &to)
                    .set("rpId", &own.rp_id, &host);
                entry.write(tx, &permit, Verb::ChangeAddress, ("organisation", Some(tenant)), &changes)
            })
            .await?;
        self.reload_organisations().await
    }
}

/// What the record of a new organisation says.
pub(crate) fn made(organisation: &Organisation) -> Changes {
    Changes::default()
        .made("name", &organisation.name)
        .made("domain", &organisation.domain)
        .made("publicAddress", &organisation.public_address)
}

/// Ends every session of an organisation, and everything that rests on one or leads to one.
pub(crate) fn end_all(tx: &mut Tx<'_>) -> Result<(), Fault> {
    tx.sign_ins().end_all()?;
    tx.sessions().end_all()?;
    tx.grants().end_all()?;
    tx.remembered().end_all()?;
    Ok(())
}

/// What only works at the host that it was made for.
const BOUND_TO_HOST: [Method; 2] = [Method::Passkey, Method::SecurityKey];

/// Who has something that only works at the present host.
fn bound_to_host(tx: &mut Tx<'_>) -> Result<Vec<(String, i64, bool)>, Fault> {
    let mut people = vec![];
    for (id, count) in tx.credentials().counted(BOUND_TO_HOST, NAMED)? {
        let Some(user) = tx.users().by_id(id)? else { continue };
        let has_other = tx.credentials().of(id)?.iter().any(|held| !BOUND_TO_HOST.contains(&held.method));
        people.push((user.name.as_str().to_owned(), count, has_other));
    }
    Ok(people)
}

fn organisation(new: &NewOrganisation, id: Id<Tenant>, now: model::Timestamp) -> Result<Organisation, Fault> {
    Ok(Organisation {
        id,
        name: plain_text(&new.name, 120).ok_or(Fault::Invalid("organisation"))?,
        domain: checked_domain(&new.domain)?,
        locale: new.locale,
        public_address: new.public_address.clone(),
        rp_id: host_of(&new.public_address),
        help_contact: plain_text(&new.help_contact, 200).ok_or(Fault::Invalid("help_contact"))?,
        created: now,
    })
}

fn taken(error: sql::Error) -> Fault {
    if error.is_unique_violation() { Fault::Conflict("domain") } else { error.into() }
}
