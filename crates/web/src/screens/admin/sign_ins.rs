use askama::Template;
use model::{Locale, Locality};
use service::Gap;
use text::Texts;

use super::shell::{Entry, Shell};
use super::sign_in::Story;
use super::words::{self, Outcome};

/// Monitoring > Sign-in logs.
#[derive(Template, Clone)]
#[template(path = "admin/sign_ins.html")]
pub struct SignIns {
    /// What surrounds the page.
    pub shell: Shell,
    /// For how many days sign-ins are kept.
    pub kept_days: u32,
    /// True when nobody has the user name that was typed.
    pub nobody: bool,
    /// What the list is narrowed to; it stands in the address.
    pub filter: LogFilter,
    /// The applications to choose from: client id and name.
    pub applications: Vec<(String, String)>,
    /// One page of sign-ins, newest first.
    pub lines: Vec<SignInLine>,
    /// The sign-in beside the list.
    pub open: Option<Box<Story>>,
    /// Where the next page is.
    pub more: Option<String>,
    /// A code that was looked for and does not exist.
    pub missing_code: Option<String>,
}

/// What the list is narrowed to: the fields `person`, `application`, `status`, `time` of the address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogFilter {
    /// The user name, as it was typed.
    pub person: String,
    /// The client id.
    pub application: Option<String>,
    /// How it ended.
    pub status: Option<Outcome>,
    /// How far back.
    pub time: Period,
    /// What the overview of conditional access led to; it is narrowed by time alone.
    pub gap: Option<Gap>,
}

/// How far back a list looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Period {
    /// Everything that is kept.
    #[default]
    All,
    /// The last 24 hours.
    Day,
    /// The last 7 days.
    Week,
    /// The last 30 days.
    Month,
}

/// A sign-in in a list.
#[derive(Debug, Clone)]
pub struct SignInLine {
    /// The short code, which is also its address.
    pub code: String,
    /// `today 08:41`.
    pub when: String,
    /// Who; `None` for a name that is nobody's.
    pub person: Option<String>,
    /// The application; `None` when none was reached.
    pub application: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// The AADSTS number.
    pub error: i64,
    /// The address.
    pub address: Option<String>,
    /// The country's code.
    pub country: Option<String>,
    /// Where in it, if that is known.
    pub locality: Option<Locality>,
    /// `Firefox on Windows`.
    pub agent: Option<String>,
    /// True when the application came by itself, for a new token, and no person was at the other end.
    pub is_by_application: bool,
    /// True when it is of an emergency account.
    pub is_emergency: bool,
    /// How many equal sign-ins this stands for.
    pub times: i64,
}

impl Period {
    /// Every choice.
    pub const ALL: [Self; 4] = [Self::All, Self::Day, Self::Week, Self::Month];

    /// The word in the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Day => "24h",
            Self::Week => "7d",
            Self::Month => "30d",
        }
    }

    /// Reads [`Period::word`]; what is unknown is everything.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|period| period.word() == word).unwrap_or_default()
    }

    /// How many hours back; `None` is everything.
    pub const fn hours(self) -> Option<i64> {
        match self {
            Self::All => None,
            Self::Day => Some(24),
            Self::Week => Some(7 * 24),
            Self::Month => Some(30 * 24),
        }
    }

    /// What the list calls it.
    pub fn text(self, t: &Texts) -> String {
        match self {
            Self::All => t.admin_log_any_time(),
            Self::Day => t.admin_log_day(),
            Self::Week => t.admin_log_week(),
            Self::Month => t.admin_log_month(),
        }
    }
}

/// What the overview counts, as the list calls it.
fn gap_text(t: &Texts, gap: Gap) -> String {
    match gap {
        Gap::Uncovered => t.overview_uncovered(),
        Gap::SingleFactor => t.overview_single(),
        Gap::Legacy => t.overview_legacy(),
        Gap::Blocked => t.overview_blocked(),
    }
}

impl LogFilter {
    /// True when nothing is narrowed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl SignInLine {
    /// Why it ended as it did.
    pub fn why(&self, t: &Texts) -> String {
        if self.is_by_application && self.outcome == Outcome::LetIn {
            return t.admin_log_by_application();
        }
        words::reason(t, self.outcome, self.error)
    }

    /// Address, city and country in one.
    pub fn place(&self) -> Option<String> {
        let here = self.locality.iter().flat_map(|here| [&here.city, &here.state]).flatten();
        let names: Vec<&str> = here.map(String::as_str).chain(self.country.as_deref()).collect();
        words::place(self.address.as_deref(), (!names.is_empty()).then(|| names.join(", ")).as_deref())
    }

    /// Where that is on the globe.
    pub fn coordinates(&self) -> Option<String> {
        Some(self.locality.as_ref()?.coordinates?.to_string())
    }
}

impl SignIns {
    /// What the list shows where the overview led to it.
    pub fn narrowed(&self) -> Option<String> {
        let (t, gap) = (self.shell.texts, self.filter.gap?);
        Some(t.admin_log_gap(gap_text(t, gap), self.filter.time.text(t)))
    }

