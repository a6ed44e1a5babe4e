use askama::Template;
use model::Locale;

use super::chrome::Chrome;

/// A sign-in that was stopped. Before a second factor was proved it says whom to call, and the code; not why.
#[derive(Template, Clone)]
#[template(path = "door/stopped.html")]
pub struct Stopped {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// Whom to call.
    pub contact: String,
    /// The short code that finds the record.
    pub code: String,
    /// What may be said once a second factor was proved.
    pub after: Option<StoppedAfter>,
    /// Where the sign-in starts again with its destination.
    pub again: String,
}

/// Why somebody is stopped who has proved who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoppedAfter {
    /// A policy does not let this application be opened from here in this way.
    Policy {
        /// The application.
        app: String,
    },
    /// The application is not open to this person.
    NotAssigned {
        /// The application.
        app: String,
    },
    /// The account is blocked.
    Blocked,
    /// They declined terms of use.
    Declined {
        /// The application.
        app: String,
    },
}

impl Stopped {
    fn why(&self) -> Option<String> {
        let t = self.chrome.texts;
        Some(match self.after.as_ref()? {
            StoppedAfter::Policy { app } => t.stopped_policy(app.as_str()),
            StoppedAfter::NotAssigned { app } => t.stopped_not_assigned(app.as_str()),
            StoppedAfter::Blocked => t.stopped_blocked(),
            StoppedAfter::Declined { app } => t.stopped_declined(app.as_str()),
        })
    }

    /// What helps, where something does.
    fn can_do(&self) -> Option<String> {
        let t = self.chrome.texts;
        match self.after.as_ref()? {
            StoppedAfter::Policy { .. } => Some(t.stopped_place()),
            StoppedAfter::NotAssigned { .. } => {
                Some(format!("{} {}", t.stopped_ask(), t.stopped_other_account()))
            }
            StoppedAfter::Blocked => None,
            StoppedAfter::Declined { .. } => Some(t.stopped_declined_do()),
        }
    }

    fn may_open_my_apps(&self) -> bool {
        matches!(self.after, Some(StoppedAfter::Policy { .. } | StoppedAfter::NotAssigned { .. }))
    }

    /// Before a second factor, and after it for each reason.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let before = Self {
            chrome: Chrome::ordinary(locale),
            contact: "Marieke de Vries, 020 123 45 67".to_owned(),
            code: "K7P-4MX".to_owned(),
            after: None,
            again: "/sign-in".to_owned(),
        };
        let after = |after| Self { after: Some(after), ..before.clone() };
        let policy = after(StoppedAfter::Policy { app: "Salarisadministratie".to_owned() });
        let not_assigned = Self {
            contact: "</p><script>".to_owned(),
            ..after(StoppedAfter::NotAssigned { app: "<script>alert(1)</script>".to_owned() })
        };
        vec![
            ("door-stopped-policy", policy),
            ("door-stopped-not-assigned", not_assigned),
            ("door-stopped-blocked", after(StoppedAfter::Blocked)),
            ("door-stopped-declined", after(StoppedAfter::Declined { app: "Nextcloud <b>".to_owned() })),
            ("door-stopped", before),
        ]
    }
}
