use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use aws_lc_rs::digest::{SHA256, digest};
use factors::password::{self, Memory, Password};
use factors::totp;
use model::{
    Address, AddressRule, AppId, AppKind, Assignment, FirstParty, Group, Id, Locale, Member, Role, Signal,
    Span, Tenant, Timestamp,
};
use outside::country::CountryFileError;
use service::app_secrets::NewSecret;
use service::apps::{Naming, NewApp};
use service::authority::{Action, Actor, Confirmation, Permit, Target, permit};
use service::groups::{Leave, MemberChange, NewGroup, Weight};
use service::people::RoleChange;
use service::{Browser, Context, Fault, House, Outside};

use super::month::{Apps, country_of, month};
use super::people::{Cast, DOMAIN, Part, everybody};
use crate::config::Config;
use crate::data_dir::DataDir;
use crate::{clock, random, wiring};

/// An organisation that was made up, and the ways in to it.
pub struct Demo {
    /// Its id.
    pub tenant: Id<Tenant>,
    /// The administrator's name.
    pub administrator: String,
    /// The administrator's password.
    pub password: String,
    /// The secret of the administrator's authenticator app.
    pub totp: totp::Secret,
    /// Somebody with nothing but an account.
    pub colleague: String,
    /// The password of everybody but the administrator.
    pub their_password: String,
    /// The secret of their apps.
    pub their_totp: totp::Secret,
    /// The client id of the example application.
    pub client_id: Id<AppId>,
    /// Its secret.
    pub client_secret: String,
}

/// Makes a whole organisation in an installation that has none, in a language. `public` is where it will be reached, `application`
/// where the example application will be.
///
/// # Errors
/// When the installation has an organisation (attack 98), or the database fails.
pub async fn make(
    config: &Config,
    data: &DataDir,
    locale: Locale,
    (public, application): (&str, &str),
) -> Result<Demo, Box<dyn Error>> {
    let now = clock::now();
    let moment = Arc::new(AtomicI64::new((now - Span::days(400)).as_micros()));
    let past = Arc::clone(&moment);
    let outside = Outside {
        now: Box::new(move || Timestamp::from_micros(past.load(Ordering::SeqCst))),
        ..outside(config)?
    };
    let (house, db) = wiring::open_with(config, data, outside).await?;
    if !house.organisations().is_empty() {
        return Err("an organisation lives here; the demo makes one of its own, in an empty folder".into());
    }
    let maker = Maker { house, moment, now, locale };
    let demo = maker.make(config, public, application).await?;
    // The jobs of a year, so that Health begins with a log that is sealed.
    maker.moment.store(now.as_micros(), Ordering::SeqCst);
    maker.house.run_jobs().await;
    db.close();
    Ok(demo)
}

struct Maker {
    house: House,
    moment: Arc<AtomicI64>,
    now: Timestamp,
    locale: Locale,
}

/// The real world, but for where addresses are. Mail lands in the folder, and the pages say so.
///
/// # Errors
/// As [`wiring::outside`].
pub fn outside(config: &Config) -> Result<Outside, CountryFileError> {
    Ok(Outside {
        country_of: Box::new(country_of),
        country_data: Box::new(|| "demo".to_owned()),
        locality_of: Box::new(|_| None),
        ..wiring::outside(config)?
    })
}

/// A password of four words' worth of randomness, easy to type.
fn new_password() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut bytes = [0; 20];
    random::fill(&mut bytes);
    let letters: String =
        bytes.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect();
    [&letters[..5], &letters[5..10], &letters[10..15], &letters[15..]].join("-")
}

fn new_secret() -> [u8; 20] {
    let mut bytes = [0; 20];
    random::fill(&mut bytes);
    bytes
}

impl Maker {
    async fn make(&self, config: &Config, public: &str, application: &str) -> Result<Demo, Box<dyn Error>> {
        let (password, their_password) = (new_password(), new_password());
        let administrator = format!("marieke@{DOMAIN}");
        let (tenant, totp) = self.organisation(public, &administrator, &password).await?;
        self.house.mark_demo(tenant).await?;
        let their_totp = new_secret();
        let cast = everybody(self.now, their_totp, &mut random::fill);
        let hash = {
            let mut salt = [0; 16];
            random::fill(&mut salt);
            let typed = Password::new(&their_password).map_err(|_| "a password of ours is too long")?;
            password::hash(&config.hash_cost, salt, &typed, &mut Memory::new(&config.hash_cost)).phc()
        };
        self.house.add_extras(tenant, cast.iter().map(|cast| cast.extra.clone()).collect(), hash).await?;
        let actor = self.administrator(tenant, &administrator).await?;
        let (apps, client_secret) = self.applications(tenant, &actor, application, &cast).await?;
        self.groups(tenant, &actor, apps.books, &cast).await?;
        let past = month(self.now, &cast, &administrator, &apps);
        let (before, after) = past.into_iter().partition(|past| past.at < self.now - Span::days(12));
        self.house.have_happened(tenant, before).await?;
        self.changes(tenant, &actor, &cast).await?;
        self.house.have_happened(tenant, after).await?;
        let colleague = cast.iter().find(|cast| cast.part == Part::Colleague);
        Ok(Demo {
            tenant,
            administrator,
            password,
            totp,
            colleague: colleague.map(|cast| cast.extra.user.name.as_str().to_owned()).unwrap_or_default(),
            their_password,
            their_totp: totp::Secret::new(their_totp),
            client_id: apps.intranet,
            client_secret,
        })
    }

