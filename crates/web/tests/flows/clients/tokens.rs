//! What each client asks about its tokens, and how it gives them up.

use testkit::Server;

use crate::clients::party::{KINDS, Party, signed_in};
use crate::on_both::on_both;

on_both! {
    async fn each_client_asks_about_its_tokens_and_gives_them_up(database) {
        let (server, at) = Server::with_organisation(database).await;
        server.house.run_jobs().await;
        for kind in KINDS {
            let party = Party::register(&server, &at, kind).await;
            let running = party.start(&server).await;
            for given_up in ["refresh_token", "access_token"] {
                let told = signed_in(&server, &at, &running).await;
                let access = running.asks_about("access_token").await;
                assert_eq!(access["active"], true, "{kind:?} {access}");
                assert_eq!((&access["sub"], &access["token_type"]), (&told["claims"]["sub"], &"Bearer".into()));
                assert_eq!((&access["scope"], &access["username"]), (&told["scope"], &"anna@example.org".into()));
                let refresh = running.asks_about("refresh_token").await;
                assert_eq!((&refresh["active"], &refresh["client_id"]), (&true.into(), &party.id.to_string().into()));
                assert_eq!(running.gives_up(given_up).await, serde_json::json!({ "status": 200, "body": "" }));
                for token in ["access_token", "refresh_token"] {
                    assert_eq!(running.asks_about(token).await, serde_json::json!({ "active": false }), "{kind:?}");
                }
                assert_eq!(running.refreshes().await.unwrap_err()["error"], "invalid_grant");
            }
        }
    }
}
