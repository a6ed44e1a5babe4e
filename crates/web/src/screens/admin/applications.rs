use askama::Template;
use model::{AppKind, Locale};
use text::Texts;

use super::application::Application;
use super::done::Done;
use super::shell::{Entry, Shell};
use super::words;

/// Applications.
#[derive(Template, Clone)]
#[template(path = "admin/applications.html")]
pub struct Applications {
    /// What surrounds the page.
    pub shell: Shell,
    /// What the list is narrowed to: the beginning of a name.
    pub query: String,
    /// One page of applications, by name.
    pub lines: Vec<ApplicationLine>,
    /// The application beside the list.
    pub open: Option<Box<Application>>,
    /// Where the next page is.
    pub more: Option<String>,
    /// True when the reader may register applications.
    pub may_manage: bool,
}

/// An application in the list.
#[derive(Debug, Clone)]
pub struct ApplicationLine {
    /// The client id, which is also its address.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Whether it keeps a secret.
    pub kind: AppKind,
    /// How many people are named; `None` is everyone.
    pub named: Option<u32>,
    /// How many groups are named.
    pub groups: u32,
    /// When somebody last signed in to it.
    pub last_sign_in: Option<String>,
}

impl ApplicationLine {
    /// What its kind is called.
    pub fn kind_text(&self, t: &Texts) -> String {
        words::kind(t, self.kind)
    }

    /// Who may sign in, in a word.
    pub fn who(&self, t: &Texts) -> String {
        match self.named {
            None => t.admin_apps_everyone(),
            Some(0) if self.groups > 0 => t.groups_count(self.groups),
            Some(0) => t.admin_apps_nobody(),
            Some(people) if self.groups > 0 => {
                format!("{}, {}", t.admin_apps_named(people), t.groups_count(self.groups))
            }
            Some(people) => t.admin_apps_named(people),
        }
    }
}

impl Applications {
    /// True for the application beside the list.
    pub fn is_open(&self, line: &ApplicationLine) -> bool {
        self.open.as_ref().is_some_and(|app| app.id == line.id)
    }

    /// A list, an application beside it, an empty one, and one that found nothing.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |name: &str, kind, named| ApplicationLine {
            id: "a0000001-0000-4000-8000-000000000001".to_owned(),
            name: name.to_owned(),
            kind,
            named,
            groups: named.map_or(0, |named| named / 10),
            last_sign_in: named.is_none().then(|| "23 nov 2026, 08:41".to_owned()),
        };
        let list = Self {
            shell: Shell::sample(locale, Entry::Applications),
            query: String::new(),
            lines: vec![
                line("Nextcloud", AppKind::Confidential, None),
                line("Salarisadministratie", AppKind::Confidential, Some(3)),
                line("<script>Uren</script>", AppKind::Public, Some(0)),
            ],
            open: None,
            more: None,
            may_manage: true,
        };
        let mut apps = Application::samples(locale).into_iter();
        let mut beside = || Self { open: apps.next().map(|(_, app)| Box::new(app)), ..list.clone() };
        let (beside, beside_refused) = (beside(), beside());
        let empty = Self { lines: vec![], shell: list.shell.clone().after(Done::AppDeleted), ..list.clone() };
        let nothing = Self { query: "zz\"<b>".to_owned(), shell: list.shell.clone(), ..empty.clone() };
        vec![
            ("admin-applications", list),
            ("admin-applications-beside", beside),
            ("admin-applications-beside-refused", beside_refused),
            ("admin-applications-empty", empty),
            ("admin-applications-nothing", nothing),
        ]
    }
}
