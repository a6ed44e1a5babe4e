use model::{Id, Method, MethodSet, Proof, Timestamp, proved};
use serde::{Deserialize, Serialize};

use crate::session::Since;
use crate::{Agreement, Facts, Policy, SECOND_FACTORS, SessionOutcome, Strength, code};

/// What can be a first factor and never a second.
const FIRST_ALONE: MethodSet = MethodSet::of(&[Method::Password, Method::Invitation]);

/// What policy says about a set of facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// What is enforced.
    pub demands: Vec<Demand>,
    /// What policies on trial would have said, judged on these proofs.
    pub report_only: Vec<(Id<Policy>, ResultCode)>,
    /// One result for each policy, in the order of the set.
    pub results: Vec<(Id<Policy>, ResultCode)>,
    /// When a person who has not registered a second factor will be stopped without one, if a policy asks it and
    /// the deadline is still to come: what a page can say in time.
    pub registration_due: Option<Timestamp>,
    /// What the session is held to, once it begins.
    #[serde(default, skip_serializing_if = "SessionOutcome::is_empty")]
    pub session: SessionOutcome,
}

/// Something that must be so before anybody gets in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Demand {
    /// What must be so.
    pub need: Need,
    /// Proofs from before this moment do not count; only combinations look at it.
    pub since: Option<Timestamp>,
    /// Second factors from before this moment do not count, whatever the first is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_since: Option<Timestamp>,
    /// Who demands it.
    pub sources: Vec<Source>,
}

/// What must be so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Need {
    /// Nothing opens; the AADSTS number says why.
    Block(i64),
    /// One of these combinations was proven.
    Combination(Strength),
    /// A second factor is registered.
    Registration,
    /// Something that no proof meets; it is there only while it is not met.
    Control(Outstanding),
}

/// A control that is not met, in the order in which they are asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outstanding {
    /// A compliant device.
    CompliantDevice,
    /// A device that is joined to a domain.
    DomainJoinedDevice,
    /// An approved application.
    ApprovedApplication,
    /// A protected application.
    CompliantApplication,
    /// A new password.
    PasswordChange,
    /// A risk that was dealt with.
    RiskRemediation,
    /// Terms that were accepted.
    TermsOfUse(Id<Agreement>),
    /// A document of identity.
    VerifiedId,
    /// Something of another service.
    Custom(String),
}

impl Outstanding {
    /// The number for whoever is stopped by it.
    pub const fn error(&self) -> i64 {
        match self {
            Self::CompliantDevice => code::DEVICE_NOT_COMPLIANT,
            Self::DomainJoinedDevice => code::DEVICE_NOT_JOINED,
            Self::ApprovedApplication => code::APPLICATION_NOT_APPROVED,
            Self::CompliantApplication => code::APPLICATION_NOT_PROTECTED,
            Self::PasswordChange | Self::RiskRemediation => code::PASSWORD_CHANGE_NEEDED,
            Self::TermsOfUse(_) | Self::VerifiedId | Self::Custom(_) => code::CHALLENGE_NOT_MET,
        }
    }

    /// True for what a person could do on a page. Devices and applications are what they are.
    pub const fn is_interactive(&self) -> bool {
        match self {
            Self::CompliantDevice
            | Self::DomainJoinedDevice
            | Self::ApprovedApplication
            | Self::CompliantApplication => false,
            Self::PasswordChange
            | Self::RiskRemediation
            | Self::TermsOfUse(_)
            | Self::VerifiedId
            | Self::Custom(_) => true,
        }
    }

    /// True for what a person gives on a page of ours. Nothing gives the others yet.
    pub const fn can_be_given(&self) -> bool {
        matches!(self, Self::TermsOfUse(_))
    }

    /// The word of Graph, and which where there are several.
    pub fn word(&self) -> String {
        match self {
            Self::CompliantDevice => "compliantDevice".to_owned(),
            Self::DomainJoinedDevice => "domainJoinedDevice".to_owned(),
            Self::ApprovedApplication => "approvedApplication".to_owned(),
            Self::CompliantApplication => "compliantApplication".to_owned(),
            Self::PasswordChange => "passwordChange".to_owned(),
            Self::RiskRemediation => "riskRemediation".to_owned(),
            Self::TermsOfUse(id) => format!("termsOfUse {id}"),
            Self::VerifiedId => "verifiedID".to_owned(),
            Self::Custom(id) => format!("customAuthenticationFactors {id}"),
        }
    }
}

