//! From the form of a policy to what changes in its document. What the editor does not show stays as it is (D14): the
//! members that it does not name, and the words in its lists that it does not know.

use policy::rule::Rule;
use serde_json::{Map, Value, json};

use crate::form::Fields;
use crate::screens::admin::{
    ACTIONS, CHOICES, CLIENTS, FLOWS, GUESTS, KINDS, LEVELS, LISTS, PLATFORMS, PolicyForm,
    graph_flags as flags, graph_words as words, is_app, is_context, is_id, is_place,
};

/// Reads what was sent. What the editor does not offer is not taken.
pub(super) fn form_of(fields: &Fields) -> PolicyForm {
    let mut form = PolicyForm::new();
    form.name = fields.get("name").trim().to_owned();
    for (name, values) in CHOICES {
        let sent = fields.get(name);
        let value = values.iter().find(|value| **value == sent).copied().unwrap_or(values[0]);
        form.choose(name, value);
    }
    form.choose("mfa", if fields.get("mfa") == "yes" { "yes" } else { "" });
    form.choose("strength", Some(fields.get("strength")).filter(|id| is_id(id)).unwrap_or_default());
    form.choose("number", fields.get("number").trim());
    form.choose("device-rule", fields.get("device-rule").trim());
    for (name, known) in LISTS {
        let sent = fields.all().iter().filter(|(key, _)| key == name);
        let sent = sent.flat_map(|(_, value)| value.split(',')).map(str::trim);
        let fits = |word: &&str| match (known, name) {
            (Some(known), _) => known.contains(word),
            (None, "apps" | "not-apps") => is_app(word),
            (None, "places" | "not-places") => is_place(word),
            (None, "contexts") => is_context(word),
            (None, _) => is_id(word),
        };
        for word in sent.filter(fits) {
            form.put(name, word);
        }
    }
    for (key, value) in fields.all() {
        let typed = |id: &str| is_id(id).then(|| (id.to_owned(), value.trim().to_owned()));
        if let Some((id, reason)) = key.strip_prefix("why-").and_then(typed) {
            form.reasons.entry(id).or_default().0 = reason;
        } else if let Some((id, day)) = key.strip_prefix("until-").and_then(typed) {
            form.reasons.entry(id).or_default().1 = day;
        }
    }
    form
}

/// Why a form is no policy, before anybody else looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormError {
    /// After how many hours or days is no number.
    Number,
    /// The rule about devices cannot be read.
    Rule,
}

/// What changes in a document, null for one that is not there yet.
pub(super) fn patch(form: &PolicyForm, old: &Value) -> Result<Value, FormError> {
    let state = match form.get("state") {
        "on" => "enabled",
        "off" => "disabled",
        _ => "enabledForReportingButNotEnforced",
    };
    let mut patch = json!({ "displayName": form.name, "state": state });
    patch["conditions"] = conditions(form, &old["conditions"])?;
    patch["grantControls"] = grant(form, &old["grantControls"]);
    if let Some(session) = session(form, &old["sessionControls"])? {
        patch["sessionControls"] = session;
    }
    Ok(patch)
}

fn conditions(form: &PolicyForm, old: &Value) -> Result<Value, FormError> {
    let mut conditions = Map::new();
    let mut put = |name: &str, value: Value| conditions.insert(name.to_owned(), value);
    if form.get("who") != "kept" {
        put("users", people(form, &old["users"]));
    }
    if form.get("what") != "kept" {
        put("applications", targets(form, &old["applications"]));
    }
    put("locations", locations(form, &old["locations"]));
    put("platforms", platforms(form, &old["platforms"]));
    let clients = with_kept(form.list("clients"), &old["clientAppTypes"], |word| {
        word == "all" || CLIENTS.contains(&word)
    });
    put("clientAppTypes", if clients.is_empty() { json!(["all"]) } else { json!(clients) });
    let levels = with_kept(form.list("levels"), &old["signInRiskLevels"], |word| LEVELS.contains(&word));
    put("signInRiskLevels", json!(levels));
    let levels = with_kept(form.list("user-levels"), &old["userRiskLevels"], |word| LEVELS.contains(&word));
    put("userRiskLevels", json!(levels));
    let flows = changed_flags(form.list("flows"), &old["authenticationFlows"]["transferMethods"], &FLOWS);
    if let Some(flows) = flows {
        put("authenticationFlows", flows.map_or(Value::Null, |flows| json!({ "transferMethods": flows })));
    }
    if let Some(filter) = device_filter(form, &old["devices"]["deviceFilter"])? {
        put("devices", json!({ "deviceFilter": filter }));
    }
    Ok(Value::Object(conditions))
}

