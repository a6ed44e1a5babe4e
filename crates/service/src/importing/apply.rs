use model::{Attribute, Id, NameKey, PasswordState, Person, Timestamp, User, UserState};
use sql::Tx;
use store::Tables;

use super::file::Given;
use super::order::Names;
use super::{How, Inviting, Outcome, Prepared, Why, is_invited, takes_password};
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ImportPeople, Permit};
use crate::person_changes::{change, write};
use crate::standing::may_still;

/// What all rows share.
pub(super) struct Todo<'a> {
    pub(super) permit: &'a Permit<ImportPeople>,
    pub(super) how: How,
    pub(super) coming: &'a Names,
    pub(super) now: Timestamp,
}

/// What became of a row, and who waits for a password to be hashed.
pub(super) struct Applied {
    pub(super) outcome: Outcome,
    pub(super) wants_password: Option<Id<User>>,
}

/// Does a row: everything is looked at before anything is written, so what is refused leaves nothing behind.
pub(super) fn apply(tx: &mut Tx<'_>, todo: &Todo<'_>, one: &Prepared) -> Result<Applied, Fault> {
    let refused = |why| Ok(Applied { outcome: Outcome::Refused(why), wants_password: None });
    let new = match &one.new {
        Ok(new) => new,
        Err(why) => return refused(*why),
    };
    let done = match tx.users().holder_of(&new.user.name.key())? {
        None => add(tx, todo, one, new.clone()),
        Some(id) => bring_up_to_date(tx, todo, one, id),
    };
    match done {
        Ok(applied) => Ok(applied),
        Err(Fault::Invalid(word)) => match Attribute::from_word(word) {
            Some(attribute) => refused(Why::Value(attribute)),
            None => Err(Fault::Invalid(word)),
        },
        Err(Fault::Conflict("former name")) => refused(Why::FormerName),
        Err(Fault::Conflict("deleted")) => refused(Why::Deleted),
        Err(Fault::Conflict("synced")) => refused(Why::Synced),
        Err(Fault::Conflict("blocking")) => refused(Why::Blocking),
        Err(Fault::Conflict("manager")) => refused(Why::Circle),
        Err(Fault::Conflict("oneself")) => refused(Why::Oneself),
        Err(Fault::Conflict("last administrator")) => refused(Why::LastAdministrator),
        Err(Fault::Denied) => refused(Why::HoldsMore),
        Err(fault) => Err(fault),
    }
}

fn add(tx: &mut Tx<'_>, todo: &Todo<'_>, one: &Prepared, mut person: Person) -> Result<Applied, Fault> {
    for (attribute, text) in written(tx, todo, one)? {
        if matches!(attribute, Attribute::Manager | Attribute::AccountEnds) {
            write(tx, &one.tools.house.zone(), &mut person, attribute, &text)?;
        }
    }
    let now = one.entry.at;
    let invites = is_invited(&one.row) && todo.how.inviting != Inviting::Nobody;
    person.user.state = match &one.row.password {
        Some(_) => UserState::Active,
        None if invites => UserState::Invited { until: one.link.until },
        None => UserState::Invited { until: now },
    };
    if one.row.blocked == Some(true) {
        person.user.state = person.user.state.blocked(now).map_err(|_| Fault::Conflict("state"))?;
    }
    let hash = match &one.row.password {
        Some(Given::Hashed(hash)) => {
            person.user.password = PasswordState::Own { changed: now, handed: now };
            Some(hash.phc())
        }
        _ => None,
    };
    let id = person.user.id;
    let by_mail = one.letter.is_some();
    let links = invites && todo.how.inviting == Inviting::Links;
    if !links && !by_mail && matches!(person.user.state, UserState::Invited { .. }) {
        person.user.state = UserState::Invited { until: now };
    }
    tx.users().insert(&person.user, &one.handle, hash.as_deref())?;
    tx.profiles().put(id, &person.profile)?;
    if links || by_mail {
        tx.invitations().replace(&one.link.invitation(id), &one.link.digest(), None, now)?;
    }
    if let Some(letter) = &one.letter {
        tx.outbox().insert(letter, now)?;
    }
    let changes = Changes::default().made("byMail", by_mail).made("imported", true);
    one.entry.write(tx, todo.permit, Verb::AddPerson, ("user", Some(id)), &changes)?;
    let wants_password = matches!(one.row.password, Some(Given::Plain(_))).then_some(id);
    let outcome = Outcome::Added { link: links.then(|| one.link.clone()), is_mailed: by_mail };
    Ok(Applied { outcome, wants_password })
}

fn bring_up_to_date(
    tx: &mut Tx<'_>,
    todo: &Todo<'_>,
    one: &Prepared,
    id: Id<User>,
) -> Result<Applied, Fault> {
    let user = tx.users().by_id(id)?.ok_or(Fault::NotFound)?;
    if user.state.is_deleted() {
        return Err(Fault::Conflict("deleted"));
    }
    if NameKey::of(&one.row.name).ok().as_ref() != Some(&user.name.key()) {
        return Err(Fault::Conflict("former name"));
    }
    may_still(tx, todo.permit, Some(id), todo.now)?;
    let is_blocked = matches!(user.state, UserState::Blocked { .. });
    if one.row.blocked.is_some_and(|wanted| wanted != is_blocked) {
        return Err(Fault::Conflict("blocking"));
    }
    let values = written(tx, todo, one)?;
    let changed = change(tx, todo.permit, (one.entry, &one.tools), user, &values)?;
    let takes = one.row.password.is_some() && takes_password(tx, id, todo.now)?;
    let wants_password = match &one.row.password {
        Some(Given::Plain(_)) if takes => Some(id),
        Some(Given::Hashed(hash)) if takes => {
            let now = one.entry.at;
            let state = PasswordState::Own { changed: now, handed: now };
            tx.users().set_password(id, state, Some(&hash.phc()), now)?;
            let target = ("user", Some(id));
            one.of_password.write(tx, todo.permit, Verb::SetPassword, target, &Changes::default())?;
            None
        }
        _ => None,
    };
    let outcome = if changed || takes { Outcome::Changed } else { Outcome::Same };
    Ok(Applied { outcome, wants_password })
}

/// What a row says, but for empty cells: they say nothing. In a trial a manager who would be added by the file itself is
/// taken as said.
fn written(tx: &mut Tx<'_>, todo: &Todo<'_>, one: &Prepared) -> Result<Vec<(Attribute, String)>, Fault> {
    let mut values = vec![];
    for (attribute, text) in one.row.values.iter().filter(|(_, text)| !text.is_empty()) {
        if *attribute == Attribute::Manager
            && todo.how.is_trial
            && let Ok(key) = NameKey::of(text)
            && todo.coming.contains(&key)
            && tx.users().holder_of(&key)?.is_none()
        {
            continue;
        }
        values.push((*attribute, text.clone()));
    }
    Ok(values)
}
