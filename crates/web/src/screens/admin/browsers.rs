use askama::Template;
use model::Locale;
use policy::Browsers;

use super::shell::{Entry, Shell};

/// For how long people may have their browser trusted; posts to itself as `remembered` and `signed_in`, in days.
#[derive(Template, Clone)]
#[template(path = "admin/browsers.html")]
pub struct BrowsersPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Days without a second step, as typed.
    pub remembered: String,
    /// Days of staying signed in, as typed.
    pub signed_in: String,
    /// True when what was typed was looked at and something is wrong with it.
    pub is_checked: bool,
    /// True when the reader may change it.
    pub may_change: bool,
}

impl BrowsersPage {
    /// The most days that can be typed: without a second step, and signed in.
    pub const fn most(&self) -> (u16, u16) {
        (Browsers::LONGEST_REMEMBERED, Browsers::LONGEST_SIGNED_IN)
    }

    /// The error of a field: `remembered` or `signed_in`.
    pub fn error_at(&self, field: &str) -> Option<String> {
        let (typed, most) = match field {
            "remembered" => (&self.remembered, Browsers::LONGEST_REMEMBERED),
            _ => (&self.signed_in, Browsers::LONGEST_SIGNED_IN),
        };
        let is_right = typed.trim().parse().is_ok_and(|days: u16| days <= most);
        (self.is_checked && !is_right).then(|| self.shell.texts.admin_browsers_error(most))
    }

    /// As they are, without leave to change, and with something wrong.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let usual = Self {
            shell: Shell::sample(locale, Entry::Properties),
            remembered: "30".to_owned(),
            signed_in: "0".to_owned(),
            is_checked: false,
            may_change: true,
        };
        let fixed = Self { may_change: false, ..usual.clone() };
        let wrong = Self { remembered: "\"><script>".to_owned(), is_checked: true, ..usual.clone() };
        vec![("admin-browsers", usual), ("admin-browsers-fixed", fixed), ("admin-browsers-wrong", wrong)]
    }
}
