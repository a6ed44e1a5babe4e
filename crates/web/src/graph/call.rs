//! A request of the API, once its token was looked at: who asks, in which version, for what.

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, ETAG, IF_MATCH};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use graph::Version;
use graph::odata::{Query, QueryError};
use model::{Id, Permission, Role, Tenant, Timestamp};
use serde_json::{Map, Value, json};
use service::authority::{Action, Denied, Permit, Target, may, permit};
use service::conditional_access::LARGEST_POLICY;
use service::{Caller, Fault, House};

use super::problem::{Family, Problem};
use crate::answer;
use crate::app::App;
use crate::form::Fields;
use crate::here::Here;

/// The member that a caller wants to be told in full: what was added to a list of words after its end.
const EVERY_WORD: &str = "include-unknown-enum-members";
const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");
/// Until when what was saved is on trial: Graph's bodies have no place for it.
const TRIAL_UNTIL: HeaderName = HeaderName::from_static("sluis-trial-until");

/// A request whose token was looked at.
pub struct Call {
    here: Here,
    /// Who asks.
    pub caller: Caller,
    /// In which version.
    pub version: Version,
    /// What is asked of the answer.
    pub query: Query,
    /// Which words it is in.
    pub family: Family,
    /// True when words are wanted that were added later.
    every_word: bool,
    /// What a write was made for, where the caller says so; anything would do where it is `*`.
    if_match: Option<String>,
    body: Vec<u8>,
}

/// What a handler answers.
pub type Answer = Result<Response, Problem>;

impl Call {
    /// The use cases.
    pub fn house(&self) -> &House {
        &self.here.app.house
    }

    /// What every handler shares.
    pub const fn app(&self) -> &App {
        &self.here.app
    }

    /// The tag that what is written must still have.
    pub fn if_match(&self) -> Option<&str> {
        self.if_match.as_deref()
    }

    /// The organisation: the token says which.
    pub const fn tenant(&self) -> Id<Tenant> {
        self.caller.tenant
    }

    /// Leave to do `A`.
    pub fn permit<A: Action>(&self, target: Target<'_>) -> Result<Permit<A>, Problem> {
        permit::<A>(&self.caller.actor, target).map_err(|denied| match denied {
            Denied::NoRole => Problem::denied(self.family),
            Denied::Unconfirmed => Problem::unconfirmed(),
        })
    }

    /// True when there is leave to do `A`.
    pub fn may<A: Action>(&self, target: Target<'_>) -> bool {
        may::<A>(&self.caller.actor, target)
    }

    /// Leave to do `A` to somebody who holds these roles.
    pub fn permit_for<A: Action>(&self, roles: &[Role]) -> Result<Permit<A>, Problem> {
        self.permit(Target::Person(roles))
    }

    /// Refuses a token without one of these permissions.
    pub fn needs(&self, any: &[Permission]) -> Result<(), Problem> {
        let held = self.caller.permissions();
        let has = any.iter().any(|permission| held.contains(*permission));
        if has { Ok(()) } else { Err(Problem::denied(self.family)) }
    }

    /// The value, or what Graph says of the fault.
    pub fn or_fault<T>(&self, outcome: Result<T, Fault>, id: &str) -> Result<T, Problem> {
        outcome.map_err(|fault| Problem::fault(&fault, self.family, id))
    }

    /// An id from an address; what is none is a thing that is not there.
    pub fn id<T>(&self, text: &str) -> Result<Id<T>, Problem> {
        text.parse().map_err(|_| Problem::missing(self.family, text))
    }

    /// The body as text.
    pub fn text(&self) -> Result<&str, Problem> {
        std::str::from_utf8(&self.body).map_err(|_| Problem::bad("The body is not UTF-8."))
    }

    /// The members of the body.
    pub fn members(&self) -> Result<Map<String, Value>, Problem> {
        match serde_json::from_slice(&self.body) {
            Ok(Value::Object(members)) => Ok(members),
            _ => Err(Problem::bad("The body is not a JSON object.")),
        }
    }

    /// The address of a resource of this version.
    pub fn address(&self, path: &str) -> String {
        format!("{}/{}{path}", self.here.organisation.public_address, word(self.version))
    }

    /// A moment as Graph writes it.
    pub fn written(&self, at: Timestamp) -> String {
        written(at)
    }

