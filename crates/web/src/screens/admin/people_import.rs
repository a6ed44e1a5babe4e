use askama::Template;
use model::Locale;
use service::importing::file::FileError;
use service::importing::{Counts, Inviting, Outcome, Progress, Report, Why};
use text::Texts;

use super::attribute_words;
use super::shell::{Entry, Shell};

/// Users > Active users > Import.
#[derive(Template, Clone)]
#[template(path = "admin/people_import.html")]
pub struct PeopleImport {
    /// What surrounds the page.
    pub shell: Shell,
    /// How people are let in, as it was chosen.
    pub inviting: Inviting,
    /// True when only a trial is wanted.
    pub is_trial: bool,
    /// True when mail leaves from here.
    pub mail_leaves: bool,
    /// Why the file is not read.
    pub error: Option<FileError>,
    /// True when two imports run already.
    pub is_busy: bool,
}

/// How an import is, and what it came to.
#[derive(Template, Clone)]
#[template(path = "admin/people_imported.html")]
pub struct PeopleImported {
    /// What surrounds the page.
    pub shell: Shell,
    /// The address of this page, with the root.
    pub again: String,
    /// How it is.
    pub state: ImportState,
}

/// How an import is.
#[derive(Debug, Clone)]
pub enum ImportState {
    /// It goes on.
    Running(Progress),
    /// It could not go on.
    Failed(Progress),
    /// It is over.
    Done {
        /// How many of each.
        counts: Counts,
        /// True when nothing was done.
        is_trial: bool,
        /// Columns that are not kept.
        not_kept: Vec<String>,
        /// What is worth a line: refusals, and links.
        lines: Vec<ImportLine>,
        /// How many more lines there are than are shown.
        cut: u32,
    },
}

/// A row of the file that is worth a line.
#[derive(Debug, Clone)]
pub struct ImportLine {
    /// Its line in the file.
    pub line: u64,
    /// The name to sign in with.
    pub name: String,
    /// What became of it.
    pub said: String,
    /// True when it was refused.
    pub is_refused: bool,
    /// The way in, shown on this page alone.
    pub link: Option<String>,
}

/// The most lines that a page shows.
const MOST_LINES: usize = 500;

impl ImportState {
    /// What an import came to.
    pub fn done(t: &Texts, report: &Report) -> Self {
        let mut lines = vec![];
        for row in &report.rows {
            let (said, is_refused, link) = match &row.outcome {
                Outcome::Refused(why) => (why_text(t, *why), true, None),
                Outcome::Added { link: Some(link), .. } => {
                    (t.import_row_link(), false, Some(link.address.clone()))
                }
                Outcome::Added { .. } | Outcome::Changed | Outcome::Same => continue,
            };
            lines.push(ImportLine { line: row.line, name: row.name.clone(), said, is_refused, link });
        }
        let cut = u32::try_from(lines.len().saturating_sub(MOST_LINES)).unwrap_or(u32::MAX);
        // Refusals first: they want something done.
        lines.sort_by_key(|line| (!line.is_refused, line.line));
        lines.truncate(MOST_LINES);
        let (counts, is_trial) = (report.counts(), report.is_trial);
        Self::Done { counts, is_trial, not_kept: report.not_kept.clone(), lines, cut }
    }

    /// True while it goes on.
    pub const fn is_running(&self) -> bool {
        matches!(self, Self::Running(_))
    }
}

impl PeopleImport {
    /// What is wrong with the file, and how to mend it.
    pub fn wrong(&self) -> Option<String> {
        let t = self.shell.texts;
        if self.is_busy {
            return Some(t.import_busy());
        }
        self.error.as_ref().map(|error| file_error(t, error))
    }

    /// The empty form, and one with a file that is not read.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let empty = Self {
            shell: Shell::sample(locale, Entry::ActiveUsers),
            inviting: Inviting::Mail,
            is_trial: true,
            mail_leaves: true,
            error: None,
            is_busy: false,
        };
        let wrong = Self {
            error: Some(FileError::UnknownColumn("shoe <b>size".to_owned())),
            inviting: Inviting::Links,
            mail_leaves: false,
            ..empty.clone()
        };
        vec![("admin-users-import", empty), ("admin-users-import-wrong", wrong)]
    }
}

impl PeopleImported {
    /// One that goes on, one that is over, a trial, and one that stopped.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let at = Progress { rows: 1_250, of_rows: 5_000, passwords: 0, of_passwords: 0 };
        let running = Self {
            shell: Shell::sample(locale, Entry::ActiveUsers),
            again: "/admin/users/import/1".to_owned(),
            state: ImportState::Running(at),
        };
        let t = running.shell.texts;
        let lines = vec![
            ImportLine {
                line: 7,
                name: "piet\"><script>".to_owned(),
                said: why_text(t, Why::Deleted),
                is_refused: true,
                link: None,
            },
            ImportLine {
                line: 2,
                name: "anna@devries.nl".to_owned(),
                said: t.import_row_link(),
                is_refused: false,
                link: Some("https://id.devries.nl/x/invitation/AbCdEf".to_owned()),
            },
        ];
        let counts = Counts { added: 12, changed: 1, same: 400, refused: 1 };
        let done = Self {
            state: ImportState::Done {
                counts,
                is_trial: false,
                not_kept: vec!["City".to_owned()],
                lines: lines.clone(),
                cut: 3,
            },
            ..running.clone()
        };
        let trial = Self {
            state: ImportState::Done { counts, is_trial: true, not_kept: vec![], lines: vec![], cut: 0 },
            ..running.clone()
        };
        let failed = Self { state: ImportState::Failed(at), ..running.clone() };
        let hashing = Self {
            state: ImportState::Running(Progress { rows: 5_000, of_passwords: 80, passwords: 20, ..at }),
            ..running.clone()
        };
        vec![
            ("admin-users-importing", running),
            ("admin-users-importing-passwords", hashing),
            ("admin-users-imported", done),
            ("admin-users-imported-trial", trial),
            ("admin-users-import-failed", failed),
        ]
    }
}

/// What is wrong with a file, and how to mend it.
pub fn file_error(t: &Texts, error: &FileError) -> String {
    match error {
        FileError::TooLarge => t.import_error_large(),
        FileError::NotText => t.import_error_text(),
        FileError::Empty => t.import_error_empty(),
        FileError::UnknownColumn(column) => t.import_error_column(column),
        FileError::Twice(column) => t.import_error_twice(column),
        FileError::NoNames => t.import_error_names(),
        FileError::Broken(line) => t.import_error_line(line.to_string()),
    }
}

/// Why a row was refused, and the way out.
pub fn why_text(t: &Texts, why: Why) -> String {
    match why {
        Why::Value(attribute) => {
            let (label, error) = (attribute_words::label(t, attribute), attribute_words::error(t, attribute));
            t.import_why_value(label, error)
        }
        Why::Twice => t.import_why_twice(),
        Why::FormerName => t.import_why_former(),
        Why::Deleted => t.import_why_deleted(),
        Why::HoldsMore => t.import_why_more(),
        Why::Oneself => t.attribute_error_oneself(),
        Why::LastAdministrator => t.attribute_error_last(),
        Why::Circle => t.import_why_circle(),
        Why::Password => t.import_why_password(),
        Why::Dear => t.import_why_dear(),
        Why::Unclear => t.import_why_unclear(),
        Why::Blocking => t.import_why_blocking(),
        Why::Synced => t.sync_import_refused(),
    }
}
