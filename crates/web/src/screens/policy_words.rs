//! A conditional access policy in words: as one sentence, and part by part in full. Ids have their names; what has none
//! is not here any more, and the words say so.

use model::{FirstParty, Flow, GuestKind, Platform, Role};
use policy::conditions::{
    Action, Applications, ClientAppType, Condition, Devices, Guests, Level, Locations, Platforms, Resource,
    Targets, Tenants, Users,
};
use policy::controls::{Control, Operator};
use policy::rule::Mode;
use policy::session::{AccessEvaluation, Covers, Every, Persistence, SignInFrequency};
use policy::{AuthenticationStrength, Location, Policy, SessionControls};
use service::conditional_access::Names;
use text::Texts;

use super::admin::role;

/// How many of a list a sentence names; the parts name all.
const NAMED: usize = 3;

/// Says policies in a language, with these names.
#[derive(Clone, Copy)]
pub struct PolicyWords<'n> {
    t: &'static Texts,
    names: &'n Names,
    most: usize,
}

/// A part of a policy in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyPart {
    /// Which: who, where to, from where and so on.
    pub title: String,
    /// What it says.
    pub text: String,
}

impl<'n> PolicyWords<'n> {
    /// In the language of these texts, with what is called so.
    pub const fn new(t: &'static Texts, names: &'n Names) -> Self {
        Self { t, names, most: usize::MAX }
    }

    /// The policy as a sentence, with `**` around what can be chosen.
    pub fn sentence(&self, policy: &Policy) -> String {
        let short = Self { most: NAMED, ..*self };
        let circumstances = short.circumstances(policy);
        let grant = short.grant(policy).map(bold);
        let session = short.session(&policy.session).map(bold);
        let blocks = policy.controls.iter().any(|control| matches!(control, Control::Block(_)));
        let t = self.t;
        match (grant, session) {
            (Some(_), _) if blocks => t.policies_sentence_block(circumstances),
            (Some(grant), Some(session)) => t.policies_sentence_both(circumstances, grant, session),
            (Some(grant), None) => t.policies_sentence_grant(circumstances, grant),
            (None, Some(session)) => t.policies_sentence_session(circumstances, session),
            (None, None) => t.policies_sentence_nothing(circumstances),
        }
    }

    /// Each part, in the order in which it is asked.
    pub fn parts(&self, policy: &Policy) -> Vec<PolicyPart> {
        let t = self.t;
        let mut parts: Vec<PolicyPart> = policy
            .conditions
            .iter()
            .map(|condition| PolicyPart { title: title(t, condition), text: self.condition(condition) })
            .collect();
        let access = self.grant(policy).unwrap_or_else(|| t.policies_grant_nothing());
        parts.push(PolicyPart { title: t.policies_part_grant(), text: access });
        let session = self.session(&policy.session).unwrap_or_else(|| t.policies_session_nothing());
        parts.push(PolicyPart { title: t.policies_part_session(), text: session });
        let foreign = policy.foreign.iter();
        parts.extend(foreign.map(|path| PolicyPart { title: t.policies_part_foreign(), text: path.clone() }));
        parts
    }

