//! What the form of a sign-in page carries, sealed: before the first answer nothing is stored (D21).

use factors::passkey::Challenge;
use model::{Id, LocalPath, Method, Resume, Span, Tenant, Timestamp};
use oauth::AuthorizeRequest;
use policy::Agreement;
use serde::{Deserialize, Serialize};
use signin::SignIn;

use crate::context::Browser;
use crate::house::House;

/// How long a page of a sign-in can be answered.
pub(crate) const LIFETIME: Span = Span::minutes(30);

/// How long after that its destination is still known, for whoever comes back to a page that was left open.
pub(crate) const KEPT: Span = Span::days(1);

/// Where a sign-in goes when it is finished.
pub type Destination = Resume<Asked>;

/// What an application asked, with the name that people know it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The request.
    pub request: AuthorizeRequest,
    /// The application's name.
    pub app: String,
}

/// What a form carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ticket {
    /// The attempt: two tabs are two attempts.
    pub(crate) attempt: Id<()>,
    /// The browser it was made for, by the digest of its cookie.
    #[serde(with = "compact")]
    pub(crate) browser: [u8; 32],
    /// What a passkey on this page must sign. It is good for one answer, and drawn anew after one.
    #[serde(with = "compact")]
    pub(crate) challenge: [u8; 32],
    /// Where the sign-in goes.
    pub(crate) destination: Destination,
    /// How far it is.
    pub(crate) at: Point,
    /// When the page can no longer be answered.
    pub(crate) expires: Timestamp,
    /// The boxes that its pages may show.
    #[serde(default)]
    pub(crate) offers: Offers,
    /// What the person ticked on the way.
    #[serde(default)]
    pub(crate) ticks: Ticks,
}

/// The boxes that pages of a sign-in may show, with what a tick lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Offers {
    /// Staying signed in: the same for every name.
    pub keep: Option<Span>,
    /// For whom a tick in that box counts.
    #[serde(default)]
    pub kept: KeptFor,
    /// Remembering the browser: for this person.
    pub remember: Option<Span>,
}

/// For whom staying signed in counts. Before a first proof nobody is known, so everybody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum KeptFor {
    /// Whoever ticks.
    #[default]
    Everybody,
    /// Security defaults ask administrators at every session.
    AllButAdministrators,
}

/// The boxes that a person may tick on the pages of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ticks {
    /// Stay signed in.
    pub keep: Tick,
    /// Do not ask for the second factor in this browser for some days.
    pub remember: Tick,
}

/// How a box came back with its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Tick {
    /// The page had no such box.
    #[default]
    NotShown,
    /// It was left empty.
    Off,
    /// It was ticked.
    On,
}

impl Ticks {
    /// What is so after a form: a box that the page did not have stays as it was.
    #[must_use]
    pub(crate) fn after(self, form: Self) -> Self {
        let later = |before, now| if now == Tick::NotShown { before } else { now };
        Self { keep: later(self.keep, form.keep), remember: later(self.remember, form.remember) }
    }
}

/// How far a sign-in is, as its form knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Point {
    /// No name yet.
    Nameless,
    /// A name was typed; whether it is somebody's is not known, here or anywhere.
    Named(String),
    /// A stored sign-in at a version: an older form of it fails.
    Stored {
        /// The row.
        id: Id<SignIn<()>>,
        /// Its version when the page was made.
        version: i64,
        /// What the page shows again, such as a secret that is being registered.
        shown: Option<Shown>,
    },
}

/// What a page made and must show again when the answer was wrong.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Shown {
    /// A passkey or security key that is being registered.
    Key(Method),
    /// The choice of another second factor, right after the first one.
    Another,
    /// The secret of an authenticator app that is being registered.
    Totp([u8; 20]),
    /// Recovery codes that the person has not yet said to have kept.
    Codes(Vec<String>),
    /// Terms of use, in a version.
    Terms(Id<Agreement>, i64),
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shown")
    }
}

impl Ticket {
    /// The challenge of this page.
    pub(crate) const fn challenge(&self) -> Challenge {
        Challenge::new(self.challenge)
    }

    /// What says that the challenge was answered: its first half, which nobody else draws.
    pub(crate) fn challenge_id(&self) -> Id<()> {
        let mut half = [0; 16];
        half.copy_from_slice(&self.challenge[..16]);
        Id::random(half)
    }
}

/// 32 bytes as text: an array of numbers would be three times as long, and the ticket stands in every page.
mod compact {
    use data_encoding::BASE64URL_NOPAD;
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64URL_NOPAD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(de::Error::custom)?;
        bytes.try_into().map_err(|_| de::Error::custom("not 32 bytes"))
    }
}

/// Why a form cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// It expired, or it was made for another browser or an earlier cookie; start again with the same destination.
    StartAgain(Box<Destination>),
    /// It is nothing that we made.
    Nothing,
}

impl House {
    /// A ticket for a new attempt.
    pub(crate) fn new_ticket(&self, browser: &Browser, destination: Destination) -> Ticket {
        Ticket {
            attempt: Id::random(self.outside.random()),
            browser: browser.digest(),
            challenge: self.outside.random(),
            destination,
            at: Point::Nameless,
            expires: self.now() + LIFETIME,
            offers: Offers::default(),
            ticks: Ticks::default(),
        }
    }

    /// Seals a ticket for a form.
    pub(crate) fn seal(&self, tenant: Id<Tenant>, ticket: &Ticket) -> String {
        // A ticket is made of strings, numbers and bytes: it always has a JSON form.
        let body = serde_json::to_vec(ticket).unwrap_or_default();
        self.keys.seal_ticket(tenant, self.outside.random(), &body)
    }

    /// Opens what a form carried. The browser must be the one it was made for: a form that somebody else began
    /// is of no use (attack 40).
    pub(crate) fn unseal(
        &self,
        tenant: Id<Tenant>,
        browser: &Browser,
        text: &str,
    ) -> Result<Ticket, Unusable> {
        let body = self.keys.open_ticket(tenant, text).ok_or(Unusable::Nothing)?;
        let ticket: Ticket = serde_json::from_slice(&body).map_err(|_| Unusable::Nothing)?;
        let own =
            aws_lc_rs::constant_time::verify_slices_are_equal(&ticket.browser, &browser.digest()).is_ok();
        if own && browser.returned && ticket.expires > self.now() {
            Ok(ticket)
        } else {
            let is_kept = self.now() < ticket.expires + KEPT;
            Err(if is_kept { Unusable::StartAgain(Box::new(ticket.destination)) } else { Unusable::Nothing })
        }
    }
}

/// The person's own page: where a sign-in goes that came from nowhere.
pub fn own_page() -> Destination {
    // `/my` is a local path by its form.
    LocalPath::new("/my").map_or_else(|| unreachable!("a constant path"), Resume::Page)
}
