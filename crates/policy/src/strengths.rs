use model::{Id, Make, Method, MethodSet, words};
use serde::{Deserialize, Serialize};

use crate::Strength;

/// An authentication strength with a name: what policies refer to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticationStrength {
    /// Its id; fixed for built-in ones.
    pub id: Id<AuthenticationStrength>,
    /// What people call it.
    pub name: String,
    /// Any of these is enough.
    pub combinations: Vec<Combination>,
    /// The makes of which a passkey must be; `None` where every make counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub makes: Option<Vec<Id<Make>>>,
}

/// Methods that are enough together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Combination(pub Vec<Mode>);

words! {
    /// A way to authenticate, in the words of Graph.
    Mode {
        /// A passkey or a security key that checks who holds it.
        Fido2 = "fido2",
        /// A key in a Windows computer. Not offered here.
        WindowsHelloForBusiness = "windowsHelloForBusiness",
        /// A certificate that counts for both factors. Not offered here.
        X509CertificateMultiFactor = "x509CertificateMultiFactor",
        /// A certificate that counts for one. Not offered here.
        X509CertificateSingleFactor = "x509CertificateSingleFactor",
        /// Signing in by telephone without a password. Not offered here.
        DeviceBasedPush = "deviceBasedPush",
        /// A Temporary Access Pass, once.
        TemporaryAccessPassOneTime = "temporaryAccessPassOneTime",
        /// A Temporary Access Pass, several times.
        TemporaryAccessPassMultiUse = "temporaryAccessPassMultiUse",
        /// A password.
        Password = "password",
        /// An approval on a telephone.
        MicrosoftAuthenticatorPush = "microsoftAuthenticatorPush",
        /// A code of an authenticator app.
        SoftwareOath = "softwareOath",
        /// A code of a token that shows one.
        HardwareOath = "hardwareOath",
        /// A code by SMS.
        Sms = "sms",
        /// A call. Not offered here.
        Voice = "voice",
        /// Two factors at another provider. Not offered here.
        FederatedMultiFactor = "federatedMultiFactor",
        /// One factor at another provider. Not offered here.
        FederatedSingleFactor = "federatedSingleFactor",
    }
}

impl Mode {
    /// True for what people register here, and a password.
    pub const fn is_offered(self) -> bool {
        matches!(self.method(), Some(Method::Password | Method::Passkey | Method::Totp))
    }

    /// The method here; `None` for what nobody can give here.
    const fn method(self) -> Option<Method> {
        Some(match self {
            Self::Fido2 => Method::Passkey,
            Self::TemporaryAccessPassOneTime | Self::TemporaryAccessPassMultiUse => {
                Method::TemporaryAccessPass
            }
            Self::Password => Method::Password,
            Self::MicrosoftAuthenticatorPush => Method::Push,
            Self::SoftwareOath | Self::HardwareOath => Method::Totp,
            Self::Sms => Method::Sms,
            Self::WindowsHelloForBusiness
            | Self::X509CertificateMultiFactor
            | Self::X509CertificateSingleFactor
            | Self::DeviceBasedPush
            | Self::Voice
            | Self::FederatedMultiFactor
            | Self::FederatedSingleFactor => return None,
        })
    }
}

impl Combination {
    /// Reads `password,softwareOath`; the order says nothing.
    pub fn from_words(words: &str) -> Option<Self> {
        let modes: Option<Vec<Mode>> = words.split(',').map(|word| Mode::from_word(word.trim())).collect();
        modes.map(Self)
    }

    /// True when people can be given all of it here.
    pub fn is_offered(&self) -> bool {
        !self.0.is_empty() && self.0.iter().all(|mode| mode.is_offered())
    }

    /// The words, as they were read.
    pub fn words(&self) -> String {
        self.0.iter().map(|mode| mode.word()).collect::<Vec<_>>().join(",")
    }

    fn methods(&self) -> Option<MethodSet> {
        self.0.iter().map(|mode| mode.method()).collect()
    }
}

impl AuthenticationStrength {
    /// Multi-factor authentication.
    pub const MFA: Id<Self> = Id::fixed(2);
    /// Without a password.
    pub const PASSWORDLESS: Id<Self> = Id::fixed(3);
    /// What a false page cannot collect.
    pub const PHISHING_RESISTANT: Id<Self> = Id::fixed(4);

    /// The built-in ones.
    pub const BUILT_IN: [Id<Self>; 3] = [Self::MFA, Self::PASSWORDLESS, Self::PHISHING_RESISTANT];

    /// What a built-in strength takes here.
    pub fn built_in(id: Id<Self>) -> Option<Strength> {
        let strengths = [
            (Self::MFA, Strength::prompted_mfa()),
            (Self::PASSWORDLESS, Strength::passwordless()),
            (Self::PHISHING_RESISTANT, Strength::phishing_resistant()),
        ];
        strengths.into_iter().find(|(known, _)| *known == id).map(|(_, strength)| strength)
    }

    /// What it takes here: the combinations that can be given here. None may be left, and then nobody meets it.
    pub fn strength(&self) -> Strength {
        let combinations = self.combinations.iter().filter_map(Combination::methods);
        Strength::any_of(combinations).of_makes(self.makes.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn custom(combinations: &[&str]) -> Strength {
        let combinations = combinations.iter().map(|words| Combination::from_words(words).unwrap()).collect();
        AuthenticationStrength { id: Id::fixed(9), name: "Mine".to_owned(), combinations, makes: None }
            .strength()
    }

    #[test]
    fn a_combination_says_the_same_in_any_order() {
        let proven = MethodSet::of(&[Method::Password, Method::Totp]);
        assert!(custom(&["password,softwareOath"]).is_met_by(proven));
        assert!(custom(&["softwareOath, password"]).is_met_by(proven));
        assert!(!custom(&["password,sms"]).is_met_by(proven));
    }

    #[test]
    fn what_cannot_be_given_here_is_met_by_nobody() {
        let everything = MethodSet::of(&Method::ALL);
        assert!(!custom(&["windowsHelloForBusiness", "password,voice"]).is_met_by(everything));
        assert!(custom(&["windowsHelloForBusiness", "fido2"]).is_met_by(everything));
        assert_eq!(Combination::from_words("password,telepathy"), None);
        let offered = |words: &str| Combination::from_words(words).unwrap().is_offered();
        assert!(offered("fido2") && offered("password,softwareOath"));
        assert!(!offered("password,sms") && !offered("x509CertificateMultiFactor"));
    }
}
