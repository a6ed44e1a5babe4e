//! Making the store of a backup fit: what ends, and what is taken away again.

use model::{
    Assignment, Group, GroupState, Id, Member, Membership, PasswordState, Timestamp, User, UserState,
};
use policy::PolicySet;
use sql::Tx;
use store::{App, Tables};

use super::{ALL, Again, Taken, connected};
use crate::Fault;
use crate::app_permissions;
use crate::ledger::Entry;
use crate::policy_sets::{self, Whole};

/// Codes of authenticator apps are accepted one step early.
const STEPS_AHEAD: i64 = 1;

pub(super) fn fit(
    tx: &mut Tx<'_>,
    taken: Option<&Taken>,
    entry: Entry,
    revision: Id<PolicySet>,
) -> Result<Again, Fault> {
    tx.restored().end_everything()?;
    tx.restored().use_steps(factors::totp::Step::at(entry.at).number() + STEPS_AHEAD)?;
    let Some(taken) = taken else {
        tx.restored().set_recovery_codes(&[])?;
        for (user, ..) in tx.emergency().capsules()? {
            tx.emergency().burn(user)?;
        }
        return Ok(Again { connections: connected::disconnect(tx)?, ..Again::default() });
    };
    let mut codes = vec![];
    for code in &taken.codes {
        // Somebody who was added since the backup is not in it.
        if tx.users().by_id(code.0)?.is_some() {
            codes.push(*code);
        }
    }
    tx.restored().set_recovery_codes(&codes)?;
    of_capsules(tx, taken)?;
    for (action, target) in &taken.happened {
        tx.removals().keep(action, *target, entry.at)?;
    }
    for (id, until) in &taken.spent {
        tx.spent().spend(*id, *until)?;
    }
    if let Some(keys) = &taken.signing_keys {
        for row in tx.signing_keys().all()? {
            tx.signing_keys().remove(&row.kid)?;
        }
        for row in keys {
            tx.signing_keys().insert(row)?;
        }
    }
    let mut again = Again::default();
    if taken.is_blocked {
        let before = policy_sets::load_head(tx)?;
        if !before.is_blocked() {
            let edit = policy_sets::blocked_edit(Whole::Blocked, entry.at);
            policy_sets::save_edit(tx, (revision, before.revision), edit, entry)?;
            again.organisations = 1;
        }
    }
    of_people(tx, taken, entry.at, &mut again)?;
    of_apps(tx, taken, entry.at, &mut again)?;
    of_groups(tx, taken, entry.at, &mut again)?;
    again.connections = taken.connected.put_last(tx, entry.at)?;
    Ok(again)
}

/// Emergency accounts are those of the backup that still were ones, with the capsules that they had in the end.
fn of_capsules(tx: &mut Tx<'_>, taken: &Taken) -> Result<(), Fault> {
    for (user, ..) in tx.emergency().capsules()? {
        match taken.capsules.iter().find(|(other, ..)| *other == user) {
            None => drop(tx.emergency().withdraw(user)?),
            Some((_, Some(capsule), Some(made))) => tx.emergency().seal(user, capsule, *made)?,
            Some(_) => tx.emergency().burn(user)?,
        }
    }
    Ok(())
}

fn of_people(tx: &mut Tx<'_>, taken: &Taken, now: Timestamp, again: &mut Again) -> Result<(), Fault> {
    for (id, state) in &taken.out {
        if tx.users().by_id(*id)?.is_none_or(|user| user.state == *state) {
            continue;
        }
        tx.users().set_state(*id, *state, now)?;
        match state {
            UserState::Deleted { .. } => {
                tx.search_words().remove(*id)?;
                again.erased += 1;
            }
            _ => again.blocked += 1,
        }
    }
    for id in &taken.erased {
        if tx.users().by_id(*id)?.is_some() {
            tx.erased().remove(*id, now)?;
            again.erased += 1;
        }
    }
    for (id, left) in &taken.methods {
        for held in tx.credentials().of(*id)? {
            if !left.contains(&held.id) && tx.credentials().remove(*id, held.id)? {
                again.methods += 1;
            }
        }
        // What they set up since is not in the backup. The old password alone would let whoever stole it set up a
        // second step of their own (attack 83): they are invited again.
        if tx.users().by_id(*id)?.is_some() && tx.credentials().of(*id)?.is_empty() {
            tx.users().set_password(*id, PasswordState::None, None, now)?;
        }
    }
    for (id, left) in &taken.roles {
        for role in tx.users().own_roles(*id)?.into_iter().filter(|role| !left.contains(role)) {
            tx.users().unassign(*id, role)?;
            again.roles += 1;
        }
    }
    of_ends(tx, taken, now, again)
}

/// Accounts and roles end no later than they did in the end.
fn of_ends(tx: &mut Tx<'_>, taken: &Taken, now: Timestamp, again: &mut Again) -> Result<(), Fault> {
    for (id, role, end) in &taken.role_ends {
        let (held, then) = (tx.users().own_roles(*id)?, tx.users().role_ends(*id)?);
        let ended_later = then.iter().all(|(other, then)| other != role || then > end);
        if held.contains(role) && ended_later {
            tx.users().assign_until(*id, *role, (now, Some(*end)))?;
            again.roles += 1;
        }
    }
    for (id, end) in &taken.ends {
        let Some(user) = tx.users().by_id(*id)? else { continue };
        if user.ends.is_none_or(|then| then > *end) {
            tx.users().update(&User { ends: Some(*end), ..user })?;
            again.blocked += 1;
        }
    }
    Ok(())
}

