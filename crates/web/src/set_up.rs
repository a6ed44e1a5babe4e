//! Set-up: the one-time link, and five steps that end with an organisation. Nothing is stored before the last: what
//! was asked travels sealed in the form.

mod public_address;
mod waiting;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use model::{Id, Locale};
use service::set_up::{Draft, Made, checked_domain};
use service::{Browser, Context};

use crate::agent;
use crate::answer::{self, Page};
use crate::app::{App, HostName, authority_of, is_same_origin};
use crate::cookies::{Jar, set_language};
use crate::form::{self, Fields};
use crate::headers::page_policy_to;
use crate::here::{self, address};
use crate::pages::bare_chrome;
use crate::screens::door::{
    AddressError, AddressFrom, Chrome, ConnectApp, Journey, KeyKind, NewPasswordProblem, OrganisationError,
    RecoveryCodes, RegisterKey, RegisterProblem, SecondStep, Seen, SetUpAddress, SetUpLink,
    SetUpOrganisation, SetUpYou, Switch, Way, WhyShut, YouError,
};
use crate::signing_in::problem;

use public_address::checked_address;
pub use waiting::Waiting;
use waiting::{Act, Door};

/// The fewest characters of the administrator's password.
const SHORTEST: usize = 15;

/// The routes, which answer only until an organisation exists.
pub fn routes() -> Router<App> {
    Router::new().route("/set-up/{token}", get(open).post(step)).route("/set-up-done", post(done))
}

/// A request of set-up.
struct Visit {
    app: App,
    token: String,
    context: Context,
    jar: Jar,
    host: HostName,
}

/// Set-up has a cookie of its own, before there is an organisation to name it by.
const NOBODY: Id<model::Tenant> = Id::fixed(0);

async fn open(State(app): State<App>, Path(token): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let visit = match visit(&app, token, &parts) {
        Ok(visit) => visit,
        Err(response) => return response,
    };
    let answer = match visit.enter(Act::Look) {
        Door::Shut(why) => visit.shut(why),
        Door::Open => {
            let draft = app.house.new_draft(visit.context.locale, visit.suggested());
            visit.address_page(&draft, None)
        }
    };
    answer::with_cookie(answer, &visit.jar.set_browser(&visit.context.browser.id))
}

async fn step(State(app): State<App>, Path(token): Path<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let visit = match visit(&app, token, &parts) {
        Ok(visit) => visit,
        Err(response) => return response,
    };
    let own = format!("http://{}", visit.host.as_str());
    if !is_same_origin(&parts.method, &parts.headers, &own)
        && !is_same_origin(&parts.method, &parts.headers, &visit.suggested())
    {
        return StatusCode::FORBIDDEN.into_response();
    }
    if let Door::Shut(why) = visit.enter(Act::Answer) {
        return visit.shut(why);
    }
    let Ok(body) = form::raw(&parts.headers, body).await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let fields = Fields::read(body.as_bytes());
    let Some(draft) = app.house.open_draft(fields.get("t")) else {
        let draft = app.house.new_draft(visit.context.locale, visit.suggested());
        return visit.address_page(&draft, None);
    };
    visit.answer(draft, &fields).await
}

fn visit(app: &App, token: String, parts: &axum::http::request::Parts) -> Result<Visit, Response> {
    let Some(host) = HostName::of(&parts.uri, &parts.headers) else {
        return Err(StatusCode::BAD_REQUEST.into_response());
    };
    let secure = app.network.public_address.as_deref().is_some_and(|address| address.starts_with("https:"));
    let jar = Jar::new(NOBODY, secure && !host.is_loopback(app.network.port));
    let browser = jar.browser(&parts.headers);
    let agent = agent::read(&parts.headers);
    let context = Context {
        address: address(app, parts),
        browser: Browser {
            id: browser.unwrap_or_else(|| app.house.new_browser()),
            returned: browser.is_some(),
        },
        remembered: None,
        agent: agent.words,
        platform: agent.platform,
        locality: None,
        platform_hint: agent.hint,
        locale: here::locale(&parts.headers, &parts.uri, Locale::En),
    };
    Ok(Visit { app: app.clone(), token, context, jar, host })
}

