use askama::Template;
use model::Locale;
use text::Texts;

use super::shell::{Entry, Shell};

/// What is to be done to several people, or what came of it; posts to `/admin/users/selected` as `act` and, for each,
/// `person`.
#[derive(Template, Clone)]
#[template(path = "admin/selected.html")]
pub struct Selected {
    /// What surrounds the page.
    pub shell: Shell,
    /// What.
    pub act: SelectedAct,
    /// True when it was done; before that the page asks.
    pub is_done: bool,
    /// To whom.
    pub lines: Vec<SelectedLine>,
}

/// What can be done to several people at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelectedAct {
    /// Nobody of them signs in any more.
    Block,
    /// They may again.
    Unblock,
    /// They sign in again everywhere.
    EndSessions,
    /// They are deleted.
    Delete,
}

/// One of them.
#[derive(Debug, Clone)]
pub struct SelectedLine {
    /// The id.
    pub id: String,
    /// How the person is called.
    pub name: String,
    /// The name to sign in with.
    pub user_name: String,
    /// What will become of them, or became.
    pub came: Came,
}

/// What becomes of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// It is done.
    Done,
    /// It is so already, or they are gone.
    Already,
    /// They hold a role that the reader does not.
    HoldsMore,
    /// They are the reader.
    Oneself,
    /// They are the last Global Administrator who can sign in.
    LastAdministrator,
}

impl SelectedAct {
    /// Everything that can be done.
    pub const ALL: [Self; 4] = [Self::Block, Self::Unblock, Self::EndSessions, Self::Delete];

    /// The word in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Unblock => "unblock",
            Self::EndSessions => "end-sessions",
            Self::Delete => "delete",
        }
    }

    /// Reads [`SelectedAct::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.word() == word)
    }

    /// What its button says.
    pub fn text(self, t: &Texts) -> String {
        match self {
            Self::Block => t.admin_help_block(),
            Self::Unblock => t.admin_help_unblock(),
            Self::EndSessions => t.admin_help_end_sessions(),
            Self::Delete => t.person_delete(),
        }
    }

    const fn is_danger(self) -> bool {
        matches!(self, Self::Block | Self::Delete)
    }
}

impl Selected {
    fn count(&self) -> u32 {
        let done = self.lines.iter().filter(|line| line.came == Came::Done).count();
        u32::try_from(done).unwrap_or(u32::MAX)
    }

    /// The question, or what was done.
    pub fn title(&self) -> String {
        let (t, n) = (self.shell.texts, self.count());
        match (self.act, self.is_done) {
            (SelectedAct::Block, false) => t.selected_block(n),
            (SelectedAct::Unblock, false) => t.selected_unblock(n),
            (SelectedAct::EndSessions, false) => t.selected_end_sessions(n),
            (SelectedAct::Delete, false) => t.selected_delete(n),
            (SelectedAct::Block, true) => t.selected_blocked(n),
            (SelectedAct::Unblock, true) => t.selected_unblocked(n),
            (SelectedAct::EndSessions, true) => t.selected_sessions_ended(n),
            (SelectedAct::Delete, true) => t.selected_deleted(n),
        }
    }

    /// What follows from it, before it is done.
    pub fn consequence(&self) -> String {
        let t = self.shell.texts;
        match self.act {
            SelectedAct::Block => t.selected_block_text(),
            SelectedAct::Unblock => t.selected_unblock_text(),
            SelectedAct::EndSessions => t.admin_confirm_end_sessions_text(),
            SelectedAct::Delete => t.selected_delete_text(),
        }
    }

    /// True when there is somebody to do it to.
    pub fn is_possible(&self) -> bool {
        self.count() > 0
    }

    /// Why nothing becomes of somebody; empty for whom it is done to.
    pub fn why(&self, came: &Came) -> String {
        let t = self.shell.texts;
        match came {
            Came::Done => String::new(),
            Came::Already => t.selected_already(),
            Came::HoldsMore => t.selected_more(),
            Came::Oneself => t.selected_oneself(),
            Came::LastAdministrator => t.selected_last(),
        }
    }

    /// Each question and each answer.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |name: &str, came| SelectedLine {
            id: "7f000001-0000-4000-8000-000000000001".to_owned(),
            name: name.to_owned(),
            user_name: "piet@devries.nl".to_owned(),
            came,
        };
        let lines = vec![
            line("Piet <b>Bakker", Came::Done),
            line("Joke Smit", Came::Done),
            line("Kees", Came::Already),
            line("Marieke de Vries", Came::Oneself),
            line("Anna", Came::HoldsMore),
            line("Ali", Came::LastAdministrator),
        ];
        let page = |act, is_done| Self {
            shell: Shell::sample(locale, Entry::ActiveUsers),
            act,
            is_done,
            lines: lines.clone(),
        };
        let nobody = Self { lines: vec![line("Kees", Came::Already)], ..page(SelectedAct::Block, false) };
        vec![
            ("admin-selected-block", page(SelectedAct::Block, false)),
            ("admin-selected-unblock", page(SelectedAct::Unblock, false)),
            ("admin-selected-end-sessions", page(SelectedAct::EndSessions, false)),
            ("admin-selected-delete", page(SelectedAct::Delete, false)),
            ("admin-selected-blocked", page(SelectedAct::Block, true)),
            ("admin-selected-unblocked", page(SelectedAct::Unblock, true)),
            ("admin-selected-sessions-ended", page(SelectedAct::EndSessions, true)),
            ("admin-selected-deleted", page(SelectedAct::Delete, true)),
            ("admin-selected-nobody", nobody),
        ]
    }
}
