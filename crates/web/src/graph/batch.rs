//! `$batch`: up to twenty requests in one (JSON batching of Graph). Each goes through the same router and the same gate as
//! if it had come by itself, with the token of the whole; only addresses of this API are asked.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Extension, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, EXPECT, TRANSFER_ENCODING};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::Response;
use data_encoding::BASE64;
use graph::Version;
use serde_json::{Map, Value, json};
use tower::ServiceExt;

use super::call::{Answer, Call, word};
use super::problem::Problem;
use crate::headers::RequestId;
use crate::here::Place;
use crate::peer::Peer;

/// How many requests one may hold.
const MOST: usize = 20;
/// The longest answer that is put in with the others, in bytes.
const LARGEST: usize = 8 * 1024 * 1024;
/// What each request says for itself; everything else is the whole's.
const OWN: [&str; 6] =
    ["accept-language", "client-request-id", "consistencylevel", "if-match", "if-none-match", "prefer"];

/// One of the requests.
#[derive(Debug)]
struct One {
    id: String,
    method: Method,
    uri: Uri,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Option<String>,
    after: Vec<String>,
}

pub(super) async fn batch(parts: Parts, call: Call) -> Answer {
    let requests = read(&call.members()?, call.version)?;
    let order = order(&requests)?;
    let router: Router =
        super::resources(call.app()).layer(Extension(call.version)).with_state(call.app().clone());
    let mut answers: BTreeMap<usize, Value> = BTreeMap::new();
    let mut failed: Vec<&str> = vec![];
    for place in order {
        let one = &requests[place];
        let (status, answer) = match one.after.iter().any(|id| failed.contains(&id.as_str())) {
            true => (StatusCode::FAILED_DEPENDENCY, not_tried(one)),
            false => asked(&router, &parts, &call, one).await,
        };
        if status.is_client_error() || status.is_server_error() {
            failed.push(&one.id);
        }
        answers.insert(place, answer);
    }
    let answers: Vec<Value> = answers.into_values().collect();
    Ok(crate::answer::json(StatusCode::OK, json!({ "responses": answers }).to_string()))
}

/// Asks one of them.
async fn asked(router: &Router, parts: &Parts, call: &Call, one: &One) -> (StatusCode, Value) {
    let mut request = Request::new(one.body.clone().map_or_else(Body::empty, Body::from));
    *request.method_mut() = one.method.clone();
    *request.uri_mut() = one.uri.clone();
    *request.headers_mut() = headers_of(&parts.headers, one);
    let extensions = request.extensions_mut();
    extensions.insert(RequestId(call.house().request_id()));
    if let Some(place) = parts.extensions.get::<Place>() {
        extensions.insert(place.clone());
    }
    if let Some(peer) = parts.extensions.get::<Peer>() {
        extensions.insert(*peer);
    }
    let response = match router.clone().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    let status = response.status();
    (status, told(&one.id, response).await)
}

fn headers_of(whole: &HeaderMap, one: &One) -> HeaderMap {
    let mut headers = whole.clone();
    for name in [CONTENT_LENGTH, CONTENT_TYPE, EXPECT, TRANSFER_ENCODING] {
        headers.remove(name);
    }
    for name in OWN {
        headers.remove(name);
    }
    if one.body.is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for (name, value) in &one.headers {
        headers.insert(name.clone(), value.clone());
    }
    headers
}

async fn told(id: &str, response: Response) -> Value {
    let (parts, body) = response.into_parts();
    let mut headers = Map::new();
    for (name, value) in &parts.headers {
        // Clients look for it as Graph writes it.
        let name = if name == CONTENT_TYPE { "Content-Type" } else { name.as_str() };
        if let Ok(value) = value.to_str() {
            headers.insert(name.to_owned(), value.into());
        }
    }
    let mut answer = json!({ "id": id, "status": parts.status.as_u16(), "headers": headers });
    let Ok(body) = to_bytes(body, LARGEST).await else {
        answer["status"] = StatusCode::INSUFFICIENT_STORAGE.as_u16().into();
        return answer;
    };
    if !body.is_empty() {
        let read = serde_json::from_slice::<Value>(&body).ok().filter(Value::is_object);
        answer["body"] = read.unwrap_or_else(|| BASE64.encode(&body).into());
    }
    answer
}

/// What it waits for could not be done.
fn not_tried(one: &One) -> Value {
    json!({
        "id": one.id,
        "status": StatusCode::FAILED_DEPENDENCY.as_u16(),
        "headers": { "Content-Type": "application/json" },
        "body": { "error": {
            "code": "FailedDependency",
            "message": "A request that this one depends on could not be done.",
        } },
    })
}

/// In which order they are asked: each after those that it waits for, and otherwise as they stand.
fn order(requests: &[One]) -> Result<Vec<usize>, Problem> {
    let mut order: Vec<usize> = vec![];
    while order.len() < requests.len() {
        let is_done = |id: &String| order.iter().any(|place| requests[*place].id == *id);
        let is_next = |place: &usize| !order.contains(place) && requests[*place].after.iter().all(is_done);
        let next = (0..requests.len()).find(is_next);
        order.push(next.ok_or_else(|| wrong("'dependsOn' names what is not there, or goes in a circle."))?);
    }
    Ok(order)
}

