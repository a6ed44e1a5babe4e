//! `sessionControls` of a policy.

use policy::SessionControls;
use policy::session::{
    AccessEvaluation, CloudAppSecurity, Covers, Every, Persistence, SignInFrequency, Switched,
};
use serde_json::{Value, json};

use crate::Version;
use crate::reader::{Object, word_of};

pub(crate) fn read(object: &mut Object<'_>) -> SessionControls {
    SessionControls {
        sign_in_frequency: object.object("signInFrequency", frequency).flatten(),
        persistent_browser: switched(object, "persistentBrowser", |control| {
            control.text("mode", word_of(Persistence::ALL, Persistence::word))
        }),
        cloud_app_security: switched(object, "cloudAppSecurity", |control| {
            control.text("cloudAppSecurityType", word_of(CloudAppSecurity::ALL, CloudAppSecurity::word))
        }),
        application_enforced_restrictions: switched(object, "applicationEnforcedRestrictions", |_| Some(())),
        disable_resilience_defaults: object.value("disableResilienceDefaults", Value::as_bool),
        secure_sign_in_session: switched(object, "secureSignInSession", |_| Some(())),
        continuous_access_evaluation: object
            .object("continuousAccessEvaluation", |control| {
                control.text("mode", word_of(AccessEvaluation::ALL, AccessEvaluation::word))
            })
            .flatten(),
        global_secure_access: switched(object, "globalSecureAccessFilteringProfile", |control| {
            control.text("profileId", |id| id.parse().ok())
        }),
    }
}

/// A control with `isEnabled`; without it, it is not enabled.
fn switched<T>(
    object: &mut Object<'_>,
    name: &str,
    read: impl FnOnce(&mut Object<'_>) -> Option<T>,
) -> Option<Switched<T>> {
    object
        .object(name, |control| {
            let value = read(control)?;
            let is_enabled = control.value("isEnabled", Value::as_bool).unwrap_or(false);
            Some(Switched { is_enabled, value })
        })
        .flatten()
}

fn frequency(object: &mut Object<'_>) -> Option<SignInFrequency> {
    let covers = object.text("authenticationType", |word| match word {
        "primaryAndSecondaryAuthentication" => Some(Covers::Both),
        "secondaryAuthentication" => Some(Covers::Second),
        _ => None,
    });
    let (interval, unit, value) =
        (object.take("frequencyInterval"), object.take("type"), object.take("value"));
    let number =
        value.as_ref().and_then(Value::as_u64).and_then(|value| u32::try_from(value).ok()).filter(|n| *n > 0);
    let every =
        match (interval.as_ref().and_then(Value::as_str), unit.as_ref().and_then(Value::as_str), number) {
            (Some("everyTime"), None, None) => Every::Time,
            (Some("timeBased") | None, Some("hours"), Some(hours)) => Every::Hours(hours),
            (Some("timeBased") | None, Some("days"), Some(days)) => Every::Days(days),
            _ => {
                for (name, kept) in [("frequencyInterval", interval), ("type", unit), ("value", value)] {
                    if let Some(kept) = kept {
                        object.keep(name, kept);
                    }
                }
                return None;
            }
        };
    let is_enabled = object.value("isEnabled", Value::as_bool).unwrap_or(false);
    Some(SignInFrequency { is_enabled, every, covers: covers.unwrap_or(Covers::Both) })
}

pub(crate) fn write(controls: &SessionControls, version: Version) -> Value {
    if controls.is_empty() {
        return Value::Null;
    }
    let plain =
        |control: Option<Switched<()>>| control.map(|control| json!({ "isEnabled": control.is_enabled }));
    let mut value = json!({
        "signInFrequency": controls.sign_in_frequency.map(written_frequency),
        "persistentBrowser": controls.persistent_browser.map(|control| {
            json!({ "isEnabled": control.is_enabled, "mode": control.value.word() })
        }),
        "cloudAppSecurity": controls.cloud_app_security.map(|control| {
            json!({ "isEnabled": control.is_enabled, "cloudAppSecurityType": control.value.word() })
        }),
        "applicationEnforcedRestrictions": plain(controls.application_enforced_restrictions),
        "disableResilienceDefaults": controls.disable_resilience_defaults,
        "secureSignInSession": plain(controls.secure_sign_in_session),
    });
    if version == Version::Beta {
        value["continuousAccessEvaluation"] =
            json!(controls.continuous_access_evaluation.map(|mode| json!({ "mode": mode.word() })));
        value["globalSecureAccessFilteringProfile"] = json!(
            controls
                .global_secure_access
                .map(|control| { json!({ "isEnabled": control.is_enabled, "profileId": control.value }) })
        );
    }
    value
}

fn written_frequency(frequency: SignInFrequency) -> Value {
    let (interval, unit, value) = match frequency.every {
        Every::Time => ("everyTime", None, None),
        Every::Hours(hours) => ("timeBased", Some("hours"), Some(i64::from(hours))),
        Every::Days(days) => ("timeBased", Some("days"), Some(i64::from(days))),
        Every::Span(span) => ("timeBased", Some("hours"), Some((span.as_secs() / 3_600).max(1))),
    };
    json!({
        "isEnabled": frequency.is_enabled,
        "frequencyInterval": interval,
        "type": unit,
        "value": value,
        "authenticationType": match frequency.covers {
            Covers::Both => "primaryAndSecondaryAuthentication",
            Covers::Second => "secondaryAuthentication",
        },
    })
}
