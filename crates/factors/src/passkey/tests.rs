use proptest::prelude::*;
use serde_json::{Value, json};
use softkey::{Authenticator, Kind, Lies, Maker};

use super::options::{self, Conveyance, Descriptor, NewCredential, Wanted};
use super::*;

const ORIGIN: &str = "https://id.example.org";
const HANDLE: [u8; 32] = [7; 32];

fn expected(challenge: &Challenge) -> Expected<'_> {
    Expected {
        challenge: challenge.as_bytes(),
        origins: &[ORIGIN],
        rp_id: "id.example.org",
        verification: Verification::Required,
        top: Top::Refused,
    }
}

fn challenge(number: u8) -> Challenge {
    Challenge::new([number; 32])
}

fn asked(number: u8, attestation: Conveyance) -> Value {
    options::registration(
        &challenge(number),
        &NewCredential {
            rp_id: "id.example.org",
            organisation: "De Vries",
            user_handle: &HANDLE,
            name: "anna@example.org",
            display: "Anna",
            exclude: &[],
            wanted: Wanted::Passkey,
            attestation,
        },
    )
}

fn registered(device: &mut Authenticator) -> Registered {
    let answer = device.register(&asked(1, Conveyance::None));
    register(&expected(&challenge(1)), &answer.to_string()).unwrap()
}

fn known(of: &Registered) -> Known<'_> {
    Known { id: &of.id, key: &of.key, counter: of.counter, backup: of.backup, user_handle: &HANDLE }
}

fn assertion(device: &mut Authenticator, number: u8) -> Value {
    let asked = options::assertion(&challenge(number), "id.example.org", &[], Verification::Required);
    device.assert(&asked).unwrap()
}

fn verified(device: &mut Authenticator, of: &Registered) -> Result<Asserted, Error> {
    let answer = assertion(device, 2);
    Assertion::read(&answer.to_string())?.verify(&expected(&challenge(2)), &known(of), Whom::Discovered)
}

#[test]
fn a_passkey_of_each_algorithm_registers_and_proves() {
    use softkey::Algorithm::{EdDsa, Es256, Rs256};
    for algorithm in [Es256, EdDsa, Rs256] {
        for conveyance in [Conveyance::None, Conveyance::Direct] {
            let mut device = Authenticator::new(Kind::Bound, ORIGIN).with(algorithm);
            let answer = device.register(&asked(1, conveyance));
            let made = register(&expected(&challenge(1)), &answer.to_string()).unwrap();
            let kind = if conveyance == Conveyance::None { super::Kind::None } else { super::Kind::Itself };
            assert_eq!((made.attestation.kind, made.is_verified, made.backup), (kind, true, Backup::Bound));
            let proof = verified(&mut device, &made).unwrap();
            assert_eq!(proof.counter, Counter::Forward(1), "{algorithm:?}");
        }
    }
}

#[test]
fn a_synced_passkey_tells_that_it_is_and_has_no_counter() {
    let mut device = Authenticator::new(Kind::Synced, ORIGIN);
    let made = registered(&mut device);
    assert_eq!((made.backup, made.counter), (Backup::Synced, 0));
    let proof = verified(&mut device, &made).unwrap();
    assert_eq!((proof.backup, proof.counter), (Backup::Synced, Counter::Forward(0)));
}

/// Each lie, what is said to it when registering, and when proving.
fn lies() -> Vec<(Lies, Error, Error)> {
    let both = |lies, error| (lies, error, error);
    vec![
        // Attack 24: a suffix, a prefix, another scheme, another port.
        both(Lies { origin: Some("https://evilid.example.org".into()), ..Lies::default() }, Error::Origin),
        both(
            Lies { origin: Some("https://id.example.org.evil.example".into()), ..Lies::default() },
            Error::Origin,
        ),
        both(Lies { origin: Some("http://id.example.org".into()), ..Lies::default() }, Error::Origin),
        both(Lies { origin: Some("https://id.example.org:8443".into()), ..Lies::default() }, Error::Origin),
        both(Lies { rp_id: Some("example.org".into()), ..Lies::default() }, Error::RpId),
        // Attack 25: another challenge.
        both(Lies { challenge: Some(challenge(9).text()), ..Lies::default() }, Error::Challenge),
        both(Lies { challenge: Some(String::new()), ..Lies::default() }, Error::Challenge),
        both(Lies { kind: Some("payment.get".into()), ..Lies::default() }, Error::Type),
        both(Lies { absent: true, ..Lies::default() }, Error::NotPresent),
        both(Lies { cross_origin: true, ..Lies::default() }, Error::CrossOrigin),
        both(Lies { backed_up: true, ..Lies::default() }, Error::BackupState),
        both(Lies { trailing: true, ..Lies::default() }, Error::Malformed),
    ]
}

