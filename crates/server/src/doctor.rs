//! Looking how the installation is: the address as people reach it, clocks, certificate, mail, database, disk, keys. What
//! there is to find is in `service::health`, and the words for it in `web`; here is the looking.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;
use std::{fs, io};

use model::{Organisation, Span, Timestamp};
use outside::mail::{Mailer, Way};
use serde_json::Value;
use service::House;
use service::authority::{Actor, ReadAudit, Target, permit};
use service::health::{AddressSeen, AuditSeen, CLOCKS_AGREE, Condition, Finding, KeysSeen, MailSeen, Report};
use tokio::time::timeout;
use x509_cert::der::Decode;

use crate::clock;
use crate::control::Desk;
use crate::fetch::{self, Question};

/// How long the relay may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(15);

/// Looks at everything; `say` gets what is looked at, for whoever waits.
pub async fn examine(desk: &Desk, say: &(dyn Fn(String) + Send + Sync)) -> Report {
    let mut findings = vec![];
    if desk.is_serving {
        for organisation in desk.house.organisations().iter() {
            say(format!("asking {} whether it leads here", organisation.public_address));
            findings.extend(address(desk, organisation).await);
        }
    } else {
        findings.push(Finding::NotServing);
    }
    say("asking the mail server".to_owned());
    findings.push(mail(desk).await);
    if let Ok(messages) = desk.house.mail_waiting().await {
        findings.push(Finding::Waiting { messages });
    }
    say("reading the database".to_owned());
    findings.extend(database(desk).await);
    if let Ok(Some((last, age))) = desk.house.last_backup().await {
        findings.push(Finding::Backup { last, age });
    }
    findings.extend(disk(desk));
    findings.push(Finding::Keys(keys(desk).await));
    say("looking at the seals of the audit log".to_owned());
    findings.extend(audit_logs(desk).await);
    Report { at: clock::now(), findings }
}

/// The way that everybody takes: by the public address, through whatever stands before us.
async fn address(desk: &Desk, organisation: &Organisation) -> Vec<Finding> {
    let address = organisation.public_address.clone();
    let ticket = desk.house.reach_ticket(organisation.id);
    let asked = format!("{address}/{}/reach/{ticket}", organisation.id);
    let answer = match fetch::ask(&asked, Question::default()).await {
        Ok(answer) => answer,
        Err(error) => {
            return vec![Finding::Address { address, seen: AddressSeen::Nobody { why: error.to_string() } }];
        }
    };
    let proof = desk.house.reach_proof(organisation.id, &ticket);
    let said: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let seen = match said.filter(|said| said["proof"].as_str() == proof.as_deref() && proof.is_some()) {
        Some(said) => through(&said, address.starts_with("https:") && desk.config.tls.is_none()),
        None if answer.status.as_u16() == 421 => AddressSeen::OtherHost,
        None => AddressSeen::Elsewhere,
    };
    let mut findings = vec![Finding::Address { address, seen }];
    findings.extend(
        answer
            .certificate
            .as_deref()
            .and_then(ends)
            .map(|ends| Finding::Certificate { ends, left: ends.since(clock::now()) }),
    );
    findings
}

/// Whom the answering node takes the visitor for. Where browsers speak HTTPS and we do not, somebody
/// stands between.
fn through(said: &Value, must_be_proxied: bool) -> AddressSeen {
    let is = |name: &str| said[name].as_bool().unwrap_or(false);
    let proxy = said["peer"].as_str().unwrap_or("unknown").to_owned();
    match (is("trusted"), is("forwarded"), said["visitor"].is_string()) {
        (true, true, true) => AddressSeen::Forwarded,
        (true, ..) => AddressSeen::Silent { proxy },
        (false, true, _) => AddressSeen::Untrusted { proxy },
        (false, false, _) if must_be_proxied => AddressSeen::Silent { proxy },
        (false, false, _) => AddressSeen::Direct,
    }
}

/// When a certificate ends.
fn ends(der: &[u8]) -> Option<Timestamp> {
    let certificate = x509_cert::Certificate::from_der(der).ok()?;
    let seconds = certificate.tbs_certificate.validity.not_after.to_unix_duration().as_secs();
    Some(Timestamp::from_secs(i64::try_from(seconds).ok()?))
}

async fn mail(desk: &Desk) -> Finding {
    let Way::Relay { host, .. } = &desk.config.mail.way else { return Finding::Mail(MailSeen::Folder) };
    let relay = host.clone();
    let mailer = Mailer::new(desk.config.mail.clone());
    let looked = timeout(PATIENCE, tokio::task::spawn_blocking(move || mailer.look())).await;
    let why = match looked {
        Ok(Ok(Ok(()))) => return Finding::Mail(MailSeen::Relay { relay }),
        Ok(Ok(Err(error))) => error.to_string(),
        Ok(Err(_)) | Err(_) => "no answer in time".to_owned(),
    };
    Finding::Mail(MailSeen::Unreachable { relay, why })
}

async fn database(desk: &Desk) -> Vec<Finding> {
    let before = clock::now();
    let condition = match desk.house.database_condition().await {
        Ok(condition) => condition,
        Err(fault) => Condition { loses_writes: None, damage: Some(fault.to_string()), clock: None },
    };
    let apart = condition.clock.map(|there| apart(before, there, clock::now()));
    let clock = apart.map(|apart| Finding::Clock { apart });
    clock.into_iter().chain([Finding::Database(condition)]).collect()
}

