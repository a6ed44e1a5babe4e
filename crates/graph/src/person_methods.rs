//! What somebody has registered to sign in with, and the reports about it, in Graph's JSON (reference 5.8, 6.3).

use model::{Method, MethodSet, Timestamp};
use serde_json::{Value, json};

/// The id that everybody's password has.
pub const PASSWORD: &str = "28c10230-6103-485e-b985-444c60001490";

/// Something that was registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Its id.
    pub id: String,
    /// By which method.
    pub method: Method,
    /// What the person calls it.
    pub label: String,
    /// When.
    pub created: Timestamp,
    /// The make of a key, and whether it is synchronised.
    pub key: Option<(String, bool)>,
}

/// The list of Graph's that a method stands in; none for what Graph has no name for.
pub const fn list_of(method: Method) -> Option<&'static str> {
    match method {
        Method::Password => Some("passwordMethods"),
        Method::Totp => Some("softwareOathMethods"),
        Method::Passkey | Method::SecurityKey => Some("fido2Methods"),
        _ => None,
    }
}

/// The lists that are always empty here: what nobody can register.
pub const EMPTY: [&str; 5] = [
    "emailMethods",
    "microsoftAuthenticatorMethods",
    "phoneMethods",
    "temporaryAccessPassMethods",
    "windowsHelloForBusinessMethods",
];

/// One method, with its type.
pub fn method(one: &Registered, written: impl Fn(Timestamp) -> String) -> Value {
    let created = written(one.created);
    match one.method {
        Method::Password => json!({
            "@odata.type": "#microsoft.graph.passwordAuthenticationMethod",
            "id": PASSWORD,
            "createdDateTime": created,
            "password": null,
        }),
        Method::Totp => json!({
            "@odata.type": "#microsoft.graph.softwareOathAuthenticationMethod",
            "id": one.id,
            "createdDateTime": created,
            "secretKey": null,
        }),
        _ => json!({
            "@odata.type": "#microsoft.graph.fido2AuthenticationMethod",
            "id": one.id,
            "createdDateTime": created,
            "displayName": one.label,
            "aaGuid": one.key.as_ref().map(|(make, _)| make),
            "attestationCertificates": [],
            "passkeyType": one.key.as_ref().map(|(_, synced)| if *synced { "synced" } else { "deviceBound" }),
        }),
    }
}

/// What a report says of one person.
#[derive(Debug, Clone)]
pub struct Registration {
    /// Their id.
    pub id: String,
    /// How they are called.
    pub display: String,
    /// The name that they sign in with.
    pub user_name: String,
    /// True for somebody of the organisation.
    pub is_member: bool,
    /// True for somebody who holds a role.
    pub is_admin: bool,
    /// What they have registered.
    pub registered: MethodSet,
    /// What of it they may use.
    pub usable: MethodSet,
    /// When this was so.
    pub at: Timestamp,
}

const SECOND: MethodSet = policy::builtin::SECOND_FACTORS;

impl Registration {
    /// The row. There is no reset of one's own password without one's second step, so that nobody is registered for one.
    pub fn written(&self, written: impl Fn(Timestamp) -> String) -> Value {
        let methods: Vec<&str> = self.registered.iter().filter_map(registered_word).collect();
        json!({
            "id": self.id,
            "userPrincipalName": self.user_name,
            "userDisplayName": self.display,
            "userType": if self.is_member { "member" } else { "guest" },
            "isAdmin": self.is_admin,
            "isSsprRegistered": false,
            "isSsprEnabled": false,
            "isSsprCapable": false,
            "isMfaRegistered": self.registered.intersects(SECOND),
            "isMfaCapable": self.usable.intersects(SECOND),
            "isPasswordlessCapable": self.usable.contains(Method::Passkey),
            "methodsRegistered": methods,
            "isSystemPreferredAuthenticationMethodEnabled": false,
            "systemPreferredAuthenticationMethods": [],
            "userPreferredMethodForSecondaryAuthentication": preferred(self.usable),
            "lastUpdatedDateTime": written(self.at),
        })
    }
}

/// The word of a method in reports; the password is none that is registered.
pub const fn registered_word(method: Method) -> Option<&'static str> {
    match method {
        Method::Totp => Some("softwareOneTimePasscode"),
        Method::Passkey => Some("passKeyDeviceBound"),
        Method::SecurityKey => Some("fido2SecurityKey"),
        _ => None,
    }
}

const fn preferred(usable: MethodSet) -> &'static str {
    if usable.contains(Method::Totp) { "oath" } else { "none" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_registered_and_may_not_be_used_makes_nobody_capable() {
        let one = Registration {
            id: "1".to_owned(),
            display: "Piet".to_owned(),
            user_name: "piet@example.org".to_owned(),
            is_member: true,
            is_admin: false,
            registered: MethodSet::of(&[Method::Password, Method::Totp]),
            usable: MethodSet::of(&[Method::Password]),
            at: Timestamp::from_secs(1),
        };
        let told = one.written(|at| at.as_secs().to_string());
        assert_eq!(told["methodsRegistered"], json!(["softwareOneTimePasscode"]));
        assert_eq!((&told["isMfaRegistered"], &told["isMfaCapable"]), (&json!(true), &json!(false)));
        assert_eq!(told["userPreferredMethodForSecondaryAuthentication"], "none");
    }

    #[test]
    fn a_secret_of_an_app_is_never_told() {
        let app = Registered {
            id: "1".to_owned(),
            method: Method::Totp,
            label: "Telephone".to_owned(),
            created: Timestamp::from_secs(1),
            key: None,
        };
        let told = method(&app, |at| at.as_secs().to_string());
        assert_eq!(told["secretKey"], Value::Null);
        assert_eq!(list_of(app.method), Some("softwareOathMethods"));
    }
}
