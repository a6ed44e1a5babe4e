use askama::Template;
use model::Locale;

use super::chrome::{Chrome, Switch};

/// `/privacy`: what is kept, why, and who sees it.
#[derive(Template, Clone)]
#[template(path = "door/privacy.html")]
pub struct Privacy {
    /// What surrounds the page.
    pub chrome: Chrome,
}

impl Privacy {
    /// One.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let chrome = Chrome { switch: Switch::Link("?language=nl".to_owned()), ..Chrome::ordinary(locale) };
        vec![("door-privacy", Self { chrome })]
    }
}
