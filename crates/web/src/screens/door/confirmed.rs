use askama::Template;
use model::Locale;

use super::chrome::Chrome;

/// After confirming once more: the form that waited, with its own fields, sent by its person.
#[derive(Template, Clone)]
#[template(path = "door/confirmed.html")]
pub struct Confirmed {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// What the form held.
    pub fields: Vec<(String, String)>,
    /// The page that it was sent from.
    pub back: String,
}

impl Confirmed {
    /// One.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = Self {
            chrome: Chrome::ordinary(locale),
            fields: vec![("role".to_owned(), "\"><script>".to_owned())],
            back: "/admin/users".to_owned(),
        };
        vec![("door-confirmed", page)]
    }
}
