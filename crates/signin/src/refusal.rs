use policy::code;
use serde::{Deserialize, Serialize};

/// Why somebody was stopped. What the page says follows from it; what it may say before the second factor is
/// whom to call and a code, nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Refusal {
    /// A policy stopped it; the AADSTS number.
    Policy(i64),
    /// The account is blocked or deleted.
    Disabled,
    /// The person is not named for the application.
    NotAssigned,
    /// A second factor must be registered, and a password alone may not do that here (S2).
    RegistrationNotHere,
    /// Something is demanded that the person has no way to give.
    NoMethod,
    /// The person declined terms of use.
    TermsDeclined,
}

impl Refusal {
    /// The AADSTS number in the record (reference 6.2).
    pub const fn error(self) -> i64 {
        match self {
            Self::Policy(error) => error,
            Self::Disabled => code::DISABLED,
            Self::NotAssigned => code::NOT_ASSIGNED,
            Self::RegistrationNotHere => code::REGISTRATION_NEEDED,
            Self::NoMethod => code::MFA_NEEDED,
            Self::TermsDeclined => code::CHALLENGE_NOT_MET,
        }
    }
}
