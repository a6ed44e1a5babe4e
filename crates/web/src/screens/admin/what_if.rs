use askama::Template;
use model::{ClientApp, Flow, Locale, Method, Platform, RiskLevel, UserAction};
use policy::{Demand, End, PolicyTrace};
use signin::{Obstacle, Way};
use text::Texts;

use super::policy_table::PolicyTable;
use super::shell::{Entry, Shell};
use super::{conditions, ways, words};

/// What If: a sign-in that might be, and what the policies would say. Everything that is asked stands in the address.
#[derive(Template, Clone)]
#[template(path = "admin/what_if.html")]
pub struct WhatIf {
    /// What surrounds the page.
    pub shell: Shell,
    /// What is asked, as it was typed and chosen.
    pub form: WhatIfForm,
    /// What can be opened: a value and its name.
    pub applications: Vec<(String, String)>,
    /// The organisation's policies: the id and the name.
    pub policies: Vec<(String, String)>,
    /// What was wrong.
    pub error: Option<WhatIfError>,
    /// The answer, once something was asked.
    pub told: Option<Box<WhatIfTold>>,
}

/// What is asked, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhatIfForm {
    /// The name that the person signs in with.
    pub person: String,
    /// An application's id, or the word of an action.
    pub open: String,
    /// The address.
    pub address: String,
    /// The code of the country.
    pub country: String,
    /// The kind of program.
    pub client: String,
    /// The platform.
    pub platform: String,
    /// `new` for a browser that the person never used.
    pub browser: String,
    /// What was given: methods, with commas between.
    pub given: String,
    /// The risk of the sign-in.
    pub sign_in_risk: String,
    /// The risk of the person.
    pub user_risk: String,
    /// How it came from another device.
    pub flow: String,
    /// The device: `compliant`, `joined`, `neither`.
    pub device: String,
    /// A policy that is to be otherwise: its id, or `defaults`.
    pub policy: String,
    /// How it is to be: `on`, `off` or `gone`.
    pub then: String,
}

/// What was wrong with what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhatIfError {
    /// There is nobody of that name.
    Person,
    /// Nothing was chosen to open.
    Open,
    /// That is no address.
    Address,
    /// That is no country.
    Country,
    /// Policies cannot be judged by like this.
    Draft(String),
}

/// What would come of it.
#[derive(Debug, Clone)]
pub struct WhatIfTold {
    /// How the person is called.
    pub who: String,
    /// What is opened; `None` for an action.
    pub application: Option<String>,
    /// How it ends.
    pub end: End,
    /// What stands in the way beside policy.
    pub obstacle: Option<Obstacle>,
    /// What was needed, and whether it was given.
    pub demands: Vec<(Demand, bool)>,
    /// Every policy with its conditions.
    pub policies: Vec<PolicyTrace>,
    /// What would let them in, where they are not.
    pub ways: Vec<Way>,
    /// What was looked at: what each is, in words, and what it was.
    pub seen: Vec<(String, String)>,
    /// What is otherwise than it is set, in words.
    pub draft: Option<String>,
}

/// What can be given: the value in the address.
const GIVEN: [&[Method]; 5] = [
    &[Method::Password],
    &[Method::Password, Method::Totp],
    &[Method::Password, Method::SecurityKey],
    &[Method::Password, Method::RememberedDevice],
    &[Method::Passkey],
];

type Choice = (String, String, bool);

impl WhatIf {
    /// What can be opened, with whether it is chosen.
    pub fn open_choices(&self) -> Vec<Choice> {
        let t = self.shell.texts;
        let action = |action: UserAction| {
            let name = match action {
                UserAction::RegisterSecurityInfo => t.admin_seen_security_info(),
                UserAction::RegisterDevice => t.admin_seen_device(),
                UserAction::Confirm => t.admin_seen_confirm(),
            };
            (action.word().to_owned(), name)
        };
        let all = self.applications.iter().cloned().chain(UserAction::ALL.iter().map(|one| action(*one)));
        chosen(all, &self.form.open)
    }

    /// The kinds of program.
    pub fn client_choices(&self) -> Vec<Choice> {
        let t = self.shell.texts;
        let name = |app: &ClientApp| {
            (app.word().to_owned(), conditions::client_app(t, app.word()).unwrap_or_default())
        };
        chosen(ClientApp::ALL.iter().map(name), &self.form.client)
    }

    /// The platforms.
    pub fn platform_choices(&self) -> Vec<Choice> {
        let name = |platform: &Platform| (platform.word().to_owned(), ways::platform(*platform).to_owned());
        chosen(Platform::ALL.iter().map(name), &self.form.platform)
    }

