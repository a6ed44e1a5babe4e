//! `reports/authenticationMethods`: who has registered what (reference 6.3).

use axum::extract::Path;
use graph::person_methods::{Registration, registered_word};
use model::{GuestKind, Method};
use serde_json::{Value, json};
use service::Page;
use service::authority::{ReadRegistrations, Target};
use service::person_methods::Registered;

use super::call::{Answer, Call};
use super::people::{not_offered, parse_token, write_token};
use super::problem::Problem;

const DETAILS: &str = "reports/authenticationMethods/userRegistrationDetails";

pub(super) async fn details(call: Call) -> Answer {
    let permit = call.permit::<ReadRegistrations>(Target::Organisation)?;
    let query = &call.query;
    if query.filter.is_some() || query.search.is_some() || query.order.is_some() || query.count {
        return Err(not_offered(
            "The report is of everybody: without $filter, $search, $orderby and $count.",
        ));
    }
    let rows = query.rows();
    let after = query.skip_token.as_deref().map(read_token).transpose()?;
    let limit = i64::try_from(rows + 1).unwrap_or(i64::MAX);
    let found = call.house().registrations_of(call.tenant(), &permit, after, limit).await;
    let mut found = call.or_fault(found, "")?;
    let is_more = found.len() > rows;
    found.truncate(rows);
    let last = found.last().filter(|_| is_more);
    let next = last.map(|one| write_token(&one.user.display, &one.user.id.to_string()));
    let told = found.iter().map(|one| written(&call, one)).collect();
    call.page(DETAILS, told, next, None)
}

pub(super) async fn detail(Path(id): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ReadRegistrations>(Target::Organisation)?;
    let found = call.house().registration_of(call.tenant(), &permit, call.id(&id)?).await;
    let row = written(&call, &call.or_fault(found, &id)?);
    call.one(DETAILS, row)
}

/// `usersRegisteredByMethod` and `usersRegisteredByFeature`, with or without what they count of: always everybody.
pub(super) async fn counted(Path(function): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ReadRegistrations>(Target::Organisation)?;
    let (name, asked) = match function.split_once('(') {
        Some((name, rest)) => (name, rest.strip_suffix(')').ok_or_else(super::no_such_resource)?),
        None => (function.as_str(), ""),
    };
    if !["usersRegisteredByMethod", "usersRegisteredByFeature"].contains(&name) {
        return Err(super::no_such_resource());
    }
    let is_all = |part: &str| {
        ["includedUserTypes='all'", "includedUserRoles='all'"].contains(&part.trim()) || part.is_empty()
    };
    if !asked.split(',').all(is_all) {
        return Err(not_offered("Everybody is counted: includedUserTypes='all',includedUserRoles='all'."));
    }
    let counts = call.house().registrations(call.tenant(), &permit).await;
    let counts = call.or_fault(counts, "")?;
    let has = |wanted: Method| {
        counts.by_method.iter().find(|(method, _)| *method == wanted).map_or(0, |(_, people)| *people)
    };
    let mut summary = json!({
        "totalUserCount": counts.people,
        "userTypes": "all",
        "userRoles": "all",
    });
    if name == "usersRegisteredByMethod" {
        let named =
            Method::ALL.into_iter().filter_map(|method| Some((registered_word(method)?, has(method))));
        let told = named.map(|(word, people)| json!({ "authenticationMethod": word, "userCount": people }));
        summary["userRegistrationMethodCounts"] = told.collect();
        return call.one("microsoft.graph.userRegistrationMethodSummary", summary);
    }
    let features: [(&str, i64); 5] = [
        ("ssprRegistered", 0),
        ("ssprEnabled", 0),
        ("ssprCapable", 0),
        ("passwordlessCapable", has(Method::Passkey)),
        ("mfaCapable", counts.with_second_factor),
    ];
    let told = features.map(|(word, people)| json!({ "feature": word, "userCount": people }));
    summary["userRegistrationFeatureCounts"] = Value::from(told.to_vec());
    call.one("microsoft.graph.userRegistrationFeatureSummary", summary)
}

fn read_token(token: &str) -> Result<Page, Problem> {
    let (display, id) = parse_token(token)?;
    let id = id.parse().map_err(|_| Problem::bad("Invalid value of the query option '$skiptoken'."))?;
    Ok(Page { display, id })
}

fn written(call: &Call, one: &Registered) -> Value {
    let registration = Registration {
        id: one.user.id.to_string(),
        display: one.user.display.clone(),
        user_name: one.user.name.to_string(),
        is_member: one.user.guest == GuestKind::Member,
        is_admin: one.holds_role,
        registered: one.registered,
        usable: one.usable,
        at: call.house().now(),
    };
    registration.written(|at| call.written(at))
}
