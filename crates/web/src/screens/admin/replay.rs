use askama::Template;
use model::Locale;
use policy::End;
use policy::replay::Count;
use text::Texts;

use super::chart::{Chart, Day};
use super::shell::{Entry, Shell};
use super::sign_ins::{SignInLine, sample_lines};

/// Asking what a policy that is otherwise would have done; posts to itself as `policy`, `then` and `days`.
#[derive(Template, Clone)]
#[template(path = "admin/replay.html")]
pub struct ReplayPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The organisation's policies: the id and the name.
    pub policies: Vec<(String, String)>,
    /// The policy that is chosen: its id, or `defaults`.
    pub policy: String,
    /// How it is to be: `on`, `off` or `gone`.
    pub then: String,
    /// How many days are looked back.
    pub days: String,
    /// What was wrong.
    pub error: Option<ReplayError>,
}

/// What was wrong with what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplayError {
    /// Nothing was chosen, or not how it is to be.
    Nothing,
    /// No number of days.
    Days,
    /// Two are running already.
    Busy,
}

/// What a policy that is otherwise would have done, or how far the look is.
#[derive(Template, Clone)]
#[template(path = "admin/replayed.html")]
pub struct Replayed {
    /// What surrounds the page.
    pub shell: Shell,
    /// The address of this page.
    pub again: String,
    /// How it is.
    pub state: ReplayState,
}

/// How a replay is.
#[derive(Clone)]
pub enum ReplayState {
    /// It goes on.
    Running {
        /// How many records were read.
        records: u32,
        /// How much of the time was read, in hundredths.
        hundredths: u8,
    },
    /// It could not go on.
    Failed,
    /// The policy cannot be judged by; why.
    Refused(String),
    /// It is over.
    Done(Box<ReplayDone>),
}

/// What a replay came to.
#[derive(Clone)]
pub struct ReplayDone {
    /// Its id, for the file.
    pub run: String,
    /// What was otherwise, in words.
    pub draft: Vec<String>,
    /// From when on, in words.
    pub from: String,
    /// How many sign-ins were looked at.
    pub looked_at: u32,
    /// Those that would have ended otherwise.
    pub changed: Count,
    /// How many people they are of.
    pub people_count: u32,
    /// How many times applications asked by themselves.
    pub renewals: u32,
    /// Those of them where the person would have been asked to sign in again.
    pub renewals_stopped: u32,
    /// How many records could not be read.
    pub unreadable: u32,
    /// The same by day.
    pub chart: Chart,
    /// The people whom it is about most.
    pub people: Vec<ReplayName>,
    /// What was opened most.
    pub applications: Vec<ReplayName>,
    /// By which policies.
    pub reasons: Vec<ReplayName>,
    /// Some of the sign-ins.
    pub lines: Vec<ReplayLine>,
    /// The address of the next of them.
    pub more: Option<String>,
    /// True when there are more than are kept one by one.
    pub is_cut: bool,
}

/// A name with how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplayName {
    /// Where it leads, with the root.
    pub href: Option<String>,
    /// The name.
    pub name: String,
    /// How many.
    pub count: Count,
}

/// A sign-in that would have ended otherwise.
#[derive(Debug, Clone)]
pub struct ReplayLine {
    /// The sign-in.
    pub line: SignInLine,
    /// How it would have ended.
    pub after: End,
}

impl ReplayPage {
    /// What can be otherwise, with whether it is chosen.
    pub fn policy_choices(&self) -> Vec<(String, String, bool)> {
        let defaults = ("defaults".to_owned(), self.shell.texts.admin_source_defaults());
        let all = self.policies.iter().cloned().chain([defaults]);
        all.map(|(value, name)| (value.clone(), name, value == self.policy)).collect()
    }

    /// How it can be.
    pub fn then_choices(&self) -> Vec<(&'static str, String, bool)> {
        let t = self.shell.texts;
        let all = [("on", t.whatif_then_on()), ("off", t.whatif_then_off()), ("gone", t.whatif_then_gone())];
        all.map(|(word, name)| (word, name, word == self.then)).to_vec()
    }

    /// The error of a field.
    pub fn error_at(&self, field: &str) -> Option<String> {
        let t = self.shell.texts;
        match (self.error?, field) {
            (ReplayError::Nothing, "policy") => Some(t.replay_error_nothing()),
            (ReplayError::Days, "days") => Some(t.replay_error_days()),
            (ReplayError::Busy, "policy") => Some(t.replay_error_busy()),
            _ => None,
        }
    }

    /// The form, and each thing that can be wrong.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let form = Self {
            shell: Shell::sample(locale, Entry::WhatIf),
            policies: vec![("p".to_owned(), "<b>Everybody".to_owned())],
            policy: "p".to_owned(),
            then: "on".to_owned(),
            days: "30".to_owned(),
            error: None,
        };
        let wrong = Self { error: Some(ReplayError::Days), days: "\"><script>".to_owned(), ..form.clone() };
        let busy = Self { error: Some(ReplayError::Busy), ..form.clone() };
        let nothing = Self { error: Some(ReplayError::Nothing), policy: String::new(), ..form.clone() };
        vec![
            ("admin-replay", form),
            ("admin-replay-wrong", wrong),
            ("admin-replay-busy", busy),
            ("admin-replay-nothing", nothing),
        ]
    }
}

