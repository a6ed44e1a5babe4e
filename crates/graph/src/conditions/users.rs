use model::GuestKind;
use policy::conditions::{Guests, Tenants, Users};
use serde_json::{Value, json};

use super::texts;
use crate::reader::{Object, word_of};

pub(super) fn read(object: &mut Object<'_>) -> Users {
    let mut users = Users::default();
    for who in object.list("includeUsers", who) {
        match who {
            Who::All => users.all = true,
            Who::None => users.none = true,
            Who::Guests => users.include_any_guest = true,
            Who::Agents => users.include_agents = true,
            Who::User(id) => users.include_users.push(id),
        }
    }
    let excluded = |text: &str| who(text).filter(|who| matches!(who, Who::Guests | Who::User(_)));
    for who in object.list("excludeUsers", excluded) {
        match who {
            Who::User(id) => users.exclude_users.push(id),
            _ => users.exclude_any_guest = true,
        }
    }
    users.include_groups = object.list("includeGroups", |id| id.parse().ok());
    users.exclude_groups = object.list("excludeGroups", |id| id.parse().ok());
    users.include_roles = object.list("includeRoles", |id| id.parse().ok());
    users.exclude_roles = object.list("excludeRoles", |id| id.parse().ok());
    users.include_guests = object.object("includeGuestsOrExternalUsers", guests);
    users.exclude_guests = object.object("excludeGuestsOrExternalUsers", guests);
    users
}

enum Who {
    All,
    None,
    Guests,
    Agents,
    User(model::Id<model::User>),
}

fn who(text: &str) -> Option<Who> {
    match text.to_ascii_lowercase().as_str() {
        "all" => Some(Who::All),
        "none" => Some(Who::None),
        "guestsorexternalusers" => Some(Who::Guests),
        "allagentidusers" => Some(Who::Agents),
        id => id.parse().ok().map(Who::User),
    }
}

fn guests(object: &mut Object<'_>) -> Guests {
    let kinds = object.flags("guestOrExternalUserTypes", word_of(GuestKind::ALL, GuestKind::word));
    // `none` is Graph's word for no kind at all.
    let kinds = kinds.unwrap_or_default().into_iter().filter(|kind| *kind != GuestKind::Member).collect();
    Guests { kinds, tenants: object.object("externalTenants", tenants).unwrap_or_default() }
}

fn tenants(object: &mut Object<'_>) -> Tenants {
    let kind = object.text("membershipKind", |word| match word {
        "all" => Some(Tenants::All),
        "enumerated" => Some(Tenants::Enumerated(vec![])),
        _ => None,
    });
    match kind {
        Some(Tenants::Enumerated(_)) => Tenants::Enumerated(object.list("members", |id| id.parse().ok())),
        Some(other) => other,
        None => Tenants::Unsaid,
    }
}

pub(super) fn write(users: &Users) -> Value {
    let mut include: Vec<String> = vec![];
    include.extend(users.all.then(|| "All".to_owned()));
    include.extend(users.none.then(|| "None".to_owned()));
    include.extend(users.include_any_guest.then(|| "GuestsOrExternalUsers".to_owned()));
    include.extend(users.include_agents.then(|| "AllAgentIdUsers".to_owned()));
    include.extend(texts(&users.include_users));
    let mut exclude: Vec<String> = vec![];
    exclude.extend(users.exclude_any_guest.then(|| "GuestsOrExternalUsers".to_owned()));
    exclude.extend(texts(&users.exclude_users));
    json!({
        "includeUsers": include,
        "excludeUsers": exclude,
        "includeGroups": texts(&users.include_groups),
        "excludeGroups": texts(&users.exclude_groups),
        "includeRoles": texts(&users.include_roles),
        "excludeRoles": texts(&users.exclude_roles),
        "includeGuestsOrExternalUsers": users.include_guests.as_ref().map(written_guests),
        "excludeGuestsOrExternalUsers": users.exclude_guests.as_ref().map(written_guests),
    })
}

fn written_guests(guests: &Guests) -> Value {
    let kinds: Vec<&str> = guests.kinds.iter().map(|kind| kind.word()).collect();
    let kinds = if kinds.is_empty() { "none".to_owned() } else { kinds.join(",") };
    let tenants = match &guests.tenants {
        Tenants::Unsaid => Value::Null,
        Tenants::All => json!({
            "@odata.type": "#microsoft.graph.conditionalAccessAllExternalTenants",
            "membershipKind": "all",
        }),
        Tenants::Enumerated(members) => json!({
            "@odata.type": "#microsoft.graph.conditionalAccessEnumeratedExternalTenants",
            "membershipKind": "enumerated",
            "members": texts(members),
        }),
    };
    json!({ "guestOrExternalUserTypes": kinds, "externalTenants": tenants })
}
