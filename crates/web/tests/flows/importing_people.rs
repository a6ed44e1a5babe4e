//! Importing people from a file and taking them out in one, on both databases and without JavaScript.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use crate::on_both::on_both;
use crate::steps::{
    self, ANNA, OFFICE, PIET, accept, anna, audited, defaults, leave, person_with_app, person_with_password,
    proved, user,
};
use model::{PasswordState, Role, Span};
use service::importing::{How, Inviting, Outcome, Progress, Why, file};
use service::people::RoleChange;
use store::Tables;
use testkit::{Answer, Client, Server};

const PATH: &str = "/admin/users/import";

/// Imports a file by its page, and waits for what comes of it.
async fn import(browser: &Client, file: &str, more: &[(&str, &str)]) -> Answer {
    let page = browser.get(PATH).await;
    let token = page.field("t");
    let all: Vec<_> = [("t", token.as_str())].into_iter().chain(more.iter().copied()).collect();
    let sent = browser.post_file(PATH, &all, file.as_bytes()).await;
    if sent.status != 303 {
        return sent;
    }
    let began = service::metrics::begin();
    loop {
        let page = browser.get(sent.location()).await;
        if !page.body.contains("data-again") {
            return page;
        }
        assert!(began.elapsed() < Duration::from_secs(120), "{}", page.text());
    }
}

const FIRM: &str = "userPrincipalName,displayName,department,manager,mail\n\
    piet@example.org,Piet Bakker,Sales,joke@example.org,piet@example.org\n\
    joke@example.org,Joke Smit,Sales,anna@example.org,\n\
    kees@example.org,Kees de Jong,Care,joke@example.org,kees@example.org\n";

