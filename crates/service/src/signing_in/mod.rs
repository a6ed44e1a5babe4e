//! A sign-in, answer by answer. Each answer comes to [`House::answer`]; what comes next is always computed by
//! `signin::next`, so no page knows another.

mod advance;
mod codes;
mod enrol;
mod finish;
mod keys;
mod makes;
mod new_password;
mod password;
mod reserve;
mod terms;

use factors::totp;
use model::{Id, Method, ShortCode, Tenant, Timestamp};
use oauth::Landing;
use signin::Refusal;

use crate::Fault;
use crate::context::Context;
use crate::house::House;
use crate::relying_party::KeysTaken;
use crate::remembered::Keepsake;
use crate::ticket::{Destination, KeptFor, Offers, Point, Shown, Ticket, Ticks, Unusable};

pub(crate) use advance::{app_of, is_admitted, request_of, stopped_by, target_for};
pub use keys::KeyProblem;
pub use new_password::{Problem as PasswordProblem, SHORTEST as SHORTEST_PASSWORD};
pub(crate) use reserve::Counter;
pub use terms::TermsReply;

/// What a person answers. An empty form is [`Answer::Nothing`]: it shows the page again and completes nothing.
#[derive(Debug)]
pub enum Answer {
    /// Nothing that could be read.
    Nothing,
    /// The name to sign in with.
    Name(String),
    /// The password.
    Password(String),
    /// A code from an app.
    Totp(String),
    /// A recovery code.
    RecoveryCode(String),
    /// The sealed capsule of an emergency account.
    SealedCapsule(String),
    /// A new password of their own.
    NewPassword(String),
    /// A proof by a passkey or security key, as the browser gave it.
    Key(String),
    /// The code that shows an app was set up.
    EnrolTotp(String),
    /// A new passkey or security key as the browser gave it, and what it is to be called.
    EnrolKey(String, String),
    /// No second method now.
    Later,
    /// Something else to register than the page shows.
    Choose,
    /// Another way than the one shown.
    Other(Method),
    /// The way to a second factor that was chosen.
    Way(Method),
    /// What is said to terms of use.
    Terms(TermsReply),
    /// The recovery codes that were shown have been kept.
    Kept,
    /// The same page again: in another language.
    Again,
}

/// What an answer led to.
#[derive(Debug)]
pub enum Progress {
    /// A page to show.
    Show(Box<Page>),
    /// Signed in.
    Done(Box<Done>),
    /// The application that asked changed meanwhile, and nobody can be sent back to it.
    Refused {
        /// Why.
        why: oauth::Unredirectable,
        /// The application.
        app: Option<Box<store::App>>,
    },
}

/// A page of a sign-in.
#[derive(Debug)]
pub struct Page {
    /// The sealed ticket for its form.
    pub ticket: String,
    /// Where the sign-in goes, for the page's text and its content security policy.
    pub destination: Destination,
    /// The boxes that may be shown.
    pub offers: Offers,
    /// The boxes as the person left them.
    pub ticks: Ticks,
    /// What is shown.
    pub show: Show,
}

/// What a page of a sign-in shows.
#[derive(Debug)]
pub enum Show {
    /// The field for the name.
    Name {
        /// A name to fill in.
        hint: String,
        /// What a passkey is asked on this page.
        key: String,
        /// What was wrong with the last answer.
        problem: Option<Wrong>,
    },
    /// The account that is signed in, or another.
    Accounts {
        /// How the person who is signed in is called.
        person: String,
        /// What they sign in with.
        name: String,
    },
    /// The field for the password: the same for every name.
    Password {
        /// The name that was typed.
        name: String,
        /// What a passkey is asked on this page; `None` where the password itself is wanted.
        key: Option<String>,
        /// What was wrong with the last answer.
        problem: Option<Wrong>,
    },
    /// Asking for a passkey or security key of the person.
    Key {
        /// What it is asked.
        options: String,
        /// Passkey or SecurityKey.
        method: Method,
        /// Other ways.
        others: Vec<Method>,
        /// What was wrong with the last answer.
        problem: Option<Wrong>,
    },
    /// The field for a code.
    Code {
        /// Totp, RecoveryCode or SealedCapsule.
        method: Method,
        /// Other ways.
        others: Vec<Method>,
        /// What was wrong with the last answer.
        problem: Option<Wrong>,
    },
    /// Choosing a second factor to register.
    Choose {
        /// What there is to choose from, the best first.
        ways: Vec<Method>,
        /// The first one, right after it was registered: another may wait.
        registered: Option<Method>,
    },
    /// Registering a passkey or security key.
    Register {
        /// Passkey or SecurityKey.
        method: Method,
        /// What it is asked.
        options: String,
        /// A name to begin with.
        label: String,
        /// Which keys are taken.
        taken: KeysTaken,
        /// What was wrong with the last answer.
        problem: Option<KeyProblem>,
    },
    /// Setting up an authenticator app.
    Enrol {
        /// The secret, in groups, for typing.
        secret: String,
        /// The same as a link and QR code.
        uri: String,
        /// True when the code did not match.
        problem: bool,
    },
    /// The field for a new password.
    NewPassword {
        /// The name to sign in with, for password managers.
        name: String,
        /// True after an invitation; false in the place of one that an administrator set.
        invited: bool,
        /// True when a passkey may take its place.
        or_passkey: bool,
        /// The shortest that is taken, in characters.
        shortest: usize,
        /// What was wrong with the last one.
        problems: Vec<PasswordProblem>,
    },
    /// The recovery codes, this once.
    RecoveryCodes {
        /// Whose they are.
        name: String,
        /// The codes.
        codes: Vec<String>,
        /// True when the page was left without saying that they are kept.
        unkept: bool,
    },
    /// Terms of use.
    Terms {
        /// What they are called.
        name: String,
        /// The text.
        text: String,
        /// Whether the text stands open; else it can be opened.
        is_open: bool,
    },
    /// Stopped: whom to call and with which code.
    Stopped {
        /// The code that finds the record.
        code: ShortCode,
        /// Why; before a second factor the page says no more than whom to call.
        refusal: Refusal,
        /// True when the page may say more.
        proven: bool,
    },
    /// The page can no longer be answered; it starts again with the same destination.
    StartAgain,
}

