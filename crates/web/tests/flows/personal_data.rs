//! What is kept of somebody is told to them, whole and without a secret; and erasing says what stays. On both databases.

use crate::on_both::on_both;
use crate::steps::{
    ANNA, OFFICE, PIET, anna, audited, invite, leave, person_with_app, person_with_password, user,
};
use model::{Id, Role, Span, User};
use serde_json::Value;
use service::people::RoleChange;
use store::{PERSONAL, Tables, Told};
use testkit::{Answer, Client, Organisation, Server};

const OWN: &str = "/my/security/data";

async fn download(browser: &Client, path: &str) -> Answer {
    let token = browser.get("/my").await.field("t");
    browser.post(path, &[("t", &token)]).await
}

fn rows<'a>(file: &'a Value, table: &str) -> &'a Vec<Value> {
    file["data"][table].as_array().unwrap_or_else(|| panic!("{table}: {file}"))
}

/// The secrets that are kept of somebody, as they could be written.
async fn secrets(server: &Server, at: &Organisation, person: Id<User>) -> Vec<String> {
    let read = server.database().read(at.tenant, move |tx| {
        let hash = tx.users().password_hash(person)?.unwrap();
        let sealed: Vec<_> = tx.credentials().of(person)?.into_iter().map(|held| held.secret).collect();
        Ok::<_, sql::Error>((hash, sealed))
    });
    let (hash, sealed) = read.await.unwrap();
    let mut all: Vec<String> = hash.split('$').filter(|part| part.len() > 20).map(str::to_owned).collect();
    for bytes in sealed {
        all.push(data_encoding::HEXLOWER.encode(&bytes));
        all.push(data_encoding::BASE64.encode(&bytes)[..24].to_owned());
    }
    all
}

on_both! {
    async fn everybody_downloads_what_is_kept_of_them_and_nobody_else(database) {
        let (server, at) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let (piet, seed) = person_with_app(&server, &at, PIET, &own).await;
        assert!(own.get(OWN).await.text().contains("Download what is kept of me"));
        let answer = download(&own, OWN).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let kind = answer.headers.get("content-disposition").map(String::as_str);
        assert_eq!(kind, Some("attachment; filename=\"my-data.json\""));
        let file = answer.json();
        assert_eq!(file["person"], piet.to_string());
        assert_eq!(rows(&file, "users")[0]["user_name"], PIET);
        assert_eq!(rows(&file, "credentials")[0]["method"], "totp");
        assert_eq!(rows(&file, "sessions")[0]["address"], OFFICE);
        assert!(rows(&file, "sign_in_records").iter().any(|row| row["outcome"] == "success"), "{file}");
        assert!(rows(&file, "audit_records").iter().any(|row| row["done"] == "addPerson"), "{file}");
        let did = |word: &str| rows(&file, "audit_records").iter().any(|row| row["did"] == word);
        assert!(did("exportPersonalData"), "it is read after it was recorded: {file}");
        for (table, told) in PERSONAL {
            let is_told = file["data"].get(table).is_some();
            assert_eq!(is_told, *told == Told::Given, "{table}");
        }
        let anna = user(&server, at.tenant, ANNA).await;
        assert!(!answer.body.contains(ANNA) && !answer.body.contains(&anna.to_string()), "{}", answer.body);
        for secret in secrets(&server, &at, piet).await.iter().chain([&seed]) {
            assert!(!answer.body.contains(secret.as_str()), "a secret left");
        }
        assert!(!answer.body.contains("argon2"));
        assert_eq!(audited(&server, &at, "exportPersonalData").await, 1);
    }

    /// A stolen session gets no further than the question for a proof.
    async fn what_is_kept_of_oneself_is_downloaded_with_fresh_proofs_only(database) {
        let (server, at) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        person_with_app(&server, &at, PIET, &own).await;
        server.pass(Span::minutes(11));
        let answer = download(&own, OWN).await;
        assert!(!answer.body.contains("\"data\""), "{}", answer.text());
        assert_eq!(audited(&server, &at, "exportPersonalData").await, 0);
    }

    /// Attack 72: who may read everything takes nobody's data out, and who may not even read does neither.
    async fn only_a_global_administrator_downloads_what_is_kept_of_others(database) {
        let (server, at) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &at, PIET, &own).await;
        let path = format!("/admin/users/{piet}/personal-data");
        for role in [None, Some(Role::GlobalReader), Some(Role::UserAdministrator)] {
            if let Some(role) = role {
                server.house.set_role(at.tenant, leave(), piet, RoleChange::Give(role)).await.unwrap();
            }
            let answer = download(&own, &path).await;
            assert_eq!(answer.status, 403, "{role:?}: {}", answer.text());
        }
        let chief = anna(&server, &at).await;
        let page = chief.get(&format!("/admin/users/{piet}")).await;
        assert!(page.body.contains(&path), "{}", page.text());
        let answer = download(&chief, &path).await;
        assert_eq!(answer.json()["person"], piet.to_string());
        assert_eq!(audited(&server, &at, "exportPersonalData").await, 1);
        assert_eq!(download(&chief, &format!("/admin/users/{}/personal-data", Id::<User>::fixed(9))).await.status, 404);
    }

    async fn erasing_says_what_goes_what_stays_and_why_and_offers_the_file_first(database) {
        let (server, at) = Server::with_organisation(database).await;
        invite(&server, &at, PIET, None).await;
        let piet = user(&server, at.tenant, PIET).await;
        server.house.delete_person(at.tenant, leave(), piet).await.unwrap();
        let chief = anna(&server, &at).await;
        let page = chief.get(&format!("/admin/deleted-users/{piet}/erase")).await;
        for said in ["the log is sealed", "for 90 days", "for 730 days", "a backup does not bring", "passkeys"] {
            assert!(page.text().contains(said), "{said}: {}", page.text());
        }
        let file = download(&chief, &format!("/admin/users/{piet}/personal-data")).await.json();
        assert_eq!(rows(&file, "users")[0]["state"], "deleted");
        let token = page.field("t");
        let done = chief.post(&format!("/admin/deleted-users/{piet}/erase"), &[("t", &token), ("sure", "yes")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(download(&chief, &format!("/admin/users/{piet}/personal-data")).await.status, 404);
    }

    /// Attack 80: what people are called cannot break out of the file.
    async fn a_name_with_quotes_stays_a_name(database) {
        let (server, at) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let piet = person_with_password(&server, &at, PIET, &own).await;
        let name = "Piet\",\"state\":\"x <b>";
        let wanted = vec![(model::Attribute::DisplayName, name.to_owned())];
        server.house.change_person(at.tenant, leave(), piet, wanted).await.unwrap();
        let chief = anna(&server, &at).await;
        let file = download(&chief, &format!("/admin/users/{piet}/personal-data")).await.json();
        assert_eq!(rows(&file, "users")[0]["display_name"], name);
    }
}
