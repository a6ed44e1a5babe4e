//! Attacks on the API: tokens that are another's, too weak, or whose ground is gone.

use model::{Behalf, Permission, Role, Span};
use reqwest::Method;
use serde_json::json;
use service::Fault;
use service::app_permissions::PermissionChange;
use service::app_secrets::NewSecret;
use service::authority::{Actor, Confirmation, SystemUser, Target, permit};
use store::Tables;
use testkit::{Client, Organisation, Server};

use crate::graph_api::api::{Script, refused};
use crate::on_both::on_both;
use crate::steps::{ANNA, OFFICE, PIET, anna, leave, person_with_app, user};

const POLICIES: &str = "/v1.0/identity/conditionalAccess/policies";
const READS: &[(Behalf, Permission)] =
    &[(Behalf::Person, Permission::PolicyReadAll), (Behalf::Person, Permission::UserReadAll)];
const WRITES: &[(Behalf, Permission)] = &[(Behalf::Person, Permission::PolicyReadWriteConditionalAccess)];

async fn delegated(script: &Script, browser: &Client, scope: &str) -> String {
    let tokens = script.tokens_for(browser, &format!("openid {scope}")).await;
    tokens["access_token"].as_str().unwrap().to_owned()
}

fn disabled(name: &str) -> serde_json::Value {
    json!({ "displayName": name, "state": "disabled", "conditions": { "clientAppTypes": ["all"],
        "users": { "includeUsers": ["All"] }, "applications": { "includeApplications": ["All"] } },
        "grantControls": { "operator": "OR", "builtInControls": ["mfa"] } })
}

