use askama::Template;
use model::{Locale, Method};
use policy::{ConditionTrace, Demand, PolicyTrace, ResultCode};
use text::Texts;

use super::conditions;
use super::shell::{Entry, Shell};
use super::sign_ins::{SignInLine, sample_lines};
use super::words::{self, Outcome};

/// The story of one sign-in.
#[derive(Template, Clone)]
#[template(path = "admin/sign_in.html")]
pub struct Story {
    /// What surrounds the page.
    pub shell: Shell,
    /// The sign-in as lists show it.
    pub line: SignInLine,
    /// The person's id, for a link.
    pub person_id: Option<String>,
    /// What happened, in order.
    pub events: Vec<EventLine>,
    /// What was needed, and whether it was given.
    pub demands: Vec<(Demand, bool)>,
    /// Every policy with its conditions, explained again from the record.
    pub policies: Vec<PolicyTrace>,
    /// Ids for who looks further: what each is, in words, and its value.
    pub ids: Vec<(String, String)>,
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct EventLine {
    /// `08:41:02`.
    pub time: String,
    /// What.
    pub event: Event,
}

/// What can happen in a sign-in.
#[derive(Debug, Clone)]
pub enum Event {
    /// A name was given.
    Name {
        /// True when the browser was never seen.
        new_browser: bool,
    },
    /// Something was proven.
    Proof(Method),
    /// A proof from earlier in the session counted.
    FromSession(Method),
    /// A remembered browser stood in.
    Remembered(Method),
    /// An extra step was asked, by the policy of this name.
    Asked(Option<String>),
    /// Registration was asked, by the policy of this name.
    RegistrationAsked(Option<String>),
    /// A second factor was registered.
    Registered(Method),
    /// Let in.
    LetIn,
    /// Stopped, by the policy of this name or for the reason of the record.
    Stopped(Option<String>),
    /// Given up, or still open.
    Left,
}

/// One condition of a policy that applied, as the table shows it.
#[derive(Debug)]
pub struct Row {
    /// The policy, on its first row only.
    pub policy: String,
    /// Which condition.
    pub condition: String,
    /// What it saw.
    pub seen: String,
    /// What it wanted.
    pub wanted: String,
    /// What the policy said, on its first row only.
    pub verdict: String,
    /// The class of the verdict.
    pub class: &'static str,
}

impl EventLine {
    /// What happened, in words.
    pub fn text(&self, t: &Texts) -> String {
        let named = |method: &Method| words::method(t, *method);
        match &self.event {
            Event::Name { .. } => t.admin_story_name(),
            Event::Proof(method) => t.admin_story_proof(named(method)),
            Event::FromSession(method) => t.admin_story_proof_session(named(method)),
            Event::Remembered(method) => t.admin_story_proof_remembered(named(method)),
            Event::Asked(_) => t.admin_story_asked(),
            Event::RegistrationAsked(_) => t.admin_story_register(),
            Event::Registered(method) => t.admin_story_registered(named(method)),
            Event::LetIn => t.admin_story_let_in(),
            Event::Stopped(_) => t.admin_story_stopped(),
            Event::Left => t.admin_story_left(),
        }
    }

    /// The class of its dot.
    pub const fn dot(&self) -> &'static str {
        match self.event {
            Event::Asked(_) | Event::RegistrationAsked(_) | Event::Left => "warn",
            Event::Stopped(_) => "stop",
            _ => "ok",
        }
    }
}

impl Story {
    /// The outcome in words.
    pub fn title(&self) -> String {
        let t = self.shell.texts;
        let person = self.line.person.clone().unwrap_or_else(|| t.admin_story_nobody());
        let app = self.application();
        match self.line.outcome {
            Outcome::LetIn => t.admin_story_in(person, app),
            Outcome::Stopped => t.admin_story_not_in(person, app),
            Outcome::Unfinished => t.admin_story_unfinished(person, app),
        }
    }

