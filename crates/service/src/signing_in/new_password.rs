//! Choosing a password of one's own: after an invitation, or in the place of one that an administrator set.

use factors::password::{self, Password};
use factors::rules;
use model::{Id, Method, PasswordState, Tenant, User};
use serde_json::json;
use store::Tables;

use super::password::prompted;
use super::{Open, Progress, Show};
use crate::Fault;
use crate::context::Context;
use crate::hash_pool::Queue;
use crate::house::House;
use crate::letters::Change;

pub use factors::rules::Problem;

/// The shortest password that is taken where a password may be the only factor (S8).
pub const SHORTEST_ALONE: usize = 15;
/// The shortest where a second factor is always asked.
pub const SHORTEST_WITH_SECOND: usize = 8;

impl House {
    pub(super) async fn show_new_password(
        &self,
        tenant: Id<Tenant>,
        open: Open,
        problems: Vec<Problem>,
    ) -> Result<Progress, Fault> {
        Ok(self.show(tenant, open.ticket, Show::NewPassword { shortest: SHORTEST_ALONE, problems }))
    }

    /// Takes a new password. Setting it uses up the invitation that led here, and ends everything that rested on
    /// the old one.
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
        // Only whoever came by an invitation, or with a password that must be changed, may choose here.
        let temporary =
            matches!(user.password, PasswordState::Temporary { .. }) && sign_in.has_proven(Method::Password);
        if sign_in.invitation().is_none() && !temporary {
            return self.advance(tenant, context, open, None).await;
        }
        let hash = match self.judge_and_hash(tenant, &user, &typed).await? {
            Ok(hash) => hash,
            Err(problems) => return self.show_new_password(tenant, open, problems).await,
        };
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let letter = self.changed_letter(&organisation, &user, Change::PasswordChanged)?;
        let draws = self.draws();
        let invitation = sign_in.invitation();
        let moved = sign_in.proven(prompted(Method::Password, None, &draws));
        let (version, address, id) = (moved.version, context.address_text(), user.id);
        let changed = self
            .db
            .write(tenant, move |tx| {
                if let Some(invitation) = invitation
                    && !tx.invitations().consume(invitation, id, draws.now)?
                {
                    return Ok(false);
                }
                let state = PasswordState::Own { changed: draws.now };
                tx.users().set_password(id, state, Some(&hash), draws.now)?;
                tx.sessions().end_of_user(id)?;
                tx.grants().end_of_user(id)?;
                if !tx.sign_ins().update(&moved)? {
                    return Err(Fault::Conflict("sign-in"));
                }
                if let Some(letter) = &letter {
                    tx.outbox().insert(letter, draws.now)?;
                }
                let who = store::Actor::User(id);
                let changes = json!({ "byInvitation": invitation.is_some() });
                draws.entry.write_as(
                    tx,
                    who,
                    address.clone(),
                    "changePassword",
                    ("user", Some(id)),
                    &changes,
                )?;
                Ok::<_, Fault>(true)
            })
            .await?;
        if !changed {
            return Ok(self.start_again(tenant, context, open));
        }
        self.advance(tenant, context, open.moved_to(version), None).await
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
            rules::judge_new(&password, &words, SHORTEST_ALONE)?;
            Ok(password::hash(&cost, salt, &password, memory).phc())
        };
        Ok(self.hashing.run(Queue::Others, work).await?)
    }
}
