//! The policies that nobody writes: the floor, security defaults, and the old per-user switch. They are ordinary
//! policies in the one engine; only their ids are fixed and only we change them.

use model::{ALWAYS_MFA, Id, Method, MethodSet, PerUserMfa, Role, Span, Timestamp, UserAction};

use crate::conditions::{
    ClientAppType, ClientApps, Condition, EmergencyAccount, HasSecondFactor, Locations, PerUser, Targets,
    Unfamiliar, Users,
};
use crate::controls::{AtLeast, Block, Control, Operator, Registration};
use crate::{Location, Origin, Policy, SecurityDefaults, SessionControls, State, Strength, code};

/// What counts as a registered second factor. Recovery codes do not: they come with one.
pub const SECOND_FACTORS: MethodSet =
    MethodSet::of(&[Method::Totp, Method::Passkey, Method::SecurityKey, Method::Push, Method::Sms]);

/// How old a second factor may be when security info is registered or changed, or the password of who has none (D10).
/// It is also the window that a recovery code opens for registering a new method (S13).
pub const SECURITY_INFO_FRESHNESS: Span = Span::minutes(10);

const fn id(number: u128) -> Id<Policy> {
    Id::fixed(0x510a5001_0000_4000_8000_000000000000 + number)
}

/// MFA for the admin centre and its API. Cannot be switched off.
pub const FLOOR_PRIVILEGED: Id<Policy> = id(1);
/// MFA before security info changes, once a second factor is registered: that one within the last minutes, the password
/// that stands beside it whenever it was given in the session. Cannot be switched off.
pub const FLOOR_SECURITY_INFO: Id<Policy> = id(2);
/// Whoever registered a second factor is asked for it where they were never seen. Cannot be switched off: a factor
/// that somebody set up is never skipped because no policy happened to demand it.
pub const FLOOR_OWN_FACTOR: Id<Policy> = id(3);
/// A second factor of the last minutes before one's methods change, protection is lowered or power is handed out.
/// Cannot be switched off.
pub const FLOOR_CONFIRM: Id<Policy> = id(5);
/// Nobody gets in, anywhere: whoever runs the installation has blocked the organisation.
pub const FLOOR_ORGANISATION_BLOCKED: Id<Policy> = id(4);
/// An emergency account, which no written policy binds, comes in with a passkey or with its sealed capsule. Cannot be
/// switched off.
pub const FLOOR_EMERGENCY: Id<Policy> = id(6);
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

/// True for a policy that nobody writes.
pub fn is_built_in(id: Id<Policy>) -> bool {
    is_floor(id)
        || [
            DEFAULTS_REGISTRATION,
            DEFAULTS_ADMINISTRATORS,
            DEFAULTS_UNFAMILIAR,
            DEFAULTS_LEGACY,
            PER_USER_ENABLED,
            PER_USER_ENFORCED,
        ]
        .contains(&id)
}

/// True for a policy of the floor, which holds whatever an organisation chooses.
pub fn is_floor(id: Id<Policy>) -> bool {
    [
        FLOOR_PRIVILEGED,
        FLOOR_SECURITY_INFO,
        FLOOR_OWN_FACTOR,
        FLOOR_CONFIRM,
        FLOOR_EMERGENCY,
        FLOOR_ORGANISATION_BLOCKED,
    ]
    .contains(&id)
}

/// True for the name of a built-in policy, which no other may bear: records and pages tell them by it.
pub fn is_name(name: &str) -> bool {
    let all = policies(SecurityDefaults::new_organisation(Timestamp::from_secs(0)));
    all.iter().chain([&organisation_blocked()]).any(|policy| policy.name.eq_ignore_ascii_case(name.trim()))
}

/// Every built-in policy under these settings.
pub(crate) fn policies(defaults: SecurityDefaults) -> Vec<Policy> {
    let mut policies = floor();
    policies.extend(security_defaults(defaults));
    policies.extend(per_user());
    policies
}

/// It has no conditions: it applies to everyone, whatever is opened from wherever.
pub(crate) fn organisation_blocked() -> Policy {
    let block = Control::Block(Block { error: code::BLOCKED });
    built_in(FLOOR_ORGANISATION_BLOCKED, "floor-organisation-blocked", Origin::Floor, vec![], block)
}

