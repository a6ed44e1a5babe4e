//! Registering applications, their secrets, and who may sign in to them.

use model::{AppId, AppKind, Assignment, Group, Id, Span, Tenant, Timestamp, User, plain_text};
use oauth::{FIRST_AFTER, KeyState, SigningAlgorithm};
use policy::{Standing, StandingStrength};
use store::{App, AppSecret, Filter, Outcome, Refusal, SigningKeyRow, Tables};

use crate::Fault;
use crate::app_permissions::{self, AppPermissions, only_who_could_give};
use crate::app_secrets::{self, Drawn, SecretLife, ShownSecret};
use crate::audit::{Changes, Verb};
use crate::authority::{ManageApps, NameForApps, NamesForApps, Permit, ReadApps};
use crate::context::Context;
use crate::groups;
use crate::house::House;
use crate::standing::may_still;

/// How many return addresses an application may have.
const ADDRESSES: usize = 50;
/// How many people a page of names shows.
const NAMED: i64 = 500;

/// What somebody types to register an application.
#[derive(Debug, Clone)]
pub struct NewApp {
    /// What people will call it.
    pub name: String,
    /// Whether it can keep a secret.
    pub kind: AppKind,
    /// Return addresses, one each.
    pub redirect_uris: Vec<String>,
    /// Where a sign-out may end.
    pub logout_uris: Vec<String>,
    /// Who may sign in.
    pub assignment: Assignment,
}

/// An application as a list shows it.
#[derive(Debug, Clone)]
pub struct AppLine {
    /// The application.
    pub app: App,
    /// How many people are named (at most 500 are counted); `None` when everyone may sign in.
    pub named: Option<usize>,
    /// How many groups are named; the same.
    pub groups: usize,
    /// When somebody last got in to it.
    pub last_sign_in: Option<Timestamp>,
}

/// What a page about an application shows.
#[derive(Debug, Clone)]
pub struct AppDetails {
    /// The application.
    pub app: App,
    /// Its secrets that have not ended.
    pub secrets: Vec<AppSecret>,
    /// How long another one may last.
    pub secret_life: SecretLife,
    /// Who is named, when not everyone may sign in.
    pub people: Vec<User>,
    /// The groups that are named, by name.
    pub groups: Vec<Group>,
    /// What it was given at the API.
    pub permissions: AppPermissions,
    /// What was refused lately.
    pub refusals: Vec<Refusal>,
    /// When the key that it asks for begins to sign; `None` when it does already.
    pub signs_from: Option<Timestamp>,
    /// How long a token that was handed out stays good.
    pub token_lifetime: Span,
}

