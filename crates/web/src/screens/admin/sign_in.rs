use askama::Template;
use model::{Locale, Method};
use policy::{ConditionTrace, Demand, Need, PolicyTrace, ResultCode, Source, Verdict};
use signin::{Change, Way};

use super::conditions;
use super::event::{Event, EventLine};
use super::policy_table::PolicyTable;
use super::shell::{Entry, Shell};
use super::sign_ins::{SignInLine, sample_lines};
use super::ways;
use super::words::Outcome;

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
    /// Who, from where, with what: what each is, in words, and what was seen.
    pub seen: Vec<(String, String)>,
    /// What would have let them in; `None` where they were.
    pub ways: Option<Vec<Way>>,
    /// What happened, in order.
    pub events: Vec<EventLine>,
    /// What was needed, and whether it was given.
    pub demands: Vec<(Demand, bool)>,
    /// Every policy with its conditions, explained again from the record.
    pub policies: Vec<PolicyTrace>,
    /// Ids for who looks further: what each is, in words, and its value.
    pub ids: Vec<(String, String)>,
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

    /// What would have let them in, each way in words.
    pub fn way_lines(&self) -> Vec<String> {
        let t = self.shell.texts;
        let person = self.line.person.clone().unwrap_or_else(|| t.admin_story_nobody());
        let words = |way: &Way| ways::way(t, way, &person, &self.application());
        self.ways.iter().flatten().filter(|way| !way.is_empty()).map(words).collect()
    }

    /// What there is to say where no change is told.
    pub fn no_way(&self) -> String {
        let t = self.shell.texts;
        if self.ways.iter().flatten().any(Vec::is_empty) {
            return t.admin_way_same();
        }
        let stopping = self.policies.iter().filter(|policy| policy.result == ResultCode::Failure);
        let names: Vec<String> = stopping.map(|policy| conditions::policy_name(t, &policy.name)).collect();
        if names.is_empty() { t.admin_way_none_known() } else { t.admin_way_none(names.join(", ")) }
    }

    /// The policies as tables show them.
    pub fn table(&self) -> PolicyTable<'_> {
        PolicyTable {
            t: self.shell.texts,
            policies: &self.policies,
            demands: &self.demands,
            application: self.application(),
        }
    }

    /// What the number of the error is called.
    pub fn symbol(&self) -> Option<&'static str> {
        policy::code::symbol(self.line.error)
    }

    fn application(&self) -> String {
        let t = self.shell.texts;
        match &self.line.application {
            // In a sentence it has an article.
            Some(page) if *page == t.admin_centre() => t.admin_seen_admin_centre(),
            Some(name) => name.clone(),
            None => t.admin_story_sluis(),
        }
    }
}

impl Story {
    /// Let in, stopped, stopped whatever is given, not finished, and a name that is nobody's.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let lines = sample_lines();
        let line = |number: usize| lines[number].clone();
        let event = |time: &str, event| EventLine { time: time.to_owned(), event };
        let through = Self {
            shell: Shell::sample(locale, Entry::SignIns),
            line: line(1),
            person_id: Some("u1".to_owned()),
            seen: sample_seen(),
            ways: None,
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
            line: SignInLine { error: 500_121, ..line(0) },
            events: vec![
                event("08:41:02", Event::Name { new_browser: false }),
                event("08:41:09", Event::Proof(Method::Password)),
                event("08:41:10", Event::Asked(Some("defaults-unfamiliar".to_owned()))),
                event("08:41:31", Event::Wrong),
                event("08:41:31", Event::Stopped(None)),
            ],
            ways: Some(vec![
                vec![Change::KnownPlace],
                vec![Change::Give(Method::Totp)],
                vec![Change::Give(Method::RecoveryCode)],
            ]),
            demands: sample_demands().into_iter().map(|(demand, _)| (demand, false)).collect(),
            policies: stopped_policies(),
            ..through.clone()
        };
        let open = Self {
            line: line(2),
            ways: Some(vec![
                vec![Change::OldBrowser, Change::SetUp(Method::Passkey)],
                vec![Change::Invited, Change::SetUp(Method::Totp)],
            ]),
            events: vec![
                event("08:41:09", Event::FromSession(Method::Password)),
                event("08:52:00", Event::Left),
            ],
            ..through.clone()
        };
        let unknown = Self {
            line: line(3),
            person_id: None,
            seen: vec![],
            ways: Some(vec![vec![Change::RightName, Change::RightFirst]]),
            events: vec![event("08:41:09", Event::Stopped(None))],
            demands: vec![],
            policies: vec![],
            ..through.clone()
        };
        let blocked =
            Self { line: line(0), ways: Some(vec![]), policies: stopped_policies(), ..through.clone() };
        vec![
            ("admin-sign-in", through),
            ("admin-sign-in-stopped", refused),
            ("admin-sign-in-no-way", blocked),
            ("admin-sign-in-open", open),
            ("admin-sign-in-nobody", unknown),
        ]
    }
}

/// What a decision came to, for samples of other screens too.
pub(super) fn sample_judged() -> (Vec<(Demand, bool)>, Vec<PolicyTrace>) {
    (sample_demands(), sample_policies())
}

fn sample_seen() -> Vec<(String, String)> {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    vec![
        pair("Who", "Joke Smit, no role"),
        pair("Second step", "Authenticator app, Recovery code"),
        pair("From where", "198.51.100.23 (NL): browser new, network known, country known"),
        pair("<b>", "\"<b>"),
    ]
}

fn sample_demands() -> Vec<(Demand, bool)> {
    use policy::{Origin, Strength};
    let by = |id, origin| vec![Source::Policy { id, origin }];
    vec![
        (
            Demand {
                need: Need::Registration,
                since: None,
                second_since: None,
                sources: by(policy::builtin::DEFAULTS_REGISTRATION, Origin::SecurityDefaults),
            },
            true,
        ),
        (
            Demand {
                need: Need::Combination(Strength::mfa()),
                since: None,
                second_since: None,
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
    set.policies()
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
                .enumerate()
                .map(|(number, condition)| ConditionTrace {
                    condition: condition.word().to_owned(),
                    seen: seen(condition.word()).to_owned(),
                    wanted: condition.wanted(),
                    verdict: if number == 0 { Verdict::Holds } else { Verdict::Fails },
                })
                .collect(),
        })
        .collect()
}
