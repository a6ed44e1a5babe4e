use model::{Group, Id, Method, words};
use serde::{Deserialize, Serialize};

words! {
    /// A kind of second factor, by the id of its configuration in the reference (5.1).
    MethodKind {
        /// Passkeys and security keys.
        Fido2 = "Fido2",
        /// Codes from an authenticator app.
        SoftwareOath = "SoftwareOath",
    }
}

words! {
    /// Whether a kind is used at all.
    MethodState {
        /// It is, by whom the groups say.
        Enabled = "enabled",
        /// By nobody.
        Disabled = "disabled",
    }
}

/// Who may register and use a kind of second factor. Exclude beats include.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MethodConfiguration {
    /// Which kind.
    pub id: MethodKind,
    /// Whether it is used at all.
    pub state: MethodState,
    /// Whoever is in one of these groups; everybody where there are none.
    #[serde(default)]
    pub include_groups: Vec<Id<Group>>,
    /// Nobody who is in one of these.
    #[serde(default)]
    pub exclude_groups: Vec<Id<Group>>,
}

/// The authentication methods policy: part of a revision. A kind that it does not name is everybody's.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MethodsPolicy(Vec<MethodConfiguration>);

impl MethodKind {
    /// The kind that a method is of; `None` for what this policy says nothing about.
    pub const fn of(method: Method) -> Option<Self> {
        match method {
            Method::Passkey | Method::SecurityKey => Some(Self::Fido2),
            Method::Totp => Some(Self::SoftwareOath),
            Method::Password
            | Method::RecoveryCode
            | Method::Invitation
            | Method::TemporaryAccessPass
            | Method::Push
            | Method::Sms
            | Method::Email
            | Method::RememberedDevice
            | Method::AppPassword
            | Method::SealedCapsule => None,
        }
    }
}

impl MethodConfiguration {
    /// What holds until somebody says otherwise.
    pub const fn usual(id: MethodKind) -> Self {
        Self { id, state: MethodState::Enabled, include_groups: vec![], exclude_groups: vec![] }
    }

    /// Whether somebody in these groups may register and use it.
    pub fn lets(&self, groups: &[Id<Group>]) -> bool {
        let is_in = |named: &[Id<Group>]| named.iter().any(|group| groups.contains(group));
        self.state == MethodState::Enabled
            && (self.include_groups.is_empty() || is_in(&self.include_groups))
            && !is_in(&self.exclude_groups)
    }
}

impl MethodsPolicy {
    /// The configuration of a kind.
    pub fn of(&self, id: MethodKind) -> MethodConfiguration {
        let named = self.0.iter().find(|configuration| configuration.id == id);
        named.cloned().unwrap_or_else(|| MethodConfiguration::usual(id))
    }

    /// The same with another configuration of its kind.
    #[must_use]
    pub fn with(mut self, wanted: MethodConfiguration) -> Self {
        self.0.retain(|configuration| configuration.id != wanted.id);
        self.0.push(wanted);
        self
    }

    /// The groups that it names.
    pub fn groups(&self) -> impl Iterator<Item = Id<Group>> {
        self.0.iter().flat_map(|one| one.include_groups.iter().chain(&one.exclude_groups)).copied()
    }

    /// True when it keeps nobody from any kind.
    pub fn lets_everybody(&self) -> bool {
        self.0.iter().all(|one| *one == MethodConfiguration::usual(one.id))
    }

    /// Whether somebody in these groups may register and use a method.
    pub fn lets(&self, method: Method, groups: &[Id<Group>]) -> bool {
        let named = MethodKind::of(method).and_then(|kind| self.0.iter().find(|one| one.id == kind));
        named.is_none_or(|configuration| configuration.lets(groups))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAFF: Id<Group> = Id::fixed(1);
    const DESK: Id<Group> = Id::fixed(2);

    fn keys(include: &[Id<Group>], exclude: &[Id<Group>]) -> MethodsPolicy {
        MethodsPolicy::default().with(MethodConfiguration {
            include_groups: include.to_vec(),
            exclude_groups: exclude.to_vec(),
            ..MethodConfiguration::usual(MethodKind::Fido2)
        })
    }

    #[test]
    fn what_is_not_named_is_everybodys() {
        let policy = MethodsPolicy::default();
        assert!(Method::ALL.into_iter().all(|method| policy.lets(method, &[])));
        assert!(keys(&[STAFF], &[]).lets(Method::Totp, &[]), "another kind");
        assert!(policy.lets_everybody() && keys(&[], &[]).lets_everybody());
        assert!(!keys(&[STAFF], &[]).lets_everybody() && !keys(&[], &[DESK]).lets_everybody());
    }

    #[test]
    fn exclude_beats_include_and_both_kinds_of_key_are_one() {
        let policy = keys(&[STAFF], &[DESK]);
        for method in [Method::Passkey, Method::SecurityKey] {
            assert!(policy.lets(method, &[STAFF]));
            assert!(!policy.lets(method, &[]) && !policy.lets(method, &[STAFF, DESK]));
        }
        assert_eq!(policy.groups().collect::<Vec<_>>(), [STAFF, DESK]);
    }

    #[test]
    fn what_is_disabled_is_nobodys() {
        let off = MethodConfiguration {
            state: MethodState::Disabled,
            ..MethodConfiguration::usual(MethodKind::SoftwareOath)
        };
        let policy = keys(&[], &[]).with(off);
        assert!(!policy.lets(Method::Totp, &[STAFF]) && policy.lets(Method::Passkey, &[]));
        assert!(policy.lets(Method::Password, &[]) && policy.lets(Method::RecoveryCode, &[]));
    }

    #[test]
    fn it_is_kept_in_the_words_of_the_reference() {
        let kept = serde_json::to_value(keys(&[], &[DESK])).unwrap();
        let expected = serde_json::json!([{
            "id": "Fido2", "state": "enabled", "includeGroups": [],
            "excludeGroups": ["00000000-0000-0000-0000-000000000002"],
        }]);
        assert_eq!(kept, expected);
        assert_eq!(serde_json::from_value::<MethodsPolicy>(kept).unwrap(), keys(&[], &[DESK]));
    }
}
