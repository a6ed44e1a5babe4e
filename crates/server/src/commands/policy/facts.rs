use std::net::IpAddr;

use clap::Args;
use model::{
    Address, AddressRule, ClientApp, Country, Door, Familiarity, Flow, Group, GuestKind, Id, Method,
    MethodSet, PerUserMfa, Platform, Proof, Protocol, RiskLevel, Role, Signal, Timestamp, User, UserAction,
};
use policy::{Circumstances, Facts, Location, Plan, Request, ScopeClass, Subject, Target};

use crate::control::{Kind, Refusal, SignInAsked, device, risks};

/// The moment of the question; nothing in it is older or newer.
const NOW: Timestamp = Timestamp::from_secs(0);

/// A sign-in, as far as it is given.
#[derive(Debug, Args)]
pub struct SignIn {
    /// The person: by name or id of the organisation's, by id with files
    #[arg(long)]
    user: Option<String>,
    /// The application that signs in as itself, by name or id; only of the organisation's
    #[arg(long, conflicts_with = "user")]
    workload: Option<String>,
    /// A group of the person, by id; again for each. Groups, roles and kind of guest only with files
    #[arg(long)]
    group: Vec<Id<Group>>,
    /// A role of the person, by template id; again for each
    #[arg(long, value_parser = role)]
    role: Vec<Role>,
    /// The kind of guest: `b2bCollaborationGuest`
    #[arg(long, value_parser = guest)]
    guest: Option<GuestKind>,
    /// What is opened: an application's id or name, `admin` or `my`; with files a name that policies use, such as `Office365`
    #[arg(long)]
    app: Option<String>,
    /// What is done in place of opening something: `urn:user:registersecurityinfo`
    #[arg(long, value_parser = action, conflicts_with = "app")]
    action: Option<UserAction>,
    /// An authentication context that is asked: `c1`
    #[arg(long)]
    context: Vec<String>,
    /// The kind of client application; without it, what the application is
    #[arg(long, value_parser = client_app)]
    client_app: Option<ClientApp>,
    /// The platform
    #[arg(long, value_parser = platform)]
    platform: Option<Platform>,
    /// The address
    #[arg(long)]
    address: Option<IpAddr>,
    /// The country, in two letters
    #[arg(long)]
    country: Option<String>,
    /// The browser was never used before; only of the organisation's
    #[arg(long)]
    new_browser: bool,
    /// A named location that the address is in, by id; again for each. Only with files
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
    /// What is proven already: `password,totp`; without it, what is asked first
    #[arg(long, value_parser = method, value_delimiter = ',')]
    proven: Vec<Method>,
}

impl SignIn {
    /// The same as the organisation's policies are asked.
    pub(super) fn asked(&self) -> SignInAsked {
        SignInAsked {
            user: self.user.clone(),
            workload: self.workload.clone(),
            app: self.app.clone(),
            action: self.action,
            context: self.context.first().cloned(),
            client_app: self.client_app,
            platform: self.platform,
            address: self.address,
            country: self.country.clone(),
            new_browser: self.new_browser,
            compliant: self.compliant,
            joined: self.joined,
            device: self.device.clone(),
            sign_in_risk: self.sign_in_risk,
            user_risk: self.user_risk,
            flow: self.flow,
            proven: self.proven.clone(),
        }
    }

    /// The facts where policies of files are asked: nobody is looked up.
    pub(super) fn facts(&self) -> Result<Facts, Refusal> {
        let proof =
            |method: &Method| Proof { method: *method, credential: None, at: NOW, how: model::How::Prompted };
        let proven = if self.proven.is_empty() { &[Method::Password][..] } else { &self.proven };
        let registered = MethodSet::of(proven);
        Ok(Facts {
            tenant: Id::fixed(0),
            subject: self.subject()?,
            client: None,
            target: self.target(),
            circumstances: self.circumstances(),
            proofs: proven.iter().map(proof).collect(),
            keys: vec![],
            registered,
            usable: registered,
            request: Request::default(),
            now: NOW,
        })
    }

    fn subject(&self) -> Result<Subject, Refusal> {
        let user = match &self.user {
            Some(id) => id.parse::<Id<User>>().map_err(|_| {
                Refusal::new(Kind::Usage, format!("with files a person is named by id, which `{id}` is not"))
            })?,
            None => Id::fixed(0),
        };
        Ok(Subject {
            user,
            groups: self.group.clone(),
            roles: self.role.clone(),
            guest: self.guest.unwrap_or(GuestKind::Member),
            per_user_mfa: PerUserMfa::Disabled,
            registration_since: NOW,
            home: None,
            accepted: vec![],
            emergency: false,
            workload: None,
        })
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
            client_app: self.client_app.unwrap_or(ClientApp::Browser),
            platform: given(self.platform),
            platform_hint: Signal::NotGiven,
            address: given(address),
            address_rule: address.map(|address| address.rule),
            country: given(self.country.as_deref().and_then(Country::new)),
            country_data: String::new(),
            locations,
            device: device(self.compliant, self.joined, self.device.clone()),
            risks: risks(self.sign_in_risk, self.user_risk),
            flow: self.flow,
            tracked_flow: Flow::None,
            familiarity: Familiarity::UNKNOWN,
            session: None,
            new_session: true,
            plan: Plan::P2,
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
