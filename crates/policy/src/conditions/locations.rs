use model::{Id, Signal};
use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::{Facts, Location};

/// The places a policy is about. Exclude beats include.
///
/// A place that cannot be told is in no named location and no trusted one: no exclusion lets it off.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Locations {
    /// Anywhere, also where it cannot be told.
    pub all: bool,
    /// Every trusted location.
    pub all_trusted: bool,
    /// These.
    pub include: Vec<Id<Location>>,
    /// No trusted location.
    pub exclude_all_trusted: bool,
    /// Not these.
    pub exclude: Vec<Id<Location>>,
}

impl Locations {
    pub(super) fn verdict(&self, facts: &Facts) -> Verdict {
        let here = &facts.circumstances;
        let matched = &here.locations;
        let in_one = |wanted: &[Id<Location>]| wanted.iter().any(|id| matched.contains(id));
        let trusted = matched.contains(&Location::ALL_TRUSTED);
        if matched.is_empty() {
            match here.address {
                Signal::NotGiven => return Verdict::Unknown,
                Signal::Unknown if !self.all => return Verdict::Unknown,
                Signal::Unknown | Signal::Known(_) => {}
            }
        }
        let included = self.all || (self.all_trusted && trusted) || in_one(&self.include);
        let excluded = (self.exclude_all_trusted && trusted) || in_one(&self.exclude);
        Verdict::from(included && !excluded)
    }

    pub(super) fn seen(&self, facts: &Facts) -> String {
        let here = &facts.circumstances;
        let named: Vec<String> = here.locations.iter().map(|id| word(*id)).collect();
        match (named.is_empty(), here.address) {
            (false, _) => named.join(", "),
            (true, Signal::Known(_)) => "no named location".to_owned(),
            (true, Signal::Unknown) => "unknown".to_owned(),
            (true, Signal::NotGiven) => "notEnoughInformation".to_owned(),
        }
    }

    pub(super) fn wanted(&self) -> String {
        let names = |all: bool, trusted: bool, ids: &[Id<Location>]| {
            let mut words: Vec<String> = vec![];
            words.extend(all.then(|| "anywhere".to_owned()));
            words.extend(trusted.then(|| "AllTrusted".to_owned()));
            words.extend(ids.iter().map(|id| word(*id)));
            words.join(", ")
        };
        let included = names(self.all, self.all_trusted, &self.include);
        let excluded = names(false, self.exclude_all_trusted, &self.exclude);
        if excluded.is_empty() { included } else { format!("{included}, without {excluded}") }
    }
}

fn word(id: Id<Location>) -> String {
    if id == Location::ALL_TRUSTED {
        "AllTrusted".to_owned()
    } else if id == Location::MFA_TRUSTED_IPS {
        "MfaTrustedIps".to_owned()
    } else {
        id.to_string()
    }
}
