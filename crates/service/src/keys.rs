//! The keys of the installation: what seals secrets at rest, and what is derived from it.

use aws_lc_rs::aead::{AES_256_GCM, AES_256_GCM_SIV, Aad, Algorithm, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use aws_lc_rs::{digest, hmac};
use data_encoding::BASE64URL_NOPAD;
use model::{Id, NameKey, Tenant};

/// The sealing keys from the key file, newest first, and the keys derived from the oldest, which never changes.
pub struct Keys {
    ring: Vec<SealingKey>,
    tickets: LessSafeKey,
    names: hmac::Key,
    forms: hmac::Key,
    refresh: [u8; 32],
    recovery: [u8; 32],
    remembered: [u8; 32],
    audit: Ed25519KeyPair,
}

struct SealingKey {
    id: u32,
    key: LessSafeKey,
}

/// Where a sealed value lives; it opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Whose it is.
    pub tenant: Id<Tenant>,
    /// Table and column.
    pub column: &'static str,
    /// The row's id.
    pub row: &'a [u8],
}

/// There is no sealing key.
#[derive(Debug)]
pub struct NoKeys;

impl Keys {
    /// Takes the keys of the key file: an id and 32 bytes each, newest first.
    pub fn new(ring: &[(u32, [u8; 32])]) -> Result<Self, NoKeys> {
        let (_, root) = ring.iter().min_by_key(|(id, _)| *id).ok_or(NoKeys)?;
        let derive = |label: &[u8]| -> [u8; 32] {
            let key = hmac::Key::new(hmac::HMAC_SHA256, root);
            let mut out = [0; 32];
            out.copy_from_slice(hmac::sign(&key, label).as_ref());
            out
        };
        Ok(Self {
            ring: ring
                .iter()
                .map(|(id, key)| Ok(SealingKey { id: *id, key: aead(&AES_256_GCM, key)? }))
                .collect::<Result<_, _>>()?,
            // Strangers have tickets made as fast as pages can be asked for, under a key that never changes. With random
            // nonces AES-GCM breaks when one comes twice (NIST SP 800-38D §8.3: after 2^32 there is a chance of 2^-32);
            // with AES-GCM-SIV it tells that two bodies were equal, and no more (RFC 8452 §9).
            tickets: aead(&AES_256_GCM_SIV, &derive(b"sluis tickets"))?,
            names: hmac::Key::new(hmac::HMAC_SHA256, &derive(b"sluis names")),
            forms: hmac::Key::new(hmac::HMAC_SHA256, &derive(b"sluis forms")),
            refresh: derive(b"sluis refresh tokens"),
            recovery: derive(b"sluis recovery codes"),
            remembered: derive(b"sluis remembered browsers"),
            audit: Ed25519KeyPair::from_seed_unchecked(&derive(b"sluis audit seals")).map_err(|_| NoKeys)?,
        })
    }

    /// Seals a secret that must be read back: key id, nonce, AES-256-GCM with the place as additional data.
    pub fn seal(&self, place: Place<'_>, nonce: [u8; 12], secret: &[u8]) -> Vec<u8> {
        let newest = &self.ring[0];
        let mut out = newest.id.to_be_bytes().to_vec();
        out.extend(nonce);
        let mut body = secret.to_vec();
        encrypt(&newest.key, nonce, &place.bytes(), &mut body);
        out.extend(body);
        out
    }

    /// Opens what [`Keys::seal`] sealed for the same place.
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Option<Vec<u8>> {
        let (id, rest) = sealed.split_first_chunk::<4>()?;
        let (nonce, body) = rest.split_first_chunk::<12>()?;
        let id = u32::from_be_bytes(*id);
        let key = &self.ring.iter().find(|key| key.id == id)?.key;
        decrypt(key, *nonce, &place.bytes(), body)
    }

    /// Seals what travels with a form, for one tenant, as base64url text.
    pub fn seal_ticket(&self, tenant: Id<Tenant>, nonce: [u8; 12], body: &[u8]) -> String {
        let mut sealed = body.to_vec();
        encrypt(&self.tickets, nonce, tenant.as_bytes(), &mut sealed);
        let mut out = nonce.to_vec();
        out.extend(sealed);
        BASE64URL_NOPAD.encode(&out)
    }

