use askama::Template;
use model::Locale;

use super::shell::{Entry, Shell};

/// Monitoring > Evidence: what an auditor asks for, over some days. Chosen by `?days=` or by `?from=` and `?to=`; the
/// files are made by posting the same to `/admin/evidence/file` with `form`.
#[derive(Template, Clone)]
#[template(path = "admin/evidence.html")]
pub struct Evidence {
    /// What surrounds the page.
    pub shell: Shell,
    /// The lengths that can be chosen: the address, the words, and whether it is chosen.
    pub lengths: Vec<(String, String, bool)>,
    /// The first and the last day, as they are typed.
    pub days: (String, String),
    /// True when the days that were typed are none.
    pub is_wrong: bool,
    /// What it is about and when it was made.
    pub about: String,
    /// What is the case, with `**` around what matters.
    pub lede: String,
    /// The parts.
    pub sections: Vec<EvidenceSection>,
    /// True when the reader may take it out.
    pub may_export: bool,
    /// True for the page that is made to be printed.
    pub is_print: bool,
}

/// A part of the report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EvidenceSection {
    /// Its word, in addresses within the page and in files.
    pub id: &'static str,
    /// What it is called.
    pub title: String,
    /// What it says, in sentences.
    pub says: Vec<String>,
    /// What stands above each column.
    pub columns: Vec<String>,
    /// The lines.
    pub rows: Vec<Vec<EvidenceCell>>,
    /// True when there are more than were read.
    pub is_cut: bool,
    /// Where the list behind it is, without the root, and what the link says.
    pub list: Option<(String, String)>,
}

/// A cell, and where it leads without the root.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EvidenceCell {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// How many lines of a part the page shows; the print and the files have them all.
const SHOWN: usize = 10;

impl EvidenceCell {
    /// A cell that leads nowhere.
    pub const fn plain(text: String) -> Self {
        Self { text, href: None }
    }

    /// A cell that leads to a page.
    pub const fn link(text: String, href: String) -> Self {
        Self { text, href: Some(href) }
    }
}

impl Evidence {
    /// The lines of a part that this page shows.
    pub fn lines<'s>(&self, section: &'s EvidenceSection) -> &'s [Vec<EvidenceCell>] {
        let most = if self.is_print { section.rows.len() } else { SHOWN };
        &section.rows[..section.rows.len().min(most)]
    }

    /// What is said under a part of which not everything is shown.
    pub fn left_out(&self, section: &EvidenceSection) -> Option<String> {
        let t = self.shell.texts;
        let more = section.rows.len() - self.lines(section).len();
        match (more, section.is_cut) {
            (0, false) => None,
            (0, true) => Some(t.evidence_cut(section.rows.len())),
            (_, true) => Some(t.evidence_many_more(section.rows.len())),
            (more, false) => Some(t.evidence_more(more)),
        }
    }

    /// A busy time, an empty one with days that are none, and the page to be printed.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let busy = sample(locale);
        let empty = Self {
            is_wrong: true,
            may_export: false,
            sections: busy
                .sections
                .iter()
                .map(|section| EvidenceSection { rows: vec![], is_cut: false, ..section.clone() })
                .collect(),
            ..busy.clone()
        };
        let print = Self { is_print: true, ..busy.clone() };
        vec![("admin-evidence", busy), ("admin-evidence-empty", empty), ("admin-evidence-print", print)]
    }
}

fn sample(locale: Locale) -> Evidence {
    let shell = Shell::sample(locale, Entry::Evidence);
    let t = shell.texts;
    let person = |number: usize| {
        vec![
            EvidenceCell::link(format!("<b>Piet Bakker {number}"), "/admin/users/u1".to_owned()),
            EvidenceCell::plain(t.evidence_path_direct()),
        ]
    };
    let section = |id, title, rows| EvidenceSection {
        id,
        title,
        says: vec![t.evidence_people_says(38, 40)],
        columns: vec![t.admin_column_name(), t.evidence_column_path()],
        rows,
        is_cut: id == "people",
        list: Some(("/admin/users?second=no".to_owned(), t.evidence_see_people())),
    };
    Evidence {
        lengths: vec![("/admin/evidence?days=7".to_owned(), t.overview_days(7), true)],
        days: ("2026-11-17".to_owned(), "2026-11-23".to_owned()),
        is_wrong: false,
        about: t.evidence_about("17 November 2026", "23 November 2026", "23 November 2026, 08:52"),
        lede: t.evidence_lede("2,914", "117", 2),
        sections: vec![
            section("people", t.evidence_people(), (0..12).map(person).collect()),
            section("roles", t.evidence_roles(), vec![person(1)]),
        ],
        may_export: true,
        is_print: false,
        shell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_shows_the_beginning_and_the_print_shows_everything() {
        let page = sample(Locale::En);
        let print = Evidence { is_print: true, ..page.clone() };
        let many = &page.sections[0];
        assert_eq!((page.lines(many).len(), print.lines(many).len()), (SHOWN, 12));
        assert!(
            page.left_out(many).is_some() && print.left_out(many).is_some(),
            "there are more than were read"
        );
        let few = &page.sections[1];
        assert_eq!((page.lines(few).len(), page.left_out(few)), (1, None));
    }
}
