use askama::Template;
use model::Locale;

use crate::screens::admin::{Done, Entry, RememberedLine, SessionLine, Shell, SignInLine, sample_lines};

/// `/my/sessions`: where one is signed in, and one's own sign-ins.
#[derive(Template, Clone)]
#[template(path = "my/sessions.html")]
pub struct MySessions {
    /// What surrounds the page.
    pub shell: Shell,
    /// Open sessions, the one that reads this first.
    pub sessions: Vec<SessionLine>,
    /// Browsers that stand in for the second step.
    pub remembered: Vec<RememberedLine>,
    /// The last sign-ins, newest first.
    pub sign_ins: Vec<SignInLine>,
    /// False for whoever signs in with a passkey and has no password.
    pub has_password: bool,
    /// Whom to call when one of them was somebody else.
    pub help_contact: String,
}

impl MySessions {
    /// True when there is a session beside this one.
    pub fn has_others(&self) -> bool {
        self.sessions.iter().any(|session| !session.is_this)
    }

    /// What the button of a session says to who does not see which it stands beside.
    pub fn end_label(&self, session: &SessionLine) -> String {
        let t = self.shell.texts;
        t.my_sessions_end_label(session.agent.clone().unwrap_or_else(|| t.my_sessions_unknown()))
    }

    /// The same for a remembered browser.
    pub fn forget_label(&self, line: &RememberedLine) -> String {
        let t = self.shell.texts;
        t.my_remembered_forget_label(line.agent.clone().unwrap_or_else(|| t.my_sessions_unknown()))
    }

    /// Several sessions, and only this one.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let session = |id: &str, is_this: bool| SessionLine {
            id: id.to_owned(),
            agent: is_this.then(|| "Firefox on Windows".to_owned()),
            place: Some("198.51.100.23 (NL)".to_owned()),
            since: "23 november 2026, 08:41".to_owned(),
            is_this,
        };
        let several = Self {
            shell: Shell::sample(locale, Entry::MySessions),
            sessions: vec![session("s1", true), session("s2", false)],
            remembered: vec![RememberedLine::sample()],
            sign_ins: sample_lines(),
            has_password: true,
            help_contact: "Marieke <b>de Vries, 020 123 45 67".to_owned(),
        };
        let one = Self {
            shell: several.shell.clone().after(Done::SignedOutElsewhere),
            sessions: vec![session("s1", true)],
            remembered: vec![],
            sign_ins: vec![],
            ..several.clone()
        };
        let passkey = Self { has_password: false, ..several.clone() };
        vec![("my-sessions", several), ("my-sessions-one", one), ("my-sessions-passkey", passkey)]
    }
}
