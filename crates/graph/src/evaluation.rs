//! What Graph's `evaluate` is asked: a sign-in that might be.

use std::fmt;
use std::net::IpAddr;

use model::{
    AppId, ClientApp, Country, Flow, Id, Platform, RiskLevel, ServicePrincipal, Signal, User, UserAction,
};
use policy::{Device, Risks};
use serde_json::{Map, Value};

use crate::Version;
use crate::foreign::Foreign;
use crate::reader::{Object, word_of};

/// The most applications of one question.
const MOST_APPLICATIONS: usize = 20;

/// A sign-in that might be, and what is to be told of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// Who signs in.
    pub identity: Identity,
    /// What is to be opened or done.
    pub context: SignInContext,
    /// From which address.
    pub address: Option<IpAddr>,
    /// From which country.
    pub country: Option<Country>,
    /// With what kind of program.
    pub client_app: Option<ClientApp>,
    /// On which platform.
    pub platform: Option<Platform>,
    /// What is known of the device.
    pub device: Device,
    /// The risks.
    pub risks: Risks,
    /// How it came from another device.
    pub flow: Flow,
    /// Whether only the policies that apply are told.
    pub applied_only: bool,
}

/// Who signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// A person.
    User(Id<User>),
    /// An application, as itself.
    ServicePrincipal(Id<ServicePrincipal>),
}

/// What is to be opened or done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInContext {
    /// Applications; never none.
    Applications(Vec<Id<AppId>>),
    /// An action.
    Action(UserAction),
    /// An authentication context: `c1`.
    Context(String),
}

/// A member that is missing or cannot be read, by its JSON path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAsked(pub String);

impl fmt::Display for NotAsked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}' is missing or cannot be read.", self.0)
    }
}

impl std::error::Error for NotAsked {}

/// Reads the body of `evaluate`. What cannot be read is refused, by its path: a condition that was left out would say
/// something else of every policy that has it.
pub fn read_evaluation(members: Map<String, Value>, version: Version) -> Result<Evaluation, NotAsked> {
    let mut foreign = Foreign::default();
    let mut body = Object::new(String::new(), members, &mut foreign);
    let identity = body.object("signInIdentity", identity).flatten();
    let context = body.object("signInContext", context).flatten();
    let mut read = Evaluation {
        identity: Identity::User(Id::fixed(0)),
        context: SignInContext::Applications(vec![]),
        address: None,
        country: None,
        client_app: None,
        platform: None,
        device: Device { compliant: Signal::NotGiven, ..Device::default() },
        risks: NO_RISKS,
        flow: Flow::None,
        applied_only: body.value("appliedPoliciesOnly", Value::as_bool).unwrap_or(false),
    };
    body.object("signInConditions", |object| conditions(object, version, &mut read));
    body.finish();
    if let Some((path, _)) = foreign.iter().next() {
        return Err(NotAsked(path.chars().take(128).collect()));
    }
    read.identity = identity.ok_or_else(|| NotAsked("signInIdentity".to_owned()))?;
    read.context = context.ok_or_else(|| NotAsked("signInContext".to_owned()))?;
    Ok(read)
}

const NO_RISKS: Risks = Risks {
    sign_in: Signal::NotGiven,
    user: Signal::NotGiven,
    service_principal: Signal::NotGiven,
    insider: Signal::NotGiven,
    agent: Signal::NotGiven,
};

fn identity(object: &mut Object<'_>) -> Option<Identity> {
    object.take("@odata.type");
    // Whether somebody is a guest, and of whom, is known of the person.
    object.take("externalTenantId");
    object.take("externalUserType");
    let user = object.text("userId", |id| id.parse().ok()).map(Identity::User);
    let principal = object.text("servicePrincipalId", |id| id.parse().ok()).map(Identity::ServicePrincipal);
    match (user, principal) {
        (Some(_), Some(_)) => None,
        (user, principal) => user.or(principal),
    }
}

fn context(object: &mut Object<'_>) -> Option<SignInContext> {
    object.take("@odata.type");
    let applications = object.list("includeApplications", |id| id.parse().ok());
    let action = object.text("userAction", |word| match word {
        "registerSecurityInformation" => Some(UserAction::RegisterSecurityInfo),
        "registerOrJoinDevices" => Some(UserAction::RegisterDevice),
        _ => None,
    });
    let context =
        object.text("authenticationContextValue", |value| is_context(value).then(|| value.to_owned()));
    match (applications.as_slice(), action, context) {
        ([], Some(action), None) => Some(SignInContext::Action(action)),
        ([], None, Some(context)) => Some(SignInContext::Context(context)),
        ([_, ..], None, None) if applications.len() <= MOST_APPLICATIONS => {
            Some(SignInContext::Applications(applications))
        }
        _ => None,
    }
}

