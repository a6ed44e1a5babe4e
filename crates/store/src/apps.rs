use model::{AppId, AppKind, Assignment, Id, ServicePrincipal, Span, Timestamp, User};
use oauth::SigningAlgorithm;
use policy::{Standing, StandingStrength};
use sql::{Row, Tx};

use crate::Result;
use crate::row::{from_json, to_json, word};
use crate::search::{SearchWords, Sought};

/// Applications, their secrets, who is assigned, and what was refused.
pub struct Apps<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// An application of the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    /// What it presents as `client_id`; also the audience that policies know it by.
    pub app_id: Id<AppId>,
    /// The id of its registration.
    pub object_id: Id<App>,
    /// The id that people are assigned to.
    pub principal_id: Id<ServicePrincipal>,
    /// What people call it.
    pub name: String,
    /// Whether it keeps a secret.
    pub kind: AppKind,
    /// Who may sign in.
    pub assignment: Assignment,
    /// Where answers may go, exactly.
    pub redirect_uris: Vec<String>,
    /// Where a sign-out may end, exactly.
    pub logout_uris: Vec<String>,
    /// True for the pages and the API of Sluis itself.
    pub built_in: bool,
    /// How its tokens are signed.
    pub signing: SigningAlgorithm,
    /// What it asks of every sign-in.
    pub standing: Standing,
    /// When it was registered.
    pub created: Timestamp,
}

/// A secret of an application; the secret itself is shown once and never kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppSecret {
    /// Its id.
    pub id: Id<AppSecret>,
    /// SHA-256 of the secret.
    pub digest: [u8; 32],
    /// Its first characters, so that people can tell two apart.
    pub hint: String,
    /// What whoever made it wrote about it; empty when nothing.
    pub description: String,
    /// When it was made.
    pub created: Timestamp,
    /// When it ends.
    pub until: Timestamp,
    /// When it was last used, at most an hour behind.
    pub last_used: Option<Timestamp>,
}

/// A secret with the application that it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldSecret {
    /// The application.
    pub app: Id<AppId>,
    /// What people call it.
    pub name: String,
    /// When the secret ends.
    pub until: Timestamp,
    /// When it was last used, at most an hour behind.
    pub last_used: Option<Timestamp>,
}

/// A request of an application that was refused: what was sent, beside what is registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Its id.
    pub id: Id<Refusal>,
    /// When.
    pub at: Timestamp,
    /// Why, as a word: `redirect_uri`, `client_secret`, …
    pub reason: String,
    /// What was sent, cut to 300 characters; never a secret.
    pub sent: String,
}

/// How many refusals of an application are kept.
const REFUSALS_KEPT: i64 = 20;

const APP: &str = "select app_id, object_id, principal_id, name, kind, assignment, redirect_uris, logout_uris, \
     built_in, created, signing, strength, max_age from apps where tenant = $1 and app_id = $2 and removed is null";
const APPS: &str = "select app_id, object_id, principal_id, name, kind, assignment, redirect_uris, logout_uris, \
     built_in, created, signing, strength, max_age from apps where tenant = $1 and (name, app_id) > ($2, $3) and name >= $5 and name < $6 \
     and removed is null order by name, app_id limit $4";

impl Apps<'_, '_> {
    /// The application with this client id, unless it was removed.
    pub fn by_id(&mut self, app: Id<AppId>) -> Result<Option<App>> {
        let tenant = self.0.tenant();
        self.0.query_opt(APP, &[&tenant, &app])?.map(|row| read(&row)).transpose()
    }

    /// The client id of the application with this principal, unless it was removed.
    pub fn of_principal(&mut self, principal: Id<ServicePrincipal>) -> Result<Option<Id<AppId>>> {
        let tenant = self.0.tenant();
        let row = self.0.query_opt(
            "select app_id from apps where tenant = $1 and principal_id = $2 and removed is null",
            &[&tenant, &principal],
        )?;
        row.map(|row| row.get(0)).transpose()
    }

