//! The pages of a sign-in: one address for all of them, because each answer is looked at where it is in the sign-in
//! and not at which page it was typed on.

use axum::Router;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use model::{LocalPath, Locale, Method};
use service::openid::Account;
use service::remembered::Keepsake;
use service::signing_in::{Answer, Done, KeyProblem, PasswordProblem, Progress, Show, TermsReply, Wrong};
use service::{Destination, KeysTaken, Offers, Tick, Ticks, Visit};
use signin::Refusal;
use text::Texts;

use crate::answer::{self, Page};
use crate::app::App;
use crate::form::{Fields, Form};
use crate::headers::page_policy_to;
use crate::here::Here;
use crate::screens::admin::Entry;
use crate::screens::door::{
    self, Accounts, Capsule, Chrome, Code, ConnectApp, Expired, Journey, KeyKind, Name, NewPassword,
    NewPasswordProblem, Occasion, OtherWay, Password, Recovery, RecoveryCodes, RegisterKey, RegisterProblem,
    SecondStep, Stopped, StoppedAfter, Switch, TermsPage, TickBox, UseKey, Way,
};
use crate::screens::written;
use crate::{cookies, form, guard, oauth, pages};

/// Seconds that a person is asked to wait when the hashing threads are full.
const BUSY_SECONDS: i64 = 5;

/// Where the choice of an account is sent.
const ACCOUNT: &str = "/sign-in/account";

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(begin).post(answered))
        .route(ACCOUNT, post(account))
        .route("/sign-out", post(sign_out))
        .route("/strength", post(strength))
}

/// A sign-in that comes from nowhere, or from a page that says where to go afterwards.
async fn begin(here: Here, RawQuery(query): RawQuery) -> Response {
    let fields = Fields::read(query.unwrap_or_default().as_bytes());
    // Another account, or once more: the same destination, from the beginning.
    if let Some(ticket) = fields.find("again") {
        let destination = here.app.house.destination_of(here.tenant(), ticket);
        return match here.app.house.begin(here.tenant(), &here.context, destination).await {
            Ok(page) => shown(&here, Progress::Show(Box::new(page))),
            Err(fault) => answer::fault(&here, &fault),
        };
    }
    let destination = guard::destination(fields.find("to").unwrap_or("/my"));
    let visit =
        here.app.house.visit(here.tenant(), &here.context, here.cookie.as_deref(), destination.clone()).await;
    match visit {
        Ok(Visit::In(_)) => match destination {
            Destination::Page(path) => answer::redirect(&here.to(path.as_str())),
            _ => answer::redirect(&here.to("/my")),
        },
        Ok(Visit::SignIn(progress)) => shown(&here, progress),
        Err(fault) => answer::fault(&here, &fault),
    }
}

async fn answered(form: Form) -> Response {
    let Form { mut here, fields } = form;
    let language = fields.find("language").and_then(Locale::from_tag);
    if let Some(locale) = language {
        here.context.locale = locale;
    }
    let said = (read(&fields), ticks(&fields));
    let taken = here.app.house.answer(here.tenant(), &here.context, fields.get("t"), said).await;
    let response = match taken {
        Ok(progress) => shown(&here, progress),
        Err(service::Fault::Invalid("ticket")) => expired(&here, None),
        Err(fault) => answer::fault(&here, &fault),
    };
    match language {
        Some(locale) => answer::with_cookie(response, &cookies::set_language(locale)),
        None => response,
    }
}

/// The account that goes on to an application.
async fn account(form: Form) -> Response {
    let Form { mut here, fields } = form;
    let language = fields.find("language").and_then(Locale::from_tag);
    if let Some(locale) = language {
        here.context.locale = locale;
    }
    let choice = match fields.get("account") {
        "this" => Account::This,
        "other" => Account::Other,
        _ => Account::Again,
    };
    let (tenant, cookie) = (here.tenant(), here.cookie.as_deref());
    let chosen = (fields.get("t"), choice);
    let response = match here.app.house.choose_account(tenant, &here.context, cookie, chosen).await {
        Err(service::Fault::Invalid("ticket")) => expired(&here, None),
        outcome => oauth::answered(&here, outcome),
    };
    match language {
        Some(locale) => answer::with_cookie(response, &cookies::set_language(locale)),
        None => response,
    }
}