impl Visit {
    fn enter(&self, act: Act) -> Door {
        if !self.app.house.organisations().is_empty() {
            return Door::Shut(WhyShut::Used);
        }
        self.app.set_up.enter(&self.token, &self.context.browser, self.app.house.now(), act)
    }

    fn shut(&self, why: WhyShut) -> Response {
        let chrome = bare_chrome(self.context.locale, "", String::new());
        Page::of(&SetUpLink { chrome, why }).with_status(StatusCode::FORBIDDEN).into_response()
    }

    /// The address to suggest: the configuration's, else the browser's own when it is this machine.
    fn suggested(&self) -> String {
        match &self.app.network.public_address {
            Some(address) => address.clone(),
            // By number this machine is reached too; passkeys want its name.
            None if self.host.is_loopback(self.app.network.port) => {
                format!("http://localhost:{}", self.app.network.port)
            }
            None => format!("http://{}", self.host.as_str()),
        }
    }

    fn chrome(&self, draft: &Draft) -> Chrome {
        let token = self.app.house.seal_draft(draft);
        Chrome {
            switch: Switch::None,
            is_confirming: false,
            ..bare_chrome(draft.locale, &format!("/set-up/{}", self.token), token)
        }
    }

    /// Which step a form is of is known by what it sends; going back shows the step before with what was typed.
    async fn answer(&self, mut draft: Draft, fields: &Fields) -> Response {
        if fields.has("address") {
            return self.take_address(draft, fields);
        }
        if fields.has("organisation") {
            if fields.has("back") {
                return self.address_page(&draft, None);
            }
            return self.take_organisation(draft, fields);
        }
        if fields.has("display") {
            if fields.has("back") {
                return self.organisation_page(&draft, vec![]);
            }
            return self.take_you(draft, fields).await;
        }
        if fields.has("back") {
            draft.password_hash.clear();
            return self.you_page(&draft, vec![], vec![]);
        }
        if fields.has("enrol") {
            return self.take_code(draft, fields.get("enrol")).await;
        }
        if fields.has("made") {
            return self.take_key(draft, (fields.get("made"), fields.get("label"))).await;
        }
        match fields.find("way").or_else(|| fields.find("other")) {
            Some("passkey") if self.has_its_address(&draft) => return self.key_page(draft, None),
            Some("choose") => return self.second_step_page(&draft),
            Some(_) => return self.app_page(&draft, false),
            None => {}
        }
        self.address_page(&draft, None)
    }

    fn address_page(&self, draft: &Draft, error: Option<AddressError>) -> Response {
        self.address_screen(draft, error, false)
    }

    fn address_screen(&self, draft: &Draft, error: Option<AddressError>, is_elsewhere: bool) -> Response {
        let configured = self.app.network.public_address.clone();
        let browser = format!("http://{}", self.host.as_str());
        let server = format!("http://localhost:{}", self.app.network.port);
        let agrees = |what: &str| authority_of(what) == authority_of(&draft.public_address);
        // Nothing can agree with what is no address; and where the browser came by the address, everything on the way
        // did what it should, whatever port the server listens on.
        let is_one = !matches!(error, Some(AddressError::Form | AddressError::Plain));
        let arrives = !is_one || agrees(&browser);
        let screen = SetUpAddress {
            chrome: self.chrome(draft),
            address: draft.public_address.clone(),
            from: match &configured {
                Some(_) => AddressFrom::Configuration,
                None if draft.public_address.starts_with("http://localhost") => AddressFrom::ThisMachine,
                None => AddressFrom::Suggested,
            },
            browser: Seen { agrees: arrives, what: browser },
            proxy: None,
            server: Seen { agrees: arrives || configured.is_some() || agrees(&server), what: server },
            error,
            is_elsewhere,
        };
        Page::of(&screen).into_response()
    }