/// Why an answer was not right, as far as a person is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It does not match. The same for a wrong password and a name that is nobody's.
    NotRight,
    /// It is the one that an administrator set, and was not changed in time.
    PasswordEnded,
    /// Too often: in so many minutes again. The same for names that are nobody's.
    Locked {
        /// Minutes to wait.
        minutes: i64,
    },
    /// The hashing threads are full: in a few seconds again.
    Busy,
    /// It is not right here, and the directory server that may know it gives no answer. The same for every name.
    Away,
    /// The passkey or security key was not taken.
    Key,
    /// It is theirs, and the organisation no longer takes keys of its make.
    KeyNotTaken,
}

/// A sign-in that is finished.
#[derive(Debug)]
pub struct Done {
    /// The value of the session cookie.
    pub cookie: String,
    /// Until when the session is kept, when it outlives the closing of its browser.
    pub kept_until: Option<Timestamp>,
    /// What the browser keeps to stand in for a second factor, when it does.
    pub remembered: Option<Keepsake>,
    /// The browser's next id.
    pub browser: [u8; 32],
    /// Where to go: a path of ours, or to the application with its code.
    pub landing: Landing,
}

impl House {
    /// The first page of a sign-in. Writes nothing.
    ///
    /// # Errors
    /// The database.
    pub async fn begin(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        destination: Destination,
    ) -> Result<Page, Fault> {
        let hint = match &destination {
            Destination::Sealed(asked) => asked.request.login_hint.clone().unwrap_or_default(),
            _ => String::new(),
        };
        let mut ticket = self.new_ticket(&context.browser, destination);
        ticket.offers = self.offered_to_anybody(tenant).await?;
        let key = self.asked_of_anybody(tenant, &ticket);
        Ok(self.page(tenant, ticket, Show::Name { hint, key, problem: None }))
    }

    /// The boxes of a page on which nobody is known: the same for every name.
    async fn offered_to_anybody(&self, tenant: Id<Tenant>) -> Result<Offers, Fault> {
        let set = self.policy_set(tenant).await?;
        let kept = if set.defaults.enabled { KeptFor::AllButAdministrators } else { KeptFor::Everybody };
        Ok(Offers { keep: set.browsers.signed_in(), kept, remember: None })
    }

    /// Where a ticket's sign-in goes, also when it is too old to be answered; one's own page when it is none of ours or
    /// older than a day.
    pub fn destination_of(&self, tenant: Id<Tenant>, ticket: &str) -> Destination {
        self.keys
            .open_ticket(tenant, ticket)
            .and_then(|body| serde_json::from_slice::<Ticket>(&body).ok())
            .filter(|ticket| self.now() < ticket.expires + crate::ticket::KEPT)
            .map_or_else(crate::ticket::own_page, |ticket| ticket.destination)
    }