    /// What there is to say where nothing fits: the filter again, or that nobody has this name.
    pub fn no_result(&self) -> String {
        let t = self.shell.texts;
        if self.nobody {
            return t.admin_error_nobody(&self.filter.person);
        }
        let chosen = |id: &String| self.applications.iter().find(|(known, _)| known == id);
        let application = self.filter.application.as_ref();
        let parts = [
            Some(self.filter.person.clone()).filter(|person| !person.is_empty()),
            application.map(|id| chosen(id).map_or_else(|| id.clone(), |(_, name)| name.clone())),
            self.filter.status.map(|status| status.text(t)),
            self.filter.gap.map(|gap| gap_text(t, gap)),
            (self.filter.time != Period::All).then(|| self.filter.time.text(t)),
        ];
        t.admin_log_no_result(parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }

    /// The applications with whether each is chosen.
    pub fn application_choices(&self) -> Vec<(&str, &str, bool)> {
        let chosen = self.filter.application.as_deref();
        self.applications.iter().map(|(id, name)| (&**id, &**name, chosen == Some(&**id))).collect()
    }

    /// The outcomes with whether each is chosen.
    pub fn status_choices(&self) -> Vec<(&'static str, String, bool)> {
        let choice = |outcome: Outcome| {
            (outcome.word(), outcome.text(self.shell.texts), self.filter.status == Some(outcome))
        };
        Outcome::ALL.map(choice).to_vec()
    }

    /// The periods with whether each is chosen.
    pub fn time_choices(&self) -> Vec<(&'static str, String, bool)> {
        let choice =
            |period: Period| (period.word(), period.text(self.shell.texts), self.filter.time == period);
        Period::ALL.map(choice).to_vec()
    }

    /// True for the sign-in beside the list.
    pub fn is_open(&self, line: &SignInLine) -> bool {
        self.open.as_ref().is_some_and(|story| story.line.code == line.code)
    }

    /// A list, sign-ins beside it, one that found nothing, one with a code that does not exist, and an empty one.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let list = Self {
            shell: Shell::sample(locale, Entry::SignIns),
            kept_days: 90,
            filter: LogFilter::default(),
            applications: vec![
                ("a1".to_owned(), "Nextcloud".to_owned()),
                ("a2".to_owned(), "<b>Wiki".to_owned()),
            ],
            lines: sample_lines(),
            open: None,
            more: Some("/admin/sign-ins?before=x".to_owned()),
            missing_code: None,
            nobody: false,
        };
        let mut stories = Story::samples(locale).into_iter();
        let mut beside = || Self { open: stories.next().map(|(_, story)| Box::new(story)), ..list.clone() };
        let (beside, beside_stopped) = (beside(), beside());
        let nothing = Self {
            filter: LogFilter {
                person: "piet\"><script>".to_owned(),
                application: Some("a1".to_owned()),
                status: Some(Outcome::Stopped),
                time: Period::Week,
                gap: None,
            },
            lines: vec![],
            more: None,
            ..list.clone()
        };
        let nobody = Self { nobody: true, ..nothing.clone() };
        let no_code = Self { missing_code: Some("K7P-4MX".to_owned()), ..list.clone() };
        let empty = Self { filter: LogFilter::default(), ..nothing.clone() };
        let gap = LogFilter { gap: Some(Gap::SingleFactor), time: Period::Week, ..LogFilter::default() };
        let gap = Self { filter: gap, ..list.clone() };
        vec![
            ("admin-sign-ins", list),
            ("admin-sign-ins-beside", beside),
            ("admin-sign-ins-beside-stopped", beside_stopped),
            ("admin-sign-ins-nothing", nothing),
            ("admin-sign-ins-nobody", nobody),
            ("admin-sign-ins-no-code", no_code),
            ("admin-sign-ins-empty", empty),
            ("admin-sign-ins-gap", gap),
        ]
    }
}

/// Sign-ins for samples.
pub(crate) fn sample_lines() -> Vec<SignInLine> {
    let line = |code: &str, person: Option<&str>, application: Option<&str>, outcome, error| SignInLine {
        code: code.to_owned(),
        when: "23 nov 2026, 08:41".to_owned(),
        person: person.map(str::to_owned),
        application: application.map(str::to_owned),
        outcome,
        error,
        address: Some("198.51.100.23".to_owned()),
        country: Some("NL".to_owned()),
        locality: None,
        agent: Some("Firefox on Windows".to_owned()),
        is_by_application: false,
        is_emergency: false,
        times: 1,
    };
    vec![
        line("K7P-4MX", Some("Joke Smit"), Some("Salarisadministratie"), Outcome::Stopped, 53_003),
        SignInLine {
            agent: None,
            is_by_application: true,
            is_emergency: true,
            times: 14,
            ..line("M2C-9RT", Some("Anna de Vries"), Some("Nextcloud"), Outcome::LetIn, 0)
        },
        line("T4W-H7K", Some("Piet Bakker"), None, Outcome::Unfinished, 50_074),
        SignInLine {
            address: Some("2001:db8:1234:5678:9abc:def0:1234:5678".to_owned()),
            country: None,
            locality: Locality::new(Some("Haarlem <b>"), Some("North Holland"), None),
            agent: None,
            ..line("Q8D-X3N", None, None, Outcome::Stopped, 50_126)
        },
        line("Z5B-6VY", Some("<script>x</script>"), Some("\"><b>Wiki"), Outcome::Stopped, 90_002),
    ]
}
