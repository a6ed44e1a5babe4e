use axum::response::Response;
use model::{Id, Method};
use service::my::{Changed, Enrolment};

use super::{door, recovery_codes, security};
use crate::admin::desk::{Desk, refused, shown};
use crate::answer;
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{Confirm, Done, Entry, Question};
use crate::screens::door::{ConnectApp, Journey};

/// The page's address.
pub(super) const PATH: &str = "/my/security/authenticator";

/// Shows a new secret; who has an app already is asked first.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::MySecurity).await?;
    if present(&desk).await?.is_empty() { connect_page(&desk) } else { ask(&desk) }
}

/// Takes the first code of a new app, or goes on after the question.
pub(super) async fn connect(form: Form) -> Result<Response, Response> {
    if form.fields.find("enrol").is_none() {
        let (desk, _) = Desk::take(form, Entry::MySecurity, PATH).await?;
        return connect_page(&desk);
    }
    // The form token of this page is the sealed secret itself: it is made for one session and opens in no other, so
    // nobody can send it from elsewhere.
    let Form { here, fields } = form;
    let desk = Desk::open(here, Entry::MySecurity).await?;
    let (ticket, typed) = (fields.get("t"), fields.get("enrol"));
    let before = present(&desk).await?;
    let (house, tenant) = (desk.house(), desk.tenant());
    let added = house.add_app_method(tenant, &desk.visitor, &desk.here.context, (ticket, typed)).await;
    match desk.or_fault(added)? {
        Changed::Done(codes) => {
            for old in before {
                let removed = house.remove_own_method(tenant, &desk.visitor, &desk.here.context, old).await;
                desk.or_fault(removed)?;
            }
            if codes.is_empty() {
                Ok(desk.done(security::PATH, Done::Saved))
            } else {
                shown(&recovery_codes::screen(&desk, codes))
            }
        }
        Changed::NotRight => {
            let enrolment = desk.or_fault(house.same_app(tenant, &desk.visitor, ticket))?;
            Err(refused(&screen(&desk, enrolment, true)))
        }
        Changed::NotAllowed | Changed::Locked(_) | Changed::Refused(_) => {
            Ok(answer::redirect(&desk.here.to(security::PATH)))
        }
    }
}

/// The apps that are set up now.
async fn present(desk: &Desk) -> Result<Vec<Id<()>>, Response> {
    let overview = desk.or_fault(desk.house().overview(desk.tenant(), &desk.visitor).await)?;
    let apps = overview.methods.iter().filter(|method| method.method == Method::Totp);
    Ok(apps.map(|method| method.id).collect())
}

fn ask(desk: &Desk) -> Result<Response, Response> {
    shown(&Confirm {
        shell: desk.shell(),
        question: Question::ReplaceApp,
        action: desk.here.to(PATH),
        back: desk.here.to(security::PATH),
        fields: vec![("sure".to_owned(), "yes".to_owned())],
    })
}

fn connect_page(desk: &Desk) -> Result<Response, Response> {
    let enrolment = desk.or_fault(desk.house().begin_app(desk.tenant(), &desk.visitor))?;
    shown(&screen(desk, enrolment, false))
}

fn screen(desk: &Desk, enrolment: Enrolment, is_wrong: bool) -> ConnectApp {
    ConnectApp {
        chrome: door::chrome(desk, PATH, enrolment.ticket),
        journey: Journey::My,
        secret: enrolment.secret,
        uri: enrolment.uri,
        is_wrong,
    }
}
