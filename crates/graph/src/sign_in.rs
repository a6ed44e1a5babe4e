//! A row of the sign-in log as Graph's `signIn` (reference 6.1).

use model::{How, Locality, Method, Proof, Timestamp, proved};
use policy::controls::Control;
use policy::{Policy, Rest, ResultCode, SessionControls, Strength};
use serde_json::{Map, Value, json};

use crate::{Version, grant};

/// Something with an id and, while it is there, a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// How it is called now.
    pub name: Option<String>,
}

/// What is told of a sign-in.
#[derive(Debug, Clone)]
pub struct SignIn<'a> {
    /// Its id.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who, if it was somebody: how they are called.
    pub person: Option<Named>,
    /// The name that they sign in with.
    pub user_name: Option<String>,
    /// The application that asked.
    pub client: Named,
    /// What it wanted to open.
    pub resource: Named,
    /// The organisation.
    pub tenant: String,
    /// From which address.
    pub address: Option<&'a str>,
    /// From which country.
    pub country: Option<&'a str>,
    /// From where in it.
    pub locality: Option<&'a Locality>,
    /// The kind of client application, as its word.
    pub client_app: &'a str,
    /// The platform, as its word.
    pub platform: Option<&'a str>,
    /// Browser and system in words.
    pub agent: Option<&'a str>,
    /// Risk of the sign-in and of the person, as their words.
    pub risks: (Option<&'a str>, Option<&'a str>),
    /// True when a person was at the other end.
    pub interactive: bool,
    /// The AADSTS number; 0 for success.
    pub error: i64,
    /// Why it ended so, in words.
    pub reason: String,
    /// The browser session.
    pub session: Option<String>,
    /// What each written policy said, where that may be told.
    pub policies: Vec<Value>,
    /// The words of the results of all of them.
    pub results: Vec<ResultCode>,
    /// The rest of the facts; none where policy was not reached.
    pub facts: Option<&'a Rest>,
}

impl SignIn<'_> {
    /// The row.
    pub fn written(&self, version: Version, written: impl Fn(Timestamp) -> String) -> Value {
        let mut row = self.of_both(&written);
        if version == Version::Beta {
            row.extend(self.of_beta(&written));
        }
        Value::Object(row)
    }

    fn of_both(&self, written: &impl Fn(Timestamp) -> String) -> Map<String, Value> {
        let person = self.person.clone().unwrap_or_default();
        let risk = |word: Option<&str>| word.unwrap_or("none").to_owned();
        let row = json!({
            "id": self.id,
            "createdDateTime": written(self.at),
            "userDisplayName": person.name,
            "userPrincipalName": self.user_name.as_ref().map(|name| name.to_lowercase()),
            "userId": person.id,
            "appId": self.client.id,
            "appDisplayName": self.client.name,
            "resourceId": self.resource.id,
            "resourceDisplayName": self.resource.name,
            "resourceTenantId": self.tenant,
            "homeTenantId": self.tenant,
            "ipAddress": self.address,
            "clientAppUsed": client_app(self.client_app),
            "userAgent": self.agent,
            // The questions of a sign-in are folded into the row of how it ended.
            "correlationId": self.id,
            "isInteractive": self.interactive,
            "conditionalAccessStatus": status_of(&self.results),
            "appliedConditionalAccessPolicies": self.policies,
            "riskDetail": "none",
            "riskLevelAggregated": risk(self.risks.1),
            "riskLevelDuringSignIn": risk(self.risks.0),
            "riskState": "none",
            "riskEventTypes": [],
            "riskEventTypes_v2": [],
            "status": {
                "errorCode": self.error,
                "failureReason": if self.error == 0 { "Other." } else { self.reason.as_str() },
                "additionalDetails": if self.error == 0 { Some(&self.reason) } else { None },
            },
            "deviceDetail": self.device(),
            "location": self.location(),
        });
        match row {
            Value::Object(members) => members,
            _ => Map::new(),
        }
    }

    fn location(&self) -> Value {
        let locality = self.locality;
        let place = locality.and_then(|locality| locality.coordinates).map(|place| {
            let (latitude, longitude) = place.in_degrees();
            json!({ "latitude": latitude, "longitude": longitude, "altitude": null })
        });
        json!({
            "city": locality.and_then(|locality| locality.city.as_deref()),
            "state": locality.and_then(|locality| locality.state.as_deref()),
            "countryOrRegion": self.country,
            "geoCoordinates": place,
        })
    }

    /// No device is registered: it is what the browser says of itself.
    fn device(&self) -> Value {
        json!({
            "deviceId": "",
            "displayName": "",
            "operatingSystem": self.platform.unwrap_or_default(),
            "browser": self.agent.unwrap_or_default(),
            "isCompliant": false,
            "isManaged": false,
            "trustType": null,
        })
    }

    fn of_beta(&self, written: &impl Fn(Timestamp) -> String) -> Map<String, Value> {
        let proofs = self.facts.map_or(&[][..], |facts| &facts.proofs);
        let is_mfa = Strength::mfa().is_met_by(proved(proofs));
        let kind = if self.interactive { "interactiveUser" } else { "nonInteractiveUser" };
        let kind = if self.person.is_none() && !self.interactive { "servicePrincipal" } else { kind };
        let mut more = Map::new();
        more.insert("signInEventTypes".to_owned(), json!([kind]));
        let asked = if is_mfa { "multiFactorAuthentication" } else { "singleFactorAuthentication" };
        more.insert("authenticationRequirement".to_owned(), asked.into());
        let steps: Vec<Value> = proofs.iter().map(|proof| step(proof, written)).collect();
        more.insert("authenticationDetails".to_owned(), steps.into());
        let transfer = self.facts.map_or("none", |facts| facts.circumstances.flow.word());
        more.insert("originalTransferMethod".to_owned(), transfer.into());
        more.insert("sessionId".to_owned(), json!(self.session));
        more.insert("tokenIssuerType".to_owned(), "AzureAD".into());
        more
    }
}

