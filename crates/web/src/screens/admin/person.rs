use askama::Template;
use model::{Locale, Method, PerUserMfa, Role};
use service::locks::Browsers;
use text::Texts;

use super::done::Done;
use super::people::SecondStep;
use super::remembered::RememberedLine;
use super::shell::{self, Entry, Shell};
use super::sign_ins::{SignInLine, sample_lines};
use super::words;

/// One person: the state in a sentence, help, and what there is to know.
#[derive(Template, Clone)]
#[template(path = "admin/person.html")]
pub struct Person {
    /// What surrounds the page.
    pub shell: Shell,
    /// The id in the address.
    pub id: String,
    /// How the person is called.
    pub name: String,
    /// The name to sign in with.
    pub user_name: String,
    /// Where the person comes from, as a directory server calls them.
    pub synced_as: Option<String>,
    /// Where mail goes.
    pub mail: Option<String>,
    /// The language; `None` is the browser's.
    pub locale: Option<Locale>,
    /// When the account was made.
    pub created: String,
    /// What else is known: what it is called, and what it is.
    pub known: Vec<(String, String)>,
    /// The state of the account.
    pub state: PersonState,
    /// What may not be tried, in which browsers, until when.
    pub locks: Vec<(Method, Browsers, String)>,
    /// The state of the password.
    pub password: Password,
    /// The old per-user switch.
    pub per_user_mfa: PerUserMfa,
    /// Whether a second step is set up.
    pub second_step: SecondStep,
    /// Registered second factors.
    pub methods: Vec<MethodLine>,
    /// Recovery codes that are left.
    pub recovery_codes: i64,
    /// Open sessions.
    pub sessions: Vec<SessionLine>,
    /// Browsers that stand in for the second step.
    pub remembered: Vec<RememberedLine>,
    /// The roles held.
    pub roles: Vec<Role>,
    /// Those of them that were given to the person themselves.
    pub own: Vec<Role>,
    /// Those of them that end by themselves, with the last day.
    pub role_ends: Vec<(Role, String)>,
    /// The roles that the reader may give beside these; empty hides the form.
    pub roles_to_give: Vec<Role>,
    /// The groups that the person is in, with what those give.
    pub groups: Vec<InGroup>,
    /// The last sign-ins, newest first.
    pub attempts: Vec<SignInLine>,
    /// What the reader may do.
    pub may: Offers,
    /// True when the page is about its reader.
    pub is_you: bool,
}

/// A group that a person is in.
#[derive(Debug, Clone)]
pub struct InGroup {
    /// The id in the address.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// True when they are in it itself, and not in one that is in it.
    pub is_direct: bool,
    /// The roles that it carries.
    pub roles: Vec<Role>,
    /// The applications that it gives access to.
    pub apps: Vec<String>,
}

/// The state of an account, with times as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonState {
    /// Invited, and the invitation is good until then.
    Invited {
        /// The end.
        until: String,
    },
    /// Invited, and the invitation ended unused.
    InvitationEnded {
        /// The end.
        until: String,
    },
    /// May sign in.
    Active,
    /// May sign in, but not now: too many wrong attempts.
    LockedOut {
        /// The end.
        until: String,
    },
    /// May not sign in.
    Blocked {
        /// Since when.
        since: String,
    },
}

/// The state of a password, with times as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Password {
    /// There is none.
    None,
    /// An administrator set it.
    Temporary(String),
    /// The person chose it.
    Own(String),
    /// Another system checks it.
    Elsewhere,
}

/// What the reader may do to the person; a button that would be refused is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offers {
    /// Blocking and unblocking.
    pub block: bool,
    /// Removing methods, taking off locks.
    pub help: bool,
    /// Inviting again.
    pub invite: bool,
    /// Ending sessions.
    pub end: bool,
    /// Changing what is known of them.
    pub change: bool,
    /// Deleting them.
    pub delete: bool,
    /// Giving and taking roles.
    pub roles: bool,
    /// Seeing where and when the person signed in lately.
    pub attempts: bool,
    /// Reading the sign-in log.
    pub logs: bool,
    /// Taking out everything that is kept of them.
    pub data: bool,
}

/// A registered second factor.
#[derive(Debug, Clone)]
pub struct MethodLine {
    /// The credential's id, which the removal names.
    pub id: String,
    /// The method.
    pub method: Method,
    /// What the person calls it.
    pub label: String,
    /// When it was registered.
    pub since: String,
    /// When it last proved something.
    pub used: Option<String>,
    /// True when there may be a copy of it.
    pub is_copied: bool,
}

/// An open session.
#[derive(Debug, Clone)]
pub struct SessionLine {
    /// The session's id.
    pub id: String,
    /// `Firefox on Windows`.
    pub agent: Option<String>,
    /// The address it was opened from, with its country.
    pub place: Option<String>,
    /// When it was opened.
    pub since: String,
    /// True for the one that reads the page.
    pub is_this: bool,
}

/// How many sign-ins the page shows.
const LATEST: usize = 3;

