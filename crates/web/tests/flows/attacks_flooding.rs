//! Attacks by whoever sends much or odd: filling the disk, counting, and requests that no browser makes. The number in
//! each comment is the case in the list of attacks that peers of Sluis fell to. Each runs on both databases.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::on_both::on_both;
use crate::steps::{
    self, ANNA, BACK, ELSEWHERE, OFFICE, anna, app, authorize, is_locked, is_wrong, leave, proved,
};
use model::{Id, Span, Tenant};
use store::{Filter, Record, Tables};
use testkit::{Client, Server};

/// How many counters there are, and every record.
async fn kept(server: &Server, tenant: Id<Tenant>) -> (i64, Vec<Record>) {
    let read = |tx: &mut sql::Tx<'_>| {
        Ok::<_, sql::Error>((tx.lockouts().count()?, tx.records().list(&Filter::default(), 2_000)?))
    };
    server.database().read(tenant, read).await.unwrap()
}

/// Fails with a new name each time until the network of the browser is stopped: how many names it took.
async fn until_stopped(browser: &Client) -> usize {
    for number in 0..400 {
        if is_locked(&proved(browser, &format!("early{number}"), "a wrong password").await) {
            return number;
        }
    }
    panic!("the network is never stopped")
}

/// What a server that is spoken to by hand answers, as far as it does before it closes.
fn raw(server: &Server, request: &str) -> String {
    let address = server.base.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.replace("HOST", address).as_bytes()).unwrap();
    let mut answer = vec![];
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

/// The number that SplitMix64 made this one of.
fn unscattered(id: u64) -> u64 {
    let id = (id ^ (id >> 31) ^ (id >> 62)).wrapping_mul(0x3196_42b2_d24d_8ec3);
    let id = (id ^ (id >> 27) ^ (id >> 54)).wrapping_mul(0x96de_1b17_3f11_9089);
    id ^ (id >> 30) ^ (id >> 60)
}