impl Replayed {
    /// True while it goes on.
    pub const fn is_running(&self) -> bool {
        matches!(self.state, ReplayState::Running { .. })
    }
}

impl ReplayDone {
    /// What would have been otherwise, in a sentence.
    pub fn title(&self, t: &Texts) -> String {
        match self.changed.total() {
            0 => t.replay_result_none(self.looked_at),
            changed => t.replay_result(i64::try_from(changed).unwrap_or(i64::MAX), self.looked_at),
        }
    }

    /// The four ways in which it would have ended: the class of the dot, the words, how many.
    pub fn figures(&self, t: &Texts) -> [(&'static str, String, u64); 4] {
        let Count { let_in, asked, stuck, stopped } = self.changed;
        [
            ("ok", t.replay_let_in(), let_in),
            ("warn", t.replay_asked(), asked),
            ("stop", t.replay_stuck(), stuck),
            ("stop", t.replay_stopped(), stopped),
        ]
    }

    /// The tables: a heading, what the first column is, and the lines.
    pub fn tables(&self, t: &Texts) -> [(&'static str, String, &[ReplayName]); 3] {
        [
            ("people", t.replay_people(), &self.people),
            ("applications", t.replay_applications(), &self.applications),
            ("reasons", t.replay_reasons(), &self.reasons),
        ]
    }

    /// The drawing in one sentence, for who does not see it.
    pub fn chart_words(&self, t: &Texts) -> String {
        let (inside, extra, stopped) = self.chart.totals();
        t.replay_chart_words(inside, extra, stopped)
    }
}

impl ReplayLine {
    /// How it would have ended, in words.
    pub fn after_text(&self, t: &Texts) -> String {
        match self.after {
            End::In => t.replay_let_in(),
            End::Asked => t.replay_asked(),
            End::Stuck => t.replay_stuck(),
            End::Stopped(_) => t.replay_stopped(),
        }
    }

    /// The class of its dot.
    pub const fn dot(&self) -> &'static str {
        match self.after {
            End::In => "ok",
            End::Asked => "warn",
            End::Stuck | End::Stopped(_) => "stop",
        }
    }
}

impl Replayed {
    /// One that goes on, what came of one, one without a difference, and those that came to nothing.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let at = |state| Self {
            shell: Shell::sample(locale, Entry::WhatIf),
            again: "/admin/conditional-access/replay?run=r".to_owned(),
            state,
        };
        let done = sample_done();
        let none = ReplayDone {
            changed: Count::default(),
            people_count: 0,
            chart: Chart::default(),
            people: vec![],
            applications: vec![],
            reasons: vec![],
            lines: vec![],
            more: None,
            is_cut: false,
            ..done.clone()
        };
        vec![
            ("admin-replay-running", at(ReplayState::Running { records: 12_400, hundredths: 38 })),
            ("admin-replay-done", at(ReplayState::Done(Box::new(done)))),
            ("admin-replay-none", at(ReplayState::Done(Box::new(none)))),
            ("admin-replay-failed", at(ReplayState::Failed)),
            ("admin-replay-refused", at(ReplayState::Refused("not understood: `<b>`".to_owned()))),
        ]
    }
}

fn sample_done() -> ReplayDone {
    let count = |asked, stuck, stopped| Count { let_in: 0, asked, stuck, stopped };
    let name = |href: Option<&str>, name: &str, count| ReplayName {
        href: href.map(str::to_owned),
        name: name.to_owned(),
        count,
    };
    let ends = [End::Asked, End::Stuck, End::Stopped(53_003)];
    let lines = sample_lines().into_iter().zip(ends).map(|(line, after)| ReplayLine { line, after });
    ReplayDone {
        run: "r".to_owned(),
        draft: vec!["“<b>Everybody” on".to_owned()],
        from: "25 October 2026".to_owned(),
        looked_at: 2_914,
        changed: count(61, 12, 3),
        people_count: 9,
        renewals: 18_220,
        renewals_stopped: 14,
        unreadable: 2,
        chart: Chart {
            days: (1..=30_u32)
                .map(|day| Day {
                    label: format!("{day} November"),
                    inside: 0,
                    extra: day % 5,
                    stopped: u32::from(day % 9 == 0),
                })
                .collect(),
        },
        people: vec![name(Some("/admin/users/u1"), "Piet <b>Bakker", count(12, 0, 0))],
        applications: vec![name(None, "Nextcloud", count(40, 12, 3))],
        reasons: vec![name(None, "<b>Everybody", count(61, 12, 3))],
        lines: lines.collect(),
        more: Some("/admin/conditional-access/replay?run=r&from=50".to_owned()),
        is_cut: true,
    }
}
