//! The organisation as WebAuthn knows it, and what is kept of the keys of its people.

use factors::passkey::options::{Conveyance, Descriptor, NewCredential, Wanted};
use factors::passkey::{Expected, Registered, Top, Verification, options};
use model::{Id, Make, Method, Organisation, Timestamp, User};
use policy::{PasskeyRules, PolicySet};
use sql::Tx;
use store::{Credential, Passkey, Tables};

use crate::Fault;
use crate::emergency;
use crate::passkey_rules::roots;
use crate::signing_in::KeyProblem;

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
    (keys, method, attestation): (&[Key], Method, Conveyance),
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
        attestation,
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

/// Without a rule or a strength about makes nobody is asked what they have bought.
pub(crate) fn conveyance(set: &PolicySet) -> Conveyance {
    let rules = &set.passkeys;
    let is_asked = rules.is_attestation_enforced || rules.key_restrictions.is_enforced;
    if is_asked || !set.makes().is_empty() { Conveyance::Direct } else { Conveyance::None }
}

/// Which keys an organisation takes, as people are told who register one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeysTaken {
    /// True when a key must prove its make.
    pub is_attested: bool,
    /// The names of the makes that alone are taken, if only some are.
    pub only: Option<Vec<String>>,
}

impl KeysTaken {
    pub(crate) fn of(rules: &PasskeyRules) -> Self {
        let only = rules.only().map(|names| names.into_iter().map(str::to_owned).collect());
        Self { is_attested: rules.is_attestation_enforced, only }
    }
}

/// Whether the organisation takes a key that was made just now.
pub(crate) fn taken(made: &Registered, rules: &PasskeyRules, now: Timestamp) -> Result<(), KeyProblem> {
    if !rules.takes(Id::from_bytes(made.aaguid)) {
        return Err(KeyProblem::MakeNotTaken);
    }
    if rules.is_attestation_enforced && made.attestation.trusted_by(&roots(rules), now).is_err() {
        return Err(KeyProblem::NotAttested);
    }
    Ok(())
}

/// The keys of a person that the organisation no longer takes. What an administrator writes about makes keeps no emergency
/// account out.
pub(crate) fn refused(
    tx: &mut Tx<'_>,
    user: Id<User>,
    (rules, now): (&PasskeyRules, Timestamp),
) -> Result<Vec<Id<()>>, Fault> {
    if !rules.key_restrictions.is_enforced || emergency::is_account(tx, user, now)? {
        return Ok(vec![]);
    }
    let held = tx.passkeys().of(user)?;
    Ok(held.into_iter().filter(|held| !rules.takes(held.make)).map(|held| held.id).collect())
}

/// The rows of a new key.
pub(crate) fn rows(
    made: &Registered,
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
        credential: made.id.clone(),
        key: made.key.clone(),
        make: Id::<Make>::from_bytes(made.aaguid),
        counter: made.counter,
        transports: made.transports.clone(),
        backup: made.backup,
        copied: None,
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
