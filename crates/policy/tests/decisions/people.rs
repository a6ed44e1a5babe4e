//! People at doors: builders of facts, so that a test names only what it is about.

use model::{
    Address, AddressRule, AppId, ClientApp, Country, Door, Familiarity, FirstParty, Flow, GuestKind, How, Id,
    Known, Method, MethodSet, PerUserMfa, Platform, Proof, Protocol, Role, Signal, Span, Timestamp,
    UserAction,
};
use policy::{
    Circumstances, Device, Facts, Location, Plan, PolicySet, Request, Risks, ScopeClass, SecurityDefaults,
    Subject, Target,
};

/// The moment of every decision that names no other.
pub(crate) const NOW: Timestamp = Timestamp::from_secs(1_795_000_000);
/// An application of somebody else's.
pub(crate) const NEXTCLOUD: Id<AppId> = Id::fixed(0x0c);

#[derive(Clone)]
pub(crate) struct Person(pub(crate) Facts);

/// Somebody with a password, an authenticator app and recovery codes, at a browser, network and country where she
/// was before, who opens Nextcloud and has proven nothing.
pub(crate) fn anna() -> Person {
    let methods = MethodSet::of(&[Method::Password, Method::Totp, Method::RecoveryCode]);
    Person(Facts {
        tenant: Id::fixed(1),
        subject: Subject {
            user: Id::fixed(0xa11a),
            groups: vec![],
            roles: vec![],
            guest: GuestKind::Member,
            per_user_mfa: PerUserMfa::Disabled,
            registration_since: NOW,
            home: None,
            accepted: vec![],
            emergency: false,
            workload: None,
        },
        client: Some(NEXTCLOUD),
        target: Target {
            resource: Some(NEXTCLOUD),
            names: vec![],
            privileged: false,
            action: None,
            contexts: vec![],
            scopes: ScopeClass::Baseline,
        },
        circumstances: at_home(),
        proofs: vec![],
        keys: vec![],
        registered: methods,
        usable: methods,
        request: Request::default(),
        now: NOW,
    })
}

fn at_home() -> Circumstances {
    let address = Address::new([198, 51, 100, 7].into(), AddressRule::Forwarded);
    Circumstances {
        door: Door::Browser,
        protocol: Protocol::Oidc,
        client_app: ClientApp::Browser,
        platform: Signal::Known(Platform::Linux),
        platform_hint: Signal::Unknown,
        address: Signal::Known(address),
        address_rule: Some(AddressRule::Forwarded),
        country: Signal::from_option(Country::new("NL")),
        country_data: "2026-11".to_owned(),
        locations: vec![],
        device: Device::default(),
        risks: Risks::default(),
        flow: Flow::None,
        tracked_flow: Flow::None,
        familiarity: Familiarity { browser: Known::Seen, network: Known::Seen, country: Known::Seen },
        session: None,
        new_session: true,
        plan: Plan::P2,
    }
}

impl Person {
    fn with(mut self, change: impl FnOnce(&mut Facts)) -> Self {
        change(&mut self.0);
        self
    }
    pub(crate) fn holding(self, role: Role) -> Self {
        self.with(|facts| facts.subject.roles.push(role))
    }
    /// Proven a moment ago.
    pub(crate) fn after(self, methods: &[Method]) -> Self {
        self.proven(methods, Span::seconds(5))
    }
    pub(crate) fn proven(self, methods: &[Method], ago: Span) -> Self {
        self.with(|facts| {
            facts.proofs.extend(methods.iter().map(|&method| Proof {
                method,
                credential: None,
                at: facts.now - ago,
                how: How::Prompted,
            }));
        })
    }
    pub(crate) fn with_only_a_password(self) -> Self {
        self.with(|facts| {
            facts.registered = MethodSet::of(&[Method::Password]);
            facts.usable = facts.registered;
        })
    }
    pub(crate) fn also_has(self, method: Method) -> Self {
        self.with(|facts| {
            facts.registered = facts.registered.with(method);
            facts.usable = facts.usable.with(method);
        })
    }
    pub(crate) fn seen(self, familiarity: Familiarity) -> Self {
        self.with(|facts| facts.circumstances.familiarity = familiarity)
    }
    pub(crate) fn in_a_new_browser(self) -> Self {
        self.with(|facts| facts.circumstances.familiarity.browser = Known::New)
    }
    pub(crate) fn in_a_new_network(self) -> Self {
        self.with(|facts| facts.circumstances.familiarity.network = Known::New)
    }
    pub(crate) fn in_a_new_country(self) -> Self {
        self.with(|facts| facts.circumstances.familiarity.country = Known::New)
    }
    pub(crate) fn nowhere_that_can_be_told(self) -> Self {
        self.with(|facts| {
            let here = &mut facts.circumstances;
            (here.address, here.address_rule, here.country) = (Signal::Unknown, None, Signal::Unknown);
            here.familiarity = Familiarity::UNKNOWN;
        })
    }
    pub(crate) fn on(self, platform: Signal<Platform>) -> Self {
        self.with(|facts| facts.circumstances.platform = platform)
    }
    pub(crate) fn by(self, client_app: ClientApp) -> Self {
        self.with(|facts| facts.circumstances.client_app = client_app)
    }
    pub(crate) fn at_door(self, door: Door) -> Self {
        self.with(|facts| facts.circumstances.door = door)
    }
    pub(crate) fn opening(self, app: FirstParty) -> Self {
        self.with(|facts| {
            facts.client = Some(app.app_id());
            facts.target.resource = Some(app.app_id());
            facts.target.privileged = app.is_privileged();
            facts.target.names = app.target_names().iter().map(|&name| name.to_owned()).collect();
        })
    }
    pub(crate) fn changing_security_info(self) -> Self {
        self.with(|facts| {
            facts.target.resource = None;
            facts.target.action = Some(UserAction::RegisterSecurityInfo);
        })
    }
    pub(crate) fn confirming(self) -> Self {
        self.with(|facts| facts.target.action = Some(UserAction::Confirm))
    }
    pub(crate) fn per_user(self, state: PerUserMfa) -> Self {
        self.with(|facts| facts.subject.per_user_mfa = state)
    }
    /// An emergency account, with the password and the sealed capsule.
    pub(crate) fn for_emergencies(self) -> Self {
        self.holding(Role::GlobalAdministrator).with(|facts| {
            facts.subject.emergency = true;
            facts.registered = MethodSet::of(&[Method::Password, Method::SealedCapsule]);
            facts.usable = facts.registered;
        })
    }
    pub(crate) fn in_locations(self, locations: &[Id<Location>]) -> Self {
        self.with(|facts| facts.circumstances.locations = locations.to_vec())
    }
    pub(crate) fn asked_first(self, ago: Span) -> Self {
        self.with(|facts| facts.subject.registration_since = facts.now - ago)
    }
    pub(crate) fn requested(self, request: Request) -> Self {
        self.with(|facts| facts.request = request)
    }
}

pub(crate) fn defaults_on() -> PolicySet {
    PolicySet::new(Id::fixed(7), SecurityDefaults::new_organisation(NOW))
}

pub(crate) fn defaults_off() -> PolicySet {
    let off = SecurityDefaults { enabled: false, ..SecurityDefaults::new_organisation(NOW) };
    PolicySet::new(Id::fixed(7), off)
}

pub(crate) fn registration_within(days: u8) -> PolicySet {
    let later = SecurityDefaults { registration_days: days, ..SecurityDefaults::new_organisation(NOW) };
    PolicySet::new(Id::fixed(7), later)
}
