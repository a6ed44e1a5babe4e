use std::borrow::Cow;

use model::{Id, Make, Method, MethodSet, Proof, proved};
use serde::{Deserialize, Serialize};

/// Combinations of methods, each of which is enough. One definition, used by whoever prompts and
/// by whoever verifies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Strength {
    combinations: Cow<'static, [MethodSet]>,
    makes: Option<Vec<Id<Make>>>,
}

/// A strength as records keep it: most name no makes, and are the list of their combinations.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Plain(Vec<MethodSet>),
    OfMakes { combinations: Vec<MethodSet>, makes: Vec<Id<Make>> },
}

impl From<Written> for Strength {
    fn from(written: Written) -> Self {
        match written {
            Written::Plain(combinations) => Self { combinations: combinations.into(), makes: None },
            Written::OfMakes { combinations, makes } => {
                Self { combinations: combinations.into(), makes: Some(makes) }
            }
        }
    }
}

impl From<Strength> for Written {
    fn from(strength: Strength) -> Self {
        let combinations = strength.combinations.into_owned();
        match strength.makes {
            None => Self::Plain(combinations),
            Some(makes) => Self::OfMakes { combinations, makes },
        }
    }
}

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

const fn with_password(second: Method) -> MethodSet {
    MethodSet::of(&[Method::Password, second])
}

const PASSKEY: MethodSet = MethodSet::of(&[Method::Passkey]);
const PASS: MethodSet = MethodSet::of(&[Method::TemporaryAccessPass]);

const SINGLE: &[MethodSet] =
    &[MethodSet::of(&[Method::Password]), MethodSet::of(&[Method::Invitation]), PASS, PASSKEY];

// A code by e-mail is no second factor: whoever reads the mail may have reset the password too.
// The recovery code and the sealed capsule are ours (S13, S5); a security key without verification stands beside the
// password like a code.
const MFA: &[MethodSet] = &[
    PASSKEY,
    PASS,
    with_password(Method::Totp),
    with_password(Method::Push),
    with_password(Method::SecurityKey),
    with_password(Method::Sms),
    with_password(Method::RecoveryCode),
    with_password(Method::SealedCapsule),
    with_password(Method::RememberedDevice),
];

// Beside a session, so that the password need not be typed again. A recovery code is for the day that the telephone
// is gone: also then one must be able to set up another.
const CONFIRMATION: &[MethodSet] = &[
    PASSKEY,
    PASS,
    MethodSet::of(&[Method::Totp]),
    MethodSet::of(&[Method::Push]),
    MethodSet::of(&[Method::SecurityKey]),
    MethodSet::of(&[Method::Sms]),
    MethodSet::of(&[Method::RecoveryCode]),
    MethodSet::of(&[Method::SealedCapsule]),
];

const EMERGENCY: &[MethodSet] = &[PASSKEY, with_password(Method::SealedCapsule)];

impl Strength {
    const fn fixed(combinations: &'static [MethodSet]) -> Self {
        Self { combinations: Cow::Borrowed(combinations), makes: None }
    }

    /// Any first factor. An invitation proves that the link was held: one factor, and with the password that is
    /// set by it still one.
    pub const fn single() -> Self {
        Self::fixed(SINGLE)
    }

    /// What the `mfa` grant control takes: everything that [`Strength::prompted_mfa`] takes, and a password in a
    /// remembered browser (S14).
    pub const fn mfa() -> Self {
        Self::fixed(MFA)
    }

    /// Multi-factor as an authentication strength: a passkey or a Temporary Access Pass alone, or a password with
    /// a second method. A remembered browser never stands in (S14).
    pub const fn prompted_mfa() -> Self {
        let (prompted, _) = MFA.split_at(MFA.len() - 1);
        Self::fixed(prompted)
    }

    /// One second factor, given again by somebody who is signed in: what confirming asks for.
    pub const fn confirmation() -> Self {
        Self::fixed(CONFIRMATION)
    }

    /// Multi-factor without a password.
    pub const fn passwordless() -> Self {
        Self::fixed(&[PASSKEY])
    }

    /// A false page cannot collect it. Never a recovery code (S13).
    pub const fn phishing_resistant() -> Self {
        Self::fixed(&[PASSKEY])
    }

