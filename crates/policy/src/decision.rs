use model::{Id, MethodSet, Proof, Timestamp, proved};
use serde::{Deserialize, Serialize};

use crate::{Policy, SECOND_FACTORS, Strength};

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
}

/// Something that must be so before anybody gets in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Demand {
    /// What must be so.
    pub need: Need,
    /// Proofs from before this moment do not count; only combinations look at it.
    pub since: Option<Timestamp>,
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
}

/// Who demands something: the words are `requirementProvider`'s where it has one (reference 0).
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

/// The result of one policy, in Graph's words (reference 3.2).
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
        }
    }
}

impl Demand {
    /// True when these proofs and this registration meet it.
    pub fn is_met(&self, proofs: &[Proof], registered: MethodSet) -> bool {
        match &self.need {
            Need::Block(_) => false,
            Need::Registration => registered.intersects(SECOND_FACTORS),
            Need::Combination(strength) => strength.is_met_by(self.counting(proofs)),
        }
    }

    /// The methods among the proofs that are fresh enough for this demand.
    pub fn counting(&self, proofs: &[Proof]) -> MethodSet {
        match self.since {
            None => proved(proofs),
            Some(since) => {
                proofs.iter().filter(|proof| proof.at >= since).map(|proof| proof.method).collect()
            }
        }
    }

    /// True when whatever meets this demand meets `other` too.
    pub fn implies(&self, other: &Self) -> bool {
        match (&self.need, &other.need) {
            (Need::Combination(mine), Need::Combination(theirs)) => {
                self.since >= other.since && mine.implies(theirs)
            }
            (mine, theirs) => mine == theirs,
        }
    }
}

impl Decision {
    /// What is still open.
    pub fn open<'d>(
        &'d self,
        proofs: &'d [Proof],
        registered: MethodSet,
    ) -> impl Iterator<Item = &'d Demand> + 'd {
        self.demands.iter().filter(move |demand| !demand.is_met(proofs, registered))
    }

    /// The number of the first block, if there is one.
    pub fn block(&self) -> Option<i64> {
        self.demands.iter().find_map(|demand| match demand.need {
            Need::Block(error) => Some(error),
            _ => None,
        })
    }

    /// Adds a demand: what another implies is dropped (who demanded it is kept), and nothing is ever intersected.
    pub(crate) fn add(&mut self, mut demand: Demand) {
        if let Some(stronger) = self.demands.iter_mut().find(|held| held.implies(&demand)) {
            merge(&mut stronger.sources, demand.sources);
            return;
        }
        self.demands.retain_mut(|held| {
            let implied = demand.implies(held);
            if implied {
                merge(&mut demand.sources, std::mem::take(&mut held.sources));
            }
            !implied
        });
        self.demands.push(demand);
    }
}

/// The first factor is demanded of everyone: beside another source it says nothing.
fn merge(sources: &mut Vec<Source>, more: Vec<Source>) {
    for source in more {
        if source != Source::FirstFactor && !sources.contains(&source) {
            sources.push(source);
        }
    }
}