    fn at(&self, days_ago: i64) {
        self.moment.store((self.now - Span::days(days_ago)).as_micros(), Ordering::SeqCst);
    }

    async fn organisation(
        &self,
        public: &str,
        administrator: &str,
        password: &str,
    ) -> Result<(Id<Tenant>, totp::Secret), Box<dyn Error>> {
        let mut draft = self.house.new_draft(self.locale, public.to_owned());
        draft.organisation = "De Vries Accountants".to_owned();
        draft.domain = DOMAIN.to_owned();
        draft.help_contact = "Marieke de Vries, 020 123 45 67".to_owned();
        draft.display = "Marieke de Vries".to_owned();
        draft.name = administrator.to_owned();
        draft.mail = administrator.to_owned();
        let judged = self.house.draft_password(&draft, password).await?;
        draft.password_hash = judged.map_err(|_| "a password of ours is not good enough")?;
        let secret = totp::Secret::new(draft.totp);
        let code = totp::shown(&secret, self.house.now());
        let made = self.house.make_organisation(draft, &nowhere(), &code).await?;
        Ok((made.ok_or("a code of ours is not right")?.tenant, secret))
    }

    async fn administrator(&self, tenant: Id<Tenant>, name: &str) -> Result<Actor, Box<dyn Error>> {
        let leave = leave::<service::authority::ReadPeople>(&Actor::System)?;
        let user = self.house.person_named(tenant, &leave, name).await?.ok_or("nobody administers")?;
        Ok(Actor::Person {
            user: user.id,
            roles: vec![Role::GlobalAdministrator],
            session: Id::fixed(0),
            address: Some("203.0.113.20".to_owned()),
            confirmation: Confirmation::Fresh,
        })
    }

    /// The administrator, signed in so many days ago.
    async fn days_ago(&self, tenant: Id<Tenant>, actor: &Actor, days: i64) -> Result<Actor, Box<dyn Error>> {
        self.at(days);
        self.signed_in(tenant, actor).await
    }

    /// The administrator with a session of this moment.
    async fn signed_in(&self, tenant: Id<Tenant>, actor: &Actor) -> Result<Actor, Box<dyn Error>> {
        let mut actor = actor.clone();
        if let Actor::Person { user, session, address, .. } = &mut actor {
            let ip = address.as_deref().and_then(|address| address.parse().ok());
            let address = ip.map(|ip| Address { ip, rule: AddressRule::Peer });
            let desk = (FirstParty::AdminCentre.app_id(), Context { address, ..nowhere() });
            *session = self.house.extra_session(tenant, *user, desk).await?;
        }
        Ok(actor)
    }

    async fn applications(
        &self,
        tenant: Id<Tenant>,
        actor: &Actor,
        application: &str,
        cast: &[Cast],
    ) -> Result<(Apps, String), Box<dyn Error>> {
        let actor = &self.days_ago(tenant, actor, 390).await?;
        let intranet = self.application(tenant, actor, ("Intranet", application, true)).await?;
        let actor = &self.days_ago(tenant, actor, 380).await?;
        let files = ("Nextcloud", "https://cloud.devries.example/apps/oidc_login/oidc", true);
        let files = self.application(tenant, actor, files).await?;
        let actor = &self.days_ago(tenant, actor, 200).await?;
        let books = ("Boekhouding", "https://boekhouding.devries.example/oidc/callback", false);
        let books = self.application(tenant, actor, books).await?;
        for cast in cast.iter().take(12) {
            let naming = Naming::Add(cast.extra.user.id);
            self.house.name_for_app(tenant, leave(actor)?, books, naming).await?;
        }
        // A secret lasts six months: these are the newest.
        let actor = &self.days_ago(tenant, actor, 165).await?;
        self.new_secret(tenant, actor, files).await?;
        let actor = &self.days_ago(tenant, actor, 100).await?;
        self.new_secret(tenant, actor, books).await?;
        let secret = self.new_secret(tenant, actor, intranet).await?;
        let admin = FirstParty::AdminCentre.app_id();
        Ok((Apps { intranet, files, books, admin }, secret))
    }

