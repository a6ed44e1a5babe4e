use model::{
    Address, AddressRule, AppId, ClientApp, Country, Door, Familiarity, Flow, GuestKind, How, Id, Make,
    Method, MethodSet, PerUserMfa, Platform, Proof, Protocol, Role, ServicePrincipal, Signal, Span, Tenant,
    Timestamp, User, UserAction,
};
use serde::{Deserialize, Serialize};

use crate::{Plan, Risks, Standing};

/// Everything that policy may look at. What is not here cannot decide anything; history cannot be collected
/// afterwards, so it names every signal from the first release on (D6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The organisation.
    pub tenant: Id<Tenant>,
    /// Who: attributes, groups and roles at this moment.
    pub subject: Subject,
    /// The client that asked, when there is one beside the resource.
    pub client: Option<Id<AppId>>,
    /// What is to be opened.
    pub target: Target,
    /// How and from where.
    pub circumstances: Circumstances,
    /// The proofs so far, with their times.
    pub proofs: Vec<Proof>,
    /// The passkeys among what can be used, with their makes. Records from before makes decided hold none.
    pub keys: Vec<HeldKey>,
    /// The methods that are registered.
    pub registered: MethodSet,
    /// The registered methods that can be used here and now.
    pub usable: MethodSet,
    /// What the application asked for.
    pub request: Request,
    /// The moment of the decision.
    pub now: Timestamp,
}

/// A passkey of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldKey {
    /// The credential, as proofs name it.
    pub credential: Id<()>,
    /// Of which make it is.
    pub make: Id<Make>,
}

impl HeldKey {
    /// A passkey of a make that nobody holds: for questions about people who would have one.
    pub const fn imagined(make: Id<Make>) -> Self {
        Self { credential: make.cast(), make }
    }
}

/// Who somebody is: what a record keeps once per distinct content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// The person.
    pub user: Id<User>,
    /// Groups, nested ones too, sorted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub groups: Vec<Id<model::Group>>,
    /// Roles, sorted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub roles: Vec<Role>,
    /// Member or guest.
    pub guest: GuestKind,
    /// The old per-user switch.
    pub per_user_mfa: PerUserMfa,
    /// When a second factor was first demanded: what a registration deadline counts from.
    pub registration_since: Timestamp,
    /// The organisation that a guest comes from, where it is known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub home: Option<Id<Tenant>>,
    /// The terms of use that were accepted, in their newest version.
    #[serde(default, skip_serializing_if = "is_default")]
    pub accepted: Vec<Id<Agreement>>,
    /// True for an emergency account: no policy that an administrator can write is about it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub emergency: bool,
    /// The application that signs in as itself; `user` then says nothing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub workload: Option<Id<ServicePrincipal>>,
}

/// What is to be opened. Policies bind to the resource, never to the client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// The resource, by its application id; `None` for a user action alone.
    pub resource: Option<Id<AppId>>,
    /// The names that policies know the resource by beside its id, such as `MicrosoftAdminPortals`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub names: Vec<String>,
    /// True for what only a second factor opens, whatever is set.
    #[serde(default, skip_serializing_if = "is_default")]
    pub privileged: bool,
    /// A user action in place of an application.
    #[serde(default, skip_serializing_if = "is_default")]
    pub action: Option<UserAction>,
    /// Authentication contexts, `c1` to `c99`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub contexts: Vec<String>,
    /// What kind of scopes are asked.
    pub scopes: ScopeClass,
}

/// Whether the scopes asked are the few that say no more than who somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ScopeClass {
    /// None were asked: a page.
    None,
    /// `openid`, `profile`, `email`, `offline_access` and nothing else.
    Baseline,
    /// Anything more.
    Beyond,
}

/// How and from where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Circumstances {
    /// The door.
    pub door: Door,
    /// The protocol.
    pub protocol: Protocol,
    /// The kind of client application.
    pub client_app: ClientApp,
    /// The platform that the user agent claims.
    #[serde(default, skip_serializing_if = "is_default")]
    pub platform: Signal<Platform>,
    /// The platform that client hints name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub platform_hint: Signal<Platform>,
    /// The address. A record keeps it in a column of its own, so that erasing never edits a document.
    #[serde(skip)]
    pub address: Signal<Address>,
    /// The rule that chose the address.
    #[serde(default, skip_serializing_if = "is_default")]
    pub address_rule: Option<AddressRule>,
    /// The country of the address.
    #[serde(default, skip_serializing_if = "is_default")]
    pub country: Signal<Country>,
    /// The data that the country comes from.
    pub country_data: String,
    /// Named locations that the address is in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub locations: Vec<Id<Location>>,
    /// The device.
    #[serde(default, skip_serializing_if = "is_default")]
    pub device: Device,
    /// The five risks.
    #[serde(default, skip_serializing_if = "is_default")]
    pub risks: Risks,
    /// How the sign-in travels.
    pub flow: Flow,
    /// How a session that it rests on once travelled.
    pub tracked_flow: Flow,
    /// How familiar browser, network and country are.
    pub familiarity: Familiarity,
    /// The session it happens in, and its age.
    #[serde(default, skip_serializing_if = "is_default")]
    pub session: Option<(Id<Session>, Span)>,
    /// True when the session is about to be made by this very sign-in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub new_session: bool,
    /// The plan of the organisation.
    pub plan: Plan,
}

