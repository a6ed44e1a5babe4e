//! What the audit log consists of: the verbs, what each changed, and reading it.

mod export;
pub(crate) mod seal;
mod verify;

use data_encoding::HEXLOWER;
use model::{AppId, Group, Id, Tenant, User};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sql::Tx;
use store::{Actor, AuditFilter, AuditRecord, AuditValue, Tables};

use crate::Fault;
use crate::authority::{Permit, ReadAudit};
use crate::house::House;
use crate::keys::sha256;

pub use export::{ExportedSeal, Seals};
pub use seal::Head;
pub(crate) use verify::Watch;
pub use verify::{LISTED, Place, Progress, Sealed, Verified, Wrong};

macro_rules! verbs {
    ($($(#[$meta:meta])* $name:ident = $word:literal;)+) => {
        /// What can be done that the audit log keeps.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Verb { $($(#[$meta])* $name),+ }

        impl Verb {
            /// Every verb.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word in records and addresses.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// Reads [`Verb::word`].
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

verbs! {
    /// An organisation was made.
    MakeOrganisation = "makeOrganisation";
    /// An organisation was blocked.
    BlockOrganisation = "blockOrganisation";
    /// An organisation was unblocked.
    UnblockOrganisation = "unblockOrganisation";
    /// An organisation changed how it is called, whom people call, or for how long logs are kept.
    ChangeOrganisation = "changeOrganisation";
    /// It was chosen for how long what is kept of people stays.
    ChangeRetention = "changeRetention";
    /// It was chosen where the logs are sent.
    ChangeLogExport = "changeLogExport";
    /// An organisation got another plan.
    ChangePlan = "changePlan";
    /// An organisation moved to another address.
    ChangeAddress = "changeAddress";
    /// Security defaults were turned on.
    TurnDefaultsOn = "turnSecurityDefaultsOn";
    /// Security defaults were turned off.
    TurnDefaultsOff = "turnSecurityDefaultsOff";
    /// The deadline of security defaults was changed.
    ChangeDefaults = "changeSecurityDefaults";
    /// Security defaults gave way to policies that ask the same and more.
    ReplaceDefaults = "replaceSecurityDefaults";
    /// A conditional access policy was written.
    AddPolicy = "addConditionalAccessPolicy";
    /// A conditional access policy was changed.
    ChangePolicy = "changeConditionalAccessPolicy";
    /// A conditional access policy was switched on, off or to report-only.
    SwitchPolicy = "switchConditionalAccessPolicy";
    /// A conditional access policy was deleted.
    RemovePolicy = "removeConditionalAccessPolicy";
    /// A conditional access policy that was deleted is back.
    RestorePolicy = "restoreConditionalAccessPolicy";
    /// It was said why a policy leaves somebody out, and until when.
    ExplainExclusion = "explainPolicyExclusion";
    /// A policy no longer leaves somebody out: the last day of it is over.
    EndExclusion = "endPolicyExclusion";
    /// Somebody came in a group that a policy leaves out.
    WidenExclusion = "widenPolicyExclusion";
    /// The policies of an earlier revision count again.
    RestoreRevision = "restoreConditionalAccessRevision";
    /// Something of ours was put in the place of an id that policies name.
    MapPolicyId = "mapPolicyId";
    /// A trial of policies was confirmed.
    ConfirmTrial = "confirmPolicyTrial";
    /// A trial of policies ended, and what was before is back.
    TakeBackTrial = "takeBackPolicyTrial";
    /// A named location was made.
    AddLocation = "addNamedLocation";
    /// A named location was changed.
    ChangeLocation = "changeNamedLocation";
    /// A named location was deleted.
    RemoveLocation = "removeNamedLocation";
    /// A named location that was deleted is back.
    RestoreLocation = "restoreNamedLocation";
    /// Terms of use were made.
    AddTerms = "addTermsOfUse";
    /// Terms of use were changed.
    ChangeTerms = "changeTermsOfUse";
    /// Terms of use were deleted, with every answer to them.
    RemoveTerms = "removeTermsOfUse";
    /// Somebody accepted terms of use.
    AcceptTerms = "acceptTermsOfUse";
    /// Somebody declined terms of use.
    DeclineTerms = "declineTermsOfUse";
    /// The answers to terms of use were taken out in a file.
    ExportTermsAnswers = "exportTermsAnswers";
    /// An authentication strength was made.
    AddStrength = "addAuthenticationStrength";
    /// An authentication strength was changed.
    ChangeStrength = "changeAuthenticationStrength";
    /// An authentication strength was deleted.
    RemoveStrength = "removeAuthenticationStrength";
    /// An authentication context was made.
    AddContext = "addAuthenticationContext";
    /// An authentication context was changed.
    ChangeContext = "changeAuthenticationContext";
    /// An authentication context was deleted.
    RemoveContext = "removeAuthenticationContext";
    /// The ranges in which the old per-user switch asks nothing were changed.
    ChangeTrustedIps = "changeTrustedIps";
    /// How long browsers are remembered was changed.
    ChangeBrowsers = "changeBrowsers";
    /// What is asked of passkeys was changed.
    ChangePasskeys = "changePasskeySettings";
    /// Who may register and use which second factor was changed.
    ChangeMethods = "changeAuthenticationMethods";
    /// Signing keys were made, taken into use or removed.
    RotateSigningKeys = "rotateSigningKeys";
    /// A backup was taken.
    TakeBackup = "takeBackup";
    /// A backup was restored.
    RestoreBackup = "restoreBackup";
    /// A person was added.
    AddPerson = "addPerson";
    /// A person was invited again.
    InvitePerson = "invitePerson";
    /// What is known of a person was changed.
    ChangePerson = "changePerson";
    /// The old per-user switch of a person was set.
    ChangePerUserMfa = "changePerUserMfa";
    /// A person was deleted.
    DeletePerson = "deletePerson";
    /// A person who was deleted was restored.
    RestorePerson = "restorePerson";
    /// A person was removed for good.
    ErasePerson = "erasePerson";
    /// A person was reminded of setting up a second step.
    RemindPerson = "remindPerson";
    /// A password that a file gave was made somebody's.
    SetPassword = "setTemporaryPassword";
    /// How people and groups come from a directory server was changed.
    ChangeDirectorySync = "changeDirectorySync";
    /// People and groups no longer come from a directory server.
    StopDirectorySync = "stopDirectorySync";
    /// People and groups were brought up to date with a directory server.
    SyncDirectory = "syncDirectory";
    /// Members of a group came or went with a directory server.
    SyncGroupMembers = "syncGroupMembers";
    /// People were imported from a file.
    ImportPeople = "importPeople";
    /// What is known of people was taken out in a file.
    ExportPeople = "exportPeople";
    /// Everything that is kept of one person was taken out in a file.
    ExportPersonalData = "exportPersonalData";
    /// The report for auditors was taken out.
    ExportEvidence = "exportEvidence";
    /// A policy test was added.
    AddPolicyTest = "addPolicyTest";
    /// A policy test was removed.
    RemovePolicyTest = "removePolicyTest";
    /// Sign-ins that a policy would have ended otherwise were taken out in a file.
    ExportReplay = "exportPolicyReplay";
    /// A person was blocked.
    BlockPerson = "blockPerson";
    /// A person was unblocked.
    UnblockPerson = "unblockPerson";
    /// The locks that wrong attempts put on a person were taken off.
    UnlockPerson = "unlockPerson";
    /// A person's sessions were ended.
    EndSessions = "endSessions";
    /// A method of a person was removed by somebody else.
    RemoveMethod = "removeMethod";
    /// A role was given.
    GiveRole = "giveRole";
    /// A role was taken.
    TakeRole = "takeRole";
    /// A way back in was made.
    RecoverPerson = "recoverPerson";
    /// An account became an emergency account.
    DesignateEmergency = "designateEmergencyAccount";
    /// An account is no longer an emergency account.
    WithdrawEmergency = "withdrawEmergencyAccount";
    /// A new capsule was made for an emergency account.
    SealEmergency = "makeEmergencyKit";
    /// A rehearsal of an emergency account was begun.
    RehearseEmergency = "rehearseEmergencyAccess";
    /// Somebody came in with an emergency account.
    UseEmergency = "useEmergencyAccount";
    /// An administrator has seen that an emergency account was used.
    AcknowledgeEmergency = "acknowledgeEmergencyUse";
    /// A group was made.
    AddGroup = "addGroup";
    /// A group was changed.
    ChangeGroup = "changeGroup";
    /// A group was deleted.
    DeleteGroup = "deleteGroup";
    /// A group was restored.
    RestoreGroup = "restoreGroup";
    /// A deleted group was removed for good.
    PurgeGroup = "purgeGroup";
    /// Somebody or something was put in a group.
    AddGroupMember = "addGroupMember";
    /// Somebody or something was taken out of a group.
    RemoveGroupMember = "removeGroupMember";
    /// A rule put people in a group, or took them out.
    FollowGroupRule = "followGroupRule";
    /// The members of a group were written to a file.
    ExportGroupMembers = "exportGroupMembers";
    /// Somebody looks after a group.
    AddGroupOwner = "addGroupOwner";
    /// Somebody no longer looks after a group.
    RemoveGroupOwner = "removeGroupOwner";
    /// A group carries a role.
    GiveGroupRole = "giveGroupRole";
    /// A group no longer carries a role.
    TakeGroupRole = "takeGroupRole";
    /// An application was registered.
    AddApp = "addApplication";
    /// An application was changed.
    ChangeApp = "changeApplication";
    /// An application was removed.
    RemoveApp = "removeApplication";
    /// An application that was removed was put back.
    PutAppBack = "putApplicationBack";
    /// An application was given a permission at the API.
    GivePermission = "giveApplicationPermission";
    /// A permission at the API was taken from an application.
    TakePermission = "takeApplicationPermission";
    /// An application got another secret.
    AddAppSecret = "addApplicationSecret";
    /// How long secrets of applications may last was changed.
    ChangeSecretLife = "changeSecretLifetime";
    /// A secret of an application was removed.
    RemoveAppSecret = "removeApplicationSecret";
    /// A person was named for an application.
    NameForApp = "namePersonForApplication";
    /// A person is no longer named for an application.
    UnnameForApp = "unnamePersonForApplication";
    /// A person registered a method.
    RegisterMethod = "registerSecurityInfo";
    /// A person removed a method of their own.
    RemoveOwnMethod = "removeSecurityInfo";
    /// A person renamed a method of their own.
    RenameMethod = "renameSecurityInfo";
    /// A person made new recovery codes.
    MakeRecoveryCodes = "makeRecoveryCodes";
    /// A person chose a password.
    ChangePassword = "changePassword";
    /// A person ended sessions of their own.
    EndOwnSessions = "endOwnSessions";
    /// A remembered browser was forgotten.
    ForgetRemembered = "forgetRememberedBrowser";
    /// The counter of a person's key went back.
    KeyCopied = "keyCopied";
    /// A remembered browser was found copied.
    RememberedCopied = "rememberedBrowserCopied";
}

/// One property that changed: never a secret, and people stand in it by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which.
    pub property: String,
    /// Before; nothing where it was not there.
    pub old: Value,
    /// After; nothing where it is no longer there.
    pub new: Value,
    /// The hash of a value about a person, which is kept apart so that it can be erased; nothing for what stands here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<String>,
}

impl Change {
    /// True when what it said about a person is no longer there.
    pub fn is_erased(&self) -> bool {
        self.kept.is_some() && self.old.is_null() && self.new.is_null()
    }
}

/// What a verb changed, in the order that it says so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Changes(Vec<Change>);

impl Changes {
    /// A property with another value; one that stayed as it was is left out.
    #[must_use]
    pub(crate) fn set<T: Serialize>(mut self, property: &str, old: T, new: T) -> Self {
        let (old, new) = (value(old), value(new));
        if old != new {
            self.0.push(Change { property: property.to_owned(), old, new, kept: None });
        }
        self
    }

    /// A property that says what it is about, whether or not it changed.
    #[must_use]
    pub(crate) fn about(mut self, property: &str, value: impl Serialize) -> Self {
        if !self.0.iter().any(|change| change.property == property) {
            let value = serde_json::to_value(value).unwrap_or_default();
            self.0.push(Change { property: property.to_owned(), old: value.clone(), new: value, kept: None });
        }
        self
    }

    /// Something that was not there before.
    #[must_use]
    pub(crate) fn made(mut self, property: &str, new: impl Serialize) -> Self {
        self.0.push(Change { property: property.to_owned(), old: Value::Null, new: value(new), kept: None });
        self
    }

    /// Something that is no longer there.
    #[must_use]
    pub(crate) fn gone(mut self, property: &str, old: impl Serialize) -> Self {
        self.0.push(Change { property: property.to_owned(), old: value(old), new: Value::Null, kept: None });
        self
    }

    /// The same, each under the name of what it is a change of.
    #[must_use]
    pub(crate) fn of(mut self, name: &str) -> Self {
        for change in &mut self.0 {
            change.property = format!("{name}: {}", change.property);
        }
        self
    }

    /// These and further ones.
    #[must_use]
    pub(crate) fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// True when nothing changed.
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same with every value taken out, and the values, each with the hash of it in its place.
    pub(crate) fn apart(self, seed: &[u8; 32]) -> (Self, Vec<AuditValue>) {
        let mut values = vec![];
        let apart = |(place, change): (usize, Change)| {
            let salt = salt(seed, place);
            let content = Value::from(vec![change.old, change.new]).to_string();
            let kept = Some(HEXLOWER.encode(&kept_hash(&salt, &content)));
            values.push(AuditValue { place: place_of(place), salt, content });
            Change { property: change.property, old: Value::Null, new: Value::Null, kept }
        };
        let changes = self.0.into_iter().enumerate().map(apart).collect();
        (Self(changes), values)
    }

    /// The changes, in their order.
    pub(crate) fn into_list(self) -> Vec<Change> {
        self.0
    }

    /// As it is kept: the members always in this order.
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads [`Changes::text`]; what is none is nothing.
    fn read(text: &str) -> Vec<Change> {
        serde_json::from_str::<Self>(text).unwrap_or_default().0
    }
}

/// Puts the values back that are still there and are what they were: one that somebody changed is as good as erased.
fn together(changes: &mut [Change], values: &[AuditValue]) {
    for (place, change) in changes.iter_mut().enumerate() {
        let Some(kept) = &change.kept else { continue };
        let found = values.iter().find(|value| value.place == place_of(place));
        let right = found.filter(|value| HEXLOWER.encode(&kept_hash(&value.salt, &value.content)) == *kept);
        if let Some((old, new)) = right.and_then(|value| serde_json::from_str(&value.content).ok()) {
            (change.old, change.new) = (old, new);
        }
    }
}

fn place_of(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

fn salt(seed: &[u8; 32], place: usize) -> [u8; 16] {
    let mut bytes = seed.to_vec();
    bytes.extend(place_of(place).to_be_bytes());
    let hash = sha256(&bytes);
    std::array::from_fn(|index| hash[index])
}

fn kept_hash(salt: &[u8; 16], content: &str) -> [u8; 32] {
    let mut bytes = b"sluis audit value 1".to_vec();
    bytes.extend(salt);
    bytes.extend(content.as_bytes());
    sha256(&bytes)
}

fn value(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// A record with the names that its ids have now.
#[derive(Debug, Clone)]
pub struct Audited {
    /// The record.
    pub record: AuditRecord,
    /// What was done; `None` for a word of a newer version.
    pub verb: Option<Verb>,
    /// How whoever did it is called, if it was a person or an application that is still there.
    pub by: Option<String>,
    /// To what it was done.
    pub target: AuditTarget,
    /// What changed.
    pub changes: Vec<Change>,
}

/// To what something was done, by the name that it has now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditTarget {
    /// A person; no name when there is no such person any more.
    Person(Id<User>, Option<String>),
    /// An application; no name when there is no such application any more.
    App(Id<AppId>, Option<String>),
    /// A group; no name when there is no such group any more.
    Group(Id<Group>, Option<String>),
    /// A policy, or what policies name, as it was called then.
    Named(String),
    /// The organisation and its settings.
    Organisation,
}

impl House {
    /// A page of the audit log, newest first.
    pub async fn audit_log(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadAudit>,
        filter: AuditFilter,
        limit: i64,
    ) -> Result<Vec<Audited>, Fault> {
        self.db
            .read(tenant, move |tx| {
                let records = tx.audit().list(&filter, limit)?;
                records.into_iter().map(|record| named(tx, record)).collect()
            })
            .await
    }

    /// One record.
    pub async fn audited(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadAudit>,
        id: Id<AuditRecord>,
    ) -> Result<Audited, Fault> {
        self.db
            .read(tenant, move |tx| {
                let record = tx.audit().by_id(id)?.ok_or(Fault::NotFound)?;
                named(tx, record)
            })
            .await
    }
}

/// How whoever did something is called now.
pub(crate) fn actor_name(tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>, Fault> {
    Ok(match actor {
        Actor::User(id) => tx.users().by_id(*id)?.map(|user| user.display),
        Actor::App(id) => tx.apps().by_id(*id)?.map(|app| app.name),
        Actor::SetUp | Actor::System | Actor::Cli(_) => None,
    })
}

fn named(tx: &mut Tx<'_>, record: AuditRecord) -> Result<Audited, Fault> {
    let by = actor_name(tx, &record.actor)?;
    let mut changes = Changes::read(&record.changes);
    let target = match (record.target_kind.as_str(), record.target) {
        ("user", Some(id)) => {
            AuditTarget::Person(id.cast(), tx.users().by_id(id.cast())?.map(|user| user.display))
        }
        ("application", Some(id)) => {
            AuditTarget::App(id.cast(), tx.apps().by_id(id.cast())?.map(|app| app.name))
        }
        ("group", Some(id)) => {
            AuditTarget::Group(id.cast(), tx.groups().by_id(id.cast())?.map(|group| group.display))
        }
        (
            "policy"
            | "namedLocation"
            | "authenticationStrength"
            | "authenticationContext"
            | "termsOfUse"
            | "policyTest",
            _,
        ) => {
            let name = changes.iter().find(|change| change.property == "displayName");
            let name = name.map(|change| if change.new.is_null() { &change.old } else { &change.new });
            AuditTarget::Named(name.and_then(Value::as_str).unwrap_or_default().to_owned())
        }
        _ => AuditTarget::Organisation,
    };
    if changes.iter().any(|change| change.kept.is_some()) {
        together(&mut changes, &tx.audit_values().of(record.id)?);
    }
    // What only says what it is about is no change.
    changes.retain(|change| change.old != change.new || change.kept.is_some());
    Ok(Audited { verb: Verb::from_word(&record.action), changes, by, target, record })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stayed_as_it_was_is_no_change() {
        let changes =
            Changes::default().set("days", 3, 3).set("enabled", true, false).made("reason", "other");
        assert_eq!(
            changes.text(),
            r#"[{"property":"enabled","old":true,"new":false},{"property":"reason","old":null,"new":"other"}]"#
        );
        assert_eq!(Changes::read(&changes.text()), changes.0);
    }

    #[test]
    fn a_record_of_an_older_form_has_no_changes_and_can_be_read() {
        assert_eq!(Changes::read(r#"{"blocked":[false,true]}"#), vec![]);
        assert_eq!(Changes::read("x"), vec![]);
    }

    #[test]
    fn what_is_said_of_a_person_stands_apart_and_only_what_was_kept_comes_back() {
        let whole = Changes::default().set("department", "Sales", "Care").made("mobilePhone", "06");
        let (apart, mut values) = whole.clone().apart(&[7; 32]);
        let text = apart.text();
        for said in ["Sales", "Care", "06"] {
            assert!(!text.contains(said), "{text}");
        }
        let read = |values: &[AuditValue]| {
            let mut changes = Changes::read(&text);
            together(&mut changes, values);
            changes.into_iter().map(|change| (change.is_erased(), change.old, change.new)).collect::<Vec<_>>()
        };
        let said = read(&values);
        assert_eq!(said[0], (false, "Sales".into(), "Care".into()));
        assert_eq!(said[1], (false, Value::Null, "06".into()));
        values[0].content = r#"["Sales","Board"]"#.to_owned();
        assert_eq!(read(&values)[0], (true, Value::Null, Value::Null), "it is not what was kept");
        assert!(read(&[]).iter().all(|change| change.0), "they were erased");
        assert_ne!(values[0].salt, values[1].salt);
    }

    #[test]
    fn every_verb_has_a_word_of_its_own() {
        for verb in Verb::ALL {
            assert_eq!(Verb::from_word(verb.word()), Some(*verb));
        }
        assert_eq!(Verb::from_word("manageApps"), None);
    }
}
