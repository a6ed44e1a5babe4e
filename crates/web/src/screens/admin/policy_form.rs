//! What the editor of a policy holds. Its fields carry the words of Graph, so that nothing has two names.

use std::collections::BTreeMap;

use graph::{Document, Version};
use policy::State;
use serde_json::Value;

/// The built-in controls, programs and people that the editor shows; the others are kept as they are.
pub(crate) const CLIENTS: [&str; 4] =
    ["browser", "mobileAppsAndDesktopClients", "exchangeActiveSync", "other"];
/// The systems that are offered.
pub(crate) const PLATFORMS: [&str; 6] = ["android", "iOS", "windows", "windowsPhone", "macOS", "linux"];
/// The levels of risk that are offered.
pub(crate) const LEVELS: [&str; 4] = ["high", "medium", "low", "none"];
/// The actions that are offered.
pub(crate) const ACTIONS: [&str; 2] = ["urn:user:registersecurityinfo", "urn:user:registerdevice"];
/// Applications that everybody has; those of the organisation are found by name.
pub(crate) const OURS: [&str; 3] =
    ["MicrosoftAdminPortals", "797f4846-ba00-4fd7-ba43-dac1f8f63013", "Office365"];
/// Every kind of guest, as Graph says it among users.
pub(crate) const GUESTS: &str = "GuestsOrExternalUsers";
/// The kinds of guests that are offered.
pub(crate) const KINDS: [&str; 6] = [
    "internalGuest",
    "b2bCollaborationGuest",
    "b2bCollaborationMember",
    "b2bDirectConnectUser",
    "otherExternalUser",
    "serviceProvider",
];
/// The ways of signing in that are offered.
pub(crate) const FLOWS: [&str; 2] = ["deviceCodeFlow", "authenticationTransfer"];
/// Every trusted location.
pub(crate) const TRUSTED: &str = "AllTrusted";

/// A policy in a form: what was chosen of each field, and the lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicyForm {
    /// What people call it.
    pub name: String,
    /// One value each: `state`, `who`, `what`, `from`, `access`, `operator`, `strength`, `again`, `number`, `browser`,
    /// `device-mode`, `device-rule`.
    pub chosen: BTreeMap<&'static str, String>,
    /// Several values each: `people`, `groups`, `roles`, `guests`, `guest-kinds`, `apps`, `actions`, `contexts`, `places`,
    /// `clients`, `platforms`, `levels`, `user-levels`, `flows`, `controls`, `terms`, and those that are excluded, with
    /// `not-` before the name.
    pub lists: BTreeMap<&'static str, Vec<String>>,
    /// Why somebody is left out and the last day of it, as they are typed, by id.
    pub reasons: BTreeMap<String, (String, String)>,
}

/// The lists of those who are left out by name.
pub(crate) const LEFT_OUT: [&str; 3] = ["not-people", "not-groups", "not-roles"];

/// The fields of one value, with what each may be; the first is what it is where nothing is said.
pub(crate) const CHOICES: [(&str, &[&str]); 9] = [
    ("state", &["reportOnly", "off", "on"]),
    ("who", &["chosen", "all", "kept"]),
    ("what", &["chosen", "all", "actions", "contexts", "kept"]),
    ("from", &["any", "trusted", "chosen"]),
    ("access", &["grant", "block", "nothing"]),
    ("operator", &["OR", "AND"]),
    ("again", &["", "every", "hours", "days"]),
    ("browser", &["", "always", "never"]),
    ("device-mode", &["", "include", "exclude"]),
];

/// The lists, and the words that each may hold; none where it holds ids.
pub(crate) const LISTS: [(&str, Option<&[&str]>); 23] = [
    ("people", None),
    ("groups", None),
    ("roles", None),
    ("guests", Some(&[GUESTS])),
    ("not-people", None),
    ("not-groups", None),
    ("not-roles", None),
    ("not-guests", Some(&[GUESTS])),
    ("guest-kinds", Some(&KINDS)),
    ("not-guest-kinds", Some(&KINDS)),
    ("apps", None),
    ("not-apps", None),
    ("actions", Some(&ACTIONS)),
    ("contexts", None),
    ("places", None),
    ("not-places", None),
    ("clients", Some(&CLIENTS)),
    ("platforms", Some(&PLATFORMS)),
    ("not-platforms", Some(&PLATFORMS)),
    ("levels", Some(&LEVELS)),
    ("user-levels", Some(&LEVELS)),
    ("flows", Some(&FLOWS)),
    ("terms", None),
];