impl PersonState {
    /// The class of its dot.
    pub const fn dot(&self) -> &'static str {
        match self {
            Self::Active => "ok",
            Self::Invited { .. } => "off",
            Self::InvitationEnded { .. } => "warn",
            Self::LockedOut { .. } | Self::Blocked { .. } => "stop",
        }
    }

    /// In one or two words.
    pub fn text(&self, t: &Texts) -> String {
        match self {
            Self::Active => t.admin_state_active(),
            Self::Invited { .. } => t.admin_state_invited(),
            Self::InvitationEnded { .. } => t.admin_state_invitation_ended(),
            Self::LockedOut { .. } => t.admin_state_locked(),
            Self::Blocked { .. } => t.admin_state_blocked(),
        }
    }
}

impl MethodLine {
    /// The method, and what the person calls it where that says more.
    pub fn text(&self, t: &Texts) -> String {
        words::called(t, self.method, &self.label)
    }
}

impl Person {
    /// The roles that the person holds through groups, with the group.
    pub fn roles_through_groups(&self) -> Vec<(String, String)> {
        let t = self.shell.texts;
        let through = self.groups.iter().flat_map(|group| {
            group.roles.iter().map(|role| (words::role(t, *role), t.groups_through(group.name.as_str())))
        });
        through.collect()
    }

    /// The applications that groups give access to, with the group.
    pub fn apps_through_groups(&self) -> Vec<(String, String)> {
        let t = self.shell.texts;
        let through = self.groups.iter().flat_map(|group| {
            group.apps.iter().map(|app| (app.clone(), t.groups_through(group.name.as_str())))
        });
        through.collect()
    }

    /// What the button of a remembered browser says to who does not see which it stands beside.
    pub fn forget_label(&self, line: &RememberedLine) -> String {
        let t = self.shell.texts;
        t.my_remembered_forget_label(line.agent.clone().unwrap_or_else(|| t.my_sessions_unknown()))
    }

    /// What is locked, one sentence each.
    pub fn lock_lines(&self) -> Vec<String> {
        let t = self.shell.texts;
        let line = |(factor, browsers, until): &(Method, Browsers, String)| {
            let factor = words::method(t, *factor);
            match browsers {
                Browsers::Known => t.admin_lock_known(factor, until),
                Browsers::New => t.admin_lock_new(factor, until),
            }
        };
        self.locks.iter().map(line).collect()
    }

    /// The state in one sentence.
    pub fn sentence(&self) -> String {
        let (t, name) = (self.shell.texts, &self.name);
        match (&self.state, &self.second_step) {
            (PersonState::Invited { until }, _) => t.admin_person_invited(name, until),
            (PersonState::InvitationEnded { until }, _) => t.admin_person_invitation_ended(name, until),
            (PersonState::LockedOut { until }, _) => t.admin_person_locked(name, until),
            (PersonState::Blocked { since }, _) => t.admin_person_blocked(name, since),
            (PersonState::Active, SecondStep::Registered) => t.admin_person_active(name),
            (PersonState::Active, SecondStep::Missing) => t.admin_person_active_without(name),
            (PersonState::Active, SecondStep::DueBy(due)) => t.admin_person_active_due(name, due),
        }
    }

