use askama::Template;
use model::Locale;
use text::Texts;

use super::chrome::Chrome;
use crate::screens::Field;

/// Choosing a password; sends `new_password`.
#[derive(Template, Clone)]
#[template(path = "door/new_password.html")]
pub struct NewPassword {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// What leads to it.
    pub occasion: Occasion,
    /// The name to sign in with; password managers keep it beside the password.
    pub name: String,
    /// The fewest characters that are taken.
    pub shortest: usize,
    /// True when a passkey may take its place: sends `way`.
    pub or_passkey: bool,
    /// What was wrong with the last one.
    pub problems: Vec<NewPasswordProblem>,
}

/// What leads to choosing a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// An invitation.
    Invitation,
    /// A password that an administrator set.
    Temporary,
}

/// What is wrong with a chosen password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewPasswordProblem {
    /// Nothing was typed.
    Empty,
    /// Too few characters.
    Short,
    /// Too many bytes.
    Long,
    /// Among the first that anybody would try.
    Common,
    /// Little is left without names that everybody here knows.
    OwnWords,
    /// The hashing threads are full: in so many seconds again.
    Busy {
        /// Seconds to wait.
        seconds: i64,
    },
}

impl NewPasswordProblem {
    /// What the page says.
    pub fn text(self, t: &Texts, shortest: usize) -> String {
        match self {
            Self::Empty => t.new_password_empty(),
            Self::Short => t.new_password_short(shortest),
            Self::Long => t.new_password_long(),
            Self::Common => t.new_password_common(),
            Self::OwnWords => t.new_password_own(),
            Self::Busy { seconds } => t.signin_busy(seconds),
        }
    }

    /// The first of them: whoever chooses a longer one has another password, of which the rest may not be true.
    pub fn first(problems: &[Self], t: &Texts, shortest: usize) -> Option<String> {
        problems.first().map(|problem| problem.text(t, shortest))
    }
}

impl NewPassword {
    fn field(&self) -> Field {
        let t = self.chrome.texts;
        let field = Field::new_password("new_password", t.new_password(), t, &self.chrome.root)
            .hint(t.new_password_hint(self.shortest))
            .error(NewPasswordProblem::first(&self.problems, t, self.shortest));
        // Where there are two ways nobody is led past the first.
        if self.or_passkey && self.problems.is_empty() { field } else { field.focused() }
    }

    fn is_temporary(&self) -> bool {
        self.occasion == Occasion::Temporary
    }

    /// From an invitation, after a temporary password, and refused.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let invited = Self {
            chrome: Chrome::ordinary(locale),
            occasion: Occasion::Invitation,
            name: "piet@devries.nl".to_owned(),
            shortest: 8,
            or_passkey: true,
            problems: vec![],
        };
        let temporary =
            Self { occasion: Occasion::Temporary, shortest: 15, or_passkey: false, ..invited.clone() };
        let refused = Self {
            problems: vec![NewPasswordProblem::Short, NewPasswordProblem::OwnWords],
            name: "\"><script>".to_owned(),
            ..invited.clone()
        };
        vec![
            ("door-new-password", invited),
            ("door-new-password-temporary", temporary),
            ("door-new-password-refused", refused),
        ]
    }
}
