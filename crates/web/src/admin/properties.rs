use axum::response::Response;
use service::MailRoute;
use service::authority::{ReadSecurity, Target};

use super::desk::{Desk, shown};
use crate::here::Here;
use crate::screens::admin::{Entry, MailState, Properties};

/// The organisation, its security defaults and its mail.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Properties).await?;
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let found = desk.house().security_defaults(desk.tenant(), &permit).await;
    let defaults = desk.or_fault(found)?.defaults;
    let organisation = &desk.here.organisation;
    shown(&Properties {
        shell: desk.shell(),
        id: organisation.id.to_string(),
        domain: organisation.domain.clone(),
        public_address: organisation.public_address.clone(),
        help_contact: organisation.help_contact.clone(),
        locale: organisation.locale,
        created: desk.date(organisation.created),
        defaults_on: defaults.enabled,
        config_file: desk.here.app.config_file.clone(),
        mail: match desk.house().mail_route() {
            MailRoute::Relay(relay) => MailState::Relay(relay.clone()),
            MailRoute::Folder(folder) => MailState::Folder(folder.clone()),
        },
    })
}
