use askama::Template;
use model::Locale;
use service::directory_sync::{
    DirectoryKind, Protection, SyncCounts, SyncEnd, SyncLine, SyncOutcome, SyncRefusal,
};
use text::Texts;

use super::shell::{Entry, Shell};

/// From which server people and groups come; posts to itself with `act` beside the fields of [`DirectoryForm`].
#[derive(Template, Clone)]
#[template(path = "admin/directory_sync.html")]
pub struct DirectorySyncPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// What stands in the fields.
    pub form: DirectoryForm,
    /// The field that something is wrong with.
    pub wrong: Option<&'static str>,
    /// What a test came to.
    pub tested: Option<TestShown>,
    /// True when the reader may change it.
    pub may_change: bool,
    /// How it stands; nothing before it was saved.
    pub now: Option<DirectoryNow>,
    /// The last passes.
    pub runs: Vec<RunShown>,
}

/// What is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DirectoryForm {
    /// Passes are made by themselves.
    pub is_on: bool,
    /// The kind of server.
    pub kind: Option<DirectoryKind>,
    /// How the connection is protected.
    pub protection: Option<Protection>,
    /// That server checks passwords.
    pub checks_passwords: bool,
    /// Name.
    pub host: String,
    /// Port.
    pub port: String,
    /// Authorities, as PEM.
    pub authority: String,
    /// Who Sluis signs in as.
    pub bind_name: String,
    /// Where to look.
    pub base: String,
    /// Who is a person.
    pub people_filter: String,
    /// What is a group.
    pub groups_filter: String,
    /// The attribute with the name to sign in with.
    pub login: String,
    /// Minutes between passes.
    pub every_minutes: String,
    /// The most that go at once.
    pub most_removed: String,
    /// The same of a hundred.
    pub most_percent: String,
    /// Days of grace.
    pub grace_days: String,
}

/// What a test of settings came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestShown {
    /// It works: the first people and groups.
    Works(Vec<String>, Vec<String>),
    /// It does not: the kind of failure, and more about it.
    Fails(String, String),
}

/// How directory sync stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryNow {
    /// When the next pass is made, if one is.
    pub due: Option<String>,
    /// True while one is made.
    pub is_running: bool,
    /// True when a password is kept.
    pub has_password: bool,
    /// How many people come from there.
    pub people: i64,
    /// How many groups.
    pub groups: i64,
}

/// A pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunShown {
    /// Its id.
    pub id: String,
    /// When it began.
    pub when: String,
    /// True when everything was looked at.
    pub is_whole: bool,
    /// True when nothing was done.
    pub is_trial: bool,
    /// How it ended.
    pub end: SyncEnd,
    /// How much it did.
    pub counts: SyncCounts,
}

/// One pass, row by row.
#[derive(Template, Clone)]
#[template(path = "admin/directory_run.html")]
pub struct DirectoryRunPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The pass.
    pub run: RunShown,
    /// What became of whom.
    pub lines: Vec<SyncLine>,
    /// How many rows are kept at most.
    pub most: usize,
}

impl DirectorySyncPage {
    /// The kinds of server with their words, and whether each is chosen.
    pub fn kinds(&self) -> Vec<(&'static str, String, bool)> {
        let t = self.shell.texts;
        let text = |kind| match kind {
            DirectoryKind::ActiveDirectory => t.sync_kind_active_directory(),
            DirectoryKind::OpenLdap => t.sync_kind_open_ldap(),
        };
        DirectoryKind::ALL.map(|kind| (kind.word(), text(kind), self.form.kind == Some(kind))).to_vec()
    }

    /// The ways to connect with their words, and whether each is chosen.
    pub fn protections(&self) -> Vec<(&'static str, String, bool)> {
        let t = self.shell.texts;
        let text = |protection| match protection {
            Protection::Ldaps => t.sync_protection_ldaps(),
            Protection::StartTls => t.sync_protection_start_tls(),
            Protection::Plain => t.sync_protection_plain(),
        };
        Protection::ALL.map(|way| (way.word(), text(way), self.form.protection == Some(way))).to_vec()
    }

    /// The error of a field.
    pub fn error_at(&self, field: &str) -> Option<String> {
        let t = self.shell.texts;
        (self.wrong == Some(field)).then(|| match field {
            "host" => t.sync_error_host(),
            "authority" => t.sync_error_authority(),
            "bind_password" => t.sync_error_password(),
            "people_filter" | "groups_filter" => t.sync_error_filter(),
            "port" | "every_minutes" | "most_removed" | "most_percent" | "grace_days" => {
                t.sync_error_number()
            }
            "bind_name" | "base" | "login" => t.sync_error_text(),
            _ => t.sync_error(),
        })
    }

