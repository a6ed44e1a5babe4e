use model::{Method, MethodSet, Proof, proved};
use serde::{Deserialize, Serialize};

/// Combinations of methods, each of which is enough (reference 5.2). One definition, used by whoever prompts and
/// by whoever verifies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Strength(Vec<MethodSet>);

/// How strong a set of proofs is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Class {
    /// Nothing that counts.
    None,
    /// One factor.
    Single,
    /// Two factors.
    Mfa,
    /// Two factors that a false page cannot collect.
    PhishingResistant,
}

const SECOND: [Method; 6] =
    [Method::Totp, Method::RecoveryCode, Method::Push, Method::SecurityKey, Method::Sms, Method::Email];

impl Strength {
    /// Any first factor.
    pub fn single() -> Self {
        Self(
            [Method::Password, Method::Invitation, Method::TemporaryAccessPass, Method::Passkey]
                .into_iter()
                .map(|method| MethodSet::of(&[method]))
                .collect(),
        )
    }

    /// Multi-factor: a passkey or a Temporary Access Pass alone, a password with a second method (the recovery
    /// code is ours, S13), or a password with a remembered browser (S14).
    pub fn mfa() -> Self {
        let mut combinations =
            vec![MethodSet::of(&[Method::Passkey]), MethodSet::of(&[Method::TemporaryAccessPass])];
        combinations.extend(SECOND.map(|second| MethodSet::of(&[Method::Password, second])));
        combinations.push(MethodSet::of(&[Method::Password, Method::RememberedDevice]));
        Self(combinations)
    }

    /// A false page cannot collect it.
    pub fn phishing_resistant() -> Self {
        Self(vec![MethodSet::of(&[Method::Passkey])])
    }

    /// The same without the combinations that use a method.
    #[must_use]
    pub fn without(mut self, method: Method) -> Self {
        self.0.retain(|combination| !combination.contains(method));
        self
    }

    /// The combinations.
    pub fn combinations(&self) -> &[MethodSet] {
        &self.0
    }

    /// True when one of the combinations was proven.
    pub fn is_met_by(&self, proven: MethodSet) -> bool {
        self.0.iter().any(|combination| proven.includes(*combination))
    }

    /// True when whoever meets this meets `other` too.
    pub fn implies(&self, other: &Self) -> bool {
        self.0.iter().all(|combination| other.is_met_by(*combination))
    }

    /// The methods that would complete a combination of what was proven.
    pub fn missing(&self, proven: MethodSet) -> MethodSet {
        let mut missing = MethodSet::EMPTY;
        for combination in &self.0 {
            let open: Vec<Method> = combination.iter().filter(|method| !proven.contains(*method)).collect();
            if let [one] = open[..] {
                missing = missing.with(one);
            }
        }
        missing
    }
}

impl Class {
    /// How strong these proofs are.
    pub fn of(proofs: &[Proof]) -> Self {
        let proven = proved(proofs);
        if Strength::phishing_resistant().is_met_by(proven) {
            Self::PhishingResistant
        } else if Strength::mfa().is_met_by(proven) {
            Self::Mfa
        } else if Strength::single().is_met_by(proven) {
            Self::Single
        } else {
            Self::None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_with_a_new_password_is_one_factor() {
        let proven = MethodSet::of(&[Method::Invitation, Method::Password]);
        assert!(!Strength::mfa().is_met_by(proven));
        assert!(Strength::single().is_met_by(proven));
    }

    #[test]
    fn a_recovery_code_counts_with_a_password_and_is_never_phishing_resistant() {
        let proven = MethodSet::of(&[Method::Password, Method::RecoveryCode]);
        assert!(Strength::mfa().is_met_by(proven));
        assert!(!Strength::phishing_resistant().is_met_by(proven));
        assert!(!Strength::mfa().is_met_by(MethodSet::of(&[Method::RecoveryCode])));
    }

    #[test]
    fn two_second_factors_without_a_first_are_nothing() {
        assert!(!Strength::mfa().is_met_by(MethodSet::of(&[Method::Totp, Method::RecoveryCode])));
    }

    #[test]
    fn the_stronger_demand_implies_the_weaker() {
        assert!(Strength::phishing_resistant().implies(&Strength::mfa()));
        assert!(!Strength::mfa().implies(&Strength::phishing_resistant()));
    }

    #[test]
    fn what_is_missing_completes_a_combination() {
        let missing = Strength::mfa().missing(MethodSet::of(&[Method::Password]));
        assert!(missing.contains(Method::Totp) && missing.contains(Method::Passkey));
        assert!(!missing.contains(Method::Password));
    }
}
