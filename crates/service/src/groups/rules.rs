//! Groups that a rule fills: `user.department -eq "Sales" -and user.accountEnabled -eq true`.
//!
//! A job follows the rules: a pass over everybody, in small steps, whenever something was changed since the last one
//! began. It keeps the newest audit record that it knows of, so that where nothing changes nothing is read twice.

use std::collections::{BTreeMap, BTreeSet};

use model::{Attribute, Group, Id, Member, Membership, Person, Tenant, Timestamp, User, UserState};
use policy::rule::{Property, Rule, RuleError};
use serde::{Deserialize, Serialize};
use sql::Tx;
use store::{Page, PeopleFilter, Tables};

use super::leave::watched;
use super::members::end_what_is_lost;
use super::{Leave, active};
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{Permit, ReadPeople};
use crate::conditional_access::{Watched, editors, note_hole};
use crate::house::House;
use crate::jobs::has_job;
use crate::ledger::Entry;

/// How many people a step of a pass looks at.
const STEP: i64 = 500;
/// How many groups may be filled by rules.
pub const MOST_RULES: i64 = 200;
/// How many people a preview looks at.
const LOOKED_AT: usize = 20_000;
/// How many of those who fit it shows.
pub const PREVIEWED: usize = 50;
/// The key of how far the pass is.
const FOLLOWED: &str = "groupRules";

/// What is changed about the rule of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleEdit {
    /// The rule is another one.
    Write(String),
    /// Nobody is added or removed by it for now.
    Pause,
    /// It works again.
    Resume,
}

/// Whom a rule fits.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The first who fit, by name; at most [`PREVIEWED`].
    pub people: Vec<User>,
    /// How many fit, of those who were looked at.
    pub count: usize,
    /// True when everybody was looked at.
    pub is_whole: bool,
}

/// How far a pass is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Followed {
    /// The newest audit record when the last pass began.
    seen: Option<Id<()>>,
    /// Whom a pass that is under way looked at last.
    at: Option<(String, Id<User>)>,
}

impl House {
    /// Changes the rule of a group that is filled by one.
    pub async fn edit_rule(
        &self,
        tenant: Id<Tenant>,
        leave: Leave,
        id: Id<Group>,
        edit: RuleEdit,
    ) -> Result<(), Fault> {
        if let RuleEdit::Write(text) = &edit {
            read_rule(text).map_err(|_| Fault::Invalid("rule"))?;
        }
        let (house, entry) = (self.clone(), self.entry());
        self.db
            .write(tenant, move |tx| {
                let before = active(tx, id)?;
                leave.check(tx, &before, entry.at)?;
                let Membership::ByRule { rule, is_paused } = before.membership.clone() else {
                    return Err(Fault::Conflict("assigned"));
                };
                let after = match &edit {
                    RuleEdit::Write(text) => Membership::ByRule { rule: text.trim().to_owned(), is_paused },
                    RuleEdit::Pause => Membership::ByRule { rule: rule.clone(), is_paused: true },
                    RuleEdit::Resume => Membership::ByRule { rule: rule.clone(), is_paused: false },
                };
                let Membership::ByRule { rule: new, is_paused: now_paused } = &after else {
                    return Err(Fault::Conflict("assigned"));
                };
                if is_paused && !now_paused {
                    room_for_a_rule(tx)?;
                }
                let changes =
                    Changes::default().set("rule", &rule, new).set("rulePaused", &is_paused, now_paused);
                tx.groups().update(&Group { membership: after.clone(), ..before.clone() })?;
                if !now_paused && let Ok(rule) = read_rule(new) {
                    try_on(&house, tx, &before, rule, entry.at)?;
                }
                leave.write(tx, entry, Verb::ChangeGroup, id, &changes)
            })
            .await
    }

