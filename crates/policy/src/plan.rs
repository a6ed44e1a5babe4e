use model::words;

use crate::Policy;
use crate::conditions::Condition;

words! {
    /// The plan of an organisation. It says what can be written, never what is decided: a policy that is on
    /// stays on when a plan ends.
    #[derive(Default)]
    Plan {
        /// Without conditional access.
        Free = "free",
        /// With conditional access.
        P1 = "p1",
        /// With conditional access that looks at risk: what an organisation has until whoever runs the installation says
        /// otherwise.
        #[default]
        P2 = "p2",
    }
}

/// The two that are sold by themselves: part number and id.
const PRODUCTS: [(&str, &str); 2] = [
    ("AAD_PREMIUM", "078d2b04-f1bd-4111-bbd4-b4b1b354cef4"),
    ("AAD_PREMIUM_P2", "84a661c4-e949-4bd2-a560-ed7766fcaf2b"),
];

/// What Microsoft sells, and the plan that is in it: part number, id, plan.
const BUNDLES: [(&str, &str, Plan); 5] = [
    ("SPB", "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", Plan::P1),
    ("EMS", "efccb6f7-5641-4e0e-bd10-b4976e1bf68e", Plan::P1),
    ("SPE_E3", "05e9a617-0261-4cee-bb44-138d3ef5d965", Plan::P1),
    ("EMSPREMIUM", "b05e124f-c7cc-45a0-a6aa-8cf78c946968", Plan::P2),
    ("SPE_E5", "06ebc4ee-1bb5-47dd-8120-11324bc54e06", Plan::P2),
];

/// The services that a plan consists of: name and id.
static SERVICES: [(&str, &str); 2] = [
    ("AAD_PREMIUM", "41781fb2-bc02-4b7c-bd55-b576c07bb09d"),
    ("AAD_PREMIUM_P2", "eec0eb4f-6444-4f95-aba0-50c24d67f998"),
];

impl Plan {
    /// The plan of this name, or the one that is in what Microsoft sells under this part number or id.
    pub fn named(name: &str) -> Option<Self> {
        let is_it = |(part, id, _): &&(&str, &str, Self)| part.eq_ignore_ascii_case(name) || *id == name;
        Self::from_word(&name.to_lowercase()).or_else(|| BUNDLES.iter().find(is_it).map(|(_, _, plan)| *plan))
    }

    /// The services it consists of, as Graph lists them: name and id. P2 has those of P1 too.
    pub fn services(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Free => &SERVICES[..0],
            Self::P1 => &SERVICES[..1],
            Self::P2 => &SERVICES,
        }
    }

    /// What it is sold as: part number and id. Nobody sells what is free.
    pub const fn product(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Free => None,
            Self::P1 => Some(PRODUCTS[0]),
            Self::P2 => Some(PRODUCTS[1]),
        }
    }

    /// The plan that a written policy needs.
    pub fn needed_by(policy: &Policy) -> Self {
        let looks_at_risk = policy.conditions.iter().any(|condition| {
            matches!(
                condition,
                Condition::SignInRisk(_) | Condition::UserRisk(_) | Condition::ServicePrincipalRisk(_)
            )
        });
        if looks_at_risk { Self::P2 } else { Self::P1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_named_by_its_word_or_by_what_it_is_sold_in() {
        assert_eq!(Plan::named("P1"), Some(Plan::P1));
        assert_eq!(Plan::named("spe_e5"), Some(Plan::P2));
        assert_eq!(Plan::named("cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46"), Some(Plan::P1));
        assert_eq!(Plan::named("gold"), None);
    }

    #[test]
    fn the_larger_plan_has_what_the_smaller_has() {
        assert!(Plan::Free.services().is_empty());
        assert!(Plan::P2.services().starts_with(Plan::P1.services()));
        assert!(Plan::Free < Plan::P1 && Plan::P1 < Plan::P2);
    }
}
