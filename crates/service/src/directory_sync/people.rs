//! Bringing one person up to date. Everything is looked at before anything is written, so what is refused leaves nothing.
//!
//! Who somebody is decides the id of the first import alone. A name or an address that somebody of ours has is a conflict,
//! which is reported: nobody takes over an account by being called like its owner (attack 93).

use model::{Attribute, Id, Name, PasswordState, Person, Profile, Timestamp, User, UserState};
use sql::Tx;
use store::{SyncedKind, SyncedRow, Tables, Withheld};

use super::dn::dn_key;
use super::mapping::SourcePerson;
use super::pass::Pass;
use super::report::{SyncLine, SyncOutcome, SyncRefusal};
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::conditional_access::Watched;
use crate::house::House;
use crate::ledger::Entry;
use crate::people::{blank, end_everything, keep_an_administrator};
use crate::person_changes::{Tools, change, person};
use crate::retention::retention;

/// Somebody, with everything that a transaction may not draw itself.
pub(super) struct Prepared {
    pub(super) person: SourcePerson,
    pub(super) id: Id<User>,
    pub(super) handle: [u8; 32],
    pub(super) entry: Entry,
    pub(super) tools: Tools,
}

/// What became of somebody.
pub(super) struct Applied {
    pub(super) line: SyncLine,
    /// True when they are disabled there and not blocked here: that is done together with those who are gone.
    pub(super) is_to_block: bool,
    /// Whose manager is somebody who was not there yet.
    pub(super) waits: Option<(Id<User>, String)>,
}

/// Does what is to be done for somebody.
pub(super) fn apply(tx: &mut Tx<'_>, pass: &Pass, one: &Prepared) -> Result<Applied, Fault> {
    let source = &one.person.source;
    // Also where they are refused: that name is somebody else's from now on.
    tx.synced().take_dn(&dn_key(&one.person.dn), SyncedKind::Person, source)?;
    match tx.synced().by_source(SyncedKind::Person, source)? {
        None => add(tx, pass, one),
        Some(row) => match tx.users().by_id(row.object.cast())? {
            Some(user) => bring(tx, pass, one, (row, user)),
            // Removed for good here.
            None => {
                tx.synced().forget(row.object)?;
                add(tx, pass, one)
            }
        },
    }
}

fn refused(one: &Prepared, why: SyncRefusal) -> Applied {
    let name = if one.person.login.is_empty() { &one.person.dn } else { &one.person.login };
    let line = SyncLine::new(SyncedKind::Person, name.as_str(), SyncOutcome::Refused(why));
    Applied { line, is_to_block: false, waits: None }
}

fn add(tx: &mut Tx<'_>, pass: &Pass, one: &Prepared) -> Result<Applied, Fault> {
    if let Some(why) = conflict(tx, one, None)? {
        return Ok(refused(one, why));
    }
    let Ok(name) = Name::new(&one.person.login) else { return Ok(refused(one, SyncRefusal::NoName)) };
    let now = one.entry.at;
    let user = blank(one.id, name, now);
    let mut person = Person { user, profile: Profile::default(), synced_as: Some(one.person.dn.clone()) };
    let (values, left_out) = usable(&person, one);
    for (attribute, text) in &values {
        // It was tried before.
        let _ = attribute.write(&mut person, text);
    }
    let manager = manager(tx, one)?;
    person.profile.manager = manager.known.map(|user| user.id);
    if pass.settings.checks_passwords {
        person.user.state = UserState::Active;
        person.user.password = PasswordState::Elsewhere { since: now };
    } else {
        // Whoever looks after them sends an invitation; that one is over already.
        person.user.state = UserState::Invited { until: now };
    }
    let withheld = (!one.person.is_enabled).then_some(Withheld::Blocked);
    if withheld.is_some() {
        person.user.state = person.user.state.blocked(now).map_err(|_| Fault::Conflict("state"))?;
    }
    tx.users().insert(&person.user, &one.handle, None)?;
    tx.profiles().put(one.id, &person.profile)?;
    tx.synced().insert(&SyncedRow {
        kind: SyncedKind::Person,
        source: one.person.source,
        object: one.id.cast(),
        dn: one.person.dn.clone(),
        dn_key: dn_key(&one.person.dn),
        withheld,
        missing_since: None,
    })?;
    keep(tx, one.entry, Verb::AddPerson, one.id, &Changes::default().made("synced", true))?;
    let line = SyncLine::new(SyncedKind::Person, one.person.login.as_str(), SyncOutcome::Added).about(one.id);
    let line = SyncLine { left_out, ..line };
    Ok(Applied { line, is_to_block: false, waits: manager.waits.map(|dn| (one.id, dn)) })
}

