//! The parts of the report for auditors, in the reader's words.

use model::{Id, Span, Timestamp, User};
use service::Gap;
use service::audit::Verb;
use service::evidence::{Evidence, Leaver, Left, Listed, NoSecondStep, Path, RoleAccess, SingleFactor};
use text::Texts;

use super::audit::actor_words;
use super::desk::Desk;
use super::evidence::why_words;
use super::shown::page_name;
use crate::screens::admin::{Entry, EvidenceCell as Cell, EvidenceSection as Section, PolicyState, role};
use crate::screens::{PolicyWords, altered_words};

/// Every part, in its order.
pub(super) fn sections(desk: &Desk, report: &Evidence) -> Vec<Section> {
    vec![
        demands(desk, report),
        people(desk, report),
        signed_in(desk, report),
        roles(desk, report),
        apps(desk, report),
        leavers(desk, report),
        changes(desk, report),
        backups(desk, report),
        log(desk, report),
    ]
}

fn demands(desk: &Desk, report: &Evidence) -> Section {
    let (t, demands) = (desk.texts(), &report.demands);
    let words = PolicyWords::new(t, &demands.names);
    let in_force = match (demands.since, demands.defaults_on) {
        (None, _) => t.evidence_demands_none(),
        (Some(since), true) => t.evidence_demands_defaults(desk.date(since)),
        (Some(since), false) => t.evidence_demands_since(desk.date(since)),
    };
    let says = vec![in_force];
    let rows = demands.policies.iter().map(|document| {
        let policy = &document.policy;
        let state = PolicyState { state: policy.state, days: 0 };
        let since = super::policies::changed(document).map(|at| desk.date(at)).unwrap_or_default();
        vec![
            Cell::link(policy.name.clone(), format!("{}/{}", Entry::Policies.path(), policy.id)),
            Cell::plain(state.text(t)),
            Cell::plain(words.sentence(policy).replace("**", "")),
            Cell::plain(since),
        ]
    });
    let list = demands
        .revision
        .map(|revision| (format!("{}/{revision}", Entry::Revisions.path()), t.evidence_see_revision()));
    Section {
        id: "demands",
        title: t.evidence_demands(),
        says,
        columns: vec![
            t.policies_edit_name(),
            t.policies_column_state(),
            t.evidence_column_says(),
            t.evidence_column_changed(),
        ],
        rows: rows.collect(),
        is_cut: false,
        list,
    }
}

fn people(desk: &Desk, report: &Evidence) -> Section {
    let (t, people) = (desk.texts(), &report.people);
    let rows = people.without.lines.iter().map(|(id, name)| vec![person(*id, name.clone())]);
    Section {
        id: "people",
        title: t.evidence_people(),
        says: vec![t.evidence_people_says(people.registered, people.all)],
        columns: vec![t.admin_column_name()],
        rows: rows.collect(),
        is_cut: people.without.is_cut,
        list: Some((format!("{}?second=no", Entry::ActiveUsers.path()), t.evidence_see_people())),
    }
}

fn signed_in(desk: &Desk, report: &Evidence) -> Section {
    let (t, signed_in) = (desk.texts(), &report.signed_in);
    let mut says = vec![t.evidence_single_says(signed_in.counts.single_factor, signed_in.counts.sign_ins)];
    for why in NoSecondStep::ALL {
        let times = signed_in.single.lines.iter().filter(|line| line.why == why).count();
        if times > 0 {
            says.push(t.evidence_single_why(times, why_words(t, why)));
        }
    }
    Section {
        id: "withoutSecondStep",
        title: t.evidence_single(),
        says,
        columns: vec![
            t.admin_log_time(),
            t.admin_column_name(),
            t.admin_column_application(),
            t.evidence_column_why(),
        ],
        rows: signed_in.single.lines.iter().map(|line| single(desk, line)).collect(),
        is_cut: signed_in.single.is_cut,
        list: Some((
            format!("{}?gap={}", Entry::SignIns.path(), Gap::SingleFactor.word()),
            t.evidence_see_sign_ins(),
        )),
    }
}

fn single(desk: &Desk, line: &SingleFactor) -> Vec<Cell> {
    let t = desk.texts();
    let who = match &line.person {
        Some((id, name)) => person(*id, name.clone()),
        None => Cell::plain(t.evidence_person_gone()),
    };
    let page = line.page.map(|page| page_name(t, page));
    let application = page.or_else(|| line.application.clone()).unwrap_or_default();
    vec![
        Cell::link(desk.date(line.record.at), format!("{}/{}", Entry::SignIns.path(), line.record.code)),
        who,
        Cell::plain(application),
        Cell::plain(why_words(t, line.why)),
    ]
}

