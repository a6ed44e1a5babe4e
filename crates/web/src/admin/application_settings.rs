use axum::response::Response;
use oauth::{FIRST_AFTER, KEPT_AFTER, Kept, KeyState, PUBLISHED_BEFORE};
use service::Haste;
use service::app_secrets::SecretLife;
use service::authority::{ManageApps, ManageSigningKeys, ReadApps, Target};

use super::desk::{Desk, refused, shown};
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{ApplicationSettings, Confirm, Done, Entry, KeyLine, KeyStateLine, Question};

/// The page's address.
pub(super) const PATH: &str = "/admin/applications/settings";
/// Where the keys are replaced at once.
pub(super) const REPLACE: &str = "/admin/applications/settings/keys/now";
/// The same, because somebody else has them.
pub(super) const LEAKED: &str = "/admin/applications/settings/keys/leaked";

/// The settings as they are.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Applications).await?;
    let permit = desk.permit::<ReadApps>(Target::Organisation)?;
    let life = desk.or_fault(desk.house().secret_life(desk.tenant(), &permit).await)?;
    shown(&screen(&desk, life.longest_months.to_string(), false).await?)
}

/// Changes how long secrets may last.
pub(super) async fn save(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::Applications, PATH).await?;
    let permit = desk.permit::<ManageApps>(Target::Organisation)?;
    let typed = fields.get("months").trim();
    let wanted = typed.parse().ok().map(|longest_months| SecretLife { longest_months });
    let Some(wanted) = wanted.filter(|wanted| wanted.is_sound()) else {
        return Err(refused(&screen(&desk, typed.to_owned(), true).await?));
    };
    desk.or_fault(desk.house().set_secret_life(desk.tenant(), permit, wanted).await)?;
    Ok(desk.done(PATH, Done::Saved))
}

/// Asks once more before the keys are replaced.
pub(super) async fn ask_replacement(here: Here) -> Result<Response, Response> {
    ask(&opened(here).await?, Haste::Now)
}

/// Asks whether somebody else has the keys.
pub(super) async fn ask_leaked(here: Here) -> Result<Response, Response> {
    ask(&opened(here).await?, Haste::Leaked)
}

/// Replaces the keys.
pub(super) async fn replace(form: Form) -> Result<Response, Response> {
    replaced(form, Haste::Now).await
}

/// Replaces the keys and believes the old ones no longer.
pub(super) async fn replace_leaked(form: Form) -> Result<Response, Response> {
    replaced(form, Haste::Leaked).await
}

async fn opened(here: Here) -> Result<Desk, Response> {
    let desk = Desk::open(here, Entry::Applications).await?;
    desk.permit::<ManageSigningKeys>(Target::Organisation)?;
    Ok(desk)
}

async fn replaced(form: Form, haste: Haste) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::Applications, way(haste)).await?;
    let permit = desk.permit::<ManageSigningKeys>(Target::Organisation)?;
    if !fields.has("sure") {
        return ask(&desk, haste);
    }
    desk.or_fault(desk.house().rotate_signing_keys(desk.tenant(), permit, haste).await)?;
    Ok(desk.done(PATH, Done::KeysReplaced))
}

const fn way(haste: Haste) -> &'static str {
    match haste {
        Haste::Leaked => LEAKED,
        Haste::Now | Haste::Planned => REPLACE,
    }
}

fn ask(desk: &Desk, haste: Haste) -> Result<Response, Response> {
    let leaked = haste == Haste::Leaked;
    shown(&Confirm {
        shell: desk.shell(),
        question: if leaked { Question::KeysLeaked } else { Question::ReplaceKeys },
        action: desk.here.to(way(haste)),
        back: desk.here.to(PATH),
        fields: vec![("sure".to_owned(), "yes".to_owned())],
    })
}

async fn screen(desk: &Desk, months: String, is_checked: bool) -> Result<ApplicationSettings, Response> {
    let permit = desk.permit::<ReadApps>(Target::Organisation)?;
    let keys = desk.or_fault(desk.house().published_keys(desk.tenant(), &permit).await)?;
    let line = |key: &Kept| {
        let is_first =
            !keys.iter().any(|other| other.algorithm == key.algorithm && other.state == KeyState::Active);
        let wait = if is_first { FIRST_AFTER } else { PUBLISHED_BEFORE };
        KeyLine {
            algorithm: key.algorithm.word(),
            state: match key.state {
                KeyState::Next => KeyStateLine::Next(desk.recently(key.since + wait)),
                KeyState::Active => KeyStateLine::Active(desk.recently(key.since)),
                KeyState::Retired => KeyStateLine::Retired(desk.recently(key.since + KEPT_AFTER)),
            },
        }
    };
    Ok(ApplicationSettings {
        shell: desk.shell(),
        months,
        is_checked,
        keys: keys.iter().map(line).collect(),
        may_change: desk.may::<ManageApps>(Target::Organisation),
        may_replace: desk.may::<ManageSigningKeys>(Target::Organisation),
    })
}