fn bring(
    tx: &mut Tx<'_>,
    pass: &Pass,
    one: &Prepared,
    (mut row, mut user): (SyncedRow, User),
) -> Result<Applied, Fault> {
    let (id, now) = (user.id, one.entry.at);
    if let Some(why) = conflict(tx, one, Some(&user))? {
        return Ok(refused(one, why));
    }
    let was = row.clone();
    let mut outcome = SyncOutcome::Same;
    if user.state.is_deleted() {
        let kept = retention(tx, pass.house.unset_retention())?.deleted();
        let restored = user.state.restored(now, kept);
        let (Some(withheld), Ok(state)) = (row.withheld.filter(|withheld| withheld.is_deleted()), restored)
        else {
            return Ok(refused(one, SyncRefusal::DeletedHere));
        };
        tx.users().set_state(id, state, now)?;
        tx.users().index(&user)?;
        keep(tx, one.entry, Verb::RestorePerson, id, &Changes::default().made("synced", true))?;
        user.state = state;
        // Our own block was there before, and is there now.
        row.withheld = (withheld == Withheld::Deleted).then_some(Withheld::Blocked);
        outcome = SyncOutcome::Restored;
    } else if row.withheld.is_some_and(Withheld::is_deleted) {
        // Restored here meanwhile: whether they are blocked is ours to say.
        row.withheld = None;
    }
    let is_blocked = matches!(user.state, UserState::Blocked { .. });
    if one.person.is_enabled && row.withheld == Some(Withheld::Blocked) {
        if let Ok(state) = user.state.unblocked() {
            tx.users().set_state(id, state, now)?;
            user.state = state;
            let changes = Changes::default().set("blocked", true, false).made("synced", true);
            keep(tx, one.entry.about(id), Verb::UnblockPerson, id, &changes)?;
            if outcome == SyncOutcome::Same {
                outcome = SyncOutcome::Unblocked;
            }
        }
        row.withheld = None;
    }
    row.missing_since = None;
    let (is_changed, left_out, waits) = values(tx, pass, one, &user)?;
    let is_changed = align_password(tx, pass, &user, now)? || is_changed;
    if is_changed && outcome == SyncOutcome::Same {
        outcome = SyncOutcome::Changed;
    }
    row.dn.clone_from(&one.person.dn);
    row.dn_key = dn_key(&one.person.dn);
    if row != was {
        tx.synced().update(&row)?;
    }
    let is_to_block = !one.person.is_enabled && !is_blocked && !user.state.is_deleted();
    let line = SyncLine::new(SyncedKind::Person, one.person.login.as_str(), outcome).about(id);
    Ok(Applied { line: SyncLine { left_out, ..line }, is_to_block, waits: waits.map(|dn| (id, dn)) })
}

/// Why somebody cannot be who the server says.
fn conflict(tx: &mut Tx<'_>, one: &Prepared, own: Option<&User>) -> Result<Option<SyncRefusal>, Fault> {
    let Ok(name) = Name::new(&one.person.login) else { return Ok(Some(SyncRefusal::NoName)) };
    let own_id = own.map(|user| user.id);
    let holder = tx.users().holder_of(&name.key())?;
    if holder.is_some() && holder != own_id {
        return Ok(Some(SyncRefusal::NameTaken));
    }
    let mail = one.person.values.iter().find(|(attribute, _)| *attribute == Attribute::Mail);
    let mail = mail.map(|(_, mail)| mail.trim()).filter(|mail| !mail.is_empty());
    let Some(mail) = mail.filter(|mail| own.and_then(|user| user.mail.as_deref()) != Some(*mail)) else {
        return Ok(None);
    };
    for other in tx.users().with_mail(mail, 10)? {
        if Some(other) != own_id && tx.synced().by_object(other)?.is_none() {
            return Ok(Some(SyncRefusal::MailTaken));
        }
    }
    Ok(None)
}

/// The values that can be values here, and the attributes of the others.
fn usable(like: &Person, one: &Prepared) -> (Vec<(Attribute, String)>, Vec<String>) {
    let (mut values, mut left_out) = (vec![], vec![]);
    for (attribute, text) in &one.person.values {
        // Everybody is called something.
        let text =
            if *attribute == Attribute::DisplayName && text.is_empty() { &one.person.login } else { text };
        match attribute.write(&mut like.clone(), text) {
            Ok(()) => values.push((*attribute, text.clone())),
            Err(_) => left_out.push(attribute.word().to_owned()),
        }
    }
    (values, left_out)
}

/// Whom somebody reports to: somebody from there, nobody, or somebody who may still come.
struct Manager {
    known: Option<User>,
    waits: Option<String>,
}

fn manager(tx: &mut Tx<'_>, one: &Prepared) -> Result<Manager, Fault> {
    let Some(dn) = &one.person.manager else { return Ok(Manager { known: None, waits: None }) };
    let known = by_dn(tx, dn)?.filter(|user| user.id != one.id);
    let waits = known.is_none().then(|| dn.clone());
    Ok(Manager { known, waits })
}

