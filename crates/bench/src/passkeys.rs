//! Signing in with a passkey and nothing else, by an authenticator in software.

use std::fmt::Write;

use softkey::{Authenticator, Kind};

use crate::Outcome;
use crate::flows::{People, expect, sign_in};
use crate::load::Work;
use crate::wire::Wire;

/// Where somebody makes a passkey of their own.
const NEW: &str = "/my/security/passkey";

/// Each connection's person makes a passkey and then signs in with it, each time in a new browser.
pub(crate) struct PasskeySignIn(pub(crate) People);

impl Work for PasskeySignIn {
    type State = Authenticator;

    async fn begin(&self, wire: &mut Wire) -> Outcome<Authenticator> {
        let jar = sign_in(wire, "/sign-in", &self.0.next()?).await?.jar;
        let mut device = Authenticator::new(Kind::Synced, &wire.origin());
        let request = wire.get(NEW, &jar);
        let reply = wire.send(&request).await?;
        expect(&reply, 200)?;
        let made = device.register(&reply.options().ok_or("no options for a new passkey")?);
        let ticket = reply.ticket().ok_or("no ticket beside them")?;
        let body = format!("t={ticket}&label=Phone&made={}", encoded(&made.to_string()));
        let request = wire.post(NEW, &jar, &body);
        let reply = wire.send(&request).await?;
        // Where it is the first one, with recovery codes to keep.
        if reply.status == 303 { Ok(device) } else { expect(&reply, 200).map(|()| device) }
    }

    async fn round(&self, wire: &mut Wire, device: &mut Authenticator) -> Outcome<()> {
        let mut jar = String::new();
        let request = wire.get("/sign-in", "");
        let reply = wire.send(&request).await?;
        expect(&reply, 200)?;
        reply.keep_cookies(&mut jar);
        let options = reply.options().ok_or("no options on the first page")?;
        let proof = device.assert(&options).ok_or("the authenticator has nothing for this page")?;
        let ticket = reply.ticket().ok_or("no ticket on the first page")?;
        let request = wire.post("/sign-in", &jar, &format!("t={ticket}&key={}", encoded(&proof.to_string())));
        let reply = wire.send(&request).await?;
        expect(&reply, 303)?;
        match reply.header("location") {
            Some("/my") => Ok(()),
            other => Err(format!("a passkey led to {other:?}").into()),
        }
    }
}

/// A value as a form carries it.
fn encoded(text: &str) -> String {
    let mut form = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            form.push(char::from(byte));
        } else {
            let _ = write!(form, "%{byte:02X}");
        }
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_form_would_read_otherwise_is_encoded() {
        assert_eq!(encoded(r#"{"a":"b-c_d+e"}"#), "%7B%22a%22%3A%22b-c_d%2Be%22%7D");
    }
}