    /// What stands in it that the editor does not show, and keeps.
    pub fn unseen(&self, policy: &Policy) -> Vec<PolicyPart> {
        let t = self.t;
        let mut parts = vec![];
        for condition in &policy.conditions {
            match condition {
                Condition::Users(users) => {
                    let guests = [&users.include_guests, &users.exclude_guests].into_iter().flatten();
                    let some = guests.filter(|guests| matches!(guests.tenants, Tenants::Enumerated(_)));
                    parts.extend(some.map(|guests| (title(t, condition), self.guests(guests))));
                }
                Condition::Targets(Targets::Written(written)) => {
                    let is_beside = !written.include.is_empty() || !written.actions.is_empty();
                    let is_other = (!written.contexts.is_empty() && is_beside) || written.filter.is_some();
                    parts.extend(is_other.then(|| (title(t, condition), self.condition(condition))));
                }
                Condition::ClientApps(_)
                | Condition::Platforms(_)
                | Condition::Locations(_)
                | Condition::Flows(_)
                | Condition::UserRisk(_)
                | Condition::SignInRisk(_) => {}
                // Of devices the editor has the rule.
                Condition::Devices(devices)
                    if *devices == (Devices { filter: devices.filter.clone(), ..Devices::default() }) => {}
                other => parts.push((title(t, other), self.condition(other))),
            }
        }
        let is_shown = |one: &&Control| {
            matches!(one, Control::Block(_) | Control::Mfa(_) | Control::Strength(_) | Control::TermsOfUse(_))
        };
        let others = policy.controls.iter().filter(|one| !is_shown(one));
        parts.extend(others.map(|one| (t.policies_part_grant(), self.control(one))));
        let others = SessionControls { sign_in_frequency: None, persistent_browser: None, ..policy.session };
        parts.extend(self.session(&others).map(|text| (t.policies_part_session(), text)));
        parts.extend(policy.foreign.iter().map(|path| (t.policies_part_foreign(), path.clone())));
        parts.into_iter().map(|(title, text)| PolicyPart { title, text }).collect()
    }

    /// Who does what, and under which further conditions.
    fn circumstances(&self, policy: &Policy) -> String {
        let (mut who, mut does, mut more) = (None, None, vec![]);
        for condition in &policy.conditions {
            match condition {
                Condition::Users(_) => who = Some(self.condition(condition)),
                Condition::Targets(targets) => does = Some(self.does(targets)),
                other => more.push(bold(self.phrase(other))),
            }
        }
        let t = self.t;
        let who = bold(who.unwrap_or_else(|| t.policies_who_program()));
        let does = bold(does.unwrap_or_else(|| t.policies_does_nothing()));
        if more.is_empty() {
            return t.policies_circumstances(who, does);
        }
        t.policies_circumstances_more(who, does, more.join(", "))
    }

    /// A condition as it stands in a sentence.
    fn phrase(&self, condition: &Condition) -> String {
        let (t, said) = (self.t, self.condition(condition));
        match condition {
            Condition::Locations(_) => t.policies_when_from(said),
            Condition::ClientApps(_) => t.policies_when_with(said),
            Condition::Platforms(_) => t.policies_when_on(said),
            Condition::SignInRisk(_) => t.policies_when_sign_in_risk(said),
            Condition::UserRisk(_) => t.policies_when_user_risk(said),
            Condition::Flows(_) => t.policies_when_flow(said),
            Condition::Devices(Devices { filter: Some(_), .. }) => t.policies_when_on(said),
            other => t.policies_when_other(title(t, other), said),
        }
    }

    /// What a condition says.
    fn condition(&self, condition: &Condition) -> String {
        match condition {
            Condition::Users(users) => self.users(users),
            Condition::Targets(targets) => self.does(targets),
            Condition::ClientApps(apps) => {
                self.one_of(apps.0.iter().map(|app| client_app(self.t, *app)).collect())
            }
            Condition::Platforms(platforms) => self.platforms(platforms),
            Condition::Locations(locations) => self.locations(locations),
            Condition::SignInRisk(risk) => self.levels(&risk.0),
            Condition::UserRisk(risk) => self.levels(&risk.0),
            Condition::ServicePrincipalRisk(risk) => self.levels(&risk.0),
            Condition::AgentRisk(risk) => self.levels(&risk.0),
            Condition::Flows(flows) => self.one_of(flows.0.iter().map(|one| flow(self.t, *one)).collect()),
            Condition::Devices(Devices {
                filter: Some(filter),
                devices: None,
                states: None,
                legacy: None,
            }) => match filter.mode {
                Mode::Include => self.t.policies_device_fits(filter.rule.text()),
                Mode::Exclude => self.t.policies_device_unfit(filter.rule.text()),
            },
            other => other.wanted(),
        }
    }

