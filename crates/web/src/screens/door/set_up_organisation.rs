use askama::Template;
use model::Locale;

use super::chrome::Chrome;
use crate::screens::Field;

/// Set-up, step 2: the organisation; sends `organisation`, `domain`, `contact`, or `back`.
#[derive(Template, Clone)]
#[template(path = "door/set_up_organisation.html")]
pub struct SetUpOrganisation {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// What it is called.
    pub organisation: String,
    /// Its domain.
    pub domain: String,
    /// Whom people call.
    pub contact: String,
    /// What is wrong.
    pub errors: Vec<OrganisationError>,
}

/// What is wrong with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganisationError {
    /// The name is empty or too long.
    Name,
    /// The domain is none.
    Domain,
    /// Nobody to call.
    Contact,
}

impl SetUpOrganisation {
    fn fields(&self) -> [Field; 3] {
        let t = self.chrome.texts;
        let error = |error, text: String| self.errors.contains(&error).then_some(text);
        [
            Field::text("organisation", t.setup_organisation_name())
                .value(&self.organisation)
                .autocomplete("organization")
                .error(error(OrganisationError::Name, t.setup_error_name())),
            Field::exact("domain", t.setup_organisation_domain())
                .hint(t.setup_organisation_domain_hint())
                .value(&self.domain)
                .error(error(OrganisationError::Domain, t.setup_error_domain())),
            Field::text("contact", t.setup_organisation_contact())
                .hint(t.setup_organisation_contact_hint())
                .value(&self.contact)
                .error(error(OrganisationError::Contact, t.setup_error_contact())),
        ]
        .map(Field::one_of_many)
    }

    /// Empty, and with everything wrong.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let empty = Self {
            chrome: Chrome::set_up(locale),
            organisation: String::new(),
            domain: String::new(),
            contact: String::new(),
            errors: vec![],
        };
        let wrong = Self {
            organisation: "\" onfocus=\"alert(1)".to_owned(),
            domain: "<script>".to_owned(),
            errors: vec![OrganisationError::Domain, OrganisationError::Contact],
            ..empty.clone()
        };
        vec![("door-set-up-organisation", empty), ("door-set-up-organisation-wrong", wrong)]
    }
}
