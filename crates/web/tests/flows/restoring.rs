//! What was limited or taken since a backup, done again to the store that comes from it (attack 87). Each runs on both
//! databases: the store is read, put back to what it was, and made fit.

use crate::on_both::on_both;
use crate::steps::{PIET, invite, leave, user};
use model::{Attribute, Group, Id, Member, Membership, Role, Span, Tenant, Timestamp, User, UserState};
use service::groups::{Leave, NewGroup, RuleEdit};
use service::people::RoleChange;
use service::restore::{Again, Since};
use sql::Tx;
use store::Tables;
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

on_both! {
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
