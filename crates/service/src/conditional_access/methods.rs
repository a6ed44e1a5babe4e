//! The authentication methods policy: who may register and use which second factor. It holds at once, for
//! what people have too: a method that somebody may no longer use is kept, and proves nothing.

use model::{Group, Id, Method, Tenant, Timestamp, User, UserState};
use policy::{MethodConfiguration, MethodKind, MethodState, MethodsPolicy, PolicySet};
use sql::Tx;
use store::{Credential, Tables};

use super::saving::Prepared;
use super::{PolicyProblem, Wish};
use crate::audit::{Changes, Verb};
use crate::authority::{ManageMethods, Permit, ShowsMethods};
use crate::house::House;
use crate::policy_sets::Edit;
use crate::{Fault, emergency, policy_sets, relying_party};

/// The most groups of one configuration that are included or excluded.
const MOST_GROUPS: usize = 100;

/// How many people who have a kind are looked at, and how many are named.
const COUNTED: i64 = 100_000;
const NAMED: usize = 5;

/// Who may use a kind of second factor, with the groups by name.
#[derive(Debug, Clone)]
pub struct MethodUse {
    /// The revision that it was read from; whoever changes it says that they saw it.
    pub revision: Id<PolicySet>,
    /// What is so.
    pub configuration: MethodConfiguration,
    /// The groups that are included, as far as they were not deleted.
    pub include: Vec<Group>,
    /// Those that are excluded, as far.
    pub exclude: Vec<Group>,
}

impl House {
    /// Who may use each kind of second factor.
    pub async fn method_uses(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<impl ShowsMethods>,
    ) -> Result<Vec<MethodUse>, Fault> {
        self.db
            .read(tenant, |tx| {
                let head = policy_sets::load_head(tx)?;
                let of_kind = |kind: &MethodKind| {
                    let configuration = head.methods.of(*kind);
                    let include = named(tx, &configuration.include_groups)?;
                    let exclude = named(tx, &configuration.exclude_groups)?;
                    Ok::<_, Fault>(MethodUse { revision: head.revision, configuration, include, exclude })
                };
                MethodKind::ALL.iter().map(of_kind).collect()
            })
            .await
    }

    /// Who comes in with a second step now and would have none that they may use after a change: how many, and some by
    /// name.
    pub async fn left_without_method(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ManageMethods>,
        wanted: MethodConfiguration,
    ) -> Result<(usize, Vec<String>), Fault> {
        let methods = match wanted.id {
            MethodKind::Fido2 => [Method::Passkey, Method::SecurityKey],
            MethodKind::SoftwareOath => [Method::Totp; 2],
        };
        let now = self.now();
        self.db
            .read(tenant, move |tx| {
                let set = policy_sets::load_head(tx)?;
                let then = set.methods.clone().with(wanted.clone());
                let (mut people, mut names) = (0, vec![]);
                for (id, _) in tx.credentials().counted(methods, COUNTED)? {
                    let Some(user) = tx.users().by_id(id)? else { continue };
                    if matches!(user.state, UserState::Deleted { .. })
                        || !is_left(tx, (&set, &then), id, now)?
                    {
                        continue;
                    }
                    people += 1;
                    if names.len() < NAMED {
                        names.push(user.display);
                    }
                }
                Ok((people, names))
            })
            .await
    }

    /// Changes who may use a kind. The guard sees that administrators still come in. The moment the change is taken back
    /// unless somebody confirms it, where it is on trial.
    pub async fn set_method_use(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageMethods>,
        wanted: MethodConfiguration,
        wish: Wish,
    ) -> Result<Result<Option<Timestamp>, PolicyProblem>, Fault> {
        if wanted.include_groups.len() > MOST_GROUPS || wanted.exclude_groups.len() > MOST_GROUPS {
            return Err(Fault::Invalid("groups"));
        }
        let moment = self.moment();
        self.revise_reading(tenant, (permit, wish), moment, move |tx, before| {
            let methods: MethodsPolicy =
                policy_sets::part(before, PolicySet::METHODS_PART)?.unwrap_or_default();
            if !are_there(tx, &methods.of(wanted.id), &wanted)? {
                return Err(Fault::Invalid("groups"));
            }
            let changes = changes(&methods.of(wanted.id), &wanted);
            let content = serde_json::to_string(&methods.with(wanted.clone()));
            let content = content.map_err(|_| Fault::Invalid("methods"))?;
            Ok(Ok(Prepared {
                edits: vec![Edit::put(PolicySet::METHODS_PART, content)],
                verb: Verb::ChangeMethods,
                target: ("policySet", moment.revision.cast()),
                changes,
            }))
        })
        .await
    }
}

/// True where somebody may use one of their second steps and may use none of them afterwards. An emergency account uses
/// what it has, whatever is written here.
fn is_left(
    tx: &mut Tx<'_>,
    (set, then): (&PolicySet, &MethodsPolicy),
    user: Id<User>,
    now: Timestamp,
) -> Result<bool, Fault> {
    if emergency::is_account(tx, user, now)? {
        return Ok(false);
    }
    let refused = relying_party::refused(tx, user, (&set.passkeys, now))?;
    let held = tx.credentials().of(user)?;
    let groups = tx.memberships().of_person(user)?;
    let has_password = tx.users().password_hash(user)?.is_some();
    let opens =
        |one: &Credential| !refused.contains(&one.id) && (has_password || one.method == Method::Passkey);
    let may_use_one =
        |methods: &MethodsPolicy| held.iter().any(|one| opens(one) && methods.lets(one.method, &groups));
    Ok(may_use_one(&set.methods) && !may_use_one(then))
}

/// False where a group is named that is not there; one that was named before and deleted since may stay.
fn are_there(
    tx: &mut Tx<'_>,
    before: &MethodConfiguration,
    wanted: &MethodConfiguration,
) -> Result<bool, Fault> {
    for id in wanted.include_groups.iter().chain(&wanted.exclude_groups) {
        let is_old = before.include_groups.contains(id) || before.exclude_groups.contains(id);
        if !is_old && tx.groups().by_id(*id)?.is_none_or(|group| !group.is_active()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The properties begin with the id of the configuration, as Graph knows it.
fn changes(old: &MethodConfiguration, new: &MethodConfiguration) -> Changes {
    let property = |name: &str| format!("{}.{name}", new.id.word());
    let is_on = |one: &MethodConfiguration| one.state == MethodState::Enabled;
    Changes::default()
        .set(&property("enabled"), is_on(old), is_on(new))
        .set(&property("includeGroups"), &old.include_groups, &new.include_groups)
        .set(&property("excludeGroups"), &old.exclude_groups, &new.exclude_groups)
}

fn named(tx: &mut Tx<'_>, ids: &[Id<Group>]) -> Result<Vec<Group>, Fault> {
    let mut groups = vec![];
    for id in ids {
        groups.extend(tx.groups().by_id(*id)?.filter(Group::is_active));
    }
    Ok(groups)
}
