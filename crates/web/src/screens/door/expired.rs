use askama::Template;
use model::Locale;

use super::chrome::{Chrome, Switch};

/// A page that can no longer be answered; it starts again with its destination kept.
#[derive(Template, Clone)]
#[template(path = "door/expired.html")]
pub struct Expired {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// The application that the sign-in leads to.
    pub app: Option<String>,
    /// Where it starts again, with the destination; when empty, the button sends the form token as `t` and `go`.
    pub again: String,
}

impl Expired {
    /// By a link, and by a form that carries the destination.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let link = Self {
            chrome: Chrome { switch: Switch::None, ..Chrome::ordinary(locale) },
            app: None,
            again: "/sign-in".to_owned(),
        };
        let form = Self {
            chrome: Chrome::ordinary(locale),
            app: Some("Nextcloud <b>".to_owned()),
            again: String::new(),
        };
        vec![("door-expired", form), ("door-expired-link", link)]
    }
}