impl House {
    /// A page of the organisation's own applications by name.
    pub async fn apps(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadApps>,
        starting: String,
        after: Option<(String, Id<AppId>)>,
        limit: i64,
    ) -> Result<Vec<App>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let after = after.as_ref().map(|(name, id)| (name.as_str(), *id));
                // The three built-in applications sort among the others, so a page asks for three more.
                let apps = tx.apps().beginning(&starting, after, limit + 3)?;
                Ok(apps
                    .into_iter()
                    .filter(|app| !app.built_in)
                    .take(usize::try_from(limit).unwrap_or(0))
                    .collect())
            })
            .await
    }

    /// A page of applications with what a list says of each.
    pub async fn app_lines(
        &self,
        tenant: Id<Tenant>,
        permit: &Permit<ReadApps>,
        starting: String,
        after: Option<(String, Id<AppId>)>,
        limit: i64,
    ) -> Result<Vec<AppLine>, Fault> {
        let apps = self.apps(tenant, permit, starting, after, limit).await?;
        self.db
            .read(tenant, move |tx| {
                let mut lines = vec![];
                for app in &apps {
                    let named = match app.assignment {
                        Assignment::Everyone => None,
                        Assignment::Assigned => Some(tx.apps().assigned(app.principal_id, NAMED)?.len()),
                    };
                    let groups = match app.assignment {
                        Assignment::Everyone => 0,
                        Assignment::Assigned => tx.apps().assigned_groups(app.principal_id, NAMED)?.len(),
                    };
                    let filter = Filter {
                        client: Some(app.app_id),
                        outcome: Some(Outcome::Success),
                        ..Filter::default()
                    };
                    let last_sign_in = tx.records().list(&filter, 1)?.first().map(|record| record.last_at);
                    lines.push(AppLine { app: app.clone(), named, groups, last_sign_in });
                }
                Ok(lines)
            })
            .await
    }

    /// Everything a page about one application shows.
    pub async fn app_details(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadApps>,
        id: Id<AppId>,
    ) -> Result<AppDetails, Fault> {
        let (now, token_lifetime) = (self.now(), self.config.access_token_lifetime);
        self.db
            .read(tenant, move |tx| {
                let app = own_app(tx, id)?;
                let signs_from = signs_from(&tx.signing_keys().all()?, app.signing, now);
                let mut people = vec![];
                for user in tx.apps().assigned(app.principal_id, NAMED)? {
                    people.extend(tx.users().by_id(user)?);
                }
                people.sort_by(|a, b| a.display.cmp(&b.display));
                let mut groups = vec![];
                for group in tx.apps().assigned_groups(app.principal_id, NAMED)? {
                    groups.extend(tx.groups().by_id(group)?.filter(Group::is_active));
                }
                groups.sort_by(|a, b| a.display.cmp(&b.display));
                Ok(AppDetails {
                    secrets: tx.apps().secrets(id, now)?,
                    secret_life: app_secrets::life(tx)?,
                    refusals: tx.apps().refusals(id)?,
                    permissions: app_permissions::all(tx, &app)?,
                    people,
                    groups,
                    app,
                    signs_from,
                    token_lifetime,
                })
            })
            .await
    }

    /// Registers an application; a confidential one gets its first secret with it.
    pub async fn add_app(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageApps>,
        new: NewApp,
    ) -> Result<(App, Option<ShownSecret>), Fault> {
        let entry = self.entry();
        let app = App {
            app_id: Id::random(self.outside.random()),
            object_id: Id::random(self.outside.random()),
            principal_id: Id::random(self.outside.random()),
            name: checked_name(&new.name)?,
            kind: new.kind,
            assignment: new.assignment,
            redirect_uris: checked_addresses(&new.redirect_uris, new.kind)?,
            logout_uris: checked_addresses(&new.logout_uris, new.kind)?,
            built_in: false,
            standing: Standing::default(),
            signing: oauth::SigningAlgorithm::default(),
            created: entry.at,
        };
        if app.redirect_uris.is_empty() {
            return Err(Fault::Invalid("redirect_uri"));
        }
        let drawn = (new.kind == AppKind::Confidential).then(|| self.draw_secret(entry.at));
        let shown = drawn.as_ref().map(Drawn::shown);
        let (house, kept) = (self.clone(), app.clone());
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let app = &kept;
                tx.apps().insert(app)?;
                if let Some(drawn) = &drawn {
                    let secret = house.first_secret(tx, drawn, entry.at)?;
                    tx.apps().add_secret(app.app_id, &secret)?;
                }
                let changes = Changes::default()
                    .made("name", &app.name)
                    .made("redirectUris", &app.redirect_uris)
                    .made("assignment", app.assignment);
                entry.write(tx, &permit, Verb::AddApp, ("application", Some(app.app_id)), &changes)
            })
            .await?;
        Ok((app, shown))
    }

    /// Changes name, return addresses and who may sign in. Taking "everyone" away ends the grants of people who
    /// are not named, because each refresh asks again.
    pub async fn change_app(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageApps>,
        id: Id<AppId>,
        new: NewApp,
    ) -> Result<(), Fault> {
        let entry = self.entry();
        let name = checked_name(&new.name)?;
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let before = own_app(tx, id)?;
                let after = App {
                    name: name.clone(),
                    assignment: new.assignment,
                    redirect_uris: checked_addresses(&new.redirect_uris, before.kind)?,
                    logout_uris: checked_addresses(&new.logout_uris, before.kind)?,
                    ..before.clone()
                };
                if after.redirect_uris != before.redirect_uris {
                    only_who_could_give(tx, permit.actor(), &before, entry.at)?;
                }
                tx.apps().update(&after)?;
                let changes = Changes::default()
                    .set("name", &before.name, &after.name)
                    .set("redirectUris", &before.redirect_uris, &after.redirect_uris)
                    .set("logoutUris", &before.logout_uris, &after.logout_uris)
                    .set("assignment", before.assignment, after.assignment);
                entry.write(tx, &permit, Verb::ChangeApp, ("application", Some(id)), &changes)
            })
            .await
    }

    /// Sets how an application's ID tokens are signed. Where the first key of an algorithm is still only published, they
    /// are signed with ES256 until it takes over.
    pub async fn sign_app_with(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageApps>,
        id: Id<AppId>,
        algorithm: SigningAlgorithm,
    ) -> Result<(), Fault> {
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let before = own_app(tx, id)?.signing;
                tx.apps().set_signing(id, algorithm)?;
                let changes = Changes::default().set("signing", before.word(), algorithm.word());
                entry.write(tx, &permit, Verb::ChangeApp, ("application", Some(id)), &changes)
            })
            .await
    }

    /// Sets what an application asks of every sign-in to it. Whoever got in with less is asked again, at the latest when
    /// the application refreshes its tokens.
    pub async fn ask_of_sign_ins(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageApps>,
        id: Id<AppId>,
        standing: Standing,
    ) -> Result<(), Fault> {
        if !standing.is_sound() {
            return Err(Fault::Invalid("max_age"));
        }
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let before = own_app(tx, id)?.standing;
                tx.apps().set_standing(id, standing)?;
                let (word, secs) = (StandingStrength::word, Span::as_secs);
                let changes = Changes::default()
                    .set("signInStrength", before.strength.map(word), standing.strength.map(word))
                    .set("signInMaxAge", before.max_age.map(secs), standing.max_age.map(secs));
                entry.write(tx, &permit, Verb::ChangeApp, ("application", Some(id)), &changes)
            })
            .await
    }

    /// Names a person for an application, or takes the name off.
    pub async fn name_for_app(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageApps>,
        id: Id<AppId>,
        change: Naming,
    ) -> Result<(), Fault> {
        self.name(tenant, permit, id, change).await
    }

    /// The same at the API, where there is a leave of its own for it.
    pub async fn name_for_app_at_api(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<NameForApps>,
        id: Id<AppId>,
        change: Naming,
    ) -> Result<(), Fault> {
        self.name(tenant, permit, id, change).await
    }

    async fn name<A: NamesForApps>(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<A>,
        id: Id<AppId>,
        change: Naming,
    ) -> Result<(), Fault> {
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let app = own_app(tx, id)?;
                let (verb, changes) = match change {
                    Naming::Add(user) => {
                        tx.users().by_id(user)?.ok_or(Fault::NotFound)?;
                        tx.apps().assign(app.principal_id, user, entry.at)?;
                        (Verb::NameForApp, Changes::default().made("person", user))
                    }
                    Naming::AddGroup(group) => {
                        groups::active(tx, group)?;
                        if !tx.apps().assign_group(app.principal_id, group, entry.at)? {
                            return Err(Fault::Conflict("group"));
                        }
                        (Verb::NameForApp, Changes::default().made("group", group))
                    }
                    // Whoever came in by it is turned away at the next refresh: the gate asks every time.
                    Naming::RemoveGroup(group) => {
                        if !tx.apps().unassign_group(app.principal_id, group)? {
                            return Err(Fault::NotFound);
                        }
                        (Verb::UnnameForApp, Changes::default().gone("group", group))
                    }
                    Naming::Remove(user) => {
                        tx.apps().unassign(app.principal_id, user)?;
                        if !tx.apps().is_assigned(app.principal_id, user)? {
                            tx.grants().end_of_user_at(user, id)?;
                        }
                        (Verb::UnnameForApp, Changes::default().gone("person", user))
                    }
                };
                entry.write(tx, &permit, verb, ("application", Some(id)), &changes)
            })
            .await
    }

    /// The application with this client id.
    pub(crate) async fn app(&self, tenant: Id<Tenant>, id: Id<AppId>) -> Result<Option<App>, Fault> {
        Ok(self.db.read(tenant, move |tx| tx.apps().by_id(id)).await?)
    }

    /// Keeps what an application sent and was refused for, beside its registration: of each network a few at once.
    pub(crate) async fn note_refusal(
        &self,
        tenant: Id<Tenant>,
        app: Id<AppId>,
        context: &Context,
        (reason, sent): (&str, &str),
    ) {
        let network = context.address.map(|address| address.network());
        if !self.refusals.takes(tenant, app, network) {
            return;
        }
        let at = self.now();
        let refusal = Refusal {
            id: Id::ordered(at, self.outside.random()),
            at,
            reason: reason.to_owned(),
            sent: sent.chars().filter(|c| !c.is_control()).take(300).collect(),
        };
        let kept = self
            .db
            .write(tenant, move |tx| {
                if tx.apps().by_id(app)?.is_some() {
                    tx.apps().refuse(app, &refusal)?;
                }
                Ok::<_, Fault>(())
            })
            .await;
        if let Err(fault) = kept {
            tracing::warn!(%fault, "a refusal could not be kept");
        }
    }
}

