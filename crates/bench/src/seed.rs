//! A data folder with an organisation of many people, written through the store: they share one password hash.

use std::path::Path;

use aws_lc_rs::rand;
use factors::password::{self, Cost, Memory, Password};
use factors::totp;
use model::{
    AppId, AppKind, Assignment, GuestKind, Id, Locale, Method, Name, PasswordState, PerUserMfa, Signal, Span,
    Tenant, Timestamp, User, UserState,
};
use server::config::{Config, Flags, Sources};
use server::data_dir::DataDir;
use server::keys::{KeyRing, Missing};
use service::{App, Browser, Context, Credential, House, Keys, Place};
use sql::Db;
use store::Tables;

use crate::{Outcome, codes};

/// The organisation's domain, which addresses name it by.
pub(crate) const DOMAIN: &str = "example.org";
/// Everybody's password; as a form carries it.
pub(crate) const PASSWORD: &str = "correct-horse-battery-staple";
/// The secret of everybody's app.
pub(crate) const SECRET: [u8; 20] = *b"twenty bytes, shared";
/// Where the application waits; nobody listens there.
pub(crate) const RETURN: &str = "http://127.0.0.1:9/callback";

/// People written in one transaction.
const AT_ONCE: usize = 1_000;

/// The name that somebody signs in with.
pub(crate) fn login(number: usize) -> String {
    format!("person{number}@{DOMAIN}")
}

/// The configuration of a server on such a folder; a `sluis.toml` beside it may name another database.
pub(crate) fn config(folder: &Path, port: &str) -> Outcome<Config> {
    let beside = folder.parent().map(Path::to_owned);
    let folder = folder.to_str().ok_or("a folder's name is not UTF-8")?;
    let listen = format!("localhost:{port}");
    let flags = [("listen", listen.as_str()), ("data_dir", folder), ("log.level", "warn")];
    let flags = flags.map(|(key, value)| ("--set".to_owned(), key.to_owned(), value.to_owned())).to_vec();
    let sources = Sources { flags: Flags(flags), folder: beside, ..Sources::default() };
    Ok(server::config::load(&sources).map_err(|error| error.to_string())?.config)
}

/// Makes the folder and prints the application's client id. `hash` is `cheap` or `real`.
pub(crate) fn run(hash: &str, folder: &Path, port: &str, people: &str) -> Outcome<()> {
    let cost = match hash {
        "cheap" => Cost::cheapest(),
        "real" => Cost::DEFAULT,
        other => return Err(format!("no hash is called {other}").into()),
    };
    server::data_dir::keep_files_private();
    let config = config(folder, port)?;
    let data = DataDir::open(&config.data_dir)?;
    let keys = || -> Outcome<Keys> {
        let ring = KeyRing::open(&data.file("keys"), Missing::Make, &mut server::random::fill)?;
        Keys::new(ring.as_slice()).map_err(|_| "the key file has no key".into())
    };
    let db = Db::open(&server::wiring::database(&config, &data), store::MIGRATIONS)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let app = runtime.block_on(async {
        let outside = server::wiring::outside(&config)?;
        let house =
            House::open(db.clone(), outside, keys()?, server::wiring::service_config(&config)).await?;
        let tenant = organisation(&house, port).await?;
        // What happens by itself in a new house happens now, and not while something is measured.
        house.run_jobs().await;
        write(&db, &keys()?, tenant, cost, people.parse()?).await
    })?;
    db.close();
    println!("{app}");
    Ok(())
}

async fn organisation(house: &House, port: &str) -> Outcome<Id<Tenant>> {
    let mut draft = house.new_draft(Locale::En, format!("http://localhost:{port}"));
    draft.organisation = "De Vries Accountants".to_owned();
    draft.domain = DOMAIN.to_owned();
    draft.help_contact = "Marieke de Vries, 020 123 45 67".to_owned();
    draft.display = "Anna de Vries".to_owned();
    draft.name = format!("anna@{DOMAIN}");
    draft.mail.clone_from(&draft.name);
    let hash = house.draft_password(&draft, PASSWORD).await?;
    draft.password_hash = hash.map_err(|_| "the password is not good enough")?;
    let context = Context {
        address: None,
        browser: Browser { id: [9; 32], returned: true },
        remembered: None,
        agent: None,
        platform: Signal::Unknown,
        locality: None,
        platform_hint: Signal::Unknown,
        locale: Locale::En,
    };
    let code = codes::totp(&draft.totp);
    let made = house.make_organisation(draft, &context, &code).await?;
    Ok(made.ok_or("the code was not right")?.tenant)
}

async fn write(db: &Db, keys: &Keys, tenant: Id<Tenant>, cost: Cost, people: usize) -> Outcome<Id<AppId>> {
    let typed = Password::new(PASSWORD)?;
    let hash = password::hash(&cost, random()?, &typed, &mut Memory::new(&cost)).phc();
    let now = server::clock::now();
    let app = application(now)?;
    let id = app.app_id;
    db.write(tenant, move |tx| tx.apps().insert(&app)).await?;
    for first in (0..people).step_by(AT_ONCE) {
        let some = (first..people.min(first + AT_ONCE))
            .map(|number| person(number, keys, tenant, now))
            .collect::<Outcome<Vec<_>>>()?;
        let hash = hash.clone();
        db.write(tenant, move |tx| {
            some.iter().try_for_each(|(user, handle, credential)| {
                tx.users().insert(user, handle, Some(&hash))?;
                tx.users().index(user)?;
                tx.credentials().insert(credential)
            })
        })
        .await?;
    }
    Ok(id)
}

/// Somebody who has been here for a year and has an app.
fn person(
    number: usize,
    keys: &Keys,
    tenant: Id<Tenant>,
    now: Timestamp,
) -> Outcome<(User, [u8; 32], Credential)> {
    let long_ago = now - Span::days(365);
    let user = User {
        id: Id::random(random()?),
        name: Name::new(&login(number)).map_err(|_| "no name")?,
        display: format!("Person {number}"),
        mail: Some(login(number)),
        locale: None,
        state: UserState::Active,
        password: PasswordState::Own { changed: long_ago, handed: long_ago },
        per_user_mfa: PerUserMfa::Disabled,
        guest: GuestKind::Member,
        created: long_ago,
        valid_from: long_ago,
        asked_since: Some(long_ago),
        ends: None,
    };
    let id = Id::ordered(long_ago, random()?);
    let place = Place { tenant, column: "credentials.secret", row: id.as_bytes() };
    let credential = Credential {
        id,
        user: user.id,
        method: Method::Totp,
        label: String::new(),
        secret: keys.seal(place, random()?, totp::Secret::new(SECRET).as_bytes()),
        last_step: None,
        created: long_ago,
        last_used: None,
    };
    Ok((user, random()?, credential))
}

fn application(now: Timestamp) -> Outcome<App> {
    Ok(App {
        app_id: Id::random(random()?),
        object_id: Id::random(random()?),
        principal_id: Id::random(random()?),
        name: "Bench".to_owned(),
        kind: AppKind::Public,
        assignment: Assignment::Everyone,
        redirect_uris: vec![RETURN.to_owned()],
        logout_uris: vec![],
        built_in: false,
        standing: Default::default(),
        signing: oauth::SigningAlgorithm::Es256,
        created: now,
    })
}

fn random<const N: usize>() -> Outcome<[u8; N]> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes)?;
    Ok(bytes)
}