fn roles(desk: &Desk, report: &Evidence) -> Section {
    let t = desk.texts();
    let says = vec![if report.roles.is_cut {
        t.evidence_roles_many(report.roles.lines.len())
    } else {
        t.evidence_roles_says(report.roles.lines.len())
    }];
    Section {
        id: "roles",
        title: t.evidence_roles(),
        says,
        columns: vec![
            t.evidence_column_role(),
            t.admin_column_name(),
            t.evidence_column_path(),
            t.evidence_column_ends(),
            t.evidence_column_signed_in(),
            t.evidence_column_acted(),
        ],
        rows: report.roles.lines.iter().map(|line| role_line(desk, line)).collect(),
        is_cut: report.roles.is_cut,
        list: Some((Entry::Roles.path().to_owned(), t.evidence_see_roles())),
    }
}

fn role_line(desk: &Desk, line: &RoleAccess) -> Vec<Cell> {
    let t = desk.texts();
    let ends = line.ends.map_or_else(|| t.evidence_no_end(), |end| desk.day(end - Span::seconds(1)));
    vec![
        Cell::link(role(t, line.role), format!("{}/{}", Entry::Roles.path(), line.role.id())),
        person(line.person.0, line.person.1.clone()),
        path(desk, &line.path),
        Cell::plain(ends),
        Cell::plain(used(desk, line.last_sign_in)),
        Cell::plain(used(desk, line.last_change)),
    ]
}

fn apps(desk: &Desk, report: &Evidence) -> Section {
    let t = desk.texts();
    let rows = report.apps.lines.iter().map(|line| {
        let who = match &line.person {
            Some((id, name)) => person(*id, name.clone()),
            None => Cell::plain(t.evidence_path_everybody()),
        };
        let last = line.person.as_ref().map(|_| used(desk, line.last_use)).unwrap_or_default();
        vec![
            Cell::link(line.app.1.clone(), format!("{}/{}", Entry::Applications.path(), line.app.0)),
            who,
            path(desk, &line.path),
            Cell::plain(last),
        ]
    });
    Section {
        id: "applications",
        title: t.evidence_apps(),
        says: vec![t.evidence_apps_says()],
        columns: vec![
            t.admin_column_application(),
            t.admin_column_name(),
            t.evidence_column_path(),
            t.evidence_column_used(),
        ],
        rows: rows.collect(),
        is_cut: report.apps.is_cut,
        list: Some((Entry::Applications.path().to_owned(), t.evidence_see_apps())),
    }
}

fn leavers(desk: &Desk, report: &Evidence) -> Section {
    let t = desk.texts();
    Section {
        id: "leavers",
        title: t.evidence_leavers(),
        says: vec![counted(&report.leavers, |n| t.evidence_leavers_says(n))],
        columns: vec![
            t.admin_log_time(),
            t.admin_column_name(),
            t.evidence_column_how(),
            t.evidence_column_by(),
            t.evidence_column_open(),
        ],
        rows: report.leavers.lines.iter().map(|line| leaver(desk, line)).collect(),
        is_cut: report.leavers.is_cut,
        list: Some((audit_of(Verb::DeletePerson), t.evidence_see_leavers())),
    }
}

fn leaver(desk: &Desk, line: &Leaver) -> Vec<Cell> {
    let t = desk.texts();
    let how = match line.left {
        Left::Blocked => t.evidence_left_blocked(),
        Left::Deleted => t.evidence_left_deleted(),
        Left::Erased => t.evidence_left_erased(),
    };
    let who = match (&line.person, line.left) {
        ((_, None), _) => Cell::plain(t.evidence_person_gone()),
        ((_, Some(name)), Left::Deleted) => Cell::link(name.clone(), Entry::DeletedUsers.path().to_owned()),
        ((id, Some(name)), _) => person(*id, name.clone()),
    };
    vec![
        Cell::plain(desk.date(line.at)),
        who,
        Cell::plain(if line.is_back { t.evidence_left_back(how) } else { how }),
        Cell::plain(actor_words(t, &line.by.0, line.by.1.as_deref())),
        Cell::plain(still_open(t, line)),
    ]
}

