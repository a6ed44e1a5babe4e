//! The authentication methods policy (reference 5.1): who may register and use which second factor. It holds at once, for
//! what people have too: a method that somebody may no longer use is kept, and proves nothing.

use model::{Group, Id, Tenant, Timestamp};
use policy::{MethodConfiguration, MethodKind, MethodState, MethodsPolicy, PolicySet};
use sql::Tx;
use store::Tables;

use super::saving::Draft;
use super::{PolicyProblem, Wish};
use crate::audit::{Changes, Verb};
use crate::authority::{ManageMethods, Permit, ReadSecurity};
use crate::house::House;
use crate::policy_sets::Edit;
use crate::{Fault, policy_sets};

/// The most groups of one configuration that are included or excluded.
const MOST_GROUPS: usize = 100;

/// Who may use a kind of second factor, with the groups by name.
#[derive(Debug, Clone)]
pub struct MethodUse {
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
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Vec<MethodUse>, Fault> {
        self.db
            .read(tenant, |tx| {
                let methods = policy_sets::load_head(tx)?.methods;
                let of_kind = |kind: &MethodKind| {
                    let configuration = methods.of(*kind);
                    let include = named(tx, &configuration.include_groups)?;
                    let exclude = named(tx, &configuration.exclude_groups)?;
                    Ok::<_, Fault>(MethodUse { configuration, include, exclude })
                };
                MethodKind::ALL.iter().map(of_kind).collect()
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
        self.revise(tenant, (permit, wish), moment, move |before| {
            let methods: MethodsPolicy =
                policy_sets::part(before, PolicySet::METHODS_PART)?.unwrap_or_default();
            let changes = changes(&methods.of(wanted.id), &wanted);
            let content = serde_json::to_string(&methods.with(wanted.clone()));
            let content = content.map_err(|_| Fault::Invalid("methods"))?;
            Ok(Ok(Draft {
                edits: vec![Edit::put(PolicySet::METHODS_PART, content)],
                verb: Verb::ChangeMethods,
                target: ("policySet", moment.revision.cast()),
                changes,
            }))
        })
        .await
    }
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