    /// What is said about the password.
    pub fn password_hint(&self) -> String {
        let t = self.shell.texts;
        match &self.now {
            Some(now) if now.has_password => t.sync_bind_password_kept(),
            _ => t.sync_bind_password_hint(),
        }
    }

    /// Before it was saved, as it stands, with something wrong, and after tests.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let new = Self {
            shell: Shell::sample(locale, Entry::DirectorySync),
            form: sample_form(),
            wrong: None,
            tested: None,
            may_change: true,
            now: None,
            runs: vec![],
        };
        let now = DirectoryNow {
            due: Some("14:00".to_owned()),
            is_running: false,
            has_password: true,
            people: 48,
            groups: 1,
        };
        let run = |end, is_trial| RunShown { end, is_trial, ..sample_run() };
        let failed = SyncEnd::Failed { word: "connect".to_owned(), detail: "<b>refused".to_owned() };
        let runs = vec![run(SyncEnd::Done, true), run(SyncEnd::HeldBack, false), run(failed, false)];
        let usual = Self { now: Some(now.clone()), runs, ..new.clone() };
        let running = DirectoryNow { is_running: true, due: None, ..now };
        let running = Self { now: Some(running), may_change: false, ..usual.clone() };
        let wrong = Self { wrong: Some("people_filter"), ..usual.clone() };
        let people = vec!["Anna de Vries (anna@devries.nl)".to_owned(), "<b>".to_owned()];
        let works = TestShown::Works(people, vec!["Staff".to_owned()]);
        let works = Self { tested: Some(works), ..usual.clone() };
        let fails = TestShown::Fails("certificate".to_owned(), "it has <b>expired".to_owned());
        let fails = Self { tested: Some(fails), ..usual.clone() };
        vec![
            ("admin-directory-sync-new", new),
            ("admin-directory-sync", usual),
            ("admin-directory-sync-running", running),
            ("admin-directory-sync-wrong", wrong),
            ("admin-directory-sync-works", works),
            ("admin-directory-sync-fails", fails),
        ]
    }
}

fn sample_form() -> DirectoryForm {
    DirectoryForm {
        is_on: true,
        kind: Some(DirectoryKind::ActiveDirectory),
        protection: Some(Protection::Ldaps),
        checks_passwords: true,
        host: "dc1.devries.nl".to_owned(),
        port: "636".to_owned(),
        authority: String::new(),
        bind_name: "cn=sluis,ou=services,dc=devries,dc=nl".to_owned(),
        base: "ou=staff,dc=devries,dc=nl".to_owned(),
        people_filter: "(&(objectCategory=person)(objectClass=user)(cn=\"><script>))".to_owned(),
        groups_filter: "(objectClass=group)".to_owned(),
        login: "userPrincipalName".to_owned(),
        every_minutes: "60".to_owned(),
        most_removed: "50".to_owned(),
        most_percent: "10".to_owned(),
        grace_days: "14".to_owned(),
    }
}

fn sample_run() -> RunShown {
    RunShown {
        id: "0198f0a0-0000-7000-8000-000000000000".to_owned(),
        when: "13:00".to_owned(),
        is_whole: true,
        is_trial: false,
        end: SyncEnd::Done,
        counts: SyncCounts { added: 2, same: 45, refused: 1, ..SyncCounts::default() },
    }
}

impl RunShown {
    /// What was looked at.
    pub fn what(&self, t: &Texts) -> String {
        let what = if self.is_whole { t.sync_run_whole() } else { t.sync_run_changes() };
        if self.is_trial { format!("{what}. {}", t.sync_run_trial()) } else { what }
    }

    /// How it ended, and the colour of its dot.
    pub fn ending(&self, t: &Texts) -> (&'static str, String) {
        match &self.end {
            SyncEnd::Done => ("ok", t.sync_end_done()),
            SyncEnd::HeldBack => ("warn", t.sync_end_held_back()),
            SyncEnd::Failed { .. } => ("stop", t.sync_end_failed()),
        }
    }

    /// Why it failed, if it did.
    pub fn failure(&self, t: &Texts) -> Option<String> {
        match &self.end {
            SyncEnd::Failed { word, detail } => Some(failed(t, word, detail)),
            SyncEnd::Done | SyncEnd::HeldBack => None,
        }
    }

