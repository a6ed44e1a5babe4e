use askama::Template;
use model::Locale;
use service::Gap;
use text::Texts;

use super::chart::{Chart, Day};
use super::shell::{Entry, Shell};
use super::sign_ins::Period;

/// How many things that need somebody are shown.
const SHOWN: usize = 8;

/// Conditional access > Overview.
#[derive(Template, Clone)]
#[template(path = "admin/overview.html")]
pub struct Overview {
    /// What surrounds the page.
    pub shell: Shell,
    /// Over how many days.
    pub period: OverviewPeriod,
    /// The first day that was counted, where the time begins before it.
    pub since: Option<String>,
    /// The numbers of the time.
    pub figures: CoverageFigures,
    /// The same by day: under a rule, under none, stopped by one.
    pub chart: Chart,
    /// What needs somebody, the most urgent first.
    pub attention: Vec<Attention>,
    /// What can be looked at over the sign-ins that were: the id of a policy or `defaults`, and the name.
    pub replays: Vec<(String, String)>,
    /// True where the plan has no policies.
    pub lacks_plan: bool,
}

/// Over how many days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OverviewPeriod {
    /// Seven.
    #[default]
    Week,
    /// Thirty.
    Month,
}

/// The sign-ins of the time in which somebody was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CoverageFigures {
    /// All that let somebody in.
    pub sign_ins: u32,
    /// Of them under a rule that is enforced.
    pub covered: u32,
    /// By one factor alone.
    pub single_factor: u32,
    /// By an old program.
    pub legacy: u32,
    /// Stopped by a rule, and not among those that let in.
    pub blocked: u32,
}

/// A number of the page.
#[derive(Debug)]
pub struct Figure {
    /// The class of its dot.
    pub dot: &'static str,
    /// What it counts.
    pub name: String,
    /// How many.
    pub times: u32,
    /// Of all, in words; none where it is no part of them.
    pub share: Option<String>,
    /// Where they are listed, with the root.
    pub href: Option<String>,
}

/// Something that needs somebody. Names stand in it as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attention {
    /// Neither security defaults nor a policy is on.
    NoRules,
    /// Old programs came in.
    Legacy {
        /// How often.
        sign_ins: u32,
    },
    /// Policy tests do not hold.
    BrokenTests {
        /// How many.
        tests: u32,
    },
    /// A policy has findings that are to be mended.
    Findings {
        /// The id in the address.
        id: String,
        /// What people call it.
        policy: String,
        /// How many.
        findings: u32,
    },
    /// A policy has only reported for long.
    ReportOnly {
        /// The id in the address.
        id: String,
        /// What people call it.
        policy: String,
        /// For how many days.
        days: u32,
    },
    /// A policy leaves people or groups out by name.
    Exceptions {
        /// The id in the address.
        id: String,
        /// What people call it.
        policy: String,
        /// How many.
        exceptions: u32,
    },
}

impl OverviewPeriod {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Week, Self::Month];

    /// How many days.
    pub const fn days(self) -> i64 {
        match self {
            Self::Week => 7,
            Self::Month => 30,
        }
    }

    /// Reads the number of days in an address; what it cannot be is a week.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|period| period.days().to_string() == word).unwrap_or_default()
    }

    /// The same in the sign-in log.
    const fn of_log(self) -> Period {
        match self {
            Self::Week => Period::Week,
            Self::Month => Period::Month,
        }
    }
}

