//! People, groups and roles in the JSON of Microsoft Graph.

use model::{
    Attribute, Group, GroupState, GuestKind, Locale, Membership, Person, Role, Timestamp, UserState,
};
use serde_json::{Map, Value, json};

/// The members of a person where nothing is chosen; Graph's.
pub const USUAL_OF_PERSON: [&str; 11] = [
    "businessPhones",
    "displayName",
    "givenName",
    "id",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
];

/// Everything that is told of a person.
pub fn person(person: &Person, written: impl Fn(Timestamp) -> String) -> Value {
    let (user, profile) = (&person.user, &person.profile);
    let deleted = match user.state {
        UserState::Deleted { at, .. } => Some(written(at)),
        UserState::Invited { .. } | UserState::Active | UserState::Blocked { .. } => None,
    };
    let is_enabled = matches!(user.state, UserState::Invited { .. } | UserState::Active);
    let is_member = user.guest == GuestKind::Member;
    json!({
        "id": user.id.to_string(),
        "accountEnabled": is_enabled,
        "businessPhones": [],
        "companyName": profile.company,
        "createdDateTime": written(user.created),
        "deletedDateTime": deleted,
        "department": profile.department,
        "displayName": user.display,
        "employeeId": profile.employee_id,
        "givenName": profile.given,
        "jobTitle": profile.job_title,
        "mail": user.mail,
        "mobilePhone": profile.phone,
        "officeLocation": null,
        "onPremisesDistinguishedName": person.synced_as,
        "onPremisesSyncEnabled": person.synced_as.as_ref().map(|_| true),
        "otherMails": profile.other_mails,
        "preferredLanguage": user.locale.map(Locale::tag),
        "signInSessionsValidFromDateTime": written(user.valid_from),
        "surname": profile.surname,
        "usageLocation": profile.usage_location.map(|country| country.code().to_owned()),
        "userPrincipalName": user.name.as_str(),
        "userType": if is_member { "Member" } else { "Guest" },
    })
}

/// What is told of a group.
pub fn group(group: &Group, written: impl Fn(Timestamp) -> String) -> Value {
    let (rule, is_paused) = match &group.membership {
        Membership::Assigned => (None, None),
        Membership::ByRule { rule, is_paused } => (Some(rule.as_str()), Some(*is_paused)),
    };
    let deleted = match group.state {
        GroupState::Active => None,
        GroupState::Deleted { at } => Some(written(at)),
    };
    json!({
        "id": group.id.to_string(),
        "createdDateTime": written(group.created),
        "deletedDateTime": deleted,
        "description": (!group.description.is_empty()).then_some(&group.description),
        "displayName": group.display,
        "groupTypes": if rule.is_some() { vec!["DynamicMembership"] } else { vec![] },
        "isAssignableToRole": group.carries_roles,
        "mail": null,
        "mailEnabled": false,
        "membershipRule": rule,
        "onPremisesSyncEnabled": group.is_synced.then_some(true),
        "membershipRuleProcessingState": is_paused.map(|is_paused| if is_paused { "Paused" } else { "On" }),
        "securityEnabled": true,
    })
}

/// What is told of a role, with the name that it has in English.
pub fn role(role: Role, name: &str) -> Value {
    json!({
        "id": role.id().to_string(),
        "deletedDateTime": null,
        "displayName": name,
        "roleTemplateId": role.id().to_string(),
    })
}

/// Why a document does not say how somebody or something is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberError {
    /// It is no JSON object.
    NotAnObject,
    /// A member that cannot be written here.
    NotWritable(String),
    /// A member that is no text, or no list of texts.
    NotText(String),
}

/// What a document says of a person, as people type it: `null` takes a value away. `accountEnabled` is for the caller.
pub fn typed_of_person(members: &Map<String, Value>) -> Result<Vec<(Attribute, String)>, MemberError> {
    let mut typed = vec![];
    for (name, value) in members {
        if name.starts_with('@') || name == "accountEnabled" {
            continue;
        }
        let writable = Attribute::ALL.iter().copied().find(|attribute| attribute.word() == name);
        let attribute = writable
            .filter(|attribute| !matches!(attribute, Attribute::Manager | Attribute::AccountEnds))
            .ok_or_else(|| MemberError::NotWritable(name.clone()))?;
        let text = match (attribute, value) {
            (_, Value::Null) => String::new(),
            (Attribute::OtherMails, Value::Array(mails)) => {
                let texts: Option<Vec<&str>> = mails.iter().map(Value::as_str).collect();
                texts.ok_or_else(|| MemberError::NotText(name.clone()))?.join(";")
            }
            (_, Value::String(text)) => text.clone(),
            _ => return Err(MemberError::NotText(name.clone())),
        };
        typed.push((attribute, text));
    }
    Ok(typed)
}

#[cfg(test)]
mod tests {
    use model::{Id, Name, PasswordState, PerUserMfa, Profile, User};

    use super::*;

    fn anna() -> Person {
        let user = User {
            id: Id::fixed(1),
            name: Name::new("anna@example.org").unwrap(),
            display: "Anna de Vries".to_owned(),
            mail: Some("anna@example.org".to_owned()),
            locale: Some(Locale::Nl),
            state: UserState::Active,
            password: PasswordState::None,
            per_user_mfa: PerUserMfa::Disabled,
            guest: GuestKind::Member,
            created: Timestamp::from_secs(1),
            valid_from: Timestamp::from_secs(1),
            asked_since: None,
            ends: None,
        };
        let profile = Profile { department: Some("Sales".to_owned()), ..Profile::default() };
        Person { user, profile, synced_as: None }
    }

    #[test]
    fn a_person_has_graphs_members_and_the_usual_ones_are_among_them() {
        let written = person(&anna(), |at| at.as_secs().to_string());
        for name in USUAL_OF_PERSON {
            assert!(written.get(name).is_some(), "{name}");
        }
        assert_eq!(written["department"], "Sales");
        assert_eq!(written["accountEnabled"], true);
        assert_eq!(written["preferredLanguage"], "nl");
    }

    #[test]
    fn what_is_written_of_a_person_is_what_people_type() {
        let typed =
            |text: &str| typed_of_person(serde_json::from_str::<Value>(text).unwrap().as_object().unwrap());
        assert_eq!(
            typed(
                r#"{"department":null,"jobTitle":"Chef","otherMails":["a@b.nl","c@d.nl"],"accountEnabled":true}"#
            ),
            Ok(vec![
                (Attribute::Department, String::new()),
                (Attribute::JobTitle, "Chef".to_owned()),
                (Attribute::OtherMails, "a@b.nl;c@d.nl".to_owned()),
            ])
        );
        assert_eq!(typed(r#"{"id":"x"}"#), Err(MemberError::NotWritable("id".to_owned())));
        assert_eq!(typed(r#"{"manager":"x"}"#), Err(MemberError::NotWritable("manager".to_owned())));
        assert_eq!(typed(r#"{"jobTitle":3}"#), Err(MemberError::NotText("jobTitle".to_owned())));
        assert_eq!(typed(r#"{"otherMails":[1]}"#), Err(MemberError::NotText("otherMails".to_owned())));
    }
}
