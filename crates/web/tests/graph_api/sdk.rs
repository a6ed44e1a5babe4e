//! What Microsoft's own client for Graph makes of the API, with another address and nothing else changed.

use model::{Behalf, Permission};
use serde_json::json;
use testkit::Server;

use crate::api::Script;
use crate::on_both::on_both;

on_both! {
    async fn microsofts_client_administers_an_organisation(database) {
        let (server, at) = Server::with_organisation(database).await;
        let given = [
            Permission::PolicyReadWriteConditionalAccess,
            Permission::UserReadWriteAll,
            Permission::GroupReadWriteAll,
            Permission::PolicyReadWriteAuthenticationMethod,
        ];
        let script = Script::register(&server, &at, &given.map(|permission| (Behalf::Own, permission))).await;
        let issuer = format!("{}/{}/v2.0", server.base, at.tenant);
        let (base, id, secret) = (server.base.clone(), script.app.app_id.to_string(), script.secret.clone());
        let told = tokio::task::spawn_blocking(move || testkit::graph_sdk(&base, &issuer, &id, &secret));
        assert_eq!(
            told.await.unwrap(),
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
                "error": { "known": true, "status": 404, "code": "Request_ResourceNotFound" },
            })
        );
    }
}
