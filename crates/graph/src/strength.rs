//! The built-in authentication strengths in the JSON of Microsoft Graph, and words of lists that were
//! added after their end.

use policy::AuthenticationStrength;
use serde_json::{Value, json};

use crate::Version;

const PHISHING_RESISTANT: [&str; 3] = ["windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor"];
const PASSWORDLESS: [&str; 4] =
    ["windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor", "deviceBasedPush"];
pub(crate) const SINGLE: [&str; 4] =
    ["x509CertificateSingleFactor", "sms", "password", "federatedSingleFactor"];
pub(crate) const MFA: [&str; 19] = [
    "windowsHelloForBusiness",
    "fido2",
    "x509CertificateMultiFactor",
    "deviceBasedPush",
    "temporaryAccessPassOneTime",
    "temporaryAccessPassMultiUse",
    "password,microsoftAuthenticatorPush",
    "password,softwareOath",
    "password,hardwareOath",
    "password,x509CertificateSingleFactor",
    "password,x509CertificateMultiFactor",
    "password,sms",
    "password,voice",
    "federatedMultiFactor",
    "microsoftAuthenticatorPush,federatedSingleFactor",
    "softwareOath,federatedSingleFactor",
    "hardwareOath,federatedSingleFactor",
    "sms,federatedSingleFactor",
    "voice,federatedSingleFactor",
];

/// When strengths began: a reader expects a moment, and these were never made.
const SINCE: &str = "2021-12-01T00:00:00Z";

/// The built-in strengths. What cannot be given here is among their combinations: whoever reads a strength compares it
/// with what they know it as.
pub fn built_in_strengths() -> Vec<Value> {
    let strength = |id: model::Id<AuthenticationStrength>, name: &str, combinations: &[&str]| {
        json!({
            "id": id.to_string(),
            "createdDateTime": SINCE,
            "modifiedDateTime": SINCE,
            "displayName": name,
            "description": name,
            "policyType": "builtIn",
            "requirementsSatisfied": "mfa",
            "allowedCombinations": combinations,
            "combinationConfigurations": [],
        })
    };
    vec![
        strength(AuthenticationStrength::MFA, "Multifactor authentication", &MFA),
        strength(AuthenticationStrength::PASSWORDLESS, "Passwordless MFA", &PASSWORDLESS),
        strength(AuthenticationStrength::PHISHING_RESISTANT, "Phishing-resistant MFA", &PHISHING_RESISTANT),
    ]
}

/// A policy as Graph shows it: with its strength as it is now, where it is one of these.
pub fn expanded(mut policy: Value, strengths: &[Value]) -> Value {
    if let Some(named) = policy.pointer_mut("/grantControls/authenticationStrength")
        && let Some(known) = strengths.iter().find(|strength| strength["id"] == named["id"])
    {
        *named = known.clone();
    }
    policy
}

/// Words that were added to their list after it was closed: who does not ask for them is told that there is
/// one.
const LATER: [&str; 2] = ["riskRemediation", "strictLocation"];
/// One that beta tells to everybody, in Microsoft's template for lost accounts.
const LATER_THAN_V1: &str = "verifiedID";
const UNKNOWN: &str = "unknownFutureValue";

/// Flags of templates and of `evaluate` that were added so.
const LATER_FLAGS: [&str; 3] = ["aiAgents", "agentIdRisk", "agentIdentities"];

/// The same for a reader of a version who knows the lists as they were.
pub fn without_later_words(mut value: Value, version: Version) -> Value {
    let is_later = |word: &str| LATER.contains(&word) || (word == LATER_THAN_V1 && version == Version::V1);
    let hide = |word: &mut Value| {
        if word.as_str().is_some_and(is_later) {
            *word = UNKNOWN.into();
        }
    };
    // What a template holds is a policy.
    if let Some(details) = value.get_mut("details") {
        *details = without_later_words(details.take(), version);
    }
    if let Some(Value::Array(words)) = value.pointer_mut("/grantControls/builtInControls") {
        words.iter_mut().for_each(hide);
    }
    if let Some(word) = value.pointer_mut("/sessionControls/continuousAccessEvaluation/mode") {
        hide(word);
    }
    if let Some(Value::Array(policies)) = value.get_mut("appliedConditionalAccessPolicies") {
        for result in policies.iter_mut().filter_map(|policy| policy.get_mut("result")) {
            if result.as_str().is_some_and(|word| word.starts_with("reportOnly")) {
                *result = UNKNOWN.into();
            }
        }
    }
    for member in ["scenarios", "analysisReasons"] {
        let Some(Value::String(flags)) = value.get_mut(member) else { continue };
        let hidden = flags.split(',').map(|flag| if LATER_FLAGS.contains(&flag) { UNKNOWN } else { flag });
        *flags = hidden.collect::<Vec<_>>().join(",");
    }
    value
}

#[cfg(test)]
mod tests {
    use policy::Combination;

    use super::*;

    #[test]
    fn every_combination_of_a_built_in_strength_is_one() {
        for strength in built_in_strengths() {
            for words in strength["allowedCombinations"].as_array().unwrap() {
                assert!(Combination::from_words(words.as_str().unwrap()).is_some(), "{words}");
            }
            let id = strength["id"].as_str().unwrap().parse().unwrap();
            assert!(AuthenticationStrength::built_in(id).is_some(), "{id}");
        }
    }

    #[test]
    fn later_words_are_told_to_who_asks_for_them() {
        let policy = json!({ "grantControls": { "builtInControls": ["mfa", "riskRemediation"] },
            "sessionControls": { "continuousAccessEvaluation": { "mode": "strictLocation" } } });
        let hidden = without_later_words(policy, Version::Beta);
        assert_eq!(hidden["grantControls"]["builtInControls"], json!(["mfa", "unknownFutureValue"]));
        assert_eq!(hidden["sessionControls"]["continuousAccessEvaluation"]["mode"], "unknownFutureValue");
        let template = without_later_words(json!({ "scenarios": "zeroTrust,aiAgents" }), Version::V1);
        assert_eq!(template["scenarios"], "zeroTrust,unknownFutureValue");
        let log = json!({ "appliedConditionalAccessPolicies": [{ "result": "reportOnlySuccess" }, { "result": "success" }] });
        let hidden = without_later_words(log, Version::V1);
        assert_eq!(hidden["appliedConditionalAccessPolicies"][0]["result"], "unknownFutureValue");
        assert_eq!(hidden["appliedConditionalAccessPolicies"][1]["result"], "success");
        let plain = json!({ "sessionControls": null, "grantControls": null });
        assert_eq!(without_later_words(plain.clone(), Version::V1), plain);
    }

    #[test]
    fn what_a_template_holds_is_told_in_the_words_of_its_version() {
        let template =
            json!({ "details": { "grantControls": { "builtInControls": ["mfa", "verifiedID"] } } });
        let told = without_later_words(template.clone(), Version::V1);
        assert_eq!(told["details"]["grantControls"]["builtInControls"], json!(["mfa", "unknownFutureValue"]));
        assert_eq!(without_later_words(template.clone(), Version::Beta), template);
    }
}
