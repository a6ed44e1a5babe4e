use model::{Attribute, Locale, Method, PerUserMfa};
use text::Texts;

use super::security_defaults::Reason;
use super::{attribute_words, shell, words};

/// What the pages call a property that a record of the audit log names; `None` for one that they do not know.
pub fn audit_property(t: &Texts, property: &str) -> Option<String> {
    Some(match property {
        "name" => t.audit_property_name(),
        "domain" => t.audit_property_domain(),
        "publicAddress" => t.audit_property_public_address(),
        "rpId" => t.audit_property_rp_id(),
        "administrator" => t.audit_property_administrator(),
        "person" => t.audit_property_person(),
        "group" => t.audit_property_group(),
        "rule" => t.audit_property_rule(),
        "revision" => t.audit_property_revision(),
        "exclusionReason" => t.audit_property_exclusion_reason(),
        "nestedGroup" => t.audit_property_nested_group(),
        "people" => t.audit_property_people(),
        "signIns" => t.audit_property_sign_ins(),
        "rulePaused" => t.audit_property_rule_paused(),
        "membersAdded" => t.audit_property_members_added(),
        "membersRemoved" => t.audit_property_members_removed(),
        "carriesRoles" => t.audit_property_carries_roles(),
        "description" => t.audit_property_description(),
        "role" => t.audit_property_role(),
        "method" => t.audit_property_method(),
        "methods" => t.audit_property_methods(),
        "label" => t.audit_property_label(),
        "state" => t.audit_property_state(),
        "byMail" => t.audit_property_by_mail(),
        "byInvitation" => t.audit_property_by_invitation(),
        "invitation" => t.audit_property_invitation(),
        "validFrom" => t.audit_property_valid_from(),
        "passwordChanged" => t.audit_property_password_changed(),
        "blocked" => t.audit_property_blocked(),
        "enabled" => t.audit_property_enabled(),
        "registrationDays" => t.audit_property_registration_days(),
        "reason" => t.audit_property_reason(),
        "sessionsEnded" => t.audit_property_sessions_ended(),
        "assignment" => t.audit_property_assignment(),
        "redirectUris" => t.audit_property_redirect_uris(),
        "logoutUris" => t.audit_property_logout_uris(),
        "signing" => t.audit_property_signing(),
        "secretHint" => t.audit_property_secret_hint(),
        "until" => t.audit_property_until(),
        "longestMonths" => t.audit_property_longest_months(),
        "language" => t.audit_property_language(),
        "helpContact" => t.audit_property_help_contact(),
        "auditDays" => t.audit_property_audit_days(),
        "deletedDays" => t.audit_property_deleted_days(),
        "mailDays" => t.audit_property_mail_days(),
        "logTarget" => t.audit_property_log_target(),
        "logPathChanged" => t.audit_property_log_path_changed(),
        "logStreams" => t.audit_property_log_streams(),
        "form" => t.audit_property_form(),
        "firstDay" => t.audit_property_first_day(),
        "lastDay" => t.audit_property_last_day(),
        "chainHead" => t.audit_property_chain_head(),
        "signInDays" => t.audit_property_sign_in_days(),
        "plan" => t.plan_title(),
        "perUserMfa" => t.audit_property_per_user_mfa(),
        "rememberedDays" => t.audit_property_remembered_days(),
        "signedInDays" => t.audit_property_signed_in_days(),
        "recoveryCodes" => t.audit_property_recovery_codes(),
        "lock" => t.audit_property_lock(),
        "haste" => t.audit_property_haste(),
        "algorithm" => t.audit_property_algorithm(),
        "published" => t.audit_property_published(),
        "active" => t.audit_property_active(),
        "signingKeys" => t.audit_property_signing_keys(),
        "remembered" => t.audit_property_remembered(),
        "secret" => t.audit_property_secret(),
        "privacyContact" => t.audit_property_privacy_contact(),
        "ended" => t.audit_property_ended(),
        "imported" => t.audit_property_imported(),
        "synced" => t.audit_property_synced(),
        "host" => t.audit_property_host(),
        "port" => t.sync_port(),
        "kind" => t.sync_kind(),
        "on" => t.sync_on(),
        "protection" => t.sync_protection(),
        "authority" => t.sync_authority(),
        "bindName" => t.sync_bind_name(),
        "base" => t.sync_base(),
        "peopleFilter" => t.sync_people_filter(),
        "groupsFilter" => t.sync_groups_filter(),
        "signInName" => t.sync_login(),
        "checksPasswords" => t.sync_passwords(),
        "everyMinutes" => t.sync_every(),
        "mostRemoved" => t.sync_most(),
        "graceDays" => t.sync_grace(),
        "whole" => t.sync_run_whole(),
        "outcome" => t.audit_property_outcome(),
        "heldBack" => t.audit_property_held_back(),
        "back" => t.audit_property_back(),
        "deleted" => t.audit_property_deleted(),
        "added" => t.audit_property_added(),
        "changed" => t.audit_property_changed(),
        "same" => t.audit_property_same(),
        "refused" => t.audit_property_refused(),
        "filter" => t.audit_property_filter(),
        "applicationPermission" => t.api_property_own(),
        "delegatedPermission" => t.api_property_person(),
        "throughApplication" => t.api_property_through(),
        "version" => t.audit_property_version(),
        "languages" => t.audit_property_languages(),
        "mustView" => t.audit_property_must_view(),
        "againDays" => t.audit_property_again_days(),
        "oldestAccepted" => t.audit_property_oldest_accepted(),
        "answers" => t.audit_property_answers(),
        "capsule" => t.audit_property_capsule(),
        "rehearsal" => t.audit_property_rehearsal(),
        other => return Attribute::from_word(other).map(|attribute| attribute_words::label(t, attribute)),
    })
}

