//! The numbers that records and errors carry, in the words administrators of Entra ID search by.

/// Let in.
pub const SUCCESS: i64 = 0;
/// Too many wrong secrets; the account is locked for a while.
pub const LOCKED: i64 = 50_053;
/// An administrator set the password and it must be changed.
pub const PASSWORD_EXPIRED: i64 = 50_055;
/// The account has no password.
pub const NO_PASSWORD: i64 = 50_056;
/// The account is blocked or gone.
pub const DISABLED: i64 = 50_057;
/// There is no session and nobody may be asked.
pub const NO_SESSION: i64 = 50_058;
/// A second factor must be registered now.
pub const REGISTRATION_ASKED: i64 = 50_072;
/// A second factor is asked.
pub const MFA_ASKED: i64 = 50_074;
/// A policy or the per-user switch asks a second factor.
pub const MFA_NEEDED: i64 = 50_076;
/// What was proven is too old.
pub const MFA_EXPIRED: i64 = 50_078;
/// A second factor is needed and none is registered.
pub const REGISTRATION_NEEDED: i64 = 50_079;
/// The person is not named for the application.
pub const NOT_ASSIGNED: i64 = 50_105;
/// The name or the password is wrong, and nobody is told which.
pub const WRONG_PASSWORD: i64 = 50_126;
/// The session or grant was ended.
pub const ENDED: i64 = 50_173;
/// The code of the second factor is wrong.
pub const WRONG_CODE: i64 = 500_121;
/// The risk of the person asks a new password.
pub const PASSWORD_CHANGE_NEEDED: i64 = 50_142;
/// Something of outside is not met: terms, a document, another service.
pub const CHALLENGE_NOT_MET: i64 = 50_158;
/// A policy asks a compliant device.
pub const DEVICE_NOT_COMPLIANT: i64 = 53_000;
/// A policy asks a device that is joined to a domain.
pub const DEVICE_NOT_JOINED: i64 = 53_001;
/// A policy asks an approved application.
pub const APPLICATION_NOT_APPROVED: i64 = 53_002;
/// A policy asks a protected application.
pub const APPLICATION_NOT_PROTECTED: i64 = 53_009;
/// A policy blocks it.
pub const BLOCKED: i64 = 53_003;
/// Security info may not be registered from here.
pub const REGISTRATION_NOT_HERE: i64 = 53_010;
/// Something that must be asked gives no answer.
pub const UNAVAILABLE: i64 = 90_033;
/// Security defaults block it: legacy authentication.
pub const BLOCKED_BY_SECURITY_DEFAULTS: i64 = 530_035;

/// True for a number that says that a rule stopped somebody, and not that something was wrong or missing.
pub const fn is_block(code: i64) -> bool {
    matches!(
        code,
        BLOCKED
            | BLOCKED_BY_SECURITY_DEFAULTS
            | CHALLENGE_NOT_MET
            | DEVICE_NOT_COMPLIANT
            | DEVICE_NOT_JOINED
            | APPLICATION_NOT_APPROVED
            | APPLICATION_NOT_PROTECTED
            | REGISTRATION_NOT_HERE
    )
}

/// The name that goes with a number; `None` for a number that Sluis does not use.
pub const fn symbol(code: i64) -> Option<&'static str> {
    Some(match code {
        SUCCESS => "Success",
        LOCKED => "IdsLocked",
        PASSWORD_EXPIRED => "InvalidPasswordExpiredPassword",
        NO_PASSWORD => "InvalidPasswordNullPassword",
        DISABLED => "UserDisabled",
        NO_SESSION => "UserInformationNotProvided",
        REGISTRATION_ASKED => "UserStrongAuthEnrollmentRequiredInterrupt",
        MFA_ASKED => "UserStrongAuthClientAuthNRequiredInterrupt",
        MFA_NEEDED => "UserStrongAuthClientAuthNRequired",
        MFA_EXPIRED => "UserStrongAuthExpired",
        REGISTRATION_NEEDED => "UserStrongAuthEnrollmentRequired",
        NOT_ASSIGNED => "EntitlementGrantsNotFound",
        WRONG_PASSWORD => "InvalidUserNameOrPassword",
        ENDED => "FreshTokenNeeded",
        WRONG_CODE => "AuthenticationFailedDuringStrongAuthenticationRequest",
        PASSWORD_CHANGE_NEEDED => "PasswordChangeRequiredConditionalAccess",
        CHALLENGE_NOT_MET => "ExternalSecurityChallenge",
        DEVICE_NOT_COMPLIANT => "DeviceNotCompliant",
        DEVICE_NOT_JOINED => "DeviceNotDomainJoined",
        APPLICATION_NOT_APPROVED => "ApplicationUsedIsNotAnApprovedApp",
        BLOCKED => "BlockedByConditionalAccess",
        REGISTRATION_NOT_HERE => "ProofUpBlockedDueToSecurityInfoAcr",
        BLOCKED_BY_SECURITY_DEFAULTS => "BlockedBySecurityDefaults",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_names_that_people_search_by() {
        assert_eq!(symbol(WRONG_PASSWORD), Some("InvalidUserNameOrPassword"));
        assert_eq!(symbol(BLOCKED_BY_SECURITY_DEFAULTS), Some("BlockedBySecurityDefaults"));
        assert_eq!(symbol(1), None);
    }
}
