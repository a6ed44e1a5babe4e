use askama::filters::Safe;
use model::Locale;

use super::shell::{Entry, Shell};
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

impl Shell {
    /// The address of this list with what has that id beside it.
    pub fn open(&self, id: &str) -> String {
        let list = self.close();
        let joint = if list.contains('?') { '&' } else { '?' };
        format!("{list}{joint}open={id}")
    }

    /// The address of this page with another chapter of the book beside it than the one about the page.
    pub fn chapter(&self, name: &str) -> String {
        let open = &self.help.open;
        format!("{}{name}", open.strip_suffix(self.entry.chapter()).unwrap_or(open))
    }

    /// The address of this list with nothing beside it.
    pub fn close(&self) -> String {
        format!("{}{}", self.root, without(&without(&self.here, "open="), "help="))
    }
}

/// A local path, without the pairs of its query that begin so.
pub(crate) fn without(path: &str, name: &str) -> String {
    let Some((path, query)) = path.split_once('?') else { return path.to_owned() };
    let kept: Vec<&str> =
        query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with(name)).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_opens_beside_the_list_as_it_is_narrowed() {
        let mut shell = Shell::sample(Locale::En, Entry::ActiveUsers);
        assert_eq!(shell.open("u1"), "/admin/users?open=u1");
        shell.root = "/x".to_owned();
        shell.here = "/admin/users?q=an&open=u2&help=home".to_owned();
        assert_eq!(shell.open("u1"), "/x/admin/users?q=an&open=u1");
        assert_eq!(shell.close(), "/x/admin/users?q=an");
    }

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