    fn users(&self, users: &Users) -> String {
        let t = self.t;
        let mut included: Vec<String> = vec![];
        included.extend(users.all.then(|| t.policies_who_everyone()));
        included.extend(users.include_any_guest.then(|| t.policies_who_guest()));
        included.extend(users.include_guests.iter().map(|guests| self.guests(guests)));
        included.extend(users.include_agents.then(|| t.policies_who_agent()));
        included.extend(self.people(&users.include_users, &users.include_groups, &users.include_roles));
        let mut excluded: Vec<String> = vec![];
        excluded.extend(users.exclude_any_guest.then(|| t.policies_who_guest()));
        excluded.extend(users.exclude_guests.iter().map(|guests| self.guests(guests)));
        excluded.extend(self.people(&users.exclude_users, &users.exclude_groups, &users.exclude_roles));
        if included.is_empty() {
            return t.policies_who_nobody();
        }
        self.but(self.one_of(included), excluded)
    }

    fn people(
        &self,
        people: &[model::Id<model::User>],
        groups: &[model::Id<model::Group>],
        roles: &[model::Id<Role>],
    ) -> Vec<String> {
        let t = self.t;
        let person = |id| match self.names.people.get(id) {
            Some(name) => name.clone(),
            None => t.policies_missing_person(),
        };
        let group = |id| match self.names.groups.get(id) {
            Some(name) => t.policies_who_group(name),
            None => t.policies_missing_group(),
        };
        let holder = |id: &model::Id<Role>| match Role::from_id(*id) {
            Some(known) => t.policies_who_role(role(t, known)),
            None => t.policies_missing_role(),
        };
        let people = people.iter().map(person);
        people.chain(groups.iter().map(group)).chain(roles.iter().map(holder)).collect()
    }

    fn guests(&self, guests: &Guests) -> String {
        let t = self.t;
        let kinds: Vec<String> = guests.kinds.iter().map(|kind| guest(t, *kind)).collect();
        t.policies_who_guests(self.one_of(kinds))
    }

    fn does(&self, targets: &Targets) -> String {
        let t = self.t;
        match targets {
            Targets::AllApplications => t.policies_does_open(t.policies_what_all()),
            Targets::Privileged => t.policies_does_open(t.policies_what_admin_centre()),
            Targets::Action(action) => action.to_string(),
            Targets::Written(written) => self.written(written),
        }
    }

    fn written(&self, written: &Applications) -> String {
        let t = self.t;
        if !written.actions.is_empty() {
            return self.one_of(written.actions.iter().map(|one| action(t, *one)).collect());
        }
        if !written.contexts.is_empty() {
            let named = written.contexts.iter().map(|id| self.names.contexts.get(id).unwrap_or(id).clone());
            return t.policies_does_context(self.one_of(named.collect()));
        }
        let mut included: Vec<String> = vec![];
        included.extend(written.all.then(|| t.policies_what_all()));
        included.extend(written.include.iter().map(|resource| self.resource(*resource)));
        included.extend(written.filter.as_ref().map(|filter| t.policies_what_fits(filter.rule.text())));
        if included.is_empty() {
            return t.policies_does_nothing();
        }
        let excluded = written.exclude.iter().map(|resource| self.resource(*resource)).collect();
        t.policies_does_open(self.but(self.one_of(included), excluded))
    }

    /// What an application is called.
    pub fn resource(&self, resource: Resource) -> String {
        let t = self.t;
        match resource {
            Resource::Office365 => t.policies_what_office(),
            Resource::AdminPortals => t.policies_what_admin_centre(),
            Resource::AgentResources => t.policies_what_agents(),
            Resource::Id(id) if id == model::MANAGEMENT_RESOURCE_ID => t.policies_what_api(),
            Resource::Id(id) => match FirstParty::from_app_id(id) {
                Some(FirstParty::AdminCentre) => t.policies_what_admin_centre(),
                Some(FirstParty::My) => t.admin_my_account(),
                Some(FirstParty::Graph) => t.policies_what_api(),
                None => self.names.apps.get(&id).cloned().unwrap_or_else(|| t.policies_missing_app()),
            },
        }
    }

