//! A person's own password: changing it, and a first one for who came in with a passkey alone.

use model::{Id, PasswordState, Tenant};
use sql::Tx;
use store::{Letter, Tables};

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::context::Context;
use crate::gate::Draws;
use crate::house::House;
use crate::letters::Change;
use crate::my::{Changed, note};
use crate::standing::is_still_in;
use crate::visit::Visitor;

/// A password that is about to be somebody's.
struct New {
    state: PasswordState,
    hash: String,
    letter: Option<Letter>,
}

impl House {
    /// Changes one's own password. The present one is asked, through the same three steps as at sign-in. Every
    /// other session ends.
    pub async fn change_password(
        &self,
        tenant: Id<Tenant>,
        visitor: &Visitor,
        context: &Context,
        (present, new): (String, &str),
    ) -> Result<Changed<()>, Fault> {
        visitor.confirmed()?;
        // A directory server's password is changed there.
        if matches!(visitor.user.password, PasswordState::Elsewhere { .. }) {
            return Ok(Changed::NotAllowed);
        }
        let name = visitor.user.name.as_str();
        let verified = match self.is_password(tenant, context, name, present).await? {
            Ok(hash) => hash,
            Err(Some(minutes)) => return Ok(Changed::Locked(minutes)),
            Err(None) => return Ok(Changed::NotRight),
        };
        let hash = match self.judge_and_hash(tenant, &visitor.user, new).await? {
            Ok(hash) => hash,
            Err(problems) => return Ok(Changed::Refused(problems)),
        };
        let draws = self.draws();
        let handed = match visitor.user.password {
            PasswordState::Own { handed, .. } => handed,
            PasswordState::Temporary { at } => at,
            PasswordState::Elsewhere { since } => since,
            PasswordState::None => visitor.user.created,
        };
        let new = self.new_password(tenant, visitor, (hash, Change::PasswordChanged), (handed, &draws))?;
        let (own, who) = (context.clone(), visitor.clone());
        let changed = self
            .db
            .write(tenant, move |tx| {
                // Hashing took its time: the session may have ended meanwhile, and the password may be another.
                is_still_in(tx, who.user.id, who.session, draws.now)?;
                if tx.users().password_hash(who.user.id)?.as_deref() != Some(verified.as_str()) {
                    return Ok(false);
                }
                tx.sessions().end_others(who.user.id, who.session)?;
                tx.grants().end_others(who.user.id, who.session)?;
                tx.remembered().end_of_user(who.user.id)?;
                tx.sign_ins().end_of_user(who.user.id)?;
                set(tx, &new, &who, (&own, &draws))?;
                Ok::<_, Fault>(true)
            })
            .await?;
        Ok(if changed { Changed::Done(()) } else { Changed::NotRight })
    }

    /// Gives somebody who has none a password. They have just shown their passkey, and stay in everywhere: it is one more
    /// way in, and takes none away.
    pub async fn add_password(
        &self,
        tenant: Id<Tenant>,
        visitor: &Visitor,
        context: &Context,
        typed: &str,
    ) -> Result<Changed<()>, Fault> {
        visitor.confirmed()?;
        if matches!(visitor.user.password, PasswordState::Elsewhere { .. }) {
            return Ok(Changed::NotAllowed);
        }
        let hash = match self.judge_and_hash(tenant, &visitor.user, typed).await? {
            Ok(hash) => hash,
            Err(problems) => return Ok(Changed::Refused(problems)),
        };
        let draws = self.draws();
        // Nobody handed it over, so it opens no time in which it alone would register a second factor (S2).
        let handed = visitor.user.created;
        let new = self.new_password(tenant, visitor, (hash, Change::PasswordAdded), (handed, &draws))?;
        let (own, who) = (context.clone(), visitor.clone());
        let added = self
            .db
            .write(tenant, move |tx| {
                is_still_in(tx, who.user.id, who.session, draws.now)?;
                let has_one = tx.users().password_hash(who.user.id)?.is_some();
                // A second factor stands before what a password alone opens; the passkey may have been removed meanwhile.
                if has_one || tx.credentials().of(who.user.id)?.is_empty() {
                    return Ok(false);
                }
                set(tx, &new, &who, (&own, &draws))?;
                Ok::<_, Fault>(true)
            })
            .await?;
        Ok(if added { Changed::Done(()) } else { Changed::NotAllowed })
    }

    fn new_password(
        &self,
        tenant: Id<Tenant>,
        visitor: &Visitor,
        (hash, change): (String, Change),
        (handed, draws): (model::Timestamp, &Draws),
    ) -> Result<New, Fault> {
        let organisation = self.organisation(tenant).ok_or(Fault::NotFound)?;
        let letter = self.changed_letter(&organisation, &visitor.user, change)?;
        Ok(New { state: PasswordState::Own { changed: draws.now, handed }, hash, letter })
    }
}

fn set(tx: &mut Tx<'_>, new: &New, who: &Visitor, (context, draws): (&Context, &Draws)) -> Result<(), Fault> {
    tx.users().set_password(who.user.id, new.state, Some(&new.hash), draws.now)?;
    if let Some(letter) = &new.letter {
        tx.outbox().insert(letter, draws.now)?;
    }
    let changes = Changes::default().made("passwordChanged", draws.now);
    note(tx, &who.user, context, draws, Verb::ChangePassword, &changes)
}
