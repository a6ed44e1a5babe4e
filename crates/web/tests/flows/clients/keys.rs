//! Keys that are replaced under the hands of applications that keep the key set, and each algorithm in each library.

use model::Span;
use oauth::SigningAlgorithm;
use serde_json::Value;
use service::Haste;
use service::authority::{Actor, SystemUser, Target, permit};
use testkit::{Kind, Organisation, Server};

use crate::clients::party::{KINDS, Party, Running, leave, pass, signed_in};
use crate::on_both::on_both;

async fn rotate(server: &Server, at: &Organisation, haste: Haste) {
    let operator = Actor::Cli(SystemUser { uid: 0, name: "root".to_owned() });
    let leave = permit(&operator, Target::Organisation).unwrap();
    server.house.rotate_signing_keys(at.tenant, leave, haste).await.unwrap();
}

fn kid(told: &Value) -> String {
    told["header"]["kid"].as_str().unwrap_or_else(|| panic!("{told}")).to_owned()
}

fn token(told: &Value) -> String {
    told["id_token"].as_str().unwrap_or_else(|| panic!("{told}")).to_owned()
}

/// Signs Anna in to an application, which verifies the ID token with the keys it has or fetches.
async fn told(server: &Server, at: &Organisation, running: &Running) -> Value {
    let told = signed_in(server, at, running).await;
    assert_eq!(running.verifies(&token(&told)).await.unwrap()["header"], told["header"]);
    told
}

/// One that has kept the key set since before the next key was published, and one that fetched it afterwards.
async fn replaced_under(server: &Server, at: &Organisation, kind: Kind) {
    let (early, late) = (Party::register(server, at, kind).await, Party::register(server, at, kind).await);
    let early = early.start(server).await;
    let first = told(server, at, &early).await;
    assert_eq!(early.fetched().await, 1);

    rotate(server, at, Haste::Planned).await;
    pass(server, Span::minutes(10), &[&early]).await;
    let running = late.start(server).await;
    let announced = told(server, at, &running).await;
    assert_eq!((kid(&announced), running.fetched().await), (kid(&first), 1), "published, and not used yet");

    // Until some minutes before the end of `oauth::PUBLISHED_BEFORE`.
    pass(server, Span::minutes(23 * 60 + 45), &[&early, &running]).await;
    let last = told(server, at, &running).await;
    assert_eq!(kid(&last), kid(&first), "the key before signs until the day is over");
    let signed = server.now();

    pass(server, Span::minutes(10), &[&early, &running]).await;
    let next = told(server, at, &running).await;
    assert_ne!(kid(&next), kid(&first), "the next key signs");
    assert_eq!(running.fetched().await, 1, "{kind:?} knew the key: it was published a day before");
    running.verifies(&token(&last)).await.expect("what the key before signed is good until it ends");
    let fetched = early.fetched().await;
    assert_eq!(kid(&told(server, at, &early).await), kid(&next));
    assert_eq!(
        early.fetched().await,
        fetched + 1,
        "{kind:?} met a key that it does not know, and looked again"
    );

    pass(server, oauth::KEPT_AFTER, &[]).await;
    drop(running);
    let running = late.start(server).await;
    // Its clock stands still, so that the key is what fails, and not the token's age.
    running.set_clock(signed.as_secs()).await;
    let refused = running.verifies(&token(&last)).await.expect_err("the key is gone");
    assert!(no_such_key(&refused), "{refused}");
    told(server, at, &running).await;
}

/// The libraries' words for a key that the published set does not have.
fn no_such_key(refused: &Value) -> bool {
    ["ERR_JWKS_NO_MATCHING_KEY", "invalid_key_id"].iter().any(|word| refused["error"] == *word)
}

on_both! {
    async fn a_key_is_replaced_while_clients_keep_the_key_set(database) {
        let (server, at) = Server::with_organisation(database).await;
        server.house.run_jobs().await;
        for kind in KINDS {
            replaced_under(&server, &at, kind).await;
        }
    }

    async fn clients_that_keep_the_key_set_follow_a_key_that_is_replaced_at_once(database) {
        let (server, at) = Server::with_organisation(database).await;
        server.house.run_jobs().await;
        for kind in KINDS {
            let party = Party::register(&server, &at, kind).await;
            let running = party.start(&server).await;
            for haste in [Haste::Now, Haste::Leaked] {
                let before = told(&server, &at, &running).await;
                rotate(&server, &at, haste).await;
                // Sooner than this `jose` does not look again.
                pass(&server, Span::minutes(1), &[&running]).await;
                let after = told(&server, &at, &running).await;
                assert_ne!(kid(&before), kid(&after), "{kind:?} {haste:?}");
                let old = running.verifies(&token(&before)).await;
                match haste {
                    Haste::Leaked => assert!(no_such_key(&old.unwrap_err()), "{kind:?}"),
                    _ => assert_eq!(kid(&old.unwrap()), kid(&before), "{kind:?}"),
                }
            }
        }
    }

    async fn each_client_verifies_each_algorithm_that_an_application_may_ask_for(database) {
        let (server, at) = Server::with_organisation(database).await;
        server.house.run_jobs().await;
        for kind in KINDS {
            let party = Party::register(&server, &at, kind).await;
            let running = party.start(&server).await;
            for wanted in SigningAlgorithm::ALL {
                server.house.sign_app_with(at.tenant, leave(), party.id, wanted).await.unwrap();
                let told = told(&server, &at, &running).await;
                assert_eq!(told["header"]["alg"], wanted.word(), "{kind:?}");
                let refreshed = running.refreshes().await.unwrap();
                assert_eq!(refreshed["header"]["alg"], wanted.word(), "{kind:?}");
            }
        }
    }
}