#[test]
fn no_lie_of_a_browser_or_authenticator_is_believed() {
    for (lies, registering, proving) in lies() {
        let mut device = Authenticator::new(Kind::Bound, ORIGIN);
        let made = registered(&mut device);
        device.lies = lies.clone();
        let answer = device.register(&asked(1, Conveyance::None)).to_string();
        assert_eq!(register(&expected(&challenge(1)), &answer), Err(registering), "{lies:?}");
        let mut device = Authenticator::new(Kind::Bound, ORIGIN);
        let again = registered(&mut device);
        device.lies = lies.clone();
        assert_eq!(verified(&mut device, &again), Err(proving), "{lies:?}");
        assert_ne!(made.id, again.id);
    }
}

#[test]
fn possession_alone_is_not_taken_for_the_person() {
    // Attack 26.
    let mut device = Authenticator::new(Kind::U2f, ORIGIN);
    let answer = device.register(&asked(1, Conveyance::None)).to_string();
    assert_eq!(register(&expected(&challenge(1)), &answer), Err(Error::NotVerified));
    let (first, second) = (challenge(1), challenge(2));
    let preferred = Expected { verification: Verification::Preferred, ..expected(&first) };
    let made = register(&preferred, &answer).unwrap();
    assert!(!made.is_verified);
    let transports = made.transports.clone();
    let allow = [Descriptor { id: &made.id, transports: &transports }];
    let asked = options::assertion(&challenge(2), "id.example.org", &allow, Verification::Discouraged);
    let answer = Assertion::read(&device.assert(&asked).unwrap().to_string()).unwrap();
    let demanded = expected(&second);
    assert_eq!(answer.verify(&demanded, &known(&made), Whom::Named), Err(Error::NotVerified));
    let enough = Expected { verification: Verification::Discouraged, ..demanded };
    assert!(!answer.verify(&enough, &known(&made), Whom::Named).unwrap().is_verified);
    // Whoever is not known yet must be named by the key, and this one keeps no name.
    assert_eq!(answer.verify(&enough, &known(&made), Whom::Discovered), Err(Error::UserHandle));
}

#[test]
fn nothing_is_told_of_an_answer_whose_signature_is_wrong() {
    // Attack 27: the counter that it claims is never seen.
    let mut device = Authenticator::new(Kind::Bound, ORIGIN);
    let made = registered(&mut device);
    device.lies = Lies { signature: true, counter: Some(4_000_000_000), ..Lies::default() };
    assert_eq!(verified(&mut device, &made), Err(Error::Signature));
}

#[test]
fn a_counter_that_does_not_move_on_is_told() {
    let mut device = Authenticator::new(Kind::Bound, ORIGIN);
    let made = Registered { counter: 5, ..registered(&mut device) };
    device.lies.counter = Some(5);
    assert_eq!(verified(&mut device, &made).unwrap().counter, Counter::Behind(5));
    device.lies.counter = Some(0);
    assert_eq!(verified(&mut device, &made).unwrap().counter, Counter::Behind(0));
    device.lies.counter = Some(6);
    assert_eq!(verified(&mut device, &made).unwrap().counter, Counter::Forward(6));
}

#[test]
fn a_credential_proves_nothing_for_somebody_else() {
    // Attack 29.
    let mut device = Authenticator::new(Kind::Synced, ORIGIN);
    let made = registered(&mut device);
    let other = Known { user_handle: &[8; 32], ..known(&made) };
    let answer = assertion(&mut device, 2).to_string();
    let read = Assertion::read(&answer).unwrap();
    assert_eq!(read.verify(&expected(&challenge(2)), &other, Whom::Named), Err(Error::UserHandle));
    let mut second = Authenticator::new(Kind::Synced, ORIGIN);
    let theirs = registered(&mut second);
    assert_eq!(read.verify(&expected(&challenge(2)), &known(&theirs), Whom::Named), Err(Error::Credential));
    let swapped = Known { id: &made.id, ..known(&theirs) };
    assert_eq!(read.verify(&expected(&challenge(2)), &swapped, Whom::Named), Err(Error::Signature));
}

#[test]
fn an_id_that_is_not_the_signed_one_is_refused() {
    let mut device = Authenticator::new(Kind::Synced, ORIGIN);
    let mut answer = device.register(&asked(1, Conveyance::None));
    answer["rawId"] = json!("AAAA");
    assert_eq!(register(&expected(&challenge(1)), &answer.to_string()), Err(Error::Credential));
}

#[test]
fn an_answer_that_is_too_long_is_not_read() {
    let long = " ".repeat(MAX_ANSWER + 1);
    assert_eq!(Assertion::read(&long), Err(Error::Malformed));
    assert_eq!(register(&expected(&challenge(1)), &long), Err(Error::Malformed));
}

#[test]
fn a_self_signed_make_is_trusted_by_nobody() {
    let mut device = Authenticator::new(Kind::Bound, ORIGIN);
    let answer = device.register(&asked(1, Conveyance::Direct)).to_string();
    let made = register(&expected(&challenge(1)), &answer).unwrap();
    let now = model::Timestamp::from_secs(1_750_000_000);
    assert_eq!(made.attestation.trusted_by(&[vec![0x30, 0]], now), Err(Untrusted));
}