    fn locations(&self, locations: &Locations) -> String {
        let t = self.t;
        let named = |ids: &[model::Id<Location>]| ids.iter().map(|id| self.place(*id)).collect::<Vec<_>>();
        let mut included: Vec<String> = vec![];
        included.extend(locations.all.then(|| t.policies_where_anywhere()));
        included.extend(locations.all_trusted.then(|| t.policies_where_trusted()));
        included.extend(named(&locations.include));
        let mut excluded: Vec<String> = vec![];
        excluded.extend(locations.exclude_all_trusted.then(|| t.policies_where_trusted()));
        excluded.extend(named(&locations.exclude));
        if included.is_empty() {
            return t.policies_where_nowhere();
        }
        self.but(self.one_of(included), excluded)
    }

    /// What a named location is called.
    pub fn place(&self, id: model::Id<Location>) -> String {
        if id == Location::MFA_TRUSTED_IPS {
            return self.t.policies_where_trusted_ips();
        }
        self.names.locations.get(&id).cloned().unwrap_or_else(|| self.t.policies_missing_place())
    }

    fn platforms(&self, platforms: &Platforms) -> String {
        let t = self.t;
        let mut included: Vec<String> = vec![];
        included.extend(platforms.all.then(|| t.policies_platform_any()));
        included.extend(platforms.include.iter().map(|one| platform(*one).to_owned()));
        let excluded = platforms.exclude.iter().map(|one| platform(*one).to_owned()).collect();
        self.but(self.one_of(included), excluded)
    }

    fn levels(&self, levels: &[Level]) -> String {
        self.one_of(levels.iter().map(|one| level(self.t, *one)).collect())
    }

    /// What is needed; none where nothing is.
    fn grant(&self, policy: &Policy) -> Option<String> {
        let words: Vec<String> = policy.controls.iter().map(|one| self.control(one)).collect();
        match (words.is_empty(), policy.operator) {
            (true, _) => None,
            (false, Operator::And) => Some(self.all_of(words)),
            (false, Operator::Or) => Some(self.one_of(words)),
        }
    }

    /// For how long it holds; none where nothing is said of it.
    fn session(&self, session: &SessionControls) -> Option<String> {
        let t = self.t;
        let mut words: Vec<String> = vec![];
        words.extend(session.sign_in_frequency.filter(|one| one.is_enabled).map(|one| frequency(t, one)));
        words.extend(session.persistent_browser.filter(|one| one.is_enabled).map(|one| match one.value {
            Persistence::Always => t.policies_session_stays(),
            Persistence::Never => t.policies_session_ends(),
        }));
        let is_on =
            |control: Option<policy::session::Switched<()>>| control.is_some_and(|one| one.is_enabled);
        let is_proxied = session.cloud_app_security.is_some_and(|one| one.is_enabled);
        words.extend(is_proxied.then(|| t.policies_session_proxy()));
        words.extend(
            is_on(session.application_enforced_restrictions).then(|| t.policies_session_restrictions()),
        );
        words.extend(is_on(session.secure_sign_in_session).then(|| t.policies_session_bound()));
        words
            .extend((session.disable_resilience_defaults == Some(true)).then(|| t.policies_session_strict()));
        words.extend(session.continuous_access_evaluation.map(|mode| match mode {
            AccessEvaluation::Disabled => t.policies_session_evaluation_off(),
            AccessEvaluation::Strict | AccessEvaluation::StrictLocation => t.policies_session_evaluation(),
        }));
        let is_filtered = session.global_secure_access.is_some_and(|one| one.is_enabled);
        words.extend(is_filtered.then(|| t.policies_session_network()));
        (!words.is_empty()).then(|| self.all_of(words))
    }