/// What one policy said of a sign-in. The log writes controls with a capital, unlike policies themselves.
pub fn applied(policy: &Policy, result: ResultCode) -> Value {
    json!({
        "id": policy.id.to_string(),
        "displayName": policy.name,
        "enforcedGrantControls": policy.controls.iter().map(control).collect::<Vec<_>>(),
        "enforcedSessionControls": sessions(&policy.session),
        "result": result.word(),
    })
}

fn control(control: &Control) -> String {
    match (grant::word(control), control) {
        (Some(word), _) => capital(word),
        (None, Control::Strength(_) | Control::AtLeast(_)) => "RequireAuthenticationStrength".to_owned(),
        (None, Control::TermsOfUse(terms)) => terms.0.to_string(),
        (None, Control::Custom(custom)) => custom.0.clone(),
        (None, _) => "Mfa".to_owned(),
    }
}

fn sessions(controls: &SessionControls) -> Vec<&'static str> {
    let named = [
        (controls.sign_in_frequency.is_some(), "SignInFrequency"),
        (controls.persistent_browser.is_some(), "PersistentBrowserSessionMode"),
        (controls.cloud_app_security.is_some(), "CloudAppSecurity"),
        (controls.application_enforced_restrictions.is_some(), "AppEnforcedRestrictions"),
        (controls.secure_sign_in_session.is_some(), "TokenProtection"),
        (controls.continuous_access_evaluation.is_some(), "ContinuousAccessEvaluation"),
    ];
    named.into_iter().filter(|(is_set, _)| *is_set).map(|(_, name)| name).collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// What all written policies together came to.
fn status_of(results: &[ResultCode]) -> &'static str {
    if results.contains(&ResultCode::Failure) {
        "failure"
    } else if results.contains(&ResultCode::Success) {
        "success"
    } else {
        "notApplied"
    }
}

fn client_app(word: &str) -> &'static str {
    match word {
        "browser" => "Browser",
        "mobileAppsAndDesktopClients" => "Mobile Apps and Desktop clients",
        "exchangeActiveSync" => "Exchange ActiveSync",
        _ => "Other clients",
    }
}

fn step(proof: &Proof, written: &impl Fn(Timestamp) -> String) -> Value {
    let detail = match proof.how {
        How::Prompted => None,
        How::Remembered | How::FromSession => Some("Previously satisfied"),
        How::FromToken => Some("MFA requirement satisfied by claim in the token"),
    };
    json!({
        "authenticationStepDateTime": written(proof.at),
        "authenticationMethod": method(proof.method),
        "authenticationMethodDetail": null,
        "succeeded": true,
        "authenticationStepResultDetail": detail,
        "authenticationStepRequirement": null,
    })
}

