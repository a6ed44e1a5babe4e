//! Words for what is kept as a number or an enum: methods, roles, outcomes, reasons.

use model::{AppKind, Method, PerUserMfa, Role};
use text::Texts;

/// How a sign-in ended, as lists and stories show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Let in.
    LetIn,
    /// Stopped.
    Stopped,
    /// Asked for something that was not (yet) given.
    Unfinished,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::LetIn, Self::Stopped, Self::Unfinished];

    /// The word in databases and addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::LetIn => "success",
            Self::Stopped => "failure",
            Self::Unfinished => "interrupted",
        }
    }

    /// Reads [`Outcome::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }

    /// What the page says.
    pub fn text(self, t: &Texts) -> String {
        match self {
            Self::LetIn => t.admin_outcome_success(),
            Self::Stopped => t.admin_outcome_failure(),
            Self::Unfinished => t.admin_outcome_interrupted(),
        }
    }

    /// The class of its dot.
    pub const fn dot(self) -> &'static str {
        match self {
            Self::LetIn => "ok",
            Self::Stopped => "stop",
            Self::Unfinished => "warn",
        }
    }
}

/// A state of the old per-user switch.
pub fn per_user_mfa(t: &Texts, state: PerUserMfa) -> String {
    match state {
        PerUserMfa::Disabled => t.admin_state_disabled(),
        PerUserMfa::Enabled => t.admin_state_enabled(),
        PerUserMfa::Enforced => t.admin_state_enforced(),
    }
}

/// Ids and names of roles, in the order of the alphabet.
pub fn roles(t: &Texts, roles: &[Role]) -> Vec<(String, String)> {
    let mut named: Vec<_> = roles.iter().map(|held| (held.id().to_string(), role(t, *held))).collect();
    named.sort_by(|(_, one), (_, other)| one.cmp(other));
    named
}

/// A method, and what its owner calls it where that says more.
pub fn called(t: &Texts, kind: Method, label: &str) -> String {
    let name = method(t, kind);
    if label.is_empty() || label == name { name } else { format!("{name} ({label})") }
}

/// What a method is called.
pub fn method(t: &Texts, method: Method) -> String {
    match method {
        Method::Password => t.admin_method_password(),
        Method::Totp => t.admin_method_totp(),
        Method::RecoveryCode => t.admin_method_recovery_code(),
        Method::SealedCapsule => t.emergency_capsule(),
        Method::Invitation => t.admin_method_invitation(),
        Method::TemporaryAccessPass => t.admin_method_temporary_access_pass(),
        Method::Passkey => t.admin_method_passkey(),
        Method::SecurityKey => t.admin_method_security_key(),
        Method::Push => t.admin_method_push(),
        Method::Sms => t.admin_method_sms(),
        Method::Email => t.admin_method_email(),
        Method::RememberedDevice => t.admin_method_remembered(),
        Method::AppPassword => t.admin_method_app_password(),
    }
}

/// What a role is called.
pub fn role(t: &Texts, role: Role) -> String {
    match role {
        Role::GlobalAdministrator => t.admin_role_global(),
        Role::ApplicationAdministrator => t.admin_role_application(),
        Role::AuthenticationAdministrator => t.admin_role_authentication(),
        Role::BillingAdministrator => t.admin_role_billing(),
        Role::CloudApplicationAdministrator => t.admin_role_cloud_application(),
        Role::ConditionalAccessAdministrator => t.admin_role_conditional_access(),
        Role::ExchangeAdministrator => t.admin_role_exchange(),
        Role::HelpdeskAdministrator => t.admin_role_helpdesk(),
        Role::PasswordAdministrator => t.admin_role_password(),
        Role::PrivilegedAuthenticationAdministrator => t.admin_role_privileged_authentication(),
        Role::PrivilegedRoleAdministrator => t.admin_role_privileged_role(),
        Role::SecurityAdministrator => t.admin_role_security(),
        Role::SharePointAdministrator => t.admin_role_sharepoint(),
        Role::UserAdministrator => t.admin_role_user(),
        Role::GroupsAdministrator => t.groups_role_administrator(),
        Role::AuthenticationPolicyAdministrator => t.admin_role_authentication_policy(),
        Role::IdentityGovernanceAdministrator => t.admin_role_governance(),
        Role::GlobalReader => t.admin_role_global_reader(),
        Role::SecurityOperator => t.admin_role_security_operator(),
        Role::SecurityReader => t.admin_role_security_reader(),
        Role::ReportsReader => t.admin_role_reports_reader(),
        Role::DirectorySynchronizationAccounts => t.admin_role_synchronisation(),
    }
}

