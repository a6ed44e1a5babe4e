//! What is done to a store that comes from a backup before anybody uses it (ADR 24): everything that lets somebody in ends,
//! and what was taken away since the backup, as the store that it replaces says, is taken away again.

mod connected;
mod fit;

use std::sync::Arc;

use model::{AppId, Group, Id, Member, Membership, Role, Span, Tenant, Timestamp, User, UserState};
use sql::Tx;
use store::{App, AppSecret, KeptCapsule, KeptCode, SigningKeyRow, Tables};

use crate::Fault;
use crate::app_permissions::{self, AppPermissions};
use crate::audit::{Changes, Verb};
use crate::authority::{ManageInstallation, Permit};
use crate::house::House;
use crate::policy_sets;

/// More than there is of anything.
const ALL: i64 = i64::MAX;

/// What takes something away that a backup may have. When its record is removed from the audit log, that it happened is
/// kept all the same (`store::Removals`), for this long: longer than anybody keeps a backup.
pub(crate) const TAKES_AWAY: [Verb; 18] = [
    Verb::RemoveMethod,
    Verb::RemoveOwnMethod,
    Verb::RecoverPerson,
    Verb::TakeRole,
    // One that is held already may be given until a day.
    Verb::GiveRole,
    Verb::ChangePerson,
    Verb::RemoveAppSecret,
    Verb::TakePermission,
    Verb::UnnameForApp,
    Verb::RemoveApp,
    Verb::ChangeApp,
    Verb::RemoveGroupMember,
    Verb::FollowGroupRule,
    Verb::SyncGroupMembers,
    Verb::ChangeGroup,
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
    /// Roles that end by themselves, with when.
    role_ends: Vec<(Id<User>, Role, Timestamp)>,
    /// When accounts end.
    ends: Vec<(Id<User>, Timestamp)>,
    apps: Vec<Id<AppId>>,
    /// Applications that were changed, as they were in the end.
    changed: Vec<App>,
    secrets: Vec<(Id<AppId>, Vec<Id<AppSecret>>)>,
    permissions: Vec<(Id<AppId>, AppPermissions)>,
    named: Vec<(Id<AppId>, Vec<Id<User>>)>,
    named_groups: Vec<(Id<AppId>, Vec<Id<Group>>)>,
    members: Vec<(Id<Group>, Vec<Member>)>,
    /// What fills groups whose rules were changed, or took somebody out.
    rules: Vec<(Id<Group>, Membership)>,
    group_roles: Vec<(Id<Group>, Vec<Role>)>,
    /// Groups that were deleted, for good too.
    groups: Vec<Id<Group>>,
    codes: Vec<KeptCode>,
    /// The emergency accounts with their capsules: one that was used, or withdrawn, since the backup is no way in again.
    capsules: Vec<KeptCapsule>,
    spent: Vec<(Id<()>, Timestamp)>,
    /// The keys that sign tokens, where the keys of the backup open them: one that leaked since must not come back.
    signing_keys: Option<Vec<SigningKeyRow>>,
    connected: connected::Connected,
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
    /// Directory servers and receivers of logs that were removed, or are others.
    pub connections: usize,
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
    /// what was taken away, and says so in the audit log. Without `since` every recovery code and capsule goes, because
    /// nobody knows which of them were used, and nothing outside is
    /// connected to, because nobody knows whose it is by now.
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
                    let here = fit::fit(tx, taken, *entry, *revision)?;
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
            capsules: tx.emergency().capsules()?,
            spent: tx.restored().spent(now)?,
            signing_keys: Some(tx.signing_keys().all()?),
            connected: connected::Connected::read(tx)?,
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
            Verb::TakeRole => self.roles.push((id, tx.users().own_roles(id)?)),
            Verb::GiveRole => {
                let ends = tx.users().role_ends(id)?.into_iter();
                self.role_ends.extend(ends.map(|(role, end)| (id, role, end)));
            }
            Verb::ChangePerson => {
                let ends = tx.users().by_id(id)?.and_then(|user| user.ends);
                self.ends.extend(ends.map(|ends| (id, ends)));
            }
            Verb::RemoveAppSecret => secrets(tx)?,
            Verb::TakePermission => {
                if let Some(app) = tx.apps().by_id(id.cast())? {
                    self.permissions.push((id.cast(), app_permissions::all(tx, &app)?));
                }
            }
            Verb::UnnameForApp => {
                if let Some(app) = tx.apps().by_id(id.cast())? {
                    self.named.push((id.cast(), tx.apps().assigned(app.principal_id, ALL)?));
                    self.named_groups.push((id.cast(), tx.apps().assigned_groups(app.principal_id, ALL)?));
                }
            }
            // One that was deleted by mistake is there again, without the secrets and permissions it had.
            Verb::RemoveApp if tx.apps().by_id(id.cast())?.is_some() => {
                secrets(tx)?;
                if let Some(app) = tx.apps().by_id(id.cast())? {
                    self.permissions.push((id.cast(), app_permissions::all(tx, &app)?));
                }
            }
            Verb::RemoveApp => self.apps.push(id.cast()),
            Verb::ChangeApp => self.changed.extend(tx.apps().by_id(id.cast())?),
            Verb::RemoveGroupMember | Verb::SyncGroupMembers => self.note_members(tx, id.cast())?,
            Verb::FollowGroupRule | Verb::ChangeGroup => {
                let group = tx.groups().by_id(id.cast())?;
                if let Some(Group { id, membership: rule @ Membership::ByRule { .. }, .. }) = group {
                    self.rules.push((id, rule));
                    self.note_members(tx, id)?;
                }
            }
            Verb::TakeGroupRole => self.group_roles.push((id.cast(), tx.groups().roles(id.cast())?)),
            Verb::DeleteGroup | Verb::PurgeGroup => {
                if !tx.groups().by_id(id.cast())?.is_some_and(|group| group.is_active()) {
                    self.groups.push(id.cast());
                }
            }
            _ => {
                let left = tx.credentials().of(id)?.into_iter().map(|held| held.id).collect();
                self.methods.push((id, left));
            }
        }
        Ok(())
    }

    fn note_members(&mut self, tx: &mut Tx<'_>, group: Id<Group>) -> Result<(), Fault> {
        let left = tx.memberships().members(group, ALL)?.into_iter().map(|(member, _)| member);
        self.members.push((group, left.collect()));
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

impl Again {
    fn add(&mut self, other: Self) {
        self.blocked += other.blocked;
        self.erased += other.erased;
        self.organisations += other.organisations;
        self.methods += other.methods;
        self.roles += other.roles;
        self.apps += other.apps;
        self.groups += other.groups;
        self.connections += other.connections;
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
            .made("connectionsTakenAgain", self.connections)
    }
}
