use axum::response::Response;

use crate::admin::desk::{Desk, shown};
use crate::here::Here;
use crate::screens::admin::Entry;
use crate::screens::my::{MyTerms, OwnTermsLine};
use crate::screens::written;

/// The page's address.
pub(super) const PATH: &str = "/my/terms";

/// The terms of use that one answered, with the text that was shown.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::MySessions).await?;
    let own = desk.house().own_terms(desk.tenant(), &desk.visitor, desk.locale()).await;
    let lines = desk.or_fault(own)?.into_iter().map(|own| OwnTermsLine {
        name: own.terms.name,
        when: desk.date(own.answer.at),
        accepted: own.answer.accepted,
        text: written(&own.text),
    });
    shown(&MyTerms { shell: desk.shell(), lines: lines.collect() })
}
