//! Applications and their service principals in Graph's JSON.

use model::{AppKind, Assignment, Timestamp};
use serde_json::{Map, Value, json};

use crate::directory::MemberError;

/// Who may use it: Graph's word for one organisation.
const AUDIENCE: &str = "AzureADMyOrg";
/// The role that an assignment gives where an application has none of its own.
pub const DEFAULT_ACCESS: &str = "00000000-0000-0000-0000-000000000000";

/// What is told of an application.
#[derive(Debug, Clone)]
pub struct Application {
    /// The id of its registration.
    pub object_id: String,
    /// What it presents as `client_id`.
    pub app_id: String,
    /// What people are assigned to.
    pub principal_id: String,
    /// What people call it.
    pub name: String,
    /// Whether it keeps a secret.
    pub kind: AppKind,
    /// Who may sign in.
    pub assignment: Assignment,
    /// Where answers may go.
    pub redirect_uris: Vec<String>,
    /// When it was registered.
    pub created: Timestamp,
}

/// What is told of a secret.
#[derive(Debug, Clone)]
pub struct Password {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub description: String,
    /// Its first characters.
    pub hint: String,
    /// When it was made.
    pub created: Timestamp,
    /// When it ends.
    pub until: Timestamp,
    /// The secret itself, the once that it is shown.
    pub secret: Option<String>,
}

/// How an application is to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// What people call it.
    pub name: Option<String>,
    /// Whether it keeps a secret, by where its addresses stand.
    pub kind: Option<AppKind>,
    /// Where answers may go.
    pub redirect_uris: Option<Vec<String>>,
}

/// The application.
pub fn application(
    app: &Application,
    passwords: &[Password],
    written: impl Fn(Timestamp) -> String,
) -> Value {
    let of = |kind: AppKind| if app.kind == kind { app.redirect_uris.clone() } else { vec![] };
    let secrets: Vec<Value> = passwords.iter().map(|one| password(one, &written)).collect();
    json!({
        "id": app.object_id,
        "deletedDateTime": null,
        "appId": app.app_id,
        "createdDateTime": written(app.created),
        "displayName": app.name,
        "identifierUris": [],
        "isFallbackPublicClient": app.kind == AppKind::Public,
        "signInAudience": AUDIENCE,
        "keyCredentials": [],
        "passwordCredentials": secrets,
        "publicClient": { "redirectUris": of(AppKind::Public) },
        "spa": { "redirectUris": [] },
        "web": { "redirectUris": of(AppKind::Confidential) },
    })
}

/// One of its secrets.
pub fn password(password: &Password, written: impl Fn(Timestamp) -> String) -> Value {
    json!({
        "customKeyIdentifier": null,
        "displayName": (!password.description.is_empty()).then_some(&password.description),
        "endDateTime": written(password.until),
        "hint": password.hint,
        "keyId": password.id,
        "secretText": password.secret,
        "startDateTime": written(password.created),
    })
}

/// What an application is in the organisation: what people and groups are assigned to.
pub fn principal(app: &Application, tenant: &str, written: impl Fn(Timestamp) -> String) -> Value {
    json!({
        "id": app.principal_id,
        "deletedDateTime": null,
        "accountEnabled": true,
        "appDisplayName": app.name,
        "appId": app.app_id,
        "appOwnerOrganizationId": tenant,
        "appRoleAssignmentRequired": app.assignment == Assignment::Assigned,
        "createdDateTime": written(app.created),
        "displayName": app.name,
        "replyUrls": app.redirect_uris,
        "servicePrincipalNames": [app.app_id],
        "servicePrincipalType": "Application",
        "signInAudience": AUDIENCE,
    })
}

/// Somebody or a group that is named for an application.
pub fn assignment(app: &Application, (kind, id, name): (&str, &str, &str)) -> Value {
    json!({
        "id": id,
        "appRoleId": DEFAULT_ACCESS,
        "createdDateTime": null,
        "principalDisplayName": name,
        "principalId": id,
        "principalType": kind,
        "resourceDisplayName": app.name,
        "resourceId": app.principal_id,
    })
}