    /// A list that is all there is, narrowed, ordered and cut as was asked.
    pub fn list(&self, context: &str, all: Vec<Value>) -> Answer {
        let mut rows: Vec<Value> = match &self.query.filter {
            Some(filter) => all.into_iter().filter(|row| filter.holds(row)).collect(),
            None => all,
        };
        if let Some((property, is_down)) = &self.query.order {
            let key =
                |row: &Value| row.get(property).and_then(Value::as_str).unwrap_or_default().to_lowercase();
            rows.sort_by_key(key);
            if *is_down {
                rows.reverse();
            }
        }
        let count = rows.len();
        let from: usize = match &self.query.skip_token {
            Some(token) => {
                token.parse().map_err(|_| Problem::bad("Invalid value of the query option '$skiptoken'."))?
            }
            None => 0,
        };
        if from > count {
            return Err(Problem::bad("Invalid value of the query option '$skiptoken'."));
        }
        let next = self.query.top.map(|top| from.saturating_add(top)).filter(|next| *next < count);
        let rows: Vec<Value> =
            rows.into_iter().skip(from).take(self.query.top.unwrap_or(usize::MAX)).collect();
        self.page(context, rows, next.map(|next| next.to_string()), Some(count))
    }

    /// A page of a list, with where it goes on and how many there are in all.
    pub fn page(
        &self,
        context: &str,
        rows: Vec<Value>,
        next: Option<String>,
        count: Option<usize>,
    ) -> Answer {
        self.expands(&[])?;
        let mut body = Map::new();
        body.insert("@odata.context".to_owned(), json!(self.address(&format!("/$metadata#{context}"))));
        if let Some(count) = count.filter(|_| self.query.count) {
            body.insert("@odata.count".to_owned(), json!(count));
        }
        if let Some(token) = next {
            body.insert("@odata.nextLink".to_owned(), json!(self.next_link(&token)));
        }
        let rows: Vec<Value> = rows.into_iter().map(|row| self.query.chosen(self.said(row))).collect();
        body.insert("value".to_owned(), Value::Array(rows));
        Ok(self.json(StatusCode::OK, &Value::Object(body)))
    }

    /// One thing.
    pub fn one(&self, context: &str, thing: Value) -> Answer {
        self.expands(&[])?;
        self.thing(StatusCode::OK, context, thing)
    }

    /// One thing with the relations that were wanted beside its members.
    pub fn one_with(&self, context: &str, thing: Value, relations: Vec<(&str, Value)>) -> Answer {
        let chosen = self.query.chosen(thing);
        let mut chosen = match chosen {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        chosen.extend(relations.into_iter().map(|(name, value)| (name.to_owned(), value)));
        let whole = Query { select: vec![], ..self.query.clone() };
        self.thing_of(&whole, StatusCode::OK, context, Value::Object(chosen))
    }

    /// Which of the relations that there are is wanted; others are refused, and never left out.
    pub fn expands<'a>(&self, offered: &[&'a str]) -> Result<Vec<&'a str>, Problem> {
        let mut wanted = vec![];
        for name in &self.query.expand {
            let found = offered.iter().find(|offered| offered.eq_ignore_ascii_case(name));
            wanted.push(*found.ok_or_else(|| {
                Problem::from(QueryError::Option(format!(
                    "$expand={}",
                    name.chars().take(40).collect::<String>()
                )))
            })?);
        }
        Ok(wanted)
    }

    /// A thing that was made.
    pub fn created(&self, context: &str, thing: Value) -> Answer {
        self.thing(StatusCode::CREATED, context, thing)
    }

    /// Done, and there is nothing to say.
    pub fn done() -> Answer {
        Ok(StatusCode::NO_CONTENT.into_response())
    }

    /// The answer to a change of what decides who gets in: until when it is on trial, where it is.
    pub fn saved(answer: Answer, trial: Option<Timestamp>) -> Answer {
        let mut response = answer?;
        if let Some(until) = trial.and_then(|until| HeaderValue::try_from(written(until)).ok()) {
            response.headers_mut().insert(TRIAL_UNTIL, until);
        }
        Ok(response)
    }

    fn thing(&self, status: StatusCode, context: &str, thing: Value) -> Answer {
        self.thing_of(&self.query, status, context, thing)
    }

    fn thing_of(&self, query: &Query, status: StatusCode, context: &str, thing: Value) -> Answer {
        let mut body = Map::new();
        let context = self.address(&format!("/$metadata#{context}/$entity"));
        body.insert("@odata.context".to_owned(), json!(context));
        if let Value::Object(members) = query.chosen(self.said(thing)) {
            body.extend(members);
        }
        let tag = body.get("@odata.etag").and_then(Value::as_str);
        let tag = tag.and_then(|tag| HeaderValue::from_str(tag).ok());
        let mut response = self.json(status, &Value::Object(body));
        if let Some(tag) = tag {
            response.headers_mut().insert(ETAG, tag);
        }
        Ok(response)
    }

    /// Words that were added to their list after its end are told only to who asks for them.
    fn said(&self, thing: Value) -> Value {
        if self.every_word { thing } else { graph::without_later_words(thing, self.version) }
    }

    fn json(&self, status: StatusCode, body: &Value) -> Response {
        let mut response = answer::json(status, body.to_string());
        if self.every_word {
            response.headers_mut().insert(PREFERENCE_APPLIED, HeaderValue::from_static(EVERY_WORD));
        }
        response
    }

    fn next_link(&self, token: &str) -> String {
        let (path, query) = self.here.path.split_once('?').unwrap_or((&self.here.path, ""));
        let kept = query.split('&').filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase().replace("%24", "$");
            !pair.is_empty() && name.trim_start_matches('$') != "skiptoken"
        });
        let token = format!("$skiptoken={token}");
        let query: Vec<&str> = kept.chain([token.as_str()]).collect();
        format!("{}{path}?{}", self.here.organisation.public_address, query.join("&"))
    }
}

