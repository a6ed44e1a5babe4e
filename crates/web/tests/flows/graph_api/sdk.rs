//! What Microsoft's own clients for Graph make of the API, with another address and nothing else changed.

use model::{Behalf, Permission};
use serde_json::{Value, json};
use testkit::{GraphSdk, Organisation, Server};

use crate::graph_api::api::Script;
use crate::on_both::on_both;

/// What one of them saw.
async fn administer(server: &Server, at: &Organisation, sdk: GraphSdk) -> Value {
    let given = [
        Permission::PolicyReadWriteConditionalAccess,
        Permission::UserReadWriteAll,
        Permission::GroupReadWriteAll,
        Permission::PolicyReadWriteAuthenticationMethod,
        Permission::ApplicationReadWriteAll,
        Permission::AuditLogReadAll,
        Permission::UserAuthenticationMethodReadAll,
    ];
    let script = Script::register(server, at, &given.map(|permission| (Behalf::Own, permission))).await;
    let issuer = format!("{}/{}/v2.0", server.base, at.tenant);
    let (base, id, secret) = (server.base.clone(), script.app.app_id.to_string(), script.secret.clone());
    tokio::task::spawn_blocking(move || sdk.administer(&base, &issuer, &id, &secret)).await.unwrap()
}

on_both! {
    async fn microsofts_client_administers_an_organisation(database) {
        let (server, at) = Server::with_organisation(database).await;
        assert_eq!(
            administer(&server, &at, GraphSdk::JavaScript).await,
            json!({
                "policy": "All",
                "beta": 1,
                "deleted": 1,
                "strength": ["fido2", "password,softwareOath"],
                "usage": 0,
                "context": ["Payments"],
                "method": "enabled",
                "perUser": "enabled",
                "count": 4,
                "people": ["Anna de Vries", "bram", "cor", "dirk"],
                "members": ["bram"],
                "templates": 21,
                "evaluated": [[[true, "notSet"]], [[false, "devicePlatform"]]],
                "application": { "secret": 43, "named": "Wiki" },
                "batch": ["bram", 404, 204],
                "changes": ["removeApplication", "addApplicationSecret", "addApplication"],
                "stopped": 0,
                "place": "Office",
                "error": { "known": true, "status": 404, "code": "Request_ResourceNotFound" },
            })
        );
    }

    async fn microsofts_client_for_python_administers_an_organisation(database) {
        let (server, at) = Server::with_organisation(database).await;
        let _ = crate::steps::anna(&server, &at).await;
        assert_eq!(
            administer(&server, &at, GraphSdk::Python).await,
            json!({
                "organisation": [at.tenant.to_string()],
                "policy": { "name": "All", "users": ["All"], "control": "mfa", "created": true, "left": 0 },
                "people": { "count": 4, "names": ["Anna de Vries", "bram", "cor", "dirk"], "bram": "bram" },
                "group": { "name": "On call", "description": "Whom to call" },
                "application": { "name": "Wiki", "secrets": [null, "Backup"], "shown": 43, "kept": [null, null] },
                "logs": {
                    "signIns": [["anna@example.org", 0]],
                    "newest": "removeApplication",
                    "category": "ApplicationManagement",
                },
                "methods": [
                    "#microsoft.graph.passwordAuthenticationMethod",
                    "#microsoft.graph.softwareOathAuthenticationMethod",
                ],
                "error": { "status": 404, "code": "Request_ResourceNotFound" },
            })
        );
    }
}
