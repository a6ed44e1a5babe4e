//! The secrets of applications: each with an end, two at most, so that one can be changed over to the next.

use std::collections::BTreeMap;

use data_encoding::BASE64URL_NOPAD;
use jiff::ToSpan;
use model::{AppId, AppKind, Id, Span, Tenant, Timestamp, plain_text};
use serde::{Deserialize, Serialize};
use sql::Tx;
use store::{AppSecret, HeldSecret, Tables};

use crate::Fault;
use crate::app_permissions::only_who_could_give;
use crate::apps::own_app;
use crate::audit::{Changes, Verb};
use crate::authority::{ManageApps, Permit, ReadApps};
use crate::house::House;
use crate::keys::sha256;
use crate::standing::may_still;

/// How many working secrets an application has at once: one in use, one to change over to.
pub const MOST_SECRETS: usize = 2;
/// A secret that ends this soon is pointed out.
pub const ENDS_SOON: Span = Span::days(30);

/// How often it is noted that a secret was used.
const NOTED_EVERY: Span = Span::hours(1);
/// A secret that was used this lately is in use, also where a newer one is there.
const IN_USE: Span = Span::days(7);
/// How long a description may be.
const DESCRIPTION: usize = 120;
/// Where the setting is kept.
const SETTING: &str = "appSecrets";

/// How long secrets may last: a setting of the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecretLife {
    /// The longest that can be chosen, in months.
    pub longest_months: u8,
}

/// What is chosen about a secret when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSecret {
    /// What it is for; empty when nobody says.
    pub description: String,
    /// For how many months it works.
    pub months: u8,
}

/// A secret, shown once.
pub struct ShownSecret(pub String);

/// A secret that ends soon and that an application still relies on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndingSecret {
    /// The application.
    pub app: Id<AppId>,
    /// What people call it.
    pub name: String,
    /// When the secret ends.
    pub until: Timestamp,
}

/// What a secret is made of, drawn before the transaction that keeps it.
pub(crate) struct Drawn {
    id: Id<AppSecret>,
    text: String,
}

impl SecretLife {
    /// The longest that the setting itself can be.
    pub const MOST_MONTHS: u8 = 60;
    /// What an organisation has that never chose.
    pub const USUAL: Self = Self { longest_months: 24 };
    /// What a secret gets when nobody chooses.
    const CHOSEN: u8 = 6;
    /// What can be chosen, as far as the setting allows.
    const CHOICES: [u8; 5] = [1, 3, 6, 12, 24];

    /// True for a setting that can be kept.
    pub const fn is_sound(self) -> bool {
        1 <= self.longest_months && self.longest_months <= Self::MOST_MONTHS
    }

    /// The months that can be chosen, shortest first.
    pub fn choices(self) -> Vec<u8> {
        let mut choices: Vec<u8> =
            Self::CHOICES.into_iter().filter(|months| *months < self.longest_months).collect();
        choices.push(self.longest_months);
        choices
    }

    /// The months of a secret that nobody chose for.
    pub const fn usual_months(self) -> u8 {
        if self.longest_months < Self::CHOSEN { self.longest_months } else { Self::CHOSEN }
    }
}

impl House {
    /// How long secrets may last.
    pub async fn secret_life(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadApps>,
    ) -> Result<SecretLife, Fault> {
        self.db.read(tenant, life).await
    }

