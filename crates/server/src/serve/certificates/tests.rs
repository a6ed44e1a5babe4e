use rcgen::{CertifiedKey as Made, generate_simple_self_signed};

use super::*;

struct Folder {
    folder: testdb::TempDir,
    files: CertificateFiles,
}

fn made() -> Made<rcgen::KeyPair> {
    generate_simple_self_signed(vec!["id.example.org".to_owned()]).unwrap()
}

fn folder(pair: &Made<rcgen::KeyPair>) -> Folder {
    let folder = testdb::temp_dir();
    let files =
        CertificateFiles { certificate: folder.path().join("cert.pem"), key: folder.path().join("key.pem") };
    fs::write(&files.certificate, pair.cert.pem()).unwrap();
    fs::write(&files.key, pair.signing_key.serialize_pem()).unwrap();
    Folder { folder, files }
}

fn shown(certificates: &Certificates) -> Vec<u8> {
    certificates.0.current.load().cert[0].to_vec()
}

#[test]
fn a_pair_that_does_not_belong_together_stops_the_start_and_says_why() {
    let made = folder(&made());
    fs::write(&made.files.key, self::made().signing_key.serialize_pem()).unwrap();
    let said = Certificates::open(&made.files).unwrap_err().to_string();
    assert!(said.contains("is not the one of the certificate"), "{said}");
}

#[test]
fn what_is_no_certificate_or_no_key_is_named_with_its_file() {
    let made = folder(&made());
    let pem = fs::read(&made.files.certificate).unwrap();
    fs::write(&made.files.certificate, "hello").unwrap();
    let said = Certificates::open(&made.files).unwrap_err().to_string();
    assert!(said.contains("cert.pem` holds no certificate"), "{said}");
    fs::write(&made.files.certificate, pem).unwrap();
    fs::write(&made.files.key, "").unwrap();
    let said = Certificates::open(&made.files).unwrap_err().to_string();
    assert!(said.contains("key.pem` holds no key"), "{said}");
    fs::remove_file(&made.files.key).unwrap();
    let said = Certificates::open(&made.files).unwrap_err().to_string();
    assert!(said.contains("key.pem` cannot be read"), "{said}");
}

#[test]
fn a_renewed_pair_is_taken_and_a_half_renewed_one_is_not() {
    let first = made();
    let made = folder(&first);
    let certificates = Certificates::open(&made.files).unwrap();
    assert!(matches!(certificates.look(), Look::Same));
    let second = self::made();
    fs::write(&made.files.certificate, second.cert.pem()).unwrap();
    assert!(matches!(certificates.look(), Look::Refused(CertificateError::Mismatch(_))));
    assert_eq!(shown(&certificates), first.cert.der().to_vec());
    fs::write(&made.files.key, second.signing_key.serialize_pem()).unwrap();
    assert!(matches!(certificates.look(), Look::Taken));
    assert_eq!(shown(&certificates), second.cert.der().to_vec());
    fs::remove_dir_all(made.folder.path()).unwrap();
    assert!(matches!(certificates.look(), Look::Refused(CertificateError::Unreadable { .. })));
    assert_eq!(shown(&certificates), second.cert.der().to_vec());
}
