use askama::Template;
use model::Locale;

use super::shell::{Entry, Shell};

/// An invitation as a link to hand over, shown once.
#[derive(Template, Clone)]
#[template(path = "admin/invitation.html")]
pub struct InvitationLink {
    /// What surrounds the page.
    pub shell: Shell,
    /// The id of the person.
    pub id: String,
    /// How the person is called.
    pub person: String,
    /// The link.
    pub link: String,
    /// Until when it works.
    pub until: String,
}

impl InvitationLink {
    /// One invitation.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let link = "https://id.devries.nl/0d4ab1f6-5a1e-4a39-8f0e-6b0e6a3f9c11/invitation/";
        let sample = Self {
            shell: Shell::sample(locale, Entry::ActiveUsers),
            id: "7f000001-0000-4000-8000-000000000001".to_owned(),
            person: "Anna <i>de</i> Vries".to_owned(),
            link: format!("{link}mW3kq0dXlQy6n1ZrT8sVb2uJc5hEo7Gp"),
            until: "26 november 2026, 09:00".to_owned(),
        };
        vec![("admin-invitation", sample)]
    }
}
