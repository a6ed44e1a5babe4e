use axum::response::Response;
use model::{Method, PasswordState, Span};
use service::Credential;
use service::my::Overview;

use crate::admin::desk::{Desk, shown};
use crate::here::Here;
use crate::screens::admin::Entry;
use crate::screens::my::{AddedToday, MyApp, MyKey, MySecurity};
use crate::signing_in::kind;

/// The page's address.
pub(super) const PATH: &str = "/my/security";

/// Second step, recovery codes and password.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::MySecurity).await?;
    let overview = desk.or_fault(desk.house().overview(desk.tenant(), &desk.visitor).await)?;
    let newest = overview.methods.iter().max_by_key(|method| method.created);
    let a_day_ago = desk.house().now() - Span::days(1);
    let added = newest.filter(|method| method.created > a_day_ago);
    let app = overview.methods.iter().filter(|method| method.method == Method::Totp);
    shown(&MySecurity {
        shell: desk.shell(),
        app: app.max_by_key(|app| app.created).map(|app| MyApp {
            since: desk.day(app.created),
            used: app.last_used.map(|at| desk.recently(at)),
        }),
        keys: overview.methods.iter().filter_map(|held| key(&desk, held, &overview)).collect(),
        may_add_keys: overview.may_add_keys,
        may_add_app: overview.may_add_app,
        recovery_codes: overview.recovery_codes,
        recovered: overview.recovered.map(|until| text::clock(until, &desk.house().zone())),
        password_since: match desk.visitor.user.password {
            PasswordState::None => None,
            PasswordState::Own { changed: at, .. }
            | PasswordState::Temporary { at }
            | PasswordState::Elsewhere { since: at } => Some(desk.day(at)),
        },
        added: added.map(|method| AddedToday { method: method.method, when: desk.recently(method.created) }),
        help_contact: desk.here.organisation.help_contact.clone(),
    })
}

/// A passkey or security key among the methods.
fn key(desk: &Desk, held: &Credential, overview: &Overview) -> Option<MyKey> {
    matches!(held.method, Method::Passkey | Method::SecurityKey).then(|| MyKey {
        href: desk.here.to(&format!("/my/security/keys/{}", held.id)),
        kind: kind(held.method),
        label: held.label.clone(),
        since: desk.day(held.created),
        used: held.last_used.map(|at| desk.recently(at)),
        is_synced: overview.synced.contains(&held.id),
        is_copied: overview.copied.contains(&held.id),
    })
}