/// What a role is for.
pub fn about_role(t: &Texts, role: Role) -> String {
    match role {
        Role::GlobalAdministrator => t.roles_about_global(),
        Role::ApplicationAdministrator | Role::CloudApplicationAdministrator => t.roles_about_application(),
        Role::AuthenticationAdministrator => t.roles_about_authentication(),
        Role::ConditionalAccessAdministrator => t.roles_about_conditional_access(),
        Role::HelpdeskAdministrator => t.roles_about_helpdesk(),
        Role::PasswordAdministrator => t.roles_about_password(),
        Role::PrivilegedAuthenticationAdministrator => t.roles_about_privileged_authentication(),
        Role::PrivilegedRoleAdministrator => t.roles_about_privileged_role(),
        Role::SecurityAdministrator => t.roles_about_security(),
        Role::UserAdministrator => t.roles_about_user(),
        Role::GroupsAdministrator => t.roles_about_groups(),
        Role::AuthenticationPolicyAdministrator => t.roles_about_authentication_policy(),
        Role::GlobalReader => t.roles_about_global_reader(),
        Role::SecurityOperator => t.roles_about_security_operator(),
        Role::SecurityReader => t.roles_about_security_reader(),
        Role::ReportsReader => t.roles_about_reports_reader(),
        Role::DirectorySynchronizationAccounts => t.roles_about_synchronisation(),
        Role::BillingAdministrator
        | Role::ExchangeAdministrator
        | Role::SharePointAdministrator
        | Role::IdentityGovernanceAdministrator => t.roles_about_elsewhere(),
    }
}

/// What a kind of application is called.
pub fn kind(t: &Texts, kind: AppKind) -> String {
    match kind {
        AppKind::Confidential => t.admin_kind_confidential(),
        AppKind::Public => t.admin_kind_public(),
    }
}

/// Why a sign-in ended as it did, by its AADSTS number (reference 6.2); 0 is success.
pub fn reason(t: &Texts, outcome: Outcome, error: i64) -> String {
    match error {
        0 => t.admin_reason_success(),
        50_034 | 50_056 | 50_064 | 50_126 => t.admin_reason_password(),
        50_053 => t.admin_reason_locked(),
        90_033 => t.admin_reason_directory(),
        50_057 => t.admin_reason_disabled(),
        50_072 => t.admin_reason_must_register(),
        50_079 => t.admin_reason_register_elsewhere(),
        50_076 if outcome == Outcome::Stopped => t.admin_reason_no_method(),
        50_074 | 50_076 => t.admin_reason_second_step(),
        500_121 => t.admin_reason_second_step_wrong(),
        50_078 => t.admin_reason_too_old(),
        50_089 => t.admin_reason_expired(),
        50_105 => t.admin_reason_not_assigned(),
        50_011 => t.admin_reason_address(),
        50_055 | 50_144 => t.admin_reason_change_password(),
        53_000..=53_010 | 530_032 => t.admin_reason_policy(),
        530_035 => t.admin_reason_legacy(),
        50_058 | 16_000 => t.admin_reason_no_session(),
        50_132 | 50_133 | 50_173 => t.admin_reason_session_ended(),
        7_000_215 | 7_000_222 => t.admin_reason_application_secret(),
        70_000 | 70_008 | 70_043 | 700_082 => t.admin_reason_grant(),
        other => t.admin_reason_other(other.to_string()),
    }
}

/// An address with its country, as far as either is known.
pub fn place(address: Option<&str>, country: Option<&str>) -> Option<String> {
    match (address, country) {
        (Some(address), Some(country)) => Some(format!("{address} ({country})")),
        (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) => None,
    }
}
