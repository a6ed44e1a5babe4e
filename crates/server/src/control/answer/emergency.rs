use std::fmt;

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use serde::{Deserialize, Serialize};

use super::{local, table};

/// An emergency account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmergencyTold {
    /// The name to sign in with.
    pub name: String,
    /// How the person is called.
    pub display: String,
    /// When its capsule was made, while there is one.
    pub capsule: Option<String>,
    /// How many passkeys it has.
    pub passkeys: usize,
    /// When it was last rehearsed.
    pub rehearsed: Option<String>,
    /// What is wrong with it: `blocked`, `notAdministrator`, `noWayIn`, `synced`, `notRehearsed`.
    pub troubles: Vec<String>,
    /// When it was used and no administrator has seen it.
    pub alarms: Vec<String>,
}

/// A kit; the capsule is told this once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KitMade {
    /// The name to sign in with.
    pub name: String,
    /// Where to sign in.
    pub address: String,
    /// The capsule.
    pub capsule: String,
    /// When it was made.
    pub made: String,
}

/// The accounts, for people.
pub(super) fn list(accounts: &[EmergencyTold], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let row = |one: &EmergencyTold| {
        let when = |at: &Option<String>| at.as_deref().map_or_else(|| "no".to_owned(), local);
        let state = if one.troubles.is_empty() { "ok".to_owned() } else { one.troubles.join(", ") };
        vec![
            one.name.clone(),
            state,
            when(&one.capsule),
            one.passkeys.to_string(),
            when(&one.rehearsed),
            one.alarms.len().to_string(),
            one.display.clone(),
        ]
    };
    let head = ["NAME", "STATE", "CAPSULE", "PASSKEYS", "REHEARSED", "ALARMS", "DISPLAY NAME"];
    f.write_str(&table(&head, accounts.iter().map(row)))
}

/// The kit as it is copied from a terminal to paper.
impl fmt::Display for KitMade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "Emergency kit of {}, made {}. The capsule is shown this once.\n",
            self.name,
            local(&self.made)
        )?;
        writeln!(f, "  address   {}", self.address)?;
        writeln!(f, "  name      {}", self.name)?;
        writeln!(f, "  password  (kept somewhere else)")?;
        writeln!(f, "  capsule   {}\n", self.capsule)?;
        if let Ok(code) = QrCode::with_error_correction_level(&self.capsule, qrcode::EcLevel::L) {
            let drawn =
                code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build();
            writeln!(f, "{drawn}")?;
        }
        writeln!(f, "Print it, put it in an envelope, sign over the flap, and lock it away. It works once.")
    }
}
