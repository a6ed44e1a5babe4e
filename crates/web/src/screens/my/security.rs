use askama::Template;
use model::{Locale, Method};

use crate::screens::admin::{self, Done, Entry, Shell};

/// `/my/security`: second step, recovery codes, password, language.
#[derive(Template, Clone)]
#[template(path = "my/security.html")]
pub struct MySecurity {
    /// What surrounds the page.
    pub shell: Shell,
    /// The authenticator app, if one is set up.
    pub app: Option<MyApp>,
    /// Recovery codes that are left.
    pub recovery_codes: i64,
    /// When the password was chosen; `None` without one.
    pub password_since: Option<String>,
    /// A method that was added in the last day, so that the person notices.
    pub added: Option<AddedToday>,
    /// Whom to call when it was somebody else.
    pub help_contact: String,
}

/// The authenticator app.
#[derive(Debug, Clone)]
pub struct MyApp {
    /// When it was set up.
    pub since: String,
    /// When it was last used.
    pub used: Option<String>,
}

/// A method that was added lately.
#[derive(Debug, Clone)]
pub struct AddedToday {
    /// Which.
    pub method: Method,
    /// `today 08:41`.
    pub when: String,
}

impl MySecurity {
    /// The app in one sentence.
    pub fn app_text(&self) -> String {
        let t = self.shell.texts;
        match &self.app {
            None => t.my_security_app_none(),
            Some(MyApp { since, used: None }) => t.my_security_app_since(since),
            Some(MyApp { since, used: Some(used) }) => t.my_security_app_used(since, used),
        }
    }

    /// The recovery codes in one sentence.
    pub fn codes_text(&self) -> String {
        let t = self.shell.texts;
        if self.app.is_some() {
            t.my_security_codes_left(self.recovery_codes)
        } else {
            t.my_security_codes_wait()
        }
    }

    /// True when there are so few codes that a new set is wise.
    pub const fn are_codes_low(&self) -> bool {
        self.app.is_some() && self.recovery_codes < 3
    }

    /// The password in one sentence.
    pub fn password_text(&self) -> String {
        let t = self.shell.texts;
        self.password_since
            .as_ref()
            .map_or_else(|| t.my_security_password_none(), |since| t.my_security_password_since(since))
    }

    /// What was added lately, and what to do about it.
    pub fn added_text(&self) -> Option<(String, String)> {
        let t = self.shell.texts;
        self.added.as_ref().map(|added| {
            let method = admin::method(t, added.method);
            (t.my_security_added_title(method, &added.when), t.my_security_added_text(&self.help_contact))
        })
    }

    /// As most people have it, just registered with few codes, and with nothing.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let usual = Self {
            shell: Shell::sample(locale, Entry::MySecurity),
            app: Some(MyApp {
                since: "2 november 2026".to_owned(),
                used: Some("23 november 2026, 08:41".to_owned()),
            }),
            recovery_codes: 8,
            password_since: Some("2 november 2026".to_owned()),
            added: None,
            help_contact: "Marieke <b>de Vries, 020 123 45 67".to_owned(),
        };
        let low = Self {
            recovery_codes: 1,
            added: Some(AddedToday { method: Method::Totp, when: "23 november 2026, 08:41".to_owned() }),
            shell: usual.shell.clone().after(Done::Password),
            ..usual.clone()
        };
        let nothing =
            Self { app: None, recovery_codes: 0, password_since: None, added: None, ..usual.clone() };
        vec![("my-security", usual), ("my-security-low", low), ("my-security-nothing", nothing)]
    }
}