    /// A page of applications by name, starting after a name and id.
    pub fn list(&mut self, after: Option<(&str, Id<AppId>)>, limit: i64) -> Result<Vec<App>> {
        self.beginning("", after, limit)
    }

    /// The same of those whose names begin so.
    pub fn beginning(
        &mut self,
        starting: &str,
        after: Option<(&str, Id<AppId>)>,
        limit: i64,
    ) -> Result<Vec<App>> {
        let tenant = self.0.tenant();
        let (name, id) = after.unwrap_or(("", Id::fixed(0)));
        let end = crate::users::prefix_end(starting);
        self.0.query(APPS, &[&tenant, &name, &id, &limit, &starting, &end])?.iter().map(read).collect()
    }

    /// Registers one.
    pub fn insert(&mut self, app: &App) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into apps (tenant, app_id, object_id, principal_id, name, kind, assignment, \
                 redirect_uris, logout_uris, built_in, created, signing) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                &[
                    &tenant,
                    &app.app_id,
                    &app.object_id,
                    &app.principal_id,
                    &app.name,
                    &kind_word(app.kind),
                    &assignment_word(app.assignment),
                    &to_json(&app.redirect_uris)?,
                    &to_json(&app.logout_uris)?,
                    &app.built_in,
                    &app.created,
                    &app.signing.word(),
                ],
            )
            .map(drop)?;
        self.index(app)
    }

    /// Lets an application be found by its name; our own pages are found as pages.
    pub fn index(&mut self, app: &App) -> Result<()> {
        let texts: &[&str] = if app.built_in { &[] } else { &[&app.name] };
        SearchWords(self.0).put(Sought::Applications, app.app_id, texts)
    }

    /// Changes what an administrator may change: name, who may sign in, return addresses.
    pub fn update(&mut self, app: &App) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update apps set name = $3, assignment = $4, redirect_uris = $5, logout_uris = $6 \
                 where tenant = $1 and app_id = $2",
                &[
                    &tenant,
                    &app.app_id,
                    &app.name,
                    &assignment_word(app.assignment),
                    &to_json(&app.redirect_uris)?,
                    &to_json(&app.logout_uris)?,
                ],
            )
            .map(drop)?;
        self.index(app)
    }

    /// An application's secrets that have not ended, oldest first.
    pub fn secrets(&mut self, app: Id<AppId>, now: Timestamp) -> Result<Vec<AppSecret>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id, digest, hint, created, until, description, last_used from app_secrets \
                 where tenant = $1 and app_id = $2 and until > $3 order by created limit 20",
                &[&tenant, &app, &now],
            )?
            .iter()
            .map(|row| {
                Ok(AppSecret {
                    id: row.get(0)?,
                    digest: row.get(1)?,
                    hint: row.get(2)?,
                    created: row.get(3)?,
                    until: row.get(4)?,
                    description: row.get(5)?,
                    last_used: row.get(6)?,
                })
            })
            .collect()
    }

    /// Every working secret of the applications that have one which ends by `by`, soonest first; at most `limit` of those
    /// applications' ending secrets are looked for.
    pub fn secrets_of_ending(
        &mut self,
        now: Timestamp,
        by: Timestamp,
        limit: i64,
    ) -> Result<Vec<HeldSecret>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select s.app_id, a.name, s.until, s.last_used from app_secrets s \
                 join apps a on a.tenant = s.tenant and a.app_id = s.app_id \
                 where s.tenant = $1 and s.until > $2 and s.app_id in \
                 (select app_id from app_secrets where tenant = $1 and until > $2 and until <= $3 \
                  order by until limit $4) order by s.until",
                &[&tenant, &now, &by, &limit],
            )?
            .iter()
            .map(|row| {
                Ok(HeldSecret {
                    app: row.get(0)?,
                    name: row.get(1)?,
                    until: row.get(2)?,
                    last_used: row.get(3)?,
                })
            })
            .collect()
    }

    /// Notes that a secret was used, unless that was noted after `since`.
    pub fn use_secret(&mut self, secret: Id<AppSecret>, now: Timestamp, since: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "update app_secrets set last_used = $3 where tenant = $1 and id = $2 \
                 and (last_used is null or last_used <= $4)",
                &[&tenant, &secret, &now, &since],
            )
            .map(drop)
    }

    /// Sets how an application's tokens are signed; false when there is no such application.
    pub fn set_signing(&mut self, app: Id<AppId>, algorithm: SigningAlgorithm) -> Result<bool> {
        let tenant = self.0.tenant();
        let set = self.0.execute(
            "update apps set signing = $3 where tenant = $1 and app_id = $2",
            &[&tenant, &app, &algorithm.word()],
        )?;
        Ok(set == 1)
    }

    /// Sets what an application asks of every sign-in.
    pub fn set_standing(&mut self, app: Id<AppId>, standing: Standing) -> Result<()> {
        let tenant = self.0.tenant();
        let strength = standing.strength.map_or("", StandingStrength::word);
        let age = standing.max_age.map(Span::as_micros);
        self.0
            .execute(
                "update apps set strength = $3, max_age = $4 where tenant = $1 and app_id = $2",
                &[&tenant, &app, &strength, &age],
            )
            .map(drop)
    }

    /// What an application asks of every sign-in; nothing when there is no such application.
    pub fn standing(&mut self, app: Id<AppId>) -> Result<Standing> {
        let tenant = self.0.tenant();
        let row = self.0.query_opt(
            "select strength, max_age from apps where tenant = $1 and app_id = $2 and removed is null",
            &[&tenant, &app],
        )?;
        row.map_or(Ok(Standing::default()), |row| read_standing(&row, 0))
    }

    /// Adds a secret.
    pub fn add_secret(&mut self, app: Id<AppId>, secret: &AppSecret) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into app_secrets (tenant, id, app_id, digest, hint, description, created, until) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8)",
                &[
                    &tenant,
                    &secret.id,
                    &app,
                    &secret.digest,
                    &secret.hint,
                    &secret.description,
                    &secret.created,
                    &secret.until,
                ],
            )
            .map(drop)
    }

    /// Removes a secret; false when the application has no such secret.
    pub fn remove_secret(&mut self, app: Id<AppId>, secret: Id<AppSecret>) -> Result<bool> {
        let tenant = self.0.tenant();
        let removed = self.0.execute(
            "delete from app_secrets where tenant = $1 and app_id = $2 and id = $3",
            &[&tenant, &app, &secret],
        )?;
        Ok(removed == 1)
    }

    /// Who may sign in to an application, and as what people are named for it; `None` when there is no such application.
    pub fn admission(&mut self, app: Id<AppId>) -> Result<Option<(Assignment, Id<ServicePrincipal>)>> {
        let tenant = self.0.tenant();
        let row = self.0.query_opt(
            "select assignment, principal_id from apps where tenant = $1 and app_id = $2 and removed is null",
            &[&tenant, &app],
        )?;
        row.map(|row| Ok((read_assignment(&row.get::<String>(0)?)?, row.get(1)?))).transpose()
    }

    /// True when the person, or a group that they are in, is named for the application.
    pub fn is_assigned(&mut self, principal: Id<ServicePrincipal>, user: Id<User>) -> Result<bool> {
        let tenant = self.0.tenant();
        let row = self.0.query_opt(
            "select 1 from app_assignments where tenant = $1 and principal_id = $2 and user_id = $3 union \
             select 1 from app_groups where tenant = $1 and principal_id = $2 and group_id in \
             (select above from group_nesting where tenant = $1 and below in \
             (select group_id from group_members where tenant = $1 and member_id = $3))",
            &[&tenant, &principal, &user],
        )?;
        Ok(row.is_some())
    }

    /// Who is named for the application, at most `limit`.
    pub fn assigned(&mut self, principal: Id<ServicePrincipal>, limit: i64) -> Result<Vec<Id<User>>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select user_id from app_assignments where tenant = $1 and principal_id = $2 \
                 order by user_id limit $3",
                &[&tenant, &principal, &limit],
            )?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// Names a person; naming again changes nothing.
    pub fn assign(&mut self, principal: Id<ServicePrincipal>, user: Id<User>, now: Timestamp) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into app_assignments (tenant, principal_id, user_id, created) values ($1, $2, $3, $4) \
                 on conflict (tenant, principal_id, user_id) do nothing",
                &[&tenant, &principal, &user, &now],
            )
            .map(drop)
    }

    /// Takes a person's name off.
    pub fn unassign(&mut self, principal: Id<ServicePrincipal>, user: Id<User>) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "delete from app_assignments where tenant = $1 and principal_id = $2 and user_id = $3",
                &[&tenant, &principal, &user],
            )
            .map(drop)
    }

    /// Keeps what was refused, the same once; the oldest beyond twenty go.
    pub fn refuse(&mut self, app: Id<AppId>, refusal: &Refusal) -> Result<()> {
        let tenant = self.0.tenant();
        self.0.execute(
            "delete from app_refusals where tenant = $1 and app_id = $2 and reason = $3 and sent = $4",
            &[&tenant, &app, &refusal.reason, &refusal.sent],
        )?;
        self.0.execute(
            "insert into app_refusals (tenant, id, app_id, at, reason, sent) values ($1, $2, $3, $4, $5, $6)",
            &[&tenant, &refusal.id, &app, &refusal.at, &refusal.reason, &refusal.sent],
        )?;
        self.0
            .execute(
                "delete from app_refusals where tenant = $1 and id in \
                 (select id from app_refusals where tenant = $1 and app_id = $2 \
                  order by at desc limit 1000 offset $3)",
                &[&tenant, &app, &REFUSALS_KEPT],
            )
            .map(drop)
    }

    /// What was refused, newest first.
    pub fn refusals(&mut self, app: Id<AppId>) -> Result<Vec<Refusal>> {
        let tenant = self.0.tenant();
        self.0
            .query(
                "select id, at, reason, sent from app_refusals where tenant = $1 and app_id = $2 \
                 order by at desc limit $3",
                &[&tenant, &app, &REFUSALS_KEPT],
            )?
            .iter()
            .map(|row| {
                Ok(Refusal { id: row.get(0)?, at: row.get(1)?, reason: row.get(2)?, sent: row.get(3)? })
            })
            .collect()
    }
}

