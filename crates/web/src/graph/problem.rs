//! What cannot be, in the words of Microsoft Graph.

use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use graph::directory::MemberError;
use graph::odata::QueryError;
use serde_json::json;
use service::conditional_access::{LocationProblem, PolicyProblem};
use service::{ApiRefusal, Fault};

use crate::answer;

const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

/// Why a request is not answered: what a program reads, and a sentence for whoever wrote it.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    message: String,
    challenge: Option<String>,
}

/// A part of the API that has words of its own for the same thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// People, groups, roles.
    Directory,
    /// Conditional access and the settings around it.
    Policies,
}

impl Problem {
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), challenge: None }
    }

    /// What was sent cannot be used.
    pub fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    /// There is no such thing.
    pub fn missing(family: Family, id: &str) -> Self {
        let id: String = id.chars().take(64).collect();
        match family {
            Family::Directory => Self::new(
                StatusCode::NOT_FOUND,
                "Request_ResourceNotFound",
                format!(
                    "Resource '{id}' does not exist or one of its queried reference-property objects are not present."
                ),
            ),
            Family::Policies => Self::new(
                StatusCode::NOT_FOUND,
                "NotFound",
                format!("There is no resource with the id '{id}'."),
            ),
        }
    }

    /// The token does not reach this far, or its person may not.
    pub fn denied(family: Family) -> Self {
        match family {
            Family::Directory => Self::new(
                StatusCode::FORBIDDEN,
                "Authorization_RequestDenied",
                "Insufficient privileges to complete the operation.",
            ),
            Family::Policies => Self::new(
                StatusCode::FORBIDDEN,
                "AccessDenied",
                "You cannot perform the requested operation, required scopes are missing in the token.",
            ),
        }
    }

    /// It is no longer what it was when whoever writes it read it.
    pub fn changed() -> Self {
        let why = "It was changed since it was read: read it again.";
        Self::new(StatusCode::PRECONDITION_FAILED, "PreconditionFailed", why)
    }

    /// The person confirms first that it is them (RFC 9470 §3): a new sign-in, with a second factor of this moment.
    pub fn unconfirmed() -> Self {
        let why = "Sign in again: this is done by somebody who gave a second factor in the last ten minutes.";
        Self {
            challenge: Some(
                r#"Bearer error="insufficient_user_authentication", error_description="a newer sign-in is needed", acr_values="urn:sluis:acr:2", max_age="600""#
                    .to_owned(),
            ),
            ..Self::new(StatusCode::UNAUTHORIZED, "InteractionRequired", why)
        }
    }

    /// What a use case could not do. What is ours to mend is logged here, once.
    pub fn fault(fault: &Fault, family: Family, id: &str) -> Self {
        match fault {
            Fault::NotFound => Self::missing(family, id),
            Fault::Denied => Self::denied(family),
            Fault::Unconfirmed => Self::unconfirmed(),
            Fault::Conflict("name") => Self::new(
                StatusCode::BAD_REQUEST,
                "Request_MultipleObjectsWithSameKeyValue",
                "Another object with the same value for property userPrincipalName already exists.",
            ),
            Fault::Conflict("member") => Self::new(
                StatusCode::BAD_REQUEST,
                "Request_BadRequest",
                "One or more added object references already exist for the following modified properties: 'members'.",
            ),
            Fault::Conflict("synced") => Self::new(
                StatusCode::BAD_REQUEST,
                "Request_BadRequest",
                "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects \
                 currently undergoing migration.",
            ),
            Fault::Conflict(what) => Self::new(
                StatusCode::CONFLICT,
                "Conflict",
                format!("'{what}' changed meanwhile or stands in the way."),
            ),
            Fault::Invalid(what) => Self::new(
                StatusCode::BAD_REQUEST,
                "Request_BadRequest",
                format!("Invalid value specified for '{what}'."),
            ),
            Fault::Busy => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable", "Busy; try again later.")
            }
            Fault::Stale | Fault::Database(_) => {
                tracing::error!(%fault, "a request of the API failed");
                Self::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "InternalServerError",
                    "Something went wrong here.",
                )
            }
        }
    }

    /// The answer at a moment, under the ids of its request: ours, and the client's.
    pub fn written(&self, (id, clients): (&str, Option<&str>), at: &str) -> Response {
        let body = json!({ "error": {
            "code": self.code,
            "message": self.message,
            "innerError": {
                "date": at,
                "request-id": id,
                "client-request-id": clients.unwrap_or(id),
            },
        }});
        let mut response = answer::json(self.status, body.to_string());
        let challenge = self.challenge.as_deref().and_then(|challenge| HeaderValue::from_str(challenge).ok());
        if let Some(challenge) = challenge {
            response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        }
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}

/// Puts the ids of its request on an answer.
pub fn identify(response: &mut Response, id: &str, clients: Option<HeaderValue>) {
    let own = HeaderValue::from_str(id).ok();
    let headers = response.headers_mut();
    if let Some(clients) = clients.or_else(|| own.clone()) {
        headers.insert(CLIENT_REQUEST_ID, clients);
    }
    if let Some(own) = own {
        headers.insert(REQUEST_ID, own);
    }
}

impl IntoResponse for Problem {
    /// The layer around the API writes it, where the ids of the request are known.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<ApiRefusal> for Problem {
    fn from(refusal: ApiRefusal) -> Self {
        use oauth::BearerError;
        let (error, message) = match refusal {
            ApiRefusal::Bearer(error @ BearerError::Missing) => (error, "Access token is empty."),
            ApiRefusal::Bearer(error) => (error, "Access token is malformed."),
            ApiRefusal::Invalid => (
                BearerError::Invalid,
                "Access token validation failure: it is not for this API, has ended or was revoked.",
            ),
            ApiRefusal::Policy => {
                (BearerError::Invalid, "A conditional access policy stops this request. Sign in again.")
            }
        };
        let problem = Self::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message);
        Self { challenge: Some(error.challenge()), ..problem }
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Request_UnsupportedQuery", error.to_string())
    }
}

impl From<MemberError> for Problem {
    fn from(error: MemberError) -> Self {
        let message = match error {
            MemberError::NotAnObject => "The body is not a JSON object.".to_owned(),
            MemberError::NotWritable(name) => {
                format!("Property '{}' cannot be written here.", name.chars().take(64).collect::<String>())
            }
            MemberError::NotText(name) => format!("Invalid value specified for property '{name}'."),
        };
        Self::new(StatusCode::BAD_REQUEST, "Request_BadRequest", message)
    }
}

impl From<PolicyProblem> for Problem {
    fn from(problem: PolicyProblem) -> Self {
        let status = match problem {
            PolicyProblem::ChangedMeanwhile | PolicyProblem::OnTrial(_) => StatusCode::CONFLICT,
            PolicyProblem::NotLicensed(_) => StatusCode::FORBIDDEN,
            _ => StatusCode::BAD_REQUEST,
        };
        let why = match &problem {
            // From which addresses they come stands in the sign-in log, which no permission opens.
            PolicyProblem::LocksOut(people) => {
                let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
                format!("too few administrators would still come in: {}", names.join("; "))
            }
            _ => problem.to_string(),
        };
        Self::new(status, problem.code(), why)
    }
}

impl From<LocationProblem> for Problem {
    fn from(problem: LocationProblem) -> Self {
        match problem {
            LocationProblem::Policies(problem) => problem.into(),
            other => Self::bad(other.to_string()),
        }
    }
}