    fn but(&self, included: String, excluded: Vec<String>) -> String {
        if excluded.is_empty() {
            return included;
        }
        self.t.policies_except(included, self.all_of(excluded))
    }

    fn control(&self, one: &Control) -> String {
        match one {
            Control::TermsOfUse(terms) => self.names.terms.get(&terms.0).map_or_else(
                || self.t.policies_grant_terms(),
                |name| self.t.policies_grant_terms_named(name.as_str()),
            ),
            other => control(self.t, self.names, other),
        }
    }

    fn one_of(&self, words: Vec<String>) -> String {
        self.listed(words, |first, last| self.t.policies_or(first, last))
    }

    fn all_of(&self, words: Vec<String>) -> String {
        self.listed(words, |first, last| self.t.policies_and(first, last))
    }

    /// `a, b or c`; where there are more than are named, their number in the place of the rest.
    fn listed(&self, mut words: Vec<String>, join: impl Fn(String, String) -> String) -> String {
        if words.len() > self.most {
            let rest = words.len() - (self.most - 1);
            words.truncate(self.most - 1);
            words.push(self.t.policies_others(rest));
        }
        match (words.pop(), words.is_empty()) {
            (None, _) => String::new(),
            (Some(only), true) => only,
            (Some(last), false) => join(words.join(", "), last),
        }
    }
}

fn bold(text: String) -> String {
    format!("**{text}**")
}

/// Which condition it is.
pub(crate) fn title(t: &Texts, condition: &Condition) -> String {
    match condition {
        Condition::Users(_) => t.admin_condition_users(),
        Condition::Targets(_) => t.policies_part_what(),
        Condition::ClientApps(_) => t.admin_condition_client_apps(),
        Condition::Platforms(_) => t.admin_condition_platforms(),
        Condition::Locations(_) => t.admin_condition_locations(),
        Condition::Devices(_) => t.admin_condition_devices(),
        Condition::SignInRisk(_) => t.admin_condition_sign_in_risk(),
        Condition::UserRisk(_) => t.admin_condition_user_risk(),
        Condition::ServicePrincipalRisk(_) => t.admin_condition_workload_risk(),
        Condition::InsiderRisk(_) => t.admin_condition_insider_risk(),
        Condition::AgentRisk(_) => t.admin_condition_agent_risk(),
        Condition::Flows(_) => t.admin_condition_flows(),
        Condition::Workloads(_) => t.admin_condition_workloads(),
        Condition::Unfamiliar(_) => t.admin_condition_unfamiliar(),
        Condition::PerUser(_) => t.admin_condition_per_user(),
        Condition::HasSecondFactor(_) => t.admin_condition_second_factor(),
        Condition::EmergencyAccount(_) => t.emergency_account(),
    }
}

/// A kind of program, after "with".
pub(crate) fn client_app(t: &Texts, app: ClientAppType) -> String {
    match app {
        ClientAppType::All => t.policies_client_any(),
        ClientAppType::Browser => t.policies_client_browser(),
        ClientAppType::MobileAppsAndDesktopClients | ClientAppType::Modern => t.policies_client_modern(),
        ClientAppType::ExchangeActiveSync => t.policies_client_active_sync(),
        ClientAppType::EasSupported => t.policies_client_active_sync_known(),
        ClientAppType::EasUnsupported => t.policies_client_active_sync_unknown(),
        ClientAppType::Other => t.policies_client_old(),
    }
}

/// What a system is called, the same in every language.
pub(crate) const fn platform(platform: Platform) -> &'static str {
    match platform {
        Platform::Android => "Android",
        Platform::Ios => "iOS",
        Platform::Windows => "Windows",
        Platform::WindowsPhone => "Windows Phone",
        Platform::MacOs => "macOS",
        Platform::Linux => "Linux",
    }
}

