//! Who may do what. [`permit`] is the only maker of a [`Permit`], and every verb that changes or shows something
//! takes one, so that no page and no API can forget to ask. The table below is the whole truth; a test writes it
//! out as `docs/generated/authority.md`.

use std::fmt;
use std::marker::PhantomData;

use model::{AppId, Id, Permission, PermissionSet, Role, User};
use signin::{Grant, Session};

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person, in a session that the gate let in to the admin centre.
    Person {
        /// The person.
        user: Id<User>,
        /// The roles held when the page was opened.
        roles: Vec<Role>,
        /// The session.
        session: Id<Session>,
        /// The address, for the audit record.
        address: Option<String>,
        /// Whether they have just shown that it is them.
        confirmation: Confirmation,
    },
    /// An application at the API on behalf of a person: never more than the person may, nor than it was given.
    Delegated {
        /// The person.
        user: Id<User>,
        /// The roles held when the request came.
        roles: Vec<Role>,
        /// The application.
        app: Id<AppId>,
        /// What its token is good for.
        permissions: PermissionSet,
        /// What the token hangs on.
        grant: Id<Grant>,
        /// The address, for the audit record.
        address: Option<String>,
        /// Whether the person has just shown that it is them.
        confirmation: Confirmation,
    },
    /// An application at the API by itself.
    App {
        /// The application.
        app: Id<AppId>,
        /// What its token is good for.
        permissions: PermissionSet,
        /// The address, for the audit record.
        address: Option<String>,
    },
    /// A job of Sluis itself.
    System,
    /// Somebody at the command line of the machine: whoever may enter the data folder has everything in it anyway,
    /// so leave is always given; what matters is that the audit record says who it was.
    Cli(SystemUser),
}

impl Actor {
    /// The same with the roles that are held now.
    #[must_use]
    pub(crate) fn holding(mut self, now: Vec<Role>) -> Self {
        if let Self::Person { roles, .. } | Self::Delegated { roles, .. } = &mut self {
            *roles = now;
        }
        self
    }

    /// The same with no more than an application is given now.
    #[must_use]
    pub(crate) fn given(mut self, now: PermissionSet) -> Self {
        if let Self::Delegated { permissions, .. } | Self::App { permissions, .. } = &mut self {
            *permissions = permissions.and(now);
        }
        self
    }

    /// The person who acts, by themselves or through an application.
    pub const fn person(&self) -> Option<Id<User>> {
        match self {
            Self::Person { user, .. } | Self::Delegated { user, .. } => Some(*user),
            Self::App { .. } | Self::System | Self::Cli(_) => None,
        }
    }
}

/// Whether somebody confirmed in the last ten minutes that it is them: what the gate says of their session, asked for
/// the action `urn:sluis:confirm`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// The gate lets the proofs of the session through for it.
    Fresh,
    /// They are too old: a stolen session gets this far and no further.
    Missing,
}

/// A user of the operating system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemUser {
    /// The number that the kernel knows them by.
    pub uid: u32,
    /// What the machine calls them.
    pub name: String,
}

impl fmt::Display for SystemUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (uid {})", self.name, self.uid)
    }
}

/// What something is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// The organisation, or something that has no rank.
    Organisation,
    /// A person, with the roles they hold.
    Person(&'a [Role]),
}

/// Leave to do `A`, and on whose behalf.
#[derive(Debug)]
pub struct Permit<A> {
    actor: Actor,
    action: PhantomData<A>,
}

/// The actor may not do that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// No role of theirs gives leave.
    NoRole,
    /// They may, once they have confirmed that it is them.
    Unconfirmed,
}

/// Something that can be done.
pub trait Action {
    /// The word in audit records and the table.
    const WORD: &'static str;
    /// Who may do it beside a Global Administrator.
    const ROLES: &'static [Role];
    /// What an application must be given to do it at the API; with none of it there is no way to do it there.
    const PERMISSIONS: &'static [Permission] = &[];
    /// True when it may be done to a person only by somebody who holds every role that the person holds.
    const RANKED: bool;
    /// True when it is done only by somebody who has just confirmed that it is them.
    const CONFIRMED: bool;
    /// True when no role is enough: only commands on the machine itself do it, for it is not one organisation's.
    const OF_THE_MACHINE: bool = false;
}