/// The rule about devices, where it is another one than before: a rule that only the policy itself can read stays.
fn device_filter(form: &PolicyForm, old: &Value) -> Result<Option<Value>, FormError> {
    let (mode, rule) = (form.get("device-mode"), form.get("device-rule"));
    let was = |member: &str| old[member].as_str().unwrap_or_default();
    if mode.is_empty() {
        return Ok((!old.is_null()).then_some(Value::Null));
    }
    if mode == was("mode") && rule == was("rule") {
        return Ok(None);
    }
    Rule::parse(rule).map_err(|_| FormError::Rule)?;
    Ok(Some(json!({ "mode": mode, "rule": rule })))
}

/// Several words in one text, where others are chosen than before; nothing of it where none is left. What the editor does
/// not offer stays.
fn changed_flags(chosen: &[String], old: &Value, known: &[&str]) -> Option<Option<String>> {
    let (before, kept): (Vec<String>, Vec<String>) =
        flags(old).into_iter().partition(|word| known.contains(&word.as_str()));
    let is_same = before.len() == chosen.len() && before.iter().all(|word| chosen.contains(word));
    // `none` is the word for nothing.
    let kept = kept.into_iter().filter(|word| word != "none");
    let all: Vec<String> = chosen.iter().cloned().chain(kept).collect();
    (!is_same).then(|| (!all.is_empty()).then(|| all.join(",")))
}

fn people(form: &PolicyForm, old: &Value) -> Value {
    let is_all = form.get("who") == "all";
    let side = |people: &str, guests: &str, member: &str| {
        let named = [form.list(people), form.list(guests)].concat();
        with_kept(&named, &old[member], |word| is_id(word) || [GUESTS, "All", "None"].contains(&word))
    };
    let chosen = |list: &str| if is_all { vec![] } else { form.list(list).to_vec() };
    let included = if is_all { vec!["All".to_owned()] } else { side("people", "guests", "includeUsers") };
    let mut users = json!({
        "includeUsers": included,
        "includeGroups": chosen("groups"),
        "includeRoles": chosen("roles"),
        "excludeUsers": side("not-people", "not-guests", "excludeUsers"),
        "excludeGroups": form.list("not-groups"),
        "excludeRoles": form.list("not-roles"),
    });
    for (list, member) in
        [("guest-kinds", "includeGuestsOrExternalUsers"), ("not-guest-kinds", "excludeGuestsOrExternalUsers")]
    {
        let kinds = changed_flags(form.list(list), &old[member]["guestOrExternalUserTypes"], &KINDS);
        if is_all && list == "guest-kinds" {
            // Everybody holds every guest.
            if !old[member].is_null() {
                users[member] = Value::Null;
            }
        } else if let Some(kinds) = kinds {
            users[member] = kinds.map_or(Value::Null, |kinds| json!({ "guestOrExternalUserTypes": kinds }));
        }
    }
    users
}