/// What of somebody's is still open who was shut out and is not back.
fn still_open(t: &Texts, line: &Leaver) -> String {
    let (open, mut said) = (&line.open, vec![]);
    if !line.is_back && open.sessions + open.grants + open.groups > 0 {
        said.push(t.evidence_open(open.sessions, open.grants, open.groups));
    }
    if !line.is_back && !line.roles.is_empty() {
        let roles: Vec<String> = line.roles.iter().map(|held| role(t, *held)).collect();
        said.push(t.evidence_open_roles(roles.join(", ")));
    }
    if said.is_empty() { t.evidence_open_nothing() } else { said.join("\n") }
}

fn changes(desk: &Desk, report: &Evidence) -> Section {
    let t = desk.texts();
    let rows = report.changes.lines.iter().map(|line| {
        let by = line.by.as_ref().map(|(actor, name)| actor_words(t, actor, name.as_deref()));
        let what: Vec<String> = line.altered.iter().map(|one| altered_words(t, one)).collect();
        let what = if what.is_empty() { t.revisions_nothing() } else { what.join("\n") };
        vec![
            Cell::link(desk.date(line.at), format!("{}/{}", Entry::Revisions.path(), line.id)),
            Cell::plain(what),
            Cell::plain(by.unwrap_or_else(|| t.revisions_by_nobody())),
        ]
    });
    Section {
        id: "policyChanges",
        title: t.evidence_changes(),
        says: vec![counted(&report.changes, |n| t.evidence_changes_says(n))],
        columns: vec![t.revisions_column_when(), t.revisions_column_what(), t.revisions_column_by()],
        rows: rows.collect(),
        is_cut: report.changes.is_cut,
        list: Some((Entry::Revisions.path().to_owned(), t.evidence_see_changes())),
    }
}

fn backups(desk: &Desk, report: &Evidence) -> Section {
    let t = desk.texts();
    let rows = report.backups.lines.iter().map(|line| {
        let what = if line.is_restore { t.evidence_backup_restored() } else { t.evidence_backup_taken() };
        let by = actor_words(t, &line.by.0, line.by.1.as_deref());
        vec![Cell::plain(desk.date(line.at)), Cell::plain(what), Cell::plain(by)]
    });
    let kept = report
        .backup_kept
        .map_or_else(|| t.evidence_backup_never(), |at| t.evidence_backup_kept(desk.date(at)));
    Section {
        id: "backups",
        title: t.evidence_backups(),
        says: vec![kept],
        columns: vec![t.admin_log_time(), t.evidence_column_how(), t.evidence_column_by()],
        rows: rows.collect(),
        is_cut: report.backups.is_cut,
        list: Some((audit_of(Verb::TakeBackup), t.evidence_see_backups())),
    }
}

fn log(desk: &Desk, report: &Evidence) -> Section {
    let (t, log) = (desk.texts(), report.log);
    let mut says = vec![];
    match (log.head, log.until) {
        (Some(head), Some(until)) => {
            says.push(t.evidence_log_sealed(desk.date(until), log.unsealed));
            says.push(t.evidence_log_head(head.to_string()));
            says.push(t.evidence_log_verify());
        }
        _ => says.push(t.evidence_log_unsealed(log.unsealed)),
    }
    says.push(match log.looked {
        None => t.evidence_log_not_looked(),
        Some((at, 0)) => t.evidence_log_sound(desk.date(at)),
        Some((at, wrong)) => t.evidence_log_wrong(desk.date(at), wrong),
    });
    Section {
        id: "auditLog",
        title: t.evidence_log(),
        says,
        list: Some(("/admin/audit-logs/seals".to_owned(), t.evidence_see_seals())),
        ..Section::default()
    }
}

fn person(id: Id<User>, name: String) -> Cell {
    Cell::link(name, format!("{}/{id}", Entry::ActiveUsers.path()))
}

fn path(desk: &Desk, path: &Path) -> Cell {
    let t = desk.texts();
    match path {
        Path::Everybody => Cell::plain(t.evidence_path_everybody()),
        Path::Direct => Cell::plain(t.evidence_path_direct()),
        Path::Group(id, name) => {
            Cell::link(t.evidence_path_group(name.as_str()), format!("{}/{id}", Entry::Groups.path()))
        }
    }
}

fn used(desk: &Desk, at: Option<Timestamp>) -> String {
    at.map_or_else(|| desk.texts().evidence_never(), |at| desk.date(at))
}

fn audit_of(verb: Verb) -> String {
    format!("{}?action={}", Entry::AuditLogs.path(), verb.word())
}

fn counted<T>(list: &Listed<T>, say: impl Fn(usize) -> String) -> String {
    say(list.lines.len())
}
