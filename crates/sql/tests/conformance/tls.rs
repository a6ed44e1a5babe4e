//! TLS to PostgreSQL.

use std::path::PathBuf;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use sql::{Config, Db, Error, OpenError};
use testdb::Postgres;

use crate::house::MIGRATIONS;

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Puts a certificate for `localhost` in the server's folder and switches TLS on.
fn switch_on(postgres: &Postgres, authority: &CertifiedIssuer<'static, KeyPair>) {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, authority).unwrap();
    for (file, text) in [("server.key", key.serialize_pem()), ("server.crt", certificate.pem())] {
        postgres.psql(&format!(
            "copy (select regexp_split_to_table('{}', '\\s*\\n')) to program 'umask 077; cat > {file}'",
            text.trim().replace("\r", "")
        ));
    }
    postgres.psql("alter system set ssl = on");
    postgres.psql("select pg_reload_conf()");
    // The server reads its configuration again when it comes to it.
    while postgres.psql("show ssl") != "on" {
        std::thread::yield_now();
    }
}

fn config(postgres: &Postgres, mode: &str, root: PathBuf) -> Config {
    let (port, name) = (postgres.port(), postgres.name());
    Config::Postgres {
        url: format!("postgresql://postgres@localhost:{port}/{name}?sslmode={mode}"),
        connections: 1,
        root_certificate: Some(root),
    }
}

#[test]
fn a_connection_is_encrypted_and_its_server_verified() {
    let (postgres, folder) = (testdb::postgres(), testdb::temp_dir());
    let (ours, other) = (authority(), authority());
    switch_on(&postgres, &ours);
    let (good, bad, none) = (folder.join("good.pem"), folder.join("bad.pem"), folder.join("none.pem"));
    std::fs::write(&good, ours.pem()).unwrap();
    std::fs::write(&bad, other.pem()).unwrap();
    std::fs::write(&none, "").unwrap();

    for mode in ["require", "verify-full"] {
        let db = Db::open(&config(&postgres, mode, good.clone()), MIGRATIONS).unwrap();
        let encrypted = db.read_installation_blocking(|installation| {
            installation
                .query_one("select ssl from pg_stat_ssl where pid = pg_backend_pid()", &[])?
                .get::<bool>(0)
        });
        assert_eq!(encrypted, Ok::<_, Error>(true));
    }
    let refused = |root| Db::open(&config(&postgres, "require", root), MIGRATIONS).err().unwrap();
    assert!(matches!(refused(bad), OpenError::Unreachable(why) if why.contains("invalid peer certificate")));
    assert!(matches!(refused(none), OpenError::Certificates(_)));
    assert!(matches!(refused(folder.join("missing.pem")), OpenError::Certificates(_)));
}
