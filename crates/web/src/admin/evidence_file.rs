//! The report for auditors as files: one that spreadsheets open, and one that programs read.

use graph::Version;
use serde_json::{Value, json};
use service::Fault;
use service::evidence::{Evidence, Path};
use service::spreadsheet_line;

use super::desk::Desk;
use crate::screens::PolicyWords;
use crate::screens::admin::EvidenceSection;

/// Comma-separated values (RFC 4180), in UTF-8 with a mark at the beginning that spreadsheets look for. Each line begins
/// with the word of its part; the first of a part says what its columns are.
pub(super) fn csv(sections: &[EvidenceSection]) -> Result<Vec<u8>, Fault> {
    let mut file = b"\xef\xbb\xbf".to_vec();
    for section in sections {
        for sentence in &section.says {
            let sentence = sentence.replace("**", "");
            spreadsheet_line(&mut file, [section.id, section.title.as_str(), &sentence])?;
        }
        if !section.rows.is_empty() {
            let heading = section.columns.iter().map(String::as_str);
            spreadsheet_line(&mut file, [section.id].into_iter().chain(heading))?;
        }
        for row in &section.rows {
            let cells = row.iter().map(|cell| cell.text.as_str());
            spreadsheet_line(&mut file, [section.id].into_iter().chain(cells))?;
        }
        if section.is_cut {
            spreadsheet_line(&mut file, [section.id, "…"])?;
        }
    }
    Ok(file)
}

/// The same as JSON: times in UTC (RFC 3339), ids beside names.
pub(super) fn json(desk: &Desk, report: &Evidence) -> Vec<u8> {
    let (first, last) = report.days.text();
    let whole = json!({
        "organisation": { "id": desk.tenant(), "displayName": desk.here.organisation.name },
        "firstDay": first,
        "lastDay": last,
        "madeAt": time(report.at),
        "demands": demands(desk, report),
        "secondSteps": {
            "people": report.people.all,
            "registered": report.people.registered,
            "without": report.people.without.lines.iter().map(named).collect::<Vec<_>>(),
            "isCut": report.people.without.is_cut,
        },
        "signIns": signed_in(report),
        "roles": roles(report),
        "applications": apps(report),
        "leavers": leavers(report),
        "policyChanges": changes(report),
        "backups": backups(report),
        "auditLog": {
            "chainHead": report.log.head.map(|head| head.to_string()),
            "sealedUntil": report.log.until.map(time),
            "unsealed": report.log.unsealed,
            "lookedAt": report.log.looked.map(|(at, _)| time(at)),
            "wrong": report.log.looked.map(|(_, wrong)| wrong),
        },
    });
    serde_json::to_vec_pretty(&whole).unwrap_or_default()
}

fn demands(desk: &Desk, report: &Evidence) -> Value {
    let demands = &report.demands;
    let words = PolicyWords::new(desk.texts(), &demands.names);
    let policies = demands.policies.iter().map(|document| {
        json!({
            "id": document.policy.id,
            "displayName": document.policy.name,
            "inWords": words.sentence(&document.policy).replace("**", ""),
            "policy": document.write(Version::V1),
        })
    });
    json!({
        "revision": demands.revision,
        "since": demands.since.map(time),
        "securityDefaults": demands.defaults_on,
        "policies": policies.collect::<Vec<_>>(),
    })
}

fn signed_in(report: &Evidence) -> Value {
    let counts = report.signed_in.counts;
    let single = report.signed_in.single.lines.iter().map(|line| {
        json!({
            "at": time(line.record.at),
            "id": line.record.id,
            "person": line.person.as_ref().map(named),
            "application": line.record.client,
            "why": line.why.word(),
        })
    });
    json!({
        "letIn": counts.sign_ins,
        "underARule": counts.covered,
        "byOneFactor": counts.single_factor,
        "byOldPrograms": counts.legacy,
        "stoppedByARule": counts.blocked,
        "withoutSecondStep": single.collect::<Vec<_>>(),
        "isCut": report.signed_in.single.is_cut,
    })
}

fn roles(report: &Evidence) -> Value {
    let lines = report.roles.lines.iter().map(|line| {
        json!({
            "role": line.role.id(),
            "person": named(&line.person),
            "path": path(&line.path),
            "ends": line.ends.map(time),
            "lastSignIn": line.last_sign_in.map(time),
            "lastChange": line.last_change.map(time),
        })
    });
    json!({ "lines": lines.collect::<Vec<_>>(), "isCut": report.roles.is_cut })
}

fn apps(report: &Evidence) -> Value {
    let lines = report.apps.lines.iter().map(|line| {
        json!({
            "application": named(&line.app),
            "person": line.person.as_ref().map(named),
            "path": path(&line.path),
            "lastUse": line.last_use.map(time),
        })
    });
    json!({ "lines": lines.collect::<Vec<_>>(), "isCut": report.apps.is_cut })
}

fn leavers(report: &Evidence) -> Value {
    let lines = report.leavers.lines.iter().map(|line| {
        json!({
            "at": time(line.at),
            "how": line.left.word(),
            "person": { "id": line.person.0, "displayName": line.person.1 },
            "maySignInAgain": line.is_back,
            "openSessions": line.open.sessions,
            "openGrants": line.open.grants,
            "groupsLookedAfter": line.open.groups,
            "roles": line.roles.iter().map(|role| role.id()).collect::<Vec<_>>(),
        })
    });
    json!({ "lines": lines.collect::<Vec<_>>(), "isCut": report.leavers.is_cut })
}

fn changes(report: &Evidence) -> Value {
    let lines = report.changes.lines.iter().map(|line| {
        json!({ "revision": line.id, "at": time(line.at), "auditRecord": line.record, "inForce": line.is_head })
    });
    json!({ "lines": lines.collect::<Vec<_>>(), "isCut": report.changes.is_cut })
}

fn backups(report: &Evidence) -> Value {
    let lines = report.backups.lines.iter().map(|line| {
        let what = if line.is_restore { "restored" } else { "taken" };
        json!({ "at": time(line.at), "what": what })
    });
    json!({
        "lastKept": report.backup_kept.map(time),
        "lines": lines.collect::<Vec<_>>(),
        "isCut": report.backups.is_cut,
    })
}

fn named<I: std::fmt::Display>((id, name): &(I, String)) -> Value {
    json!({ "id": id.to_string(), "displayName": name })
}

fn path(path: &Path) -> Value {
    match path {
        Path::Everybody => json!({ "kind": "everybody" }),
        Path::Direct => json!({ "kind": "direct" }),
        Path::Group(id, name) => json!({ "kind": "group", "id": id, "displayName": name }),
    }
}

fn time(at: model::Timestamp) -> String {
    jiff::Timestamp::from_second(at.as_secs()).map_or_else(|_| String::new(), |at| at.to_string())
}
