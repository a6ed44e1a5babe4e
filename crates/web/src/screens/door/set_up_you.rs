use askama::Template;
use model::Locale;

use super::chrome::Chrome;
use super::new_password::NewPasswordProblem;
use crate::screens::Field;

/// Set-up, step 3: the first administrator; sends `display`, `user_name`, `mail`, `new_password`, or `back`.
#[derive(Template, Clone)]
#[template(path = "door/set_up_you.html")]
pub struct SetUpYou {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// How the person is called.
    pub display: String,
    /// The name to sign in with.
    pub user_name: String,
    /// Where mail goes.
    pub mail: String,
    /// The fewest characters that a password has.
    pub shortest: usize,
    /// What is wrong.
    pub errors: Vec<YouError>,
    /// What is wrong with the password, which is never shown again.
    pub password: Vec<NewPasswordProblem>,
}

/// What is wrong with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YouError {
    /// The name is empty or too long.
    Display,
    /// The user name cannot be one.
    UserName,
    /// The mail address cannot be one.
    Mail,
}

impl SetUpYou {
    fn fields(&self) -> [Field; 4] {
        let t = self.chrome.texts;
        let error = |error, text: String| self.errors.contains(&error).then_some(text);
        [
            Field::text("display", t.setup_you_display())
                .hint(t.setup_you_display_hint())
                .value(&self.display)
                .autocomplete("name")
                .error(error(YouError::Display, t.setup_error_display())),
            Field::mail("mail", t.setup_you_mail())
                .hint(t.setup_you_mail_hint())
                .value(&self.mail)
                .error(error(YouError::Mail, t.setup_error_mail())),
            Field::exact("user_name", t.setup_you_user_name())
                .hint(t.setup_you_user_name_hint())
                .value(&self.user_name)
                .autocomplete("username")
                .error(error(YouError::UserName, t.setup_error_user_name())),
            Field::new_password("new_password", t.setup_you_password(), t, &self.chrome.root)
                .hint(t.new_password_hint(self.shortest))
                .error(NewPasswordProblem::first(&self.password, t, self.shortest)),
        ]
        .map(Field::one_of_many)
    }

    /// Empty, and with everything wrong.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let empty = Self {
            chrome: Chrome::set_up(locale),
            display: String::new(),
            user_name: String::new(),
            mail: String::new(),
            shortest: 8,
            errors: vec![],
            password: vec![],
        };
        let wrong = Self {
            display: "Anna <b>".to_owned(),
            user_name: "an na".to_owned(),
            mail: "\"><script>@x".to_owned(),
            errors: vec![YouError::UserName, YouError::Mail],
            password: vec![NewPasswordProblem::Short, NewPasswordProblem::Common],
            ..empty.clone()
        };
        vec![("door-set-up-you", empty), ("door-set-up-you-wrong", wrong)]
    }
}
