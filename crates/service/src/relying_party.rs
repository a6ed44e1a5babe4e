//! The organisation as WebAuthn knows it, and what is kept of the keys of its people.

use factors::passkey::options::{Conveyance, Descriptor, NewCredential, Wanted};
use factors::passkey::{Expected, Registered, Top, Verification, options};
use model::{Id, Method, Organisation, Timestamp, User};
use sql::Tx;
use store::{Credential, Passkey, Tables};

use crate::Fault;

/// A key of a person: what it is verified with, and what it is called.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) passkey: Passkey,
    pub(crate) credential: Credential,
}

/// The keys of a person.
pub(crate) fn keys_of(tx: &mut Tx<'_>, user: Id<User>) -> Result<Vec<Key>, Fault> {
    let mut held = tx.credentials().of(user)?;
    let keys = tx.passkeys().of(user)?.into_iter().filter_map(|passkey| {
        let at = held.iter().position(|credential| credential.id == passkey.id)?;
        Some(Key { passkey, credential: held.swap_remove(at) })
    });
    Ok(keys.collect())
}

/// What an answer must fit: it comes from the organisation's own address, and from no page around it.
pub(crate) fn expected<'a>(
    organisation: &'a Organisation,
    origins: &'a [&'a str],
    challenge: &'a [u8; 32],
    verification: Verification,
) -> Expected<'a> {
    Expected { challenge, origins, rp_id: &organisation.rp_id, verification, top: Top::Refused }
}

/// What a browser is asked for a proof by one of these keys; without any, by whatever it has.
pub(crate) fn proof_options(
    organisation: &Organisation,
    challenge: factors::passkey::Challenge,
    keys: &[&Key],
    verification: Verification,
) -> String {
    let allow: Vec<_> = keys.iter().map(|key| descriptor(&key.passkey)).collect();
    options::assertion(&challenge, &organisation.rp_id, &allow, verification).to_string()
}

/// What a browser is asked for a new key of a person.
pub(crate) fn new_key_options(
    organisation: &Organisation,
    challenge: factors::passkey::Challenge,
    user: &User,
    handle: &[u8],
    (keys, method): (&[Key], Method),
) -> String {
    let exclude: Vec<_> = keys.iter().map(|key| descriptor(&key.passkey)).collect();
    let new = NewCredential {
        rp_id: &organisation.rp_id,
        organisation: &organisation.name,
        user_handle: handle,
        name: user.name.as_str(),
        display: &user.display,
        exclude: &exclude,
        wanted: wanted(method),
        attestation: Conveyance::None,
    };
    options::registration(&challenge, &new).to_string()
}

/// Whether the person must be seen when a key of this kind is made: a passkey stands for both factors, a security key
/// stands beside the password.
pub(crate) const fn verification(method: Method) -> Verification {
    match method {
        Method::Passkey => Verification::Required,
        _ => Verification::Discouraged,
    }
}

/// The rows of a new key.
pub(crate) fn rows(
    made: Registered,
    (id, user, method): (Id<()>, Id<User>, Method),
    label: String,
    now: Timestamp,
) -> (Credential, Passkey) {
    let credential = Credential {
        id,
        user,
        method,
        label,
        // Nothing that must be kept secret: the public key stands with what it is verified with.
        secret: vec![],
        last_step: None,
        created: now,
        last_used: Some(now),
    };
    let passkey = Passkey {
        id,
        user,
        credential: made.id,
        key: made.key,
        aaguid: made.aaguid,
        counter: made.counter,
        transports: made.transports,
        backup: made.backup,
    };
    (credential, passkey)
}

/// How long the name of a key may be, in characters.
const LONGEST_LABEL: usize = 64;

/// What a key is called: what was typed, without what cannot be shown on one line.
pub(crate) fn label(typed: &str) -> String {
    typed.trim().chars().filter(|letter| !letter.is_control()).take(LONGEST_LABEL).collect()
}

const fn wanted(method: Method) -> Wanted {
    match method {
        Method::Passkey => Wanted::Passkey,
        _ => Wanted::SecurityKey,
    }
}

const fn descriptor(passkey: &Passkey) -> Descriptor<'_> {
    Descriptor { id: passkey.credential.as_slice(), transports: passkey.transports.as_slice() }
}
