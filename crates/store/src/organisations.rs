use model::{Id, Locale, Organisation, Tenant};
use sql::{Installation, Row};

use crate::Result;
use crate::row::word;

/// The organisations of the installation.
pub struct Organisations<'t, 'c>(pub(crate) &'t mut Installation<'c>);

const COLUMNS: &str = "select tenant, name, domain, locale, public_address, rp_id, help_contact, created \
     from organisations order by created, tenant limit 10000";

impl Organisations<'_, '_> {
    /// All of them, oldest first. There are few, and every node keeps them in memory.
    pub fn all(&mut self) -> Result<Vec<Organisation>> {
        self.0.query(COLUMNS, &[])?.iter().map(read).collect()
    }

    /// True when the installation has one.
    pub fn any(&mut self) -> Result<bool> {
        Ok(self.0.query_opt("select tenant from organisations limit 1", &[])?.is_some())
    }

    /// Adds one; a domain that another has is a unique violation.
    pub fn insert(&mut self, organisation: &Organisation) -> Result<()> {
        self.0
            .execute(
                "insert into organisations \
                 (tenant, name, domain, locale, public_address, rp_id, help_contact, created) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8)",
                &[
                    &organisation.id,
                    &organisation.name,
                    &organisation.domain,
                    &organisation.locale.tag(),
                    &organisation.public_address,
                    &organisation.rp_id,
                    &organisation.help_contact,
                    &organisation.created,
                ],
            )
            .map(drop)?;
        self.0.announce()
    }

    /// Changes what one is called, in which language it speaks and whom people call.
    pub fn set_settings(
        &mut self,
        id: Id<Tenant>,
        name: &str,
        locale: Locale,
        help_contact: &str,
    ) -> Result<()> {
        self.0
            .execute(
                "update organisations set name = $2, locale = $3, help_contact = $4 where tenant = $1",
                &[&id, &name, &locale.tag(), &help_contact],
            )
            .map(drop)?;
        self.0.announce()
    }

    /// Moves one to another address. What knew it by the old one no longer works.
    pub fn set_address(&mut self, id: Id<Tenant>, public_address: &str, rp_id: &str) -> Result<()> {
        self.0
            .execute(
                "update organisations set public_address = $2, rp_id = $3 where tenant = $1",
                &[&id, &public_address, &rp_id],
            )
            .map(drop)?;
        self.0.announce()
    }
}

fn read(row: &Row) -> Result<Organisation> {
    Ok(Organisation {
        id: row.get::<Id<Tenant>>(0)?,
        name: row.get(1)?,
        domain: row.get(2)?,
        locale: word("locale", &row.get::<String>(3)?, Locale::from_tag)?,
        public_address: row.get(4)?,
        rp_id: row.get(5)?,
        help_contact: row.get(6)?,
        created: row.get(7)?,
    })
}