fn targets(form: &PolicyForm, old: &Value) -> Value {
    let known = |word: &str| is_app(word) || ["All", "None"].contains(&word);
    let (included, actions) = match form.get("what") {
        "all" => (vec!["All".to_owned()], vec![]),
        "actions" => {
            let known = |word: &str| ACTIONS.contains(&word);
            (vec![], with_kept(form.list("actions"), &old["includeUserActions"], known))
        }
        "contexts" => (vec![], vec![]),
        _ => (with_kept(form.list("apps"), &old["includeApplications"], known), vec![]),
    };
    let contexts = match form.get("what") {
        "contexts" => {
            with_kept(form.list("contexts"), &old["includeAuthenticationContextClassReferences"], is_context)
        }
        _ => vec![],
    };
    let excluded = match form.get("what") {
        "actions" | "contexts" => vec![],
        _ => with_kept(form.list("not-apps"), &old["excludeApplications"], known),
    };
    json!({
        "includeApplications": included,
        "excludeApplications": excluded,
        "includeUserActions": actions,
        "includeAuthenticationContextClassReferences": contexts,
        "applicationFilter": null,
    })
}

fn locations(form: &PolicyForm, old: &Value) -> Value {
    let known = |word: &str| is_place(word) || word == "All";
    let excluded = with_kept(form.list("not-places"), &old["excludeLocations"], known);
    let included = match form.get("from") {
        "trusted" => vec!["AllTrusted".to_owned()],
        "chosen" => with_kept(form.list("places"), &old["includeLocations"], known),
        _ if excluded.is_empty() => return Value::Null,
        _ => vec!["All".to_owned()],
    };
    json!({ "includeLocations": included, "excludeLocations": excluded })
}

fn platforms(form: &PolicyForm, old: &Value) -> Value {
    let known = |word: &str| word.eq_ignore_ascii_case("all") || PLATFORMS.contains(&word);
    let mut included = with_kept(form.list("platforms"), &old["includePlatforms"], known);
    let excluded = with_kept(form.list("not-platforms"), &old["excludePlatforms"], known);
    match (included.is_empty(), excluded.is_empty()) {
        (true, true) => return Value::Null,
        (true, false) => included.push("all".to_owned()),
        (false, _) => {}
    }
    json!({ "includePlatforms": included, "excludePlatforms": excluded })
}

fn grant(form: &PolicyForm, old: &Value) -> Value {
    match form.get("access") {
        "nothing" => return Value::Null,
        // A block stands alone.
        "block" => {
            return json!({ "operator": "OR", "builtInControls": ["block"], "customAuthenticationFactors": [],
                "termsOfUse": [], "authenticationStrength": null });
        }
        _ => {}
    }
    let mfa = if form.get("mfa") == "yes" { vec!["mfa".to_owned()] } else { vec![] };
    let controls = with_kept(&mfa, &old["builtInControls"], |word| ["mfa", "block"].contains(&word));
    json!({
        "operator": form.get("operator"),
        "builtInControls": controls,
        "termsOfUse": with_kept(form.list("terms"), &old["termsOfUse"], is_id),
        "authenticationStrength": strength(form.get("strength"), &old["authenticationStrength"]),
    })
}

/// The strength with this id. What stood beside another id was a copy of what that one is, and goes with it.
fn strength(id: &str, old: &Value) -> Value {
    if id.is_empty() {
        return Value::Null;
    }
    let mut strength = Map::new();
    if old["id"] != id {
        strength.extend(old.as_object().into_iter().flatten().map(|(name, _)| (name.clone(), Value::Null)));
    }
    strength.insert("id".to_owned(), id.into());
    Value::Object(strength)
}

fn session(form: &PolicyForm, old: &Value) -> Result<Option<Value>, FormError> {
    let covers = old["signInFrequency"]["authenticationType"].as_str();
    let every = |interval: &str, unit: Option<&str>, value: Option<u32>| {
        json!({
            "isEnabled": true, "frequencyInterval": interval, "type": unit, "value": value,
            "authenticationType": covers.unwrap_or("primaryAndSecondaryAuthentication"),
        })
    };
    let mut session = Map::new();
    // What is written and not enabled says nothing, and stays.
    let was_on = |member: &str| old[member]["isEnabled"] == true;
    let frequency = match form.get("again") {
        "" => was_on("signInFrequency").then_some(Value::Null),
        "every" => Some(every("everyTime", None, None)),
        unit => {
            let number = form.get("number").parse().ok().filter(|number| (1..=9_999).contains(number));
            Some(every("timeBased", Some(unit), Some(number.ok_or(FormError::Number)?)))
        }
    };
    let browser = match form.get("browser") {
        "" => was_on("persistentBrowser").then_some(Value::Null),
        mode => Some(json!({ "isEnabled": true, "mode": mode })),
    };
    session.extend(frequency.map(|frequency| ("signInFrequency".to_owned(), frequency)));
    session.extend(browser.map(|browser| ("persistentBrowser".to_owned(), browser)));
    Ok((!session.is_empty()).then_some(Value::Object(session)))
}

