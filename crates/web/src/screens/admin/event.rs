//! What can happen in a sign-in, in words.

use model::Method;
use text::Texts;

use super::words;

/// Something that happened.
#[derive(Debug, Clone)]
pub struct EventLine {
    /// `08:41:02`.
    pub time: String,
    /// What.
    pub event: Event,
}

/// What can happen in a sign-in.
#[derive(Debug, Clone)]
pub enum Event {
    /// A name was given.
    Name {
        /// True when the browser was never seen.
        new_browser: bool,
    },
    /// Something was proven.
    Proof(Method),
    /// A proof from earlier in the session counted.
    FromSession(Method),
    /// A remembered browser stood in.
    Remembered(Method),
    /// An extra step was asked, by the policy of this name.
    Asked(Option<String>),
    /// Registration was asked, by the policy of this name.
    RegistrationAsked(Option<String>),
    /// A second factor was registered.
    Registered(Method),
    /// A code or key was not right.
    Wrong,
    /// Let in.
    LetIn,
    /// Stopped, by the policy of this name or for the reason of the record.
    Stopped(Option<String>),
    /// Given up, or still open.
    Left,
}

impl EventLine {
    /// What happened, in words.
    pub fn text(&self, t: &Texts) -> String {
        let named = |method: &Method| words::method(t, *method);
        match &self.event {
            Event::Name { .. } => t.admin_story_name(),
            Event::Proof(method) => t.admin_story_proof(named(method)),
            Event::FromSession(method) => t.admin_story_proof_session(named(method)),
            Event::Remembered(method) => t.admin_story_proof_remembered(named(method)),
            Event::Asked(_) => t.admin_story_asked(),
            Event::RegistrationAsked(_) => t.admin_story_register(),
            Event::Registered(method) => t.admin_story_registered(named(method)),
            Event::Wrong => t.admin_story_wrong(),
            Event::LetIn => t.admin_story_let_in(),
            Event::Stopped(_) => t.admin_story_stopped(),
            Event::Left => t.admin_story_left(),
        }
    }

    /// The class of its dot.
    pub const fn dot(&self) -> &'static str {
        match self.event {
            Event::Asked(_) | Event::RegistrationAsked(_) | Event::Left => "warn",
            Event::Stopped(_) | Event::Wrong => "stop",
            _ => "ok",
        }
    }
}
