use askama::Template;
use model::Locale;

use super::chrome::{Chrome, Switch};

/// `/privacy`: what is kept, why, and who sees it.
#[derive(Template, Clone)]
#[template(path = "door/privacy.html")]
pub struct Privacy {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// For how many days sign-ins are kept.
    pub days: i64,
    /// Whom people ask about what is kept of them, where that is somebody in particular.
    pub contact: Option<String>,
}

impl Privacy {
    /// With and without somebody in particular to ask.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let chrome = Chrome { switch: Switch::Link("?language=nl".to_owned()), ..Chrome::ordinary(locale) };
        let plain = Self { chrome, days: 90, contact: None };
        let named = Self { contact: Some("privacy@devries.example <b>".to_owned()), ..plain.clone() };
        vec![("door-privacy", plain), ("door-privacy-contact", named)]
    }
}