/// What a form says. Only one thing can be answered at a time; an empty form is nothing.
fn read(fields: &Fields) -> Answer {
    let value = |name: &str| fields.find(name).map(str::to_owned);
    if fields.has("language") {
        return Answer::Again;
    }
    if let Some(other) = fields.find("other") {
        return match other {
            "recovery" => Answer::Other(Method::RecoveryCode),
            "capsule" => Answer::Other(Method::SealedCapsule),
            "totp" => Answer::Other(Method::Totp),
            "passkey" => Answer::Other(Method::Passkey),
            "key" => Answer::Other(Method::SecurityKey),
            "choose" => Answer::Choose,
            _ => Answer::Nothing,
        };
    }
    if let Some(way) = fields.find("way") {
        return match way {
            "passkey" => Answer::Way(Method::Passkey),
            "key" => Answer::Way(Method::SecurityKey),
            _ => Answer::Way(Method::Totp),
        };
    }
    if let Some(reply) = fields.find("terms") {
        return match reply {
            "accept" => Answer::Terms(TermsReply::Accept),
            "decline" => Answer::Terms(TermsReply::Decline),
            _ => Answer::Nothing,
        };
    }
    if let Some(made) = fields.find("made") {
        return Answer::EnrolKey(made.to_owned(), fields.get("label").to_owned());
    }
    value("key")
        .map(Answer::Key)
        .or_else(|| value("name").map(Answer::Name))
        .or_else(|| value("password").map(Answer::Password))
        .or_else(|| value("totp").map(Answer::Totp))
        .or_else(|| value("recovery").map(Answer::RecoveryCode))
        .or_else(|| value("capsule").map(Answer::SealedCapsule))
        .or_else(|| value("new_password").map(Answer::NewPassword))
        .or_else(|| value("enrol").map(Answer::EnrolTotp))
        .or_else(|| fields.has("kept").then_some(Answer::Kept))
        .or_else(|| fields.has("later").then_some(Answer::Later))
        .unwrap_or(Answer::Nothing)
}

/// How the boxes of the page came back. A box that is empty is not sent, so the page says which one it has.
fn ticks(fields: &Fields) -> Ticks {
    let tick = |name: &str| match (fields.get("box") == name, fields.has(name)) {
        (false, _) => Tick::NotShown,
        (true, false) => Tick::Off,
        (true, true) => Tick::On,
    };
    Ticks { keep: tick("keep"), remember: tick("remember") }
}

/// The answer to whoever signs in: a page, or the way on.
pub fn shown(here: &Here, progress: Progress) -> Response {
    match progress {
        Progress::Done(done) => finished(here, &done),
        Progress::Refused { why, app } => pages::refused_request(here, &why, app.as_deref()),
        Progress::Show(page) => {
            let app = match page.show {
                Show::Stopped { .. } | Show::StartAgain => Some(destination_name(here, &page.destination)),
                _ => app_name(&page.destination),
            };
            let again = here.to(&format!("/sign-in?again={}", page.ticket));
            let action = if matches!(page.show, Show::Accounts { .. }) { ACCOUNT } else { "/sign-in" };
            let mut chrome = pages::chrome(here, action, page.ticket, Switch::Resend);
            chrome.is_confirming = confirms(here, &page.destination, &page.show);
            let boxes = (page.offers, page.ticks);
            let mut shown = screen(here, chrome, app, again, (page.show, boxes));
            if let Destination::Sealed(asked) = &page.destination {
                // Without a source that CSP can name, the policy stays as strict as it is.
                if let Some(source) = asked.request.redirect_uri.form_action_source() {
                    shown = shown.with_policy(page_policy_to(&source));
                }
            }
            here.with_browser(shown.into_response())
        }
    }
}

/// True when the page asks somebody who is signed in to show once more that it is them.
fn confirms(here: &Here, destination: &Destination, show: &Show) -> bool {
    let asks = matches!(show, Show::Code { .. } | Show::Key { .. } | Show::Password { .. });
    let is_confirmed = match destination {
        Destination::Page(path) => {
            ["/confirm", "/my/password", "/my/security"].iter().any(|page| path.is_in(page))
        }
        Destination::Sealed(_) | Destination::Request(_) => false,
    };
    asks && here.cookie.is_some() && is_confirmed
}

fn finished(here: &Here, done: &Done) -> Response {
    let response = answer::landing(here, &done.landing);
    let now = here.app.house.now();
    let age = done.kept_until.map(|until| until.since(now));
    let response = answer::with_cookie(response, &here.jar.set_session(&done.cookie, age));
    let response = with_keepsake(here, response, done.remembered.as_ref());
    answer::with_cookie(response, &here.jar.set_browser(&done.browser))
}

/// The answer with what the browser keeps to stand in for a second factor.
pub fn with_keepsake(here: &Here, response: Response, kept: Option<&Keepsake>) -> Response {
    let Some(kept) = kept else { return response };
    let age = kept.until.since(here.app.house.now());
    answer::with_cookie(response, &here.jar.set_remembered(&kept.cookie, age))
}