    /// When, with what, from where: what is known of it.
    pub fn circumstances(&self) -> String {
        let parts = [Some(self.line.when.clone()), self.line.agent.clone(), self.line.place()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// What an event adds: by which rule, or why.
    pub fn beside(&self, event: &EventLine) -> Option<String> {
        let t = self.shell.texts;
        match &event.event {
            Event::Name { new_browser: true } => Some(t.admin_story_new_browser()),
            Event::Asked(Some(policy))
            | Event::RegistrationAsked(Some(policy))
            | Event::Stopped(Some(policy)) => Some(t.admin_story_by(conditions::policy_name(t, policy))),
            Event::Stopped(None) => Some(self.line.why(t)),
            _ => None,
        }
    }

    /// What was needed, by whom, and whether it was given.
    pub fn demand_lines(&self) -> Vec<(String, String, bool)> {
        let t = self.shell.texts;
        let line = |(demand, met): &(Demand, bool)| {
            (conditions::need(t, demand), conditions::sources(t, demand), *met)
        };
        self.demands.iter().map(line).collect()
    }

    /// The conditions of the policies that applied, and of those on trial.
    pub fn rows(&self) -> Vec<Row> {
        let t = self.shell.texts;
        let mut rows = vec![];
        for policy in self.policies.iter().filter(|policy| applied(policy)) {
            for (number, condition) in policy.conditions.iter().enumerate() {
                let first = number == 0;
                let once = |text: String| if first { text } else { String::new() };
                rows.push(Row {
                    policy: once(conditions::policy_name(t, &policy.name)),
                    condition: conditions::condition(t, condition),
                    seen: conditions::seen(t, condition, &self.application()),
                    wanted: conditions::wanted(t, condition),
                    verdict: once(conditions::verdict(t, policy)),
                    class: conditions::verdict_class(policy.result),
                });
            }
        }
        rows
    }

    /// The names of the policies that do not apply.
    pub fn not_applying(&self) -> Vec<String> {
        let name = |policy: &PolicyTrace| conditions::policy_name(self.shell.texts, &policy.name);
        self.policies.iter().filter(|policy| !applied(policy)).map(name).collect()
    }

    fn application(&self) -> String {
        self.line.application.clone().unwrap_or_else(|| self.shell.texts.admin_story_sluis())
    }
}

const fn applied(policy: &PolicyTrace) -> bool {
    !matches!(
        policy.result,
        ResultCode::NotApplied | ResultCode::NotEnabled | ResultCode::ReportOnlyNotApplied
    )
}

impl Story {
    /// Let in, stopped, not finished, and a name that is nobody's.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let lines = sample_lines();
        let line = |number: usize| lines[number].clone();
        let event = |time: &str, event| EventLine { time: time.to_owned(), event };
        let through = Self {
            shell: Shell::sample(locale, Entry::SignIns),
            line: line(1),
            person_id: Some("u1".to_owned()),
            events: vec![
                event("08:41:02", Event::Name { new_browser: true }),
                event("08:41:09", Event::Proof(Method::Password)),
                event("08:41:10", Event::Asked(Some("defaults-unfamiliar".to_owned()))),
                event("08:41:31", Event::Proof(Method::Totp)),
                event("08:41:31", Event::LetIn),
            ],
            demands: sample_demands(),
            policies: sample_policies(),
            ids: vec![
                ("Client ID".to_owned(), "a0000001-0000-4000-8000-000000000001".to_owned()),
                ("<b>".to_owned(), "\"<b>".to_owned()),
            ],
        };
        let refused = Self {
            line: line(0),
            events: vec![
                event("08:41:02", Event::Name { new_browser: false }),
                event("08:41:09", Event::Proof(Method::Password)),
                event("08:41:09", Event::Stopped(None)),
            ],
            demands: sample_demands().into_iter().map(|(demand, _)| (demand, false)).collect(),
            policies: stopped_policies(),
            ..through.clone()
        };
        let open = Self {
            line: line(2),
            events: vec![
                event("08:41:09", Event::FromSession(Method::Password)),
                event("08:52:00", Event::Left),
            ],
            ..through.clone()
        };
        let unknown = Self {
            line: line(3),
            person_id: None,
            events: vec![event("08:41:09", Event::Stopped(None))],
            demands: vec![],
            policies: vec![],
            ..through.clone()
        };
        vec![
            ("admin-sign-in", through),
            ("admin-sign-in-stopped", refused),
            ("admin-sign-in-open", open),
            ("admin-sign-in-nobody", unknown),
        ]
    }
}

fn sample_demands() -> Vec<(Demand, bool)> {
    use policy::{Need, Origin, Source, Strength};
    let by = |id, origin| vec![Source::Policy { id, origin }];
    vec![
        (
            Demand {
                need: Need::Registration,
                since: None,
                sources: by(policy::builtin::DEFAULTS_REGISTRATION, Origin::SecurityDefaults),
            },
            true,
        ),
        (
            Demand {
                need: Need::Combination(Strength::mfa()),
                since: None,
                sources: by(policy::builtin::DEFAULTS_UNFAMILIAR, Origin::SecurityDefaults),
            },
            true,
        ),
    ]
}

fn stopped_policies() -> Vec<PolicyTrace> {
    let mut policies = sample_policies();
    for policy in &mut policies {
        policy.result = match policy.result {
            ResultCode::Success => ResultCode::Failure,
            other => other,
        };
    }
    policies
}

fn sample_policies() -> Vec<PolicyTrace> {
    let set = policy::PolicySet::new(
        model::Id::fixed(1),
        policy::SecurityDefaults::new_organisation(model::Timestamp::from_secs(0)),
    );
    let seen = |word: &str| match word {
        "users" => "no role",
        "targets" => "10000000-0000-4000-8000-000000000000",
        "unfamiliar" => "browser new, network known, country unknown",
        "clientApps" => "browser",
        "hasSecondFactor" => "{password + totp}",
        _ => "disabled",
    };
    set.policies
        .iter()
        .map(|policy| PolicyTrace {
            id: policy.id,
            name: policy.name.clone(),
            origin: policy.origin,
            result: match policy.name.as_str() {
                "defaults-registration" | "defaults-unfamiliar" | "floor-own-factor" => ResultCode::Success,
                _ => ResultCode::NotApplied,
            },
            conditions: policy
                .conditions
                .iter()
                .map(|condition| ConditionTrace {
                    condition: condition.word().to_owned(),
                    seen: seen(condition.word()).to_owned(),
                    wanted: condition.wanted(),
                    verdict: policy::conditions::Verdict::Holds,
                })
                .collect(),
        })
        .collect()
}
