//! People, groups and roles at the API.

use model::{Behalf, Permission, Role};
use reqwest::Method;
use serde_json::{Value, json};
use store::Tables;
use testkit::{Organisation, Server};

use crate::graph_api::api::{Script, refused};
use crate::on_both::on_both;
use crate::steps::user;

const PEOPLE: (Behalf, Permission) = (Behalf::Own, Permission::UserReadWriteAll);
const GROUPS: (Behalf, Permission) = (Behalf::Own, Permission::GroupReadWriteAll);
const ROLES: (Behalf, Permission) = (Behalf::Own, Permission::RoleManagementReadDirectory);

async fn count(server: &Server, at: &Organisation, word: &str) -> usize {
    let all = server.database().read(at.tenant, |tx| tx.audit().newest(1_000)).await.unwrap();
    all.iter().filter(|record| record.action == word).count()
}

fn names(list: &Value) -> Vec<String> {
    list["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["displayName"].as_str().unwrap().to_owned())
        .collect()
}

async fn add(script: &Script, token: &str, display: &str, name: &str) -> Value {
    let body = json!({ "accountEnabled": true, "displayName": display, "mailNickname": "x", "userPrincipalName": name });
    let made = script.ask(token, Method::POST, "/v1.0/users", Some(&body)).await;
    assert_eq!(made.status, 201, "{}", made.body);
    made.json()
}

on_both! {
    async fn a_person_is_added_invited_changed_blocked_and_deleted(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[PEOPLE]).await;
        let token = script.own_token().await;
        let body = json!({
            "accountEnabled": true,
            "displayName": "Els Mulder",
            "mailNickname": "els",
            "userPrincipalName": "els@example.org",
            "mail": "els@example.org",
            "department": "Sales",
            "preferredLanguage": "nl",
        });
        let made = script.ask(&token, Method::POST, "/v1.0/users", Some(&body)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let id = made.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(count(&server, &at, "addPerson").await, 1);
        let mail = server.mail().await;
        assert!(mail.iter().any(|letter| letter.to == "els@example.org"), "she was invited");
        let one = format!("/v1.0/users/{id}");
        let told = script.read(&token, &format!("{one}?$select=department,accountEnabled,userType")).await;
        assert_eq!((told["department"].as_str(), told["accountEnabled"].as_bool()), (Some("Sales"), Some(true)));
        assert_eq!(told["userType"], "Member");
        assert!(told.get("displayName").is_none());
        let by_name = script.read(&token, "/v1.0/users/els@example.org").await;
        assert_eq!(by_name["id"], id.as_str());
        let patch = json!({ "jobTitle": "Chef", "department": null });
        assert_eq!(script.ask(&token, Method::PATCH, &one, Some(&patch)).await.status, 204);
        let told = script.read(&token, &format!("{one}?$select=jobTitle,department")).await;
        assert_eq!((&told["jobTitle"], &told["department"]), (&json!("Chef"), &Value::Null));
        for enabled in [false, true] {
            let patch = json!({ "accountEnabled": enabled });
            assert_eq!(script.ask(&token, Method::PATCH, &one, Some(&patch)).await.status, 204);
            let told = script.read(&token, &format!("{one}?$select=accountEnabled")).await;
            assert_eq!(told["accountEnabled"], enabled);
        }
        let both = json!({ "accountEnabled": false, "jobTitle": "x" });
        refused(&script.ask(&token, Method::PATCH, &one, Some(&both)).await, 400, "Request_BadRequest");
        let revoked = script.ask(&token, Method::POST, &format!("{one}/revokeSignInSessions"), None).await;
        assert_eq!((revoked.status, &revoked.json()["value"]), (200, &json!(true)));
        assert_eq!(script.ask(&token, Method::DELETE, &one, None).await.status, 204);
        refused(&script.ask(&token, Method::GET, &one, None).await, 404, "Request_ResourceNotFound");
        for word in ["changePerson", "blockPerson", "unblockPerson", "endSessions", "deletePerson"] {
            assert!(count(&server, &at, word).await > 0, "{word}");
        }
    }

    async fn whom_somebody_reports_to_is_set_and_told_beside_them(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[PEOPLE, GROUPS]).await;
        let token = script.own_token().await;
        let els = add(&script, &token, "Els Mulder", "els@example.org").await;
        let kim = add(&script, &token, "Kim Smit", "kim@example.org").await;
        let (els, kim) = (els["id"].as_str().unwrap(), kim["id"].as_str().unwrap());
        let manager = format!("/v1.0/users/{els}/manager");
        refused(&script.ask(&token, Method::GET, &manager, None).await, 404, "Request_ResourceNotFound");
        let to = |who: &str| json!({ "@odata.id": format!("{}/v1.0/users/{who}", server.base) });
        let set = format!("{manager}/$ref");
        assert_eq!(script.ask(&token, Method::PUT, &set, Some(&to(kim))).await.status, 204);
        assert_eq!(script.read(&token, &manager).await["displayName"], "Kim Smit");
        let circle = script.ask(&token, Method::PUT, &format!("/v1.0/users/{kim}/manager/$ref"), Some(&to(els))).await;
        refused(&circle, 409, "Conflict");
        let group = json!({ "displayName": "Staff", "mailEnabled": false, "mailNickname": "s", "securityEnabled": true });
        let group = script.ask(&token, Method::POST, "/v1.0/groups", Some(&group)).await.json();
        let one = format!("/v1.0/groups/{}", group["id"].as_str().unwrap());
        assert_eq!(script.ask(&token, Method::POST, &format!("{one}/members/$ref"), Some(&to(els))).await.status, 204);
        let told = script.read(&token, &format!("/v1.0/users/{els}?$select=id&$expand=manager,memberOf")).await;
        assert_eq!(told["manager"]["displayName"], "Kim Smit");
        assert_eq!(told["memberOf"][0]["displayName"], "Staff");
        assert!(told.get("displayName").is_none(), "it was not chosen");
        let told = script.read(&token, &format!("{one}?$expand=members")).await;
        assert_eq!(told["members"][0]["id"], els);
        let other = format!("{one}?$expand=owners");
        refused(&script.ask(&token, Method::GET, &other, None).await, 400, "Request_UnsupportedQuery");
        assert_eq!(script.ask(&token, Method::DELETE, &set, None).await.status, 204);
        refused(&script.ask(&token, Method::GET, &manager, None).await, 404, "Request_ResourceNotFound");
    }

    async fn what_cannot_be_said_of_a_person_is_refused_and_changes_nothing(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[PEOPLE]).await;
        let token = script.own_token().await;
        let good = json!({ "displayName": "Els", "userPrincipalName": "els@example.org" });
        let with = |name: &str, value: Value| {
            let mut body = good.clone();
            body[name] = value;
            body
        };
        for body in [
            with("passwordProfile", json!({ "password": "hunter2hunter2hunter2" })),
            with("accountEnabled", json!(false)),
            with("id", json!("11111111-1111-4111-8111-111111111111")),
            with("displayName", json!("")),
            with("mail", json!("no address")),
            with("department", json!(3)),
            with("assignedLicenses", json!([])),
        ] {
            refused(&script.ask(&token, Method::POST, "/v1.0/users", Some(&body)).await, 400, "Request_BadRequest");
        }
        let taken = with("userPrincipalName", json!("anna@example.org"));
        let answer = script.ask(&token, Method::POST, "/v1.0/users", Some(&taken)).await;
        refused(&answer, 400, "Request_MultipleObjectsWithSameKeyValue");
        assert_eq!(script.read(&token, "/v1.0/users?$count=true").await["@odata.count"], 1, "nobody was added");
        assert_eq!(count(&server, &at, "addPerson").await, 0);
    }

    async fn people_are_listed_page_by_page_and_found_by_an_index(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[PEOPLE]).await;
        let token = script.own_token().await;
        for (display, name) in [("Bram Bakker", "bram"), ("Cor Smit", "cor"), ("Cora Vos", "cora"), ("Dirk", "dirk")] {
            add(&script, &token, display, &format!("{name}@example.org")).await;
        }
        let (mut path, mut all) = ("/v1.0/users?$top=2".to_owned(), vec![]);
        for _ in 0..10 {
            let page = script.read(&token, &path).await;
            assert!(names(&page).len() <= 2);
            all.extend(names(&page));
            match page["@odata.nextLink"].as_str() {
                Some(next) => path = next.strip_prefix(&server.base).unwrap().to_owned(),
                None => break,
            }
        }
        assert_eq!(all.len(), 5, "{all:?}");
        assert_eq!(all[1..], ["Bram Bakker", "Cor Smit", "Cora Vos", "Dirk"]);
        let found = async |query: &str| names(&script.read(&token, &format!("/v1.0/users?{query}")).await);
        assert_eq!(found("$filter=startswith(displayName,'Cor')").await, ["Cor Smit", "Cora Vos"]);
        assert_eq!(found("$filter=displayName%20eq%20'Cor%20Smit'").await, ["Cor Smit"]);
        assert_eq!(found("$filter=userPrincipalName%20eq%20'cora@example.org'").await, ["Cora Vos"]);
        assert_eq!(found("$search=%22displayName:vos%22").await, ["Cora Vos"]);
        assert_eq!(found("$filter=userType%20eq%20'Guest'").await, Vec::<String>::new());
        assert_eq!(found("$filter=accountEnabled%20eq%20true%20and%20startswith(displayName,'Di')").await, ["Dirk"]);
        let counted = script.ask(&token, Method::GET, "/v1.0/users/$count", None).await;
        assert_eq!((counted.body.as_str(), counted.headers["content-type"].as_str()), ("5", "text/plain"));
        for refused_query in [
            "$filter=department%20eq%20'x'",
            "$filter=endswith(mail,'x')",
            "$filter=displayName%20eq%20'a'%20or%20displayName%20eq%20'b'",
            "$orderby=mail",
            "$skip=3",
        ] {
            let answer = script.ask(&token, Method::GET, &format!("/v1.0/users?{refused_query}"), None).await;
            refused(&answer, 400, "Request_UnsupportedQuery");
        }
        let bad = script.ask(&token, Method::GET, "/v1.0/users?$skiptoken=zz", None).await;
        refused(&bad, 400, "BadRequest");
    }

    async fn groups_are_made_filled_read_and_deleted(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[PEOPLE, GROUPS]).await;
        let token = script.own_token().await;
        let els = add(&script, &token, "Els", "els@example.org").await["id"].as_str().unwrap().to_owned();
        let body = json!({ "displayName": "On call", "description": "At night", "mailEnabled": false,
            "mailNickname": "oncall", "securityEnabled": true, "groupTypes": [] });
        let made = script.ask(&token, Method::POST, "/v1.0/groups", Some(&body)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let one = format!("/v1.0/groups/{id}");
        let reference = json!({ "@odata.id": format!("{}/v1.0/directoryObjects/{els}", server.base) });
        let members = format!("{one}/members/$ref");
        assert_eq!(script.ask(&token, Method::POST, &members, Some(&reference)).await.status, 204);
        refused(&script.ask(&token, Method::POST, &members, Some(&reference)).await, 400, "Request_BadRequest");
        assert_eq!((count(&server, &at, "addGroup").await, count(&server, &at, "addGroupMember").await), (1, 1));
        let list = script.read(&token, &format!("{one}/members")).await;
        assert_eq!((names(&list), &list["value"][0]["@odata.type"]), (vec!["Els".to_owned()], &json!("#microsoft.graph.user")));
        let of = script.read(&token, "/v1.0/users/els@example.org/memberOf").await;
        assert_eq!(names(&of), ["On call"]);
        let patch = json!({ "displayName": "On duty" });
        assert_eq!(script.ask(&token, Method::PATCH, &one, Some(&patch)).await.status, 204);
        assert_eq!(names(&script.read(&token, "/v1.0/groups?$filter=startswith(displayName,'On')").await), ["On duty"]);
        let gone = script.ask(&token, Method::DELETE, &format!("{one}/members/{els}/$ref"), None).await;
        assert_eq!(gone.status, 204, "{}", gone.body);
        assert_eq!(script.ask(&token, Method::DELETE, &one, None).await.status, 204);
        refused(&script.ask(&token, Method::GET, &one, None).await, 404, "Request_ResourceNotFound");
        let mailbox = json!({ "displayName": "x", "mailEnabled": true });
        refused(&script.ask(&token, Method::POST, "/v1.0/groups", Some(&mailbox)).await, 400, "Request_BadRequest");
        let roles = json!({ "displayName": "x", "isAssignableToRole": true });
        let answer = script.ask(&token, Method::POST, "/v1.0/groups", Some(&roles)).await;
        refused(&answer, 403, "Authorization_RequestDenied");
    }

    async fn who_holds_a_role_is_read_by_its_known_id(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[ROLES]).await;
        let token = script.own_token().await;
        let global = Role::GlobalAdministrator.id();
        let holders = script.read(&token, &format!("/v1.0/directoryRoles/{global}/members")).await;
        assert_eq!(names(&holders), ["Anna de Vries"]);
        let role = script.read(&token, &format!("/v1.0/directoryRoles/roleTemplateId={global}")).await;
        assert_eq!(role["displayName"], "Global Administrator");
        let anna = user(&server, at.tenant, "anna@example.org").await;
        let given = format!("/v1.0/roleManagement/directory/roleAssignments?$filter=principalId%20eq%20'{anna}'");
        let given = script.read(&token, &given).await;
        assert_eq!(given["value"][0]["roleDefinitionId"], global.to_string());
        refused(&script.ask(&token, Method::GET, "/v1.0/users", None).await, 403, "Authorization_RequestDenied");
    }

    async fn members_are_told_by_name_to_who_may_not_read_people(database) {
        let (server, at) = Server::with_organisation(database).await;
        let full = Script::register(&server, &at, &[PEOPLE, GROUPS, ROLES]).await;
        let token = full.own_token().await;
        let body = json!({ "displayName": "Els", "userPrincipalName": "els@example.org", "department": "Sales" });
        let els = full.ask(&token, Method::POST, "/v1.0/users", Some(&body)).await;
        let els = els.json()["id"].as_str().unwrap().to_owned();
        let body = json!({ "displayName": "On call", "mailEnabled": false, "securityEnabled": true });
        let group = full.ask(&token, Method::POST, "/v1.0/groups", Some(&body)).await;
        let group = group.json()["id"].as_str().unwrap().to_owned();
        let reference = json!({ "@odata.id": format!("{}/v1.0/directoryObjects/{els}", server.base) });
        let members = format!("/v1.0/groups/{group}/members");
        let added = full.ask(&token, Method::POST, &format!("{members}/$ref"), Some(&reference)).await;
        assert_eq!(added.status, 204, "{}", added.body);
        let holders = format!("/v1.0/directoryRoles/{}/members", Role::GlobalAdministrator.id());
        let chosen = "$select=id,displayName,userPrincipalName,department";
        let told = full.read(&token, &format!("{members}?{chosen}")).await;
        assert_eq!(told["value"][0]["department"], "Sales");
        let narrow = Script::register(&server, &at, &[GROUPS, ROLES]).await;
        let token = narrow.own_token().await;
        for (list, name) in [(&members, "Els"), (&holders, "Anna de Vries")] {
            for query in ["", chosen] {
                let told = narrow.read(&token, &format!("{list}?{query}")).await;
                assert_eq!(names(&told), [name]);
                for (property, _) in told["value"][0].as_object().unwrap() {
                    assert!(["@odata.type", "displayName", "id"].contains(&property.as_str()), "{property}: {told}");
                }
            }
        }
        let sought = format!("{holders}?$filter=userPrincipalName%20eq%20'anna@example.org'");
        assert_eq!(narrow.read(&token, &sought).await["value"], json!([]), "nothing is found by what is not told");
    }

    async fn a_list_does_not_go_on_beyond_its_end(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[ROLES]).await;
        let token = script.own_token().await;
        let all = Role::ALL.len();
        for beyond in [usize::MAX.to_string(), (all + 1).to_string()] {
            let path = format!("/v1.0/directoryRoles?$top=2&$skiptoken={beyond}");
            refused(&script.ask(&token, Method::GET, &path, None).await, 400, "BadRequest");
        }
        let end = script.read(&token, &format!("/v1.0/directoryRoles?$top=2&$skiptoken={all}")).await;
        assert_eq!((&end["value"], end.get("@odata.nextLink")), (&json!([]), None));
    }
}
