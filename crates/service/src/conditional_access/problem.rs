use std::fmt;

use graph::{Finding, NotUnderstood, ReadError};
use model::Timestamp;
use policy::Plan;

use super::{LARGEST_POLICY, LockedOut, MOST_POLICIES};

/// What Graph says when a policy is to be on while security defaults are.
pub const SECURITY_DEFAULTS_ON: &str = "Security Defaults is enabled in the tenant. You must disable Security defaults before enabling a Conditional Access policy.";

/// Why a policy was not saved.
#[derive(Debug, Clone, PartialEq)]
pub enum PolicyProblem {
    /// It is no policy.
    NotReadable(ReadError),
    /// Its document is larger than is kept.
    TooLarge,
    /// It has no name, or one that cannot be shown.
    Name,
    /// It is called like a policy of Sluis itself.
    NameOfOurs,
    /// It is another policy, by its id, than the one that is changed.
    AnotherId,
    /// It leaves out somebody or something more than before, and nobody says why.
    NoReason,
    /// There are as many as there may be.
    TooMany,
    /// The organisation has not the plan that it needs.
    NotLicensed(Plan),
    /// Security defaults are on.
    SecurityDefaultsOn,
    /// Members that decide are not understood, so that it may not be on.
    NotUnderstood(NotUnderstood),
    /// Its parts may not stand together, or nobody can do what it demands, so that it may not be on.
    Unsound(Vec<Finding>),
    /// It demands what Sluis cannot do yet, so that it may not be on: Graph's words.
    CannotYet(Vec<&'static str>),
    /// It names locations that there are not, so that it may not be on.
    NoSuchLocation(Vec<String>),
    /// It demands terms of use that there are not, so that it may not be on.
    NoSuchTerms(Vec<String>),
    /// Administrators would no longer come in.
    LocksOut(Vec<LockedOut>),
    /// Somebody changed it since it was looked at.
    ChangedMeanwhile,
    /// Policies are on trial until then: they are confirmed or taken back first, or what is saved joins the trial.
    OnTrial(Timestamp),
}

impl PolicyProblem {
    /// Graph's code for it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ChangedMeanwhile | Self::OnTrial(_) => "Conflict",
            Self::NotLicensed(_) => "AccessDenied",
            _ => "BadRequest",
        }
    }
}

impl From<ReadError> for PolicyProblem {
    fn from(error: ReadError) -> Self {
        Self::NotReadable(error)
    }
}

impl From<NotUnderstood> for PolicyProblem {
    fn from(members: NotUnderstood) -> Self {
        Self::NotUnderstood(members)
    }
}

/// As Graph and the command line say it.
impl fmt::Display for PolicyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReadable(error) => write!(f, "{error}"),
            Self::TooLarge => write!(f, "larger than {LARGEST_POLICY} bytes"),
            Self::Name => f.write_str("`displayName` is missing or cannot be shown"),
            Self::NameOfOurs => {
                f.write_str("`displayName` is the name of a policy of Sluis itself: choose another")
            }
            Self::AnotherId => f.write_str("`id` is another policy's: leave it out"),
            Self::NoReason => f.write_str("say why each person, group or role is newly left out"),
            Self::TooMany => write!(f, "there are {MOST_POLICIES} policies already"),
            Self::NotLicensed(plan) => {
                let plan = plan.word().to_uppercase();
                write!(f, "Your tenant is not licensed for this feature; it needs the plan {plan}.")
            }
            Self::SecurityDefaultsOn => f.write_str(SECURITY_DEFAULTS_ON),
            Self::NotUnderstood(members) => write!(f, "{members}"),
            Self::Unsound(findings) => {
                let told: Vec<String> = findings
                    .iter()
                    .map(|finding| format!("`{}`: {}", finding.path, finding.code.word()))
                    .collect();
                f.write_str(&told.join("; "))
            }
            Self::CannotYet(words) => {
                write!(f, "Sluis cannot do this yet, so that it may not be on: `{}`", words.join("`, `"))
            }
            Self::NoSuchLocation(ids) => write!(f, "there is no location `{}`", ids.join("`, `")),
            Self::NoSuchTerms(ids) => write!(f, "there are no terms of use `{}`", ids.join("`, `")),
            Self::LocksOut(people) => {
                let told: Vec<String> = people.iter().map(ToString::to_string).collect();
                write!(f, "too few administrators would still come in: {}", told.join("; "))
            }
            Self::ChangedMeanwhile => f.write_str("somebody changed it meanwhile"),
            Self::OnTrial(until) => write!(
                f,
                "policies are on trial until {}: confirm them or take them back first",
                super::written_time(*until)
            ),
        }
    }
}

impl std::error::Error for PolicyProblem {}
