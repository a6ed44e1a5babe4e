//! Microsoft's own clients for Graph: independent administrators of an organisation.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphSdk {
    /// `@microsoft/microsoft-graph-client` on Node.
    JavaScript,
    /// `msgraph-sdk` on Python, whose types are generated from Graph's own description.
    Python,
}

impl GraphSdk {
    /// Lets it administer with the permissions of an application; what it saw.
    ///
    /// # Panics
    /// When it fails, or is not installed; `cargo xtask test` installs it.
    pub fn administer(self, base: &str, issuer: &str, client_id: &str, secret: &str) -> Value {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (program, script) = match self {
            Self::JavaScript => ("node".into(), here.join("js/graph.mjs")),
            Self::Python => (here.join("../../target/python/bin/python"), here.join("python/graph.py")),
        };
        let output = Command::new(&program)
            .arg(script)
            .args([base, issuer, client_id, secret])
            .output()
            .unwrap_or_else(|error| panic!("{}: {error}; `cargo xtask test` installs it", program.display()));
        let said = String::from_utf8_lossy(&output.stdout);
        let wrong = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "the client failed: {wrong}");
        serde_json::from_str(said.trim()).unwrap_or_else(|error| panic!("{error}: {said} {wrong}"))
    }
}
