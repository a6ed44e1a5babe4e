use askama::Template;
use model::Locale;

use super::done::Done;
use super::shell::{self, Entry, Shell};

/// Identity > Overview > Properties: the organisation, its security defaults, its mail.
#[derive(Template, Clone)]
#[template(path = "admin/properties.html")]
pub struct Properties {
    /// What surrounds the page.
    pub shell: Shell,
    /// The organisation's id.
    pub id: String,
    /// Its domain.
    pub domain: String,
    /// Where people reach it.
    pub public_address: String,
    /// Whom people call when they cannot get in.
    pub help_contact: String,
    /// The language of pages and mail where nobody chose one.
    pub locale: Locale,
    /// When it was made.
    pub created: String,
    /// True when security defaults are on.
    pub defaults_on: bool,
    /// The configuration file, as far as it is known.
    pub config_file: Option<String>,
    /// How mail leaves.
    pub mail: MailState,
}

/// How mail leaves.
#[derive(Debug, Clone)]
pub enum MailState {
    /// Through a server.
    Relay(String),
    /// It stays in this folder.
    Folder(String),
}

impl Properties {
    /// The language in its own words.
    pub const fn language(&self) -> &'static str {
        shell::language(self.locale)
    }

    /// The folder that mail stays in.
    pub fn mail_folder(&self) -> Option<&str> {
        match &self.mail {
            MailState::Folder(folder) => Some(folder),
            MailState::Relay(_) => None,
        }
    }

    /// How mail leaves, in a sentence.
    pub fn mail_text(&self) -> String {
        match &self.mail {
            MailState::Relay(relay) => self.shell.texts.admin_properties_mail_on(relay),
            MailState::Folder(_) => self.shell.texts.admin_properties_mail_off(),
        }
    }

    /// What to do so that mail leaves.
    pub fn mail_how(&self) -> String {
        let t = self.shell.texts;
        match &self.config_file {
            Some(file) => t.admin_properties_mail_how_in(file),
            None => t.admin_properties_mail_how(),
        }
    }

    /// As set up, and with security defaults off.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let on = Self {
            shell: Shell::sample(locale, Entry::Properties).after(Done::DefaultsOn),
            id: "0d4ab1f6-5a1e-4a39-8f0e-6b0e6a3f9c11".to_owned(),
            domain: "devries.nl".to_owned(),
            public_address: "https://id.devries.nl".to_owned(),
            help_contact: "Marieke <b>de Vries, 020 123 45 67".to_owned(),
            locale,
            created: "2 november 2026, 10:02".to_owned(),
            defaults_on: true,
            config_file: Some("/etc/sluis/sluis.toml".to_owned()),
            mail: MailState::Folder("data/outbox".to_owned()),
        };
        let off = Self {
            defaults_on: false,
            mail: MailState::Relay("smtp.devries.nl".to_owned()),
            shell: on.shell.clone().after(Done::DefaultsOff),
            ..on.clone()
        };
        vec![("admin-properties", on), ("admin-properties-off", off)]
    }
}
