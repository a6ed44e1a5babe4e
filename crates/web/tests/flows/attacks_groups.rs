//! Attacks by way of groups: power that comes to somebody because they are put in one, or put themselves there. The number
//! in each comment is the case in the list of attacks that peers of Sluis fell to. Each runs on both databases.

use crate::on_both::on_both;
use crate::steps::{self, OFFICE, PIET, app, leave, person_with_app, user};
use model::{Group, Id, Member, Role, Span, Tenant, User, UserState};
use policy::State;
use service::Fault;
use service::apps::Naming;
use service::authority::{Actor, Confirmation};
use service::conditional_access::Wish;
use service::groups::{Leave, MemberChange, NewGroup, Weight};
use service::people::RoleChange;
use store::Tables;
use testkit::{Client, Organisation, Server};

async fn group(server: &Server, at: &Organisation, name: &str, carries_roles: bool) -> Id<Group> {
    let new = NewGroup { display: name.to_owned(), description: String::new(), carries_roles, rule: None };
    let leave = if carries_roles { Leave::Roles(leave()) } else { Leave::Plain(leave()) };
    server.house.add_group(at.tenant, leave, new).await.unwrap()
}

async fn sent(browser: &Client, path: &str, fields: &[(&str, &str)]) -> testkit::Answer {
    let token = browser.get("/my").await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    browser.post(path, &all).await
}

/// Leaves somebody these roles and no other.
async fn set_roles(server: &Server, tenant: Id<Tenant>, user: Id<User>, roles: &'static [Role]) {
    let now = server.now();
    let set = server.database().write(tenant, move |tx| {
        for held in tx.users().own_roles(user)? {
            tx.users().unassign(user, held)?;
        }
        roles.iter().try_for_each(|role| tx.users().assign(user, *role, now))
    });
    set.await.unwrap();
}