on_both! {
    async fn a_file_is_imported_and_importing_it_again_changes_nothing(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let admin = anna(&server, &organisation).await;
        let trial = import(&admin, FIRM, &[("inviting", "links"), ("trial", "yes")]).await;
        assert!(trial.text().contains("This would happen: 3 added, 0 changed, 0 left as they are, 0 refused"), "{}", trial.text());
        assert_eq!(audited(&server, &organisation, "addPerson").await, 0, "nothing of a trial stays");
        let done = import(&admin, FIRM, &[("inviting", "links")]).await;
        assert!(done.text().contains("3 added, 0 changed, 0 left as they were, 0 refused"), "{}", done.text());
        // The links are in the report, and each lets its person in.
        assert_eq!(done.body.matches("/invitation/").count(), 3);
        let link = done.body.split("/invitation/").nth(1).unwrap().split('<').next().unwrap();
        let path = format!("/{}/invitation/{link}", organisation.tenant);
        assert!(accept(&server.browser(OFFICE), &path).await.has_field("new_password"));
        let piet = user(&server, organisation.tenant, PIET).await;
        let page = admin.get(&format!("/admin/users/{piet}")).await.text();
        for said in ["Piet Bakker", "Sales", "joke@example.org"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let again = import(&admin, FIRM, &[("inviting", "links")]).await;
        assert!(again.text().contains("0 added, 0 changed, 3 left as they were, 0 refused"), "{}", again.text());
        assert_eq!(audited(&server, &organisation, "addPerson").await, 3);
        // Empty cells say nothing, and what is different is changed.
        let other = "upn,department\npiet@example.org,Board\njoke@example.org,\n";
        let changed = import(&admin, other, &[]).await;
        assert!(changed.text().contains("0 added, 1 changed, 1 left as they were, 0 refused"), "{}", changed.text());
        assert_eq!(audited(&server, &organisation, "importPeople").await, 3);
        // By mail, whoever has an address.
        let before = server.mail().await.len();
        let more = "upn,mail\na@example.org,a@example.org\nb@example.org,\n";
        import(&admin, more, &[("inviting", "mail")]).await;
        server.house.run_jobs().await;
        assert_eq!(server.mail().await.len(), before + 1);
    }

    async fn a_row_is_done_whole_or_not_at_all_and_the_others_are_done(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let admin = anna(&server, &organisation).await;
        person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        steps::invite(&server, &organisation, "gone@example.org", None).await;
        let gone = user(&server, organisation.tenant, "gone@example.org").await;
        server.house.delete_person(organisation.tenant, leave(), gone).await.unwrap();
        let file = "upn,displayName,department,manager,usageLocation,password\n\
            good@example.org,Good,Sales,,NL,\n\
            land@example.org,Land,Sales,,Nederland,\n\
            boss@example.org,Boss,Sales,nobody@example.org,,\n\
            ring@example.org,Ring,Sales,rong@example.org,,\n\
            rong@example.org,Rong,Sales,ring@example.org,,\n\
            good@example.org,Again,Care,,,\n\
            gone@example.org,Gone,Sales,,,\n\
            hash@example.org,Hash,Sales,,,$2y$10$abcdefghijklmnopqrstuv\n\
            anna@example.org,Anna de Vries,,piet@example.org,,\n\
            piet@example.org,Piet,Board,anna@example.org,,\n";
        let done = import(&admin, file, &[]).await;
        let text = done.text();
        assert!(text.contains("1 added, 0 changed, 0 left as they were, 9 refused"), "{text}");
        for said in [
            "two letters", "Nobody signs in with this user name", "Another line has this user name too",
            "reports to this person", "was deleted", "hashed in another way",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
        for name in ["land", "boss", "ring", "rong", "hash"] {
            let key = model::NameKey::of(&format!("{name}@example.org")).unwrap();
            let found = server.database().read(organisation.tenant, move |tx| tx.users().holder_of(&key)).await;
            assert_eq!(found.unwrap(), None, "{name}");
        }
    }

    async fn a_file_that_is_no_table_of_people_is_refused_with_the_way_out(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let admin = anna(&server, &organisation).await;
        for (file, says) in [
            ("upn,shoe size\na@x.nl,42\n", "There is no column shoe size"),
            ("displayName\nAnna\n", "No column has the user names"),
            ("", "There is nobody in the file"),
            ("upn\n\"a@x.nl\nb@x.nl", "There is nobody in the file"),
            ("upn,mail\na@x.nl,b,c\n", "Line 2 is no line of a table"),
        ] {
            let refused = import(&admin, file, &[]).await;
            if refused.status == 422 {
                assert!(refused.text().contains(says), "{file:?}: {}", refused.text());
            } else {
                // A quote that is not closed makes one name of two lines, which is none.
                assert!(refused.text().contains("1 refused"), "{file:?}: {}", refused.text());
            }
        }
        // From elsewhere, or without the token of the session, nothing is taken.
        assert_eq!(admin.post_file(PATH, &[("t", "x")], FIRM.as_bytes()).await.status, 403);
        assert_eq!(audited(&server, &organisation, "importPeople").await, 1, "of the quote that is not closed");
    }

    async fn a_password_of_a_file_is_changed_at_the_first_sign_in_and_a_hash_is_the_persons_own(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let admin = anna(&server, &organisation).await;
        defaults(&server, &organisation, false).await;
        let piet = person_with_password(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let hash = server.database().read(organisation.tenant, move |tx| tx.users().password_hash(piet)).await;
        let hash = hash.unwrap().unwrap();
        let file = format!(
            "Name [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required\n\
             Kees,kees@example.org,Welkom-2026\nOld,old@example.org,\"{hash}\"\nPiet,{PIET},Stolen-2026\n"
        );
        let done = import(&admin, &file, &[]).await;
        // The tests hash at a cost below the floor, so their hash is refused as any cheap one is.
        let takes = done.text().contains("2 added");
        let kees = user(&server, organisation.tenant, "kees@example.org").await;
        let state = server.database().read(organisation.tenant, move |tx| tx.users().by_id(kees)).await.unwrap().unwrap();
        assert!(matches!(state.password, PasswordState::Temporary { .. }), "{:?} {}", state.password, done.text());
        let browser = server.browser(OFFICE);
        let page = proved(&browser, "kees@example.org", "Welkom-2026").await;
        assert!(page.has_field("new_password"), "{}", page.text());
        if takes {
            assert_eq!(proved(&server.browser(OFFICE), "old@example.org", steps::GOOD).await.status, 303);
        }
        // Nobody's own password is replaced by a file.
        assert_eq!(proved(&server.browser(OFFICE), PIET, steps::GOOD).await.status, 303);
        assert_eq!(audited(&server, &organisation, "setTemporaryPassword").await, 1);
        // Again: what was set is not set once more.
        import(&admin, &file, &[]).await;
        assert_eq!(audited(&server, &organisation, "setTemporaryPassword").await, 1);
    }

    async fn a_password_of_a_file_that_nobody_changes_in_time_lets_nobody_in(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let admin = anna(&server, &organisation).await;
        import(&admin, "upn,password\nkees@example.org,Welkom-2026\n", &[]).await;
        server.pass(Span::hours(71));
        let page = proved(&server.browser(OFFICE), "kees@example.org", "Welkom-2026").await;
        assert!(!page.text().contains("its time is over") && !steps::is_wrong(&page), "{}", page.text());
        server.pass(Span::hours(1));
        let page = proved(&server.browser(OFFICE), "kees@example.org", "Welkom-2026").await;
        assert!(page.text().contains("This password was temporary, and its time is over"), "{}", page.text());
        assert!(steps::is_wrong(&proved(&server.browser(OFFICE), "kees@example.org", "Welkom-2027").await));
        let kees = user(&server, organisation.tenant, "kees@example.org").await;
        let filter = store::Filter { user: Some(kees), ..store::Filter::default() };
        let log = server.database().read(organisation.tenant, move |tx| tx.records().list(&filter, 2)).await.unwrap();
        let errors: Vec<i64> = log.iter().map(|record| record.error).collect();
        assert_eq!(errors, [policy::code::WRONG_PASSWORD, policy::code::PASSWORD_EXPIRED]);
        // Another one in a file is a way in again.
        let admin = anna(&server, &organisation).await;
        import(&admin, "upn,password\nkees@example.org,Welkom-2028\n", &[]).await;
        let page = proved(&server.browser(OFFICE), "kees@example.org", "Welkom-2028").await;
        assert!(!page.text().contains("its time is over") && !steps::is_wrong(&page), "{}", page.text());
    }

    async fn a_cell_that_is_neither_yes_nor_no_lets_nobody_in(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let admin = anna(&server, &organisation).await;
        let file = "upn,Block sign in\na@example.org,blocked\nb@example.org,waar\nc@example.org,nee\n";
        let done = import(&admin, file, &[]).await;
        assert!(done.text().contains("2 added, 0 changed, 0 left as they were, 1 refused"), "{}", done.text());
        assert!(done.text().contains("neither yes nor no"), "{}", done.text());
        let key = model::NameKey::of("a@example.org").unwrap();
        let found = server.database().read(organisation.tenant, move |tx| tx.users().holder_of(&key)).await;
        assert_eq!(found.unwrap(), None);
        let b = user(&server, organisation.tenant, "b@example.org").await;
        let state = server.database().read(organisation.tenant, move |tx| tx.users().by_id(b)).await.unwrap();
        assert!(matches!(state.unwrap().state, model::UserState::Blocked { .. }));
    }

    async fn a_hash_for_somebody_who_is_there_is_a_change_that_is_kept(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        steps::invite(&server, &organisation, PIET, None).await;
        let import = async |hash: &str| {
            let row = file::FileRow {
                line: 2,
                name: PIET.to_owned(),
                values: vec![],
                blocked: None,
                password: Some(file::Given::Hashed(hash.parse().unwrap())),
                unclear: None,
            };
            let read = file::PeopleFile { rows: vec![row], not_kept: vec![] };
            let how = How { inviting: Inviting::Nobody, is_trial: false };
            let permit = Arc::new(leave());
            let report = server.house.import_people(organisation.tenant, &permit, (read, how), &|_: Progress| ()).await;
            report.unwrap().rows.remove(0).outcome
        };
        // Each sign-in would take more of this machine than whoever runs it said.
        let dear = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
        assert!(matches!(import(dear).await, Outcome::Refused(Why::Dear)));
        let kept = dear.replace("m=19456,t=2", "m=8,t=1");
        assert!(matches!(import(&kept).await, Outcome::Changed));
        assert_eq!(audited(&server, &organisation, "setTemporaryPassword").await, 1);
        assert!(matches!(import(&kept).await, Outcome::Same), "what somebody has is not replaced");
    }

    /// Attack 78: only who may open the admin centre has a large file held for them.
    async fn nobody_else_sends_a_large_file(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = server.browser(OFFICE);
        person_with_app(&server, &organisation, PIET, &browser).await;
        let token = browser.get("/my").await.field("t");
        let large = vec![b'x'; 100 * 1024];
        assert_eq!(browser.post_file(PATH, &[("t", &token)], &large).await.status, 413);
        assert_eq!(browser.post_file(PATH, &[("t", &token)], b"upn\nx@example.org\n").await.status, 403);
        let stranger = server.browser(OFFICE).post_file(PATH, &[], &large).await;
        assert!(stranger.has_field("name"), "{} {}", stranger.status, stranger.text());
        let admin = anna(&server, &organisation).await;
        let token = admin.get("/my").await.field("t");
        assert_eq!(admin.post_file(PATH, &[("t", &token)], &large).await.status, 422, "it is read, and no table");
    }

    /// Attack 93: a file adopts nobody who holds more than whoever imports it.
    async fn nobody_changes_who_holds_more_by_a_file(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let clerk = server.browser(OFFICE);
        let (id, _) = person_with_app(&server, &organisation, "clerk@example.org", &clerk).await;
        let role = RoleChange::Give(Role::UserAdministrator);
        server.house.set_role(organisation.tenant, leave(), id, role).await.unwrap();
        let file = format!("upn,mail,department\n{ANNA},evil@evil.example,Evil\nclerk@example.org,,Board\nnew@example.org,,Sales\n");
        let done = import(&clerk, &file, &[]).await;
        assert!(done.text().contains("1 added, 0 changed, 0 left as they were, 2 refused"), "{}", done.text());
        assert!(done.text().contains("holds a role that you do not hold") && done.text().contains("Ask another administrator"));
        // The report holds links: another session does not see it.
        let page = clerk.get(PATH).await;
        let sent = clerk.post_file(PATH, &[("t", &page.field("t")), ("inviting", "links")], b"upn\nx@example.org\n").await;
        let other = anna(&server, &organisation).await;
        assert_eq!(other.get(sent.location()).await.status, 404);
    }

    async fn five_thousand_people_are_imported_in_seconds(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let mut text = "upn,displayName,givenName,surname,department,jobTitle,manager\n".to_owned();
        for number in 0..5_000 {
            let manager = if number == 0 { ANNA.to_owned() } else { format!("p{}@example.org", number / 10) };
            writeln!(text, "p{number}@example.org,Person {number},Per,Son {number},Sales,Clerk,{manager}").unwrap();
        }
        let read = file::read(text.as_bytes()).unwrap();
        let how = How { inviting: Inviting::Nobody, is_trial: false };
        let heard = std::sync::Mutex::new(vec![]);
        let progress = |at: Progress| heard.lock().unwrap().push(at.rows);
        let began = service::metrics::begin();
        let done = server.house.import_people(organisation.tenant, &Arc::new(leave()), (read, how), &progress).await;
        let took = began.elapsed();
        let counts = done.unwrap().counts();
        assert_eq!((counts.added, counts.refused), (5_000, 0));
        assert!(took < Duration::from_secs(90), "it took {took:?} in a build without optimisation");
        let heard = heard.into_inner().unwrap();
        assert!(heard.len() > 50 && heard.is_sorted() && heard.last() == Some(&5_000), "{heard:?}");
    }

    /// Attack 92: what is exported runs in no spreadsheet, is logged, and comes back by an import unchanged.
    async fn the_list_is_exported_without_formulas_and_the_export_is_logged(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let admin = anna(&server, &organisation).await;
        let file = "upn,displayName,department,mobilePhone,userType\n\
            a@example.org,=HYPERLINK(1),Sales,+31 6,Guest\nb@example.org,Bea,@here,,\n";
        import(&admin, file, &[]).await;
        let token = admin.get("/admin/users").await.field("t");
        let exported = admin.post("/admin/users/export", &[("t", &token)]).await;
        assert_eq!(exported.headers.get("content-type").map(String::as_str), Some("text/csv; charset=utf-8"));
        assert!(exported.body.contains("a@example.org,'=HYPERLINK(1)"), "{}", exported.body);
        assert!(exported.body.contains("'+31 6") && exported.body.contains("'@here"), "{}", exported.body);
        assert!(exported.body.contains("Anna de Vries"));
        assert_eq!(audited(&server, &organisation, "exportPeople").await, 1);
        let back = import(&admin, &exported.body, &[]).await;
        assert!(back.text().contains("0 added, 0 changed, 3 left as they were, 0 refused"), "{}", back.text());
        // The list of guests, and a file of it.
        let guests = admin.get("/admin/guests").await;
        assert!(guests.text().contains("HYPERLINK") && !guests.text().contains("Bea"), "{}", guests.text());
        let guests = admin.post("/admin/users/export", &[("t", &token), ("kind", "guests")]).await;
        assert_eq!(guests.body.lines().count(), 2, "{}", guests.body);
    }
}
