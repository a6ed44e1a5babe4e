//! Sending the logs on: in order, again until they are taken, and signed. On both databases.

use crate::on_both::on_both;
use crate::steps::{ANNA, OFFICE, PIET, anna, audited, invite, leave, person_with_app};
use aws_lc_rs::hmac;
use model::Span;
use serde_json::Value;
use service::LogDelivery;
use store::Tables;
use testkit::{Answer, Client, NOBODY, Organisation, SLOW, Server};

const PAGE: &str = "/admin/settings/log-export";
const BOTH: [(&str, &str); 2] = [("signIns", "yes"), ("audit", "yes")];

async fn act(browser: &Client, act: &str, kind: &str, more: &[(&str, &str)]) -> Answer {
    let token = browser.get("/my").await.field("t");
    let mut fields = vec![("t", token.as_str()), ("act", act), ("kind", kind)];
    fields.extend(more);
    browser.post(PAGE, &fields).await
}

/// The records that a file got, in order; the ends of the chain left out.
fn lines(sent: &[LogDelivery]) -> Vec<Value> {
    let of_file = |delivery: &LogDelivery| match delivery {
        LogDelivery::File { lines, .. } => String::from_utf8(lines.clone()).unwrap(),
        _ => String::new(),
    };
    let text: String = sent.iter().map(of_file).collect();
    let all = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    all.filter(|line| line["stream"] != "seal" && line["stream"] != "test").collect()
}

async fn place(server: &Server, at: &Organisation, stream: &'static str) -> store::LogPlace {
    let all = server.database().read(at.tenant, |tx| tx.log_exports().places()).await.unwrap();
    all.into_iter().find(|place| place.stream == stream).unwrap()
}