impl Attention {
    /// The class of its dot.
    pub const fn dot(&self) -> &'static str {
        match self {
            Self::NoRules | Self::Legacy { .. } | Self::BrokenTests { .. } | Self::Findings { .. } => "stop",
            Self::ReportOnly { .. } | Self::Exceptions { .. } => "warn",
        }
    }

    /// The same in a word.
    pub fn weight(&self, t: &Texts) -> String {
        if self.dot() == "stop" { t.admin_todo_stop() } else { t.admin_todo_warn() }
    }

    /// What is the case, with `**` around what matters.
    pub fn text(&self, t: &Texts) -> String {
        match self {
            Self::NoRules => t.overview_no_rules(),
            Self::Legacy { sign_ins } => t.overview_todo_legacy(*sign_ins),
            Self::BrokenTests { tests } => t.overview_todo_tests(*tests),
            Self::Findings { policy, findings, .. } => t.overview_todo_findings(*findings, policy),
            Self::ReportOnly { policy, days, .. } => t.overview_todo_report(*days, policy),
            Self::Exceptions { policy, exceptions, .. } => t.overview_todo_exceptions(*exceptions, policy),
        }
    }

    /// What its button says.
    pub fn button(&self, t: &Texts) -> String {
        match self {
            Self::NoRules => t.policies_templates_title(),
            Self::Legacy { .. } => t.overview_see_sign_ins(),
            Self::BrokenTests { .. } => t.tests_title(),
            Self::Findings { .. } | Self::ReportOnly { .. } | Self::Exceptions { .. } => {
                t.overview_open_policy()
            }
        }
    }

    /// Where its button leads, without the root.
    pub fn path(&self) -> String {
        match self {
            Self::NoRules => "/admin/conditional-access/policies/templates".to_owned(),
            Self::Legacy { .. } => format!("/admin/sign-ins?gap={}", Gap::Legacy.word()),
            Self::BrokenTests { .. } => "/admin/conditional-access/tests".to_owned(),
            Self::Findings { id, .. } | Self::ReportOnly { id, .. } | Self::Exceptions { id, .. } => {
                format!("/admin/conditional-access/policies/{id}")
            }
        }
    }
}

impl Overview {
    /// The times that can be chosen: the address, the words, and whether it is chosen.
    pub fn periods(&self) -> Vec<(String, String, bool)> {
        let path = self.shell.to(Entry::Overview);
        let choice = |period: OverviewPeriod| {
            let days = period.days();
            (format!("{path}?days={days}"), self.shell.texts.overview_days(days), period == self.period)
        };
        OverviewPeriod::ALL.map(choice).to_vec()
    }

    /// What is the case, in a sentence with `**` around what matters.
    pub fn lede(&self) -> String {
        let (t, CoverageFigures { sign_ins, covered, .. }) = (self.shell.texts, self.figures);
        match sign_ins {
            0 => t.overview_lede_none(),
            all => t.overview_lede(
                self.shell.number(&covered),
                self.shell.number(&all),
                hundredths(covered, all).to_string(),
            ),
        }
    }

    /// The numbers, each with where its sign-ins are listed.
    pub fn numbers(&self) -> Vec<Figure> {
        let (t, all) = (self.shell.texts, self.figures);
        let part = |dot, name, times: u32, gap| Figure {
            dot: if times == 0 { "off" } else { dot },
            name,
            times,
            share: Some(t.overview_share(hundredths(times, all.sign_ins).to_string())),
            href: self.listed(gap, times),
        };
        let covered = Figure {
            dot: "ok",
            name: t.overview_covered(),
            times: all.covered,
            share: Some(t.overview_share(hundredths(all.covered, all.sign_ins).to_string())),
            href: None,
        };
        let uncovered = all.sign_ins.saturating_sub(all.covered);
        let stopped = part("stop", t.overview_blocked(), all.blocked, Gap::Blocked);
        vec![
            covered,
            part("warn", t.overview_uncovered(), uncovered, Gap::Uncovered),
            part("warn", t.overview_single(), all.single_factor, Gap::SingleFactor),
            part("warn", t.overview_legacy(), all.legacy, Gap::Legacy),
            Figure { share: None, ..stopped },
        ]
    }

    /// Where sign-ins are listed, for who may read them.
    fn listed(&self, gap: Gap, times: u32) -> Option<String> {
        let may_read = self.shell.opens.contains(&Entry::SignIns);
        let path = self.shell.to(Entry::SignIns);
        let time = self.period.of_log().word();
        (may_read && times > 0).then(|| format!("{path}?gap={}&time={time}", gap.word()))
    }

    /// True when the reader may look at the sign-ins that were.
    pub fn may_look(&self) -> bool {
        self.shell.opens.contains(&Entry::WhatIf)
    }

    /// What a replay is called: the policy's name, or that it is security defaults.
    pub fn replay_name(&self, name: &str) -> String {
        match name {
            "" => self.shell.texts.overview_replay_defaults(),
            name => self.shell.texts.overview_replay(name),
        }
    }

