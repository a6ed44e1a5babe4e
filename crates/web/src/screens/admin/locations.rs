use askama::Template;
use graph::LocationError;
use model::{Locale, Timestamp};
use policy::NamedLocation;
use service::conditional_access::LocationProblem;
use text::Texts;

use super::done::Done;
use super::policies::RestorableLine;
use super::policy_problem::problem_words;
use super::shell::{Entry, Shell};

/// Conditional access > Named locations.
#[derive(Template, Clone)]
#[template(path = "admin/locations.html")]
pub struct Locations {
    /// What surrounds the page.
    pub shell: Shell,
    /// The locations, in the order that they were made.
    pub lines: Vec<LocationLine>,
    /// Those that can be restored.
    pub deleted: Vec<RestorableLine>,
    /// True when the reader may change them.
    pub may_change: bool,
    /// True where the plan has no named locations.
    pub lacks_plan: bool,
}

/// A location in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocationLine {
    /// The id in the address.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its ranges or countries, the first of them.
    pub area: String,
    /// True when it is trusted.
    pub is_trusted: bool,
    /// How the policies are called that name it.
    pub used_by: Vec<String>,
}

/// A named location in a form, new or kept; posts to itself.
#[derive(Template, Clone)]
#[template(path = "admin/location.html")]
pub struct LocationPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The id in the address; none for a new one.
    pub id: Option<String>,
    /// What stands in the form.
    pub form: LocationForm,
    /// How the policies are called that name it.
    pub used_by: Vec<String>,
    /// Why it was not saved.
    pub problem: Option<String>,
    /// True when the reader may change it.
    pub may_change: bool,
}

/// A location as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LocationForm {
    /// What people call it.
    pub name: String,
    /// True for countries, false for ranges of addresses.
    pub by_country: bool,
    /// The ranges, one on each line.
    pub ranges: String,
    /// Whether it is trusted.
    pub is_trusted: bool,
    /// The countries, two letters each.
    pub countries: String,
    /// Whether an unknown country is one of them.
    pub unknown: bool,
}

/// Why a location was not saved or deleted, and the way out; `when` says a moment.
pub(crate) fn location_problem(
    t: &Texts,
    problem: &LocationProblem,
    when: impl Fn(Timestamp) -> String,
) -> String {
    match problem {
        LocationProblem::NotReadable(error) => match error {
            LocationError::Name => t.locations_problem_name(),
            LocationError::Range(range) => t.locations_problem_range(range),
            LocationError::TooManyRanges => t.locations_problem_ranges(),
            LocationError::Country(country) => t.locations_problem_country(country),
            LocationError::Empty => t.locations_problem_empty(),
            other => t.locations_problem_unreadable(other.to_string()),
        },
        LocationProblem::TooMany => t.locations_problem_too_many(NamedLocation::MOST),
        LocationProblem::Trusted => t.locations_problem_trusted(),
        LocationProblem::Used(policies) => t.locations_problem_used(policies.join(", ")),
        LocationProblem::Policies(problem) => problem_words(t, problem, when),
    }
}

impl LocationPage {
    /// Where the form goes.
    pub fn action(&self) -> String {
        let list = self.shell.to(Entry::Locations);
        format!("{list}/{}", self.id.as_deref().unwrap_or("new"))
    }

    /// What is wrong stands above the form, not at its fields.
    pub const fn no_error(&self) -> Option<String> {
        None
    }

    /// What the page is called.
    pub fn title(&self) -> String {
        match self.id {
            Some(_) => self.form.name.clone(),
            None => self.shell.texts.locations_new_title(),
        }
    }

    /// New, one of countries, and one that was refused.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let new = Self {
            shell: Shell::sample(locale, Entry::Locations),
            id: None,
            form: LocationForm::default(),
            used_by: vec![],
            problem: None,
            may_change: true,
        };
        let countries = Self {
            id: Some("7f000001-0000-4000-8000-000000000001".to_owned()),
            form: LocationForm {
                name: "Benelux <b>".to_owned(),
                by_country: true,
                countries: "BE, NL, LU".to_owned(),
                unknown: true,
                ..LocationForm::default()
            },
            may_change: false,
            ..new.clone()
        };
        let refused = Self {
            form: LocationForm {
                name: "Office".to_owned(),
                ranges: "here\"</textarea>".to_owned(),
                is_trusted: true,
                ..LocationForm::default()
            },
            used_by: vec!["Two steps <b>outside".to_owned()],
            problem: Some(text::of(locale).locations_problem_range("here")),
            may_change: true,
            ..countries.clone()
        };
        vec![("admin-location-new", new), ("admin-location", countries), ("admin-location-refused", refused)]
    }
}

impl LocationLine {
    /// The policies that name it, in one line.
    pub fn used(&self) -> String {
        self.used_by.join(", ")
    }
}

impl Locations {
    /// Some, and none.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shell = Shell::sample(locale, Entry::Locations);
        let line = |name: &str, area: &str, is_trusted, used_by: &[&str]| LocationLine {
            id: "7f000001-0000-4000-8000-000000000001".to_owned(),
            name: name.to_owned(),
            area: area.to_owned(),
            is_trusted,
            used_by: used_by.iter().map(|name| (*name).to_owned()).collect(),
        };
        let some = Self {
            shell: shell.clone().after(Done::LocationSaved),
            lines: vec![
                line("Office <b>", "203.0.113.0/28", true, &["Two steps <i>outside", "Registering"]),
                line("Benelux", "BE, NL, LU", false, &[]),
            ],
            deleted: vec![RestorableLine {
                id: "7f000001-0000-4000-8000-000000000009".to_owned(),
                name: "Old <b>office".to_owned(),
                until: "23 dec 2026".to_owned(),
            }],
            may_change: true,
            lacks_plan: true,
        };
        let none = Self { shell, lines: vec![], deleted: vec![], ..some.clone() };
        vec![("admin-locations", some), ("admin-locations-none", none)]
    }
}
