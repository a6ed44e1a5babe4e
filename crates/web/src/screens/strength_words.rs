//! The ways of signing in that authentication strengths are made of, in words.

use policy::{Combination, Mode};
use text::Texts;

/// What a combination asks, in words.
pub(crate) fn combination(t: &Texts, combination: &Combination) -> String {
    let mut words = combination.0.iter().map(|one| mode(t, *one));
    let first = words.next().unwrap_or_default();
    words.fold(first, |all, next| t.strengths_and(all, next))
}

fn mode(t: &Texts, mode: Mode) -> String {
    match mode {
        Mode::Fido2 => t.strengths_mode_fido2(),
        Mode::WindowsHelloForBusiness => t.strengths_mode_hello(),
        Mode::X509CertificateMultiFactor => t.strengths_mode_certificate_multi(),
        Mode::X509CertificateSingleFactor => t.strengths_mode_certificate_single(),
        Mode::DeviceBasedPush => t.strengths_mode_telephone(),
        Mode::TemporaryAccessPassOneTime => t.strengths_mode_pass_once(),
        Mode::TemporaryAccessPassMultiUse => t.strengths_mode_pass_more(),
        Mode::Password => t.strengths_mode_password(),
        Mode::MicrosoftAuthenticatorPush => t.strengths_mode_push(),
        Mode::SoftwareOath => t.strengths_mode_app(),
        Mode::HardwareOath => t.strengths_mode_token(),
        Mode::Sms => t.strengths_mode_sms(),
        Mode::Voice => t.strengths_mode_call(),
        Mode::FederatedMultiFactor => t.strengths_mode_elsewhere_multi(),
        Mode::FederatedSingleFactor => t.strengths_mode_elsewhere_single(),
    }
}
