//! The pages around a sign-in: where nobody knows the way, help, privacy, and invitations.

use axum::Router;
use axum::extract::Path;
use axum::http::header::HeaderMap;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use model::Locale;
use service::invitations::Look;

use crate::answer::{self, Page};
use crate::app::App;
use crate::form::{Fields, Form};
use crate::here::{self, Here};
use crate::pages::{self, switch};
use crate::screens::door::{
    About, BeforeSetUp, Chrome, Help, Invitation, InvitationClosed, Privacy, WhyClosed,
};
use crate::signing_in;

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(front))
        .route("/help", get(help))
        .route("/privacy", get(privacy))
        .route("/invitation/{token}", get(open).post(begin))
}

async fn front(here: Here) -> Response {
    answer::redirect(&here.to("/my"))
}

async fn help(here: Result<Here, Response>, headers: HeaderMap, uri: Uri) -> Response {
    let Ok(here) = here else {
        let chapter = Fields::read(uri.query().unwrap_or_default().as_bytes());
        return before_set_up(&headers, &uri, About::book(chapter.get("chapter")));
    };
    let chrome = pages::chrome(&here, "", String::new(), switch(&here));
    Page::of(&Help { chrome, contact: here.organisation.help_contact.clone() }).into_response()
}

async fn privacy(here: Result<Here, Response>, headers: HeaderMap, uri: Uri) -> Response {
    let Ok(here) = here else { return before_set_up(&headers, &uri, Some(About::Privacy)) };
    let chrome = pages::chrome(&here, "", String::new(), switch(&here));
    let house = &here.app.house;
    let (told, sent) = (house.privacy(here.tenant()).await, house.sends_logs(here.tenant()).await);
    match told.and_then(|told| Ok((told, sent?))) {
        Ok(((contact, kept), sends_logs)) => {
            Page::of(&Privacy { chrome, kept, contact, sends_logs }).into_response()
        }
        Err(fault) => answer::fault(&here, &fault),
    }
}

/// What the links at the foot of set-up lead to: there is no organisation yet that these pages could be about.
fn before_set_up(headers: &HeaderMap, uri: &Uri, about: Option<About>) -> Response {
    let Some(about) = about else { return pages::not_set_up(headers) };
    let locale = here::locale(headers, uri, Locale::En);
    let chrome = pages::bare_chrome(locale, "", String::new());
    let chrome = Chrome { switch: pages::other_language(locale, uri), ..chrome };
    Page::of(&BeforeSetUp { chrome, about }).into_response()
}

/// Opening a link does nothing: mail scanners open links (attack 88).
async fn open(here: Here, Path(token): Path<String>) -> Response {
    match here.app.house.invited(here.tenant(), &token).await {
        Ok(Look::Open(invited)) => {
            let locale = here.context.locale;
            let action = format!("/invitation/{token}");
            let screen = Invitation {
                chrome: pages::chrome(&here, &action, String::new(), switch(&here)),
                person: invited.user.display,
                until: text::date(invited.invitation.until, locale, &here.app.house.zone()),
            };
            here.with_browser(Page::of(&screen).into_response())
        }
        Ok(closed) => shut(&here, &closed),
        Err(fault) => answer::fault(&here, &fault),
    }
}

async fn begin(Path(token): Path<String>, form: Form) -> Response {
    let here = form.here;
    match here.app.house.accept_invitation(here.tenant(), &here.context, &token).await {
        Ok(Ok(progress)) => signing_in::shown(&here, progress),
        Ok(Err(closed)) => shut(&here, &closed),
        Err(fault) => answer::fault(&here, &fault),
    }
}

fn shut(here: &Here, closed: &Look) -> Response {
    let screen = InvitationClosed {
        chrome: pages::chrome(here, "", String::new(), switch(here)),
        why: if matches!(closed, Look::Expired) { WhyClosed::Expired } else { WhyClosed::Gone },
        contact: here.organisation.help_contact.clone(),
    };
    Page::of(&screen).with_status(StatusCode::NOT_FOUND).into_response()
}