    /// How much it did, in words.
    pub fn counted(&self, t: &Texts) -> String {
        let counts = self.counts;
        let count = |count: usize, text: fn(&Texts, i64) -> String| {
            (count > 0).then(|| text(t, i64::try_from(count).unwrap_or(i64::MAX)))
        };
        let parts = [
            count(counts.added, |t, n| t.sync_count_added(n)),
            count(counts.changed, |t, n| t.sync_count_changed(n)),
            count(counts.same, |t, n| t.sync_count_same(n)),
            count(counts.blocked, |t, n| t.sync_count_blocked(n)),
            count(counts.back, |t, n| t.sync_count_back(n)),
            count(counts.deleted, |t, n| t.sync_count_deleted(n)),
            count(counts.refused, |t, n| t.sync_count_refused(n)),
            count(counts.held_back, |t, n| t.sync_count_held_back(n)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// A failure in words.
pub fn failed(t: &Texts, word: &str, detail: &str) -> String {
    match word {
        "name" => t.sync_failed_name(),
        "private" => t.sync_failed_private(),
        "connect" => t.sync_failed_connect(detail),
        "unprotected" => t.sync_failed_unprotected(),
        "certificate" => t.sync_failed_certificate(detail),
        "credentials" => t.sync_failed_credentials(),
        "refused" => t.sync_failed_refused(detail),
        "timedOut" => t.sync_failed_timed_out(),
        "filter" => t.sync_failed_filter(detail),
        "stopped" => t.sync_failed_stopped(),
        "settings" => t.sync_failed_settings(),
        "busy" => t.sync_done_busy(),
        _ => t.sync_failed_protocol(detail),
    }
}

impl DirectoryRunPage {
    /// What became of somebody, in words; and true for a refusal.
    pub fn said(&self, line: &SyncLine) -> (String, bool) {
        let t = self.shell.texts;
        let (word, is_refused) = match line.outcome {
            SyncOutcome::Added => (t.sync_row_added(), false),
            SyncOutcome::Changed => (t.sync_row_changed(), false),
            SyncOutcome::Same => (t.sync_row_same(), false),
            SyncOutcome::Blocked => (t.sync_row_blocked(), false),
            SyncOutcome::Unblocked => (t.sync_row_unblocked(), false),
            SyncOutcome::Deleted => (t.sync_row_deleted(), false),
            SyncOutcome::Restored => (t.sync_row_restored(), false),
            SyncOutcome::Refused(why) => (refusal(t, why), true),
        };
        let mut said = vec![word];
        if line.came + line.went > 0 {
            let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
            said.push(t.sync_row_members(number(line.came), number(line.went)));
        }
        if !line.left_out.is_empty() {
            said.push(t.sync_row_left_out(line.left_out.join(", ")));
        }
        (said.join(". "), is_refused)
    }

    /// True when there may be rows that were not kept.
    pub fn is_cut(&self) -> bool {
        self.lines.len() >= self.most
    }

    /// A pass that did something, and one that did nothing.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |name: &str, outcome| SyncLine {
            is_group: false,
            name: name.to_owned(),
            outcome,
            left_out: vec![],
            came: 0,
            went: 0,
            object: None,
        };
        let left_out = vec!["mobilePhone".to_owned()];
        let lines = vec![
            SyncLine { left_out, ..line("piet@devries.nl", SyncOutcome::Added) },
            line("<b>els@devries.nl", SyncOutcome::Refused(SyncRefusal::NameTaken)),
            SyncLine { is_group: true, came: 12, went: 1, ..line("Staff", SyncOutcome::Changed) },
        ];
        let run = RunShown { end: SyncEnd::HeldBack, ..sample_run() };
        let some = Self { shell: Shell::sample(locale, Entry::DirectorySync), run, lines, most: 3 };
        let none = Self { run: sample_run(), lines: vec![], ..some.clone() };
        vec![("admin-directory-run", some), ("admin-directory-run-none", none)]
    }
}

fn refusal(t: &Texts, why: SyncRefusal) -> String {
    match why {
        SyncRefusal::NoId => t.sync_row_no_id(),
        SyncRefusal::OddPlace => t.sync_row_odd_place(),
        SyncRefusal::NoName => t.sync_row_no_name(),
        SyncRefusal::NameTaken => t.sync_row_name_taken(),
        SyncRefusal::MailTaken => t.sync_row_mail_taken(),
        SyncRefusal::DeletedHere => t.sync_row_deleted_here(),
        SyncRefusal::LastAdministrator => t.sync_row_last(),
        SyncRefusal::EmergencyAccount => t.sync_row_emergency(),
        SyncRefusal::TooMany => t.sync_row_too_many(),
    }
}
