//! Confirming once more: the way over the gate and back to what was being done.

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use model::LocalPath;
use service::confirm::Purpose;

use crate::admin::desk::{Desk, with_query};
use crate::answer::{self, Page};
use crate::app::App;
use crate::here::Here;
use crate::pages;
use crate::screens::admin::Entry;
use crate::screens::door::{Confirmed, Switch};

/// The page's address.
const PATH: &str = "/confirm";

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route(PATH, get(page))
}

/// The address that leads over a confirmation back to `to`, with a sealed form if one waits.
pub(crate) fn path(to: &str, sent: Option<&str>) -> String {
    let with = with_query(PATH, &[("to", to), ("form", sent.unwrap_or_default())]);
    // What is no path of ours, or too long for one, waits for nobody.
    if LocalPath::new(&with).is_some() { with } else { with_query(PATH, &[("to", "/my")]) }
}

/// Whoever gets here has confirmed: the gate asks for this address. A form that waits is sent by its person.
async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::MySecurity).await?;
    let query = desk.query();
    let to = LocalPath::new(query.get("to")).map_or_else(|| "/my".to_owned(), |to| to.as_str().to_owned());
    let sent = desk.house().open_sent(desk.tenant(), (&desk.visitor, Purpose::Waiting), query.get("form"));
    let Some(sent) = sent else { return Ok(answer::redirect(&desk.here.to(&to))) };
    let token = desk.visitor.form_token.clone();
    let screen = Confirmed {
        chrome: pages::chrome(&desk.here, &sent.path, token, Switch::None),
        fields: sent.fields,
        back: desk.here.to(&to),
    };
    Ok(Page::of(&screen).into_response())
}
