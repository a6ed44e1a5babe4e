use askama::Template;
use model::Locale;

use super::chrome::Chrome;

/// Nothing to do but wait, where there is no form to say it at.
#[derive(Template, Clone)]
#[template(path = "door/wait.html")]
pub struct Wait {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// Why, and how long.
    pub reason: WaitFor,
    /// Whom to call.
    pub contact: String,
    /// Where it is tried again.
    pub again: String,
}

/// Why somebody waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitFor {
    /// Too much to do at once.
    Busy {
        /// Seconds to wait.
        seconds: i64,
    },
    /// Too many wrong passwords.
    Locked {
        /// Minutes to wait.
        minutes: i64,
    },
}

impl Wait {
    fn title(&self) -> String {
        match self.reason {
            WaitFor::Busy { .. } => self.chrome.texts.signin_busy_title(),
            WaitFor::Locked { .. } => self.chrome.texts.signin_locked_title(),
        }
    }

    fn message(&self) -> String {
        match self.reason {
            WaitFor::Busy { seconds } => self.chrome.texts.signin_busy(seconds),
            WaitFor::Locked { minutes } => self.chrome.texts.signin_locked(minutes),
        }
    }

    fn is_locked(&self) -> bool {
        matches!(self.reason, WaitFor::Locked { .. })
    }

    /// Busy, and locked.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let busy = Self {
            chrome: Chrome::ordinary(locale),
            reason: WaitFor::Busy { seconds: 5 },
            contact: "Marieke de Vries, 020 123 45 67".to_owned(),
            again: "/sign-in".to_owned(),
        };
        let locked = Self { reason: WaitFor::Locked { minutes: 12 }, ..busy.clone() };
        vec![("door-busy", busy), ("door-locked", locked)]
    }
}
