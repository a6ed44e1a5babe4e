//! From which server people and groups come, and how: settings of an organisation.
//!
//! The password that Sluis signs in with there is sealed, and no page and no call reads it back. It is for one server: where
//! the server, its authority or the name is another, the old password is dropped and a new one is asked for (attack 70).

use data_encoding::BASE64;
use model::{Id, Tenant, Timestamp, plain_text};
use serde::{Deserialize, Serialize};
use sql::Tx;
use store::{SyncedKind, Tables};

use super::mapping::DirectoryKind;
use super::server::{DirectoryServer, Protection, RemotePassword};
use super::state::SyncState;
use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ManageDirectorySync, Permit, ReadSecurity};
use crate::house::House;
use crate::keys::Place;
use crate::standing::may_still;

const SETTINGS: &str = "directorySync";
const PASSWORD: &str = "directorySyncPassword";

/// The longest name, base or filter, in bytes.
pub const LONGEST: usize = 2_000;
/// The longest list of authorities, in bytes.
pub const LONGEST_AUTHORITY: usize = 32 * 1024;
/// How often changes may be read, in minutes.
pub const EVERY: std::ops::RangeInclusive<i64> = 15..=1_440;
/// How many people may be taken out at once.
pub const MOST_REMOVED: std::ops::RangeInclusive<i64> = 0..=100_000;
/// The same in percent.
pub const MOST_PERCENT: std::ops::RangeInclusive<i64> = 0..=100;
/// After how many days whoever is gone there is deleted here.
pub const GRACE: std::ops::RangeInclusive<i64> = 0..=365;

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DirectorySettings {
    /// True when passes are made by themselves.
    pub is_on: bool,
    /// The kind of server.
    pub kind: DirectoryKind,
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub protection: Protection,
    /// The authorities that its certificate is checked against, as PEM; those of the machine where absent.
    pub authority: Option<String>,
    /// Who Sluis signs in as there.
    pub bind_name: String,
    /// Below what people and groups are.
    pub base: String,
    /// Who is a person (RFC 4515).
    pub people_filter: String,
    /// What is a group; empty for none.
    pub groups_filter: String,
    /// The attribute with the name to sign in with.
    pub login: String,
    /// True when that server says whether passwords are right.
    pub checks_passwords: bool,
    /// How often changes are read, in minutes.
    pub every_minutes: i64,
    /// How many people, or groups, may be taken out at once.
    pub most_removed: i64,
    /// How many of a hundred.
    pub most_percent: i64,
    /// After how many days whoever is gone there is deleted here.
    pub grace_days: i64,
}

/// The settings as they are shown.
#[derive(Debug, Clone)]
pub struct ShownDirectory {
    /// What was chosen, if anything was.
    pub settings: Option<DirectorySettings>,
    /// True when there is a password for that server.
    pub has_password: bool,
    /// When the next pass is made.
    pub due: Option<Timestamp>,
    /// True while one is made in this process.
    pub is_running: bool,
    /// How many people come from there.
    pub people: i64,
    /// How many groups.
    pub groups: i64,
}

impl DirectorySettings {
    /// What a kind of server usually has.
    pub fn usual(kind: DirectoryKind) -> Self {
        Self {
            is_on: true,
            kind,
            host: String::new(),
            port: Protection::Ldaps.usual_port(),
            protection: Protection::Ldaps,
            authority: None,
            bind_name: String::new(),
            base: String::new(),
            people_filter: kind.people_filter().to_owned(),
            groups_filter: kind.groups_filter().to_owned(),
            login: kind.login().to_owned(),
            checks_passwords: false,
            every_minutes: 60,
            most_removed: 50,
            most_percent: 10,
            grace_days: 14,
        }
    }

    /// True when a password for one is a password for the other.
    fn has_the_aim_of(&self, other: &Self) -> bool {
        let aim =
            |of: &Self| (of.host.clone(), of.port, of.protection, of.authority.clone(), of.bind_name.clone());
        aim(self) == aim(other)
    }