    /// Opens what [`Keys::seal_ticket`] sealed for the same tenant.
    pub fn open_ticket(&self, tenant: Id<Tenant>, text: &str) -> Option<Vec<u8>> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let (nonce, body) = bytes.split_first_chunk::<12>()?;
        decrypt(&self.tickets, *nonce, tenant.as_bytes(), body)
    }

    /// What a lock-out counter or a record knows a typed name by. People type passwords into name fields, so
    /// only this leaves memory.
    pub fn name_digest(&self, tenant: Id<Tenant>, purpose: &str, name: &str) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.names);
        context.update(tenant.as_bytes());
        context.update(&[u8::try_from(purpose.len()).unwrap_or(u8::MAX)]);
        context.update(purpose.as_bytes());
        match NameKey::of(name) {
            Ok(key) => context.update(key.as_str().as_bytes()),
            Err(_) => context.update(name.as_bytes()),
        }
        array(context.sign().as_ref())
    }

    /// The token that forms of a session carry.
    pub fn form_token(&self, tenant: Id<Tenant>, session: &[u8]) -> String {
        let mut context = hmac::Context::with_key(&self.forms);
        context.update(tenant.as_bytes());
        context.update(session);
        BASE64URL_NOPAD.encode(&context.sign().as_ref()[..16])
    }

    /// True when a form carries the token of its session.
    pub fn is_form_token(&self, tenant: Id<Tenant>, session: &[u8], token: &str) -> bool {
        let own = self.form_token(tenant, session);
        aws_lc_rs::constant_time::verify_slices_are_equal(own.as_bytes(), token.as_bytes()).is_ok()
    }

    /// The key that authenticates refresh tokens.
    pub const fn refresh(&self) -> &[u8; 32] {
        &self.refresh
    }

    /// The key that authenticates the cookies of remembered browsers.
    pub const fn remembered(&self) -> &[u8; 32] {
        &self.remembered
    }

    /// Signs a seal of the audit log (Ed25519, so that whoever has no key can check it too).
    pub(crate) fn sign_seal(&self, hash: &[u8; 32]) -> Vec<u8> {
        self.audit.sign(hash).as_ref().to_vec()
    }

    /// True when this installation signed a seal.
    pub(crate) fn signed_seal(&self, hash: &[u8; 32], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.seals_key()).verify(hash, signature).is_ok()
    }

    /// The public half of the key that signs seals.
    pub(crate) fn seals_key(&self) -> &[u8] {
        self.audit.public_key().as_ref()
    }

    /// The key that digests recovery codes.
    pub const fn recovery(&self) -> &[u8; 32] {
        &self.recovery
    }
}

impl Place<'_> {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.tenant.as_bytes().to_vec();
        bytes.extend(self.column.as_bytes());
        bytes.push(0);
        bytes.extend(self.row);
        bytes
    }
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    array(digest::digest(&digest::SHA256, bytes).as_ref())
}

fn array(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(bytes);
    out
}

fn aead(algorithm: &'static Algorithm, key: &[u8; 32]) -> Result<LessSafeKey, NoKeys> {
    UnboundKey::new(algorithm, key).map(LessSafeKey::new).map_err(|_| NoKeys)
}

fn encrypt(key: &LessSafeKey, nonce: [u8; 12], aad: &[u8], body: &mut Vec<u8>) {
    // Sealing fails only for bodies of more than 64 GiB, which no caller has.
    let sealed = key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(aad), body);
    assert!(sealed.is_ok(), "a body of {} bytes cannot be sealed", body.len());
}

fn decrypt(key: &LessSafeKey, nonce: [u8; 12], aad: &[u8], body: &[u8]) -> Option<Vec<u8>> {
    let mut body = body.to_vec();
    let plain = key.open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(aad), &mut body).ok()?.len();
    body.truncate(plain);
    Some(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENANT: Id<Tenant> = Id::fixed(1);
    const OTHER: Id<Tenant> = Id::fixed(2);

    fn keys() -> Keys {
        Keys::new(&[(2, [2; 32]), (1, [1; 32])]).unwrap()
    }

    #[test]
    fn a_sealed_secret_opens_only_in_its_own_place() {
        let place = Place { tenant: TENANT, column: "credentials.secret", row: b"row" };
        let sealed = keys().seal(place, [7; 12], b"seed");
        assert_eq!(keys().open(place, &sealed).as_deref(), Some(&b"seed"[..]));
        for elsewhere in [
            Place { tenant: OTHER, ..place },
            Place { column: "signing_keys.private", ..place },
            Place { row: b"row2", ..place },
        ] {
            assert_eq!(keys().open(elsewhere, &sealed), None);
        }
    }

    #[test]
    fn what_an_older_key_sealed_still_opens_after_a_rotation() {
        let place = Place { tenant: TENANT, column: "c", row: b"r" };
        let before = Keys::new(&[(1, [1; 32])]).unwrap();
        assert!(keys().open(place, &before.seal(place, [7; 12], b"seed")).is_some());
        assert!(before.open(place, &keys().seal(place, [7; 12], b"seed")).is_none());
    }

    #[test]
    fn a_ticket_of_another_organisation_or_with_a_flipped_bit_is_nothing() {
        let ticket = keys().seal_ticket(TENANT, [7; 12], b"body");
        assert!(keys().open_ticket(TENANT, &ticket).is_some());
        assert!(keys().open_ticket(OTHER, &ticket).is_none());
        assert!(keys().open_ticket(TENANT, &ticket[1..]).is_none());
        assert!(keys().open_ticket(TENANT, "").is_none());
    }

    #[test]
    fn two_tickets_with_one_nonce_do_not_give_away_what_is_in_them() {
        let ticket = |body: &[u8]| {
            let text = keys().seal_ticket(TENANT, [7; 12], body);
            BASE64URL_NOPAD.decode(text.as_bytes()).unwrap().split_off(12)
        };
        let (one, other) = (*b"anna@example.org", *b"piet@example.org");
        let mixed = |a: &[u8], b: &[u8]| a.iter().zip(b).map(|(a, b)| a ^ b).take(16).collect::<Vec<u8>>();
        assert_ne!(mixed(&ticket(&one), &ticket(&other)), mixed(&one, &other));
    }

    #[test]
    fn case_variants_of_a_name_share_one_counter() {
        let keys = keys();
        let one = keys.name_digest(TENANT, "password", "Anna@Example.org");
        assert_eq!(one, keys.name_digest(TENANT, "password", " anna@example.ORG "));
        assert_ne!(one, keys.name_digest(TENANT, "totp", "anna@example.org"));
        assert_ne!(one, keys.name_digest(OTHER, "password", "anna@example.org"));
    }
}
