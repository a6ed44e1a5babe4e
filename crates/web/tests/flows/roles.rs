//! The pages about roles, on both databases.

use crate::on_both::on_both;
use crate::steps::{OFFICE, PIET, anna, leave, person_with_password};
use model::{Member, Role, Span};
use service::groups::{Leave, MemberChange, NewGroup};
use service::people::RoleChange;
use testkit::Server;

on_both! {
    async fn a_role_says_who_holds_it_until_when_and_through_which_group(database) {
        let (server, at) = Server::with_organisation(database).await;
        let piet = person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let admin = anna(&server, &at).await;
        let role = Role::SecurityReader;
        let path = format!("/admin/roles/{}", role.id());
        let empty = admin.get(&path).await;
        assert!(empty.text().contains("Nobody holds this role"), "{}", empty.text());

        let until = server.now() + Span::days(3);
        server.house.set_role(at.tenant, leave(), piet, RoleChange::GiveUntil(role, until)).await.unwrap();
        let new = NewGroup { display: "Auditors".to_owned(), description: String::new(), carries_roles: true, rule: None };
        let group = server.house.add_group(at.tenant, Leave::Roles(leave()), new).await.unwrap();
        server.house.set_group_role(at.tenant, leave(), group, RoleChange::Give(role)).await.unwrap();
        let put = MemberChange::Add(Member::Person(piet));
        server.house.change_member(at.tenant, Leave::Roles(leave()), group, put).await.unwrap();

        let list = admin.get("/admin/roles").await.text();
        assert!(list.contains("1 person, 1 group"), "{list}");
        let page = admin.get(&path).await;
        let text = page.text();
        assert!(text.contains(PIET) && text.contains("until ") && text.contains("Auditors"), "{text}");
        assert!(page.body.contains(&format!("/admin/users/{piet}")), "{}", page.body);
        assert!(page.body.contains(&format!("/admin/groups/{group}")), "{}", page.body);

        // Who is deleted holds nothing, and a deleted group carries nothing.
        server.house.delete_person(at.tenant, leave(), piet).await.unwrap();
        server.house.delete_group(at.tenant, Leave::Roles(leave()), group).await.unwrap();
        assert!(admin.get(&path).await.text().contains("Nobody holds this role"));
        let nothing = admin.get("/admin/roles/7f000001-0000-4000-8000-000000000001").await;
        assert_eq!(nothing.status, 404);
    }
}