    pub(super) fn server(&self, bind_password: RemotePassword) -> DirectoryServer {
        DirectoryServer {
            host: self.host.clone(),
            port: self.port,
            protection: self.protection,
            authority: self.authority.clone(),
            bind_name: self.bind_name.clone(),
            bind_password,
        }
    }
}

impl House {
    /// The settings as they are.
    pub async fn directory_settings(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<ShownDirectory, Fault> {
        let is_running = self.syncs.is_running(tenant);
        self.db
            .read(tenant, move |tx| {
                let settings = read(tx)?;
                let due = SyncState::read(tx)?.due;
                Ok(ShownDirectory {
                    due: due.filter(|_| settings.as_ref().is_some_and(|settings| settings.is_on)),
                    settings,
                    has_password: sealed(tx)?.is_some(),
                    is_running,
                    people: tx.synced().count(SyncedKind::Person)?,
                    groups: tx.synced().count(SyncedKind::Group)?,
                })
            })
            .await
    }

    /// Changes them. Without a password the one that is kept stays, for the same server and name; for another one it is
    /// asked for.
    pub async fn set_directory_settings(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageDirectorySync>,
        (wanted, password): (DirectorySettings, Option<RemotePassword>),
    ) -> Result<(), Fault> {
        let wanted = checked(wanted)?;
        let password = password.filter(|password| !password.is_empty());
        let sealed_anew = password.as_ref().map(|password| self.seal_password(tenant, password));
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let before = read(tx)?;
                let kept = match &before {
                    Some(before) if before.has_the_aim_of(&wanted) => sealed(tx)?,
                    _ => None,
                };
                let Some(sealed) = sealed_anew.clone().or(kept) else {
                    return Err(Fault::Invalid("bind_password"));
                };
                let changes = changes(before.as_ref(), &wanted);
                let changes =
                    if sealed_anew.is_some() { changes.made("passwordChanged", true) } else { changes };
                if changes.is_empty() {
                    return Ok(());
                }
                put(tx, &wanted, Some(&sealed))?;
                // Another server, or another part of it: everything is looked at.
                SyncState { due: Some(entry.at), ..SyncState::default() }.write(tx)?;
                let target = ("organisation", Some(tenant));
                entry.write(tx, &permit, Verb::ChangeDirectorySync, target, &changes)
            })
            .await
    }

    /// What that server is asked with: the settings, and the password that is kept for exactly that server and name.
    pub(super) async fn directory(
        &self,
        tenant: Id<Tenant>,
    ) -> Result<Option<(DirectorySettings, RemotePassword)>, Fault> {
        let (settings, sealed) = self.db.read(tenant, |tx| Ok::<_, Fault>((read(tx)?, sealed(tx)?))).await?;
        let Some(settings) = settings else { return Ok(None) };
        let password = sealed.and_then(|sealed| self.open_password(tenant, &sealed)).unwrap_or_default();
        Ok(Some((settings, password)))
    }

    /// The password to try settings with that are not saved: the one that was typed, or the one that is kept, for the same
    /// server and name only.
    pub(super) async fn password_for(
        &self,
        tenant: Id<Tenant>,
        wanted: &DirectorySettings,
        typed: Option<RemotePassword>,
    ) -> Result<RemotePassword, Fault> {
        if let Some(typed) = typed.filter(|typed| !typed.is_empty()) {
            return Ok(typed);
        }
        match self.directory(tenant).await? {
            Some((settings, kept)) if settings.has_the_aim_of(wanted) && !kept.is_empty() => Ok(kept),
            _ => Err(Fault::Invalid("bind_password")),
        }
    }

    fn seal_password(&self, tenant: Id<Tenant>, password: &RemotePassword) -> String {
        let nonce = self.outside.random();
        BASE64.encode(&self.keys.seal(place(tenant, tenant.as_bytes()), nonce, password.expose().as_bytes()))
    }

    fn open_password(&self, tenant: Id<Tenant>, sealed: &str) -> Option<RemotePassword> {
        let sealed = BASE64.decode(sealed.as_bytes()).ok()?;
        let opened = self.keys.open(place(tenant, tenant.as_bytes()), &sealed)?;
        String::from_utf8(opened).ok().map(RemotePassword::new)
    }
}

