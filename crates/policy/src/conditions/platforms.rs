use model::{Platform, Signal};
use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::Facts;

/// The operating systems a policy is about, as the user agent claims them. Exclude beats include.
///
/// A platform that cannot be told is none of the named ones: it is not included by name, and no exclusion lets it
/// off. So whoever hides it is held to every policy about all platforms.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Platforms {
    /// Every platform is included, also one that cannot be told.
    pub all: bool,
    /// These are included.
    pub include: Vec<Platform>,
    /// These are excluded.
    pub exclude: Vec<Platform>,
}

impl Platforms {
    pub(super) fn verdict(&self, facts: &Facts) -> Verdict {
        self.says(facts.circumstances.platform)
    }

    pub(crate) fn says(&self, platform: Signal<Platform>) -> Verdict {
        match platform {
            Signal::Known(platform) => {
                let included = self.all || self.include.contains(&platform);
                Verdict::from(included && !self.exclude.contains(&platform))
            }
            Signal::Unknown if self.all => Verdict::Holds,
            Signal::Unknown | Signal::NotGiven => Verdict::Unknown,
        }
    }

    pub(super) fn seen(&self, facts: &Facts) -> String {
        match facts.circumstances.platform {
            Signal::Known(platform) => platform.to_string(),
            Signal::Unknown => "unknown".to_owned(),
            Signal::NotGiven => "notEnoughInformation".to_owned(),
        }
    }

    pub(super) fn wanted(&self) -> String {
        let names = |platforms: &[Platform]| {
            platforms.iter().map(|platform| platform.word()).collect::<Vec<_>>().join(", ")
        };
        let included = if self.all { "all".to_owned() } else { names(&self.include) };
        if self.exclude.is_empty() {
            included
        } else {
            format!("{included}, without {}", names(&self.exclude))
        }
    }
}