    /// Whom a rule fits now.
    pub async fn preview_rule(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadPeople>,
        text: &str,
    ) -> Result<Result<Preview, RuleError>, Fault> {
        let rule = match read_rule(text) {
            Ok(rule) => rule,
            Err(error) => return Ok(Err(error)),
        };
        let mut preview = Preview { people: vec![], count: 0, is_whole: false };
        let (mut after, mut looked_at) = (None, 0);
        while looked_at < LOOKED_AT {
            let from = after.clone();
            let filter = PeopleFilter::default();
            let read = move |tx: &mut Tx<'_>| {
                let mut people = vec![];
                for row in tx.users().list(&filter, from.as_ref(), STEP)? {
                    people.push((row.user.clone(), known(tx, row.user)?));
                }
                Ok::<_, sql::Error>(people)
            };
            let rows = self.db.read(tenant, read).await?;
            let Some(last) = rows.last() else {
                preview.is_whole = true;
                break;
            };
            after = Some(Page { display: last.0.display.clone(), id: last.0.id });
            looked_at += rows.len();
            for (user, _) in rows.into_iter().filter(|(_, known)| known.fits(&rule)) {
                preview.count += 1;
                if preview.people.len() < PREVIEWED {
                    preview.people.push(user);
                }
            }
        }
        Ok(Ok(preview))
    }

    /// Follows the rules a step further, where there is something to follow.
    pub(crate) async fn follow_rules(&self, tenant: Id<Tenant>) -> Result<(), Fault> {
        let (is_due, rules) = self
            .db
            .read(tenant, |tx| {
                let groups = tx.groups().by_rule(MOST_RULES)?;
                if groups.is_empty() {
                    return Ok::<_, Fault>((false, 0));
                }
                let followed = tx.settings().read::<Followed>(FOLLOWED)?.unwrap_or_default();
                Ok((followed.at.is_some() || followed.seen != newest(tx)?, groups.len()))
            })
            .await?;
        if !is_due {
            return Ok(());
        }
        let (house, now, node) = (self.clone(), self.now(), self.node);
        // A rule that is made meanwhile waits for the next step: records need ids that are drawn here.
        let entries: Vec<Entry> = (0..rules).map(|_| self.entry_at(now)).collect();
        self.db
            .write(tenant, move |tx| {
                if has_job(tx, "group_rules", &node, now)? { step(&house, tx, &entries) } else { Ok(()) }
            })
            .await
    }
}

fn newest(tx: &mut Tx<'_>) -> Result<Option<Id<()>>, Fault> {
    Ok(tx.audit().newest(1)?.first().map(|record| record.id.cast()))
}

/// Looks at the next people, and puts each in the groups that they fit and in no other that a rule fills.
fn step(house: &House, tx: &mut Tx<'_>, entries: &[Entry]) -> Result<(), Fault> {
    let Some(now) = entries.first().map(|entry| entry.at) else { return Ok(()) };
    let mut followed = tx.settings().read::<Followed>(FOLLOWED)?.unwrap_or_default();
    if followed.at.is_none() {
        followed.seen = newest(tx)?;
    }
    let mut rules = vec![];
    for group in tx.groups().by_rule(MOST_RULES)?.into_iter().take(entries.len()) {
        if let Membership::ByRule { rule, .. } = &group.membership
            && let Ok(rule) = read_rule(rule)
        {
            rules.push((group, rule));
        }
    }
    let after = followed.at.take().map(|(display, id)| Page { display, id });
    let rows = tx.users().list(&PeopleFilter::default(), after.as_ref(), STEP)?;
    let mut moved: BTreeMap<Id<Group>, Moved> = BTreeMap::new();
    for user in rows.iter().map(|row| &row.user) {
        let moves = moves(tx, &rules, user)?;
        if follow(house, tx, &moves, &mut moved, now)? == Followable::No {
            rules.retain(|(group, _)| !moves.into.contains(&group.id) && !moves.out.contains(&group.id));
        }
    }
    for ((id, moved), entry) in moved.iter().zip(entries) {
        let changes = Changes::default();
        let changes =
            if moved.added.is_empty() { changes } else { changes.made("membersAdded", &moved.added) };
        let changes =
            if moved.removed.is_empty() { changes } else { changes.gone("membersRemoved", &moved.removed) };
        let changes = if moved.is_paused { changes.set("rulePaused", false, true) } else { changes };
        if !moved.added.is_empty() {
            let added = Changes::default().made("membersAdded", &moved.added);
            note_hole(tx, (*entry, *id), &added, |tx, entry, policy, changes| {
                let by = (store::Actor::System, None);
                entry.write_as(tx, by, Verb::WidenExclusion, ("policy", Some(policy)), changes)
            })?;
        }
        let by = (store::Actor::System, None);
        entry.write_as(tx, by, Verb::FollowGroupRule, ("group", Some(*id)), &changes)?;
    }
    let is_last = i64::try_from(rows.len()).is_ok_and(|read| read < STEP);
    followed.at = rows.last().filter(|_| !is_last).map(|last| (last.user.display.clone(), last.user.id));
    Ok(tx.settings().write(FOLLOWED, &followed)?)
}

