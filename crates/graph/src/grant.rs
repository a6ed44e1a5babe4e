//! `grantControls` of a policy.

use policy::controls::{
    ApprovedApplication, Block, CompliantApplication, CompliantDevice, Control, Custom, DomainJoinedDevice,
    Mfa, Operator, PasswordChange, RequiredStrength, RiskRemediation, TermsOfUse, VerifiedId,
};
use policy::{AuthenticationStrength, Combination, code};
use serde_json::{Map, Value, json};

use crate::reader::Object;
use crate::strength_document::makes;

/// What was read of `grantControls`.
#[derive(Default)]
pub(crate) struct Read {
    pub(crate) operator: Operator,
    pub(crate) controls: Vec<Control>,
    /// The strength as it stood in the document: a copy of what it once was, which decides nothing where the strength
    /// is known.
    pub(crate) copy: Option<Value>,
}

pub(crate) fn read(object: &mut Object<'_>) -> Read {
    let operator = object.text("operator", |word| match word.to_ascii_uppercase().as_str() {
        "AND" => Some(Operator::And),
        "OR" => Some(Operator::Or),
        _ => None,
    });
    let mut controls = object.list("builtInControls", built_in);
    controls.extend(
        object.list("termsOfUse", |id| id.parse().ok().map(|id| Control::TermsOfUse(TermsOfUse(id)))),
    );
    controls.extend(
        object.list("customAuthenticationFactors", |id| Some(Control::Custom(Custom(id.to_owned())))),
    );
    let mut copy = None;
    if let Some(strength) =
        object.object("authenticationStrength", |strength| strength_of(strength, &mut copy))
    {
        controls.extend(strength);
    }
    Read { operator: operator.unwrap_or(Operator::Or), controls, copy }
}

/// `block` and the others, by Graph's word.
fn built_in(word: &str) -> Option<Control> {
    Some(match word {
        "block" => Control::Block(Block { error: code::BLOCKED }),
        "mfa" => Control::Mfa(Mfa {}),
        "compliantDevice" => Control::CompliantDevice(CompliantDevice {}),
        "domainJoinedDevice" => Control::DomainJoinedDevice(DomainJoinedDevice {}),
        "approvedApplication" => Control::ApprovedApplication(ApprovedApplication {}),
        "compliantApplication" => Control::CompliantApplication(CompliantApplication {}),
        "passwordChange" => Control::PasswordChange(PasswordChange {}),
        "riskRemediation" => Control::RiskRemediation(RiskRemediation {}),
        "verifiedID" => Control::VerifiedId(VerifiedId {}),
        _ => return None,
    })
}

fn strength_of(object: &mut Object<'_>, copy: &mut Option<Value>) -> Option<Control> {
    let id: model::Id<AuthenticationStrength> = object.text("id", |id| id.parse().ok())?;
    let words = object.list("allowedCombinations", |words| {
        Combination::from_words(words).map(|combination| (words.to_owned(), combination))
    });
    let mut kept = Map::new();
    kept.insert("id".to_owned(), id.to_string().into());
    if !words.is_empty() {
        let words = words.iter().map(|(words, _)| words.as_str()).collect::<Value>();
        kept.insert("allowedCombinations".to_owned(), words);
    }
    for name in [
        "displayName",
        "description",
        "policyType",
        "requirementsSatisfied",
        "createdDateTime",
        "modifiedDateTime",
        "combinationConfigurations",
    ] {
        if let Some(value) = object.take(name) {
            kept.insert(name.to_owned(), value);
        }
    }
    // A list that cannot be read names no make, so that no key counts for it.
    let makes = kept.get("combinationConfigurations").and_then(|list| makes(list).unwrap_or(Some(vec![])));
    *copy = Some(Value::Object(kept));
    let combinations = words.into_iter().map(|(_, combination)| combination).collect();
    let written = AuthenticationStrength { id, name: String::new(), combinations, makes };
    Some(Control::Strength(RequiredStrength::find(id, &[written])))
}

pub(crate) fn write(operator: Operator, controls: &[Control], copy: Option<&Value>) -> Value {
    let terms = |control: &Control| match control {
        Control::TermsOfUse(TermsOfUse(id)) => Some(id.to_string()),
        _ => None,
    };
    let custom = |control: &Control| match control {
        Control::Custom(Custom(id)) => Some(id.clone()),
        _ => None,
    };
    let strength = controls.iter().find_map(|control| match control {
        Control::Strength(strength) => Some(json!({ "id": strength.id })),
        _ => None,
    });
    json!({
        "operator": match operator { Operator::And => "AND", Operator::Or => "OR" },
        "builtInControls": controls.iter().filter_map(word).collect::<Vec<_>>(),
        "customAuthenticationFactors": controls.iter().filter_map(custom).collect::<Vec<_>>(),
        "termsOfUse": controls.iter().filter_map(terms).collect::<Vec<_>>(),
        "authenticationStrength": strength.map(|bare| copy.cloned().unwrap_or(bare)),
    })
}

/// The word of a built-in control.
pub(crate) const fn word(control: &Control) -> Option<&'static str> {
    Some(match control {
        Control::Block(_) => "block",
        Control::Mfa(_) => "mfa",
        Control::CompliantDevice(_) => "compliantDevice",
        Control::DomainJoinedDevice(_) => "domainJoinedDevice",
        Control::ApprovedApplication(_) => "approvedApplication",
        Control::CompliantApplication(_) => "compliantApplication",
        Control::PasswordChange(_) => "passwordChange",
        Control::RiskRemediation(_) => "riskRemediation",
        Control::VerifiedId(_) => "verifiedID",
        Control::AtLeast(_)
        | Control::Registration(_)
        | Control::Strength(_)
        | Control::TermsOfUse(_)
        | Control::Custom(_) => return None,
    })
}
