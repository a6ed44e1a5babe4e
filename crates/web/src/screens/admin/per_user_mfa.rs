use askama::Template;
use model::{Locale, PerUserMfa};
use service::importing::file::FileError;
use service::per_user_mfa::file::MfaRefused;
use service::per_user_mfa::{AskedBy, Left};
use text::Texts;

use super::done::Done;
use super::people_import::file_error;
use super::selected::SelectedAct;
use super::shell::{Entry, Shell};
use super::words;

/// Users > Active users > Multi-factor authentication.
#[derive(Template, Clone)]
#[template(path = "admin/per_user_mfa.html")]
pub struct PerUserMfaPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// For how many people it is on.
    pub on: u32,
    /// The beginning of a name that the list is narrowed to.
    pub query: String,
    /// The state that is shown.
    pub state: Option<PerUserMfa>,
    /// One page of people, by name.
    pub lines: Vec<PerUserLine>,
    /// Where the next page is.
    pub more: Option<String>,
    /// What the reader may do to several people at once.
    pub acts: Vec<SelectedAct>,
    /// What came of a file.
    pub file: MfaFile,
}

/// Asks whether it is to be off for everybody; posts to itself.
#[derive(Template, Clone)]
#[template(path = "admin/per_user_mfa_off.html")]
pub struct PerUserMfaOff {
    /// What surrounds the page.
    pub shell: Shell,
    /// For how many people it is on.
    pub on: u32,
    /// The first of them, with what asks them today.
    pub lines: Vec<PerUserLine>,
}

/// A person in the list.
#[derive(Debug, Clone)]
pub struct PerUserLine {
    /// The id in the address.
    pub id: String,
    /// How the person is called.
    pub name: String,
    /// The name to sign in with.
    pub user_name: String,
    /// True for the reader.
    pub is_you: bool,
    /// The state.
    pub state: PerUserMfa,
    /// True when a second step is set up.
    pub has_second_step: bool,
    /// What asks for a second step.
    pub asked_by: Vec<AskedBy>,
}

/// What came of a file.
#[derive(Debug, Clone)]
pub enum MfaFile {
    /// None was sent.
    Nothing,
    /// It could not be read.
    NotRead(FileError),
    /// It was done.
    Done {
        /// How many people were changed.
        changed: u32,
        /// How many were so already.
        same: u32,
        /// Lines that were refused: the number, the name, and why.
        refused: Vec<(u64, String, String)>,
    },
}

impl MfaFile {
    /// True when one was sent.
    pub const fn is_shown(&self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

impl PerUserLine {
    /// What asks for a second step, in words; nothing where nothing does.
    pub fn asks(&self, t: &Texts) -> Vec<String> {
        self.asked_by.iter().map(|by| asked_by(t, by)).collect()
    }

    /// The same once the switch is off.
    pub fn asks_afterwards(&self, t: &Texts) -> Vec<String> {
        let mut left: Vec<AskedBy> =
            self.asked_by.iter().filter(|by| **by != AskedBy::PerUserMfa).cloned().collect();
        if left.is_empty() && self.has_second_step {
            left.push(AskedBy::NewPlaces);
        }
        left.iter().map(|by| asked_by(t, by)).collect()
    }

    /// The class of the dot before the state.
    pub const fn dot(&self) -> &'static str {
        match self.state {
            PerUserMfa::Disabled => "off",
            PerUserMfa::Enabled => "warn",
            PerUserMfa::Enforced => "ok",
        }
    }
}

fn asked_by(t: &Texts, by: &AskedBy) -> String {
    match by {
        AskedBy::SecurityDefaults => t.mfa_asks_defaults(),
        AskedBy::Policy(name) => t.mfa_asks_policy(name.as_str()),
        AskedBy::PerUserMfa => t.admin_source_per_user(),
        AskedBy::NewPlaces => t.mfa_asks_new_places(),
    }
}

/// Why a line of a file was refused, and the way out.
pub fn mfa_refused(t: &Texts, why: MfaRefused) -> String {
    match why {
        MfaRefused::State => t.mfa_file_state(),
        MfaRefused::Left(Left::Nobody) => t.mfa_file_nobody(),
        MfaRefused::Left(Left::HoldsMore) => t.mfa_file_more(),
        MfaRefused::Left(Left::Oneself) => t.mfa_file_oneself(),
        MfaRefused::Left(Left::Already) => t.selected_already(),
    }
}

impl PerUserMfaPage {
    /// True when the reader may open the service settings.
    pub fn has_settings(&self) -> bool {
        self.shell.opens.contains(&Entry::Properties)
    }

