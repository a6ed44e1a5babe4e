//! What an organisation chooses about itself: how it is called, in which language it speaks, and whom people call.
//! Nothing that addresses, applications or passkeys depend on (`organisations.rs`); for how long logs are kept is in
//! `retention.rs`.

use model::{Id, Locale, Organisation, Tenant, plain_text};
use sql::Tx;
use store::Tables;

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ManageOrganisation, Permit, ReadSecurity};
use crate::house::House;
use crate::retention::{self, Retention};
use crate::standing::may_still;

/// The key of whom people ask about what is kept of them.
const PRIVACY: &str = "privacyContact";

/// The longest name of an organisation, in bytes.
pub const LONGEST_NAME: usize = 120;
/// The longest contact, in bytes.
pub const LONGEST_CONTACT: usize = 200;

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationSettings {
    /// How it is called.
    pub name: String,
    /// The language of pages and mail where nobody chose one.
    pub locale: Locale,
    /// Whom people call when they cannot get in.
    pub help_contact: String,
    /// Whom people ask about what is kept of them, where that is somebody else.
    pub privacy_contact: Option<String>,
}

impl House {
    /// The settings as they are.
    pub async fn organisation_settings(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<OrganisationSettings, Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        self.db.read(tenant, move |tx| read(tx, &organisation)).await
    }

    /// Whom people ask about what is kept of them, and for how long that is: what the page about privacy says.
    pub async fn privacy(&self, tenant: Id<Tenant>) -> Result<(Option<String>, Retention), Fault> {
        let unset = self.unset_retention();
        self.db
            .read(tenant, move |tx| {
                Ok((
                    tx.settings().read::<Option<String>>(PRIVACY)?.flatten(),
                    retention::retention(tx, unset)?,
                ))
            })
            .await
    }

    /// Changes them; every node has them at its next request. True when anything was different.
    pub async fn set_organisation_settings(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageOrganisation>,
        wanted: OrganisationSettings,
    ) -> Result<bool, Fault> {
        let wanted = checked(wanted)?;
        let entry = self.entry();
        let changed = self
            .db
            .write_installation(move |installation| {
                may_still(&mut installation.tenant(tenant), &permit, None, entry.at)?;
                let all = store::organisations(installation).all()?;
                let own = all.iter().find(|one| one.id == tenant).ok_or(Fault::NotFound)?;
                let before = read(&mut installation.tenant(tenant), own)?;
                if before == wanted {
                    return Ok::<_, Fault>(false);
                }
                store::organisations(installation).set_settings(
                    tenant,
                    &wanted.name,
                    wanted.locale,
                    &wanted.help_contact,
                )?;
                let tx = &mut installation.tenant(tenant);
                tx.settings().write(PRIVACY, &wanted.privacy_contact)?;
                let target = ("organisation", Some(tenant));
                entry.write(tx, &permit, Verb::ChangeOrganisation, target, &changes(&before, &wanted))?;
                Ok(true)
            })
            .await?;
        self.reload_organisations().await?;
        Ok(changed)
    }
}

fn read(tx: &mut Tx<'_>, organisation: &Organisation) -> Result<OrganisationSettings, Fault> {
    Ok(OrganisationSettings {
        name: organisation.name.clone(),
        locale: organisation.locale,
        help_contact: organisation.help_contact.clone(),
        privacy_contact: tx.settings().read::<Option<String>>(PRIVACY)?.flatten(),
    })
}

fn checked(wanted: OrganisationSettings) -> Result<OrganisationSettings, Fault> {
    let contact = |text: &str, field| plain_text(text, LONGEST_CONTACT).ok_or(Fault::Invalid(field));
    let privacy = wanted.privacy_contact.filter(|text| !text.trim().is_empty());
    Ok(OrganisationSettings {
        name: plain_text(&wanted.name, LONGEST_NAME).ok_or(Fault::Invalid("organisation"))?,
        help_contact: contact(&wanted.help_contact, "help_contact")?,
        privacy_contact: privacy.map(|text| contact(&text, "privacy_contact")).transpose()?,
        ..wanted
    })
}

fn changes(before: &OrganisationSettings, after: &OrganisationSettings) -> Changes {
    Changes::default()
        .set("name", &before.name, &after.name)
        .set("language", before.locale.tag(), after.locale.tag())
        .set("helpContact", &before.help_contact, &after.help_contact)
        .set(PRIVACY, &before.privacy_contact, &after.privacy_contact)
}