/// `c1` to `c99`.
fn is_context(value: &str) -> bool {
    let number = value.strip_prefix('c').filter(|digits| !digits.starts_with(['0', '+']));
    number.and_then(|digits| digits.parse::<u8>().ok()).is_some_and(|number| (1..=99).contains(&number))
}

fn conditions(object: &mut Object<'_>, version: Version, read: &mut Evaluation) {
    object.take("@odata.type");
    read.platform = object.text("devicePlatform", word_of(Platform::ALL, Platform::word));
    read.client_app = object.text("clientAppType", client_app).flatten();
    read.country = object.text("country", Country::new);
    read.address = object.text("ipAddress", |address| address.parse().ok());
    read.risks = Risks {
        sign_in: risk(object, "signInRiskLevel"),
        user: risk(object, "userRiskLevel"),
        service_principal: risk(object, "servicePrincipalRiskLevel"),
        insider: given(object.text("insiderRiskLevel", insider)),
        agent: match version {
            Version::V1 => Signal::NotGiven,
            Version::Beta => risk(object, "agentIdRiskLevel"),
        },
    };
    let flow = object.object("authenticationFlow", |flow| {
        flow.take("@odata.type");
        flow.text("transferMethod", word_of(Flow::ALL, Flow::word))
    });
    read.flow = flow.flatten().unwrap_or(Flow::None);
    if let Some(device) = object.object("deviceInfo", device) {
        read.device = device;
    }
}

fn given<T>(value: Option<T>) -> Signal<T> {
    value.map_or(Signal::NotGiven, Signal::Known)
}

/// Any kind is what the application is; `easSupported` is one of those that Sluis does not tell apart.
fn client_app(word: &str) -> Option<Option<ClientApp>> {
    match word {
        "all" => Some(None),
        "easSupported" => Some(Some(ClientApp::ExchangeActiveSync)),
        word => word_of(ClientApp::ALL, ClientApp::word)(word).map(Some),
    }
}

/// What is hidden is not given: nobody here may not see it.
fn risk(object: &mut Object<'_>, name: &str) -> Signal<RiskLevel> {
    let level = object.text(name, |word| match word {
        "hidden" => Some(None),
        word => word_of(RiskLevel::ALL, RiskLevel::word)(word).map(Some),
    });
    given(level.flatten())
}

fn insider(word: &str) -> Option<RiskLevel> {
    match word {
        "none" => Some(RiskLevel::None),
        "minor" => Some(RiskLevel::Low),
        "moderate" => Some(RiskLevel::Medium),
        "elevated" => Some(RiskLevel::High),
        _ => None,
    }
}

/// The members of a device that rules read, and what rules call them.
const PROPERTIES: [(&str, &str); 25] = [
    ("displayName", "displayName"),
    ("enrollmentProfileName", "enrollmentProfileName"),
    ("extensionAttribute1", "extensionAttribute1"),
    ("extensionAttribute2", "extensionAttribute2"),
    ("extensionAttribute3", "extensionAttribute3"),
    ("extensionAttribute4", "extensionAttribute4"),
    ("extensionAttribute5", "extensionAttribute5"),
    ("extensionAttribute6", "extensionAttribute6"),
    ("extensionAttribute7", "extensionAttribute7"),
    ("extensionAttribute8", "extensionAttribute8"),
    ("extensionAttribute9", "extensionAttribute9"),
    ("extensionAttribute10", "extensionAttribute10"),
    ("extensionAttribute11", "extensionAttribute11"),
    ("extensionAttribute12", "extensionAttribute12"),
    ("extensionAttribute13", "extensionAttribute13"),
    ("extensionAttribute14", "extensionAttribute14"),
    ("extensionAttribute15", "extensionAttribute15"),
    ("manufacturer", "manufacturer"),
    ("mdmAppId", "mdmAppId"),
    ("model", "model"),
    ("operatingSystem", "operatingSystem"),
    ("operatingSystemVersion", "operatingSystemVersion"),
    ("ownership", "deviceOwnership"),
    ("profileType", "profileType"),
    ("trustType", "trustType"),
];

