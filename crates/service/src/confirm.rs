//! A form that waits until its person has confirmed that it is them: sealed, for this session, and without what is
//! secret. It travels in the address, so nothing is stored.

use model::{Id, Span, Tenant, Timestamp};
use serde::{Deserialize, Serialize};
use signin::Session;

use crate::house::House;
use crate::visit::Visitor;

/// How long it may wait.
const LIFETIME: Span = Span::minutes(15);
/// The largest sealed form, in characters: with the rest of its address it fits a path of ours.
const LARGEST: usize = 1_600;
/// Fields whose content never leaves the request that it came in. What has one of them is typed again.
const SECRET: [&str; 8] = ["password", "new_password", "current", "new", "totp", "recovery", "enrol", "key"];

/// A form that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentForm {
    session: Id<Session>,
    until: Timestamp,
    /// Where it goes.
    pub path: String,
    /// What it holds, without its token.
    pub fields: Vec<(String, String)>,
}

impl House {
    /// Seals a form; `None` when it holds a secret or is too large to wait.
    pub fn seal_sent(
        &self,
        tenant: Id<Tenant>,
        visitor: &Visitor,
        path: &str,
        fields: &[(String, String)],
    ) -> Option<String> {
        if fields.iter().any(|(name, _)| SECRET.contains(&name.as_str())) {
            return None;
        }
        let form = SentForm {
            session: visitor.session,
            until: self.now() + LIFETIME,
            path: path.to_owned(),
            fields: fields.iter().filter(|(name, _)| name != "t").cloned().collect(),
        };
        let body = serde_json::to_vec(&form).ok()?;
        let sealed = self.keys.seal_ticket(tenant, self.outside.random(), &body);
        (sealed.len() <= LARGEST).then_some(sealed)
    }

    /// Opens a form that this very session sent a moment ago.
    pub fn open_sent(&self, tenant: Id<Tenant>, visitor: &Visitor, sealed: &str) -> Option<SentForm> {
        let form: SentForm = serde_json::from_slice(&self.keys.open_ticket(tenant, sealed)?).ok()?;
        (form.session == visitor.session && form.until > self.now()).then_some(form)
    }
}
