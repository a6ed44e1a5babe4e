use askama::Template;
use model::{Attribute, Locale};
use text::Texts;

use super::attribute_words;
use super::shell::{self, Entry, Shell};

/// Changing what is known of a person; posts to itself, each attribute under its name.
#[derive(Template, Clone)]
#[template(path = "admin/person_edit.html")]
pub struct PersonEdit {
    /// What surrounds the page.
    pub shell: Shell,
    /// The id in the address.
    pub id: String,
    /// How the person is called.
    pub name: String,
    /// What stands in the fields.
    pub typed: Vec<(Attribute, String)>,
    /// What was wrong.
    pub error: Option<EditError>,
}

/// What was wrong with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditError {
    /// An attribute cannot have this value.
    Value(Attribute),
    /// Somebody has the user name.
    NameTaken,
    /// The manager reports to the person.
    Circle,
    /// Rules read it, and the reader is the person.
    Oneself,
    /// The last Global Administrator whose account does not end.
    LastAdministrator,
    /// It is a directory server's to say.
    Synced,
}

/// A part of the form.
#[derive(Debug)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// Its fields.
    pub fields: Vec<EditField>,
}

/// One field.
#[derive(Debug)]
pub struct EditField {
    /// The name it is sent under; also its id on the page.
    pub name: &'static str,
    /// What stands above it.
    pub label: String,
    /// What helps to fill it in.
    pub hint: Option<String>,
    /// What stands in it.
    pub value: String,
    /// How it is filled in.
    pub kind: EditKind,
    /// True when it cannot be empty.
    pub is_needed: bool,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// How a field is filled in.
#[derive(Debug, PartialEq, Eq)]
pub enum EditKind {
    /// A line, with the type of the input.
    Line(&'static str),
    /// Several lines.
    Lines,
    /// One of these: the value, and what it says.
    Choice(Vec<(&'static str, String)>),
}

impl EditError {
    /// The field it is about.
    pub const fn attribute(self) -> Option<Attribute> {
        match self {
            Self::Value(attribute) => Some(attribute),
            Self::NameTaken => Some(Attribute::UserPrincipalName),
            Self::Circle => Some(Attribute::Manager),
            Self::LastAdministrator => Some(Attribute::AccountEnds),
            Self::Oneself | Self::Synced => None,
        }
    }

    /// What to do.
    pub fn text(self, t: &Texts) -> String {
        match self {
            Self::Value(attribute) => attribute_words::error(t, attribute),
            Self::NameTaken => t.attribute_error_name_taken(),
            Self::Circle => t.attribute_error_circle(),
            Self::LastAdministrator => t.attribute_error_last(),
            Self::Oneself => t.attribute_error_oneself(),
            Self::Synced => t.sync_change_there(),
        }
    }
}

impl EditField {
    /// The ids of what describes it.
    pub fn described_by(&self) -> Option<String> {
        let parts = [(self.hint.is_some(), "hint"), (self.error.is_some(), "error")];
        let ids: Vec<String> =
            parts.iter().filter(|part| part.0).map(|part| format!("{}-{}", self.name, part.1)).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

impl PersonEdit {
    /// The parts of the form.
    pub fn sections(&self) -> Vec<Section> {
        let t = self.shell.texts;
        let section = |title: String, attributes: &[Attribute]| Section {
            title,
            fields: attributes.iter().map(|attribute| self.field(*attribute)).collect(),
        };
        vec![
            section(
                t.person_edit_section_name(),
                &[
                    Attribute::DisplayName,
                    Attribute::GivenName,
                    Attribute::Surname,
                    Attribute::UserPrincipalName,
                ],
            ),
            section(
                t.person_edit_section_reach(),
                &[
                    Attribute::Mail,
                    Attribute::OtherMails,
                    Attribute::MobilePhone,
                    Attribute::PreferredLanguage,
                ],
            ),
            section(
                t.person_edit_section_work(),
                &[
                    Attribute::JobTitle,
                    Attribute::Department,
                    Attribute::CompanyName,
                    Attribute::Manager,
                    Attribute::EmployeeId,
                    Attribute::UsageLocation,
                ],
            ),
            section(t.person_edit_section_account(), &[Attribute::UserType, Attribute::AccountEnds]),
        ]
    }

    /// What is wrong, for the summary above the form: the field it leads to, and the words.
    pub fn wrong(&self) -> Option<(Option<&'static str>, String)> {
        let error = self.error?;
        Some((error.attribute().map(Attribute::word), error.text(self.shell.texts)))
    }

    fn field(&self, attribute: Attribute) -> EditField {
        let t = self.shell.texts;
        let value = self.typed.iter().find(|(other, _)| *other == attribute);
        let value = value.map(|(_, value)| value.clone()).unwrap_or_default();
        let kind = match attribute {
            Attribute::Mail => EditKind::Line("email"),
            Attribute::MobilePhone => EditKind::Line("tel"),
            Attribute::AccountEnds => EditKind::Line("date"),
            Attribute::OtherMails => EditKind::Lines,
            Attribute::PreferredLanguage => {
                let own = Locale::ALL.map(|locale| (locale.tag(), shell::language(locale).to_owned()));
                EditKind::Choice([("", t.admin_locale_browser())].into_iter().chain(own).collect())
            }
            Attribute::UserType => EditKind::Choice(vec![
                ("Member", t.attribute_user_type_member()),
                ("Guest", t.attribute_user_type_guest()),
            ]),
            _ => EditKind::Line("text"),
        };
        let is_about = |error: &EditError| error.attribute() == Some(attribute);
        EditField {
            name: attribute.word(),
            label: attribute_words::label(t, attribute),
            hint: attribute_words::hint(t, attribute),
            value: if kind == EditKind::Lines { value.replace(';', "\n") } else { value },
            kind,
            is_needed: matches!(
                attribute,
                Attribute::UserPrincipalName | Attribute::DisplayName | Attribute::UserType
            ),
            error: self.error.filter(is_about).map(|error| error.text(t)),
        }
    }

    /// A person with everything, and one with something wrong.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let full = Self {
            shell: Shell::sample(locale, Entry::ActiveUsers),
            id: "7f000001-0000-4000-8000-000000000001".to_owned(),
            name: "Anna <b>de Vries".to_owned(),
            typed: [
                (Attribute::UserPrincipalName, "anna@devries.nl"),
                (Attribute::DisplayName, "Anna <b>de Vries"),
                (Attribute::GivenName, "Anna"),
                (Attribute::Surname, "de Vries"),
                (Attribute::Mail, "anna@devries.nl"),
                (Attribute::OtherMails, "a.devries@devries.nl;anna@example.org"),
                (Attribute::MobilePhone, "+31 6 1234 5678"),
                (Attribute::PreferredLanguage, "nl"),
                (Attribute::JobTitle, "Controller"),
                (Attribute::Department, "\"><script>"),
                (Attribute::CompanyName, "De Vries Accountants"),
                (Attribute::Manager, "marieke@devries.nl"),
                (Attribute::EmployeeId, "0042"),
                (Attribute::UsageLocation, "NL"),
                (Attribute::UserType, "Guest"),
                (Attribute::AccountEnds, "2027-03-31"),
            ]
            .map(|(attribute, text)| (attribute, text.to_owned()))
            .to_vec(),
            error: None,
        };
        let wrong = Self { error: Some(EditError::Circle), ..full.clone() };
        let own = Self { error: Some(EditError::Oneself), ..full.clone() };
        let synced = Self { error: Some(EditError::Synced), ..full.clone() };
        vec![
            ("admin-user-edit", full),
            ("admin-user-edit-wrong", wrong),
            ("admin-user-edit-own", own),
            ("admin-user-edit-synced", synced),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_attribute_has_one_field() {
        let (_, page) = PersonEdit::samples(Locale::En).remove(0);
        let mut named: Vec<_> =
            page.sections().iter().flat_map(|part| &part.fields).map(|field| field.name).collect();
        let mut all: Vec<_> = Attribute::ALL.iter().map(|attribute| attribute.word()).collect();
        named.sort_unstable();
        all.sort_unstable();
        assert_eq!(named, all);
    }
}