    fn take_address(&self, mut draft: Draft, fields: &Fields) -> Response {
        if let Some(locale) = fields.find("language").and_then(Locale::from_tag) {
            draft.locale = locale;
        }
        let typed = fields.get("address").trim().trim_end_matches('/').to_ascii_lowercase();
        let error = match (&self.app.network.public_address, checked_address(&typed)) {
            (Some(configured), _) if *configured != typed => Some(AddressError::Configured),
            (_, Err(error)) => Some(error),
            (_, Ok(())) => None,
        };
        if error.is_some() {
            draft.public_address = typed;
            return self.address_page(&draft, error);
        }
        draft.public_address = typed;
        let is_configured = self.app.network.public_address.is_some();
        if !is_configured && self.leads_elsewhere(&draft) && fields.get("sure") != draft.public_address {
            return self.address_screen(&draft, None, true);
        }
        let response = self.organisation_page(&draft, vec![]);
        answer::with_cookie(response, &set_language(draft.locale))
    }

    fn organisation_page(&self, draft: &Draft, errors: Vec<OrganisationError>) -> Response {
        let screen = SetUpOrganisation {
            chrome: self.chrome(draft),
            organisation: draft.organisation.clone(),
            domain: draft.domain.clone(),
            contact: draft.help_contact.clone(),
            errors,
        };
        Page::of(&screen).into_response()
    }

    fn take_organisation(&self, mut draft: Draft, fields: &Fields) -> Response {
        let mut errors = vec![];
        draft.organisation = fields.get("organisation").trim().to_owned();
        draft.domain = fields.get("domain").trim().to_owned();
        draft.help_contact = fields.get("contact").trim().to_owned();
        if model::plain_text(&draft.organisation, 120).is_none() {
            errors.push(OrganisationError::Name);
        }
        match checked_domain(&draft.domain) {
            Ok(domain) => draft.domain = domain,
            Err(_) => errors.push(OrganisationError::Domain),
        }
        if model::plain_text(&draft.help_contact, 200).is_none() {
            errors.push(OrganisationError::Contact);
        }
        if !errors.is_empty() {
            return self.organisation_page(&draft, errors);
        }
        self.you_page(&draft, vec![], vec![])
    }

    fn you_page(&self, draft: &Draft, errors: Vec<YouError>, password: Vec<NewPasswordProblem>) -> Response {
        let screen = SetUpYou {
            chrome: self.chrome(draft),
            display: draft.display.clone(),
            user_name: draft.name.clone(),
            mail: draft.mail.clone(),
            shortest: SHORTEST,
            errors,
            password,
        };
        Page::of(&screen).into_response()
    }

    async fn take_you(&self, mut draft: Draft, fields: &Fields) -> Response {
        draft.display = fields.get("display").trim().to_owned();
        draft.name = fields.get("user_name").trim().to_owned();
        draft.mail = fields.get("mail").trim().to_owned();
        let mut errors = vec![];
        if model::plain_text(&draft.display, 120).is_none() {
            errors.push(YouError::Display);
        }
        if model::Name::new(&draft.name).is_err() {
            errors.push(YouError::UserName);
        }
        if !draft.mail.is_empty() && service::people::checked_mail(&draft.mail).is_err() {
            errors.push(YouError::Mail);
        }
        let typed = fields.get("new_password");
        let password = match self.app.house.draft_password(&draft, typed).await {
            _ if typed.is_empty() => vec![NewPasswordProblem::Empty],
            Ok(Ok(hash)) => {
                draft.password_hash = hash;
                vec![]
            }
            Ok(Err(problems)) => problems.into_iter().map(problem).collect(),
            Err(_) => vec![NewPasswordProblem::Busy { seconds: 5 }],
        };
        if !errors.is_empty() || !password.is_empty() {
            return self.you_page(&draft, errors, password);
        }
        self.second_step_page(&draft)
    }

    /// True when the address that was chosen is not where this page is: from the last step on only that one answers.
    fn leads_elsewhere(&self, draft: &Draft) -> bool {
        let is_here = authority_of(&draft.public_address).as_deref() == Some(self.host.as_str());
        let port = self.app.network.port;
        let names_this_machine =
            HostName::in_address(&draft.public_address).is_some_and(|own| own.is_loopback(port));
        let is_named_otherwise = names_this_machine && self.host.is_loopback(port);
        !(is_here || is_named_otherwise)
    }

    /// True when this page is at the address that people will use, and not at one that only this machine knows: a
    /// passkey belongs to the address where it is made.
    fn has_its_address(&self, draft: &Draft) -> bool {
        let is_secure = draft.public_address.starts_with("https:");
        is_secure && authority_of(&draft.public_address).as_deref() == Some(self.host.as_str())
    }

