//! The admin API in the shapes of Microsoft Graph. Everything below `/v1.0` and `/beta`: the token of a request says who
//! asks and of which organisation ([`call`]), each handler asks one verb of `service` for it, and what cannot be is said
//! in Graph's words ([`problem`]).

mod applications;
mod audits;
mod authentication_methods;
mod batch;
mod call;
mod contexts;
mod domains;
mod evaluate;
mod groups;
mod locations;
mod logs;
mod me;
mod openapi;
mod organization;
mod people;
mod person_methods;
mod policies;
mod principals;
mod problem;
mod relations;
mod reports;
mod requirements;
mod roles;
mod security_defaults;
mod sign_ins;
mod strengths;
mod templates;
mod terms;

use axum::Router;
use axum::extract::{Extension, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post, put};
use graph::Version;

use crate::app::App;
use crate::headers::RequestId;
use problem::Problem;

/// The routes of both versions.
pub fn routes(app: &App) -> Router<App> {
    Router::new()
        .nest("/v1.0", of_version(app).layer(Extension(Version::V1)))
        .nest("/beta", of_version(app).layer(Extension(Version::Beta)))
}

/// A batch asks resources, so that it is none of them itself.
fn of_version(app: &App) -> Router<App> {
    let around = Router::new()
        .route("/$batch", post(batch::batch))
        .route("/openapi.json", get(openapi::document))
        .layer(from_fn_with_state(app.clone(), speak));
    resources(app).merge(around)
}

/// Applications, logs, what people have registered, and reports.
fn more() -> Router<App> {
    Router::new()
        .route("/domains", get(domains::list))
        .route("/domains/{id}", get(domains::one))
        .route("/applications", get(applications::list).post(applications::create))
        .route(
            "/applications/{id}",
            get(applications::one).patch(applications::change).delete(applications::delete),
        )
        .route("/applications/{id}/addPassword", post(applications::add_password))
        .route("/applications/{id}/removePassword", post(applications::remove_password))
        .route("/servicePrincipals", get(principals::list))
        .route("/servicePrincipals/{id}", get(principals::one).patch(principals::change))
        .route(
            "/servicePrincipals/{id}/appRoleAssignedTo",
            get(principals::assigned).post(principals::assign),
        )
        .route(
            "/servicePrincipals/{id}/appRoleAssignedTo/{member}",
            axum::routing::delete(principals::unassign),
        )
        .route("/users/{id}/manager", get(relations::manager))
        .route("/users/{id}/manager/$ref", put(relations::set_manager).delete(relations::remove_manager))
        .route("/users/{id}/appRoleAssignments", get(principals::of_person))
        .route("/users/{id}/authentication/methods", get(person_methods::all))
        .route("/users/{id}/authentication/methods/{method}", get(person_methods::one))
        .route("/users/{id}/authentication/{kind}", get(person_methods::of_kind))
        .route(
            "/users/{id}/authentication/{kind}/{method}",
            get(person_methods::one_of_kind).delete(person_methods::delete),
        )
        .route("/auditLogs/signIns", get(sign_ins::list))
        .route("/auditLogs/signIns/{id}", get(sign_ins::one))
        .route("/auditLogs/directoryAudits", get(audits::list))
        .route("/auditLogs/directoryAudits/{id}", get(audits::one))
        .route("/reports/authenticationMethods/userRegistrationDetails", get(reports::details))
        .route("/reports/authenticationMethods/userRegistrationDetails/{id}", get(reports::detail))
        .route("/reports/authenticationMethods/{kind}", get(reports::counted))
}

