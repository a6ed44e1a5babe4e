use askama::Template;
use model::Locale;

use super::confirm::Question;
use super::shell::{Entry, Shell};

/// A page that asks once more before somebody is removed for good: what goes, what stays and why. Posts `sure` to its
/// `action`, and downloads what is kept from `data`.
#[derive(Template, Clone)]
#[template(path = "admin/erasure.html")]
pub struct Erasure {
    /// What surrounds the page.
    pub shell: Shell,
    /// How the person is called.
    pub person: String,
    /// The path, with the root, that the button posts to.
    pub action: String,
    /// The path, with the root, that Cancel leads to.
    pub back: String,
    /// Where what is kept is downloaded, with the root, for who may.
    pub data: Option<String>,
    /// For how many days sign-ins and the audit log are kept.
    pub days: (i64, i64),
}

impl Erasure {
    /// The question.
    pub fn question(&self) -> Question {
        Question::Erase(self.person.clone())
    }

    /// What goes.
    pub fn goes(&self) -> [String; 5] {
        let t = self.shell.texts;
        [
            t.erase_goes_account(),
            t.erase_goes_methods(),
            t.erase_goes_access(),
            t.erase_goes_sessions(),
            t.erase_goes_values(),
        ]
    }

    /// What stays, and why.
    pub fn stays(&self) -> [String; 5] {
        let (t, (sign_ins, audit)) = (self.shell.texts, self.days);
        [
            t.erase_stays_sign_ins(sign_ins),
            t.erase_stays_audit(audit),
            t.erase_stays_id(),
            t.erase_stays_backups(),
            t.erase_stays_exports(),
        ]
    }

    /// With and without leave to download what is kept.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let usual = Self {
            shell: Shell::sample(locale, Entry::DeletedUsers),
            person: "<b>Piet Bakker".to_owned(),
            action: "/admin/deleted-users/u1/erase".to_owned(),
            back: "/admin/deleted-users".to_owned(),
            data: Some("/admin/users/u1/personal-data".to_owned()),
            days: (90, 730),
        };
        let without = Self { data: None, ..usual.clone() };
        vec![("admin-erasure", usual), ("admin-erasure-without", without)]
    }
}
