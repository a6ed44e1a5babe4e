//! The book inside the binary: what `docs/en` and `docs/nl` say, rendered when Sluis is built.

use model::Locale;

/// A chapter in every language.
#[derive(Debug)]
pub struct Chapter {
    /// Its name in addresses, the same in every language.
    pub name: &'static str,
    pages: [Page; 2],
}

/// A chapter in one language.
#[derive(Debug)]
struct Page {
    title: &'static str,
    html: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/book.rs"));

/// The chapter of that name.
pub fn find(name: &str) -> Option<&'static Chapter> {
    CHAPTERS.iter().find(|chapter| chapter.name == name)
}

impl Chapter {
    /// What it is called.
    pub fn title(&self, locale: Locale) -> &'static str {
        self.page(locale).title
    }

    /// Its text as HTML of ours, with headings from the third level on. `address` stands before the name of a chapter
    /// in the links between them.
    pub fn html(&self, locale: Locale, address: &str) -> String {
        let address = address.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
        self.page(locale).html.replace("href=\"book:", &format!("data-beside href=\"{address}"))
    }

    const fn page(&self, locale: Locale) -> &Page {
        match locale {
            Locale::En => &self.pages[0],
            Locale::Nl => &self.pages[1],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chapter_can_be_read_in_both_languages() {
        assert!(CHAPTERS.len() >= 9);
        for chapter in CHAPTERS {
            assert_ne!(chapter.html(Locale::En, ""), chapter.html(Locale::Nl, ""), "{}", chapter.name);
            for page in &chapter.pages {
                assert!(!page.title.is_empty() && page.html.contains("<h3>"), "{}", chapter.name);
                assert!(!page.html.contains("<h2") && !page.html.contains("<script"), "{}", chapter.name);
            }
        }
    }

    #[test]
    fn links_lead_only_to_chapters_that_exist() {
        let mut links = 0;
        for page in CHAPTERS.iter().flat_map(|chapter| &chapter.pages) {
            for rest in page.html.split("href=\"").skip(1) {
                let target = rest.split('"').next().unwrap();
                assert!(target.strip_prefix("book:").and_then(find).is_some(), "{target}");
                links += 1;
            }
        }
        assert!(links > 0);
    }

    #[test]
    fn an_address_cannot_leave_its_attribute() {
        let html = find("inviting-people").unwrap().html(Locale::En, "/x?q=\"><script>&help=");
        assert!(!html.contains("<script>"));
    }
}
