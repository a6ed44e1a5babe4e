//! What would have let somebody in, in words.

use model::{Method, Platform};
use policy::Location;
use signin::{Change, Way};
use text::Texts;

use super::words;

/// A way in one sentence: its changes in the order in which they happen.
pub(crate) fn way(t: &Texts, way: &Way, person: &str, application: &str) -> String {
    let mut changes = way.iter().map(|change| text(t, *change, person, application));
    let first = changes.next().unwrap_or_default();
    begun(&changes.fold(first, |told, further| t.admin_way_and(told, further)))
}

/// A sentence with its capital: which change is the first differs from way to way.
fn begun(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn text(t: &Texts, change: Change, person: &str, application: &str) -> String {
    match change {
        Change::RightName => t.admin_way_right_name(),
        Change::Unblocked => t.admin_way_unblocked(),
        Change::Assigned => t.admin_way_assigned(application),
        Change::LockOver => t.admin_way_lock_over(),
        Change::RightFirst => t.admin_way_right_first(),
        Change::RightSecond => t.admin_way_right_second(),
        Change::KnownPlace => t.admin_way_known_place(person),
        Change::OldBrowser => t.admin_way_old_browser(person),
        Change::OtherProgram => t.admin_way_other_program(),
        Change::ModernProgram => t.admin_way_modern_program(),
        Change::On(platform) => t.admin_way_on(self::platform(platform)),
        Change::TrustedPlace => t.admin_way_trusted_place(),
        Change::At(place) if place == Location::MFA_TRUSTED_IPS => t.admin_way_at(t.mfa_settings_trusted()),
        Change::At(place) => t.admin_way_at(place.to_string()),
        Change::Outside => t.admin_way_outside(),
        Change::CompliantDevice => t.admin_way_compliant_device(),
        Change::JoinedDevice => t.admin_way_joined_device(),
        Change::ApprovedApplication => t.admin_way_approved_application(),
        Change::ProtectedApplication => t.admin_way_protected_application(),
        Change::Invited => t.admin_way_invited(),
        Change::OwnPassword => t.admin_way_own_password(),
        Change::Give(method) => give(t, method),
        Change::SetUp(method) => set_up(t, method),
        Change::Accept(_) => t.admin_way_accept(),
    }
}

/// The name of a platform, which is the same in every language.
pub(crate) const fn platform(platform: Platform) -> &'static str {
    match platform {
        Platform::Android => "Android",
        Platform::Ios => "iOS",
        Platform::Windows => "Windows",
        Platform::WindowsPhone => "Windows Phone",
        Platform::MacOs => "macOS",
        Platform::Linux => "Linux",
    }
}

fn give(t: &Texts, method: Method) -> String {
    match method {
        Method::Password => t.admin_way_give_password(),
        Method::Totp => t.admin_way_give_totp(),
        Method::RecoveryCode => t.admin_way_give_recovery_code(),
        Method::SealedCapsule => t.emergency_way_capsule(),
        Method::Passkey => t.admin_way_give_passkey(),
        Method::SecurityKey => t.admin_way_give_security_key(),
        other => t.admin_way_give_other(words::method(t, other)),
    }
}

fn set_up(t: &Texts, method: Method) -> String {
    match method {
        Method::Totp => t.admin_way_set_up_totp(),
        Method::Passkey => t.admin_way_set_up_passkey(),
        Method::SecurityKey => t.admin_way_set_up_security_key(),
        other => t.admin_way_set_up_other(words::method(t, other)),
    }
}

#[cfg(test)]
mod tests {
    use model::Locale;

    use super::*;

    #[test]
    fn a_way_of_several_changes_is_one_sentence() {
        let changes = vec![Change::Invited, Change::SetUp(Method::Totp)];
        let told = |locale| way(text::of(locale), &changes, "Piet", "Nextcloud");
        assert_eq!(
            told(Locale::En),
            "With a new invitation and a password chosen by it, and by setting up an authenticator app"
        );
        assert_eq!(
            told(Locale::Nl),
            "Met een nieuwe uitnodiging en een wachtwoord dat daarmee is gekozen, en door een verificator-app in te stellen"
        );
    }
}
