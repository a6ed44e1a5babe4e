//! The commands of the real binary, with the server running and stopped, on both databases.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;

use crate::house::{self, ANNA, Installed, installed, myself, on_both};
use store::Actor;
use testkit::{Client, Database};

const PIET: &str = "piet@example.org";

/// Adds Piet; the link that invites him.
fn add_piet(house: &Installed) -> String {
    let answer = house.json(&["user", "add", PIET, "--display", "Piet Bakker", "--mail", PIET]);
    assert_eq!(answer["answer"], "invited");
    answer["link"]["address"].as_str().unwrap().to_owned()
}

/// What a command said, to people and to programs.
fn said_by(output: &std::process::Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn state_of(house: &Installed, name: &str) -> String {
    house.json(&["user", "show", name])["user"]["state"].as_str().unwrap().to_owned()
}

/// The whole life of an account by commands; every audit record names who ran them.
fn life(house: &Installed) {
    let link = add_piet(house);
    assert!(link.starts_with("http://localhost:8080/") && link.contains("/invitation/"), "{link}");
    assert_eq!(state_of(house, PIET), "invited");
    assert_eq!(house.refused(&["user", "add", PIET, "--display", "Piet"]).0, 4);
    let again = house.json(&["user", "invite", PIET]);
    assert_ne!(again["link"]["address"].as_str().unwrap(), link);
    assert!(house.run(&["user", "end-sessions", PIET]).status.success());
    assert!(house.run(&["user", "block", PIET]).status.success());
    assert_eq!(state_of(house, PIET), "blocked");
    assert_eq!(house.refused(&["user", "block", PIET]).0, 4);
    let unblocked = house.run(&["user", "unblock", PIET]);
    assert!(unblocked.status.success());
    let said = String::from_utf8(unblocked.stdout).unwrap();
    assert!(said.contains(&format!("sluis user invite {PIET}")), "{said}");
    assert_eq!(state_of(house, PIET), "invited", "unblocking gives back what was");
    assert_eq!(house.refused(&["user", "unlock", PIET]).0, 4, "nobody is locked");
    assert_eq!(house.refused(&["user", "unlock", "nobody@example.org"]).0, 3);
    let users = house.json(&["user", "list"])["users"].as_array().unwrap().clone();
    let names: Vec<_> = users.iter().map(|user| user["name"].as_str().unwrap()).collect();
    assert_eq!(names, [ANNA, PIET]);
    assert_eq!(users[0]["secondStep"], true);
    assert_eq!((&users[0]["administrator"], &users[1]["administrator"]), (&true.into(), &false.into()));
    assert_eq!(house.json(&["user", "list", "Piet"])["users"].as_array().unwrap().len(), 1);
    let organisations = house.json(&["org", "list"]);
    assert_eq!(organisations["organisations"][0]["domain"], "example.org");
}

/// Changing, deleting and restoring by commands.
fn changes(house: &Installed) {
    add_piet(house);
    assert!(
        house.run(&["user", "set", PIET, "jobTitle=Controller", "manager=anna@example.org"]).status.success()
    );
    let known = house.json(&["user", "show", PIET])["user"]["known"].clone();
    assert_eq!((&known["jobTitle"], &known["manager"]), (&"Controller".into(), &ANNA.into()));
    assert_eq!(house.refused(&["user", "set", PIET, "shoeSize=42"]).0, 2);
    assert_eq!(house.refused(&["user", "set", PIET, "mail=no address"]).0, 2);
    assert_eq!(house.refused(&["user", "set", ANNA, "manager=piet@example.org"]).0, 4);
    assert_eq!(house.refused(&["user", "delete", ANNA, "--yes"]).0, 4, "the last administrator");
    assert_eq!(house.refused(&["user", "delete", PIET]).0, 4, "nobody said yes");
    assert!(house.run(&["user", "delete", PIET, "--yes"]).status.success());
    assert_eq!(house.refused(&["user", "show", PIET]).0, 3);
    assert_eq!(house.refused(&["user", "delete", PIET, "--yes"]).0, 4);
    assert_eq!(house.json(&["user", "deleted"])["people"][0]["name"], PIET);
    assert!(house.run(&["user", "restore", PIET]).status.success());
    assert_eq!(house.json(&["user", "show", PIET])["user"]["known"]["jobTitle"], "Controller");
    assert_eq!(house.refused(&["user", "restore", PIET]).0, 3);
    assert!(house.run(&["user", "delete", PIET, "--permanently", "--yes"]).status.success());
    assert!(house.json(&["user", "deleted"])["people"].as_array().unwrap().is_empty());
    add_piet(house);
}

/// Groups by commands: by name, by id, in one another, from a file.
fn groups(house: &Installed) {
    assert!(house.run(&["group", "add", "Sales", "--description", "Who sells"]).status.success());
    assert!(house.run(&["group", "add", "All"]).status.success());
    assert!(house.run(&["group", "add-member", "All", "Sales"]).status.success());
    let list = house.data().join("people.csv");
    fs::write(&list, format!("displayName,userPrincipalName\nPiet,{PIET}\nKees,kees@example.org\n")).unwrap();
    let imported = house.json(&["group", "import", "Sales", list.to_str().unwrap()]);
    assert_eq!((&imported["added"], &imported["unknown"][0][1]), (&1.into(), &"kees@example.org".into()));
    let again = house.json(&["group", "import", "Sales", list.to_str().unwrap()]);
    assert_eq!((&again["added"], &again["there"]), (&0.into(), &1.into()));
    assert_eq!(house.json(&["group", "members", "Sales"])["members"][0]["name"], PIET);
    let shown = house.json(&["group", "show", "Sales"])["group"].clone();
    assert_eq!((&shown["inside"][0], &shown["members"]), (&"All".into(), &1.into()));
    let id = shown["id"].as_str().unwrap();
    assert!(house.run(&["group", "show", id]).status.success());
    assert_eq!(house.refused(&["group", "add-member", "Sales", PIET]).0, 4, "in it already");
    assert_eq!(house.refused(&["group", "add-member", "Sales", "All"]).0, 4, "a circle");
    assert_eq!(house.refused(&["group", "show", "Marketing"]).0, 3);
    assert_eq!(house.refused(&["group", "add", "X", "--rule", "user.shoeSize -eq 44"]).0, 2);
    assert!(house.run(&["group", "add", "Sales"]).status.success(), "names need not be unique");
    let (code, said) = house.refused(&["group", "show", "Sales"]);
    assert!(code == 2 && said.contains("give the id"), "{said}");
    assert!(house.run(&["group", "delete", id, "--yes"]).status.success());
    assert_eq!(house.json(&["group", "list", "--deleted"])["groups"][0]["id"], id);
    assert!(house.run(&["group", "restore", id]).status.success());
    assert_eq!(house.json(&["group", "list"])["groups"].as_array().unwrap().len(), 3);
    let (code, said) = house.refused(&["sync", "ldap", "--dry-run", "--full", "--allow-deletions"]);
    assert!(code == 3 && said.contains("Directory sync"), "{said}");
}

/// People come in from a file and go out in one.
fn files(house: &Installed) {
    let (file, out) = (house.data().join("people.csv"), house.data().join("out.csv"));
    fs::write(
        &file,
        "upn;displayName;department\na@example.org;Ans;Sales\nb@example.org;Bea;\nb@example.org;Twice;\n",
    )
    .unwrap();
    let path = file.to_str().unwrap();
    let import = |more: &[&str]| {
        let arguments = [&["import", "users", path, "--json"][..], more].concat();
        let output = house.run(&arguments);
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.code(), answer)
    };
    let (code, trial) = import(&["--dry-run"]);
    assert_eq!((code, &trial["added"], &trial["refused"]), (Some(6), &2.into(), &1.into()), "{trial}");
    assert_eq!(house.json(&["user", "list"])["users"].as_array().unwrap().len(), 1);
    let (_, done) = import(&["--invite", "links"]);
    assert_eq!(done["rows"].as_array().unwrap().len(), 3, "two links and a refusal: {done}");
    assert!(done.to_string().contains("/invitation/"), "{done}");
    assert_eq!(import(&[]).1["same"], 2);
    assert!(house.run(&["export", "users", out.to_str().unwrap()]).status.success());
    let csv = fs::read_to_string(&out).unwrap();
    assert!(csv.contains("a@example.org,Ans") && csv.contains(",Sales,"), "{csv}");
    assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!house.run(&["export", "users", out.to_str().unwrap()]).status.success(), "it is there already");
    fs::write(&file, "upn,shoe size\na@example.org,42\n").unwrap();
    assert_eq!(house.refused(&["import", "users", path]).0, 2);
}