on_both! {
    async fn an_application_reaches_no_further_than_its_person_and_its_permissions(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let script = Script::register(&server, &at, READS).await;
        let token = delegated(&script, &chief, "Policy.Read.All User.Read.All").await;
        assert_eq!(script.read(&token, POLICIES).await["value"], json!([]));
        assert_eq!(script.read(&token, "/v1.0/me").await["userPrincipalName"], ANNA);
        refused(&script.ask(&token, Method::POST, POLICIES, Some(&disabled("x"))).await, 403, "AccessDenied");
        refused(&script.ask(&token, Method::GET, "/v1.0/groups", None).await, 403, "Authorization_RequestDenied");
        // A plain person is one here too, whatever the application was given.
        let browser = server.browser(OFFICE);
        person_with_app(&server, &at, PIET, &browser).await;
        let plain = delegated(&script, &browser, "Policy.Read.All User.Read.All User.Read").await;
        assert_eq!(script.read(&plain, "/v1.0/me").await["userPrincipalName"], PIET);
        let own = delegated(&script, &browser, "User.Read").await;
        let chosen = script.read(&own, "/v1.0/me?$select=displayName,employeeId,accountEnabled").await;
        assert_eq!(chosen.as_object().unwrap().len(), 2, "the context and the name: {chosen}");
        refused(&script.ask(&plain, Method::GET, POLICIES, None).await, 403, "AccessDenied");
        refused(&script.ask(&plain, Method::GET, "/v1.0/users", None).await, 403, "Authorization_RequestDenied");
    }

    async fn a_permission_that_was_not_given_is_not_granted(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let script = Script::register(&server, &at, READS).await;
        let back = chief.get(&script.authorize("openid Policy.ReadWrite.ConditionalAccess")).await;
        assert_eq!(back.parameter("error").as_deref(), Some("invalid_scope"), "{}", back.location());
        // What it was given for itself is nothing on behalf of people, and the other way round.
        let own = script.own_token().await;
        refused(&script.ask(&own, Method::GET, POLICIES, None).await, 403, "AccessDenied");
        let told = script.tokens_for(&chief, "openid https://graph.microsoft.com/.default").await;
        assert_eq!(told["scope"], "openid User.Read User.Read.All Policy.Read.All");
    }

    async fn a_write_for_a_person_wants_a_second_factor_of_this_moment(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let script = Script::register(&server, &at, WRITES).await;
        let token = delegated(&script, &chief, "Policy.ReadWrite.ConditionalAccess").await;
        let made = script.ask(&token, Method::POST, POLICIES, Some(&disabled("x"))).await;
        assert_eq!(made.status, 201, "{}", made.body);
        server.pass(Span::minutes(11));
        let answer = script.ask(&token, Method::POST, POLICIES, Some(&disabled("y"))).await;
        refused(&answer, 401, "InteractionRequired");
        let challenge = &answer.headers["www-authenticate"];
        assert!(challenge.contains("insufficient_user_authentication") && challenge.contains("max_age"), "{challenge}");
        assert_eq!(script.ask(&token, Method::GET, POLICIES, None).await.status, 200, "reading goes on");
        let id = user(&server, at.tenant, ANNA).await;
        let log = server.database().read(at.tenant, |tx| tx.audit().newest(1)).await.unwrap();
        assert_eq!(log[0].actor, store::Actor::User(id));
        assert!(log[0].changes.contains(&script.app.app_id.to_string()), "through which application: {}", log[0].changes);
    }

    async fn a_token_for_the_api_is_given_to_nobody_without_a_second_factor(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let script = Script::register(&server, &at, READS).await;
        crate::steps::defaults(&server, &at, false).await;
        crate::steps::sign_out(&chief).await;
        crate::steps::proved(&chief, ANNA, &at.password).await;
        let plain = chief.get(&script.authorize("openid profile")).await;
        assert!(plain.parameter("code").is_some(), "a browser that is known needs no more for that: {}", plain.text());
        let asked = chief.get(&script.authorize("openid Policy.Read.All")).await;
        let page = chief.follow(asked).await;
        assert!(page.has_field("totp"), "{}", page.text());
    }

    async fn whatever_a_token_hangs_on_ends_it(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let script = Script::register(&server, &at, READS).await;
        let me = "/v1.0/me";
        // The permission is taken.
        let token = delegated(&script, &chief, "Policy.Read.All").await;
        let reads = (Behalf::Person, Permission::PolicyReadAll);
        script.set(&server, &at, PermissionChange::Take(reads)).await;
        refused(&script.ask(&token, Method::GET, POLICIES, None).await, 403, "AccessDenied");
        script.set(&server, &at, PermissionChange::Give(reads)).await;
        assert_eq!(script.ask(&token, Method::GET, POLICIES, None).await.status, 200);
        // The role is taken.
        let id = user(&server, at.tenant, ANNA).await;
        let roles = |role: Option<Role>| {
            let now = server.now();
            server.database().write(at.tenant, move |tx| {
                tx.users().unassign(id, Role::GlobalAdministrator)?;
                role.map_or(Ok(()), |role| tx.users().assign(id, role, now))
            })
        };
        roles(None).await.unwrap();
        refused(&script.ask(&token, Method::GET, POLICIES, None).await, 403, "AccessDenied");
        roles(Some(Role::GlobalAdministrator)).await.unwrap();
        assert_eq!(script.ask(&token, Method::GET, POLICIES, None).await.status, 200);
        // The sessions are ended, and the grant with them.
        server.house.end_sessions(at.tenant, leave(), id).await.unwrap();
        for path in [me, POLICIES] {
            refused(&script.ask(&token, Method::GET, path, None).await, 401, "InvalidAuthenticationToken");
        }
    }

    async fn a_token_of_elsewhere_or_for_something_else_opens_nothing(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let script = Script::register(&server, &at, READS).await;
        let signing_in = script.tokens_for(&chief, "openid profile").await;
        let token = delegated(&script, &chief, "Policy.Read.All").await;
        let (head, tail) = token.rsplit_once('.').unwrap();
        let forged = format!("{head}.{}", tail.chars().rev().collect::<String>());
        for wrong in [
            signing_in["access_token"].as_str().unwrap(),
            signing_in["id_token"].as_str().unwrap(),
            &forged,
            "x",
            "a.b.c",
        ] {
            refused(&script.ask(wrong, Method::GET, POLICIES, None).await, 401, "InvalidAuthenticationToken");
        }
        let none = script.ask("", Method::GET, POLICIES, None).await;
        refused(&none, 401, "InvalidAuthenticationToken");
        assert_eq!(none.headers["www-authenticate"], "Bearer");
        // Cookies say nothing here: a page elsewhere cannot borrow a session.
        let by_cookie = chief.get(POLICIES).await;
        refused(&by_cookie, 401, "InvalidAuthenticationToken");
        // Where people sign in, a token for the API still says who they are.
        let bearer = format!("Bearer {token}");
        let info = chief.get_with(&format!("/{}/openid/userinfo", at.tenant), ("authorization", &bearer)).await;
        assert_eq!(info.status, 200, "{}", info.body);
        let own = format!("Bearer {}", script.own_token().await);
        let info = chief.get_with(&format!("/{}/openid/userinfo", at.tenant), ("authorization", &own)).await;
        assert_eq!(info.status, 401, "an application is nobody");
    }

    async fn whoever_may_change_nobody_is_not_told_who_is_there(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let script = Script::register(&server, &at, READS).await;
        let token = delegated(&script, &chief, "User.Read").await;
        let there = user(&server, at.tenant, ANNA).await.to_string();
        for named in [there.as_str(), ANNA, "11111111-1111-4111-8111-111111111111", "nobody@example.org"] {
            let one = format!("/v1.0/users/{named}");
            for (method, path, body) in [
                (Method::PATCH, one.clone(), Some(json!({ "accountEnabled": false }))),
                (Method::PATCH, one.clone(), Some(json!({ "displayName": "x" }))),
                (Method::DELETE, one.clone(), None),
                (Method::POST, format!("{one}/revokeSignInSessions"), None),
            ] {
                let answer = script.ask(&token, method, &path, body.as_ref()).await;
                refused(&answer, 403, "Authorization_RequestDenied");
            }
        }
    }

    async fn an_application_changes_nobody_who_holds_a_role(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[(Behalf::Own, Permission::UserReadWriteAll)]).await;
        let token = script.own_token().await;
        let anna = user(&server, at.tenant, ANNA).await;
        let one = format!("/v1.0/users/{anna}");
        assert_eq!(script.read(&token, &one).await["userPrincipalName"], ANNA);
        for (method, path, body) in [
            (Method::PATCH, one.clone(), Some(json!({ "accountEnabled": false }))),
            (Method::PATCH, one.clone(), Some(json!({ "displayName": "x" }))),
            (Method::DELETE, one.clone(), None),
            (Method::POST, format!("{one}/revokeSignInSessions"), None),
        ] {
            let answer = script.ask(&token, method, &path, body.as_ref()).await;
            refused(&answer, 403, "Authorization_RequestDenied");
        }
    }

    async fn a_secret_of_a_powerful_application_is_made_by_who_could_give_what_it_has(database) {
        let (server, at) = Server::with_organisation(database).await;
        let script = Script::register(&server, &at, &[(Behalf::Own, Permission::PolicyReadWriteConditionalAccess)]).await;
        let (piet, _) = person_with_app(&server, &at, PIET, &server.browser(OFFICE)).await;
        let holding = async |role: Role| {
            let now = server.now();
            let set = server.database().write(at.tenant, move |tx| {
                for held in tx.users().own_roles(piet)? {
                    tx.users().unassign(piet, held)?;
                }
                tx.users().assign(piet, role, now)
            });
            set.await.unwrap();
        };
        let now = server.now();
        let sessions = server.database().read(at.tenant, move |tx| tx.sessions().of_user(piet, now, 1)).await.unwrap();
        let session = sessions[0].session.id;
        let acting = |role: Role| Actor::Person {
            user: piet,
            roles: vec![role],
            session,
            address: None,
            confirmation: Confirmation::Fresh,
        };
        let new = || NewSecret { description: String::new(), months: 6 };
        holding(Role::ApplicationAdministrator).await;
        let leave = permit(&acting(Role::ApplicationAdministrator), Target::Organisation).unwrap();
        let made = server.house.add_app_secret(at.tenant, leave, script.app.app_id, new()).await;
        assert!(matches!(made, Err(Fault::Denied)), "it would give them what they may not give themselves");
        let plain = Script::register(&server, &at, &[]).await;
        let leave = permit(&acting(Role::ApplicationAdministrator), Target::Organisation).unwrap();
        assert!(server.house.add_app_secret(at.tenant, leave, plain.app.app_id, new()).await.is_ok());
        let root = Actor::Cli(SystemUser { uid: 0, name: "root".to_owned() });
        let leave = permit(&root, Target::Organisation).unwrap();
        assert!(server.house.add_app_secret(at.tenant, leave, script.app.app_id, new()).await.is_ok());
    }
}

