use askama::Template;
use model::{Locale, Span};
use service::KeptFor;

use super::chrome::Chrome;
use super::password::Wrong;
use super::tick_box::TickBox;
use crate::screens::Field;

/// The first page of a sign-in; sends `name`.
#[derive(Template, Clone)]
#[template(path = "door/name.html")]
pub struct Name {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// The application that the sign-in leads to.
    pub app: Option<String>,
    /// A name to begin with, or what was typed.
    pub name: String,
    /// True when nothing usable was typed.
    pub is_wrong: bool,
    /// What a passkey is asked, as JSON.
    pub key: String,
    /// The box for staying signed in with a passkey, where that is offered.
    pub keep: Option<TickBox>,
    /// What was wrong with a passkey that was given.
    pub key_failed: Option<Wrong>,
}

impl Name {
    fn field(&self) -> Field {
        let t = self.chrome.texts;
        Field::exact("name", t.signin_name())
            .value(&self.name)
            .autocomplete("username webauthn")
            .focused()
            .error(self.is_wrong.then(|| t.signin_name_problem()))
    }

    /// On the way to an application, and after an empty answer.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let plain = Self {
            chrome: Chrome::ordinary(locale),
            app: Some("Nextcloud".to_owned()),
            name: String::new(),
            is_wrong: false,
            key: "{\"challenge\":\"AAAA\"}".to_owned(),
            keep: Some(TickBox::keep(text::of(locale), Span::days(30), KeptFor::AllButAdministrators, false)),
            key_failed: None,
        };
        let wrong = Self {
            chrome: Chrome::sample(locale),
            app: Some("</p><script>alert(1)</script>".to_owned()),
            name: "\"><script>alert(2)</script>".to_owned(),
            is_wrong: true,
            key: "\"><script>alert(3)</script>".to_owned(),
            keep: None,
            key_failed: None,
        };
        let failed = Self { key_failed: Some(Wrong::Key), ..plain.clone() };
        vec![("door-name-passkey", failed), ("door-name", plain), ("door-name-wrong", wrong)]
    }
}
