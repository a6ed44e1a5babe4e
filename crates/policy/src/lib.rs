//! What policy demands: facts in, decision out.
//!
//! Security defaults, the old per-user switch, the floor and (later) conditional access are all ordinary policies
//! in one [`PolicySet`]; what an application asks is a demand beside theirs. [`evaluate`] is the only function that
//! decides; `signin::judge` is the only one that calls it for a sign-in. [`explain`] reads the same loop. Both read the rows
//! of bits that a set is compiled to when it is made (`compiled/`); [`Classes`] reads them for many sign-ins at once.
//!
//! What it is not: it finds no facts, prompts nobody and knows no protocol. Begin with [`Facts`], then
//! [`evaluate`]. A new condition or control is a file under `conditions/` or `controls/` and a line in its `mod.rs`.

mod browsers;
pub mod builtin;
pub mod code;
mod compiled;
pub mod conditions;
pub mod controls;
mod decision;
mod evaluate;
mod excluded;
mod facts;
mod methods;
mod passkeys;
mod places;
mod plan;
mod policy;
pub mod replay;
mod risks;
pub mod rule;
mod second_factor;
pub mod session;
mod set;
mod standing;
pub mod statement;
mod strength;
mod strengths;

pub use browsers::Browsers;
pub use builtin::{SECOND_FACTORS, SECURITY_INFO_FRESHNESS};
pub use compiled::{Answer, Applied, Classes, Person, Point};
pub use conditions::Verdict;
pub use decision::{Decision, Demand, End, Need, Origin, Outstanding, ResultCode, Source};
pub use evaluate::{ConditionTrace, EVALUATOR_VERSION, PolicyTrace, Trace, evaluate, explain};
pub use excluded::Excluded;
pub use facts::{
    Agreement, Circumstances, Device, Facts, HeldKey, Location, Request, Rest, ScopeClass, Session, Subject,
    Target,
};
pub use methods::{MethodConfiguration, MethodKind, MethodState, MethodsPolicy};
pub use passkeys::{Enforcement, KeyRestrictions, PasskeyRules};
pub use places::{Area, NamedLocation, Places};
pub use plan::Plan;
pub use policy::{Policy, State};
pub use risks::Risks;
pub use second_factor::asking;
pub use session::{SessionControls, SessionOutcome};
pub use set::{PolicySet, SecurityDefaults};
pub use standing::{Standing, StandingStrength};
pub use strength::{Class, Strength};
pub use strengths::{AuthenticationStrength, Combination, Mode};