const fn method(method: Method) -> &'static str {
    match method {
        Method::Password => "Password",
        Method::Totp => "OATH verification code",
        Method::RecoveryCode => "Recovery code",
        Method::Invitation => "Invitation",
        Method::TemporaryAccessPass => "Temporary Access Pass",
        Method::Passkey | Method::SecurityKey => "Passkey (FIDO2)",
        Method::Push => "Mobile app notification",
        Method::Sms => "Text message",
        Method::Email => "Email",
        Method::RememberedDevice => "Previously satisfied",
        Method::AppPassword => "App password",
        Method::SealedCapsule => "Sealed capsule",
    }
}

#[cfg(test)]
mod tests {
    use policy::controls::{Mfa, Operator};
    use policy::{Origin, State};

    use super::*;

    fn row() -> SignIn<'static> {
        SignIn {
            id: "1".to_owned(),
            at: Timestamp::from_secs(1),
            person: Some(Named { id: "2".to_owned(), name: Some("Anna".to_owned()) }),
            user_name: Some("Anna@example.org".to_owned()),
            client: Named::default(),
            resource: Named::default(),
            tenant: "3".to_owned(),
            address: Some("203.0.113.7"),
            country: None,
            locality: None,
            client_app: "browser",
            platform: Some("linux"),
            agent: Some("Firefox on Linux"),
            risks: (None, None),
            interactive: true,
            error: 0,
            reason: "Signed in".to_owned(),
            session: None,
            policies: vec![],
            results: vec![ResultCode::NotApplied],
            facts: None,
        }
    }

    #[test]
    fn a_success_is_written_as_graph_does() {
        let written = row().written(Version::V1, |at| at.as_secs().to_string());
        assert_eq!(written["status"]["errorCode"], 0);
        assert_eq!(written["status"]["failureReason"], "Other.");
        assert_eq!(written["userPrincipalName"], "anna@example.org");
        assert_eq!(written["conditionalAccessStatus"], "notApplied");
        assert_eq!(written["clientAppUsed"], "Browser");
        assert!(written.get("signInEventTypes").is_none(), "only beta has it");
        let beta = row().written(Version::Beta, |at| at.as_secs().to_string());
        assert_eq!(beta["signInEventTypes"], json!(["interactiveUser"]));
    }

    #[test]
    fn where_an_address_is_is_told_as_far_as_it_is_known() {
        let coordinates = model::Coordinates::of_degrees(52.3874, 4.6462);
        let locality = Locality::new(Some("Haarlem"), None, coordinates).unwrap();
        let row = SignIn { country: Some("NL"), locality: Some(&locality), ..row() };
        let written = row.written(Version::V1, |at| at.as_secs().to_string());
        let place = json!({ "latitude": 52.3874, "longitude": 4.6462, "altitude": null });
        let wanted =
            json!({ "city": "Haarlem", "state": null, "countryOrRegion": "NL", "geoCoordinates": place });
        assert_eq!(written["location"], wanted);
    }

    #[test]
    fn what_stopped_it_counts_for_more_than_what_let_it_in() {
        let of = |results: &[ResultCode]| status_of(results);
        assert_eq!(of(&[ResultCode::Success, ResultCode::Failure]), "failure");
        assert_eq!(of(&[ResultCode::ReportOnlyFailure, ResultCode::Success]), "success");
        assert_eq!(of(&[ResultCode::ReportOnlyFailure]), "notApplied");
    }

    #[test]
    fn controls_are_written_with_a_capital() {
        let policy = Policy {
            id: model::Id::fixed(1),
            name: "All".to_owned(),
            origin: Origin::ConditionalAccess,
            state: State::On,
            conditions: vec![],
            operator: Operator::Or,
            controls: vec![Control::Mfa(Mfa {})],
            session: SessionControls::default(),
            foreign: vec![],
        };
        let told = applied(&policy, ResultCode::Success);
        assert_eq!(told["enforcedGrantControls"], json!(["Mfa"]));
        assert_eq!(told["result"], "success");
    }
}
