//! OpenLDAP's server, run by itself on loopback with a configuration and data of its own.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

/// Below what everything is.
pub const BASE: &str = "dc=example,dc=org";
/// An account that only reads, and is handed at most 600 entries at a time.
pub const READER: &str = "cn=reader,dc=example,dc=org";
/// Its password.
pub const READERS_PASSWORD: &str = "a reader's password";
/// The password of everybody in it.
pub const EVERYBODYS_PASSWORD: &str = "the password over there";

const ROOT: &str = "cn=root,dc=example,dc=org";
const ROOTS_PASSWORD: &str = "root's";

/// A running OpenLDAP.
pub struct Directory {
    process: Child,
    /// The port for LDAP and StartTLS.
    pub port: u16,
    /// The port for LDAPS.
    pub secure_port: u16,
    /// The authority that signed its certificate, which is for `localhost`.
    pub authority: String,
    folder: testdb::TempDir,
}

impl Directory {
    /// Starts one with these entries below [`BASE`], as LDIF.
    ///
    /// # Panics
    /// When it is not installed; `cargo xtask test` installs it.
    pub fn start(entries: &str) -> Self {
        let folder = testdb::temp_dir();
        let root = folder.path();
        let (port, secure_port) = (crate::Application::free_port(), crate::Application::free_port());
        let authority = certificates(root);
        fs::create_dir(root.join("data")).expect("a folder");
        let config = root.join("slapd.conf");
        fs::write(&config, configuration(root)).expect("a configuration");
        let data = root.join("data.ldif");
        fs::write(&data, format!("{}{entries}", base())).expect("the entries");
        let added =
            Command::new("/usr/sbin/slapadd").args(["-q", "-f"]).arg(&config).arg("-l").arg(&data).output();
        let added = added.unwrap_or_else(|error| panic!("slapadd: {error}; `cargo xtask test` installs it"));
        assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
        let process = Command::new("/usr/sbin/slapd")
            .args([
                "-d",
                "0",
                "-h",
                &format!("ldap://127.0.0.1:{port}/ ldaps://127.0.0.1:{secure_port}/"),
                "-f",
            ])
            .arg(&config)
            .stdin(Stdio::null())
            .spawn()
            .expect("slapd starts");
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", secure_port)).is_err() {
            assert!(started.elapsed() < Duration::from_secs(20), "slapd did not begin to listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { process, port, secure_port, authority, folder }
    }

    /// Changes entries, as LDIF with `changetype`.
    pub fn change(&self, ldif: &str) {
        let mut command = Command::new("ldapmodify");
        let address = format!("ldap://127.0.0.1:{}", self.port);
        command.args(["-x", "-H", &address, "-D", ROOT, "-w", ROOTS_PASSWORD]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("ldapmodify");
        child.stdin.take().expect("its input").write_all(ldif.as_bytes()).expect("it reads");
        let done = child.wait_with_output().expect("it ends");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    /// Ends it, so that nobody answers at its port.
    pub fn stop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// A person's entry as LDIF, with the password of everybody.
    pub fn person(uid: &str, name: &str, more: &str) -> String {
        format!(
            "dn: uid={uid},ou=people,{BASE}\nobjectClass: inetOrgPerson\nuid: {uid}\ncn: {name}\nsn: {name}\n\
             mail: {uid}@example.org\nuserPassword: {EVERYBODYS_PASSWORD}\n{more}\n"
        )
    }

    /// A group's entry as LDIF.
    pub fn group(name: &str, members: &[&str]) -> String {
        let mut ldif = format!("dn: cn={name},ou=groups,{BASE}\nobjectClass: groupOfNames\ncn: {name}\n");
        for member in members {
            let _ = writeln!(ldif, "member: {member},{BASE}");
        }
        ldif.push('\n');
        ldif
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        self.stop();
        let _ = &self.folder;
    }
}

fn base() -> String {
    let unit = |name: &str| format!("dn: ou={name},{BASE}\nobjectClass: organizationalUnit\nou: {name}\n\n");
    format!(
        "dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\no: Example\ndc: example\n\n\
         dn: {READER}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader\n\
         userPassword: {READERS_PASSWORD}\n\n{}{}",
        unit("people"),
        unit("groups")
    )
}

fn configuration(root: &Path) -> String {
    let root = root.display();
    let schemas: String = ["core", "cosine", "inetorgperson"]
        .iter()
        .map(|schema| format!("include /etc/ldap/schema/{schema}.schema\n"))
        .collect();
    format!(
        "{schemas}pidfile {root}/pid\nargsfile {root}/args\nmodulepath /usr/lib/ldap\nmoduleload back_mdb\n\
         TLSCACertificateFile {root}/authority.pem\nTLSCertificateFile {root}/certificate.pem\n\
         TLSCertificateKeyFile {root}/key.pem\n\
         database mdb\nmaxsize 1073741824\nsuffix \"{BASE}\"\nrootdn \"{ROOT}\"\nrootpw \"{ROOTS_PASSWORD}\"\n\
         directory {root}/data\nindex objectClass eq\nindex entryUUID eq\n\
         limits dn.exact=\"{READER}\" size.soft=600 size.hard=600 size.pr=600 size.prtotal=unlimited\n\
         access to attrs=userPassword by anonymous auth by * none\naccess to * by users read\n"
    )
}

/// An authority of its own and a certificate for `localhost`: what it is called is handed over.
fn certificates(root: &Path) -> String {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority =
        CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
    let certificate = params.signed_by(&key, &authority).expect("a certificate");
    fs::write(root.join("authority.pem"), authority.pem()).expect("a file");
    fs::write(root.join("certificate.pem"), certificate.pem()).expect("a file");
    fs::write(root.join("key.pem"), key.serialize_pem()).expect("a file");
    authority.pem()
}
