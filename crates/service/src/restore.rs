//! What is done to a store that comes from a backup before anybody uses it (ADR 24): everything that lets somebody in ends,
//! and what was taken away since the backup, as the store that it replaces says, is taken away again.

use std::sync::Arc;

use model::{
    AppId, Assignment, Group, GroupState, Id, Member, PasswordState, Role, Span, Tenant, Timestamp, User,
    UserState,
};
use policy::PolicySet;
use sql::Tx;
use store::{App, AppSecret, KeptCode, SigningKeyRow, Tables};

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ManageInstallation, Permit};
use crate::house::House;
use crate::ledger::Entry;
use crate::policy_sets::{self, Whole};

/// More than there is of anything.
const ALL: i64 = i64::MAX;
/// Codes of authenticator apps are accepted one step early.
const STEPS_AHEAD: i64 = 1;

/// What takes something away that a backup may have. When its record is removed from the audit log, that it happened is
/// kept all the same (`store::Removals`), for this long: longer than anybody keeps a backup.
pub(crate) const TAKES_AWAY: [Verb; 12] = [
    Verb::RemoveMethod,
    Verb::RemoveOwnMethod,
    Verb::RecoverPerson,
    Verb::TakeRole,
    Verb::RemoveAppSecret,
    Verb::UnnameForApp,
    Verb::RemoveApp,
    Verb::ChangeApp,
    Verb::RemoveGroupMember,
    Verb::TakeGroupRole,
    Verb::DeleteGroup,
    Verb::PurgeGroup,
];
/// See [`TAKES_AWAY`].
pub(crate) const KEPT_FOR: Span = Span::days(3_650);

/// What was taken away since a moment, of every organisation.
#[derive(Debug, Clone, Default)]
pub struct Since(Vec<(Id<Tenant>, Taken)>);

/// What was taken away in one organisation. Whoever lost something is here with what is left.
#[derive(Debug, Clone, Default)]
struct Taken {
    /// What happened to whom: the store of the backup keeps it, so that a still older one does not bring it back either.
    happened: Vec<(&'static str, Id<User>)>,
    out: Vec<(Id<User>, UserState)>,
    erased: Vec<Id<User>>,
    is_blocked: bool,
    methods: Vec<(Id<User>, Vec<Id<()>>)>,
    roles: Vec<(Id<User>, Vec<Role>)>,
    apps: Vec<Id<AppId>>,
    /// Applications that were changed, as they were in the end.
    changed: Vec<App>,
    secrets: Vec<(Id<AppId>, Vec<Id<AppSecret>>)>,
    named: Vec<(Id<AppId>, Vec<Id<User>>)>,
    named_groups: Vec<(Id<AppId>, Vec<Id<Group>>)>,
    members: Vec<(Id<Group>, Vec<Member>)>,
    group_roles: Vec<(Id<Group>, Vec<Role>)>,
    /// Groups that were deleted, for good too.
    groups: Vec<Id<Group>>,
    codes: Vec<KeptCode>,
    spent: Vec<(Id<()>, Timestamp)>,
    /// The keys that sign tokens, where the keys of the backup open them: one that leaked since must not come back.
    signing_keys: Option<Vec<SigningKeyRow>>,
}

/// How much was taken away again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Again {
    /// People that were blocked.
    pub blocked: usize,
    /// People that were deleted.
    pub erased: usize,
    /// Organisations that were blocked.
    pub organisations: usize,
    /// Second steps that were removed.
    pub methods: usize,
    /// Roles that were taken.
    pub roles: usize,
    /// Applications that were removed, secrets of them, and names of people and groups for them.
    pub apps: usize,
    /// Groups that were deleted, and members and roles of others.
    pub groups: usize,
}

