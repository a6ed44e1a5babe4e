use askama::Template;
use model::{Locale, Span, Timestamp};
use service::health::{AddressSeen, AuditSeen, Condition, Finding, KeysSeen, MailSeen, State};
use text::{Texts, TimeZone};

use super::shell::{Entry, Shell};

/// Monitoring > Health: what Sluis finds out about the machine and the network that it lives in.
#[derive(Template)]
#[template(path = "admin/health.html")]
pub struct Health {
    /// What surrounds the page.
    pub shell: Shell,
    /// When it was looked at, unless it was not yet.
    pub at: Option<String>,
    /// What was found, the worst first.
    pub lines: Vec<HealthLine>,
}

/// One finding in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthLine {
    /// What was looked at.
    pub what: String,
    /// How it is.
    pub state: State,
    /// What was found.
    pub found: String,
    /// What to do, unless it is in order.
    pub fix: Option<String>,
}

impl HealthLine {
    /// A finding in words; the command line says the same.
    pub fn of(finding: &Finding, locale: Locale, zone: &TimeZone) -> Self {
        let t = text::of(locale);
        let (what, found, fix) = match finding {
            Finding::NotServing => {
                (t.health_server(), t.health_server_stopped(), Some(t.health_server_fix()))
            }
            Finding::Address { address, seen } => of_address(address, seen, t),
            Finding::Certificate { ends, left } => {
                let found = t.health_certificate_ends(left.days_down(), text::day(*ends, locale, zone));
                (t.health_certificate(), found, Some(t.health_certificate_fix()))
            }
            Finding::Clock { apart } => {
                (t.health_clock(), t.health_clock_apart(apart.as_secs()), Some(t.health_clock_fix()))
            }
            Finding::Mail(seen) => of_mail(seen, t),
            Finding::Waiting { messages } => {
                (t.health_outbox(), t.health_outbox_waiting(*messages), Some(t.health_outbox_fix()))
            }
            Finding::Database(condition) => of_database(condition, t),
            Finding::Backup { last, age } => of_backup(*last, *age, (finding.state(), locale), zone),
            Finding::Disk { folder, free } => {
                (t.health_disk(), disk_free(*free, folder, t), Some(t.health_disk_fix()))
            }
            Finding::Keys(seen) => of_keys(seen, t),
            Finding::Audit { organisation, seen } => {
                of_audit(organisation, seen, &|at| text::date(at, locale, zone), t)
            }
        };
        let state = finding.state();
        Self { what, state, found, fix: fix.filter(|_| state > State::Well) }
    }

    fn dot(&self) -> &'static str {
        match self.state {
            State::Well => "ok",
            State::Attention => "warn",
            State::Unwell => "stop",
        }
    }

    /// The state in a word.
    pub fn word(&self, t: &Texts) -> String {
        match self.state {
            State::Well => t.health_well(),
            State::Attention => t.health_attention(),
            State::Unwell => t.health_unwell(),
        }
    }
}

type Words = (String, String, Option<String>);

fn of_address(address: &str, seen: &AddressSeen, t: &Texts) -> Words {
    let (found, fix) = match seen {
        AddressSeen::Direct => (t.health_address_direct(address), None),
        AddressSeen::Forwarded => (t.health_address_forwarded(address), None),
        AddressSeen::Untrusted { proxy } => {
            (t.health_address_untrusted(proxy.as_str()), Some(t.health_address_untrusted_fix(proxy.as_str())))
        }
        AddressSeen::Silent { proxy } => {
            (t.health_address_silent(proxy.as_str()), Some(t.health_address_silent_fix()))
        }
        AddressSeen::OtherHost => (t.health_address_host(address), Some(t.health_address_host_fix())),
        AddressSeen::Elsewhere => {
            (t.health_address_elsewhere(address), Some(t.health_address_elsewhere_fix()))
        }
        AddressSeen::Nobody { why } => {
            (t.health_address_nobody(address, why.as_str()), Some(t.health_address_nobody_fix()))
        }
    };
    (t.health_address(), found, fix)
}

/// How much is free, from mebibytes, in the unit that people buy disks by.
fn disk_free(mebibytes: u64, folder: &str, t: &Texts) -> String {
    let megabytes = i64::try_from(mebibytes.saturating_mul(1_048_576) / 1_000_000).unwrap_or(i64::MAX);
    if megabytes < 1_000 {
        t.health_disk_little(megabytes, folder)
    } else {
        t.health_disk_free(megabytes / 1_000, folder)
    }
}

fn of_mail(seen: &MailSeen, t: &Texts) -> Words {
    let (found, fix) = match seen {
        MailSeen::Relay { relay } => (t.health_mail_relay(relay.as_str()), None),
        MailSeen::Unreachable { relay, why } => {
            (t.health_mail_unreachable(relay.as_str(), why.as_str()), Some(t.health_mail_unreachable_fix()))
        }
        MailSeen::Folder => (t.health_mail_folder(), Some(t.health_mail_folder_fix())),
    };
    (t.health_mail(), found, fix)
}

fn of_backup(last: Option<Timestamp>, age: Span, (state, locale): (State, Locale), zone: &TimeZone) -> Words {
    let t = text::of(locale);
    let found = match (last, state) {
        (Some(at), _) => t.health_backup_last(age.days_down(), text::day(at, locale, zone)),
        (None, State::Well) => t.health_backup_not_yet(),
        (None, _) => t.health_backup_never(),
    };
    (t.health_backup(), found, Some(t.health_backup_fix()))
}

