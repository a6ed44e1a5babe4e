//! A form that waits until its person has confirmed that it is them: sealed, for this session in this browser, and
//! without what is secret. It travels in the address, so nothing is stored.
//!
//! Whoever holds a copied session may send a form and hand its owner the link to confirm it. So it is taken from the
//! session's own browser only, and a question that it answered is asked again, which names what would happen.

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

/// What answers the question that comes before something is done. It is not kept.
const SURE: &str = "sure";

/// Why a form is sealed. One that waits is opened as nothing else: as a way back it would answer its own question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// It was sent, and waits until its person has confirmed.
    Waiting,
    /// It takes back what was just done.
    Undo,
}

/// A form that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentForm {
    purpose: Purpose,
    session: Id<Session>,
    until: Timestamp,
    /// Where it goes.
    pub path: String,
    /// What it holds, without its token.
    pub fields: Vec<(String, String)>,
}

impl House {
    /// Seals a form; `None` when it holds a secret, is too large to wait, or comes from elsewhere than the session's
    /// own browser.
    pub fn seal_sent(
        &self,
        tenant: Id<Tenant>,
        (visitor, purpose): (&Visitor, Purpose),
        path: &str,
        fields: &[(String, String)],
    ) -> Option<String> {
        if !visitor.in_own_browser || fields.iter().any(|(name, _)| SECRET.contains(&name.as_str())) {
            return None;
        }
        let form = SentForm {
            purpose,
            session: visitor.session,
            until: self.now() + LIFETIME,
            path: path.to_owned(),
            fields: fields.iter().filter(|(name, _)| name != "t" && name != SURE).cloned().collect(),
        };
        let body = serde_json::to_vec(&form).ok()?;
        let sealed = self.keys.seal_ticket(tenant, self.outside.random(), &body);
        (sealed.len() <= LARGEST).then_some(sealed)
    }

    /// Opens a form that this very session sent a moment ago from this browser.
    pub fn open_sent(
        &self,
        tenant: Id<Tenant>,
        (visitor, purpose): (&Visitor, Purpose),
        sealed: &str,
    ) -> Option<SentForm> {
        let form: SentForm = serde_json::from_slice(&self.keys.open_ticket(tenant, sealed)?).ok()?;
        let is_theirs = form.session == visitor.session && visitor.in_own_browser && form.purpose == purpose;
        (is_theirs && form.until > self.now()).then_some(form)
    }
}