/// What concerns the installation: making and blocking organisations, their addresses, the way back in for an
/// administrator. A Global Administrator rules one organisation and may do none of it.
#[derive(Debug)]
pub enum ManageInstallation {}

impl Action for ManageInstallation {
    const WORD: &'static str = "manageInstallation";
    const ROLES: &'static [Role] = &[];
    const RANKED: bool = false;
    const CONFIRMED: bool = false;
    const OF_THE_MACHINE: bool = true;
}

/// A row of the table of who may do what.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The action's word.
    pub word: &'static str,
    /// Whether rank counts.
    pub is_ranked: bool,
    /// Whether who does it confirms first that it is them.
    pub is_confirmed: bool,
    /// Who may do it beside a Global Administrator.
    pub roles: &'static [Role],
    /// The permissions by which it is done at the API.
    pub permissions: &'static [Permission],
}

macro_rules! actions {
    ($($(#[$meta:meta])* $name:ident = $word:literal, $ranked:literal, $confirmed:literal, [$($role:ident),* $(,)?]
        $(by $($permission:ident)|+)?;)+) => {
        $(
            $(#[$meta])*
            #[derive(Debug)]
            pub enum $name {}
            impl Action for $name {
                const WORD: &'static str = $word;
                const ROLES: &'static [Role] = &[$(Role::$role),*];
                const PERMISSIONS: &'static [Permission] = &[$($(Permission::$permission),+)?];
                const RANKED: bool = $ranked;
                const CONFIRMED: bool = $confirmed;
            }
        )+

        /// Every action as a row of the table.
        pub const TABLE: &[Row] = &[$(Row {
            word: $word, is_ranked: $ranked, is_confirmed: $confirmed, roles: $name::ROLES,
            permissions: $name::PERMISSIONS,
        }),+];
    };
}

actions! {
    /// Opening the admin centre at all.
    OpenAdminCentre = "openAdminCentre", false, false, [
        ApplicationAdministrator, AuthenticationAdministrator, CloudApplicationAdministrator,
        ConditionalAccessAdministrator, HelpdeskAdministrator, PasswordAdministrator,
        PrivilegedAuthenticationAdministrator, PrivilegedRoleAdministrator, SecurityAdministrator,
        UserAdministrator, GroupsAdministrator, AuthenticationPolicyAdministrator, GlobalReader,
        SecurityOperator, SecurityReader, ReportsReader,
    ];
    /// Seeing people and their state.
    ReadPeople = "readPeople", false, false, [
        AuthenticationAdministrator, HelpdeskAdministrator, PasswordAdministrator,
        PrivilegedAuthenticationAdministrator, PrivilegedRoleAdministrator, SecurityAdministrator,
        UserAdministrator, GroupsAdministrator, ApplicationAdministrator, CloudApplicationAdministrator,
        AuthenticationPolicyAdministrator, GlobalReader, SecurityOperator, SecurityReader,
    ] by UserReadAll | UserReadWriteAll;
    /// Seeing groups and who is in them, at the API.
    ReadGroups = "readGroups", false, false, [
        AuthenticationAdministrator, HelpdeskAdministrator, PasswordAdministrator,
        PrivilegedAuthenticationAdministrator, PrivilegedRoleAdministrator, SecurityAdministrator,
        UserAdministrator, GroupsAdministrator, ApplicationAdministrator, CloudApplicationAdministrator,
        GlobalReader, SecurityOperator, SecurityReader,
    ] by GroupReadAll | GroupReadWriteAll;
    /// Seeing who holds which role, at the API.
    ReadRoles = "readRoles", false, false, [
        AuthenticationAdministrator, HelpdeskAdministrator, PasswordAdministrator,
        PrivilegedAuthenticationAdministrator, PrivilegedRoleAdministrator, SecurityAdministrator,
        UserAdministrator, GroupsAdministrator, ApplicationAdministrator, CloudApplicationAdministrator,
        GlobalReader, SecurityOperator, SecurityReader,
    ] by RoleManagementReadDirectory | RoleManagementReadWriteDirectory;
    /// Seeing one person's last sign-ins, sessions and remembered browsers, to help them in. Whoever reads the sign-in log
    /// sees them too.
    SeeAttempts = "seeAttempts", true, false, [
        HelpdeskAdministrator, PasswordAdministrator, UserAdministrator, AuthenticationAdministrator,
        PrivilegedAuthenticationAdministrator,
    ];
    /// Adding people and changing how they are called and reached.
    ManagePeople = "managePeople", true, false, [UserAdministrator] by UserReadWriteAll;
    /// Deleting people, restoring them and removing them for good.
    DeletePeople = "deletePeople", true, true, [UserAdministrator] by UserReadWriteAll;
    /// Importing people from a file.
    ImportPeople = "importPeople", true, true, [UserAdministrator];
    /// Taking what is known of people out in a file.
    ExportPeople = "exportPeople", false, true, [UserAdministrator, GlobalReader];
    /// Taking out everything that is kept of one person, for that person.
    ExportPersonalData = "exportPersonalData", true, true, [];
    /// Blocking and unblocking people.
    BlockPeople = "blockPeople", true, false, [UserAdministrator, PrivilegedAuthenticationAdministrator]
        by UserReadWriteAll;
    /// Ending sessions and forgetting remembered browsers: it only makes Sluis ask again.
    EndSessions = "endSessions", true, false, [
        UserAdministrator, AuthenticationAdministrator, PrivilegedAuthenticationAdministrator,
        HelpdeskAdministrator,
    ] by UserReadWriteAll;
    /// Inviting again: the way to a new password. Whoever has a second step gives it first.
    InvitePeople = "invitePeople", true, true, [
        UserAdministrator, AuthenticationAdministrator, PrivilegedAuthenticationAdministrator,
        HelpdeskAdministrator, PasswordAdministrator,
    ];
    /// Removing methods, taking off a lock.
    HelpPeople = "helpPeople", true, true, [
        UserAdministrator, AuthenticationAdministrator, PrivilegedAuthenticationAdministrator,
    ] by UserAuthenticationMethodReadWriteAll;
    /// Seeing which second steps somebody has registered, at the API.
    ReadPersonMethods = "readPersonMethods", false, false, [
        AuthenticationAdministrator, PrivilegedAuthenticationAdministrator, UserAdministrator, GlobalReader,
    ] by UserAuthenticationMethodReadAll | UserAuthenticationMethodReadWriteAll;
    /// Seeing who has registered which second step, as a report.
    ReadRegistrations = "readRegistrations", false, false, [
        ReportsReader, SecurityReader, SecurityAdministrator, GlobalReader,
    ] by AuditLogReadAll;
    /// Setting the old per-user switch of people.
    ManagePerUserMfa = "managePerUserMfa", true, true, [
        AuthenticationAdministrator, PrivilegedAuthenticationAdministrator, AuthenticationPolicyAdministrator,
    ] by PolicyReadWriteAuthenticationMethod;
    /// Reminding people of a second step: a letter of ours, once a day at most.
    RemindPeople = "remindPeople", false, false, [
        UserAdministrator, AuthenticationAdministrator, PrivilegedAuthenticationAdministrator,
        HelpdeskAdministrator, SecurityAdministrator,
    ];
    /// Giving and taking roles.
    AssignRoles = "assignRoles", false, true, [PrivilegedRoleAdministrator] by RoleManagementReadWriteDirectory;
    /// Making groups and changing those that give nothing that is guarded.
    ManageGroups = "manageGroups", false, false, [UserAdministrator, GroupsAdministrator] by GroupReadWriteAll;
    /// Changing groups that give access to applications.
    GiveThroughGroups = "giveThroughGroups", false, true, [UserAdministrator, GroupsAdministrator]
        by GroupReadWriteAll;
    /// Seeing applications.
    ReadApps = "readApps", false, false, [
        ApplicationAdministrator, CloudApplicationAdministrator, GlobalReader, SecurityReader,
        SecurityAdministrator,
    ] by ApplicationReadAll | ApplicationReadWriteAll;
    /// Registering applications, their secrets and who may sign in.
    ManageApps = "manageApps", false, true, [ApplicationAdministrator, CloudApplicationAdministrator]
        by ApplicationReadWriteAll;
    /// Naming people and groups for applications, at the API.
    NameForApps = "nameForApps", false, true, [ApplicationAdministrator, CloudApplicationAdministrator]
        by AppRoleAssignmentReadWriteAll;
    /// Giving applications permissions at the API, and changing what opens those that have some: their secrets and return
    /// addresses.
    GivePermissions = "givePermissions", false, true, [PrivilegedRoleAdministrator];
    /// Replacing the keys that sign tokens.
    ManageSigningKeys = "manageSigningKeys", false, true, [];
    /// Seeing the organisation's security settings.
    ReadSecurity = "readSecurity", false, false, [
        SecurityAdministrator, ConditionalAccessAdministrator, SecurityReader, SecurityOperator, GlobalReader,
        AuthenticationPolicyAdministrator,
    ] by PolicyReadAll | PolicyReadWriteConditionalAccess;
    /// What the organisation is called, whom people call, for how long logs are kept.
    ManageOrganisation = "manageOrganisation", false, true, [];
    /// Where the logs are sent: whatever is logged of people leaves.
    ManageLogExport = "manageLogExport", false, true, [];
    /// From which directory server people and groups come.
    ManageDirectorySync = "manageDirectorySync", false, true, [];
    /// Turning security defaults on and off.
    ManageSecurityDefaults = "manageSecurityDefaults", false, true, [
        SecurityAdministrator, ConditionalAccessAdministrator,
    ] by PolicyReadWriteConditionalAccess;
    /// Writing conditional access policies and the places that they name.
    ManagePolicies = "managePolicies", false, true, [SecurityAdministrator, ConditionalAccessAdministrator]
        by PolicyReadWriteConditionalAccess;
    /// Designating emergency accounts, which no policy binds, making their kits and rehearsing them.
    ManageEmergencyAccess = "manageEmergencyAccess", true, true, [];
    /// Saying that the use of an emergency account was seen.
    AcknowledgeEmergency = "acknowledgeEmergencyUse", false, false, [SecurityAdministrator];
    /// For how long browsers may be trusted.
    ManageBrowsers = "manageBrowsers", false, true, [SecurityAdministrator, AuthenticationPolicyAdministrator];
    /// Which methods people may register and use.
    ManageMethods = "manageAuthenticationMethods", false, true, [AuthenticationPolicyAdministrator]
        by PolicyReadWriteAuthenticationMethod;
    /// Seeing which methods people may register and use, and the per-user switch of people, at the API.
    ReadMethods = "readAuthenticationMethods", false, false, [
        SecurityAdministrator, ConditionalAccessAdministrator, SecurityReader, SecurityOperator, GlobalReader,
        AuthenticationPolicyAdministrator, AuthenticationAdministrator, PrivilegedAuthenticationAdministrator,
    ] by PolicyReadAll | PolicyReadWriteAuthenticationMethod;
    /// Reading sign-in logs.
    ReadLogs = "readLogs", false, false, [
        ReportsReader, SecurityReader, SecurityOperator, SecurityAdministrator, GlobalReader,
        ConditionalAccessAdministrator,
    ] by AuditLogReadAll;
    /// Reading the audit log.
    ReadAudit = "readAudit", false, false, [
        ReportsReader, SecurityReader, SecurityOperator, SecurityAdministrator, GlobalReader,
    ] by AuditLogReadAll;
    /// Seeing the report for auditors, which draws on everything else that can be read.
    ReadEvidence = "readEvidence", false, false, [GlobalReader];
    /// Taking the report for auditors out in a file or on paper.
    ExportEvidence = "exportEvidence", false, true, [GlobalReader];
}

/// Leave by which the last sign-ins of one person are shown.
pub trait ShowsAttempts: Action {}
impl ShowsAttempts for SeeAttempts {}
impl ShowsAttempts for ReadLogs {}

/// Leave by which people and groups are named for applications.
pub trait NamesForApps: Action + Send + Sync + 'static {}
impl NamesForApps for ManageApps {}
impl NamesForApps for NameForApps {}

/// Leave by which it is shown which methods people may use.
pub trait ShowsMethods: Action {}
impl ShowsMethods for ReadSecurity {}
impl ShowsMethods for ReadMethods {}

/// Gives leave, or not. Only a Global Administrator does something ranked to a Global Administrator.
pub fn permit<A: Action>(actor: &Actor, target: Target<'_>) -> Result<Permit<A>, Denied> {
    if !may::<A>(actor, target) {
        return Err(Denied::NoRole);
    }
    if A::CONFIRMED && is_unconfirmed(actor) {
        return Err(Denied::Unconfirmed);
    }
    Ok(Permit { actor: actor.clone(), action: PhantomData })
}

/// True when the actor's roles give leave: what a page offers. Doing it may ask for a confirmation first.
pub fn may<A: Action>(actor: &Actor, target: Target<'_>) -> bool {
    match actor {
        Actor::System | Actor::Cli(_) => true,
        Actor::Person { roles, .. } => {
            !A::OF_THE_MACHINE && holds::<A>(roles) && outranks::<A>(roles, target)
        }
        Actor::Delegated { roles, permissions, .. } => {
            reaches::<A>(*permissions) && holds::<A>(roles) && outranks::<A>(roles, target)
        }
        Actor::App { permissions, .. } => {
            reaches::<A>(permissions.without_those_for_people()) && has_no_rank::<A>(target)
        }
    }
}

const fn is_unconfirmed(actor: &Actor) -> bool {
    match actor {
        Actor::Person { confirmation, .. } | Actor::Delegated { confirmation, .. } => {
            matches!(confirmation, Confirmation::Missing)
        }
        // Who gave it its permissions confirmed it then.
        Actor::App { .. } | Actor::System | Actor::Cli(_) => false,
    }
}

fn reaches<A: Action>(permissions: PermissionSet) -> bool {
    !A::OF_THE_MACHINE && A::PERMISSIONS.iter().any(|permission| permissions.contains(*permission))
}

/// An application holds no role, so that whoever holds one is above it.
fn has_no_rank<A: Action>(target: Target<'_>) -> bool {
    !A::RANKED || !matches!(target, Target::Person([_, ..]))
}

impl<A> Permit<A> {
    /// Who acts.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }
}

fn holds<A: Action>(roles: &[Role]) -> bool {
    roles.iter().any(|role| *role == Role::GlobalAdministrator || A::ROLES.contains(role))
}

fn outranks<A: Action>(roles: &[Role], target: Target<'_>) -> bool {
    match target {
        Target::Person(theirs) if A::RANKED && !roles.contains(&Role::GlobalAdministrator) => {
            // Who may touch administrators at all still touches only those who hold nothing they do not.
            theirs.iter().all(|role| roles.contains(role))
        }
        Target::Person(_) | Target::Organisation => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(roles: &[Role]) -> Actor {
        Actor::Person {
            user: Id::fixed(1),
            roles: roles.to_vec(),
            session: Id::fixed(2),
            address: None,
            confirmation: Confirmation::Fresh,
        }
    }

    #[test]
    fn what_hands_out_power_is_done_by_who_has_just_confirmed() {
        let Actor::Person { user, roles, session, address, .. } = actor(&[Role::GlobalAdministrator]) else {
            unreachable!("made above")
        };
        let stale = Actor::Person { user, roles, session, address, confirmation: Confirmation::Missing };
        let denied = permit::<AssignRoles>(&stale, Target::Organisation).unwrap_err();
        assert_eq!(denied, Denied::Unconfirmed);
        assert!(may::<AssignRoles>(&stale, Target::Organisation), "the page still offers it");
        assert!(permit::<EndSessions>(&stale, Target::Person(&[])).is_ok(), "helping fast is never delayed");
        let denied = permit::<AssignRoles>(&actor(&[]), Target::Organisation).unwrap_err();
        assert_eq!(denied, Denied::NoRole, "nobody confirms for what they may not do");
    }

    #[test]
    fn a_person_without_roles_may_do_nothing() {
        assert!(permit::<OpenAdminCentre>(&actor(&[]), Target::Organisation).is_err());
        assert!(permit::<ReadLogs>(&actor(&[]), Target::Organisation).is_err());
    }

    #[test]
    fn nobody_blocks_somebody_who_holds_more() {
        let clerk = actor(&[Role::UserAdministrator]);
        assert!(permit::<BlockPeople>(&clerk, Target::Person(&[])).is_ok());
        assert!(permit::<BlockPeople>(&clerk, Target::Person(&[Role::UserAdministrator])).is_ok());
        assert!(permit::<BlockPeople>(&clerk, Target::Person(&[Role::GlobalAdministrator])).is_err());
        let chief = actor(&[Role::GlobalAdministrator]);
        assert!(permit::<BlockPeople>(&chief, Target::Person(&[Role::GlobalAdministrator])).is_ok());
    }

    #[test]
    fn whoever_is_at_the_machine_itself_may_do_everything() {
        let root = Actor::Cli(SystemUser { uid: 0, name: "root".to_owned() });
        assert!(permit::<BlockPeople>(&root, Target::Person(&[Role::GlobalAdministrator])).is_ok());
        assert!(permit::<AssignRoles>(&root, Target::Organisation).is_ok());
        assert!(permit::<ManageInstallation>(&root, Target::Organisation).is_ok());
        assert_eq!(SystemUser { uid: 1000, name: "marieke".to_owned() }.to_string(), "marieke (uid 1000)");
    }

    fn through_an_application(roles: &[Role], permissions: &[Permission]) -> Actor {
        Actor::Delegated {
            user: Id::fixed(1),
            roles: roles.to_vec(),
            app: Id::fixed(3),
            permissions: permissions.iter().copied().collect(),
            grant: Id::fixed(4),
            address: None,
            confirmation: Confirmation::Missing,
        }
    }

    #[test]
    fn an_application_does_what_it_was_given_and_its_person_may() {
        let read = &[Permission::PolicyReadAll];
        let chief = through_an_application(&[Role::GlobalAdministrator], read);
        assert!(permit::<ReadSecurity>(&chief, Target::Organisation).is_ok());
        assert_eq!(permit::<ManagePolicies>(&chief, Target::Organisation).unwrap_err(), Denied::NoRole);
        assert!(permit::<OpenAdminCentre>(&chief, Target::Organisation).is_err(), "no permission gives that");
        let nobody = through_an_application(&[], read);
        assert!(permit::<ReadSecurity>(&nobody, Target::Organisation).is_err(), "a plain person stays one");
        let writes = &[Permission::PolicyReadWriteConditionalAccess];
        let chief = through_an_application(&[Role::GlobalAdministrator], writes);
        assert_eq!(permit::<ManagePolicies>(&chief, Target::Organisation).unwrap_err(), Denied::Unconfirmed);
    }

    #[test]
    fn an_application_by_itself_touches_nobody_who_holds_a_role() {
        let app = Actor::App {
            app: Id::fixed(3),
            permissions: PermissionSet::EMPTY.with(Permission::UserReadWriteAll),
            address: None,
        };
        assert!(permit::<BlockPeople>(&app, Target::Person(&[])).is_ok());
        assert!(permit::<BlockPeople>(&app, Target::Person(&[Role::ReportsReader])).is_err());
        assert!(
            permit::<ReadPeople>(&app, Target::Person(&[Role::ReportsReader])).is_ok(),
            "it may see them"
        );
        assert!(permit::<ManagePolicies>(&app, Target::Organisation).is_err());
        assert!(permit::<GivePermissions>(&app, Target::Organisation).is_err(), "nor give itself more");
        let app = Actor::App {
            app: Id::fixed(3),
            permissions: PermissionSet::EMPTY.with(Permission::RoleManagementReadWriteDirectory),
            address: None,
        };
        assert!(permit::<AssignRoles>(&app, Target::Organisation).is_err(), "nor anybody a role");
        assert!(permit::<ManageInstallation>(&app, Target::Organisation).is_err());
    }

    #[test]
    fn no_role_of_one_organisation_rules_the_installation() {
        for role in Role::ALL {
            assert!(permit::<ManageInstallation>(&actor(&[role]), Target::Organisation).is_err());
        }
    }

    #[test]
    fn only_who_may_assign_roles_assigns_them() {
        for role in Role::ALL {
            let may = permit::<AssignRoles>(&actor(&[role]), Target::Organisation).is_ok();
            assert_eq!(may, matches!(role, Role::GlobalAdministrator | Role::PrivilegedRoleAdministrator));
        }
    }
}