/// How far a clock is from ours, which was read before and after it.
fn apart(before: Timestamp, there: i64, after: Timestamp) -> Span {
    let there = Timestamp::from_micros(there);
    // It was somewhere between the question and the answer.
    if there < before { before.since(there) } else { there.since(there.min(after)) }
}

/// Nodes that share a PostgreSQL share its time: a clock that is off by more would judge codes, tokens and sessions
/// differently from the others (D5).
///
/// # Errors
/// When the clocks are too far apart, in words.
pub async fn clocks_agree(house: &House) -> Result<(), Box<dyn std::error::Error>> {
    let before = clock::now();
    let condition = house.database_condition().await?;
    match condition.clock.map(|there| apart(before, there, clock::now())) {
        Some(apart) => Ok(agree(apart)?),
        None => Ok(()),
    }
}

fn agree(apart: Span) -> Result<(), String> {
    if apart <= CLOCKS_AGREE {
        return Ok(());
    }
    Err(format!(
        "the clock of this machine and that of PostgreSQL are {} seconds apart, and codes and tokens would be judged \
         wrongly; let both keep time by NTP (`timedatectl set-ntp true`), then start again",
        apart.as_micros() / 1_000_000
    ))
}

fn disk(desk: &Desk) -> Option<Finding> {
    let space = rustix::fs::statvfs(desk.data.path()).ok()?;
    let free = space.f_bavail.saturating_mul(space.f_frsize) / (1 << 20);
    Some(Finding::Disk { folder: desk.data.path().display().to_string(), free })
}

async fn keys(desk: &Desk) -> KeysSeen {
    let path = desk.data.file("keys");
    let mode = |path| -> io::Result<u32> { Ok(fs::metadata(path)?.permissions().mode()) };
    if mode(&path).is_ok_and(|mode| mode & 0o077 != 0) {
        return KeysSeen::Readable { path: path.display().to_string() };
    }
    match desk.house.opens_what_is_sealed().await {
        Ok(false) => KeysSeen::Other,
        Ok(true) | Err(_) => KeysSeen::Open,
    }
}

/// Whether the audit logs are what was sealed; what is found stands on their pages too.
async fn audit_logs(desk: &Desk) -> Vec<Finding> {
    let Ok(permit) = permit::<ReadAudit>(&Actor::System, Target::Organisation) else { return vec![] };
    let mut findings = vec![];
    for organisation in desk.house.organisations().iter() {
        let found = desk.house.verify_audit(organisation.id, &permit, None, &|_| {}).await;
        if let Ok(found) = found {
            let seen = match found.seen() {
                // While no server runs, nothing is sealed.
                AuditSeen::Waiting { .. } if !desk.is_serving => {
                    found.sound_since.map_or(AuditSeen::New, |since| AuditSeen::Sound { since })
                }
                seen => seen,
            };
            findings.push(Finding::Audit { organisation: organisation.domain.clone(), seen });
            desk.house.keep_audit_look(organisation.id, found);
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn seen(trusted: bool, forwarded: bool, visitor: Option<&str>, must_be_proxied: bool) -> AddressSeen {
        let said = json!({
            "peer": "10.0.0.2", "trusted": trusted, "forwarded": forwarded, "visitor": visitor,
        });
        through(&said, must_be_proxied)
    }

    #[test]
    fn a_proxy_is_believed_only_when_it_is_trusted_and_says_something() {
        let proxy = || "10.0.0.2".to_owned();
        assert_eq!(seen(true, true, Some("203.0.113.7"), true), AddressSeen::Forwarded);
        assert_eq!(seen(true, false, None, true), AddressSeen::Silent { proxy: proxy() });
        assert_eq!(seen(true, true, None, true), AddressSeen::Silent { proxy: proxy() });
        assert_eq!(seen(false, true, Some("10.0.0.2"), true), AddressSeen::Untrusted { proxy: proxy() });
        assert_eq!(seen(false, false, Some("10.0.0.2"), true), AddressSeen::Silent { proxy: proxy() });
        assert_eq!(seen(false, false, Some("10.0.0.2"), false), AddressSeen::Direct);
    }

    #[test]
    fn clocks_over_two_seconds_apart_stop_the_start_and_say_what_to_do() {
        let at = |micros: i64| Timestamp::from_micros(10_000_000 + micros);
        // What lies between question and answer is no difference.
        assert_eq!(apart(at(0), 10_000_005, at(9)), Span::micros(0));
        assert_eq!(apart(at(0), 13_000_009, at(9)), Span::seconds(3));
        assert_eq!(apart(at(0), 7_500_000, at(9)), Span::micros(2_500_000));
        assert_eq!(agree(Span::seconds(2)), Ok(()));
        let said = agree(Span::micros(2_500_000)).unwrap_err();
        assert!(said.contains("2 seconds apart") && said.contains("NTP"), "{said}");
    }

    #[test]
    fn what_is_no_certificate_has_no_end() {
        assert_eq!(ends(b"hello"), None);
    }
}
