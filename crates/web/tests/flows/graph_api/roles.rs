//! Roles are given and taken at the API by people, who have just shown that it is them.

use model::{Behalf, Permission, Role, Span};
use reqwest::Method;
use serde_json::{Value, json};
use service::Fault;
use service::app_permissions::PermissionChange;
use store::Tables;
use testkit::{Client, Server};

use crate::graph_api::api::{Script, refused};
use crate::on_both::on_both;
use crate::steps::{ANNA, OFFICE, PIET, anna, audited, leave, person_with_app, user};

const ROLES: Permission = Permission::RoleManagementReadWriteDirectory;
const ASSIGNMENTS: &str = "/v1.0/roleManagement/directory/roleAssignments";

async fn delegated(script: &Script, browser: &Client) -> String {
    let tokens = script.tokens_for(browser, "openid RoleManagement.ReadWrite.Directory").await;
    tokens["access_token"].as_str().unwrap().to_owned()
}

fn to(principal: impl ToString, role: Role) -> Value {
    json!({ "principalId": principal.to_string(), "roleDefinitionId": role.id().to_string(), "directoryScopeId": "/" })
}

on_both! {
    async fn a_role_is_given_and_taken_on_behalf_of_who_may(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let script = Script::register(&server, &at, &[(Behalf::Person, ROLES)]).await;
        let (piet, _) = person_with_app(&server, &at, PIET, &server.browser(OFFICE)).await;
        let token = delegated(&script, &chief).await;
        let made = script.ask(&token, Method::POST, ASSIGNMENTS, Some(&to(piet, Role::ReportsReader))).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let made = made.json();
        let one = format!("{ASSIGNMENTS}/{}", made["id"].as_str().unwrap());
        assert_eq!(script.read(&token, &one).await["principalId"], piet.to_string());
        let again = script.ask(&token, Method::POST, ASSIGNMENTS, Some(&to(piet, Role::ReportsReader))).await;
        refused(&again, 400, "Request_BadRequest");
        let list = script.read(&token, &format!("{ASSIGNMENTS}?$filter=principalId%20eq%20'{piet}'")).await;
        assert_eq!(list["value"].as_array().unwrap().len(), 1);
        assert_eq!(script.ask(&token, Method::DELETE, &one, None).await.status, 204);
        refused(&script.ask(&token, Method::DELETE, &one, None).await, 404, "Request_ResourceNotFound");
        let members = format!("/v1.0/directoryRoles/{}/members", Role::SecurityReader.id());
        let reference = json!({ "@odata.id": format!("{}/v1.0/directoryObjects/{piet}", server.base) });
        assert_eq!(script.ask(&token, Method::POST, &format!("{members}/$ref"), Some(&reference)).await.status, 204);
        assert_eq!(script.ask(&token, Method::DELETE, &format!("{members}/{piet}/$ref"), None).await.status, 204);
        assert_eq!((audited(&server, &at, "giveRole").await, audited(&server, &at, "takeRole").await), (2, 2));
        let log = server.database().read(at.tenant, |tx| tx.audit().newest(1)).await.unwrap();
        assert!(log[0].changes.contains(&script.app.app_id.to_string()), "through which application");
    }

    /// Who hands out power has just shown that it is them; an application by itself never does.
    async fn no_application_hands_out_power_by_itself(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let script = Script::register(&server, &at, &[(Behalf::Person, ROLES)]).await;
        let given = PermissionChange::Give((Behalf::Own, ROLES));
        let own = server.house.set_app_permission(at.tenant, leave(), script.app.app_id, given).await;
        assert!(matches!(own, Err(Fault::Invalid("permission"))), "{own:?}");
        let browser = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &at, PIET, &browser).await;
        let now = server.now();
        let clerk = server.database().write(at.tenant, move |tx| tx.users().assign(piet, Role::UserAdministrator, now));
        clerk.await.unwrap();
        let piets = delegated(&script, &browser).await;
        let body = to(piet, Role::GlobalAdministrator);
        refused(&script.ask(&piets, Method::POST, ASSIGNMENTS, Some(&body)).await, 403, "Authorization_RequestDenied");
        let annas = delegated(&script, &chief).await;
        server.pass(Span::minutes(11));
        refused(&script.ask(&annas, Method::POST, ASSIGNMENTS, Some(&body)).await, 401, "InteractionRequired");
        assert_eq!(audited(&server, &at, "giveRole").await, 0);
    }

    async fn the_last_global_administrator_keeps_the_role(database) {
        let (server, at) = Server::with_organisation(database).await;
        let chief = anna(&server, &at).await;
        let script = Script::register(&server, &at, &[(Behalf::Person, ROLES)]).await;
        let token = delegated(&script, &chief).await;
        let anna = user(&server, at.tenant, ANNA).await;
        let path = format!("{ASSIGNMENTS}/{}-{anna}", Role::GlobalAdministrator.id());
        refused(&script.ask(&token, Method::DELETE, &path, None).await, 409, "Conflict");
    }
}
