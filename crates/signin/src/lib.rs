//! The sign-in as a state machine, and the gate that everything passes.
//!
//! [`judge`] is the gate: facts in, [`Verdict`] out, and [`Passed`] as the only key to anything that lets somebody
//! in. [`next`] computes what a sign-in asks now, [`ways_in`] what would have let in whoever was stopped. What is kept
//! is what was *proven*, never which screen was passed.
//!
//! What it is not: it asks nobody, keeps nothing and knows no protocol. Begin with [`judge`], then [`next`].

mod around;
mod judge;
mod next;
mod offer;
mod refusal;
mod remembered;
mod session;
mod sign_in;
mod ways;

pub use judge::{Passed, Verdict, asking_code, is_only_old, judge};
pub use next::{Account, REGISTRATION_WINDOW, Step, may_be_registered, next, registration_window};
pub use offer::makes_asked;
pub use refusal::Refusal;
pub use remembered::{Presented, Remembered, is_rememberable};
pub use session::{
    GRANT_ABSOLUTE, GRANT_IDLE, Grant, Lasting, RecordId, SESSION_ABSOLUTE, SESSION_IDLE, SESSION_KEPT_IDLE,
    Session, Stored,
};
pub use sign_in::{SignIn, Stage};
pub use ways::{Change, Obstacle, Tried, Way, way_to_policy, ways_in};
