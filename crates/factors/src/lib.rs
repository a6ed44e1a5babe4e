//! The ways a person proves to be who they are, one file per method.
//!
//! Pure: bytes that must be random and the moment it is are arguments, and what must be kept is returned. What it
//! is deliberately not: it counts no failures (the lock-out does, before anything here is called), stores
//! nothing, and does not say how strong a set of proofs is (`policy::Strength` does).
//!
//! | Method | File | Proves | `amr` | Used twice? |
//! |---|---|---|---|---|
//! | password | [`password`], [`rules`] | knowledge of a word the person chose | `pwd` | yes |
//! | authenticator app | [`totp`] | possession of a shared secret | `otp` | each time step once |
//! | recovery code | [`recovery`] | possession of the printed sheet | `otp` | no, ten in a set |
//! | passkey, security key | [`passkey`] | possession of a key, and the person behind it | `pop`, `hwk` | each challenge once |
//! | invitation, pass | [`secret`] | possession of what somebody handed over | none, `otp` | no |
//!
//! Begin with [`totp`]: it is the shortest and shows the shape. One more method is one more file with what enrols
//! it, what verifies an answer and what is kept, a line in the table, and an arm of [`amr`].

pub mod passkey;
pub mod password;
pub mod recovery;
pub mod rules;
pub mod secret;
pub mod totp;

use model::Method;

/// The `amr` value (RFC 8176 §2) that says more than one factor was used. Whether that is so, `policy` decides.
pub const AMR_MFA: &str = "mfa";

/// The authentication method references of a method, by RFC 8176 §2. Empty where the registry has no word.
pub const fn amr(method: Method) -> &'static [&'static str] {
    match method {
        Method::Password | Method::AppPassword => &["pwd"],
        Method::Totp | Method::RecoveryCode | Method::TemporaryAccessPass | Method::Email => &["otp"],
        // A passkey may be synchronised, so nothing is said about hardware.
        Method::Passkey => &["pop", "user"],
        Method::SecurityKey => &["hwk", "user"],
        Method::Push => &["mca"],
        Method::Sms => &["sms"],
        Method::Invitation | Method::RememberedDevice => &[],
    }
}

/// Compares secrets without telling by time where they differ; lengths may be told.
fn same(a: &[u8], b: &[u8]) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(a, b).is_ok()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use model::Method;

    use crate::amr;

    #[test]
    fn every_method_has_its_registered_references() {
        let table: String = Method::ALL
            .into_iter()
            .map(|method| format!("{}: {}\n", method.word(), amr(method).join(" ")).replace(": \n", ":\n"))
            .collect();
        expect![[r#"
            password: pwd
            totp: otp
            recoveryCode: otp
            invitation:
            temporaryAccessPass: otp
            passkey: pop user
            securityKey: hwk user
            push: mca
            sms: sms
            email: otp
            rememberedDevice:
            appPassword: pwd
        "#]]
        .assert_eq(&table);
    }
}