/// What was chosen, and what stood there before that the editor does not know.
fn with_kept(chosen: &[String], old: &Value, known: impl Fn(&str) -> bool) -> Vec<String> {
    let kept = words(old).into_iter().filter(|word| !known(word) && !chosen.contains(word));
    chosen.iter().cloned().chain(kept).collect()
}

#[cfg(test)]
mod tests {
    use graph::Version;
    use service::conditional_access::drafted;

    use super::*;

    fn document(text: Value) -> graph::Document {
        graph::read(&text.to_string()).unwrap().remove(0)
    }

    /// A policy with something of everything that the editor does not show.
    fn strange() -> graph::Document {
        document(json!({
            "id": "7f000001-0000-4000-8000-000000000001", "displayName": "Strange",
            "state": "enabledForReportingButNotEnforced", "templateId": null,
            "conditions": {
                "users": { "includeUsers": ["All"], "excludeUsers": ["Somebody"],
                    "excludeGuestsOrExternalUsers": { "guestOrExternalUserTypes": "serviceProvider" } },
                "applications": { "includeApplications": ["All"], "excludeApplications": ["Unheard"] },
                "clientAppTypes": ["browser", "easSupported"],
                "userRiskLevels": ["high"], "signInRiskLevels": ["high", "hidden"],
                "devices": { "deviceFilter": { "mode": "include", "rule": "device.isCompliant -ne True" } },
                "moonPhase": { "include": ["full"] },
            },
            "grantControls": { "operator": "AND", "builtInControls": ["mfa", "passwordChange"],
                "termsOfUse": ["11111111-1111-4111-8111-111111111111"] },
            "sessionControls": { "signInFrequency": { "isEnabled": true, "type": "days", "value": 3,
                "frequencyInterval": "timeBased", "authenticationType": "secondaryAuthentication" },
                "disableResilienceDefaults": true },
        }))
    }

    #[test]
    fn a_policy_that_is_saved_as_it_was_opened_stays_the_same_to_the_last_member() {
        let old = strange();
        let before = old.write(Version::Beta);
        let patch = patch(&PolicyForm::of(&old), &before).unwrap();
        assert_eq!(drafted(Some(&old), &patch).unwrap().write(Version::Beta), before);
    }

    #[test]
    fn what_is_changed_changes_and_what_is_not_shown_stays() {
        let old = strange();
        let before = old.write(Version::Beta);
        let mut form = PolicyForm::of(&old);
        form.name = "Strange still".to_owned();
        form.choose("from", "trusted");
        form.choose("mfa", "");
        form.choose("strength", "00000000-0000-0000-0000-000000000004");
        form.choose("again", "");
        form.drop("levels", "high");
        let after = drafted(Some(&old), &patch(&form, &before).unwrap()).unwrap().write(Version::Beta);
        assert_eq!(after["displayName"], "Strange still");
        assert_eq!(after["conditions"]["locations"]["includeLocations"], json!(["AllTrusted"]));
        assert_eq!(after["conditions"]["signInRiskLevels"], json!(["hidden"]));
        assert_eq!(after["grantControls"]["builtInControls"], json!(["passwordChange"]));
        assert_eq!(after["sessionControls"]["signInFrequency"], Value::Null);
        for path in [
            "/conditions/moonPhase",
            "/conditions/userRiskLevels",
            "/conditions/devices",
            "/conditions/clientAppTypes",
            "/conditions/users",
            "/conditions/applications",
            "/grantControls/termsOfUse",
            "/sessionControls/disableResilienceDefaults",
        ] {
            assert_eq!(after.pointer(path), before.pointer(path), "{path}");
        }
    }

