use axum::response::Response;
use service::Fault;
use service::authority::{ManageSecurityDefaults, ReadSecurity, Target};
use service::security_defaults::{Defaults, Wanted};

use super::desk::{Desk, refused, shown};
use super::shown::count;
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{DefaultsError, Done, Entry, Reason, SecurityDefaultsPage};

/// The page's address.
pub(super) const PATH: &str = "/admin/identity/properties/security-defaults";

/// The most that is kept of a reason, in bytes.
const LONGEST_REASON: usize = 300;

/// What was chosen in the form.
#[derive(Debug, PartialEq, Eq)]
struct Chosen {
    enabled: bool,
    days: String,
    revoke: bool,
    reason: Option<Reason>,
    words: String,
    understood: bool,
}

/// Security defaults as they are.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Properties).await?;
    let now = present(&desk).await?;
    shown(&screen(&desk, now, Chosen::unchanged(now), None).await?)
}

/// Turns them on or off.
pub(super) async fn save(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::Properties, PATH).await?;
    let permit = desk.permit::<ManageSecurityDefaults>(Target::Organisation)?;
    let now = present(&desk).await?;
    let (was_on, chosen) = (now.defaults.enabled, Chosen::of(&fields));
    let wanted = match chosen.wanted(was_on) {
        Ok(wanted) => wanted,
        Err(error) => return Err(refused(&screen(&desk, now, chosen, Some(error)).await?)),
    };
    match desk.house().set_security_defaults(desk.tenant(), permit, wanted).await {
        Ok(()) => Ok(desk.done(Entry::Properties.path(), chosen.done(was_on))),
        Err(Fault::Invalid("registration_days")) => {
            Err(refused(&screen(&desk, now, chosen, Some(DefaultsError::Days)).await?))
        }
        Err(Fault::Conflict("conditionalAccess")) => {
            Err(refused(&screen(&desk, now, chosen, Some(DefaultsError::Policies)).await?))
        }
        Err(Fault::Conflict("trial")) => {
            Err(refused(&screen(&desk, now, chosen, Some(DefaultsError::OnTrial)).await?))
        }
        // Somebody else turned them off or on meanwhile: the form is asked again from how they are now.
        Err(Fault::Invalid("reason") | Fault::Conflict(_)) => {
            let now = present(&desk).await?;
            Err(refused(&screen(&desk, now, chosen, Some(DefaultsError::Reason)).await?))
        }
        Err(fault) => Err(desk.fault(&fault)),
    }
}

async fn present(desk: &Desk) -> Result<Defaults, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    desk.or_fault(desk.house().security_defaults(desk.tenant(), &permit).await)
}

impl Chosen {
    fn unchanged(now: Defaults) -> Self {
        Self {
            enabled: now.defaults.enabled,
            days: now.defaults.registration_days.to_string(),
            revoke: false,
            reason: None,
            words: String::new(),
            understood: false,
        }
    }

    fn of(fields: &Fields) -> Self {
        Self {
            // Only a plain no turns them off.
            enabled: fields.get("enabled") != "no",
            days: fields.get("days").trim().to_owned(),
            revoke: fields.get("revoke") == "yes",
            reason: Reason::from_word(fields.get("reason")),
            words: fields.get("words").to_owned(),
            understood: fields.get("understood") == "yes",
        }
    }

    fn wanted(&self, was_on: bool) -> Result<Wanted, DefaultsError> {
        let registration_days = self.days.parse().map_err(|_| DefaultsError::Days)?;
        let turns_off = was_on && !self.enabled;
        if turns_off && self.reason.is_none() {
            return Err(DefaultsError::Reason);
        }
        if turns_off && !self.understood {
            return Err(DefaultsError::NotUnderstood);
        }
        Ok(Wanted {
            enabled: self.enabled,
            registration_days,
            reason: if turns_off { self.told() } else { String::new() },
            end_sessions: self.enabled && !was_on && self.revoke,
        })
    }

    fn told(&self) -> String {
        told(self.reason.map_or("", Reason::word), &self.words)
    }

    const fn done(&self, was_on: bool) -> Done {
        match (was_on, self.enabled) {
            (false, true) if self.revoke => Done::DefaultsOnRevoked,
            (false, true) => Done::DefaultsOn,
            (true, false) => Done::DefaultsOff,
            _ => Done::Saved,
        }
    }
}

/// A reason as the audit record keeps it: its word, and what was typed beside it, on one line.
pub(super) fn told(word: &str, words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut told = if words.is_empty() { word.to_owned() } else { format!("{word}: {}", words.join(" ")) };
    while told.len() > LONGEST_REASON {
        told.pop();
    }
    told
}

async fn screen(
    desk: &Desk,
    now: Defaults,
    chosen: Chosen,
    error: Option<DefaultsError>,
) -> Result<SecurityDefaultsPage, Response> {
    Ok(SecurityDefaultsPage {
        shell: desk.shell(),
        are_on: now.defaults.enabled,
        chosen: chosen.enabled,
        days: chosen.days,
        without: count(now.people - now.registered),
        reason: chosen.reason,
        words: chosen.words,
        error,
        may_change: desk.may::<ManageSecurityDefaults>(Target::Organisation),
        per_user_mfa: super::per_user_mfa::offered(desk).await?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(body: &str) -> Chosen {
        Chosen::of(&Fields::read(body.as_bytes()))
    }

    #[test]
    fn turning_off_takes_a_reason_and_a_tick() {
        let error = |body: &str| chosen(body).wanted(true).err();
        assert_eq!(error("enabled=no&days=0"), Some(DefaultsError::Reason));
        assert_eq!(error("enabled=no&days=0&reason=made-up"), Some(DefaultsError::Reason));
        assert_eq!(error("enabled=no&days=0&reason=tooOften"), Some(DefaultsError::NotUnderstood));
        assert_eq!(error("enabled=no&days=0&reason=tooOften&understood=yes"), None);
        assert_eq!(error("enabled=no&days=x&reason=tooOften&understood=yes"), Some(DefaultsError::Days));
    }

    #[test]
    fn a_form_that_says_nothing_leaves_them_on() {
        let wanted = chosen("days=3").wanted(true).unwrap();
        assert!(wanted.enabled && !wanted.end_sessions);
        assert_eq!((wanted.registration_days, wanted.reason.as_str()), (3, ""));
    }

    #[test]
    fn sessions_end_only_when_they_are_turned_on() {
        let body = "enabled=yes&days=0&revoke=yes";
        assert!(chosen(body).wanted(false).unwrap().end_sessions);
        assert!(!chosen(body).wanted(true).unwrap().end_sessions);
        assert_eq!(chosen(body).done(false), Done::DefaultsOnRevoked);
        assert_eq!(chosen(body).done(true), Done::Saved);
    }

    #[test]
    fn the_reason_is_one_line_that_is_kept() {
        let body =
            format!("enabled=no&days=0&reason=other&words={}%0D%0Aline&understood=yes", "é".repeat(200));
        let reason = chosen(&body).wanted(true).unwrap().reason;
        assert!(reason.starts_with("other: é") && reason.len() <= LONGEST_REASON);
        assert!(model::plain_text(&reason, LONGEST_REASON).is_some());
    }
}
