//! Something of each kind for the parameters of the routes, and what would show that one was changed.

use crate::steps::{ANNA, GOOD, OFFICE, accept, enrolled, kept, leave, person_with_app};
use model::{AppKind, Assignment, Id, Locale, User};
use service::apps::NewApp;
use service::authority::{Actor, SystemUser, Target, permit};
use service::conditional_access::{Keeping, Wish};
use service::groups::{Leave, NewGroup};
use service::organisations::NewOrganisation;
use service::people::NewPerson;
use service::terms::TermsDraft;
use store::Tables;
use testkit::{Answer, Client, Organisation, Server};

const KLAAS: &str = "klaas@example.org";
/// The role Reports Reader.
const REPORTS: &str = "4a5d8f65-41da-4de4-8968-e035b65339cf";
const ELSEWHERE: &str = "https://id.jansen.example";

/// What any form might ask for, so that a missing check would do something.
pub const EVERYTHING: [(&str, &str); 28] = [
    ("sure", "yes"),
    ("act", "block"),
    ("enabled", "no"),
    ("days", "0"),
    ("reason", "tooOften"),
    ("understood", "yes"),
    ("display", "Evil"),
    ("name", "evil@example.org"),
    ("mail", "evil@evil.example"),
    ("displayName", "Evil"),
    ("userPrincipalName", "evil2@example.org"),
    ("department", "Evil"),
    ("userType", "Guest"),
    ("verified", "yes"),
    ("role", "62e90394-69f5-4237-9190-012177145e10"),
    ("roles", "62e90394-69f5-4237-9190-012177145e10"),
    ("state", "active"),
    ("delivery", "link"),
    ("who", "everyone"),
    ("kind", "public"),
    ("addresses", "https://evil.example/code"),
    ("logout_addresses", "https://evil.example/"),
    ("person", ANNA),
    ("member", ANNA),
    ("owner", ANNA),
    ("locale", "nl"),
    ("help_contact", "Evil"),
    ("organisation", "Evil"),
];

/// One of each kind.
pub struct Places {
    klaas: String,
    /// Somebody who was deleted.
    lies: String,
    method: String,
    app: String,
    group: String,
    policy: String,
    location: String,
    revision: String,
    terms: String,
    strength: String,
    pass: String,
    secret: String,
    record: String,
    code: String,
    /// What is kept and must be shown to nobody again.
    pub kept: Vec<String>,
}

impl Places {
    /// Makes them, and proves by the chief's eyes that each is there.
    pub async fn make(server: &Server, at: &Organisation, chief: &Client) -> Self {
        let (klaas, seed) = person_with_app(server, at, KLAAS, &server.browser(OFFICE)).await;
        let methods = server.database().read(at.tenant, move |tx| tx.credentials().of(klaas)).await.unwrap();
        let new = NewApp {
            name: "Nextcloud".to_owned(),
            kind: AppKind::Confidential,
            redirect_uris: vec!["https://cloud.example.org/code".to_owned()],
            logout_uris: vec![],
            assignment: Assignment::Assigned,
        };
        let (app, app_secret) = server.house.add_app(at.tenant, leave(), new).await.unwrap();
        let new = NewGroup {
            display: "On call".to_owned(),
            description: String::new(),
            carries_roles: true,
            rule: None,
        };
        let group = server.house.add_group(at.tenant, Leave::Roles(leave()), new).await.unwrap();
        let details = server.house.app_details(at.tenant, &leave(), app.app_id).await.unwrap();
        let newest = server.database().read(at.tenant, |tx| tx.audit().newest(1)).await.unwrap();
        let signed_in = chief.get("/admin/sign-ins").await;
        let link = signed_in.body.split("/admin/sign-ins/").nth(1).expect("a sign-in");
        let places = Self {
            klaas: klaas.to_string(),
            lies: deleted(server, at).await.to_string(),
            method: methods[0].id.to_string(),
            app: app.app_id.to_string(),
            group: group.to_string(),
            policy: policy(server, at, klaas).await,
            location: location(server, at).await,
            revision: server.house.policies(at.tenant, &leave()).await.unwrap().revision.to_string(),
            terms: terms(server, at).await,
            strength: strength(server, at).await,
            pass: pass(server, at).await,
            record: newest[0].id.to_string(),
            secret: details.secrets[0].id.to_string(),
            code: link.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect(),
            kept: kept_of(server, at, klaas, vec![seed, app_secret.unwrap().0, at.secret.clone()]).await,
        };
        for (_, path, _) in crate::attacks_every_route::table::ADMIN.iter().filter(|line| line.0 == "GET") {
            let answer = chief.get(&places.fill(path)).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        }
        places
    }

