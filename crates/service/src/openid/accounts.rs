//! Which account goes on to an application: the one that this browser is signed in with, or another. Nothing is said of
//! anybody else (attack 47), and whether a name that an application sends is somebody's is never looked at but for the one
//! who is signed in.

use factors::secret::Token;
use model::{Id, NameKey, Tenant, User};
use oauth::AuthorizeRequest;
use signin::Verdict;
use sql::Tx;
use store::Tables;

use super::Authorized;
use crate::Fault;
use crate::context::Context;
use crate::gate;
use crate::house::House;
use crate::signing_in::Show;
use crate::ticket::{Asked, Destination, Unusable, own_page};
use crate::visit::{self, live_session};

/// What a person chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// The one that is signed in.
    This,
    /// Another.
    Other,
    /// Nothing: the page again, in another language.
    Again,
}

/// Who is signed in, beside what an application asks about it.
pub(super) struct Held {
    /// Who; `None` where their own page would not be shown either, as in a browser that the session was copied to.
    pub(super) person: Option<User>,
    /// True when the application means them, or nobody.
    pub(super) is_meant: bool,
}

impl House {
    /// Who this browser is signed in with, where a request makes it matter.
    pub(super) async fn held_account(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        cookie: Option<&str>,
        asked: &Asked,
    ) -> Result<Option<Held>, Fault> {
        let matters = asked.request.prompt.selects() || asked.request.login_hint.is_some();
        let Some(cookie) = cookie.filter(|_| matters).and_then(|cookie| cookie.parse::<Token>().ok()) else {
            return Ok(None);
        };
        let (digest, now) = (cookie.digest(), self.now());
        // A look that writes nothing, so that a stranger's cookie costs a read.
        if self.db.read(tenant, move |tx| live_session(tx, &digest, now)).await?.is_none() {
            return Ok(None);
        }
        let (house, own, hint) = (self.clone(), context.clone(), asked.request.login_hint.clone());
        self.judged(tenant, move |tx, set| {
            let Some((session, user)) = live_session(tx, &digest, now)? else { return Ok(None) };
            let is_meant = match &hint {
                Some(hint) => is_of(tx, &user, hint)?,
                None => true,
            };
            // A name is told to whom one's own page is shown, by the same gate.
            let attempt = visit::attempt(&own_page(), &session);
            let facts = gate::facts(&house, tx, (set, &user), attempt, &own, now)?;
            let is_shown = visit::is_own_browser(&session, &own)
                && matches!(signin::judge(set, &facts), Verdict::Passed(_));
            Ok(Some(Held { person: is_shown.then_some(user), is_meant }))
        })
        .await
    }

    /// Takes the choice and goes on with what the application asked.
    pub async fn choose_account(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        cookie: Option<&str>,
        (ticket, choice): (&str, Account),
    ) -> Result<Authorized, Fault> {
        let ticket = match self.unseal(tenant, &context.browser, ticket) {
            Ok(ticket) => ticket,
            Err(Unusable::StartAgain(destination)) => {
                let fresh = self.new_ticket(&context.browser, *destination);
                return Ok(Authorized::SignIn(self.show(tenant, fresh, Show::StartAgain)));
            }
            Err(Unusable::Nothing) => return Err(Fault::Invalid("ticket")),
        };
        let Destination::Sealed(asked) = ticket.destination else { return Err(Fault::Invalid("ticket")) };
        let held = self.held_account(tenant, context, cookie, &asked).await?;
        match (choice, held) {
            (Account::Again, Some(Held { person: Some(person), .. })) => {
                Ok(self.show_accounts(tenant, context, asked, person))
            }
            (Account::This, _) => {
                let asked = chosen(asked, None);
                self.authorize_parsed(tenant, context, cookie, asked).await
            }
            (Account::Other | Account::Again, held) => {
                // A name that is filled in is another's than the one who was not chosen.
                let is_others = held.is_none_or(|held| !held.is_meant);
                let hint = asked.request.login_hint.clone().filter(|_| is_others);
                self.sign_in_anew(tenant, context, chosen(asked, hint)).await
            }
        }
    }

    /// The page of an account to choose; where nobody may be named, the one that asks for a name.
    pub(super) async fn ask_for_account(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        (asked, held): (Asked, Held),
    ) -> Result<Authorized, Fault> {
        match held.person {
            Some(person) => Ok(self.show_accounts(tenant, context, asked, person)),
            None => {
                let hint = asked.request.login_hint.clone();
                self.sign_in_anew(tenant, context, chosen(asked, hint)).await
            }
        }
    }

    async fn sign_in_anew(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        asked: Asked,
    ) -> Result<Authorized, Fault> {
        Ok(Authorized::SignIn(self.first_page(tenant, context, Destination::Sealed(asked)).await?))
    }

    fn show_accounts(&self, tenant: Id<Tenant>, context: &Context, asked: Asked, user: User) -> Authorized {
        let ticket = self.new_ticket(&context.browser, Destination::Sealed(asked));
        let show = Show::Accounts { person: user.display, name: user.name.as_str().to_owned() };
        Authorized::SignIn(self.show(tenant, ticket, show))
    }
}

/// The same request once the account is chosen: it is not asked again.
fn chosen(asked: Asked, login_hint: Option<String>) -> Asked {
    let prompt = asked.request.prompt.once_selected();
    Asked { request: AuthorizeRequest { prompt, login_hint, ..asked.request }, ..asked }
}

/// True when a hint is a name, the mail address or the subject of this person.
fn is_of(tx: &mut Tx<'_>, user: &User, hint: &str) -> Result<bool, Fault> {
    let mail = user.mail.as_deref().is_some_and(|mail| mail.eq_ignore_ascii_case(hint));
    if mail || hint == user.id.to_string() {
        return Ok(true);
    }
    let Ok(key) = NameKey::of(hint) else { return Ok(false) };
    Ok(tx.users().by_login(&key)?.is_some_and(|found| found.id == user.id))
}
