use askama::Template;
use model::Locale;

use super::chrome::Chrome;

/// Which account goes on to an application; sends `account`: `this` or `other`. It shows nobody but who is signed in here.
#[derive(Template, Clone)]
#[template(path = "door/accounts.html")]
pub struct Accounts {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// The application that the sign-in leads to.
    pub app: Option<String>,
    /// How the person who is signed in is called.
    pub person: String,
    /// What they sign in with.
    pub name: String,
}

impl Accounts {
    /// On the way to an application, and with names that are no HTML.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let plain = Self {
            chrome: Chrome::ordinary(locale),
            app: Some("Nextcloud".to_owned()),
            person: "Marieke de Vries".to_owned(),
            name: "marieke@devries.nl".to_owned(),
        };
        let wild = Self {
            person: "<script>alert(1)</script>".to_owned(),
            name: "een.heel.lange.gebruikersnaam.die.nergens.past@administratie.devries.nl".to_owned(),
            ..plain.clone()
        };
        vec![("door-accounts", plain), ("door-accounts-long", wild)]
    }
}
