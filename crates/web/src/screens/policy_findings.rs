//! What is found about policies, in words: for the pages, and for `sluis policy check`.

use graph::{Code, Finding};
use text::Texts;

/// A finding in a sentence that follows the name of the policy, or the place in it.
pub fn finding(t: &Texts, finding: &Finding) -> String {
    let about = finding.about.as_str();
    match finding.code {
        Code::NotUnderstood => t.lint_not_understood(),
        Code::NobodyIncluded => t.lint_nobody_included(),
        Code::NothingIncluded => t.lint_nothing_included(),
        Code::NoPlaceIncluded => t.lint_no_place_included(),
        Code::NothingDemanded => t.lint_nothing_demanded(),
        Code::PeopleUndone => t.lint_people_undone(),
        Code::ApplicationsUndone => t.lint_applications_undone(),
        Code::PlacesUndone => t.lint_places_undone(),
        Code::PlatformsUndone => t.lint_platforms_undone(),
        Code::DevicesTwice => t.lint_devices_twice(),
        Code::TargetsMixed => t.lint_targets_mixed(),
        Code::BlockBeside => t.lint_block_beside(),
        Code::MfaAndStrength => t.lint_mfa_and_strength(),
        Code::PasswordChangeAlone => t.lint_password_change_alone(),
        Code::PasswordChangeWithoutRisk => t.lint_password_change_without_risk(),
        Code::PasswordChangeNarrow => t.lint_password_change_narrow(),
        Code::RemediationAlone => t.lint_remediation_alone(),
        Code::ChangeAndRemediation => t.lint_change_and_remediation(),
        Code::RegisterDeviceOnlyMfa => t.lint_register_device_only_mfa(),
        Code::PersistenceNarrow => t.lint_persistence_narrow(),
        Code::ActionOnTrial => t.lint_action_on_trial(),
        Code::TrialTooLong => t.lint_trial_too_long(),
        Code::ImpossibleStrength => t.lint_impossible_strength(),
        Code::EverybodyBlocked => t.lint_everybody_blocked(),
        Code::EverybodyManaged => t.lint_everybody_managed(),
        Code::Shadowed => t.lint_shadowed(about),
        Code::Redundant => t.lint_redundant(about),
        Code::Contradiction => t.lint_contradiction(about),
        Code::NobodyRegisters => t.lint_nobody_registers(about),
        Code::MissingPeople => t.lint_missing_people(about),
        Code::MissingApplication => t.lint_missing_application(about),
        Code::MissingPlace => t.lint_missing_place(about),
        Code::MissingContext => t.lint_missing_context(about),
        Code::MissingControl => t.lint_missing_control(about),
        Code::NamesEmergencyAccount => t.lint_names_emergency_account(),
        Code::MatchesNobody => t.lint_matches_nobody(),
        Code::MatchesNothing => t.lint_matches_nothing(),
        Code::EverybodyExcluded => t.lint_everybody_excluded(about),
    }
}