const ELSEWHERE: &str = "https://id.jansen.example";

/// Whose organisation it is, the token decides and nothing else (D1); and each has a host of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_of_one_organisation_reads_nothing_of_another() {
    let (server, at) = Server::with_organisation(testkit::Database::Sqlite).await;
    let reads = [(Behalf::Own, Permission::UserReadAll)];
    let script = Script::register(&server, &at, &reads).await;
    let other = another(&server).await;
    let theirs = Script::register(&server, &other, &reads).await.at_host(ELSEWHERE);
    let token = theirs.own_token().await;
    let host = [("host", "id.jansen.example")];
    let told = theirs.ask_with(&token, Method::GET, "/v1.0/users", None, &host).await;
    assert_eq!(told.status, 200, "{}", told.body);
    let told = told.json();
    assert_eq!(told["value"].as_array().unwrap().len(), 1, "{told}");
    assert_eq!(told["value"][0]["userPrincipalName"], "jan@jansen.example");
    for path in ["/v1.0/users".to_owned(), format!("/{}/v1.0/users", at.tenant)] {
        refused(&script.ask(&token, Method::GET, &path, None).await, 401, "InvalidAuthenticationToken");
    }
    let ours = script.own_token().await;
    let crossed = script.ask_with(&ours, Method::GET, "/v1.0/users", None, &host).await;
    refused(&crossed, 401, "InvalidAuthenticationToken");
}

/// Another organisation, at a host of its own.
async fn another(server: &Server) -> Organisation {
    let new = service::organisations::NewOrganisation {
        name: "Jansen".to_owned(),
        domain: "jansen.example".to_owned(),
        locale: model::Locale::En,
        public_address: ELSEWHERE.to_owned(),
        help_contact: "Jan".to_owned(),
        administrator: service::people::NewPerson {
            display: "Jan Jansen".to_owned(),
            name: "jan@jansen.example".to_owned(),
            mail: None,
            locale: None,
        },
    };
    let root = Actor::Cli(SystemUser { uid: 0, name: "root".to_owned() });
    let leave = permit(&root, Target::Organisation).unwrap();
    let (organisation, _, _) = server.house.add_organisation(leave, new).await.unwrap();
    let (password, secret) = (String::new(), String::new());
    Organisation { tenant: organisation.id, password, secret, recovery_codes: vec![] }
}