    /// A passkey or an app, where there is the choice.
    fn second_step_page(&self, draft: &Draft) -> Response {
        if !self.has_its_address(draft) {
            return self.app_page(draft, false);
        }
        let screen = SecondStep {
            chrome: self.chrome(draft),
            ways: vec![Way::Passkey, Way::App],
            registered: None,
            journey: Journey::SetUp,
            days_left: None,
        };
        Page::of(&screen).into_response()
    }

    fn key_page(&self, mut draft: Draft, problem: Option<RegisterProblem>) -> Response {
        let options = match self.app.house.draft_key(&mut draft) {
            Ok(options) => options,
            Err(fault) => {
                tracing::error!(%fault, "a passkey could not be asked for");
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
        };
        let screen = RegisterKey {
            chrome: self.chrome(&draft),
            journey: Journey::SetUp,
            kind: KeyKind::Passkey,
            options,
            label: self.context.agent.clone().unwrap_or_default(),
            taken: vec![],
            problem,
        };
        Page::of(&screen).into_response()
    }

    fn app_page(&self, draft: &Draft, is_wrong: bool) -> Response {
        let (secret, uri) = self.app.house.draft_app(draft);
        let screen =
            ConnectApp { chrome: self.chrome(draft), journey: Journey::SetUp, secret, uri, is_wrong };
        Page::of(&screen).into_response()
    }

    async fn take_code(&self, draft: Draft, typed: &str) -> Response {
        if draft.password_hash.is_empty() {
            return self.you_page(&draft, vec![], vec![NewPasswordProblem::Empty]);
        }
        match self.app.house.make_organisation(draft.clone(), &self.context, typed).await {
            Ok(None) => self.app_page(&draft, true),
            made => self.codes_page(draft, made),
        }
    }

    async fn take_key(&self, draft: Draft, made: (&str, &str)) -> Response {
        if draft.password_hash.is_empty() {
            return self.you_page(&draft, vec![], vec![NewPasswordProblem::Empty]);
        }
        match self.app.house.make_organisation_with_key(draft.clone(), &self.context, made).await {
            Ok(None) => self.key_page(draft, Some(RegisterProblem::NotRight)),
            made => self.codes_page(draft, made),
        }
    }

    /// The organisation is there: its recovery codes, this once.
    fn codes_page(&self, draft: Draft, made: Result<Option<Made>, service::Fault>) -> Response {
        let (name, locale, address) = (draft.name.clone(), draft.locale, draft.public_address.clone());
        let made = match made {
            Ok(Some(made)) => made,
            Ok(None) => return self.second_step_page(&draft),
            Err(service::Fault::Conflict(_)) => return self.shut(WhyShut::Used),
            Err(fault) => {
                tracing::error!(%fault, "the organisation could not be made");
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
        };
        self.app.set_up.close();
        let jar = Jar::new(made.tenant, address.starts_with("https:"));
        let chrome = Chrome {
            action: format!("{address}/{}/set-up-done", made.tenant),
            organisation: draft.organisation,
            ..bare_chrome(locale, "", String::new())
        };
        let screen = RecoveryCodes {
            chrome,
            journey: Journey::SetUp,
            person: name,
            codes: made.recovery_codes,
            is_not_kept: false,
        };
        // From here on only the public address is answered, which may be another than the one in the address bar.
        let response = Page::of(&screen).with_policy(page_policy_to(&address)).into_response();
        let response = answer::with_cookie(response, &jar.set_session(&made.done.cookie, None));
        answer::with_cookie(response, &jar.set_browser(&made.done.browser))
    }
}

/// The last step's form: the codes are on the page that sends it and nowhere else, and my own page makes new ones.
/// The codes are kept: to Home, or first to a passkey. One is made beside the app: on this machine alone it is bound to
/// `localhost` and would be lost with a move to another address.
async fn done(body: Bytes) -> Response {
    let fields = Fields::read(&body);
    answer::redirect(if fields.get("go") == "passkey" { "/my/security/passkey" } else { "/admin" })
}