/// Who came and went in a step, and whether the rule was paused in it.
#[derive(Default)]
struct Moved {
    added: Vec<Id<User>>,
    removed: Vec<Id<User>>,
    is_paused: bool,
}

/// What rules make of somebody.
struct Moves {
    user: Id<User>,
    into: Vec<Id<Group>>,
    out: Vec<Id<Group>>,
}

/// Whether somebody could be moved.
#[derive(PartialEq, Eq)]
enum Followable {
    Yes,
    No,
}

impl Moves {
    fn are_none(&self) -> bool {
        self.into.is_empty() && self.out.is_empty()
    }

    fn make(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), Fault> {
        place(tx, self.user, (&self.into, &self.out), now)
    }

    fn take_back(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), Fault> {
        place(tx, self.user, (&self.out, &self.into), now)
    }
}

fn place(
    tx: &mut Tx<'_>,
    user: Id<User>,
    (into, out): (&[Id<Group>], &[Id<Group>]),
    now: Timestamp,
) -> Result<(), Fault> {
    for group in into {
        tx.memberships().add(*group, Member::Person(user), now)?;
    }
    for group in out {
        tx.memberships().remove(*group, Member::Person(user))?;
    }
    Ok(())
}

fn moves(tx: &mut Tx<'_>, rules: &[(Group, Rule)], user: &User) -> Result<Moves, Fault> {
    let known = known(tx, user.clone())?;
    let held: BTreeSet<_> = tx.memberships().direct(Member::Person(user.id))?.into_iter().collect();
    let mut moves = Moves { user: user.id, into: vec![], out: vec![] };
    for (group, rule) in rules {
        match (held.contains(&group.id), known.fits(rule)) {
            (false, true) => moves.into.push(group.id),
            (true, false) => moves.out.push(group.id),
            (true, true) | (false, false) => {}
        }
    }
    Ok(moves)
}

/// Moves somebody. Where nobody would come in any more who may change policy they stay, and the rules are paused:
/// somebody looks at them first.
fn follow(
    house: &House,
    tx: &mut Tx<'_>,
    moves: &Moves,
    moved: &mut BTreeMap<Id<Group>, Moved>,
    now: Timestamp,
) -> Result<Followable, Fault> {
    if moves.are_none() {
        return Ok(Followable::Yes);
    }
    let watched = Watched::before(house, tx, moves.user, now)?;
    moves.make(tx, now)?;
    match watched.after(house, tx, now) {
        Ok(()) => {}
        Err(Fault::Conflict("last administrator")) => {
            moves.take_back(tx, now)?;
            for group in moves.into.iter().chain(&moves.out) {
                pause(tx, *group)?;
                moved.entry(*group).or_default().is_paused = true;
            }
            return Ok(Followable::No);
        }
        Err(fault) => return Err(fault),
    }
    for group in &moves.into {
        moved.entry(*group).or_default().added.push(moves.user);
    }
    for group in &moves.out {
        end_what_is_lost(tx, *group, moves.user)?;
        moved.entry(*group).or_default().removed.push(moves.user);
    }
    Ok(Followable::Yes)
}

fn pause(tx: &mut Tx<'_>, id: Id<Group>) -> Result<(), Fault> {
    let group = active(tx, id)?;
    if let Membership::ByRule { rule, .. } = group.membership.clone() {
        let membership = Membership::ByRule { rule, is_paused: true };
        tx.groups().update(&Group { membership, ..group })?;
    }
    Ok(())
}