fn resources(app: &App) -> Router<App> {
    Router::new()
        .route("/me", get(me::one))
        .route("/me/memberOf", get(me::groups))
        .route("/organization", get(organization::list))
        .route("/organization/{id}", get(organization::one))
        .route("/subscribedSkus", get(organization::subscriptions))
        .route("/subscribedSkus/{id}", get(organization::subscribed))
        .route("/users", get(people::list).post(people::create))
        .route("/users/$count", get(people::count))
        .route("/users/{id}", get(people::one).patch(people::change).delete(people::delete))
        .route("/users/{id}/memberOf", get(people::groups))
        .route("/users/{id}/transitiveMemberOf", get(people::all_groups))
        .route("/users/{id}/revokeSignInSessions", post(people::revoke))
        .route("/users/{id}/authentication/requirements", get(requirements::one).patch(requirements::change))
        .route("/groups", get(groups::list).post(groups::create))
        .route("/groups/$count", get(groups::count))
        .route("/groups/{id}", get(groups::one).patch(groups::change).delete(groups::delete))
        .route("/groups/{id}/members", get(groups::members))
        .route("/groups/{id}/members/$ref", post(groups::add_member))
        .route("/groups/{id}/members/{member}/$ref", axum::routing::delete(groups::remove_member))
        .route("/directoryRoles", get(roles::list))
        .route("/directoryRoles/{id}", get(roles::one))
        .route("/directoryRoles/{id}/members", get(roles::members))
        .route("/directoryRoles/{id}/members/$ref", post(roles::add_member))
        .route("/directoryRoles/{id}/members/{member}/$ref", axum::routing::delete(roles::remove_member))
        .route("/roleManagement/directory/roleDefinitions", get(roles::list))
        .route("/roleManagement/directory/roleDefinitions/{id}", get(roles::one))
        .route("/roleManagement/directory/roleAssignments", get(roles::assignments).post(roles::assign))
        .route(
            "/roleManagement/directory/roleAssignments/{id}",
            get(roles::one_assignment).delete(roles::unassign),
        )
        .route("/identity/conditionalAccess/policies", get(policies::list).post(policies::create))
        .route(
            "/identity/conditionalAccess/policies/{id}",
            get(policies::one).patch(policies::change).delete(policies::delete),
        )
        .route("/identity/conditionalAccess/deletedItems/policies", get(policies::deleted))
        .route(
            "/identity/conditionalAccess/deletedItems/policies/{id}",
            get(policies::deleted_one).delete(policies::forget),
        )
        .route("/identity/conditionalAccess/deletedItems/policies/{id}/restore", post(policies::restore))
        .route("/identity/conditionalAccess/deletedItems/namedLocations", get(locations::deleted))
        .route(
            "/identity/conditionalAccess/deletedItems/namedLocations/{id}",
            get(locations::deleted_one).delete(locations::forget),
        )
        .route(
            "/identity/conditionalAccess/deletedItems/namedLocations/{id}/restore",
            post(locations::restore),
        )
        .route("/identity/conditionalAccess/evaluate", post(evaluate::evaluate))
        .route("/identityGovernance/termsOfUse/agreements", get(terms::list))
        .route("/identityGovernance/termsOfUse/agreements/{id}", get(terms::one))
        .route("/identityGovernance/termsOfUse/agreements/{id}/files", get(terms::files))
        .route("/identity/conditionalAccess/templates", get(templates::list))
        .route("/identity/conditionalAccess/templates/{id}", get(templates::one))
        .route("/identity/conditionalAccess/namedLocations", get(locations::list).post(locations::create))
        .route(
            "/identity/conditionalAccess/namedLocations/{id}",
            get(locations::one).patch(locations::change).delete(locations::delete),
        )
        .route(
            "/identity/conditionalAccess/authenticationContextClassReferences",
            get(contexts::list).post(contexts::create),
        )
        .route(
            "/identity/conditionalAccess/authenticationContextClassReferences/{id}",
            get(contexts::one).patch(contexts::change).delete(contexts::delete),
        )
        .merge(strengths::routes())
        .merge(more())
        .route("/policies/authenticationMethodsPolicy", get(authentication_methods::policy))
        .route(
            "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations",
            get(authentication_methods::list),
        )
        .route(
            "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/{kind}",
            get(authentication_methods::one).patch(authentication_methods::change),
        )
        // Where older programs look for them.
        .route("/policies/conditionalAccessPolicies", get(policies::list))
        .route("/conditionalAccess/policies", get(policies::list))
        .route("/conditionalAccess/namedLocations", get(locations::list))
        .route(
            "/policies/identitySecurityDefaultsEnforcementPolicy",
            get(security_defaults::one).patch(security_defaults::change),
        )
        .fallback(nothing)
        .method_not_allowed_fallback(no_such_method)
        .layer(from_fn_with_state(app.clone(), speak))
}

async fn nothing() -> Problem {
    no_such_resource()
}

fn no_such_resource() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "BadRequest", "There is no such resource here.")
}

async fn no_such_method() -> Problem {
    let why = "Specified HTTP method is not allowed for the request target.";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "Request_BadRequest", why)
}

/// Writes what could not be in Graph's words, and the ids of the request on every answer.
async fn speak(
    State(app): State<App>,
    Extension(RequestId(id)): Extension<RequestId>,
    request: Request,
    next: Next,
) -> Response {
    let clients = request.headers().get("client-request-id").cloned();
    let mut response = next.run(request).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let clients = clients.as_ref().and_then(|value| value.to_str().ok());
        response = problem.written((&id, clients), &call::written(app.house.now()));
    }
    problem::identify(&mut response, &id, clients);
    response
}
