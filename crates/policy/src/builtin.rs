//! The policies that nobody writes: the floor, security defaults, and the old per-user switch. They are ordinary
//! policies in the one engine; only their ids are fixed and only we change them.

use model::{ALWAYS_MFA, ClientApp, Id, Method, MethodSet, PerUserMfa, Role, UserAction};

use crate::conditions::{ClientApps, Condition, HasSecondFactor, PerUser, Targets, Unfamiliar, Users};
use crate::controls::{AtLeast, Block, Control, Registration};
use crate::{Origin, Policy, SecurityDefaults, State, Strength};

/// What counts as a registered second factor. Recovery codes do not: they come with one.
pub const SECOND_FACTORS: MethodSet =
    MethodSet::of(&[Method::Totp, Method::Passkey, Method::SecurityKey, Method::Push, Method::Sms]);

/// AADSTS530035, BlockedBySecurityDefaults.
pub const BLOCKED_BY_SECURITY_DEFAULTS: i64 = 530_035;

const fn id(number: u128) -> Id<Policy> {
    Id::fixed(0x510a5001_0000_4000_8000_000000000000 + number)
}

/// MFA for the admin centre and its API. Cannot be switched off.
pub const FLOOR_PRIVILEGED: Id<Policy> = id(1);
/// MFA before security info changes, once a second factor is registered. Cannot be switched off.
pub const FLOOR_SECURITY_INFO: Id<Policy> = id(2);
/// Whoever registered a second factor is asked for it where they were never seen. Cannot be switched off: a factor
/// that somebody set up is never skipped because no policy happened to demand it.
pub const FLOOR_OWN_FACTOR: Id<Policy> = id(3);
/// Everyone registers a second factor.
pub const DEFAULTS_REGISTRATION: Id<Policy> = id(11);
/// Administrators use it at every new session and every prompt.
pub const DEFAULTS_ADMINISTRATORS: Id<Policy> = id(12);
/// Everyone else uses it when needed.
pub const DEFAULTS_UNFAMILIAR: Id<Policy> = id(13);
/// Old programs are refused.
pub const DEFAULTS_LEGACY: Id<Policy> = id(14);
/// The per-user switch is on: registration.
pub const PER_USER_ENABLED: Id<Policy> = id(21);
/// The per-user switch is enforced: at every sign-in.
pub const PER_USER_ENFORCED: Id<Policy> = id(22);

/// Every built-in policy under these settings.
pub(crate) fn policies(defaults: SecurityDefaults) -> Vec<Policy> {
    let mut policies = floor();
    policies.extend(security_defaults(defaults));
    policies.extend(per_user());
    policies
}

fn floor() -> Vec<Policy> {
    let mfa = || vec![Control::AtLeast(AtLeast { strength: Strength::mfa() })];
    vec![
        Policy {
            id: FLOOR_PRIVILEGED,
            name: "floor-privileged".to_owned(),
            origin: Origin::Floor,
            state: State::On,
            conditions: vec![Condition::Targets(Targets::Privileged)],
            controls: mfa(),
        },
        Policy {
            id: FLOOR_SECURITY_INFO,
            name: "floor-security-info".to_owned(),
            origin: Origin::Floor,
            state: State::On,
            conditions: vec![
                Condition::Targets(Targets::Action(UserAction::RegisterSecurityInfo)),
                Condition::HasSecondFactor(HasSecondFactor {}),
            ],
            controls: mfa(),
        },
        Policy {
            id: FLOOR_OWN_FACTOR,
            name: "floor-own-factor".to_owned(),
            origin: Origin::Floor,
            state: State::On,
            conditions: vec![
                Condition::Targets(Targets::AllApplications),
                Condition::HasSecondFactor(HasSecondFactor {}),
                Condition::Unfamiliar(Unfamiliar {}),
            ],
            controls: mfa(),
        },
    ]
}

/// The reference's section 1.1. Nobody can be excluded but the accounts that synchronise a directory.
fn security_defaults(defaults: SecurityDefaults) -> Vec<Policy> {
    let state = if defaults.enabled { State::On } else { State::Off };
    let everyone = || Condition::Users(Users::all_but(&[Role::DirectorySynchronizationAccounts]));
    let anywhere = || Condition::Targets(Targets::AllApplications);
    // S14: a remembered browser never stands in for an administrator's second factor.
    let prompted = Strength::mfa().without(Method::RememberedDevice);
    let policy = |id, name: &str, conditions, control| Policy {
        id,
        name: name.to_owned(),
        origin: Origin::SecurityDefaults,
        state,
        conditions,
        controls: vec![control],
    };
    vec![
        policy(
            DEFAULTS_REGISTRATION,
            "defaults-registration",
            vec![everyone(), anywhere()],
            Control::Registration(Registration { grace: defaults.grace() }),
        ),
        policy(
            DEFAULTS_ADMINISTRATORS,
            "defaults-administrators",
            vec![Condition::Users(Users::holding(&ALWAYS_MFA)), anywhere()],
            Control::AtLeast(AtLeast { strength: prompted }),
        ),
        policy(
            DEFAULTS_UNFAMILIAR,
            "defaults-unfamiliar",
            vec![
                everyone(),
                anywhere(),
                Condition::HasSecondFactor(HasSecondFactor {}),
                Condition::Unfamiliar(Unfamiliar {}),
            ],
            Control::AtLeast(AtLeast { strength: Strength::mfa() }),
        ),
        policy(
            DEFAULTS_LEGACY,
            "defaults-legacy",
            vec![
                everyone(),
                Condition::ClientApps(ClientApps(vec![ClientApp::ExchangeActiveSync, ClientApp::Other])),
            ],
            Control::Block(Block { error: BLOCKED_BY_SECURITY_DEFAULTS }),
        ),
    ]
}

fn per_user() -> Vec<Policy> {
    vec![
        Policy {
            id: PER_USER_ENABLED,
            name: "per-user-enabled".to_owned(),
            origin: Origin::PerUserMfa,
            state: State::On,
            conditions: vec![
                Condition::PerUser(PerUser(vec![PerUserMfa::Enabled])),
                Condition::Targets(Targets::AllApplications),
            ],
            controls: vec![Control::Registration(Registration { grace: model::Span::ZERO })],
        },
        Policy {
            id: PER_USER_ENFORCED,
            name: "per-user-enforced".to_owned(),
            origin: Origin::PerUserMfa,
            state: State::On,
            conditions: vec![
                Condition::PerUser(PerUser(vec![PerUserMfa::Enforced])),
                Condition::Targets(Targets::AllApplications),
            ],
            controls: vec![Control::AtLeast(AtLeast { strength: Strength::mfa() })],
        },
    ]
}
