use askama::Template;
use model::Locale;

use super::done::Done;
use super::shell::{Entry, Shell};

/// Users > Deleted users.
#[derive(Template, Clone)]
#[template(path = "admin/deleted.html")]
pub struct DeletedUsers {
    /// What surrounds the page.
    pub shell: Shell,
    /// One page of people, the last to go first.
    pub lines: Vec<DeletedLine>,
    /// Where the next page is.
    pub more: Option<String>,
}

/// Somebody who was deleted.
#[derive(Debug, Clone)]
pub struct DeletedLine {
    /// The id in the address.
    pub id: String,
    /// How the person is called.
    pub name: String,
    /// The name that is kept for them.
    pub user_name: String,
    /// When they were deleted.
    pub when: String,
    /// Days until they are removed for good, rounded up.
    pub days: i64,
    /// True when a role is held.
    pub is_administrator: bool,
    /// True when the reader may restore and remove them.
    pub may_act: bool,
}

impl DeletedUsers {
    /// A list, and nobody.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |name: &str, days: i64, may_act: bool| DeletedLine {
            id: "7f000001-0000-4000-8000-000000000001".to_owned(),
            name: name.to_owned(),
            user_name: "piet@devries.nl".to_owned(),
            when: "23 nov 2026, 08:41".to_owned(),
            days,
            is_administrator: !may_act,
            may_act,
        };
        let list = Self {
            shell: Shell::sample(locale, Entry::DeletedUsers),
            lines: vec![line("Piet <b>Bakker", 27, true), line("Joke Smit", 1, true), line("Kees", 0, false)],
            more: Some("/admin/deleted-users?before=1".to_owned()),
        };
        let empty = Self { shell: list.shell.clone().after(Done::Erased), lines: vec![], more: None };
        vec![("admin-deleted-users", list), ("admin-deleted-users-empty", empty)]
    }
}