on_both! {
    /// Attack 86: an ordinary group never carries a role, whoever asks.
    async fn an_ordinary_group_never_carries_a_role(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = steps::anna(&server, &at).await;
        let sales = group(&server, &at, "Sales", false).await;
        let role = Role::UserAdministrator.id().to_string();
        let answer = sent(&admin, &format!("/admin/groups/{sales}/roles"), &[("role", &role)]).await;
        assert_ne!(answer.status, 303, "{}", answer.text());
        let given = server.house.set_group_role(at.tenant, leave(), sales, RoleChange::Give(Role::UserAdministrator));
        assert!(matches!(given.await, Err(Fault::Conflict("carries roles"))));
        // Changing its name changes nothing else.
        sent(&admin, &format!("/admin/groups/{sales}"), &[("name", "Sales"), ("carries_roles", "yes")]).await;
        let held = server.database().read(at.tenant, move |tx| Ok::<_, sql::Error>((tx.groups().by_id(sales)?, tx.groups().roles(sales)?)));
        let (found, roles) = held.await.unwrap();
        assert!(!found.unwrap().carries_roles && roles.is_empty());
    }

    /// Attack 86: who runs groups puts nobody, and not themselves, in one that carries roles, and makes none.
    async fn who_runs_groups_does_not_run_those_that_carry_roles(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &at, PIET, &browser).await;
        let chiefs = group(&server, &at, "Chiefs", true).await;
        let global = RoleChange::Give(Role::GlobalAdministrator);
        server.house.set_group_role(at.tenant, leave(), chiefs, global).await.unwrap();
        let sales = group(&server, &at, "Sales", false).await;
        for roles in [&[Role::UserAdministrator] as &[Role], &[Role::GroupsAdministrator]] {
            set_roles(&server, at.tenant, piet, if roles[0] == Role::UserAdministrator { &[Role::UserAdministrator] } else { &[Role::GroupsAdministrator] }).await;
            let sales = format!("/admin/groups/{sales}/members");
            sent(&browser, &sales, &[("member", PIET)]).await;
            for (path, fields) in [
                ("members", vec![("member", PIET)]),
                ("owners", vec![("owner", PIET)]),
                ("roles", vec![("role", "62e90394-69f5-4237-9190-012177145e10")]),
                ("delete", vec![("sure", "yes")]),
            ] {
                let answer = sent(&browser, &format!("/admin/groups/{chiefs}/{path}"), &fields).await;
                assert_eq!(answer.status, 403, "{roles:?} {path}: {}", answer.text());
            }
            let answer = sent(&browser, "/admin/groups", &[("name", "Mine"), ("carries_roles", "yes")]).await;
            assert_eq!(answer.status, 403, "{roles:?}: {}", answer.text());
        }
        let groups = server.database().read(at.tenant, move |tx| tx.memberships().of_person(piet)).await.unwrap();
        assert_eq!(groups, [sales], "the ordinary one only");
    }

    /// Attack 86: nothing fills a group that carries roles but somebody who may give roles: no group is put in it.
    async fn no_group_is_put_in_one_that_carries_roles(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chiefs = group(&server, &at, "Chiefs", true).await;
        let sales = group(&server, &at, "Sales", false).await;
        let nested = MemberChange::Add(Member::Group(sales));
        let put = server.house.change_member(at.tenant, Leave::Roles(leave()), chiefs, nested).await;
        assert!(matches!(put, Err(Fault::Conflict("nesting"))));
    }

    /// Attacks 72 and 86: leave for ordinary groups is not leave for one that became more between the page and the form.
    async fn leave_for_less_is_no_leave_for_more(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &at, PIET, &server.browser(OFFICE)).await;
        let (sales, wiki) = (group(&server, &at, "Sales", false).await, group(&server, &at, "Wiki", false).await);
        let (chiefs, app) = (group(&server, &at, "Chiefs", true).await, app(&server, &at).await);
        server.house.name_for_app(at.tenant, leave(), app, Naming::AddGroup(wiki)).await.unwrap();
        let in_wiki = MemberChange::Add(Member::Group(sales));
        server.house.change_member(at.tenant, Leave::Access(leave()), wiki, in_wiki).await.unwrap();
        let add = || MemberChange::Add(Member::Person(piet));
        for (group, given) in [(sales, Leave::Plain(leave())), (wiki, Leave::Plain(leave())), (chiefs, Leave::Access(leave()))] {
            let put = server.house.change_member(at.tenant, given, group, add()).await;
            assert!(matches!(put, Err(Fault::Conflict("group"))), "{put:?}");
        }
        server.house.change_member(at.tenant, Leave::Access(leave()), sales, add()).await.unwrap();
        // Leave is read again in the transaction that acts on it.
        let now = server.now();
        let sessions = server.database().read(at.tenant, move |tx| tx.sessions().of_user(piet, now, 1)).await;
        let session = sessions.unwrap()[0].session.id;
        set_roles(&server, at.tenant, piet, &[Role::GroupsAdministrator]).await;
        let actor = Actor::Person {
            user: piet,
            roles: vec![Role::GroupsAdministrator],
            session,
            address: None,
            confirmation: Confirmation::Fresh,
        };
        let given = Leave::of(&actor, Weight::Access).unwrap();
        set_roles(&server, at.tenant, piet, &[]).await;
        let out = MemberChange::Remove(Member::Person(piet));
        let taken = server.house.change_member(at.tenant, given, sales, out).await;
        assert!(matches!(taken, Err(Fault::Denied)), "{taken:?}");
    }

    /// Attack 85: who is in a group that a policy names is asked for more, or for less.
    async fn a_group_that_a_policy_names_is_no_plain_one(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &at, PIET, &server.browser(OFFICE)).await;
        steps::defaults(&server, &at, false).await;
        let (exempt, sales) = (group(&server, &at, "Exempt", false).await, group(&server, &at, "Sales", false).await);
        let nested = MemberChange::Add(Member::Group(sales));
        server.house.change_member(at.tenant, Leave::Plain(leave()), exempt, nested).await.unwrap();
        let policy = serde_json::json!({
            "displayName": "Everybody but some",
            "state": "disabled",
            "conditions": {
                "clientAppTypes": ["all"],
                "users": { "includeUsers": ["All"], "excludeGroups": [exempt.to_string()] },
                "applications": { "includeApplications": ["All"] },
            },
            "grantControls": { "operator": "OR", "builtInControls": ["mfa"] },
        });
        let saved = server.house.create_policy(at.tenant, leave(), &policy.to_string(), Wish::default()).await;
        let id = saved.unwrap().unwrap().id;
        let weight = async |group| server.house.group_weight(at.tenant, &leave(), group).await.unwrap();
        assert_eq!(weight(sales).await, Weight::Plain, "a policy that is off gives nothing");
        for state in [State::ReportOnly, State::On] {
            server.house.switch_policy(at.tenant, leave(), id, state, Wish::default()).await.unwrap().unwrap();
            for group in [exempt, sales] {
                assert_eq!(weight(group).await, Weight::Access);
                let add = MemberChange::Add(Member::Person(piet));
                let put = server.house.change_member(at.tenant, Leave::Plain(leave()), group, add).await;
                assert!(matches!(put, Err(Fault::Conflict("group"))), "{put:?}");
            }
        }
        let add = MemberChange::Add(Member::Person(piet));
        server.house.change_member(at.tenant, Leave::Access(leave()), sales, add).await.unwrap();
    }

    /// Attacks 39 and 85: who gives access to an application by a group confirms that it is them; for what gives nothing
    /// nobody is asked.
    async fn giving_access_through_a_group_is_confirmed(database) {
        let (server, at) = Server::with_organisation(database).await;
        let admin = steps::anna(&server, &at).await;
        steps::invite(&server, &at, PIET, None).await;
        let (sales, wiki) = (group(&server, &at, "Sales", false).await, group(&server, &at, "Wiki", false).await);
        let app = app(&server, &at).await;
        server.house.name_for_app(at.tenant, leave(), app, Naming::AddGroup(wiki)).await.unwrap();
        server.pass(Span::minutes(11));
        let plain = sent(&admin, &format!("/admin/groups/{sales}/members"), &[("member", PIET)]).await;
        assert!(plain.location().starts_with(&format!("/admin/groups/{sales}?done=")), "{}", plain.location());
        let asked = sent(&admin, &format!("/admin/groups/{wiki}/members"), &[("member", PIET)]).await;
        assert!(asked.location().starts_with("/confirm"), "{} {}", asked.location(), asked.text());
        let piet = user(&server, at.tenant, PIET).await;
        let groups = server.database().read(at.tenant, move |tx| tx.memberships().of_person(piet)).await.unwrap();
        assert_eq!(groups, [sales]);
    }

    /// Attack 17: whoever holds a role through a group holds it: somebody who holds less does not touch them.
    async fn rank_counts_roles_that_come_through_groups(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &at, PIET, &browser).await;
        set_roles(&server, at.tenant, piet, &[Role::UserAdministrator]).await;
        let (klaas, _) = person_with_app(&server, &at, "klaas@example.org", &server.browser(OFFICE)).await;
        let chiefs = group(&server, &at, "Chiefs", true).await;
        let add = MemberChange::Add(Member::Person(klaas));
        server.house.change_member(at.tenant, Leave::Roles(leave()), chiefs, add).await.unwrap();
        let block = format!("/admin/users/{klaas}/block");
        assert_eq!(browser.get(&block).await.status, 200, "the group carries nothing yet");
        let role = RoleChange::Give(Role::PrivilegedRoleAdministrator);
        server.house.set_group_role(at.tenant, leave(), chiefs, role).await.unwrap();
        assert_eq!(browser.get(&block).await.status, 403);
        assert_eq!(sent(&browser, &block, &[("sure", "yes")]).await.status, 403);
        // The role comes back with the group, to whoever holds the account by then.
        server.house.delete_group(at.tenant, Leave::Roles(leave()), chiefs).await.unwrap();
        assert_eq!(sent(&browser, &block, &[("sure", "yes")]).await.status, 403);
        let state = server.database().read(at.tenant, move |tx| tx.users().by_id(klaas)).await.unwrap().unwrap().state;
        assert_eq!(state, UserState::Active);
    }

    /// Attacks 86 and 96: no rule fills a group that carries roles, and none reads what people change for themselves.
    async fn no_rule_hands_out_roles_nor_reads_what_is_ones_own(database) {
        let (server, at) = Server::with_organisation(database).await;
        let new = |rule: &str, carries_roles| NewGroup {
            display: "By rule".to_owned(),
            description: String::new(),
            carries_roles,
            rule: Some(rule.to_owned()),
        };
        let everybody = "user.objectId -ne null";
        let made = server.house.add_group(at.tenant, Leave::Roles(leave()), new(everybody, true)).await;
        assert!(matches!(made, Err(Fault::Invalid("roles by rule"))));
        let made = server.house.add_group(at.tenant, Leave::Plain(leave()), new(everybody, false)).await.unwrap();
        let given = server.house.set_group_role(at.tenant, leave(), made, RoleChange::Give(Role::ReportsReader)).await;
        assert!(matches!(given, Err(Fault::Conflict("carries roles"))));
        let own = new("user.preferredLanguage -eq \"nl\"", false);
        let made = server.house.add_group(at.tenant, Leave::Plain(leave()), own).await;
        assert!(matches!(made, Err(Fault::Invalid("rule"))));
    }
}