    /// What can be given.
    pub fn given_choices(&self) -> Vec<Choice> {
        let t = self.shell.texts;
        let name = |methods: &&[Method]| {
            let names: Vec<String> = methods.iter().map(|one| words::method(t, *one)).collect();
            (given_word(methods), names.join(" + "))
        };
        chosen(GIVEN.iter().map(name), &self.form.given)
    }

    /// The levels of risk, for the field of that name.
    pub fn risk_choices(&self, field: &str) -> Vec<Choice> {
        let t = self.shell.texts;
        let name = |level: &RiskLevel| {
            let name = match level {
                RiskLevel::None => t.whatif_risk_none(),
                RiskLevel::Low => t.whatif_risk_low(),
                RiskLevel::Medium => t.whatif_risk_medium(),
                RiskLevel::High => t.whatif_risk_high(),
            };
            (level.word().to_owned(), name)
        };
        let now = if field == "user_risk" { &self.form.user_risk } else { &self.form.sign_in_risk };
        chosen(RiskLevel::ALL.iter().map(name), now)
    }

    /// How a sign-in can come from another device.
    pub fn flow_choices(&self) -> Vec<Choice> {
        let t = self.shell.texts;
        let all = [
            (Flow::DeviceCode.word().to_owned(), t.whatif_flow_code()),
            (Flow::AuthenticationTransfer.word().to_owned(), t.whatif_flow_transfer()),
        ];
        chosen(all.into_iter(), &self.form.flow)
    }

    /// What can be known of the device.
    pub fn device_choices(&self) -> Vec<Choice> {
        let t = self.shell.texts;
        let all = [
            ("compliant", t.whatif_device_compliant()),
            ("joined", t.whatif_device_joined()),
            ("neither", t.whatif_device_neither()),
        ];
        chosen(all.into_iter().map(|(word, name)| (word.to_owned(), name)), &self.form.device)
    }

    /// What can be otherwise.
    pub fn policy_choices(&self) -> Vec<Choice> {
        let defaults = ("defaults".to_owned(), self.shell.texts.admin_source_defaults());
        chosen(self.policies.iter().cloned().chain([defaults]), &self.form.policy)
    }

    /// How it can be.
    pub fn then_choices(&self) -> Vec<Choice> {
        let t = self.shell.texts;
        let all = [("on", t.whatif_then_on()), ("off", t.whatif_then_off()), ("gone", t.whatif_then_gone())];
        chosen(all.into_iter().map(|(word, name)| (word.to_owned(), name)), &self.form.then)
    }

    /// True when something is set that stands in the folded part of the form.
    pub fn has_more(&self) -> bool {
        let form = &self.form;
        [&form.sign_in_risk, &form.user_risk, &form.flow, &form.device, &form.policy]
            .iter()
            .any(|field| !field.is_empty())
    }

    /// The error of a field.
    pub fn error_at(&self, field: &str) -> Option<String> {
        let t = self.shell.texts;
        match (self.error.as_ref()?, field) {
            (WhatIfError::Person, "person") => Some(t.whatif_error_person(self.form.person.as_str())),
            (WhatIfError::Open, "open") => Some(t.whatif_error_open()),
            (WhatIfError::Address, "address") => Some(t.whatif_error_address()),
            (WhatIfError::Country, "country") => Some(t.whatif_error_country()),
            (WhatIfError::Draft(why), "policy") => Some(t.whatif_error_draft(why.as_str())),
            _ => None,
        }
    }

    /// The policies as tables show them.
    pub fn table(&self) -> PolicyTable<'_> {
        let (policies, demands): (&[PolicyTrace], &[(Demand, bool)]) =
            self.told.as_ref().map_or((&[], &[]), |told| (&told.policies, &told.demands));
        let application = self.told.as_ref().and_then(|told| told.application.clone());
        let application = application.unwrap_or_else(|| self.shell.texts.admin_story_sluis());
        PolicyTable { t: self.shell.texts, policies, demands, application }
    }
}

impl WhatIfTold {
    /// The result in a sentence.
    pub fn title(&self, t: &Texts) -> String {
        let (who, app) = (self.who.as_str(), self.opened(t));
        if self.obstacle.is_some() {
            return t.whatif_result_obstacle(who, app);
        }
        match self.end {
            End::In => t.whatif_result_in(who, app),
            End::Asked => t.whatif_result_asked(who, app),
            End::Stuck => t.whatif_result_stuck(who, app),
            End::Stopped(_) => t.whatif_result_stopped(who, app),
        }
    }

    /// Why, where the demands do not say it.
    pub fn why(&self, t: &Texts) -> Option<String> {
        match (self.obstacle, self.end) {
            (Some(Obstacle::Blocked), _) => Some(t.whatif_obstacle_blocked()),
            (Some(Obstacle::NotAssigned), _) => Some(t.whatif_obstacle_assigned()),
            (None, End::Stopped(error)) => Some(words::reason(t, words::Outcome::Stopped, error)),
            _ => None,
        }
    }