    /// Departments, a house around them, one that a rule fills and one that carries a role.
    async fn groups(
        &self,
        tenant: Id<Tenant>,
        actor: &Actor,
        books: Id<AppId>,
        cast: &[Cast],
    ) -> Result<(), Box<dyn Error>> {
        let actor = &self.days_ago(tenant, actor, 150).await?;
        let house = self.group(tenant, actor, "Kantoor Utrecht", None).await?;
        let departments =
            [("Administratie", 0..14), ("Controle", 14..60), ("Salarissen", 60..85), ("Ontvangst", 85..90)];
        for (name, members) in departments {
            let group = self.group(tenant, actor, name, None).await?;
            let people = cast[members].iter().map(|cast| cast.extra.user.id.to_string()).enumerate();
            let given = || Leave::of(actor, Weight::Plain).map_err(Fault::from);
            self.house.add_members(tenant, given, group, people.collect()).await?;
            self.put(tenant, actor, house, Member::Group(group)).await?;
            if name == "Administratie" {
                self.house.name_for_app(tenant, leave(actor)?, books, Naming::AddGroup(group)).await?;
            }
        }
        let rule = "user.userType -eq \"Member\" -and user.accountEnabled -eq true";
        self.group(tenant, actor, "Alle medewerkers", Some(rule)).await?;
        let readers = NewGroup {
            display: "Lezers van rapporten".to_owned(),
            description: "Wie de cijfers van het aanmelden volgt".to_owned(),
            carries_roles: true,
            rule: None,
        };
        let readers = self.house.add_group(tenant, Leave::Roles(leave(actor)?), readers).await?;
        let role = RoleChange::Give(Role::ReportsReader);
        self.house.set_group_role(tenant, leave(actor)?, readers, role).await?;
        let member = MemberChange::Add(Member::Person(cast[3].extra.user.id));
        Ok(self.house.change_member(tenant, Leave::Roles(leave(actor)?), readers, member).await?)
    }

    async fn group(
        &self,
        tenant: Id<Tenant>,
        actor: &Actor,
        name: &str,
        rule: Option<&str>,
    ) -> Result<Id<Group>, Box<dyn Error>> {
        let new = NewGroup {
            display: name.to_owned(),
            description: String::new(),
            carries_roles: false,
            rule: rule.map(str::to_owned),
        };
        Ok(self.house.add_group(tenant, Leave::Plain(leave(actor)?), new).await?)
    }

    async fn put(
        &self,
        tenant: Id<Tenant>,
        actor: &Actor,
        group: Id<Group>,
        member: Member,
    ) -> Result<(), Box<dyn Error>> {
        let change = MemberChange::Add(member);
        Ok(self.house.change_member(tenant, Leave::Access(leave(actor)?), group, change).await?)
    }

    async fn application(
        &self,
        tenant: Id<Tenant>,
        actor: &Actor,
        (name, address, everyone): (&str, &str, bool),
    ) -> Result<Id<AppId>, Box<dyn Error>> {
        let origin: String = address.split('/').take(3).collect::<Vec<_>>().join("/");
        let new = NewApp {
            name: name.to_owned(),
            kind: AppKind::Confidential,
            redirect_uris: vec![address.to_owned()],
            logout_uris: vec![format!("{origin}/")],
            assignment: if everyone { Assignment::Everyone } else { Assignment::Assigned },
        };
        let (app, _) = self.house.add_app(tenant, leave(actor)?, new).await?;
        Ok(app.app_id)
    }

    async fn new_secret(
        &self,
        tenant: Id<Tenant>,
        actor: &Actor,
        app: Id<AppId>,
    ) -> Result<String, Box<dyn Error>> {
        let new = NewSecret { description: String::new(), months: 6 };
        Ok(self.house.add_app_secret(tenant, leave(actor)?, app, new).await?.0)
    }

    /// What the administrator changed in the month.
    async fn changes(&self, tenant: Id<Tenant>, actor: &Actor, cast: &[Cast]) -> Result<(), Box<dyn Error>> {
        for (days_ago, cast) in
            [18, 15, 12].into_iter().zip(cast.iter().filter(|cast| cast.part == Part::Left))
        {
            let actor = &self.days_ago(tenant, actor, days_ago).await?;
            self.house.block(tenant, leave(actor)?, cast.extra.user.id).await?;
        }
        for cast in cast.iter().filter(|cast| cast.part == Part::HelpDesk) {
            let actor = &self.days_ago(tenant, actor, 9).await?;
            let change = RoleChange::Give(Role::ReportsReader);
            self.house.set_role(tenant, leave(actor)?, cast.extra.user.id, change).await?;
        }
        for cast in cast.iter().filter(|cast| cast.part == Part::Invited) {
            self.moment.store(cast.extra.user.created.as_micros(), Ordering::SeqCst);
            let actor = &self.signed_in(tenant, actor).await?;
            self.house.extra_was_added(tenant, leave(actor)?, cast.extra.user.id).await?;
        }
        Ok(())
    }
}

fn leave<A: Action>(actor: &Actor) -> Result<Permit<A>, Box<dyn Error>> {
    permit(actor, Target::Organisation).map_err(|_| "an administrator may not administer".into())
}

fn nowhere() -> Context {
    Context {
        address: None,
        browser: Browser { id: [9; 32], returned: true },
        remembered: None,
        agent: None,
        platform: Signal::Unknown,
        locality: None,
        platform_hint: Signal::Unknown,
        locale: Locale::Nl,
    }
}

/// The proof key of an application (RFC 7636 §4.2).
pub(super) fn challenge(verifier: &str) -> String {
    data_encoding::BASE64URL_NOPAD.encode(digest(&SHA256, verifier.as_bytes()).as_ref())
}
