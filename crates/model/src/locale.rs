use serde::{Deserialize, Serialize};

/// A language that Sluis speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// British English.
    #[default]
    En,
    /// Dutch.
    Nl,
}

impl Locale {
    /// Every language, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::Nl];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Nl => "nl",
        }
    }

    /// Reads a tag; the region is ignored (`nl-BE` is Dutch).
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or("");
        Self::ALL.into_iter().find(|locale| primary.eq_ignore_ascii_case(locale.tag()))
    }

    /// The best match for an `Accept-Language` header (RFC 9110 §12.5.4); order stands for weight where weights
    /// are equal, and what cannot be read is skipped.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(u32, Self)> = None;
        for part in header.split(',').take(32) {
            let mut pieces = part.split(';');
            let Some(locale) = pieces.next().and_then(Self::from_tag) else { continue };
            let weight = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.trim().parse::<f32>().unwrap_or(0.0));
            let weight = (weight.clamp(0.0, 1.0) * 1000.0) as u32;
            if weight > 0 && best.is_none_or(|(seen, _)| weight > seen) {
                best = Some((weight, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_that_we_speak_wins() {
        assert_eq!(Locale::from_accept_language("de, en;q=0.5, nl-BE;q=0.9"), Some(Locale::Nl));
        assert_eq!(Locale::from_accept_language("en-GB,nl"), Some(Locale::En));
        assert_eq!(Locale::from_accept_language("nl;q=0, fr"), None);
        assert_eq!(Locale::from_accept_language(";;q=,,"), None);
    }
}
