//! The organisation and its plan in the JSON of Microsoft Graph.

use model::{Organisation, Timestamp};
use policy::Plan;
use serde_json::{Value, json};

/// What is told of an organisation; its plan only to who may know it.
pub fn organisation(
    organisation: &Organisation,
    plan: Option<Plan>,
    written: impl Fn(Timestamp) -> String,
) -> Value {
    let created = written(organisation.created);
    let services = plan.map_or(&[][..], Plan::services);
    let plans: Vec<Value> = services
        .iter()
        .map(|(_, id)| {
            json!({
                "assignedDateTime": created,
                "capabilityStatus": "Enabled",
                "service": "AADPremiumService",
                "servicePlanId": id,
            })
        })
        .collect();
    json!({
        "id": organisation.id.to_string(),
        "deletedDateTime": null,
        "assignedPlans": plans,
        "businessPhones": [],
        "createdDateTime": created,
        "displayName": organisation.name,
        "onPremisesSyncEnabled": null,
        "preferredLanguage": organisation.locale.tag(),
        "tenantType": "AAD",
        "verifiedDomains": [{
            "capabilities": "",
            "isDefault": true,
            "isInitial": true,
            "name": organisation.domain,
            "type": "Managed",
        }],
    })
}

/// What an organisation with a plan has subscribed to, for as many people as it has: nothing without one. Plans are not
/// counted by person here, so that as many units are there as are used.
pub fn subscription(organisation: &Organisation, plan: Plan, people: i64) -> Option<Value> {
    let (part, sku) = plan.product()?;
    let services: Vec<Value> = plan
        .services()
        .iter()
        .map(|(name, id)| {
            json!({
                "appliesTo": "User",
                "provisioningStatus": "Success",
                "servicePlanId": id,
                "servicePlanName": name,
            })
        })
        .collect();
    Some(json!({
        "id": format!("{}_{sku}", organisation.id),
        "accountId": organisation.id.to_string(),
        "accountName": organisation.name,
        "appliesTo": "User",
        "capabilityStatus": "Enabled",
        "consumedUnits": people,
        "prepaidUnits": { "enabled": people, "lockedOut": 0, "suspended": 0, "warning": 0 },
        "servicePlans": services,
        "skuId": sku,
        "skuPartNumber": part,
        "subscriptionIds": [],
    }))
}
