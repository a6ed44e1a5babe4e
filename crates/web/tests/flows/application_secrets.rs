//! The secrets of applications: how many, how long, when used, and what Home says of them; on both databases.

use crate::on_both::on_both;
use crate::steps::{self, anna, leave};
use data_encoding::BASE64;
use model::{AppId, AppKind, Assignment, Id, Span, Timestamp};
use oauth::KeyState;
use service::Fault;
use service::app_secrets::{NewSecret, SecretLife};
use service::apps::{AppDetails, NewApp};
use service::authority::{Actor, SystemUser, Target, permit};
use store::Tables;
use testkit::{Answer, Client, Organisation, Server};

/// An application with its first secret.
async fn app(server: &Server, at: &Organisation) -> (Id<AppId>, String) {
    let new = NewApp {
        name: "Nextcloud".to_owned(),
        kind: AppKind::Confidential,
        redirect_uris: vec!["https://cloud.example.org/code".to_owned()],
        logout_uris: vec![],
        assignment: Assignment::Everyone,
    };
    let (app, secret) = server.house.add_app(at.tenant, leave(), new).await.unwrap();
    (app.app_id, secret.unwrap().0)
}

fn months(months: u8) -> NewSecret {
    NewSecret { description: String::new(), months }
}

async fn details(server: &Server, at: &Organisation, app: Id<AppId>) -> AppDetails {
    server.house.app_details(at.tenant, &leave(), app).await.unwrap()
}

/// What an application does with its secret; there is no such code, so nothing else happens.
async fn shows(server: &Server, at: &Organisation, app: Id<AppId>, secret: &str) {
    let basic = format!("Basic {}", BASE64.encode(format!("{app}:{secret}").as_bytes()));
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", "none"),
        ("redirect_uri", "https://cloud.example.org/code"),
        ("code_verifier", steps::VERIFIER),
    ];
    let address = format!("/{}/oauth2/v2.0/token", at.tenant);
    let answer =
        server.browser("198.51.100.20").post_with(&address, &fields, ("authorization", &basic)).await;
    assert!(answer.status >= 400, "{}", answer.body);
}

async fn last_used(server: &Server, at: &Organisation, app: Id<AppId>) -> Option<Timestamp> {
    details(server, at, app).await.secrets[0].last_used
}

/// Sends a form with a token of the visitor's own.
async fn send(browser: &Client, action: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get("/my").await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    browser.post(action, &all).await
}