fn built_in(
    id: Id<Policy>,
    name: &str,
    origin: Origin,
    conditions: Vec<Condition>,
    control: Control,
) -> Policy {
    Policy {
        id,
        name: name.to_owned(),
        origin,
        state: State::On,
        conditions,
        operator: Operator::And,
        controls: vec![control],
        session: SessionControls::default(),
        foreign: vec![],
    }
}

const fn at_least(strength: Strength) -> Control {
    Control::AtLeast(AtLeast { strength })
}

fn floor() -> Vec<Policy> {
    // S14: a remembered browser opens neither the admin centre nor security info.
    let prompted = || at_least(Strength::prompted_mfa());
    let policy = |id, name, conditions, control| built_in(id, name, Origin::Floor, conditions, control);
    vec![
        policy(
            FLOOR_PRIVILEGED,
            "floor-privileged",
            vec![Condition::Targets(Targets::Privileged)],
            prompted(),
        ),
        Policy {
            session: SessionControls::second_within(SECURITY_INFO_FRESHNESS),
            ..policy(
                FLOOR_SECURITY_INFO,
                "floor-security-info",
                vec![
                    Condition::Targets(Targets::Action(UserAction::RegisterSecurityInfo)),
                    Condition::HasSecondFactor(HasSecondFactor {}),
                ],
                prompted(),
            )
        },
        Policy {
            session: SessionControls::within(SECURITY_INFO_FRESHNESS),
            ..policy(
                FLOOR_CONFIRM,
                "floor-confirm",
                vec![
                    Condition::Targets(Targets::Action(UserAction::Confirm)),
                    Condition::HasSecondFactor(HasSecondFactor {}),
                ],
                at_least(Strength::confirmation()),
            )
        },
        policy(
            FLOOR_OWN_FACTOR,
            "floor-own-factor",
            vec![
                Condition::Targets(Targets::AllApplications),
                Condition::HasSecondFactor(HasSecondFactor {}),
                Condition::Unfamiliar(Unfamiliar {}),
            ],
            at_least(Strength::mfa()),
        ),
        policy(
            FLOOR_EMERGENCY,
            "floor-emergency",
            vec![
                Condition::EmergencyAccount(EmergencyAccount {}),
                Condition::Targets(Targets::AllApplications),
            ],
            at_least(Strength::emergency()),
        ),
    ]
}

/// The reference's section 1.1. Nobody is excluded but the accounts that synchronise a directory, and of those only
/// what holds no administrator role beside it.
fn security_defaults(defaults: SecurityDefaults) -> Vec<Policy> {
    let state = if defaults.enabled { State::On } else { State::Off };
    let everyone = || Condition::Users(Users::all_but(&[Role::DirectorySynchronizationAccounts]));
    let anywhere = || Condition::Targets(Targets::AllApplications);
    let policy = |id, name, conditions, control| Policy {
        state,
        ..built_in(id, name, Origin::SecurityDefaults, conditions, control)
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
            // S14: a remembered browser never stands in for an administrator's second factor.
            at_least(Strength::prompted_mfa()),
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
            at_least(Strength::mfa()),
        ),
        policy(
            DEFAULTS_LEGACY,
            "defaults-legacy",
            vec![
                everyone(),
                Condition::ClientApps(ClientApps(vec![
                    ClientAppType::ExchangeActiveSync,
                    ClientAppType::Other,
                ])),
            ],
            Control::Block(Block { error: code::BLOCKED_BY_SECURITY_DEFAULTS }),
        ),
    ]
}

/// The reference's section 2.1: `enabled` asks to register, `enforced` asks the factor at every sign-in; neither where
/// the organisation trusts the address (2.3). A place that cannot be told is not trusted.
fn per_user() -> Vec<Policy> {
    let policy = |id, name, state, control| {
        let untrusted =
            Locations { all: true, exclude: vec![Location::MFA_TRUSTED_IPS], ..Locations::default() };
        let conditions = vec![
            Condition::PerUser(PerUser(vec![state])),
            Condition::Targets(Targets::AllApplications),
            Condition::Locations(untrusted),
        ];
        built_in(id, name, Origin::PerUserMfa, conditions, control)
    };
    vec![
        policy(
            PER_USER_ENABLED,
            "per-user-enabled",
            PerUserMfa::Enabled,
            Control::Registration(Registration { grace: Span::ZERO }),
        ),
        policy(PER_USER_ENFORCED, "per-user-enforced", PerUserMfa::Enforced, at_least(Strength::mfa())),
    ]
}