    /// The path with its parameters.
    pub fn fill(&self, path: &str) -> String {
        let id: &str = match path {
            path if path.contains("/applications/") => &self.app,
            path if path.contains("/deleted-users/") => &self.lies,
            path if path.contains("/admin/groups/") => &self.group,
            path if path.contains("/audit-logs/") => &self.record,
            path if path.contains("/policies/") => &self.policy,
            path if path.contains("/locations/") => &self.location,
            path if path.contains("/revisions/") => &self.revision,
            path if path.contains("/terms/") => &self.terms,
            path if path.contains("/strengths/") => &self.strength,
            path if path.contains("/directory-sync/") => &self.pass,
            path if path.contains("/contexts/") => "c1",
            _ => &self.klaas,
        };
        let segment = |segment: &str| match segment {
            "{id}" => id.to_owned(),
            // No browser is remembered: leave is asked before anything is looked for.
            "{method}" | "{record}" => self.method.clone(),
            "{role}" => REPORTS.to_owned(),
            "{act}" if path.contains("/deleted-users/") => "restore".to_owned(),
            "{act}" => "block".to_owned(),
            "{secret}" => self.secret.clone(),
            "{person}" | "{member}" | "{subject}" => self.klaas.clone(),
            "{kind}" => "SoftwareOath".to_owned(),
            "{part}" => self.method.clone(),
            "{group}" => self.group.clone(),
            "{code}" => self.code.clone(),
            "{token}" | "{ticket}" | "{file}" | "{*rest}" => "x".to_owned(),
            plain => {
                assert!(!plain.contains('{'), "nothing is made for `{plain}`");
                plain.to_owned()
            }
        };
        path.split('/').map(segment).collect::<Vec<_>>().join("/")
    }

    /// True when an answer tells something of the organisation that they are in.
    pub fn is_told_by(&self, answer: &Answer) -> bool {
        ["Klaas", "klaas@", "Piet Bakker", "Nextcloud", "On call", "from the moon", "on the moon"]
            .iter()
            .any(|word| answer.body.contains(word))
    }

    /// What would be different if anything had been changed.
    pub async fn trace(&self, server: &Server, at: &Organisation) -> Vec<String> {
        let records = server.database().read(at.tenant, |tx| tx.audit().newest(10_000)).await.unwrap();
        records.into_iter().map(|record| format!("{} {}", record.action, record.changes)).collect()
    }
}

/// Writes a policy, which is off.
async fn policy(server: &Server, at: &Organisation, spared: Id<User>) -> String {
    let text = format!(
        r#"{{
            "displayName": "Nobody from the moon", "state": "disabled",
            "conditions": {{ "users": {{ "includeUsers": ["All"], "excludeUsers": ["{spared}"] }},
                "applications": {{ "includeApplications": ["All"] }} }},
            "grantControls": {{ "operator": "OR", "builtInControls": ["mfa"] }}
        }}"#
    );
    let saved = server.house.create_policy(at.tenant, leave(), &text, Wish::default()).await;
    saved.unwrap().unwrap().id.to_string()
}

/// Makes a named location.
async fn location(server: &Server, at: &Organisation) -> String {
    let text = r#"{ "displayName": "Dock on the moon", "ipRanges": [{ "cidrAddress": "192.0.2.0/24" }] }"#;
    let saved = server.house.create_location(at.tenant, leave(), text).await;
    saved.unwrap().unwrap().id.to_string()
}

/// Makes terms of use.
async fn terms(server: &Server, at: &Organisation) -> String {
    let draft = TermsDraft {
        name: "Rules on the moon".to_owned(),
        must_view: false,
        again_days: None,
        texts: vec![(Locale::En, "No shoes on the moon.".to_owned())],
        ask_again: false,
        seen: None,
    };
    server.house.add_terms(at.tenant, leave(), draft).await.unwrap().unwrap().to_string()
}

