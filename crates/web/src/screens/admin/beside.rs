use askama::filters::Safe;
use model::Locale;

use super::shell::Entry;
use crate::book;

/// The help of a page: where it opens, and the chapter that stands beside the page now.
#[derive(Clone)]
pub struct Beside {
    /// The address of this page with the chapter about it.
    pub open: String,
    /// The chapter that is open.
    pub chapter: Option<HelpPanel>,
}

/// A chapter of the book beside a page.
#[derive(Clone)]
pub struct HelpPanel {
    /// What it is called.
    pub title: &'static str,
    html: String,
    /// The address of the page without it.
    pub close: String,
}

impl HelpPanel {
    /// Its text, as the book was rendered when Sluis was built.
    pub fn html(&self) -> Safe<&str> {
        Safe(&self.html)
    }
}

impl Beside {
    /// For the page at `address`, in which `help` does not stand, with the chapter of that name open.
    pub fn of(locale: Locale, entry: Entry, address: &str, chapter: &str) -> Self {
        let joint = if address.contains('?') { '&' } else { '?' };
        let base = format!("{address}{joint}help=");
        let panel = |chapter: &book::Chapter| HelpPanel {
            title: chapter.title(locale),
            html: chapter.html(locale, &base),
            close: address.to_owned(),
        };
        Self { open: format!("{base}{}", entry.chapter()), chapter: book::find(chapter).map(panel) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_has_a_chapter_that_exists() {
        for entry in Entry::ADMIN.into_iter().chain(Entry::MY) {
            assert!(book::find(entry.chapter()).is_some(), "{entry:?}");
        }
    }

    #[test]
    fn help_keeps_what_the_list_is_narrowed_to() {
        let beside = Beside::of(Locale::Nl, Entry::ActiveUsers, "/x/admin/users?q=an", "sign-in-logs");
        assert_eq!(beside.open, "/x/admin/users?q=an&help=inviting-people");
        let chapter = beside.chapter.unwrap();
        assert_eq!((chapter.title, &*chapter.close), ("Aanmeldingslogboek", "/x/admin/users?q=an"));
    }

    #[test]
    fn a_name_that_is_no_chapter_opens_nothing() {
        for name in ["", "../README", "<script>"] {
            assert!(Beside::of(Locale::En, Entry::Home, "/admin", name).chapter.is_none(), "{name}");
        }
    }
}
