use askama::Template;
use model::Locale;

use super::chrome::Chrome;
use crate::screens::{Written, written};

/// Terms of use, asked after every proof; sends `terms`: `accept` or `decline`.
#[derive(Template, Clone)]
#[template(path = "door/terms.html")]
pub struct TermsPage {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// What they are called.
    pub name: String,
    /// The text.
    pub text: Vec<Written>,
    /// Whether the text stands open above the buttons.
    pub is_open: bool,
}

impl TermsPage {
    /// Folded up, and open with what is no HTML.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let folded = Self {
            chrome: Chrome::ordinary(locale),
            name: "Gebruik van het netwerk".to_owned(),
            text: written(
                "# Netwerk\nGebruik het voor uw werk.\n\n- Geen software zonder licentie\n- Niets doorgeven",
            ),
            is_open: false,
        };
        let open = Self {
            chrome: Chrome::sample(locale),
            name: "</h1><script>alert(1)</script>".to_owned(),
            text: written("# <b>Rules</b>\n<script>alert('x')</script>\n\n- <img src=x onerror=alert(1)>"),
            is_open: true,
        };
        vec![("door-terms", folded), ("door-terms-open", open)]
    }
}