    /// Changes how long new secrets may last; those that are there keep their ends.
    pub async fn set_secret_life(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageApps>,
        wanted: SecretLife,
    ) -> Result<(), Fault> {
        if !wanted.is_sound() {
            return Err(Fault::Invalid("months"));
        }
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let before = life(tx)?;
                tx.settings().write(SETTING, &wanted)?;
                let changes =
                    Changes::default().set("longestMonths", before.longest_months, wanted.longest_months);
                entry.write(tx, &permit, Verb::ChangeSecretLife, ("organisation", Some(tenant)), &changes)
            })
            .await
    }

    /// Adds a secret and shows it, this once. There are never more than [`MOST_SECRETS`] that work.
    pub async fn add_app_secret(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageApps>,
        id: Id<AppId>,
        new: NewSecret,
    ) -> Result<ShownSecret, Fault> {
        let entry = self.entry();
        let drawn = self.draw_secret(entry.at);
        let shown = ShownSecret(drawn.text.clone());
        let new = NewSecret { description: checked_description(&new.description)?, ..new };
        let house = self.clone();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let app = own_app(tx, id)?;
                if app.kind == AppKind::Public {
                    return Err(Fault::Invalid("kind"));
                }
                only_who_could_give(tx, permit.actor(), &app, entry.at)?;
                if new.months == 0 || new.months > life(tx)?.longest_months {
                    return Err(Fault::Invalid("months"));
                }
                if tx.apps().secrets(id, entry.at)?.len() >= MOST_SECRETS {
                    return Err(Fault::Conflict("secrets"));
                }
                let secret = house.secret(&drawn, entry.at, &new);
                tx.apps().add_secret(id, &secret)?;
                let changes =
                    Changes::default().made("secretHint", &secret.hint).made("until", secret.until.as_secs());
                entry.write(tx, &permit, Verb::AddAppSecret, ("application", Some(id)), &changes)
            })
            .await?;
        Ok(shown)
    }

    /// Removes a secret; the application can no longer use it from this moment.
    pub async fn remove_app_secret(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageApps>,
        id: Id<AppId>,
        secret: Id<AppSecret>,
    ) -> Result<(), Fault> {
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                if !tx.apps().remove_secret(id, secret)? {
                    return Err(Fault::NotFound);
                }
                let changes = Changes::default().gone("secret", secret);
                entry.write(tx, &permit, Verb::RemoveAppSecret, ("application", Some(id)), &changes)
            })
            .await
    }

    pub(crate) fn draw_secret(&self, now: Timestamp) -> Drawn {
        Drawn {
            id: Id::ordered(now, self.outside.random()),
            text: BASE64URL_NOPAD.encode(&self.outside.random::<32>()),
        }
    }

    /// The first secret of an application: nobody chooses for it.
    pub(crate) fn first_secret(
        &self,
        tx: &mut Tx<'_>,
        drawn: &Drawn,
        now: Timestamp,
    ) -> Result<AppSecret, Fault> {
        let new = NewSecret { description: String::new(), months: life(tx)?.usual_months() };
        Ok(self.secret(drawn, now, &new))
    }

    fn secret(&self, drawn: &Drawn, now: Timestamp, new: &NewSecret) -> AppSecret {
        AppSecret {
            id: drawn.id,
            digest: sha256(drawn.text.as_bytes()),
            hint: drawn.text.chars().take(4).collect(),
            description: new.description.clone(),
            created: now,
            until: months_after(now, new.months, &self.config.zone),
            last_used: None,
        }
    }

    /// Notes that a secret was used, once an hour: a token never waits for a write because of it.
    pub(crate) async fn note_use(&self, tenant: Id<Tenant>, secret: &AppSecret, now: Timestamp) {
        let (id, since) = (secret.id, now - NOTED_EVERY);
        if secret.last_used.is_some_and(|used| used > since) {
            return;
        }
        let noted = self.db.write(tenant, move |tx| Ok::<_, Fault>(tx.apps().use_secret(id, now, since)?));
        if let Err(fault) = noted.await {
            tracing::warn!(%fault, "the use of a secret could not be noted");
        }
    }
}

impl Drawn {
    /// The secret itself.
    pub(crate) fn shown(&self) -> ShownSecret {
        ShownSecret(self.text.clone())
    }
}

/// The setting as it is.
pub(crate) fn life(tx: &mut Tx<'_>) -> Result<SecretLife, Fault> {
    Ok(tx.settings().read(SETTING)?.unwrap_or(SecretLife::USUAL))
}

