use model::Flow;
use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::Facts;

/// How a sign-in, or the session that it rests on, came from another device. A session stays what it once was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Flows(pub Vec<Flow>);

impl Flows {
    pub(super) fn verdict(&self, facts: &Facts) -> Verdict {
        self.says(facts.circumstances.flow, facts.circumstances.tracked_flow)
    }

    pub(crate) fn says(&self, here: Flow, tracked: Flow) -> Verdict {
        Verdict::from(self.0.iter().any(|flow| match flow {
            Flow::None => here == Flow::None && tracked == Flow::None,
            other => here == *other || tracked == *other,
        }))
    }

    pub(super) fn seen(&self, facts: &Facts) -> String {
        let here = &facts.circumstances;
        if here.flow == Flow::None { here.tracked_flow.to_string() } else { here.flow.to_string() }
    }

    pub(super) fn wanted(&self) -> String {
        self.0.iter().map(|flow| flow.word()).collect::<Vec<_>>().join(", ")
    }
}