const fn kind_word(kind: AppKind) -> &'static str {
    match kind {
        AppKind::Confidential => "confidential",
        AppKind::Public => "public",
    }
}

const fn assignment_word(assignment: Assignment) -> &'static str {
    match assignment {
        Assignment::Everyone => "everyone",
        Assignment::Assigned => "assigned",
    }
}

pub(crate) fn read(row: &Row) -> Result<App> {
    Ok(App {
        app_id: row.get(0)?,
        object_id: row.get(1)?,
        principal_id: row.get(2)?,
        name: row.get(3)?,
        kind: word("kind", &row.get::<String>(4)?, |text| match text {
            "confidential" => Some(AppKind::Confidential),
            "public" => Some(AppKind::Public),
            _ => None,
        })?,
        assignment: read_assignment(&row.get::<String>(5)?)?,
        redirect_uris: from_json("redirect_uris", &row.get::<String>(6)?)?,
        logout_uris: from_json("logout_uris", &row.get::<String>(7)?)?,
        built_in: row.get(8)?,
        created: row.get(9)?,
        signing: word("signing", &row.get::<String>(10)?, SigningAlgorithm::from_word)?,
        standing: read_standing(row, 11)?,
    })
}

fn read_assignment(text: &str) -> Result<Assignment> {
    word("assignment", text, |text| match text {
        "everyone" => Some(Assignment::Everyone),
        "assigned" => Some(Assignment::Assigned),
        _ => None,
    })
}

/// From two columns, the first of which is at `at`.
fn read_standing(row: &Row, at: usize) -> Result<Standing> {
    Ok(Standing {
        strength: match row.get::<String>(at)?.as_str() {
            "" => None,
            asked => Some(word("strength", asked, StandingStrength::from_word)?),
        },
        max_age: row.get::<Option<i64>>(at + 1)?.map(Span::micros),
    })
}