/// Marks the id of terms of use.
#[derive(Debug)]
pub enum Agreement {}
/// Marks the id of a named location.
#[derive(Debug)]
pub enum Location {}
impl Location {
    /// Stands beside the locations that an address is in when one of them is trusted.
    pub const ALL_TRUSTED: Id<Self> = Id::fixed(0x510a5003_0000_4000_8000_000000000001);
    /// The ranges in which the old per-user switch asks nothing: Graph knows them as the location without a number.
    pub const MFA_TRUSTED_IPS: Id<Self> = Id::fixed(0);
}

/// Marks the id of a session, where policy only tells one from another.
#[derive(Debug)]
pub enum Session {}

/// What is known of the device. The properties of an unregistered device are null.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Device {
    /// Its id, when it is registered.
    #[serde(default, skip_serializing_if = "is_default")]
    pub id: Option<Id<Device>>,
    /// Whether it is compliant.
    #[serde(default, skip_serializing_if = "is_default")]
    pub compliant: Signal<bool>,
    /// Whether it is joined to a domain.
    #[serde(default, skip_serializing_if = "is_default")]
    pub domain_joined: Signal<bool>,
    /// Whether the application that asks is an approved one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub approved_application: Signal<bool>,
    /// Whether a protection policy holds for the application that asks.
    #[serde(default, skip_serializing_if = "is_default")]
    pub protected_application: Signal<bool>,
    /// Properties that rules read, by name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub properties: Vec<(String, String)>,
}

/// What the application asked of the sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// The `acr` values it wants, most wanted first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub acr_values: Vec<String>,
    /// The `acr` values of which it must get one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub essential_acr: Vec<String>,
    /// How old a proof may be.
    #[serde(default, skip_serializing_if = "is_default")]
    pub max_age: Option<Span>,
    /// True when it wants the person asked again (`prompt=login`).
    #[serde(default, skip_serializing_if = "is_default")]
    pub prompt_login: bool,
    /// When the request began: proofs from before do not answer `prompt=login`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub since: Option<Timestamp>,
    /// Authentication contexts it wants.
    #[serde(default, skip_serializing_if = "is_default")]
    pub contexts: Vec<String>,
    /// What it asks of every sign-in, by its registration.
    #[serde(default, skip_serializing_if = "is_default")]
    pub standing: Standing,
}

impl Facts {
    /// The version of the JSON that [`Facts::rest`] writes.
    pub const VERSION: u32 = 1;

    /// What a record keeps beside its typed columns and its subject, as versioned JSON.
    pub fn rest(&self) -> Rest {
        Rest {
            v: Self::VERSION,
            target: self.target.clone(),
            circumstances: self.circumstances.clone(),
            proofs: self.proofs.clone(),
            keys: self.keys.clone(),
            registered: self.registered,
            usable: self.usable,
            request: self.request.clone(),
        }
    }

    /// The makes of the passkeys.
    pub fn makes(&self) -> impl Iterator<Item = Id<Make>> + '_ {
        self.keys.iter().map(|key| key.make)
    }

    /// The make of the passkey that a proof is by.
    pub fn make_of(&self, proof: &Proof) -> Option<Id<Make>> {
        let by = proof.credential.filter(|_| proof.method == Method::Passkey)?;
        self.keys.iter().find(|key| key.credential == by).map(|key| key.make)
    }

    /// What giving a method now would prove; a passkey, whichever of them it is.
    pub fn given(&self, method: Method) -> Vec<Proof> {
        let proof = |credential| Proof { method, credential, at: self.now, how: How::Prompted };
        match method {
            Method::Passkey if !self.keys.is_empty() => {
                self.keys.iter().map(|key| proof(Some(key.credential))).collect()
            }
            _ => vec![proof(None)],
        }
    }

    /// The facts again, from what a record kept.
    pub fn restore(
        tenant: Id<Tenant>,
        client: Option<Id<AppId>>,
        subject: Subject,
        rest: Rest,
        now: Timestamp,
    ) -> Self {
        Self {
            tenant,
            subject,
            client,
            target: rest.target,
            circumstances: rest.circumstances,
            proofs: rest.proofs,
            keys: rest.keys,
            registered: rest.registered,
            usable: rest.usable,
            request: rest.request,
            now,
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The rest of [`Facts`], as a record keeps it. What is empty, unknown or not asked is left out: it is most of it,
/// and there are millions of records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rest {
    /// The version.
    pub v: u32,
    /// What was to be opened.
    pub target: Target,
    /// How and from where.
    pub circumstances: Circumstances,
    /// The proofs.
    pub proofs: Vec<Proof>,
    /// The passkeys that could be used.
    #[serde(default, skip_serializing_if = "is_default")]
    pub keys: Vec<HeldKey>,
    /// Registered methods.
    pub registered: MethodSet,
    /// Usable methods.
    pub usable: MethodSet,
    /// What the application asked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub request: Request,
}
