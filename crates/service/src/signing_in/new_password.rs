//! Choosing a password of one's own: after an invitation, or in the place of one that an administrator set.

use factors::password::{self, Password};
use factors::rules;
use model::{Id, Method, PasswordState, Tenant, User};
use signin::{SignIn, Step};
use store::Tables;

use super::advance::computed;
use super::password::prompted;
use super::{Open, Progress, Show};
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::context::Context;
use crate::hash_pool::Queue;
use crate::house::House;
use crate::letters::Change;
use crate::ticket::Destination;

pub use factors::rules::Problem;

/// The shortest password that is taken: it may be the only factor (S8).
pub const SHORTEST: usize = 15;

/// What a page for a new password offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alone {
    /// The password.
    Password,
    /// Or a passkey, and no password.
    OrPasskey,
}

impl House {
    pub(super) fn show_new_password(
        &self,
        tenant: Id<Tenant>,
        open: Open,
        user: &User,
        problems: Vec<Problem>,
        offers: Alone,
    ) -> Progress {
        let show = Show::NewPassword {
            name: user.name.as_str().to_owned(),
            invited: !matches!(user.password, PasswordState::Temporary { .. }),
            or_passkey: offers == Alone::OrPasskey,
            shortest: SHORTEST,
            problems,
        };
        self.show(tenant, open.ticket, show)
    }

    /// Takes a new password, if a new password is what comes next. Setting it uses up the invitation that led here,
    /// and ends everything that rested on the old one.
    pub(super) async fn choose_password(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        open: Open,
        typed: String,
    ) -> Result<Progress, Fault> {
        let Some((sign_in, user)) = self.open_sign_in(tenant, context, &open).await? else {
            return Ok(self.start_again(tenant, context, open));
        };
        let hash = match self.judge_and_hash(tenant, &user, &typed).await? {
            Ok(hash) => hash,
            Err(problems) => {
                let offers = self.offers(tenant, context, sign_in).await?;
                return Ok(self.show_new_password(tenant, open, &user, problems, offers));
            }
        };
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        // A first password is no change: whoever chose it from an invitation had none before.
        let letter = match user.password {
            PasswordState::None => None,
            _ => self.changed_letter(&organisation, &user, Change::PasswordChanged)?,
        };
        let draws = self.draws();
        let invitation = sign_in.invitation();
        let moved = sign_in.clone().proven(prompted(Method::Password, None, &draws));
        let (version, id) = (moved.version, user.id);
        let (house, own) = (self.clone(), context.clone());
        let changed = self
            .judged(tenant, move |tx, set| {
                // Asked here, where it is set: a form that was made up skips no second factor.
                let step = computed(&house, tx, set, &sign_in, &own, &draws)?;
                if !matches!(step, Some(Step::NewPassword | Step::WayIn(_))) {
                    return Ok(false);
                }
                // A directory server's password is changed there.
                if tx.users().by_id(id)?.is_some_and(|user| {
                    matches!(user.password, PasswordState::Elsewhere { .. }) && invitation.is_none()
                }) {
                    return Ok(false);
                }
                if let Some(invitation) = invitation {
                    if !tx.invitations().consume(invitation, id, draws.now)? {
                        return Ok(false);
                    }
                    tx.users().speak_if_silent(id, own.locale)?;
                }
                let state = PasswordState::Own { changed: draws.now, handed: draws.now };
                tx.users().set_password(id, state, Some(&hash), draws.now)?;
                tx.sessions().end_of_user(id)?;
                tx.grants().end_of_user(id)?;
                tx.remembered().end_of_user(id)?;
                tx.sign_ins().end_others(id, moved.id.cast())?;
                if !tx.sign_ins().update(&moved)? {
                    return Err(Fault::Conflict("sign-in"));
                }
                if let Some(letter) = &letter {
                    tx.outbox().insert(letter, draws.now)?;
                }
                let who = store::Actor::User(id);
                let changes = Changes::default().made("byInvitation", invitation.is_some());
                let target = ("user", Some(id));
                draws.entry.write_as(
                    tx,
                    (who, own.address_text()),
                    Verb::ChangePassword,
                    target,
                    &changes,
                )?;
                Ok(true)
            })
            .await?;
        if !changed {
            return self.advance(tenant, context, open, None).await;
        }
        self.advance(tenant, context, open.moved_to(version), None).await
    }

    /// Whether a passkey may take the password's place.
    async fn offers(
        &self,
        tenant: Id<Tenant>,
        context: &Context,
        sign_in: SignIn<Destination>,
    ) -> Result<Alone, Fault> {
        let (house, own, draws) = (self.clone(), context.clone(), self.draws());
        let step =
            self.judged(tenant, move |tx, set| computed(&house, tx, set, &sign_in, &own, &draws)).await?;
        Ok(if matches!(step, Some(Step::WayIn(_))) { Alone::OrPasskey } else { Alone::Password })
    }

    /// How strong a password is, 0 to 4, for the meter beside the field. Anybody may ask, so it is judged one at a
    /// time and never in the queue of the hashing threads: the meter may be busy, signing in may not.
    pub async fn strength(&self, words: Vec<String>, typed: &str) -> Result<u8, Fault> {
        let Ok(password) = Password::new(typed) else { return Ok(0) };
        let _turn = self.meter.try_acquire().map_err(|_| Fault::Busy)?;
        let work = move || {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            rules::strength(&password, &words).level()
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| Fault::Busy)
    }

    /// Judges a new password by the rules of S8 and hashes it at today's cost, on a hashing thread: both take long.
    pub(crate) async fn judge_and_hash(
        &self,
        tenant: Id<Tenant>,
        user: &User,
        typed: &str,
    ) -> Result<Result<String, Vec<Problem>>, Fault> {
        let mut words = vec![user.display.clone(), user.name.as_str().to_owned()];
        words.extend(user.mail.clone());
        if let Some(organisation) = self.organisation(tenant) {
            words.extend([organisation.name.clone(), organisation.domain.clone()]);
        }
        self.judge_and_hash_among(words, typed).await
    }

    /// The same with the words that everybody here knows.
    pub(crate) async fn judge_and_hash_among(
        &self,
        words: Vec<String>,
        typed: &str,
    ) -> Result<Result<String, Vec<Problem>>, Fault> {
        let Ok(password) = Password::new(typed) else { return Ok(Err(vec![Problem::TooLong])) };
        let cost = self.config.hash_cost;
        let salt = self.outside.random();
        let work = move |memory: &mut password::Memory| {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            rules::judge_new(&password, &words, SHORTEST)?;
            Ok(password::hash(&cost, salt, &password, memory).phc())
        };
        Ok(self.hashing.run(Queue::Others, work).await?)
    }
}
