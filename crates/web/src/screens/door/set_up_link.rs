use askama::Template;
use model::Locale;

use super::chrome::{Chrome, Switch};

/// A set-up link that opens nothing, or no link where one is needed.
#[derive(Template, Clone)]
#[template(path = "door/set_up_link.html")]
pub struct SetUpLink {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// Why.
    pub why: WhyShut,
}

/// Why a set-up link opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyShut {
    /// Its hour is over.
    Expired,
    /// It is not the link that was shown last: cut off, mistyped or older.
    Other,
    /// A page was asked for that there is only once Sluis is set up.
    NotYet,
    /// An organisation exists.
    Used,
    /// Set-up goes on in another browser.
    Elsewhere,
}

impl SetUpLink {
    fn title(&self) -> String {
        let t = self.chrome.texts;
        match self.why {
            WhyShut::Expired => t.setup_link_expired_title(),
            WhyShut::Other => t.setup_link_other_title(),
            WhyShut::NotYet => t.setup_link_not_yet_title(),
            WhyShut::Used => t.setup_link_used_title(),
            WhyShut::Elsewhere => t.setup_link_elsewhere_title(),
        }
    }

    fn message(&self) -> String {
        let t = self.chrome.texts;
        match self.why {
            WhyShut::Expired => t.setup_link_expired(),
            WhyShut::Other => t.setup_link_other(),
            WhyShut::NotYet => t.setup_link_not_yet(),
            WhyShut::Used => t.setup_link_used(),
            WhyShut::Elsewhere => t.setup_link_elsewhere(),
        }
    }

    /// Where the link that works is found.
    fn place(&self) -> Option<String> {
        let looks = matches!(self.why, WhyShut::Expired | WhyShut::Other | WhyShut::NotYet);
        looks.then(|| self.chrome.texts.setup_link_place())
    }

    fn is_used(&self) -> bool {
        self.why == WhyShut::Used
    }

    /// For each reason.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shut = |why| Self { chrome: Chrome { switch: Switch::None, ..Chrome::set_up(locale) }, why };
        vec![
            ("door-set-up-link-expired", shut(WhyShut::Expired)),
            ("door-set-up-link-other", shut(WhyShut::Other)),
            ("door-set-up-not-yet", shut(WhyShut::NotYet)),
            ("door-set-up-link-used", shut(WhyShut::Used)),
            ("door-set-up-link-elsewhere", shut(WhyShut::Elsewhere)),
        ]
    }
}
