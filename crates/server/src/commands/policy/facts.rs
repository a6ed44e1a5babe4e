use std::net::IpAddr;

use clap::Args;
use model::{
    Address, AddressRule, ClientApp, Door, Familiarity, Flow, Group, GuestKind, Id, Method, MethodSet,
    PerUserMfa, Platform, Proof, Protocol, RiskLevel, Role, Signal, Timestamp, User, UserAction,
};
use policy::{Circumstances, Device, Facts, Location, Plan, Request, Risks, ScopeClass, Subject, Target};

/// The moment of the question; nothing in it is older or newer.
const NOW: Timestamp = Timestamp::from_secs(0);

/// A sign-in, as far as it is given.
#[derive(Debug, Args)]
pub struct SignIn {
    /// The person, by id
    #[arg(long)]
    user: Option<Id<User>>,
    /// A group of the person, by id; again for each
    #[arg(long)]
    group: Vec<Id<Group>>,
    /// A role of the person, by template id; again for each
    #[arg(long, value_parser = role)]
    role: Vec<Role>,
    /// The kind of guest: `b2bCollaborationGuest`
    #[arg(long, value_parser = guest)]
    guest: Option<GuestKind>,
    /// What is opened: an application's id, or a name that policies use, such as `Office365`
    #[arg(long)]
    app: Option<String>,
    /// What is done in place of opening something: `urn:user:registersecurityinfo`
    #[arg(long, value_parser = action, conflicts_with = "app")]
    action: Option<UserAction>,
    /// An authentication context that is asked: `c1`
    #[arg(long)]
    context: Vec<String>,
    /// The kind of client application
    #[arg(long, value_parser = client_app, default_value = "browser")]
    client_app: ClientApp,
    /// The platform
    #[arg(long, value_parser = platform)]
    platform: Option<Platform>,
    /// The address
    #[arg(long)]
    address: Option<IpAddr>,
    /// A named location that the address is in, by id; again for each
    #[arg(long)]
    location: Vec<Id<Location>>,
    /// The address is in a trusted location
    #[arg(long)]
    trusted: bool,
    /// Whether the device is compliant
    #[arg(long)]
    compliant: Option<bool>,
    /// Whether the device is joined to a domain
    #[arg(long)]
    joined: Option<bool>,
    /// A property of the device: `model=Surface`; again for each
    #[arg(long, value_parser = property)]
    device: Vec<(String, String)>,
    /// The risk of the sign-in
    #[arg(long, value_parser = risk)]
    sign_in_risk: Option<RiskLevel>,
    /// The risk of the person
    #[arg(long, value_parser = risk)]
    user_risk: Option<RiskLevel>,
    /// How it came from another device
    #[arg(long, value_parser = flow, default_value = "none")]
    flow: Flow,
    /// What is proven already: `password,totp`
    #[arg(long, value_parser = method, value_delimiter = ',', default_value = "password")]
    proven: Vec<Method>,
}

impl SignIn {
    pub(super) fn facts(&self) -> Facts {
        let proof =
            |method: &Method| Proof { method: *method, credential: None, at: NOW, how: model::How::Prompted };
        let registered = MethodSet::of(&self.proven);
        Facts {
            tenant: Id::fixed(0),
            subject: self.subject(),
            client: None,
            target: self.target(),
            circumstances: self.circumstances(),
            proofs: self.proven.iter().map(proof).collect(),
            registered,
            usable: registered,
            request: Request::default(),
            now: NOW,
        }
    }

    fn subject(&self) -> Subject {
        Subject {
            user: self.user.unwrap_or(Id::fixed(0)),
            groups: self.group.clone(),
            roles: self.role.clone(),
            guest: self.guest.unwrap_or(GuestKind::Member),
            per_user_mfa: PerUserMfa::Disabled,
            registration_since: NOW,
            home: None,
            accepted: vec![],
            workload: None,
        }
    }

    fn target(&self) -> Target {
        let id = self.app.as_ref().and_then(|app| app.parse().ok());
        Target {
            // A name stands for some application; so does nothing, unless something else is done.
            resource: id.or_else(|| self.action.is_none().then(|| Id::fixed(0))),
            names: self.app.iter().cloned().collect(),
            privileged: false,
            action: self.action,
            contexts: self.context.clone(),
            scopes: ScopeClass::Baseline,
        }
    }

    fn circumstances(&self) -> Circumstances {
        let address = self.address.map(|ip| Address::new(ip, AddressRule::Peer));
        let mut locations = self.location.clone();
        locations.extend(self.trusted.then_some(Location::ALL_TRUSTED));
        Circumstances {
            door: Door::Browser,
            protocol: Protocol::Oidc,
            client_app: self.client_app,
            platform: given(self.platform),
            platform_hint: Signal::NotGiven,
            address: given(address),
            address_rule: address.map(|address| address.rule),
            country: Signal::NotGiven,
            country_data: String::new(),
            locations,
            device: self.device(),
            risks: Risks {
                sign_in: given(self.sign_in_risk),
                user: given(self.user_risk),
                service_principal: Signal::NotGiven,
                insider: Signal::NotGiven,
                agent: Signal::NotGiven,
            },
            flow: self.flow,
            tracked_flow: Flow::None,
            familiarity: Familiarity::UNKNOWN,
            session: None,
            new_session: true,
            plan: Plan::P2,
        }
    }

    /// Somebody who says anything of the device says that it is registered, and that what they leave out is not so.
    fn device(&self) -> Device {
        if self.compliant.is_none() && self.joined.is_none() && self.device.is_empty() {
            return Device { compliant: Signal::NotGiven, ..Device::default() };
        }
        Device {
            id: Some(Id::fixed(0)),
            compliant: Signal::Known(self.compliant.unwrap_or(false)),
            domain_joined: Signal::Known(self.joined.unwrap_or(false)),
            properties: self.device.clone(),
            ..Device::default()
        }
    }
}

fn given<T>(value: Option<T>) -> Signal<T> {
    value.map_or(Signal::NotGiven, Signal::Known)
}

fn one_of<T: Copy>(text: &str, all: &[T], word: fn(T) -> &'static str) -> Result<T, String> {
    let found = all.iter().copied().find(|one| word(*one).eq_ignore_ascii_case(text));
    found
        .ok_or_else(|| format!("one of: {}", all.iter().map(|one| word(*one)).collect::<Vec<_>>().join(", ")))
}

fn role(text: &str) -> Result<Role, String> {
    text.parse()
        .ok()
        .and_then(Role::from_id)
        .ok_or_else(|| "no template id of a role that Sluis has".to_owned())
}

fn guest(text: &str) -> Result<GuestKind, String> {
    one_of(text, GuestKind::ALL, GuestKind::word)
}

fn action(text: &str) -> Result<UserAction, String> {
    one_of(text, UserAction::ALL, UserAction::word)
}

fn client_app(text: &str) -> Result<ClientApp, String> {
    one_of(text, ClientApp::ALL, ClientApp::word)
}

fn platform(text: &str) -> Result<Platform, String> {
    one_of(text, Platform::ALL, Platform::word)
}

fn risk(text: &str) -> Result<RiskLevel, String> {
    one_of(text, RiskLevel::ALL, RiskLevel::word)
}

fn flow(text: &str) -> Result<Flow, String> {
    one_of(text, Flow::ALL, Flow::word)
}

fn method(text: &str) -> Result<Method, String> {
    one_of(text, &Method::ALL, Method::word)
}

fn property(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("a property and its value: `model=Surface`")?;
    Ok((name.to_owned(), value.to_owned()))
}