/// Forgets server and password.
pub(super) fn forget(tx: &mut Tx<'_>) -> Result<(), Fault> {
    tx.settings().write(SETTINGS, &None::<DirectorySettings>)?;
    tx.settings().write(PASSWORD, &None::<String>)?;
    SyncState::default().write(tx)
}

/// Keeps server and password.
pub(super) fn put(
    tx: &mut Tx<'_>,
    settings: &DirectorySettings,
    sealed: Option<&String>,
) -> Result<(), Fault> {
    tx.settings().write(SETTINGS, &Some(settings))?;
    Ok(tx.settings().write(PASSWORD, &sealed)?)
}

pub(super) fn read(tx: &mut Tx<'_>) -> Result<Option<DirectorySettings>, Fault> {
    Ok(tx.settings().read::<Option<DirectorySettings>>(SETTINGS)?.flatten())
}

pub(super) fn sealed(tx: &mut Tx<'_>) -> Result<Option<String>, Fault> {
    Ok(tx.settings().read::<Option<String>>(PASSWORD)?.flatten())
}

const fn place(tenant: Id<Tenant>, row: &[u8]) -> Place<'_> {
    Place { tenant, column: "settings.directorySyncPassword", row }
}

/// What is meant, or the field that cannot be.
pub(super) fn checked(wanted: DirectorySettings) -> Result<DirectorySettings, Fault> {
    let line = |text: &str, field| plain_text(text, LONGEST).ok_or(Fault::Invalid(field));
    let within = |value: i64, range: std::ops::RangeInclusive<i64>, field| {
        if range.contains(&value) { Ok(value) } else { Err(Fault::Invalid(field)) }
    };
    let host = wanted.host.trim().to_ascii_lowercase();
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':' | '[' | ']');
    if host.is_empty() || host.len() > 253 || !host.chars().all(is_part) {
        return Err(Fault::Invalid("host"));
    }
    if wanted.port == 0 {
        return Err(Fault::Invalid("port"));
    }
    let authority = wanted.authority.as_deref().map(str::trim).filter(|text| !text.is_empty());
    if authority.is_some_and(|pem| !is_authority(pem)) {
        return Err(Fault::Invalid("authority"));
    }
    let is_attribute = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    let login = wanted.login.trim().to_owned();
    if login.is_empty() || login.len() > 100 || !login.chars().all(is_attribute) {
        return Err(Fault::Invalid("login"));
    }
    Ok(DirectorySettings {
        host,
        authority: authority.map(str::to_owned),
        bind_name: line(&wanted.bind_name, "bind_name")?,
        base: line(&wanted.base, "base")?,
        people_filter: filter(&wanted.people_filter).ok_or(Fault::Invalid("people_filter"))?,
        groups_filter: match wanted.groups_filter.trim() {
            "" => String::new(),
            text => filter(text).ok_or(Fault::Invalid("groups_filter"))?,
        },
        login,
        every_minutes: within(wanted.every_minutes, EVERY, "every_minutes")?,
        most_removed: within(wanted.most_removed, MOST_REMOVED, "most_removed")?,
        most_percent: within(wanted.most_percent, MOST_PERCENT, "most_percent")?,
        grace_days: within(wanted.grace_days, GRACE, "grace_days")?,
        ..wanted
    })
}

/// The shape of a filter; whether the server can be asked by it, a test says.
fn filter(text: &str) -> Option<String> {
    plain_text(text, LONGEST).filter(|text| text.starts_with('(') && text.ends_with(')'))
}

/// Certificates and nothing else: a private key has nothing to do here.
fn is_authority(pem: &str) -> bool {
    pem.len() <= LONGEST_AUTHORITY
        && pem.starts_with("-----BEGIN CERTIFICATE-----")
        && pem.ends_with("-----END CERTIFICATE-----")
        && !pem.contains("PRIVATE KEY")
}

/// How a field is written in the audit log.
type Written = fn(&DirectorySettings) -> String;

