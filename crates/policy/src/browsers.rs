use model::Span;
use serde::{Deserialize, Serialize};

/// For how long people may ask Sluis to trust the browser they use: part of a revision, and of what the reference
/// (2.3) calls the MFA service settings. Zero days: it is not offered, and what was given before no longer counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Browsers {
    /// Days that a browser may stand in for the second factor after it was proved in it.
    pub remembered_days: u16,
    /// Days that a session outlives the closing of its browser.
    pub signed_in_days: u16,
}

impl Browsers {
    /// What an organisation has until it says otherwise: both for thirty days, and only for who asks for it.
    pub const USUAL: Self = Self { remembered_days: 30, signed_in_days: 30 };
    /// The most days that a browser can be remembered.
    pub const LONGEST_REMEMBERED: u16 = 365;
    /// The most days that a session can be kept.
    pub const LONGEST_SIGNED_IN: u16 = 90;

    /// True when both are within their bounds.
    pub const fn is_sound(self) -> bool {
        self.remembered_days <= Self::LONGEST_REMEMBERED && self.signed_in_days <= Self::LONGEST_SIGNED_IN
    }

    /// How long a browser is remembered, if it may be.
    pub fn remembered(self) -> Option<Span> {
        days(self.remembered_days.min(Self::LONGEST_REMEMBERED))
    }

    /// How long a session is kept, if it may be.
    pub fn signed_in(self) -> Option<Span> {
        days(self.signed_in_days.min(Self::LONGEST_SIGNED_IN))
    }
}

fn days(days: u16) -> Option<Span> {
    (days > 0).then(|| Span::days(i64::from(days)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_days_are_no_offer_and_too_many_are_the_most_there_are() {
        let none = Browsers { remembered_days: 0, signed_in_days: 0 };
        assert_eq!((none.remembered(), none.signed_in()), (None, None));
        let much = Browsers { remembered_days: 999, signed_in_days: 999 };
        assert!(!much.is_sound());
        assert_eq!((much.remembered(), much.signed_in()), (Some(Span::days(365)), Some(Span::days(90))));
        assert!(Browsers::USUAL.is_sound());
    }
}