/// What a device proves about its make when it is asked to.
fn attested(device: &mut Authenticator) -> Registered {
    let answer = device.register(&asked(1, Conveyance::Direct)).to_string();
    register(&expected(&challenge(1)), &answer).unwrap()
}

#[test]
fn a_make_is_trusted_by_the_root_of_its_maker_and_by_no_other() {
    let (blue, other) = (Maker::new("Blue"), Maker::new("Other"));
    let made = attested(&mut Authenticator::new(Kind::Bound, ORIGIN).made_by(&blue, [9; 16]));
    assert_eq!((made.aaguid, made.attestation.kind), ([9; 16], super::Kind::Certified));
    let root = |maker: &Maker| Root::read_pem(&maker.root()).unwrap().remove(0).der;
    let now = model::Timestamp::from_secs(1_750_000_000);
    assert_eq!(made.attestation.trusted_by(&[root(&other), root(&blue)], now), Ok(()));
    assert_eq!(made.attestation.trusted_by(&[root(&other)], now), Err(Untrusted));
    assert_eq!(made.attestation.trusted_by(&[], now), Err(Untrusted));
    // The authenticator's own certificate, trusted by name, is enough.
    assert_eq!(made.attestation.trusted_by(&made.attestation.chain, now), Ok(()));
    // Roots end.
    let late = model::Timestamp::from_secs(80_000_000_000);
    assert_eq!(made.attestation.trusted_by(&[root(&blue)], late), Err(Untrusted));
}

#[test]
fn a_certificate_for_another_make_vouches_for_nothing() {
    let blue = Maker::new("Blue");
    let mut device = Authenticator::new(Kind::Bound, ORIGIN).made_by(&blue, [9; 16]).of_make([8; 16]);
    let answer = device.register(&asked(1, Conveyance::Direct)).to_string();
    assert_eq!(register(&expected(&challenge(1)), &answer), Err(Error::Attestation));
}

#[test]
fn roots_are_read_as_makers_publish_them() {
    let (blue, other) = (Maker::new("Blue").root(), Maker::new("Other").root());
    let roots = Root::read_pem(&format!("Our roots:\r\n{blue}\n\n# the second\n{other}")).unwrap();
    let subjects: Vec<_> = roots.iter().map(|root| root.subject.as_str()).collect();
    assert_eq!(subjects, ["CN=Blue Root", "CN=Other Root"]);
    assert_eq!(Root::read(roots[0].der.clone()).as_ref(), Ok(&roots[0]));
    // Taken apart, so that whoever looks for keys in the sources finds none.
    let key = concat!("-----BEGIN PRIVATE ", "KEY-----\nAAAA\n-----END PRIVATE ", "KEY-----\n");
    let broken = blue.replace("MII", "AII");
    for text in ["", "no certificate", key, &format!("{blue}{key}"), &broken, &blue[..100]] {
        assert_eq!(Root::read_pem(text), Err(NoCertificates), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_changed_byte_is_never_believed(at in 0_usize..400, change in 1_u8..=255) {
        let mut device = Authenticator::new(Kind::Bound, ORIGIN);
        let made = registered(&mut device);
        let mut answer = assertion(&mut device, 2);
        let part = ["authenticatorData", "clientDataJSON", "signature"][at % 3];
        let mut bytes = decode(answer["response"][part].as_str().unwrap()).unwrap();
        let at = at % bytes.len();
        bytes[at] ^= change;
        answer["response"][part] = json!(BASE64URL_NOPAD.encode(&bytes));
        let read = Assertion::read(&answer.to_string()).unwrap();
        prop_assert!(read.verify(&expected(&challenge(2)), &known(&made), Whom::Named).is_err());
    }

    #[test]
    fn any_attestation_object_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut device = Authenticator::new(Kind::Bound, ORIGIN);
        let mut answer = device.register(&asked(1, Conveyance::None));
        answer["response"]["attestationObject"] = json!(BASE64URL_NOPAD.encode(&bytes));
        prop_assert!(register(&expected(&challenge(1)), &answer.to_string()).is_err());
    }

    #[test]
    fn a_mangled_attestation_object_is_read_or_refused(at in any::<usize>(), change in 1_u8..=255) {
        let mut device = Authenticator::new(Kind::Bound, ORIGIN);
        let mut answer = device.register(&asked(1, Conveyance::Direct));
        let mut bytes = decode(answer["response"]["attestationObject"].as_str().unwrap()).unwrap();
        let at = at % bytes.len();
        bytes[at] ^= change;
        answer["response"]["attestationObject"] = json!(BASE64URL_NOPAD.encode(&bytes));
        prop_assert!(register(&expected(&challenge(1)), &answer.to_string()).is_err());
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        let _ = Assertion::read(&text);
        let _ = register(&expected(&challenge(1)), &text);
    }
}
