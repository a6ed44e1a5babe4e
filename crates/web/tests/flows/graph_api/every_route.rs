//! Every route that the API says it has, which another test holds against the source: without a token, with one that is
//! good for something else, and by each kind of administrator.

use model::{Behalf, Permission, Role};
use reqwest::Method;
use serde_json::json;
use service::authority::TABLE;
use store::Tables;
use testkit::{Organisation, Server};

use crate::graph_api::api::{DEFAULT, Script, refused};
use crate::on_both::on_both;
use crate::steps::{OFFICE, PIET, person_with_app, user};

/// What asks for no permission of its own: a batch is asked request by request.
const OPEN: [&str; 2] = ["/openapi.json", "/$batch"];

/// An operation: its method, its path with something of each kind in it, and the permissions of which one opens it.
struct Operation {
    method: Method,
    path: String,
    permissions: Vec<String>,
}

async fn operations(server: &Server, at: &Organisation) -> Vec<Operation> {
    let document = server.browser(OFFICE).get("/v1.0/openapi.json").await;
    assert_eq!(document.status, 200);
    let someone = user(server, at.tenant, crate::steps::ANNA).await.to_string();
    let document = document.json();
    let mut operations = vec![];
    for (path, item) in document["paths"].as_object().unwrap() {
        if OPEN.contains(&path.as_str()) {
            continue;
        }
        let filled = path.split('/').map(|part| match part {
            "{kind}" if path.contains("/reports/") => "usersRegisteredByMethod",
            "{kind}" if path.contains("/users/") => "softwareOathMethods",
            "{kind}" => "SoftwareOath",
            part if part.starts_with('{') => someone.as_str(),
            plain => plain,
        });
        let filled = format!("/v1.0{}", filled.collect::<Vec<_>>().join("/"));
        for (method, operation) in item.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters")
        {
            let security = operation["security"].as_array().unwrap();
            let permissions = security.iter().map(|one| one["oauth2"][0].as_str().unwrap().to_owned());
            let method = method.to_uppercase().parse().unwrap();
            operations.push(Operation { method, path: filled.clone(), permissions: permissions.collect() });
        }
    }
    assert!(operations.len() > 100, "{}", operations.len());
    operations
}

async fn asked(script: &Script, token: &str, operation: &Operation) -> testkit::Answer {
    let writes = [Method::POST, Method::PATCH, Method::PUT].contains(&operation.method);
    let body = writes.then(|| json!({}));
    script.ask(token, operation.method.clone(), &operation.path, body.as_ref()).await
}

/// True for what is about whoever signed in.
fn is_own(operation: &Operation) -> bool {
    operation.path == "/v1.0/me" || operation.path.starts_with("/v1.0/me/")
}

/// True for what is told to whoever has any permission: it stands on the page where people sign in.
fn is_anybodys(operation: &Operation) -> bool {
    operation.permissions.len() == Permission::ALL.len()
}

on_both! {
    async fn no_route_answers_without_a_token_or_to_one_that_is_for_something_else(database) {
        let (server, at) = Server::with_organisation(database).await;
        let logs = Script::register(&server, &at, &[(Behalf::Own, Permission::AuditLogReadAll)]).await;
        let groups = Script::register(&server, &at, &[(Behalf::Own, Permission::GroupReadAll)]).await;
        let (for_logs, for_groups) = (logs.own_token().await, groups.own_token().await);
        let before = server.database().read(at.tenant, |tx| tx.audit().newest(1)).await.unwrap();
        for operation in operations(&server, &at).await {
            refused(&asked(&logs, "", &operation).await, 401, "InvalidAuthenticationToken");
            if is_anybodys(&operation) {
                continue;
            }
            let is_for_logs = operation.permissions.contains(&"AuditLog.Read.All".to_owned());
            let token = if is_for_logs { &for_groups } else { &for_logs };
            let answer = asked(&logs, token, &operation).await;
            let is_refused = answer.status == 403 || answer.status == 400;
            assert!(is_refused, "{} {}: {} {}", operation.method, operation.path, answer.status, answer.body);
        }
        let after = server.database().read(at.tenant, |tx| tx.audit().newest(1)).await.unwrap();
        assert_eq!(before[0].id, after[0].id, "nothing changed");
    }

    async fn each_kind_of_administrator_reads_what_the_table_says(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &at, PIET, &browser).await;
        let all: Vec<_> = Permission::ALL.iter().map(|permission| (Behalf::Person, *permission)).collect();
        let script = Script::register(&server, &at, &all[1..]).await;
        let tokens = script.tokens_for(&browser, &format!("openid {DEFAULT}")).await;
        let token = tokens["access_token"].as_str().unwrap();
        let operations = operations(&server, &at).await;
        let reads: Vec<_> = operations
            .iter()
            .filter(|one| one.method == Method::GET && !is_anybodys(one) && !is_own(one))
            // Only beta has it, which is said before anything else.
            .filter(|one| !one.path.ends_with("/requirements"))
            .collect();
        for role in [
            None,
            Some(Role::ReportsReader),
            Some(Role::SecurityReader),
            Some(Role::GlobalReader),
            Some(Role::ApplicationAdministrator),
            Some(Role::AuthenticationAdministrator),
            Some(Role::UserAdministrator),
            Some(Role::ConditionalAccessAdministrator),
        ] {
            hold(&server, &at, piet, role).await;
            for operation in &reads {
                let Some(may) = may(role, &operation.permissions) else { continue };
                let answer = asked(&script, token, operation).await;
                let is_told = answer.status != 403;
                assert_eq!(is_told, may, "{role:?} {}: {} {}", operation.path, answer.status, answer.body);
            }
        }
        hold(&server, &at, piet, None).await;
        for operation in operations.iter().filter(|one| one.method != Method::GET && !is_anybodys(one)) {
            let answer = asked(&script, token, operation).await;
            assert!(!(200..300).contains(&answer.status), "{} {}", operation.method, operation.path);
        }
    }
}

/// Whether a role reads by these permissions; nothing where two actions that have them have other roles.
fn may(role: Option<Role>, permissions: &[String]) -> Option<bool> {
    let is_it = |row: &&service::authority::Row| {
        let words: Vec<&str> = row.permissions.iter().map(|one| one.word()).collect();
        !words.is_empty() && words == permissions
    };
    let rows: Vec<bool> =
        TABLE.iter().filter(is_it).map(|row| role.is_some_and(|role| row.roles.contains(&role))).collect();
    let first = *rows.first()?;
    rows.iter().all(|one| *one == first).then_some(first)
}

async fn hold(server: &Server, at: &Organisation, who: model::Id<model::User>, role: Option<Role>) {
    let now = server.now();
    let set = server.database().write(at.tenant, move |tx| {
        for held in tx.users().own_roles(who)? {
            tx.users().unassign(who, held)?;
        }
        role.map_or(Ok(()), |role| tx.users().assign(who, role, now))
    });
    set.await.unwrap();
}