    #[test]
    fn guests_risk_devices_flows_and_contexts_are_written_in_graphs_words() {
        let old = strange();
        let mut form = PolicyForm::of(&old);
        assert_eq!(form.list("not-guest-kinds"), ["serviceProvider"]);
        assert_eq!(
            (form.list("user-levels"), form.get("device-mode")),
            (&["high".to_owned()][..], "include")
        );
        form.choose("who", "chosen");
        form.put("guest-kinds", "internalGuest");
        form.put("guest-kinds", "b2bCollaborationGuest");
        form.drop("not-guest-kinds", "serviceProvider");
        form.drop("user-levels", "high");
        form.put("user-levels", "medium");
        form.put("flows", "deviceCodeFlow");
        form.choose("device-mode", "exclude");
        form.choose("device-rule", "device.model -eq \"Typewriter\"");
        form.choose("what", "contexts");
        form.put("contexts", "c1");
        form.put("contexts", "c12");
        let patch = patch(&form, &old.write(Version::Beta)).unwrap();
        let draft = drafted(Some(&old), &patch).unwrap();
        let after = draft.write(Version::Beta);
        let users = &after["conditions"]["users"];
        assert_eq!(
            users["includeGuestsOrExternalUsers"]["guestOrExternalUserTypes"],
            "internalGuest,b2bCollaborationGuest"
        );
        assert_eq!(users["excludeGuestsOrExternalUsers"], Value::Null);
        assert_eq!(after["conditions"]["userRiskLevels"], json!(["medium"]));
        assert_eq!(after["conditions"]["authenticationFlows"]["transferMethods"], "deviceCodeFlow");
        assert_eq!(
            after["conditions"]["devices"]["deviceFilter"],
            json!({ "mode": "exclude", "rule": "device.model -eq \"Typewriter\"" })
        );
        let applications = &after["conditions"]["applications"];
        assert_eq!(applications["includeAuthenticationContextClassReferences"], json!(["c1", "c12"]));
        assert_eq!(applications["includeApplications"], json!([]));
        let again = PolicyForm::of(&draft);
        assert_eq!((again.get("what"), again.list("contexts")), ("contexts", form.list("contexts")));
        assert_eq!(
            (again.list("flows"), again.list("guest-kinds")),
            (form.list("flows"), form.list("guest-kinds"))
        );
        // And all of it can be taken out again.
        let mut form = again;
        form.lists.values_mut().for_each(Vec::clear);
        form.choose("device-mode", "");
        form.choose("who", "all");
        form.choose("what", "all");
        let patch = super::patch(&form, &after).unwrap();
        let bare = drafted(Some(&draft), &patch).unwrap().write(Version::Beta);
        for path in ["/authenticationFlows", "/devices", "/users/includeGuestsOrExternalUsers"] {
            assert_eq!(bare["conditions"].pointer(path), Some(&Value::Null), "{path}");
        }
        assert_eq!(bare["conditions"]["userRiskLevels"], json!([]));
    }

    #[test]
    fn a_rule_about_devices_that_cannot_be_read_is_refused_unless_it_stood_there_already() {
        let mut form = PolicyForm { name: "New".to_owned(), ..PolicyForm::new() };
        form.choose("device-mode", "include");
        for rule in ["", "device.model -eq", "user.department -eq \"Sales\""] {
            form.choose("device-rule", rule);
            assert_eq!(patch(&form, &Value::Null), Err(FormError::Rule), "{rule}");
        }
        let old = json!({ "conditions": { "devices": { "deviceFilter": { "mode": "include", "rule": "new words" } } } });
        form.choose("device-rule", "new words");
        assert_eq!(patch(&form, &old).unwrap()["conditions"]["devices"], Value::Null);
    }

