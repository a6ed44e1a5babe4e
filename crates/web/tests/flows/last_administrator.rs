//! Whatever leaves nobody who may change policy and comes in is refused, whichever way it is done. Each runs on both
//! databases.

use crate::on_both::on_both;
use crate::steps::{ANNA, ELSEWHERE, OFFICE, PIET, anna, defaults, leave, person_with_password, user};
use model::{Attribute, Group, Id, Member, Membership, Name, Role, Span, Timestamp, User, UserState};
use policy::{MethodConfiguration, MethodKind, Policy, State};
use serde_json::{Value, json};
use service::Fault;
use service::conditional_access::{PolicyProblem, Wish};
use service::groups::{Leave, MemberChange, NewGroup, RuleEdit};
use service::people::RoleChange;
use store::Tables;
use testkit::{Organisation, Server};

const CHIEF: Role = Role::GlobalAdministrator;

fn policy(users: &Value, conditions: &Value, control: &str) -> String {
    let mut document = json!({
        "displayName": "Everybody",
        "state": "enabled",
        "conditions": {
            "clientAppTypes": ["all"],
            "users": users,
            "applications": { "includeApplications": ["All"] },
        },
        "grantControls": { "operator": "OR", "builtInControls": [control] },
    });
    for (name, value) in conditions.as_object().into_iter().flatten() {
        document["conditions"][name] = value.clone();
    }
    document.to_string()
}

/// Anna, who comes in, and Piet, who may change policy too and has no second step, under a policy that demands one.
async fn two(server: &Server, at: &Organisation) -> (Id<User>, Id<User>, Id<Policy>) {
    let piet = person_with_password(server, at, PIET, &server.browser(OFFICE)).await;
    anna(server, at).await;
    server.house.set_role(at.tenant, leave(), piet, RoleChange::Give(CHIEF)).await.unwrap();
    let text = policy(&json!({ "includeUsers": ["All"] }), &json!({}), "mfa");
    let saved = server.house.create_policy(at.tenant, leave(), &text, Wish::default()).await;
    (user(server, at.tenant, ANNA).await, piet, saved.unwrap().unwrap().id)
}

async fn chiefs(server: &Server, at: &Organisation, member: Id<User>) -> Id<Group> {
    let new = NewGroup {
        display: "Chiefs".to_owned(),
        description: String::new(),
        carries_roles: true,
        rule: None,
    };
    let house = &server.house;
    let group = house.add_group(at.tenant, Leave::Roles(leave()), new).await.unwrap();
    house.set_group_role(at.tenant, leave(), group, RoleChange::Give(CHIEF)).await.unwrap();
    let add = MemberChange::Add(Member::Person(member));
    house.change_member(at.tenant, Leave::Roles(leave()), group, add).await.unwrap();
    group
}

/// Many who hold the role and may not sign in, before everybody else in the order of their ids.
async fn many_who_are_blocked(server: &Server, at: &Organisation) {
    let (now, like) = (server.now(), user(server, at.tenant, ANNA).await);
    let added = server.database().write(at.tenant, move |tx| {
        let like = tx.users().by_id(like)?.unwrap();
        for number in 1..=101_u8 {
            let added = User {
                id: Id::fixed(u128::from(number)),
                name: Name::new(&format!("gone{number}@example.org")).unwrap(),
                state: UserState::Active.blocked(now).unwrap(),
                ..like.clone()
            };
            tx.users().insert(&added, &[number; 32], None)?;
            tx.users().assign(added.id, CHIEF, now)?;
        }
        Ok::<_, sql::Error>(())
    });
    added.await.unwrap();
}

fn new(display: &str) -> NewGroup {
    NewGroup { display: display.to_owned(), description: String::new(), carries_roles: false, rule: None }
}

fn is_last(done: &Result<(), Fault>) -> bool {
    matches!(done, Err(Fault::Conflict("last administrator")))
}

