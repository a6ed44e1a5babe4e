use askama::Template;
use model::{Locale, Timestamp};
use service::audit::{Sealed, Verb};
use text::{Texts, TimeZone};

use super::audit_seals::{self, SealState};
use super::shell::{Entry, Shell};
use super::sign_ins::Period;

/// Monitoring > Audit logs.
#[derive(Template, Clone)]
#[template(path = "admin/audit_logs.html")]
pub struct AuditLog {
    /// What surrounds the page.
    pub shell: Shell,
    /// How the seals are.
    pub seals: SealState,
    /// What the list is narrowed to; it stands in the address.
    pub narrowed: AuditNarrowed,
    /// True when nobody has the user name that was typed.
    pub nobody: bool,
    /// One page of records, newest first.
    pub lines: Vec<AuditLine>,
    /// Where the next page is.
    pub more: Option<String>,
}

/// One record of the audit log.
#[derive(Template, Clone)]
#[template(path = "admin/audit_log.html")]
pub struct AuditDetail {
    /// What surrounds the page.
    pub shell: Shell,
    /// The record as lists show it, with the day in full.
    pub line: AuditLine,
    /// The page of what it was done to, without the root.
    pub target: Option<String>,
    /// The page of whoever did it, without the root, and their name.
    pub by: Option<(String, String)>,
    /// Where what was before can be put back, without the root.
    pub undo: Option<String>,
    /// From which address.
    pub address: Option<String>,
    /// The word of the verb.
    pub action: String,
    /// What changed.
    pub changes: Vec<ChangeLine>,
}

/// What the list is narrowed to: the fields `person`, `action`, `time` of the address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditNarrowed {
    /// The user name of whoever did it, as it was typed.
    pub person: String,
    /// What was done.
    pub action: Option<Verb>,
    /// How far back.
    pub time: Period,
}

/// A record in a list.
#[derive(Debug, Clone)]
pub struct AuditLine {
    /// Its id, for its address.
    pub id: String,
    /// `today 08:41`.
    pub when: String,
    /// Who did what to whom.
    pub sentence: String,
    /// Why, as it was typed.
    pub reason: Option<String>,
    /// From which address.
    pub address: Option<String>,
    /// Who, by the name of now.
    pub by: String,
}

/// A property that changed; nothing is an empty text.
#[derive(Debug, Clone)]
pub struct ChangeLine {
    /// Which.
    pub property: String,
    /// Before.
    pub old: String,
    /// After.
    pub new: String,
}

impl AuditNarrowed {
    /// True when nothing is narrowed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl AuditLog {
    /// What there is to say where nothing fits: the filter again, or that nobody has this name.
    pub fn no_result(&self) -> String {
        let t = self.shell.texts;
        if self.nobody {
            return t.admin_error_nobody(&self.narrowed.person);
        }
        let parts = [
            Some(self.narrowed.person.clone()).filter(|person| !person.is_empty()),
            self.narrowed.action.map(|verb| name(t, verb)),
            (self.narrowed.time != Period::All).then(|| self.narrowed.time.text(t)),
        ];
        t.audit_no_result(parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }

    /// The verbs with whether each is chosen, in the order of their names.
    pub fn action_choices(&self) -> Vec<(&'static str, String, bool)> {
        let choice =
            |verb: &Verb| (verb.word(), name(self.shell.texts, *verb), self.narrowed.action == Some(*verb));
        let mut choices: Vec<_> = Verb::ALL.iter().map(choice).collect();
        choices.sort_by(|one, other| one.1.cmp(&other.1));
        choices
    }

    /// The periods with whether each is chosen.
    pub fn time_choices(&self) -> Vec<(&'static str, String, bool)> {
        let choice =
            |period: Period| (period.word(), period.text(self.shell.texts), self.narrowed.time == period);
        Period::ALL.map(choice).to_vec()
    }

    /// A list with a sentence of every verb, one that found nothing, and an empty one.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shell = Shell::sample(locale, Entry::AuditLogs);
        let lines = Verb::ALL.iter().map(|verb| AuditLine::sample(shell.texts, *verb)).collect();
        let sealed = Sealed { head: None, until: Some(Timestamp::from_secs(1_795_420_330)), unsealed: 3 };
        let found = audit_seals::sample(vec![], Some(Timestamp::from_secs(1_790_000_000)));
        let list = Self {
            seals: SealState::of(&sealed, Some(&found), locale, &TimeZone::UTC),
            shell,
            narrowed: AuditNarrowed::default(),
            nobody: false,
            lines,
            more: Some("/admin/audit-logs?before=x".to_owned()),
        };
        let nothing = Self {
            narrowed: AuditNarrowed {
                person: "piet\"><script>".to_owned(),
                action: Some(Verb::TurnDefaultsOff),
                time: Period::Week,
            },
            lines: vec![],
            more: None,
            ..list.clone()
        };
        let empty = Self { narrowed: AuditNarrowed::default(), ..nothing.clone() };
        vec![
            ("admin-audit-logs", list),
            ("admin-audit-logs-nothing", nothing),
            ("admin-audit-logs-empty", empty),
        ]
    }
}