    /// True when something narrows the list.
    pub fn is_filtered(&self) -> bool {
        self.state.is_some() || !self.query.is_empty()
    }

    /// The states with whether each is chosen.
    pub fn state_choices(&self) -> Vec<(&'static str, String, bool)> {
        let choice = |state: &PerUserMfa| (state.word(), self.state_text(state), self.state == Some(*state));
        PerUserMfa::ALL.iter().map(choice).collect()
    }

    /// A state in words.
    pub fn state_text(&self, state: &PerUserMfa) -> String {
        words::per_user_mfa(self.shell.texts, *state)
    }

    /// What the list is narrowed to, in words.
    pub fn filter_text(&self) -> String {
        let typed = Some(self.query.clone()).filter(|query| !query.is_empty());
        let state = self.state.map(|state| self.state_text(&state));
        [typed, state].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// What is wrong with a file, and how to mend it.
    pub fn wrong(&self) -> Option<String> {
        match &self.file {
            MfaFile::NotRead(error) => Some(file_error(self.shell.texts, error)),
            MfaFile::Nothing | MfaFile::Done { .. } => None,
        }
    }

    /// A list, nobody found, a file that was done, one that was not read, and what a reader sees who may change nothing.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let list = Self {
            shell: Shell::sample(locale, Entry::PerUserMfa),
            on: 3,
            query: String::new(),
            state: None,
            lines: sample_lines(),
            more: Some("/admin/users/mfa?after=Piet".to_owned()),
            acts: SelectedAct::MFA.to_vec(),
            file: MfaFile::Nothing,
        };
        let none = Self {
            query: "zz\"<b>".to_owned(),
            state: Some(PerUserMfa::Enabled),
            lines: vec![],
            more: None,
            ..list.clone()
        };
        let refused = vec![
            (3, "joke\"><script>".to_owned(), mfa_refused(list.shell.texts, MfaRefused::State)),
            (7, "weg@devries.nl".to_owned(), mfa_refused(list.shell.texts, MfaRefused::Left(Left::Nobody))),
        ];
        let done = Self { file: MfaFile::Done { changed: 12, same: 3, refused }, ..list.clone() };
        let wrong = Self {
            file: MfaFile::NotRead(FileError::UnknownColumn("perUserMfaState".to_owned())),
            ..list.clone()
        };
        let off = Self {
            shell: list.shell.clone().after(Done::PerUserMfaOff),
            on: 0,
            acts: vec![],
            ..list.clone()
        };
        vec![
            ("admin-mfa", list),
            ("admin-mfa-none-found", none),
            ("admin-mfa-file", done),
            ("admin-mfa-file-wrong", wrong),
            ("admin-mfa-off-done", off),
        ]
    }
}

impl PerUserMfaOff {
    /// How many people are not shown.
    pub fn cut(&self) -> u32 {
        self.on.saturating_sub(u32::try_from(self.lines.len()).unwrap_or(u32::MAX))
    }

    /// With people, and with nobody.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let asked = Self { shell: Shell::sample(locale, Entry::PerUserMfa), on: 60, lines: sample_lines() };
        let nobody = Self { on: 0, lines: vec![], ..asked.clone() };
        vec![("admin-mfa-off", asked), ("admin-mfa-off-nobody", nobody)]
    }
}

fn sample_lines() -> Vec<PerUserLine> {
    let line = |name: &str, state, has_second_step, asked_by: &[AskedBy]| PerUserLine {
        id: "7f000001-0000-4000-8000-000000000001".to_owned(),
        name: name.to_owned(),
        user_name: "piet@devries.nl".to_owned(),
        is_you: name.starts_with("Marieke"),
        state,
        has_second_step,
        asked_by: asked_by.to_vec(),
    };
    let policy = AskedBy::Policy("MFA voor <b>iedereen".to_owned());
    vec![
        line("Ali Demir", PerUserMfa::Enabled, false, &[AskedBy::PerUserMfa]),
        line("Anna van den Berg-Hoogeveen", PerUserMfa::Enforced, true, &[policy, AskedBy::PerUserMfa]),
        line("Joke Smit", PerUserMfa::Disabled, false, &[]),
        line("Marieke de Vries", PerUserMfa::Disabled, true, &[AskedBy::SecurityDefaults]),
        line("<script>alert('x')</script>", PerUserMfa::Disabled, true, &[AskedBy::NewPlaces]),
    ]
}