/// What the pages call a word that a record of the audit log keeps for this property.
pub fn audit_value(t: &Texts, property: &str, word: &str) -> Option<String> {
    match (property, word) {
        ("method" | "lock", word) => Method::from_word(word).map(|method| words::method(t, method)),
        ("language" | "preferredLanguage", tag) => {
            Locale::from_tag(tag).map(|locale| shell::language(locale).to_owned())
        }
        ("perUserMfa", word) => PerUserMfa::from_word(word).map(|state| words::per_user_mfa(t, state)),
        ("state", "invited") => Some(t.admin_state_invited()),
        ("assignment", "everyone") => Some(t.audit_value_everyone()),
        ("assignment", "assigned") => Some(t.audit_value_assigned()),
        ("haste", "planned") => Some(t.audit_value_planned()),
        ("haste", "now") => Some(t.audit_value_now()),
        ("haste", "leaked") => Some(t.audit_value_leaked()),
        ("userType", "Member") => Some(t.attribute_user_type_member()),
        ("userType", "Guest") => Some(t.attribute_user_type_guest()),
        ("reason", said) => reason(t, said),
        _ => None,
    }
}

/// The word of a reason in words, with what was typed beside it.
fn reason(t: &Texts, said: &str) -> Option<String> {
    let (word, typed) = said.split_once(": ").unwrap_or((said, ""));
    let text = Reason::from_word(word)?.text(t);
    Some(if typed.is_empty() { text } else { format!("{text}: {typed}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_changed_is_said_in_the_words_of_the_pages() {
        let t = text::of(Locale::Nl);
        assert_eq!(audit_property(t, "redirectUris").as_deref(), Some("Terugkeeradressen"));
        assert_eq!(audit_property(t, "somethingNew"), None);
        assert_eq!(audit_value(t, "language", "nl").as_deref(), Some("Nederlands"));
        assert_eq!(audit_value(t, "assignment", "assigned").as_deref(), Some("Aangewezen mensen"));
        assert_eq!(audit_value(t, "name", "everyone"), None, "a name is no word of ours");
        let reason = audit_value(t, "reason", "devices: geen telefoons").unwrap();
        assert!(reason.ends_with(": geen telefoons") && reason.starts_with("Niet iedereen"), "{reason}");
    }
}
