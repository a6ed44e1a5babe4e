use model::{Address, Locale, Locality, Platform, Signal};

/// What is known of a request before anything in it is believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The address of the person's side, `None` when it could not be told.
    pub address: Option<Address>,
    /// Where that is beside its country, as far as it is known: kept in the record, and nothing decides by it.
    pub locality: Option<Locality>,
    /// The browser's own random id, from its cookie.
    pub browser: Browser,
    /// What the browser shows to stand in for a second factor, as it came.
    pub remembered: Option<String>,
    /// Browser and system in words, for people to recognise: `Firefox on Windows`.
    pub agent: Option<String>,
    /// The platform that the user agent claims.
    pub platform: Signal<Platform>,
    /// The platform that client hints name.
    pub platform_hint: Signal<Platform>,
    /// The language of the page.
    pub locale: Locale,
}

/// A browser, by the random cookie it keeps; another random one after each completed sign-in would make every
/// sign-in "new", so the id stays and attempts are told apart by their own ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Browser {
    /// The 32 random bytes in its cookie.
    pub id: [u8; 32],
    /// False when the cookie was made for this very answer.
    pub returned: bool,
}

impl Browser {
    /// What databases know the browser by: the cookie itself is a credential of familiarity.
    pub fn digest(&self) -> [u8; 32] {
        crate::keys::sha256(&self.id)
    }
}

impl Context {
    /// The address as text, for records.
    pub fn address_text(&self) -> Option<String> {
        self.address.map(|address| address.ip.to_string())
    }
}
