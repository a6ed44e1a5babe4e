use crate::{Id, Locale, Timestamp};

/// The boundary that nothing crosses: one organisation.
#[derive(Debug)]
pub enum Tenant {}

/// An organisation as its administrators see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// The id in addresses, tokens and keys.
    pub id: Id<Tenant>,
    /// What it is called.
    pub name: String,
    /// Its domain, lower case, also usable in addresses.
    pub domain: String,
    /// The language of pages and mail where nobody chose one.
    pub locale: Locale,
    /// Scheme, host and port of every address it hands out, without a slash at the end. Written at set-up.
    pub public_address: String,
    /// The WebAuthn relying-party id. Written at set-up.
    pub rp_id: String,
    /// Whom people call when they cannot get in: a name, and a telephone number or address.
    pub help_contact: String,
    /// When it was made.
    pub created: Timestamp,
}

impl Organisation {
    /// The issuer of its tokens, for ever.
    pub fn issuer(&self) -> String {
        format!("{}/{}/v2.0", self.public_address, self.id)
    }
}
