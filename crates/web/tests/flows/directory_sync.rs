//! People and groups from an OpenLDAP server, on both databases (attacks 68, 70, 84 and 93).

use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc;

use crate::on_both::on_both;
use crate::steps::{ELSEWHERE, anna, audited, defaults, invite, is_in, is_locked, is_wrong, leave, proved};
use model::{Attribute, Id, Member, NameKey, Span, User, UserState};
use service::Fault;
use service::authority::{ManageDirectorySync, ReadSecurity};
use service::directory_sync::{
    DirectoryError, DirectoryKind, DirectorySettings, Protection, RemotePassword, SyncEnd, SyncHow, SyncLine,
    SyncOutcome, SyncRefusal, SyncRun,
};
use service::groups::{Leave, MemberChange};
use store::{PeopleFilter, Tables};
use testkit::directory::{BASE, EVERYBODYS_PASSWORD, READER, READERS_PASSWORD};
use testkit::{Directory, Organisation, Server};

const PAGE: &str = "/admin/settings/directory-sync";
const WHOLE: SyncHow = SyncHow { is_trial: false, is_whole: true, allows_removals: false };
const CHANGES: SyncHow = SyncHow { is_whole: false, ..WHOLE };

/// Els, Jan who works for her, and both in a group that is in another.
fn few() -> Directory {
    let more = format!("title: Controller\nmanager: uid=els,ou=people,{BASE}\nemployeeType: here\n");
    Directory::start(&format!(
        "{}{}{}{}",
        Directory::person("jan", "Jan Smit", &more),
        Directory::person("els", "Els Mulder", "departmentNumber: Finance\nemployeeType: here\n"),
        Directory::group("Staff", &["uid=jan,ou=people", "uid=els,ou=people"]),
        Directory::group("Everybody", &["cn=Staff,ou=groups"]),
    ))
}

fn settings(directory: &Directory) -> DirectorySettings {
    DirectorySettings {
        host: "127.0.0.1".to_owned(),
        port: directory.port,
        protection: Protection::Plain,
        bind_name: READER.to_owned(),
        base: BASE.to_owned(),
        people_filter: "(&(objectClass=inetOrgPerson)(!(employeeType=gone)))".to_owned(),
        ..DirectorySettings::usual(DirectoryKind::OpenLdap)
    }
}

async fn set(server: &Server, at: &Organisation, wanted: DirectorySettings) {
    let password = Some(RemotePassword::new(READERS_PASSWORD));
    server.house.set_directory_settings(at.tenant, leave(), (wanted, password)).await.unwrap();
}

async fn sync(server: &Server, at: &Organisation, how: SyncHow) -> SyncRun {
    server.house.sync_directory(at.tenant, &leave(), how).await.unwrap()
}

fn line<'a>(run: &'a SyncRun, name: &str) -> &'a SyncLine {
    run.lines.iter().find(|line| line.name == name).unwrap_or_else(|| panic!("no `{name}` in {run:?}"))
}

async fn named(server: &Server, at: &Organisation, name: &str) -> Option<User> {
    let key = NameKey::of(name).unwrap();
    let found = server.database().read(at.tenant, move |tx| {
        let id = tx.users().holder_of(&key)?.unwrap_or(User::NOBODY);
        tx.users().by_id(id)
    });
    found.await.unwrap()
}

async fn group(server: &Server, at: &Organisation, name: &str) -> Id<model::Group> {
    let name = name.to_owned();
    let found = server.database().read(at.tenant, move |tx| tx.groups().list(&name, None, 1));
    found.await.unwrap().remove(0).id
}

async fn members(server: &Server, at: &Organisation, id: Id<model::Group>) -> Vec<Member> {
    let found = server.database().read(at.tenant, move |tx| tx.memberships().members(id, 2_000)).await;
    found.unwrap().into_iter().map(|(member, _)| member).collect()
}

async fn people(server: &Server, at: &Organisation) -> Vec<User> {
    let found =
        server.database().read(at.tenant, |tx| tx.users().list(&PeopleFilter::default(), None, 2_000));
    found.await.unwrap().into_iter().map(|row| row.user).collect()
}