fn changes(before: Option<&DirectorySettings>, after: &DirectorySettings) -> Changes {
    let old = |read: fn(&DirectorySettings) -> String| before.map(read);
    let fields: [(&str, Written); 15] = [
        ("on", |of| of.is_on.to_string()),
        ("kind", |of| of.kind.word().to_owned()),
        ("host", |of| of.host.clone()),
        ("port", |of| of.port.to_string()),
        ("protection", |of| of.protection.word().to_owned()),
        ("authority", |of| if of.authority.is_some() { fingerprint(of) } else { "system".to_owned() }),
        ("bindName", |of| of.bind_name.clone()),
        ("base", |of| of.base.clone()),
        ("peopleFilter", |of| of.people_filter.clone()),
        ("groupsFilter", |of| of.groups_filter.clone()),
        ("signInName", |of| of.login.clone()),
        ("checksPasswords", |of| of.checks_passwords.to_string()),
        ("everyMinutes", |of| of.every_minutes.to_string()),
        ("mostRemoved", |of| format!("{} / {} %", of.most_removed, of.most_percent)),
        ("graceDays", |of| of.grace_days.to_string()),
    ];
    fields
        .into_iter()
        .fold(Changes::default(), |changes, (name, read)| changes.set(name, old(read), Some(read(after))))
}

fn fingerprint(settings: &DirectorySettings) -> String {
    let pem = settings.authority.as_deref().unwrap_or_default();
    data_encoding::HEXLOWER.encode(&crate::keys::sha256(pem.as_bytes())[..8])
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::directory_sync) fn usual() -> DirectorySettings {
        DirectorySettings {
            host: "ldap.example.org".to_owned(),
            bind_name: "cn=sluis,dc=example,dc=org".to_owned(),
            base: "dc=example,dc=org".to_owned(),
            ..DirectorySettings::usual(DirectoryKind::OpenLdap)
        }
    }

    #[test]
    fn what_a_kind_of_server_usually_has_can_be_saved() {
        for kind in DirectoryKind::ALL {
            let settings = DirectorySettings { kind, ..usual() };
            assert_eq!(checked(settings.clone()).unwrap(), settings);
        }
    }

    #[test]
    fn what_cannot_be_is_said_by_its_field() {
        type Change = fn(&mut DirectorySettings);
        let cases: [(&str, Change); 12] = [
            ("host", |of| of.host = "ldap://x".to_owned()),
            ("host", |of| of.host = "a b".to_owned()),
            ("port", |of| of.port = 0),
            ("authority", |of| of.authority = Some("/etc/passwd".to_owned())),
            ("authority", |of| {
                of.authority = Some(
                    concat!(
                        "-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY",
                        "-----\n-----END CERTIFICATE-----"
                    )
                    .to_owned(),
                );
            }),
            ("login", |of| of.login = "mail)(uid=*".to_owned()),
            ("bind_name", |of| of.bind_name = "\n".to_owned()),
            ("base", |of| of.base = String::new()),
            ("people_filter", |of| of.people_filter = "uid=x".to_owned()),
            ("every_minutes", |of| of.every_minutes = 1),
            ("most_percent", |of| of.most_percent = 101),
            ("grace_days", |of| of.grace_days = -1),
        ];
        for (field, change) in cases {
            let mut settings = usual();
            change(&mut settings);
            let refused = checked(settings).unwrap_err();
            assert!(matches!(refused, Fault::Invalid(found) if found == field), "{field}: {refused}");
        }
    }

    #[test]
    fn a_password_is_for_one_server_one_authority_and_one_name() {
        let other: [fn(&mut DirectorySettings); 5] = [
            |of| of.host = "evil.example".to_owned(),
            |of| of.port = 1,
            |of| of.protection = Protection::Plain,
            |of| of.authority = Some("x".to_owned()),
            |of| of.bind_name = "cn=other".to_owned(),
        ];
        for change in other {
            let mut settings = usual();
            change(&mut settings);
            assert!(!settings.has_the_aim_of(&usual()));
        }
        assert!(DirectorySettings { base: "dc=x".to_owned(), ..usual() }.has_the_aim_of(&usual()));
    }
}