/// A form that is nothing of ours, or too old to say where it went.
fn expired(here: &Here, app: Option<String>) -> Response {
    let screen = Expired {
        chrome: pages::chrome(here, "/sign-in", String::new(), Switch::None),
        app,
        again: here.to("/sign-in"),
    };
    here.with_browser(Page::of(&screen).with_status(StatusCode::BAD_REQUEST).into_response())
}

fn screen(
    here: &Here,
    chrome: Chrome,
    app: Option<String>,
    again: String,
    (show, (offers, ticks)): (Show, (Offers, Ticks)),
) -> Page {
    let keep = offers.keep.map(|span| TickBox::keep(chrome.texts, span, offers.kept, ticks.keep == Tick::On));
    let asked = offers.remember.filter(|_| !chrome.is_confirming);
    let remember = asked.map(|span| TickBox::remember(chrome.texts, span, ticks.remember == Tick::On));
    let contact = here.organisation.help_contact.clone();
    match show {
        Show::Name { hint, key, problem } => Page::of(&Name {
            chrome,
            app,
            name: hint,
            is_wrong: problem.is_some_and(|problem| !is_of_a_key(problem)),
            key,
            keep,
            key_failed: problem.filter(|problem| is_of_a_key(*problem)).map(wrong),
        }),
        Show::Accounts { person, name } => Page::of(&Accounts { chrome, app, person, name }),
        Show::Password { name, key, problem } => {
            Page::of(&Password { chrome, app, name, again, key, keep, wrong: problem.map(wrong) })
        }
        Show::Key { options, method, others, problem } => Page::of(&UseKey {
            chrome,
            app,
            kind: kind(method),
            options,
            others: others.into_iter().filter_map(other_way).collect(),
            // A passkey is both factors at once: there is nothing that a remembered browser could spare.
            remember: remember.filter(|_| method == Method::SecurityKey),
            wrong: problem.map(wrong),
        }),
        Show::Code { method: Method::RecoveryCode, problem, .. } => {
            Page::of(&Recovery { chrome, contact, wrong: problem.map(wrong) })
        }
        Show::Code { method: Method::SealedCapsule, others, problem } => Page::of(&Capsule {
            chrome,
            has_passkey: others.contains(&Method::Passkey),
            wrong: problem.map(wrong),
        }),
        Show::Code { others, problem, .. } => {
            let has = |method| others.contains(&method);
            Page::of(&Code {
                chrome,
                app,
                has_passkey: has(Method::Passkey),
                has_key: has(Method::SecurityKey),
                has_recovery: has(Method::RecoveryCode),
                has_capsule: has(Method::SealedCapsule),
                remember,
                wrong: problem.map(wrong),
            })
        }
        Show::Choose { ways, registered } => {
            let ways = ways.into_iter().filter_map(way).collect();
            Page::of(&SecondStep { chrome, ways, registered, journey: Journey::SignIn, days_left: None })
        }
        Show::Register { method, options, label, taken, problem } => Page::of(&RegisterKey {
            taken: keys_taken(chrome.texts, &taken, &contact),
            chrome,
            journey: Journey::SignIn,
            kind: kind(method),
            options,
            label,
            problem: problem.map(register_problem),
        }),
        Show::Enrol { secret, uri, problem } => {
            Page::of(&ConnectApp { chrome, journey: Journey::SignIn, secret, uri, is_wrong: problem })
        }
        Show::NewPassword { name, invited, or_passkey, shortest, problems } => Page::of(&NewPassword {
            chrome,
            occasion: if invited { Occasion::Invitation } else { Occasion::Temporary },
            name,
            or_passkey,
            shortest,
            problems: problems.into_iter().map(problem).collect(),
        }),
        Show::RecoveryCodes { name, codes, unkept } => Page::of(&RecoveryCodes {
            chrome,
            journey: Journey::SignIn,
            person: name,
            codes,
            is_not_kept: unkept,
        }),
        Show::Terms { name, text, is_open } => {
            Page::of(&TermsPage { chrome, name, text: written(&text), is_open })
        }
        Show::Stopped { code, refusal, proven } => Page::of(&Stopped {
            chrome: Chrome { switch: Switch::None, ..chrome },
            contact,
            code: code.to_string(),
            after: proven.then(|| after(refusal, app)),
            again,
        })
        .with_status(StatusCode::FORBIDDEN),
        Show::StartAgain => Page::of(&Expired { chrome, app, again }),
    }
}

