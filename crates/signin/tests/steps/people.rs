//! People in the middle of a sign-in: builders, so that a test names only what it is about.

use model::{
    Address, AddressRule, AppId, ClientApp, Country, Door, Familiarity, FirstParty, Flow, GuestKind, How, Id,
    Known, Method, MethodSet, PasswordState, PerUserMfa, Proof, Protocol, Role, Signal, Span, Timestamp,
};
use policy::{
    Circumstances, Device, Facts, Plan, Policy, PolicySet, Request, Risks, ScopeClass, SecurityDefaults,
    Subject, Target,
};
use signin::{Account, Step, next};

pub(crate) const NOW: Timestamp = Timestamp::from_secs(1_795_000_000);
pub(crate) const NEXTCLOUD: Id<AppId> = Id::fixed(0x0c);

#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) facts: Facts,
    pub(crate) account: Account,
    pub(crate) set: PolicySet,
}

/// Somebody with a password of two years ago, an authenticator app and recovery codes, at home, under security
/// defaults, who opens Nextcloud.
pub(crate) fn anna() -> Person {
    let methods = MethodSet::of(&[Method::Password, Method::Totp, Method::RecoveryCode]);
    let target = Target {
        resource: Some(NEXTCLOUD),
        names: vec![],
        privileged: false,
        action: None,
        contexts: vec![],
        scopes: ScopeClass::Baseline,
    };
    let subject = Subject {
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
    };
    Person {
        facts: Facts {
            tenant: Id::fixed(1),
            subject,
            client: Some(NEXTCLOUD),
            target,
            circumstances: at_home(),
            proofs: vec![],
            keys: vec![],
            registered: methods,
            usable: methods,
            request: Request::default(),
            now: NOW,
        },
        account: Account {
            password: PasswordState::Own { changed: NOW - Span::days(700), handed: NOW - Span::days(700) },
            known_browser: true,
            lasting_address: true,
        },
        set: PolicySet::new(Id::fixed(7), SecurityDefaults::new_organisation(NOW)),
    }
}

/// Somebody who never registered a second factor.
pub(crate) fn piet() -> Person {
    anna().has(&[Method::Password])
}

fn at_home() -> Circumstances {
    Circumstances {
        door: Door::Browser,
        protocol: Protocol::Oidc,
        client_app: ClientApp::Browser,
        platform: Signal::Unknown,
        platform_hint: Signal::Unknown,
        address: Signal::Known(Address::new([198, 51, 100, 7].into(), AddressRule::Peer)),
        address_rule: Some(AddressRule::Peer),
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
    pub(crate) fn has(mut self, methods: &[Method]) -> Self {
        self.facts.registered = MethodSet::of(methods);
        self.facts.usable = self.facts.registered;
        self
    }
    pub(crate) fn can_use_only(mut self, methods: &[Method]) -> Self {
        self.facts.usable = MethodSet::of(methods);
        self
    }
    pub(crate) fn after(self, methods: &[Method]) -> Self {
        self.proven(methods, Span::seconds(5), How::Prompted)
    }
    pub(crate) fn proven(mut self, methods: &[Method], ago: Span, how: How) -> Self {
        let at = self.facts.now - ago;
        self.facts.proofs.retain(|proof| !methods.contains(&proof.method));
        self.facts.proofs.extend(methods.iter().map(|&method| Proof { method, credential: None, at, how }));
        self
    }
    pub(crate) fn holding(mut self, role: Role) -> Self {
        self.facts.subject.roles.push(role);
        self
    }
    /// An emergency account with these methods.
    pub(crate) fn for_emergencies(mut self, methods: &[Method]) -> Self {
        self.facts.subject.emergency = true;
        self.holding(Role::GlobalAdministrator).has(methods)
    }
    pub(crate) fn far_from_home(mut self) -> Self {
        let new = Familiarity { browser: Known::New, network: Known::New, country: Known::New };
        self.facts.circumstances.familiarity = new;
        self.account.known_browser = false;
        self
    }
    pub(crate) fn by(mut self, client_app: ClientApp) -> Self {
        self.facts.circumstances.client_app = client_app;
        self
    }
    pub(crate) fn opening(mut self, app: FirstParty) -> Self {
        self.facts.target.resource = Some(app.app_id());
        self.facts.target.privileged = app.is_privileged();
        self
    }
    pub(crate) fn password(mut self, state: PasswordState) -> Self {
        self.account.password = state;
        self
    }
    pub(crate) fn requested(mut self, request: Request) -> Self {
        self.facts.request = request;
        self
    }
    pub(crate) fn without_defaults(mut self) -> Self {
        let off = SecurityDefaults { enabled: false, ..SecurityDefaults::new_organisation(NOW) };
        self.set = PolicySet::new(self.set.revision, off);
        self
    }
    pub(crate) fn under(mut self, policy: Policy) -> Self {
        self.set = self.set.with([policy]);
        self
    }
    pub(crate) fn next(&self) -> Step {
        next(&self.set, &self.facts, self.account)
    }
}