impl AuditLine {
    fn sample(t: &Texts, verb: Verb) -> Self {
        let by = "Marieke de Vries";
        Self {
            id: "01931f00-0000-7000-8000-000000000001".to_owned(),
            when: "23 nov 2026, 08:41".to_owned(),
            sentence: sentence(t, verb, by, "<b>Piet & co"),
            reason: (verb == Verb::TurnDefaultsOff)
                .then(|| "we <i>move</i> to Conditional Access".to_owned()),
            address: Some("198.51.100.23".to_owned()),
            by: by.to_owned(),
        }
    }
}

impl AuditDetail {
    /// A change of an application, and something that a command did.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shell = Shell::sample(locale, Entry::AuditLogs);
        let line = |old: &str, new: &str| ChangeLine {
            property: "redirectUris".to_owned(),
            old: old.to_owned(),
            new: new.to_owned(),
        };
        let app = Self {
            line: AuditLine::sample(shell.texts, Verb::ChangeApp),
            target: Some("/admin/applications/a1".to_owned()),
            by: Some(("/admin/users/u1".to_owned(), "Marieke de Vries".to_owned())),
            undo: Some("/admin/identity/properties/organisation?before=x".to_owned()),
            address: Some("198.51.100.23".to_owned()),
            action: Verb::ChangeApp.word().to_owned(),
            changes: vec![
                line(
                    "https://cloud.devries.nl/<script>",
                    "https://cloud.devries.nl/code\nhttps://wiki.devries.nl/code",
                ),
                line(
                    "",
                    "https://cloud.devries.nl/a-very-long-return-address-that-has-to-wrap-somewhere/code",
                ),
            ],
            shell,
        };
        let command = Self {
            line: AuditLine::sample(app.shell.texts, Verb::RecoverPerson),
            target: None,
            by: None,
            undo: None,
            address: None,
            action: Verb::RecoverPerson.word().to_owned(),
            changes: vec![],
            ..app.clone()
        };
        vec![("admin-audit-log", app), ("admin-audit-log-command", command)]
    }
}

