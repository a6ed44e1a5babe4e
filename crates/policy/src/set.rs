use std::collections::BTreeSet;

use model::{Group, Id, Make, Span, Timestamp};
use serde::{Deserialize, Serialize};

use crate::compiled::Compiled;
use crate::conditions::Condition;
use crate::controls::Control;
use crate::{Agreement, Browsers, MethodsPolicy, Origin, PasskeyRules, Places, Plan, Policy, State, builtin};

/// Everything that judges: one revision of it, immutable, and compiled when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicySet {
    /// The revision.
    pub revision: Id<PolicySet>,
    /// Security defaults and their deadline.
    pub defaults: SecurityDefaults,
    /// How long browsers may be trusted.
    pub browsers: Browsers,
    /// What is asked of passkeys and security keys.
    pub passkeys: PasskeyRules,
    /// Who may register and use which second factor.
    pub methods: MethodsPolicy,
    /// What the organisation may write.
    pub plan: Plan,
    /// The places that policies name.
    pub places: Places,
    policies: Vec<Policy>,
    agreements: BTreeSet<Id<Agreement>>,
    compiled: Compiled,
}

/// The one switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecurityDefaults {
    /// On or off.
    pub enabled: bool,
    /// How many days a person may go without a second factor after it was first asked: 0 to 14.
    pub registration_days: u8,
    /// When they were last switched on or off.
    pub since: Timestamp,
}

impl SecurityDefaults {
    /// On from the first moment, asked at once: what a new organisation has.
    pub const fn new_organisation(now: Timestamp) -> Self {
        Self { enabled: true, registration_days: 0, since: now }
    }

    /// The longest deadline.
    pub const LONGEST: u8 = 14;

    pub(crate) fn grace(self) -> Span {
        Span::days(i64::from(self.registration_days.min(Self::LONGEST)))
    }
}

impl PolicySet {
    /// The part of a revision that holds security defaults.
    pub const DEFAULTS_PART: &'static str = "securityDefaults";

    /// The part of a revision that is there while the organisation is blocked.
    pub const BLOCKED_PART: &'static str = "blocked";

    /// The part of a revision that says which plan the organisation has, once somebody has set it.
    pub const PLAN_PART: &'static str = "plan";

    /// The part of a revision that says how long browsers may be trusted, once somebody has set it.
    pub const BROWSERS_PART: &'static str = "browsers";

    /// The part of a revision that says what is asked of passkeys and security keys, once somebody has set it.
    pub const PASSKEYS_PART: &'static str = "fido2";

    /// The part of a revision that says who may register and use which second factor, once somebody has set it.
    pub const METHODS_PART: &'static str = "authenticationMethods";

    /// What the parts begin with that hold a written policy each; its id follows.
    pub const POLICY_PART: &'static str = "policy/";

    /// What the parts begin with that hold a policy that was deleted and can be restored; its id follows.
    pub const DELETED_PART: &'static str = "deletedPolicy/";

    /// What the parts begin with that hold a named location each; its id follows.
    pub const LOCATION_PART: &'static str = "namedLocation/";

    /// What the parts begin with that hold a named location that was deleted and can be restored; its id follows.
    pub const DELETED_LOCATION_PART: &'static str = "deletedNamedLocation/";

    /// What the parts begin with that hold an authentication strength of an organisation's own each; its id follows.
    pub const STRENGTH_PART: &'static str = "authenticationStrength/";

    /// What the parts begin with that hold an authentication context each; its id follows.
    pub const CONTEXT_PART: &'static str = "authenticationContext/";

    /// The part of a revision that holds the ranges in which the old per-user switch asks nothing.
    pub const TRUSTED_IPS_PART: &'static str = "trustedIps";

    /// The part of a revision that is there while it is on trial.
    pub const TRIAL_PART: &'static str = "trial";