fn read(members: &Map<String, Value>, version: Version) -> Result<Vec<One>, Problem> {
    let list = members.get("requests").and_then(Value::as_array);
    let list = list.ok_or_else(|| wrong("'requests' is missing."))?;
    if list.is_empty() || list.len() > MOST {
        return Err(wrong("A batch holds 1 to 20 requests."));
    }
    let requests: Vec<One> = list.iter().map(|one| read_one(one, version)).collect::<Result<_, _>>()?;
    let is_twice =
        |one: &One| requests.iter().filter(|other| other.id.eq_ignore_ascii_case(&one.id)).count() > 1;
    if requests.iter().any(is_twice) { Err(wrong("Two requests have the same 'id'.")) } else { Ok(requests) }
}

fn read_one(value: &Value, version: Version) -> Result<One, Problem> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let id = text("id").filter(|id| (1..=64).contains(&id.len())).ok_or_else(|| wrong("'id' is missing."))?;
    let method = text("method").and_then(method).ok_or_else(|| wrong("'method' cannot be used."))?;
    let uri = text("url").and_then(|url| address(url, version)).ok_or_else(|| {
        wrong("'url' is an address of this API without its version, such as /users?$top=5.")
    })?;
    let body = match value.get("body") {
        None | Some(Value::Null) => None,
        Some(body @ Value::Object(_)) => Some(body.to_string()),
        Some(_) => return Err(wrong("'body' is a JSON object.")),
    };
    let mut after = vec![];
    for id in value.get("dependsOn").and_then(Value::as_array).into_iter().flatten() {
        after.push(id.as_str().ok_or_else(|| wrong("'dependsOn' is a list of ids."))?.to_owned());
    }
    let headers = match value.get("headers") {
        Some(Value::Object(headers)) => headers.iter().filter_map(header).collect(),
        _ => vec![],
    };
    Ok(One { id: id.to_owned(), method, uri, headers, body, after })
}

fn method(word: &str) -> Option<Method> {
    let known = [Method::GET, Method::POST, Method::PATCH, Method::PUT, Method::DELETE];
    known.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(word))
}

/// A path of this API with its query, without its version or with the one of the whole, as some clients send it: no other
/// place, and no batch in a batch, for that is no route of theirs.
fn address(text: &str, version: Version) -> Option<Uri> {
    let path = text.strip_prefix('/').unwrap_or(text);
    let path = path.strip_prefix(word(version)).and_then(|rest| rest.strip_prefix('/')).unwrap_or(path);
    if path.starts_with('/') || text.len() > 4_000 {
        return None;
    }
    let uri: Uri = format!("/{}", path.replace(' ', "%20")).parse().ok()?;
    (uri.scheme().is_none() && uri.authority().is_none() && !uri.path().contains("://")).then_some(uri)
}

fn header((name, value): (&String, &Value)) -> Option<(HeaderName, HeaderValue)> {
    let name = name.to_ascii_lowercase();
    let name = OWN.contains(&name.as_str()).then(|| HeaderName::from_bytes(name.as_bytes()).ok())??;
    Some((name, HeaderValue::from_str(value.as_str()?).ok()?))
}

fn wrong(why: &str) -> Problem {
    Problem::bad(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(requests: Value) -> Result<Vec<String>, Problem> {
        let requests = read(json!({ "requests": requests }).as_object().unwrap(), Version::V1)?;
        let order = order(&requests)?;
        Ok(order.into_iter().map(|place| requests[place].id.clone()).collect())
    }

    fn get(id: &str, after: &[&str]) -> Value {
        json!({ "id": id, "method": "get", "url": "/me", "dependsOn": after })
    }

    #[test]
    fn each_comes_after_those_that_it_waits_for() {
        let order = of(json!([get("1", &["3"]), get("2", &[]), get("3", &["2"])])).unwrap();
        assert_eq!(order, ["2", "3", "1"]);
        assert!(of(json!([get("1", &["2"]), get("2", &["1"])])).is_err(), "a circle");
        assert!(of(json!([get("1", &["9"])])).is_err(), "nobody");
        assert!(of(json!([get("1", &[]), get("1", &[])])).is_err(), "twice");
        assert!(of(json!([])).is_err());
        let many: Vec<Value> = (0..21).map(|id| get(&id.to_string(), &[])).collect();
        assert!(of(json!(many)).is_err());
    }

    #[test]
    fn only_addresses_of_this_api_are_asked() {
        let address = |text| address(text, Version::V1);
        assert_eq!(address("/v1.0/users").unwrap().to_string(), "/users");
        assert_eq!(address("/users?$top=5").unwrap().to_string(), "/users?$top=5");
        assert_eq!(address("me").unwrap().to_string(), "/me");
        let filter = address("/users?$filter=displayName eq 'Anna'").unwrap();
        assert_eq!(filter.query(), Some("$filter=displayName%20eq%20'Anna'"));
        for elsewhere in ["https://evil.example/users", "//evil.example/users", "http://localhost/users"] {
            assert!(address(elsewhere).is_none(), "{elsewhere}");
        }
    }

    #[test]
    fn no_request_brings_a_token_of_its_own() {
        let one = json!({ "id": "1", "method": "GET", "url": "/me",
            "headers": { "Authorization": "Bearer x", "Prefer": "a", "X-Forwarded-For": "1.2.3.4", "Host": "x" } });
        let names: Vec<String> = read_one(&one, Version::V1)
            .unwrap()
            .headers
            .into_iter()
            .map(|(name, _)| name.to_string())
            .collect();
        assert_eq!(names, ["prefer"]);
    }
}