impl House {
    /// Reads what was taken away since a moment: from the store that is about to be replaced.
    pub async fn taken_since(
        &self,
        _permit: &Permit<ManageInstallation>,
        since: Timestamp,
    ) -> Result<Since, Fault> {
        let now = self.now();
        let mut all = vec![];
        for organisation in self.organisations().iter() {
            let tenant = organisation.id;
            let mut taken = self.db.read(tenant, move |tx| Taken::read(tx, since, now)).await?;
            taken.signing_keys =
                taken.signing_keys.filter(|keys| keys.iter().all(|row| self.opens_signing_key(tenant, row)));
            all.push((tenant, taken));
        }
        Ok(Since(all))
    }

    /// Makes a store that comes from a backup fit to be used, in one transaction: ends what must end, takes away again
    /// what was taken away, and says so in the audit log. Without `since` every recovery code goes, because nobody knows
    /// which of them were used.
    pub async fn make_fit(
        &self,
        permit: Permit<ManageInstallation>,
        taken_at: Timestamp,
        since: Option<Since>,
    ) -> Result<Again, Fault> {
        let now = self.now();
        let each: Vec<_> = self
            .organisations()
            .iter()
            .map(|one| (one.id, self.entry_at(now), Id::ordered(now, self.outside.random())))
            .collect();
        let since = Arc::new(since);
        self.db
            .write_installation(move |installation| {
                let mut again = Again::default();
                for (tenant, entry, revision) in &each {
                    let tx = &mut installation.tenant(*tenant);
                    let taken = since.as_ref().as_ref().and_then(|since| since.of(*tenant));
                    let here = fit(tx, taken, *entry, *revision)?;
                    again.add(here);
                    let changes = here
                        .changes()
                        .made("takenAt", taken_at.as_micros())
                        .made("replacedStoreRead", taken.is_some());
                    let target = ("organisation", Some(*tenant));
                    entry.write(tx, &permit, Verb::RestoreBackup, target, &changes)?;
                }
                Ok::<_, Fault>(again)
            })
            .await
    }
}

/// From how long before the backup changes are read.
const MARGIN: Span = Span::minutes(5);

impl Since {
    fn of(&self, tenant: Id<Tenant>) -> Option<&Taken> {
        self.0.iter().find(|(other, _)| *other == tenant).map(|(_, taken)| taken)
    }
}

impl Taken {
    fn read(tx: &mut Tx<'_>, taken_at: Timestamp, now: Timestamp) -> Result<Self, Fault> {
        // Nodes' clocks differ a little, and what was begun before the backup may have ended after it. Nothing is taken
        // away that the replaced store still had.
        let since = taken_at - MARGIN;
        let mut taken = Self {
            out: tx.restored().taken_out_since(since)?,
            erased: tx.erased().since(since, ALL)?,
            is_blocked: policy_sets::load_head(tx)?.is_blocked(),
            codes: tx.restored().recovery_codes()?,
            spent: tx.restored().spent(now)?,
            signing_keys: Some(tx.signing_keys().all()?),
            ..Self::default()
        };
        for verb in TAKES_AWAY {
            for id in targets(tx, verb, since)? {
                taken.happened.push((verb.word(), id));
                taken.note(tx, (verb, id), now)?;
            }
        }
        Ok(taken)
    }

    /// Notes what is left of what somebody or something lost.
    fn note(&mut self, tx: &mut Tx<'_>, (verb, id): (Verb, Id<User>), now: Timestamp) -> Result<(), Fault> {
        let mut secrets = |tx: &mut Tx<'_>| -> Result<(), Fault> {
            let left = tx.apps().secrets(id.cast(), now)?.into_iter().map(|secret| secret.id).collect();
            self.secrets.push((id.cast(), left));
            Ok(())
        };
        match verb {
            Verb::TakeRole => self.roles.push((id.cast(), tx.users().own_roles(id.cast())?)),
            Verb::RemoveAppSecret => secrets(tx)?,
            Verb::UnnameForApp => {
                if let Some(app) = tx.apps().by_id(id.cast())? {
                    self.named.push((id.cast(), tx.apps().assigned(app.principal_id, ALL)?));
                    self.named_groups.push((id.cast(), tx.apps().assigned_groups(app.principal_id, ALL)?));
                }
            }
            // One that was deleted by mistake is there again, without the secrets it had.
            Verb::RemoveApp if tx.apps().by_id(id.cast())?.is_some() => secrets(tx)?,
            Verb::RemoveApp => self.apps.push(id.cast()),
            Verb::ChangeApp => self.changed.extend(tx.apps().by_id(id.cast())?),
            Verb::RemoveGroupMember => {
                let left = tx.memberships().members(id.cast(), ALL)?.into_iter().map(|(member, _)| member);
                self.members.push((id.cast(), left.collect()));
            }
            Verb::TakeGroupRole => self.group_roles.push((id.cast(), tx.groups().roles(id.cast())?)),
            Verb::DeleteGroup | Verb::PurgeGroup => {
                if !tx.groups().by_id(id.cast())?.is_some_and(|group| group.is_active()) {
                    self.groups.push(id.cast());
                }
            }
            _ => {
                let left = tx.credentials().of(id.cast())?.into_iter().map(|held| held.id).collect();
                self.methods.push((id.cast(), left));
            }
        }
        Ok(())
    }
}

