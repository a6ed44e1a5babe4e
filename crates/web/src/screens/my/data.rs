use askama::Template;
use model::Locale;

use crate::screens::admin::{Entry, Shell};

/// `/my/security/data`: what is kept of oneself; posts to itself, and a file comes.
#[derive(Template, Clone)]
#[template(path = "my/data.html")]
pub struct MyData {
    /// What surrounds the page.
    pub shell: Shell,
}

impl MyData {
    /// What the file holds.
    pub fn parts(&self) -> [String; 5] {
        let t = self.shell.texts;
        [
            t.my_data_in_account(),
            t.my_data_in_methods(),
            t.my_data_in_sign_ins(),
            t.my_data_in_access(),
            t.my_data_in_log(),
        ]
    }

    /// The page.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        vec![("my-data", Self { shell: Shell::sample(locale, Entry::MySecurity) })]
    }
}