    /// The class of the sentence's edge.
    pub fn tone(&self) -> &'static str {
        match (&self.state, &self.second_step) {
            (PersonState::Active, SecondStep::Missing | SecondStep::DueBy(_)) => "warn",
            (state, _) => match state.dot() {
                "off" => "warn",
                dot => dot,
            },
        }
    }

    /// The sign-ins that the page shows.
    pub fn latest(&self) -> &[SignInLine] {
        &self.attempts[..self.attempts.len().min(LATEST)]
    }

    /// True when a new invitation makes sense: not for the blocked.
    pub fn may_invite(&self) -> bool {
        self.may.invite && !self.is_you && !self.is_blocked()
    }

    /// True when the account is blocked.
    pub const fn is_blocked(&self) -> bool {
        matches!(self.state, PersonState::Blocked { .. })
    }

    /// The old per-user switch, in words.
    pub fn per_user_mfa_text(&self) -> String {
        words::per_user_mfa(self.shell.texts, self.per_user_mfa)
    }

    /// The language in its own words, or that the browser decides.
    pub fn language(&self) -> String {
        let browser = || self.shell.texts.admin_locale_browser();
        self.locale.map_or_else(browser, |locale| shell::language(locale).to_owned())
    }

    /// True for whoever has recovery codes or may have them: they stand beside a password.
    pub fn uses_recovery_codes(&self) -> bool {
        self.recovery_codes > 0 || self.password != Password::None
    }

    /// The password in words.
    pub fn password_text(&self) -> String {
        let t = self.shell.texts;
        match &self.password {
            Password::None => t.admin_password_none(),
            Password::Temporary(since) => t.admin_password_temporary(since),
            Password::Own(since) => t.admin_password_own(since),
            Password::Elsewhere => t.admin_password_elsewhere(),
        }
    }

    /// The last day of a role that ends by itself.
    pub fn role_end(&self, id: &str) -> Option<String> {
        let found = self.role_ends.iter().find(|(role, _)| role.id().to_string() == id);
        found.map(|(_, day)| self.shell.texts.person_role_until(day))
    }

    /// Ids and names of roles.
    pub fn named(&self, roles: &[Role]) -> Vec<(String, String)> {
        words::roles(self.shell.texts, roles)
    }

    /// An active person, one who is locked out, one who is invited, and the reader.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let active = sample(locale);
        let locked = Self {
            name: "Piet <b>Bakker".to_owned(),
            state: PersonState::LockedOut { until: "09:07".to_owned() },
            locks: vec![
                (Method::Password, Browsers::New, "09:07".to_owned()),
                (Method::Totp, Browsers::Known, "08:55".to_owned()),
            ],
            roles: vec![],
            own: vec![],
            shell: active.shell.clone().after(Done::Invited),
            ..active.clone()
        };
        let invited = Self {
            name: "Ali Demir".to_owned(),
            state: PersonState::Invited { until: "26 november 2026, 09:00".to_owned() },
            password: Password::None,
            per_user_mfa: PerUserMfa::Disabled,
            second_step: SecondStep::Missing,
            methods: vec![],
            recovery_codes: 0,
            sessions: vec![],
            remembered: vec![],
            attempts: vec![],
            roles: vec![],
            own: vec![],
            mail: None,
            locale: None,
            ..active.clone()
        };
        let blocked = Self {
            state: PersonState::Blocked { since: "21 november 2026, 17:02".to_owned() },
            may: Offers { roles: false, ..active.may },
            shell: active.shell.clone().after_all(Done::Blocked),
            ..active.clone()
        };
        // As an Application Administrator sees it.
        let colleague = Self {
            may: Offers {
                block: false,
                help: false,
                invite: false,
                end: false,
                change: false,
                delete: false,
                roles: false,
                attempts: false,
                logs: false,
                data: false,
            },
            sessions: vec![],
            remembered: vec![],
            attempts: vec![],
            ..active.clone()
        };
        let you = Self { name: "Marieke de Vries".to_owned(), is_you: true, ..active.clone() };
        vec![
            ("admin-user", active),
            ("admin-user-locked", locked),
            ("admin-user-invited", invited),
            ("admin-user-blocked", blocked),
            ("admin-user-you", you),
            ("admin-user-colleague", colleague),
        ]
    }
}

fn sample(locale: Locale) -> Person {
    Person {
        shell: Shell::sample(locale, Entry::ActiveUsers),
        id: "7f000001-0000-4000-8000-000000000001".to_owned(),
        name: "Anna de Vries".to_owned(),
        user_name: "anna@devries.nl".to_owned(),
        mail: Some("anna@devries.nl".to_owned()),
        locale: Some(Locale::Nl),
        created: "2 november 2026, 10:12".to_owned(),
        synced_as: None,
        known: vec![
            ("Department".to_owned(), "Sales <i>& care".to_owned()),
            ("Manager".to_owned(), "marieke@devries.nl".to_owned()),
        ],
        state: PersonState::Active,
        locks: vec![],
        password: Password::Own("2 november 2026".to_owned()),
        per_user_mfa: PerUserMfa::Enforced,
        second_step: SecondStep::Registered,
        methods: vec![
            MethodLine {
                id: "c1".to_owned(),
                method: Method::Totp,
                label: "telefoon \"van\" Anna".to_owned(),
                since: "2 november 2026".to_owned(),
                used: Some("23 november 2026, 08:41".to_owned()),
                is_copied: false,
            },
            MethodLine {
                id: "c2".to_owned(),
                method: Method::SecurityKey,
                label: String::new(),
                since: "2 november 2026".to_owned(),
                used: None,
                is_copied: true,
            },
        ],
        recovery_codes: 8,
        remembered: vec![RememberedLine::sample()],
        sessions: vec![
            SessionLine {
                id: "s1".to_owned(),
                agent: Some("Firefox on Windows".to_owned()),
                place: Some("198.51.100.23 (NL)".to_owned()),
                since: "23 november 2026, 08:41".to_owned(),
                is_this: false,
            },
            SessionLine {
                id: "s2".to_owned(),
                agent: None,
                place: None,
                since: "20 november 2026, 12:00".to_owned(),
                is_this: false,
            },
        ],
        roles: vec![Role::UserAdministrator, Role::ReportsReader],
        own: vec![Role::UserAdministrator],
        groups: vec![
            InGroup {
                id: "g1".to_owned(),
                name: "Wiki <b>readers".to_owned(),
                is_direct: true,
                roles: vec![],
                apps: vec!["Nextcloud".to_owned()],
            },
            InGroup {
                id: "g2".to_owned(),
                name: "On call".to_owned(),
                is_direct: false,
                roles: vec![Role::ReportsReader],
                apps: vec![],
            },
        ],
        role_ends: vec![(Role::UserAdministrator, "31 maart 2027".to_owned())],
        roles_to_give: vec![Role::GlobalAdministrator, Role::SecurityReader],
        attempts: sample_lines(),
        may: Offers {
            block: true,
            help: true,
            invite: true,
            end: true,
            change: true,
            delete: true,
            roles: true,
            attempts: true,
            logs: true,
            data: true,
        },
        is_you: false,
    }
}