/// A level of risk.
pub(crate) fn level(t: &Texts, level: Level) -> String {
    match level {
        Level::Low => t.policies_risk_low(),
        Level::Medium => t.policies_risk_medium(),
        Level::High => t.policies_risk_high(),
        Level::Hidden => t.policies_risk_hidden(),
        Level::None => t.policies_risk_none(),
    }
}

/// An action in place of an application.
pub(crate) fn action(t: &Texts, action: Action) -> String {
    match action {
        Action::RegisterSecurityInfo => t.policies_does_security_info(),
        Action::RegisterDevice => t.policies_does_device(),
        Action::RecoverAccount => t.policies_does_recover(),
    }
}

/// A kind of guest.
pub(crate) fn guest(t: &Texts, kind: GuestKind) -> String {
    match kind {
        GuestKind::Member => t.policies_guest_none(),
        GuestKind::InternalGuest => t.policies_guest_internal(),
        GuestKind::B2bCollaborationGuest => t.policies_guest_b2b(),
        GuestKind::B2bCollaborationMember => t.policies_guest_b2b_member(),
        GuestKind::B2bDirectConnectUser => t.policies_guest_direct(),
        GuestKind::OtherExternalUser => t.policies_guest_other(),
        GuestKind::ServiceProvider => t.policies_guest_provider(),
    }
}

/// A way of signing in from another device.
pub(crate) fn flow(t: &Texts, flow: Flow) -> String {
    match flow {
        Flow::None => t.policies_flow_none(),
        Flow::DeviceCode => t.policies_flow_code(),
        Flow::AuthenticationTransfer => t.policies_flow_transfer(),
    }
}

fn control(t: &Texts, names: &Names, control: &Control) -> String {
    match control {
        Control::Block(_) => t.policies_grant_block(),
        Control::Mfa(_) | Control::AtLeast(_) => t.policies_grant_mfa(),
        Control::Registration(_) => t.admin_need_registration(),
        Control::Strength(strength) => t.policies_grant_strength(strength_name(t, names, strength.id)),
        Control::CompliantDevice(_) => t.policies_grant_compliant(),
        Control::DomainJoinedDevice(_) => t.policies_grant_joined(),
        Control::ApprovedApplication(_) => t.policies_grant_approved(),
        Control::CompliantApplication(_) => t.policies_grant_protected(),
        Control::PasswordChange(_) => t.policies_grant_password(),
        Control::RiskRemediation(_) => t.policies_grant_remediation(),
        Control::TermsOfUse(_) => t.policies_grant_terms(),
        Control::VerifiedId(_) => t.policies_grant_verified(),
        Control::Custom(_) => t.policies_grant_custom(),
    }
}

/// What a strength is called.
pub(crate) fn strength_name(t: &Texts, names: &Names, id: model::Id<AuthenticationStrength>) -> String {
    let is = |known| id == known;
    if is(AuthenticationStrength::MFA) {
        t.policies_strength_mfa()
    } else if is(AuthenticationStrength::PASSWORDLESS) {
        t.policies_strength_passwordless()
    } else if is(AuthenticationStrength::PHISHING_RESISTANT) {
        t.policies_strength_phishing()
    } else {
        names.strengths.get(&id).cloned().unwrap_or_else(|| t.policies_strength_own())
    }
}

fn frequency(t: &Texts, frequency: SignInFrequency) -> String {
    let hours = match frequency.every {
        Every::Time => return t.policies_session_every_time(),
        Every::Days(days) if frequency.covers == Covers::Both => return t.policies_session_days(days),
        Every::Days(days) => return t.policies_session_second_days(days),
        Every::Hours(hours) => hours,
        Every::Span(span) => u32::try_from(span.as_secs() / 3_600).unwrap_or(u32::MAX).max(1),
    };
    match frequency.covers {
        Covers::Both => t.policies_session_hours(hours),
        Covers::Second => t.policies_session_second_hours(hours),
    }
}
