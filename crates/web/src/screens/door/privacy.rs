use askama::Template;
use model::Locale;
use service::authority::{Action, ReadLogs};
use service::retention::Retention;

use super::chrome::{Chrome, Switch};
use crate::screens::admin::role;

/// `/privacy`: what is kept, for how long, and who sees it, written from the settings.
#[derive(Template, Clone)]
#[template(path = "door/privacy.html")]
pub struct Privacy {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// For how many days what is kept.
    pub kept: Retention,
    /// Whom people ask about what is kept of them, where that is somebody in particular.
    pub contact: Option<String>,
    /// True when the logs are sent to another system too.
    pub sends_logs: bool,
}

impl Privacy {
    /// The roles that read sign-ins, beside the one that may do everything.
    pub fn readers(&self) -> Vec<String> {
        let roles = ReadLogs::ROLES.iter().map(|one| role(self.chrome.texts, *one));
        let chief = role(self.chrome.texts, model::Role::GlobalAdministrator);
        [chief].into_iter().chain(roles).collect()
    }

    /// With and without somebody in particular to ask.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let chrome = Chrome { switch: Switch::Link("?language=nl".to_owned()), ..Chrome::ordinary(locale) };
        let kept = Retention { sign_in_days: 90, audit_days: 730, deleted_days: 30, mail_days: 7 };
        let plain = Self { chrome, kept, contact: None, sends_logs: false };
        let contact = Some("privacy@devries.example <b>".to_owned());
        let named = Self { contact, sends_logs: true, ..plain.clone() };
        vec![("door-privacy", plain), ("door-privacy-contact", named)]
    }
}
