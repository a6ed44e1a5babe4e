use model::{Door, Known};
use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::Facts;

/// Holds unless the person was seen here before: a rule of our own for "when needed".
///
/// It holds when the browser is not one that the person signed in with before, when the network (/24, /48) is not
/// one they signed in from before, or when the country is known to be new. A browser or network that cannot be
/// told counts as unfamiliar; a country that cannot be told says nothing, because the network already spoke (a
/// private network has no country). How long a place stays familiar is the caller's to say. At the token endpoint the address is often the application's server's and
/// there is no browser: there the rule says nothing, because the page that the grant came from was judged by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unfamiliar {}

impl Unfamiliar {
    pub(crate) fn verdict(&self, facts: &Facts) -> Verdict {
        if matches!(facts.circumstances.door, Door::Token | Door::Refresh | Door::UserInfo | Door::Api) {
            return Verdict::Fails;
        }
        let familiarity = facts.circumstances.familiarity;
        Verdict::from(
            familiarity.browser != Known::Seen
                || familiarity.network != Known::Seen
                || familiarity.country == Known::New,
        )
    }

    pub(super) fn seen(&self, facts: &Facts) -> String {
        let familiarity = facts.circumstances.familiarity;
        format!(
            "browser {}, network {}, country {}",
            familiarity.browser, familiarity.network, familiarity.country
        )
    }

    pub(super) fn wanted(&self) -> String {
        "a browser, network or country that was not seen before".to_owned()
    }
}