/// Who did what to whom.
pub fn sentence(t: &Texts, verb: Verb, by: &str, whom: &str) -> String {
    match verb {
        Verb::MakeOrganisation => t.audit_make_organisation(by, whom),
        Verb::BlockOrganisation => t.audit_block_organisation(by, whom),
        Verb::UnblockOrganisation => t.audit_unblock_organisation(by, whom),
        Verb::ChangeOrganisation => t.audit_change_organisation(by, whom),
        Verb::ChangeRetention => t.audit_change_retention(by, whom),
        Verb::ChangeLogExport => t.audit_change_log_export(by),
        Verb::ChangeAddress => t.audit_change_address(by, whom),
        Verb::ChangePlan => t.audit_change_plan(by, whom),
        Verb::TurnDefaultsOn => t.audit_turn_defaults_on(by),
        Verb::TurnDefaultsOff => t.audit_turn_defaults_off(by),
        Verb::ChangeDefaults => t.audit_change_defaults(by),
        Verb::ReplaceDefaults => t.audit_replace_defaults(by),
        Verb::AddPolicy => t.audit_add_policy(by, whom),
        Verb::ChangePolicy => t.audit_change_policy(by, whom),
        Verb::SwitchPolicy => t.audit_switch_policy(by, whom),
        Verb::RemovePolicy => t.audit_remove_policy(by, whom),
        Verb::RestorePolicy => t.audit_restore_policy(by, whom),
        Verb::RestoreRevision => t.audit_restore_revision(by),
        Verb::ExplainExclusion => t.audit_explain_exclusion(by, whom),
        Verb::EndExclusion => t.audit_end_exclusion(whom),
        Verb::WidenExclusion => t.audit_widen_exclusion(by, whom),
        Verb::MapPolicyId => t.audit_map_policy_id(by),
        Verb::ConfirmTrial => t.audit_confirm_trial(by),
        Verb::TakeBackTrial => t.audit_take_back_trial(by),
        Verb::AddLocation => t.audit_add_location(by, whom),
        Verb::ChangeLocation => t.audit_change_location(by, whom),
        Verb::RemoveLocation => t.audit_remove_location(by, whom),
        Verb::RestoreLocation => t.audit_restore_location(by, whom),
        Verb::AddTerms => t.audit_add_terms(by, whom),
        Verb::ChangeTerms => t.audit_change_terms(by, whom),
        Verb::RemoveTerms => t.audit_remove_terms(by, whom),
        Verb::AcceptTerms => t.audit_accept_terms(by, whom),
        Verb::DeclineTerms => t.audit_decline_terms(by, whom),
        Verb::ExportTermsAnswers => t.audit_export_terms_answers(by, whom),
        Verb::AddStrength => t.audit_add_strength(by, whom),
        Verb::ChangeStrength => t.audit_change_strength(by, whom),
        Verb::RemoveStrength => t.audit_remove_strength(by, whom),
        Verb::AddContext => t.audit_add_context(by, whom),
        Verb::ChangeContext => t.audit_change_context(by, whom),
        Verb::RemoveContext => t.audit_remove_context(by, whom),
        Verb::ChangeTrustedIps => t.audit_change_trusted_ips(by),
        Verb::ChangeBrowsers => t.audit_change_browsers(by),
        Verb::ChangeMethods => t.audit_change_methods(by),
        Verb::ChangePasskeys => t.audit_change_passkeys(by),
        Verb::RotateSigningKeys => t.audit_rotate_signing_keys(by),
        Verb::AddPerson => t.audit_add_person(by, whom),
        Verb::InvitePerson => t.audit_invite_person(by, whom),
        Verb::ChangePerson => t.audit_change_person(by, whom),
        Verb::ChangePerUserMfa => t.audit_change_per_user_mfa(by, whom),
        Verb::DeletePerson => t.audit_delete_person(by, whom),
        Verb::RestorePerson => t.audit_restore_person(by, whom),
        Verb::ErasePerson => t.audit_erase_person(by, whom),
        Verb::RemindPerson => t.audit_remind_person(by, whom),
        Verb::SetPassword => t.audit_set_password(by, whom),
        Verb::ImportPeople => t.audit_import_people(by),
        Verb::ChangeDirectorySync => t.audit_change_directory_sync(by),
        Verb::StopDirectorySync => t.audit_stop_directory_sync(by),
        Verb::SyncDirectory => t.audit_sync_directory(by),
        Verb::SyncGroupMembers => t.audit_sync_group_members(whom),
        Verb::ExportPeople => t.audit_export_people(by),
        Verb::ExportPersonalData => t.audit_export_personal_data(by, whom),
        Verb::ExportEvidence => t.audit_export_evidence(by),
        Verb::ExportReplay => t.audit_export_replay(by),
        Verb::AddPolicyTest => t.audit_add_policy_test(by, whom),
        Verb::RemovePolicyTest => t.audit_remove_policy_test(by, whom),
        Verb::BlockPerson => t.audit_block_person(by, whom),
        Verb::UnblockPerson => t.audit_unblock_person(by, whom),
        Verb::UnlockPerson => t.audit_unlock_person(by, whom),
        Verb::EndSessions => t.audit_end_sessions(by, whom),
        Verb::RemoveMethod => t.audit_remove_method(by, whom),
        Verb::GiveRole => t.audit_give_role(by, whom),
        Verb::TakeRole => t.audit_take_role(by, whom),
        Verb::RecoverPerson => t.audit_recover_person(by, whom),
        Verb::DesignateEmergency => t.audit_designate_emergency(by, whom),
        Verb::WithdrawEmergency => t.audit_withdraw_emergency(by, whom),
        Verb::SealEmergency => t.audit_seal_emergency(by, whom),
        Verb::RehearseEmergency => t.audit_rehearse_emergency(by, whom),
        Verb::UseEmergency => t.audit_use_emergency(whom),
        Verb::AcknowledgeEmergency => t.audit_acknowledge_emergency(by, whom),
        Verb::AddGroup => t.audit_add_group(by, whom),
        Verb::ChangeGroup => t.audit_change_group(by, whom),
        Verb::DeleteGroup => t.audit_delete_group(by, whom),
        Verb::RestoreGroup => t.audit_restore_group(by, whom),
        Verb::PurgeGroup => t.audit_purge_group(by, whom),
        Verb::AddGroupMember => t.audit_add_group_member(by, whom),
        Verb::RemoveGroupMember => t.audit_remove_group_member(by, whom),
        Verb::FollowGroupRule => t.audit_follow_group_rule(whom),
        Verb::ExportGroupMembers => t.audit_export_group_members(by, whom),
        Verb::AddGroupOwner => t.audit_add_group_owner(by, whom),
        Verb::RemoveGroupOwner => t.audit_remove_group_owner(by, whom),
        Verb::GiveGroupRole => t.audit_give_group_role(by, whom),
        Verb::TakeGroupRole => t.audit_take_group_role(by, whom),
        Verb::AddApp => t.audit_add_app(by, whom),
        Verb::ChangeApp => t.audit_change_app(by, whom),
        Verb::RemoveApp => t.audit_remove_app(by, whom),
        Verb::PutAppBack => t.audit_put_app_back(by, whom),
        Verb::GivePermission => t.audit_give_permission(by, whom),
        Verb::TakePermission => t.audit_take_permission(by, whom),
        Verb::AddAppSecret => t.audit_add_app_secret(by, whom),
        Verb::ChangeSecretLife => t.audit_change_secret_life(by),
        Verb::RemoveAppSecret => t.audit_remove_app_secret(by, whom),
        Verb::NameForApp => t.audit_name_for_app(by, whom),
        Verb::UnnameForApp => t.audit_unname_for_app(by, whom),
        Verb::RegisterMethod => t.audit_register_method(by),
        Verb::RemoveOwnMethod => t.audit_remove_own_method(by),
        Verb::RenameMethod => t.audit_rename_method(by),
        Verb::MakeRecoveryCodes => t.audit_make_recovery_codes(by),
        Verb::ChangePassword => t.audit_change_password(by),
        Verb::TakeBackup => t.audit_take_backup(by),
        Verb::RestoreBackup => t.audit_restore_backup(by),
        Verb::EndOwnSessions => t.audit_end_own_sessions(by),
        Verb::ForgetRemembered => t.audit_forget_remembered(by, whom),
        Verb::KeyCopied => t.audit_key_copied(whom),
        Verb::RememberedCopied => t.audit_remembered_copied(whom),
    }
}