/// Refuses a rule by which nobody would come in any more who may change policy. They are moved by it and back again: the
/// job moves everybody.
fn try_on(house: &House, tx: &mut Tx<'_>, group: &Group, rule: Rule, now: Timestamp) -> Result<(), Fault> {
    let watched = watched(house, tx, group, now)?;
    if !watched.is_looking() {
        return Ok(());
    }
    let rules = [(group.clone(), rule)];
    let mut made = vec![];
    for id in editors(tx, now)? {
        let Some(user) = tx.users().by_id(id)? else { continue };
        let moves = moves(tx, &rules, &user)?;
        moves.make(tx, now)?;
        made.push(moves);
    }
    watched.after(house, tx, now)?;
    made.iter().try_for_each(|moves| moves.take_back(tx, now))
}

/// Refuses one group too many that is filled by a rule.
pub(super) fn room_for_a_rule(tx: &mut Tx<'_>) -> Result<(), Fault> {
    let is_full = i64::try_from(tx.groups().by_rule(MOST_RULES)?.len()).is_ok_and(|held| held >= MOST_RULES);
    if is_full { Err(Fault::Conflict("rules")) } else { Ok(()) }
}

/// Reads a rule about people: one that names a property that there is none of is none. What people change about
/// themselves, such as their language, is not among them (attack 96).
pub fn read_rule(text: &str) -> Result<Rule, RuleError> {
    let rule = Rule::of_people(text.trim())?;
    let unknown = rule.properties().into_iter().find(|name| !is_known(name)).map(str::to_owned);
    match unknown {
        Some(name) => Err(RuleError::Unexpected(name)),
        None => Ok(rule),
    }
}

/// True for what rules may read. Whom somebody reports to and when an account ends are read by no rule of Microsoft's.
fn is_known(name: &str) -> bool {
    let Some(name) = name.strip_prefix("user.") else { return false };
    let may_read = |attribute: Attribute| {
        attribute.is_read_by_rules() && !matches!(attribute, Attribute::Manager | Attribute::AccountEnds)
    };
    matches!(name, "accountenabled" | "objectid") || Attribute::from_word(name).is_some_and(may_read)
}

/// What is known of a person, as rules name it: in lower case, after `user.`.
struct Known {
    texts: Vec<(String, String)>,
    mails: Vec<String>,
}

impl Known {
    fn of(person: &Person) -> Self {
        let state = person.user.state;
        let is_enabled = !matches!(state, UserState::Blocked { .. } | UserState::Deleted { .. });
        let named = Attribute::ALL.iter().map(|one| (one.word().to_lowercase(), one.read(person)));
        let others = [
            ("accountenabled".to_owned(), if is_enabled { "True" } else { "False" }.to_owned()),
            ("objectid".to_owned(), person.user.id.to_string()),
        ];
        Self { texts: named.chain(others).collect(), mails: person.profile.other_mails.clone() }
    }

    fn fits(&self, rule: &Rule) -> bool {
        rule.holds(&|name: &str| self.look(name))
    }

    fn look(&self, name: &str) -> Property<'_> {
        let name = name.strip_prefix("user.").unwrap_or_default();
        if name == "othermails" && !self.mails.is_empty() {
            return Property::Many(self.mails.iter().map(String::as_str).collect());
        }
        let found = self.texts.iter().find(|(known, value)| known == name && !value.is_empty());
        found.map_or(Property::Null, |(_, value)| Property::One(value))
    }
}

fn known(tx: &mut Tx<'_>, user: User) -> Result<Known, sql::Error> {
    let profile = tx.profiles().of(user.id)?;
    Ok(Known::of(&Person { user, profile, synced_as: None }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_reads_no_property_that_people_change_for_themselves() {
        assert!(read_rule("user.department -eq \"Sales\" -and user.accountEnabled -eq true").is_ok());
        for (text, word) in [
            ("user.preferredLanguage -eq \"nl\"", "user.preferredlanguage"),
            ("user.unheardOf -eq \"x\"", "user.unheardof"),
            ("device.model -eq \"x\"", "device.model"),
        ] {
            assert_eq!(read_rule(text), Err(RuleError::Unexpected(word.to_owned())));
        }
    }
}