impl PolicyForm {
    /// What a new policy begins as: everybody, everything, a second factor, and nobody is stopped yet.
    pub fn new() -> Self {
        let mut form = Self::default();
        for (name, values) in CHOICES {
            form.chosen.insert(name, values[0].to_owned());
        }
        for (name, value) in [
            ("who", "all"),
            ("what", "all"),
            ("mfa", "yes"),
            ("strength", ""),
            ("number", ""),
            ("device-rule", ""),
        ] {
            form.chosen.insert(name, value.to_owned());
        }
        for (name, _) in LISTS {
            form.lists.insert(name, vec![]);
        }
        form
    }

    /// What stands in a policy.
    pub fn of(document: &Document) -> Self {
        let written = document.write(Version::Beta);
        let mut form = Self { name: document.policy.name.clone(), ..Self::new() };
        let state = match document.policy.state {
            State::On => "on",
            State::Off => "off",
            State::ReportOnly => "reportOnly",
        };
        form.choose("state", state);
        form.read_people(&written["conditions"]);
        form.read_targets(&written["conditions"]["applications"]);
        form.read_conditions(&written["conditions"]);
        form.read_grant(&written["grantControls"]);
        form.read_session(&written["sessionControls"]);
        form
    }

    fn read_people(&mut self, conditions: &Value) {
        let users = &conditions["users"];
        let included = words(&users["includeUsers"]);
        let is_all = included.iter().any(|word| word == "All");
        let programs = !conditions["clientApplications"].is_null();
        self.choose(
            "who",
            if programs {
                "kept"
            } else if is_all {
                "all"
            } else {
                "chosen"
            },
        );
        for (list, guests, member) in
            [("people", "guests", "includeUsers"), ("not-people", "not-guests", "excludeUsers")]
        {
            let named = words(&users[member]);
            self.lists.insert(list, named.iter().filter(|word| is_id(word)).cloned().collect());
            self.lists.insert(guests, named.into_iter().filter(|word| word == GUESTS).collect());
        }
        for (list, member) in [
            ("guest-kinds", "includeGuestsOrExternalUsers"),
            ("not-guest-kinds", "excludeGuestsOrExternalUsers"),
        ] {
            let kinds = flags(&users[member]["guestOrExternalUserTypes"]);
            self.lists.insert(list, kinds.into_iter().filter(|kind| KINDS.contains(&&**kind)).collect());
        }
        for (list, member) in [
            ("groups", "includeGroups"),
            ("roles", "includeRoles"),
            ("not-groups", "excludeGroups"),
            ("not-roles", "excludeRoles"),
        ] {
            self.lists.insert(list, words(&users[member]));
        }
    }

    fn read_targets(&mut self, applications: &Value) {
        let included = words(&applications["includeApplications"]);
        let actions = words(&applications["includeUserActions"]);
        let contexts = words(&applications["includeAuthenticationContextClassReferences"]);
        let is_beside = !(contexts.is_empty() || actions.is_empty() && included.is_empty());
        let others = is_beside
            || contexts.iter().any(|context| !is_context(context))
            || !applications["applicationFilter"].is_null()
            || actions.iter().any(|action| !ACTIONS.contains(&action.as_str()));
        self.choose(
            "what",
            match (others, actions.is_empty()) {
                (true, _) => "kept",
                _ if !contexts.is_empty() => "contexts",
                (false, false) => "actions",
                (false, true) if included.iter().any(|word| word == "All") => "all",
                (false, true) => "chosen",
            },
        );
        self.lists.insert("apps", included.into_iter().filter(|word| is_app(word)).collect());
        let excluded = words(&applications["excludeApplications"]);
        self.lists.insert("not-apps", excluded.into_iter().filter(|word| is_app(word)).collect());
        self.lists.insert("actions", actions);
        self.lists.insert("contexts", contexts.into_iter().filter(|context| is_context(context)).collect());
    }