on_both! {
    async fn what_is_logged_from_then_on_arrives_once_and_in_order(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let saved = act(&chief, "save", "file", &BOTH).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        invite(&server, &at, PIET, None).await;
        drop(chief);
        server.pass(Span::minutes(1));
        anna(&server, &at).await;
        server.pass(Span::minutes(6));
        let sent = lines(&server.logs().await);
        assert!(sent.iter().any(|line| line["action"] == "addPerson"), "{sent:?}");
        let came_in = sent.iter().find(|line| line["stream"] == "signIns" && line["outcome"] == "success").unwrap();
        assert_eq!((&came_in["person"]["userPrincipalName"], &came_in["address"]), (&ANNA.into(), &OFFICE.into()));
        assert!(sent.iter().all(|line| line["action"] != "makeOrganisation"), "nothing from before");
        for stream in ["signIns", "audit"] {
            let at: Vec<_> = sent.iter().filter(|line| line["stream"] == stream).map(|line| line["at"].as_str().unwrap()).collect();
            assert!(at.is_sorted(), "{stream}: {at:?}");
        }
        assert_eq!(lines(&server.logs().await).len(), sent.len(), "what was taken is not sent again");
        assert!(sent.iter().any(|line| line["action"] == "changeLogExport"), "that it is sent is in the log too");
    }

    async fn what_is_not_taken_waits_longer_each_time_and_nothing_is_lost(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let target = [("target", NOBODY), ("audit", "yes")];
        assert_eq!(act(&chief, "save", "syslog", &target).await.status, 303);
        server.pass(Span::minutes(6));
        server.export_logs().await;
        let first = place(&server, &at, "audit").await;
        assert_eq!((first.attempts, first.failure.as_deref()), (1, Some("nobody answers there")));
        assert_eq!(first.sent, 0);
        server.export_logs().await;
        assert_eq!(place(&server, &at, "audit").await.attempts, 1, "not before its time");
        server.pass(Span::minutes(2));
        server.export_logs().await;
        let second = place(&server, &at, "audit").await;
        assert_eq!(second.attempts, 2);
        assert!(second.retry_at.since(server.now()) > first.retry_at.since(server.now()));
        let page = chief.get(PAGE).await;
        assert!(page.text().contains("failed 2 times") && page.text().contains("nobody answers there"), "{}", page.text());
        // A test says what came of it, and tries again at once.
        let tested = act(&chief, "test", "syslog", &[]).await;
        assert!(tested.text().contains("nobody answers there"), "{}", tested.text());
        assert_eq!(place(&server, &at, "audit").await.attempts, 0);
        // Another host takes what waited.
        assert_eq!(act(&chief, "save", "syslog", &[("target", "logs.example.org"), ("audit", "yes")]).await.status, 303);
        let sent = server.logs().await;
        let LogDelivery::Syslog { host, port, frames } = &sent[0] else { panic!("{sent:?}") };
        assert_eq!((host.as_str(), *port), ("logs.example.org", 6514));
        assert!(String::from_utf8_lossy(frames).contains("changeLogExport"), "the first that waited is there");
    }

    /// Attack 59: whoever receives the logs of one organisation and takes for ever holds up nothing of the others.
    async fn a_receiver_that_takes_for_ever_holds_up_no_other_job(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        for (kind, target) in [("syslog", SLOW), ("file", "")] {
            assert_eq!(act(&chief, "save", kind, &[("target", target), ("audit", "yes")]).await.status, 303, "{kind}");
        }
        server.pass(Span::minutes(6));
        let held = server.hold().await;
        server.house.run_jobs().await;
        server.pass(Span::minutes(15));
        server.house.run_jobs().await;
        let sealed = server.database().read(at.tenant, |tx| tx.audit_seals().head()).await.unwrap();
        assert!(sealed.is_some(), "the audit log is sealed meanwhile");
        assert!(server.house.is_exporting(at.tenant), "the receiver has it still");
        drop(held);
        assert!(server.logs().await.iter().any(|sent| matches!(sent, LogDelivery::Syslog { .. })), "taken in the end");
        assert!(!server.house.is_exporting(at.tenant));
    }

    async fn what_is_removed_before_anybody_took_it_is_counted(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let target = [("target", NOBODY), ("signIns", "yes")];
        assert_eq!(act(&chief, "save", "syslog", &target).await.status, 303);
        drop(chief);
        server.pass(Span::minutes(1));
        anna(&server, &at).await;
        server.pass(Span::days(91));
        server.export_logs().await;
        let lost = place(&server, &at, "signIns").await.lost;
        assert!(lost > 0);
        server.export_logs().await;
        assert_eq!(place(&server, &at, "signIns").await.lost, lost, "each once");
        let page = anna(&server, &at).await.get(PAGE).await;
        assert!(page.text().contains("before sending succeeded"), "{}", page.text());
    }

    async fn what_an_address_receives_is_signed_with_a_secret_that_is_shown_once(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let target = [("target", "https://logs.example.org/in"), ("audit", "yes")];
        let shown = act(&chief, "save", "webhook", &target).await;
        assert_eq!(shown.status, 200, "{}", shown.text());
        let secret = shown.body.split("id=\"value-secret\"").nth(1).unwrap();
        let secret: String = secret.split('>').nth(1).unwrap().chars().take_while(char::is_ascii_hexdigit).collect();
        assert_eq!(secret.len(), 64, "{}", shown.text());
        assert!(!chief.get(PAGE).await.body.contains(&secret), "only once");
        server.pass(Span::minutes(15));
        server.export_logs().await;
        server.pass(Span::minutes(6));
        let sent = server.logs().await;
        // What the rounds themselves wrote leaves after it.
        let is_it = |body: &[u8]| String::from_utf8_lossy(body).contains("changeLogExport");
        let found = sent.iter().find(|one| matches!(one, LogDelivery::Webhook { body, .. } if is_it(body)));
        let Some(LogDelivery::Webhook { host, path, signature, body, .. }) = found else { panic!("{sent:?}") };
        assert_eq!((host.as_str(), path.as_str()), ("logs.example.org", "/in"));
        let (time, mac) = signature.strip_prefix("t=").unwrap().split_once(",v1=").unwrap();
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let signed = [format!("{time}.").as_bytes(), body].concat();
        let mac = data_encoding::HEXLOWER.decode(mac.as_bytes()).unwrap();
        assert!(hmac::verify(&key, &signed, &mac).is_ok());
        let whole: Value = serde_json::from_slice(body).unwrap();
        assert!(whole["records"].as_array().unwrap().iter().any(|record| record["action"] == "changeLogExport"));
        // The end of the chain that left can be compared later.
        server.pass(Span::minutes(15));
        server.export_logs().await;
        invite(&server, &at, PIET, None).await;
        server.pass(Span::minutes(6));
        let newest = server.logs().await;
        let head = newest.iter().rev().find_map(|delivery| match delivery {
            LogDelivery::Webhook { body, .. } => {
                let whole: Value = serde_json::from_slice(body).unwrap();
                whole["chainHead"].as_str().map(str::to_owned)
            }
            _ => None,
        });
        let found = server.house.verify_audit(at.tenant, &leave(), head.unwrap().parse().ok(), &|_| {}).await.unwrap();
        assert_eq!(found.wrong, vec![]);
        let kept = server.database().read(at.tenant, |tx| tx.log_exports().list()).await.unwrap();
        assert!(!String::from_utf8_lossy(kept[0].secret.as_ref().unwrap()).contains(&secret), "it is sealed");
    }

    /// Tokens stand in such addresses, and the audit log is read by many and sent on.
    async fn the_audit_log_keeps_of_an_address_only_whose_it_is(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        for target in ["https://logs.example.org/in/t0ken-one?key=t0ken-two", "https://logs.example.org/in/t0ken-three"] {
            let saved = act(&chief, "save", "webhook", &[("target", target), ("audit", "yes")]).await;
            assert!(matches!(saved.status, 200 | 303), "{}", saved.text());
        }
        act(&chief, "stop", "webhook", &[]).await;
        let records = server.database().read(at.tenant, |tx| tx.audit().newest(100)).await.unwrap();
        assert!(records.iter().all(|record| !record.changes.contains("t0ken")), "{records:?}");
        let of_it: Vec<_> = records.iter().filter(|record| record.action == "changeLogExport").collect();
        assert_eq!(of_it.len(), 3);
        let says = |words: &str| of_it.iter().filter(|record| record.changes.contains(words)).count();
        assert_eq!((says("https://logs.example.org/"), says("logPathChanged")), (2, 1), "{of_it:?}");
    }

    /// Attack 59: nothing but a host and a path is taken, and the reason stands at the field.
    async fn an_address_that_could_lead_elsewhere_is_refused(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        for (kind, target) in [
            ("syslog", "user@logs.example.org"),
            ("syslog", "logs.example.org\r\nx"),
            ("webhook", "http://logs.example.org/"),
            ("webhook", "https://logs.example.org/ x"),
            ("webhook", ""),
        ] {
            let page = act(&chief, "save", kind, &[("target", target), ("audit", "yes")]).await;
            assert_eq!(page.status, 422, "{target}: {}", page.text());
            assert!(page.body.contains(&format!("id=\"target-{kind}-error\"")), "{target}");
        }
        assert_eq!(act(&chief, "save", "file", &[]).await.status, 422, "no log is chosen");
        assert_eq!(audited(&server, &at, "changeLogExport").await, 0);
    }

    async fn what_is_stopped_sends_nothing_and_the_page_about_privacy_follows(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let privacy = async || server.browser("198.51.100.66").get("/privacy").await.text().contains("another system");
        assert!(!privacy().await);
        let target = [("target", "logs.example.org"), ("audit", "yes")];
        act(&chief, "save", "syslog", &target).await;
        assert!(privacy().await);
        act(&chief, "stop", "syslog", &[]).await;
        assert!(!privacy().await);
        server.pass(Span::minutes(6));
        assert_eq!(server.logs().await, vec![]);
        assert_eq!(audited(&server, &at, "changeLogExport").await, 2);
    }

    /// Attack 72: who reads settings sees where the logs go, and sends them nowhere.
    async fn only_a_global_administrator_chooses_where_the_logs_go(database) {
        let (server, at) = Server::with_organisation(database).await;
        let reader = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &at, PIET, &reader).await;
        let now = server.now();
        let role = model::Role::GlobalReader;
        server.database().write(at.tenant, move |tx| tx.users().assign(piet, role, now)).await.unwrap();
        assert_eq!(reader.get(PAGE).await.status, 200);
        for wanted in ["save", "test", "stop"] {
            assert_eq!(act(&reader, wanted, "file", &BOTH).await.status, 403, "{wanted}");
        }
        let chief = anna(&server, &at).await;
        server.pass(Span::minutes(11));
        let asked = act(&chief, "save", "file", &BOTH).await;
        assert!(asked.headers["location"].contains("/confirm"), "{:?}", asked.headers);
        assert_eq!(audited(&server, &at, "changeLogExport").await, 0);
    }
}
