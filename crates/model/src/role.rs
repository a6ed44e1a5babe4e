use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Id;

/// A directory role; its id is the well-known template id, so roles need no rows of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// May do everything.
    GlobalAdministrator,
    /// Applications and their secrets.
    ApplicationAdministrator,
    /// Methods and passwords of people who hold no administrator role.
    AuthenticationAdministrator,
    /// Subscriptions and purchases.
    BillingAdministrator,
    /// As application administrator.
    CloudApplicationAdministrator,
    /// Conditional access and security defaults.
    ConditionalAccessAdministrator,
    /// Mail.
    ExchangeAdministrator,
    /// Passwords of people who hold no administrator role.
    HelpdeskAdministrator,
    /// Passwords of people who hold no administrator role.
    PasswordAdministrator,
    /// Methods and passwords of everyone.
    PrivilegedAuthenticationAdministrator,
    /// Roles of everyone.
    PrivilegedRoleAdministrator,
    /// Security settings.
    SecurityAdministrator,
    /// Sites.
    SharePointAdministrator,
    /// People and groups.
    UserAdministrator,
    /// Groups.
    GroupsAdministrator,
    /// Which methods there are.
    AuthenticationPolicyAdministrator,
    /// Access packages and reviews.
    IdentityGovernanceAdministrator,
    /// Reads everything an administrator can see.
    GlobalReader,
    /// Reads and manages security events.
    SecurityOperator,
    /// Reads security information.
    SecurityReader,
    /// Reads logs and reports.
    ReportsReader,
    /// Synchronises a directory; the only principal that security defaults leave alone.
    DirectorySynchronizationAccounts,
}

/// The 16 roles that security defaults ask a second factor of at every sign-in.
pub const ALWAYS_MFA: [Role; 16] = [
    Role::GlobalAdministrator,
    Role::ApplicationAdministrator,
    Role::AuthenticationAdministrator,
    Role::BillingAdministrator,
    Role::CloudApplicationAdministrator,
    Role::ConditionalAccessAdministrator,
    Role::ExchangeAdministrator,
    Role::HelpdeskAdministrator,
    Role::PasswordAdministrator,
    Role::PrivilegedAuthenticationAdministrator,
    Role::PrivilegedRoleAdministrator,
    Role::SecurityAdministrator,
    Role::SharePointAdministrator,
    Role::UserAdministrator,
    Role::AuthenticationPolicyAdministrator,
    Role::IdentityGovernanceAdministrator,
];

impl Role {
    /// Every role.
    pub const ALL: [Self; 22] = [
        Self::GlobalAdministrator,
        Self::ApplicationAdministrator,
        Self::AuthenticationAdministrator,
        Self::BillingAdministrator,
        Self::CloudApplicationAdministrator,
        Self::ConditionalAccessAdministrator,
        Self::ExchangeAdministrator,
        Self::HelpdeskAdministrator,
        Self::PasswordAdministrator,
        Self::PrivilegedAuthenticationAdministrator,
        Self::PrivilegedRoleAdministrator,
        Self::SecurityAdministrator,
        Self::SharePointAdministrator,
        Self::UserAdministrator,
        Self::GroupsAdministrator,
        Self::AuthenticationPolicyAdministrator,
        Self::IdentityGovernanceAdministrator,
        Self::GlobalReader,
        Self::SecurityOperator,
        Self::SecurityReader,
        Self::ReportsReader,
        Self::DirectorySynchronizationAccounts,
    ];

    /// The well-known role template id.
    pub const fn id(self) -> Id<Role> {
        Id::fixed(match self {
            Self::GlobalAdministrator => 0x62e90394_69f5_4237_9190_012177145e10,
            Self::ApplicationAdministrator => 0x9b895d92_2cd3_44c7_9d02_a6ac2d5ea5c3,
            Self::AuthenticationAdministrator => 0xc4e39bd9_1100_46d3_8c65_fb160da0071f,
            Self::BillingAdministrator => 0xb0f54661_2d74_4c50_afa3_1ec803f12efe,
            Self::CloudApplicationAdministrator => 0x158c047a_c907_4556_b7ef_446551a6b5f7,
            Self::ConditionalAccessAdministrator => 0xb1be1c3e_b65d_4f19_8427_f6fa0d97feb9,
            Self::ExchangeAdministrator => 0x29232cdf_9323_42fd_ade2_1d097af3e4de,
            Self::HelpdeskAdministrator => 0x729827e3_9c14_49f7_bb1b_9608f156bbb8,
            Self::PasswordAdministrator => 0x966707d0_3269_4727_9be2_8c3a10f19b9d,
            Self::PrivilegedAuthenticationAdministrator => 0x7be44c8a_adaf_4e2a_84d6_ab2649e08a13,
            Self::PrivilegedRoleAdministrator => 0xe8611ab8_c189_46e8_94e1_60213ab1f814,
            Self::SecurityAdministrator => 0x194ae4cb_b126_40b2_bd5b_6091b380977d,
            Self::SharePointAdministrator => 0xf28a1f50_f6e7_4571_818b_6a12f2af6b6c,
            Self::UserAdministrator => 0xfe930be7_5e62_47db_91af_98c3a49a38b1,
            Self::GroupsAdministrator => 0xfdd7a751_b60b_444a_984c_02652fe8fa1c,
            Self::AuthenticationPolicyAdministrator => 0x0526716b_113d_4c15_b2c8_68e3c22b9f80,
            Self::IdentityGovernanceAdministrator => 0x45d8d3c5_c802_45c6_b32a_1d70b5e1e86e,
            Self::GlobalReader => 0xf2ef992c_3afb_46b9_b7cf_a126ee74c451,
            Self::SecurityOperator => 0x5f2222b1_57c3_48ba_8ad5_d4759f1fde6f,
            Self::SecurityReader => 0x5d6b6bb7_de71_4623_b4af_96380a352509,
            Self::ReportsReader => 0x4a5d8f65_41da_4de4_8968_e035b65339cf,
            Self::DirectorySynchronizationAccounts => 0xd29b2b05_8046_44ba_8758_1e26182fcf32,
        })
    }

    /// The role with this template id.
    pub fn from_id(id: Id<Role>) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == id)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.id())
    }
}