/// Moves somebody out of what the filter finds, or back.
fn employ(directory: &Directory, uid: &str, kind: &str) {
    directory.change(&format!(
        "dn: uid={uid},ou=people,{BASE}\nchangetype: modify\nreplace: employeeType\nemployeeType: {kind}\n"
    ));
}

/// A way to a directory server that holds its second connection, which asks for groups, until it is told to go on. Says its
/// port, and when that is.
fn held_at_the_groups(port: u16) -> (u16, mpsc::Receiver<()>, mpsc::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap().port();
    let (at_groups, reached) = mpsc::channel();
    let (go_on, told) = mpsc::channel();
    std::thread::spawn(move || {
        for (number, near) in listener.incoming().enumerate() {
            let near = near.unwrap();
            if number == 1 {
                at_groups.send(()).unwrap();
                told.recv().unwrap();
            }
            let far = TcpStream::connect(("127.0.0.1", port)).unwrap();
            for (mut from, mut to) in [(near.try_clone().unwrap(), far.try_clone().unwrap()), (far, near)] {
                std::thread::spawn(move || {
                    let _ = std::io::copy(&mut from, &mut to);
                    let _ = to.shutdown(Shutdown::Write);
                });
            }
        }
    });
    (own, reached, go_on)
}

on_both! {
    async fn a_thousand_people_come_in_pages_with_their_groups_and_without_roles(database) {
        let (server, at) = Server::with_organisation(database).await;
        let names: Vec<String> = (0..1_000).map(|number| format!("p{number:04}")).collect();
        let entries: String = names.iter().map(|uid| Directory::person(uid, &format!("Person {uid}"), "")).collect();
        let all: Vec<String> = names.iter().map(|uid| format!("uid={uid},ou=people")).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let staff = Directory::group("Staff", &all);
        let directory = Directory::start(&format!("{entries}{staff}{}", Directory::group("Above", &["cn=Staff,ou=groups"])));
        set(&server, &at, settings(&directory)).await;
        let run = sync(&server, &at, WHOLE).await;
        assert_eq!((&run.end, run.counts.added, run.counts.refused), (&SyncEnd::Done, 1_002, 0), "{run:?}");
        let staff = group(&server, &at, "Staff").await;
        assert_eq!(members(&server, &at, staff).await.len(), 1_000);
        let above = group(&server, &at, "Above").await;
        assert_eq!(members(&server, &at, above).await, [Member::Group(staff)]);
        let somebody = named(&server, &at, "p0999@example.org").await.unwrap();
        assert_eq!(somebody.display, "Person p0999");
        let tenant = at.tenant;
        let held = server.database().read(tenant, move |tx| tx.users().roles(somebody.id)).await.unwrap();
        assert!(held.is_empty());
        let again = sync(&server, &at, WHOLE).await;
        assert_eq!((again.counts.same, again.counts.changed, again.lines.len()), (1_002, 0, 0), "{:?}", again.counts);
    }

    async fn a_later_pass_reads_what_changed_and_follows_it(database) {
        let (server, at) = Server::with_organisation(database).await;
        let directory = few();
        set(&server, &at, settings(&directory)).await;
        let first = sync(&server, &at, CHANGES).await;
        assert!(first.is_whole, "the first pass looks at everything");
        let (jan, els) = (named(&server, &at, "jan@example.org").await.unwrap(), named(&server, &at, "els@example.org").await.unwrap());
        let known = server.house.known_of(at.tenant, &leave(), jan.id).await.unwrap();
        let value = |wanted| known.iter().find(|(attribute, _)| *attribute == wanted).unwrap().1.clone();
        assert_eq!((value(Attribute::JobTitle), value(Attribute::Manager)), ("Controller".to_owned(), "els@example.org".to_owned()));
        directory.change(&format!(
            "dn: uid=jan,ou=people,{BASE}\nchangetype: modify\nreplace: mail\nmail: j.smit@example.org\n-\n\
             replace: title\ntitle: Director\n\n\
             dn: cn=Staff,ou=groups,{BASE}\nchangetype: modify\ndelete: member\nmember: uid=els,ou=people,{BASE}\n"
        ));
        let second = sync(&server, &at, CHANGES).await;
        assert!(!second.is_whole);
        assert_eq!(line(&second, "j.smit@example.org").outcome, SyncOutcome::Changed);
        assert_eq!(named(&server, &at, "j.smit@example.org").await.unwrap().id, jan.id, "the same person by another name");
        assert_eq!(line(&second, "Staff").went, 1);
        assert_eq!(members(&server, &at, group(&server, &at, "Staff").await).await, [Member::Person(jan.id)]);
        assert!(!second.lines.iter().any(|line| line.object == Some(els.id.cast())));
        assert_eq!(audited(&server, &at, "syncGroupMembers").await, 3);
        assert_eq!(audited(&server, &at, "syncDirectory").await, 2);
    }

    async fn a_trial_says_what_would_happen_and_does_nothing(database) {
        let (server, at) = Server::with_organisation(database).await;
        let directory = few();
        set(&server, &at, settings(&directory)).await;
        let before = people(&server, &at).await;
        let trial = sync(&server, &at, SyncHow { is_trial: true, ..WHOLE }).await;
        assert_eq!((trial.counts.added, trial.counts.refused), (4, 0));
        assert_eq!(line(&trial, "Staff").came, 2, "who would be new is counted");
        assert_eq!(people(&server, &at).await, before);
        assert_eq!(audited(&server, &at, "addPerson").await, 0);
        let kept = server.house.sync_runs(at.tenant, &leave()).await.unwrap();
        assert!(kept.len() == 1 && kept[0].is_trial);
        let run = sync(&server, &at, CHANGES).await;
        assert_eq!(run.counts.added, 4, "the trial moved no mark");
    }

    async fn nobody_takes_over_an_account_by_its_name_or_its_address(database) {
        let (server, at) = Server::with_organisation(database).await;
        // Anna is the Global Administrator; Piet has the address that Jan has over there.
        invite(&server, &at, "piet@example.org", Some("jan@example.org")).await;
        let entries = [Directory::person("anna", "Evil", ""), Directory::person("jan", "Jan Smit", "")].concat();
        let directory = Directory::start(&entries);
        set(&server, &at, settings(&directory)).await;
        let before = people(&server, &at).await;
        let run = sync(&server, &at, WHOLE).await;
        assert_eq!(line(&run, "anna@example.org").outcome, SyncOutcome::Refused(SyncRefusal::NameTaken));
        assert_eq!(line(&run, "jan@example.org").outcome, SyncOutcome::Refused(SyncRefusal::MailTaken));
        assert_eq!(people(&server, &at).await, before);
        // Nor by being called so later on.
        directory.change(&format!("dn: uid=els,ou=people,{BASE}\nchangetype: add\nobjectClass: inetOrgPerson\ncn: Els\nsn: Els\nmail: els@example.org\n"));
        assert_eq!(sync(&server, &at, CHANGES).await.counts.added, 1);
        directory.change(&format!("dn: uid=els,ou=people,{BASE}\nchangetype: modify\nreplace: mail\nmail: ANNA@example.org\n"));
        let run = sync(&server, &at, CHANGES).await;
        assert_eq!(line(&run, "ANNA@example.org").outcome, SyncOutcome::Refused(SyncRefusal::NameTaken));
        assert!(named(&server, &at, "els@example.org").await.is_some());
    }

    async fn whoever_is_gone_is_blocked_then_deleted_and_comes_back(database) {
        let (server, at) = Server::with_organisation(database).await;
        let directory = few();
        set(&server, &at, settings(&directory)).await;
        sync(&server, &at, WHOLE).await;
        let jan = named(&server, &at, "jan@example.org").await.unwrap().id;
        let state = async || {
            let user = server.database().read(at.tenant, move |tx| tx.users().by_id(jan)).await;
            user.unwrap().unwrap().state
        };
        employ(&directory, "jan", "gone");
        assert_eq!(sync(&server, &at, CHANGES).await.counts.blocked, 0, "only who looks at everything sees who is gone");
        assert_eq!(line(&sync(&server, &at, WHOLE).await, "jan@example.org").outcome, SyncOutcome::Blocked);
        assert!(matches!(state().await, UserState::Blocked { .. }));
        employ(&directory, "jan", "here");
        assert_eq!(line(&sync(&server, &at, WHOLE).await, "jan@example.org").outcome, SyncOutcome::Unblocked);
        employ(&directory, "jan", "gone");
        sync(&server, &at, WHOLE).await;
        server.pass(Span::days(13));
        assert_eq!(sync(&server, &at, WHOLE).await.counts.deleted, 0);
        server.pass(Span::days(2));
        assert_eq!(line(&sync(&server, &at, WHOLE).await, "jan@example.org").outcome, SyncOutcome::Deleted);
        assert!(state().await.is_deleted());
        employ(&directory, "jan", "here");
        assert_eq!(line(&sync(&server, &at, WHOLE).await, "jan@example.org").outcome, SyncOutcome::Restored);
        assert!(state().await.may_sign_in());
        let staff = group(&server, &at, "Staff").await;
        assert!(members(&server, &at, staff).await.contains(&Member::Person(jan)), "and is in the groups again");
    }

    async fn a_block_by_somebody_here_is_taken_back_by_nobody_there(database) {
        let (server, at) = Server::with_organisation(database).await;
        let directory = few();
        set(&server, &at, settings(&directory)).await;
        sync(&server, &at, WHOLE).await;
        let jan = named(&server, &at, "jan@example.org").await.unwrap().id;
        let is_blocked = async || {
            let user = server.database().read(at.tenant, move |tx| tx.users().by_id(jan)).await;
            matches!(user.unwrap().unwrap().state, UserState::Blocked { .. })
        };
        let leave_and_return = async |days: i64| {
            employ(&directory, "jan", "gone");
            sync(&server, &at, WHOLE).await;
            server.pass(Span::days(days));
            sync(&server, &at, WHOLE).await;
            employ(&directory, "jan", "here");
            sync(&server, &at, WHOLE).await
        };
        server.house.block(at.tenant, leave(), jan).await.unwrap();
        leave_and_return(1).await;
        assert!(is_blocked().await, "blocked here, gone and back");
        assert_eq!(line(&leave_and_return(15).await, "jan@example.org").outcome, SyncOutcome::Restored);
        assert!(is_blocked().await, "blocked here, deleted and restored");
        server.house.unblock(at.tenant, leave(), jan).await.unwrap();
        // The sync blocks, somebody here lets them in and blocks them again later.
        employ(&directory, "jan", "gone");
        sync(&server, &at, WHOLE).await;
        server.house.unblock(at.tenant, leave(), jan).await.unwrap();
        server.house.block(at.tenant, leave(), jan).await.unwrap();
        employ(&directory, "jan", "here");
        sync(&server, &at, WHOLE).await;
        assert!(is_blocked().await, "blocked again here");
        server.house.unblock(at.tenant, leave(), jan).await.unwrap();
        // The sync blocks, and somebody here wants it to stay so.
        employ(&directory, "jan", "gone");
        sync(&server, &at, WHOLE).await;
        server.house.block(at.tenant, leave(), jan).await.unwrap();
        let twice = server.house.block(at.tenant, leave(), jan).await;
        assert!(matches!(twice, Err(Fault::Conflict("state"))), "{twice:?}");
        employ(&directory, "jan", "here");
        sync(&server, &at, WHOLE).await;
        assert!(is_blocked().await, "taken over");
    }

    async fn more_leavers_than_are_allowed_are_held_back_until_somebody_says_so(database) {
        let (server, at) = Server::with_organisation(database).await;
        let entries: String = (0..10).map(|number| Directory::person(&format!("p{number}"), "Person", "")).collect();
        let directory = Directory::start(&entries);
        set(&server, &at, settings(&directory)).await;
        sync(&server, &at, WHOLE).await;
        let narrow = DirectorySettings { people_filter: "(uid=p9)".to_owned(), ..settings(&directory) };
        set(&server, &at, narrow).await;
        let run = sync(&server, &at, WHOLE).await;
        assert_eq!((&run.end, run.counts.held_back, run.counts.blocked), (&SyncEnd::HeldBack, 9, 0));
        assert!(people(&server, &at).await.iter().all(|user| !matches!(user.state, UserState::Blocked { .. })));
        let run = sync(&server, &at, SyncHow { allows_removals: true, ..WHOLE }).await;
        assert_eq!((&run.end, run.counts.blocked), (&SyncEnd::Done, 9));
    }

    async fn a_password_is_checked_there_behind_the_lock_out_of_ours(database) {
        let (server, at) = Server::with_organisation(database).await;
        let mut directory = few();
        set(&server, &at, DirectorySettings { checks_passwords: true, ..settings(&directory) }).await;
        sync(&server, &at, WHOLE).await;
        defaults(&server, &at, false).await;
        let browser = server.browser(ELSEWHERE);
        let done = proved(&browser, "jan@example.org", EVERYBODYS_PASSWORD).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert!(is_in(&browser).await);
        // A bind without a password succeeds as nobody (RFC 4513 5.1.2); it never reaches that server.
        let stranger = server.browser("198.51.100.7");
        for wrong in ["", "not it", "*"] {
            let page = proved(&stranger, "els@example.org", wrong).await;
            assert!(page.status != 303 && !is_in(&stranger).await, "{wrong}: {}", page.text());
        }
        let own = server.browser("203.0.113.50");
        let page = proved(&own, "anna@example.org", &at.password).await;
        assert!(!is_wrong(&page), "people of ours are checked here: {}", page.text());
        for _ in 0..12 {
            proved(&stranger, "els@example.org", "not it").await;
        }
        assert!(is_locked(&proved(&stranger, "els@example.org", EVERYBODYS_PASSWORD).await));
        // Nobody learns who comes from there while it is away.
        directory.stop();
        let mut said = vec![];
        for (name, from) in [("jan@example.org", "203.0.113.61"), ("anna@example.org", "203.0.113.62"), ("nobody@example.org", "203.0.113.63")] {
            let page = proved(&server.browser(from), name, "not it either").await;
            assert!(page.text().contains("could not be checked just now"), "{name}: {}", page.text());
            said.push(page.text().replace(name, ""));
        }
        assert!(said.windows(2).all(|two| two[0] == two[1]), "{said:?}");
        let page = proved(&server.browser("203.0.113.64"), "anna@example.org", &at.password).await;
        assert!(!page.text().contains("could not be checked"), "a right password of ours needs nobody");
    }

    async fn a_distinguished_name_that_is_used_again_opens_nobody_elses_account(database) {
        let (server, at) = Server::with_organisation(database).await;
        let directory = few();
        set(&server, &at, DirectorySettings { checks_passwords: true, ..settings(&directory) }).await;
        sync(&server, &at, WHOLE).await;
        defaults(&server, &at, false).await;
        let jan = named(&server, &at, "jan@example.org").await.unwrap();
        // Jan's entry goes, and somebody who is new gets its name and the same password.
        let again = Directory::person("jan", "Jan de Tweede", "").replace("jan@example.org", "tweede@example.org");
        let again = again.replacen("\n", "\nchangetype: add\n", 1);
        directory.change(&format!("dn: uid=jan,ou=people,{BASE}\nchangetype: delete\n\n{again}"));
        let before = server.browser("198.51.100.7");
        let page = proved(&before, "jan@example.org", EVERYBODYS_PASSWORD).await;
        assert!(is_wrong(&page) && !is_in(&before).await, "before the next pass: {}", page.text());
        assert_eq!(sync(&server, &at, CHANGES).await.counts.added, 1);
        let row = server.database().read(at.tenant, move |tx| tx.synced().by_object(jan.id)).await;
        assert_eq!(row.unwrap().unwrap().dn, "", "the name is the new one's");
        let after = server.browser("198.51.100.8");
        let page = proved(&after, "jan@example.org", EVERYBODYS_PASSWORD).await;
        assert!(is_wrong(&page) && !is_in(&after).await, "after it: {}", page.text());
        let new = server.browser("198.51.100.9");
        assert_eq!(proved(&new, "tweede@example.org", EVERYBODYS_PASSWORD).await.status, 303);
        assert!(is_in(&new).await);
    }

    async fn what_that_server_says_is_changed_there_and_nowhere_else(database) {
        let (server, at) = Server::with_organisation(database).await;
        let directory = few();
        set(&server, &at, DirectorySettings { checks_passwords: true, ..settings(&directory) }).await;
        sync(&server, &at, WHOLE).await;
        let jan = named(&server, &at, "jan@example.org").await.unwrap().id;
        let browser = anna(&server, &at).await;
        let path = format!("/admin/users/{jan}");
        let page = browser.get(&path).await;
        assert!(page.text().contains("comes from your directory server"), "{}", page.text());
        let token = page.field("t");
        let send = async |path: &str, fields: &[(&str, &str)]| {
            let mut all = vec![("t", token.as_str())];
            all.extend(fields);
            browser.post(path, &all).await
        };
        let refused = send(&format!("{path}/edit"), &[("department", "Sales")]).await;
        assert!(refused.status == 422 && refused.text().contains("Change it there"), "{}", refused.text());
        let own = send(&format!("{path}/edit"), &[("preferredLanguage", "nl")]).await;
        assert_eq!(own.status, 303, "the language is the person's: {}", own.text());
        assert_eq!(send(&format!("{path}/delete"), &[("sure", "yes")]).await.status, 422);
        assert_eq!(send(&format!("{path}/invite"), &[("delivery", "link")]).await.status, 422);
        assert!(!named(&server, &at, "jan@example.org").await.unwrap().state.is_deleted());
        let staff = group(&server, &at, "Staff").await;
        let out = MemberChange::Remove(Member::Person(jan));
        let kept = server.house.change_member(at.tenant, Leave::Plain(leave()), staff, out).await;
        assert!(matches!(kept, Err(Fault::Conflict("synced"))), "{kept:?}");
        let gone = server.house.delete_group(at.tenant, Leave::Plain(leave()), staff).await;
        assert!(matches!(gone, Err(Fault::Conflict("synced"))), "{gone:?}");
        server.house.stop_directory_sync(at.tenant, leave()).await.unwrap();
        let done = send(&format!("{path}/edit"), &[("department", "Sales")]).await;
        assert_eq!(done.status, 303, "whoever no longer comes from there is ours: {}", done.text());
    }

    async fn a_pass_ends_where_its_settings_are_changed_meanwhile(database) {
        let (server, at) = Server::with_organisation(database).await;
        let directory = few();
        let (port, reached, go_on) = held_at_the_groups(directory.port);
        let slow = DirectorySettings { port, ..settings(&directory) };
        set(&server, &at, slow.clone()).await;
        let pass = sync(&server, &at, WHOLE);
        let change = async {
            tokio::task::spawn_blocking(move || reached.recv().unwrap()).await.unwrap();
            set(&server, &at, DirectorySettings { people_filter: "(uid=els)".to_owned(), ..slow.clone() }).await;
            go_on.send(()).unwrap();
        };
        let (run, ()) = tokio::join!(pass, change);
        let changed = SyncEnd::Failed { word: "settings".to_owned(), detail: String::new() };
        assert_eq!((run.end, run.counts.added), (changed, 2), "two people, and no group");
        let shown = server.house.directory_settings(at.tenant, &leave::<ReadSecurity>()).await.unwrap();
        assert!(shown.due.unwrap() <= server.now(), "the next pass is as soon as the change said");
        let next = sync(&server, &at, SyncHow { allows_removals: true, ..CHANGES }).await;
        assert!(next.is_whole, "and looks at everything");
    }

    async fn another_server_is_not_sent_the_password_that_was_kept(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (directory, evil) = (few(), few());
        set(&server, &at, settings(&directory)).await;
        let browser = anna(&server, &at).await;
        let page = browser.get(PAGE).await;
        assert!(!page.body.contains(READERS_PASSWORD), "it is shown to nobody");
        let (token, ports) = (page.field("t"), [directory.port.to_string(), evil.port.to_string()]);
        let send = async |act: &str, port: &str, password: &str| {
            let fields = [
                ("t", token.as_str()), ("act", act), ("kind", "openLdap"), ("host", "127.0.0.1"), ("port", port),
                ("protection", "plain"), ("bind_name", READER), ("bind_password", password), ("base", BASE),
                ("people_filter", "(objectClass=inetOrgPerson)"), ("groups_filter", ""), ("login", "mail"),
                ("every_minutes", "60"), ("most_removed", "50"), ("most_percent", "10"), ("grace_days", "14"),
            ];
            browser.post(PAGE, &fields).await
        };
        let same = send("test", &ports[0], "").await;
        assert!(same.status == 200 && same.text().contains("Els Mulder (els@example.org)"), "{}", same.text());
        for act in ["test", "save"] {
            let other = send(act, &ports[1], "").await;
            assert_eq!(other.status, 422, "{act}: {}", other.text());
            assert!(other.body.contains("id=\"bind_password-error\""), "{act}");
        }
        assert_eq!(send("save", &ports[1], READERS_PASSWORD).await.status, 303);
        let shown = server.house.directory_settings(at.tenant, &leave::<ReadSecurity>()).await.unwrap();
        assert_eq!(shown.settings.unwrap().port, evil.port);
        let records = server.database().read(at.tenant, |tx| tx.audit().newest(100)).await.unwrap();
        assert!(records.iter().all(|record| !record.changes.contains(READERS_PASSWORD)));
        let wrong = send("test", &ports[0], "not it").await;
        assert!(wrong.text().contains("does not take the name and password"), "{}", wrong.text());
    }

    async fn it_is_done_by_itself_when_it_is_due(database) {
        let (server, at) = Server::with_organisation(database).await;
        let directory = few();
        set(&server, &at, settings(&directory)).await;
        server.house.run_jobs().await;
        let made = async {
            while server.house.sync_runs(at.tenant, &leave()).await.unwrap().is_empty() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(60), made).await.unwrap();
        assert!(named(&server, &at, "els@example.org").await.is_some());
        let shown = server.house.directory_settings(at.tenant, &leave::<ReadSecurity>()).await.unwrap();
        assert!(shown.due.unwrap() > server.now() + Span::minutes(50));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_is_checked_before_a_password_is_sent() {
    let (server, at) = Server::with_organisation(testkit::Database::Sqlite).await;
    let directory = few();
    let permit = leave::<ManageDirectorySync>();
    let test = async |wanted: DirectorySettings| {
        let password = Some(RemotePassword::new(READERS_PASSWORD));
        server.house.test_directory(at.tenant, &permit, (wanted, password)).await.unwrap()
    };
    let safe = DirectorySettings {
        host: "localhost".to_owned(),
        authority: Some(directory.authority.clone()),
        ..settings(&directory)
    };
    for (protection, port) in
        [(Protection::Ldaps, directory.secure_port), (Protection::StartTls, directory.port)]
    {
        let safe = DirectorySettings { protection, port, ..safe.clone() };
        let works = test(safe.clone()).await.unwrap();
        assert_eq!((works.people.len(), works.groups.len()), (2, 2), "{protection:?}");
        for unsafe_one in [
            DirectorySettings { authority: None, ..safe.clone() },
            DirectorySettings { authority: Some(few().authority.clone()), ..safe.clone() },
            DirectorySettings { host: "127.0.0.1".to_owned(), ..safe.clone() },
        ] {
            let refused = test(unsafe_one).await;
            assert!(matches!(refused, Err(DirectoryError::Certificate(_))), "{protection:?}: {refused:?}");
        }
    }
    let filter = DirectorySettings { people_filter: "(uid=*)(x)".to_owned(), ..settings(&directory) };
    assert!(matches!(test(filter).await, Err(DirectoryError::Filter(7))));
    let private = DirectorySettings { host: "192.168.7.7".to_owned(), ..settings(&directory) };
    let refused = test(private).await.unwrap_err();
    assert!(matches!(refused, DirectoryError::Private(_)), "{refused:?}");
    // Which address it is, is for the log of whoever runs Sluis.
    let shown = SyncEnd::from(&refused);
    assert_eq!(shown, SyncEnd::Failed { word: "private".to_owned(), detail: String::new() });
}