/// Who demands something: the words are `requirementProvider`'s where it has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// Nobody gets in without a first factor.
    FirstFactor,
    /// A policy.
    Policy {
        /// Which.
        id: Id<Policy>,
        /// Where it comes from.
        origin: Origin,
    },
    /// The application asked for it.
    Request,
    /// The application asks for it at every sign-in, by its registration.
    Application,
}

/// Where a policy comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Origin {
    /// Built in, cannot be switched off.
    Floor,
    /// Built in, on with security defaults.
    SecurityDefaults,
    /// Built in, about the old per-user switch.
    PerUserMfa,
    /// Written by an administrator.
    ConditionalAccess,
}

/// The result of one policy, in Graph's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ResultCode {
    /// It applied and was met.
    Success,
    /// It applied and was not met.
    Failure,
    /// It did not apply.
    NotApplied,
    /// It is switched off.
    NotEnabled,
    /// On trial: it would have applied and been met.
    ReportOnlySuccess,
    /// On trial: it would have stopped this.
    ReportOnlyFailure,
    /// On trial: it would have asked for something.
    ReportOnlyInterrupted,
    /// On trial: it would not have applied.
    ReportOnlyNotApplied,
    /// On trial, with something in it that is not understood: what it would have said cannot be told.
    Unknown,
}

impl ResultCode {
    /// Graph's word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::NotApplied => "notApplied",
            Self::NotEnabled => "notEnabled",
            Self::ReportOnlySuccess => "reportOnlySuccess",
            Self::ReportOnlyFailure => "reportOnlyFailure",
            Self::ReportOnlyInterrupted => "reportOnlyInterrupted",
            Self::ReportOnlyNotApplied => "reportOnlyNotApplied",
            Self::Unknown => "unknown",
        }
    }
}

impl Origin {
    /// `requirementProvider`'s word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Floor => "scopeBasedAuthRequirementPolicy",
            Self::SecurityDefaults => "securityDefaults",
            Self::PerUserMfa => "user",
            Self::ConditionalAccess => "multiConditionalAccess",
        }
    }
}

impl Source {
    /// `requirementProvider`'s word; a first factor has no provider of its own there and is Sluis's own word.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::FirstFactor => "firstFactor",
            Self::Policy { origin, .. } => origin.word(),
            Self::Request => "request",
            Self::Application => "application",
        }
    }
}

impl Need {
    /// The order in which what is open is asked.
    pub(crate) fn rank(&self) -> (u8, Option<Outstanding>) {
        match self {
            Self::Block(_) => (0, None),
            Self::Combination(_) => (1, None),
            Self::Registration => (2, None),
            Self::Control(outstanding) => (3, Some(outstanding.clone())),
        }
    }

    /// True for what a person could do something about.
    pub(crate) const fn is_interactive(&self) -> bool {
        match self {
            Self::Block(_) => false,
            Self::Combination(_) | Self::Registration => true,
            Self::Control(outstanding) => outstanding.is_interactive(),
        }
    }
}

impl Demand {
    /// The same for proofs that are at least this new.
    pub(crate) fn no_older_than(mut self, since: Since) -> Self {
        if matches!(self.need, Need::Combination(_)) {
            self.since = self.since.max(since.both);
            self.second_since = self.second_since.max(since.second);
        }
        self
    }

    /// True when the proofs and the registration of these facts meet it.
    pub fn is_met(&self, facts: &Facts) -> bool {
        match &self.need {
            Need::Block(_) | Need::Control(_) => false,
            Need::Registration => facts.registered.intersects(SECOND_FACTORS),
            Need::Combination(strength) => strength.is_met_by(self.counting(facts)),
        }
    }

    /// The methods among the proofs that count for this demand: fresh enough, and by a passkey of a make that does.
    pub fn counting(&self, facts: &Facts) -> MethodSet {
        let fresh = || facts.proofs.iter().filter(|proof| self.is_fresh(proof));
        let methods = fresh().map(|proof| proof.method).collect();
        match &self.need {
            Need::Combination(strength) => {
                strength.counting(methods, fresh().filter_map(|proof| facts.make_of(proof)))
            }
            Need::Block(_) | Need::Registration | Need::Control(_) => methods,
        }
    }

