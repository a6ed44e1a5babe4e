use model::{AppId, Behalf, Id, Permission, Tenant};
use service::Fault;
use service::app_permissions::{Given, PermissionChange};
use service::authority::ReadApps;

use super::perform::{Errand, done, refusal};
use super::{Answer, Kind, Refusal, Verb};

/// Applications read at once for a name.
const PAGE: i64 = 100;

impl Errand<'_> {
    /// What concerns applications.
    pub(super) async fn of_apps(&self, verb: Verb) -> Result<Answer, Refusal> {
        let (org, named, given, change): (_, _, _, fn(Given) -> PermissionChange) = match verb {
            Verb::AppGive { org, app, permission, behalf } => {
                (org, app, given(&behalf, &permission)?, PermissionChange::Give)
            }
            Verb::AppTake { org, app, permission, behalf } => {
                (org, app, given(&behalf, &permission)?, PermissionChange::Take)
            }
            _ => return Err(Refusal::new(Kind::Failed, "this is no command about applications")),
        };
        let tenant = self.tenant(org)?;
        let app = self.app(tenant, &named).await?;
        let changed = self.house.set_app_permission(tenant, self.permit()?, app, change(given)).await;
        changed.map_err(permission_refusal)?;
        let has = self.house.app_permissions(tenant, &self.permit()?, app).await.map_err(refusal)?;
        let words = Behalf::ALL.into_iter().flat_map(|behalf| {
            has.of(behalf).iter().map(move |permission| format!("{permission} ({})", behalf.word()))
        });
        let words: Vec<String> = words.collect();
        Ok(done(match words.as_slice() {
            [] => format!("{named} has no permissions"),
            words => format!("{named} has: {}", words.join(", ")),
        }))
    }

    /// The application with this name or client id.
    async fn app(&self, tenant: Id<Tenant>, named: &str) -> Result<Id<AppId>, Refusal> {
        if let Ok(id) = named.parse() {
            return Ok(id);
        }
        let permit = self.permit::<ReadApps>()?;
        let found = self.house.apps(tenant, &permit, named.to_owned(), None, PAGE).await.map_err(refusal)?;
        let mut fits = found.iter().filter(|app| app.name == named);
        match (fits.next(), fits.next()) {
            (Some(one), None) => Ok(one.app_id),
            (None, _) => Err(Refusal::new(Kind::NotFound, format!("there is no application `{named}`"))),
            (Some(_), Some(_)) => {
                let why = format!("several applications are called `{named}`; give the client ID");
                Err(Refusal::new(Kind::Usage, why))
            }
        }
    }
}

fn given(behalf: &str, permission: &str) -> Result<Given, Refusal> {
    let names = Permission::ALL.iter().map(|permission| permission.word()).collect::<Vec<_>>().join(", ");
    let unknown = || Refusal::new(Kind::Usage, format!("`{permission}` is no permission; there are {names}"));
    let behalf = Behalf::from_word(behalf).ok_or_else(unknown)?;
    Ok((behalf, Permission::from_word(permission).ok_or_else(unknown)?))
}

fn permission_refusal(fault: Fault) -> Refusal {
    match fault {
        Fault::Conflict("permission") => Refusal::new(Kind::Refused, "it has that permission already"),
        Fault::NotFound => Refusal::new(Kind::NotFound, "it does not have that permission"),
        Fault::Invalid("permission") => {
            Refusal::new(Kind::Refused, "an application without a secret has no permissions of its own")
        }
        other => refusal(other),
    }
}