fn of_apps(tx: &mut Tx<'_>, taken: &Taken, now: Timestamp, again: &mut Again) -> Result<(), Fault> {
    for id in &taken.apps {
        if let Some(app) = tx.apps().by_id(*id)? {
            tx.apps().remove(&app, now)?;
            again.apps += 1;
        }
    }
    for now in &taken.changed {
        let Some(then) = tx.apps().by_id(now.app_id)? else { continue };
        let narrowed = narrowed(&then, now);
        if narrowed != then {
            tx.apps().update(&narrowed)?;
            tx.apps().set_standing(narrowed.app_id, narrowed.standing)?;
            again.apps += 1;
        }
    }
    for (id, left) in &taken.secrets {
        for secret in tx.apps().secrets(*id, now)? {
            if !left.contains(&secret.id) && tx.apps().remove_secret(*id, secret.id)? {
                again.apps += 1;
            }
        }
    }
    for (id, left) in &taken.permissions {
        again.apps += app_permissions::take_again(tx, *id, *left)?;
    }
    for (id, left) in &taken.named {
        let Some(app) = tx.apps().by_id(*id)? else { continue };
        for user in tx.apps().assigned(app.principal_id, ALL)?.into_iter().filter(|user| !left.contains(user))
        {
            tx.apps().unassign(app.principal_id, user)?;
            again.apps += 1;
        }
    }
    for (id, left) in &taken.named_groups {
        let Some(app) = tx.apps().by_id(*id)? else { continue };
        let named = tx.apps().assigned_groups(app.principal_id, ALL)?;
        for group in named.into_iter().filter(|group| !left.contains(group)) {
            tx.apps().unassign_group(app.principal_id, group)?;
            again.apps += 1;
        }
    }
    Ok(())
}

fn of_groups(tx: &mut Tx<'_>, taken: &Taken, now: Timestamp, again: &mut Again) -> Result<(), Fault> {
    of_rules(tx, taken, again)?;
    for (id, left) in &taken.members {
        for (member, _) in tx.memberships().members(*id, ALL)? {
            if left.contains(&member) {
                continue;
            }
            tx.memberships().remove(*id, member)?;
            again.groups += 1;
        }
    }
    for (id, left) in &taken.group_roles {
        for role in tx.groups().roles(*id)?.into_iter().filter(|role| !left.contains(role)) {
            tx.groups().take_role(*id, role)?;
            again.groups += 1;
        }
    }
    for id in &taken.groups {
        if let Some(group) = tx.groups().by_id(*id)?.filter(Group::is_active) {
            tx.groups().update(&Group { state: GroupState::Deleted { at: now }, ..group })?;
            tx.memberships().renest(*id)?;
            again.groups += 1;
        }
    }
    Ok(())
}

/// A group whose rule was another one, or took somebody out, waits for somebody to look at it: what people are is that of
/// the backup, and the rule would put them in again.
fn of_rules(tx: &mut Tx<'_>, taken: &Taken, again: &mut Again) -> Result<(), Fault> {
    for (id, last) in &taken.rules {
        let Membership::ByRule { rule, .. } = last else { continue };
        let Some(group) = tx.groups().by_id(*id)? else { continue };
        let mut members = tx.memberships().members(*id, ALL)?.into_iter().map(|(member, _)| member);
        let is_out =
            |member: Member| taken.members.iter().any(|(group, left)| group == id && !left.contains(&member));
        let membership = Membership::ByRule { rule: rule.clone(), is_paused: true };
        if group.membership != membership && (group.membership != *last || members.any(is_out)) {
            tx.groups().update(&Group { membership, ..group })?;
            again.groups += 1;
        }
    }
    Ok(())
}

/// An application of the backup with no address that it no longer had, open to no more people than it was in the end,
/// and asking no less.
fn narrowed(then: &App, now: &App) -> App {
    let both = |then: &[String], now: &[String]| -> Vec<String> {
        then.iter().filter(|address| now.contains(address)).cloned().collect()
    };
    let is_open = [then, now].into_iter().all(|app| app.assignment == Assignment::Everyone);
    App {
        redirect_uris: both(&then.redirect_uris, &now.redirect_uris),
        logout_uris: both(&then.logout_uris, &now.logout_uris),
        assignment: if is_open { Assignment::Everyone } else { Assignment::Assigned },
        standing: then.standing.stricter(now.standing),
        ..then.clone()
    }
}

#[cfg(test)]
mod tests {
    use model::{AppKind, FirstParty, Span};
    use policy::{Standing, StandingStrength};

    use super::*;

    fn app(addresses: &[&str], assignment: Assignment, standing: Standing) -> App {
        App {
            app_id: FirstParty::My.app_id(),
            object_id: Id::fixed(1),
            principal_id: Id::fixed(2),
            name: "Nextcloud".to_owned(),
            kind: AppKind::Public,
            assignment,
            redirect_uris: addresses.iter().map(|address| (*address).to_owned()).collect(),
            logout_uris: vec![],
            built_in: false,
            signing: oauth::SigningAlgorithm::default(),
            standing,
            created: Timestamp::from_secs(1_700_000_000),
        }
    }

    #[test]
    fn an_application_comes_back_no_wider_than_it_was_in_the_end() {
        let passkey = Standing { strength: Some(StandingStrength::PhishingResistant), max_age: None };
        let hourly =
            Standing { strength: Some(StandingStrength::MultiFactor), max_age: Some(Span::hours(1)) };
        let then = app(&["https://old.example/", "https://both.example/"], Assignment::Everyone, hourly);
        let now = app(&["https://both.example/", "https://new.example/"], Assignment::Assigned, passkey);
        let both = Standing { max_age: hourly.max_age, ..passkey };
        assert_eq!(narrowed(&then, &now), app(&["https://both.example/"], Assignment::Assigned, both));
        assert_eq!(narrowed(&then, &then), then);
    }
}
