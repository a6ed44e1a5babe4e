use serde::{Deserialize, Serialize};

use super::{Answer, Otherwise, SignInAsked};

/// The version of what goes over the socket. Both ends are the same program; they differ for as long as an update
/// waits for a restart.
pub(super) const VERSION: u32 = 1;
/// The longest request: a file of people, twice as long as it is because of its quotes. What people type is far shorter,
/// and only whoever runs Sluis, or root, reaches the socket.
pub(super) const LONGEST_REQUEST: u64 = 40 * 1024 * 1024;

/// What a command sends: one line of JSON, and nothing after it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    /// [`VERSION`].
    pub(super) version: u32,
    /// What is to be done.
    pub(super) verb: Verb,
}

/// What comes back, a line of JSON each: any number of [`Line::Progress`], then one of the others.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Line {
    /// How far it is, for the person who waits.
    Progress(String),
    /// It was done.
    Done(Answer),
    /// It was not.
    Refused(Refusal),
}

/// What is asked of a pass over a directory server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SyncAsked {
    /// Whether it only says what would happen.
    pub dry_run: bool,
    /// Whether everything is looked at.
    pub full: bool,
    /// Whether any number may be taken out.
    pub allow_deletions: bool,
}

/// What can be asked of an installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verb", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Verb {
    /// Adds a person and makes their invitation.
    UserAdd {
        /// The organisation, by domain or id.
        org: Option<String>,
        /// The name to sign in with.
        name: String,
        /// How the person is called.
        display: String,
        /// Where mail goes.
        mail: Option<String>,
        /// The language of pages and mail.
        language: Option<String>,
        /// Whether the invitation goes out by mail too.
        send: bool,
    },
    /// Lists people.
    UserList {
        /// The organisation.
        org: Option<String>,
        /// Whose display name begins so.
        starting: String,
    },
    /// Shows a person.
    UserShow {
        /// The organisation.
        org: Option<String>,
        /// Whom.
        name: String,
    },
    /// Changes what is known of a person.
    UserSet {
        /// The organisation.
        org: Option<String>,
        /// Whom.
        name: String,
        /// Attributes with their new values.
        values: Vec<(String, String)>,
    },
    /// Deletes a person.
    UserDelete {
        /// The organisation.
        org: Option<String>,
        /// Whom.
        name: String,
        /// Whether they are removed for good, and not kept for thirty days.
        permanently: bool,
    },
    /// Restores a person who was deleted.
    UserRestore {
        /// The organisation.
        org: Option<String>,
        /// Whom.
        name: String,
    },
    /// Lists who was deleted and can be restored.
    UserDeleted {
        /// The organisation.
        org: Option<String>,
    },
    /// Lists people with the state of the old per-user switch.
    MfaList {
        /// The organisation.
        org: Option<String>,
        /// Only who has this state.
        state: Option<String>,
    },
    /// Sets the old per-user switch of a person.
    MfaSet {
        /// The organisation.
        org: Option<String>,
        /// Whom.
        name: String,
        /// `disabled`, `enabled` or `enforced`.
        state: String,
    },
    /// Sets it as a file says.
    MfaImport {
        /// The organisation.
        org: Option<String>,
        /// What the file says.
        text: String,
    },
    /// Switches it off for everybody.
    MfaOff {
        /// The organisation.
        org: Option<String>,
    },
    /// Lists emergency accounts.
    EmergencyList {
        /// The organisation.
        org: Option<String>,
    },
    /// Makes somebody's account an emergency account.
    EmergencyDesignate {
        /// The organisation.
        org: Option<String>,
        /// Whom.
        name: String,
    },
    /// Makes an emergency account one like any other.
    EmergencyWithdraw {
        /// The organisation.
        org: Option<String>,
        /// Whom.
        name: String,
    },
    /// Makes a new kit.
    EmergencyKit {
        /// The organisation.
        org: Option<String>,
        /// For whom.
        name: String,
    },
    /// Begins a rehearsal.
    EmergencyRehearse {
        /// The organisation.
        org: Option<String>,
        /// Of whose account.
        name: String,
    },
    /// Imports people from a file.
    ImportUsers {
        /// The organisation.
        org: Option<String>,
        /// What the file says.
        text: String,
        /// How people are let in: `mail`, `links` or `nobody`.
        inviting: String,
        /// Whether it only says what would happen.
        dry_run: bool,
    },
    /// Brings people and groups up to date with the directory server.
    SyncLdap {
        /// The organisation.
        org: Option<String>,
        /// What is asked of the pass.
        how: SyncAsked,
    },
    /// Takes what is known of people out in a file.
    ExportUsers {
        /// The organisation.
        org: Option<String>,
    },
    /// Blocks a person.
    UserBlock {
        /// The organisation.
        org: Option<String>,
        /// Whom.
        name: String,
    },
    /// Unblocks a person.
    UserUnblock {
        /// The organisation.
        org: Option<String>,
        /// Whom.
        name: String,
    },
    /// Takes the locks off a person.
    UserUnlock {
        /// The organisation.
        org: Option<String>,
        /// Whom.
        name: String,
    },
    /// Invites a person again.
    UserInvite {
        /// The organisation.
        org: Option<String>,
        /// Whom.
        name: String,
        /// Whether the invitation goes out by mail too.
        send: bool,
    },
    /// Ends every session of a person.
    UserEndSessions {
        /// The organisation.
        org: Option<String>,
        /// Whom.
        name: String,
    },
    /// Makes a group.
    GroupAdd {
        /// The organisation.
        org: Option<String>,
        /// What people will call it.
        name: String,
        /// What it is for.
        description: String,
        /// Whether it may carry directory roles.
        carries_roles: bool,
        /// The rule that fills it.
        rule: Option<String>,
    },
    /// Lists groups.
    GroupList {
        /// The organisation.
        org: Option<String>,
        /// Whose name begins so.
        starting: String,
        /// Deleted ones instead.
        deleted: bool,
    },
    /// Shows a group.
    GroupShow {
        /// The organisation.
        org: Option<String>,
        /// Which, by name or id.
        group: String,
    },
    /// Lists who is in a group.
    GroupMembers {
        /// The organisation.
        org: Option<String>,
        /// Which.
        group: String,
    },
    /// Puts somebody or something in a group.
    GroupAddMember {
        /// The organisation.
        org: Option<String>,
        /// Which.
        group: String,
        /// Whom or what.
        member: String,
    },
    /// Takes somebody or something out of a group.
    GroupRemoveMember {
        /// The organisation.
        org: Option<String>,
        /// Which.
        group: String,
        /// Whom or what.
        member: String,
    },
    /// Adds people to a group.
    GroupImport {
        /// The organisation.
        org: Option<String>,
        /// Which.
        group: String,
        /// Whom, by user name or id, with the number of the line.
        people: Vec<(usize, String)>,
    },
    /// Deletes a group.
    GroupDelete {
        /// The organisation.
        org: Option<String>,
        /// Which.
        group: String,
    },
    /// Restores a deleted group.
    GroupRestore {
        /// The organisation.
        org: Option<String>,
        /// Which.
        group: String,
    },
    /// Gives an application a permission at the admin API.
    AppGive {
        /// The organisation.
        org: Option<String>,
        /// Which, by name or client id.
        app: String,
        /// What, by Graph's name.
        permission: String,
        /// On whose behalf: `application` or `delegated`.
        behalf: String,
    },
    /// Takes one.
    AppTake {
        /// The organisation.
        org: Option<String>,
        /// Which, by name or client id.
        app: String,
        /// What, by Graph's name.
        permission: String,
        /// On whose behalf: `application` or `delegated`.
        behalf: String,
    },
    /// Replaces the keys that sign tokens.
    KeysRotate {
        /// The organisation.
        org: Option<String>,
        /// How soon: `planned`, `now` or `leaked`.
        haste: String,
    },
    /// Looks whether the audit log is what was sealed.
    AuditVerify {
        /// The organisation.
        org: Option<String>,
        /// A seal that was kept elsewhere: its number, a colon and its hash.
        head: Option<String>,
    },
    /// Hands out the seals of the audit log.
    AuditSeals {
        /// The organisation.
        org: Option<String>,
    },
    /// Lists conditional access policies.
    PolicyList {
        /// The organisation.
        org: Option<String>,
    },
    /// Writes conditional access policies out.
    PolicyExport {
        /// The organisation.
        org: Option<String>,
    },
    /// Looks over policies that are in files, in the directory of an organisation.
    PolicyCheck {
        /// The organisation.
        org: Option<String>,
        /// The policies, in Graph's JSON.
        documents: String,
    },
    /// Makes a conditional access policy of a document.
    PolicyImport {
        /// The organisation.
        org: Option<String>,
        /// The document, in Graph's JSON.
        document: String,
    },
    /// Switches a conditional access policy.
    PolicySwitch {
        /// The organisation.
        org: Option<String>,
        /// Its id or name.
        policy: String,
        /// `on`, `off` or `reportOnly`.
        state: String,
        /// Whether administrators may not be locked out by it.
        guard: bool,
    },
    /// Ends the trial of policies: they stay.
    PolicyConfirm {
        /// The organisation.
        org: Option<String>,
    },
    /// Brings back what was before the trial of policies.
    PolicyTakeBack {
        /// The organisation.
        org: Option<String>,
    },
    /// Puts policies in the place of security defaults.
    PolicyReplaceDefaults {
        /// The organisation.
        org: Option<String>,
        /// Why.
        reason: String,
        /// For how many minutes they are on trial, if they are.
        trial_minutes: Option<i64>,
        /// Whether administrators may not be locked out by it.
        guard: bool,
    },
    /// Lists the revisions of the policies.
    PolicyRevisions {
        /// The organisation.
        org: Option<String>,
        /// How many of the newest.
        last: u32,
        /// Only those before this one.
        before: Option<String>,
    },
    /// Goes back to the policies of an earlier revision.
    PolicyRestore {
        /// The organisation.
        org: Option<String>,
        /// Its id.
        revision: String,
        /// Whether administrators may not be locked out by it.
        guard: bool,
    },
    /// Asks what policies say of a sign-in that might be.
    PolicyWhatIf {
        /// The organisation.
        org: Option<String>,
        /// The sign-in.
        sign_in: Box<SignInAsked>,
        /// What is to be otherwise.
        otherwise: Otherwise,
    },
    /// Asks what policies would have said of the sign-ins that were.
    PolicyReplay {
        /// The organisation.
        org: Option<String>,
        /// What is to be otherwise.
        otherwise: Otherwise,
        /// How many days are looked back.
        days: i64,
        /// Whether the sign-ins are listed.
        list: bool,
    },
    /// Looks whether the policy tests hold.
    PolicyTest {
        /// The organisation.
        org: Option<String>,
        /// What is to be otherwise.
        otherwise: Otherwise,
    },
    /// Looks how the installation is.
    Doctor,
    /// Copies everything to a file in the data folder.
    BackupCopy,
    /// Notes that a backup is kept.
    BackupKept {
        /// When it was taken.
        taken_micros: i64,
    },
    /// Lists organisations.
    OrgList,
    /// Makes one more organisation.
    OrgAdd {
        /// Its domain.
        domain: String,
        /// What it is called.
        name: String,
        /// Scheme, host and port that people reach it by.
        public_address: String,
        /// Whom people call.
        help_contact: String,
        /// The language of pages and mail.
        language: Option<String>,
        /// The name that its administrator will sign in with.
        administrator: String,
        /// How the administrator is called.
        display: String,
        /// Where the administrator's mail goes.
        mail: Option<String>,
    },
    /// Blocks an organisation.
    OrgBlock {
        /// Which.
        org: String,
    },
    /// Unblocks an organisation.
    OrgUnblock {
        /// Which.
        org: String,
    },
    /// Shows the plan of an organisation, or gives it another.
    OrgPlan {
        /// Which.
        org: String,
        /// The plan, by its word or by what it is sold in.
        plan: Option<String>,
    },
    /// Makes a way back in for an administrator.
    Recover {
        /// The organisation.
        org: Option<String>,
        /// Whom.
        name: String,
        /// Whether they become a Global Administrator by it.
        make_administrator: bool,
    },
    /// Says what another address would break.
    AddressPlan {
        /// The organisation.
        org: Option<String>,
        /// The address.
        to: String,
    },
    /// Moves an organisation to another address.
    AddressChange {
        /// The organisation.
        org: Option<String>,
        /// The address.
        to: String,
    },
}

/// Why a command was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What kind of reason, for programs.
    pub kind: Kind,
    /// The reason and the way out, for people.
    pub message: String,
}

/// The kinds of reasons. The number is the exit code of the command: it never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Something broke: the database, a file.
    Failed = 1,
    /// The command does not say what it must, or what it says cannot be used.
    Usage = 2,
    /// There is no such person, organisation or installation.
    NotFound = 3,
    /// It may not be done, is not safe, or was not confirmed.
    Refused = 4,
    /// The server must run, must not run, is busy, or is another version.
    State = 5,
    /// `sluis doctor` found something that must be mended, or `sluis audit verify` something that was tampered with.
    Unwell = 6,
}

impl Refusal {
    /// A refusal of this kind.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_with_a_word_too_many_is_no_request() {
        let good = r#"{"version":1,"verb":{"verb":"userBlock","org":null,"name":"piet@example.org"}}"#;
        let request: Request = serde_json::from_str(good).unwrap();
        assert_eq!(request.verb, Verb::UserBlock { org: None, name: "piet@example.org".to_owned() });
        let more = good.replace("\"org\":null", "\"org\":null,\"reason\":\"x\"");
        assert!(serde_json::from_str::<Request>(&more).is_err());
    }
}