/// The secrets that end soon and that somebody must do something about.
pub(crate) fn ending(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<Vec<EndingSecret>, Fault> {
    Ok(relied_on(tx.apps().secrets_of_ending(now, now + ENDS_SOON, limit)?, now))
}

/// One of each application: the first that ends soon, where nothing outlasts it or it is still in use.
fn relied_on(secrets: Vec<HeldSecret>, now: Timestamp) -> Vec<EndingSecret> {
    let ends_soon = |secret: &HeldSecret| secret.until <= now + ENDS_SOON;
    let mut outlasted: BTreeMap<Id<AppId>, bool> = BTreeMap::new();
    for secret in &secrets {
        *outlasted.entry(secret.app).or_default() |= !ends_soon(secret);
    }
    let mut ending: Vec<EndingSecret> = vec![];
    for secret in secrets.into_iter().filter(ends_soon) {
        let is_in_use = secret.last_used.is_some_and(|used| used > now - IN_USE);
        let is_known = ending.iter().any(|known| known.app == secret.app);
        if !is_known && (is_in_use || !outlasted[&secret.app]) {
            ending.push(EndingSecret { app: secret.app, name: secret.name, until: secret.until });
        }
    }
    ending
}

fn checked_description(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    plain_text(text, DESCRIPTION).ok_or(Fault::Invalid("description"))
}

/// The same time of day some months later; the last day of a month that is too short.
fn months_after(at: Timestamp, months: u8, zone: &jiff::tz::TimeZone) -> Timestamp {
    let later = jiff::Timestamp::from_microsecond(at.as_micros())
        .and_then(|at| at.to_zoned(zone.clone()).checked_add(i64::from(months).months()));
    // Beyond the years that a calendar knows there is no date to keep.
    later.map_or(at, |later| Timestamp::from_micros(later.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_790_000_000);

    fn held(app: u128, days: i64, used: Option<i64>) -> HeldSecret {
        HeldSecret {
            app: Id::fixed(app),
            name: format!("app {app}"),
            until: NOW + Span::days(days),
            last_used: used.map(|days| NOW - Span::days(days)),
        }
    }

    fn told(secrets: Vec<HeldSecret>) -> Vec<(String, i64)> {
        let one = |ending: EndingSecret| (ending.name, ending.until.since(NOW).days_down());
        relied_on(secrets, NOW).into_iter().map(one).collect()
    }

    #[test]
    fn a_secret_that_ends_soon_is_told_until_another_is_in_use() {
        let alone = told(vec![held(1, 20, None)]);
        assert_eq!(alone, [("app 1".to_owned(), 20)]);
        let renewed = told(vec![held(1, 20, Some(1)), held(1, 180, None)]);
        assert_eq!(renewed, [("app 1".to_owned(), 20)], "the application has the old one still");
        assert_eq!(told(vec![held(1, 20, Some(8)), held(1, 180, Some(0))]), []);
        assert_eq!(told(vec![held(1, 180, None)]), []);
        let two = told(vec![held(1, 2, None), held(2, 3, None), held(1, 20, None)]);
        assert_eq!(two, [("app 1".to_owned(), 2), ("app 2".to_owned(), 3)]);
    }

    #[test]
    fn what_can_be_chosen_ends_with_the_longest() {
        assert_eq!(SecretLife::USUAL.choices(), [1, 3, 6, 12, 24]);
        assert_eq!(SecretLife { longest_months: 4 }.choices(), [1, 3, 4]);
        assert_eq!(SecretLife { longest_months: 36 }.choices(), [1, 3, 6, 12, 24, 36]);
        assert_eq!(SecretLife::USUAL.usual_months(), 6);
        assert_eq!(SecretLife { longest_months: 4 }.usual_months(), 4);
    }

    #[test]
    fn six_months_end_on_the_same_day_of_the_month() {
        let at =
            |text: &str| Timestamp::from_micros(text.parse::<jiff::Timestamp>().unwrap().as_microsecond());
        let zone = jiff::tz::TimeZone::get("Europe/Amsterdam").unwrap();
        let end = months_after(at("2026-11-26T12:00:00Z"), 6, &zone);
        assert_eq!(end, at("2027-05-26T11:00:00Z"), "summer time begins in between");
        assert_eq!(months_after(at("2026-08-31T12:00:00Z"), 6, &zone), at("2027-02-28T13:00:00Z"));
    }
}
