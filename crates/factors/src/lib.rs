//! The ways a person proves to be who they are, one file per method.
//!
//! Pure: bytes that must be random and the moment it is are arguments, and what must be kept is returned. What it
//! is deliberately not: it counts no failures (the lock-out does, before anything here is called), stores
//! nothing, and does not say how strong a set of proofs is (`policy::Strength` does).
//!
//! | Method | File | Proves | Used twice? |
//! |---|---|---|---|
//! | password | [`password`], [`rules`] | knowledge of a word the person chose | yes |
//! | authenticator app | [`totp`] | possession of a shared secret | each time step once |
//! | recovery code | [`recovery`] | possession of the printed sheet | no, ten in a set |
//! | sealed capsule | [`capsule`] | possession of the paper of an emergency account | no |
//! | passkey, security key | [`passkey`] | possession of a key, and the person behind it | each challenge once |
//! | invitation, pass | [`secret`] | possession of what somebody handed over | no |
//!
//! Begin with [`totp`]: it is the shortest and shows the shape. One more method is one more file with what enrols
//! it, what verifies an answer and what is kept, and a line in the table; what tokens call it is in `oauth::amr`.

pub mod capsule;
pub mod passkey;
pub mod password;
pub mod recovery;
pub mod rules;
pub mod secret;
pub mod totp;

/// Compares secrets without telling by time where they differ; lengths may be told.
fn same(a: &[u8], b: &[u8]) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(a, b).is_ok()
}
