//! `openapi.json`: what there is, for programs that read it before they ask (OpenAPI 3.1). It says nothing of any
//! organisation, so that no token opens it. A test looks whether every route stands in [`table::ROUTES`].

mod table;

use axum::extract::Extension;
use axum::http::StatusCode;
use axum::response::Response;
use graph::Version;
use model::Permission;
use serde_json::{Map, Value, json};

use crate::answer;
use crate::here::Here;

use super::call::word;
use table::{ROUTES, Route};

/// The options that lists take, each where the resource offers it.
const OPTIONS: [&str; 8] =
    ["$count", "$expand", "$filter", "$orderby", "$search", "$select", "$skiptoken", "$top"];

pub(super) async fn document(here: Here, Extension(version): Extension<Version>) -> Response {
    let address = &here.organisation.public_address;
    let word = word(version);
    let token = format!("{address}/{}/oauth2/v2.0", here.organisation.id);
    answer::json(StatusCode::OK, written(&format!("{address}/{word}"), &token).to_string())
}

fn written(server: &str, oauth: &str) -> Value {
    let paths: Map<String, Value> = ROUTES.iter().map(|route| (route.path.to_owned(), path(route))).collect();
    let scopes: Map<String, Value> =
        Permission::ALL.iter().map(|one| (one.word().to_owned(), "".into())).collect();
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Sluis", "version": env!("CARGO_PKG_VERSION") },
        "servers": [{ "url": server }],
        "paths": paths,
        "components": {
            "securitySchemes": { "oauth2": { "type": "oauth2", "flows": {
                "clientCredentials": { "tokenUrl": format!("{oauth}/token"), "scopes": scopes },
                "authorizationCode": {
                    "authorizationUrl": format!("{oauth}/authorize"),
                    "tokenUrl": format!("{oauth}/token"),
                    "scopes": scopes,
                },
            } } },
            "schemas": { "error": { "type": "object", "required": ["error"], "properties": { "error": {
                "type": "object",
                "required": ["code", "message"],
                "properties": {
                    "code": { "type": "string" },
                    "message": { "type": "string" },
                    "innerError": { "type": "object" },
                },
            } } } },
        },
    })
}

fn path(route: &Route) -> Value {
    let mut item = Map::new();
    let named = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parameters: Vec<Value> = named
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    if !parameters.is_empty() {
        item.insert("parameters".to_owned(), parameters.into());
    }
    for method in route.methods.split(' ') {
        item.insert(method.to_ascii_lowercase(), operation(route, method));
    }
    Value::Object(item)
}

fn operation(route: &Route, method: &str) -> Value {
    let permissions = if method == "GET" { route.reads } else { route.writes };
    let tag = route.path.trim_start_matches(['/', '$']).split('/').next().unwrap_or_default();
    let mut operation = json!({
        "operationId": format!("{}{}", method.to_ascii_lowercase(), identifier(route.path)),
        "tags": [tag],
        // One of them is enough.
        "security": permissions.iter().map(|one| json!({ "oauth2": [one.word()] })).collect::<Vec<_>>(),
        "responses": {
            "2XX": { "description": "2XX", "content": { "application/json": { "schema": { "type": "object" } } } },
            "default": {
                "description": "default",
                "content": { "application/json": { "schema": { "$ref": "#/components/schemas/error" } } },
            },
        },
    });
    if method == "GET" {
        let option = |name: &str| json!({ "name": name, "in": "query", "schema": { "type": "string" } });
        operation["parameters"] = OPTIONS.into_iter().map(option).collect();
    }
    if matches!(method, "POST" | "PATCH" | "PUT") {
        let schema = json!({ "schema": { "type": "object" } });
        operation["requestBody"] = json!({ "content": { "application/json": schema } });
    }
    operation
}

/// `/users/{id}/memberOf` as `UsersIdMemberOf`.
fn identifier(path: &str) -> String {
    let words = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + rest
    };
    // As a function is called, beside the same without its parentheses.
    let end = if path.ends_with("()") { "Function" } else { "" };
    words.map(capital).collect::<String>() + end
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_operation_has_a_name_of_its_own_and_its_parameters() {
        let document = written("https://id.example.org/v1.0", "https://id.example.org/x/oauth2/v2.0");
        let mut names = BTreeSet::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            let wanted = path.matches('{').count();
            let parameters = item.get("parameters").and_then(Value::as_array).map_or(0, Vec::len);
            assert_eq!(parameters, wanted, "{path}");
            for (method, operation) in
                item.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters")
            {
                let name = operation["operationId"].as_str().unwrap().to_owned();
                assert!(names.insert(name.clone()), "{method} {path}: {name}");
            }
        }
        assert!(names.contains("patchUsersId"), "{names:?}");
        let signs = &document["paths"]["/auditLogs/signIns"]["get"];
        assert_eq!(signs["security"], json!([{ "oauth2": ["AuditLog.Read.All"] }]));
    }
}
