//! Microsoft's own client for Graph, on Node: an independent administrator of an organisation.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Lets it administer with the permissions of an application; what it saw.
///
/// # Panics
/// When it fails, or is not installed; `cargo xtask test` installs it.
pub fn graph_sdk(base: &str, issuer: &str, client_id: &str, secret: &str) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("js/graph.mjs");
    let output = Command::new("node")
        .arg(script)
        .args([base, issuer, client_id, secret])
        .output()
        .unwrap_or_else(|error| panic!("node: {error}; `cargo xtask test` installs it"));
    let said = String::from_utf8_lossy(&output.stdout);
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the client failed: {wrong}");
    serde_json::from_str(said.trim()).unwrap_or_else(|error| panic!("{error}: {said} {wrong}"))
}