/// Whoever says something of a device says that it is registered; whoever says nothing, that it is not.
fn device(object: &mut Object<'_>) -> Device {
    object.take("@odata.type");
    let text = |value: &str| Some(value.to_owned());
    let id = object.text("deviceId", |id| id.parse::<Id<Device>>().ok());
    let compliant = object.value("isCompliant", Value::as_bool);
    let mut properties: Vec<(String, String)> = vec![];
    properties.extend(id.map(|id| ("deviceId".to_owned(), id.to_string())));
    for (member, name) in PROPERTIES {
        properties.extend(object.text(member, text).map(|value| (name.to_owned(), value)));
    }
    for member in ["physicalIds", "systemLabels"] {
        properties.extend(object.list(member, text).into_iter().map(|value| (member.to_owned(), value)));
    }
    if id.is_none() && compliant.is_none() && properties.is_empty() {
        return Device::default();
    }
    let is_joined = properties.iter().any(|(name, value)| name == "trustType" && value == "ServerAD");
    Device {
        id: Some(id.unwrap_or(Id::fixed(0))),
        compliant: Signal::Known(compliant.unwrap_or(false)),
        domain_joined: Signal::Known(is_joined),
        properties,
        ..Device::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(body: Value, version: Version) -> Result<Evaluation, String> {
        let Value::Object(members) = body else { panic!("no object") };
        read_evaluation(members, version).map_err(|error| error.0)
    }

    fn asked() -> Value {
        json!({
            "signInIdentity": { "@odata.type": "#microsoft.graph.userSignIn",
                "userId": "11111111-1111-4111-8111-111111111111" },
            "signInContext": { "@odata.type": "#microsoft.graph.applicationContext",
                "includeApplications": ["22222222-2222-4222-8222-222222222222"] },
        })
    }

    #[test]
    fn a_question_is_read_whole() {
        let mut body = asked();
        body["appliedPoliciesOnly"] = json!(true);
        body["signInConditions"] = json!({
            "devicePlatform": "android", "clientAppType": "browser", "country": "NL", "ipAddress": "203.0.113.7",
            "signInRiskLevel": "high", "userRiskLevel": "hidden", "servicePrincipalRiskLevel": null,
            "insiderRiskLevel": "moderate", "authenticationFlow": { "transferMethod": "deviceCodeFlow" },
            "deviceInfo": { "isCompliant": true, "trustType": "ServerAD", "ownership": "Company",
                "physicalIds": ["[ZTDId]:1", "[OrderID]:2"] },
        });
        let read = read(body, Version::V1).unwrap();
        assert_eq!((read.platform, read.client_app), (Some(Platform::Android), Some(ClientApp::Browser)));
        assert_eq!(read.country, Country::new("NL"));
        assert_eq!(read.address, "203.0.113.7".parse().ok());
        assert_eq!((read.flow, read.applied_only), (Flow::DeviceCode, true));
        let risks = Risks {
            sign_in: Signal::Known(RiskLevel::High),
            insider: Signal::Known(RiskLevel::Medium),
            ..NO_RISKS
        };
        assert_eq!(read.risks, risks);
        assert_eq!(read.device.domain_joined, Signal::Known(true));
        let names: Vec<_> = read.device.properties.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["deviceOwnership", "trustType", "physicalIds", "physicalIds"]);
    }

    #[test]
    fn a_device_of_which_nothing_is_said_is_not_registered() {
        let mut body = asked();
        assert_eq!(read(body.clone(), Version::V1).unwrap().device.compliant, Signal::NotGiven);
        body["signInConditions"] = json!({ "deviceInfo": { "displayName": "L1" } });
        assert!(read(body.clone(), Version::V1).unwrap().device.id.is_some());
        body["signInConditions"] = json!({ "deviceInfo": { "@odata.type": "#microsoft.graph.deviceInfo" } });
        assert_eq!(read(body, Version::V1).unwrap().device, Device::default());
    }

    #[test]
    fn what_cannot_be_read_is_refused_by_its_path() {
        let wrong = |pointer: &str, value: Value| {
            let mut body = asked();
            body["signInConditions"] = json!({ "authenticationFlow": {} });
            let (holder, name) = pointer.rsplit_once('/').unwrap();
            body.pointer_mut(holder).unwrap()[name] = value;
            read(body, Version::V1).unwrap_err()
        };
        assert_eq!(wrong("/signInIdentity", Value::Null), "signInIdentity");
        assert_eq!(wrong("/signInIdentity/userId", json!("piet")), "signInIdentity.userId");
        assert_eq!(wrong("/signInContext", json!({})), "signInContext");
        assert_eq!(wrong("/signInContext/userAction", json!("registerSecurityInformation")), "signInContext");
        assert_eq!(
            wrong("/signInContext/includeApplications", json!(["Office365"])),
            "signInContext.includeApplications[0]"
        );
        assert_eq!(wrong("/signInConditions/country", json!("Nederland")), "signInConditions.country");
        assert_eq!(wrong("/signInConditions/moon", json!("full")), "signInConditions.moon");
        assert_eq!(
            wrong("/signInConditions/agentIdRiskLevel", json!("low")),
            "signInConditions.agentIdRiskLevel"
        );
        for context in ["c0", "c100", "c01", "c+1", "d1"] {
            let mut body = asked();
            body["signInContext"] = json!({ "authenticationContextValue": context });
            let path = "signInContext.authenticationContextValue";
            assert_eq!(read(body, Version::Beta).unwrap_err(), path, "{context}");
        }
        let mut body = asked();
        body["signInConditions"] = json!({ "agentIdRiskLevel": "low" });
        assert_eq!(read(body, Version::Beta).unwrap().risks.agent, Signal::Known(RiskLevel::Low));
    }
}
