use std::collections::HashMap;

use model::{AppId, Assignment, Group, Id, Role, Timestamp, User};
use sql::Tx;
use store::{App, Tables};

use super::Listed;
use crate::Fault;

/// Up to how many applications are looked at.
const APPS: i64 = 1_000;
/// Up to how many groups one application or role is given to.
const GROUPS: i64 = 200;

/// A role that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleAccess {
    /// The role.
    pub role: Role,
    /// Who holds it.
    pub person: (Id<User>, String),
    /// By what.
    pub path: Path,
    /// When it ends by itself, if it does.
    pub ends: Option<Timestamp>,
    /// When they signed in last.
    pub last_sign_in: Option<Timestamp>,
    /// When they changed something last, as far as the audit log goes back.
    pub last_change: Option<Timestamp>,
}

/// An application that somebody may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppAccess {
    /// The application.
    pub app: (Id<AppId>, String),
    /// Who may use it; nobody in particular where everybody may.
    pub person: Option<(Id<User>, String)>,
    /// By what.
    pub path: Path,
    /// When they used it last, as far as the sign-in log goes back.
    pub last_use: Option<Timestamp>,
}

/// By what somebody has something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Path {
    /// Everybody in the organisation has it.
    Everybody,
    /// It was given to them.
    Direct,
    /// It was given to a group that they are in.
    Group(Id<Group>, String),
}

/// Who holds which role now.
pub(super) fn roles(tx: &mut Tx<'_>, now: Timestamp, most: i64) -> Result<Listed<RoleAccess>, Fault> {
    let mut found = Found::new(most);
    let mut lines = vec![];
    for role in Role::ALL {
        for holder in tx.role_holders().people(role, Id::fixed(0), found.left(lines.len()))? {
            if holder.ends.is_none_or(|end| end > now) {
                let (sign_in, change) = found.uses(tx, holder.user)?;
                let person = (holder.user, holder.display);
                lines.push(role_line((role, person), (Path::Direct, holder.ends), (sign_in, change)));
            }
        }
        for (group, name) in tx.role_holders().groups(role, GROUPS)? {
            for person in tx.memberships().people(group, Id::fixed(0), found.left(lines.len()))? {
                let Some(display) = alive(tx, person)? else { continue };
                let uses = found.uses(tx, person)?;
                lines.push(role_line(
                    (role, (person, display)),
                    (Path::Group(group, name.clone()), None),
                    uses,
                ));
            }
        }
    }
    Ok(Listed::of(lines, most))
}

fn role_line(
    (role, person): (Role, (Id<User>, String)),
    (path, ends): (Path, Option<Timestamp>),
    (last_sign_in, last_change): (Option<Timestamp>, Option<Timestamp>),
) -> RoleAccess {
    RoleAccess { role, person, path, ends, last_sign_in, last_change }
}

/// Who may use which application now, by the names of the applications.
pub(super) fn apps(tx: &mut Tx<'_>, most: i64) -> Result<Listed<AppAccess>, Fault> {
    let found = Found::new(most);
    let mut lines = vec![];
    for app in tx.apps().list(None, APPS)?.into_iter().filter(|app| !app.built_in) {
        if found.left(lines.len()) == 0 {
            break;
        }
        if app.assignment == Assignment::Everyone {
            let named = (app.app_id, app.name);
            lines.push(AppAccess { app: named, person: None, path: Path::Everybody, last_use: None });
            continue;
        }
        for person in tx.apps().assigned(app.principal_id, found.left(lines.len()))? {
            lines.extend(app_line(tx, &app, person, Path::Direct)?);
        }
        for group in tx.apps().assigned_groups(app.principal_id, GROUPS)? {
            let Some(named) = tx.groups().by_id(group)? else { continue };
            for below in tx.memberships().below(group)? {
                let path = Path::Group(group, named.display.clone());
                for person in tx.memberships().people(below, Id::fixed(0), found.left(lines.len()))? {
                    lines.extend(app_line(tx, &app, person, path.clone())?);
                }
            }
        }
    }
    Ok(Listed::of(lines, most))
}

fn app_line(tx: &mut Tx<'_>, app: &App, person: Id<User>, path: Path) -> Result<Option<AppAccess>, Fault> {
    let Some(display) = alive(tx, person)? else { return Ok(None) };
    let last_use = tx.last_uses().of_app(person, app.app_id)?;
    let named = (app.app_id, app.name.clone());
    Ok(Some(AppAccess { app: named, person: Some((person, display)), path, last_use }))
}

/// How somebody is called who was not deleted.
fn alive(tx: &mut Tx<'_>, person: Id<User>) -> Result<Option<String>, Fault> {
    let user = tx.users().by_id(person)?;
    Ok(user.filter(|user| !user.state.is_deleted()).map(|user| user.display))
}

/// What was found of people already, who often hold several roles.
struct Found {
    most: i64,
    uses: HashMap<Id<User>, (Option<Timestamp>, Option<Timestamp>)>,
}

impl Found {
    fn new(most: i64) -> Self {
        Self { most, uses: HashMap::new() }
    }

    /// How many more lines are wanted: one more than are shown, to know whether there are more.
    fn left(&self, found: usize) -> i64 {
        (self.most + 1).saturating_sub(i64::try_from(found).unwrap_or(i64::MAX)).max(0)
    }

    fn uses(
        &mut self,
        tx: &mut Tx<'_>,
        person: Id<User>,
    ) -> Result<(Option<Timestamp>, Option<Timestamp>), Fault> {
        if let Some(known) = self.uses.get(&person) {
            return Ok(*known);
        }
        let uses = (tx.last_uses().sign_in(person)?, tx.last_uses().change(person)?);
        self.uses.insert(person, uses);
        Ok(uses)
    }
}
