use std::fmt;

use model::Locale;
use policy::statement::Statement;
use serde::{Deserialize, Serialize};
use service::conditional_access::{Counterexample, Extent, TestNames, Tested};
use web::screens::statement_sentence;

/// A policy test, and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TestTold {
    /// What it is called.
    pub name: String,
    /// What it says, in a sentence.
    pub says: String,
    /// The same as a file of tests has it.
    pub statement: Statement,
    /// Whether it holds: false too when it was not looked at to the end.
    pub holds: bool,
    /// How far it was looked at.
    #[serde(default)]
    pub extent: Extent,
    /// True when what it is about is gone.
    pub is_empty: bool,
    /// The sign-in that shows that it does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<ExampleTold>,
}

/// A sign-in that shows that a test does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExampleTold {
    /// The name that the person signs in with; nothing for somebody whom no policy names.
    pub user: Option<String>,
    /// What is opened; nothing for what no policy names.
    pub app: Option<String>,
    /// The address.
    pub address: Option<String>,
    /// The country.
    pub country: Option<String>,
    /// The named locations that it is in.
    pub locations: Vec<String>,
    /// The platform.
    pub platform: Option<String>,
    /// What is proven.
    pub proven: Vec<String>,
}

impl TestTold {
    /// Commands speak English, as their options do.
    pub(crate) fn of(tested: &Tested, names: &TestNames) -> Self {
        Self {
            name: tested.test.name.clone(),
            says: statement_sentence(text::of(Locale::En), &tested.test.statement, names),
            statement: tested.test.statement,
            holds: tested.broken.is_none() && tested.extent == Extent::Whole,
            extent: tested.extent,
            is_empty: tested.is_empty,
            example: tested.broken.as_deref().map(ExampleTold::of),
        }
    }
}

impl ExampleTold {
    fn of(broken: &Counterexample) -> Self {
        let facts = &broken.facts;
        let here = &facts.circumstances;
        let known = facts.target.resource.filter(|app| *app != model::Id::fixed(0));
        Self {
            user: broken.user_name.clone(),
            app: broken.application.clone().or_else(|| known.map(|app| app.to_string())),
            address: here.address.known().map(|address| address.ip.to_string()),
            country: here.country.known().map(|country| country.code().to_owned()),
            locations: broken.places.clone(),
            platform: here.platform.known().map(ToString::to_string),
            proven: facts.proofs.iter().map(|proof| proof.method.word().to_owned()).collect(),
        }
    }
}

impl fmt::Display for TestTold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match (&self.example, self.is_empty, self.extent) {
            (Some(_), _, _) => "does not hold",
            (None, true, _) => "says nothing any more",
            (None, false, Extent::Whole) => "holds",
            (None, false, Extent::SomePeople) => "holds as far as was looked: not everybody was looked at",
            (None, false, Extent::CutShort) => "not looked at to the end: there is too much to try",
            (None, false, Extent::Underway) => "is being looked at: ask again in a moment",
        };
        writeln!(f, "{}: {state}", self.name)?;
        writeln!(f, "  {}", self.says)?;
        let Some(example) = &self.example else { return Ok(()) };
        let or = |value: &Option<String>, nobody: &str| value.clone().unwrap_or_else(|| nobody.to_owned());
        let (user, app) =
            (or(&example.user, "somebody whom no policy names"), or(&example.app, "any application"));
        let (address, platform) = (or(&example.address, "unknown"), or(&example.platform, "unknown"));
        writeln!(f, "  for example: {user} to {app}, address {address}, platform {platform}")?;
        writeln!(f, "  with: {}", example.proven.join(", "))
    }
}