/// What the verb is called where one is chosen.
fn name(t: &Texts, verb: Verb) -> String {
    match verb {
        Verb::MakeOrganisation => t.audit_make_organisation_name(),
        Verb::BlockOrganisation => t.audit_block_organisation_name(),
        Verb::UnblockOrganisation => t.audit_unblock_organisation_name(),
        Verb::ChangeOrganisation => t.audit_change_organisation_name(),
        Verb::ChangeRetention => t.audit_change_retention_name(),
        Verb::ChangeLogExport => t.audit_change_log_export_name(),
        Verb::ChangeAddress => t.audit_change_address_name(),
        Verb::ChangePlan => t.audit_change_plan_name(),
        Verb::TurnDefaultsOn => t.audit_turn_defaults_on_name(),
        Verb::TurnDefaultsOff => t.audit_turn_defaults_off_name(),
        Verb::ChangeDefaults => t.audit_change_defaults_name(),
        Verb::ReplaceDefaults => t.audit_replace_defaults_name(),
        Verb::AddPolicy => t.audit_add_policy_name(),
        Verb::ChangePolicy => t.audit_change_policy_name(),
        Verb::SwitchPolicy => t.audit_switch_policy_name(),
        Verb::RemovePolicy => t.audit_remove_policy_name(),
        Verb::RestorePolicy => t.audit_restore_policy_name(),
        Verb::RestoreRevision => t.audit_restore_revision_name(),
        Verb::ExplainExclusion => t.audit_explain_exclusion_name(),
        Verb::EndExclusion => t.audit_end_exclusion_name(),
        Verb::WidenExclusion => t.audit_widen_exclusion_name(),
        Verb::MapPolicyId => t.audit_map_policy_id_name(),
        Verb::ConfirmTrial => t.audit_confirm_trial_name(),
        Verb::TakeBackTrial => t.audit_take_back_trial_name(),
        Verb::AddLocation => t.audit_add_location_name(),
        Verb::ChangeLocation => t.audit_change_location_name(),
        Verb::RemoveLocation => t.audit_remove_location_name(),
        Verb::RestoreLocation => t.audit_restore_location_name(),
        Verb::AddTerms => t.audit_add_terms_name(),
        Verb::ChangeTerms => t.audit_change_terms_name(),
        Verb::RemoveTerms => t.audit_remove_terms_name(),
        Verb::AcceptTerms => t.audit_accept_terms_name(),
        Verb::DeclineTerms => t.audit_decline_terms_name(),
        Verb::ExportTermsAnswers => t.audit_export_terms_answers_name(),
        Verb::AddStrength => t.audit_add_strength_name(),
        Verb::ChangeStrength => t.audit_change_strength_name(),
        Verb::RemoveStrength => t.audit_remove_strength_name(),
        Verb::AddContext => t.audit_add_context_name(),
        Verb::ChangeContext => t.audit_change_context_name(),
        Verb::RemoveContext => t.audit_remove_context_name(),
        Verb::ChangeTrustedIps => t.audit_change_trusted_ips_name(),
        Verb::ChangeBrowsers => t.audit_change_browsers_name(),
        Verb::ChangeMethods => t.audit_change_methods_name(),
        Verb::ChangePasskeys => t.audit_change_passkeys_name(),
        Verb::RotateSigningKeys => t.audit_rotate_signing_keys_name(),
        Verb::AddPerson => t.audit_add_person_name(),
        Verb::InvitePerson => t.audit_invite_person_name(),
        Verb::ChangePerson => t.audit_change_person_name(),
        Verb::ChangePerUserMfa => t.audit_change_per_user_mfa_name(),
        Verb::DeletePerson => t.audit_delete_person_name(),
        Verb::RestorePerson => t.audit_restore_person_name(),
        Verb::ErasePerson => t.audit_erase_person_name(),
        Verb::RemindPerson => t.audit_remind_person_name(),
        Verb::SetPassword => t.audit_set_password_name(),
        Verb::ImportPeople => t.audit_import_people_name(),
        Verb::ChangeDirectorySync => t.audit_change_directory_sync_name(),
        Verb::StopDirectorySync => t.audit_stop_directory_sync_name(),
        Verb::SyncDirectory => t.audit_sync_directory_name(),
        Verb::SyncGroupMembers => t.audit_sync_group_members_name(),
        Verb::ExportPeople => t.audit_export_people_name(),
        Verb::ExportPersonalData => t.audit_export_personal_data_name(),
        Verb::ExportEvidence => t.audit_export_evidence_name(),
        Verb::ExportReplay => t.audit_export_replay_name(),
        Verb::AddPolicyTest => t.audit_add_policy_test_name(),
        Verb::RemovePolicyTest => t.audit_remove_policy_test_name(),
        Verb::BlockPerson => t.audit_block_person_name(),
        Verb::UnblockPerson => t.audit_unblock_person_name(),
        Verb::UnlockPerson => t.audit_unlock_person_name(),
        Verb::EndSessions => t.audit_end_sessions_name(),
        Verb::RemoveMethod => t.audit_remove_method_name(),
        Verb::GiveRole => t.audit_give_role_name(),
        Verb::TakeRole => t.audit_take_role_name(),
        Verb::RecoverPerson => t.audit_recover_person_name(),
        Verb::DesignateEmergency => t.audit_designate_emergency_name(),
        Verb::WithdrawEmergency => t.audit_withdraw_emergency_name(),
        Verb::SealEmergency => t.audit_seal_emergency_name(),
        Verb::RehearseEmergency => t.audit_rehearse_emergency_name(),
        Verb::UseEmergency => t.audit_use_emergency_name(),
        Verb::AcknowledgeEmergency => t.audit_acknowledge_emergency_name(),
        Verb::AddGroup => t.audit_add_group_name(),
        Verb::ChangeGroup => t.audit_change_group_name(),
        Verb::DeleteGroup => t.audit_delete_group_name(),
        Verb::RestoreGroup => t.audit_restore_group_name(),
        Verb::PurgeGroup => t.audit_purge_group_name(),
        Verb::AddGroupMember => t.audit_add_group_member_name(),
        Verb::RemoveGroupMember => t.audit_remove_group_member_name(),
        Verb::FollowGroupRule => t.audit_follow_group_rule_name(),
        Verb::ExportGroupMembers => t.audit_export_group_members_name(),
        Verb::AddGroupOwner => t.audit_add_group_owner_name(),
        Verb::RemoveGroupOwner => t.audit_remove_group_owner_name(),
        Verb::GiveGroupRole => t.audit_give_group_role_name(),
        Verb::TakeGroupRole => t.audit_take_group_role_name(),
        Verb::AddApp => t.audit_add_app_name(),
        Verb::ChangeApp => t.audit_change_app_name(),
        Verb::RemoveApp => t.audit_remove_app_name(),
        Verb::PutAppBack => t.audit_put_app_back_name(),
        Verb::GivePermission => t.audit_give_permission_name(),
        Verb::TakePermission => t.audit_take_permission_name(),
        Verb::AddAppSecret => t.audit_add_app_secret_name(),
        Verb::ChangeSecretLife => t.audit_change_secret_life_name(),
        Verb::RemoveAppSecret => t.audit_remove_app_secret_name(),
        Verb::NameForApp => t.audit_name_for_app_name(),
        Verb::UnnameForApp => t.audit_unname_for_app_name(),
        Verb::RegisterMethod => t.audit_register_method_name(),
        Verb::RemoveOwnMethod => t.audit_remove_own_method_name(),
        Verb::RenameMethod => t.audit_rename_method_name(),
        Verb::MakeRecoveryCodes => t.audit_make_recovery_codes_name(),
        Verb::ChangePassword => t.audit_change_password_name(),
        Verb::TakeBackup => t.audit_take_backup_name(),
        Verb::RestoreBackup => t.audit_restore_backup_name(),
        Verb::EndOwnSessions => t.audit_end_own_sessions_name(),
        Verb::ForgetRemembered => t.audit_forget_remembered_name(),
        Verb::KeyCopied => t.audit_key_copied_name(),
        Verb::RememberedCopied => t.audit_remembered_copied_name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_verbs_are_said_alike_in_either_language() {
        for locale in Locale::ALL {
            let t = text::of(locale);
            for said in [|t, verb| sentence(t, verb, "A", "B"), name] as [fn(&Texts, Verb) -> String; 2] {
                let all: std::collections::HashSet<_> = Verb::ALL.iter().map(|verb| said(t, *verb)).collect();
                assert_eq!(all.len(), Verb::ALL.len(), "{locale:?}");
            }
        }
    }
}
