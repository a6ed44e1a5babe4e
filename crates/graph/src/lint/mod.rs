//! What is wrong with policies, each by itself, beside the others, and where it is known in the directory that they are
//! for. Findings have a code, which says how grave it is and is what texts are keyed by; the words are in `text`.
//!
//! One more: a variant of [`Code`] with its word, the place that finds it, and a line in `locales/*/lint.ftl`.

mod alone;
mod directory;
mod together;

use model::{Span, Timestamp};
use policy::State;

use crate::Document;
pub use directory::Directory;

/// Something to mend, or to know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What.
    pub code: Code,
    /// Where in the document, by JSON path; empty for the whole.
    pub path: String,
    /// What it is about beside the policy: the name of another one, or an id; empty where there is none.
    pub about: String,
}

/// Whether a finding stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// To know.
    Warning,
    /// To mend first.
    Error,
}

/// What is known beside the documents.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'k> {
    /// Who and what there is; without it no reference is looked up.
    pub directory: Option<&'k Directory>,
    /// The moment; without it nothing is too old.
    pub now: Option<Timestamp>,
}

/// How long a policy is usefully on trial; Microsoft's own are switched on after as long.
pub const LONGEST_TRIAL: Span = Span::days(90);

macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident = $word:literal $grave:expr),+ $(,)?) => {
        /// What was found.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$meta])* $name),+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word in what programs read.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            const fn gravity(self) -> Gravity {
                match self { $(Self::$name => $grave),+ }
            }
        }
    };
}

/// How grave a code is.
#[derive(Clone, Copy)]
enum Gravity {
    Always,
    /// Only where the policy is on.
    WhenOn,
    Never,
}
use Gravity::{Always, Never, WhenOn};

codes! {
    /// A member that decides is not understood; such a policy may not be on.
    NotUnderstood = "notUnderstood" WhenOn,
    /// It is about nobody.
    NobodyIncluded = "nobodyIncluded" Never,
    /// It is about no application, action or context.
    NothingIncluded = "nothingIncluded" Never,
    /// It is about no place.
    NoPlaceIncluded = "noPlaceIncluded" Never,
    /// It demands nothing.
    NothingDemanded = "nothingDemanded" Never,
    /// Everybody who is included is excluded again.
    PeopleUndone = "peopleUndone" Never,
    /// Every application that is included is excluded again.
    ApplicationsUndone = "applicationsUndone" Never,
    /// Every place that is included is excluded again.
    PlacesUndone = "placesUndone" Never,
    /// Every platform that is included is excluded again.
    PlatformsUndone = "platformsUndone" Never,
    /// A filter and a list of devices stand together.
    DevicesTwice = "devicesTwice" Always,
    /// Applications, actions and contexts stand together.
    TargetsMixed = "targetsMixed" Always,
    /// `block` does not stand alone.
    BlockBeside = "blockBeside" Always,
    /// `mfa` stands beside a strength.
    MfaAndStrength = "mfaAndStrength" Always,
    /// `passwordChange` without MFA beside it.
    PasswordChangeAlone = "passwordChangeAlone" Always,
    /// `passwordChange` without the risk of the person.
    PasswordChangeWithoutRisk = "passwordChangeWithoutRisk" Always,
    /// `passwordChange` for some applications, or under further conditions.
    PasswordChangeNarrow = "passwordChangeNarrow" Always,
    /// `riskRemediation` without a strength beside it.
    RemediationAlone = "remediationAlone" Always,
    /// `passwordChange` beside `riskRemediation`.
    ChangeAndRemediation = "changeAndRemediation" Always,
    /// Another control than `mfa` for registering a device.
    RegisterDeviceOnlyMfa = "registerDeviceOnlyMfa" Always,
    /// The persistence of the browser for some applications only.
    PersistenceNarrow = "persistenceNarrow" Always,
    /// A policy about user actions that is report-only.
    ActionOnTrial = "actionOnTrial" Never,
    /// It has been report-only for longer than [`LONGEST_TRIAL`].
    TrialTooLong = "trialTooLong" Never,
    /// A strength that no method of Sluis can give.
    ImpossibleStrength = "impossibleStrength" Always,
    /// Everybody is kept out of everything.
    EverybodyBlocked = "everybodyBlocked" Always,
    /// Everybody needs a managed device or application for everything.
    EverybodyManaged = "everybodyManaged" Never,
    /// Another policy blocks everything that it is about.
    Shadowed = "shadowed" Never,
    /// Another policy demands the same of everything that it is about.
    Redundant = "redundant" Never,
    /// Between it and another policy nobody gets in.
    Contradiction = "contradiction" WhenOn,
    /// It demands a second factor, and another policy lets nobody register one.
    NobodyRegisters = "nobodyRegisters" Never,
    /// A person, group or role that is not there.
    MissingPeople = "missingPeople" Never,
    /// An application that is not there.
    MissingApplication = "missingApplication" Never,
    /// A place that is not there.
    MissingPlace = "missingPlace" WhenOn,
    /// An authentication context that is not there.
    MissingContext = "missingContext" Never,
    /// A strength or an agreement that is not there.
    MissingControl = "missingControl" WhenOn,
    /// An emergency account is named, which no policy is about.
    NamesEmergencyAccount = "namesEmergencyAccount" Never,
    /// Nobody it is about is there.
    MatchesNobody = "matchesNobody" Always,
    /// Nothing it is about is there.
    MatchesNothing = "matchesNothing" Always,
    /// A group that it excludes holds everybody.
    EverybodyExcluded = "everybodyExcluded" Always,
}

impl Finding {
    /// Whether it stops.
    pub const fn severity(&self, state: State) -> Severity {
        match (self.code.gravity(), state) {
            (Always, _) | (WhenOn, State::On) => Severity::Error,
            (WhenOn | Never, _) => Severity::Warning,
        }
    }
}

fn finding(code: Code, path: &str) -> Finding {
    about(code, path, "")
}

fn about(code: Code, path: &str, about: impl ToString) -> Finding {
    Finding { code, path: path.to_owned(), about: about.to_string() }
}

/// Looks over each of these policies, and over what they are to each other: the findings of each, in their order.
pub fn lint(documents: &[&Document], known: Known<'_>) -> Vec<Vec<Finding>> {
    let look = |document: &&Document| {
        let policy = &document.policy;
        let mut findings: Vec<Finding> =
            policy.foreign.iter().map(|path| finding(Code::NotUnderstood, path)).collect();
        alone::look(policy, &mut findings);
        findings.extend(known.now.and_then(|now| trial(document, now)));
        findings.extend(known.directory.into_iter().flat_map(|directory| directory.look(policy)));
        together::look(policy, documents, &mut findings);
        findings
    };
    documents.iter().map(look).collect()
}

/// On trial and unchanged for too long.
fn trial(document: &Document, now: Timestamp) -> Option<Finding> {
    let since = document.changed()?;
    let is_old = document.policy.state == State::ReportOnly && now.since(since) > LONGEST_TRIAL;
    is_old.then(|| finding(Code::TrialTooLong, "state"))
}
