use std::process::Command;

use model::Timestamp;

/// The code that an authenticator app shows, computed by `oathtool`: not by our own code.
///
/// # Panics
/// When `oathtool` is not installed; `cargo xtask test` installs it.
pub fn oathtool(secret: &str, at: Timestamp) -> String {
    let secret: String = secret.chars().filter(|c| !c.is_whitespace()).collect();
    let output = Command::new("oathtool")
        .args(["--totp", "--base32", &secret, &format!("--now=@{}", at.as_secs())])
        .output()
        .expect("oathtool runs; `cargo xtask test` installs it");
    assert!(output.status.success(), "oathtool: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("digits").trim().to_owned()
}

/// The code of the real present.
pub fn totp(secret: &str) -> String {
    code_after(secret, 0)
}

/// The code that an app shows so many seconds from now, by this machine's clock. That of the next half minute is good
/// already, and is unused where the present one is used up.
pub fn code_after(secret: &str, seconds: i64) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    let now = i64::try_from(now.as_secs()).expect("before the end of time");
    oathtool(secret, Timestamp::from_secs(now + seconds))
}