    /// What an emergency account comes in with, which no other policy binds: a passkey, or the password with its sealed
    /// capsule (S5).
    pub const fn emergency() -> Self {
        Self::fixed(EMERGENCY)
    }

    /// Any of these combinations; an empty one is dropped, or everybody would meet it.
    pub fn any_of(combinations: impl IntoIterator<Item = MethodSet>) -> Self {
        let combinations = combinations.into_iter().filter(|combination| !combination.is_empty()).collect();
        Self { combinations, makes: None }
    }

    /// Whatever one of these takes. Where some name makes, a passkey of another make counts for none of them: such
    /// strengths do not stand beside another in a policy that is on.
    pub fn either<'s>(strengths: impl IntoIterator<Item = &'s Self>) -> Self {
        let (mut combinations, mut makes) = (vec![], None::<Vec<Id<Make>>>);
        for strength in strengths {
            combinations.extend_from_slice(&strength.combinations);
            if let Some(more) = &strength.makes {
                makes.get_or_insert_default().extend(more);
            }
        }
        Self { makes, ..Self::any_of(combinations) }
    }

    /// The same where only passkeys of these makes count; `None` for those of every make.
    #[must_use]
    pub fn of_makes(self, makes: Option<Vec<Id<Make>>>) -> Self {
        Self { makes, ..self }
    }

    /// The combinations.
    pub fn combinations(&self) -> &[MethodSet] {
        &self.combinations
    }

    /// The makes of which a passkey must be, where not every make counts.
    pub fn makes(&self) -> Option<&[Id<Make>]> {
        self.makes.as_deref()
    }

    /// Of these methods those that count for it: a passkey counts where one of the passkeys is of a make that does.
    pub fn counting(&self, methods: MethodSet, passkeys: impl IntoIterator<Item = Id<Make>>) -> MethodSet {
        match &self.makes {
            Some(makes) if !passkeys.into_iter().any(|make| makes.contains(&make)) => {
                methods.without(Method::Passkey)
            }
            _ => methods,
        }
    }

    /// True when one of the combinations is in these methods, of which each counts; see [`Strength::counting`].
    pub fn is_met_by(&self, proven: MethodSet) -> bool {
        self.combinations.iter().any(|combination| !combination.is_empty() && proven.includes(*combination))
    }

    /// True when whoever meets this meets `other` too.
    pub fn implies(&self, other: &Self) -> bool {
        self.combinations.iter().all(|combination| other.is_met_by(*combination)) && self.names_no_more(other)
    }

    /// True when every passkey that counts for this counts for `other`.
    fn names_no_more(&self, other: &Self) -> bool {
        let Some(theirs) = &other.makes else { return true };
        let asks_none = !self.combinations.iter().any(|combination| combination.contains(Method::Passkey));
        let is_among = |mine: &Vec<Id<Make>>| mine.iter().all(|make| theirs.contains(make));
        asks_none || self.makes.as_ref().is_some_and(is_among)
    }

    /// The methods that would complete a combination of what was proven.
    pub fn missing(&self, proven: MethodSet) -> MethodSet {
        self.combinations
            .iter()
            .filter_map(|combination| {
                let mut open = combination.iter().filter(|method| !proven.contains(*method));
                open.next().filter(|_| open.next().is_none())
            })
            .collect()
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

    fn proven(methods: &[Method]) -> MethodSet {
        MethodSet::of(methods)
    }

    #[test]
    fn an_invitation_with_a_new_password_is_one_factor() {
        let proven = proven(&[Method::Invitation, Method::Password]);
        assert!(!Strength::mfa().is_met_by(proven));
        assert!(Strength::single().is_met_by(proven));
    }

    #[test]
    fn a_recovery_code_counts_with_a_password_and_is_never_phishing_resistant() {
        let both = proven(&[Method::Password, Method::RecoveryCode]);
        assert!(Strength::mfa().is_met_by(both));
        assert!(!Strength::phishing_resistant().is_met_by(both));
        assert!(!Strength::mfa().is_met_by(proven(&[Method::RecoveryCode])));
    }

    #[test]
    fn a_remembered_browser_meets_the_control_and_no_strength() {
        let both = proven(&[Method::Password, Method::RememberedDevice]);
        assert!(Strength::mfa().is_met_by(both));
        for strength in [Strength::prompted_mfa(), Strength::passwordless(), Strength::phishing_resistant()] {
            assert!(!strength.is_met_by(both));
        }
        assert!(!Strength::mfa().is_met_by(proven(&[Method::RememberedDevice])));
    }

    #[test]
    fn two_second_factors_without_a_first_are_nothing() {
        assert!(!Strength::mfa().is_met_by(proven(&[Method::Totp, Method::RecoveryCode])));
        assert!(!Strength::single().is_met_by(proven(&[Method::Totp, Method::RememberedDevice])));
    }

    #[test]
    fn neither_mail_nor_an_app_password_is_a_second_factor() {
        for second in [Method::Email, Method::AppPassword, Method::Invitation] {
            assert!(!Strength::mfa().is_met_by(proven(&[Method::Password, second])), "{second:?}");
        }
    }

    #[test]
    fn the_stronger_demand_implies_the_weaker() {
        let order =
            [Strength::phishing_resistant(), Strength::prompted_mfa(), Strength::mfa(), Strength::single()];
        for (place, stronger) in order.iter().enumerate() {
            for weaker in &order[place..] {
                assert!(stronger.implies(weaker));
            }
            for stricter in &order[..place] {
                assert!(!stronger.implies(stricter));
            }
        }
    }

    #[test]
    fn an_empty_combination_lets_nobody_in() {
        let read: Strength = serde_json::from_str("[0]").unwrap();
        assert!(!read.is_met_by(proven(&Method::ALL)));
        assert!(!Strength::any_of([MethodSet::EMPTY]).is_met_by(proven(&Method::ALL)));
    }

    const BLUE: Id<Make> = Id::fixed(1);
    const RED: Id<Make> = Id::fixed(2);

    fn passkeys(makes: &[Id<Make>]) -> Strength {
        Strength::phishing_resistant().of_makes(Some(makes.to_vec()))
    }

    #[test]
    fn where_makes_are_named_a_passkey_of_another_counts_for_nothing() {
        let both = proven(&[Method::Passkey, Method::Totp]);
        assert_eq!(passkeys(&[BLUE]).counting(both, [RED, BLUE]), both);
        assert_eq!(passkeys(&[BLUE]).counting(both, [RED]), proven(&[Method::Totp]));
        assert_eq!(passkeys(&[BLUE]).counting(both, []), proven(&[Method::Totp]));
        assert_eq!(Strength::mfa().counting(both, []), both);
    }

    #[test]
    fn fewer_makes_imply_more_and_never_the_other_way() {
        let (one, two) = (passkeys(&[BLUE]), passkeys(&[BLUE, RED]));
        assert!(one.implies(&two) && one.implies(&Strength::mfa()) && one.implies(&one));
        assert!(!two.implies(&one) && !Strength::phishing_resistant().implies(&one));
        let app = Strength::any_of([with_password(Method::Totp)]);
        let app_or_blue = Strength::either([&app, &one]);
        assert!(app.implies(&app_or_blue) && one.implies(&app_or_blue));
        assert!(!app_or_blue.is_met_by(app_or_blue.counting(proven(&[Method::Passkey]), [RED])));
    }

    #[test]
    fn a_strength_without_makes_is_kept_as_its_combinations() {
        assert_eq!(serde_json::to_string(&Strength::passwordless()).unwrap(), "[32]");
        let kept = serde_json::to_string(&passkeys(&[BLUE])).unwrap();
        assert_eq!(serde_json::from_str::<Strength>(&kept).unwrap(), passkeys(&[BLUE]));
    }

    #[test]
    fn what_is_missing_completes_a_combination() {
        let missing = Strength::mfa().missing(proven(&[Method::Password]));
        assert!(missing.contains(Method::Totp) && missing.contains(Method::Passkey));
        assert!(!missing.contains(Method::Password));
        let nothing_yet = Strength::mfa().missing(MethodSet::EMPTY);
        assert_eq!(nothing_yet, proven(&[Method::Passkey, Method::TemporaryAccessPass]));
    }
}
