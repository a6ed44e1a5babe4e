//! Access through a group ends with it, at once, at every door that tokens have.

use model::{AppKind, Assignment, Group, Id, Member};
use service::apps::Naming;
use service::groups::{Leave, MemberChange, NewGroup};
use testkit::{Organisation, Server};

use crate::attacks_oauth::party::{Party, Tokens, bram, leave, parameter, refused};
use crate::on_both::on_both;

async fn group(server: &Server, at: &Organisation, name: &str) -> Id<Group> {
    let new =
        NewGroup { display: name.to_owned(), description: String::new(), carries_roles: false, rule: None };
    server.house.add_group(at.tenant, Leave::Plain(leave()), new).await.unwrap()
}

async fn change(server: &Server, at: &Organisation, group: Id<Group>, change: MemberChange) {
    server.house.change_member(at.tenant, Leave::Access(leave()), group, change).await.unwrap();
}

on_both! {
    /// Attack 43: whoever leaves the group that let them in, by whatever way, has nothing left there.
    async fn leaving_a_group_ends_the_tokens_that_it_gave(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let (user, browser) = bram(&server, &at).await;
        let id = party.app.app_id;
        server.house.change_app(at.tenant, leave(), id, party.registration(Assignment::Assigned)).await.unwrap();
        let (wiki, sales) = (group(&server, &at, "Wiki").await, group(&server, &at, "Sales").await);
        server.house.name_for_app(at.tenant, leave(), id, Naming::AddGroup(wiki)).await.unwrap();
        let silent = browser.get(&party.authorize(&[("prompt", "none")])).await;
        assert_eq!(parameter(&silent, "code"), None, "in no group yet");
        let (person, nested) = (Member::Person(user), Member::Group(sales));
        let held = async || {
            let tokens = party.tokens(&browser).await;
            assert_eq!(party.userinfo(&tokens.access).await.status, 200);
            tokens
        };
        let is_dead = async |tokens: Tokens| {
            assert_eq!(party.userinfo(&tokens.access).await.status, 401);
            refused(&party.refresh(tokens.refresh()).await, "invalid_grant");
            let silent = browser.get(&party.authorize(&[("prompt", "none")])).await;
            assert_eq!(parameter(&silent, "code"), None);
        };
        // Taken out of the group itself; what was ended does not come back with the membership.
        change(&server, &at, wiki, MemberChange::Add(person)).await;
        let tokens = held().await;
        change(&server, &at, wiki, MemberChange::Remove(person)).await;
        is_dead(tokens.clone()).await;
        change(&server, &at, wiki, MemberChange::Add(person)).await;
        assert_eq!(party.userinfo(&tokens.access).await.status, 401);
        refused(&party.refresh(tokens.refresh()).await, "invalid_grant");
        change(&server, &at, wiki, MemberChange::Remove(person)).await;
        // Taken out of a group in it.
        change(&server, &at, sales, MemberChange::Add(person)).await;
        change(&server, &at, wiki, MemberChange::Add(nested)).await;
        let tokens = held().await;
        change(&server, &at, sales, MemberChange::Remove(person)).await;
        is_dead(tokens).await;
        // The group in it is taken out.
        change(&server, &at, sales, MemberChange::Add(person)).await;
        let tokens = held().await;
        change(&server, &at, wiki, MemberChange::Remove(nested)).await;
        is_dead(tokens).await;
        // The group is deleted.
        change(&server, &at, wiki, MemberChange::Add(nested)).await;
        let tokens = held().await;
        server.house.delete_group(at.tenant, Leave::Access(leave()), wiki).await.unwrap();
        is_dead(tokens).await;
        // The group's name is taken off.
        server.house.restore_group(at.tenant, Leave::Access(leave()), wiki).await.unwrap();
        let tokens = held().await;
        server.house.name_for_app(at.tenant, leave(), id, Naming::RemoveGroup(wiki)).await.unwrap();
        is_dead(tokens).await;
    }

    /// Who is named themselves stays in when a group that let them in too goes.
    async fn whoever_is_named_stays_in_when_a_group_goes(database) {
        let (server, at) = Server::with_organisation(database).await;
        let party = Party::register(&server, &at, AppKind::Confidential).await;
        let (user, browser) = bram(&server, &at).await;
        let id = party.app.app_id;
        server.house.change_app(at.tenant, leave(), id, party.registration(Assignment::Assigned)).await.unwrap();
        let wiki = group(&server, &at, "Wiki").await;
        server.house.name_for_app(at.tenant, leave(), id, Naming::AddGroup(wiki)).await.unwrap();
        server.house.name_for_app(at.tenant, leave(), id, Naming::Add(user)).await.unwrap();
        change(&server, &at, wiki, MemberChange::Add(Member::Person(user))).await;
        let tokens = party.tokens(&browser).await;
        change(&server, &at, wiki, MemberChange::Remove(Member::Person(user))).await;
        let tokens = Tokens::of(&party.refresh(tokens.refresh()).await);
        change(&server, &at, wiki, MemberChange::Add(Member::Person(user))).await;
        server.house.name_for_app(at.tenant, leave(), id, Naming::Remove(user)).await.unwrap();
        Tokens::of(&party.refresh(tokens.refresh()).await);
    }
}