/// To what a thing was done since a moment, each once: as the audit log says, and what it said before its records were
/// kept for long enough.
fn targets(tx: &mut Tx<'_>, verb: Verb, since: Timestamp) -> Result<Vec<Id<User>>, Fault> {
    let mut targets = tx.audit().targets_since(verb.word(), since, ALL)?;
    targets.extend(tx.removals().targets_since(verb.word(), since)?);
    targets.sort_unstable();
    targets.dedup();
    Ok(targets)
}

fn fit(
    tx: &mut Tx<'_>,
    taken: Option<&Taken>,
    entry: Entry,
    revision: Id<PolicySet>,
) -> Result<Again, Fault> {
    tx.restored().end_everything()?;
    tx.restored().use_steps(factors::totp::Step::at(entry.at).number() + STEPS_AHEAD)?;
    let Some(taken) = taken else {
        tx.restored().set_recovery_codes(&[])?;
        return Ok(Again::default());
    };
    let mut codes = vec![];
    for code in &taken.codes {
        // Somebody who was added since the backup is not in it.
        if tx.users().by_id(code.0)?.is_some() {
            codes.push(*code);
        }
    }
    tx.restored().set_recovery_codes(&codes)?;
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
            policy_sets::save_blocked(tx, revision, before.revision, Whole::Blocked, entry)?;
            again.organisations = 1;
        }
    }
    of_people(tx, taken, entry.at, &mut again)?;
    of_apps(tx, taken, entry.at, &mut again)?;
    of_groups(tx, taken, entry.at, &mut again)?;
    Ok(again)
}

fn of_people(tx: &mut Tx<'_>, taken: &Taken, now: Timestamp, again: &mut Again) -> Result<(), Fault> {
    for (id, state) in &taken.out {
        if tx.users().by_id(*id)?.is_none_or(|user| user.state == *state) {
            continue;
        }
        tx.users().set_state(*id, *state, now)?;
        match state {
            UserState::Deleted { .. } => again.erased += 1,
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
    for (id, left) in &taken.members {
        for (member, _) in tx.memberships().members(*id, ALL)? {
            if left.contains(&member) {
                continue;
            }
            tx.memberships().remove(*id, member)?;
            if let Member::Group(nested) = member {
                tx.memberships().renest(nested)?;
            }
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

impl Again {
    fn add(&mut self, other: Self) {
        self.blocked += other.blocked;
        self.erased += other.erased;
        self.organisations += other.organisations;
        self.methods += other.methods;
        self.roles += other.roles;
        self.apps += other.apps;
        self.groups += other.groups;
    }

    fn changes(self) -> Changes {
        Changes::default()
            .made("blockedAgain", self.blocked)
            .made("erasedAgain", self.erased)
            .made("organisationsBlockedAgain", self.organisations)
            .made("methodsRemovedAgain", self.methods)
            .made("rolesTakenAgain", self.roles)
            .made("applicationsTakenAgain", self.apps)
            .made("groupsTakenAgain", self.groups)
    }
}

#[cfg(test)]
mod tests {
    use model::{AppKind, FirstParty};
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
