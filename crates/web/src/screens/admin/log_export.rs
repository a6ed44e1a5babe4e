use askama::Template;
use model::Locale;

use super::shell::{Entry, Shell};

/// Settings > Log export: where the logs are sent. Each part posts to the page with `kind`, `act` (`save`, `test` or
/// `stop`), `target`, and `signIns` and `audit`.
#[derive(Template, Clone)]
#[template(path = "admin/log_export.html")]
pub struct LogExport {
    /// What surrounds the page.
    pub shell: Shell,
    /// Every kind of place.
    pub places: Vec<LogExportPlace>,
    /// The secret that was just made, shown this once.
    pub secret: Option<String>,
    /// What came of a test: the class of the notice, and what it says.
    pub tested: Option<(&'static str, String)>,
    /// True when the reader may change it.
    pub may_change: bool,
}

/// A kind of place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogExportPlace {
    /// Its word.
    pub kind: &'static str,
    /// What it is called.
    pub title: String,
    /// What it is.
    pub about: String,
    /// What its field is called and how it is filled in, where it has one.
    pub field: Option<(String, String)>,
    /// What stands in the field.
    pub typed: String,
    /// The logs: the word of each, what it is called, and whether it is chosen.
    pub streams: Vec<(&'static str, String, bool)>,
    /// True when it is sent to.
    pub is_on: bool,
    /// How each log is doing: the colour of its dot, and a sentence.
    pub states: Vec<(&'static str, String)>,
    /// What is wrong with what was typed.
    pub error: Option<String>,
}

impl LogExport {
    /// Nothing sent, all of it with a failure and a secret, and something wrong.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shell = Shell::sample(locale, Entry::LogExport);
        let t = shell.texts;
        let place = |kind, title, about, field| LogExportPlace {
            kind,
            title,
            about,
            field,
            typed: String::new(),
            streams: vec![("signIns", t.logs_sign_ins(), false), ("audit", t.logs_audit(), false)],
            is_on: false,
            states: vec![],
            error: None,
        };
        let none = Self {
            places: vec![
                place(
                    "syslog",
                    t.logs_syslog(),
                    t.logs_syslog_about(),
                    Some((t.logs_syslog_host(), t.logs_syslog_hint())),
                ),
                place(
                    "webhook",
                    t.logs_webhook(),
                    t.logs_webhook_about(),
                    Some((t.logs_webhook_address(), t.logs_webhook_hint())),
                ),
                place("file", t.logs_file(), t.logs_file_about(), None),
            ],
            secret: None,
            tested: None,
            may_change: true,
            shell,
        };
        let mut busy = none.clone();
        for place in &mut busy.places {
            place.is_on = true;
            place.typed = "\"><script>".to_owned();
            place.states = vec![
                ("ok", t.logs_state_ok(t.logs_sign_ins(), 2_914, "23 November 2026, 08:52")),
                ("stop", t.logs_state_failed(t.logs_audit(), 3, "it answered with status 500", "09:10")),
                ("stop", t.logs_state_lost(t.logs_audit(), 1)),
            ];
        }
        busy.secret = Some("0123456789abcdef".repeat(4));
        busy.tested = Some(("stop", t.logs_test_failed("nobody answers there")));
        let mut wrong = Self { may_change: false, ..none.clone() };
        wrong.places[0].error = Some(t.logs_target_error());
        vec![("admin-log-export", none), ("admin-log-export-busy", busy), ("admin-log-export-wrong", wrong)]
    }
}