on_both! {
    async fn no_more_than_two_secrets_work_also_when_they_are_made_at_once(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (app, _) = app(&server, &at).await;
        let make = || server.house.add_app_secret(at.tenant, leave(), app, months(6));
        let outcomes = tokio::join!(make(), make(), make());
        let made = [outcomes.0, outcomes.1, outcomes.2].map(|outcome| match outcome {
            Ok(_) => true,
            Err(Fault::Conflict("secrets")) => false,
            Err(fault) => panic!("{fault}"),
        });
        assert_eq!(made.into_iter().filter(|made| *made).count(), 1);
        assert_eq!(details(&server, &at, app).await.secrets.len(), 2);
        let browser = anna(&server, &at).await;
        let page = send(&browser, &format!("/admin/applications/{app}/secrets"), &[("months", "6")]).await;
        assert_eq!(page.status, 422);
        assert!(page.text().contains("There are two secrets. Remove one"), "{}", page.text());
        assert!(!page.body.contains("value-secret"));
    }

    async fn a_secret_lasts_as_long_as_was_chosen_and_the_organisation_allows(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (app, _) = app(&server, &at).await;
        let days = |details: &AppDetails, place: usize| {
            let secret: &service::AppSecret = &details.secrets[place];
            secret.until.since(secret.created).days_down()
        };
        let first = days(&details(&server, &at, app).await, 0);
        assert!((181..=184).contains(&first), "{first}");
        let browser = anna(&server, &at).await;
        let saved = send(&browser, "/admin/applications/settings", &[("months", "3")]).await;
        assert_eq!(saved.location(), "/admin/applications/settings?done=saved");
        let action = format!("/admin/applications/{app}/secrets");
        for wrong in ["6", "0", "x", ""] {
            let page = send(&browser, &action, &[("months", wrong), ("description", "second server")]).await;
            assert_eq!(page.status, 422, "{wrong}");
            assert_eq!(page.field("description"), "second server", "what was typed stays");
        }
        let page = send(&browser, &action, &[("months", "3"), ("description", "second server")]).await;
        assert!(page.text().contains("second server"), "{}", page.text());
        let kept = details(&server, &at, app).await;
        assert_eq!((days(&kept, 0), kept.secrets.len()), (first, 2), "an old secret keeps its end");
        assert!((89..=92).contains(&days(&kept, 1)));
        for wrong in ["0", "61", "-1", "x"] {
            let page = send(&browser, "/admin/applications/settings", &[("months", wrong)]).await;
            assert_eq!((page.status, page.field("months").as_str()), (422, wrong));
        }
        let life = server.house.secret_life(at.tenant, &leave()).await.unwrap();
        assert_eq!(life, SecretLife { longest_months: 3 });
    }

    async fn it_is_noted_once_an_hour_that_a_secret_is_used(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (app, secret) = app(&server, &at).await;
        shows(&server, &at, app, "not the secret").await;
        assert_eq!(last_used(&server, &at, app).await, None);
        shows(&server, &at, app, &secret).await;
        let first = last_used(&server, &at, app).await.unwrap();
        server.pass(Span::minutes(59));
        shows(&server, &at, app, &secret).await;
        assert_eq!(last_used(&server, &at, app).await, Some(first));
        server.pass(Span::minutes(1));
        shows(&server, &at, app, &secret).await;
        assert!(last_used(&server, &at, app).await.unwrap() > first);
        let page = anna(&server, &at).await.get(&format!("/admin/applications/{app}")).await;
        assert!(page.text().contains("last used"), "{}", page.text());
    }

    async fn home_says_that_a_secret_ends_until_another_one_is_used(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (app, _) = app(&server, &at).await;
        assert!(!anna(&server, &at).await.get("/admin").await.text().contains("A secret of"));
        server.pass(Span::days(160));
        let browser = anna(&server, &at).await;
        let home = browser.get("/admin").await;
        assert!(home.text().contains("A secret of Nextcloud ends in"), "{}", home.text());
        assert!(home.body.contains(&format!("/admin/applications/{app}#secrets")));
        server.house.add_app_secret(at.tenant, leave(), app, months(6)).await.unwrap();
        assert!(!browser.get("/admin").await.text().contains("A secret of"));
    }

    async fn a_global_administrator_replaces_the_signing_keys_after_a_question(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = anna(&server, &at).await;
        let kids = || async {
            let keys = server.house.published_keys(at.tenant, &leave()).await.unwrap();
            let active = keys.iter().filter(|key| key.state == KeyState::Active);
            (keys.len(), active.map(|key| key.kid.clone()).collect::<Vec<_>>())
        };
        let (count, before) = kids().await;
        let settings = browser.get("/admin/applications/settings").await;
        assert!(settings.text().contains("signs since"), "{}", settings.text());
        let question = browser.get("/admin/applications/settings/keys/now").await;
        assert_eq!(kids().await, (count, before.clone()), "a question changes nothing");
        let done = browser.submit(&question, &[("sure", "yes")]).await;
        assert_eq!(done.location(), "/admin/applications/settings?done=keys-replaced");
        let (with_old, now) = kids().await;
        assert!(with_old > count && now.iter().all(|kid| !before.contains(kid)));
        let question = browser.get("/admin/applications/settings/keys/leaked").await;
        browser.submit(&question, &[("sure", "yes")]).await;
        assert!(kids().await.1.iter().all(|kid| !now.contains(kid)));
        let newest = server.database().read(at.tenant, |tx| tx.audit().newest(1)).await.unwrap();
        assert_eq!(newest[0].action, "rotateSigningKeys");
        assert!(newest[0].changes.contains("leaked"), "{}", newest[0].changes);
        assert_eq!(browser.get("/admin/applications/settings/keys/planned").await.status, 404);
        // Attack 39: whoever took over a session replaces nothing without showing that it is them.
        server.pass(Span::minutes(11));
        let (_, before) = kids().await;
        let away = send(&browser, "/admin/applications/settings/keys/now", &[("sure", "yes")]).await;
        assert_eq!(away.status, 303, "{}", away.text());
        assert_eq!(kids().await.1, before);
        let root = Actor::Cli(SystemUser { uid: 0, name: "root".to_owned() });
        let leave = permit(&root, Target::Organisation).unwrap();
        server.house.rotate_signing_keys(at.tenant, leave, service::Haste::Now).await.unwrap();
    }
}
