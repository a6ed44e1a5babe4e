use askama::Template;
use model::Locale;

use super::chrome::{Chrome, Switch};

/// What carries an application's answer to it in a form (OAuth 2.0 Form Post Response Mode); a script sends it, and a
/// button where there are none.
#[derive(Template, Clone)]
#[template(path = "door/form_post.html")]
pub struct FormPost {
    /// What surrounds the page; its action is the application's registered address.
    pub chrome: Chrome,
    /// The fields of the form.
    pub fields: Vec<(String, String)>,
}

impl FormPost {
    /// On the way to an application.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let chrome = Chrome { action: "#".to_owned(), switch: Switch::None, ..Chrome::ordinary(locale) };
        let fields =
            vec![("code".to_owned(), "c".to_owned()), ("state".to_owned(), "\"><script>".to_owned())];
        vec![("door-form-post", Self { chrome, fields })]
    }
}
