use askama::Template;
use askama::filters::Safe;
use model::Locale;

use super::chrome::{Chrome, Switch};
use crate::book::{self, Chapter};

/// Where the help of every page leads before there is an organisation.
const FIRST: &str = "first-steps";

/// What the links at the foot of set-up lead to, before there is an organisation that could say more.
#[derive(Template, Clone)]
#[template(path = "door/before_set_up.html")]
pub struct BeforeSetUp {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// What it is about.
    pub about: About,
}

/// What is told before set-up.
#[derive(Debug, Clone, Copy)]
pub enum About {
    /// A chapter of the book.
    Book(&'static Chapter),
    /// What is kept of whoever sets Sluis up.
    Privacy,
}

impl About {
    /// The chapter of that name; the first one where there is none.
    pub fn book(name: &str) -> Option<Self> {
        book::find(name).or_else(|| book::find(FIRST)).map(Self::Book)
    }
}

impl BeforeSetUp {
    fn title(&self) -> String {
        match self.about {
            About::Book(chapter) => chapter.title(self.chrome.locale).to_owned(),
            About::Privacy => self.chrome.texts.privacy_title(),
        }
    }

    /// The chapter as the book was rendered when Sluis was built; its links lead to this page.
    fn html(&self) -> Option<Safe<String>> {
        match self.about {
            About::Book(chapter) => Some(Safe(chapter.html(self.chrome.locale, "/help?chapter="))),
            About::Privacy => None,
        }
    }

    /// The first chapter, and privacy.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let chrome = Chrome { switch: Switch::Link("?lang=nl".to_owned()), ..Chrome::set_up(locale) };
        let book = About::book(FIRST).map(|about| Self { chrome: chrome.clone(), about });
        let privacy = Self { chrome, about: About::Privacy };
        book.map(|book| ("door-before-set-up-help", book))
            .into_iter()
            .chain([("door-before-set-up-privacy", privacy)])
            .collect()
    }
}