    fn read_conditions(&mut self, conditions: &Value) {
        let places = words(&conditions["locations"]["includeLocations"]);
        self.choose(
            "from",
            match places.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                [] | ["All"] => "any",
                ["AllTrusted"] => "trusted",
                _ => "chosen",
            },
        );
        self.lists.insert("places", places.into_iter().filter(|word| is_place(word)).collect());
        let without = words(&conditions["locations"]["excludeLocations"]);
        self.lists.insert("not-places", without.into_iter().filter(|word| is_place(word)).collect());
        for (list, value, known) in [
            ("clients", &conditions["clientAppTypes"], &CLIENTS[..]),
            ("platforms", &conditions["platforms"]["includePlatforms"], &PLATFORMS[..]),
            ("not-platforms", &conditions["platforms"]["excludePlatforms"], &PLATFORMS[..]),
            ("levels", &conditions["signInRiskLevels"], &LEVELS[..]),
            ("user-levels", &conditions["userRiskLevels"], &LEVELS[..]),
        ] {
            let known = |word: &String| known.contains(&word.as_str());
            self.lists.insert(list, words(value).into_iter().filter(known).collect());
        }
        let flows = flags(&conditions["authenticationFlows"]["transferMethods"]);
        self.lists.insert("flows", flows.into_iter().filter(|flow| FLOWS.contains(&&**flow)).collect());
        let filter = &conditions["devices"]["deviceFilter"];
        self.choose("device-mode", filter["mode"].as_str().unwrap_or_default());
        self.choose("device-rule", filter["rule"].as_str().unwrap_or_default());
    }

    fn read_grant(&mut self, grant: &Value) {
        let controls = words(&grant["builtInControls"]);
        let has = |word: &str| controls.iter().any(|control| control == word);
        let strength = grant["authenticationStrength"]["id"].as_str().unwrap_or_default();
        self.choose(
            "access",
            if grant.is_null() {
                "nothing"
            } else if has("block") {
                "block"
            } else {
                "grant"
            },
        );
        self.choose("mfa", if has("mfa") { "yes" } else { "" });
        self.choose("operator", grant["operator"].as_str().unwrap_or("OR"));
        self.choose("strength", strength);
        self.lists
            .insert("terms", words(&grant["termsOfUse"]).into_iter().filter(|word| is_id(word)).collect());
    }

    fn read_session(&mut self, session: &Value) {
        let frequency = &session["signInFrequency"];
        if frequency["isEnabled"] == true {
            let unit = frequency["type"].as_str().filter(|_| frequency["frequencyInterval"] != "everyTime");
            self.choose("again", unit.unwrap_or("every"));
            self.choose("number", &frequency["value"].as_u64().map(|n| n.to_string()).unwrap_or_default());
        }
        if session["persistentBrowser"]["isEnabled"] == true {
            self.choose("browser", session["persistentBrowser"]["mode"].as_str().unwrap_or_default());
        }
    }

    /// What was chosen of a field.
    pub fn get(&self, name: &str) -> &str {
        self.chosen.get(name).map_or("", String::as_str)
    }

    /// The values of a list.
    pub fn list(&self, name: &str) -> &[String] {
        self.lists.get(name).map_or(&[], Vec::as_slice)
    }

    /// True where a field or a list has this value.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.get(name) == value || self.list(name).iter().any(|held| held == value)
    }

    /// Sets a field.
    pub fn choose(&mut self, name: &'static str, value: &str) {
        self.chosen.insert(name, value.to_owned());
    }

    /// Puts a value in a list, once.
    pub fn put(&mut self, name: &'static str, value: &str) {
        let list = self.lists.entry(name).or_default();
        if !list.iter().any(|held| held == value) {
            list.push(value.to_owned());
        }
    }

    /// Takes a value out of a list.
    pub fn drop(&mut self, name: &str, value: &str) {
        if let Some(list) = self.lists.get_mut(name) {
            list.retain(|held| held != value);
        }
    }
}

/// The texts of a list.
pub(crate) fn words(list: &Value) -> Vec<String> {
    let texts = list.as_array().into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// The words of a member that holds several in one text.
pub(crate) fn flags(text: &Value) -> Vec<String> {
    let text = text.as_str().unwrap_or_default();
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// True for an authentication context, `c1` to `c99`.
pub(crate) fn is_context(word: &str) -> bool {
    let number = word.strip_prefix('c').and_then(|digits| digits.parse::<u8>().ok());
    number.is_some_and(|number| (1..=99).contains(&number) && word == format!("c{number}"))
}

/// True for an id in the form that Graph writes.
pub(crate) fn is_id(word: &str) -> bool {
    word.parse::<model::Id<()>>().is_ok()
}

/// True for what the editor shows as an application.
pub(crate) fn is_app(word: &str) -> bool {
    is_id(word) || OURS.contains(&word)
}

/// True for what the editor shows as a place.
pub(crate) fn is_place(word: &str) -> bool {
    is_id(word) || word == TRUSTED
}

/// The name of a list as this code spells it, for one that came in a form.
pub(crate) fn list_name(name: &str) -> Option<&'static str> {
    LISTS.iter().map(|(known, _)| *known).find(|known| *known == name)
}
