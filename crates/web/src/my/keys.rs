use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use model::Method;
use service::Fault;
use service::my::Changed;
use service::my_keys::{KeyAdded, NewKey};
use service::signing_in::KeyProblem;

use super::{door, recovery_codes, security};
use crate::admin::desk::{Desk, refused, shown};
use crate::answer;
use crate::form::Form;
use crate::here::Here;
use crate::pages;
use crate::screens::admin::{Confirm, Done, Entry, Question};
use crate::screens::door::{Journey, RegisterKey};
use crate::screens::my::MyKeyPage;
use crate::signing_in::{keys_taken, kind, register_problem};

/// Where a passkey is made.
pub(super) const PASSKEY: &str = "/my/security/passkey";
/// Where a security key is registered.
pub(super) const SECURITY_KEY: &str = "/my/security/security-key";

/// The page that makes a passkey.
pub(super) async fn new_passkey(here: Here) -> Result<Response, Response> {
    ask(&Desk::open(here, Entry::MySecurity).await?, Method::Passkey).await
}

/// The page that registers a security key.
pub(super) async fn new_security_key(here: Here) -> Result<Response, Response> {
    ask(&Desk::open(here, Entry::MySecurity).await?, Method::SecurityKey).await
}

async fn ask(desk: &Desk, method: Method) -> Result<Response, Response> {
    let begun = desk.house().begin_key(desk.tenant(), &desk.visitor, &desk.here.context, method).await;
    if let Err(Fault::Denied) = begun {
        return Ok(answer::redirect(&desk.here.to(security::PATH)));
    }
    shown(&screen(desk, method, desk.or_fault(begun)?, None))
}

/// Takes what the browser made. The form token is the sealed challenge itself: it is made for one session and opens in
/// no other, so nobody can send it from elsewhere.
pub(super) async fn made(form: Form) -> Result<Response, Response> {
    let Form { here, fields } = form;
    let method = if here.path == SECURITY_KEY { Method::SecurityKey } else { Method::Passkey };
    let desk = Desk::open(here, Entry::MySecurity).await?;
    let (house, tenant, context) = (desk.house(), desk.tenant(), &desk.here.context);
    let sent = (fields.get("t"), fields.get("made"), fields.get("label"));
    match desk.or_fault(house.add_key(tenant, &desk.visitor, context, sent).await)? {
        KeyAdded::Done(codes) if codes.is_empty() => Ok(desk.done(security::PATH, Done::Saved)),
        KeyAdded::Done(codes) => shown(&recovery_codes::screen(&desk, codes)),
        KeyAdded::NotAllowed => Ok(answer::redirect(&desk.here.to(security::PATH))),
        KeyAdded::Foreign => Err(pages::error(&desk.here, StatusCode::FORBIDDEN)),
        KeyAdded::Problem(problem) => {
            let again = desk.or_fault(house.begin_key(tenant, &desk.visitor, context, method).await)?;
            Err(refused(&screen(&desk, method, again, Some(problem))))
        }
    }
}

fn screen(desk: &Desk, method: Method, new: NewKey, problem: Option<KeyProblem>) -> RegisterKey {
    let path = if method == Method::SecurityKey { SECURITY_KEY } else { PASSKEY };
    let contact = &desk.here.organisation.help_contact;
    RegisterKey {
        taken: keys_taken(desk.texts(), &new.taken, contact),
        chrome: door::chrome(desk, path, new.ticket),
        journey: Journey::My,
        kind: kind(method),
        options: new.options,
        label: new.label,
        problem: problem.map(register_problem),
    }
}

/// One key: what it is called, and removing it.
pub(super) async fn page(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::MySecurity).await?;
    shown(&key_page(&desk, &id).await?)
}

/// Calls it something else, or removes it.
pub(super) async fn change(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let path = format!("/my/security/keys/{id}");
    let (desk, fields) = Desk::take(form, Entry::MySecurity, &path).await?;
    let credential = desk.id(&id)?;
    let (house, tenant, context) = (desk.house(), desk.tenant(), &desk.here.context);
    if let Some(label) = fields.find("label") {
        let renamed = house.rename_own_method(tenant, &desk.visitor, context, (credential, label)).await;
        desk.or_fault(renamed)?;
        return Ok(desk.done(security::PATH, Done::Saved));
    }
    if !fields.has("sure") {
        let key = key_page(&desk, &id).await?;
        if key.is_last {
            return Err(refused(&key));
        }
        return shown(&Confirm {
            shell: desk.shell(),
            question: Question::RemoveOwnKey(key.label),
            action: desk.here.to(&path),
            back: desk.here.to(security::PATH),
            fields: vec![("sure".to_owned(), "yes".to_owned())],
        });
    }
    match desk.or_fault(house.remove_own_method(tenant, &desk.visitor, context, credential).await)? {
        Changed::Done(()) => Ok(desk.done(security::PATH, Done::OwnMethodRemoved)),
        _ => Err(refused(&MyKeyPage { is_last: true, ..key_page(&desk, &id).await? })),
    }
}

async fn key_page(desk: &Desk, id: &str) -> Result<MyKeyPage, Response> {
    let credential = desk.id(id)?;
    let overview = desk.or_fault(desk.house().overview(desk.tenant(), &desk.visitor).await)?;
    let held = overview.methods.iter().find(|held| held.id == credential);
    let held = held.ok_or_else(|| desk.missing())?;
    Ok(MyKeyPage {
        shell: desk.shell(),
        kind: kind(held.method),
        action: desk.here.to(&format!("/my/security/keys/{id}")),
        since: desk.day(held.created),
        used: held.last_used.map(|at| desk.recently(at)),
        label: held.label.clone(),
        is_last: overview.needed.contains(&credential),
    })
}
