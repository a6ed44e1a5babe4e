//! Monitoring > Evidence: what an auditor asks for, on a page and in files. On both databases.

use crate::on_both::on_both;
use crate::steps::{self, ANNA, OFFICE, PIET, anna, app, audited, leave, person_with_password, user};
use model::{Role, Span};
use serde_json::Value;
use service::authority::{Actor, SystemUser, Target, permit};
use service::evidence::{Days, NoSecondStep, Path};
use service::groups::{Leave, NewGroup};
use store::Tables;
use testkit::{Answer, Client, Organisation, Server};

const PAGE: &str = "/admin/evidence";
const FILE: &str = "/admin/evidence/file";

async fn file(browser: &Client, form: &str, more: &[(&str, &str)]) -> Answer {
    let token = browser.get("/my").await.field("t");
    let mut fields = vec![("t", token.as_str()), ("form", form)];
    fields.extend(more);
    browser.post(FILE, &fields).await
}

/// The evidence of the last thirty days.
async fn evidence(server: &Server, at: &Organisation) -> service::evidence::Evidence {
    server.house.run_jobs().await;
    let days = Days::until(server.now(), 30);
    server.house.evidence(at.tenant, &leave(), days).await.unwrap()
}

on_both! {
    async fn sign_ins_by_one_factor_are_counted_and_each_says_why(database) {
        let (server, at) = Server::with_organisation(database).await;
        let before = evidence(&server, &at).await.signed_in;
        assert_eq!((before.counts.sign_ins, before.counts.single_factor), (1, 0));
        person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let report = evidence(&server, &at).await;
        assert_eq!((report.signed_in.counts.sign_ins, report.signed_in.counts.single_factor), (2, 1));
        let line = &report.signed_in.single.lines[0];
        assert_eq!(line.person.as_ref().unwrap().1, "Piet Bakker");
        assert_eq!(line.why, NoSecondStep::NoRule, "security defaults are off");
        assert!(!report.signed_in.single.is_cut);
        // Days that are over hold nothing of today.
        server.pass(Span::days(31));
        let later = evidence(&server, &at).await.signed_in;
        assert_eq!((later.counts.sign_ins, later.single.lines.len()), (0, 0));
    }

    async fn a_role_stands_with_the_way_it_was_given_and_its_last_use(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let new = NewGroup { display: "Help desk".to_owned(), description: String::new(), carries_roles: true, rule: None };
        let group = server.house.add_group(at.tenant, Leave::Roles(leave()), new).await.unwrap();
        let now = server.now();
        server.database().write(at.tenant, move |tx| {
            tx.memberships().add(group, model::Member::Person(piet), now)?;
            tx.groups().give_role(group, Role::HelpdeskAdministrator, now)
        }).await.unwrap();
        let chief = anna(&server, &at).await;
        let token = chief.get("/my").await.field("t");
        chief.post("/my/sessions/end-others", &[("t", &token)]).await;
        let roles = evidence(&server, &at).await.roles.lines;
        let anna = user(&server, at.tenant, ANNA).await;
        let direct = roles.iter().find(|line| line.person.0 == anna).unwrap();
        assert_eq!((direct.role, &direct.path), (Role::GlobalAdministrator, &Path::Direct));
        assert!(direct.last_sign_in.is_some() && direct.last_change.is_some(), "{direct:?}");
        let through = roles.iter().find(|line| line.person.0 == piet).unwrap();
        assert_eq!(through.role, Role::HelpdeskAdministrator);
        assert_eq!(through.path, Path::Group(group, "Help desk".to_owned()));
    }

    async fn an_application_stands_with_who_may_use_it_and_when_they_did(database) {
        let (server, at) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let piet = person_with_password(&server, &at, PIET, &own).await;
        let app = app(&server, &at).await;
        server.house.name_for_app(at.tenant, leave(), app, service::apps::Naming::Add(piet)).await.unwrap();
        let unused = evidence(&server, &at).await.apps.lines;
        assert_eq!((unused.len(), unused[0].last_use), (1, None));
        assert!(own.get(&steps::authorize(&at, app, "")).await.location().contains("code="));
        let used = evidence(&server, &at).await.apps.lines;
        assert_eq!(used[0].person.as_ref().unwrap().0, piet);
        assert!(used[0].last_use.is_some() && used[0].path == Path::Direct);
    }

    async fn whoever_was_shut_out_stands_with_what_is_still_theirs(database) {
        let (server, at) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let piet = person_with_password(&server, &at, PIET, &own).await;
        let now = server.now();
        server.database().write(at.tenant, move |tx| tx.users().assign(piet, Role::ReportsReader, now)).await.unwrap();
        server.house.delete_person(at.tenant, leave(), piet).await.unwrap();
        let report = evidence(&server, &at).await;
        let line = &report.leavers.lines[0];
        assert_eq!((line.left.word(), line.person.0, line.is_back), ("deleted", piet, false));
        assert_eq!((line.open.sessions, line.open.grants), (0, 0), "deleting ends them");
        assert_eq!(line.roles, [Role::ReportsReader], "restoring gives it back");
        server.house.restore_person(at.tenant, leave(), piet).await.unwrap();
        let lines = evidence(&server, &at).await.leavers.lines;
        assert!(lines.len() == 1 && lines[0].is_back);
    }

    async fn what_was_demanded_is_what_was_in_force_at_the_end_of_the_days(database) {
        let (server, at) = Server::with_organisation(database).await;
        assert!(evidence(&server, &at).await.demands.defaults_on);
        let first = server.now();
        server.pass(Span::days(3));
        steps::defaults(&server, &at, false).await;
        let report = evidence(&server, &at).await;
        assert!(!report.demands.defaults_on);
        assert!(report.changes.lines.len() >= 2 && report.changes.lines[0].is_head, "the newest first");
        let days = Days::until(first, 1);
        let then = server.house.evidence(at.tenant, &leave(), days).await.unwrap();
        assert!(then.demands.defaults_on, "as it was then");
        assert!(then.changes.lines.iter().all(|line| !line.is_head));
        let none = server.house.evidence(at.tenant, &leave(), Days::until(first - Span::days(9), 1)).await.unwrap();
        assert_eq!((none.demands.revision, none.changes.lines.len()), (None, 0), "before there was anything");
    }

    async fn a_backup_and_the_end_of_the_chain_are_in_it(database) {
        let (server, at) = Server::with_organisation(database).await;
        assert_eq!(evidence(&server, &at).await.backup_kept, None);
        let root = Actor::Cli(SystemUser { uid: 0, name: "root".to_owned() });
        let folder = testdb::temp_dir();
        let taken = permit(&root, Target::Organisation).unwrap();
        let taken = server.house.snapshot(taken, folder.path().join("copy.db")).await.unwrap();
        server.house.backup_kept(&permit(&root, Target::Organisation).unwrap(), taken.at).await.unwrap();
        server.pass(Span::minutes(15));
        let report = evidence(&server, &at).await;
        assert_eq!(report.backup_kept, Some(taken.at));
        assert_eq!(report.backups.lines.len(), 1);
        let head = report.log.head.unwrap();
        let chief = anna(&server, &at).await;
        let page = chief.get(PAGE).await;
        assert!(page.text().contains(&head.to_string()), "{}", page.text());
        let found = server.house.verify_audit(at.tenant, &leave(), Some(head), &|_| {}).await.unwrap();
        assert_eq!(found.wrong, vec![], "what was printed can be compared");
    }

    async fn it_is_taken_out_in_three_forms_and_each_time_is_logged_with_the_end_of_the_chain(database) {
        let (server, at) = Server::with_organisation(database).await;
        person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        server.pass(Span::minutes(15));
        let head = evidence(&server, &at).await.log.head.unwrap().to_string();
        let chief = anna(&server, &at).await;
        let json = file(&chief, "json", &[("days", "30")]).await.json();
        assert_eq!(json["auditLog"]["chainHead"], head);
        assert_eq!(json["secondSteps"]["without"][0]["displayName"], "Piet Bakker");
        assert_eq!(json["signIns"]["withoutSecondStep"][0]["why"], "noRule");
        let csv = file(&chief, "csv", &[]).await;
        assert_eq!(csv.headers.get("content-type").map(String::as_str), Some("text/csv; charset=utf-8"));
        assert!(csv.body.contains("people,Piet Bakker\r\n"), "{}", csv.body);
        let print = file(&chief, "print", &[]).await;
        assert!(print.body.contains("data-print") && print.text().contains("Piet Bakker"), "{}", print.text());
        assert_eq!(audited(&server, &at, "exportEvidence").await, 3);
        let newest = server.database().read(at.tenant, |tx| tx.audit().newest(1)).await.unwrap().remove(0);
        let changes: Value = serde_json::from_str(&newest.changes).unwrap();
        assert_eq!((&changes[0]["new"], &changes[3]["new"]), (&Value::from("print"), &Value::from(head.as_str())));
    }

    /// Attack 92: what people are called runs in no spreadsheet.
    async fn no_cell_of_the_file_runs_in_a_spreadsheet(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let wanted = vec![(model::Attribute::DisplayName, "=HYPERLINK(1)".to_owned())];
        server.house.change_person(at.tenant, leave(), piet, wanted).await.unwrap();
        let csv = file(&anna(&server, &at).await, "csv", &[]).await;
        assert!(csv.body.contains("people,'=HYPERLINK(1)"), "{}", csv.body);
        assert!(!csv.body.contains(",=HYPERLINK"), "{}", csv.body);
    }

    async fn days_are_chosen_and_what_is_none_is_said(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let day = chief.get(&format!("{PAGE}?days=1")).await;
        assert_eq!(day.field("from"), day.field("to"), "{}", day.text());
        let own = chief.get(&format!("{PAGE}?from={0}&to={0}", day.field("to"))).await;
        assert!(own.status == 200 && !own.body.contains("days-error"));
        for wrong in ["from=2026-02-30&to=2026-03-01", "from=2000-01-01&to=2020-01-01", "from=%22%3E&to="] {
            let page = chief.get(&format!("{PAGE}?{wrong}")).await;
            assert!(page.status == 200 && page.body.contains("id=\"days-error\""), "{wrong}: {}", page.text());
        }
    }

    /// The report draws on everything, so that only who may read everything has it; taking it out is confirmed.
    async fn a_global_reader_reads_it_and_confirms_before_taking_it_out(database) {
        let (server, at) = Server::with_organisation(database).await;
        let reader = server.browser(OFFICE);
        let (piet, _) = steps::person_with_app(&server, &at, PIET, &reader).await;
        let now = server.now();
        server.database().write(at.tenant, move |tx| tx.users().assign(piet, Role::GlobalReader, now)).await.unwrap();
        assert_eq!(reader.get(PAGE).await.status, 200);
        assert_eq!(file(&reader, "json", &[]).await.status, 200);
        server.pass(Span::minutes(11));
        let asked = file(&reader, "json", &[]).await;
        assert!(asked.headers["location"].contains("/confirm"), "{:?}", asked.headers);
        assert_eq!(audited(&server, &at, "exportEvidence").await, 1);
    }
}
