use askama::Template;
use model::Locale;

use super::chrome::{Chrome, Switch};

/// `/help`: how to set up a second step, and what to do when something is in the way.
#[derive(Template, Clone)]
#[template(path = "door/help.html")]
pub struct Help {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// Whom to call.
    pub contact: String,
}

impl Help {
    /// One.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let chrome = Chrome { switch: Switch::Link("?language=nl".to_owned()), ..Chrome::sample(locale) };
        vec![("door-help", Self { chrome, contact: "Marieke <b>de Vries</b>, 020 123 45 67".to_owned() })]
    }
}
