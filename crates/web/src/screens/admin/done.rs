use text::Texts;

macro_rules! done {
    ($($(#[$meta:meta])* $name:ident = $word:literal, $text:ident;)+) => {
        /// What was just done. Its word travels in the address (`?done=blocked`), so nothing is kept and nothing
        /// that somebody else wrote is ever shown.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Done { $($(#[$meta])* $name),+ }

        impl Done {
            /// Everything that can have been done.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            /// The word in the address.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
            /// Reads [`Done::word`].
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)+ _ => None }
            }
            /// What the page says.
            pub fn text(self, t: &Texts) -> String {
                match self { $(Self::$name => t.$text()),+ }
            }
        }
    };
}

done! {
    /// A setting was saved.
    Saved = "saved", admin_done_saved;
    /// A setting was saved, and is taken back unless somebody confirms it.
    SavedOnTrial = "saved-on-trial", admin_done_saved_on_trial;
    /// A person was added and mailed.
    PersonAdded = "person-added", admin_done_person_added;
    /// A person was invited again.
    Invited = "invited", admin_done_invited;
    /// What is known of a person was changed.
    PersonChanged = "person-changed", person_done_changed;
    /// Nothing about a person was different.
    PersonUnchanged = "person-unchanged", person_done_unchanged;
    /// A person was deleted.
    Deleted = "deleted", person_done_deleted;
    /// A person was restored.
    Restored = "restored", person_done_restored;
    /// A person was deleted permanently.
    Erased = "erased", person_done_erased;
    /// The old per-user switch is off for everybody.
    PerUserMfaOff = "per-user-mfa-off", mfa_done_off;
    /// The same, but for some whom the reader may not touch.
    PerUserMfaOffLeft = "per-user-mfa-off-left", mfa_done_off_left;
    /// People were reminded of a second step.
    Reminded = "reminded", admin_done_reminded;
    /// A person was blocked.
    Blocked = "blocked", admin_done_blocked;
    /// A person was unblocked.
    Unblocked = "unblocked", admin_done_unblocked;
    /// Somebody who never accepted the invitation was unblocked.
    UnblockedInvited = "unblocked-invited", admin_done_unblocked_invited;
    /// The locks of a person were taken off.
    Unlocked = "unlocked", admin_done_unlocked;
    /// All sessions of a person have ended.
    SessionsEnded = "sessions-ended", admin_done_sessions_ended;
    /// A method of a person was removed.
    MethodRemoved = "method-removed", admin_done_method_removed;
    /// One of one's own methods was removed.
    OwnMethodRemoved = "own-method-removed", my_done_method_removed;
    /// A role was given.
    RoleGiven = "role-given", admin_done_role_given;
    /// No role was given: none was chosen.
    NoRole = "no-role", admin_done_no_role;
    /// A role was given to nobody: the day that was typed is none to come.
    NoSuchDay = "no-such-day", person_done_no_such_day;
    /// A role was taken away.
    RoleTaken = "role-taken", admin_done_role_taken;
    /// A group was made.
    GroupAdded = "group-added", groups_done_added;
    /// A group was deleted.
    GroupDeleted = "group-deleted", groups_done_deleted;
    /// A group was restored.
    GroupRestored = "group-restored", groups_done_restored;
    /// A group is gone for good.
    GroupPurged = "group-purged", groups_done_purged;
    /// Somebody or something was put in a group.
    GroupMemberAdded = "group-member-added", groups_done_member_added;
    /// Somebody or something was taken out of a group.
    GroupMemberRemoved = "group-member-removed", groups_done_member_removed;
    /// Somebody looks after a group.
    GroupOwnerAdded = "group-owner-added", groups_done_owner_added;
    /// Somebody no longer looks after a group.
    GroupOwnerRemoved = "group-owner-removed", groups_done_owner_removed;
    /// An application was deleted.
    AppDeleted = "application-deleted", admin_done_app_deleted;
    /// An application was put back.
    AppBack = "application-back", admin_done_app_back;
    /// The same for one that keeps a secret, which it has no longer.
    AppBackWithoutSecret = "application-back-without-secret", admin_done_app_back_without_secret;
    /// A secret was removed.
    SecretRemoved = "secret-removed", admin_done_secret_removed;
    /// The keys that sign tokens were replaced.
    KeysReplaced = "keys-replaced", admin_done_keys_replaced;
    /// A person was named for an application.
    Named = "named", admin_done_named;
    /// A person is no longer named for an application.
    NoLongerNamed = "no-longer-named", admin_done_no_longer_named;
    /// Security defaults were turned on.
    DefaultsOn = "defaults-on", admin_done_defaults_on;
    /// Security defaults were turned on and all sessions ended.
    DefaultsOnRevoked = "defaults-on-revoked", admin_done_defaults_on_revoked;
    /// Security defaults were turned off.
    DefaultsOff = "defaults-off", admin_done_defaults_off;
    /// Policies took the place of security defaults.
    DefaultsReplaced = "defaults-replaced", defaults_replace_done;
    /// A policy test was added.
    PolicyTestAdded = "policy-test-added", tests_done_added;
    /// A policy test was removed.
    PolicyTestRemoved = "policy-test-removed", tests_done_removed;
    /// A policy was made.
    PolicyAdded = "policy-added", policies_done_added;
    /// A policy was changed.
    PolicySaved = "policy-saved", policies_done_saved;
    /// A policy was switched on.
    PolicyOn = "policy-on", policies_done_on;
    /// A policy was switched off.
    PolicyOff = "policy-off", policies_done_off;
    /// A policy was set to report-only.
    PolicyReportOnly = "policy-report-only", policies_done_report;
    /// A policy was deleted.
    PolicyDeleted = "policy-deleted", policies_done_deleted;
    /// A policy is back.
    PolicyRestored = "policy-restored", policies_done_restored;
    /// It was said why a policy leaves somebody out.
    ExclusionExplained = "exclusion-explained", exclusions_done_explained;
    /// The policies of an earlier revision count again.
    RevisionRestored = "revision-restored", revisions_done_restored;
    /// Policies were made of a file.
    PoliciesImported = "policies-imported", policies_done_imported;
    /// An unknown id was replaced.
    PolicyIdMapped = "policy-id-mapped", policies_done_mapped;
    /// A named location was made or changed.
    LocationSaved = "location-saved", locations_done_saved;
    /// A named location was deleted.
    LocationDeleted = "location-deleted", locations_done_deleted;
    /// A named location is back.
    LocationRestored = "location-restored", locations_done_restored;
    /// An emergency account is one like any other.
    EmergencyWithdrawn = "emergency-withdrawn", emergency_done_withdrawn;
    /// A rehearsal of an emergency account was begun.
    EmergencyRehearsal = "emergency-rehearsal", emergency_done_rehearsal;
    /// It was said that the use of an emergency account was seen.
    EmergencySeen = "emergency-seen", emergency_done_seen;
    /// Directory sync was saved.
    SyncSaved = "sync-saved", sync_done_saved;
    /// A pass over the directory server was started.
    SyncStarted = "sync-started", sync_done_started;
    /// One is being made already.
    SyncBusy = "sync-busy", sync_done_busy;
    /// Directory sync has ended.
    SyncStopped = "sync-stopped", sync_done_stopped;
    /// Terms of use were made or changed.
    TermsSaved = "terms-saved", terms_done_saved;
    /// Terms of use were deleted.
    TermsDeleted = "terms-deleted", terms_done_deleted;
    /// An authentication strength was saved.
    StrengthSaved = "strength-saved", strengths_done_saved;
    /// An authentication strength was deleted.
    StrengthDeleted = "strength-deleted", strengths_done_deleted;
    /// An authentication context was saved.
    ContextSaved = "context-saved", contexts_done_saved;
    /// An authentication context was deleted.
    ContextDeleted = "context-deleted", contexts_done_deleted;
    /// Policies on trial stay.
    TrialKept = "trial-kept", policies_done_trial_kept;
    /// Policies on trial were taken back.
    TrialBack = "trial-back", policies_done_trial_back;
    /// A trial was over when it was to be ended.
    TrialOver = "trial-over", policies_done_trial_none;
    /// The language was changed.
    Locale = "language", admin_done_locale;
    /// The password was changed.
    Password = "password", admin_done_password;
    /// Somebody who had no password has one.
    PasswordAdded = "password-added", admin_done_password_added;
    /// The person signed out everywhere else.
    SignedOutElsewhere = "signed-out-elsewhere", my_done_signed_out;
    /// One session of the person's own ended.
    SessionEnded = "session-ended", my_done_session_ended;
    /// A remembered browser was forgotten.
    Forgotten = "forgotten", my_done_forgotten;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_ours_lead_to_a_message() {
        assert_eq!(Done::from_word("<script>"), None);
        for done in Done::ALL {
            assert_eq!(Done::from_word(done.word()), Some(*done));
        }
    }
}
