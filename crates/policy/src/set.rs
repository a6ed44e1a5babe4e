use model::{Id, Span, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Browsers, PasskeyRules, Policy, builtin};

/// Everything that judges: one revision of it, immutable.
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
    /// Every policy, built-in ones first.
    pub policies: Vec<Policy>,
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

    /// The part of a revision that says how long browsers may be trusted, once somebody has set it.
    pub const BROWSERS_PART: &'static str = "browsers";

    /// The part of a revision that says what is asked of passkeys and security keys, once somebody has set it.
    pub const PASSKEYS_PART: &'static str = "fido2";

    /// Makes the set of a revision.
    pub fn new(revision: Id<PolicySet>, defaults: SecurityDefaults) -> Self {
        Self {
            revision,
            defaults,
            browsers: Browsers::USUAL,
            passkeys: PasskeyRules::usual(),
            policies: builtin::policies(defaults),
        }
    }

    /// The same with other settings for browsers.
    #[must_use]
    pub const fn with_browsers(mut self, browsers: Browsers) -> Self {
        self.browsers = browsers;
        self
    }

    /// The same with other rules for passkeys and security keys.
    #[must_use]
    pub fn with_passkeys(mut self, passkeys: PasskeyRules) -> Self {
        self.passkeys = passkeys;
        self
    }

    /// The same for an organisation that is blocked: nobody gets in, at any door.
    #[must_use]
    pub fn blocked(mut self) -> Self {
        self.policies.insert(0, builtin::organisation_blocked());
        self
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
