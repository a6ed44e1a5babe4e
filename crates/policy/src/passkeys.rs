use std::collections::BTreeMap;

use model::{Id, Make};
use serde::{Deserialize, Serialize};

/// What an organisation asks of passkeys and security keys: part of a revision, in the words of the reference's `Fido2`
/// configuration (5.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyRules {
    /// Whether people register keys themselves. Those they have stay good.
    pub is_self_service_registration_allowed: bool,
    /// Whether a new key must prove its make, up to a certificate among the roots.
    pub is_attestation_enforced: bool,
    /// Which makes are taken: for new keys, and for those that people have.
    pub key_restrictions: KeyRestrictions,
    /// The certificates that vouch for makes: DER in base64. Nobody's are trusted by themselves.
    #[serde(default)]
    pub attestation_roots: Vec<String>,
    /// What makes are called: an AAGUID tells people nothing.
    #[serde(default)]
    pub make_names: BTreeMap<Id<Make>, String>,
}

/// Which makes are taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyRestrictions {
    /// Whether the list counts.
    pub is_enforced: bool,
    /// What the list is.
    pub enforcement_type: Enforcement,
    /// The list.
    pub aa_guids: Vec<Id<Make>>,
}

/// What a list of makes is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Enforcement {
    /// The only ones that are taken.
    Allow,
    /// Those that are not.
    Block,
}

impl PasskeyRules {
    /// The most makes in a list.
    pub const MOST_MAKES: usize = 100;
    /// The most certificates.
    pub const MOST_ROOTS: usize = 20;

    /// What an organisation has until it says otherwise: people register what they like.
    pub const fn usual() -> Self {
        Self {
            is_self_service_registration_allowed: true,
            is_attestation_enforced: false,
            key_restrictions: KeyRestrictions {
                is_enforced: false,
                enforcement_type: Enforcement::Block,
                aa_guids: vec![],
            },
            attestation_roots: vec![],
            make_names: BTreeMap::new(),
        }
    }

    /// Whether keys of this make are taken.
    pub fn takes(&self, make: Id<Make>) -> bool {
        let KeyRestrictions { is_enforced, enforcement_type, aa_guids } = &self.key_restrictions;
        !is_enforced || (*enforcement_type == Enforcement::Allow) == aa_guids.contains(&make)
    }

    /// The same where of what is taken only these makes are.
    #[must_use]
    pub fn narrowed_to(&self, makes: &[Id<Make>]) -> Self {
        let aa_guids = makes.iter().copied().filter(|make| self.takes(*make)).collect();
        let key_restrictions =
            KeyRestrictions { is_enforced: true, enforcement_type: Enforcement::Allow, aa_guids };
        Self { key_restrictions, ..self.clone() }
    }

    /// The names of the makes that alone are taken, as far as they have names; `None` where others are taken too.
    pub fn only(&self) -> Option<Vec<&str>> {
        let KeyRestrictions { is_enforced, enforcement_type, aa_guids } = &self.key_restrictions;
        let only = *is_enforced && *enforcement_type == Enforcement::Allow;
        only.then(|| {
            let mut names: Vec<&str> =
                aa_guids.iter().filter_map(|make| self.make_names.get(make)).map(String::as_str).collect();
            names.sort_unstable();
            names.dedup();
            names
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLUE: Id<Make> = Id::fixed(0xcb69481e_8ff7_4039_93ec_0a2729a154a8);
    const SILENT: Id<Make> = Id::fixed(0);

    fn rules(enforcement_type: Enforcement) -> PasskeyRules {
        let key_restrictions = KeyRestrictions { is_enforced: true, enforcement_type, aa_guids: vec![BLUE] };
        PasskeyRules { key_restrictions, ..PasskeyRules::usual() }
    }

    #[test]
    fn a_list_that_allows_takes_nothing_else_not_even_what_does_not_tell() {
        let rules = rules(Enforcement::Allow);
        assert!(rules.takes(BLUE));
        assert!(!rules.takes(SILENT));
        assert_eq!(rules.only(), Some(vec![]), "it has no name");
    }

    #[test]
    fn a_list_that_blocks_takes_everything_else() {
        let rules = rules(Enforcement::Block);
        assert!(!rules.takes(BLUE));
        assert!(rules.takes(SILENT));
        assert_eq!(rules.only(), None);
    }

    #[test]
    fn narrowing_takes_nothing_that_was_not_taken() {
        let usual = PasskeyRules::usual().narrowed_to(&[BLUE]);
        assert!(usual.takes(BLUE) && !usual.takes(SILENT));
        assert!(!rules(Enforcement::Block).narrowed_to(&[BLUE]).takes(BLUE));
    }

    #[test]
    fn a_list_that_does_not_count_takes_everything() {
        let mut rules = rules(Enforcement::Allow);
        rules.key_restrictions.is_enforced = false;
        assert!(rules.takes(SILENT) && rules.takes(BLUE));
    }

    #[test]
    fn it_is_kept_in_the_words_of_the_reference() {
        let kept = serde_json::to_value(rules(Enforcement::Allow)).unwrap();
        assert_eq!(kept["isSelfServiceRegistrationAllowed"], true);
        assert_eq!(kept["isAttestationEnforced"], false);
        assert_eq!(
            kept["keyRestrictions"],
            serde_json::json!({
                "isEnforced": true,
                "enforcementType": "allow",
                "aaGuids": ["cb69481e-8ff7-4039-93ec-0a2729a154a8"],
            })
        );
        assert_eq!(serde_json::from_value::<PasskeyRules>(kept).unwrap(), rules(Enforcement::Allow));
    }
}
