use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;

use super::{Error, Expected, Top};
use crate::same;

/// What the browser says about the ceremony (WebAuthn L3 §5.8.1). What it may say more is let be.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
    top_origin: Option<String>,
}

/// Checks what the browser said against what was expected, in the order of WebAuthn L3 §7.1 and §7.2.
pub(super) fn check(json: &[u8], kind: &str, expected: &Expected<'_>) -> Result<(), Error> {
    // UTF-8 decode without failing on a byte order mark, as the specification asks.
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    let said: ClientData = serde_json::from_slice(json).map_err(|_| Error::Malformed)?;
    if said.r#type != kind {
        return Err(Error::Type);
    }
    let challenge = BASE64URL_NOPAD.decode(said.challenge.as_bytes()).map_err(|_| Error::Challenge)?;
    if !same(&challenge, expected.challenge) {
        return Err(Error::Challenge);
    }
    // Exactly one of ours: a suffix of it is somebody else's (attack 24).
    if !expected.origins.contains(&said.origin.as_str()) {
        return Err(Error::Origin);
    }
    match (said.cross_origin, said.top_origin.as_deref(), expected.top) {
        (false, None, _) | (true, None, Top::Allowed(_)) => Ok(()),
        (_, Some(top), Top::Allowed(origins)) if origins.contains(&top) => Ok(()),
        // A page of ours inside a page of somebody else: the person does not see whom they prove themselves to.
        _ => Err(Error::CrossOrigin),
    }
}
