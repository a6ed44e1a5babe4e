use std::fmt;

use serde::{Deserialize, Serialize};

/// A fact that may be missing. Missing is a value, never "safe" and never an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Signal<T> {
    /// It was observed.
    Known(T),
    /// It could not be observed, or what was sent could not be read.
    #[default]
    Unknown,
    /// What If was asked without it; a real sign-in never carries this.
    NotGiven,
}

impl<T> Signal<T> {
    /// The value, if it was observed.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown | Self::NotGiven => None,
        }
    }
    /// `Known` of a value, `Unknown` of nothing.
    pub fn from_option(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Self::Known)
    }
}

/// Makes an enum whose values have one word each: in databases, logs, traces and wire formats. The crate that uses it
/// depends on `serde`.
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word that stands for it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
            /// Reads the word; exact.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// Through which door an attempt came. Every door passes the same gate.
    Door {
        /// A sign-in page in a browser.
        Browser = "browser",
        /// A session that already exists, silently.
        Session = "session",
        /// The token endpoint with an authorization code.
        Token = "token",
        /// The token endpoint with a refresh token.
        Refresh = "refresh",
        /// The userinfo endpoint.
        UserInfo = "userInfo",
        /// The admin API in the shapes of Microsoft Graph.
        Api = "api",
        /// An administrator's or person's own page.
        Page = "page",
        /// The registration of security info.
        Registration = "registration",
        /// An invitation, a recovery code, a reset.
        Recovery = "recovery",
    }
}

words! {
    /// The protocol an attempt speaks (the words of `authenticationProtocol` where Graph has one).
    Protocol {
        /// OpenID Connect or OAuth 2.
        Oidc = "oAuth2",
        /// Our own pages.
        Page = "page",
    }
}

words! {
    /// The kind of client application (`clientAppTypes` of conditional access).
    ClientApp {
        /// A browser.
        Browser = "browser",
        /// A modern desktop or mobile application.
        MobileAppsAndDesktopClients = "mobileAppsAndDesktopClients",
        /// Exchange ActiveSync.
        ExchangeActiveSync = "exchangeActiveSync",
        /// Anything that sends a bare password.
        Other = "other",
    }
}

words! {
    /// The operating system of the device, as far as it tells.
    Platform {
        /// Android.
        Android = "android",
        /// iOS and iPadOS.
        Ios = "iOS",
        /// Windows.
        Windows = "windows",
        /// Windows Phone.
        WindowsPhone = "windowsPhone",
        /// macOS.
        MacOs = "macOS",
        /// Linux and ChromeOS.
        Linux = "linux",
    }
}

words! {
    /// How the sign-in travels between devices (`authenticationFlows.transferMethods`).
    Flow {
        /// On the device itself.
        None = "none",
        /// RFC 8628.
        DeviceCode = "deviceCodeFlow",
        /// A session handed from one device to another.
        AuthenticationTransfer = "authenticationTransfer",
    }
}

words! {
    /// A level of risk.
    RiskLevel {
        /// No risk was found.
        None = "none",
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
    }
}

words! {
    /// What kind of guest somebody is.
    GuestKind {
        /// Not a guest.
        Member = "none",
        /// A guest with an account of ours.
        InternalGuest = "internalGuest",
        /// A guest of another organisation.
        B2bCollaborationGuest = "b2bCollaborationGuest",
        /// Of another organisation, and treated as a member.
        B2bCollaborationMember = "b2bCollaborationMember",
        /// Of another organisation, without an account of ours.
        B2bDirectConnectUser = "b2bDirectConnectUser",
        /// From outside in a way that has no name.
        OtherExternalUser = "otherExternalUser",
        /// Of whoever looks after the organisation from outside.
        ServiceProvider = "serviceProvider",
    }
}

words! {
    /// The old per-user switch.
    PerUserMfa {
        /// Nothing is asked by it.
        Disabled = "disabled",
        /// Registration is asked.
        Enabled = "enabled",
        /// A second factor is asked at each sign-in.
        Enforced = "enforced",
    }
}

words! {
    /// Whether something was seen before at a successful sign-in of this person.
    Known {
        /// Seen before.
        Seen = "known",
        /// Never seen.
        New = "new",
        /// There is nothing to compare with or nothing to compare.
        Unknown = "unknown",
    }
}

words! {
    /// An action that policy can have as its target in place of an application.
    UserAction {
        /// Registering or changing security info.
        RegisterSecurityInfo = "urn:user:registersecurityinfo",
        /// Confirming once more that it is the person: before their own methods change, and before what lowers
        /// protection or hands out power. Ours; it has no name in the reference.
        Confirm = "urn:sluis:confirm",
        /// Registering or joining a device.
        RegisterDevice = "urn:user:registerdevice",
    }
}

/// How familiar the browser, the network and the country are: what the built-in policies ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Familiarity {
    /// The browser, by its device cookie.
    pub browser: Known,
    /// The network, by its prefix.
    pub network: Known,
    /// The country of the address.
    pub country: Known,
}

impl Familiarity {
    /// Nothing is known.
    pub const UNKNOWN: Self =
        Self { browser: Known::Unknown, network: Known::Unknown, country: Known::Unknown };
}

/// A country as its ISO 3166-1 alpha-2 code, upper case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// Reads two ASCII letters.
    pub fn new(code: &str) -> Option<Self> {
        let bytes: [u8; 2] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphabetic).then(|| Self(bytes.map(|byte| byte.to_ascii_uppercase())))
    }
    /// The two letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Country {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::new(&text).ok_or_else(|| serde::de::Error::custom("not a country"))
    }
}
