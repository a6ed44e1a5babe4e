use askama::Template;
use model::{Locale, Method};

use crate::screens::admin::{self, Done, Entry, Shell};
use crate::screens::door::KeyKind;

/// `/my/security`: second step, recovery codes, password, language.
#[derive(Template, Clone)]
#[template(path = "my/security.html")]
pub struct MySecurity {
    /// What surrounds the page.
    pub shell: Shell,
    /// The authenticator app, if one is set up.
    pub app: Option<MyApp>,
    /// Passkeys and security keys, oldest first.
    pub keys: Vec<MyKey>,
    /// True when keys may be added.
    pub may_add_keys: bool,
    /// True when they may set up an authenticator app.
    pub may_add_app: bool,
    /// Recovery codes that are left.
    pub recovery_codes: i64,
    /// Until when a new method can be set up without another question, after a recovery code.
    pub recovered: Option<String>,
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

/// A passkey or security key.
#[derive(Debug, Clone)]
pub struct MyKey {
    /// Its address.
    pub href: String,
    /// Which of the two.
    pub kind: KeyKind,
    /// What it is called.
    pub label: String,
    /// When it was registered.
    pub since: String,
    /// When it was last used.
    pub used: Option<String>,
    /// True when it is synchronised between devices.
    pub is_synced: bool,
    /// True when there may be a copy of it.
    pub is_copied: bool,
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

    /// True when there is a second step of any kind.
    pub const fn has_second(&self) -> bool {
        self.app.is_some() || !self.keys.is_empty()
    }

    /// What a key is called, or what it is where it has no name.
    pub fn key_name(&self, key: &MyKey) -> String {
        let t = self.shell.texts;
        match (key.label.is_empty(), key.kind) {
            (false, _) => key.label.clone(),
            (true, KeyKind::Passkey) => t.choose_passkey(),
            (true, KeyKind::SecurityKey) => t.choose_key(),
        }
    }

    /// A key in one sentence or two.
    pub fn key_text(&self, key: &MyKey) -> String {
        let t = self.shell.texts;
        let what = match (key.kind, key.is_synced) {
            (KeyKind::Passkey, true) => t.my_key_synced(),
            (KeyKind::Passkey, false) => t.my_key_bound(),
            (KeyKind::SecurityKey, _) => t.choose_key(),
        };
        let life = match &key.used {
            Some(used) => t.my_security_app_used(&key.since, used),
            None => t.my_security_app_since(&key.since),
        };
        format!("{what}. {life}")
    }

    /// The recovery codes in one sentence.
    pub fn codes_text(&self) -> String {
        let t = self.shell.texts;
        if self.has_second() {
            t.my_security_codes_left(self.recovery_codes)
        } else {
            t.my_security_codes_wait()
        }
    }

    /// True when there are so few codes that a new set is wise.
    pub const fn are_codes_low(&self) -> bool {
        self.has_second() && self.recovery_codes < 3
    }

    /// What is said after signing in with a recovery code.
    pub fn recovered_text(&self) -> Option<String> {
        let t = self.shell.texts;
        self.recovered.as_ref().map(|until| t.my_security_recovered(self.recovery_codes, until))
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
            keys: vec![
                MyKey {
                    href: "/my/security/keys/1".to_owned(),
                    kind: KeyKind::Passkey,
                    label: "Laptop <script>".to_owned(),
                    since: "3 november 2026".to_owned(),
                    used: Some("23 november 2026, 08:41".to_owned()),
                    is_synced: true,
                    is_copied: false,
                },
                MyKey {
                    href: "/my/security/keys/2".to_owned(),
                    kind: KeyKind::SecurityKey,
                    label: String::new(),
                    since: "4 november 2026".to_owned(),
                    used: None,
                    is_synced: false,
                    is_copied: true,
                },
            ],
            may_add_keys: true,
            may_add_app: true,
            recovery_codes: 8,
            recovered: None,
            password_since: Some("2 november 2026".to_owned()),
            added: None,
            help_contact: "Marieke <b>de Vries, 020 123 45 67".to_owned(),
        };
        let low = Self {
            recovery_codes: 1,
            recovered: Some("09:10".to_owned()),
            added: Some(AddedToday { method: Method::Totp, when: "23 november 2026, 08:41".to_owned() }),
            shell: usual.shell.clone().after(Done::Password),
            ..usual.clone()
        };
        let nothing = Self {
            app: None,
            keys: vec![],
            recovery_codes: 0,
            password_since: None,
            added: None,
            ..usual.clone()
        };
        vec![("my-security", usual), ("my-security-low", low), ("my-security-nothing", nothing)]
    }
}