    fn is_fresh(&self, proof: &Proof) -> bool {
        let since =
            if FIRST_ALONE.contains(proof.method) { self.since } else { self.since.max(self.second_since) };
        since.is_none_or(|since| proof.at >= since)
    }

    /// True when whatever meets this demand meets `other` too.
    pub fn implies(&self, other: &Self) -> bool {
        match (&self.need, &other.need) {
            (Need::Combination(mine), Need::Combination(theirs)) => {
                self.since >= other.since
                    && self.since.max(self.second_since) >= other.since.max(other.second_since)
                    && mine.implies(theirs)
            }
            (mine, theirs) => mine == theirs,
        }
    }
}

impl Decision {
    /// What is still open.
    pub fn open<'d>(&'d self, facts: &'d Facts) -> impl Iterator<Item = &'d Demand> + 'd {
        self.demands.iter().filter(move |demand| !demand.is_met(facts))
    }

    /// What is open and nobody can give, when no proof is open: the first in the order in which it is asked.
    pub fn outstanding<'d>(&'d self, facts: &'d Facts) -> Option<&'d Outstanding> {
        let mut first = None;
        for demand in self.open(facts) {
            let Need::Control(outstanding) = &demand.need else { return None };
            let stops = Some(outstanding).filter(|outstanding| !outstanding.can_be_given());
            first = first.into_iter().chain(stops).min();
        }
        first
    }

    /// The terms to accept, when nothing but terms is open: the first of them.
    pub fn terms(&self, facts: &Facts) -> Option<Id<Agreement>> {
        let mut first = None;
        for demand in self.open(facts) {
            let Need::Control(Outstanding::TermsOfUse(id)) = &demand.need else { return None };
            first = first.into_iter().chain([*id]).min();
        }
        first
    }

    /// The number of the first block, if there is one.
    pub fn block(&self) -> Option<i64> {
        self.demands.iter().find_map(|demand| match demand.need {
            Need::Block(error) => Some(error),
            _ => None,
        })
    }
}

/// How a decision ends for the facts that it was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// Let in.
    In,
    /// Asked for something that the person can give.
    Asked,
    /// Asked for something that the person has not registered.
    Stuck,
    /// Stopped; the AADSTS number says why.
    Stopped(i64),
}

impl Decision {
    /// How it ends for these facts, which it was made of. What comes after an answer to a question nobody knows.
    pub fn end(&self, facts: &Facts) -> End {
        let outstanding = || self.outstanding(facts).map(Outstanding::error);
        if let Some(error) = self.block().or_else(outstanding) {
            return End::Stopped(error);
        }
        let reach = proved(&facts.proofs) | facts.usable;
        let can_meet = |demand: &Demand| match &demand.need {
            Need::Combination(strength) => strength.is_met_by(strength.counting(reach, facts.makes())),
            Need::Registration | Need::Block(_) => false,
            // Other things are open beside it, and come first.
            Need::Control(_) => true,
        };
        let open = || self.open(facts);
        if open().next().is_none() {
            End::In
        } else if open().all(can_meet) {
            End::Asked
        } else {
            End::Stuck
        }
    }
}

/// Adds a demand: what another implies is dropped (who demanded it is kept), and nothing is ever intersected.
pub(crate) fn add(demands: &mut Vec<Demand>, mut demand: Demand) {
    if let Some(stronger) = demands.iter_mut().find(|held| held.implies(&demand)) {
        merge(&mut stronger.sources, demand.sources);
        return;
    }
    demands.retain_mut(|held| {
        let implied = demand.implies(held);
        if implied {
            merge(&mut demand.sources, std::mem::take(&mut held.sources));
        }
        !implied
    });
    demands.push(demand);
}

/// The first factor is demanded of everyone: beside another source it says nothing.
fn merge(sources: &mut Vec<Source>, more: Vec<Source>) {
    for source in more {
        if source != Source::FirstFactor && !sources.contains(&source) {
            sources.push(source);
        }
    }
}