/// Makes an authentication strength, and a context beside it.
async fn strength(server: &Server, at: &Organisation) -> String {
    let text = r#"{ "displayName": "Keys from the moon", "allowedCombinations": ["fido2"] }"#;
    let context = r#"{ "displayName": "Rockets on the moon" }"#;
    server
        .house
        .keep_context(at.tenant, leave(), "c1", (context, Keeping::New), Wish::default())
        .await
        .unwrap()
        .unwrap();
    let saved = server.house.create_strength(at.tenant, leave(), text).await;
    saved.unwrap().unwrap().id.to_string()
}

/// Keeps a pass over a directory server.
async fn pass(server: &Server, at: &Organisation) -> String {
    let now = server.now();
    let run = store::SyncRunRow {
        id: Id::fixed(0x5afe),
        begun: now,
        ended: now,
        whole: true,
        trial: true,
        outcome: "done".to_owned(),
        counts: "{}".to_owned(),
    };
    let kept = run.clone();
    server.database().write(at.tenant, move |tx| tx.sync_runs().insert(&kept, &[])).await.unwrap();
    run.id.to_string()
}

/// Adds somebody and deletes them.
async fn deleted(server: &Server, at: &Organisation) -> Id<User> {
    crate::steps::invite(server, at, "lies@example.org", None).await;
    let lies = crate::steps::user(server, at.tenant, "lies@example.org").await;
    server.house.delete_person(at.tenant, leave(), lies).await.unwrap();
    lies
}

/// Secrets that are known, and the rows of what is kept sealed or as a hash: as text, hexadecimal and base64.
async fn kept_of(
    server: &Server,
    at: &Organisation,
    person: Id<User>,
    mut known: Vec<String>,
) -> Vec<String> {
    known.extend(at.recovery_codes.iter().cloned());
    let rows = server.database().read(at.tenant, move |tx| {
        let hash = tx.users().password_hash(person)?.unwrap();
        let mut sealed: Vec<_> = tx.credentials().of(person)?.into_iter().map(|held| held.secret).collect();
        sealed.extend(tx.signing_keys().all()?.into_iter().map(|key| key.private));
        Ok::<_, sql::Error>((hash, sealed))
    });
    let (hash, sealed) = rows.await.unwrap();
    // The salt and the hash, without the parameters before them.
    known.extend(hash.split('$').filter(|part| part.len() > 20).map(str::to_owned));
    for bytes in sealed {
        known.push(data_encoding::HEXLOWER.encode(&bytes));
        known.push(data_encoding::BASE64.encode(&bytes)[..24].to_owned());
        known.push(data_encoding::BASE64URL_NOPAD.encode(&bytes)[..24].to_owned());
    }
    known.push("argon2id".to_owned());
    known
}

/// Somebody who administers another organisation at another host, signed in there with both factors.
pub async fn administrator_elsewhere(server: &Server) -> Client {
    let new = NewOrganisation {
        name: "Jansen".to_owned(),
        domain: "jansen.example".to_owned(),
        locale: Locale::En,
        public_address: ELSEWHERE.to_owned(),
        help_contact: "Jan, 030 123 45 67".to_owned(),
        administrator: NewPerson {
            display: "Jan Jansen".to_owned(),
            name: "jan@jansen.example".to_owned(),
            mail: None,
            locale: None,
        },
    };
    let root = Actor::Cli(SystemUser { uid: 0, name: "root".to_owned() });
    let leave = permit(&root, Target::Organisation).unwrap();
    let (_, _, link) = server.house.add_organisation(leave, new).await.unwrap();
    let jan = Client::at_node(&server.base, ELSEWHERE, OFFICE);
    let page = accept(&jan, link.address.strip_prefix(ELSEWHERE).unwrap()).await;
    let page = jan.submit(&page, &[("new_password", GOOD)]).await;
    let (_, page) = enrolled(server, &jan, &page).await;
    let done = kept(&jan, &page).await;
    assert_eq!(done.status, 303, "{}", done.text());
    jan
}
