use askama::Template;
use model::Locale;

use crate::screens::admin::{Done, Entry, Shell};

/// `/my`: the applications one may open, as large links.
#[derive(Template, Clone)]
#[template(path = "my/applications.html")]
pub struct MyApplications {
    /// What surrounds the page.
    pub shell: Shell,
    /// The applications, by name.
    pub applications: Vec<MyApplication>,
}

/// An application that the person may open.
#[derive(Debug, Clone)]
pub struct MyApplication {
    /// What people call it.
    pub name: String,
    /// Where it is: an `https` address, or `None` when no address of it is known to start at.
    pub address: Option<String>,
}

impl MyApplication {
    /// The letter of its tile.
    pub fn letter(&self) -> String {
        self.name
            .chars()
            .find(|c| c.is_alphanumeric())
            .map_or_else(String::new, |c| c.to_uppercase().collect())
    }

    /// The host, so that people see where the link leads.
    pub fn host(&self) -> Option<&str> {
        self.address.as_deref()?.split_once("://")?.1.split(['/', '?', '#']).next()
    }
}

impl MyApplications {
    /// With applications, and without.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let application = |name: &str, address: Option<&str>| MyApplication {
            name: name.to_owned(),
            address: address.map(str::to_owned),
        };
        let some = Self {
            shell: Shell::sample(locale, Entry::MyApplications),
            applications: vec![
                application("Nextcloud", Some("https://cloud.devries.nl/")),
                application("Salarisadministratie", Some("https://salaris.devries.nl/start?x=\"><script>")),
                application("<b>Wiki", None),
            ],
        };
        let mut shell = some.shell.clone().after(Done::Locale);
        shell.opens = vec![];
        let none = Self { shell, applications: vec![] };
        vec![("my-applications", some), ("my-applications-empty", none)]
    }
}