    #[test]
    fn guests_of_some_organisations_stay_guests_of_those() {
        let tenants = json!({ "membershipKind": "enumerated", "members": ["11111111-1111-4111-8111-111111111111"],
            "@odata.type": "#microsoft.graph.conditionalAccessEnumeratedExternalTenants" });
        let old = document(json!({
            "displayName": "Guests", "state": "disabled",
            "conditions": {
                "users": { "includeGuestsOrExternalUsers":
                    { "guestOrExternalUserTypes": "b2bCollaborationGuest", "externalTenants": tenants } },
                "applications": { "includeApplications": ["All"] },
            },
            "grantControls": { "operator": "OR", "builtInControls": ["mfa"] },
        }));
        let mut form = PolicyForm::of(&old);
        form.put("guest-kinds", "otherExternalUser");
        let patch = patch(&form, &old.write(Version::Beta)).unwrap();
        let after = drafted(Some(&old), &patch).unwrap().write(Version::Beta);
        let guests = &after["conditions"]["users"]["includeGuestsOrExternalUsers"];
        assert_eq!(guests["guestOrExternalUserTypes"], "b2bCollaborationGuest,otherExternalUser");
        assert_eq!(guests["externalTenants"]["members"], tenants["members"]);
    }

    #[test]
    fn another_strength_takes_nothing_over_from_the_one_before() {
        let old = document(json!({
            "displayName": "Strong", "state": "disabled",
            "conditions": { "users": { "includeUsers": ["All"] }, "applications": { "includeApplications": ["All"] } },
            "grantControls": { "operator": "OR", "builtInControls": [], "authenticationStrength": {
                "id": "00000000-0000-0000-0000-000000000004", "displayName": "Phishing-resistant MFA",
                "allowedCombinations": ["fido2"] } },
        }));
        let mut form = PolicyForm::of(&old);
        form.choose("strength", "00000000-0000-0000-0000-000000000002");
        let draft = drafted(Some(&old), &patch(&form, &old.write(Version::Beta)).unwrap()).unwrap();
        let written = draft.write(Version::Beta);
        let strength = &written["grantControls"]["authenticationStrength"];
        assert_eq!(strength["id"], "00000000-0000-0000-0000-000000000002");
        assert!(strength["displayName"].is_null() && strength["allowedCombinations"].is_null(), "{strength}");
        assert!(draft.foreign().deciding().is_empty(), "{:?}", draft.foreign());
    }

    #[test]
    fn a_new_policy_asks_everybody_for_a_second_factor_and_stops_nobody() {
        let form = PolicyForm { name: "New".to_owned(), ..PolicyForm::new() };
        let made = drafted(None, &patch(&form, &Value::Null).unwrap()).unwrap();
        assert_eq!(made.policy.state, policy::State::ReportOnly);
        let written = made.write(Version::Beta);
        assert_eq!(written["conditions"]["users"]["includeUsers"], json!(["All"]));
        assert_eq!(written["grantControls"]["builtInControls"], json!(["mfa"]));
        assert_eq!(PolicyForm::of(&made), form);
    }

    #[test]
    fn what_the_editor_does_not_offer_is_not_taken() {
        let body = "name=x&state=away&who=all&people=nobody,7f000001-0000-4000-8000-000000000001&clients=browser\
            &clients=telnet&not-apps=Office365&not-apps=Moon&strength=strong&again=hours&number=0";
        let form = form_of(&Fields::read(body.as_bytes()));
        assert_eq!((form.get("state"), form.get("who"), form.get("strength")), ("reportOnly", "all", ""));
        assert_eq!(form.list("people"), ["7f000001-0000-4000-8000-000000000001"]);
        assert_eq!(
            (form.list("clients"), form.list("not-apps")),
            (&["browser".to_owned()][..], &["Office365".to_owned()][..])
        );
        assert_eq!(patch(&form, &Value::Null), Err(FormError::Number));
    }
}
