use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DistinguishedName, DnType, IsCa,
    KeyPair,
};

/// Whoever makes authenticators, with a root of its own that vouches for them (WebAuthn L3 §8.2.1).
pub struct Maker {
    root: CertifiedIssuer<'static, KeyPair>,
}

/// What an authenticator proves its make with.
pub(crate) struct Attester {
    key: EcdsaKeyPair,
    certificate: Vec<u8>,
}

/// The extension that names the make in an authenticator's certificate.
const AAGUID: &[u64] = &[1, 3, 6, 1, 4, 1, 45_724, 1, 1, 4];

impl Maker {
    /// A maker of that name.
    pub fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, format!("{name} Root"));
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        Self { root: CertifiedIssuer::self_signed(params, key).unwrap() }
    }

    /// Its root as PEM.
    pub fn root(&self) -> String {
        self.root.pem()
    }

    pub(crate) fn attester(&self, make: [u8; 16]) -> Attester {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![]).unwrap();
        let mut name = DistinguishedName::new();
        name.push(DnType::CountryName, "NL");
        name.push(DnType::OrganizationName, "Softkey");
        name.push(DnType::OrganizationalUnitName, "Authenticator Attestation");
        name.push(DnType::CommonName, "Softkey 1");
        params.distinguished_name = name;
        params.is_ca = IsCa::ExplicitNoCa;
        let named = [&[0x04, 0x10][..], &make].concat();
        params.custom_extensions.push(CustomExtension::from_oid_content(AAGUID, named));
        let certificate = params.signed_by(&key, &self.root).unwrap().der().to_vec();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, key.serialized_der()).unwrap();
        Attester { key, certificate }
    }
}

impl Attester {
    pub(crate) fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.key.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec()
    }
}