on_both! {
    /// Attack 81.
    async fn a_stopped_network_fills_neither_the_counters_nor_the_log(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let stranger = server.browser("203.0.113.200");
        let names = until_stopped(&stranger).await;
        assert!(names >= 60, "sixty failures are free: {names}");
        let (counters, records) = kept(&server, organisation.tenant).await;
        let mut stopped = 0_usize;
        for number in 0..150 {
            // A name that is somebody's is stopped like one that is nobody's.
            let name = if number % 3 == 0 { ANNA.to_owned() } else { format!("late{number}") };
            stopped += usize::from(is_locked(&proved(&stranger, &name, "a wrong password").await));
        }
        // One more is let through every two seconds, and leaves its traces.
        let through = 150 - stopped;
        assert!(stopped > 75, "{stopped}");
        let (counters_later, records_later) = kept(&server, organisation.tenant).await;
        let more = usize::try_from(counters_later - counters).unwrap();
        assert!(more <= through, "{more} counters for {through} attempts");
        let more = records_later.len() - records.len();
        // The first one that was stopped is in the log already; the loop may last into the next minutes.
        assert!(more <= through + 5, "{more} records for {through} attempts");

        server.pass(Span::minutes(2));
        until_stopped(&stranger).await;
        let (_, last) = kept(&server, organisation.tenant).await;
        let turned_away = last.iter().filter(|record| record.user.is_none() && record.name_digest.is_none());
        let told: i64 = turned_away.map(|record| record.times).sum();
        assert!(told > i64::try_from(stopped).unwrap(), "{told} of {stopped} are told of");
    }

    /// Attack 81.
    async fn guesses_at_a_locked_name_stop_their_network_too(database) {
        let (server, _) = Server::with_organisation(database).await;
        for number in 0..10 {
            let far = server.browser(&format!("198.51.{number}.7"));
            assert!(is_wrong(&proved(&far, ANNA, "a wrong password").await));
        }
        let stranger = server.browser("203.0.113.200");
        let mut attempts = 0;
        while is_locked(&proved(&stranger, ANNA, "a wrong password").await) && attempts < 100 {
            attempts += 1;
        }
        assert_eq!(attempts, 100, "the name is locked all the while");
        let other = proved(&stranger, "somebody@example.org", "a wrong password").await;
        assert!(is_locked(&other), "and so is the network by now: {}", other.text());
        let elsewhere = proved(&server.browser(ELSEWHERE), "somebody@example.org", "a wrong password").await;
        assert!(is_wrong(&elsewhere), "{}", elsewhere.text());
    }

    /// Attack 81: what an administrator should see of an application is not pushed out by strangers.
    async fn a_stranger_does_not_push_out_what_an_application_was_refused(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let id = app(&server, &organisation).await;
        let asked = |uri: &str| authorize(&organisation, id, "").replace("cloud.example.org%2Fcode", uri);
        let honest = server.browser(OFFICE);
        for _ in 0..3 {
            assert_eq!(honest.get(&asked("cloud.example.org%2Fcodes")).await.status, 400);
        }
        let stranger = server.browser(ELSEWHERE);
        let token = format!("/{}/oauth2/v2.0/token", organisation.tenant);
        for number in 0..60 {
            assert_eq!(stranger.get(&asked(&format!("evil.example%2F{number}"))).await.status, 400);
            let code = number.to_string();
            let fields = [
                ("client_id", &*id.to_string()),
                ("grant_type", "authorization_code"),
                ("code", &code),
                ("redirect_uri", BACK),
                ("code_verifier", steps::VERIFIER),
            ];
            assert_eq!(stranger.post(&token, &fields).await.status, 400);
        }
        let shown = server.house.app_details(organisation.tenant, &leave(), id).await.unwrap().refusals;
        let honest = shown.iter().filter(|refusal| refusal.sent.ends_with("/codes")).count();
        assert_eq!(honest, 1, "the same is kept once: {shown:?}");
        assert!(shown.len() <= 12, "{}: {shown:?}", shown.len());
    }

    /// Attack 78.
    async fn a_request_target_that_is_no_path_is_answered_and_ends_nothing(database) {
        let (server, _) = Server::with_organisation(database).await;
        for target in ["CONNECT HOST", "CONNECT evil.example:443", "OPTIONS *", "GET http://HOST", "GET http://HOST?x"] {
            let answer = raw(&server, &format!("{target} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n"));
            let status = answer.split(' ').nth(1).unwrap_or_default();
            assert!(matches!(status, "200" | "303" | "400" | "404" | "405" | "421"), "{target}: {answer:?}");
            assert!(answer.to_ascii_lowercase().contains("x-content-type-options: nosniff"), "{target}: {answer}");
        }
        assert_eq!(server.browser(OFFICE).get("/healthz").await.status, 200);
    }

    /// Attack 78: methods and queries that no page sends.
    async fn odd_methods_and_queries_are_answered_like_any_other(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let tenant = organisation.tenant;
        let paths = ["/", "/sign-in", "/admin", "/my", "/static/none", "/healthz", &format!("/{tenant}"),
            &format!("/{tenant}/oauth2/v2.0/token"), &format!("/{tenant}/v2.0/.well-known/openid-configuration")];
        for path in paths {
            for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "PROPFIND", "X"] {
                for query in ["", "?", "?&&==", "?%", "?%ff=%zz", "?a[]=1&a=2", "?lang=%00", "?%E2%80%AE"] {
                    let request =
                        format!("{method} {path}{query} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                    let answer = raw(&server, &request);
                    let status: u16 = answer.split(' ').nth(1).unwrap_or_default().parse().unwrap_or(0);
                    assert!((200..500).contains(&status), "{method} {path}{query}: {answer:?}");
                }
            }
        }
        anna(&server, &organisation).await;
    }

    async fn the_ids_of_requests_do_not_count_them(database) {
        let (server, _) = Server::with_organisation(database).await;
        let browser = server.browser(ELSEWHERE);
        let mut ids = vec![];
        for _ in 0..20 {
            let id = browser.get("/healthz").await.headers["x-request-id"].clone();
            ids.push(unscattered(u64::from_str_radix(&id, 16).unwrap()));
        }
        for two in ids.windows(2) {
            assert!(two[1].wrapping_sub(two[0]) > 1_000, "{two:?} follow each other");
        }
    }

    /// Attack 50.
    async fn no_page_links_to_the_host_that_a_path_looks_like(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = server.browser(ELSEWHERE);
        let named = format!("/{}//evil.example/x", organisation.tenant);
        for path in ["//evil.example/x", "//evil.example/x?lang=nl&a=b", "///evil.example", &named] {
            let page = browser.get(path).await;
            assert_eq!(page.status, 404, "{path}: {}", page.text());
            assert!(!page.body.contains("=\"//"), "{path}: {}", page.body);
        }
        let usual = browser.get("/nothing/here?a=b").await;
        assert!(usual.body.contains("/nothing/here?a=b&#38;lang=nl"), "{}", usual.body);
    }
}