/// Ten wrong passwords for Anna.
fn guess(port: u16) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let node = format!("http://127.0.0.1:{port}");
        let stranger = Client::at_node(&node, "http://localhost:8080", "198.51.100.66");
        let page = stranger.get("/sign-in").await;
        let page = stranger.submit(&page, &[("name", ANNA)]).await;
        for _ in 0..10 {
            stranger.submit(&page, &[("password", "a guess")]).await;
        }
    });
}

fn check_records(house: &Installed) {
    let records = house.audited();
    let ours: Vec<_> = records.iter().filter(|record| matches!(record.actor, Actor::Cli(_))).rev().collect();
    let actions: Vec<_> = ours.iter().map(|record| record.action.as_str()).collect();
    assert_eq!(actions, ["addPerson", "invitePerson", "endSessions", "blockPerson", "unblockPerson"]);
    for record in ours {
        assert_eq!(record.actor, Actor::Cli(myself()));
    }
}

on_both! {
    fn a_person_is_changed_deleted_and_restored(database) {
        changes(&installed(database));
    }

    fn groups_are_made_filled_and_restored_by_commands(database) {
        let house = installed(database);
        add_piet(&house);
        groups(&house);
    }

    fn people_are_imported_and_exported(database) {
        let house = installed(database);
        files(&house);
        let server = house.start(&[]);
        assert!(house.run(&["user", "set", "a@example.org", "department=Care"]).status.success());
        assert!(house.run(&["export", "users", house.data().join("later.csv").to_str().unwrap()]).status.success());
        server.stop();
    }

    /// Attack 72: what a command does is in the log; what only reads leaves nothing, and tells no secret that is kept.
    fn every_command_that_changes_something_leaves_its_record_and_none_tells_a_secret(database) {
        let house = installed(database);
        let keys = fs::read_to_string(house.data().join("keys")).unwrap();
        let key = keys.lines().last().unwrap().split(' ').nth(1).unwrap().to_owned();
        let mut left = 0;
        let commands: &[(&[&str], Option<&str>)] = &[
            (&["user", "add", PIET, "--display", "Piet"], Some("addPerson")),
            (&["user", "list"], None),
            (&["user", "show", PIET], None),
            (&["user", "invite", PIET], Some("invitePerson")),
            (&["user", "end-sessions", PIET], Some("endSessions")),
            (&["user", "block", PIET], Some("blockPerson")),
            (&["user", "unblock", PIET], Some("unblockPerson")),
            (&["user", "set", PIET, "department=Sales", "manager=anna@example.org"], Some("changePerson")),
            (&["user", "show", ANNA], None),
            (&["user", "mfa", "set", PIET, "enforced"], Some("changePerUserMfa")),
            (&["user", "mfa", "list", "--state", "enforced"], None),
            (&["user", "mfa", "off", "--yes"], Some("changePerUserMfa")),
            (&["user", "delete", PIET, "--yes"], Some("deletePerson")),
            (&["user", "deleted"], None),
            (&["user", "restore", PIET], Some("restorePerson")),
            (&["group", "add", "Sales"], Some("addGroup")),
            (&["group", "add", "All"], Some("addGroup")),
            (&["group", "list"], None),
            (&["group", "add-member", "Sales", PIET], Some("addGroupMember")),
            (&["group", "add-member", "All", "Sales"], Some("addGroupMember")),
            (&["group", "members", "Sales"], None),
            (&["group", "show", "Sales"], None),
            (&["group", "remove-member", "Sales", PIET], Some("removeGroupMember")),
            (&["group", "delete", "Sales", "--yes"], Some("deleteGroup")),
            (&["group", "list", "--deleted"], None),
            (&["group", "restore", "Sales"], Some("restoreGroup")),
            (&["keys", "rotate"], Some("rotateSigningKeys")),
            (&["recover", ANNA, "--yes"], Some("recoverPerson")),
            (&["org", "list"], None),
            (&["org", "plan", "example.org", "SPE_E3"], Some("changePlan")),
            (&["org", "plan", "example.org"], None),
            (&["org", "block", "example.org", "--yes"], Some("blockOrganisation")),
            (&["org", "unblock", "example.org"], Some("unblockOrganisation")),
            (&["address", "change", "http://localhost:8081", "--dry-run"], None),
            (&["address", "change", "http://localhost:8081", "--yes"], Some("changeAddress")),
            (&["audit", "verify"], None),
            (&["audit", "seals"], None),
            (&["policy", "list"], None),
            (&["policy", "export"], None),
            (&["policy", "what-if", "--user", ANNA], None),
            (&["policy", "replay", "--days", "1"], None),
            (&["policy", "test"], None),
            (&["config", "show"], None),
            (&["doctor"], None),
        ];
        for (arguments, word) in commands.iter().copied() {
            let output = house.run(arguments);
            let said = [output.stdout, output.stderr].concat();
            let said = String::from_utf8(said).unwrap();
            for secret in [house.secret.as_str(), house::PASSWORD, key.as_str(), "argon2id"] {
                assert!(!said.contains(secret), "{arguments:?} tells a secret: {said}");
            }
            let records = house.audited();
            let new = &records[..records.len() - left.max(1).min(records.len())];
            if let Some(word) = word {
                assert!(output.status.success(), "{arguments:?}: {said}");
                assert_eq!(records[0].action, word, "{arguments:?}");
                assert!(left == 0 || new.len() == 1, "{arguments:?} left {} records", new.len());
            } else {
                assert!(left == 0 || new.is_empty(), "{arguments:?} left a record");
            }
            left = records.len();
        }
    }

    fn a_running_server_does_what_commands_ask_and_the_record_names_who(database) {
        let house = installed(database);
        let server = house.start(&[]);
        life(&house);
        server.stop();
        check_records(&house);
    }

    fn without_a_server_the_command_does_the_same_itself(database) {
        let house = installed(database);
        life(&house);
        check_records(&house);
        let server = house.start(&[]);
        assert_eq!(state_of(&house, PIET), "invited");
        server.stop();
    }

    fn a_lock_is_seen_and_taken_off_by_a_command(database) {
        let house = installed(database);
        let server = house.start(&[]);
        guess(server.port);
        let locked = |house: &Installed| house.json(&["user", "show", ANNA])["user"]["lockedUntil"].clone();
        assert!(locked(&house).is_string(), "{}", locked(&house));
        assert!(house.run(&["user", "unlock", ANNA]).status.success());
        assert!(locked(&house).is_null(), "{}", locked(&house));
        server.stop();
        let newest = &house.audited()[0];
        assert_eq!((newest.action.as_str(), &newest.actor), ("unlockPerson", &Actor::Cli(myself())));
    }

    fn keys_that_leaked_are_replaced_once_somebody_says_yes(database) {
        let house = installed(database);
        let (code, said) = house.refused(&["keys", "rotate", "--leaked"]);
        assert_eq!(code, 4);
        assert!(said.contains("nothing was done"), "{said}");
        assert!(house.run(&["keys", "rotate", "--leaked", "--yes"]).status.success());
    }

    fn the_last_administrator_is_blocked_by_no_command(database) {
        let house = installed(database);
        let (code, said) = house.refused(&["user", "block", ANNA]);
        assert_eq!(code, 4);
        assert!(said.contains("Global Administrator, and every session ends"), "it asks: {said}");
        let (code, said) = house.refused(&["user", "block", ANNA, "--yes"]);
        assert_eq!(code, 4);
        assert!(said.contains("last Global Administrator"), "{said}");
    }

    fn a_locked_out_administrator_gets_a_way_back_in(database) {
        let house = installed(database);
        let server = house.start(&[]);
        let (code, said) = house.refused(&["recover", ANNA]);
        assert_eq!(code, 4, "nobody said yes: {said}");
        assert!(said.contains("removes the password"), "{said}");
        let link = house.json(&["recover", ANNA, "--yes"])["link"]["address"].as_str().unwrap().to_owned();
        assert!(link.contains("/invitation/"), "{link}");
        add_piet(&house);
        assert_eq!(house.refused(&["recover", PIET, "--yes"]).0, 4);
        server.stop();
        assert!(house.run(&["recover", PIET, "--make-administrator", "--yes"]).status.success());
        let shown = house.json(&["user", "show", PIET]);
        assert!(shown["user"]["roles"].to_string().contains("Global"), "{shown}");
        let records = house.audited();
        assert_eq!((records[0].action.as_str(), &records[0].actor), ("recoverPerson", &Actor::Cli(myself())));
    }

    fn a_second_organisation_is_made_and_blocked_by_commands(database) {
        let house = installed(database);
        let server = house.start(&[]);
        let add = |domain: &str, address: &str| {
            let arguments = [
                "org", "add", domain, "--name", "Jansen", "--address", address, "--help-contact", "Jan, 030 1",
                "--administrator", "jan@jansen.example", "--display", "Jan Jansen", "--json",
            ];
            house.run(&arguments)
        };
        let made = add("jansen.example", "https://id.jansen.example/");
        let made: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
        let link = made["link"]["address"].as_str().unwrap();
        assert!(link.starts_with("https://id.jansen.example/"), "{made}");
        let taken = add("jansen.example", "https://id.other.example");
        assert_eq!(taken.status.code(), Some(4));
        let said = said_by(&taken);
        assert!(said.contains("has the domain `jansen.example` already"), "{said}");
        let taken = add("other.example", "https://id.jansen.example");
        let said = said_by(&taken);
        assert!(said.contains("each needs a host of its own"), "{said}");
        assert_eq!(add("other.example", "http://id.other.example").status.code(), Some(2));
        assert_eq!(house.refused(&["user", "list"]).0, 2, "it must be said which organisation");
        let users = house.json(&["user", "list", "--org", "jansen.example"]);
        assert_eq!(users["users"][0]["name"], "jan@jansen.example");
        assert!(house.run(&["org", "block", "jansen.example", "--yes"]).status.success());
        let blocked = |house: &Installed| {
            let all = house.json(&["org", "list"])["organisations"].as_array().unwrap().clone();
            all.iter().map(|one| one["blocked"].as_bool().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(blocked(&house), [false, true]);
        server.stop();
        assert_eq!(blocked(&house), [false, true]);
        assert!(house.run(&["org", "unblock", "jansen.example"]).status.success());
        assert_eq!(blocked(&house), [false, false]);
    }

    fn another_address_says_first_what_breaks_and_the_next_start_agrees(database) {
        let house = installed(database);
        let new = "https://id.example.org";
        let plan = house.json(&["address", "change", new, "--dry-run"]);
        assert_eq!(plan["from"], "http://localhost:8080");
        assert_eq!(plan["issuer"], format!("{new}/{}/v2.0", house.tenant));
        assert_eq!(house.refused(&["address", "change", new]).0, 4, "nobody said yes");
        assert_eq!(house.json(&["org", "list"])["organisations"][0]["publicAddress"], "http://localhost:8080");
        let refused = house.run(&["--listen", "localhost:0", "--public-address", new]);
        assert!(String::from_utf8(refused.stderr).unwrap().contains("sluis address change"));
        assert!(house.run(&["address", "change", new, "--yes"]).status.success());
        assert_eq!(house.json(&["org", "list"])["organisations"][0]["publicAddress"], new);
        let server = house.start(&["--public-address", new]);
        let discovery = get(server.port, "id.example.org", &format!("/{}/v2.0/.well-known/openid-configuration", house.tenant));
        assert!(discovery.contains(&format!("\"issuer\":\"{new}/{}/v2.0\"", house.tenant)), "{discovery}");
        assert!(get(server.port, "localhost:8080", "/sign-in").starts_with("HTTP/1.1 421"));
        // And while it runs: the document that lies in memory is made anew.
        let newer = "https://door.example.org";
        assert!(house.run(&["address", "change", newer, "--yes"]).status.success());
        let discovery = get(server.port, "door.example.org", &format!("/{}/v2.0/.well-known/openid-configuration", house.tenant));
        assert!(discovery.contains(&format!("\"issuer\":\"{newer}/{}/v2.0\"", house.tenant)), "{discovery}");
        server.stop();
        assert_eq!(house.refused(&["address", "change", newer, "--yes"]).0, 4, "it is there already");
        assert_eq!(house.refused(&["address", "change", "ftp://x", "--yes"]).0, 2);
    }

    fn a_server_that_crashed_leaves_nothing_in_the_way(database) {
        let house = installed(database);
        house.start(&[]).kill();
        assert!(house.data().join("socket").exists(), "a crash cleans nothing up");
        assert_eq!(state_of(&house, ANNA), "active");
        let server = house.start(&[]);
        add_piet(&house);
        server.stop();
        assert!(!house.data().join("socket").exists());
        assert_eq!(state_of(&house, PIET), "invited");
    }
}

fn get(port: u16, host: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn the_socket_is_private_and_takes_one_request_of_its_own_version() {
    let house = installed(Database::Sqlite);
    let server = house.start(&[]);
    let path = house.data().join("socket");
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(&house.data())), (0o600, 0o700));
    let ask = |request: &[u8]| {
        let mut stream = UnixStream::connect(&path).unwrap();
        let _ = stream.write_all(request);
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer
    };
    assert!(ask(b"{\"version\":1,\"verb\":{\"verb\":\"orgList\"}}\n").starts_with("{\"done\":"));
    assert!(ask(b"{\"version\":99,\"verb\":{\"verb\":\"orgList\"}}\n").contains("\"kind\":\"state\""));
    assert!(ask(b"GET / HTTP/1.1\n").contains("\"kind\":\"usage\""));
    let endless = ask(&vec![b'a'; 1 << 20]);
    assert!(!endless.contains("done"), "{endless}");
    server.stop();
}

#[test]
fn exit_codes_are_the_ones_of_the_book() {
    let house = installed(Database::Sqlite);
    assert_eq!(house.refused(&["user", "show"]).0, 2);
    assert_eq!(house.refused(&["user", "add", "piet", "--display", "P", "--language", "tlh"]).0, 2);
    assert_eq!(house.refused(&["user", "show", "nobody@example.org"]).0, 3);
    assert_eq!(house.refused(&["user", "list", "--org", "elsewhere.example"]).0, 3);
    assert_eq!(house.refused(&["--data-dir", "nowhere", "org", "list"]).0, 3);
    let output = house.run(&["user", "show", "nobody@example.org", "--json"]);
    let error: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(error["error"]["kind"], "notFound");
    // A server that holds the folder and cannot be told anything.
    let server = house.start(&[]);
    fs::remove_file(house.data().join("socket")).unwrap();
    let (code, said) = house.refused(&["user", "list"]);
    assert_eq!(code, 5);
    assert!(said.contains("another sluis"), "{said}");
    server.stop();
}

/// Each verb of the commands, with the record that it leaves; nothing for one that only reads.
const LEAVES: &[(&str, Option<&str>)] = &[
    ("UserAdd", Some("addPerson")),
    ("UserList", None),
    ("UserShow", None),
    ("UserSet", Some("changePerson")),
    ("MfaList", None),
    ("MfaSet", Some("changePerUserMfa")),
    ("MfaImport", Some("changePerUserMfa")),
    ("MfaOff", Some("changePerUserMfa")),
    ("EmergencyList", None),
    ("EmergencyDesignate", Some("designateEmergencyAccount")),
    ("EmergencyWithdraw", Some("withdrawEmergencyAccount")),
    ("EmergencyKit", Some("makeEmergencyKit")),
    ("EmergencyRehearse", Some("rehearseEmergencyAccess")),
    ("ImportUsers", Some("importPeople")),
    ("SyncLdap", Some("syncDirectory")),
    ("ExportUsers", Some("exportPeople")),
    ("UserDelete", Some("deletePerson")),
    ("UserRestore", Some("restorePerson")),
    ("UserDeleted", None),
    ("UserBlock", Some("blockPerson")),
    ("UserUnblock", Some("unblockPerson")),
    ("UserUnlock", Some("unlockPerson")),
    ("UserInvite", Some("invitePerson")),
    ("UserEndSessions", Some("endSessions")),
    ("GroupAdd", Some("addGroup")),
    ("GroupList", None),
    ("GroupShow", None),
    ("GroupMembers", None),
    ("GroupAddMember", Some("addGroupMember")),
    ("GroupRemoveMember", Some("removeGroupMember")),
    ("GroupImport", Some("addGroupMember")),
    ("GroupDelete", Some("deleteGroup")),
    ("GroupRestore", Some("restoreGroup")),
    ("AppGive", Some("giveApplicationPermission")),
    ("AppTake", Some("takeApplicationPermission")),
    ("KeysRotate", Some("rotateSigningKeys")),
    ("AuditVerify", None),
    ("AuditSeals", None),
    ("PolicyList", None),
    ("PolicyExport", None),
    ("PolicyImport", Some("addConditionalAccessPolicy")),
    ("PolicyCheck", None),
    ("PolicyConfirm", Some("confirmPolicyTrial")),
    ("PolicyReplaceDefaults", Some("replaceSecurityDefaults")),
    ("PolicyReplay", None),
    ("PolicyRestore", Some("restoreConditionalAccessRevision")),
    ("PolicyRevisions", None),
    ("PolicySwitch", Some("switchConditionalAccessPolicy")),
    ("PolicyTakeBack", Some("takeBackPolicyTrial")),
    ("PolicyTest", None),
    ("PolicyWhatIf", None),
    ("Doctor", None),
    // The backup leaves its record once it is kept.
    ("BackupCopy", None),
    ("BackupKept", Some("takeBackup")),
    ("OrgList", None),
    ("OrgAdd", Some("makeOrganisation")),
    ("OrgPlan", Some("changePlan")),
    ("OrgBlock", Some("blockOrganisation")),
    ("OrgUnblock", Some("unblockOrganisation")),
    ("Recover", Some("recoverPerson")),
    ("AddressPlan", None),
    ("AddressChange", Some("changeAddress")),
];

/// Attack 72: no command is forgotten. The verbs are read from the source, and what each is said to leave, `service`
/// writes somewhere.
#[test]
fn every_command_says_what_it_leaves_in_the_audit_log() {
    let source = include_str!("../../src/control/wire.rs");
    let (_, verbs) = source.split_once("pub enum Verb {").unwrap();
    let (verbs, _) = verbs.split_once("\n}").unwrap();
    let is_variant = |line: &&str| line.starts_with("    ") && line[4..].starts_with(char::is_uppercase);
    let found: Vec<_> =
        verbs.lines().filter(is_variant).map(|line| line.trim().trim_end_matches([' ', '{', ','])).collect();
    let mut lines: Vec<_> = LEAVES.iter().map(|line| line.0).collect();
    let mut found_sorted = found.clone();
    found_sorted.sort_unstable();
    lines.sort_unstable();
    assert_eq!(found_sorted, lines, "left: the verbs; right: the lines");
    for (verb, word) in LEAVES {
        let known = word.is_none_or(|word| service::audit::Verb::from_word(word).is_some());
        assert!(known, "{verb} leaves `{word:?}`");
    }
}
