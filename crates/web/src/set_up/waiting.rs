//! The one-time link of set-up: in memory only, good for an hour, in the browser that first answered with it.

use std::sync::{Mutex, PoisonError};

use factors::secret::Token;
use model::{Span, Timestamp};
use service::Browser;

use crate::screens::door::WhyShut;

/// How long the link is good.
const LIFETIME: Span = Span::hours(1);

/// The set-up that waits for its link. It lives in memory: each start makes a new link.
#[derive(Default)]
pub struct Waiting(Mutex<Option<Open>>);

struct Open {
    digest: [u8; 32],
    until: Timestamp,
    /// The browser that opened it; set-up goes on in no other.
    browser: Option<[u8; 32]>,
}

/// What a browser does with the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Looks at it.
    Look,
    /// Sends a form.
    Answer,
}

/// Whether a browser may go on.
pub(super) enum Door {
    /// It may.
    Open,
    /// It may not, and why.
    Shut(WhyShut),
}

impl Waiting {
    /// Makes a link's token, good for an hour; the one before it no longer works.
    pub fn make_link(&self, random: [u8; 32], now: Timestamp) -> String {
        let token = Token::new(random);
        let open = Open { digest: token.digest(), until: now + LIFETIME, browser: None };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(open);
        token.text()
    }

    /// Whether a browser may go on with a link.
    pub(super) fn enter(&self, token: &str, browser: &Browser, now: Timestamp, act: Act) -> Door {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(waiting) = open.as_mut() else { return Door::Shut(WhyShut::Other) };
        if !token.parse::<Token>().is_ok_and(|token| token.matches(&waiting.digest)) {
            return Door::Shut(WhyShut::Other);
        }
        // Only who has the link learns that it was one.
        if now >= waiting.until {
            return Door::Shut(WhyShut::Expired);
        }
        match waiting.browser {
            Some(bound) if bound == browser.id => Door::Open,
            Some(_) => Door::Shut(WhyShut::Elsewhere),
            None => {
                // Opening alone binds nothing: scanners and previews open links (attack 88).
                if act == Act::Answer {
                    waiting.browser = Some(browser.id);
                }
                Door::Open
            }
        }
    }

    /// There is an organisation: no link works any more.
    pub(super) fn close(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn browser(id: u8) -> Browser {
        Browser { id: [id; 32], returned: true }
    }

    #[test]
    fn a_link_opens_in_one_browser_for_an_hour() {
        let waiting = Waiting::default();
        let now = Timestamp::from_secs(0);
        let link = waiting.make_link([5; 32], now);
        let enter = |token: &str, id, at, act| waiting.enter(token, &browser(id), at, act);
        assert!(matches!(enter("AAAA", 1, now, Act::Look), Door::Shut(WhyShut::Other)));
        assert!(matches!(enter(&link, 2, now, Act::Look), Door::Open));
        assert!(matches!(enter(&link, 1, now, Act::Answer), Door::Open));
        assert!(matches!(enter(&link, 2, now, Act::Look), Door::Shut(WhyShut::Elsewhere)));
        assert!(matches!(enter(&link, 1, now + Span::hours(1), Act::Look), Door::Shut(WhyShut::Expired)));
        waiting.close();
        assert!(matches!(waiting.enter(&link, &browser(1), now, Act::Look), Door::Shut(WhyShut::Other)));
    }
}
