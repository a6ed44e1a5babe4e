use askama::Template;
use model::Locale;

use super::chrome::{Chrome, Switch};

/// A set-up link that opens nothing.
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
    /// Its hour is over, or it was never one.
    Expired,
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
            WhyShut::Used => t.setup_link_used_title(),
            WhyShut::Elsewhere => t.setup_link_elsewhere_title(),
        }
    }

    fn message(&self) -> String {
        let t = self.chrome.texts;
        match self.why {
            WhyShut::Expired => t.setup_link_expired(),
            WhyShut::Used => t.setup_link_used(),
            WhyShut::Elsewhere => t.setup_link_elsewhere(),
        }
    }

    fn is_used(&self) -> bool {
        self.why == WhyShut::Used
    }

    /// For each reason.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shut = |why| Self { chrome: Chrome { switch: Switch::None, ..Chrome::set_up(locale) }, why };
        vec![
            ("door-set-up-link-expired", shut(WhyShut::Expired)),
            ("door-set-up-link-used", shut(WhyShut::Used)),
            ("door-set-up-link-elsewhere", shut(WhyShut::Elsewhere)),
        ]
    }
}
