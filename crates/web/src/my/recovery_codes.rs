use axum::response::Response;
use service::my::Changed;

use super::{door, security};
use crate::admin::desk::{Desk, shown};
use crate::answer;
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{Confirm, Done, Entry, Question};
use crate::screens::door::{Journey, RecoveryCodes};

/// The page's address.
pub(super) const PATH: &str = "/my/security/recovery-codes";
/// Where the page with the codes goes on to.
pub(super) const KEPT: &str = "/my/security/recovery-codes/kept";

/// Asks before the old codes stop working.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    ask(&Desk::open(here, Entry::MySecurity).await?)
}

/// Makes new codes and shows them, this once.
pub(super) async fn make(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::MySecurity, PATH).await?;
    if !fields.has("sure") {
        return ask(&desk);
    }
    let made = desk.house().new_recovery_codes(desk.tenant(), &desk.visitor, &desk.here.context).await;
    match desk.or_fault(made)? {
        Changed::Done(codes) => shown(&screen(&desk, codes)),
        // Without a second step there is nothing that they could stand in for.
        _ => Ok(answer::redirect(&desk.here.to(security::PATH))),
    }
}

/// The person has kept them; they are nowhere else, so nothing is left to do.
pub(super) async fn kept(form: Form) -> Result<Response, Response> {
    let (desk, _) = Desk::take(form, Entry::MySecurity, security::PATH).await?;
    Ok(desk.done(security::PATH, Done::Saved))
}

/// The codes, shown once.
pub(super) fn screen(desk: &Desk, codes: Vec<String>) -> RecoveryCodes {
    RecoveryCodes {
        chrome: door::chrome(desk, KEPT, desk.visitor.form_token.clone()),
        journey: Journey::My,
        person: desk.visitor.user.name.to_string(),
        codes,
        is_not_kept: false,
    }
}

fn ask(desk: &Desk) -> Result<Response, Response> {
    shown(&Confirm {
        shell: desk.shell(),
        question: Question::NewRecoveryCodes,
        action: desk.here.to(PATH),
        back: desk.here.to(security::PATH),
        fields: vec![("sure".to_owned(), "yes".to_owned())],
    })
}
