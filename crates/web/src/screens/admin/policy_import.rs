use askama::Template;
use model::Locale;
use service::conditional_access::Mappable;
use text::Texts;

use super::done::Done;
use super::shell::{Entry, Shell};

/// Policies of a file in Graph's JSON; posts to itself.
#[derive(Template, Clone)]
#[template(path = "admin/policy_import.html")]
pub struct PolicyImport {
    /// What surrounds the page.
    pub shell: Shell,
    /// Whether they begin as report-only; else they begin off.
    pub report_only: bool,
    /// Why not all of them were made.
    pub problem: Option<String>,
}

/// The ids that policies name and that are nothing here.
#[derive(Template, Clone)]
#[template(path = "admin/policy_map.html")]
pub struct PolicyMap {
    /// What surrounds the page.
    pub shell: Shell,
    /// The ids.
    pub lines: Vec<MapLine>,
    /// The one that something is chosen for.
    pub chosen: Option<MapLine>,
    /// What was typed to find it.
    pub typed: String,
    /// What it can be.
    pub candidates: Vec<MapCandidate>,
    /// Why nothing was changed.
    pub problem: Option<String>,
    /// True when the reader may change policies.
    pub may_change: bool,
    /// How many ids there are.
    pub unknown: u32,
}

/// An id in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapLine {
    /// What it would be.
    pub kind: Mappable,
    /// The id.
    pub id: String,
    /// The policies that name it.
    pub used_by: String,
}

/// Something of ours that an id can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapCandidate {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What tells it from others of that name.
    pub note: String,
}

impl MapLine {
    /// What it would be, in words.
    pub fn what(&self, t: &Texts) -> String {
        match self.kind {
            Mappable::Person => t.policies_map_person(),
            Mappable::Group => t.policies_map_group(),
            Mappable::Application => t.policies_map_application(),
            Mappable::Location => t.policies_map_location(),
            Mappable::Terms => t.policies_map_terms(),
            Mappable::Strength => t.policies_map_strength(),
        }
    }

    /// True for what is found by its name.
    pub fn is_sought(&self) -> bool {
        matches!(self.kind, Mappable::Person | Mappable::Group | Mappable::Application)
    }
}

impl PolicyImport {
    /// Empty, and refused.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let t = text::of(locale);
        let empty = Self { shell: Shell::sample(locale, Entry::Policies), report_only: false, problem: None };
        let refused = Self {
            report_only: true,
            problem: Some(t.policies_import_unreadable("not JSON: line 1, column 2 <b>")),
            ..empty.clone()
        };
        vec![("admin-policy-import", empty), ("admin-policy-import-refused", refused)]
    }
}

impl PolicyMap {
    /// Some, one of them being mapped, and none.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |kind, used_by: &str| MapLine {
            kind,
            id: "7f000001-0000-4000-8000-000000000001".to_owned(),
            used_by: used_by.to_owned(),
        };
        let candidate = |name: &str| MapCandidate {
            id: "7f000001-0000-4000-8000-000000000002".to_owned(),
            name: name.to_owned(),
            note: "<i>everybody".to_owned(),
        };
        let shell = Shell::sample(locale, Entry::Policies);
        let some = Self {
            shell: shell.clone().after(Done::PoliciesImported),
            lines: vec![line(Mappable::Group, "Two steps <b>"), line(Mappable::Location, "Outside")],
            chosen: None,
            typed: String::new(),
            candidates: vec![],
            problem: None,
            may_change: true,
            unknown: 2,
        };
        let choosing = Self {
            shell: shell.clone(),
            chosen: Some(line(Mappable::Group, "Two steps <b>")),
            typed: "sta\"<".to_owned(),
            candidates: vec![candidate("Staff <b>"), candidate("Starters")],
            problem: Some(text::of(locale).policies_problem_meanwhile()),
            ..some.clone()
        };
        let none = Self { shell, lines: vec![], unknown: 0, ..some.clone() };
        vec![
            ("admin-policy-map", some),
            ("admin-policy-map-choose", choosing),
            ("admin-policy-map-none", none),
        ]
    }
}