/// A moment as Graph writes it: whole seconds, UTC.
pub fn written(at: Timestamp) -> String {
    jiff::Timestamp::from_second(at.as_secs()).map_or_else(|_| String::new(), |at| at.to_string())
}

impl FromRequest<App> for Call {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let here = Here::from_request_parts(&mut parts, app).await.map_err(|_| {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable", "Sluis is not set up yet.")
        })?;
        let version = *parts.extensions.get::<Version>().unwrap_or(&Version::V1);
        let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
        let here = Here { path: format!("/{}{path}", word(version)), ..here };
        let family = family(&here.path);
        let authorization = single(&parts.headers)?;
        let address = here.organisation.public_address.clone();
        let caller = app
            .house
            .api_caller(&here.context, authorization, move |organisation| {
                organisation.public_address == address
            })
            .await
            .map_err(|fault| Problem::fault(&fault, family, ""))??;
        // No query is none, and not one option without a name.
        let query = parts.uri.query().filter(|query| !query.is_empty());
        let fields = query.map_or_else(Fields::default, |query| Fields::read(query.as_bytes()));
        let query = Query::read(fields.all())?;
        // What a write answers has nothing beside it.
        if let Some(name) = query.expand.first().filter(|_| parts.method != Method::GET) {
            return Err(QueryError::Option(format!("$expand={name}")).into());
        }
        let if_match = if_match(&parts.headers, &here.path)?;
        let every_word = parts.headers.get_all("prefer").iter().any(|value| {
            value.to_str().is_ok_and(|value| value.split([',', ';']).any(|one| one.trim() == EVERY_WORD))
        });
        let body = to_bytes(body, LARGEST_POLICY + 1).await.map_err(|_| {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", "The body is too large.")
        })?;
        if !body.is_empty() && !is_json(&parts.headers) {
            let why = "A body is sent as application/json.";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", why));
        }
        Ok(Self { here, caller, version, query, family, every_word, if_match, body: body.to_vec() })
    }
}

/// The first segment of the addresses of a version.
pub const fn word(version: Version) -> &'static str {
    match version {
        Version::V1 => "v1.0",
        Version::Beta => "beta",
    }
}

fn family(path: &str) -> Family {
    let is_policies = ["/identity/", "/identityGovernance/", "/policies/", "/conditionalAccess/"]
        .iter()
        .any(|part| path.contains(part));
    if is_policies { Family::Policies } else { Family::Directory }
}

/// What `If-Match` asks, unless anything would do. What has no tag matches none (RFC 9110 §13.1.1), so that nobody believes
/// that it was looked at.
fn if_match(headers: &HeaderMap, path: &str) -> Result<Option<String>, Problem> {
    let Some(tag) = headers.get(IF_MATCH) else { return Ok(None) };
    let tag = tag.to_str().map_err(|_| Problem::changed())?;
    match (tag.trim(), path.contains("/identity/conditionalAccess/policies/")) {
        ("*", _) => Ok(None),
        (tag, true) => Ok(Some(tag.to_owned())),
        (_, false) => Err(Problem::changed()),
    }
}

/// The `Authorization` header, which may be sent once.
fn single(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let malformed = || Problem::from(service::ApiRefusal::Bearer(oauth::BearerError::Malformed));
    let value = values.next().map(HeaderValue::to_str).transpose().map_err(|_| malformed())?;
    if values.next().is_some() { Err(malformed()) } else { Ok(value) }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.and_then(|kind| kind.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}
