use axum::response::Response;
use model::Method;
use policy::{MethodKind, MethodState};
use service::authority::{ReadSecurity, Target};

use super::desk::{Desk, shown};
use crate::here::Here;
use crate::screens::admin::{Entry, KeysState, MethodsPage, UsedBy};

/// The page's address.
pub(super) const PATH: &str = "/admin/identity/authentication-methods";

/// Every method, and how many people have it.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Methods).await?;
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let rules = desk.or_fault(desk.house().passkey_rules(desk.tenant(), &permit).await)?.rules;
    let people = desk.or_fault(desk.house().people_by_method(desk.tenant(), &permit).await)?;
    let uses = desk.or_fault(desk.house().method_uses(desk.tenant(), &permit).await)?;
    let used_by = |kind: MethodKind| {
        let found = uses.iter().find(|one| one.configuration.id == kind);
        match found.map(|one| &one.configuration) {
            Some(one) if one.state == MethodState::Disabled => UsedBy::Nobody,
            Some(one) if !one.include_groups.is_empty() || !one.exclude_groups.is_empty() => UsedBy::Some,
            Some(_) | None => UsedBy::Everybody,
        }
    };
    let people = |method| people.iter().find(|(held, _)| *held == method).map_or(0, |(_, people)| *people);
    shown(&MethodsPage {
        shell: desk.shell(),
        keys: if !rules.is_self_service_registration_allowed {
            KeysState::Closed
        } else if rules.is_attestation_enforced || rules.key_restrictions.is_enforced {
            KeysState::Ruled
        } else {
            KeysState::Free
        },
        passkeys: people(Method::Passkey),
        security_keys: people(Method::SecurityKey),
        apps: people(Method::Totp),
        keys_used_by: used_by(MethodKind::Fido2),
        apps_used_by: used_by(MethodKind::SoftwareOath),
    })
}
