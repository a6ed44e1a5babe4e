use askama::Template;
use model::Locale;

use super::shell::{self, Entry, Shell};

/// What an organisation chooses about itself; posts to itself as `organisation`, `locale`, `help_contact`
/// and `privacy_contact`.
#[derive(Template, Clone)]
#[template(path = "admin/organisation.html")]
pub struct OrganisationPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// What stands in the fields.
    pub form: OrganisationForm,
    /// The field that something is wrong with.
    pub wrong: Option<&'static str>,
    /// True when the reader may change it.
    pub may_change: bool,
    /// True when the values are those from before a change, to be put back.
    pub is_undo: bool,
}

/// What is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganisationForm {
    /// How it is called.
    pub organisation: String,
    /// The language of pages and mail.
    pub locale: Option<Locale>,
    /// Whom people call.
    pub help_contact: String,
    /// Whom people ask about their data.
    pub privacy_contact: String,
}

impl OrganisationPage {
    /// The languages with their tags and own names, and whether each is chosen.
    pub fn locale_choices(&self) -> Vec<(&'static str, &'static str, bool)> {
        Locale::ALL
            .map(|locale| (locale.tag(), shell::language(locale), self.form.locale == Some(locale)))
            .to_vec()
    }

    /// The error of a field.
    pub fn error_at(&self, field: &str) -> Option<String> {
        let t = self.shell.texts;
        (self.wrong == Some(field)).then(|| match field {
            "organisation" => t.admin_organisation_name_error(),
            _ => t.admin_organisation_contact_error(),
        })
    }

    /// As they are, without leave to change, with something wrong, and to be put back.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let usual = Self {
            shell: Shell::sample(locale, Entry::Properties),
            form: OrganisationForm {
                organisation: "De Vries Accountants".to_owned(),
                locale: Some(locale),
                help_contact: "Marieke de Vries, 020 123 45 67".to_owned(),
                privacy_contact: String::new(),
            },
            wrong: None,
            may_change: true,
            is_undo: false,
        };
        let fixed = Self { may_change: false, ..usual.clone() };
        let wrong = Self {
            form: OrganisationForm { help_contact: "\"><script>".to_owned(), ..usual.form.clone() },
            wrong: Some("help_contact"),
            ..usual.clone()
        };
        let undo = Self { is_undo: true, ..usual.clone() };
        vec![
            ("admin-organisation", usual),
            ("admin-organisation-fixed", fixed),
            ("admin-organisation-wrong", wrong),
            ("admin-organisation-undo", undo),
        ]
    }
}
