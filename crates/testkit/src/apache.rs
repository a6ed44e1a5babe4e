//! Apache with `mod_auth_openidc`, run by itself on loopback with a configuration of its own.

use std::fs;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where Debian keeps its modules.
const MODULES: &str = "/usr/lib/apache2/modules";

/// A running Apache that shows one page to whoever signed in as the administrator of the tests.
pub struct Apache {
    process: Child,
    origin: String,
    _folder: testdb::TempDir,
}

impl Apache {
    /// The return address on a port.
    pub fn redirect_uri(port: u16) -> String {
        format!("http://127.0.0.1:{port}/callback")
    }

    /// Starts one for an issuer.
    ///
    /// # Panics
    /// When it is not installed; `cargo xtask test` installs it.
    pub fn start(issuer: &str, client_id: &str, secret: &str, port: u16) -> Self {
        let folder = testdb::temp_dir();
        let root = folder.path();
        fs::create_dir(root.join("pages")).expect("a folder");
        fs::write(root.join("pages/index.html"), "<!doctype html><title>Archive</title>The archive is open")
            .expect("a page");
        let file = root.join("apache.conf");
        fs::write(&file, configuration(root, issuer, (client_id, secret), port)).expect("a configuration");
        open_to_all(root);
        let process = Command::new("/usr/sbin/apache2")
            .args(["-D", "FOREGROUND", "-f"])
            .arg(&file)
            .stdin(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("apache2: {error}; `cargo xtask test` installs it"));
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let log = fs::read_to_string(root.join("error.log")).unwrap_or_default();
            assert!(started.elapsed() < Duration::from_secs(20), "apache did not begin to listen:\n{log}");
            std::thread::sleep(Duration::from_millis(50));
        }
        Self { process, origin: format!("http://127.0.0.1:{port}"), _folder: folder }
    }

    /// Its origin.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl Drop for Apache {
    fn drop(&mut self) {
        // Told, not killed: it has processes of its own to end.
        let told = Command::new("kill").arg(self.process.id().to_string()).status();
        if told.is_err() {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

fn configuration(root: &Path, issuer: &str, (client_id, secret): (&str, &str), port: u16) -> String {
    let root = root.display();
    let modules = ["mpm_event", "authn_core", "authz_core", "authz_user", "dir", "mime", "auth_openidc"];
    let modules: String = modules
        .iter()
        .map(|module| format!("LoadModule {module}_module {MODULES}/mod_{module}.so\n"))
        .collect();
    format!(
        "ServerRoot {root}\nServerName 127.0.0.1\nListen 127.0.0.1:{port}\nPidFile {root}/pid\n\
         ErrorLog {root}/error.log\nLogLevel warn\nUser nobody\nGroup nogroup\n{modules}\
         TypesConfig /etc/mime.types\nDocumentRoot {root}/pages\nDirectoryIndex index.html\n\
         OIDCProviderMetadataURL {issuer}/.well-known/openid-configuration\n\
         OIDCClientID {client_id}\nOIDCClientSecret {secret}\nOIDCRedirectURI {}\n\
         OIDCCryptoPassphrase a-passphrase-of-the-tests\nOIDCPKCEMethod S256\nOIDCScope \"openid profile\"\n\
         OIDCRemoteUserClaim preferred_username\nOIDCCookieSameSite On\n\
         <Location />\nAuthType openid-connect\nRequire claim preferred_username:marieke@devries.example\n</Location>\n",
        Apache::redirect_uri(port)
    )
}

/// Its workers run as nobody.
fn open_to_all(root: &Path) {
    use std::os::unix::fs::PermissionsExt;

    for folder in [root, &root.join("pages")] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("our own folder");
    }
}