    /// Takes an answer and computes what comes next.
    pub async fn answer(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        ticket: &str,
        (answer, ticks): (Answer, Ticks),
    ) -> Result<Progress, Fault> {
        let mut ticket = match self.unseal(tenant, &context.browser, ticket) {
            Ok(ticket) => ticket,
            Err(Unusable::StartAgain(destination)) => {
                let fresh = self.new_ticket(&context.browser, *destination);
                return Ok(self.show(tenant, fresh, Show::StartAgain));
            }
            Err(Unusable::Nothing) => return Err(Fault::Invalid("ticket")),
        };
        ticket.ticks = ticket.ticks.after(ticks);
        ticket.offers = Offers { remember: ticket.offers.remember, ..self.offered_to_anybody(tenant).await? };
        match (ticket.at.clone(), answer) {
            (Point::Nameless | Point::Named(_), Answer::Name(name)) => Ok(self.named(tenant, ticket, name)),
            (Point::Named(name), Answer::Password(password)) => {
                self.first_password(tenant, context, ticket, name, password).await
            }
            (Point::Nameless | Point::Named(_), Answer::Key(proof)) => {
                self.first_key(tenant, context, ticket, proof).await
            }
            (Point::Nameless | Point::Named(_), answer) => {
                let problem = (!matches!(answer, Answer::Again)).then_some(Wrong::NotRight);
                Ok(self.show_first(tenant, ticket, problem))
            }
            (Point::Stored { id, version, shown }, answer) => {
                let open = Open { ticket, id, version, shown, first: false };
                self.answer_open(tenant, context, open, answer).await
            }
        }
    }

    async fn answer_open(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        answer: Answer,
    ) -> Result<Progress, Fault> {
        if let Some(Shown::Codes(codes)) = &open.shown
            && !matches!(answer, Answer::Kept)
        {
            let unkept = !matches!(answer, Answer::Again);
            let codes = codes.clone();
            return self.show_codes(tenant, context, open, codes, unkept).await;
        }
        match answer {
            Answer::Password(password) => self.password_again(tenant, context, open, password).await,
            Answer::Totp(code) => self.check_code(tenant, context, open, Method::Totp, code).await,
            Answer::RecoveryCode(code) => {
                self.check_code(tenant, context, open, Method::RecoveryCode, code).await
            }
            Answer::SealedCapsule(code) => {
                self.check_code(tenant, context, open, Method::SealedCapsule, code).await
            }
            Answer::NewPassword(password) => self.choose_password(tenant, context, open, password).await,
            Answer::EnrolTotp(code) => self.finish_enrolment(tenant, context, open, code).await,
            Answer::Terms(reply) => self.answer_terms(tenant, context, open, reply).await,
            Answer::Key(proof) => self.key_again(tenant, context, open, proof).await,
            Answer::EnrolKey(made, label) => self.finish_key(tenant, context, open, (made, label)).await,
            Answer::Other(method) => self.advance(tenant, context, open, Some(method)).await,
            Answer::Way(method) => self.begin_enrolment(tenant, context, open, method).await,
            Answer::Kept | Answer::Choose => self.offer_another(tenant, context, open).await,
            Answer::Again if open.shown == Some(Shown::Another) => {
                self.offer_another(tenant, context, open).await
            }
            Answer::Name(_) | Answer::Nothing | Answer::Later | Answer::Again => {
                self.advance(tenant, context, open, None).await
            }
        }
    }

    fn named(&self, tenant: Id<Tenant>, mut ticket: Ticket, name: String) -> Progress {
        let usable = !name.trim().is_empty() && name.len() <= model::MAX_TYPED && !name.contains('\0');
        if !usable {
            ticket.at = Point::Nameless;
            return self.show_first(tenant, ticket, Some(Wrong::NotRight));
        }
        ticket.at = Point::Named(name.trim().to_owned());
        self.show_first(tenant, ticket, None)
    }

    /// The page of a sign-in in which nothing is proven yet: the same for everybody.
    pub(crate) fn show_first(&self, tenant: Id<Tenant>, ticket: Ticket, problem: Option<Wrong>) -> Progress {
        let key = self.asked_of_anybody(tenant, &ticket);
        let show = match &ticket.at {
            Point::Named(name) => Show::Password { name: name.clone(), key: Some(key), problem },
            Point::Nameless | Point::Stored { .. } => Show::Name { hint: String::new(), key, problem },
        };
        self.show(tenant, ticket, show)
    }

    pub(crate) fn show(&self, tenant: Id<Tenant>, ticket: Ticket, show: Show) -> Progress {
        Progress::Show(Box::new(self.page(tenant, ticket, show)))
    }

    fn page(&self, tenant: Id<Tenant>, ticket: Ticket, show: Show) -> Page {
        let (offers, ticks) = (ticket.offers, ticket.ticks);
        Page { ticket: self.seal(tenant, &ticket), destination: ticket.destination, offers, ticks, show }
    }
}

/// A stored sign-in as its form names it.
pub(crate) struct Open {
    pub(crate) ticket: Ticket,
    pub(crate) id: Id<signin::SignIn<()>>,
    pub(crate) version: i64,
    pub(crate) shown: Option<Shown>,
    /// True right after the proof that made the row.
    pub(crate) first: bool,
}

impl Open {
    /// The secret that the page is showing, if it is setting up an app.
    pub(crate) fn secret(&self) -> Option<totp::Secret> {
        match &self.shown {
            Some(Shown::Totp(bytes)) => Some(totp::Secret::new(*bytes)),
            Some(Shown::Codes(_) | Shown::Key(_) | Shown::Another | Shown::Terms(..)) | None => None,
        }
    }
}
