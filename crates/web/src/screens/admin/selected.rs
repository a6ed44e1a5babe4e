use askama::Template;
use model::{Locale, PerUserMfa};
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
    /// The old per-user switch is set.
    Mfa(PerUserMfa),
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
    /// It is done, and asks more than was chosen: they have a second step.
    Enforced,
    /// It is so already, or they are gone.
    Already,
    /// They hold a role that the reader does not.
    HoldsMore,
    /// They are the reader.
    Oneself,
    /// They are the last Global Administrator who can sign in.
    LastAdministrator,
    /// They come from a directory server, and that is changed there.
    Synced,
}

impl SelectedAct {
    /// What can be done in the list of everybody.
    pub const ALL: [Self; 4] = [Self::Block, Self::Unblock, Self::EndSessions, Self::Delete];

    /// What can be done in the list of multi-factor authentication.
    pub const MFA: [Self; 3] =
        [Self::Mfa(PerUserMfa::Disabled), Self::Mfa(PerUserMfa::Enabled), Self::Mfa(PerUserMfa::Enforced)];

    /// The word in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Unblock => "unblock",
            Self::EndSessions => "end-sessions",
            Self::Delete => "delete",
            Self::Mfa(PerUserMfa::Disabled) => "mfa-disabled",
            Self::Mfa(PerUserMfa::Enabled) => "mfa-enabled",
            Self::Mfa(PerUserMfa::Enforced) => "mfa-enforced",
        }
    }

    /// Reads [`SelectedAct::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().chain(Self::MFA).find(|act| act.word() == word)
    }

    /// What its button says.
    pub fn text(self, t: &Texts) -> String {
        match self {
            Self::Block => t.admin_help_block(),
            Self::Unblock => t.admin_help_unblock(),
            Self::EndSessions => t.admin_help_end_sessions(),
            Self::Delete => t.person_delete(),
            Self::Mfa(PerUserMfa::Disabled) => t.mfa_disable(),
            Self::Mfa(PerUserMfa::Enabled) => t.mfa_enable(),
            Self::Mfa(PerUserMfa::Enforced) => t.mfa_enforce(),
        }
    }

    const fn is_danger(self) -> bool {
        matches!(self, Self::Block | Self::Delete)
    }

    /// The list that it was chosen in.
    pub const fn list(self) -> Entry {
        match self {
            Self::Mfa(_) => Entry::PerUserMfa,
            Self::Block | Self::Unblock | Self::EndSessions | Self::Delete => Entry::ActiveUsers,
        }
    }
}

impl Came {
    /// True when something becomes of them.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Done | Self::Enforced)
    }
}

impl Selected {
    fn count(&self) -> u32 {
        let done = self.lines.iter().filter(|line| line.came.is_done()).count();
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
            (SelectedAct::Mfa(PerUserMfa::Disabled), false) => t.selected_mfa_disabled(n),
            (SelectedAct::Mfa(PerUserMfa::Enabled), false) => t.selected_mfa_enabled(n),
            (SelectedAct::Mfa(PerUserMfa::Enforced), false) => t.selected_mfa_enforced(n),
            (SelectedAct::Mfa(PerUserMfa::Disabled), true) => t.selected_mfa_is_disabled(n),
            (SelectedAct::Mfa(PerUserMfa::Enabled), true) => t.selected_mfa_is_enabled(n),
            (SelectedAct::Mfa(PerUserMfa::Enforced), true) => t.selected_mfa_is_enforced(n),
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
            SelectedAct::Mfa(PerUserMfa::Disabled) => t.selected_mfa_disabled_text(),
            SelectedAct::Mfa(PerUserMfa::Enabled) => t.mfa_means_enabled(),
            SelectedAct::Mfa(PerUserMfa::Enforced) => t.mfa_means_enforced(),
        }
    }

    /// True when there is somebody to do it to.
    pub fn is_possible(&self) -> bool {
        self.count() > 0
    }

    /// What becomes of somebody, or became; or why nothing does.
    pub fn why(&self, came: &Came) -> String {
        let t = self.shell.texts;
        match came {
            Came::Done if self.is_done => t.selected_is_done(),
            Came::Done => t.selected_will(),
            Came::Enforced if self.is_done => t.selected_mfa_did_enforce(),
            Came::Enforced => t.selected_mfa_will_enforce(),
            Came::Already => t.selected_already(),
            Came::HoldsMore => t.selected_more(),
            Came::Oneself => t.selected_oneself(),
            Came::LastAdministrator => t.selected_last(),
            Came::Synced => t.sync_change_there(),
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
            line("Jan", Came::Synced),
        ];
        let page = |act, is_done| Self {
            shell: Shell::sample(locale, Entry::ActiveUsers),
            act,
            is_done,
            lines: lines.clone(),
        };
        let mfa = |state, is_done| {
            let mut page = page(SelectedAct::Mfa(state), is_done);
            page.shell = Shell::sample(locale, Entry::PerUserMfa);
            page.lines.push(line("Els", Came::Enforced));
            page
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
            ("admin-selected-mfa-disabled", mfa(PerUserMfa::Disabled, false)),
            ("admin-selected-mfa-enabled", mfa(PerUserMfa::Enabled, false)),
            ("admin-selected-mfa-enforced", mfa(PerUserMfa::Enforced, false)),
            ("admin-selected-mfa-is-disabled", mfa(PerUserMfa::Disabled, true)),
            ("admin-selected-mfa-is-enabled", mfa(PerUserMfa::Enabled, true)),
            ("admin-selected-mfa-is-enforced", mfa(PerUserMfa::Enforced, true)),
        ]
    }
}