/// Naming somebody, or no longer.
#[derive(Debug, Clone, Copy)]
pub enum Naming {
    /// May sign in from now on.
    Add(Id<User>),
    /// May no longer.
    Remove(Id<User>),
    /// Whoever is in the group may sign in from now on.
    AddGroup(Id<Group>),
    /// Being in the group is no longer enough.
    RemoveGroup(Id<Group>),
}

/// When a key of this algorithm begins to sign, as far as it can be told.
fn signs_from(keys: &[SigningKeyRow], algorithm: SigningAlgorithm, now: Timestamp) -> Option<Timestamp> {
    let of = |state| keys.iter().find(|key| key.algorithm == algorithm && key.state == state);
    match (of(KeyState::Active), of(KeyState::Next)) {
        (Some(_), _) => None,
        (None, Some(next)) => Some(next.state_at + FIRST_AFTER),
        (None, None) => Some(now + FIRST_AFTER),
    }
}

/// An application that an administrator may change: not one of ours.
pub(crate) fn own_app(tx: &mut sql::Tx<'_>, id: Id<AppId>) -> Result<App, Fault> {
    tx.apps().by_id(id)?.filter(|app| !app.built_in).ok_or(Fault::NotFound)
}

fn checked_name(name: &str) -> Result<String, Fault> {
    plain_text(name, 120).ok_or(Fault::Invalid("name"))
}

fn checked_addresses(addresses: &[String], kind: AppKind) -> Result<Vec<String>, Fault> {
    let mut checked: Vec<String> = vec![];
    for address in addresses.iter().map(|address| address.trim()).filter(|address| !address.is_empty()) {
        let address = oauth::RedirectUri::parse(address, kind).map_err(|_| Fault::Invalid("redirect_uri"))?;
        let text = address.as_str().to_owned();
        if !checked.contains(&text) {
            checked.push(text);
        }
    }
    if checked.len() > ADDRESSES {
        return Err(Fault::Invalid("redirect_uri"));
    }
    Ok(checked)
}
