use askama::Template;
use model::Locale;
use policy::PasskeyRules;
use service::passkey_rules::RulesProblem;

use super::shell::{Entry, Shell};

/// What is asked of passkeys and security keys; posts to itself as `self`, `attested`, `roots`, `remove`, `restricted`,
/// `list` (`allow` or `block`), `makes` and, once somebody would be kept out, `sure`.
#[derive(Template, Clone)]
#[template(path = "admin/passkeys.html")]
pub struct PasskeysPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The revision that they were read from, which the form says.
    pub seen: String,
    /// What stands in the form.
    pub form: PasskeysForm,
    /// The certificates that count.
    pub roots: Vec<RootLine>,
    /// The makes that people have.
    pub held: Vec<HeldLine>,
    /// What was wrong.
    pub error: Option<PasskeysError>,
    /// True when the reader may change it.
    pub may_change: bool,
}

/// What stands in the form: as it is, or as it was typed.
#[derive(Debug, Clone)]
pub struct PasskeysForm {
    /// People register keys themselves.
    pub self_service: bool,
    /// A new key must prove its make.
    pub attested: bool,
    /// The list of makes counts.
    pub restricted: bool,
    /// The list says what is taken; else what is not.
    pub allows: bool,
    /// The list.
    pub makes: String,
    /// Certificates to add.
    pub add_roots: String,
}

/// A certificate that counts.
#[derive(Debug, Clone)]
pub struct RootLine {
    /// Whose it is.
    pub subject: String,
    /// When it ends.
    pub until: String,
    /// What tells it from others.
    pub fingerprint: String,
}

/// A make that people have.
#[derive(Debug, Clone)]
pub struct HeldLine {
    /// Its AAGUID; `None` where a key does not tell.
    pub make: Option<String>,
    /// What it is called.
    pub name: Option<String>,
    /// How many keys.
    pub keys: i64,
    /// Of how many people.
    pub people: i64,
    /// Whether it is taken now.
    pub is_taken: bool,
}

/// What was wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PasskeysError {
    /// A line that is no make.
    Line(String),
    /// The rules were not saved.
    Rules(RulesProblem),
}

impl PasskeysPage {
    /// The error of a field: `roots` or `makes`.
    pub fn error_at(&self, field: &str) -> Option<String> {
        let t = self.shell.texts;
        let problem = match (self.error.as_ref()?, field) {
            (PasskeysError::Rules(problem), _) => problem,
            (PasskeysError::Line(line), "makes") => return Some(t.methods_error_line(line)),
            _ => return None,
        };
        match (problem, field) {
            (RulesProblem::NoCertificates, "roots") => Some(t.methods_error_pem()),
            (RulesProblem::RootEnded, "roots") => Some(t.methods_error_ended()),
            (RulesProblem::TooManyRoots, "roots") => Some(t.methods_error_many(PasskeyRules::MOST_ROOTS)),
            (RulesProblem::NoRoots, "roots") => Some(t.methods_error_no_roots()),
            (RulesProblem::TooManyMakes, "makes") => Some(t.methods_error_many(PasskeyRules::MOST_MAKES)),
            (RulesProblem::NoMakes, "makes") => Some(t.methods_error_no_makes()),
            _ => None,
        }
    }

    /// What stands above the form.
    pub fn notice(&self) -> Option<String> {
        let t = self.shell.texts;
        let PasskeysError::Rules(problem) = self.error.as_ref()? else { return Some(t.admin_fix_this()) };
        Some(match problem {
            RulesProblem::ChangedMeanwhile => t.policies_problem_changed(),
            RulesProblem::LocksYouOut => t.methods_locks_you_out(),
            RulesProblem::LocksAdministratorsOut => t.methods_locks_administrators_out(),
            RulesProblem::LocksOut(people, names) => {
                let (listed, more) = (names.join(", "), people.saturating_sub(names.len()));
                let listed = if more > 0 { t.methods_and_more(&listed, more) } else { listed };
                t.methods_locks_out(*people, &listed)
            }
            _ => t.admin_fix_this(),
        })
    }

    /// True when the form asks whether others may be kept out.
    pub const fn asks(&self) -> bool {
        matches!(self.error, Some(PasskeysError::Rules(RulesProblem::LocksOut(..))))
    }

    /// Without rules, with them, without leave to change them, and with things wrong.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let free = Self {
            shell: Shell::sample(locale, Entry::Methods),
            seen: String::new(),
            form: PasskeysForm {
                self_service: true,
                attested: false,
                restricted: false,
                allows: false,
                makes: String::new(),
                add_roots: String::new(),
            },
            roots: vec![],
            held: vec![],
            error: None,
            may_change: true,
        };
        let line = |make: Option<&str>, name: Option<&str>, keys, people, is_taken| HeldLine {
            make: make.map(str::to_owned),
            name: name.map(str::to_owned),
            keys,
            people,
            is_taken,
        };
        let blue = "cb69481e-8ff7-4039-93ec-0a2729a154a8";
        let ruled = Self {
            form: PasskeysForm {
                attested: true,
                restricted: true,
                allows: true,
                makes: format!("{blue} Blue key 5"),
                ..free.form.clone()
            },
            roots: vec![RootLine {
                subject: "C=SE, O=Example AB, CN=Example FIDO Root CA <b>1</b>".to_owned(),
                until: "4 september 2050".to_owned(),
                fingerprint: "0c7b7b1c".repeat(8),
            }],
            held: vec![
                line(Some(blue), Some("Blue key 5"), 12, 9, true),
                line(Some("fbfc3007-154e-4ecc-8c0b-6e020557d7bd"), None, 31, 30, false),
                line(None, None, 1, 1, false),
            ],
            ..free.clone()
        };
        let out = PasskeysError::Rules(RulesProblem::LocksOut(
            7,
            vec!["Piet Bakker".to_owned(), "Els <i>".to_owned()],
        ));
        let asks = Self { error: Some(out), ..ruled.clone() };
        let wrong = Self { error: Some(PasskeysError::Line("\"><script>".to_owned())), ..ruled.clone() };
        let pem = Self { error: Some(PasskeysError::Rules(RulesProblem::NoCertificates)), ..ruled.clone() };
        let fixed = Self { may_change: false, ..ruled.clone() };
        vec![
            ("admin-passkeys", free),
            ("admin-passkeys-ruled", ruled),
            ("admin-passkeys-asks", asks),
            ("admin-passkeys-wrong", wrong),
            ("admin-passkeys-pem", pem),
            ("admin-passkeys-fixed", fixed),
        ]
    }
}