    /// Makes the set of a revision.
    pub fn new(revision: Id<PolicySet>, defaults: SecurityDefaults) -> Self {
        let policies = builtin::policies(defaults);
        Self {
            revision,
            defaults,
            browsers: Browsers::USUAL,
            passkeys: PasskeyRules::usual(),
            methods: MethodsPolicy::default(),
            plan: Plan::default(),
            places: Places::default(),
            compiled: Compiled::new(&policies),
            agreements: BTreeSet::new(),
            policies,
        }
    }

    /// Every policy, built-in ones first.
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// The same with these policies after the others. Give all of them at once: each call compiles the set.
    #[must_use]
    pub fn with(mut self, policies: impl IntoIterator<Item = Policy>) -> Self {
        let mut all = std::mem::take(&mut self.policies);
        all.extend(policies);
        self.only(all)
    }

    /// The same with these policies and no other, not even the floor: for questions about policies in files.
    #[must_use]
    pub fn only(mut self, policies: Vec<Policy>) -> Self {
        self.compiled = Compiled::new(&policies);
        self.agreements = policies.iter().flat_map(Policy::agreements).collect();
        self.policies = policies;
        self
    }

    pub(crate) const fn compiled(&self) -> &Compiled {
        &self.compiled
    }

    /// The same with other settings for browsers.
    #[must_use]
    pub fn with_browsers(mut self, browsers: Browsers) -> Self {
        self.browsers = browsers;
        self
    }

    /// The same with other rules for passkeys and security keys.
    #[must_use]
    pub fn with_passkeys(mut self, passkeys: PasskeyRules) -> Self {
        self.passkeys = passkeys;
        self
    }

    /// The same with another authentication methods policy.
    #[must_use]
    pub fn with_methods(mut self, methods: MethodsPolicy) -> Self {
        self.methods = methods;
        self
    }

    /// The same with another plan.
    #[must_use]
    pub fn with_plan(mut self, plan: Plan) -> Self {
        self.plan = plan;
        self
    }

    /// The same with the places that policies name.
    #[must_use]
    pub fn with_places(mut self, places: Places) -> Self {
        self.places = places;
        self
    }

    /// The policies that administrators wrote.
    pub fn written(&self) -> impl Iterator<Item = &Policy> {
        self.policies.iter().filter(|policy| policy.origin == Origin::ConditionalAccess)
    }

    /// The terms of use that policies name, whether or not they are on.
    pub const fn agreements(&self) -> &BTreeSet<Id<Agreement>> {
        &self.agreements
    }

    /// The groups that written policies name, unless they are off, and those that the authentication methods policy
    /// names: who is in them decides who gets in.
    pub fn groups(&self) -> BTreeSet<Id<Group>> {
        let looked_at = self.written().filter(|policy| policy.state != State::Off);
        let users = looked_at.flat_map(|policy| &policy.conditions).filter_map(|condition| match condition {
            Condition::Users(users) => Some(users),
            _ => None,
        });
        let by_policies = users.flat_map(|users| users.include_groups.iter().chain(&users.exclude_groups));
        by_policies.copied().chain(self.methods.groups()).collect()
    }

    /// The makes of passkeys that the strengths of written policies name, unless they are off.
    pub fn makes(&self) -> BTreeSet<Id<Make>> {
        let looked_at = self.written().filter(|policy| policy.state != State::Off);
        let strengths = looked_at.flat_map(|policy| &policy.controls).filter_map(|control| match control {
            Control::Strength(required) => required.strength.makes(),
            _ => None,
        });
        strengths.flatten().copied().collect()
    }

    /// The same for an organisation that is blocked: nobody gets in, at any door.
    #[must_use]
    pub fn blocked(mut self) -> Self {
        let mut all = std::mem::take(&mut self.policies);
        all.insert(0, builtin::organisation_blocked());
        self.only(all)
    }

    /// True when nobody of the organisation gets in.
    pub fn is_blocked(&self) -> bool {
        self.policy(builtin::FLOOR_ORGANISATION_BLOCKED).is_some()
    }

    /// The policy with this id.
    pub fn policy(&self, id: Id<Policy>) -> Option<&Policy> {
        self.policies.iter().find(|policy| policy.id == id)
    }
}
