//! What people have registered, and reports about it, at the API.

use model::{Behalf, Permission, Role};
use reqwest::Method;
use serde_json::json;
use store::Tables;
use testkit::Server;

use crate::graph_api::api::{Script, refused};
use crate::on_both::on_both;
use crate::steps::{ANNA, OFFICE, PIET, anna, audited, factors_of, person_with_app, user};

const WRITES: Permission = Permission::UserAuthenticationMethodReadWriteAll;

on_both! {
    async fn methods_are_read_and_removed_of_people_without_a_role(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &at, PIET, &server.browser(OFFICE)).await;
        let script = Script::register(&server, &at, &[(Behalf::Own, WRITES)]).await;
        let token = script.own_token().await;
        let of = |name: &str, list: &str| format!("/v1.0/users/{name}/authentication/{list}");
        let told = script.read(&token, &of(PIET, "methods")).await;
        let kinds: Vec<&str> =
            told["value"].as_array().unwrap().iter().map(|row| row["@odata.type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["#microsoft.graph.passwordAuthenticationMethod", "#microsoft.graph.softwareOathAuthenticationMethod"]);
        assert_eq!(told["value"][1]["secretKey"], json!(null));
        assert_eq!(script.read(&token, &of(PIET, "phoneMethods")).await["value"], json!([]));
        refused(&script.ask(&token, Method::GET, &of(PIET, "carrierPigeons"), None).await, 400, "BadRequest");
        let app = told["value"][1]["id"].as_str().unwrap();
        let path = of(PIET, &format!("softwareOathMethods/{app}"));
        assert_eq!(script.read(&token, &path).await["id"], app);
        refused(&script.ask(&token, Method::GET, &of(PIET, &format!("fido2Methods/{app}")), None).await, 404, "Request_ResourceNotFound");
        let password = of(PIET, "passwordMethods/28c10230-6103-485e-b985-444c60001490");
        refused(&script.ask(&token, Method::DELETE, &password, None).await, 400, "BadRequest");
        assert_eq!(script.ask(&token, Method::DELETE, &path, None).await.status, 204);
        assert_eq!(factors_of(&server, at.tenant, piet).await, 0);
        assert_eq!(audited(&server, &at, "removeMethod").await, 1);
        // Whoever holds a role is above an application.
        let annas = script.read(&token, &of(ANNA, "softwareOathMethods")).await;
        let path = of(ANNA, &format!("softwareOathMethods/{}", annas["value"][0]["id"].as_str().unwrap()));
        refused(&script.ask(&token, Method::DELETE, &path, None).await, 403, "Authorization_RequestDenied");
    }

    async fn an_authentication_administrator_removes_no_method_of_somebody_who_holds_more(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &at, PIET, &browser).await;
        let now = server.now();
        let given = server.database().write(at.tenant, move |tx| tx.users().assign(piet, Role::AuthenticationAdministrator, now));
        given.await.unwrap();
        let script = Script::register(&server, &at, &[(Behalf::Person, WRITES)]).await;
        let tokens = script.tokens_for(&browser, "openid UserAuthenticationMethod.ReadWrite.All").await;
        let token = tokens["access_token"].as_str().unwrap();
        let methods = script.read(token, &format!("/v1.0/users/{ANNA}/authentication/softwareOathMethods")).await;
        let id = methods["value"][0]["id"].as_str().unwrap();
        let path = format!("/v1.0/users/{ANNA}/authentication/softwareOathMethods/{id}");
        refused(&script.ask(token, Method::DELETE, &path, None).await, 403, "Authorization_RequestDenied");
        let anna = user(&server, at.tenant, ANNA).await;
        assert_eq!(factors_of(&server, at.tenant, anna).await, 1);
    }

    async fn reports_say_who_has_registered_what(database) {
        let (server, at) = Server::with_organisation(database).await;
        let _ = anna(&server, &at).await;
        let piet = person_with_app(&server, &at, PIET, &server.browser(OFFICE)).await.0;
        let script = Script::register(&server, &at, &[(Behalf::Own, Permission::AuditLogReadAll)]).await;
        let token = script.own_token().await;
        let reports = "/v1.0/reports/authenticationMethods";
        let list = script.read(&token, &format!("{reports}/userRegistrationDetails")).await;
        assert_eq!(list["value"].as_array().unwrap().len(), 2);
        let one = script.read(&token, &format!("{reports}/userRegistrationDetails/{piet}")).await;
        assert_eq!((&one["isMfaRegistered"], &one["isMfaCapable"], &one["isAdmin"]), (&json!(true), &json!(true), &json!(false)));
        assert_eq!(one["methodsRegistered"], json!(["softwareOneTimePasscode"]));
        let all = "(includedUserTypes='all',includedUserRoles='all')";
        let counts = script.read(&token, &format!("{reports}/usersRegisteredByMethod{all}")).await;
        assert_eq!(counts["totalUserCount"], 2);
        let apps = &counts["userRegistrationMethodCounts"][0];
        assert_eq!((&apps["authenticationMethod"], &apps["userCount"]), (&json!("softwareOneTimePasscode"), &json!(2)));
        let features = script.read(&token, &format!("{reports}/usersRegisteredByFeature")).await;
        assert_eq!(features["userRegistrationFeatureCounts"][4], json!({ "feature": "mfaCapable", "userCount": 2 }));
        let some = format!("{reports}/usersRegisteredByMethod(includedUserTypes='guest',includedUserRoles='all')");
        refused(&script.ask(&token, Method::GET, &some, None).await, 400, "Request_UnsupportedQuery");
    }
}
