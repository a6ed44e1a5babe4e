use askama::Template;
use model::Locale;
use text::Texts;

use crate::screens::admin::{Entry, Shell};

/// Changing one's own password, or adding a first one; posts to `/my/password` as `current` and `new`.
#[derive(Template, Clone)]
#[template(path = "my/password.html")]
pub struct MyPassword {
    /// What surrounds the page.
    pub shell: Shell,
    /// The user name, which password managers look for.
    pub user_name: String,
    /// What it does.
    pub occasion: PasswordOccasion,
    /// The fewest characters.
    pub least: u32,
    /// What was wrong.
    pub error: Option<PasswordError>,
}

/// What the page does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordOccasion {
    /// Changes the password there is.
    Change,
    /// Adds one where there is none.
    Add,
    /// Nothing: a directory server's password is changed there.
    Elsewhere,
}

/// What was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordError {
    /// The present password is not right.
    Current,
    /// The new one is too short.
    Short,
    /// The new one is too long.
    Long,
    /// The new one is common, or contains a name.
    Common,
    /// The new one is the old one.
    Same,
    /// Too many wrong attempts; so many minutes.
    Wait(i64),
}

impl PasswordError {
    /// The field it is about.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Current | Self::Wait(_) => "current",
            Self::Short | Self::Long | Self::Common | Self::Same => "new",
        }
    }

    /// What to do.
    pub fn text(self, t: &Texts, least: u32) -> String {
        match self {
            Self::Current => t.my_password_error_current(),
            Self::Short => t.my_password_error_short(least),
            Self::Long => t.my_password_error_long(),
            Self::Common => t.my_password_error_common(),
            Self::Same => t.my_password_error_same(),
            Self::Wait(minutes) => t.my_password_error_wait(minutes),
        }
    }
}

impl MyPassword {
    /// The heading.
    pub fn title(&self) -> String {
        match self.occasion {
            PasswordOccasion::Change | PasswordOccasion::Elsewhere => self.shell.texts.my_password_title(),
            PasswordOccasion::Add => self.shell.texts.my_password_add_title(),
        }
    }

    /// What comes of it.
    pub fn intro(&self) -> String {
        match self.occasion {
            PasswordOccasion::Change => self.shell.texts.my_password_intro(),
            PasswordOccasion::Add => self.shell.texts.my_password_add_intro(),
            PasswordOccasion::Elsewhere => self.shell.texts.sync_password_there(),
        }
    }

    /// The button.
    pub fn button(&self) -> String {
        match self.occasion {
            PasswordOccasion::Change | PasswordOccasion::Elsewhere => self.shell.texts.my_password_button(),
            PasswordOccasion::Add => self.shell.texts.my_password_add_button(),
        }
    }

    /// The error of a field.
    pub fn error_at(&self, field: &str) -> Option<String> {
        self.error
            .filter(|error| error.field() == field)
            .map(|error| error.text(self.shell.texts, self.least))
    }

    /// An empty form, one with a wrong present password, one with a short new one, and one for a first password.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let empty = Self {
            shell: Shell::sample(locale, Entry::MySecurity),
            user_name: "marieke\"@devries.nl".to_owned(),
            occasion: PasswordOccasion::Change,
            least: 15,
            error: None,
        };
        let wrong = Self { error: Some(PasswordError::Wait(1)), ..empty.clone() };
        let short = Self { error: Some(PasswordError::Short), ..empty.clone() };
        let first = Self { occasion: PasswordOccasion::Add, ..empty.clone() };
        let elsewhere = Self { occasion: PasswordOccasion::Elsewhere, ..empty.clone() };
        vec![
            ("my-password", empty),
            ("my-password-wait", wrong),
            ("my-password-short", short),
            ("my-password-add", first),
            ("my-password-elsewhere", elsewhere),
        ]
    }
}
