//! What was limited or taken since a backup, done again to the store that comes from it (attack 87). Each runs on both
//! databases: the store is read, put back to what it was, and made fit.

use crate::on_both::on_both;
use crate::steps::{PIET, invite, leave, user};
use model::{
    Attribute, Group, Id, Member, Membership, PasswordState, Role, Span, Tenant, Timestamp, User, UserState,
};
use service::directory_sync::{DirectoryKind, DirectorySettings, RemotePassword};
use service::groups::{Leave, NewGroup, RuleEdit};
use service::log_export::{LogKind, LogRoute, LogStream};
use service::people::RoleChange;
use service::restore::{Again, Since};
use sql::Tx;
use store::{LogExport, SyncedKind, SyncedRow, Tables};
use testkit::{Organisation, Server};

const READER: Role = Role::ReportsReader;
const SALES: &str = "user.department -eq \"Sales\"";

async fn since(server: &Server, then: Timestamp) -> Since {
    server.house.taken_since(&leave(), then).await.unwrap()
}

async fn fit(server: &Server, then: Timestamp, since: Since) -> Again {
    server.house.make_fit(leave(), then, Some(since)).await.unwrap()
}

async fn put_back(
    server: &Server,
    tenant: Id<Tenant>,
    back: impl Fn(&mut Tx<'_>) -> Result<(), sql::Error> + Send + 'static,
) {
    server.database().write(tenant, move |tx| back(tx)).await.unwrap();
}

async fn piet(server: &Server, at: &Organisation) -> Id<User> {
    invite(server, at, PIET, None).await;
    user(server, at.tenant, PIET).await
}

async fn works_in(server: &Server, at: &Organisation, user: Id<User>, department: &str) {
    let wanted = vec![(Attribute::Department, department.to_owned())];
    assert!(server.house.change_person(at.tenant, leave(), user, wanted).await.unwrap());
    server.house.run_jobs().await;
}

async fn sales(server: &Server, at: &Organisation) -> Id<Group> {
    let new = NewGroup {
        display: "Sales".to_owned(),
        description: String::new(),
        carries_roles: false,
        rule: Some(SALES.to_owned()),
    };
    server.house.add_group(at.tenant, Leave::Plain(leave()), new).await.unwrap()
}

async fn members(server: &Server, at: &Organisation, group: Id<Group>) -> Vec<Member> {
    let read = server.database().read(at.tenant, move |tx| tx.memberships().members(group, 10));
    read.await.unwrap().into_iter().map(|(member, _)| member).collect()
}

async fn filled_by(server: &Server, at: &Organisation, group: Id<Group>) -> Membership {
    let read = server.database().read(at.tenant, move |tx| tx.groups().by_id(group));
    read.await.unwrap().unwrap().membership
}

fn directory(host: &str) -> DirectorySettings {
    DirectorySettings {
        host: host.to_owned(),
        bind_name: "cn=sluis,dc=example,dc=org".to_owned(),
        base: "dc=example,dc=org".to_owned(),
        checks_passwords: true,
        ..DirectorySettings::usual(DirectoryKind::OpenLdap)
    }
}

/// Connects to a directory server and a receiver of logs of this name.
async fn connect(server: &Server, at: &Organisation, host: &str) {
    let (wanted, password) = (directory(host), Some(RemotePassword::new("secret of the reader")));
    server.house.set_directory_settings(at.tenant, leave(), (wanted, password)).await.unwrap();
    let target = LogKind::Syslog.read(host).unwrap();
    let route = LogRoute { target, streams: vec![LogStream::Audit] };
    server.house.set_log_export(at.tenant, leave(), LogKind::Syslog, Some(route)).await.unwrap();
}

async fn disconnect(server: &Server, at: &Organisation) {
    server.house.stop_directory_sync(at.tenant, leave()).await.unwrap();
    server.house.set_log_export(at.tenant, leave(), LogKind::Syslog, None).await.unwrap();
}

/// The settings of the directory server, and who receives logs.
async fn connected(server: &Server, at: &Organisation) -> (Option<DirectorySettings>, Vec<LogExport>) {
    let read = server.database().read(at.tenant, |tx| {
        let settings = tx.settings().read::<Option<DirectorySettings>>("directorySync")?.flatten();
        Ok::<_, sql::Error>((settings, tx.log_exports().list()?))
    });
    read.await.unwrap()
}

/// What the backup is connected to.
fn put_connected(
    tx: &mut Tx<'_>,
    (settings, exports): &(Option<DirectorySettings>, Vec<LogExport>),
    then: Timestamp,
) -> Result<(), sql::Error> {
    tx.settings().write("directorySync", settings)?;
    for export in exports {
        tx.log_exports().put(export, then)?;
    }
    Ok(())
}

on_both! {
    async fn a_directory_server_and_a_receiver_of_logs_that_were_removed_stay_so(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet = piet(&server, &at).await;
        connect(&server, &at, "old.example.org").await;
        let old = connected(&server, &at).await;
        server.pass(Span::hours(1));
        let then = server.now();
        disconnect(&server, &at).await;
        let since = since(&server, then).await;
        put_back(&server, at.tenant, move |tx| {
            put_connected(tx, &old, then)?;
            tx.users().set_password(piet, PasswordState::Elsewhere { since: then }, None, then)?;
            tx.synced().insert(&SyncedRow {
                kind: SyncedKind::Person,
                source: [7; 16],
                object: piet.cast(),
                dn: "uid=piet,dc=example,dc=org".to_owned(),
                dn_key: "uid=piet,dc=example,dc=org".to_owned(),
                withheld: None,
                missing_since: None,
            })
        })
        .await;
        assert_eq!(fit(&server, then, since).await.connections, 2);
        assert_eq!(connected(&server, &at).await, (None, vec![]));
        let read = server.database().read(at.tenant, move |tx| {
            Ok::<_, sql::Error>((tx.synced().by_object(piet)?, tx.users().by_id(piet)?.unwrap().password))
        });
        assert_eq!(read.await.unwrap(), (None, PasswordState::None), "nobody's password is checked there");
    }

    async fn a_directory_server_and_a_receiver_of_logs_that_were_changed_stay_so(database) {
        let (server, at) = Server::with_organisation(database).await;
        connect(&server, &at, "old.example.org").await;
        let old = connected(&server, &at).await;
        server.pass(Span::hours(1));
        let then = server.now();
        connect(&server, &at, "new.example.org").await;
        let (new, since) = (connected(&server, &at).await, since(&server, then).await);
        put_back(&server, at.tenant, move |tx| put_connected(tx, &old, then)).await;
        assert_eq!(fit(&server, then, since).await.connections, 2);
        assert_eq!(connected(&server, &at).await, new);
        let read = server.database().read(at.tenant, |tx| tx.log_exports().places()).await.unwrap();
        assert_eq!(read.iter().map(|place| place.stream.as_str()).collect::<Vec<_>>(), ["audit"]);
    }

    async fn nothing_is_connected_to_where_nobody_knows_what_became_of_it(database) {
        let (server, at) = Server::with_organisation(database).await;
        connect(&server, &at, "old.example.org").await;
        let again = server.house.make_fit(leave(), server.now(), None).await.unwrap();
        assert_eq!(again.connections, 2);
        let off = DirectorySettings { is_on: false, checks_passwords: false, ..directory("old.example.org") };
        assert_eq!(connected(&server, &at).await, (Some(off), vec![]));
    }

    async fn a_role_and_an_account_end_no_later_than_they_did(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet = piet(&server, &at).await;
        server.house.set_role(at.tenant, leave(), piet, RoleChange::Give(READER)).await.unwrap();
        server.pass(Span::hours(1));
        let then = server.now();
        let until = then + Span::days(1);
        server.house.set_role(at.tenant, leave(), piet, RoleChange::GiveUntil(READER, until)).await.unwrap();
        let ends = vec![(Attribute::AccountEnds, "2099-12-31".to_owned())];
        assert!(server.house.change_person(at.tenant, leave(), piet, ends).await.unwrap());
        let since = since(&server, then).await;
        put_back(&server, at.tenant, move |tx| {
            tx.users().assign_until(piet, READER, (then, None))?;
            let user = tx.users().by_id(piet)?.unwrap();
            tx.users().update(&User { ends: None, ..user })
        })
        .await;
        let again = fit(&server, then, since).await;
        assert_eq!((again.roles, again.blocked), (1, 1));
        let read = server.database().read(at.tenant, move |tx| {
            Ok::<_, sql::Error>((tx.users().role_ends(piet)?, tx.users().by_id(piet)?.unwrap().ends))
        });
        let (roles, ends) = read.await.unwrap();
        assert_eq!(roles, [(READER, until)]);
        assert_eq!(ends, server.house.end_of_day("2099-12-31"));
    }

    async fn whom_a_rule_took_out_stays_out(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (piet, group) = (piet(&server, &at).await, sales(&server, &at).await);
        works_in(&server, &at, piet, "Sales").await;
        assert_eq!(members(&server, &at, group).await, [Member::Person(piet)]);
        server.pass(Span::hours(1));
        let then = server.now();
        works_in(&server, &at, piet, "Finance").await;
        let since = since(&server, then).await;
        put_back(&server, at.tenant, move |tx| {
            let mut profile = tx.profiles().of(piet)?;
            profile.department = Some("Sales".to_owned());
            tx.profiles().put(piet, &profile)?;
            tx.memberships().add(group, Member::Person(piet), then).map(drop)
        })
        .await;
        fit(&server, then, since).await;
        server.house.run_jobs().await;
        assert!(members(&server, &at, group).await.is_empty());
        let paused = Membership::ByRule { rule: SALES.to_owned(), is_paused: true };
        assert_eq!(filled_by(&server, &at, group).await, paused, "somebody looks at it first");
    }

    async fn a_rule_comes_back_no_wider_than_it_was(database) {
        let (server, at) = Server::with_organisation(database).await;
        let group = sales(&server, &at).await;
        server.pass(Span::hours(1));
        let then = server.now();
        let narrow = "user.department -eq \"Sales\" -and user.jobTitle -eq \"Clerk\"";
        let edit = RuleEdit::Write(narrow.to_owned());
        server.house.edit_rule(at.tenant, Leave::Plain(leave()), group, edit).await.unwrap();
        let since = since(&server, then).await;
        put_back(&server, at.tenant, move |tx| {
            let now = tx.groups().by_id(group)?.unwrap();
            let membership = Membership::ByRule { rule: SALES.to_owned(), is_paused: false };
            tx.groups().update(&Group { membership, ..now })
        })
        .await;
        assert_eq!(fit(&server, then, since).await.groups, 1);
        let wanted = Membership::ByRule { rule: narrow.to_owned(), is_paused: true };
        assert_eq!(filled_by(&server, &at, group).await, wanted);
    }

    async fn who_was_deleted_is_found_by_nobody(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet = piet(&server, &at).await;
        server.pass(Span::hours(1));
        let then = server.now();
        server.house.delete_person(at.tenant, leave(), piet).await.unwrap();
        let since = since(&server, then).await;
        put_back(&server, at.tenant, move |tx| {
            tx.users().set_state(piet, UserState::Active, then)?;
            let user = tx.users().by_id(piet)?.unwrap();
            tx.users().index(&user)
        })
        .await;
        assert_eq!(fit(&server, then, since).await.erased, 1);
        let words = server.database().read(at.tenant, move |tx| tx.search_words().of(piet)).await.unwrap();
        assert!(words.is_empty(), "{words:?}");
    }
}