/// Reads how an application is to be. What cannot be written here is refused, so that nobody believes it was.
pub fn said(members: &Map<String, Value>) -> Result<Said, MemberError> {
    let mut said = Said::default();
    for (name, value) in members {
        match (name.as_str(), value) {
            ("displayName", Value::String(text)) => said.name = Some(text.clone()),
            ("web", Value::Object(part)) => {
                addresses(&mut said, AppKind::Confidential, (name.as_str(), part))?
            }
            ("publicClient" | "spa", Value::Object(part)) => {
                addresses(&mut said, AppKind::Public, (name.as_str(), part))?;
            }
            ("signInAudience", Value::String(word)) if word == AUDIENCE => {}
            ("isFallbackPublicClient", Value::Bool(is_public)) => {
                said.kind = said.kind.or(is_public.then_some(AppKind::Public));
            }
            (other, _) if other.starts_with('@') => {}
            ("displayName" | "web" | "publicClient" | "spa", _) => {
                return Err(MemberError::NotText(name.clone()));
            }
            _ => return Err(MemberError::NotWritable(name.clone())),
        }
    }
    Ok(said)
}

/// The return addresses of one part. An application is of one kind, so that only one part has any.
fn addresses(
    said: &mut Said,
    kind: AppKind,
    (part, members): (&str, &Map<String, Value>),
) -> Result<(), MemberError> {
    if let Some(other) = members.keys().find(|name| *name != "redirectUris" && !name.starts_with('@')) {
        return Err(MemberError::NotWritable(format!("{part}/{other}")));
    }
    let wrong = || MemberError::NotText(format!("{part}/redirectUris"));
    let Some(list) = members.get("redirectUris") else { return Ok(()) };
    let list = list.as_array().ok_or_else(wrong)?;
    let texts: Vec<String> =
        list.iter().map(|one| one.as_str().map(str::to_owned).ok_or_else(wrong)).collect::<Result<_, _>>()?;
    if texts.is_empty() {
        said.redirect_uris.get_or_insert_default();
        return Ok(());
    }
    if said.redirect_uris.as_ref().is_some_and(|others| !others.is_empty()) {
        return Err(MemberError::NotWritable(format!("{part}/redirectUris")));
    }
    said.redirect_uris = Some(texts);
    said.kind = Some(kind);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Said, MemberError> {
        said(serde_json::from_str::<Value>(text).unwrap().as_object().unwrap())
    }

    #[test]
    fn where_the_addresses_stand_says_whether_it_keeps_a_secret() {
        let web = read(r#"{"displayName":"Wiki","web":{"redirectUris":["https://wiki.example.org/cb"]}}"#);
        let web = web.unwrap();
        assert_eq!((web.name.as_deref(), web.kind), (Some("Wiki"), Some(AppKind::Confidential)));
        let phone =
            read(r#"{"publicClient":{"redirectUris":["org.example:/cb"]},"web":{"redirectUris":[]}}"#);
        let phone = phone.unwrap();
        assert_eq!(phone.kind, Some(AppKind::Public));
        assert_eq!(phone.redirect_uris, Some(vec!["org.example:/cb".to_owned()]));
        assert_eq!(read("{}"), Ok(Said::default()));
    }

    #[test]
    fn what_is_not_kept_is_refused() {
        for (text, name) in [
            (r#"{"appRoles":[]}"#, "appRoles"),
            (r#"{"web":{"logoutUrl":"https://a.example"}}"#, "web/logoutUrl"),
            (r#"{"signInAudience":"AzureADMultipleOrgs"}"#, "signInAudience"),
        ] {
            assert_eq!(read(text), Err(MemberError::NotWritable(name.to_owned())), "{text}");
        }
        let both = r#"{"spa":{"redirectUris":["https://a.example/"]},"web":{"redirectUris":["https://b.example/"]}}"#;
        assert!(matches!(read(both), Err(MemberError::NotWritable(_))));
        assert!(matches!(read(r#"{"web":{"redirectUris":[1]}}"#), Err(MemberError::NotText(_))));
        assert!(matches!(read(r#"{"displayName":1}"#), Err(MemberError::NotText(_))));
    }
}
