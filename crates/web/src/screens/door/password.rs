use askama::Template;
use model::{Locale, Span};
use service::KeptFor;
use text::Texts;

use super::chrome::Chrome;
use super::tick_box::TickBox;
use crate::screens::Field;

/// The second page of a sign-in, the same for every name; sends `password`.
#[derive(Template, Clone)]
#[template(path = "door/password.html")]
pub struct Password {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// The application that the sign-in leads to.
    pub app: Option<String>,
    /// The name that was typed.
    pub name: String,
    /// Where the sign-in starts again, with its destination, for another name.
    pub again: String,
    /// What a passkey is asked, as JSON; `None` where the password itself is wanted.
    pub key: Option<String>,
    /// The box for staying signed in, where that is offered.
    pub keep: Option<TickBox>,
    /// What was wrong with the last answer.
    pub wrong: Option<Wrong>,
}

/// What was wrong with an answer, as far as a person is told. The same for names that are nobody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It does not match.
    NotRight,
    /// It is the one that an administrator set, and was not changed in time.
    PasswordEnded,
    /// Too often: in so many minutes again.
    Locked {
        /// Minutes to wait.
        minutes: i64,
    },
    /// Too much to do at once: in so many seconds again.
    Busy {
        /// Seconds to wait.
        seconds: i64,
    },
    /// It is not right here, and a directory server gives no answer.
    Away,
    /// A passkey was given and not taken.
    Key,
    /// It is theirs, and of a make that is no longer taken.
    KeyNotTaken,
}

impl Wrong {
    /// What the page says of a wrong password.
    pub fn password(self, t: &Texts) -> String {
        match self {
            Self::NotRight => t.signin_wrong(),
            Self::Away => t.signin_away(),
            Self::PasswordEnded => t.signin_password_ended(),
            Self::Locked { minutes } => t.signin_locked(minutes),
            Self::Busy { seconds } => t.signin_busy(seconds),
            Self::Key => t.signin_passkey_wrong(),
            Self::KeyNotTaken => t.key_not_taken(),
        }
    }

    /// What the page says of a wrong code.
    pub fn code(self, t: &Texts) -> String {
        match self {
            Self::NotRight => t.code_wrong(),
            Self::Away => t.signin_away(),
            Self::PasswordEnded => t.signin_password_ended(),
            Self::Locked { minutes } => t.code_locked(minutes),
            Self::Busy { seconds } => t.signin_busy(seconds),
            Self::Key => t.key_wrong(),
            Self::KeyNotTaken => t.key_not_taken(),
        }
    }

    /// What the page says of a wrong capsule.
    pub fn capsule(self, t: &Texts) -> String {
        match self {
            Self::NotRight => t.capsule_wrong(),
            other => other.code(t),
        }
    }

    /// What the page says of a wrong recovery code.
    pub fn recovery(self, t: &Texts) -> String {
        match self {
            Self::NotRight => t.recovery_wrong(),
            other => other.code(t),
        }
    }
}

impl Password {
    fn field(&self) -> Field {
        let t = self.chrome.texts;
        Field::password("password", t.signin_password(), t)
            .focused()
            .error(self.wrong.map(|wrong| wrong.password(t)))
    }

    /// Untouched, wrong, locked, busy.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let plain = Self {
            chrome: Chrome::ordinary(locale),
            app: Some("Nextcloud".to_owned()),
            name: "anna@devries.nl".to_owned(),
            again: "/sign-in".to_owned(),
            key: Some("{\"challenge\":\"AAAA\"}".to_owned()),
            keep: Some(TickBox::keep(text::of(locale), Span::days(30), KeptFor::AllButAdministrators, false)),
            wrong: None,
        };
        let wrong = |wrong| Self { wrong: Some(wrong), ..plain.clone() };
        let hostile = Self {
            chrome: Chrome::sample(locale),
            name: "'\"><script>alert(1)</script>".to_owned(),
            ..wrong(Wrong::NotRight)
        };
        vec![
            ("door-password-wrong", wrong(Wrong::NotRight)),
            ("door-password-ended", wrong(Wrong::PasswordEnded)),
            ("door-password-locked", wrong(Wrong::Locked { minutes: 1 })),
            ("door-password-busy", wrong(Wrong::Busy { seconds: 5 })),
            ("door-password-away", wrong(Wrong::Away)),
            ("door-password-hostile", hostile),
            ("door-password", plain),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agreed_sentences_are_said_word_for_word() {
        let (en, nl) = (text::of(Locale::En), text::of(Locale::Nl));
        assert_eq!(Wrong::NotRight.password(en), "That name or password is not right. Try again.");
        assert_eq!(Wrong::NotRight.password(nl), "Naam of wachtwoord klopt niet. Probeer het nog eens.");
        assert_eq!(
            Wrong::Locked { minutes: 1 }.password(nl),
            "Er is te vaak een verkeerd wachtwoord ingevuld. Over 1 minuut kunt u het opnieuw proberen."
        );
        assert_eq!(
            Wrong::Locked { minutes: 1 }.password(en),
            "The password was entered wrongly too often. You can try again in 1 minute."
        );
        assert_eq!(
            Wrong::Busy { seconds: 5 }.password(en),
            "Busy for a moment. Wait 5 seconds and try again."
        );
        assert_eq!(
            Wrong::Busy { seconds: 5 }.password(nl),
            "Het is even druk. Wacht 5 seconden en probeer het opnieuw."
        );
        assert_eq!(nl.codes_why(), "Bewaar deze herstelcodes op papier. U ziet ze alleen nu.");
        assert_eq!(en.codes_why(), "Keep these recovery codes on paper. You see them only now.");
        assert_eq!(
            format!("{}. {}", en.choose_title(), en.choose_why()),
            "Choose your second step. It keeps your account yours even if someone knows your password."
        );
        assert_eq!(
            format!("{}. {}", nl.choose_title(), nl.choose_why()),
            "Kies uw tweede stap. Hiermee blijft uw account van u, ook als iemand uw wachtwoord weet."
        );
    }
}