fn of_database(condition: &Condition, t: &Texts) -> Words {
    let (found, fix) = match condition {
        Condition { damage: Some(said), .. } => {
            (t.health_database_damaged(said.as_str()), Some(t.health_database_damaged_fix()))
        }
        Condition { loses_writes: Some(setting), .. } => {
            (t.health_database_loses(setting.as_str()), Some(t.health_database_loses_fix()))
        }
        Condition { .. } => (t.health_database_sound(), None),
    };
    (t.health_database(), found, fix)
}

fn of_keys(seen: &KeysSeen, t: &Texts) -> Words {
    let (found, fix) = match seen {
        KeysSeen::Open => (t.health_keys_open(), None),
        KeysSeen::Other => (t.health_keys_other(), Some(t.health_keys_other_fix())),
        KeysSeen::Readable { path } => {
            (t.health_keys_readable(path.as_str()), Some(t.health_keys_readable_fix(path.as_str())))
        }
    };
    (t.health_keys(), found, fix)
}

fn of_audit(organisation: &str, seen: &AuditSeen, date: &dyn Fn(Timestamp) -> String, t: &Texts) -> Words {
    let (found, fix) = match seen {
        AuditSeen::New => (t.health_audit_new(organisation), None),
        AuditSeen::Sound { since } => (t.health_audit_sound(organisation, date(*since)), None),
        AuditSeen::Wrong { count } => {
            let count = i64::try_from(*count).unwrap_or(i64::MAX);
            (t.health_audit_wrong(count, organisation), Some(t.health_audit_wrong_fix(organisation)))
        }
        AuditSeen::Waiting { since } => {
            (t.health_audit_waiting(organisation, date(*since)), Some(t.health_audit_waiting_fix()))
        }
    };
    (t.health_audit(), found, fix)
}

impl Health {
    /// Everything in order, nothing in order, and nothing looked at.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let at = || Some(text::date(Timestamp::from_secs(1_795_420_330), locale, &TimeZone::UTC));
        let page = |at, findings: Vec<Finding>| Self {
            shell: Shell::sample(locale, Entry::Health),
            at,
            lines: findings.iter().map(|finding| HealthLine::of(finding, locale, &TimeZone::UTC)).collect(),
        };
        vec![
            ("admin-health", page(at(), every_ill())),
            ("admin-health-well", page(at(), every_good())),
            ("admin-health-new", page(None, vec![])),
        ]
    }
}

fn every_good() -> Vec<Finding> {
    let address = "https://id.devries.example".to_owned();
    let sound = Condition { loses_writes: None, damage: None, clock: None };
    vec![
        Finding::Address { address, seen: AddressSeen::Forwarded },
        Finding::Certificate { ends: Timestamp::from_secs(1_800_000_000), left: Span::days(53) },
        Finding::Clock { apart: Span::seconds(0) },
        Finding::Mail(MailSeen::Relay { relay: "smtp.devries.example".to_owned() }),
        Finding::Waiting { messages: 0 },
        Finding::Database(sound),
        Finding::Backup { last: Some(Timestamp::from_secs(1_795_370_000)), age: Span::hours(14) },
        Finding::Disk { folder: "/var/lib/sluis".to_owned(), free: 48_000 },
        Finding::Keys(KeysSeen::Open),
        Finding::Audit {
            organisation: "devries.example".to_owned(),
            seen: AuditSeen::Sound { since: Timestamp::from_secs(1_795_000_000) },
        },
    ]
}

fn every_ill() -> Vec<Finding> {
    let address = || "https://id.devries.example".to_owned();
    let seen = |seen| Finding::Address { address: address(), seen };
    let proxy = || "10.0.0.2".to_owned();
    let log = |seen| Finding::Audit { organisation: "devries.example".to_owned(), seen };
    let condition = |loses: Option<&str>, damage: Option<&str>| {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Finding::Database(Condition { loses_writes: owned(loses), damage: owned(damage), clock: None })
    };
    vec![
        seen(AddressSeen::Untrusted { proxy: proxy() }),
        seen(AddressSeen::Silent { proxy: proxy() }),
        seen(AddressSeen::OtherHost),
        seen(AddressSeen::Elsewhere),
        Finding::Clock { apart: Span::seconds(7) },
        Finding::Certificate { ends: Timestamp::from_secs(1_795_500_000), left: Span::hours(22) },
        condition(None, Some("row 7 missing from index <users>")),
        condition(Some("fsync = off"), None),
        Finding::Keys(KeysSeen::Other),
        Finding::Keys(KeysSeen::Readable { path: "/var/lib/sluis/keys".to_owned() }),
        Finding::Mail(MailSeen::Unreachable {
            relay: "smtp.example.org".to_owned(),
            why: "<refused>".to_owned(),
        }),
        Finding::Disk { folder: "/var/lib/sluis".to_owned(), free: 120 },
        seen(AddressSeen::Nobody { why: "connection refused".to_owned() }),
        Finding::Mail(MailSeen::Folder),
        Finding::Waiting { messages: 3 },
        Finding::NotServing,
        log(AuditSeen::Wrong { count: 2 }),
        log(AuditSeen::Waiting { since: Timestamp::from_secs(1_795_400_000) }),
        log(AuditSeen::New),
    ]
}