on_both! {
    async fn the_last_who_comes_in_does_not_lose_the_role_by_a_group(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (anna, _, policy) = two(&server, &at).await;
        let group = chiefs(&server, &at, anna).await;
        let house = &server.house;
        house.set_role(at.tenant, leave(), anna, RoleChange::Take(CHIEF)).await.unwrap();
        let out = MemberChange::Remove(Member::Person(anna));
        let left = house.change_member(at.tenant, Leave::Roles(leave()), group, out).await;
        assert!(is_last(&left), "{left:?}");
        let deleted = house.delete_group(at.tenant, Leave::Roles(leave()), group).await;
        assert!(is_last(&deleted), "{deleted:?}");
        let taken = house.set_group_role(at.tenant, leave(), group, RoleChange::Take(CHIEF)).await;
        assert!(is_last(&taken), "{taken:?}");
        let roles = server.database().read(at.tenant, move |tx| tx.users().roles(anna)).await.unwrap();
        assert_eq!(roles, [CHIEF]);
        // Without a policy Piet sets up a second step when he comes.
        house.switch_policy(at.tenant, leave(), policy, State::Off, Wish::default()).await.unwrap().unwrap();
        house.change_member(at.tenant, Leave::Roles(leave()), group, out).await.unwrap();
    }

    async fn the_last_who_comes_in_is_stopped_by_no_change_of_a_group_that_a_policy_names(database) {
        let (server, at) = Server::with_organisation(database).await;
        anna(&server, &at).await;
        defaults(&server, &at, false).await;
        let (house, anna) = (&server.house, user(&server, at.tenant, ANNA).await);
        let exempt = house.add_group(at.tenant, Leave::Plain(leave()), new("Exempt")).await.unwrap();
        let stopped = house.add_group(at.tenant, Leave::Plain(leave()), new("Stopped")).await.unwrap();
        let (into, out) = (MemberChange::Add(Member::Person(anna)), MemberChange::Remove(Member::Person(anna)));
        house.change_member(at.tenant, Leave::Plain(leave()), exempt, into).await.unwrap();
        let all_but = json!({ "includeUsers": ["All"], "excludeGroups": [exempt.to_string()] });
        for users in [all_but, json!({ "includeGroups": [stopped.to_string()] })] {
            let text = policy(&users, &json!({}), "block");
            house.create_policy(at.tenant, leave(), &text, Wish::default()).await.unwrap().unwrap();
        }
        let refused = house.change_member(at.tenant, Leave::Access(leave()), exempt, out).await;
        assert!(is_last(&refused), "{refused:?}");
        let refused = house.change_member(at.tenant, Leave::Access(leave()), stopped, into).await;
        assert!(is_last(&refused), "{refused:?}");
        let refused = house.delete_group(at.tenant, Leave::Access(leave()), exempt).await;
        assert!(is_last(&refused), "{refused:?}");
        house.delete_group(at.tenant, Leave::Access(leave()), stopped).await.unwrap();
    }

    async fn the_last_who_comes_in_keeps_their_method_when_a_group_changes(database) {
        let (server, at) = Server::with_organisation(database).await;
        anna(&server, &at).await;
        let (house, anna) = (&server.house, user(&server, at.tenant, ANNA).await);
        let users = house.add_group(at.tenant, Leave::Plain(leave()), new("Users of apps")).await.unwrap();
        let others = house.add_group(at.tenant, Leave::Plain(leave()), new("Others")).await.unwrap();
        let (into, out) = (MemberChange::Add(Member::Person(anna)), MemberChange::Remove(Member::Person(anna)));
        house.change_member(at.tenant, Leave::Plain(leave()), users, into).await.unwrap();
        let apps = MethodConfiguration {
            include_groups: vec![users],
            exclude_groups: vec![others],
            ..MethodConfiguration::usual(MethodKind::SoftwareOath)
        };
        house.set_method_use(at.tenant, leave(), apps, Wish::default()).await.unwrap().unwrap();
        let guarded = house.change_member(at.tenant, Leave::Plain(leave()), users, out).await;
        assert!(matches!(guarded, Err(Fault::Conflict("group"))), "{guarded:?}");
        for (group, change) in [(users, out), (others, into)] {
            let refused = house.change_member(at.tenant, Leave::Access(leave()), group, change).await;
            assert!(is_last(&refused), "{refused:?}");
        }
        let refused = house.delete_group(at.tenant, Leave::Access(leave()), users).await;
        assert!(is_last(&refused), "{refused:?}");
        house.delete_group(at.tenant, Leave::Access(leave()), others).await.unwrap();
    }

    async fn the_last_who_comes_in_is_stopped_by_no_file_and_no_group_that_comes_back(database) {
        let (server, at) = Server::with_organisation(database).await;
        anna(&server, &at).await;
        defaults(&server, &at, false).await;
        let (house, anna) = (&server.house, user(&server, at.tenant, ANNA).await);
        let stopped = house.add_group(at.tenant, Leave::Plain(leave()), new("Stopped")).await.unwrap();
        let text = policy(&json!({ "includeGroups": [stopped.to_string()] }), &json!({}), "block");
        house.create_policy(at.tenant, leave(), &text, Wish::default()).await.unwrap().unwrap();
        let given = || Ok(Leave::Access(leave()));
        let lines = vec![(1, ANNA.to_owned())];
        let refused = house.add_members(at.tenant, given, stopped, lines).await.map(drop);
        assert!(is_last(&refused), "{refused:?}");
        house.delete_group(at.tenant, Leave::Access(leave()), stopped).await.unwrap();
        // She was in it before: somebody took the group away, and brings it back.
        let now = server.now();
        let add = move |tx: &mut sql::Tx<'_>| tx.memberships().add(stopped, Member::Person(anna), now);
        server.database().write(at.tenant, add).await.unwrap();
        let refused = house.restore_group(at.tenant, Leave::Access(leave()), stopped).await;
        assert!(is_last(&refused), "{refused:?}");
    }

    async fn the_last_who_comes_in_is_stopped_by_no_rule_of_a_group(database) {
        let (server, at) = Server::with_organisation(database).await;
        anna(&server, &at).await;
        defaults(&server, &at, false).await;
        let (house, anna) = (&server.house, user(&server, at.tenant, ANNA).await);
        let sales = NewGroup { rule: Some("user.department -eq \"Sales\"".to_owned()), ..new("Stopped") };
        let stopped = house.add_group(at.tenant, Leave::Plain(leave()), sales).await.unwrap();
        let text = policy(&json!({ "includeGroups": [stopped.to_string()] }), &json!({}), "block");
        house.create_policy(at.tenant, leave(), &text, Wish::default()).await.unwrap().unwrap();
        let hers = RuleEdit::Write("user.userPrincipalName -startsWith \"anna\"".to_owned());
        let refused = house.edit_rule(at.tenant, Leave::Access(leave()), stopped, hers).await;
        assert!(is_last(&refused), "{refused:?}");
        // What is known of her changes, and with the next round she would be in it.
        let wanted = vec![(Attribute::Department, "Sales".to_owned())];
        assert!(house.change_person(at.tenant, leave(), anna, wanted).await.unwrap());
        house.run_jobs().await;
        let read = move |tx: &mut sql::Tx<'_>| {
            Ok::<_, sql::Error>((tx.groups().by_id(stopped)?, tx.memberships().of_person(anna)?))
        };
        let (group, groups) = server.database().read(at.tenant, read).await.unwrap();
        let membership = group.unwrap().membership;
        assert!(matches!(membership, Membership::ByRule { is_paused: true, .. }), "somebody looks at it first");
        assert_eq!(groups, []);
    }

    async fn the_last_who_comes_in_gets_no_last_day(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (anna, piet, _) = two(&server, &at).await;
        let ends = || vec![(Attribute::AccountEnds, "2099-12-31".to_owned())];
        let ended = server.house.change_person(at.tenant, leave(), anna, ends()).await.map(|_| ());
        assert!(is_last(&ended), "{ended:?}");
        let until = RoleChange::GiveUntil(CHIEF, server.now() + Span::days(1));
        let limited = server.house.set_role(at.tenant, leave(), anna, until).await;
        assert!(is_last(&limited), "{limited:?}");
        assert!(server.house.change_person(at.tenant, leave(), piet, ends()).await.unwrap());
    }

    async fn those_who_may_not_sign_in_hide_nobody_however_many(database) {
        let (server, at) = Server::with_organisation(database).await;
        many_who_are_blocked(&server, &at).await;
        anna(&server, &at).await;
        let anna = user(&server, at.tenant, ANNA).await;
        let taken = server.house.set_role(at.tenant, leave(), anna, RoleChange::Take(CHIEF)).await;
        assert!(is_last(&taken), "{taken:?}");
        defaults(&server, &at, false).await;
        let text = policy(&json!({ "includeUsers": ["All"] }), &json!({}), "block");
        let saved = server.house.create_policy(at.tenant, leave(), &text, Wish::default()).await.unwrap();
        assert!(matches!(saved, Err(PolicyProblem::LocksOut(_))), "{saved:?}");
    }

    async fn where_only_a_program_of_theirs_was_nobody_comes_in_from(database) {
        let (server, at) = Server::with_organisation(database).await;
        anna(&server, &at).await;
        defaults(&server, &at, false).await;
        let filter = store::Filter { user: Some(user(&server, at.tenant, ANNA).await), ..store::Filter::default() };
        let added = server.database().write(at.tenant, move |tx| {
            let newest = tx.records().list(&filter, 1)?.remove(0);
            for number in 1..=60_u8 {
                let at = newest.at + Span::seconds(i64::from(number));
                tx.records().insert(&store::Record {
                    id: Id::fixed(u128::from(number)),
                    at,
                    last_at: at,
                    address: Some(ELSEWHERE.to_owned()),
                    interactive: false,
                    ..newest.clone()
                })?;
            }
            Ok::<Timestamp, sql::Error>(newest.at)
        });
        added.await.unwrap();
        let office = json!({ "displayName": "Office", "ipRanges": [{ "cidrAddress": "203.0.113.0/24" }] }).to_string();
        let office = server.house.create_location(at.tenant, leave(), &office).await.unwrap().unwrap();
        let inside = json!({ "locations": { "includeLocations": [office.id.to_string()] } });
        let text = policy(&json!({ "includeUsers": ["All"] }), &inside, "block");
        let saved = server.house.create_policy(at.tenant, leave(), &text, Wish::default()).await.unwrap();
        let Err(PolicyProblem::LocksOut(people)) = saved else { panic!("{saved:?}") };
        assert_eq!(people[0].from, [OFFICE]);
    }
}