fn by_dn(tx: &mut Tx<'_>, dn: &str) -> Result<Option<User>, Fault> {
    match tx.synced().by_dn(&dn_key(dn))? {
        Some(row) if row.kind == SyncedKind::Person => {
            Ok(tx.users().by_id(row.object.cast())?.filter(|user| !user.state.is_deleted()))
        }
        _ => Ok(None),
    }
}

/// True when something changed; what was left out; whose manager waits.
type Brought = (bool, Vec<String>, Option<String>);

fn values(tx: &mut Tx<'_>, pass: &Pass, one: &Prepared, user: &User) -> Result<Brought, Fault> {
    let before = person(tx, user.clone())?;
    let (mut wanted, mut left_out) = usable(&before, one);
    wanted.push((Attribute::UserPrincipalName, one.person.login.clone()));
    let manager = manager(tx, one)?;
    match (&manager.known, &manager.waits) {
        (Some(known), _) => wanted.push((Attribute::Manager, known.name.to_string())),
        (None, None) => wanted.push((Attribute::Manager, String::new())),
        (None, Some(_)) => {}
    }
    // Two records of the same transaction: each with an id of its own.
    let entry = one.entry.about(one.id).about(user.id);
    match change(tx, &pass.leave, (entry, &one.tools), user.clone(), &wanted) {
        Ok(is_changed) => Ok((is_changed, left_out, manager.waits)),
        Err(Fault::Conflict("manager")) => {
            wanted.retain(|(attribute, _)| *attribute != Attribute::Manager);
            left_out.push(Attribute::Manager.word().to_owned());
            let is_changed = change(tx, &pass.leave, (entry, &one.tools), user.clone(), &wanted)?;
            Ok((is_changed, left_out, None))
        }
        Err(fault) => Err(fault),
    }
}

/// Where that server checks passwords, nobody from there has one here; where it does not, nobody waits for it.
fn align_password(tx: &mut Tx<'_>, pass: &Pass, user: &User, now: Timestamp) -> Result<bool, Fault> {
    let is_elsewhere = matches!(user.password, PasswordState::Elsewhere { .. });
    if is_elsewhere == pass.settings.checks_passwords {
        return Ok(false);
    }
    if is_elsewhere {
        tx.users().set_password(user.id, PasswordState::None, None, now)?;
        return Ok(true);
    }
    tx.users().set_password(user.id, PasswordState::Elsewhere { since: now }, None, now)?;
    tx.invitations().withdraw(user.id)?;
    if let Ok(state) = user.state.accepted() {
        tx.users().set_state(user.id, state, now)?;
    }
    Ok(true)
}

/// Gives somebody the manager who was not there yet; true when it is another than before.
pub(super) fn give_manager(
    tx: &mut Tx<'_>,
    pass: &Pass,
    (entry, tools): (Entry, &Tools),
    (id, dn): &(Id<User>, String),
) -> Result<bool, Fault> {
    let Some(user) = tx.users().by_id(*id)?.filter(|user| !user.state.is_deleted()) else { return Ok(false) };
    let name = by_dn(tx, dn)?.filter(|manager| manager.id != *id).map(|manager| manager.name.to_string());
    let wanted = [(Attribute::Manager, name.unwrap_or_default())];
    match change(tx, &pass.leave, (entry, tools), user, &wanted) {
        Err(Fault::Conflict("manager")) => Ok(false),
        other => other,
    }
}

/// Blocks somebody who is gone or disabled there, and ends what they had. False when nobody could administer any more.
pub(super) fn block(tx: &mut Tx<'_>, house: &House, entry: Entry, id: Id<User>) -> Result<bool, Fault> {
    let now = entry.at;
    let Some(user) = tx.users().by_id(id)? else { return Ok(true) };
    let Ok(state) = user.state.blocked(now) else { return Ok(true) };
    if is_last(keep_an_administrator(tx, id))? {
        return Ok(false);
    }
    let watched = Watched::before(house, tx, id, now)?;
    tx.users().set_state(id, state, now)?;
    if is_last(watched.after(house, tx, now))? {
        tx.users().set_state(id, user.state, now)?;
        return Ok(false);
    }
    end_everything(tx, id, now)?;
    tx.invitations().withdraw(id)?;
    let changes = Changes::default().set("blocked", false, true).made("synced", true);
    keep(tx, entry, Verb::BlockPerson, id, &changes)?;
    Ok(true)
}

fn is_last(outcome: Result<(), Fault>) -> Result<bool, Fault> {
    match outcome {
        Ok(()) => Ok(false),
        Err(Fault::Conflict("last administrator")) => Ok(true),
        Err(fault) => Err(fault),
    }
}

/// Keeps what the server made of somebody.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    entry: Entry,
    verb: Verb,
    id: Id<User>,
    changes: &Changes,
) -> Result<(), Fault> {
    entry.write_as(tx, (store::Actor::System, None), verb, ("user", Some(id)), changes)
}
