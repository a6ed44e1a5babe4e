use askama::Template;
use model::Locale;

use super::chrome::{Chrome, Switch};

/// An invitation that was opened. Opening does nothing, because mail scanners open links; the button sends `begin`.
#[derive(Template, Clone)]
#[template(path = "door/invitation.html")]
pub struct Invitation {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// How the person is called.
    pub person: String,
    /// Until when it is good, in the person's time.
    pub until: String,
}

/// An invitation that opens nothing.
#[derive(Template, Clone)]
#[template(path = "door/invitation_closed.html")]
pub struct InvitationClosed {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// Why.
    pub why: WhyClosed,
    /// Whom to call for a new one.
    pub contact: String,
}

/// Why an invitation opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyClosed {
    /// Its time is over.
    Expired,
    /// Somebody used it.
    Used,
    /// It was withdrawn or replaced, or never existed.
    Gone,
}

impl Invitation {
    /// For an ordinary person, and for one with a wicked name.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let until = match locale {
            Locale::En => "26 November 2026, 08:52",
            Locale::Nl => "26 november 2026, 08:52",
        };
        let chrome = Chrome { switch: Switch::Link("?language=nl".to_owned()), ..Chrome::ordinary(locale) };
        let plain = Self { chrome, person: "Piet Bakker".to_owned(), until: until.to_owned() };
        let hostile = Self {
            chrome: Chrome::sample(locale),
            person: "<img src=x onerror=alert(1)>".to_owned(),
            ..plain.clone()
        };
        vec![("door-invitation", plain), ("door-invitation-hostile", hostile)]
    }
}

impl InvitationClosed {
    fn title(&self) -> String {
        let t = self.chrome.texts;
        match self.why {
            WhyClosed::Expired => t.invitation_expired_title(),
            WhyClosed::Used => t.invitation_used_title(),
            WhyClosed::Gone => t.invitation_replaced_title(),
        }
    }

    fn reason(&self) -> String {
        let t = self.chrome.texts;
        match self.why {
            WhyClosed::Expired => t.invitation_expired(),
            WhyClosed::Used => t.invitation_used(),
            WhyClosed::Gone => t.invitation_replaced(),
        }
    }

    fn is_used(&self) -> bool {
        self.why == WhyClosed::Used
    }

    /// For each reason.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let closed = |why| Self {
            chrome: Chrome::ordinary(locale),
            why,
            contact: "Marieke de Vries, 020 123 45 67".to_owned(),
        };
        vec![
            ("door-invitation-expired", closed(WhyClosed::Expired)),
            ("door-invitation-used", closed(WhyClosed::Used)),
            ("door-invitation-gone", closed(WhyClosed::Gone)),
        ]
    }
}