/// What may be said once a second factor was proved.
fn after(refusal: Refusal, app: Option<String>) -> StoppedAfter {
    let app = app.unwrap_or_default();
    match refusal {
        Refusal::Disabled => StoppedAfter::Blocked,
        Refusal::NotAssigned => StoppedAfter::NotAssigned { app },
        Refusal::TermsDeclined => StoppedAfter::Declined { app },
        _ => StoppedAfter::Policy { app },
    }
}

const fn wrong(wrong: Wrong) -> door::Wrong {
    match wrong {
        Wrong::NotRight => door::Wrong::NotRight,
        Wrong::PasswordEnded => door::Wrong::PasswordEnded,
        Wrong::Away => door::Wrong::Away,
        Wrong::Locked { minutes } => door::Wrong::Locked { minutes },
        Wrong::Busy => door::Wrong::Busy { seconds: BUSY_SECONDS },
        Wrong::Key => door::Wrong::Key,
        Wrong::KeyNotTaken => door::Wrong::KeyNotTaken,
    }
}

const fn is_of_a_key(problem: Wrong) -> bool {
    matches!(problem, Wrong::Key | Wrong::KeyNotTaken)
}

/// Which of the two a method is.
pub const fn kind(method: Method) -> KeyKind {
    match method {
        Method::Passkey => KeyKind::Passkey,
        _ => KeyKind::SecurityKey,
    }
}

/// Which keys are taken, for the page.
pub fn keys_taken(t: &Texts, taken: &KeysTaken, contact: &str) -> Vec<String> {
    door::taken(t, taken.is_attested, taken.only.as_deref(), contact)
}

/// Why a new key was not taken, for the page.
pub const fn register_problem(problem: KeyProblem) -> RegisterProblem {
    match problem {
        KeyProblem::NotRight => RegisterProblem::NotRight,
        KeyProblem::Known => RegisterProblem::Known,
        KeyProblem::NotAttested => RegisterProblem::NotAttested,
        KeyProblem::MakeNotTaken => RegisterProblem::MakeNotTaken,
    }
}

const fn other_way(method: Method) -> Option<OtherWay> {
    match method {
        Method::Passkey => Some(OtherWay::Passkey),
        Method::SecurityKey => Some(OtherWay::SecurityKey),
        Method::Totp => Some(OtherWay::App),
        Method::RecoveryCode => Some(OtherWay::Recovery),
        Method::SealedCapsule => Some(OtherWay::Capsule),
        _ => None,
    }
}

const fn way(method: Method) -> Option<Way> {
    match method {
        Method::Passkey => Some(Way::Passkey),
        Method::Totp => Some(Way::App),
        Method::SecurityKey => Some(Way::Key),
        _ => None,
    }
}

/// What is wrong with a chosen password, for the page.
pub const fn problem(problem: PasswordProblem) -> NewPasswordProblem {
    match problem {
        PasswordProblem::TooShort { .. } => NewPasswordProblem::Short,
        PasswordProblem::TooLong => NewPasswordProblem::Long,
        PasswordProblem::Common => NewPasswordProblem::Common,
        PasswordProblem::ContainsOwnWords => NewPasswordProblem::OwnWords,
    }
}

fn app_name(destination: &Destination) -> Option<String> {
    match destination {
        Destination::Sealed(asked) => Some(asked.app.clone()),
        Destination::Page(_) | Destination::Request(_) => None,
    }
}

/// Where somebody was going, as a sentence names it.
fn destination_name(here: &Here, destination: &Destination) -> String {
    let t = text::of(here.context.locale);
    let is_admin = |path: &LocalPath| path.as_str().starts_with(Entry::Home.path());
    match destination {
        Destination::Page(path) if is_admin(path) => t.stopped_at_admin_centre(),
        _ => app_name(destination).unwrap_or_else(|| t.stopped_at_own_pages()),
    }
}

async fn sign_out(form: Form) -> Response {
    // That the form came from a page of ours is all that signing out needs.
    let here = form.here;
    match here.app.house.sign_out(here.tenant(), here.cookie.as_deref()).await {
        Ok(()) => answer::with_cookie(pages::signed_out(&here), &here.jar.clear_session()),
        Err(fault) => answer::fault(&here, &fault),
    }
}

/// One digit for the meter beside a password field; set-up asks too, when there is no organisation yet.
async fn strength(State(app): State<App>, headers: HeaderMap, body: Body) -> Response {
    let Ok(body) = form::raw(&headers, body).await else { return StatusCode::BAD_REQUEST.into_response() };
    let fields = Fields::read(body.as_bytes());
    let words = ["display", "user_name", "mail", "organisation", "domain"];
    let words = words.iter().filter_map(|name| fields.find(name)).map(str::to_owned).collect();
    match app.house.strength(words, fields.get("new_password")).await {
        Ok(level) => level.to_string().into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