    /// The first of what needs somebody.
    pub fn first(&self) -> &[Attention] {
        &self.attention[..self.attention.len().min(SHOWN)]
    }

    /// How much more there is.
    pub fn others(&self) -> usize {
        self.attention.len().saturating_sub(SHOWN)
    }

    /// The drawing in one sentence, for who does not see it.
    pub fn chart_words(&self) -> String {
        let (covered, uncovered, blocked) = self.chart.totals();
        self.shell.texts.overview_chart_words(covered, uncovered, blocked)
    }

    /// A busy organisation, one without rules, and one in which nobody signed in.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let busy = sample(locale);
        let none = Self {
            period: OverviewPeriod::Week,
            figures: CoverageFigures::default(),
            since: None,
            chart: Chart {
                days: vec![Day { label: "23 November".to_owned(), inside: 0, extra: 0, stopped: 0 }],
            },
            attention: vec![],
            replays: vec![],
            ..busy.clone()
        };
        let without = Self {
            attention: vec![Attention::NoRules],
            replays: vec![("defaults".to_owned(), String::new())],
            figures: CoverageFigures { covered: 0, single_factor: 2_914, ..busy.figures },
            lacks_plan: true,
            ..busy.clone()
        };
        vec![("admin-overview", busy), ("admin-overview-without", without), ("admin-overview-none", none)]
    }
}

/// A share in hundredths: what is some is never none of it, and what is not all is never all.
fn hundredths(part: u32, all: u32) -> u64 {
    match (u64::from(part), u64::from(all)) {
        (0, _) | (_, 0) => 0,
        (part, all) if part >= all => 100,
        (part, all) => ((part * 200 + all) / (2 * all)).clamp(1, 99),
    }
}

fn sample(locale: Locale) -> Overview {
    let id = || "7f000001-0000-4000-8000-000000000001".to_owned();
    let policy = || "<b>Everybody".to_owned();
    let day = |day: u32| Day {
        label: format!("{day} November"),
        inside: 60 + day * 7 % 31,
        extra: day % 5 * 3,
        stopped: u32::from(day.is_multiple_of(9)),
    };
    let mut attention = vec![
        Attention::Legacy { sign_ins: 3 },
        Attention::BrokenTests { tests: 1 },
        Attention::Findings { id: id(), policy: policy(), findings: 2 },
        Attention::ReportOnly { id: id(), policy: policy(), days: 41 },
        Attention::Exceptions { id: id(), policy: policy(), exceptions: 2 },
    ];
    attention.extend(vec![Attention::ReportOnly { id: id(), policy: policy(), days: 30 }; 5]);
    Overview {
        shell: Shell::sample(locale, Entry::Overview),
        period: OverviewPeriod::Month,
        since: Some("1 November".to_owned()),
        figures: CoverageFigures {
            sign_ins: 2_914,
            covered: 2_797,
            single_factor: 117,
            legacy: 3,
            blocked: 12,
        },
        chart: Chart { days: (1..=30).map(day).collect() },
        attention,
        replays: vec![(id(), policy())],
        lacks_plan: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_rounded_to_all_or_to_none() {
        let shares = [(0, 0), (0, 9), (1, 1_000), (1, 2), (999, 1_000), (9, 9)];
        assert_eq!(shares.map(|(part, all)| hundredths(part, all)), [0, 0, 1, 50, 99, 100]);
    }

    #[test]
    fn numbers_lead_to_their_sign_ins_for_who_may_read_them() {
        let mut page = sample(Locale::En);
        let addresses = |page: &Overview| -> Vec<Option<String>> {
            page.numbers().into_iter().map(|figure| figure.href).collect()
        };
        let single = addresses(&page).remove(2);
        assert_eq!(single.as_deref(), Some("/admin/sign-ins?gap=singleFactor&time=30d"));
        page.shell.opens.retain(|entry| *entry != Entry::SignIns);
        assert_eq!(addresses(&page), [None, None, None, None, None]);
    }

    #[test]
    fn an_address_that_says_no_time_means_a_week() {
        let read = ["", "30", "7", "365"].map(OverviewPeriod::from_word);
        use OverviewPeriod::{Month, Week};
        assert_eq!(read, [Week, Month, Week, Week]);
    }
}
