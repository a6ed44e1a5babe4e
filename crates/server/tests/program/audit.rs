//! `sluis audit`, with the server running and stopped, on both databases.

use std::fs;

use crate::house::{Installed, installed, on_both};
use serde_json::Value;

/// The answer of `sluis audit verify`, and its exit code.
fn verified(house: &Installed, arguments: &[&str]) -> (i32, Value) {
    let output = house.run(&[&["audit", "verify", "--json"], arguments].concat());
    (output.status.code().unwrap(), serde_json::from_slice(&output.stdout).unwrap())
}

/// Starts the server and stops it when it has sealed what is an hour old.
fn seal(house: &Installed) -> Value {
    house.tamper("update audit_records set at = at - 3600000000 where tenant = $1 and segment = 0");
    // The server before it did the job less than half a minute ago.
    house.tamper("delete from leases where tenant = $1");
    let server = house.start(&[]);
    // Its jobs run every few seconds, and a command takes its time too.
    let sealed = (0..600).map(|_| verified(house, &[]).1).find(|found| found["log"]["seals"] != 0).unwrap();
    let (code, found) = verified(house, &[]);
    assert_eq!((code, &found["log"]["state"]), (0, &Value::from("sound")), "{found}");
    server.stop();
    sealed
}

on_both! {
    fn the_log_is_looked_at_through_the_running_server_and_without_it(database) {
        let house = installed(database);
        let (code, before) = verified(&house, &[]);
        assert_eq!((code, &before["log"]["state"], &before["log"]["seals"]), (0, &"unsealed".into(), &0.into()));
        let running = seal(&house);
        let (code, stopped) = verified(&house, &[]);
        assert_eq!(code, 0);
        assert_eq!(stopped["log"]["head"], running["log"]["head"]);
        assert!(stopped["log"]["soundSince"].is_string() && stopped["log"]["sealedUntil"].is_string());
        let said = house.run(&["audit", "verify"]);
        let said = String::from_utf8(said.stdout).unwrap();
        assert!(said.starts_with("Sound: since ") && said.contains("The newest seal: 1:"), "{said}");
        assert_eq!(house.tamper("update audit_records set action = 'unblockPerson' where tenant = $1 \
                                 and action = 'makeOrganisation'"), 1);
        let (code, found) = verified(&house, &[]);
        assert_eq!((code, &found["log"]["state"]), (6, &"tampered".into()));
        assert_eq!((&found["log"]["wrong"][0]["kind"], &found["log"]["wrong"][0]["segment"]),
                   (&"changed".into(), &1.into()));
        let said = house.run(&["audit", "verify"]);
        assert_eq!(said.status.code(), Some(6));
        let said = String::from_utf8(said.stdout).unwrap();
        assert!(said.contains("in segment 1 was changed after it was sealed"), "{said}");
        let server = house.start(&[]);
        assert_eq!(verified(&house, &[]).0, 6);
        let doctor = house.run(&["doctor", "--json"]);
        let doctor: Value = serde_json::from_slice(&doctor.stdout).unwrap();
        let finding = doctor["findings"].as_array().unwrap().iter().find(|one| one["check"] == "audit").unwrap();
        assert_eq!(finding["state"], "unwell", "{finding}");
        server.stop();
    }

    fn whoever_kept_the_seals_notices_that_they_were_made_again(database) {
        let house = installed(database);
        seal(&house);
        let seals = house.run(&["audit", "seals", "--json"]).stdout;
        let kept = house.path().join("seals.json");
        fs::write(&kept, &seals).unwrap();
        let kept = kept.to_str().unwrap();
        let (code, found) = verified(&house, &["--kept", kept]);
        assert_eq!(code, 0, "{found}");
        let head = found["log"]["head"].as_str().unwrap().to_owned();
        assert_eq!(verified(&house, &["--head", &head]).0, 0);
        house.tamper("delete from audit_seals where tenant = $1");
        house.tamper("update audit_records set segment = 0, address = '192.0.2.1' where tenant = $1");
        seal(&house);
        assert_eq!(verified(&house, &[]).0, 0, "the log alone cannot know");
        for arguments in [["--kept", kept], ["--head", &head]] {
            let (code, found) = verified(&house, &arguments);
            assert_eq!((code, &found["log"]["wrong"][0]["kind"]), (6, &"head".into()), "{found}");
        }
        for wrong in [["--head", "12:ab"], ["--kept", "nothing.json"], ["--kept", "sluis.toml"]] {
            assert_eq!(house.refused(&["audit", "verify", wrong[0], wrong[1]]).0, 2, "{wrong:?}");
        }
        let table = String::from_utf8(house.run(&["audit", "seals"]).stdout).unwrap();
        assert!(table.starts_with("SEAL") && table.lines().count() == 2, "{table}");
    }
}