    /// The class of the result.
    pub const fn tone(&self) -> &'static str {
        match (self.obstacle.is_some(), self.end) {
            (false, End::In) => "ok",
            (false, End::Asked) => "warn",
            _ => "stop",
        }
    }

    /// What was needed, by whom, and whether it was given.
    pub fn demand_lines(&self, t: &Texts) -> Vec<(String, String, bool)> {
        let line = |(demand, met): &(Demand, bool)| {
            (conditions::need(t, demand), conditions::sources(t, demand), *met)
        };
        self.demands.iter().map(line).collect()
    }

    /// What would let them in, each way in words.
    pub fn way_lines(&self, t: &Texts) -> Vec<String> {
        let words = |way: &Way| ways::way(t, way, &self.who, &self.opened(t));
        self.ways.iter().filter(|way| !way.is_empty()).map(words).collect()
    }

    fn opened(&self, t: &Texts) -> String {
        match &self.application {
            Some(page) if *page == t.admin_centre() => t.admin_seen_admin_centre(),
            Some(name) => name.clone(),
            None => t.admin_story_sluis(),
        }
    }
}

/// What was given, as it stands in the address.
fn given_word(methods: &[Method]) -> String {
    methods.iter().map(|one| one.word()).collect::<Vec<_>>().join(",")
}

fn chosen(all: impl Iterator<Item = (String, String)>, now: &str) -> Vec<Choice> {
    all.map(|(value, name)| (value.clone(), name, value == now)).collect()
}

impl WhatIf {
    /// Before anything was asked, each end, and something wrong.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let empty = Self {
            shell: Shell::sample(locale, Entry::WhatIf),
            form: WhatIfForm::default(),
            applications: vec![
                ("a".to_owned(), "Nextcloud".to_owned()),
                ("b".to_owned(), "\"><script>".to_owned()),
            ],
            policies: vec![("p".to_owned(), "<b>Everybody".to_owned())],
            error: None,
            told: None,
        };
        let asked = Self {
            form: WhatIfForm {
                person: "piet@devries.nl".to_owned(),
                open: "a".to_owned(),
                address: "198.51.100.23".to_owned(),
                given: "password".to_owned(),
                browser: "new".to_owned(),
                ..WhatIfForm::default()
            },
            told: Some(Box::new(sample_told())),
            ..empty.clone()
        };
        let told = |change: fn(&mut WhatIfTold)| {
            let mut screen = asked.clone();
            screen.told.as_mut().into_iter().for_each(|told| change(told));
            screen
        };
        let inside = told(|told| {
            (told.end, told.ways) = (End::In, vec![]);
            told.demands.iter_mut().for_each(|(_, met)| *met = true);
        });
        let stopped = told(|told| (told.end, told.ways) = (End::Stopped(53_003), vec![]));
        let stuck = told(|told| (told.end, told.draft) = (End::Stuck, Some("<b>Everybody".to_owned())));
        let obstacle = told(|told| told.obstacle = Some(Obstacle::NotAssigned));
        let wrong = Self {
            form: WhatIfForm { person: "\"><script>".to_owned(), ..WhatIfForm::default() },
            error: Some(WhatIfError::Person),
            ..empty.clone()
        };
        let draft = Self {
            form: WhatIfForm { policy: "p".to_owned(), then: "on".to_owned(), ..asked.form.clone() },
            error: Some(WhatIfError::Draft("not understood: `<b>`".to_owned())),
            ..empty.clone()
        };
        vec![
            ("admin-what-if", empty),
            ("admin-what-if-asked", asked),
            ("admin-what-if-in", inside),
            ("admin-what-if-stopped", stopped),
            ("admin-what-if-stuck", stuck),
            ("admin-what-if-obstacle", obstacle),
            ("admin-what-if-wrong", wrong),
            ("admin-what-if-draft", draft),
        ]
    }
}

fn sample_told() -> WhatIfTold {
    let (demands, policies) = super::sign_in::sample_judged();
    WhatIfTold {
        who: "Piet <b>Bakker".to_owned(),
        application: Some("Nextcloud".to_owned()),
        end: End::Asked,
        obstacle: None,
        demands: demands.into_iter().map(|(demand, _)| (demand, false)).collect(),
        policies,
        ways: vec![vec![signin::Change::Give(Method::Totp)], vec![signin::Change::KnownPlace]],
        seen: vec![("Who".to_owned(), "Piet <b>Bakker".to_owned())],
        draft: None,
    }
}
